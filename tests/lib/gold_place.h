/*
 * gold_place.h - how right the districts, mentions and places outside of articles are.
 *
 * Counted as for the pages' own score: an article's district is one of those that gold accepts;
 * the further districts and the places outside are counted one by one.
 */
#ifndef BAOLAN_TESTS_GOLD_PLACE_H
#define BAOLAN_TESTS_GOLD_PLACE_H

#include "golden.h"
#include "place/place.h"

struct gold_figures {
	unsigned articles, district;
	unsigned mentions_found, mentions_right, mentions_gold;
	unsigned outside_found, outside_right, outside_gold;
};

/* The article of a gold page as if it had been cut without a fault; texts map to themselves, as in
 * plain.h.  Everything lives in the arena; a test that runs out of memory fails. */
void gold_article(const struct golden_article *gold, struct arena *arena, struct article *out);

/* What is said about the places of all articles of a page, in the arena. */
const struct place_result *gold_resolve(
	const struct gazetteer *gazetteer, const struct golden_page *gold, struct arena *arena);

/* The same for a page that was parsed. */
const struct place_result *gold_resolve_page(
	const struct gazetteer *gazetteer, const struct page *page, struct arena *arena);

/* Adds one article to the figures; true if all of it is right. */
bool gold_count(const struct golden_article *gold, const struct place_result *result,
	struct gold_figures *figures);

/* Prints what was wanted, what was found and the words that decided, as comments of TAP. */
void gold_print(const char *source, unsigned ordinal, const struct golden_article *gold,
	const struct place_result *result);

void gold_print_figures(const char *name, const struct gold_figures *figures);

#endif
