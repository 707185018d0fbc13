/*
 * home.h - the home city's gazetteer, for all tests of a program.
 *
 * home_open() and home_close() are a group's set-up and tear-down.
 */
#ifndef BAOLAN_TESTS_HOME_H
#define BAOLAN_TESTS_HOME_H

#include "place/place.h"

extern struct gazetteer *gazetteer;

int home_open(void **state);
int home_close(void **state);

#endif
