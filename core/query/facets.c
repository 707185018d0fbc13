/* Counts of values, cross tables, sums. */
#include "base/i18n.h"
#include "query/query_parts.h"

#include <stdlib.h>
#include <string.h>

/* ---- without its own filter ------------------------------------------------------------- */

/* The hits as they would be without one facet's own filter. */
static enum err_code
hits_without(struct query *query, enum facet facet, struct keyset *out, struct err *err)
{
	if (!keyset_new(out, query->end))
		return err_nomem(err);
	keyset_copy(out, &query->live);
	for (unsigned p = 0; p < PART_SETS; p++) {
		if (query->has[p] && p != (unsigned)facet)
			keyset_and(out, &query->part[p]);
	}
	return ERR_OK;
}

/* ---- choosing the most frequent --------------------------------------------------------- */

struct counted {
	uint32_t number;
	uint64_t count;
};

static int
by_count(const void *a, const void *b)
{
	const struct counted *x = a, *y = b;

	if (x->count != y->count)
		return x->count < y->count ? 1 : -1;
	return (x->number > y->number) - (x->number < y->number);
}

/* Periods are listed in the order of time, the latest first. */
static int
by_number(const void *a, const void *b)
{
	const struct counted *x = a, *y = b;

	return (x->number < y->number) - (x->number > y->number);
}

/* Sorts what was chosen so far and leaves the best. */
static unsigned
cut(struct counted *all, unsigned count, unsigned limit, bool period)
{
	qsort(all, count, sizeof *all, period ? by_number : by_count);
	return count < limit ? count : limit;
}

/* The first `limit` of all values that occur: thousands of reporters need not be sorted for the
 * hundred that are shown. */
static struct counted *
choose(const struct tallies *tallies, enum facet facet, unsigned limit, unsigned *count)
{
	bool period = facet == FACET_YEAR || facet == FACET_MONTH;
	size_t room = tallies->cap < 2 * (size_t)limit ? tallies->cap : 2 * (size_t)limit;
	struct counted *all = malloc((room + 1) * sizeof *all);
	unsigned n = 0;
	bool full = false; /* all[limit - 1] is the worst that counts */

	*count = 0;
	if (all == NULL || limit == 0)
		return all;
	for (size_t i = 0; i < tallies->cap; i++) {
		struct counted one = {(uint32_t)i, tallies->count[i]};

		if (one.count == 0 || (full && !period && one.count < all[limit - 1].count))
			continue;
		all[n++] = one;
		if (n < room || room < 2 * (size_t)limit)
			continue;
		n = cut(all, n, limit, period);
		full = true;
	}
	*count = cut(all, n, limit, period);
	return all;
}

static enum err_code
name_values(struct query *query, enum facet facet, const struct counted *counted, unsigned count,
	struct arena *arena, const struct facet_count **out, struct err *err)
{
	struct facet_count *values = arena_calloc(arena, (size_t)count + 1, sizeof *values);
	enum err_code code = values != NULL ? ERR_OK : err_nomem(err);

	for (unsigned i = 0; code == ERR_OK && i < count; i++) {
		values[i].count = counted[i].count;
		code = facet_text(query, facet, counted[i].number, arena, &values[i].value, err);
	}
	*out = values;
	return code;
}

/* The values of a facet among a set, the most frequent first; free() *chosen. */
static enum err_code
count_values(struct query *query, const struct keyset *set, enum facet facet, unsigned limit,
	struct counted **chosen, unsigned *count, struct err *err)
{
	struct tallies tallies = {NULL, 0};
	enum err_code code = tally(
		query, set, facet, filter_flag(query->filter, FILTER_MENTIONS), &tallies, err);

	*chosen = NULL;
	if (code == ERR_OK) {
		*chosen = choose(&tallies, facet, limit, count);
		if (*chosen == NULL)
			code = err_nomem(err);
	}
	free(tallies.count);
	return code;
}

static enum err_code
facets_inside(struct query *query, enum facet facet, bool other, unsigned limit,
	struct arena *arena, const struct facet_count **counts, unsigned *count, struct err *err)
{
	struct keyset set = KEYSET_NONE;
	struct counted *chosen = NULL;
	enum err_code code = ERR_OK;

	other = other && query->has[facet];
	if (other)
		code = hits_without(query, facet, &set, err);
	if (code == ERR_OK)
		code = count_values(
			query, other ? &set : &query->hits, facet, limit, &chosen, count, err);
	if (code == ERR_OK)
		code = name_values(query, facet, chosen, *count, arena, counts, err);
	keyset_free(&set);
	free(chosen);
	return code;
}

enum err_code
query_facets(struct query *query, enum facet facet, bool other, unsigned limit, struct arena *arena,
	const struct facet_count **counts, unsigned *count, struct err *err)
{
	enum err_code code = db_read(&query->archive->db, err);

	*counts = NULL;
	*count = 0;
	if (code != ERR_OK)
		return code;
	code = facets_inside(query, facet, other, limit, arena, counts, count, err);
	db_read_end(&query->archive->db);
	if (code != ERR_OK)
		*count = 0;
	return code;
}

/* ---- cross tables ----------------------------------------------------------------------- */

/* From a number to its row or column, by rising number. */
struct axis {
	enum facet facet;
	struct counted *chosen;
	unsigned count;
	uint32_t *place; /* place[number], UINT32_MAX for one that is not in the table */
	size_t place_end;
};

static void
axis_free(struct axis *axis)
{
	free(axis->chosen);
	free(axis->place);
}

static enum err_code
axis_make(struct query *query, struct axis *axis, enum facet facet, unsigned limit, struct err *err)
{
	enum err_code code =
		count_values(query, &query->hits, facet, limit, &axis->chosen, &axis->count, err);

	axis->facet = facet;
	if (code != ERR_OK)
		return code;
	for (unsigned i = 0; i < axis->count; i++) {
		if (axis->chosen[i].number >= axis->place_end)
			axis->place_end = (size_t)axis->chosen[i].number + 1;
	}
	axis->place = malloc((axis->place_end + 1) * sizeof *axis->place);
	if (axis->place == NULL)
		return err_nomem(err);
	memset(axis->place, 0xFF, (axis->place_end + 1) * sizeof *axis->place);
	for (unsigned i = 0; i < axis->count; i++)
		axis->place[axis->chosen[i].number] = i;
	return ERR_OK;
}

static uint32_t
place_of(const struct axis *axis, uint32_t number)
{
	return number < axis->place_end ? axis->place[number] : UINT32_MAX;
}

static void
cross_key(
	const struct axis axis[2], const struct facet_chunk chunk[2], uint32_t key, uint64_t *cells)
{
	for (uint32_t i = chunk[0].start[key]; i < chunk[0].start[key + 1]; i++) {
		uint32_t row = place_of(&axis[0], chunk[0].number[i]);

		if (row == UINT32_MAX)
			continue;
		for (uint32_t k = chunk[1].start[key]; k < chunk[1].start[key + 1]; k++) {
			uint32_t column = place_of(&axis[1], chunk[1].number[k]);

			if (column != UINT32_MAX)
				cells[(size_t)row * axis[1].count + column]++;
		}
	}
}

static enum err_code
fill_cells(struct query *query, const struct axis axis[2], uint64_t *cells, struct err *err)
{
	bool mentions = filter_flag(query->filter, FILTER_MENTIONS);
	struct facet_chunk *chunk = calloc(2, sizeof *chunk);
	enum err_code code = chunk != NULL ? ERR_OK : err_nomem(err);

	for (uint32_t c = 0; code == ERR_OK && c < chunk_count(query); c++) {
		article_key base = (article_key)c * CHUNK_KEYS;
		article_key key = keyset_next(&query->hits, base);

		if (key < 0 || key >= base + CHUNK_KEYS)
			continue;
		code = db_check(&query->archive->db, err);
		for (int i = 0; code == ERR_OK && i < 2; i++)
			code = facet_chunk_load(query, axis[i].facet, mentions, c, &chunk[i], err);
		for (; code == ERR_OK && key >= 0 && key < base + CHUNK_KEYS;
			key = keyset_next(&query->hits, key + 1))
			cross_key(axis, chunk, (uint32_t)(key - base), cells);
	}
	for (int i = 0; chunk != NULL && i < 2; i++)
		facet_chunk_free(&chunk[i]);
	free(chunk);
	return code;
}

static enum err_code
cross_inside(struct query *query, struct axis axis[2], struct arena *arena, struct cross *out,
	struct err *err)
{
	uint64_t *cells =
		arena_calloc(arena, (size_t)axis[0].count * axis[1].count + 1, sizeof *cells);
	enum err_code code = cells != NULL ? ERR_OK : err_nomem(err);

	if (code == ERR_OK)
		code = fill_cells(query, axis, cells, err);
	if (code == ERR_OK)
		code = name_values(query, axis[0].facet, axis[0].chosen, axis[0].count, arena,
			&out->rows, err);
	if (code == ERR_OK)
		code = name_values(query, axis[1].facet, axis[1].chosen, axis[1].count, arena,
			&out->columns, err);
	out->row_count = axis[0].count;
	out->column_count = axis[1].count;
	out->cells = cells;
	return code;
}

enum err_code
query_cross(struct query *query, enum facet rows, enum facet columns, unsigned row_limit,
	unsigned column_limit, struct arena *arena, struct cross *out, struct err *err)
{
	struct axis axis[2] = {{.chosen = NULL}, {.chosen = NULL}};
	enum err_code code = db_read(&query->archive->db, err);

	memset(out, 0, sizeof *out);
	if (code != ERR_OK)
		return code;
	code = axis_make(query, &axis[0], rows, row_limit, err);
	if (code == ERR_OK)
		code = axis_make(query, &axis[1], columns, column_limit, err);
	if (code == ERR_OK)
		code = cross_inside(query, axis, arena, out, err);
	db_read_end(&query->archive->db);
	axis_free(&axis[0]);
	axis_free(&axis[1]);
	if (code != ERR_OK)
		memset(out, 0, sizeof *out);
	return code;
}

/* ---- sums ------------------------------------------------------------------------------- */

static enum err_code
sum_units(struct query *query, uint32_t chunk, struct buf *blob, int64_t *last_page,
	struct summary *out, struct err *err)
{
	enum err_code code = query_column(query, COL_UNIT, chunk, blob, err);
	struct unit unit;
	size_t at = 0;

	while (code == ERR_OK && chunk_unit(query, chunk, blob, &at, &unit)) {
		uint64_t n = keyset_count_range(&query->hits, unit.first, unit.first + unit.count);

		if (n == 0)
			continue;
		out->pages += unit.page != *last_page;
		*last_page = unit.page;
		if (unit.date == 0) {
			out->undated += n;
			continue;
		}
		if (out->first_date == 0 || (int)unit.date < out->first_date)
			out->first_date = (int)unit.date;
		if ((int)unit.date > out->last_date)
			out->last_date = (int)unit.date;
	}
	return code;
}

static enum err_code
sum_chars(
	struct query *query, uint32_t chunk, struct buf *blob, struct summary *out, struct err *err)
{
	article_key base = (article_key)chunk * CHUNK_KEYS, key = keyset_next(&query->hits, base);
	enum err_code code = query_column(query, COL_CHARS, chunk, blob, err);
	const unsigned char *p = (const unsigned char *)buf_str(blob);

	for (; code == ERR_OK && key >= 0 && key < base + CHUNK_KEYS;
		key = keyset_next(&query->hits, key + 1)) {
		size_t at = 4 * (size_t)(key - base);

		if (at + 4 <= blob->len)
			out->chars += get_u32(p + at);
	}
	return code;
}

static enum err_code
sum_chunks(struct query *query, struct summary *out, struct err *err)
{
	struct buf blob = {0};
	int64_t last_page = 0;
	enum err_code code = ERR_OK;

	for (uint32_t c = 0; code == ERR_OK && c < chunk_count(query); c++) {
		if (is_empty_chunk(&query->hits, c))
			continue;
		code = db_check(&query->archive->db, err);
		if (code == ERR_OK)
			code = sum_units(query, c, &blob, &last_page, out, err);
		if (code == ERR_OK)
			code = sum_chars(query, c, &blob, out, err);
	}
	buf_free(&blob);
	return code;
}

/* The same of the whole archive, where characters are counted already. */
static enum err_code
sum_all(struct query *query, struct summary *out, struct err *err)
{
	struct buf blob = {0};
	int64_t last_page = 0, chars = 0;
	enum err_code code = meta_get(query->archive, "chars", &chars, err);

	for (uint32_t c = 0; code == ERR_OK && c < chunk_count(query); c++) {
		code = db_check(&query->archive->db, err);
		if (code == ERR_OK)
			code = sum_units(query, c, &blob, &last_page, out, err);
	}
	out->chars = (uint64_t)chars;
	buf_free(&blob);
	return code;
}

static enum err_code
summary_inside(struct query *query, struct summary *out, struct err *err)
{
	struct tallies reporters = {NULL, 0}, districts = {NULL, 0};
	enum err_code code;

	out->articles = query->count;
	code = is_everything(query, &query->hits) ? sum_all(query, out, err)
						  : sum_chunks(query, out, err);
	if (code == ERR_OK)
		code = tally(query, &query->hits, FACET_REPORTER, false, &reporters, err);
	for (size_t i = 1; i < reporters.cap; i++)
		out->reporters += reporters.count[i] > 0;
	if (code == ERR_OK)
		code = tally(query, &query->hits, FACET_DISTRICT, false, &districts, err);
	if (districts.cap > 0)
		out->without_district = districts.count[0];
	free(reporters.count);
	free(districts.count);
	return code;
}

enum err_code
query_summary(struct query *query, struct summary *out, struct err *err)
{
	enum err_code code = db_read(&query->archive->db, err);

	memset(out, 0, sizeof *out);
	if (code != ERR_OK)
		return code;
	code = summary_inside(query, out, err);
	db_read_end(&query->archive->db);
	return code;
}
