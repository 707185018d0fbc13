/*
 * options.h - what the reader's settings do to the running browser.
 *
 * Thread rule: the user interface's thread.
 */
#ifndef BAOLAN_OPTIONS_H
#define BAOLAN_OPTIONS_H

#include "app.h"

/* The theme that is wanted, or the one that goes with the terminal's background. */
void options_theme(struct app *app);

/* Widths as they are set, or as the terminal says; asks it. */
void options_ask_terminal(struct app *app);

#endif
