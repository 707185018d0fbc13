#include "naming.h"
#include "view/chooser_parts.h"

#include <stdio.h>

/* What a chooser offers, counted on a worker. */

#define CHOICES_MAX 20000

struct choices_job {
	struct job job;
	enum purpose purpose;
	enum facet facet;
	struct filter *filter;
	struct arena *arena;
	const struct facet_count *counts; /* value: of the facet, or a saved filter's text */
	const char **names;               /* of saved filters */
	unsigned count;
};

static enum err_code
count_saved(struct choices_job *j, struct archive *archive, const char *text, uint64_t *out,
	struct err *err)
{
	struct filter *filter;
	struct query *query;
	enum err_code code = filter_decode(text, &filter, err);
	bool exact;

	(void)j;
	*out = 0;
	if (code != ERR_OK)
		return code;
	code = query_open(archive, filter, &query, err);
	if (code == ERR_OK) {
		*out = query_count(query, &exact);
		query_close(query);
	}
	filter_free(filter);
	return code;
}

static enum err_code
load_saved(struct choices_job *j, struct session *session, struct err *err)
{
	struct marks *marks = session_marks(session, err);
	struct archive *archive;
	const struct saved_filter *saved;
	struct facet_count *counts;
	enum err_code code;

	if (marks == NULL)
		return ERR_IO;
	code = session_archive(session, &archive, err);
	if (code == ERR_OK)
		code = marks_filters(marks, j->arena, &saved, &j->count, err);
	if (code != ERR_OK)
		return code;
	counts = arena_calloc(j->arena, j->count + 1, sizeof *counts);
	j->names = arena_calloc(j->arena, j->count + 1, sizeof *j->names);
	if (counts == NULL || j->names == NULL)
		return err_nomem(err);
	for (unsigned i = 0; i < j->count; i++) {
		j->names[i] = saved[i].name;
		counts[i].value = saved[i].text;
		/* One that this program does not understand counts nothing, and the rest goes on.
		 */
		if (count_saved(j, archive, saved[i].text, &counts[i].count, err) == ERR_CANCELLED)
			return ERR_CANCELLED;
	}
	j->counts = counts;
	return ERR_OK;
}

static void
run(struct job *job, struct session *session)
{
	struct choices_job *j = (struct choices_job *)job;
	struct query *query;

	j->arena = arena_new(0);
	if (j->arena == NULL) {
		job->code = err_nomem(&job->err);
		return;
	}
	if (j->purpose == FOR_SAVED) {
		job->code = load_saved(j, session, &job->err);
		return;
	}
	job->code = session_query(session, j->filter, &query, &job->err);
	if (job->code == ERR_OK)
		job->code = query_settle(query, &job->err);
	if (job->code == ERR_OK)
		job->code = query_facets(query, j->facet, true, CHOICES_MAX, j->arena, &j->counts,
			&j->count, &job->err);
	if (job->code == ERR_OK)
		naming_sort(j->facet, &j->counts, j->count, j->arena);
}

static struct choice *
add(struct chooser *c, const char *value, const char *name, uint64_t count)
{
	struct choice *choice = &c->choices[c->count];

	choice->value = arena_strdup(c->arena, value);
	choice->name = arena_strdup(c->arena, name);
	if (choice->value == NULL || choice->name == NULL)
		return NULL;
	choice->count = count;
	choice->order = c->count++;
	return choice;
}

struct choice *
chooser_find(struct chooser *c, const char *value)
{
	for (unsigned i = 0; i < c->count; i++)
		if (strcmp(c->choices[i].value, value) == 0)
			return &c->choices[i];
	return NULL;
}

/* Districts and topics are all there, also those without an article; the rest is what the archive
 * has. */
void
chooser_add_known(struct app *app, struct chooser *c)
{
	unsigned n = 0;

	if (c->purpose == FOR_PART) {
		for (; n < filter_parts(app->filter); n++) {
			char words[256], number[16];

			filter_part_words(app, n, words, sizeof words);
			snprintf(number, sizeof number, "%u", n);
			add(c, number, words, 0);
		}
	} else if (c->purpose != FOR_SAVED && c->facet == FACET_DISTRICT) {
		const struct district *d = gazetteer_districts(app->gazetteer, &n);

		for (unsigned i = 0; i < n; i++)
			add(c, d[i].name, d[i].name, 0);
		add(c, "", facet_label(app, FACET_DISTRICT, ""), 0);
	} else if (c->purpose != FOR_SAVED && c->facet == FACET_TOPIC) {
		const struct topic *t = lexicon_topics(app->lexicon, &n);

		for (unsigned i = 0; i < n; i++)
			add(c, t[i].name, t[i].name, 0);
	}
}

void
chooser_mark_chosen(struct app *app, struct chooser *c)
{
	for (unsigned i = 0; c->purpose == FOR_FILTER && i < c->count; i++)
		c->choices[i].marked = filter_has(app->filter, c->facet, c->choices[i].value);
}

bool
chooser_make_room(struct app *app, struct chooser *c, unsigned more)
{
	unsigned districts, topics;

	if (app_lexicon(app) == NULL)
		return false;
	gazetteer_districts(app->gazetteer, &districts);
	lexicon_topics(app->lexicon, &topics);
	more += districts + topics + filter_parts(app->filter) + 1;
	c->count = c->shown_count = 0;
	c->choices = arena_calloc(c->arena, more, sizeof *c->choices);
	c->shown = arena_calloc(c->arena, more, sizeof(const struct choice *));
	return c->choices != NULL && c->shown != NULL;
}

static void
done(struct job *job, void *ctx)
{
	struct choices_job *j = (struct choices_job *)job;
	struct app *app = ctx;
	struct chooser *c = chooser_top(app);

	if (c == NULL || !app_succeeded(app, job))
		return;
	if (c->touched || !chooser_make_room(app, c, j->count))
		return; /* what was marked by hand is not thrown away for a number */
	chooser_add_known(app, c);
	for (unsigned i = 0; i < j->count; i++) {
		const char *value = j->counts[i].value;
		struct choice *known = chooser_find(c, value);

		if (known != NULL)
			known->count = j->counts[i].count;
		else
			add(c, value,
				j->names != NULL ? j->names[i] : facet_label(app, c->facet, value),
				j->counts[i].count);
	}
	chooser_mark_chosen(app, c);
	chooser_show(c);
}

static void
free_job(struct job *job)
{
	struct choices_job *j = (struct choices_job *)job;

	filter_free(j->filter);
	arena_free(j->arena);
	free(j);
}

void
chooser_load(struct app *app, struct chooser *c)
{
	struct choices_job *j = calloc(1, sizeof *j);

	if (j == NULL)
		return;
	j->job = (struct job){.run = run, .done = done, .free = free_job, .slot = SLOT_CHOICES};
	j->purpose = c->purpose;
	j->facet = c->facet;
	j->filter = filter_copy(app->filter);
	if (j->filter == NULL) {
		free(j);
		return;
	}
	worker_post(app->slow, &j->job);
	app_wait(app, SLOT_CHOICES);
}
