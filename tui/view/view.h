/*
 * view.h - the views, and the parts of the screen that they share.
 *
 * A view is made by its *_open() function, which pushes it on the stack; it
 * frees itself when it is closed.  Draw functions draw what the state says and
 * change nothing but what depends on the size of the screen.
 *
 * Thread rule: the user interface's thread.
 */
#ifndef BAOLAN_VIEW_VIEW_H
#define BAOLAN_VIEW_VIEW_H

#include "app.h"
#include "base/i18n.h"
#include "number.h"
#include "term/sign.h"

#include <stdlib.h>
#include <string.h>

/* The bars at the top and at the bottom. */
void bar_draw_top(struct app *app, struct area area);
void filter_part_words(struct app *app, unsigned i, char *out, size_t size); /* for a person */
int bar_part_at(struct app *app, struct area area, int x); /* of the filter; -1: none */
void bar_draw_bottom(struct app *app, struct area area);

/* The main view: panes side by side. */
struct view *main_view_new(void);                          /* NULL without memory */
void main_view_measure(struct app *app, struct area area); /* as it will be drawn */
bool main_view_shows(struct app *app, enum pane pane);
void main_view_focus(struct app *app, int step);  /* the next, previous pane */
void main_view_widen(struct app *app, int cells); /* the pane that has the focus */

void pane_draw_facets(struct app *app, struct area area, bool active);
void pane_draw_list(struct app *app, struct area area, bool active);
int pane_list_line(struct app *app, struct area area, int y); /* the list's line at a row of it */
void pane_draw_text(struct app *app, struct area area, bool active);

/* The article under the cursor, full screen. */
void reader_open(struct app *app);
void reader_open_key(struct app *app, article_key key);
bool reader_is(const struct view *view);
void reader_page(struct app *app);               /* a page on, at the end the next article */
bool text_move(struct app *app, enum move move); /* in the text, wherever it is shown */

/* Words over the area's middle: an empty list, an error. */
void draw_notice(struct area area, style_t style, const char *text);

/* A bar of w cells for value of most. */
void draw_bar(struct area area, int x, int y, int w, style_t style, uint64_t value, uint64_t most);

/* Draws with the ranges lit. */
void draw_ranges(struct area area, int x, int y, style_t style, const char *text, uint32_t start,
	uint32_t end, const struct range *ranges, unsigned count);

/* A box with a title in the area's middle, at most w x h; returns its inside.  box_area() is where
 * the box stands, and draws nothing. */
struct area box_area(struct area area, int w, int h);
struct area draw_box(struct area area, int w, int h, const char *title);

#endif
