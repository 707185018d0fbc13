/*
 * match.h - how well a name fits what was typed.
 *
 * Thread rule: pure.
 */
#ifndef BAOLAN_VIEW_MATCH_H
#define BAOLAN_VIEW_MATCH_H

#include <stddef.h>

/* 0: not at all; else larger is better: the whole name, its beginning, pinyin from its
 * beginning, something inside of it. */
unsigned match_name(const char *typed, const char *name);

#endif
