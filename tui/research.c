#include "research.h"
#include "app.h"

#include <stdlib.h>
#include <string.h>

struct note_job {
	struct job job;
	struct filter *filter;
};

static void
run(struct job *job, struct session *session)
{
	struct note_job *j = (struct note_job *)job;
	struct marks *marks = session_marks(session, NULL);
	struct archive *archive;
	struct archive_info info;
	struct buf text = {0};
	struct query *query;

	if (marks == NULL)
		return;
	filter_encode(j->filter, &text);
	job->code = buf_ok(&text) ? session_archive(session, &archive, &job->err)
				  : err_nomem(&job->err);
	if (job->code == ERR_OK)
		job->code = session_query(session, j->filter, &query, &job->err);
	if (job->code == ERR_OK)
		job->code = query_settle(query, &job->err);
	if (job->code == ERR_OK)
		job->code = archive_info(archive, &info, &job->err);
	if (job->code == ERR_OK)
		job->code = marks_log(marks, buf_str(&text), query_count(query, NULL),
			info.fingerprint, &job->err);
	buf_free(&text);
}

/* A search that is wrong, or a log that cannot be written, is no reason to disturb a reader. */
static void
done(struct job *job, void *ctx)
{
	(void)job;
	(void)ctx;
}

static void
free_job(struct job *job)
{
	filter_free(((struct note_job *)job)->filter);
	free(job);
}

void
research_note(struct app *app)
{
	struct note_job *j;

	if (filter_query(app->filter)[0] == '\0' || app->options->marks == NULL ||
		(app->noted != NULL && filter_equal(app->filter, app->noted)))
		return;
	filter_free(app->noted);
	app->noted = filter_copy(app->filter);
	j = calloc(1, sizeof *j);
	if (j == NULL)
		return;
	/* Never replaced: it is made even where the reader leaves at once. */
	j->job = (struct job){.run = run, .done = done, .free = free_job, .slot = SLOT_NONE};
	j->filter = filter_copy(app->filter);
	if (j->filter == NULL)
		free(j);
	else
		worker_post(app->slow, &j->job);
}
