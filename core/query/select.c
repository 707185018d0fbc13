/* The hit at a position, and all hits in order. */
#include "base/i18n.h"
#include "base/map.h"
#include "query/query_parts.h"

#include <stdlib.h>

/* Orders that are held at a time. */
#ifndef HELD_MAX /* make small */
#define HELD_MAX 65536u
#endif

/* More hits of one date are told apart by their pages before they are compared. */
#ifndef WORTH_PLACES /* make small */
#define WORTH_PLACES 256u
#endif

/* A sample of so many shows where to look. */
#ifndef SAMPLE /* make small */
#define SAMPLE 4096u
#endif

/* The hits between two bounds: all of them where they are few, else every stride-th. */
struct sample {
	struct order low, high; /* exclusive */
	bool has_low, has_high;
	uint64_t stride;
	uint64_t below, inside; /* hits up to low, hits between */
	struct order *item;
	unsigned count;
};

static enum err_code
take(void *ctx, const struct order *order, struct err *err)
{
	struct sample *s = ctx;

	(void)err;
	if (s->has_low && order_compare(order, &s->low) <= 0) {
		s->below++;
		return ERR_OK;
	}
	if (s->has_high && order_compare(order, &s->high) >= 0)
		return ERR_OK;
	if (s->inside++ % s->stride == 0 && s->count < HELD_MAX)
		s->item[s->count++] = *order;
	return ERR_OK;
}

static int
rising(const void *a, const void *b)
{
	return order_compare(a, b);
}

/* Draws the bounds nearer around the position that is looked for, `at` hits after low. */
static void
narrow(struct sample *s, uint64_t at, unsigned margin)
{
	uint64_t middle = at / s->stride;
	struct order low = s->low, high = s->high;
	bool has_low = s->has_low, has_high = s->has_high;

	if (middle > margin) {
		low = s->item[middle - margin];
		has_low = true;
	}
	if (middle + margin < s->count) {
		high = s->item[middle + margin];
		has_high = true;
	}
	s->low = low;
	s->high = high;
	s->has_low = has_low;
	s->has_high = has_high;
}

/* At most a few passes: each one holds everything between the bounds or narrows them by a factor
 * of some thousand.  Where the sample misled, the margin grows. */
static enum err_code
select_order(
	struct query *query, enum sort sort, uint64_t position, struct sample *s, struct err *err)
{
	uint64_t expected = query->count;
	unsigned margin = SAMPLE / 64;

	for (int pass = 0; pass < 16; pass++) {
		enum err_code code;

		s->below = s->inside = 0;
		s->count = 0;
		s->stride = expected > HELD_MAX ? expected / SAMPLE : 1;
		code = order_each(query, sort, take, s, err);
		if (code != ERR_OK)
			return code;
		if (position < s->below || position >= s->below + s->inside) {
			if (!s->has_low && !s->has_high)
				break;
			s->has_low = s->has_high = false;
			expected = query->count;
			margin *= 4;
			continue;
		}
		qsort(s->item, s->count, sizeof *s->item, rising);
		if (s->stride == 1 && s->inside <= HELD_MAX) {
			s->item[0] = s->item[position - s->below];
			return ERR_OK;
		}
		narrow(s, position - s->below, margin);
		expected = s->stride * 2 * margin;
	}
	return err_set(err, ERR_NOTFOUND, _("the list has no such position"));
}

/* ---- in an order that the units know ---------------------------------------------------- */

/* A number that orders begin with, and the hits that have it. */
struct step {
	uint64_t value, hits;
};

/* Looks for a position from whole chunks down to one date, one page. */
struct search {
	struct query *query;
	enum sort sort;
	struct chunk_range *range;
	uint32_t chunks;
	uint64_t low, high;   /* the first word of what is looked for lies in [low, high] */
	bool by_place;        /* that word is known: the hits are counted by place */
	uint64_t place;       /* then it is this one, */
	bool has_place;       /* where it is known */
	uint64_t at;          /* the position among the hits that are not below */
	struct map counts;    /* of each value in question */
	struct sample sample; /* the hits that are left at the end */
	bool failed;          /* no memory */
};

static uint64_t
hits_in(const struct search *s, const struct chunk_range *r)
{
	return keyset_count_range(&s->query->hits, r->first, r->end);
}

static int
by_low(const void *a, const void *b)
{
	const struct step *x = a, *y = b;

	return (x->value > y->value) - (x->value < y->value);
}

/* The value of the step that the position is in; *at becomes what it is within. */
static uint64_t
find_step(struct step *step, size_t count, uint64_t *at)
{
	size_t i = 0;

	qsort(step, count, sizeof *step, by_low);
	for (; i + 1 < count && step[i].hits <= *at; i++)
		*at -= step[i].hits;
	return count > 0 ? step[i].value : 0;
}

/* No hit lies before the chunk that the position would be in if each chunk began with all of its
 * hits, and none behind the one if each ended with them. */
static enum err_code
bracket(struct search *s, struct err *err)
{
	struct step *step = calloc((size_t)s->chunks + 1, sizeof *step);
	uint64_t at = s->at;

	if (step == NULL)
		return err_nomem(err);
	for (uint32_t i = 0; i < s->chunks; i++)
		step[i] = (struct step){s->range[i].low, hits_in(s, &s->range[i])};
	s->low = find_step(step, s->chunks, &at);
	at = s->at;
	for (uint32_t i = 0; i < s->chunks; i++)
		step[i] = (struct step){s->range[i].high, hits_in(s, &s->range[i])};
	s->high = find_step(step, s->chunks, &at);
	free(step);
	return ERR_OK;
}

/* Counts what lies within the bounds and is of one value only; goes into all else. */
static bool
count_units(void *ctx, const struct chunk_range *r)
{
	struct search *s = ctx;
	int64_t *count;

	if (r->high < s->low || r->low > s->high) {
		/* Where the bounds are one value, what lies before it was counted already. */
		if (r->high < s->low && !s->by_place)
			s->at -= hits_in(s, r);
		return false;
	}
	if (r->low != r->high || (s->by_place && !r->unit))
		return true;
	count = map_put(&s->counts, s->by_place ? r->place : r->low);
	s->failed = s->failed || count == NULL;
	if (count != NULL)
		*count += (int64_t)hits_in(s, r);
	return false;
}

static enum err_code
nothing(void *ctx, const struct order *order, struct err *err)
{
	(void)ctx;
	(void)order;
	(void)err;
	return ERR_OK;
}

/* The value that the position is in, and its hits; s->at becomes what it is within. */
static enum err_code
find_value(struct search *s, struct step *out, struct err *err)
{
	struct step *step;
	size_t count = 0;
	enum err_code code;

	map_clear(&s->counts);
	code = order_each_of(s->query, s->sort, s->range, s->chunks, count_units, nothing, s, err);
	if (code != ERR_OK)
		return code;
	step = s->failed ? NULL : calloc(s->counts.count + 1, sizeof *step);
	if (step == NULL)
		return err_nomem(err);
	for (size_t i = 0; i < s->counts.cap; i++) {
		if (s->counts.slot[i].used)
			step[count++] = (struct step){
				s->counts.slot[i].key, (uint64_t)s->counts.slot[i].value};
	}
	if (count == 0) {
		free(step);
		return err_set(err, ERR_NOTFOUND, _("the list has no such position"));
	}
	out->value = find_step(step, count, &s->at);
	out->hits = (uint64_t)*map_find(&s->counts, out->value);
	free(step);
	return ERR_OK;
}

static bool
is_found(void *ctx, const struct chunk_range *r)
{
	const struct search *s = ctx;
	return r->low <= s->low && r->high >= s->low &&
	       (!s->has_place || !r->unit || r->place == s->place);
}

static enum err_code
take_found(void *ctx, const struct order *order, struct err *err)
{
	struct search *s = ctx;

	if (order->word[order_lead(s->sort)] != s->low ||
		(s->has_place && order->word[3] != s->place))
		return ERR_OK;
	return take(&s->sample, order, err);
}

/* From the chunks to a date (or a page), from a date that has very many hits to a page of it. */
static enum err_code
select_unit(struct search *s, struct sample *out, struct err *err)
{
	struct step step = {0, 0};
	enum err_code code = order_chunks(s->query, s->sort, false, &s->range, &s->chunks, err);

	if (code == ERR_OK)
		code = bracket(s, err);
	if (code == ERR_OK)
		code = find_value(s, &step, err);
	if (code == ERR_OK) {
		s->low = s->high = step.value;
		s->by_place = true;
	}
	if (code == ERR_OK && step.hits > WORTH_PLACES) {
		code = find_value(s, &step, err);
		s->place = step.value;
		s->has_place = true;
	}
	s->sample = (struct sample){.stride = 1, .item = out->item};
	if (code == ERR_OK)
		code = order_each_of(
			s->query, s->sort, s->range, s->chunks, is_found, take_found, s, err);
	if (code == ERR_OK && s->at >= s->sample.count)
		return err_set(err, ERR_NOTFOUND, _("the list has no such position"));
	if (code != ERR_OK)
		return code;
	qsort(out->item, s->sample.count, sizeof *out->item, rising);
	out->item[0] = out->item[s->at];
	return ERR_OK;
}

static enum err_code
select_among_units(
	struct query *query, enum sort sort, uint64_t position, struct sample *out, struct err *err)
{
	struct search s = {.query = query, .sort = sort, .at = position};
	enum err_code code = select_unit(&s, out, err);

	free(s.range);
	map_free(&s.counts);
	return code;
}

/* ---- a position ------------------------------------------------------------------------- */

static enum err_code
select_any(
	struct query *query, enum sort sort, uint64_t position, struct sample *out, struct err *err)
{
	bool ranked = sort == SORT_RELEVANCE && query->parsed.count > 0;

	if (ranked || order_is_sorted(sort))
		return select_order(query, sort, position, out, err);
	return select_among_units(query, sort, position, out, err);
}

enum err_code
query_at(struct query *query, enum sort sort, uint64_t position, article_key *out, struct err *err)
{
	struct sample s = {.item = NULL};
	enum err_code code;

	bool done = false;

	*out = 0;
	s.item = malloc(HELD_MAX * sizeof *s.item);
	code = s.item != NULL ? db_read(&query->archive->db, err) : err_nomem(err);
	if (code == ERR_OK) {
		if (order_is_sorted(sort))
			code = sorted_select(query, sort, position, out, &done, err);
		if (code == ERR_OK && !done)
			code = select_any(query, sort, position, &s, err);
		db_read_end(&query->archive->db);
	}
	if (code == ERR_OK && !done)
		*out = (article_key)s.item[0].word[ORDER_WORDS - 1];
	free(s.item);
	return code;
}

/* ---- all hits --------------------------------------------------------------------------- */

#ifndef STEP /* make small */
#define STEP 4096u
#endif

static enum err_code
each_key(const struct order *item, unsigned count, query_each_fn each, void *ctx, struct err *err)
{
	enum err_code code = ERR_OK;

	for (unsigned i = 0; code == ERR_OK && i < count; i++)
		code = each(ctx, (article_key)item[i].word[ORDER_WORDS - 1], err);
	return code;
}

enum err_code
query_each(struct query *query, enum sort sort, uint64_t skip, uint64_t limit, query_each_fn each,
	void *ctx, struct err *err)
{
	struct order *item = malloc(STEP * sizeof *item), last;
	bool has_last = false;
	enum err_code code = item != NULL ? ERR_OK : err_nomem(err);

	while (code == ERR_OK && limit > 0) {
		unsigned count = 0, first;

		code = db_read(&query->archive->db, err);
		if (code == ERR_OK) {
			code = window_after(query, sort, has_last ? &last : NULL, false, STEP, item,
				&count, err);
			db_read_end(&query->archive->db);
		}
		if (code != ERR_OK || count == 0)
			break;
		last = item[count - 1];
		has_last = true;
		first = skip < count ? (unsigned)skip : count;
		skip -= first;
		if (count - first > limit)
			count = first + (unsigned)limit;
		limit -= count - first;
		code = each_key(item + first, count - first, each, ctx, err);
	}
	free(item);
	return code;
}
