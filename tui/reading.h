/*
 * reading.h - the article that is being read, beside the list or full screen.
 *
 * Ownership: inside struct app; reading_free() at its end.
 * Thread rule: the user interface's thread.
 */
#ifndef BAOLAN_READING_H
#define BAOLAN_READING_H

#include "archive/archive.h"
#include "passage.h"

#include <stdbool.h>

struct app;

/* Places that may still be on their way into the reader's file. */
#define PLACES_KEPT 8

struct reading {
	article_key key;     /* 0: none */
	const char *query;   /* by which hits were found */
	struct arena *arena; /* article and passages */
	struct arena *lines_arena;
	const struct stored_article *article;
	struct mark mark;
	struct passage *passages;
	unsigned passage_count;
	struct text_line *lines;
	unsigned line_count;
	struct setting setting; /* by which the lines were made */
	unsigned top, height;   /* first line shown; lines shown */
	unsigned hit;           /* the hit that n and p stand on, counted from 1; 0: none */
	bool explained;         /* the words that decided are lit */
	struct {
		article_key key;
		uint32_t byte;
	} left[PLACES_KEPT]; /* the latest first */
	struct err err;      /* why the article cannot be shown */
};

/* Loads an article and shows it when it has come; at_end: from its last page (for p). */
enum landing {
	LAND_WHERE_LEFT, /* where it was left */
	LAND_FIRST_HIT,
	LAND_LAST_HIT,
	LAND_THERE /* where the reader is */
};
void reading_ask(struct app *app, article_key key, enum landing landing);

/* Whether that article is there, with the hits of the search that is in force. */
bool reading_has(const struct app *app, article_key key);

/* The same article anew, at the same place: what is said of it has changed. */
void reading_reload(struct app *app);

/* Sets the lines for an area of this size, keeping the text that is at the top. */
void reading_fit(struct app *app, const struct setting *setting, unsigned height);

void reading_scroll(struct reading *reading, int64_t lines);
bool reading_at_end(const struct reading *reading);
unsigned reading_percent(const struct reading *reading);

/* Goes to the next (or previous) hit of the search; false: there is none any more here. */
bool reading_next_hit(struct reading *reading, bool forward);

/* Where the hit stands that n and p have come to: a passage and a range of it, NULL for none. */
const struct range *reading_here(const struct reading *reading, unsigned *passage);

/* Remembers how far it was read. */
void reading_keep_place(struct app *app);

void reading_free(struct reading *reading);

#endif
