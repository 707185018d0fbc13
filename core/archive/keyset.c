#include "archive/keyset.h"
#include "archive/column.h"

#include <stdlib.h>
#include <string.h>

#define CHUNK_WORDS (CHUNK_KEYS / 64)

size_t
keyset_words(article_key end)
{
	size_t chunks = ((size_t)end + CHUNK_KEYS - 1) / CHUNK_KEYS;

	return (chunks != 0 ? chunks : 1) * CHUNK_WORDS;
}

bool
keyset_new(struct keyset *set, article_key end)
{
	set->words = keyset_words(end);
	set->word = calloc(set->words, sizeof *set->word);
	return set->word != NULL;
}

void
keyset_free(struct keyset *set)
{
	free(set->word);
	*set = (struct keyset){NULL, 0};
}

void
keyset_clear(struct keyset *set)
{
	memset(set->word, 0, set->words * sizeof *set->word);
}

void
keyset_copy(struct keyset *set, const struct keyset *from)
{
	memcpy(set->word, from->word, set->words * sizeof *set->word);
}

void
keyset_and(struct keyset *set, const struct keyset *with)
{
	for (size_t i = 0; i < set->words; i++)
		set->word[i] &= with->word[i];
}

void
keyset_or(struct keyset *set, const struct keyset *with)
{
	for (size_t i = 0; i < set->words; i++)
		set->word[i] |= with->word[i];
}

void
keyset_without(struct keyset *set, const struct keyset *what)
{
	for (size_t i = 0; i < set->words; i++)
		set->word[i] &= ~what->word[i];
}

static inline unsigned
bits(uint64_t word)
{
	return (unsigned)__builtin_popcountll(word);
}

uint64_t
keyset_count(const struct keyset *set)
{
	uint64_t n = 0;

	for (size_t i = 0; i < set->words; i++)
		n += bits(set->word[i]);
	return n;
}

uint64_t
keyset_count_both(const struct keyset *a, const struct keyset *b)
{
	uint64_t n = 0;

	for (size_t i = 0; i < a->words; i++)
		n += bits(a->word[i] & b->word[i]);
	return n;
}

/* The bits of word w that stand for keys of [from, to). */
static uint64_t
mask(size_t w, uint64_t from, uint64_t to)
{
	uint64_t m = ~(uint64_t)0;

	if (w == from / 64)
		m &= ~(uint64_t)0 << (from % 64);
	if (w == to / 64)
		m &= ((uint64_t)1 << (to % 64)) - 1;
	return m;
}

void
keyset_fill(struct keyset *set, article_key from, article_key to)
{
	for (size_t w = (size_t)from / 64; from < to && w < set->words && w <= (size_t)to / 64; w++)
		set->word[w] |= mask(w, (uint64_t)from, (uint64_t)to);
}

uint64_t
keyset_count_range(const struct keyset *set, article_key from, article_key to)
{
	uint64_t n = 0;

	for (size_t w = (size_t)from / 64; from < to && w < set->words && w <= (size_t)to / 64; w++)
		n += bits(set->word[w] & mask(w, (uint64_t)from, (uint64_t)to));
	return n;
}

article_key
keyset_next(const struct keyset *set, article_key key)
{
	size_t w = (size_t)key / 64;
	uint64_t word;

	if (w >= set->words)
		return -1;
	word = set->word[w] & ~(uint64_t)0 << (key % 64);
	while (word == 0) {
		if (++w == set->words)
			return -1;
		word = set->word[w];
	}
	return (article_key)(w * 64 + (size_t)__builtin_ctzll(word));
}
