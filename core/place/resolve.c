/* resolve.c - from the places that an article names to the one it is about. */
#include "place/garbled.h"
#include "place/gazetteer.h"
#include "place/own.h"
#include "place/settle.h"
#include "place/tally.h"

#include <stdlib.h>
#include <string.h>

/* A paragraph that is no longer is a row of a table; so many districts make it one. */
#define ROW_LETTERS 70U
#define ROWS_MIN 3U

/* Some names are no mention; they may still settle what the article is about. */
static bool
is_mention(const struct toponym *t)
{
	return t->entry->class != CLASS_HINT && t->entry->class != CLASS_BODY &&
	       (t->context.rules & 1U << RULE_STATION) == 0 && t->entry->class != CLASS_QUARTER &&
	       t->entry->class != CLASS_SIGNED;
}

/* Is it said to be one of several, or where somebody is from? */
static bool
is_reduced(const struct toponym *t)
{
	return (t->context.rules & (1U << RULE_LIST | 1U << RULE_ORIGIN | 1U << RULE_HOME |
					   1U << RULE_CASE)) != 0;
}

static enum err_code
fill_evidence(const struct tally *tally, const struct hit *hits, uint32_t count,
	struct place_hit *out, struct err *err)
{
	struct place_evidence *list = arena_calloc(tally->arena, count, sizeof *list);

	if (list == NULL)
		return err_nomem(err);
	for (uint32_t i = 0; i < count; i++) {
		const struct toponym *t = hits[i].toponym;
		struct place_evidence *e = &list[i];

		reading_bytes(tally->reading, t->start, t->end, &e->start, &e->end);
		e->text = reading_text(tally->reading, t->start, t->end, tally->arena);
		e->entry = arena_strndup(tally->arena, t->entry->text, t->entry->len);
		if (e->text == NULL || e->entry == NULL)
			return err_nomem(err);
		e->position = hits[i].position;
		e->weight = hits[i].weight / TALLY_SCALE;
	}
	out->evidence = list;
	out->evidence_count = count;
	return ERR_OK;
}

/* A district that has hits, with what it may come to: the article's, or a mention. */
struct candidate {
	struct place_hit hit;
	bool mention;
	/* Named in headline or first paragraph, or at least early; and not by a body or a hint. */
	bool front, early;
};

static int
higher(const void *a, const void *b)
{
	const struct place_hit *x = &((const struct candidate *)a)->hit;
	const struct place_hit *y = &((const struct candidate *)b)->hit;

	if (x->score != y->score)
		return x->score > y->score ? -1 : 1;
	return x->district->index < y->district->index ? -1 : 1;
}

/* All districts that have hits, the strongest first; their number. */
static enum err_code
gather(const struct tally *tally, struct candidate **out, unsigned *count, struct err *err)
{
	struct candidate *list = arena_calloc(tally->arena, tally->gazetteer->count, sizeof *list);

	*count = 0;
	if (list == NULL)
		return err_nomem(err);
	for (uint32_t i = 0, end; i < tally->hit_count; i = end) {
		uint8_t d = tally->hits[i].district;
		struct candidate *c = &list[*count];

		for (end = i; end < tally->hit_count && tally->hits[end].district == d; end++) {
			const struct toponym *t = tally->hits[end].toponym;

			c->mention = c->mention || is_mention(t);
			if (t->entry->class == CLASS_BODY || t->entry->class == CLASS_HINT)
				continue;
			c->front = c->front || tally->hits[end].position <= POS_OPENING;
			c->early = c->early ||
				   (tally->hits[end].position <= POS_EARLY && !is_reduced(t));
		}
		c->hit.district = &tally->gazetteer->districts[d];
		c->hit.score = tally->score[d];
		if (fill_evidence(tally, &tally->hits[i], end - i, &c->hit, err) != ERR_OK)
			return ERR_NOMEM;
		(*count)++;
	}
	qsort(list, *count, sizeof *list, higher);
	*out = list;
	return ERR_OK;
}

/* What stands against the first: the second; bodies of no district; all the rest together,
 * which makes a list of one where each alone would be weak. */
static int
against(const struct tally *tally, const struct candidate *list, unsigned count)
{
	int most = tally->others;
	long rest = 0;

	for (unsigned i = 1; i < count; i++)
		rest += list[i].hit.score;
	rest = rest * tally->atlas->rules->limit[LIMIT_REST] / 100;
	if (count > 1 && list[1].hit.score > most)
		most = list[1].hit.score;
	return rest > most ? (int)rest : most;
}

/* What the first needs: less where nothing is the whole city's, and least where the article names
 * no other district and this one in front. */
static int
needed(const struct tally *tally, const struct candidate *first, unsigned count)
{
	const int *limit = tally->atlas->rules->limit;
	bool of_city = tally->others > 0 || tally_speaks_of_city(tally);
	bool alone = count == 1 && !tally_is_outside(tally);

	if (alone && first->early && !of_city)
		return limit[LIMIT_SOLE];
	if (alone && first->front)
		return limit[LIMIT_ALONE];
	return first->mention && !of_city ? limit[LIMIT_LOCAL] : limit[LIMIT_THRESHOLD];
}

/* The districts that the paragraphs name: NO_DISTRICT for none, SEVERAL for more than one. */
#define SEVERAL (NO_DISTRICT - 1)

static void
districts_of_parts(const struct tally *tally, uint8_t *of)
{
	const struct reading *r = tally->reading;

	memset(of, NO_DISTRICT, r->part_count);
	for (uint32_t i = 0; i < tally->hit_count; i++) {
		uint8_t *d = &of[r->letters[tally->hits[i].toponym->start].part];

		*d = *d == NO_DISTRICT || *d == tally->hits[i].district ? tally->hits[i].district
									: SEVERAL;
	}
}

/* Rows of a table, items of one rank: is the first district only one of theirs? */
static bool
is_one_of_rows(const struct tally *tally, const struct candidate *first, const uint8_t *of)
{
	const struct reading *r = tally->reading;
	bool seen[NO_DISTRICT] = {false};
	unsigned items = 0, held = 0, rows = 0, districts = 0;

	for (uint32_t p = 0; p < r->part_count; p++) {
		const struct part *part = &r->parts[p];

		if (part->kind <= PART_DECK && of[p] == first->hit.district->index)
			return false;
		if (part->kind != PART_PARA)
			continue;
		items++;
		held += of[p] == first->hit.district->index;
		if (of[p] >= SEVERAL || part->end - part->start > ROW_LETTERS)
			continue;
		rows++;
		districts += !seen[of[p]];
		seen[of[p]] = true;
	}
	if (r->digest)
		return held * 2 <= items;
	return districts >= ROWS_MIN && rows * 2 > items;
}

static enum err_code
check_rows(const struct tally *tally, const struct candidate *first, bool *one_of_rows,
	struct err *err)
{
	uint8_t *of = arena_alloc(tally->arena, tally->reading->part_count + 1);

	if (of == NULL)
		return err_nomem(err);
	districts_of_parts(tally, of);
	*one_of_rows = is_one_of_rows(tally, first, of);
	return ERR_OK;
}

/* The first district is the article's if it has enough and leads by enough; of the others
 * those that are mentioned stay. */
static enum err_code
decide(const struct tally *tally, struct place_result *out, struct err *err)
{
	const int *limit = tally->atlas->rules->limit;
	struct candidate *list;
	struct place_hit *hits;
	unsigned count;
	bool one_of_rows;
	int first;

	if (gather(tally, &list, &count, err) != ERR_OK)
		return ERR_NOMEM;
	hits = arena_calloc(tally->arena, count + 1, sizeof *hits);
	if (hits == NULL)
		return err_nomem(err);
	out->hits = hits;
	if (count == 0)
		return ERR_OK;
	if (check_rows(tally, &list[0], &one_of_rows, err) != ERR_OK)
		return ERR_NOMEM;
	first = list[0].hit.score;
	out->margin = first - against(tally, list, count);
	if (first >= needed(tally, &list[0], count) &&
		out->margin * 100 >= first * limit[LIMIT_MARGIN] && !one_of_rows)
		out->primary = 0;
	for (unsigned i = 0; i < count; i++) {
		if ((int)i == out->primary || list[i].mention)
			hits[out->hit_count++] = list[i].hit;
	}
	return ERR_OK;
}

enum err_code
place_resolve_reading(const struct gazetteer *gazetteer, const struct reading *reading,
	struct arena *arena, struct place_result *out, struct err *err)
{
	struct toponyms toponyms = {0};
	struct tally tally = {
		.gazetteer = gazetteer, .arena = arena, .reading = reading, .toponyms = &toponyms};
	enum err_code rc;

	memset(out, 0, sizeof *out);
	out->primary = -1;
	rc = gazetteer_atlas(gazetteer, &tally.atlas, err);
	if (rc == ERR_OK)
		rc = toponyms_find(tally.atlas, reading, arena, &toponyms, err);
	if (rc != ERR_OK)
		return rc;
	toponyms_settle(tally.atlas, reading, &toponyms);
	rc = garbled_add(tally.atlas, reading, arena, &toponyms, err);
	if (rc == ERR_OK)
		rc = tally_take(&tally, err);
	if (rc == ERR_OK)
		rc = decide(&tally, out, err);
	if (rc == ERR_OK && out->primary < 0 && out->hit_count < 2)
		rc = own_find(&tally, &out->own, err);
	if (rc == ERR_OK)
		rc = tally_outside(&tally, &out->outside, &out->outside_count, err);
	return rc;
}

enum err_code
place_resolve(const struct gazetteer *gazetteer, const struct article *article, struct arena *arena,
	struct place_result *out, struct err *err)
{
	struct reading reading;
	enum err_code rc = reading_make(article, arena, &reading, err);

	memset(out, 0, sizeof *out);
	out->primary = -1;
	return rc == ERR_OK ? place_resolve_reading(gazetteer, &reading, arena, out, err) : rc;
}
