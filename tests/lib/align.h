/*
 * align.h - the labels that a page's lines should have, from its gold.
 *
 * Gold says what the articles are; the model is fitted on lines.  Each line is looked up
 * in the gold's parts, in order.
 */
#ifndef BAOLAN_TESTS_ALIGN_H
#define BAOLAN_TESTS_ALIGN_H

#include "golden.h"
#include "page/parser.h"

/* decisions has room for all lines of the sheet.  Returns the number of lines that no part of
 * the gold explains and that got the likeliest label. */
unsigned align(const struct golden_page *gold, const struct reading *reading, struct arena *arena,
	struct decision *decisions);

#endif
