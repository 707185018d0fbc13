/*
 * gazetteer.h - the inside of a gazetteer, for the files of core/place.
 *
 * The districts are read at once, for they are few and every front end lists
 * them; the atlas of all names is made by whoever resolves the first article.
 */
#ifndef BAOLAN_PLACE_GAZETTEER_H
#define BAOLAN_PLACE_GAZETTEER_H

#include "base/table.h"
#include "place/atlas.h"
#include "place/place.h"

#include <pthread.h>
#include <stdatomic.h>

/* What a district's row says besides struct district. */
struct district_row {
	const char *typed; /* other names that a person may type, separated by spaces */
	bool word, given;
};

/* A row of the user's file that was found right. */
struct user_place {
	struct field name;
	enum place_class class;
	uint8_t district;
};

/* The one thing in a gazetteer that is made late, by the first who asks. */
struct late {
	pthread_mutex_t lock; /* held while the atlas is made */
	_Atomic(struct atlas *) atlas;
};

struct gazetteer {
	struct arena *arena;
	const char *city, *city_short;
	struct district *districts;
	struct district_row *rows;
	unsigned count;
	char *user_text; /* the user's file, which user places borrow from */
	struct user_place *user;
	unsigned user_count;
	struct late *late;
};

/* The atlas, made by the first who asks. */
enum err_code gazetteer_atlas(
	const struct gazetteer *gazetteer, const struct atlas **out, struct err *err);

/* The district with this full or short name or code; NO_DISTRICT. */
uint8_t gazetteer_index(const struct gazetteer *gazetteer, struct field name);

#endif
