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

/* What is right for a line. */
struct target {
	struct decision first; /* the likeliest reading */
	uint32_t states;       /* a bit for each label that is right as well: headlines can be read
				* in two ways, a short paragraph is a line */
	bool differs;          /* its label is not the line before's, whichever it is */
	unsigned article;      /* it belongs to: 1, 2, 3 …; 0: to none */
};

/* targets has room for all lines of the sheet, all zero.  Returns the number of lines that no
 * part of the gold explains and that got the likeliest label. */
unsigned align(const struct golden_page *gold, const struct reading *reading, struct arena *arena,
	struct target *targets);

/* Is this what stands in the gold? */
static inline bool
target_met(const struct target *target, struct decision decision)
{
	return decision.joins == target->first.joins && (target->states >> decision.state & 1) != 0;
}

#endif
