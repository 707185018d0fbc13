#include "view/stats.h"
#include "base/i18n.h"
#include "naming.h"
#include "text/width.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define CROSS_ROWS 40
#define CROSS_COLUMNS 24

const struct table_kind table_kinds[] = {
	{N_("District"), FACET_DISTRICT, FACET_COUNT},
	{N_("Topic"), FACET_TOPIC, FACET_COUNT},
	{N_("District × topic"), FACET_DISTRICT, FACET_TOPIC},
	{N_("Reporter"), FACET_REPORTER, FACET_COUNT},
	{N_("Reporter × district"), FACET_REPORTER, FACET_DISTRICT},
	{N_("Kind"), FACET_KIND, FACET_COUNT},
	{N_("Section"), FACET_SECTION, FACET_COUNT},
	{N_("Person"), FACET_PERSON, FACET_COUNT},
	{N_("Month"), FACET_MONTH, FACET_COUNT},
	{N_("Year"), FACET_YEAR, FACET_COUNT},
	{N_("District × year"), FACET_DISTRICT, FACET_YEAR},
	{N_("Topic × year"), FACET_TOPIC, FACET_YEAR},
};

const unsigned table_kind_count = sizeof table_kinds / sizeof table_kinds[0];

static int
by_value(const void *a, const void *b)
{
	return strcmp(
		((const struct facet_count *)a)->value, ((const struct facet_count *)b)->value);
}

/* Values of time stand in the order of time. */
static const struct facet_count *
in_time(const struct facet_count *counts, unsigned count, struct arena *arena)
{
	struct facet_count *sorted = arena_calloc(arena, count + 1, sizeof *sorted);

	if (sorted == NULL)
		return counts;
	if (count > 0) {
		memcpy(sorted, counts, count * sizeof *sorted);
		qsort(sorted, count, sizeof *sorted, by_value);
	}
	return sorted;
}

static enum err_code
make_cross(struct query *query, struct arena *arena, struct stats_table *t, struct err *err)
{
	enum err_code code = query_cross(query, t->kind->rows, t->kind->columns, CROSS_ROWS,
		CROSS_COLUMNS, arena, &t->cross, err);

	if (code != ERR_OK)
		return code;
	naming_sort_cross(t->kind->rows, t->kind->columns, &t->cross, arena);
	t->rows = t->cross.rows;
	t->row_count = t->cross.row_count;
	for (size_t i = 0; i < (size_t)t->cross.row_count * t->cross.column_count; i++)
		if (t->cross.cells[i] > t->most)
			t->most = t->cross.cells[i];
	return ERR_OK;
}

static enum err_code
make_bars(struct query *query, struct arena *arena, struct stats_table *t, struct err *err)
{
	const enum facet facet = t->kind->rows;
	enum err_code code = query_facets(
		query, facet, false, STATS_ROWS_MAX, arena, &t->rows, &t->row_count, err);

	if (code != ERR_OK)
		return code;
	naming_sort(facet, &t->rows, t->row_count, arena);
	if (facet == FACET_MONTH || facet == FACET_YEAR)
		t->rows = in_time(t->rows, t->row_count, arena);
	for (unsigned i = 0; i < t->row_count; i++)
		if (t->rows[i].count > t->most)
			t->most = t->rows[i].count;
	return ERR_OK;
}

enum err_code
stats_make(struct query *query, const struct table_kind *kind, struct arena *arena,
	struct stats_table *out, struct err *err)
{
	enum err_code code = query_summary(query, &out->summary, err);

	out->kind = kind;
	if (code != ERR_OK)
		return code;
	return kind->columns != FACET_COUNT ? make_cross(query, arena, out, err)
					    : make_bars(query, arena, out, err);
}

/* ---- as CSV ---------------------------------------------------------------------------- */

static void
csv_field(struct buf *out, const char *text)
{
	/* A spreadsheet takes these for formulas. */
	const bool formula = text[0] != '\0' && strchr("=+-@\t\r", text[0]) != NULL;

	if (!formula && strpbrk(text, ",\"\r\n") == NULL) {
		buf_adds(out, text);
		return;
	}
	buf_addc(out, '"');
	if (formula)
		buf_addc(out, '\'');
	for (; *text != '\0'; text++) {
		if (*text == '"')
			buf_addc(out, '"');
		buf_addc(out, *text);
	}
	buf_addc(out, '"');
}

void
stats_csv(const struct stats_table *t, struct buf *out)
{
	const bool cross = t->kind->columns != FACET_COUNT;

	buf_adds(out, facet_name(t->kind->rows));
	for (unsigned c = 0; cross && c < t->cross.column_count; c++) {
		buf_addc(out, ',');
		csv_field(out, t->cross.columns[c].value);
	}
	buf_adds(out, cross ? "\r\n" : ",articles\r\n");
	for (unsigned r = 0; r < t->row_count; r++) {
		csv_field(out, t->rows[r].value);
		if (!cross)
			buf_addf(out, ",%" PRIu64, t->rows[r].count);
		for (unsigned c = 0; cross && c < t->cross.column_count; c++)
			buf_addf(out, ",%" PRIu64,
				t->cross.cells[(size_t)r * t->cross.column_count + c]);
		buf_adds(out, "\r\n");
	}
}

/* ---- as a picture ---------------------------------------------------------------------- */

#define LINE_PX 22
#define LABEL_PX 190
#define BAR_PX 520
#define CELL_PX 46

static void
xml_text(struct buf *out, const char *text)
{
	for (; *text != '\0'; text++) {
		if (*text == '&')
			buf_adds(out, "&amp;");
		else if (*text == '<')
			buf_adds(out, "&lt;");
		else if (*text == '>')
			buf_adds(out, "&gt;");
		else if ((unsigned char)*text >= ' ')
			buf_addc(out, *text);
	}
}

static void
svg_label(struct buf *out, int x, int y, const char *anchor, const char *text)
{
	buf_addf(out, "<text x=\"%d\" y=\"%d\" text-anchor=\"%s\">", x, y, anchor);
	xml_text(out, text[0] != '\0' ? text : "–");
	buf_adds(out, "</text>\n");
}

static void
svg_bars(const struct stats_table *t, struct buf *out)
{
	char number[24];

	for (unsigned i = 0; i < t->row_count; i++) {
		const int y = (int)i * LINE_PX + 40;
		const int w = t->most > 0
				      ? (int)((double)t->rows[i].count / (double)t->most * BAR_PX)
				      : 0;

		svg_label(out, LABEL_PX - 8, y + 14, "end", t->rows[i].value);
		buf_addf(out,
			"<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" fill=\"#a33\"/>\n",
			LABEL_PX, y + 2, w, LINE_PX - 6);
		snprintf(number, sizeof number, "%" PRIu64, t->rows[i].count);
		svg_label(out, LABEL_PX + w + 6, y + 14, "start", number);
	}
}

static void
svg_cell(struct buf *out, int x, int y, uint64_t value, uint64_t most)
{
	const int shade = most > 0 ? 255 - (int)((double)value / (double)most * 180) : 255;
	char number[24];

	buf_addf(out,
		"<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" fill=\"rgb(255,%d,%d)\"/>\n", x,
		y, CELL_PX - 2, LINE_PX - 2, shade, shade);
	snprintf(number, sizeof number, "%" PRIu64, value);
	if (value > 0)
		svg_label(out, x + CELL_PX / 2, y + 15, "middle", number);
}

static void
svg_cross(const struct stats_table *t, struct buf *out)
{
	for (unsigned c = 0; c < t->cross.column_count; c++) {
		const int x = LABEL_PX + (int)c * CELL_PX + CELL_PX / 2;

		buf_addf(out, "<g transform=\"rotate(-45 %d 100)\">", x);
		svg_label(out, x, 100, "start", t->cross.columns[c].value);
		buf_adds(out, "</g>\n");
	}
	for (unsigned r = 0; r < t->row_count; r++) {
		const int y = (int)r * LINE_PX + 110;

		svg_label(out, LABEL_PX - 8, y + 15, "end", t->rows[r].value);
		for (unsigned c = 0; c < t->cross.column_count; c++)
			svg_cell(out, LABEL_PX + (int)c * CELL_PX, y,
				t->cross.cells[(size_t)r * t->cross.column_count + c], t->most);
	}
}

void
stats_svg(const struct stats_table *t, struct buf *out)
{
	const bool cross = t->kind->columns != FACET_COUNT;
	const int w = cross ? LABEL_PX + (int)t->cross.column_count * CELL_PX + 120
			    : LABEL_PX + BAR_PX + 80;
	const int h = (int)t->row_count * LINE_PX + (cross ? 130 : 60);

	buf_addf(out,
		"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" "
		"font-family=\"sans-serif\" font-size=\"13\">\n"
		"<rect width=\"100%%\" height=\"100%%\" fill=\"#fff\"/>\n",
		w, h);
	svg_label(out, 12, 24, "start", _(t->kind->name));
	if (cross)
		svg_cross(t, out);
	else
		svg_bars(t, out);
	buf_adds(out, "</svg>\n");
}
