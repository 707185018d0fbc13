/*
 * screen.h - the terminal.
 *
 * The one module that knows curses.  Views draw into the grid; screen_paint()
 * puts what has changed since the last time on the terminal.  curses computes
 * widths with wcwidth(); this module defines that function anew from
 * char_width(), so that curses, the views and the terminal agree.
 *
 * Whatever way the program ends (return, signal, crash), the terminal is as it
 * was before screen_open().
 *
 * Ownership: screen_open/screen_close; one at a time.
 * Thread rule: the user interface's thread; screen_emergency() from a signal
 * handler.
 */
#ifndef BAOLAN_TERM_SCREEN_H
#define BAOLAN_TERM_SCREEN_H

#include "base/err.h"
#include "term/grid.h"

struct screen;

struct screen_options {
	bool mouse;
	bool colour; /* false: as on a terminal without */
};

/* ERR_IO: standard input and output are no terminal, or TERM names one that cannot be used. */
enum err_code screen_open(
	const struct screen_options *options, struct screen **out, struct err *err);
void screen_close(struct screen *screen);

/* What was on the terminal before is seen again, but its line is still ours: what is typed is not
 * shown, and what the terminal has yet to answer can be read.  screen_close() gives the line back;
 * nothing else may be called in between. */
void screen_uncover(struct screen *screen);

struct grid *screen_grid(struct screen *screen);
enum depth screen_depth(const struct screen *screen);

/* How roles look from now on; borrowed until another one is set. */
void screen_set_theme(struct screen *screen, const struct theme *theme);

/* Where the cursor is seen after the next paint; x < 0: nowhere. */
void screen_set_cursor(struct screen *screen, int x, int y);

/* Whether the terminal tells of the mouse, from now on. */
void screen_set_mouse(struct screen *screen, bool wanted);

/* The terminal knows synchronized output (mode 2026). */
void screen_set_synchronized(struct screen *screen, bool known);

/* Puts the differences on the terminal. */
void screen_paint(struct screen *screen);

/* Everything anew at the next paint. */
void screen_forget(struct screen *screen);

/* Asks for the terminal's size; true where it has changed: the grid is blank and has it. */
bool screen_fit(struct screen *screen);

/* Bytes past curses: questions to the terminal, the clipboard.  They go out with the next paint,
 * before it, or with screen_flush(). */
void screen_send(struct screen *screen, const char *bytes, size_t len);
void screen_flush(struct screen *screen);

/* The terminal as it was, for the time of a stop (Ctrl-z) or of another program; and back. */
void screen_leave(struct screen *screen);
void screen_return(struct screen *screen);

/* Puts the terminal back with system calls alone. */
void screen_emergency(void);

#endif
