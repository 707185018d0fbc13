/*
 * research.h - the research log: each search that was made in the browser, with
 * how many articles it found in which archive, so that it can be made again
 * (`baolan log --run`).
 *
 * A search is a filter with a query that the reader took with Enter, began with
 * or changed afterwards; what is passed through while typing is none, and the
 * same search twice in a row is one.
 *
 * Thread rule: the user interface's thread.
 */
#ifndef BAOLAN_RESEARCH_H
#define BAOLAN_RESEARCH_H

struct app;

/* Notes app->filter, where it is a search that is not noted yet; the count is made exact first, on
 * a worker. */
void research_note(struct app *app);

#endif
