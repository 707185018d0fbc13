/*
 * atlas.h - every name that the gazetteer knows, ready to be found in a text.
 *
 * Made from the tables of data/ when the first article is resolved: who only
 * lists districts never pays for it.  Inside core/place alone.
 *
 * Thread rule: read-only once made.
 */
#ifndef BAOLAN_PLACE_ATLAS_H
#define BAOLAN_PLACE_ATLAS_H

#include "base/table.h"
#include "place/names.h"
#include "place/place.h"
#include "place/rules.h"

/* What a name names. */
enum place_class {
	CLASS_STOP,     /* a phrase that is no place */
	CLASS_DISTRICT, /* 昌平区 */
	CLASS_SHORT,    /* 昌平 */
	CLASS_FORMER,   /* 宣武区 */
	CLASS_TOWN,     /* 方庄街道 */
	CLASS_TOWN_SHORT,
	CLASS_STEM, /* a town's short name that counts only behind its district */
	CLASS_COMMUNITY,
	CLASS_AREA,    /* a quarter, an estate, a development zone: settles as a town does */
	CLASS_SIGNED,  /* the same, with a name that is also a word: counts behind a sign alone */
	CLASS_QUARTER, /* a neighbourhood, a street: settles where nothing stronger is named */
	CLASS_BODY,    /* a university, a hospital: settles where it acts */
	CLASS_VENUE,   /* a park, a museum: a mention, and more only where nobody acts */
	CLASS_HINT,    /* decides between candidates alone */
	CLASS_GENERIC, /* a short name that other cities use as well: 经开区 */
	CLASS_CITY,    /* the home city */
	CLASS_OUTSIDE,
	CLASS_OUTSIDE_SHORT,
	CLASS_OUTSIDE_CHAINED, /* only behind the place it lies in */
	CLASS_COUNT
};

enum entry_flag {
	ENTRY_WORD = 1,      /* an ordinary word as well */
	ENTRY_GIVEN = 2,     /* a given name as well */
	ENTRY_ELSEWHERE = 4, /* towns of this name exist in other cities */
	ENTRY_DEFAULT = 8,   /* its first district is meant when nothing else decides */
};

#define ENTRY_DISTRICTS_MAX 3
#define NO_DISTRICT 0xFF

struct entry {
	const char *text; /* not NUL-terminated */
	uint8_t len;      /* bytes */
	uint8_t class;    /* enum place_class */
	uint8_t flags;
	uint8_t districts[ENTRY_DISTRICTS_MAX]; /* indexes, NO_DISTRICT behind the last */
	uint32_t code;                          /* outside: division code of six digits */
};

struct atlas {
	struct arena *arena; /* names that are put together */
	struct entry *entries;
	uint32_t count, cap;
	struct names *names; /* values are indexes into entries */
	struct rules *rules;
	struct garbled *garbled;
};

/* gazetteer: its districts and the rows of the user's file. */
enum err_code atlas_new(const struct gazetteer *gazetteer, struct atlas **out, struct err *err);
void atlas_free(struct atlas *atlas);

enum place_class place_class_from_name(struct field name); /* CLASS_COUNT: none */

static inline bool class_is_outside(enum place_class class)
{
	return class >= CLASS_OUTSIDE;
}

/* Is the division `code` the one of `ancestor` or a part of it?  Codes end in 00 for a
 * prefecture and in 0000 for a province. */
bool code_lies_in(uint32_t code, uint32_t ancestor);

#endif
