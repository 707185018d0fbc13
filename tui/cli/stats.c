/* stats: how many articles, by what; a cross table with two --by. */
#include "base/i18n.h"
#include "cli/out.h"
#include "cli/setting.h"
#include "cli/walk.h"
#include "naming.h"
#include "number.h"
#include "text/width.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#define VALUES_MAX 100000
#define CROSS_ROWS_MAX 1000
#define CROSS_COLUMNS_MAX 24
#define CROSS_NUMBER_CELLS 6
#define CROSS_NAME_CELLS 20 /* of the names down the side */
#define NUMBER_MAX 24       /* bytes of a printed uint64_t and its NUL */
#define DATE_MAX 48         /* of a date in words */

/* What a statistic is computed and printed with. */
struct stats {
	struct invocation *inv;
	struct query *query;
	struct arena *arena;
};

static const char *
value_text(const struct stats *stats, enum facet facet, const char *value)
{
	/* Other programs get the bare value, nothing where there is none; a person gets words. */
	if (stats->inv->format != FORMAT_TABLE)
		return value[0] != '\0' ? value : NULL;
	if (value[0] == '\0')
		return _("(none)");
	return facet == FACET_KIND ? _(value) : value;
}

/* Other programs get the date as ISO 8601 has it; a person as the language has it. */
static void
set_either(const struct stats *stats, char out[DATE_MAX], int date)
{
	if (stats->inv->format == FORMAT_TABLE)
		set_date_for_reading(out, date);
	else
		set_date(out, date);
}

/* Writes count rows of `width` fields each through one struct out. */
static enum err_code
print_rows(const struct stats *stats, const struct column *columns, unsigned width,
	const char *const *fields, unsigned count, struct err *err)
{
	struct out *out;
	struct err closing;
	enum err_code code =
		out_open(stats->inv->format, out_color(stats->inv), columns, width, &out, err);

	if (code != ERR_OK)
		return code;
	if (stats->inv->by_count > 1)
		out_name_columns(out);
	for (unsigned i = 0; i < count && code == ERR_OK; i++)
		code = out_row(out, fields + (size_t)i * width, err);
	if (out_close(out, &closing) != ERR_OK && code == ERR_OK) {
		code = closing.code;
		*err = closing;
	}
	return code;
}

enum {
	SUM_ARTICLES,
	SUM_PAGES,
	SUM_CHARS,
	SUM_REPORTERS,
	SUM_FIRST,
	SUM_LAST,
	SUM_UNDATED,
	SUM_NOWHERE,
	SUM_FIELDS
};

/* For a person: a line a figure. */
static enum err_code
print_summary_lines(const struct stats *stats, const struct column *columns,
	const char *const *values, struct err *err)
{
	const struct column lines[] = {
		{"name", _("figure"), 18, COLUMN_TEXT, 0},
		{"value", _("value"), 14, COLUMN_NUMBER, 0},
	};
	const char *fields[SUM_FIELDS][2];
	unsigned n = 0;

	for (unsigned i = 0; i < SUM_FIELDS; i++) {
		if (values[i] == NULL)
			continue;
		fields[n][0] = columns[i].title;
		fields[n++][1] = values[i];
	}
	return print_rows(stats, lines, 2, fields[0], n, err);
}

static enum err_code
print_summary(const struct stats *stats, struct err *err)
{
	const struct column columns[SUM_FIELDS] = {
		{"articles", _("articles"), 0, COLUMN_NUMBER, 0},
		{"pages", _("pages"), 0, COLUMN_NUMBER, 0},
		{"chars", _("characters"), 0, COLUMN_NUMBER, 0},
		{"reporters", _("reporters"), 0, COLUMN_NUMBER, 0},
		{"first_date", _("from"), 0, COLUMN_TEXT, 0},
		{"last_date", _("until"), 0, COLUMN_TEXT, 0},
		{"undated", _("undated"), 0, COLUMN_NUMBER, 0},
		{"without_district", _("without a district"), 0, COLUMN_NUMBER, 0},
	};
	char text[SUM_FIELDS][DATE_MAX] = {{0}};
	const char *values[SUM_FIELDS];
	struct summary sum;
	enum err_code code = query_summary(stats->query, &sum, err);

	if (code != ERR_OK || sum.articles == 0)
		return code;
	snprintf(text[SUM_ARTICLES], NUMBER_MAX, "%" PRIu64, sum.articles);
	snprintf(text[SUM_PAGES], NUMBER_MAX, "%" PRIu64, sum.pages);
	snprintf(text[SUM_CHARS], NUMBER_MAX, "%" PRIu64, sum.chars);
	snprintf(text[SUM_REPORTERS], NUMBER_MAX, "%" PRIu64, sum.reporters);
	set_either(stats, text[SUM_FIRST], sum.first_date);
	set_either(stats, text[SUM_LAST], sum.last_date);
	snprintf(text[SUM_UNDATED], NUMBER_MAX, "%" PRIu64, sum.undated);
	snprintf(text[SUM_NOWHERE], NUMBER_MAX, "%" PRIu64, sum.without_district);
	for (unsigned i = 0; i < SUM_FIELDS; i++)
		values[i] = text[i][0] != '\0' ? text[i] : NULL;
	if (stats->inv->format == FORMAT_TABLE)
		return print_summary_lines(stats, columns, values, err);
	return print_rows(stats, columns, SUM_FIELDS, values, 1, err);
}

/* Of `count` rows those that --offset and --limit leave: the first, and how many. */
static unsigned
first_row(const struct stats *stats, unsigned count)
{
	return stats->inv->offset < (long)count ? (unsigned)stats->inv->offset : count;
}

static unsigned
row_number(const struct stats *stats, unsigned count)
{
	const unsigned left = count - first_row(stats, count);

	return stats->inv->limit >= 0 && stats->inv->limit < (long)left
		       ? (unsigned)stats->inv->limit
		       : left;
}

static enum err_code
print_facet(const struct stats *stats, enum facet facet, struct err *err)
{
	const struct column columns[] = {
		{facet_name(facet), _(facet_name(facet)), 30, COLUMN_TEXT, 0},
		{"count", _("articles"), 10, COLUMN_NUMBER, 0},
	};
	const struct facet_count *counts;
	const char **fields;
	unsigned count;
	enum err_code code = query_facets(
		stats->query, facet, false, VALUES_MAX, stats->arena, &counts, &count, err);

	if (code != ERR_OK)
		return code;
	if (stats->inv->format == FORMAT_TABLE)
		naming_sort(facet, &counts, count, stats->arena);
	counts += first_row(stats, count);
	count = row_number(stats, count);
	fields = arena_calloc(stats->arena, (size_t)count + 1, 2 * sizeof *fields);
	for (unsigned i = 0; i < count && fields != NULL; i++) {
		char *number = arena_alloc(stats->arena, NUMBER_MAX);

		if (number == NULL)
			return err_nomem(err);
		snprintf(number, NUMBER_MAX, "%" PRIu64, counts[i].count);
		fields[2 * (size_t)i] = value_text(stats, facet, counts[i].value);
		fields[2 * (size_t)i + 1] = number;
	}
	if (fields == NULL)
		return err_nomem(err);
	return print_rows(stats, columns, 2, fields, count, err);
}

/* Other programs get a row a cell; a person gets the table. */
static enum err_code
print_cells(const struct stats *stats, const struct cross *cross, struct err *err)
{
	enum facet rows = stats->inv->by[0], across = stats->inv->by[1];
	const struct column columns[] = {
		{facet_name(rows), facet_name(rows), 0, COLUMN_TEXT, 0},
		{facet_name(across), facet_name(across), 0, COLUMN_TEXT, 0},
		{"count", "count", 0, COLUMN_NUMBER, 0},
	};
	size_t cells = (size_t)cross->row_count * cross->column_count;
	const char **fields = arena_calloc(stats->arena, cells + 1, 3 * sizeof *fields);
	unsigned n = 0;

	for (size_t i = 0; i < cells && fields != NULL; i++) {
		char *number;

		if (cross->cells[i] == 0)
			continue;
		number = arena_alloc(stats->arena, NUMBER_MAX);
		if (number == NULL)
			return err_nomem(err);
		snprintf(number, NUMBER_MAX, "%" PRIu64, cross->cells[i]);
		fields[3 * (size_t)n] =
			value_text(stats, rows, cross->rows[i / cross->column_count].value);
		fields[3 * (size_t)n + 1] =
			value_text(stats, across, cross->columns[i % cross->column_count].value);
		fields[3 * (size_t)n++ + 2] = number;
	}
	return fields != NULL ? print_rows(stats, columns, 3, fields, n, err) : err_nomem(err);
}

/* A column of numbers is as wide as its name and as its widest number, so that neither is cut. */
static int
column_cells(const struct cross *cross, unsigned column, const char *name)
{
	size_t cells = text_width(name, strlen(name));
	uint64_t most = 0;
	struct number number;

	for (unsigned r = 0; r < cross->row_count; r++)
		if (cross->cells[(size_t)r * cross->column_count + column] > most)
			most = cross->cells[(size_t)r * cross->column_count + column];
	number = number_of(most);
	if (text_width(number.text, strlen(number.text)) > cells)
		cells = text_width(number.text, strlen(number.text));
	return cells > CROSS_NUMBER_CELLS ? (int)cells : CROSS_NUMBER_CELLS;
}

/* How many columns of the cross table go side by side on this terminal; says so where that is not
 * all of them, as columns that wrap cannot be read. */
static unsigned
columns_that_fit(const struct stats *stats, const struct cross *cross)
{
	unsigned width = out_width(), used = CROSS_NAME_CELLS, n = 0;

	if (width == 0)
		return cross->column_count;
	for (; n < cross->column_count; n++) {
		used += 2 + (unsigned)column_cells(cross, n,
				    value_text(stats, stats->inv->by[1], cross->columns[n].value));
		if (used > width)
			break;
	}
	if (n < cross->column_count)
		cli_say(_("%u of %u columns fit here; --format csv has them all"), n,
			cross->column_count);
	return n;
}

static enum err_code
print_cross_table(const struct stats *stats, const struct cross *cross, struct err *err)
{
	enum facet rows = stats->inv->by[0], across = stats->inv->by[1];
	unsigned width = columns_that_fit(stats, cross) + 1;
	struct column *columns = arena_calloc(stats->arena, width, sizeof *columns);
	const char **fields =
		arena_calloc(stats->arena, (size_t)cross->row_count * width + 1, sizeof *fields);

	if (columns == NULL || fields == NULL)
		return err_nomem(err);
	columns[0] = (struct column){
		facet_name(rows), _(facet_name(rows)), CROSS_NAME_CELLS, COLUMN_TEXT, 0};
	for (unsigned c = 1; c < width; c++) {
		const char *value = value_text(stats, across, cross->columns[c - 1].value);

		columns[c] = (struct column){
			value, value, column_cells(cross, c - 1, value), COLUMN_NUMBER, 0};
	}
	for (unsigned r = 0; r < cross->row_count; r++) {
		fields[(size_t)r * width] = value_text(stats, rows, cross->rows[r].value);
		for (unsigned c = 1; c < width; c++) {
			uint64_t n = cross->cells[(size_t)r * cross->column_count + c - 1];
			char *number = arena_alloc(stats->arena, NUMBER_MAX);

			if (number == NULL)
				return err_nomem(err);
			if (n == 0)
				snprintf(number, NUMBER_MAX, ".");
			else
				snprintf(number, NUMBER_MAX, "%" PRIu64, n);
			fields[(size_t)r * width + c] = number;
		}
	}
	return print_rows(stats, columns, width, fields, cross->row_count, err);
}

static enum err_code
print_cross(const struct stats *stats, struct err *err)
{
	unsigned columns_max =
		stats->inv->format == FORMAT_TABLE ? CROSS_COLUMNS_MAX : CROSS_ROWS_MAX;
	struct cross cross;
	enum err_code code = query_cross(stats->query, stats->inv->by[0], stats->inv->by[1],
		CROSS_ROWS_MAX, columns_max, stats->arena, &cross, err);

	if (code != ERR_OK || cross.row_count == 0)
		return code;
	if (stats->inv->format == FORMAT_TABLE)
		naming_sort_cross(stats->inv->by[0], stats->inv->by[1], &cross, stats->arena);
	cross.rows += first_row(stats, cross.row_count);
	cross.cells += (size_t)first_row(stats, cross.row_count) * cross.column_count;
	cross.row_count = row_number(stats, cross.row_count);
	if (stats->inv->format == FORMAT_TABLE)
		return print_cross_table(stats, &cross, err);
	return print_cells(stats, &cross, err);
}

int
cli_stats(struct invocation *inv)
{
	struct stats stats = {.inv = inv};
	struct err err;
	enum err_code code;
	int status;

	if (inv->format == FORMAT_MD || inv->format == FORMAT_TXT) {
		cli_say("%s", _("--format: md and txt are for export"));
		return EXIT_USAGE;
	}
	status = walk_open(inv, &stats.query);
	if (status != EXIT_DONE)
		return status;
	stats.arena = arena_new(0);
	code = stats.arena != NULL ? query_settle(stats.query, &err) : err_nomem(&err);
	if (code == ERR_OK && inv->by_count == 0)
		code = print_summary(&stats, &err);
	else if (code == ERR_OK && inv->by_count == 1)
		code = print_facet(&stats, inv->by[0], &err);
	else if (code == ERR_OK)
		code = print_cross(&stats, &err);
	query_close(stats.query);
	arena_free(stats.arena);
	return code == ERR_OK ? EXIT_DONE : cli_fail(&err);
}
