/*
 * bounds.h - between which dates and places the articles of each chunk are.
 *
 * A window of a list needs a few chunks only, where the others are known to
 * lie before or behind it.  The bounds of all chunks are one row, the column
 * COL_BOUND: for each chunk of units BOUND_SIZE bytes, the members of struct
 * bound in their order, integers little endian, `undated` as the highest bit
 * of last_date.  Whatever writes units writes their bounds.
 *
 * Internal to core/archive and core/query.
 * Thread rule: as the archive's handle.
 */
#ifndef BAOLAN_ARCHIVE_BOUNDS_H
#define BAOLAN_ARCHIVE_BOUNDS_H

#include "archive/internal.h"

struct bound {
	uint32_t first_date, last_date; /* of articles that have one; 0: none has */
	bool undated;                   /* some have none */
	uint64_t first_place, last_place;
};

#define BOUND_SIZE 24u

/* Borrowed; valid until the next call or archive_close().  In a transaction. */
enum err_code bounds_get(struct archive *archive, article_key end, const struct bound **out,
	uint32_t *chunks, struct err *err);

/* Writes down the bounds of one chunk whose units are these. */
enum err_code bounds_note(
	struct archive *archive, uint32_t chunk, const void *units, size_t len, struct err *err);

/* Writes down the bounds of all chunks, for a file that does not have them yet. */
enum err_code bounds_make(struct db *db, struct err *err);

/* Whether the row says what the units do; *ok tells. */
enum err_code bounds_check(struct archive *archive, bool *ok, struct err *err);

#endif
