/*
 * facet_terms.h - the values of an article's facets as terms of the index.
 *
 * Internal to core/archive.
 * Thread rule: as the archive's handle.
 */
#ifndef BAOLAN_ARCHIVE_FACET_TERMS_H
#define BAOLAN_ARCHIVE_FACET_TERMS_H

#include "archive/internal.h"

/* Columns whose values are terms. */
#define FACET_COLUMNS (COL_SECTION - COL_FIRST_LIST + 1)

struct facet_terms {
	uint64_t *item; /* of the article that was asked for last */
	size_t count, cap;
	/* The chunk that is read, and how far. */
	article_key chunk, next;
	struct buf blob[FACET_COLUMNS];
	size_t at[FACET_COLUMNS];
};

/* From the values that come into the columns.  Zero *terms before the first use. */
enum err_code facet_terms_of(
	struct facet_terms *terms, const struct column_row *row, struct err *err);

/* From the columns; cheap where keys rise. */
enum err_code facet_terms_read(
	struct facet_terms *terms, struct archive *archive, article_key key, struct err *err);

void facet_terms_free(struct facet_terms *terms);

#endif
