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

struct view;

/* Characters above a paragraph or below it that tell what its article is about, and those of a
 * whole article. */
#define COHESION_PARAGRAPHS 480
#define COHESION_ARTICLE 2400

/* The share, in 1000, of the pairs of lines [from, end) that occur in the characters above. */
unsigned cohesion(const struct sheet_lines *sheet, size_t from, size_t end, unsigned above);

/* Where each pair of characters stood last, by a hash; positions only grow, so that nothing has to
 * be cleared between two sheets. */
#define RECENT_BITS 14

struct recent {
	uint32_t at[1 << RECENT_BITS];
	uint32_t now;
};

/* For all blocks of a sheet, as far as the layout shows them: the shares of their pairs that stand
 * in the paragraphs above and in those below, and whether the places they begin with have been
 * named above.  Fills views[]: above, below, VIEW_PLACE_NEW and its like.  `recent` begins as
 * zeros.  Time: linear in the sheet. */
void cohesion_fill(struct recent *recent, const struct sheet_lines *sheet, struct view *views);

/* The pairs of neighbouring characters on a sheet, roughly: a few that are not there are found. */
#define PAIR_SET_BITS 65536

struct pair_set {
	uint64_t bits[PAIR_SET_BITS / 64];
};

void pair_set_fill(struct pair_set *set, const struct sheet_lines *sheet);

/* These two stand side by side somewhere on the sheet: a text may be cut between them. */
bool pair_set_has(const struct pair_set *set, uint32_t first, uint32_t second);

#endif
