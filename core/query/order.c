/* The orders of a list. */
#include "archive/bounds.h"
#include "base/i18n.h"
#include "query/query_parts.h"

#include <stdlib.h>
#include <string.h>

static const char *const names[SORT_COUNT] = {
	"page", "newest", "oldest", "relevance", "title", "length"};

const char *
sort_name(enum sort sort)
{
	return names[sort];
}

enum sort
sort_from_name(const char *name)
{
	unsigned sort = 0;

	while (sort < SORT_COUNT && strcmp(names[sort], name) != 0)
		sort++;
	return (enum sort)sort;
}

/* Without words there is nothing to rank by. */
static enum sort
used(const struct query *query, enum sort sort)
{
	return sort == SORT_RELEVANCE && query->parsed.count == 0 ? SORT_NEWEST : sort;
}

/* Articles without a date come last in both directions. */
static uint64_t
newest(uint32_t date)
{
	return UINT32_MAX - date;
}

static uint64_t
oldest(uint32_t date)
{
	return date != 0 ? date : UINT32_MAX;
}

unsigned
order_lead(enum sort sort)
{
	return sort == SORT_PAGE ? 3 : 0;
}

/* In an order that a chunk's units know. */
static void
unit_order(const struct query *query, enum sort sort, const struct unit *unit, article_key key,
	struct order *out)
{
	memset(out, 0, sizeof *out);
	out->word[ORDER_WORDS - 1] = (uint64_t)key;
	out->word[3] = unit->place;
	switch (used(query, sort)) {
	case SORT_NEWEST:
		out->word[0] = newest(unit->date);
		break;
	case SORT_OLDEST:
		out->word[0] = oldest(unit->date);
		break;
	case SORT_RELEVANCE:
		out->word[0] = UINT32_MAX - ranking_score(query, key);
		out->word[1] = newest(unit->date);
		break;
	case SORT_TITLE:
	case SORT_LENGTH:
	case SORT_PAGE:
	case SORT_COUNT:
		break;
	}
}

static enum err_code
make_order(struct query *query, enum sort sort, const struct unit *unit, article_key key,
	struct order *out, struct err *err)
{
	if (order_is_sorted(sort))
		return sorted_order(query, sort, key, out, err);
	unit_order(query, sort, unit, key, out);
	return ERR_OK;
}

/* *key: the first hit from the unit on, and then from its end on. */
static enum err_code
each_of_unit(struct query *query, enum sort sort, const struct unit *unit, article_key *key,
	order_fn each, void *ctx, struct err *err)
{
	article_key end = unit->first + unit->count;
	enum err_code code = ERR_OK;

	for (; code == ERR_OK && *key >= 0 && *key < end;
		*key = keyset_next(&query->hits, *key + 1)) {
		struct order order;

		code = make_order(query, sort, unit, *key, &order, err);
		if (code == ERR_OK)
			code = each(ctx, &order, err);
		/* Dropped since the query was opened. */
		else if (code == ERR_NOTFOUND)
			code = ERR_OK;
	}
	return code;
}

static bool
unit_is_wanted(struct query *query, enum sort sort, uint32_t chunk, const struct unit *unit,
	chunk_fn wanted, void *ctx)
{
	struct chunk_range range = {
		chunk, unit->first, unit->first + unit->count, 0, UINT64_MAX, true, unit->place};
	struct order order;

	sort = used(query, sort);
	if (order_is_sorted(sort) || sort == SORT_RELEVANCE)
		return true;
	unit_order(query, sort, unit, unit->first, &order);
	range.low = range.high = order.word[order_lead(sort)];
	return wanted(ctx, &range);
}

static enum err_code
each_of_chunk(struct query *query, enum sort sort, uint32_t chunk, struct buf *units,
	chunk_fn wanted, order_fn each, void *ctx, struct err *err)
{
	enum err_code code = db_check(&query->archive->db, err);
	article_key key = keyset_next(&query->hits, (article_key)chunk * CHUNK_KEYS);
	struct unit unit;
	size_t at = 0;

	if (code == ERR_OK)
		code = query_column(query, COL_UNIT, chunk, units, err);
	while (code == ERR_OK && key >= 0 && chunk_unit(query, chunk, units, &at, &unit)) {
		/* Units that begin behind a hit do not have it: a damaged column. */
		if (key < unit.first)
			key = keyset_next(&query->hits, unit.first);
		if (key < 0 || key >= unit.first + unit.count)
			continue;
		if (wanted != NULL && !unit_is_wanted(query, sort, chunk, &unit, wanted, ctx)) {
			key = keyset_next(&query->hits, unit.first + unit.count);
			continue;
		}
		code = each_of_unit(query, sort, &unit, &key, each, ctx, err);
	}
	return code;
}

/* ---- chunks ----------------------------------------------------------------------------- */

/* Orders that say nothing of whole chunks may be anywhere. */
static struct chunk_range
range_of(enum sort sort, uint32_t chunk, const struct bound *b)
{
	article_key base = (article_key)chunk * CHUNK_KEYS;
	struct chunk_range r = {chunk, base, base + CHUNK_KEYS, 0, UINT64_MAX, false, 0};

	if (sort == SORT_PAGE) {
		r.low = b->first_place;
		r.high = b->last_place;
	} else if (sort == SORT_NEWEST) {
		r.low = newest(b->last_date);
		r.high = newest(b->undated ? 0 : b->first_date);
	} else if (sort == SORT_OLDEST) {
		r.low = oldest(b->first_date);
		r.high = oldest(b->undated ? 0 : b->last_date);
	}
	return r;
}

static int
lowest_first(const void *a, const void *b)
{
	const struct chunk_range *x = a, *y = b;

	if (x->low != y->low)
		return x->low < y->low ? -1 : 1;
	return (x->chunk > y->chunk) - (x->chunk < y->chunk);
}

static int
highest_first(const void *a, const void *b)
{
	const struct chunk_range *x = a, *y = b;

	if (x->high != y->high)
		return x->high > y->high ? -1 : 1;
	return (x->chunk < y->chunk) - (x->chunk > y->chunk);
}

enum err_code
order_chunks(struct query *query, enum sort sort, bool before, struct chunk_range **out,
	uint32_t *count, struct err *err)
{
	const struct bound *bounds;
	uint32_t chunks;
	enum err_code code = bounds_get(query->archive, query->end, &bounds, &chunks, err);

	*out = NULL;
	*count = 0;
	if (code != ERR_OK)
		return code;
	*out = calloc((size_t)chunks + 1, sizeof **out);
	if (*out == NULL)
		return err_nomem(err);
	for (uint32_t c = 0; c < chunks; c++) {
		if (!is_empty_chunk(&query->hits, c))
			(*out)[(*count)++] = range_of(used(query, sort), c, &bounds[c]);
	}
	if (*count > 0)
		qsort(*out, *count, sizeof **out, before ? highest_first : lowest_first);
	return ERR_OK;
}

enum err_code
order_each_of(struct query *query, enum sort sort, const struct chunk_range *range, uint32_t count,
	chunk_fn wanted, order_fn each, void *ctx, struct err *err)
{
	struct buf units = {0};
	enum err_code code = sort == SORT_RELEVANCE ? ranking_make(query, err) : ERR_OK;

	for (uint32_t i = 0; code == ERR_OK && i < count; i++) {
		if (wanted(ctx, &range[i]))
			code = each_of_chunk(
				query, sort, range[i].chunk, &units, wanted, each, ctx, err);
	}
	buf_free(&units);
	return code;
}

enum err_code
order_each(struct query *query, enum sort sort, order_fn each, void *ctx, struct err *err)
{
	struct buf units = {0};
	enum err_code code = sort == SORT_RELEVANCE ? ranking_make(query, err) : ERR_OK;

	for (uint32_t c = 0; code == ERR_OK && c < chunk_count(query); c++) {
		if (!is_empty_chunk(&query->hits, c))
			code = each_of_chunk(query, sort, c, &units, NULL, each, ctx, err);
	}
	buf_free(&units);
	return code;
}

enum err_code
order_of(struct query *query, enum sort sort, article_key key, struct order *out, struct err *err)
{
	struct buf units = {0};
	enum err_code code = sort == SORT_RELEVANCE ? ranking_make(query, err) : ERR_OK;
	struct unit unit;
	size_t at = 0;
	bool found = false;

	if (code == ERR_OK && (key < 1 || key >= query->end))
		code = err_set(err, ERR_NOTFOUND, _("there is no such article in the archive"));
	if (code == ERR_OK)
		code = query_column(query, COL_UNIT, (uint32_t)(key / CHUNK_KEYS), &units, err);
	while (code == ERR_OK && !found &&
		chunk_unit(query, (uint32_t)(key / CHUNK_KEYS), &units, &at, &unit))
		found = key >= unit.first && key < unit.first + unit.count;
	if (code == ERR_OK && !found)
		code = err_set(err, ERR_NOTFOUND, _("there is no such article in the archive"));
	if (code == ERR_OK)
		code = make_order(query, sort, &unit, key, out, err);
	buf_free(&units);
	return code;
}
