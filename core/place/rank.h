/*
 * rank.h - places that are named side by side, and are of one rank.
 *
 * Rows (东城、西城、朝阳), two bodies joined by 与, the ends of a way (从 … 到 …), three districts
 * of one sentence.  Inside core/place alone.
 */
#ifndef BAOLAN_PLACE_RANK_H
#define BAOLAN_PLACE_RANK_H

#include "place/toponym.h"

void toponyms_rank(
	const struct atlas *atlas, const struct reading *reading, struct toponyms *toponyms);

#endif
