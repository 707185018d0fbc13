/*
 * language.h - the reader's language, whatever locales are installed.
 *
 * All text is UTF-8.  A locale that is not installed, and one with another
 * character set, keep its language and get the characters of C.UTF-8.
 *
 * Thread rule: language_set() once, before anything is said and before threads are
 * started; the rest any thread.
 */
#ifndef BAOLAN_LANGUAGE_H
#define BAOLAN_LANGUAGE_H

#include "text/collate.h"

/* Sets the locale and the catalogue of messages by LC_ALL, LC_MESSAGES, LANG and LANGUAGE.
 * Returns the name of the reader's character set where that is none that UTF-8 text can be read
 * in, else NULL; static.  Messages are English then. */
const char *language_set(void);

/* The order of names in the language of LC_COLLATE, by its name: it need not be installed. */
enum collation language_collation(void);

#endif
