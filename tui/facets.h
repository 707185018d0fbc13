/*
 * facets.h - districts and topics with their counts under the filter.
 *
 * Which values stand in the pane, and in which order, is decided by the whole
 * archive and does not change with the filter: only the numbers do.
 *
 * Ownership: inside struct app; facets_free() at its end.
 * Thread rule: the user interface's thread.
 */
#ifndef BAOLAN_FACETS_H
#define BAOLAN_FACETS_H

#include "base/arena.h"
#include "query/query.h"

#include <stdbool.h>

struct app;

struct facet_entry {
	bool head; /* a heading: name alone */
	enum facet facet;
	const char *value; /* "" : articles without one */
	const char *name;  /* what is shown */
	uint64_t count;    /* under the filter, this facet's own choice left out */
};

struct facets {
	struct arena *arena; /* holds the entries */
	struct facet_entry *entries;
	unsigned count, cursor, top;
	uint64_t most; /* the largest count, for bars */
	bool known;
	uint64_t generation; /* of the archive whose values these are */
};

/* Asks for counts; anew: also which values there are, since the archive has changed. */
void facets_ask(struct app *app, bool anew);

void facets_move(struct facets *facets, int delta, unsigned height);

/* Filters by the entry under the cursor: by it alone, or (also) added to or taken from what is
 * chosen.  Choosing alone what is chosen alone takes it back. */
void facets_choose(struct app *app, bool also);

/* A district's or kind's name for a person in the language of the messages. */
const char *facet_label(struct app *app, enum facet facet, const char *value);

/* 昌平 for 昌平区; a name that is no district's as it is. */
const char *district_short_name(struct app *app, const char *name);

void facets_free(struct facets *facets);

#endif
