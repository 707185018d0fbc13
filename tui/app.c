#include "app.h"
#include "base/i18n.h"
#include "research.h"
#include "view/view.h"

#include <stdarg.h>
#include <stdio.h>
#include <time.h>

#define TEST_ANSWER_MS 60000

/* ---- views ----------------------------------------------------------------------------- */

struct view *
app_top(struct app *app)
{
	return app->stack[app->depth - 1];
}

enum context
app_main_context(struct app *app)
{
	static const enum context contexts[PANES] = {CONTEXT_FACETS, CONTEXT_LIST, CONTEXT_TEXT};

	return contexts[app->focus];
}

enum context
app_context(struct app *app)
{
	return app->depth == 1 ? app_main_context(app) : app_top(app)->ops->context;
}

void
app_push(struct app *app, struct view *view)
{
	if (app->depth == VIEWS_MAX) {
		view->ops->close(app, view);
		return;
	}
	app->stack[app->depth++] = view;
}

void
app_pop(struct app *app)
{
	struct view *view = app_top(app);

	if (app->depth == 1)
		return;
	app->depth--;
	view->ops->close(app, view);
}

struct lexicon *
app_lexicon(struct app *app)
{
	struct err err;

	if (app->lexicon == NULL && lexicon_new(NULL, NULL, NULL, &app->lexicon, &err) != ERR_OK)
		app_complain(app, &err);
	return app->lexicon;
}

/* ---- saying something ------------------------------------------------------------------ */

void
app_say(struct app *app, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(app->message, sizeof app->message, fmt, ap);
	va_end(ap);
	app->message_bad = false;
}

void
app_complain(struct app *app, const struct err *err)
{
	snprintf(app->message, sizeof app->message, "%s", err->text);
	app->message_bad = true;
}

bool
app_succeeded(struct app *app, const struct job *job)
{
	if (job->code != ERR_OK && job->code != ERR_CANCELLED)
		app_complain(app, &job->err);
	return job->code == ERR_OK;
}

const char *
sort_label(enum sort sort)
{
	static const char *const labels[SORT_COUNT] = {
		N_("page"), N_("newest"), N_("oldest"), N_("relevance"), N_("title"), N_("length")};

	return _(labels[sort]);
}

/* ---- what is wanted has changed --------------------------------------------------------- */

void
app_refilter(struct app *app)
{
	app->snippets.first = 0; /* those of another search */
	listing_ask(app, filter_query(app->filter)[0] != '\0' ? ANCHOR_FIRST : ANCHOR_CURSOR, 0);
	facets_ask(app, false);
	if (app_context(app) != CONTEXT_PROMPT) /* what is being typed is no search yet */
		research_note(app);
	app_wait(app, SLOT_LIST);
}

void
app_refresh(struct app *app)
{
	app->snippets.first = 0;
	listing_ask(app, ANCHOR_HEAD, 0);
	facets_ask(app, true);
}

/* ---- the article one is at --------------------------------------------------------------- */

article_key
app_article(struct app *app, const char **label)
{
	const struct row *row = listing_row(&app->listing);
	const struct reading *r = &app->reading;

	/* Views that open over the reader are about the article in it. */
	for (unsigned i = app->depth; i > 1; i--) {
		if (reader_is(app->stack[i - 1]) && r->article != NULL) {
			if (label != NULL)
				*label = r->article->article.label;
			return r->key;
		}
	}
	if (row == NULL)
		return 0;
	if (label != NULL)
		*label = row->label;
	return row->key;
}

void
app_load(struct app *app)
{
	const article_key key = app_article(app, NULL);

	if (key == 0 || reading_has(app, key))
		return;
	reading_ask(
		app, key, filter_query(app->filter)[0] != '\0' ? LAND_FIRST_HIT : LAND_WHERE_LEFT);
	app_wait(app, SLOT_ARTICLE);
}

/* The main view is on the screen, below a prompt or a chooser perhaps. */
static bool
main_is_seen(const struct app *app)
{
	unsigned i = app->depth - 1;

	while (i > 0 && app->stack[i]->ops->overlay)
		i--;
	return i == 0;
}

static bool
preview_lags(struct app *app)
{
	const struct listing *l = &app->listing;
	const struct row *row = listing_row(l);

	/* Of a search that means nothing (yet) no hits could be found in an article. */
	return row != NULL && l->err.code == ERR_OK && main_is_seen(app) &&
	       main_view_shows(app, PANE_TEXT) && !reading_has(app, row->key);
}

void
app_preview(struct app *app)
{
	if (preview_lags(app))
		app_load(app);
}

void
app_follow(struct app *app)
{
	if (app->timers[TIMER_REST] == 0 && preview_lags(app) &&
		!mailbox_awaits(app->mailbox, SLOT_ARTICLE))
		app_set_timer(app, TIMER_REST, app->testing ? 0 : REST_MS);
}

static void
say_reasons(struct app *app, const struct place_hit *hit)
{
	char text[ERR_TEXT_MAX];
	size_t n = (size_t)snprintf(text, sizeof text, "%s %d:", hit->district->name, hit->score);

	for (unsigned i = 0; i < hit->evidence_count && n < sizeof text; i++) {
		const struct place_evidence *e = &hit->evidence[i];

		n += (size_t)snprintf(text + n, sizeof text - n, "  %s (%s %+d)", e->text,
			place_position_name(e->position), e->weight);
	}
	app_say(app, "%s", text);
}

void
app_explain(struct app *app)
{
	struct reading *r = &app->reading;
	const struct place_hit *hit;
	struct err err;

	app_load(app);
	if (r->article == NULL || r->err.code != ERR_OK)
		return;
	r->explained = !r->explained;
	if (!r->explained)
		return;
	if (r->article->places.primary < 0) {
		app_say(app, "%s", _("No district was found in this article."));
		return;
	}
	hit = &r->article->places.hits[r->article->places.primary];
	if (passages_explain(r->passages, r->passage_count, hit->evidence, hit->evidence_count,
		    r->arena, &err) != ERR_OK)
		app_complain(app, &err);
	else
		say_reasons(app, hit);
}

void
app_wait(struct app *app, enum slot slot)
{
	mailbox_wait(app->mailbox, slot, app->testing ? TEST_ANSWER_MS : ANSWER_MS);
}

/* ---- time ------------------------------------------------------------------------------- */

int64_t
app_now(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

void
app_set_timer(struct app *app, enum timer timer, int ms)
{
	app->timers[timer] = app_now() + ms;
}
