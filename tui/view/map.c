#include "view/places.h"

#include <inttypes.h>
#include <stdio.h>

/* The districts as tiles in their true neighbourhood, shaded by the number of articles under the
 * filter.  Every tile has a key of its own: digits and letters that mean nothing else here. */

#define TILES_MAX 64
#define SHADES 5
#define TILE_W_MIN 6
#define TILE_W_MAX 12

struct map {
	struct view view;
	uint64_t counts[TILES_MAX];
	uint64_t most;
	unsigned cursor;
	char keys[TILES_MAX];
	int tile_w, tile_h, columns, rows, first_column, first_row;
};

struct map_job {
	struct job job;
	struct filter *filter;
	struct arena *arena;
	const struct facet_count *counts;
	unsigned count;
};

static const struct view_ops ops;

static void
run(struct job *job, struct session *session)
{
	struct map_job *j = (struct map_job *)job;
	struct query *query = NULL;

	j->arena = arena_new(4096);
	job->code = j->arena == NULL ? err_nomem(&job->err)
				     : session_query(session, j->filter, &query, &job->err);
	if (job->code == ERR_OK)
		job->code = query_settle(query, &job->err);
	if (job->code == ERR_OK)
		job->code = query_facets(query, FACET_DISTRICT, true, TILES_MAX + 1, j->arena,
			&j->counts, &j->count, &job->err);
}

static void
done(struct job *job, void *ctx)
{
	struct map_job *j = (struct map_job *)job;
	struct app *app = ctx;
	struct map *m = (struct map *)app_top(app);
	unsigned n;
	const struct district *d = gazetteer_districts(app->gazetteer, &n);

	if (m->view.ops != &ops || job->code != ERR_OK)
		return;
	m->most = 0;
	for (unsigned i = 0; i < n && i < TILES_MAX; i++) {
		m->counts[i] = 0;
		for (unsigned k = 0; k < j->count; k++)
			if (strcmp(j->counts[k].value, d[i].name) == 0)
				m->counts[i] = j->counts[k].count;
		if (m->counts[i] > m->most)
			m->most = m->counts[i];
	}
}

static void
free_job(struct job *job)
{
	filter_free(((struct map_job *)job)->filter);
	arena_free(((struct map_job *)job)->arena);
	free(job);
}

static void
ask(struct app *app)
{
	struct map_job *j = calloc(1, sizeof *j);

	if (j == NULL)
		return;
	j->job = (struct job){.run = run, .done = done, .free = free_job, .slot = SLOT_MAP};
	j->filter = filter_copy(app->filter);
	if (j->filter == NULL) {
		free(j);
		return;
	}
	worker_post(app->slow, &j->job);
	app_wait(app, SLOT_MAP);
}

/* ---- drawing --------------------------------------------------------------------------- */

unsigned
heat(uint64_t value, uint64_t most)
{
	if (value == 0 || most == 0)
		return 0;
	return 1 + (unsigned)((double)value / (double)most * (SHADES - 1.001));
}

static void
measure(struct map *m, const struct district *d, unsigned n, struct area area)
{
	int last_column = 0, last_row = 0;

	m->first_column = m->first_row = INT32_MAX;
	for (unsigned i = 0; i < n; i++) {
		m->first_column = d[i].column < m->first_column ? d[i].column : m->first_column;
		m->first_row = d[i].row < m->first_row ? d[i].row : m->first_row;
		last_column = d[i].column > last_column ? d[i].column : last_column;
		last_row = d[i].row > last_row ? d[i].row : last_row;
	}
	m->columns = last_column - m->first_column + 1;
	m->rows = last_row - m->first_row + 1;
	m->tile_w = area.w / m->columns;
	m->tile_w = m->tile_w > TILE_W_MAX   ? TILE_W_MAX
		    : m->tile_w < TILE_W_MIN ? TILE_W_MIN
					     : m->tile_w;
	m->tile_h = area.h / m->rows;
	m->tile_h = m->tile_h > 4 ? 4 : m->tile_h < 1 ? 1 : m->tile_h;
}

static struct area
tile_area(const struct map *m, const struct district *d, struct area area)
{
	const int x0 = (area.w - m->columns * m->tile_w) / 2;
	const int y0 = (area.h - m->rows * m->tile_h) / 2;

	return area_sub(area, (x0 > 0 ? x0 : 0) + (d->column - m->first_column) * m->tile_w,
		(y0 > 0 ? y0 : 0) + (d->row - m->first_row) * m->tile_h, m->tile_w - 1,
		m->tile_h > 2 ? m->tile_h - 1 : m->tile_h);
}

static void
draw_tile(struct app *app, const struct map *m, unsigned i, const struct district *d,
	struct area tile)
{
	const unsigned shade = heat(m->counts[i], m->most);
	const bool chosen = filter_has(app->filter, FACET_DISTRICT, d->name);
	const style_t style =
		i == m->cursor ? STYLE_SELECTED | ROLE_STRONG : (style_t)(ROLE_HEAT0 + shade);
	const struct number number = number_of(m->counts[i]);
	char key[2] = {m->keys[i], '\0'};
	int x;

	area_clear(tile, style);
	x = area_text(tile, 0, 0, style,
		i == m->cursor ? sign(SIGN_CURSOR)
		: chosen       ? sign(SIGN_TICK)
			       : " ");
	area_cut(tile, x, 0, tile.w - x, style, d->short_name, strlen(d->short_name));
	if (tile.h == 1) {
		area_right(tile, tile.w, 0, style, number.text);
		return;
	}
	area_text(tile, 1, 1, style, key);
	area_right(tile, tile.w - 1, 1, style, number.text);
	if (tile.h > 2 && screen_depth(app->screen) == DEPTH_MONO)
		area_repeat(tile, 0, 2, tile.w, style, sign((enum sign)(SIGN_SHADE0 + shade)));
}

static void
draw(struct app *app, struct view *view, struct area area)
{
	struct map *m = (struct map *)view;
	unsigned n;
	const struct district *d = gazetteer_districts(app->gazetteer, &n);

	area_clear(area, ROLE_TEXT);
	if (n == 0)
		return;
	measure(m, d, n, area);
	for (unsigned i = 0; i < n && i < TILES_MAX; i++)
		draw_tile(app, m, i, &d[i], tile_area(m, &d[i], area));
}

/* ---- moving ---------------------------------------------------------------------------- */

/* The nearest tile in a direction: along it counts once, aside of it twice. */
static unsigned
neighbour(const struct district *d, unsigned n, unsigned from, int dx, int dy)
{
	unsigned best = from;
	int best_distance = INT32_MAX;

	for (unsigned i = 0; i < n; i++) {
		const int x = d[i].column - d[from].column, y = d[i].row - d[from].row;
		const int along = x * dx + y * dy, aside = abs(x * dy) + abs(y * dx);

		if (along > 0 && along + 2 * aside < best_distance) {
			best_distance = along + 2 * aside;
			best = i;
		}
	}
	return best;
}

static bool
move(struct app *app, struct view *view, enum move move)
{
	struct map *m = (struct map *)view;
	unsigned n;
	const struct district *d = gazetteer_districts(app->gazetteer, &n);
	const int dx = move == MOVE_RIGHT ? 1 : move == MOVE_LEFT ? -1 : 0;
	const int dy = move == MOVE_DOWN ? 1 : move == MOVE_UP ? -1 : 0;

	if (n == 0)
		return false;
	if (move == MOVE_FIRST || move == MOVE_LAST)
		m->cursor = move == MOVE_FIRST ? 0 : n - 1;
	else if (dx != 0 || dy != 0)
		m->cursor = neighbour(d, n, m->cursor, dx, dy);
	else
		return false;
	return true;
}

static void
open(struct app *app, struct view *view)
{
	struct map *m = (struct map *)view;
	unsigned n;
	const struct district *d = gazetteer_districts(app->gazetteer, &n);
	struct err err;

	if (m->cursor >= n)
		return;
	filter_clear(app->filter, FACET_DISTRICT);
	if (filter_add(app->filter, FACET_DISTRICT, d[m->cursor].name, &err) != ERR_OK)
		app_complain(app, &err);
	app_pop(app);
	app_refilter(app);
}

static void
type(struct app *app, struct view *view, const char *text, size_t len)
{
	struct map *m = (struct map *)view;
	const char *at = len == 1 ? strchr(m->keys, text[0]) : NULL;

	(void)app;
	if (at != NULL && *at != '\0')
		m->cursor = (unsigned)(at - m->keys);
}

static void
click(struct app *app, struct view *view, int x, int y)
{
	struct map *m = (struct map *)view;
	unsigned n;
	const struct district *d = gazetteer_districts(app->gazetteer, &n);

	for (unsigned i = 0; i < n && i < TILES_MAX; i++) {
		const struct area tile = tile_area(m, &d[i], view->area);

		if (x + view->area.x < tile.x || x + view->area.x >= tile.x + tile.w ||
			y + view->area.y < tile.y || y + view->area.y >= tile.y + tile.h)
			continue;
		if (m->cursor == i) {
			open(app, view);
			return;
		}
		m->cursor = i;
	}
}

static void
close_view(struct app *app, struct view *view)
{
	(void)app;
	free(view);
}

static const struct view_ops ops = {.context = CONTEXT_MAP,
	.draw = draw,
	.move = move,
	.open = open,
	.type = type,
	.click = click,
	.close = close_view};

static void
give_keys(struct app *app, struct map *m, unsigned n)
{
	unsigned given = 0;

	for (const char *p = "1234567890abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
		*p != '\0' && given < n && given < TILES_MAX - 1; p++)
		if (keymap_find(app->keymap, CONTEXT_MAP, (tkey)*p, false) == NULL)
			m->keys[given++] = *p;
}

void
map_open(struct app *app)
{
	struct map *m = calloc(1, sizeof *m);
	const struct row *row = listing_row(&app->listing);
	unsigned n;
	const struct district *d = gazetteer_districts(app->gazetteer, &n);

	if (m == NULL)
		return;
	m->view.ops = &ops;
	give_keys(app, m, n);
	for (unsigned i = 0; i < n && row != NULL && row->district != NULL; i++)
		if (strcmp(d[i].name, row->district) == 0)
			m->cursor = i;
	app_push(app, &m->view);
	ask(app);
}
