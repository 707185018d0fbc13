#include "term/grid.h"

#include <stdlib.h>
#include <string.h>

static const struct cell blank = {.c = {' '}, .width = 1};

static void
clear(struct cell *cells, int count, style_t style)
{
	for (int i = 0; i < count; i++) {
		cells[i] = blank;
		cells[i].style = style;
	}
}

struct grid *
grid_new(int cols, int rows)
{
	struct grid *grid = calloc(1, sizeof *grid);
	struct cell *cells = calloc((size_t)cols * (size_t)rows + 1, sizeof *cells);

	if (grid == NULL || cells == NULL) {
		free(grid);
		free(cells);
		return NULL;
	}
	*grid = (struct grid){.cols = cols, .rows = rows, .cells = cells};
	clear(cells, cols * rows, ROLE_TEXT);
	return grid;
}

void
grid_free(struct grid *grid)
{
	if (grid == NULL)
		return;
	free(grid->cells);
	free(grid);
}

struct area
grid_area(struct grid *grid)
{
	return (struct area){grid, 0, 0, grid->cols, grid->rows};
}

struct area
area_sub(struct area area, int x, int y, int w, int h)
{
	if (x < 0) {
		w += x;
		x = 0;
	}
	if (y < 0) {
		h += y;
		y = 0;
	}
	if (w > area.w - x)
		w = area.w - x;
	if (h > area.h - y)
		h = area.h - y;
	return (struct area){area.grid, area.x + x, area.y + y, w > 0 ? w : 0, h > 0 ? h : 0};
}

static struct cell *
row_of(struct area area, int y)
{
	return area.grid->cells + (size_t)(area.y + y) * (size_t)area.grid->cols + area.x;
}

/* What stands left and right of [x, x + w) may be half of a wide character that is about to
 * lose its other half. */
static void
mend_edges(struct area area, int x, int y, int w)
{
	struct cell *row = row_of(area, y);

	if (row[x].width == 0 && area.x + x > 0) {
		row[x - 1].width = 1;
		memcpy(row[x - 1].c, blank.c, sizeof blank.c);
	}
	if (area.x + x + w < area.grid->cols && row[x + w].width == 0) {
		row[x + w].width = 1;
		memcpy(row[x + w].c, blank.c, sizeof blank.c);
	}
}

void
area_fill(struct area area, int x, int y, int w, style_t style)
{
	if (x < 0) {
		w += x;
		x = 0;
	}
	if (w > area.w - x)
		w = area.w - x;
	if (y < 0 || y >= area.h || w <= 0)
		return;
	mend_edges(area, x, y, w);
	clear(row_of(area, y) + x, w, style);
}

void
area_clear(struct area area, style_t style)
{
	for (int y = 0; y < area.h; y++)
		area_fill(area, 0, y, area.w, style);
}

static void
put(struct area area, int x, int y, style_t style, const struct glyph *glyph)
{
	struct cell *cell = row_of(area, y) + x;

	mend_edges(area, x, y, (int)glyph->width);
	*cell = (struct cell){.width = (uint8_t)glyph->width, .style = style};
	memcpy(cell->c, glyph->c, glyph->count * sizeof glyph->c[0]);
	if (glyph->width == 2)
		cell[1] = (struct cell){.style = style};
}

/* Draws glyphs while they end at or before column `limit`; a wide one that would reach over it
 * becomes a blank, or in an area of one column a sign that something is there. */
static int
draw(struct area area, int x, int y, int limit, style_t style, const char *text, size_t len)
{
	static const struct glyph space = {.c = {' '}, .count = 1, .width = 1};
	static const struct glyph sign = {.c = {'+'}, .count = 1, .width = 1};
	const char *p = text, *end = text + len;
	struct glyph glyph;

	if (limit > area.w)
		limit = area.w;
	if (y < 0 || y >= area.h)
		return x;
	while (x < limit && glyph_next(&p, end, &glyph)) {
		if (glyph.width == 0)
			continue;
		if (x + (int)glyph.width > limit)
			glyph = area.w == 1 ? sign : space;
		if (x >= 0)
			put(area, x, y, style, &glyph);
		else if (x + (int)glyph.width > 0)
			put(area, 0, y, style, &space);
		x += (int)glyph.width;
	}
	return x;
}

int
area_textn(struct area area, int x, int y, style_t style, const char *text, size_t len)
{
	return draw(area, x, y, area.w, style, text, len);
}

int
area_text(struct area area, int x, int y, style_t style, const char *text)
{
	return area_textn(area, x, y, style, text, strlen(text));
}

int
area_cut(struct area area, int x, int y, int w, style_t style, const char *text, size_t len)
{
	static const char ellipsis[] = "…";
	const int dots = (int)text_width(ellipsis, sizeof ellipsis - 1);
	size_t used, fits;

	if (w > area.w - x)
		w = area.w - x;
	if (w <= 0)
		return x;
	if (text_fit(text, len, (size_t)w, &used) == len)
		return draw(area, x, y, x + w, style, text, len);
	if (w <= dots)
		return draw(area, x, y, x + w, style, "+", 1);
	fits = text_fit(text, len, (size_t)(w - dots), &used);
	x = draw(area, x, y, x + w, style, text, fits);
	return area_text(area, x, y, style, ellipsis);
}

int
area_right(struct area area, int x, int y, style_t style, const char *text)
{
	int start = x - (int)text_width(text, strlen(text));

	draw(area, start, y, x, style, text, strlen(text));
	return start;
}

void
area_restyle(struct area area, int x, int y, int w, style_t style)
{
	struct cell *row;

	if (y < 0 || y >= area.h)
		return;
	row = row_of(area, y);
	for (int i = x < 0 ? 0 : x; i < x + w && i < area.w; i++)
		row[i].style = style;
}

void
area_repeat(struct area area, int x, int y, int w, style_t style, const char *sign)
{
	const int step = (int)text_width(sign, strlen(sign));

	for (int i = 0; step > 0 && i + step <= w; i += step)
		area_text(area, x + i, y, style, sign);
}
