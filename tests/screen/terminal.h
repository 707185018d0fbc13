/*
 * terminal.h - the real program in a pseudo-terminal, its bytes read by libvterm.
 *
 * Nothing sleeps: after its keys a test sends a private sequence with a number
 * (ESC _ baolan;N ESC \), and the program, in test mode, sends it back when
 * everything that was asked for is on the screen.
 *
 * Every program runs in a folder of its own with a fixed size, locale and
 * environment; all of them read one archive, made once from the sample pages,
 * or from pages that are plain enough to be read in one way only.
 * Failures are cmocka's (fail_msg).
 */
#ifndef BAOLAN_TESTS_TERMINAL_H
#define BAOLAN_TESTS_TERMINAL_H

#include <stdbool.h>
#include <stddef.h>

#include <vterm.h>

struct terminal;

struct terminal_options {
	int cols, rows;
	const char *term;             /* NULL: xterm-256color */
	const char *const *arguments; /* NULL-ended, or NULL: none */
	const char *const *variables; /* NAME=VALUE, NULL-ended, or NULL */
	const char *folder;           /* what it keeps lies in FOLDER/baolan; NULL: is lost */
	bool no_archive;              /* it starts without one */
	bool own_pages;               /* of tests/screen/pages instead of seeds */
	bool distant;                 /* what it is asked is answered by terminal_answer() */
	/* A shell with job control that starts the program (sh, bash); when it stops, the shell
	 * says
	 * "(stopped)", waits for a line, and brings it back; when it ends, "(left STATUS)", and
	 * waits for a line. */
	const char *shell;
};

/* Starts the program and waits for its first screen. */
struct terminal *terminal_start(const struct terminal_options *options);

/* Kills it, if it still runs. */
void terminal_free(struct terminal *terminal);

/* Types keys: words separated by blanks; names as in the key file (Enter, PgDn, Ctrl-d), anything
 * else as it is.  Returns when the screen shows their result. */
void terminal_keys(struct terminal *terminal, const char *keys);

/* Sends bytes without waiting. */
void terminal_send(struct terminal *terminal, const char *bytes, size_t len);

/* Waits until the program is idle; false where it has ended instead. */
bool terminal_sync(struct terminal *terminal);

/* Waits until the screen shows a text; false where the program has ended instead. */
bool terminal_wait(struct terminal *terminal, const char *text);

/* Is the terminal as it was before the program: modes of the line, screen, cursor, attributes? */
bool terminal_restored(struct terminal *terminal);

/* Hangs up, as a line that is lost does, and waits for the program's end; its exit status. */
int terminal_hang_up(struct terminal *terminal);

void terminal_resize(struct terminal *terminal, int cols, int rows);

/* A row of the screen as UTF-8 without blanks at its end; the caller frees it. */
char *terminal_row(const struct terminal *terminal, int y);

/* The whole screen: its rows, and below them, for each, how its cells look; the caller frees. */
char *terminal_screen(const struct terminal *terminal);

/* Whether the row has this text somewhere. */
bool terminal_row_has(const struct terminal *terminal, int y, const char *text);

VTermScreenCell terminal_cell(const struct terminal *terminal, int x, int y);

bool terminal_shows(const struct terminal *terminal, const char *text);

/* Compares with tests/screen/golden/NAME.txt; with BLESS=1 in the environment writes that file. */
void terminal_golden(const struct terminal *terminal, const char *name);

/* Fails where the screen differs from what a full repaint gives. */
void terminal_check_repaint(struct terminal *terminal, const char *after_what);

/* What has been written to the terminal since the last call, for counting and searching. */
const char *terminal_bytes(struct terminal *terminal, size_t *len);

/* A distant terminal sends its answers, now that the program has left its screen; the number of
 * bytes that nobody read then. */
size_t terminal_answer(struct terminal *terminal);

/* Waits for the program's end; returns its exit status, or 128 + the signal.  restored says
 * whether the terminal is as it was: modes of the line, screen, cursor, attributes. */
int terminal_end(struct terminal *terminal, bool *restored);

/* Sends a signal to the program. */
void terminal_signal(struct terminal *terminal, int number);

/* The text of the clipboard that the program set last; "" for none. */
const char *terminal_clipboard(const struct terminal *terminal);

#endif
