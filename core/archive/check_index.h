/*
 * check_index.h - the index held against the texts.
 *
 * Every pair of term and key has a hash; what the texts of all articles sum
 * up to must be what the index sums up to; and so what follows what.
 *
 * Internal to core/archive.
 */
#ifndef BAOLAN_ARCHIVE_CHECK_INDEX_H
#define BAOLAN_ARCHIVE_CHECK_INDEX_H

#include "archive/facet_terms.h"
#include "archive/posting.h"

struct index_sum {
	struct archive *archive;
	struct segments segments;
	struct keyset live;      /* keys of articles that are there and in the index */
	struct keyset uncovered; /* keys that are in no segment */
	struct terms terms;
	struct facet_terms facets;
	uint64_t texts, index;
	uint64_t pairs, follow; /* what the index counts of pairs, and table follow */
	bool sorted;            /* every segment is in its orders */
};

enum err_code index_sum_start(
	struct index_sum *sum, struct archive *archive, article_key end, struct err *err);
/* An article that is there. */
enum err_code index_sum_add(
	struct index_sum *sum, article_key key, const struct article *article, struct err *err);
/* After all articles: sums up the index. */
enum err_code index_sum_finish(struct index_sum *sum, struct err *err);
void index_sum_free(struct index_sum *sum);

#endif
