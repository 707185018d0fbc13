#include "place/tally.h"

#include <stdlib.h>
#include <string.h>

/* Letters behind a body within which a verb makes it act. */
#define ACTS_REACH 24
/* Hits that are looked at for one in the same paragraph. */
#define PARAGRAPH_HITS 16

#define ENUMERATION_COMMA 0x3001U

static bool
has(const struct toponym *t, enum rule rule)
{
	return (t->context.rules & 1U << rule) != 0;
}

/* ---- one hit ---------------------------------------------------------------------------- */

/* Does the body that ends at letter `at` hold or do something? */
static bool
acts_behind(const struct tally *tally, uint32_t at)
{
	const struct rules *rules = tally->atlas->rules;
	const struct reading *r = tally->reading;
	uint32_t room = reading_room(r, at);

	if (room > 0 && rules_word_at(rules, r, at, RULE_DOES) > 0)
		return true;
	for (uint32_t k = 0; k < ACTS_REACH && k < room; k++) {
		uint32_t c = r->letters[at + k].c;

		if (rules_word_at(rules, r, at + k, RULE_ACTS) > 0)
			return true;
		if (letter_is_stop(c) && c != ENUMERATION_COMMA)
			return false;
	}
	return false;
}

static bool
is_organiser(const struct tally *tally, const struct toponym *t, enum place_position at)
{
	const struct reading *r = tally->reading;
	uint32_t end = t->context.end[RULE_ORG];

	if (has(t, RULE_VENUE) || has(t, RULE_PARTNER) || has(t, RULE_ORIGIN))
		return false;
	if (has(t, RULE_HOLDS) && (has(t, RULE_ORG) || t->entry->class == CLASS_DISTRICT))
		return true;
	if (!has(t, RULE_ORG) || at > POS_CAPTION)
		return false;
	return end < r->count && r->letters[end].part == r->letters[t->start].part &&
	       acts_behind(tally, end);
}

/* Does somebody act who is not of this district?  Then it is but the place where, or a guest. */
static bool
another_acts(const struct tally *tally, uint8_t district)
{
	return tally->others > 0 || tally->acting > (tally->acts[district] ? 1U : 0U);
}

/* Somebody's home in the first paragraph is the story's place where nothing else is named there. */
static bool
home_counts(const struct tally *tally, const struct hit *hit)
{
	return hit->position > POS_OPENING || tally->in_front > 1 ||
	       another_acts(tally, hit->district);
}

static bool
counts(const struct tally *tally, const struct hit *hit, enum rule rule)
{
	switch (rule) {
	case RULE_CASE: /* in the first paragraph it is the story */
		return hit->position > POS_OPENING;
	case RULE_HOME:
		return home_counts(tally, hit);
	case RULE_ORIGIN: /* once is enough */
		return !has(hit->toponym, RULE_HOME) || !home_counts(tally, hit);
	case RULE_HOLDS:
		return hit->position == POS_ORGANISER;
	case RULE_VENUE: /* in the first paragraph one case is the story */
		return another_acts(tally, hit->district) ||
		       (has(hit->toponym, RULE_CASE) && hit->position > POS_OPENING) ||
		       has(hit->toponym, RULE_LIST);
	case RULE_PARTNER:
		return another_acts(tally, hit->district) || has(hit->toponym, RULE_CASE) ||
		       has(hit->toponym, RULE_LIST);
	default:
		return true;
	}
}

static int
weight_of(const struct tally *tally, const struct hit *hit)
{
	const struct toponym *t = hit->toponym;
	const struct rules *rules = tally->atlas->rules;
	long weight = (long)TALLY_SCALE * rules->position[hit->position] *
		      rules->class[t->entry->class] / 100;

	for (unsigned i = 0; i < RULE_COUNT; i++) {
		if (has(t, (enum rule)i) && counts(tally, hit, (enum rule)i))
			weight = weight * rules->factor[i] / 100;
	}
	return (int)weight;
}

static void
add_hit(struct tally *tally, const struct toponym *t, uint8_t district)
{
	enum place_position at = (enum place_position)tally->reading->letters[t->start].position;
	struct hit *hit = &tally->hits[tally->hit_count++];

	hit->toponym = t;
	hit->district = district;
	hit->position = at;
	if (at != POS_HEADLINE && (is_organiser(tally, t, at) || t == tally->visitor))
		hit->position = POS_ORGANISER;
	hit->weight = weight_of(tally, hit);
}

/* ---- adding up -------------------------------------------------------------------------- */

static int
stronger(const void *a, const void *b)
{
	const struct hit *x = a, *y = b;

	if (x->district != y->district)
		return x->district < y->district ? -1 : 1;
	if (x->weight != y->weight)
		return x->weight > y->weight ? -1 : 1;
	return (x->toponym->start > y->toponym->start) - (x->toponym->start < y->toponym->start);
}

static bool
paragraph_has(const struct tally *tally, const struct hit *hits, uint32_t count)
{
	const struct letter *letters = tally->reading->letters;
	uint32_t part = letters[hits[count].toponym->start].part;

	for (uint32_t i = 0; i < count && i < PARAGRAPH_HITS; i++) {
		if (letters[hits[i].toponym->start].part == part)
			return true;
	}
	return false;
}

/* The score of one district's hits, the strongest first. */
static int
add_up(const struct tally *tally, const struct hit *hits, uint32_t count)
{
	const int *limit = tally->atlas->rules->limit;
	long sum = 0, share = 100;

	for (uint32_t i = 0; i < count; i++) {
		if (paragraph_has(tally, hits, i)) {
			sum += hits[i].weight * share / 100 * limit[LIMIT_PARAGRAPH] / 100;
		} else {
			sum += hits[i].weight * share / 100;
			share = share * limit[LIMIT_REPEAT] / 100;
		}
	}
	return (int)(sum / TALLY_SCALE);
}

static void
add_scores(struct tally *tally)
{
	qsort(tally->hits, tally->hit_count, sizeof *tally->hits, stronger);
	memset(tally->score, 0, tally->gazetteer->count * sizeof *tally->score);
	for (uint32_t i = 0, end; i < tally->hit_count; i = end) {
		uint8_t d = tally->hits[i].district;

		for (end = i; end < tally->hit_count && tally->hits[end].district == d;)
			end++;
		tally->score[d] = add_up(tally, &tally->hits[i], end - i);
	}
}

/* Of a name that several districts share, the one that the other hits favour. */
static uint8_t
favoured(const struct tally *tally, const struct toponym *t)
{
	uint8_t best = NO_DISTRICT;
	bool tie = false;

	for (unsigned i = 0; i < ENTRY_DISTRICTS_MAX && t->districts[i] != NO_DISTRICT; i++) {
		uint8_t d = t->districts[i];
		int score = tally->score[d];

		if (score > 0 && (best == NO_DISTRICT || score > tally->score[best])) {
			best = d;
			tie = false;
		} else if (best != NO_DISTRICT && score == tally->score[best]) {
			tie = true;
		}
	}
	if (best == NO_DISTRICT && (t->entry->flags & ENTRY_DEFAULT) != 0)
		return t->districts[0];
	return tie ? NO_DISTRICT : best;
}

/* 联合海淀区总工会, but not 海淀区总工会与 … 结对. */
static bool
follows_partner(const struct toponym *t)
{
	return has(t, RULE_PARTNER) && t->context.end[RULE_PARTNER] == 0;
}

/* In headline or lead the district that nothing makes the place, the guest or the origin is the one
 * that does what is told (东城区少年宫赴密云区 …). */
static bool
is_subject(const struct toponym *t, enum place_position at)
{
	static const unsigned marks = 1U << RULE_VENUE | 1U << RULE_PARTNER | 1U << RULE_ORIGIN |
				      1U << RULE_HOME | 1U << RULE_CASE | 1U << RULE_LIST;

	return at <= POS_LEAD && (t->context.rules & marks) == 0 &&
	       (t->entry->class == CLASS_DISTRICT || t->entry->class == CLASS_SHORT);
}

/* 昌平区45名劳模来到怀柔区: who goes somewhere, named first of all in the lead, acts as an
 * organiser does.  NULL: nobody. */
static const struct toponym *
find_visitor(const struct tally *tally)
{
	const struct toponyms *ts = tally->toponyms;
	const struct letter *letters = tally->reading->letters;
	const struct toponym *first = NULL;
	bool goes = false;

	for (uint32_t i = 0; i < ts->count; i++) {
		const struct toponym *t = &ts->list[i];

		if (!toponym_is_home(t) || letters[t->start].position != POS_LEAD)
			continue;
		if (first == NULL) {
			first = t;
		} else if (!toponym_may_be(t, toponym_district(first))) {
			if (!has(t, RULE_VENUE))
				return NULL;
			goes = true;
		}
	}
	return goes && is_subject(first, POS_LEAD) ? first : NULL;
}

static bool
is_actor(const struct toponym *t, enum place_position at, bool subject)
{
	if (subject && is_subject(t, at))
		return true;
	return at <= POS_CAPTION && (has(t, RULE_ORG) || has(t, RULE_HOLDS)) && !follows_partner(t);
}

static unsigned
count_in_front(const struct tally *tally)
{
	bool seen[NO_DISTRICT] = {false}, outside = false;
	unsigned count = 0;

	for (uint32_t i = 0; i < tally->toponyms->count; i++) {
		const struct toponym *t = &tally->toponyms->list[i];
		uint8_t district = toponym_district(t);

		if (tally->reading->letters[t->start].position > POS_OPENING)
			continue;
		outside = outside || (t->outside && t->state == TOPONYM_CERTAIN);
		if (!toponym_is_home(t) || district == NO_DISTRICT || seen[district])
			continue;
		seen[district] = true;
		count++;
	}
	return count + outside;
}

/* Who acts: districts that are subjects or whose bodies are named in front. */
static void
find_actors(struct tally *tally)
{
	const struct toponyms *ts = tally->toponyms;
	bool placed = false; /* the lead has said where it is: a district behind is a guest's */

	for (uint32_t i = 0; i < ts->count; i++) {
		const struct toponym *t = &ts->list[i];
		uint8_t district = toponym_district(t);
		enum place_position at =
			(enum place_position)tally->reading->letters[t->start].position;

		if (!toponym_is_home(t) || district == NO_DISTRICT)
			continue;
		if (!tally->acts[district] && is_actor(t, at, !placed || at != POS_LEAD)) {
			tally->acts[district] = true;
			tally->acting++;
		}
		placed = placed || (at == POS_LEAD && has(t, RULE_VENUE));
	}
	tally->in_front = count_in_front(tally);
	tally->visitor = find_visitor(tally);
	tally->others = tally_others(tally);
}

enum err_code
tally_take(struct tally *tally, struct err *err)
{
	const struct toponyms *ts = tally->toponyms;
	uint32_t clear;

	tally->hits = arena_calloc(tally->arena, ts->count + 1, sizeof *tally->hits);
	tally->score =
		arena_calloc(tally->arena, tally->gazetteer->count + 1, sizeof *tally->score);
	tally->acts = arena_calloc(tally->arena, tally->gazetteer->count + 1, sizeof *tally->acts);
	if (tally->hits == NULL || tally->score == NULL || tally->acts == NULL)
		return err_nomem(err);
	find_actors(tally);
	for (uint32_t i = 0; i < ts->count; i++) {
		if (toponym_is_home(&ts->list[i]) && toponym_district(&ts->list[i]) != NO_DISTRICT)
			add_hit(tally, &ts->list[i], toponym_district(&ts->list[i]));
	}
	add_scores(tally);
	clear = tally->hit_count;
	for (uint32_t i = 0; i < ts->count; i++) {
		const struct toponym *t = &ts->list[i];
		uint8_t district;

		if (!toponym_is_home(t) || toponym_district(t) != NO_DISTRICT)
			continue;
		district = favoured(tally, t);
		if (district != NO_DISTRICT)
			add_hit(tally, t, district);
	}
	if (tally->hit_count > clear)
		add_scores(tally);
	return ERR_OK;
}
