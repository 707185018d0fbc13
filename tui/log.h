/*
 * log.h - what the program did, for whoever looks for a fault: --log FILE.
 *
 * A line an event, with the time of day in UTC and the process, appended in one
 * write, so that several programs may share a file.  Control characters are
 * made harmless.  It says nothing of what is in the articles.
 *
 * Thread rule: log_line() from any thread.
 */
#ifndef BAOLAN_LOG_H
#define BAOLAN_LOG_H

#include "base/err.h"

struct log;

/* Opens or makes the file (mode 0600). */
enum err_code log_open(const char *path, struct log **out, struct err *err);
void log_close(struct log *log);

/* Does nothing where log is NULL; a line that cannot be written is lost. */
void log_line(struct log *log, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

#endif
