/*
 * own.h - what an article calls its own district without naming it (我区, 区总工会).
 *
 * Inside core/place alone; place_settle_page() says what becomes of it.
 */
#ifndef BAOLAN_PLACE_OWN_H
#define BAOLAN_PLACE_OWN_H

#include "place/tally.h"

/* The first such word in front, else the first in the body, as evidence; NULL where there is none.
 */
enum err_code own_find(
	const struct tally *tally, const struct place_evidence **out, struct err *err);

#endif
