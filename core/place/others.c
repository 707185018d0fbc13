/*
 * others.c - who stands against the districts: bodies of the whole city and of
 * none of its parts (市总工会举办 …, 某集团公司工会在 … 慰问).
 */
#include "place/tally.h"

#include <string.h>

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
	does = end;
	if (reading_room(r, at) > length)
		does += rules_word_at(rules, r, end, RULE_TIME);
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
