/*
 * garbled.h - names with one character wrong or lost, as scanning leaves them.
 *
 * Only where an article says no district in its headline and lead, and names
 * no place outside: there a word that ends like a district or a town, is one
 * edit away from one name of the home city alone, and begins like no name, is
 * taken for it.  Inside core/place alone.
 */
#ifndef BAOLAN_PLACE_GARBLED_H
#define BAOLAN_PLACE_GARBLED_H

#include "place/toponym.h"

struct garbled;

/* The full names of districts and towns, made ready. */
enum err_code garbled_new(const struct atlas *atlas, struct garbled **out, struct err *err);
void garbled_free(struct garbled *garbled);

/* Adds such names to the toponyms, in their order. */
enum err_code garbled_add(const struct atlas *atlas, const struct reading *reading,
	struct arena *arena, struct toponyms *toponyms, struct err *err);

#endif
