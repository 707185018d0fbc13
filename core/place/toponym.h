/*
 * toponym.h - the places that an article names.
 *
 * One pass over the letters; the longest name that may stand where it stands
 * wins.  What makes a name a place or none is said by the tables of stops and
 * rules, by the names beside it (辽宁省 + 朝阳市), and by what the rest of the
 * article names.  Inside core/place alone.
 */
#ifndef BAOLAN_PLACE_TOPONYM_H
#define BAOLAN_PLACE_TOPONYM_H

#include "place/atlas.h"
#include "place/rules.h"

enum toponym_state {
	TOPONYM_CERTAIN,
	TOPONYM_DOUBTFUL, /* counts if the article confirms it */
	TOPONYM_DROPPED,  /* no place after all, or said in full by the next one */
};

struct toponym {
	uint32_t start, end; /* letters */
	uint32_t written;    /* where the whole chain of names that it ends begins */
	const struct entry *entry;
	const uint32_t *entries; /* all entries of this name */
	uint32_t entry_count;
	struct context context;
	uint8_t state;                          /* enum toponym_state */
	uint8_t districts[ENTRY_DISTRICTS_MAX]; /* that it can mean, NO_DISTRICT behind the last */
	bool outside;
};

struct toponyms {
	struct toponym *list;
	uint32_t count, cap;
};

enum err_code toponyms_find(const struct atlas *atlas, const struct reading *reading,
	struct arena *arena, struct toponyms *out, struct err *err);

/* Adds letters [start, end) as a name of this entry that is not spelled so. */
enum err_code toponyms_add_garbled(struct toponyms *toponyms, const struct atlas *atlas,
	const struct reading *reading, uint32_t start, uint32_t end, const struct entry *entry,
	struct arena *arena, struct err *err);

/* Is it a place of the home city that one district or several candidates stand for? */
static inline bool
toponym_is_home(const struct toponym *t)
{
	return t->state == TOPONYM_CERTAIN && !t->outside && t->districts[0] != NO_DISTRICT;
}

/* The same of one that is still in doubt. */
static inline bool
toponym_may_be_home(const struct toponym *t)
{
	return t->state != TOPONYM_DROPPED && !t->outside && t->districts[0] != NO_DISTRICT;
}

static inline bool
toponym_shares_part(const struct reading *r, const struct toponym *a, const struct toponym *b)
{
	return r->letters[a->start].part == r->letters[b->start].part;
}

/* Can it mean this district? */
bool toponym_may_be(const struct toponym *t, uint8_t district);

/* The only district that it can mean, or NO_DISTRICT. */
static inline uint8_t
toponym_district(const struct toponym *t)
{
	return t->districts[1] == NO_DISTRICT ? t->districts[0] : NO_DISTRICT;
}

#endif
