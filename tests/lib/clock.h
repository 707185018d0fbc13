/*
 * clock.h - clocks for measuring.
 */
#ifndef BAOLAN_TESTS_CLOCK_H
#define BAOLAN_TESTS_CLOCK_H

#include <time.h>

/* What a clock shows, in seconds. */
static inline double
clock_seconds(clockid_t which)
{
	struct timespec t;

	clock_gettime(which, &t);
	return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

/* The time that passes for a person, in milliseconds. */
static inline double
now_ms(void)
{
	return clock_seconds(CLOCK_MONOTONIC) * 1e3;
}

#endif
