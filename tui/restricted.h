/*
 * restricted.h - a session in a shared reading room: --restricted, or baolan as a login shell.
 *
 * Such a session takes nothing from its surroundings that names a file or a
 * program, reads the archive and the system's own files, writes the reader's
 * marks, and starts nothing.  The program itself sees to that; where the kernel
 * has the means, it sees to it as well (sandbox.h).
 *
 * Thread rule: the main thread, before others are started.
 */
#ifndef BAOLAN_RESTRICTED_H
#define BAOLAN_RESTRICTED_H

#include "base/err.h"

#include <stdbool.h>

/* Is it asked for?  By the option, or by a name that begins with '-', as login gives its shell. */
bool restricted_asked(int argc, char *const *argv);

/* Forgets every variable of the environment but those that tell the language and the terminal,
 * and of these what holds a path.  To be called before anything reads the environment. */
void restricted_environment(void);

/* Puts up the walls around the archive and the reader's own file.  *note says in a sentence which
 * of them this kernel does not have; NULL where it has all. */
enum err_code restricted_enter(
	const char *archive, const char *marks, const char **note, struct err *err);

#endif
