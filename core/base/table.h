/*
 * table.h - the tables of data/ and of the user's configuration folder.
 *
 * One row a line, fields separated by one tab.  Lines that are empty or begin
 * with '#' are comments.  Text is UTF-8 without control characters; a line
 * that is not is reported and passed over.  A field "-" stands for an empty
 * one, so that columns stay visible to a person.
 *
 * The program's own tables are compiled in; table_builtin() borrows them.
 * Thread rule: a reader belongs to one thread; the tables are read-only.
 */
#ifndef BAOLAN_BASE_TABLE_H
#define BAOLAN_BASE_TABLE_H

#include "base/err.h"

#include <stdbool.h>
#include <stddef.h>

#define TABLE_FIELDS_MAX 16

/* Bytes inside the table, not NUL-terminated. */
struct field {
	const char *text;
	size_t len;
};

struct table_row {
	unsigned line;  /* 1, 2, 3 … in the file */
	unsigned count; /* fields on this line; those behind it are empty */
	struct field field[TABLE_FIELDS_MAX];
};

struct table_reader {
	const char *name; /* for messages: the file's name */
	const char *p, *end;
	unsigned line;
};

/* A compiled-in file; the Makefile makes the list of them, the last row is all NULL. */
struct table_file {
	const char *name, *start, *end;
};
extern const struct table_file table_files[];

/* The compiled-in file data/NAME, for example "districts.tsv"; false where there is none. */
bool table_builtin(const char *name, const char **text, size_t *len);

void table_open(struct table_reader *reader, const char *name, const char *text, size_t len);

/* The same for a compiled-in file; ERR_BUG where there is none of that name. */
enum err_code table_open_builtin(struct table_reader *reader, const char *name, struct err *err);

/* The next row: true and *row, or false at the end.  A malformed line (not
 * UTF-8, control characters, too many fields) comes as a row with count 0 and
 * *err filled with "NAME:LINE: reason", so that the caller reports it and goes on. */
bool table_next(struct table_reader *reader, struct table_row *row, struct err *err);

bool field_is(struct field field, const char *text);

/* Takes the next word off a field whose words are separated by spaces; false where none is left. */
bool field_word(struct field *words, struct field *word);

/* A whole decimal number; false where the field is none or does not fit. */
bool field_long(struct field field, long *value);

#endif
