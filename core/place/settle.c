#include "base/map.h"
#include "place/settle.h"

#include <string.h>

/* A row of districts from this number on is a list. */
#define LIST_MIN 3
#define DISTRICTS 256
/* 的 */
#define OF 0x7684U
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

static bool
same_part(const struct reading *r, const struct toponym *a, const struct toponym *b)
{
	return r->letters[a->start].part == r->letters[b->start].part;
}

/* Does `next` follow `t` as a member of the same row or chain? */
static bool
follows(const struct reading *r, const struct toponym *t, const struct toponym *next)
{
	if (!same_part(r, t, next))
		return false;
	if (next->start == t->end)
		return true;
	return next->start == t->end + 1 && is_separator(r->letters[t->end].c);
}

static bool
could_be_home(const struct toponym *t)
{
	return t->state != TOPONYM_DROPPED && !t->outside && t->districts[0] != NO_DISTRICT;
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

		if (!could_be_home(&row[i]) || d == NO_DISTRICT || seen[d])
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
		if (row[i].start > row[i - 1].end && could_be_home(&row[i]) &&
			could_be_home(&row[i - 1]) &&
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
		if (districts >= LIST_MIN && could_be_home(&row[i]))
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

		if (!could_be_home(t))
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
	if (!same_part(r, a, b) || b->start > a->end + SENTENCE_LETTERS)
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
	const struct toponym *end = ts->list + ts->count;

	for (uint32_t i = 0; i < ts->count; i++) {
		struct toponym *from = &ts->list[i];

		if (!could_be_home(from) || (from->context.rules & 1U << RULE_FROM) == 0)
			continue;
		for (struct toponym *to = from + 1;
			to < end && to <= from + WAY_NAMES && same_sentence(r, from, to); to++) {
			if (could_be_home(to) && toponym_district(to) != toponym_district(from))
				settle_end(from, to);
		}
	}
}

/* ---- what the rest of the article says --------------------------------------------------- */

struct known {
	bool certain[DISTRICTS]; /* some unmistakable name says this district */
	bool outside;            /* a place outside is named */
};

static void
gather(const struct toponyms *ts, struct known *known)
{
	memset(known, 0, sizeof *known);
	for (uint32_t i = 0; i < ts->count; i++) {
		const struct toponym *t = &ts->list[i];

		if (t->outside && t->state == TOPONYM_CERTAIN)
			known->outside = true;
		if (toponym_is_home(t) && t->entry->class != CLASS_GENERIC &&
			toponym_district(t) != NO_DISTRICT)
			known->certain[toponym_district(t)] = true;
	}
}

static bool
is_known(const struct known *known, const struct toponym *t)
{
	for (unsigned i = 0; i < ENTRY_DISTRICTS_MAX && t->districts[i] != NO_DISTRICT; i++) {
		if (known->certain[t->districts[i]])
			return true;
	}
	return false;
}

/* 经开区: whose?  通州经开区 is the district's own; and where another city is named, and nothing
 * else says ours, it is that city's. */
static void
settle_generic(const struct reading *r, const struct known *known, struct toponym *t,
	const struct toponym *before)
{
	bool of_another = before != NULL && before->end == t->start && same_part(r, before, t) &&
			  before->entry->class != CLASS_CITY;

	if (of_another || (known->outside && !is_known(known, t)))
		t->state = TOPONYM_DROPPED;
}

/* Can a place in another city have this name? */
static bool
exists_elsewhere(const struct toponym *t)
{
	switch (t->entry->class) {
	case CLASS_STEM:
	case CLASS_COMMUNITY:
	case CLASS_SIGNED:
	case CLASS_QUARTER:
		return true;
	default:
		return (t->entry->flags & ENTRY_ELSEWHERE) != 0;
	}
}

/* 在贵州省毕节市 … 城关街道: a name that other cities have as well, behind a place outside and
 * before any of our districts, belongs to that place; not where that is somebody's origin. */
static void
settle_elsewhere(const struct reading *r, struct toponyms *ts)
{
	const struct toponym *place = NULL;

	for (uint32_t i = 0; i < ts->count; i++) {
		struct toponym *t = &ts->list[i];

		if (t->state != TOPONYM_CERTAIN)
			continue;
		if (t->outside) {
			if ((t->context.rules & 1U << RULE_ORIGIN) == 0)
				place = t;
		} else if (exists_elsewhere(t)) {
			if (place != NULL && place->outside && same_part(r, place, t))
				t->state = TOPONYM_DROPPED;
		} else if (t->districts[0] != NO_DISTRICT) {
			place = t;
		}
	}
}

/* ---- persons ---------------------------------------------------------------------------- */

/* 钳工孟昌平 … “老昌平”: where somebody has a district's name, the name alone is doubtful. */
static void
settle_persons(struct toponyms *ts)
{
	const unsigned clear = 1U << RULE_PLACE | 1U << RULE_ORG;
	bool person[DISTRICTS] = {false};

	for (uint32_t i = 0; i < ts->count; i++) {
		if ((ts->list[i].context.rules & 1U << RULE_PERSON) != 0)
			person[ts->list[i].districts[0]] = true;
	}
	for (uint32_t i = 0; i < ts->count; i++) {
		struct toponym *t = &ts->list[i];

		if (could_be_home(t) && t->entry->class == CLASS_SHORT && person[t->districts[0]] &&
			t->state == TOPONYM_CERTAIN && (t->context.rules & clear) == 0)
			t->state = TOPONYM_DOUBTFUL;
	}
}

/* ---- namesakes --------------------------------------------------------------------------- */

/* Is the place outside called like t: 朝阳市 or 朝阳 like 朝阳, a 通州区 like 通州区? */
static bool
is_called_like(const struct toponym *outside, const struct toponym *t)
{
	const struct entry *o = outside->entry, *e = t->entry;

	return outside->outside && o->len >= e->len &&
	       (e->class == CLASS_SHORT || o->len == e->len) &&
	       memcmp(o->text, e->text, e->len) == 0;
}

static bool
is_behind_city(const struct reading *r, const struct toponyms *ts, uint32_t i)
{
	const struct toponym *t = &ts->list[i];

	return i > 0 && t[-1].entry->class == CLASS_CITY &&
	       (t[-1].end == t->start ||
		       (t[-1].end + 1 == t->start && r->letters[t[-1].end].c == OF));
}

/* The place outside that is called like toponym i, where it is named before our district is named
 * in full; for a short name our district must not be named in full at all. */
static const struct toponym *
named_before(const struct reading *r, const struct toponyms *ts, uint32_t i)
{
	const struct toponym *t = &ts->list[i], *found = NULL;

	for (uint32_t j = 0; j < ts->count; j++) {
		const struct toponym *other = &ts->list[j];

		if (could_be_home(other) && other->entry->class == CLASS_DISTRICT &&
			other->districts[0] == t->districts[0]) {
			if (found == NULL || t->entry->class == CLASS_SHORT ||
				is_behind_city(r, ts, j))
				return NULL;
		} else if (found == NULL && is_called_like(other, t)) {
			found = other;
		}
	}
	return found;
}

/* What all toponyms of one entry are called after: asked once for each entry, as an article may
 * name one place as often as it likes. */
static const struct entry *
introduced_as(const struct reading *r, const struct toponyms *ts, uint32_t i, struct map *asked)
{
	uint64_t key = (uintptr_t)ts->list[i].entry;
	const int64_t *known = map_find(asked, key);
	const struct toponym *same;
	int64_t *answer;

	if (known != NULL)
		return *known >= 0 ? ts->list[*known].entry : NULL;
	same = named_before(r, ts, i);
	answer = map_put(asked, key);
	if (answer != NULL)
		*answer = same != NULL ? same - ts->list : -1;
	return same != NULL ? same->entry : NULL;
}

/* 长春市朝阳区 … 朝阳区; 辽宁朝阳 … 朝阳: who was introduced as a place outside stays there. */
static void
settle_same_name(const struct reading *r, struct toponyms *ts, enum place_class class)
{
	struct map asked = {0};

	for (uint32_t i = 0; i < ts->count; i++) {
		struct toponym *t = &ts->list[i];
		const struct entry *same;

		if (!could_be_home(t) || t->entry->class != class || is_behind_city(r, ts, i))
			continue;
		same = introduced_as(r, ts, i, &asked);
		if (same == NULL)
			continue;
		t->entry = same;
		t->outside = true;
		t->state = TOPONYM_CERTAIN;
	}
	map_free(&asked);
}

/* Where both are named, 长春市朝阳区 and ours, 朝阳 alone is either. */
static void
settle_either(struct toponyms *ts)
{
	const struct toponym *name[DISTRICTS] = {NULL}; /* the first short name of a district */
	bool either[DISTRICTS] = {false};
	unsigned last = 0;

	for (uint32_t i = 0; i < ts->count; i++) {
		const struct toponym *t = &ts->list[i];

		if (!could_be_home(t) || t->entry->class != CLASS_SHORT)
			continue;
		name[t->districts[0]] = t;
		last = t->districts[0] > last ? t->districts[0] : last;
	}
	for (uint32_t i = 0; i < ts->count; i++) {
		for (unsigned d = 0; ts->list[i].outside && d <= last; d++)
			either[d] = either[d] ||
				    (name[d] != NULL && is_called_like(&ts->list[i], name[d]));
	}
	for (uint32_t i = 0; i < ts->count; i++) {
		struct toponym *t = &ts->list[i];

		if (could_be_home(t) && t->entry->class == CLASS_SHORT && either[t->districts[0]] &&
			(t->context.rules & 1U << RULE_ORG) == 0)
			t->state = TOPONYM_DROPPED;
	}
}

void
toponyms_settle(const struct atlas *atlas, const struct reading *reading, struct toponyms *ts)
{
	struct known known;

	settle_persons(ts);
	settle_rows(atlas, reading, ts);
	settle_pairs(reading, ts);
	settle_ways(reading, ts);
	settle_elsewhere(reading, ts);
	settle_same_name(reading, ts, CLASS_DISTRICT);
	settle_same_name(reading, ts, CLASS_SHORT);
	settle_either(ts);
	for (uint32_t i = 0; i + 1 < ts->count; i++) {
		struct toponym *t = &ts->list[i];
		const struct toponym *next = t + 1;

		/* 大兴礼贤镇 */
		if (t->state == TOPONYM_DOUBTFUL && next->start == t->end && could_be_home(next) &&
			toponym_may_be(next, toponym_district(t)))
			t->state = TOPONYM_CERTAIN;
	}
	gather(ts, &known);
	for (uint32_t i = 0; i < ts->count; i++) {
		struct toponym *t = &ts->list[i];

		if (t->state == TOPONYM_CERTAIN && !t->outside && t->entry->class == CLASS_GENERIC)
			settle_generic(reading, &known, t, i > 0 ? t - 1 : NULL);
		else if (t->state == TOPONYM_DOUBTFUL)
			t->state = is_known(&known, t) ? TOPONYM_CERTAIN : TOPONYM_DROPPED;
	}
}
