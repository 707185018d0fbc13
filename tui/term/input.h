/*
 * input.h - what comes from the terminal, as events.
 *
 * Bytes go in as they were read, events come out; a sequence may arrive in
 * pieces.  An Esc key and the beginning of a sequence look alike: input_next()
 * leaves a lone Esc until more comes or the caller, after KEY_ESC_MS without a
 * byte, asks with `flush`.
 *
 * Ownership: input_new/input_free; an event's text is borrowed until the next
 * call of input_feed().
 * Thread rule: the user interface's thread.
 * Sources: ECMA-48; xterm "Control Sequences"; terminfo of linux, vt100, screen.
 */
#ifndef BAOLAN_TERM_INPUT_H
#define BAOLAN_TERM_INPUT_H

#include "term/key.h"

#include <stdbool.h>
#include <stddef.h>

#define KEY_ESC_MS 30

enum event_type {
	EVENT_KEY,
	EVENT_PASTE,  /* text: what was pasted, not yet made harmless */
	EVENT_MOUSE,  /* a button, the wheel, or a drag */
	EVENT_CURSOR, /* the terminal says where its cursor is */
	EVENT_MODE,   /* it says whether it knows a mode: mode, value (0: no) */
	EVENT_COLOUR, /* it says its background: value 0 (black) to 255 (white) */
	EVENT_SYNC    /* a test asks to be told when everything is done: value */
};

enum mouse_button {
	MOUSE_LEFT,
	MOUSE_MIDDLE,
	MOUSE_RIGHT,
	MOUSE_RELEASE,
	MOUSE_WHEEL_UP,
	MOUSE_WHEEL_DOWN,
	MOUSE_DRAG
};

struct event {
	enum event_type type;
	tkey key;
	const char *text;
	size_t len;
	enum mouse_button button;
	int x, y; /* cells from 0, for the mouse and the cursor */
	int mode, value;
};

struct input;

struct input *input_new(void); /* NULL without memory */
void input_free(struct input *input);

/* Without memory the bytes are dropped. */
void input_feed(struct input *input, const char *bytes, size_t len);

bool input_next(struct input *input, struct event *event, bool flush);

/* Whether the beginning of a sequence waits for its rest. */
bool input_waits(const struct input *input);

#endif
