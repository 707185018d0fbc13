/*
 * sandbox.h - what a restricted session cannot do, because the kernel does not let it.
 *
 * Two walls, each where the kernel has it: Landlock (files, TCP, signals) and
 * seccomp (system calls).  Behind them the process and all threads it starts
 * later can start no program, open no socket, and touch no file outside the
 * paths that were named.  What was open before stays open.  There is no way back.
 *
 * Landlock: https://docs.kernel.org/userspace-api/landlock.html
 * Seccomp:  https://docs.kernel.org/userspace-api/seccomp_filter.html
 *
 * Thread rule: sandbox_enter() once, before the first thread is started.
 */
#ifndef BAOLAN_SANDBOX_H
#define BAOLAN_SANDBOX_H

#include "base/err.h"

#include <stdbool.h>

/* Files and folders, each list ended by NULL; a path that does not exist is passed over.  What
 * a terminal program needs (terminal descriptions, locales, time zones, character sets, the
 * terminal itself) is readable anyway. */
struct sandbox_paths {
	const char *const *readable; /* with everything below */
	const char *const *writable; /* folders: read, written, made and removed in */
};

/* The walls that stand. */
struct sandbox {
	bool files; /* Landlock: only the paths named */
	bool tcp;   /* Landlock of ABI 4 and later; seccomp keeps all sockets out as well */
	bool calls; /* seccomp */
};

/* Puts up what the kernel has.  A kernel without one of the two is no error: *out says what
 * stands, and sandbox_note() says it to a person.  Errors: ERR_IO where a wall that the kernel
 * has could not be put up; then nobody should go on. */
enum err_code sandbox_enter(
	const struct sandbox_paths *paths, struct sandbox *out, struct err *err);

/* Which wall is missing, as a sentence; NULL where both stand. */
const char *sandbox_note(const struct sandbox *sandbox);

#endif
