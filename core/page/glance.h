/*
 * glance.h - the symbols of a text that is not repaired.
 *
 * What a search looks for are characters that follow each other (text/symbol.h).
 * Repair joins lines, takes out what shows nothing and turns marks into others:
 * no mark becomes a character or the other way round, and white space is no
 * symbol.  So characters follow each other in a stretch of the page exactly
 * where they do in the repaired text.  Words of letters and digits are told
 * apart by spaces that repair decides on: here they are gaps.
 *
 * Thread rule: as the list of symbols.
 */
#ifndef BAOLAN_PAGE_GLANCE_H
#define BAOLAN_PAGE_GLANCE_H

#include "page/repair.h"
#include "text/symbol.h"

/* Appends the characters of these stretches as the symbols of one text; offsets mean nothing. */
void glance(struct symbols *out, const struct text *text, const struct stretch *stretches,
	size_t count);

#endif
