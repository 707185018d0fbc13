/*
 * others.c - who stands against the districts: bodies of the whole city and of
 * none of its parts (市总工会举办 …, 某集团公司工会在 … 慰问).
 */
#include "place/tally.h"

/* A body's name ends with the word at a letter and something that it does follows; the word's
 * end, or 0.  A firm counts in headline and lead alone, further on it is one that something is
 * told of (由工会联系医院建立档案). */
static uint32_t
body_at(const struct tally *tally, uint32_t at)
{
	const struct rules *rules = tally->atlas->rules;
	const struct reading *r = tally->reading;
	uint32_t length = rules_word_at(rules, r, at, RULE_ORG), end;

	if (length == 0 && r->letters[at].position <= POS_LEAD)
		length = rules_word_at(rules, r, at, RULE_FIRM);
	end = at + length;
	if (length == 0 || reading_room(r, at) <= length ||
		(rules_word_at(rules, r, end, RULE_DOES) == 0 &&
			rules_word_at(rules, r, end, RULE_ACTS) == 0))
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

int
tally_others(const struct tally *tally)
{
	const struct rules *rules = tally->atlas->rules;
	const struct toponyms *ts = tally->toponyms;
	const struct reading *r = tally->reading;
	bool seen[POS_COUNT] = {false};
	uint32_t next = 0, owned = 0; /* up to here a body is one of a place of ours */
	int most = 0;

	for (uint32_t i = 0; i < r->front; i++) {
		enum place_position at = (enum place_position)r->letters[i].position;
		uint32_t end;

		for (; next < ts->count && ts->list[next].start <= i; next++) {
			const struct toponym *t = &ts->list[next];

			if (toponym_is_home(t) && t->context.end[RULE_ORG] > owned)
				owned = t->context.end[RULE_ORG];
		}
		if (at > POS_EARLY)
			continue;
		if (at != POS_HEADLINE)
			at = POS_ORGANISER;
		end = seen[at] ? 0 : body_at(tally, i);
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
