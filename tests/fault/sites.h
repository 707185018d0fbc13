/*
 * sites.h - which of thousands of calls are worth disturbing.
 *
 * A call that fails is handled by the functions that led to it, so two calls on
 * the same way through the program say the same.  While the work runs
 * undisturbed each call is noted; of those on the same way the first and the
 * last are chosen.  Calls within libraries count as one with the call into
 * them.
 *
 * Calls are numbered in each thread by itself, and threads as they are started,
 * so that the same call has the same number in the next run.
 *
 * Thread rule: any thread may ask for numbers and have calls noted; one begins
 * and ends, while no other runs.
 */
#ifndef BAOLAN_TESTS_SITES_H
#define BAOLAN_TESTS_SITES_H

#include <stdbool.h>

/* Takes notes from now on, having forgotten all but what sites_new_end() is about. */
void sites_begin(void);

/* No more notes.  The numbers that are chosen; they stay until the next sites_begin(). */
const long *sites_end(long *count);

/* As sites_end(), of those ways only that lead through a call that no way before led through, since
 * the program began: fewer by far, and every call that can fail does. */
const long *sites_new_end(long *count);

/* Numbers begin anew.  The call with this number fails, and all from there on where it lasts; 0:
 * none fails, they are noted. */
void sites_plan(long number, bool lasting);

/* Nothing fails any more or is noted. */
void sites_calm(void);

/* Asked by what stands before a function, once for each call: whether that call shall fail.  Gives
 * memory to nobody and takes none. */
bool sites_fails(void);

/* Whether the code at this address is the program's own, not a library's. */
bool sites_is_ours(const void *address);

#endif
