#include "session.h"
#include "language.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

struct session {
	char *archive_path, *marks_path;
	struct archive *archive; /* set under lock, for session_interrupt() */
	pthread_mutex_t lock;
	struct marks *marks;
	struct query *query;
	struct filter *filter;
	uint64_t generation, marks_generation; /* when the query was opened */
};

struct session *
session_new(const char *archive_path, const char *marks_path)
{
	struct session *session = calloc(1, sizeof *session);

	if (session == NULL)
		return NULL;
	pthread_mutex_init(&session->lock, NULL);
	session->archive_path = strdup(archive_path);
	session->marks_path = marks_path != NULL ? strdup(marks_path) : NULL;
	if (session->archive_path == NULL || (marks_path != NULL && session->marks_path == NULL)) {
		session_free(session);
		return NULL;
	}
	return session;
}

/* The query's memory goes with it. */
static void
session_forget(struct session *session)
{
	if (session->query != NULL)
		query_close(session->query);
	filter_free(session->filter);
	session->query = NULL;
	session->filter = NULL;
}

void
session_free(struct session *session)
{
	if (session == NULL)
		return;
	session_forget(session);
	archive_close(session->archive);
	marks_close(session->marks);
	pthread_mutex_destroy(&session->lock);
	free(session->archive_path);
	free(session->marks_path);
	free(session);
}

enum err_code
session_archive(struct session *session, struct archive **out, struct err *err)
{
	struct archive *archive;
	enum err_code code = ERR_OK;

	if (session->archive == NULL) {
		code = archive_open(session->archive_path, ARCHIVE_READ, &archive, err);
		if (code == ERR_OK) {
			archive_set_marks(archive, session_marks(session, NULL));
			archive_set_collation(archive, language_collation());
		}
		pthread_mutex_lock(&session->lock);
		session->archive = archive;
		pthread_mutex_unlock(&session->lock);
	}
	*out = session->archive;
	return code;
}

struct marks *
session_marks(struct session *session, struct err *err)
{
	if (session->marks == NULL && session->marks_path != NULL &&
		marks_open(session->marks_path, &session->marks, err) != ERR_OK)
		session->marks = NULL;
	return session->marks;
}

enum err_code
session_query(
	struct session *session, const struct filter *filter, struct query **out, struct err *err)
{
	struct archive *archive;
	enum err_code code = session_archive(session, &archive, err);
	uint64_t generation, marked;

	*out = NULL;
	if (code != ERR_OK)
		return code;
	generation = archive_generation(archive);
	marked = session->marks != NULL ? marks_generation(session->marks) : 0;
	if (session->query != NULL && generation == session->generation &&
		marked == session->marks_generation && filter_equal(filter, session->filter)) {
		*out = session->query;
		return ERR_OK;
	}
	session_forget(session);
	session->filter = filter_copy(filter);
	if (session->filter == NULL)
		return err_nomem(err);
	code = query_open(archive, filter, &session->query, err);
	if (code != ERR_OK)
		session->query = NULL;
	session->generation = generation;
	session->marks_generation = marked;
	*out = session->query;
	return code;
}

void
session_interrupt(struct session *session)
{
	pthread_mutex_lock(&session->lock);
	if (session->archive != NULL)
		archive_interrupt(session->archive);
	pthread_mutex_unlock(&session->lock);
}

void
session_resume(struct session *session)
{
	pthread_mutex_lock(&session->lock);
	if (session->archive != NULL)
		archive_resume(session->archive);
	pthread_mutex_unlock(&session->lock);
}
