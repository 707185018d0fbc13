/* The hit at a position, and all hits in order. */
#include "base/i18n.h"
#include "query/query_parts.h"

#include <stdlib.h>

/* Orders that are held at a time. */
#define HELD_MAX 65536u

/* A sample of so many shows where to look. */
#define SAMPLE 4096u

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
	unsigned margin = 64;

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
			code = select_order(query, sort, position, &s, err);
		db_read_end(&query->archive->db);
	}
	if (code == ERR_OK && !done)
		*out = (article_key)s.item[0].word[ORDER_WORDS - 1];
	free(s.item);
	return code;
}

/* ---- all hits --------------------------------------------------------------------------- */

#define STEP 4096u

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
