/*
 * listing.h - the list of articles as a window that moves over it.
 *
 * A few screens of rows around the cursor are in memory; when the cursor comes
 * near their edge the next ones are fetched, so that a key is answered from
 * memory.  Positions count from 0 in the whole list.
 *
 * Ownership: inside struct app; listing_free() at its end.
 * Thread rule: the user interface's thread.
 */
#ifndef BAOLAN_LISTING_H
#define BAOLAN_LISTING_H

#include "base/arena.h"
#include "query/query.h"

#include <stdbool.h>

struct app;

/* Where the words of the search stand in a row's label. */
struct row_hits {
	const struct range *ranges;
	unsigned count;
};

struct listing {
	struct arena *arena; /* holds rows and hits */
	const struct row *rows;
	const struct row_hits *hits;    /* one a row, or NULL */
	unsigned count, cursor;         /* rows in memory; the cursor's among them */
	uint64_t first;                 /* the position of rows[0] */
	uint64_t total;                 /* of the whole list */
	bool exact;                     /* total is no upper bound */
	bool known;                     /* an answer has come at all */
	bool asked;                     /* one is under way */
	bool held;                      /* the reader has chosen the article of the cursor */
	unsigned line;                  /* of the pane, that the cursor stands on */
	unsigned height;                /* rows that the pane shows */
	uint64_t generation;            /* of the archive that it was read from */
	struct err err;                 /* why there is no list, code ERR_OK where there is */
	const struct query_word *words; /* of a search without a hit: which word is to blame */
	unsigned word_count;
};

/* Where the cursor goes with the next answer. */
enum anchor {
	ANCHOR_CURSOR, /* stays on its article, or goes to what follows it */
	/* The same; but at the list's head, to which nobody has gone, it stays at the head,
	 * whatever new articles come in there. */
	ANCHOR_HEAD,
	ANCHOR_FIRST,
	ANCHOR_POSITION
};

/* Asks for rows, of app->filter in the order of app->sort. */
void listing_ask(struct app *app, enum anchor anchor, uint64_t position);

/* Moves the cursor by that many rows. */
void listing_move(struct app *app, int64_t delta);

/* From now on the cursor stays on its article: it was read, marked or gone to. */
void listing_hold(struct listing *listing);
void listing_go(struct app *app, uint64_t position);

/* The row under the cursor, or NULL. */
const struct row *listing_row(const struct listing *listing);
uint64_t listing_position(const struct listing *listing);

/* The pane shows this many rows: called when it is drawn. */
void listing_set_height(struct app *app, unsigned height);

/* Fetches what will be needed next, when a key's answer is on the screen and the reader rests: no
 * key waits for this, nor shares the processor with it. */
void listing_fill(struct app *app, bool resting);

/* The row in memory that stands on a line of the pane, or -1. */
int listing_at_line(const struct listing *listing, unsigned line);

void listing_free(struct listing *listing);

#endif
