/*
 * watching.h - new pages appear while one reads.
 *
 * The folders that were named at the start are looked through again and again,
 * and what this or another program imports is seen in the list.
 *
 * Thread rule: the user interface's thread.
 */
#ifndef BAOLAN_WATCHING_H
#define BAOLAN_WATCHING_H

#include "app.h"

/* Sets the timer for watching_look(). */
void watching_start(struct app *app);

/* Asks whether the archive has changed, and sets the timer for the next time. */
void watching_look(struct app *app);

/* Starts an import of the folders, unless there are none or it runs already. */
void watching_import(struct app *app);

/* Called by the loop: takes the end of an import. */
void watching_imported(struct app *app);

#endif
