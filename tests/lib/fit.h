/*
 * fit.h - fits the weights of a model to lines whose labels are known.
 *
 * A conditional random field (Lafferty, McCallum, Pereira 2001) climbed by single pages, with a
 * margin by which the right labels should win, features left out at random, and a pull back
 * towards the weights that it started from.  Where several labels are right for a line, all
 * sequences of such labels count as right together.
 */
#ifndef BAOLAN_TESTS_FIT_H
#define BAOLAN_TESTS_FIT_H

#include "align.h"

/* A weight of the table is a natural logarithm times this. */
#define FIT_SCALE 20.0

struct fit_sample {
	const struct reading *reading;
	const struct target *targets;
	struct observation *lines; /* room for all lines of the sheet; filled while fitting */
	double weight;             /* how much it counts */
};

struct fit_options {
	int epochs;
	double rate, prior, margin, dropout;
	bool fresh; /* begin with no weights but those that are never */
	bool quiet; /* say nothing on standard error */
};

/* Fits parser->model to the samples; the same samples in the same order always give the same
 * weights.  False without memory. */
bool fit_model(struct parser *parser, struct fit_sample *samples, size_t count,
	const struct fit_options *options);

#endif
