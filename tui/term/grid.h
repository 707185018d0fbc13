/*
 * grid.h - the screen as cells, and areas of it that views draw into.
 *
 * A cell holds what stands in one column: the first cell of a wide character
 * holds it, the second is its shadow (width 0).  Whatever is drawn, no half of
 * a wide character is ever left: a neighbour that loses its other half becomes
 * a blank, and a wide character that does not fit at the right edge is one too.
 *
 * An area is a rectangle of the grid with its own origin; drawing outside of it
 * does nothing.  Text goes through glyph_next() and is harmless.
 *
 * Ownership: grid_new/grid_free; an area is a plain value.
 * Thread rule: the user interface's thread.
 */
#ifndef BAOLAN_TERM_GRID_H
#define BAOLAN_TERM_GRID_H

#include "term/style.h"
#include "text/width.h"

struct cell {
	uint32_t c[GLYPH_MAX]; /* unused ones are 0 */
	uint8_t width;         /* 1, 2; 0: the second half of the cell before */
	style_t style;
};

struct grid {
	int cols, rows;
	struct cell *cells; /* row by row */
};

struct grid *grid_new(int cols, int rows); /* blank; NULL without memory */
void grid_free(struct grid *grid);

struct area {
	struct grid *grid;
	int x, y, w, h; /* in cells of the grid */
};

struct area grid_area(struct grid *grid);

/* The part of an area; what is outside of it is cut off. */
struct area area_sub(struct area area, int x, int y, int w, int h);

/* Blanks it. */
void area_clear(struct area area, style_t style);
void area_fill(struct area area, int x, int y, int w, style_t style);

/* Draws text from x on and returns the column behind it; what does not fit is not drawn. */
int area_text(struct area area, int x, int y, style_t style, const char *text);
int area_textn(struct area area, int x, int y, style_t style, const char *text, size_t len);

/* The same in at most w cells; a text that is longer ends with an ellipsis. */
int area_cut(struct area area, int x, int y, int w, style_t style, const char *text, size_t len);

/* Draws so that the text ends before column x; returns the column it begins at. */
int area_right(struct area area, int x, int y, style_t style, const char *text);

/* Lays a style over cells without changing what stands there. */
void area_restyle(struct area area, int x, int y, int w, style_t style);

/* One sign, given as text, w times over. */
void area_repeat(struct area area, int x, int y, int w, style_t style, const char *sign);

#endif
