#include "view/chooser_parts.h"
#include "marking.h"
#include "view/match.h"

#include <stdio.h>

#define BOX_CELLS 46
#define BOX_ROWS 22
#define MARKED_CELLS 7 /* at the right of what is typed */

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

void
chooser_show(struct chooser *c)
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
	if (c->purpose == FOR_PART)
		return _("Take back");
	if (c->purpose == FOR_CORRECTION)
		return _("The article's district is");
	return _(titles[c->facet]);
}

static void
draw_choice(struct area area, int y, const struct choice *choice, bool counted, style_t under)
{
	const enum role role = counted && choice->count == 0 ? ROLE_DIM : ROLE_TEXT;
	int right = area.w - 1;

	area_fill(area, 0, y, area.w, under);
	if (under != 0)
		area_text(area, 0, y, under | ROLE_TEXT, sign(SIGN_CURSOR));
	if (choice->marked)
		area_text(area, 1, y, under | ROLE_MARK, sign(SIGN_TICK));
	if (counted)
		right = area_right(
			area, right, y, under | ROLE_COUNT, number_of(choice->count).text);
	area_cut(area, 3, y, right - 4, under | (style_t)role, choice->name, strlen(choice->name));
}

/* How many are marked, also of those that do not fit what is typed. */
static void
draw_marked(const struct chooser *c, struct area box)
{
	char text[NUMBER_ROOM + 8];
	unsigned n = 0;

	for (unsigned i = 0; i < c->count; i++)
		n += c->choices[i].marked;
	if (n == 0)
		return;
	snprintf(text, sizeof text, "%s %s", sign(SIGN_TICK), number_of(n).text);
	area_right(box, box.w - 1, 0, ROLE_MARK, text);
}

static void
draw(struct app *app, struct view *view, struct area area)
{
	struct chooser *c = (struct chooser *)view;
	struct area box = draw_box(area, BOX_CELLS, BOX_ROWS, title(c));
	struct area list = area_sub(box, 0, 2, box.w, box.h - 2);
	int x = area_text(box, 0, 0, ROLE_KEY, "> ");

	draw_marked(c, box);
	x = line_draw(&c->line, area_sub(box, 0, 0, box.w - MARKED_CELLS, 1), x, 0, ROLE_PROMPT);
	screen_set_cursor(app->screen, box.x + x, box.y);
	c->height = (unsigned)list.h;
	if (c->cursor < c->top)
		c->top = c->cursor;
	if (c->height > 0 && c->cursor >= c->top + c->height)
		c->top = c->cursor - c->height + 1;
	for (unsigned y = 0; y < c->height && c->top + y < c->shown_count; y++)
		draw_choice(list, (int)y, c->shown[c->top + y], c->purpose != FOR_PART,
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
	chooser_show(c);
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

/* From the last one on, so that the numbers of those before it hold. */
static void
take_parts_back(struct app *app, const struct chooser *c)
{
	for (unsigned i = c->count; i > 0; i--)
		if (c->choices[i - 1].marked)
			filter_remove_part(app->filter, i - 1);
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
	struct choice *at =
		c->cursor < c->shown_count ? chooser_find(c, c->shown[c->cursor]->value) : NULL;

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
	else if (c->purpose == FOR_PART)
		take_parts_back(app, c);
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

struct chooser *
chooser_top(struct app *app)
{
	struct view *view = app_top(app);

	return view->ops == &ops ? (struct chooser *)view : NULL;
}

void
chooser_mark(struct app *app)
{
	struct chooser *c = chooser_top(app);
	struct choice *choice;

	if (c == NULL || c->cursor >= c->shown_count)
		return;
	choice = chooser_find(c, c->shown[c->cursor]->value);
	if ((c->purpose != FOR_FILTER && c->purpose != FOR_PART) || choice == NULL)
		return;
	choice->marked = !choice->marked;
	c->touched = true;
	if (c->line.len > 0) {
		line_set(&c->line, "");
		chooser_show(c);
	} else {
		move(app, &c->view, MOVE_DOWN);
	}
}

void
chooser_all(struct app *app)
{
	struct chooser *c = chooser_top(app);

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
	} else if (c->purpose == FOR_PART) {
		while (filter_pop(app->filter))
			;
		app_refilter(app);
	} else if (c->purpose == FOR_CORRECTION) {
		marking_correct(app, NULL);
	}
	close_view(app, &c->view);
}

void
chooser_forget(struct app *app)
{
	struct chooser *c = chooser_top(app);

	if (c == NULL || c->purpose != FOR_SAVED || c->cursor >= c->shown_count)
		return;
	marking_drop_filter(app, c->shown[c->cursor]->name);
	chooser_load(app, c);
}

void
chooser_edit(struct app *app, enum line_edit edit)
{
	struct chooser *c = chooser_top(app);

	if (c == NULL)
		return;
	line_edit(&c->line, edit);
	chooser_show(c);
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
	if (c->arena == NULL || !chooser_make_room(app, c, 0)) {
		arena_free(c->arena);
		free(c);
		return;
	}
	chooser_add_known(app, c);
	chooser_mark_chosen(app, c);
	chooser_show(c);
	app_push(app, &c->view);
	if (purpose != FOR_PART)
		chooser_load(app, c);
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

void
chooser_open_parts(struct app *app)
{
	if (filter_empty(app->filter))
		app_say(app, "%s", _("There is no filter to take back."));
	else
		open_chooser(app, FOR_PART, FACET_COUNT);
}
