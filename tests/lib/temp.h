/*
 * temp.h - a folder of its own for a test, and files in it.
 *
 * All functions end the test program where something fails.
 */
#ifndef BAOLAN_TESTS_TEMP_H
#define BAOLAN_TESTS_TEMP_H

#include <stddef.h>

/* Makes an empty folder under $TMPDIR; free() the name. */
char *temp_new(void);
/* Removes the folder with all that is in it, and frees the name. */
void temp_free(char *folder);

/* One folder for all tests of a program, or for each: cmocka's set-up and tear-down. */
extern char *temp_folder;
int temp_open(void **state);
int temp_close(void **state);

/* "FOLDER/NAME" in a buffer that the next eight calls do not touch. */
const char *temp_path(const char *folder, const char *name);

/* Writes a file, making the folders above it. */
void temp_write(const char *folder, const char *name, const char *bytes, size_t len);
void temp_puts(const char *folder, const char *name, const char *text);

/* A whole file; free() it. */
char *temp_read(const char *path, size_t *len);
void temp_copy(const char *from, const char *folder, const char *name);

/* Changes a file of SQLite's by statements of SQL. */
void temp_sql(const char *path, const char *statements);

#endif
