/*
 * index.h - the index, written.
 *
 * Terms of new articles are gathered in memory, sorted at once and written as
 * a segment (posting.h).  When eight segments of about one size stand at the
 * end, they become one; large ones (index_join.c) are left alone, so that
 * joining takes more room in the file only for a moment and a part of the
 * index.
 *
 * Internal to core/archive.
 * Thread rule: belongs to the thread of the archive's handle.
 */
#ifndef BAOLAN_ARCHIVE_INDEX_H
#define BAOLAN_ARCHIVE_INDEX_H

#include "archive/posting.h"

/* Zero it before the first use. */
struct index_writer {
	/* term << SEGMENT_BITS | key - first, in the order in which they came; and room for
	 * sorting. */
	uint64_t *item, *spare;
	size_t count, cap;
	article_key first, next; /* the keys that are gathered */
};

/* The terms of the article that has this key; keys rise, without holes inside one segment. */
enum err_code index_add(struct index_writer *writer, struct archive *archive, article_key key,
	const uint64_t *term, size_t count, struct err *err);

/* Further terms of the article that came last. */
enum err_code index_add_more(
	struct index_writer *writer, const uint64_t *term, size_t count, struct err *err);

/* Writes what was gathered as a segment and joins segments where it is time. */
enum err_code index_flush(struct index_writer *writer, struct archive *archive, struct err *err);

/* Whether every key below end is in a segment. */
enum err_code index_complete(
	struct archive *archive, article_key end, bool *complete, struct err *err);

/* Inside the transaction: puts articles that are in no segment into the index, from their texts. */
enum err_code index_missing(
	struct index_writer *writer, struct archive *archive, article_key end, struct err *err);

void index_free(struct index_writer *writer);

/* Inside the transaction: joins the segments for which it is time. */
enum err_code index_join_due(struct archive *archive, struct err *err);

/* Where terms of a segment are written, rising.  Zero it, then set id and start. */
struct block_writer {
	int64_t id;        /* of the segment */
	article_key start; /* its first key */
	struct buf block, list;
	uint64_t first, last; /* terms of the block */
	size_t limit;         /* bytes that the block may have */
};
/* The rising keys of a term. */
enum err_code block_add(struct block_writer *writer, struct archive *archive, uint64_t term,
	const article_key *key, uint32_t count, struct err *err);
enum err_code block_flush(struct block_writer *writer, struct archive *archive, struct err *err);
void block_free(struct block_writer *writer);

/* An id that no segment has. */
int64_t segment_new_id(const struct segments *segments);
enum err_code segment_add(struct archive *archive, const struct segment *segment, struct err *err);

#endif
