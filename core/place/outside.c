/* outside.c - the places outside the home city that an article names. */
#include "place/tally.h"

#include <stdlib.h>

struct place {
	uint32_t code;
	uint32_t first;                /* index of the toponym that names it first */
	const struct toponym *fullest; /* the one that says most */
};

static int
by_code(const void *a, const void *b)
{
	const struct place *x = a, *y = b;

	if (x->code != y->code)
		return x->code < y->code ? -1 : 1;
	return (x->first > y->first) - (x->first < y->first);
}

static int
by_first(const void *a, const void *b)
{
	const struct place *x = a, *y = b;

	return (x->first > y->first) - (x->first < y->first);
}

static uint32_t
length(const struct toponym *t)
{
	return t->end - t->written;
}

/* Makes one of all places with the same code, and takes out those that another one lies in;
 * sorted by code an ancestor stands right before what lies in it. */
static uint32_t
unite(struct place *places, uint32_t count)
{
	uint32_t kept = 0;

	qsort(places, count, sizeof *places, by_code);
	for (uint32_t i = 0, end; i < count; i = end) {
		struct place p = places[i];

		for (end = i + 1; end < count && places[end].code == p.code; end++) {
			if (length(places[end].fullest) > length(p.fullest))
				p.fullest = places[end].fullest;
		}
		if (end == count || !code_lies_in(places[end].code, p.code))
			places[kept++] = p;
	}
	qsort(places, kept, sizeof *places, by_first);
	return kept;
}

bool
tally_is_outside(const struct tally *tally)
{
	const struct toponyms *ts = tally->toponyms;

	for (uint32_t i = 0; i < ts->count; i++) {
		const struct toponym *t = &ts->list[i];

		if (t->outside && t->state == TOPONYM_CERTAIN &&
			(t->context.rules & 1U << RULE_ORIGIN) == 0 &&
			tally->reading->letters[t->start].position <= POS_OPENING)
			return true;
	}
	return false;
}

enum err_code
tally_outside(const struct tally *tally, const char *const **out, unsigned *count, struct err *err)
{
	const struct toponyms *ts = tally->toponyms;
	struct place *places = arena_calloc(tally->arena, ts->count + 1, sizeof *places);
	const char **list;
	uint32_t found = 0;

	if (places == NULL)
		return err_nomem(err);
	for (uint32_t i = 0; i < ts->count; i++) {
		const struct toponym *t = &ts->list[i];

		if (t->outside && t->state == TOPONYM_CERTAIN)
			places[found++] = (struct place){t->entry->code, i, t};
	}
	found = unite(places, found);
	list = arena_calloc(tally->arena, found + 1, sizeof *list);
	if (list == NULL)
		return err_nomem(err);
	for (uint32_t i = 0; i < found; i++) {
		const struct toponym *t = places[i].fullest;

		list[i] = reading_text(tally->reading, t->written, t->end, tally->arena);
		if (list[i] == NULL)
			return err_nomem(err);
	}
	*out = list;
	*count = found;
	return ERR_OK;
}
