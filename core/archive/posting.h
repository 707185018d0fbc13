/*
 * posting.h - the index: which articles have a term.
 *
 * The index is a row of segments (table segment), each of which covers a range
 * of keys; ranges do not overlap.  Keys that no segment covers are not in the
 * index, and whoever searches has to look at their texts.
 *
 * A segment's terms stand in blocks of table posting, rising; a block's id is
 * segment << TERM_BITS | its first term, so one search in a B-tree finds the
 * block of any term.  A block is a row of entries:
 *
 *	varint term - term of the entry before; in the first 0, or 1 where it goes on
 *	with a list whose beginning is the last entry of the block before; and the list:
 *	varint (first key - the segment's first) * 2, + 1 where there are more; then
 *	varint number of keys; varint length of the rest; one byte k; and
 *	  k < 64: the gaps - 1 in Rice code with parameter k (R. F. Rice, "Some
 *	  Practical Universal Noiseless Coding Techniques", 1979): quotient in
 *	  zeros before a one, k bits of remainder; lowest bits of a byte first
 *	  k = 255: a bitmap of the keys from the first on
 *
 * Internal to core/archive and core/query.
 * Thread rule: as the archive's handle.
 */
#ifndef BAOLAN_ARCHIVE_POSTING_H
#define BAOLAN_ARCHIVE_POSTING_H

#include "archive/internal.h"
#include "archive/keyset.h"
#include "archive/terms.h"

/* A block, with the head of its row, fills a page of the file; one that is larger, for a long
 * list, that page and further ones of BLOCK_MORE bytes each (https://sqlite.org/fileformat2.html,
 * "Cell Payload Overflow Pages"). */
#define BLOCK_SIZE 4060u
#define BLOCK_MORE 4092u

/* Keys of one segment that is written at once. */
#define SEGMENT_BITS 19u

struct segment {
	int64_t id;
	article_key first, end;
};

struct segments {
	struct segment *item; /* by rising keys */
	unsigned count, cap;
};

/* All segments as they are in this transaction.  Zero it before the first use. */
enum err_code segments_load(struct segments *segments, struct archive *archive, struct err *err);
void segments_free(struct segments *segments);

/* Puts the keys below `end` that no segment covers into *out. */
void segments_uncovered(const struct segments *segments, article_key end, struct keyset *out);

/* Whether every key below `end` is in a segment. */
bool segments_cover(const struct segments *segments, article_key end);

/* Puts the keys that have the term into *out. */
enum err_code posting_read(struct archive *archive, const struct segments *segments, uint64_t term,
	struct keyset *out, struct err *err);

/* Puts the keys that have all of the terms, one or more, into *out, which is emptied first.
 * scratch is of its size.  Segment by segment: where one term is nowhere in a segment, the others
 * are not looked for there. */
enum err_code posting_all(struct archive *archive, const struct segments *segments,
	const uint64_t *term, unsigned count, struct keyset *out, struct keyset *scratch,
	struct err *err);

/* ---- lists ------------------------------------------------------------------------------ */

/* Where the keys of a list go: into a set, or behind each other into a row that grows. */
struct key_sink {
	struct keyset *set;        /* or NULL */
	const struct keyset *mask; /* of a set: only these are wanted; or NULL */
	article_key *key;
	size_t count, cap;
	bool failed; /* no memory */
};

/* The list that begins at *p, which then stands behind it; false where it is damaged.  first: of
 * the segment. */
bool list_decode(
	const unsigned char **p, const unsigned char *end, article_key first, struct key_sink *out);

/* ---- blocks ----------------------------------------------------------------------------- */

/* The terms of a segment, one by one. */
struct cursor {
	struct segment segment;
	int64_t id; /* of the block */
	struct buf block;
	size_t at;
	uint64_t term; /* of the entry, with its list; one that goes on in another block comes twice
			*/
	const unsigned char *list, *list_end;
	bool end;
};

enum err_code cursor_start(struct cursor *cursor, struct archive *archive,
	const struct segment *segment, struct err *err);
enum err_code cursor_next(struct cursor *cursor, struct archive *archive, struct err *err);
void cursor_free(struct cursor *cursor);

#endif
