/*
 * sorted.h - the keys of each segment by title, as the reader's language has it, and
 * by length.
 *
 * A list by title or length is what the segments of the index (posting.h) say
 * one by one, merged.  Where a bound lies in a segment is found by halving:
 * what a key is compared by stands in the article's own row.
 *
 * A row of table sorted holds SORTED_BLOCK keys, each as three bytes, lowest
 * first: key - the segment's first.  The row's id is
 * segment << 24 | order << 20 | number of the block.  Keys whose article was
 * dropped stay where they were.
 *
 * Internal to core/archive and core/query.
 * Thread rule: as the archive's handle.
 */
#ifndef BAOLAN_ARCHIVE_SORTED_H
#define BAOLAN_ARCHIVE_SORTED_H

#include "archive/posting.h"

#define SORTED_BLOCK 1340u

enum sorted_by {
	SORTED_TITLE,   /* title_order() by pinyin, place of the page, key */
	SORTED_LENGTH,  /* the longest first, then as above */
	SORTED_STROKES, /* as by title, but by strokes; older segments have none */
	SORTED_COUNT
};

/* What articles are compared by. */
struct sort_key {
	uint64_t title[TITLE_WORDS], place;
	article_key key;
	uint32_t chars;
};

/* Writes the orders of a segment from its articles' rows. */
enum err_code sorted_make(struct archive *archive, const struct segment *segment, struct err *err);
enum err_code sorted_drop(struct archive *archive, int64_t segment, struct err *err);

/* An article as it is compared, its title as archive_set_collation() says; ERR_NOTFOUND where it
 * is gone. */
enum err_code sort_key_get(
	struct archive *archive, article_key key, struct sort_key *out, struct err *err);

/* One order of one segment. */
struct sorted {
	struct archive *archive;
	struct segment segment;
	enum sorted_by by;
	uint32_t count; /* keys */
	uint32_t block; /* that is in data; UINT32_MAX: none */
	struct buf data;
};

/* Zero it before the first use.  One that is missing has no keys. */
enum err_code sorted_open(struct sorted *sorted, struct archive *archive,
	const struct segment *segment, enum sorted_by by, struct err *err);
/* The key at a place below count. */
enum err_code sorted_at(struct sorted *sorted, uint32_t at, article_key *out, struct err *err);
void sorted_close(struct sorted *sorted);

/* Whether the orders of the segment have its articles, each once and in its place; *ok tells. */
enum err_code sorted_check(
	struct archive *archive, const struct segment *segment, bool *ok, struct err *err);

#endif
