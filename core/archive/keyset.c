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

static size_t
some_words(size_t words)
{
	return (words / BLOCK_WORDS + 63) / 64;
}

bool
keyset_new(struct keyset *set, article_key end)
{
	set->words = keyset_words(end);
	set->word = calloc(set->words + some_words(set->words), sizeof *set->word);
	set->some = set->word != NULL ? set->word + set->words : NULL;
	return set->word != NULL;
}

void
keyset_free(struct keyset *set)
{
	free(set->word);
	*set = KEYSET_NONE;
}

/* ---- block by block --------------------------------------------------------------------- */

static size_t
block_end(const struct keyset *set)
{
	return set->words / BLOCK_WORDS;
}

/* The next block at or after `block` that may have keys, block_end() where there is none. */
static size_t
next_block(const struct keyset *set, size_t block)
{
	size_t w = block / 64, end = some_words(set->words);
	uint64_t bits;

	if (block >= block_end(set))
		return block_end(set);
	bits = set->some[w] & ~(uint64_t)0 << (block % 64);
	while (bits == 0) {
		if (++w == end)
			return block_end(set);
		bits = set->some[w];
	}
	return w * 64 + (size_t)__builtin_ctzll(bits);
}

static uint64_t *
block_of(const struct keyset *set, size_t block)
{
	return set->word + block * BLOCK_WORDS;
}

static void
clear_block(struct keyset *set, size_t block)
{
	memset(block_of(set, block), 0, BLOCK_WORDS * sizeof *set->word);
	set->some[block / 64] &= ~((uint64_t)1 << (block % 64));
}

/* Forgets a block that has become empty. */
static void
settle_block(struct keyset *set, size_t block, uint64_t left)
{
	if (left == 0)
		set->some[block / 64] &= ~((uint64_t)1 << (block % 64));
}

void
keyset_clear(struct keyset *set)
{
	for (size_t b = next_block(set, 0); b < block_end(set); b = next_block(set, b + 1))
		clear_block(set, b);
}

void
keyset_copy(struct keyset *set, const struct keyset *from)
{
	for (size_t b = next_block(set, 0); b < block_end(set); b = next_block(set, b + 1)) {
		if (!keyset_touched(from, b))
			clear_block(set, b);
	}
	for (size_t b = next_block(from, 0); b < block_end(from); b = next_block(from, b + 1)) {
		memcpy(block_of(set, b), block_of(from, b), BLOCK_WORDS * sizeof *set->word);
		keyset_touch(set, b);
	}
}

void
keyset_and(struct keyset *set, const struct keyset *with)
{
	for (size_t b = next_block(set, 0); b < block_end(set); b = next_block(set, b + 1)) {
		uint64_t *to = block_of(set, b), left = 0;
		const uint64_t *from = block_of(with, b);

		if (!keyset_touched(with, b)) {
			clear_block(set, b);
			continue;
		}
		for (unsigned i = 0; i < BLOCK_WORDS; i++) {
			to[i] &= from[i];
			left |= to[i];
		}
		settle_block(set, b, left);
	}
}

void
keyset_or(struct keyset *set, const struct keyset *with)
{
	for (size_t b = next_block(with, 0); b < block_end(with); b = next_block(with, b + 1)) {
		uint64_t *to = block_of(set, b);
		const uint64_t *from = block_of(with, b);

		for (unsigned i = 0; i < BLOCK_WORDS; i++)
			to[i] |= from[i];
		keyset_touch(set, b);
	}
}

void
keyset_without(struct keyset *set, const struct keyset *what)
{
	for (size_t b = next_block(set, 0); b < block_end(set); b = next_block(set, b + 1)) {
		uint64_t *to = block_of(set, b), left = 0;
		const uint64_t *from = block_of(what, b);

		if (!keyset_touched(what, b))
			continue;
		for (unsigned i = 0; i < BLOCK_WORDS; i++) {
			to[i] &= ~from[i];
			left |= to[i];
		}
		settle_block(set, b, left);
	}
}

/* ---- counting --------------------------------------------------------------------------- */

/* Bits side by side in ever larger fields. */
static inline unsigned
bits(uint64_t word)
{
	word -= word >> 1 & 0x5555555555555555;
	word = (word & 0x3333333333333333) + (word >> 2 & 0x3333333333333333);
	word = (word + (word >> 4)) & 0x0F0F0F0F0F0F0F0F;
	return (unsigned)(word * 0x0101010101010101 >> 56);
}

/* Adds three bits in each place: their sum is *low + 2 * *high. */
static inline void
add_bits(uint64_t *high, uint64_t *low, uint64_t a, uint64_t b, uint64_t c)
{
	uint64_t u = a ^ b;

	*high = (a & b) | (u & c);
	*low = u ^ c;
}

/* Of eight words at a time only the sums are counted: https://arxiv.org/abs/1611.07612, 3. */
static unsigned
count_block(const uint64_t *p)
{
	uint64_t ones = 0, twos = 0, fours = 0, eights, a, b, c, d;
	unsigned n = 0;

	for (unsigned i = 0; i < BLOCK_WORDS; i += 8, p += 8) {
		add_bits(&a, &ones, ones, p[0], p[1]);
		add_bits(&b, &ones, ones, p[2], p[3]);
		add_bits(&c, &twos, twos, a, b);
		add_bits(&a, &ones, ones, p[4], p[5]);
		add_bits(&b, &ones, ones, p[6], p[7]);
		add_bits(&d, &twos, twos, a, b);
		add_bits(&eights, &fours, fours, c, d);
		n += bits(eights);
	}
	return 8 * n + 4 * bits(fours) + 2 * bits(twos) + bits(ones);
}

uint64_t
keyset_count(const struct keyset *set)
{
	uint64_t n = 0;

	for (size_t b = next_block(set, 0); b < block_end(set); b = next_block(set, b + 1))
		n += count_block(block_of(set, b));
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
	for (size_t w = (size_t)from / 64; from < to && w < set->words && w <= (size_t)to / 64;
		w++) {
		set->word[w] |= mask(w, (uint64_t)from, (uint64_t)to);
		keyset_touch(set, w / BLOCK_WORDS);
	}
}

uint64_t
keyset_count_range(const struct keyset *set, article_key from, article_key to)
{
	uint64_t n = 0;
	size_t w = (size_t)from / 64;

	while (from < to && w < set->words && w <= (size_t)to / 64) {
		bool whole = w % BLOCK_WORDS == 0 && w > (size_t)from / 64 - (from % 64 == 0) &&
			     w + BLOCK_WORDS <= (size_t)to / 64;

		if (!keyset_touched(set, w / BLOCK_WORDS)) {
			w = (w / BLOCK_WORDS + 1) * BLOCK_WORDS;
		} else if (whole) {
			n += count_block(set->word + w);
			w += BLOCK_WORDS;
		} else {
			n += bits(set->word[w] & mask(w, (uint64_t)from, (uint64_t)to));
			w++;
		}
	}
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
		if (++w % BLOCK_WORDS == 0)
			w = next_block(set, w / BLOCK_WORDS) * BLOCK_WORDS;
		if (w >= set->words)
			return -1;
		word = set->word[w];
	}
	return (article_key)(w * 64 + (size_t)__builtin_ctzll(word));
}
