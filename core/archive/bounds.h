/*
 * bounds.h - between which dates and places the articles of each chunk are.
 *
 * A window of a list needs a few chunks only, where the others are known to
 * lie before or behind it.  Made from the units of all chunks when it is first
 * needed, and again after a change of the archive.
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

/* Borrowed; valid until the next call or archive_close().  In a transaction. */
enum err_code bounds_get(struct archive *archive, article_key end, const struct bound **out,
	uint32_t *chunks, struct err *err);

#endif
