/*
 * history.h - what was typed on the `:` line, in this run and in earlier ones.
 *
 * A text file, a command a line, the latest last.  Every command is appended at
 * once, in one write, so that nothing is lost with a line that breaks and
 * several browsers may share the file; one that has grown long is cut when it
 * is read.  A file that cannot be had costs nothing but the memory of it.
 *
 * Ownership: history_new() gives what history_free() takes; lines are borrowed
 * until the next history_add().
 * Thread rule: belongs to one thread.
 */
#ifndef BAOLAN_HISTORY_H
#define BAOLAN_HISTORY_H

struct history;

/* path (copied) may be NULL: this run's alone.  NULL without memory. */
struct history *history_new(const char *path);
void history_free(struct history *history);

/* The line becomes the latest, and stands in the list once. */
void history_add(struct history *history, const char *line);

/* The latest first. */
const char *const *history_lines(const struct history *history, unsigned *count);

#endif
