/*
 * mouse.h - what clicks, the wheel and dragging do.
 *
 * Thread rule: the user interface's thread.
 */
#ifndef BAOLAN_MOUSE_H
#define BAOLAN_MOUSE_H

#include "app.h"

void mouse_event(struct app *app, const struct event *event);

#endif
