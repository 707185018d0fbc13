#include "view/places.h"

#include <stdio.h>

/* Articles that share phrases with the one being read, follow it up, reprint it, or are its
 * other half. */

#define RELATED_MAX 50

struct entry {
	const struct related *related;
	const struct row *row;
};

struct related_view {
	struct view view;
	struct arena *arena;
	struct entry *entries;
	unsigned count, cursor, top;
	bool known;
	char title[256];
};

struct related_job {
	struct job job;
	article_key key;
	struct arena *arena;
	struct entry *entries;
	unsigned count;
};

static const struct view_ops ops;

static void
run(struct job *job, struct session *session)
{
	struct related_job *j = (struct related_job *)job;
	struct archive *archive = NULL;
	struct filter *none = filter_new();
	const struct related *found = NULL;
	struct query *query = NULL;
	unsigned n = 0;

	j->arena = arena_new(0);
	if (j->arena == NULL || none == NULL)
		job->code = err_nomem(&job->err);
	if (job->code == ERR_OK)
		job->code = session_archive(session, &archive, &job->err);
	if (job->code == ERR_OK)
		job->code =
			related_find(archive, j->key, RELATED_MAX, j->arena, &found, &n, &job->err);
	if (job->code == ERR_OK)
		job->code = session_query(session, none, &query, &job->err);
	if (job->code == ERR_OK)
		j->entries = arena_calloc(j->arena, n + 1, sizeof *j->entries);
	for (unsigned i = 0; i < n && job->code == ERR_OK && j->entries != NULL; i++) {
		struct entry *e = &j->entries[j->count++];

		e->related = &found[i];
		job->code = query_row(query, found[i].key, j->arena, &e->row, &job->err);
	}
	filter_free(none);
}

static void
done(struct job *job, void *ctx)
{
	struct related_job *j = (struct related_job *)job;
	struct app *app = ctx;
	struct related_view *v = (struct related_view *)app_top(app);

	if (v->view.ops != &ops || !app_succeeded(app, job))
		return;
	arena_free(v->arena);
	v->arena = j->arena;
	v->entries = j->entries;
	v->count = j->entries != NULL ? j->count : 0;
	v->known = true;
	j->arena = NULL;
}

static void
free_job(struct job *job)
{
	arena_free(((struct related_job *)job)->arena);
	free(job);
}

static const char *
relation_name(const struct related *related)
{
	switch (related->relation) {
	case RELATION_JUMP:
		return _("other half");
	case RELATION_REPRINT:
		return _("reprint");
	case RELATION_SHARED:
		break;
	}
	return related->shared;
}

/* When, where, by whom. */
static void
draw_facts(struct app *app, struct area area, int x, int y, const struct row *row)
{
	const char *const facts[] = {
		row->district != NULL ? district_short_name(app, row->district) : NULL,
		row->reporter};
	char date[16];

	if (row->date != 0) {
		snprintf(date, sizeof date, "%04d-%02d-%02d", row->date / 10000 % 10000,
			row->date / 100 % 100, row->date % 100);
		x = area_cut(area, x, y, area.w - x - 1, ROLE_DIM, date, strlen(date)) + 2;
	}
	for (size_t i = 0; i < sizeof facts / sizeof facts[0]; i++)
		if (facts[i] != NULL)
			x = area_cut(area, x, y, area.w - x - 1, ROLE_DIM, facts[i],
				    strlen(facts[i])) +
			    2;
}

static void
draw(struct app *app, struct view *view, struct area area)
{
	struct related_view *v = (struct related_view *)view;
	struct area list = area_sub(area, 0, 2, area.w, area.h - 2);

	area_clear(area, ROLE_TEXT);
	area_cut(area, 1, 0, area.w - 2, ROLE_KICKER, v->title, strlen(v->title));
	if (v->known && v->count == 0)
		draw_notice(list, ROLE_DIM, _("No article is related to this one."));
	if (v->cursor < v->top)
		v->top = v->cursor;
	if (list.h > 1 && v->cursor >= v->top + (unsigned)list.h / 2)
		v->top = v->cursor - (unsigned)list.h / 2 + 1;
	for (unsigned i = v->top; i < v->count; i++) {
		const int y = (int)(i - v->top) * 2;
		const struct entry *e = &v->entries[i];
		const style_t under = i == v->cursor ? STYLE_SELECTED : 0;
		const char *why = relation_name(e->related);
		char text[64];
		int x;

		area_fill(list, 0, y, list.w, under);
		if (under != 0)
			area_text(list, 0, y, under | ROLE_MARK, sign(SIGN_CURSOR));
		area_cut(list, 3, y, list.w - 4, under | ROLE_STRONG, e->row->label,
			strlen(e->row->label));
		snprintf(text, sizeof text, "%3.0f%%", e->related->score * 100);
		area_text(list, 3, y + 1, ROLE_COUNT, text);
		x = area_cut(list, 9, y + 1, list.w - 10, ROLE_DIM, why, strlen(why));
		draw_facts(app, list, why[0] != '\0' ? x + 2 : x, y + 1, e->row);
	}
}

static bool
move(struct app *app, struct view *view, enum move move)
{
	struct related_view *v = (struct related_view *)view;
	const int64_t page = view->area.h > 6 ? view->area.h / 2 - 2 : 1;
	int64_t at = v->cursor;

	(void)app;
	at += move == MOVE_DOWN || move == MOVE_NEXT ? 1 : 0;
	at -= move == MOVE_UP || move == MOVE_PREVIOUS ? 1 : 0;
	at += move == MOVE_PAGE_DOWN || move == MOVE_HALF_DOWN ? page : 0;
	at -= move == MOVE_PAGE_UP || move == MOVE_HALF_UP ? page : 0;
	if (move == MOVE_FIRST)
		at = 0;
	if (move == MOVE_LAST || at >= (int64_t)v->count)
		at = (int64_t)v->count - 1;
	v->cursor = at < 0 ? 0 : (unsigned)at;
	return true;
}

static void
open(struct app *app, struct view *view)
{
	struct related_view *v = (struct related_view *)view;

	if (v->cursor < v->count)
		reader_open_key(app, v->entries[v->cursor].row->key);
}

static void
click(struct app *app, struct view *view, int x, int y)
{
	struct related_view *v = (struct related_view *)view;
	const unsigned at = v->top + (unsigned)(y >= 2 ? y - 2 : 0) / 2;

	(void)x;
	if (y < 2 || at >= v->count)
		return;
	if (at == v->cursor)
		open(app, view);
	else
		v->cursor = at;
}

static void
close_view(struct app *app, struct view *view)
{
	(void)app;
	arena_free(((struct related_view *)view)->arena);
	free(view);
}

static const struct view_ops ops = {.context = CONTEXT_RELATED,
	.draw = draw,
	.move = move,
	.open = open,
	.click = click,
	.close = close_view};

void
related_open(struct app *app)
{
	struct related_view *v;
	struct related_job *j;
	const char *label;
	const article_key key = app_article(app, &label);

	if (key == 0)
		return;
	v = calloc(1, sizeof *v);
	j = calloc(1, sizeof *j);
	if (v == NULL || j == NULL) {
		free(v);
		free(j);
		return;
	}
	v->view.ops = &ops;
	snprintf(v->title, sizeof v->title, _("Related to: %s"), label);
	j->job = (struct job){.run = run, .done = done, .free = free_job, .slot = SLOT_RELATED};
	j->key = key;
	app_push(app, &v->view);
	worker_post(app->slow, &j->job);
	app_wait(app, SLOT_RELATED);
}
