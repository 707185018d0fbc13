/*
 * keyset.h - a set of article keys, one bit each.
 *
 * At a million articles a set is 125 KB, and joining two takes some 5
 * microseconds: that is why filters, searches and counts are sets.  Most
 * searches find little: a set knows which blocks of it may have keys, and what
 * is done with a set is done with these.
 *
 * Internal to core/archive and core/query.
 * Thread rule: a set belongs to one thread at a time.
 */
#ifndef BAOLAN_ARCHIVE_KEYSET_H
#define BAOLAN_ARCHIVE_KEYSET_H

#include "archive/archive.h"

#include <stdbool.h>
#include <stdint.h>

#ifndef BLOCK_WORDS /* make small */
#define BLOCK_WORDS 64u
#endif
#define BLOCK_KEYS (64u * BLOCK_WORDS)

/* Keys [0, 64 * words); words is a multiple of those of a chunk (column.h), which is of blocks. */
struct keyset {
	uint64_t *word;
	size_t words;
	uint64_t *some; /* a bit for each block: 0 where it has no keys.  Behind the words */
};

/* The set that has no room, to be freed or taken. */
#define KEYSET_NONE ((struct keyset){NULL, 0, NULL})

/* An empty set that has room for the keys below end; false without memory. */
bool keyset_new(struct keyset *set, article_key end);
void keyset_free(struct keyset *set);
size_t keyset_words(article_key end);

void keyset_clear(struct keyset *set);

/* All of these take sets of one size. */
void keyset_copy(struct keyset *set, const struct keyset *from);
void keyset_and(struct keyset *set, const struct keyset *with);
void keyset_or(struct keyset *set, const struct keyset *with);
void keyset_without(struct keyset *set, const struct keyset *what);
uint64_t keyset_count(const struct keyset *set);

/* Puts the keys [from, to) in. */
void keyset_fill(struct keyset *set, article_key from, article_key to);

/* How many keys of [from, to) are in. */
uint64_t keyset_count_range(const struct keyset *set, article_key from, article_key to);

/* The first key of the set at or after `key`, -1 where there is none. */
article_key keyset_next(const struct keyset *set, article_key key);

/* Whoever writes into a block's words says so. */
static inline void
keyset_touch(struct keyset *set, size_t block)
{
	set->some[block / 64] |= (uint64_t)1 << (block % 64);
}

static inline bool
keyset_touched(const struct keyset *set, size_t block)
{
	return (set->some[block / 64] >> (block % 64) & 1) != 0;
}

static inline bool
keyset_has(const struct keyset *set, article_key key)
{
	size_t w = (size_t)key / 64;

	return key >= 0 && w < set->words && (set->word[w] >> (key % 64) & 1) != 0;
}

static inline void
keyset_add(struct keyset *set, article_key key)
{
	size_t w = (size_t)key / 64;

	if (key < 0 || w >= set->words)
		return;
	set->word[w] |= (uint64_t)1 << (key % 64);
	keyset_touch(set, w / BLOCK_WORDS);
}

static inline void
keyset_remove(struct keyset *set, article_key key)
{
	size_t w = (size_t)key / 64;

	if (key >= 0 && w < set->words)
		set->word[w] &= ~((uint64_t)1 << (key % 64));
}

#endif
