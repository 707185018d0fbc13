/*
 * probe.h - what only the terminal itself can say.
 *
 * How wide does it draw “ ” — … · ○ ① │, is its background dark, can it hold
 * output back?  The questions are sent once at the start and are answered, if
 * at all, while the program already runs, the place of the cursor as the last;
 * the answers of the last time, kept in the cache folder for each kind of terminal, are what the
 * first screen is painted by.
 *
 * Ownership: probe_new/probe_free.
 * Thread rule: the user interface's thread; see width.h for the setters.
 */
#ifndef BAOLAN_TERM_PROBE_H
#define BAOLAN_TERM_PROBE_H

#include "term/input.h"
#include "term/screen.h"

enum probe_news {
	PROBE_NOTHING = 0,
	PROBE_WIDTHS = 1,     /* some character is wider or narrower than was thought */
	PROBE_BACKGROUND = 2, /* it is dark where light was thought, or the other way round */
	PROBE_SYNC = 4        /* it can hold output back */
};

struct probe;

/* cache_file may be NULL: nothing is remembered. */
struct probe *probe_new(const char *cache_file);
void probe_free(struct probe *probe);

/* Sends the questions, before the first paint.  widths: ask for them too. */
void probe_ask(struct probe *probe, struct screen *screen, bool widths);

/* Takes an answer; what is new by it.  *mine is false where the event was something else. */
unsigned probe_answer(struct probe *probe, const struct event *event, bool *mine);

/* Sets the widths that are known so far (width_set_ambiguous, width_set_char). */
void probe_apply_widths(const struct probe *probe);

/* Is an answer still to come?  It would be typed to whoever reads the line next. */
bool probe_waits(const struct probe *probe);

bool probe_dark(const struct probe *probe);

#endif
