/* Lists by title and by length: the orders of all segments, merged (archive/sorted.h).  Few hits
 * are compared one by one instead. */
#include "archive/sorted.h"
#include "base/i18n.h"
#include "query/query_parts.h"

#include <stdlib.h>
#include <string.h>

/* What things cost, in nanoseconds, as far as it matters for choosing a way: an article's row, a
 * place in an order, finding a bound in a segment. */
#define ROW_COST 4000.0
#define STEP_COST 15.0
#define FIND_COST 50000.0

/* One segment on the way. */
struct way {
	struct sorted sorted;
	uint32_t at, end; /* places that are left: [at, end) */
	struct order head;
	bool has_head;
};

struct merge {
	struct query *query;
	enum sort sort;
	bool before; /* from the end of [at, end) backwards */
	struct segments segments;
	struct way *way;
	struct keyset uncovered; /* hits that are in no segment's order */
};

enum err_code
sorted_order(
	struct query *query, enum sort sort, article_key key, struct order *out, struct err *err)
{
	struct sort_key k;
	enum err_code code = db_check(&query->archive->db, err);

	if (code == ERR_OK)
		code = sort_key_get(query->archive, key, &k, err);
	if (code != ERR_OK)
		return code;
	memset(out, 0, sizeof *out);
	if (sort == SORT_LENGTH)
		out->word[0] = UINT32_MAX - k.chars;
	else
		memcpy(out->word, k.title, sizeof k.title);
	out->word[3] = k.place;
	out->word[ORDER_WORDS - 1] = (uint64_t)key;
	return ERR_OK;
}

/* ---- starting --------------------------------------------------------------------------- */

static enum sorted_by
kept_order(const struct query *query, enum sort sort)
{
	if (sort == SORT_LENGTH)
		return SORTED_LENGTH;
	return query->archive->collation == COLLATE_STROKES ? SORTED_STROKES : SORTED_TITLE;
}

/* Articles whose segment is older than the order. */
static void
unsorted(struct merge *m)
{
	for (unsigned i = 0; i < m->segments.count; i++) {
		const struct segment *segment = &m->segments.item[i];

		if (m->way[i].sorted.count == 0)
			keyset_fill(&m->uncovered, segment->first, segment->end);
	}
}

static enum err_code
merge_start(struct merge *m, struct query *query, enum sort sort, bool before, struct err *err)
{
	const enum sorted_by by = kept_order(query, sort);
	enum err_code code;

	memset(m, 0, sizeof *m);
	m->query = query;
	m->sort = sort;
	m->before = before;
	code = segments_load(&m->segments, query->archive, err);
	m->way = calloc((size_t)m->segments.count + 1, sizeof *m->way);
	if (code == ERR_OK && (m->way == NULL || !keyset_new(&m->uncovered, query->end)))
		code = err_nomem(err);
	for (unsigned i = 0; code == ERR_OK && i < m->segments.count; i++) {
		code = sorted_open(
			&m->way[i].sorted, query->archive, &m->segments.item[i], by, err);
		m->way[i].end = m->way[i].sorted.count;
	}
	if (code == ERR_OK) {
		segments_uncovered(&m->segments, query->end, &m->uncovered);
		unsorted(m);
		keyset_and(&m->uncovered, &query->hits);
	}
	return code;
}

static void
merge_end(struct merge *m)
{
	for (unsigned i = 0; m->way != NULL && i < m->segments.count; i++)
		sorted_close(&m->way[i].sorted);
	free(m->way);
	segments_free(&m->segments);
	keyset_free(&m->uncovered);
}

/* ---- finding ---------------------------------------------------------------------------- */

/* The order of the first article at or behind `at` that is still there; *at moves to it, or to
 * `end`. */
static enum err_code
next_live(struct merge *m, struct way *way, uint32_t *at, uint32_t end, struct order *out,
	struct err *err)
{
	for (; *at < end; ++*at) {
		article_key key;
		enum err_code code = sorted_at(&way->sorted, *at, &key, err);

		if (code == ERR_OK && !keyset_has(&m->query->live, key))
			continue;
		if (code == ERR_OK)
			code = sorted_order(m->query, m->sort, key, out, err);
		if (code != ERR_NOTFOUND)
			return code;
	}
	return ERR_OK;
}

/* The first place whose article is not before the bound; with `behind`, that is behind it. */
static enum err_code
find_bound(struct merge *m, struct way *way, const struct order *bound, bool behind, uint32_t *out,
	struct err *err)
{
	uint32_t low = way->at, high = way->end;

	while (low < high) {
		uint32_t middle = low + (high - low) / 2, at = middle;
		struct order order;
		enum err_code code = next_live(m, way, &at, high, &order, err);
		int c;

		if (code != ERR_OK)
			return code;
		c = at < high ? order_compare(&order, bound) : 1;
		if (c < 0 || (behind && c == 0))
			low = at + 1;
		else
			high = middle;
	}
	*out = low;
	return ERR_OK;
}

/* ---- windows ---------------------------------------------------------------------------- */

/* Takes the next hit of a segment as its head. */
static enum err_code
next_head(struct merge *m, struct way *way, struct err *err)
{
	enum err_code code = ERR_OK;

	way->has_head = false;
	while (code == ERR_OK && way->at < way->end && !way->has_head) {
		article_key key;

		code = sorted_at(&way->sorted, m->before ? --way->end : way->at++, &key, err);
		if (code != ERR_OK || !keyset_has(&m->query->hits, key))
			continue;
		code = sorted_order(m->query, m->sort, key, &way->head, err);
		way->has_head = code == ERR_OK;
		if (code == ERR_NOTFOUND)
			code = ERR_OK;
	}
	return code;
}

static struct way *
best_head(const struct merge *m)
{
	struct way *best = NULL;

	for (unsigned i = 0; i < m->segments.count; i++) {
		struct way *way = &m->way[i];
		int c = way->has_head && best != NULL ? order_compare(&way->head, &best->head) : 0;

		if (way->has_head && (best == NULL || (m->before ? c > 0 : c < 0)))
			best = way;
	}
	return best;
}

/* Sets the places of all segments to what lies beyond the bound. */
static enum err_code
bound_ways(struct merge *m, const struct order *bound, struct err *err)
{
	enum err_code code = ERR_OK;

	for (unsigned i = 0; code == ERR_OK && bound != NULL && i < m->segments.count; i++) {
		uint32_t at = 0;

		code = find_bound(m, &m->way[i], bound, !m->before, &at, err);
		*(m->before ? &m->way[i].end : &m->way[i].at) = at;
	}
	return code;
}

/* Whether to look at each hit for itself: where they are few, or where articles are in no segment
 * yet.  The other way is so many rows, and so many places of the orders. */
static bool
one_by_one(const struct merge *m, double rows, double places)
{
	return keyset_next(&m->uncovered, 0) >= 0 ||
	       (double)m->query->count * ROW_COST <
		       rows * ROW_COST + places * STEP_COST + m->segments.count * FIND_COST;
}

/* How many places are passed before so many hits are met. */
static double
places_for(const struct query *query, double hits)
{
	return hits * (double)query->end / ((double)query->count + 1);
}

static enum err_code
merge_window(struct merge *m, const struct order *bound, unsigned limit, struct order *item,
	unsigned *count, struct err *err)
{
	enum err_code code = bound_ways(m, bound, err);
	struct way *best;

	for (unsigned i = 0; code == ERR_OK && i < m->segments.count; i++)
		code = next_head(m, &m->way[i], err);
	while (code == ERR_OK && *count < limit && (best = best_head(m)) != NULL) {
		bool hit;

		code = query_verify(
			m->query, (article_key)best->head.word[ORDER_WORDS - 1], &hit, err);
		if (code == ERR_OK && hit)
			item[(*count)++] = best->head;
		if (code == ERR_OK)
			code = next_head(m, best, err);
		if (code == ERR_OK)
			code = db_check(&m->query->archive->db, err);
	}
	/* What was met backwards stands backwards. */
	for (unsigned i = 0; m->before && i < *count / 2; i++) {
		struct order swap = item[i];

		item[i] = item[*count - 1 - i];
		item[*count - 1 - i] = swap;
	}
	return code;
}

enum err_code
sorted_window(struct query *query, enum sort sort, const struct order *bound, bool before,
	unsigned limit, struct order *item, unsigned *count, bool *done, struct err *err)
{
	struct merge m;
	enum err_code code = merge_start(&m, query, sort, before, err);

	*count = 0;
	*done = code != ERR_OK || !one_by_one(&m, limit, places_for(query, limit));
	if (code == ERR_OK && *done)
		code = merge_window(&m, bound, limit, item, count, err);
	merge_end(&m);
	if (code != ERR_OK)
		*count = 0;
	return code;
}

/* ---- positions -------------------------------------------------------------------------- */

/* How many hits of a segment stand in [0, end). */
static enum err_code
count_hits(struct merge *m, struct way *way, uint32_t end, uint64_t *out, struct err *err)
{
	enum err_code code = ERR_OK;

	for (uint32_t at = 0; code == ERR_OK && at < end; at++) {
		article_key key;

		code = sorted_at(&way->sorted, at, &key, err);
		*out += keyset_has(&m->query->hits, key);
	}
	return code;
}

enum err_code
sorted_position(struct query *query, enum sort sort, const struct order *bound, uint64_t *out,
	bool *done, struct err *err)
{
	struct merge m;
	enum err_code code = merge_start(&m, query, sort, false, err);

	*out = 0;
	*done = code != ERR_OK || !one_by_one(&m, 0, (double)query->end);
	for (unsigned i = 0; code == ERR_OK && *done && i < m.segments.count; i++) {
		uint32_t end = 0;

		code = find_bound(&m, &m.way[i], bound, false, &end, err);
		if (code == ERR_OK)
			code = count_hits(&m, &m.way[i], end, out, err);
	}
	merge_end(&m);
	return code;
}

/* ---- the hit at a position -------------------------------------------------------------- */

/* The hits of one segment in order; [low, high) may still be the one that is looked for. */
struct slice {
	uint32_t *key; /* - the segment's first */
	uint32_t count, low, high, below;
};

static enum err_code
slice_make(struct merge *m, struct way *way, struct slice *out, struct err *err)
{
	enum err_code code = ERR_OK;

	out->key = calloc((size_t)way->sorted.count + 1, sizeof *out->key);
	if (out->key == NULL)
		return err_nomem(err);
	for (uint32_t at = 0; code == ERR_OK && at < way->sorted.count; at++) {
		article_key key;

		code = sorted_at(&way->sorted, at, &key, err);
		if (keyset_has(&m->query->hits, key))
			out->key[out->count++] = (uint32_t)(key - way->sorted.segment.first);
	}
	out->high = out->count;
	return code;
}

static enum err_code
slice_order(const struct merge *m, unsigned i, const struct slice *slice, uint32_t at,
	struct order *out, struct err *err)
{
	if (slice->key == NULL || at >= slice->count)
		return err_set(err, ERR_NOTFOUND, _("the list has no such position"));
	return sorted_order(
		m->query, m->sort, m->way[i].sorted.segment.first + slice->key[at], out, err);
}

/* How many hits of [low, high) are before the pivot, into slice->below. */
static enum err_code
slice_split(const struct merge *m, unsigned i, struct slice *slice, const struct order *pivot,
	struct err *err)
{
	uint32_t low = slice->low, high = slice->high;

	while (low < high) {
		uint32_t middle = low + (high - low) / 2;
		struct order order;
		enum err_code code = slice_order(m, i, slice, middle, &order, err);

		if (code != ERR_OK)
			return code;
		if (order_compare(&order, pivot) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	slice->below = low - slice->low;
	return ERR_OK;
}

static unsigned
longest_of(const struct slice *slice, unsigned count)
{
	unsigned longest = 0;

	for (unsigned i = 1; i < count; i++) {
		if (slice[i].high - slice[i].low > slice[longest].high - slice[longest].low)
			longest = i;
	}
	return longest;
}

/* Splits all slices at the middle of the longest until nothing is left but the one. */
static enum err_code
slices_select(const struct merge *m, struct slice *slice, uint64_t position, article_key *out,
	struct err *err)
{
	for (;;) {
		enum err_code code = db_check(&m->query->archive->db, err);
		unsigned longest = longest_of(slice, m->segments.count);
		struct order pivot = {{0}};
		uint64_t below = 0;

		if (code == ERR_OK && slice[longest].high == slice[longest].low)
			code = err_set(err, ERR_NOTFOUND, _("the list has no such position"));
		if (code == ERR_OK)
			code = slice_order(m, longest, &slice[longest],
				slice[longest].low + (slice[longest].high - slice[longest].low) / 2,
				&pivot, err);
		for (unsigned i = 0; code == ERR_OK && i < m->segments.count; i++) {
			code = slice_split(m, i, &slice[i], &pivot, err);
			below += slice[i].below;
		}
		if (code != ERR_OK)
			return code;
		if (below == position) {
			*out = (article_key)pivot.word[ORDER_WORDS - 1];
			return ERR_OK;
		}
		for (unsigned i = 0; i < m->segments.count; i++) {
			if (below > position)
				slice[i].high = slice[i].low + slice[i].below;
			else
				slice[i].low += slice[i].below + (i == longest);
		}
		if (below < position)
			position -= below + 1;
	}
}

enum err_code
sorted_select(struct query *query, enum sort sort, uint64_t position, article_key *out, bool *done,
	struct err *err)
{
	struct merge m;
	struct slice *slice = NULL;
	enum err_code code = merge_start(&m, query, sort, false, err);

	*done = code != ERR_OK || !one_by_one(&m, 0, (double)query->end);
	if (code == ERR_OK && *done) {
		slice = calloc((size_t)m.segments.count + 1, sizeof *slice);
		code = slice != NULL ? ERR_OK : err_nomem(err);
		for (unsigned i = 0; code == ERR_OK && i < m.segments.count; i++)
			code = slice_make(&m, &m.way[i], &slice[i], err);
		if (code == ERR_OK)
			code = slices_select(&m, slice, position, out, err);
	}
	for (unsigned i = 0; slice != NULL && i < m.segments.count; i++)
		free(slice[i].key);
	free(slice);
	merge_end(&m);
	return code;
}
