/*
 * home.h - what pages and articles are read with, for all tests of a program.
 *
 * Each pair is a group's set-up and tear-down.
 */
#ifndef BAOLAN_TESTS_HOME_H
#define BAOLAN_TESTS_HOME_H

#include "page/page.h"
#include "place/place.h"
#include "topic/topic.h"

/* The home city's. */
extern struct gazetteer *gazetteer;
int home_open(void **state);
int home_close(void **state);

extern struct lexicon *lexicon;
int lexicon_open(void **state);
int lexicon_close(void **state);

extern struct parser *parser;
int parser_open(void **state);
int parser_close(void **state);

/* TEMP_FOLDER/whole.db, an archive of the plain pages; closed by temp_close(). */
int whole_open(void **state);

#endif
