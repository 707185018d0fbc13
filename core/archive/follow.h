/*
 * follow.h - which characters follow each character, and in how many articles.
 *
 * The table from which words are made by their sound: the pairs of the index
 * without their lists, so that all that follows a character is one short row
 * (table follow).  A row's id is zone << 21 | character; it is a row of
 *
 *	varint character - the one before (0 in the first); varint articles
 *
 * Every article that comes into the index is counted; those that are dropped
 * stay in the counts, as they stay in the lists, until the archive is rebuilt.
 *
 * Internal to core/archive and core/query.
 * Thread rule: as the archive's handle.
 */
#ifndef BAOLAN_ARCHIVE_FOLLOW_H
#define BAOLAN_ARCHIVE_FOLLOW_H

#include "archive/internal.h"
#include "archive/terms.h"

/* Zero it before the first use. */
struct follow_writer {
	int64_t id;       /* of the row that is gathered */
	struct buf added; /* as the row itself */
	uint32_t last;    /* the character that was added last */
	struct buf merged;
};

/* Counts `articles` that have the term; terms rise.  What is no pair of characters, or in a zone
 * that has no rows, is left out. */
enum err_code follow_add(struct follow_writer *writer, struct archive *archive, uint64_t term,
	uint64_t articles, struct err *err);
enum err_code follow_flush(struct follow_writer *writer, struct archive *archive, struct err *err);
void follow_free(struct follow_writer *writer);

/* The zone is one that has rows: all texts, or headlines. */
static inline bool
follow_has(enum zone zone)
{
	return zone == ZONE_ANY || zone == ZONE_HEADLINE;
}

/* Puts the row of a character into *out, which is emptied first; none gives no bytes. */
enum err_code follow_get(struct archive *archive, enum zone zone, uint32_t character,
	struct buf *out, struct err *err);

/* How many articles have a term that follow_counts(); `row` is room for what is read. */
enum err_code follow_articles(struct archive *archive, uint64_t term, struct buf *row,
	uint64_t *articles, struct err *err);

/* The next entry of a row; *character is 0 before the first.  False at the end. */
static inline bool
follow_next(const unsigned char **p, const unsigned char *end, uint32_t *character, uint64_t *count)
{
	uint64_t step;

	if (!varint_get(p, end, &step) || !varint_get(p, end, count) || step >> 21 != 0)
		return false;
	*character += (uint32_t)step;
	return *character >> 21 == 0;
}

/* A number that all rows sum up to, for comparing with the index: each pair's hash as often as
 * it is counted. */
static inline uint64_t
follow_hash(uint64_t term)
{
	uint64_t h = (term + 1) * 0x9e3779b97f4a7c15;

	return h ^ h >> 31;
}
enum err_code follow_sum(struct archive *archive, uint64_t *out, struct err *err);

/* Whether the term is counted here. */
static inline bool
follow_counts(uint64_t term)
{
	uint64_t value = term & (((uint64_t)1 << 43) - 1);

	return follow_has((enum zone)(term >> 43)) && value >> 21 != 0 && value < SYMBOL_WORD;
}

#endif
