/*
 * pairs.h - the pairs of neighbouring ideographs of a sheet.
 *
 * A pair is known by a hash of 16 bits: a few are taken for others, which does no harm.
 */
#ifndef BAOLAN_PAGE_PAIRS_H
#define BAOLAN_PAGE_PAIRS_H

#include <stdbool.h>
#include <stdint.h>

#define PAIR_COUNT 65536

static inline unsigned
pair_hash(uint32_t first, uint32_t second)
{
	return (first * 0x9E3779B1U ^ second * 0x85EBCA77U) >> 16;
}

/* What either character gives to the hash, in 16 bits throughout, as vectors have them:
 * pair_hash(a, b) == (pair_hash_first(a) ^ pair_hash_second(b)). */
static inline uint16_t
pair_hash_first(uint16_t c)
{
	return (uint16_t)((uint16_t)(c * 0x79B1U >> 16) + (uint16_t)(c * 0x9E37U));
}

static inline uint16_t
pair_hash_second(uint16_t c)
{
	return (uint16_t)((uint16_t)(c * 0xCA77U >> 16) + (uint16_t)(c * 0x85EBU));
}

/* Characters that stand in any Chinese text: pairs with them say nothing of its subject.  The
 * factor was searched for: with it each has a slot of its own, and a look at one tells. */
#define EVERYDAY_SLOT(c) ((c)*0x8D103ED5U >> 25)

extern const uint16_t pairs_everyday[128];

static inline bool
is_everyday(uint32_t c)
{
	return pairs_everyday[EVERYDAY_SLOT(c)] == c;
}

/* Those that stand side by side in a line. */
struct pair_set {
	uint64_t bits[PAIR_COUNT / 64];
};

/* These two stand side by side somewhere on the sheet: a text may be cut between them. */
bool pair_set_has(const struct pair_set *set, uint32_t first, uint32_t second);

#endif
