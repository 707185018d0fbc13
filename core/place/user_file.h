/*
 * user_file.h - a table of the user's own, read whole.
 *
 * Thread rule: pure.
 */
#ifndef BAOLAN_PLACE_USER_FILE_H
#define BAOLAN_PLACE_USER_FILE_H

#include "base/err.h"

#include <stddef.h>

/* The file's bytes, followed by a NUL, in memory that the caller frees; a file that is not there
 * is an empty one.  Errors: ERR_IO, ERR_LIMIT where it is far too large for a table, ERR_NOMEM. */
enum err_code user_file_read(const char *path, char **text, size_t *len, struct err *err);

#endif
