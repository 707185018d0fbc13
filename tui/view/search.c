#include "view/prompt.h"
#include "base/utf8.h"
#include "research.h"
#include "text/pinyin.h"

#include <inttypes.h>

/* Searching: results follow as one types.  What is typed with Latin letters may be pinyin; the
 * words of the archive that are so pronounced are offered by number. */

#define SUGGESTIONS 9
#define HISTORY 50

struct search {
	struct prompt prompt;
	char *before; /* the query when the search was opened */
	struct arena *arena;
	const struct suggestion *suggestions;
	unsigned count;
};

/* ---- suggestions ----------------------------------------------------------------------- */

struct suggest_job {
	struct job job;
	char typed[LINE_MAX_BYTES];
	struct arena *arena;
	const struct suggestion *suggestions;
	unsigned count;
};

static const struct prompt_ops search_ops;

static struct search *
open_search(struct app *app)
{
	struct view *view = app_top(app);

	if (view->ops->context != CONTEXT_PROMPT || ((struct prompt *)view)->ops != &search_ops)
		return NULL;
	return (struct search *)view;
}

bool
search_offers(struct app *app)
{
	const struct search *s = open_search(app);

	return s != NULL && s->count > 0;
}

/* The word that is being typed: what stands behind the last blank. */
static const char *
last_word(const struct line *line)
{
	const char *blank = strrchr(line->text, ' ');

	return blank != NULL ? blank + 1 : line->text;
}

static void
run(struct job *job, struct session *session)
{
	struct suggest_job *j = (struct suggest_job *)job;
	struct archive *archive = NULL;

	j->arena = arena_new(4096);
	job->code = j->arena == NULL ? err_nomem(&job->err)
				     : session_archive(session, &archive, &job->err);
	if (job->code == ERR_OK)
		job->code = suggest_pinyin(archive, j->typed, SUGGESTIONS, j->arena,
			&j->suggestions, &j->count, &job->err);
}

static void
done(struct job *job, void *ctx)
{
	struct suggest_job *j = (struct suggest_job *)job;
	struct search *s = open_search(ctx);

	if (s == NULL || job->code != ERR_OK || strcmp(j->typed, last_word(&s->prompt.line)) != 0)
		return;
	arena_free(s->arena);
	s->arena = j->arena;
	s->suggestions = j->suggestions;
	s->count = j->count;
	j->arena = NULL;
}

static void
free_job(struct job *job)
{
	arena_free(((struct suggest_job *)job)->arena);
	free(job);
}

static void
ask_suggestions(struct app *app, struct search *s)
{
	const char *word = last_word(&s->prompt.line);
	struct suggest_job *j;

	s->count = 0;
	if (word[0] == '\0' || !pinyin_typed(word, strlen(word)))
		return;
	j = calloc(1, sizeof *j);
	if (j == NULL)
		return;
	j->job = (struct job){.run = run, .done = done, .free = free_job, .slot = SLOT_SUGGEST};
	snprintf(j->typed, sizeof j->typed, "%s", word);
	worker_post(app->slow, &j->job);
}

/* ---- the prompt ------------------------------------------------------------------------ */

static void
set_query(struct app *app, const char *query)
{
	struct err err;

	if (strcmp(filter_query(app->filter), query) == 0)
		return;
	if (filter_set_query(app->filter, query, &err) != ERR_OK)
		app_complain(app, &err);
	app_refilter(app);
}

static void
changed(struct app *app, struct prompt *p)
{
	set_query(app, p->line.text);
	ask_suggestions(app, (struct search *)p);
}

/* An input method that is switched on may send full-width digits.  0: none. */
static unsigned
digit_of(const char *text, size_t len)
{
	size_t n;
	const tkey key = len > 0 ? key_plain(utf8_get(text, &n)) : 0;

	return len > 0 && n == len && key >= '1' && key <= '9' ? key - '0' : 0;
}

static bool
take(struct app *app, struct prompt *p, const char *text, size_t len)
{
	struct search *s = (struct search *)p;
	const unsigned i = digit_of(text, len) - 1;
	struct line *line = &p->line;

	if (i >= s->count || line->at != line->len)
		return false;
	line->len = line->at = (size_t)(last_word(line) - line->text);
	line->text[line->len] = '\0';
	line_insert(line, s->suggestions[i].word, strlen(s->suggestions[i].word));
	changed(app, p);
	return true;
}

static void
draw_above(struct app *app, struct prompt *p, struct area area)
{
	const struct search *s = (const struct search *)p;
	const int y = area.h - 1;
	char text[256];
	int x = 1;

	(void)app;
	if (s->count == 0)
		return;
	area_fill(area, 0, y, area.w, ROLE_BAR);
	for (unsigned i = 0; i < s->count; i++) {
		snprintf(text, sizeof text, "%u %s %s", i + 1, s->suggestions[i].word,
			number_of(s->suggestions[i].count).text);
		if (x + (int)text_width(text, strlen(text)) > area.w)
			break;
		x = area_text(area, x, y, ROLE_BAR, text) + 2;
	}
}

/* ---- history --------------------------------------------------------------------------- */

struct history_job {
	struct job job;
	char *remember; /* a query to add; NULL: they are asked for */
	struct arena *arena;
	const char *const *lines;
	unsigned count;
};

static void
run_history(struct job *job, struct session *session)
{
	struct history_job *j = (struct history_job *)job;
	struct marks *marks = session_marks(session, NULL);

	j->arena = arena_new(4096);
	if (marks == NULL || j->arena == NULL)
		return;
	if (j->remember != NULL)
		job->code = marks_remember_search(marks, j->remember, &job->err);
	else
		job->code =
			marks_searches(marks, HISTORY, j->arena, &j->lines, &j->count, &job->err);
}

static void
done_history(struct job *job, void *ctx)
{
	struct history_job *j = (struct history_job *)job;
	struct search *s = open_search(ctx);

	if (s != NULL && j->remember == NULL && job->code == ERR_OK && s->prompt.history == NULL)
		prompt_set_history(&s->prompt, j->lines, j->count);
}

static void
free_history(struct job *job)
{
	struct history_job *j = (struct history_job *)job;

	free(j->remember);
	arena_free(j->arena);
	free(j);
}

static void
post_history(struct app *app, const char *remember)
{
	struct history_job *j = calloc(1, sizeof *j);

	if (j == NULL)
		return;
	j->job = (struct job){.run = run_history, .done = done_history, .free = free_history};
	j->remember = remember != NULL ? strdup(remember) : NULL;
	worker_post(app->slow, &j->job);
}

static void
accept(struct app *app, struct prompt *p, const char *text)
{
	(void)p;
	set_query(app, text);
	if (text[0] != '\0')
		post_history(app, text);
	research_note(app);
	if (app->listing.err.code != ERR_OK)
		app_complain(app, &app->listing.err);
}

static void
cancel(struct app *app, struct prompt *p)
{
	set_query(app, ((struct search *)p)->before);
}

static void
free_search(struct prompt *p)
{
	free(((struct search *)p)->before);
	arena_free(((struct search *)p)->arena);
}

static const struct prompt_ops search_ops = {.changed = changed,
	.accept = accept,
	.cancel = cancel,
	.take = take,
	.draw_above = draw_above,
	.free = free_search};

void
search_open(struct app *app)
{
	struct search *s = calloc(1, sizeof *s);

	if (s == NULL)
		return;
	s->before = strdup(filter_query(app->filter));
	if (s->before == NULL) {
		free(s);
		return;
	}
	while (app->depth > 1) /* the results are the list of the main view */
		app_pop(app);
	app->focus = PANE_LIST;
	prompt_open(app, &s->prompt, &search_ops, "/", s->before);
	post_history(app, NULL);
}
