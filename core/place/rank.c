#include "place/rank.h"

#include <string.h>

/* A row of districts from this number on is a list. */
#define LIST_MIN 3U
#define DISTRICTS 256
#define FULL_STOP 0x3002U
/* What is looked at for the ends of a way: so many names, in a sentence of so many letters. */
#define WAY_NAMES 8U
#define SENTENCE_LETTERS 120U

static bool
is_separator(uint32_t c)
{
	switch (c) {
	case ',':
	case ';':
	case '/':
	case 0x3001: /* 、 */
	case 0x548C: /* 和 */
	case 0x4E0E: /* 与 */
	case 0x53CA: /* 及 */
	case 0x5230: /* 到 */
	case 0x81F3: /* 至 */
	case 0x2014: /* — */
		return true;
	default:
		return false;
	}
}

/* Does `next` follow `t` as a member of the same row or chain? */
static bool
follows(const struct reading *r, const struct toponym *t, const struct toponym *next)
{
	if (!toponym_shares_part(r, t, next))
		return false;
	if (next->start == t->end)
		return true;
	return next->start == t->end + 1 && is_separator(r->letters[t->end].c);
}

/* ---- rows ------------------------------------------------------------------------------- */

/* Are two divisions of one rank and in one place: districts of a prefecture, or prefectures
 * of a province? */
static bool
are_siblings(uint32_t a, uint32_t b)
{
	if (a % 100 == 0 || b % 100 == 0)
		return a % 100 == 0 && b % 100 == 0 && a / 10000 == b / 10000;
	return a / 100 == b / 100;
}

/* 长春市南关区、朝阳区; 沈阳、朝阳: the place outside that has this name and is a sibling of
 * the member beside it. */
static const struct entry *
namesake(const struct atlas *atlas, const struct toponym *t, const struct toponym *beside)
{
	for (uint32_t i = 0; beside->outside && i < t->entry_count; i++) {
		const struct entry *e = &atlas->entries[t->entries[i]];

		if (class_is_outside(e->class) && are_siblings(e->code, beside->entry->code))
			return e;
	}
	return NULL;
}

static void
settle_namesakes(const struct atlas *atlas, struct toponym *row, uint32_t count)
{
	for (uint32_t i = 0; i < count; i++) {
		const struct entry *e = i > 0 ? namesake(atlas, &row[i], &row[i - 1]) : NULL;

		if (e == NULL && i + 1 < count)
			e = namesake(atlas, &row[i], &row[i + 1]);
		if (e == NULL || row[i].outside)
			continue;
		row[i].entry = e;
		row[i].outside = true;
		row[i].state = TOPONYM_CERTAIN;
	}
}

static unsigned
distinct_districts(const struct toponym *row, uint32_t count)
{
	bool seen[DISTRICTS] = {false};
	unsigned n = 0;

	for (uint32_t i = 0; i < count; i++) {
		uint8_t d = toponym_district(&row[i]);

		if (!toponym_may_be_home(&row[i]) || d == NO_DISTRICT || seen[d])
			continue;
		seen[d] = true;
		n++;
	}
	return n;
}

static bool
is_whole_district(const struct toponym *t)
{
	return t->entry->class == CLASS_DISTRICT || t->entry->class == CLASS_SHORT;
}

/* 赴海淀区、昌平区: what a row's first member is said to be the others are as well; 和 in it makes
 * nobody a guest. */
static void
share_marks(struct toponym *row, uint32_t count)
{
	static const unsigned marks =
		1U << RULE_VENUE | 1U << RULE_PARTNER | 1U << RULE_ORIGIN | 1U << RULE_HOME;

	for (uint32_t i = 1; i < count; i++) {
		if (row[i].start > row[i - 1].end && toponym_may_be_home(&row[i]) &&
			toponym_may_be_home(&row[i - 1]) &&
			is_whole_district(&row[i]) == is_whole_district(&row[i - 1]))
			row[i].context.rules = (row[i].context.rules & ~marks) |
					       (row[i - 1].context.rules & marks);
	}
}

static void
settle_row(const struct atlas *atlas, struct toponym *row, uint32_t count)
{
	unsigned districts;

	settle_namesakes(atlas, row, count);
	share_marks(row, count);
	districts = distinct_districts(row, count);
	for (uint32_t i = 0; i < count; i++) {
		if (districts >= 2 && row[i].state == TOPONYM_DOUBTFUL)
			row[i].state = TOPONYM_CERTAIN;
		if (districts >= LIST_MIN && toponym_may_be_home(&row[i]))
			row[i].context.rules |= 1U << RULE_LIST;
	}
}

static void
settle_rows(const struct atlas *atlas, const struct reading *r, struct toponyms *ts)
{
	uint32_t end;

	for (uint32_t i = 0; i < ts->count; i = end) {
		for (end = i + 1; end < ts->count; end++) {
			if (!follows(r, &ts->list[end - 1], &ts->list[end]))
				break;
		}
		settle_row(atlas, &ts->list[i], end - i);
	}
}

/* A区总工会与B区总工会签署 …: two bodies side by side are of one rank, neither takes part in
 * the other's. */
static void
settle_pairs(const struct reading *r, struct toponyms *ts)
{
	uint32_t body_end = 0;

	for (uint32_t i = 0; i < ts->count; i++) {
		struct toponym *t = &ts->list[i];
		uint32_t end = t->context.end[RULE_ORG];

		if (!toponym_may_be_home(t))
			continue;
		if (body_end > 0 && t->start == body_end + 1 && end > 0 &&
			is_separator(r->letters[body_end].c))
			t->context.rules &= ~(1U << RULE_PARTNER);
		if (end > body_end)
			body_end = end;
	}
}

/* ---- ways ------------------------------------------------------------------------------- */

static bool
same_sentence(const struct reading *r, const struct toponym *a, const struct toponym *b)
{
	if (!toponym_shares_part(r, a, b) || b->start > a->end + SENTENCE_LETTERS)
		return false;
	for (uint32_t i = a->end; i < b->start; i++) {
		if (r->letters[i].c == FULL_STOP)
			return false;
	}
	return true;
}

/* 从东城区 … 到丰台区: the ends of a way are of one rank; who moved is where the way ends. */
static void
settle_end(struct toponym *from, struct toponym *to)
{
	static const unsigned marks =
		1U << RULE_VENUE | 1U << RULE_PARTNER | 1U << RULE_ORIGIN | 1U << RULE_HOME;

	if ((to->context.rules & (1U << RULE_MOVED | 1U << RULE_TO)) == 0)
		return;
	from->context.rules |= 1U << RULE_ORIGIN;
	to->context.rules &= ~marks;
	if ((to->context.rules & 1U << RULE_MOVED) == 0)
		to->context.rules |= 1U << RULE_ORIGIN;
}

static void
settle_ways(const struct reading *r, struct toponyms *ts)
{
	for (uint32_t i = 0; i < ts->count; i++) {
		const struct toponym *end = ts->list + ts->count;
		struct toponym *from = &ts->list[i];

		if (!toponym_may_be_home(from) || (from->context.rules & 1U << RULE_FROM) == 0)
			continue;
		for (struct toponym *to = from + 1;
			to < end && to <= from + WAY_NAMES && same_sentence(r, from, to); to++) {
			if (toponym_may_be_home(to) &&
				toponym_district(to) != toponym_district(from))
				settle_end(from, to);
		}
	}
}

/* ---- sentences -------------------------------------------------------------------------- */

/* 最早的在东城区，最大的在海淀区，最远的在延庆区: three districts of one sentence, of which none
 * holds anything, are of one rank; so are two if one of them is said to be (一家在 …，一家在 …). */
static void
settle_sentence(struct toponym *first, const struct toponym *end)
{
	const unsigned holds = 1U << RULE_ORG | 1U << RULE_HOLDS;
	bool seen[DISTRICTS] = {false}, listed = false;
	unsigned districts = 0;

	for (const struct toponym *t = first; t < end; t++) {
		if (!toponym_may_be_home(t) || !is_whole_district(t))
			continue;
		if ((t->context.rules & holds) != 0)
			return;
		listed = listed || (t->context.rules & 1U << RULE_LIST) != 0;
		districts += !seen[t->districts[0]];
		seen[t->districts[0]] = true;
	}
	if (districts < (listed ? 2U : LIST_MIN))
		return;
	for (struct toponym *t = first; t < end; t++) {
		if (!toponym_may_be_home(t))
			continue;
		t->context.rules |= 1U << RULE_LIST;
		/* Of two, both are places where something is. */
		if (districts < LIST_MIN)
			t->context.rules &= ~(1U << RULE_VENUE);
	}
}

static void
settle_sentences(const struct reading *r, struct toponyms *ts)
{
	struct toponym *last = ts->list + ts->count;

	for (struct toponym *t = ts->list, *end; t < last; t = end) {
		for (end = t + 1; end < last && same_sentence(r, end - 1, end);)
			end++;
		settle_sentence(t, end);
	}
}

void
toponyms_rank(const struct atlas *atlas, const struct reading *reading, struct toponyms *toponyms)
{
	if (toponyms->count == 0)
		return;
	settle_rows(atlas, reading, toponyms);
	settle_pairs(reading, toponyms);
	settle_ways(reading, toponyms);
	settle_sentences(reading, toponyms);
}
