/*
 * charset.h - which character sets a test can make pages in.
 *
 * The program only reads GB18030 and Big5; a C library may do no more (musl).
 */
#ifndef BAOLAN_TESTS_CHARSET_H
#define BAOLAN_TESTS_CHARSET_H

#include <stdbool.h>

/* Whether iconv(3) writes this character set here. */
bool charset_is_written(const char *name);

#endif
