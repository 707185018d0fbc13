/*
 * exercise.h - everything that a reader can ask of an archive, asked of one that may lie.
 *
 * Every call has to come back: with an answer whose texts are UTF-8 and whose
 * sizes fit, or with an error that is not ERR_BUG.  Anything else ends the
 * program with abort(), so that tests and fuzzers see it.
 */
#ifndef BAOLAN_TESTS_EXERCISE_H
#define BAOLAN_TESTS_EXERCISE_H

#include "base/err.h"

#include <stdint.h>

/* Opens the archive, asks it all, closes it.  The first error there was, or ERR_OK. */
enum err_code exercise_archive(const char *path, struct err *err);

/* The same; *answer is a hash of what was answered. */
enum err_code exercise_archive_answer(const char *path, uint64_t *answer, struct err *err);

/* Asks an archive on which somebody has left marks, with filters of every kind. */
enum err_code exercise_marked(
	const char *path, const char *marks_path, uint64_t *answer, struct err *err);

/* The same as the first for a reader's file; reads, writes and takes back. */
enum err_code exercise_marks(const char *path, struct err *err);

#endif
