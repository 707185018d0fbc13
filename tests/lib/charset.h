/*
 * charset.h - which character sets and locales this machine has for a test.
 *
 * The program only reads GB18030 and Big5; a C library may do no more (musl).
 * Machines have few locales or none; one that a test needs is made for it, where
 * the C library has such things at all.
 */
#ifndef BAOLAN_TESTS_CHARSET_H
#define BAOLAN_TESTS_CHARSET_H

#include <stdbool.h>

/* Whether iconv(3) writes this character set here. */
bool charset_is_written(const char *name);

/* Makes the locale LANGUAGE.CHARSET in a folder that LOCPATH then has to name, for this process and
 * those that it starts; false where that cannot be or its numbers have no groups. */
bool charset_make_locale(const char *folder, const char *language, const char *charset);

#endif
