#include "view/stats.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* More months than this, and it is years that are counted. */
#define MONTHS_MAX 60
#define YEARS_MAX 3000

/* The number of the month or year that a date (yyyymmdd) is in, from the first one on. */
static unsigned
slot_of(const struct stats_times *t, int date)
{
	const int month = date / 10000 * 12 + date / 100 % 100 - 1;

	return (unsigned)(t->years ? date / 10000 - t->first : month - t->first);
}

static void
make_slots(const struct summary *summary, struct stats_times *t)
{
	const int from = summary->first_date, to = summary->last_date;

	t->first = from / 10000 * 12 + from / 100 % 100 - 1;
	t->count = slot_of(t, to) + 1;
	t->years = t->count > MONTHS_MAX;
	if (t->years) {
		t->first = from / 10000;
		t->count = slot_of(t, to) + 1;
	}
	if (t->count < 2 || t->count > YEARS_MAX)
		t->count = 0; /* nothing to compare, or no dates of newspapers */
}

/* "2024-11" and "2024"; false for what is neither, and for those without a date. */
static bool
slot_of_value(const struct stats_times *t, const char *value, unsigned *slot)
{
	int year, month = 1;

	if (sscanf(value, t->years ? "%4d" : "%4d-%2d", &year, &month) != (t->years ? 1 : 2))
		return false;
	*slot = slot_of(t, year * 10000 + month * 100);
	return *slot < t->count;
}

static enum err_code
make_all(struct query *query, enum facet unit, struct arena *arena, struct stats_times *t,
	struct err *err)
{
	uint64_t *all = arena_calloc(arena, t->count, sizeof *all);
	const struct facet_count *counts;
	unsigned count, slot;
	enum err_code code = all != NULL ? query_facets(query, unit, false, t->count + 1, arena,
						   &counts, &count, err)
					 : err_nomem(err);

	for (unsigned i = 0; code == ERR_OK && i < count; i++)
		if (slot_of_value(t, counts[i].value, &slot))
			all[slot] = counts[i].count;
	t->all = all;
	return code;
}

static enum err_code
make_rows(struct query *query, enum facet rows, enum facet unit, struct arena *arena,
	struct stats_times *t, struct err *err)
{
	struct cross cross;
	uint64_t *numbers;
	unsigned slot;
	enum err_code code =
		query_cross(query, rows, unit, STATS_ROWS_MAX, t->count + 1, arena, &cross, err);

	if (code != ERR_OK)
		return code;
	numbers = arena_calloc(arena, (size_t)cross.row_count * t->count + 1, sizeof *numbers);
	if (numbers == NULL)
		return err_nomem(err);
	for (unsigned c = 0; c < cross.column_count; c++) {
		if (!slot_of_value(t, cross.columns[c].value, &slot))
			continue;
		for (unsigned r = 0; r < cross.row_count; r++)
			numbers[(size_t)r * t->count + slot] =
				cross.cells[(size_t)r * cross.column_count + c];
	}
	t->rows = cross.rows;
	t->row_count = cross.row_count;
	t->numbers = numbers;
	return ERR_OK;
}

enum err_code
stats_times_make(struct query *query, const struct table_kind *kind, struct arena *arena,
	struct stats_times *out, struct err *err)
{
	struct summary summary;
	enum err_code code = query_summary(query, &summary, err);
	enum facet unit;

	memset(out, 0, sizeof *out);
	if (code != ERR_OK || summary.first_date == 0)
		return code;
	make_slots(&summary, out);
	if (out->count == 0)
		return ERR_OK;
	unit = out->years ? FACET_YEAR : FACET_MONTH;
	code = make_all(query, unit, arena, out, err);
	/* Bars of time show this themselves. */
	if (code == ERR_OK && kind->columns == FACET_COUNT && kind->rows != FACET_MONTH &&
		kind->rows != FACET_YEAR)
		code = make_rows(query, kind->rows, unit, arena, out, err);
	return code;
}

const uint64_t *
stats_times_row(const struct stats_times *t, unsigned i, const char *value)
{
	/* Both are by frequency; where several have the same they may have changed places. */
	if (i < t->row_count && strcmp(t->rows[i].value, value) == 0)
		return t->numbers + (size_t)i * t->count;
	for (i = 0; i < t->row_count; i++)
		if (strcmp(t->rows[i].value, value) == 0)
			return t->numbers + (size_t)i * t->count;
	return NULL;
}
