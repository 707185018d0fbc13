#include "marking.h"
#include "base/i18n.h"

#include <stdlib.h>
#include <string.h>

enum change {
	CHANGE_READ,
	CHANGE_UNREAD,
	CHANGE_STAR,
	CHANGE_UNSTAR,
	CHANGE_NOTE,
	CHANGE_DISTRICT,
	CHANGE_DISTRICT_BACK,
	CHANGE_UNDO,
	CHANGE_SAVE_FILTER,
	CHANGE_DROP_FILTER
};

struct mark_job {
	struct job job;
	enum change change;
	bool quiet; /* nothing is said about it */
	char id[STABLE_ID_LEN + 1];
	char *text;   /* note, district, name of a filter */
	char *filter; /* encoded */
	struct arena *arena;
	const char *undone;
};

static enum err_code
apply(struct mark_job *j, struct marks *marks, struct err *err)
{
	char undone_id[STABLE_ID_LEN + 1];

	switch (j->change) {
	case CHANGE_READ:
	case CHANGE_UNREAD:
		return marks_set_read(marks, j->id, j->change == CHANGE_READ, err);
	case CHANGE_STAR:
	case CHANGE_UNSTAR:
		return marks_set_starred(marks, j->id, j->change == CHANGE_STAR, err);
	case CHANGE_NOTE:
		return marks_set_note(marks, j->id, j->text, err);
	case CHANGE_DISTRICT:
		return marks_correct(marks, j->id, j->text, err);
	case CHANGE_DISTRICT_BACK:
		return marks_correct(marks, j->id, NULL, err);
	case CHANGE_UNDO:
		j->arena = arena_new(4096);
		return j->arena == NULL ? err_nomem(err)
					: marks_undo(marks, j->arena, &j->undone, undone_id, err);
	case CHANGE_SAVE_FILTER:
		return marks_save_filter(marks, j->text, j->filter, err);
	case CHANGE_DROP_FILTER:
		return marks_drop_filter(marks, j->text, err);
	}
	return ERR_OK;
}

static void
run(struct job *job, struct session *session)
{
	struct mark_job *j = (struct mark_job *)job;
	struct marks *marks;

	err_set(&job->err, ERR_IO, _("there is no place for marks"));
	marks = session_marks(session, &job->err);
	job->code = marks == NULL ? ERR_IO : apply(j, marks, &job->err);
}

static void
say(struct app *app, const struct mark_job *j)
{
	static const char *const words[] = {
		[CHANGE_READ] = N_("Marked as read."),
		[CHANGE_UNREAD] = N_("Marked as unread."),
		[CHANGE_STAR] = N_("Starred."),
		[CHANGE_UNSTAR] = N_("The star is taken away."),
		[CHANGE_NOTE] = N_("The note is kept."),
		[CHANGE_DISTRICT] = N_("The district is corrected."),
		[CHANGE_DISTRICT_BACK] = N_("The correction is taken back."),
		[CHANGE_SAVE_FILTER] = N_("The filter is saved."),
		[CHANGE_DROP_FILTER] = N_("The filter is forgotten."),
	};

	if (j->change != CHANGE_UNDO)
		app_say(app, "%s", _(words[j->change]));
	else if (j->undone != NULL)
		app_say(app, _("Undone: %s"), j->undone);
	else
		app_say(app, "%s", _("There is nothing to undo."));
}

static void
done(struct job *job, void *ctx)
{
	struct mark_job *j = (struct mark_job *)job;
	struct app *app = ctx;

	if (job->code != ERR_OK) {
		if (!j->quiet)
			app_complain(app, &job->err);
		return;
	}
	if (!j->quiet)
		say(app, j);
	if (j->change == CHANGE_NOTE || j->change == CHANGE_UNDO)
		reading_reload(app);
	app_refresh(app);
}

static void
free_job(struct job *job)
{
	struct mark_job *j = (struct mark_job *)job;

	arena_free(j->arena);
	free(j->text);
	free(j->filter);
	free(j);
}

static struct mark_job *
new_job(enum change change, const char *id, const char *text)
{
	struct mark_job *j = calloc(1, sizeof *j);

	if (j == NULL)
		return NULL;
	j->job = (struct job){.run = run, .done = done, .free = free_job};
	j->change = change;
	if (id != NULL)
		memcpy(j->id, id, sizeof j->id);
	if (text != NULL && (j->text = strdup(text)) == NULL) {
		free(j);
		return NULL;
	}
	return j;
}

static void
post(struct app *app, struct mark_job *j)
{
	if (j == NULL)
		return;
	worker_post(app->slow, &j->job);
	app_wait(app, SLOT_NONE);
}

/* What is known of the article one is at. */
struct subject {
	const char *id; /* NULL: there is none */
	bool read, starred, open;
};

static struct subject
find_subject(struct app *app)
{
	const struct reading *r = &app->reading;
	const struct row *row = listing_row(&app->listing);
	const article_key key = app_article(app, NULL);

	listing_hold(&app->listing);
	if (key != 0 && key == r->key && r->article != NULL && r->err.code == ERR_OK)
		return (struct subject){r->article->id, r->mark.read, r->mark.starred, true};
	if (row != NULL && row->key == key)
		return (struct subject){row->id, row->read, row->starred, false};
	return (struct subject){0};
}

void
marking_opened(struct app *app)
{
	struct reading *r = &app->reading;
	struct mark_job *j;

	if (r->article == NULL || r->err.code != ERR_OK || r->mark.read ||
		app->options->marks == NULL ||
		!config_bool(app->options->config, CONFIG_READ_ON_OPEN))
		return;
	j = new_job(CHANGE_READ, r->article->id, NULL);
	if (j == NULL)
		return;
	j->quiet = true;
	r->mark.read = true;
	worker_post(app->slow, &j->job);
}

void
marking_toggle_read(struct app *app)
{
	const struct subject s = find_subject(app);

	if (s.id == NULL)
		return;
	if (s.open)
		app->reading.mark.read = !s.read;
	post(app, new_job(s.read ? CHANGE_UNREAD : CHANGE_READ, s.id, NULL));
}

void
marking_toggle_star(struct app *app)
{
	const struct subject s = find_subject(app);

	if (s.id == NULL)
		return;
	if (s.open)
		app->reading.mark.starred = !s.starred;
	post(app, new_job(s.starred ? CHANGE_UNSTAR : CHANGE_STAR, s.id, NULL));
}

void
marking_note(struct app *app, const char *note)
{
	const struct subject s = find_subject(app);

	if (s.id != NULL)
		post(app, new_job(CHANGE_NOTE, s.id, note));
}

void
marking_correct(struct app *app, const char *district)
{
	const struct subject s = find_subject(app);

	if (s.id != NULL)
		post(app, new_job(district != NULL ? CHANGE_DISTRICT : CHANGE_DISTRICT_BACK, s.id,
				  district));
}

void
marking_undo(struct app *app)
{
	post(app, new_job(CHANGE_UNDO, NULL, NULL));
}

void
marking_save_filter(struct app *app, const char *name)
{
	struct mark_job *j = new_job(CHANGE_SAVE_FILTER, NULL, name);
	struct buf text = {0};

	if (j == NULL)
		return;
	filter_encode(app->filter, &text);
	j->filter = strdup(buf_str(&text));
	buf_free(&text);
	if (j->filter == NULL)
		free_job(&j->job);
	else
		post(app, j);
}

void
marking_drop_filter(struct app *app, const char *name)
{
	post(app, new_job(CHANGE_DROP_FILTER, NULL, name));
}
