/*
 * warned.h - what is wrong with a user's file, kept for looking at.
 */
#ifndef BAOLAN_TESTS_WARNED_H
#define BAOLAN_TESTS_WARNED_H

#include "base/err.h"

#define WARNINGS_MAX 8

struct warnings {
	unsigned count;
	char text[WARNINGS_MAX][ERR_TEXT_MAX];
};

/* A table_warn_fn; ctx: the warnings, whose room has to do. */
void warned(void *ctx, const struct err *err);

#endif
