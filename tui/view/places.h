/*
 * places.h - the views that open over the main one.
 *
 * Thread rule: the user interface's thread.
 */
#ifndef BAOLAN_VIEW_PLACES_H
#define BAOLAN_VIEW_PLACES_H

#include "view/stats.h"
#include "view/view.h"

void map_open(struct app *app);
void stats_open(struct app *app);
void stats_turn(struct app *app, int step);             /* the next, previous table */
const struct stats_table *stats_shown(struct app *app); /* NULL: none is */
void help_open(struct app *app);
void raw_open(struct app *app);
void related_open(struct app *app);

/* A shade from 0 (nothing) to 4 for value of most. */
unsigned heat(uint64_t value, uint64_t most);

#endif
