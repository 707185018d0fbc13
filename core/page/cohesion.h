/*
 * cohesion.h - does a paragraph go on with the subject of those above it?
 *
 * After Hearst's TextTiling (1997): the pairs of neighbouring characters that a passage
 * shares with what stands above it, the everyday ones left out.
 */
#ifndef BAOLAN_PAGE_COHESION_H
#define BAOLAN_PAGE_COHESION_H

#include "page/line.h"
#include "page/pairs.h"

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
	uint32_t at[(1 << RECENT_BITS) + 1]; /* the last one is for what is no pair */
	uint32_t now;
	/* Of the sheet: what is read once is compared twice. */
	struct buf slots, counted, blocks;
};

void recent_free(struct recent *recent);

/* For all blocks of a sheet, as far as the layout shows them: the shares of their pairs that stand
 * in the paragraphs above and in those below, and whether the places they begin with have been
 * named above.  Fills views[]: above, below, VIEW_PLACE_NEW and its like, and the pairs that stand
 * side by side.  `recent` begins as zeros.  Time: linear in the sheet; memory: two to
 * four bytes a character.  False without memory. */
bool cohesion_fill(struct recent *recent, struct pair_set *set, const struct sheet_lines *sheet,
	struct view *views);

#endif
