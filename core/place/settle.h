/*
 * settle.h - what the rest of the article says about a name.
 *
 * The second look, when all names are known: rows of names, names in doubt,
 * short names that several cities use, towns whose name exists elsewhere.
 * Inside core/place alone.
 */
#ifndef BAOLAN_PLACE_SETTLE_H
#define BAOLAN_PLACE_SETTLE_H

#include "place/toponym.h"

void toponyms_settle(
	const struct atlas *atlas, const struct reading *reading, struct toponyms *toponyms);

#endif
