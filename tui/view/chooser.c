#include "view/chooser.h"
#include "marking.h"
#include "view/line.h"
#include "view/match.h"

#include <inttypes.h>
#include <stdio.h>

#define CHOICES_MAX 20000
#define BOX_CELLS 46
#define BOX_ROWS 22

enum purpose {
	FOR_FILTER,
	FOR_CORRECTION,
	FOR_SAVED
};

struct choice {
	const char *value, *name;
	uint64_t count;
	bool marked;
	unsigned score; /* of what was typed */
	unsigned order; /* without anything typed */
};

struct chooser {
	struct view view;
	enum purpose purpose;
	enum facet facet;
	struct line line;
	struct arena *arena; /* holds the choices */
	struct choice *choices;
	unsigned count;
	const struct choice **shown; /* those that fit what was typed, the best first */
	unsigned shown_count, cursor, top, height;
	bool touched; /* Space was pressed: the marks count, not the cursor */
};

/* ---- the choices there are ------------------------------------------------------------- */

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
}

static void show(struct chooser *c);
static const struct view_ops ops;

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

static struct choice *
find(struct chooser *c, const char *value)
{
	for (unsigned i = 0; i < c->count; i++)
		if (strcmp(c->choices[i].value, value) == 0)
			return &c->choices[i];
	return NULL;
}

/* Districts and topics are all there, also those without an article; the rest is what the archive
 * has. */
static void
add_known(struct app *app, struct chooser *c)
{
	unsigned n = 0;

	if (c->purpose != FOR_SAVED && c->facet == FACET_DISTRICT) {
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

static void
mark_chosen(struct app *app, struct chooser *c)
{
	for (unsigned i = 0; c->purpose == FOR_FILTER && i < c->count; i++)
		c->choices[i].marked = filter_has(app->filter, c->facet, c->choices[i].value);
}

static bool
make_room(struct app *app, struct chooser *c, unsigned more)
{
	unsigned districts, topics;

	if (app_lexicon(app) == NULL)
		return false;
	gazetteer_districts(app->gazetteer, &districts);
	lexicon_topics(app->lexicon, &topics);
	more += districts + topics + 1;
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
	struct chooser *c = (struct chooser *)app_top(app);

	if (c->view.ops != &ops || job->code == ERR_CANCELLED)
		return;
	if (job->code != ERR_OK) {
		app_complain(app, &job->err);
		return;
	}
	if (c->touched || !make_room(app, c, j->count))
		return; /* what was marked by hand is not thrown away for a number */
	add_known(app, c);
	for (unsigned i = 0; i < j->count; i++) {
		const char *value = j->counts[i].value;
		struct choice *known = find(c, value);

		if (known != NULL)
			known->count = j->counts[i].count;
		else
			add(c, value,
				j->names != NULL ? j->names[i] : facet_label(app, c->facet, value),
				j->counts[i].count);
	}
	mark_chosen(app, c);
	show(c);
}

static void
free_job(struct job *job)
{
	struct choices_job *j = (struct choices_job *)job;

	filter_free(j->filter);
	arena_free(j->arena);
	free(j);
}

static void
ask(struct app *app, struct chooser *c)
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

/* ---- what fits ------------------------------------------------------------------------- */

static int
compare(const void *a, const void *b)
{
	const struct choice *x = *(const struct choice *const *)a;
	const struct choice *y = *(const struct choice *const *)b;

	if (x->score != y->score)
		return x->score < y->score ? 1 : -1;
	return (x->order > y->order) - (x->order < y->order);
}

static void
show(struct chooser *c)
{
	c->shown_count = 0;
	for (unsigned i = 0; i < c->count; i++) {
		struct choice *choice = &c->choices[i];

		choice->score = c->line.len == 0 ? 1 : match_name(c->line.text, choice->name);
		if (choice->score > 0)
			c->shown[c->shown_count++] = choice;
	}
	if (c->shown_count > 0)
		qsort(c->shown, c->shown_count, sizeof(const struct choice *), compare);
	c->cursor = c->top = 0;
}

/* ---- the view -------------------------------------------------------------------------- */

static const char *
title(const struct chooser *c)
{
	static const char *const titles[FACET_COUNT] = {
		[FACET_DISTRICT] = N_("District"),
		[FACET_TOPIC] = N_("Topic"),
		[FACET_REPORTER] = N_("Reporter"),
		[FACET_KIND] = N_("Kind"),
		[FACET_SECTION] = N_("Section"),
		[FACET_SOURCE] = N_("Source"),
		[FACET_YEAR] = N_("Year"),
		[FACET_MONTH] = N_("Month"),
		[FACET_PERSON] = N_("Person"),
	};

	if (c->purpose == FOR_SAVED)
		return _("Saved filters");
	if (c->purpose == FOR_CORRECTION)
		return _("The article's district is");
	return _(titles[c->facet]);
}

static void
draw_choice(struct area area, int y, const struct choice *choice, style_t under)
{
	char number[24];
	int right;

	area_fill(area, 0, y, area.w, under);
	if (under != 0)
		area_text(area, 0, y, under | ROLE_TEXT, sign(SIGN_CURSOR));
	if (choice->marked)
		area_text(area, 1, y, under | ROLE_MARK, sign(SIGN_TICK));
	snprintf(number, sizeof number, "%" PRIu64, choice->count);
	right = area_right(area, area.w - 1, y, under | ROLE_COUNT, number);
	area_cut(area, 3, y, right - 4,
		under | (style_t)(choice->count == 0 ? ROLE_DIM : ROLE_TEXT), choice->name,
		strlen(choice->name));
}

static void
draw(struct app *app, struct view *view, struct area area)
{
	struct chooser *c = (struct chooser *)view;
	struct area box = draw_box(area, BOX_CELLS, BOX_ROWS, title(c));
	struct area list = area_sub(box, 0, 2, box.w, box.h - 2);
	int x = area_text(box, 0, 0, ROLE_KEY, "> ");

	x = line_draw(&c->line, box, x, 0, ROLE_PROMPT);
	screen_set_cursor(app->screen, box.x + x, box.y);
	c->height = (unsigned)list.h;
	if (c->cursor < c->top)
		c->top = c->cursor;
	if (c->height > 0 && c->cursor >= c->top + c->height)
		c->top = c->cursor - c->height + 1;
	for (unsigned y = 0; y < c->height && c->top + y < c->shown_count; y++)
		draw_choice(list, (int)y, c->shown[c->top + y],
			c->top + y == c->cursor ? STYLE_SELECTED : 0);
	if (c->shown_count == 0)
		area_text(list, 3, 0, ROLE_DIM, _("(nothing fits)"));
}

static bool
move(struct app *app, struct view *view, enum move move)
{
	struct chooser *c = (struct chooser *)view;
	const int64_t page = c->height > 1 ? c->height - 1 : 1;
	int64_t at = c->cursor;

	(void)app;
	switch (move) {
	case MOVE_UP:
		at--;
		break;
	case MOVE_DOWN:
		at++;
		break;
	case MOVE_PAGE_UP:
		at -= page;
		break;
	case MOVE_PAGE_DOWN:
		at += page;
		break;
	case MOVE_FIRST:
		at = 0;
		break;
	case MOVE_LAST:
		at = c->shown_count;
		break;
	default:
		return false;
	}
	at = at >= (int64_t)c->shown_count ? (int64_t)c->shown_count - 1 : at;
	c->cursor = at < 0 ? 0 : (unsigned)at;
	return true;
}

static void
type(struct app *app, struct view *view, const char *text, size_t len)
{
	struct chooser *c = (struct chooser *)view;

	(void)app;
	line_insert(&c->line, text, len);
	show(c);
}

static void
take_filter(struct app *app, const struct chooser *c)
{
	struct err err;
	enum err_code code = ERR_OK;

	filter_clear(app->filter, c->facet);
	for (unsigned i = 0; i < c->count && code == ERR_OK; i++)
		if (c->choices[i].marked)
			code = filter_add(app->filter, c->facet, c->choices[i].value, &err);
	if (code != ERR_OK)
		app_complain(app, &err);
	app_refilter(app);
}

static void
take_saved(struct app *app, const struct choice *choice)
{
	struct filter *filter;
	struct err err;

	if (filter_decode(choice->value, &filter, &err) != ERR_OK) {
		app_complain(app, &err);
		return;
	}
	filter_free(app->filter);
	app->filter = filter;
	app_refilter(app);
}

/* Enter. */
static void
open(struct app *app, struct view *view)
{
	struct chooser *c = (struct chooser *)view;
	struct choice *at = c->cursor < c->shown_count ? find(c, c->shown[c->cursor]->value) : NULL;

	if (at == NULL && !c->touched)
		return;
	if (!c->touched) {
		for (unsigned i = 0; i < c->count; i++)
			c->choices[i].marked = false;
		at->marked = true;
	}
	app->depth--;
	if (c->purpose == FOR_FILTER)
		take_filter(app, c);
	else if (c->purpose == FOR_CORRECTION && at != NULL)
		marking_correct(app, at->value);
	else if (at != NULL)
		take_saved(app, at);
	view->ops->close(app, view);
}

static void
click(struct app *app, struct view *view, int x, int y)
{
	struct chooser *c = (struct chooser *)view;
	const struct area box = box_area(view->area, BOX_CELLS, BOX_ROWS);
	const int line = y + view->area.y - box.y - 3; /* the frame, what is typed, a blank */

	(void)x;
	if (line < 0 || c->top + (unsigned)line >= c->shown_count)
		return;
	if (c->cursor == c->top + (unsigned)line)
		open(app, view);
	else
		c->cursor = c->top + (unsigned)line;
}

static void
close_view(struct app *app, struct view *view)
{
	(void)app;
	arena_free(((struct chooser *)view)->arena);
	free(view);
}

static const struct view_ops ops = {.context = CONTEXT_CHOOSER,
	.overlay = true,
	.typing = true,
	.draw = draw,
	.move = move,
	.open = open,
	.type = type,
	.click = click,
	.close = close_view};

static struct chooser *
top_chooser(struct app *app)
{
	struct view *view = app_top(app);

	return view->ops == &ops ? (struct chooser *)view : NULL;
}

void
chooser_mark(struct app *app)
{
	struct chooser *c = top_chooser(app);
	struct choice *choice;

	if (c == NULL || c->cursor >= c->shown_count)
		return;
	choice = find(c, c->shown[c->cursor]->value);
	if (c->purpose != FOR_FILTER || choice == NULL)
		return;
	choice->marked = !choice->marked;
	c->touched = true;
	if (c->line.len > 0) {
		line_set(&c->line, "");
		show(c);
	} else {
		move(app, &c->view, MOVE_DOWN);
	}
}

void
chooser_all(struct app *app)
{
	struct chooser *c = top_chooser(app);

	if (c == NULL)
		return;
	if (c->line.len > 0) {
		type(app, &c->view, "0", 1);
		return;
	}
	app->depth--;
	if (c->purpose == FOR_FILTER) {
		filter_clear(app->filter, c->facet);
		app_refilter(app);
	} else if (c->purpose == FOR_CORRECTION) {
		marking_correct(app, NULL);
	}
	close_view(app, &c->view);
}

void
chooser_edit(struct app *app, enum line_edit edit)
{
	struct chooser *c = top_chooser(app);

	if (c == NULL)
		return;
	line_edit(&c->line, edit);
	show(c);
}

static void
open_chooser(struct app *app, enum purpose purpose, enum facet facet)
{
	struct chooser *c = calloc(1, sizeof *c);

	if (c == NULL)
		return;
	c->view.ops = &ops;
	c->purpose = purpose;
	c->facet = facet;
	c->arena = arena_new(0);
	if (c->arena == NULL || !make_room(app, c, 0)) {
		arena_free(c->arena);
		free(c);
		return;
	}
	add_known(app, c);
	mark_chosen(app, c);
	show(c);
	app_push(app, &c->view);
	ask(app, c);
}

void
chooser_open(struct app *app, enum facet facet)
{
	open_chooser(app, FOR_FILTER, facet);
}

void
chooser_open_correction(struct app *app)
{
	open_chooser(app, FOR_CORRECTION, FACET_DISTRICT);
}

void
chooser_open_filters(struct app *app)
{
	open_chooser(app, FOR_SAVED, FACET_COUNT);
}
