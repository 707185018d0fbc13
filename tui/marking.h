/*
 * marking.h - what a reader says of an article: read, starred, a note, another district.
 *
 * Every change goes to the reader's file on a worker, at once; the screen
 * follows when it is there.
 *
 * Thread rule: the user interface's thread.
 */
#ifndef BAOLAN_MARKING_H
#define BAOLAN_MARKING_H

#include "app.h"

/* The article was opened: it counts as read, where the configuration says so. */
void marking_opened(struct app *app);

/* The article one is at: the one being read, else the one under the cursor. */
void marking_toggle_read(struct app *app);
void marking_toggle_star(struct app *app);
void marking_note(struct app *app, const char *note);
void marking_correct(struct app *app, const char *district); /* "" none, NULL: as found */
void marking_undo(struct app *app);

void marking_save_filter(struct app *app, const char *name);
void marking_drop_filter(struct app *app, const char *name);

#endif
