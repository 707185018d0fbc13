/*
 * cohesion.h - does a paragraph go on with the subject of those above it?
 *
 * After Hearst's TextTiling (1997): the pairs of neighbouring characters that a passage
 * shares with what stands above it, the everyday ones left out.
 */
#ifndef BAOLAN_PAGE_COHESION_H
#define BAOLAN_PAGE_COHESION_H

#include "page/line.h"

#include <stdbool.h>

/* Shares in 1000 from which on a passage is near to what stands above, or far from it. */
#define COHESION_NEAR 120
#define COHESION_FAR 30

/* Characters above a paragraph that tell what its article is about, and those of a whole article.
 */
#define COHESION_PARAGRAPHS 480
#define COHESION_ARTICLE 2400

/* The share, in 1000, of the pairs of lines [from, end) that occur in the characters above. */
unsigned cohesion(const struct sheet_lines *sheet, size_t from, size_t end, unsigned above);

/* The pairs of neighbouring characters on a sheet, roughly: a few that are not there are found. */
#define PAIR_SET_BITS 65536

struct pair_set {
	uint64_t bits[PAIR_SET_BITS / 64];
};

void pair_set_fill(struct pair_set *set, const struct sheet_lines *sheet);

/* These two stand side by side somewhere on the sheet: a text may be cut between them. */
bool pair_set_has(const struct pair_set *set, uint32_t first, uint32_t second);

#endif
