/*
 * snippets.h - the pieces of text around the hits, below the rows of a search.
 *
 * They come after the rows, for what is on the screen; their lines are kept
 * free, so that nothing moves when they come.
 *
 * Ownership: inside struct app; snippets_free() at its end.
 * Thread rule: the user interface's thread.
 */
#ifndef BAOLAN_SNIPPETS_H
#define BAOLAN_SNIPPETS_H

#include "base/arena.h"
#include "query/query.h"

struct app;

struct kept_snippet {
	article_key key;
	struct snippet snippet;
};

struct snippets {
	struct arena *arena; /* holds the items */
	struct kept_snippet *items;
	unsigned count;
	article_key first, last; /* the rows that were asked for */
	unsigned width;          /* cells they were made for */
};

/* The snippet of a row, or NULL while it has not come. */
const struct snippet *snippets_find(const struct snippets *snippets, article_key key);

/* The rows [from, to) of the listing are on the screen: asks for what is not there. */
void snippets_show(struct app *app, unsigned from, unsigned to, unsigned width);

/* The search has changed. */
void snippets_free(struct snippets *snippets);

#endif
