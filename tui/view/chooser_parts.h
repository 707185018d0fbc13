/*
 * chooser_parts.h - what the two files of the chooser share: the view, and how
 * its choices are found.
 */
#ifndef BAOLAN_VIEW_CHOOSER_PARTS_H
#define BAOLAN_VIEW_CHOOSER_PARTS_H

#include "view/chooser.h"

enum purpose {
	FOR_FILTER,
	FOR_CORRECTION,
	FOR_SAVED,
	FOR_PART /* of the filter, to be taken back: value is its number */
};

struct choice {
	const char *value, *name;
	uint64_t count;
	bool marked;
	unsigned score; /* of what was typed */
	unsigned order; /* without anything typed */
};

struct chooser {
	struct view view;
	enum purpose purpose;
	enum facet facet;
	struct line line;
	struct arena *arena; /* holds the choices */
	struct choice *choices;
	unsigned count;
	const struct choice **shown; /* those that fit what was typed, the best first */
	unsigned shown_count, cursor, top, height;
	bool touched; /* Space was pressed: the marks count, not the cursor */
};

/* The chooser on top, or NULL. */
struct chooser *chooser_top(struct app *app);

/* Sorts by what is typed, the best first. */
void chooser_show(struct chooser *chooser);

/* Makes room for what is known without the archive and `more` choices; false without memory. */
bool chooser_make_room(struct app *app, struct chooser *chooser, unsigned more);
void chooser_add_known(struct app *app, struct chooser *chooser);
void chooser_mark_chosen(struct app *app, struct chooser *chooser);
struct choice *chooser_find(struct chooser *chooser, const char *value);

/* Asks for the choices of the archive, with their counts. */
void chooser_load(struct app *app, struct chooser *chooser);

#endif
