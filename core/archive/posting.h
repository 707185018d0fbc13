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
 *	varint term - term of the entry before (0 in the first)
 *	varint length of the list, and the list
 *
 * A list is a row of runs, by rising keys:
 *
 *	varint first key * 2, + 1 where there are more keys in the run; then
 *	varint number of keys; varint length of the rest; one byte k; and
 *	  k < 64: the gaps - 1 in Rice code with parameter k (R. F. Rice, "Some
 *	  Practical Universal Noiseless Coding Techniques", 1979): quotient in
 *	  zeros before a one, k bits of remainder; lowest bits of a byte first
 *	  k = 255: a bitmap of the keys from the first on
 *
 * A list is one run where its segment was written at once; damage apart, more
 * runs are as good.
 *
 * Internal to core/archive and core/query.
 * Thread rule: as the archive's handle.
 */
#ifndef BAOLAN_ARCHIVE_POSTING_H
#define BAOLAN_ARCHIVE_POSTING_H

#include "archive/internal.h"
#include "archive/keyset.h"
#include "archive/terms.h"

/* A block, with the head of its row, fills a page of the file. */
#define BLOCK_SIZE 4040u

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

/* Puts the keys that have the term into *out. */
enum err_code posting_read(struct archive *archive, const struct segments *segments, uint64_t term,
	struct keyset *out, struct err *err);

/* ---- lists ------------------------------------------------------------------------------ */

/* Appends the run of some rising keys. */
void run_encode(struct buf *out, const article_key *key, uint32_t count);

/* Where the keys of a list go: into a set, or behind each other into a row that grows. */
struct key_sink {
	struct keyset *set; /* or NULL */
	article_key *key;
	size_t count, cap;
	bool failed; /* no memory */
};

/* False where the list is damaged. */
bool list_decode(const void *list, size_t len, struct key_sink *out);

/* How many keys a list has, 0 where it is damaged. */
uint64_t list_count(const void *list, size_t len);

/* ---- blocks ----------------------------------------------------------------------------- */

/* The terms of a segment, one by one. */
struct cursor {
	struct segment segment;
	int64_t id; /* of the block */
	struct buf block;
	size_t at;
	uint64_t term; /* of the entry, with its list */
	const unsigned char *list;
	size_t len;
	bool end;
};

enum err_code cursor_start(struct cursor *cursor, struct archive *archive,
	const struct segment *segment, struct err *err);
/* Starts at the first term that is not below `term`. */
enum err_code cursor_seek(struct cursor *cursor, struct archive *archive,
	const struct segment *segment, uint64_t term, struct err *err);
enum err_code cursor_next(struct cursor *cursor, struct archive *archive, struct err *err);
void cursor_free(struct cursor *cursor);

#endif
