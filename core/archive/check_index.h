/*
 * check_index.h - the index held against the texts.
 *
 * Every pair of term and key has a hash; what the texts of all articles sum
 * up to must be what the index sums up to.
 *
 * Internal to core/archive.
 */
#ifndef BAOLAN_ARCHIVE_CHECK_INDEX_H
#define BAOLAN_ARCHIVE_CHECK_INDEX_H

#include "archive/posting.h"

struct index_sum {
	struct archive *archive;
	struct segments segments;
	struct keyset live;      /* keys of articles that are there and in the index */
	struct keyset uncovered; /* keys that are in no segment */
	struct terms terms;
	uint64_t texts, index;
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
