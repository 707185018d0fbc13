/*
 * copying.h - text into the clipboard of the reader's own machine.
 *
 * By OSC 52, which terminals also take over SSH; wrapped for tmux and screen.
 *
 * Thread rule: the user interface's thread.
 */
#ifndef BAOLAN_COPYING_H
#define BAOLAN_COPYING_H

#include "app.h"

void copy_article(struct app *app);
void copy_citation(struct app *app);

#endif
