/*
 * tally.h - what the places that an article names weigh for each district.
 *
 * Every hit weighs position * class * what its context says, all from
 * data/place-weights.tsv; hits of one district add up, each further one
 * counting less.  Inside core/place alone.
 */
#ifndef BAOLAN_PLACE_TALLY_H
#define BAOLAN_PLACE_TALLY_H

#include "place/gazetteer.h"
#include "place/toponym.h"

/* Weights of hits are kept in hundredths, so that small factors multiply without loss. */
#define TALLY_SCALE 100

struct hit {
	const struct toponym *toponym;
	enum place_position position;
	int weight;
	uint8_t district;
};

struct tally {
	const struct gazetteer *gazetteer;
	const struct atlas *atlas;
	const struct reading *reading;
	const struct toponyms *toponyms;
	struct arena *arena;
	struct hit *hits; /* by district, the strongest first */
	uint32_t hit_count;
	int *score; /* by district */
	int others; /* what bodies of the whole city, or of no district at all, weigh */
	bool *acts; /* by district: a body of it is named in front */
	unsigned acting;
	unsigned in_front; /* places named in headline or first paragraph: districts, and one more
		   for all outside */
	const struct toponym *visitor; /* goes to another district */
};

/* Takes the hits and adds them up; the members above `hits` are filled in. */
enum err_code tally_take(struct tally *tally, struct err *err);

/* What bodies of the whole city, or of no district at all, weigh against the districts. */
int tally_others(const struct tally *tally);

/* Does the article speak of the whole city (全市, 各区, 市教委)?  The city's name alone does not.
 */
bool tally_speaks_of_city(const struct tally *tally);

/* Is a place outside the home city named in headline or first paragraph, and not as the one that
 * somebody comes from? */
bool tally_is_outside(const struct tally *tally);

/* The places outside the home city: each once, as it is written where it is written most fully,
 * in the order in which they are first named; not those that another one lies in. */
enum err_code tally_outside(
	const struct tally *tally, const char *const **out, unsigned *count, struct err *err);

#endif
