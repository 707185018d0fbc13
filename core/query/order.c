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

/* The columns that an order needs of one chunk. */
struct columns {
	struct buf unit, one[3];
	unsigned count;
	enum column column[3];
};

static void
choose_columns(enum sort sort, struct columns *out)
{
	memset(out, 0, sizeof *out);
	if (sort == SORT_LENGTH) {
		out->count = 1;
		out->column[0] = COL_CHARS;
	} else if (sort == SORT_TITLE) {
		out->count = 3;
		for (unsigned i = 0; i < 3; i++)
			out->column[i] = (enum column)(COL_TITLE_1 + i);
	}
}

static void
free_columns(struct columns *c)
{
	buf_free(&c->unit);
	for (unsigned i = 0; i < 3; i++)
		buf_free(&c->one[i]);
}

static enum err_code
load_columns(struct query *query, uint32_t chunk, struct columns *c, struct err *err)
{
	enum err_code code = column_get(query->archive, COL_UNIT, chunk, &c->unit, err);

	for (unsigned i = 0; code == ERR_OK && i < c->count; i++)
		code = column_get(query->archive, c->column[i], chunk, &c->one[i], err);
	return code;
}

static uint64_t
title_word(const struct columns *c, unsigned i, uint32_t offset)
{
	const struct buf *b = &c->one[i];

	return b->len / 8 > offset ? get_u64((const unsigned char *)b->data + 8 * (size_t)offset)
				   : 0;
}

static uint32_t
chars_of(const struct columns *c, uint32_t offset)
{
	const struct buf *b = &c->one[0];

	return b->len / 4 > offset ? get_u32((const unsigned char *)b->data + 4 * (size_t)offset)
				   : 0;
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

static void
make_order(const struct query *query, enum sort sort, const struct columns *c,
	const struct unit *unit, article_key key, struct order *out)
{
	uint32_t offset = (uint32_t)(key % CHUNK_KEYS);

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
		for (unsigned i = 0; i < 3; i++)
			out->word[i] = title_word(c, i, offset);
		break;
	case SORT_LENGTH:
		out->word[0] = UINT32_MAX - chars_of(c, offset);
		break;
	case SORT_PAGE:
	case SORT_COUNT:
		break;
	}
}

/* *key: the first hit from the unit on, and then from its end on. */
static enum err_code
each_of_unit(struct query *query, enum sort sort, const struct columns *c, const struct unit *unit,
	article_key *key, order_fn each, void *ctx, struct err *err)
{
	article_key end = unit->first + unit->count;
	enum err_code code = ERR_OK;

	for (; code == ERR_OK && *key >= 0 && *key < end;
		*key = keyset_next(&query->hits, *key + 1)) {
		struct order order;

		make_order(query, sort, c, unit, *key, &order);
		code = each(ctx, &order, err);
	}
	return code;
}

static enum err_code
each_of_chunk(struct query *query, enum sort sort, uint32_t chunk, struct columns *columns,
	order_fn each, void *ctx, struct err *err)
{
	enum err_code code = db_check(&query->archive->db, err);
	article_key key = keyset_next(&query->hits, (article_key)chunk * CHUNK_KEYS);
	struct unit unit;
	size_t at = 0;

	if (code == ERR_OK)
		code = load_columns(query, chunk, columns, err);
	while (code == ERR_OK && key >= 0 &&
		unit_next((const unsigned char *)buf_str(&columns->unit), columns->unit.len, chunk,
			query->end, &at, &unit)) {
		/* Units that begin behind a hit do not have it: a damaged column. */
		if (key < unit.first)
			key = keyset_next(&query->hits, unit.first);
		code = each_of_unit(query, sort, columns, &unit, &key, each, ctx, err);
	}
	return code;
}

/* ---- chunks ----------------------------------------------------------------------------- */

unsigned
order_lead(enum sort sort)
{
	return sort == SORT_PAGE ? 3 : 0;
}

/* Orders that say nothing of whole chunks may be anywhere. */
static struct chunk_range
range_of(enum sort sort, uint32_t chunk, const struct bound *b)
{
	struct chunk_range r = {chunk, 0, UINT64_MAX};

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
		article_key base = (article_key)c * CHUNK_KEYS;

		if (keyset_count_range(&query->hits, base, base + CHUNK_KEYS) > 0)
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
	struct columns columns;
	enum err_code code = sort == SORT_RELEVANCE ? ranking_make(query, err) : ERR_OK;

	choose_columns(sort, &columns);
	for (uint32_t i = 0; code == ERR_OK && i < count; i++) {
		if (wanted(ctx, &range[i]))
			code = each_of_chunk(query, sort, range[i].chunk, &columns, each, ctx, err);
	}
	free_columns(&columns);
	return code;
}

enum err_code
order_each(struct query *query, enum sort sort, order_fn each, void *ctx, struct err *err)
{
	struct columns columns;
	enum err_code code = sort == SORT_RELEVANCE ? ranking_make(query, err) : ERR_OK;
	uint32_t chunks = (uint32_t)(query->hits.words / (CHUNK_KEYS / 64));

	choose_columns(sort, &columns);
	for (uint32_t c = 0; code == ERR_OK && c < chunks; c++) {
		article_key base = (article_key)c * CHUNK_KEYS;

		if (keyset_count_range(&query->hits, base, base + CHUNK_KEYS) > 0)
			code = each_of_chunk(query, sort, c, &columns, each, ctx, err);
	}
	free_columns(&columns);
	return code;
}

enum err_code
order_of(struct query *query, enum sort sort, article_key key, struct order *out, struct err *err)
{
	struct columns columns;
	enum err_code code = sort == SORT_RELEVANCE ? ranking_make(query, err) : ERR_OK;
	struct unit unit;
	size_t at = 0;
	bool found = false;

	choose_columns(sort, &columns);
	if (code == ERR_OK && (key < 1 || key >= query->end))
		code = err_set(err, ERR_NOTFOUND, _("there is no such article in the archive"));
	if (code == ERR_OK)
		code = load_columns(query, (uint32_t)(key / CHUNK_KEYS), &columns, err);
	while (code == ERR_OK && !found &&
		unit_next((const unsigned char *)buf_str(&columns.unit), columns.unit.len,
			(uint32_t)(key / CHUNK_KEYS), query->end, &at, &unit))
		found = key >= unit.first && key < unit.first + unit.count;
	if (code == ERR_OK && !found)
		code = err_set(err, ERR_NOTFOUND, _("there is no such article in the archive"));
	if (code == ERR_OK)
		make_order(query, sort, &columns, &unit, key, out);
	free_columns(&columns);
	return code;
}
