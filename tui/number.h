/*
 * number.h - numbers as a person reads them: digits grouped as LC_NUMERIC has it.
 *
 * What other programs read (JSON, CSV) never goes through here: the program
 * itself runs with the numbers of C.
 *
 * Thread rule: number_use_locale() once, before threads are started; the rest
 * any thread, at any time.
 */
#ifndef BAOLAN_NUMBER_H
#define BAOLAN_NUMBER_H

#include <stdint.h>

/* Digits of a uint64_t, each with a separator of a few bytes, and the NUL. */
#define NUMBER_ROOM 128

struct number {
	char text[NUMBER_ROOM];
};

/* Takes the separator and the size of the groups from the environment's LC_NUMERIC; none where
 * that is C or POSIX, is not installed, or writes the separator in another character set. */
void number_use_locale(void);

/* Returned by value, to be used in the call that says it: number_of(n).text */
struct number number_of(uint64_t value);

/* The same for digits that are printed already; anything else is left as it is, and cut to what
 * there is room for. */
struct number number_group(const char *digits);

#endif
