#include "view/view.h"

#include <stdio.h>

/* From these widths on two and three panes stand side by side. */
#define TWO_PANES_MIN 64
#define THREE_PANES_MIN 110
#define PANE_CELLS_MIN 12

struct main_view {
	struct view view;
	struct area panes[PANES]; /* width 0: not shown */
	enum pane dragged;        /* whose left border is being dragged; PANE_FACETS: none */
};

static int
panes_wanted(struct app *app, int w)
{
	const char *layout = config_text(app->options->config, CONFIG_LAYOUT);

	if (strcmp(layout, "one") == 0)
		return 1;
	if (strcmp(layout, "two") == 0)
		return w >= 2 * PANE_CELLS_MIN + 1 ? 2 : 1;
	if (strcmp(layout, "three") == 0)
		return w >= 3 * PANE_CELLS_MIN + 2 ? 3 : w >= 2 * PANE_CELLS_MIN + 1 ? 2 : 1;
	return w >= THREE_PANES_MIN ? 3 : w >= TWO_PANES_MIN ? 2 : 1;
}

static int
clamp(long wanted, int low, int high)
{
	return wanted < low ? low : wanted > high ? high : (int)wanted;
}

/* Cells of the pane of districts and of the list; what is left is the text's. */
static void
pane_widths(struct app *app, int w, int panes, int *facets, int *list)
{
	long wanted = config_number(app->options->config, CONFIG_DISTRICT_PANE);

	if (wanted == 0)
		wanted = w < 90 ? 20 : 24;
	*facets = clamp(wanted, PANE_CELLS_MIN, w - PANE_CELLS_MIN * (panes - 1) - panes + 1);
	if (panes == 2) {
		*list = w - *facets - 1;
		return;
	}
	wanted = config_number(app->options->config, CONFIG_LIST_PANE);
	if (wanted == 0)
		wanted = (w - *facets) * 2 / 5;
	*list = clamp(wanted, PANE_CELLS_MIN, w - *facets - 2 - PANE_CELLS_MIN);
}

static void
lay_out(struct app *app, struct main_view *v, struct area area)
{
	const int panes = panes_wanted(app, area.w);
	int facets, list;

	memset(v->panes, 0, sizeof v->panes);
	if (panes == 1) {
		v->panes[app->focus == PANE_FACETS ? PANE_FACETS : PANE_LIST] = area;
		app->focus = app->focus == PANE_FACETS ? PANE_FACETS : PANE_LIST;
		return;
	}
	pane_widths(app, area.w, panes, &facets, &list);
	v->panes[PANE_FACETS] = area_sub(area, 0, 0, facets, area.h);
	v->panes[PANE_LIST] = area_sub(area, facets + 1, 0, list, area.h);
	if (panes == 3)
		v->panes[PANE_TEXT] = area_sub(area, facets + list + 2, 0, area.w, area.h);
	else if (app->focus == PANE_TEXT)
		app->focus = PANE_LIST; /* the window has become narrower */
}

static void
draw(struct app *app, struct view *view, struct area area)
{
	struct main_view *v = (struct main_view *)view;
	const bool active = app_top(app) == view;

	lay_out(app, v, area);
	for (enum pane p = 0; p < PANES; p++) {
		const struct area *pane = &v->panes[p];

		if (pane->w == 0)
			continue;
		if (pane->x > area.x)
			for (int y = 0; y < area.h; y++)
				area_text(area, pane->x - area.x - 1, y, ROLE_RULE,
					sign(SIGN_VERTICAL));
		if (p == PANE_FACETS)
			pane_draw_facets(app, *pane, active && app->focus == p);
		else if (p == PANE_LIST)
			pane_draw_list(app, *pane, active && app->focus == p);
		else if (app->listing.known && app->listing.count == 0)
			area_clear(*pane, ROLE_TEXT); /* the article of another filter */
		else
			pane_draw_text(app, *pane, active && app->focus == p);
	}
}

static int64_t
step_of(enum move move, int height)
{
	const int64_t page = height > 1 ? height - 1 : 1, half = height > 1 ? height / 2 : 1;

	switch (move) {
	case MOVE_UP:
		return -1;
	case MOVE_DOWN:
		return 1;
	case MOVE_HALF_UP:
		return -half;
	case MOVE_HALF_DOWN:
		return half;
	case MOVE_PAGE_UP:
		return -page;
	case MOVE_PAGE_DOWN:
		return page;
	case MOVE_FIRST:
		return INT32_MIN;
	case MOVE_LAST:
		return INT32_MAX;
	default:
		return 0;
	}
}

bool
text_move(struct app *app, enum move move)
{
	struct reading *r = &app->reading;
	const int64_t step = step_of(move, (int)r->height);

	if (step == 0)
		return false;
	listing_hold(&app->listing);
	reading_scroll(r, step);
	return true;
}

/* Moves the cursor; the article beside it follows when it rests. */
static void
move_list(struct app *app, enum move move)
{
	struct listing *l = &app->listing;

	if (move == MOVE_FIRST)
		listing_go(app, 0);
	else if (move == MOVE_LAST)
		listing_go(app, l->total > 0 ? l->total - 1 : 0);
	else if (move == MOVE_NEXT || move == MOVE_PREVIOUS)
		listing_move(app, move == MOVE_NEXT ? 1 : -1);
	else
		listing_move(app, step_of(move, (int)l->height));
	app_set_timer(app, TIMER_REST, app->testing ? 0 : REST_MS);
}

static void
move_list_by(struct app *app, int rows)
{
	listing_move(app, rows);
	app_set_timer(app, TIMER_REST, app->testing ? 0 : REST_MS);
}

static bool
move(struct app *app, struct view *view, enum move move)
{
	struct main_view *v = (struct main_view *)view;
	const int height = v->panes[PANE_FACETS].h;

	if (move == MOVE_LEFT || move == MOVE_RIGHT) {
		main_view_focus(app, move == MOVE_LEFT ? -1 : 1);
		return true;
	}
	if (app->focus == PANE_FACETS && move != MOVE_NEXT && move != MOVE_PREVIOUS) {
		facets_move(&app->facets, (int)step_of(move, height) / (move >= MOVE_FIRST ? 2 : 1),
			(unsigned)height);
		return true;
	}
	if (app->focus == PANE_TEXT && move != MOVE_NEXT && move != MOVE_PREVIOUS)
		return text_move(app, move);
	move_list(app, move);
	return true;
}

static void
open(struct app *app, struct view *view)
{
	(void)view;
	if (app->focus == PANE_FACETS)
		facets_choose(app, false);
	else
		reader_open(app);
}

static void
click_list(struct app *app, int line)
{
	if (listing_at_line(&app->listing, (unsigned)line) < 0)
		return;
	if (line == (int)app->listing.line)
		reader_open(app);
	else
		move_list_by(app, line - (int)app->listing.line);
}

static void
click_facets(struct app *app, int y, unsigned height)
{
	struct facets *f = &app->facets;
	const unsigned at = f->top + (unsigned)y;

	if (at >= f->count || f->entries[at].head)
		return;
	if (at == f->cursor)
		facets_choose(app, false);
	else
		facets_move(f, (int)at - (int)f->cursor, height);
}

/* The pane that has this column; PANES where it is a divider, and *right is the pane behind it. */
static enum pane
pane_at(const struct main_view *v, int x, enum pane *right)
{
	*right = PANE_FACETS;
	for (enum pane p = 0; p < PANES; p++) {
		const int px = x + v->view.area.x - v->panes[p].x;

		if (v->panes[p].w > 0 && px >= 0 && px < v->panes[p].w)
			return p;
		if (v->panes[p].w > 0 && px == -1)
			*right = p;
	}
	return PANES;
}

/* A click goes to the pane, and to the row in it; on a divider it takes that. */
static void
click(struct app *app, struct view *view, int x, int y)
{
	struct main_view *v = (struct main_view *)view;
	const enum pane p = pane_at(v, x, &v->dragged);
	bool was;

	if (p == PANES)
		return;
	was = app->focus == p;
	app->focus = p;
	if (p == PANE_FACETS && was)
		click_facets(app, y, (unsigned)v->panes[p].h);
	else if (p == PANE_FACETS)
		facets_move(&app->facets, (int)app->facets.top + y - (int)app->facets.cursor,
			(unsigned)v->panes[p].h);
	else if (p == PANE_LIST)
		click_list(app, pane_list_line(app, v->panes[p], y));
}

static void
wheel(struct app *app, struct view *view, int x, int y, enum move step)
{
	const enum pane focus = app->focus;
	enum pane right, p = pane_at((struct main_view *)view, x, &right);

	(void)y;
	if (p != PANES)
		app->focus = p;
	move(app, view, step);
	app->focus = focus;
}

/* The width of a pane, until it is stored. */
static void
set_width(struct app *app, enum config_id id, int w)
{
	char value[16];

	snprintf(value, sizeof value, "%d", w);
	config_set(app->options->config, config_rows[id].name, value, "", NULL);
}

static void
store_width(struct app *app, enum config_id id)
{
	if (app->options->config_file != NULL)
		config_store(app->options->config_file, config_rows[id].name,
			config_text(app->options->config, id), NULL);
}

/* The divider at the left of a pane sets the width of the pane before it. */
static void
drag(struct app *app, struct view *view, int x, bool release)
{
	struct main_view *v = (struct main_view *)view;
	const enum config_id id = v->dragged == PANE_TEXT ? CONFIG_LIST_PANE : CONFIG_DISTRICT_PANE;
	const enum pane before = v->dragged == PANE_TEXT ? PANE_LIST : PANE_FACETS;

	if (v->dragged == PANE_FACETS)
		return;
	set_width(app, id, x + v->view.area.x - v->panes[before].x);
	if (release) {
		store_width(app, id);
		v->dragged = PANE_FACETS;
	}
}

static void
close_view(struct app *app, struct view *view)
{
	(void)app;
	free(view);
}

static const struct view_ops ops = {.context = CONTEXT_LIST,
	.draw = draw,
	.move = move,
	.open = open,
	.click = click,
	.drag = drag,
	.wheel = wheel,
	.close = close_view};

struct view *
main_view_new(void)
{
	struct main_view *v = calloc(1, sizeof *v);

	if (v == NULL)
		return NULL;
	v->view.ops = &ops;
	return &v->view;
}

void
main_view_measure(struct app *app, struct area area)
{
	lay_out(app, (struct main_view *)app->stack[0], area);
}

bool
main_view_shows(struct app *app, enum pane pane)
{
	return ((struct main_view *)app->stack[0])->panes[pane].w > 0;
}

void
main_view_focus(struct app *app, int step)
{
	const bool one = panes_wanted(app, app->stack[0]->area.w) == 1;
	int p = (int)app->focus;

	do {
		p = (p + step + PANES) % PANES;
	} while (one ? p == PANE_TEXT : !main_view_shows(app, (enum pane)p));
	app->focus = (enum pane)p;
}

void
main_view_widen(struct app *app, int cells)
{
	const struct main_view *v = (struct main_view *)app->stack[0];
	const bool list = app->focus != PANE_FACETS && main_view_shows(app, PANE_TEXT);
	const enum config_id id = list ? CONFIG_LIST_PANE : CONFIG_DISTRICT_PANE;
	const int w = v->panes[list ? PANE_LIST : PANE_FACETS].w;

	/* The divider moves away from the pane one is in. */
	set_width(app, id,
		app->focus == PANE_TEXT || (app->focus == PANE_LIST && !list) ? w - cells
									      : w + cells);
	store_width(app, id);
}
