/*
 * chooser.h - choosing by typing: districts, topics, reporters, saved filters.
 *
 * What is typed may be Chinese, full pinyin, initials or a mixture; the best
 * match stands first.  Space marks several; Enter takes the marked ones, or
 * the one under the cursor; 0 in an empty line takes all.
 *
 * Thread rule: the user interface's thread.
 */
#ifndef BAOLAN_VIEW_CHOOSER_H
#define BAOLAN_VIEW_CHOOSER_H

#include "view/line.h"
#include "view/view.h"

/* For the filter. */
void chooser_open(struct app *app, enum facet facet);

/* To correct the district of the article one is at. */
void chooser_open_correction(struct app *app);

/* Saved filters with their counts. */
void chooser_open_filters(struct app *app);

/* The parts of the filter, to be taken back one by one. */
void chooser_open_parts(struct app *app);

void chooser_mark(struct app *app);   /* Space */
void chooser_forget(struct app *app); /* Delete: the saved filter under the cursor */
void chooser_all(struct app *app);    /* 0 */
void chooser_edit(struct app *app, enum line_edit edit);

#endif
