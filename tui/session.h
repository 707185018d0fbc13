/*
 * session.h - what a thread needs to ask the archive.
 *
 * Each worker has a session of its own: an archive handle, the reader's marks,
 * and the query of the filter that was asked last.  All of it is opened when it
 * is first needed, because at the start there may be no archive yet.
 *
 * Thread rule: a session belongs to its worker's thread; session_interrupt()
 * and session_resume() may be called from any.
 */
#ifndef BAOLAN_SESSION_H
#define BAOLAN_SESSION_H

#include "archive/archive.h"
#include "archive/marks.h"
#include "query/query.h"

struct session;

/* The paths are copied.  marks_path may be NULL: nothing is marked. */
struct session *session_new(const char *archive_path, const char *marks_path);
void session_free(struct session *session);

enum err_code session_archive(struct session *session, struct archive **out, struct err *err);

/* NULL where the reader's file cannot be had; *err (may be NULL) says why. */
struct marks *session_marks(struct session *session, struct err *err);

/* The query of this filter; it stays open, borrowed, until another filter is asked for or the
 * archive has changed. */
enum err_code session_query(
	struct session *session, const struct filter *filter, struct query **out, struct err *err);

void session_interrupt(struct session *session);
void session_resume(struct session *session);

#endif
