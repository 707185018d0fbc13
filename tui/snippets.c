#include "app.h"

#include <stdlib.h>

struct snippets_job {
	struct job job;
	struct filter *filter;
	struct snippets out; /* keys in items, when it is posted */
};

static void
run(struct job *job, struct session *session)
{
	struct snippets_job *j = (struct snippets_job *)job;
	struct query *query;

	job->code = session_query(session, j->filter, &query, &job->err);
	for (unsigned i = 0; i < j->out.count && job->code == ERR_OK; i++)
		job->code = query_snippet(query, j->out.items[i].key, j->out.width, j->out.arena,
			&j->out.items[i].snippet, &job->err);
}

static void
done(struct job *job, void *ctx)
{
	struct snippets_job *j = (struct snippets_job *)job;
	struct app *app = ctx;

	if (job->code != ERR_OK)
		return;
	snippets_free(&app->snippets);
	app->snippets = j->out;
	j->out.arena = NULL;
}

static void
free_job(struct job *job)
{
	struct snippets_job *j = (struct snippets_job *)job;

	filter_free(j->filter);
	arena_free(j->out.arena);
	free(j);
}

const struct snippet *
snippets_find(const struct snippets *s, article_key key)
{
	for (unsigned i = 0; i < s->count; i++)
		if (s->items[i].key == key)
			return &s->items[i].snippet;
	return NULL;
}

void
snippets_show(struct app *app, unsigned from, unsigned to, unsigned width)
{
	const struct listing *l = &app->listing;
	struct snippets *s = &app->snippets;
	struct snippets_job *j;

	if (from >= to || (s->first == l->rows[from].key && s->last == l->rows[to - 1].key &&
				  s->width == width))
		return;
	j = calloc(1, sizeof *j);
	if (j == NULL)
		return;
	j->job = (struct job){.run = run, .done = done, .free = free_job, .slot = SLOT_SNIPPETS};
	j->filter = filter_copy(app->filter);
	j->out = (struct snippets){.arena = arena_new(0),
		.width = width,
		.first = l->rows[from].key,
		.last = l->rows[to - 1].key};
	if (j->out.arena != NULL)
		j->out.items = arena_calloc(j->out.arena, to - from, sizeof *j->out.items);
	if (j->filter == NULL || j->out.items == NULL) {
		free_job(&j->job);
		return;
	}
	for (unsigned i = from; i < to; i++)
		j->out.items[j->out.count++].key = l->rows[i].key;
	/* Asked once: the old ones stay to be seen until these come. */
	s->first = j->out.first;
	s->last = j->out.last;
	s->width = width;
	worker_post(app->fast, &j->job);
}

void
snippets_free(struct snippets *s)
{
	arena_free(s->arena);
	*s = (struct snippets){0};
}
