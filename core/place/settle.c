#include "place/settle.h"

#include "base/map.h"
#include "place/rank.h"

#include <string.h>

#define DISTRICTS 256
/* 的 */
#define OF 0x7684U

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
	bool of_another = before != NULL && before->end == t->start &&
			  toponym_shares_part(r, before, t) && before->entry->class != CLASS_CITY;

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
			if (place != NULL && place->outside && toponym_shares_part(r, place, t))
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

		if (toponym_may_be_home(t) && t->entry->class == CLASS_SHORT &&
			person[t->districts[0]] && t->state == TOPONYM_CERTAIN &&
			(t->context.rules & clear) == 0)
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

		if (toponym_may_be_home(other) && other->entry->class == CLASS_DISTRICT &&
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

		if (!toponym_may_be_home(t) || t->entry->class != class || is_behind_city(r, ts, i))
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

		if (!toponym_may_be_home(t) || t->entry->class != CLASS_SHORT)
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

		if (toponym_may_be_home(t) && t->entry->class == CLASS_SHORT &&
			either[t->districts[0]] && (t->context.rules & 1U << RULE_ORG) == 0)
			t->state = TOPONYM_DROPPED;
	}
}

void
toponyms_settle(const struct atlas *atlas, const struct reading *reading, struct toponyms *ts)
{
	struct known known;

	settle_persons(ts);
	toponyms_rank(atlas, reading, ts);
	settle_elsewhere(reading, ts);
	settle_same_name(reading, ts, CLASS_DISTRICT);
	settle_same_name(reading, ts, CLASS_SHORT);
	settle_either(ts);
	for (uint32_t i = 0; i + 1 < ts->count; i++) {
		struct toponym *t = &ts->list[i];
		const struct toponym *next = t + 1;

		/* 大兴礼贤镇 */
		if (t->state == TOPONYM_DOUBTFUL && next->start == t->end &&
			toponym_may_be_home(next) && toponym_may_be(next, toponym_district(t)))
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
