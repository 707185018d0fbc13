/*
 * others.c - who stands against the districts: bodies of the whole city and of
 * none of its parts (市总工会举办 …, 某集团公司工会在 … 慰问).
 */
#include "place/tally.h"

#include <string.h>

/* Bodies side by side, and the letters of one. */
#define BODIES_MAX 4
#define BODY_LETTERS 14U
#define ENUMERATION_COMMA 0x3001U

/* 市总工会、团市委: the end of the last of the bodies that follow with a comma between them. */
static uint32_t
last_of_bodies(const struct tally *tally, uint32_t end)
{
	const struct rules *rules = tally->atlas->rules;
	const struct reading *r = tally->reading;

	for (unsigned bodies = 0; bodies < BODIES_MAX; bodies++) {
		uint32_t stop = end + BODY_LETTERS, next = 0;

		if (reading_room(r, end - 1) < 2 || r->letters[end].c != ENUMERATION_COMMA)
			break;
		for (uint32_t i = end + 1; i < stop && reading_room(r, i) > 0 && next == 0 &&
					   !letter_is_stop(r->letters[i].c);
			i++) {
			uint32_t length = rules_word_at(rules, r, i, RULE_ORG);

			next = length > 0 ? i + length : 0;
		}
		if (next == 0)
			break;
		end = next;
	}
	return end;
}

/* A body's name ends with the word at a letter and something that it does follows; the word's
 * end, or 0.  A firm counts in headline and lead alone, further on it is one that something is
 * told of (由工会联系医院建立档案). */
static uint32_t
body_at(const struct tally *tally, uint32_t at)
{
	const struct rules *rules = tally->atlas->rules;
	const struct reading *r = tally->reading;
	uint32_t length = rules_word_at(rules, r, at, RULE_ORG), end, does;

	if (length == 0 && r->letters[at].position <= POS_LEAD)
		length = rules_word_at(rules, r, at, RULE_FIRM);
	/* “时间银行” is only called one. */
	if (length == 0 ||
		(r->letters[at].flags & (LETTER_QUOTED | LETTER_SPEECH)) == LETTER_QUOTED)
		return 0;
	end = at + length;
	does = last_of_bodies(tally, end);
	if (reading_room(r, at) > does - at)
		does += rules_word_at(rules, r, does, RULE_TIME);
	if (reading_room(r, at) <= does - at ||
		(rules_word_at(rules, r, does, RULE_DOES) == 0 &&
			rules_word_at(rules, r, does, RULE_ACTS) == 0))
		return 0;
	return end;
}

/* 区总工会, 该街道工会. */
static bool
is_local(const struct tally *tally, uint32_t start, uint32_t end)
{
	const struct reading *r = tally->reading;
	struct context around;

	/* Without a name it is nobody in particular, behind a bracket it was looked at before. */
	if (reading_room_before(r, start) == 0 || letter_is_stop(r->letters[start - 1].c))
		return true;
	if (rules_word_at(tally->atlas->rules, r, start, RULE_LOCAL) > 0)
		return true;
	rules_look(tally->atlas->rules, r, start, end, SCOPE_ANY, &around);
	return (around.rules & 1U << RULE_LOCAL) != 0;
}

/* 全市职工羽毛球赛, 首都职工歌手大赛: what the whole city holds stands nowhere in particular.
 * 北京市海淀区 … is the district's. */
static bool
is_city_event(const struct tally *tally, const struct toponym *t)
{
	const struct toponym *next = t + 1;

	if (t->state != TOPONYM_CERTAIN || t->entry->class != CLASS_CITY ||
		(t->context.rules & 1U << RULE_EVENT) == 0 ||
		(t->context.rules & 1U << RULE_SINGLE) != 0)
		return false;
	return next == tally->toponyms->list + tally->toponyms->count ||
	       next->start >= t->context.end[RULE_EVENT] || !toponym_is_home(next);
}

/* Is it named in the headline, or a body of it in front? */
static bool
holds_front(const struct tally *tally, const struct toponym *t)
{
	enum place_position at = (enum place_position)tally->reading->letters[t->start].position;

	return at == POS_HEADLINE ||
	       (at <= POS_EARLY && (t->context.rules & (1U << RULE_ORG | 1U << RULE_HOLDS)) != 0);
}

/* 全市新增驿站500家。在某区 …: where the lead speaks of the whole city first, and no district is in
 * the headline or acts, the districts behind it are cases. */
static bool
city_leads(const struct tally *tally)
{
	const struct gazetteer *g = tally->gazetteer;
	bool leads = false, named = false;

	for (uint32_t i = 0; i < tally->toponyms->count; i++) {
		const struct toponym *t = &tally->toponyms->list[i];
		enum place_position at =
			(enum place_position)tally->reading->letters[t->start].position;

		if (toponym_is_home(t)) {
			if (holds_front(tally, t))
				return false;
			named = true;
		}
		if (t->state != TOPONYM_CERTAIN || t->entry->class != CLASS_CITY || named ||
			at > POS_LEAD || (t->context.rules & 1U << RULE_SINGLE) != 0 ||
			strncmp(t->entry->text, g->city, t->entry->len) == 0)
			continue;
		leads = true;
	}
	return leads;
}

static int
city_events(const struct tally *tally)
{
	const struct rules *rules = tally->atlas->rules;
	int most = 0;

	for (uint32_t i = 0; i < tally->toponyms->count; i++) {
		const struct toponym *t = &tally->toponyms->list[i];
		enum place_position at =
			(enum place_position)tally->reading->letters[t->start].position;
		int weight = rules->position[at] * rules->class[CLASS_CITY] / 100;

		if (at <= POS_LEAD && weight > most && is_city_event(tally, t))
			most = weight;
	}
	return most;
}

bool
tally_speaks_of_city(const struct tally *tally)
{
	const struct gazetteer *g = tally->gazetteer;

	for (uint32_t i = 0; i < tally->toponyms->count; i++) {
		const struct toponym *t = &tally->toponyms->list[i];

		if (t->state == TOPONYM_CERTAIN && t->entry->class == CLASS_CITY &&
			strncmp(t->entry->text, g->city, t->entry->len) != 0)
			return true;
	}
	return false;
}

int
tally_others(const struct tally *tally)
{
	const struct rules *rules = tally->atlas->rules;
	const struct toponyms *ts = tally->toponyms;
	const struct reading *r = tally->reading;
	/* Words for bodies of one letter make no name. */
	const struct names_filter *bodies = names_filter(rules->bodies);
	bool seen[POS_COUNT] = {false};
	uint32_t next = 0, owned = 0; /* up to here a body is one of a place of ours */
	int most = city_events(tally);

	if (city_leads(tally) && most < rules->position[POS_LEAD])
		most = rules->position[POS_LEAD];
	for (uint32_t i = 0; i < r->front; i++) {
		enum place_position at = (enum place_position)r->letters[i].position;
		uint32_t end;

		for (; next < ts->count && ts->list[next].start <= i; next++) {
			const struct toponym *t = &ts->list[next];

			if (toponym_is_home(t) && t->context.end[RULE_ORG] > owned)
				owned = t->context.end[RULE_ORG];
			/* 海淀医院 */
			if (toponym_is_home(t) && t->end > owned)
				owned = t->end;
		}
		if (at > POS_EARLY)
			continue;
		if (at != POS_HEADLINE)
			at = POS_ORGANISER;
		end = seen[at] || !names_may_begin(bodies, &r->letters[i]) ? 0 : body_at(tally, i);
		if (end == 0)
			continue;
		if (end > owned && !is_local(tally, i, end)) {
			int weight = rules->position[at] * rules->class[WEIGHT_NONE] / 100;

			seen[at] = true;
			most = weight > most ? weight : most;
		}
		i = end - 1; /* 工会 in 总工会 is not another one */
	}
	return most;
}
