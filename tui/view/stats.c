#include "view/stats.h"
#include "view/places.h"
#include "view/prompt.h"

#include <stdio.h>

#define NAME_CELLS_MAX 24
#define CROSS_CELLS 6   /* at least, as the next one */
#define NUMBER_CELLS 14 /* behind a bar */

struct stats_view {
	struct view view;
	unsigned kind; /* index into table_kinds */
	struct arena *arena, *times_arena;
	struct stats_table table;
	struct stats_times times;
	bool known;
	unsigned cursor, column, top, left, height, columns_shown;
	int cross_cells; /* of a column of the cross table */
};

struct stats_job {
	struct job job;
	struct filter *filter;
	const struct table_kind *kind;
	struct arena *arena;
	struct stats_table table;
	bool after; /* the table is there: how its rows lie over time */
	struct stats_times times;
};

static const struct view_ops ops;

static void
run(struct job *job, struct session *session)
{
	struct stats_job *j = (struct stats_job *)job;
	struct query *query = NULL;

	j->arena = arena_new(0);
	job->code = j->arena == NULL ? err_nomem(&job->err)
				     : session_query(session, j->filter, &query, &job->err);
	if (job->code == ERR_OK)
		job->code = query_settle(query, &job->err);
	if (job->code == ERR_OK && j->after)
		job->code = stats_times_make(query, j->kind, j->arena, &j->times, &job->err);
	else if (job->code == ERR_OK)
		job->code = stats_make(query, j->kind, j->arena, &j->table, &job->err);
}

static void ask(struct app *app, struct stats_view *v, bool after);

/* The widest number, the cursor's sign before it, and a blank behind. */
static int
cross_cells(const struct stats_table *t)
{
	const struct number most = number_of(t->most);
	const int cells = (int)text_width(most.text, strlen(most.text)) + 2;

	return cells > CROSS_CELLS ? cells : CROSS_CELLS;
}

static void
adopt_times(struct stats_view *v, struct stats_job *j)
{
	arena_free(v->times_arena);
	v->times_arena = j->arena;
	v->times = j->times;
	j->arena = NULL;
}

static void
done(struct job *job, void *ctx)
{
	struct stats_job *j = (struct stats_job *)job;
	struct app *app = ctx;
	struct stats_view *v = (struct stats_view *)app_top(app);

	if (v->view.ops != &ops || !app_succeeded(app, job))
		return;
	if (j->after) {
		adopt_times(v, j);
		return;
	}
	arena_free(v->arena);
	v->arena = j->arena;
	v->table = j->table;
	v->known = true;
	v->cross_cells = cross_cells(&v->table);
	v->cursor = v->column = v->top = v->left = 0;
	j->arena = NULL;
	v->times.row_count = 0; /* of another table */
	ask(app, v, true);
}

static void
free_job(struct job *job)
{
	filter_free(((struct stats_job *)job)->filter);
	arena_free(((struct stats_job *)job)->arena);
	free(job);
}

static void
ask(struct app *app, struct stats_view *v, bool after)
{
	struct stats_job *j = calloc(1, sizeof *j);

	if (j == NULL)
		return;
	j->job = (struct job){.run = run, .done = done, .free = free_job, .slot = SLOT_STATS};
	j->kind = &table_kinds[v->kind];
	j->after = after;
	j->filter = filter_copy(app->filter);
	if (j->filter == NULL) {
		free(j);
		return;
	}
	worker_post(app->slow, &j->job);
	if (!after)
		app_wait(app, SLOT_STATS);
}

static bool
is_cross(const struct stats_view *v)
{
	return v->table.kind != NULL && v->table.kind->columns != FACET_COUNT;
}

/* ---- drawing --------------------------------------------------------------------------- */

static void
draw_tabs(const struct stats_view *v, struct area area)
{
	int x = 1;
	unsigned first = 0;

	/* The current one is always in sight. */
	for (unsigned i = 0, w = 1; i <= v->kind; i++) {
		w += (unsigned)text_width(_(table_kinds[i].name), strlen(_(table_kinds[i].name))) +
		     2;
		if ((int)w > area.w) {
			first = v->kind;
			break;
		}
	}
	for (unsigned i = first; i < table_kind_count && x < area.w; i++)
		x = area_text(area, x, 0, i == v->kind ? ROLE_CHIP : ROLE_DIM,
			    _(table_kinds[i].name)) +
		    2;
}

static void
date_words(char *out, size_t size, int date)
{
	snprintf(out, size, "%04d-%02d-%02d", date / 10000 % 10000, date / 100 % 100, date % 100);
}

static void
draw_summary(const struct stats_view *v, struct area area, int y)
{
	const struct summary *s = &v->table.summary;
	char text[512], first[16], last[16];
	size_t n;

	n = (size_t)snprintf(text, sizeof text,
		_("%s articles  %s pages  %s characters  %s reporters"),
		number_of(s->articles).text, number_of(s->pages).text, number_of(s->chars).text,
		number_of(s->reporters).text);
	if (s->articles > 0 && n < sizeof text)
		n += (size_t)snprintf(text + n, sizeof text - n, _("  %s characters each"),
			number_of(s->chars / s->articles).text);
	if (s->first_date != 0 && n < sizeof text) {
		date_words(first, sizeof first, s->first_date);
		date_words(last, sizeof last, s->last_date);
		snprintf(text + n, sizeof text - n, "  %s – %s", first, last);
	}
	area_cut(area, 1, y, area.w - 2, ROLE_BYLINE, text, strlen(text));
}

/* In eighths of a cell; what is there at all is seen. */
static unsigned
height_of(uint64_t value, uint64_t most)
{
	const unsigned eighths = most > 0 ? (unsigned)(value * 8 / most) : 0;

	return eighths == 0 && value > 0 ? 1 : eighths;
}

/* Numbers over time in at most w columns, each the busiest of its share, the highest full. */
static void
draw_sparkline(const uint64_t *numbers, unsigned count, struct area area, int x, int y, int w)
{
	const unsigned columns = count < (unsigned)w ? count : (unsigned)w;
	uint64_t most = 0;

	for (unsigned i = 0; i < count; i++)
		most = numbers[i] > most ? numbers[i] : most;
	for (unsigned c = 0; c < columns; c++) {
		uint64_t value = 0;

		for (unsigned i = c * count / columns; i < (c + 1) * count / columns; i++)
			value = numbers[i] > value ? numbers[i] : value;
		area_text(area, x + (int)c, y, ROLE_GAUGE, sign_column(height_of(value, most)));
	}
}

static int
name_cells(struct app *app, const struct stats_view *v, int w)
{
	int widest = 4;

	for (unsigned i = 0; i < v->table.row_count; i++) {
		const char *name = facet_label(app, v->table.kind->rows, v->table.rows[i].value);
		const int cells = (int)text_width(name, strlen(name));

		widest = cells > widest ? cells : widest;
	}
	if (widest > NAME_CELLS_MAX)
		widest = NAME_CELLS_MAX;
	return widest > w / 2 ? w / 2 : widest;
}

/* Cells for a sparkline beside each bar; 0: there is no room, or no time.  The room is kept free
 * from the beginning, so that nothing moves when the numbers come. */
static int
row_spark_cells(const struct stats_view *v, int w)
{
	const struct table_kind *kind = v->table.kind;
	const int room = w >= 160 ? 36 : w >= 100 ? 24 : w >= 64 ? 12 : 0;
	const int first = v->table.summary.first_date, last = v->table.summary.last_date;

	if (kind->rows == FACET_MONTH || kind->rows == FACET_YEAR || first / 100 == last / 100)
		return 0;
	return room;
}

/* Behind the longest bar: a blank, the highest number, " 100.0%"; never so few that bars of small
 * numbers would be of another length than usual. */
static int
bar_number_cells(const struct stats_table *t)
{
	const struct number most = number_of(t->most);
	const int cells = (int)text_width(most.text, strlen(most.text)) + 8;

	return cells > NUMBER_CELLS ? cells : NUMBER_CELLS;
}

static void
draw_bars(struct app *app, const struct stats_view *v, struct area area)
{
	const struct stats_table *t = &v->table;
	const int name_w = name_cells(app, v, area.w), bar_x = name_w + 4;
	const int spark_w = row_spark_cells(v, area.w);
	const int end = area.w - 1 - (spark_w > 0 ? spark_w + 2 : 0);
	const uint64_t *times;
	const int number_w = bar_number_cells(t);
	char number[NUMBER_ROOM + 16];

	for (int y = 0; y < area.h && v->top + (unsigned)y < t->row_count; y++) {
		const unsigned i = v->top + (unsigned)y;
		const struct facet_count *row = &t->rows[i];
		const char *name = facet_label(app, t->kind->rows, row->value);
		const style_t under = i == v->cursor ? STYLE_SELECTED : 0;

		area_fill(area, 0, y, bar_x - 1, under);
		if (under != 0)
			area_text(area, 0, y, under | ROLE_MARK, sign(SIGN_CURSOR));
		area_cut(area, 2, y, name_w, under | ROLE_TEXT, name, strlen(name));
		draw_bar(area, bar_x, y, end - bar_x - number_w, ROLE_GAUGE, row->count, t->most);
		snprintf(number, sizeof number, "%s %5.1f%%", number_of(row->count).text,
			t->summary.articles > 0
				? (double)row->count * 100 / (double)t->summary.articles
				: 0);
		area_right(area, end, y, ROLE_COUNT, number);
		times = spark_w > 0 ? stats_times_row(&v->times, i, row->value) : NULL;
		if (times != NULL)
			draw_sparkline(times, v->times.count, area, end + 2, y, spark_w);
	}
}

static void
draw_cross_head(struct app *app, const struct stats_view *v, struct area area, int x)
{
	const struct cross *c = &v->table.cross;

	for (unsigned i = v->left; i < c->column_count && i < v->left + v->columns_shown; i++) {
		const char *name = facet_label(app, v->table.kind->columns, c->columns[i].value);
		const size_t len = text_fit(name, strlen(name), (size_t)v->cross_cells - 1, NULL);

		area_textn(area, x, 0, i == v->column ? ROLE_STRONG : ROLE_DIM, name, len);
		x += v->cross_cells;
	}
}

/* A heat map: the shade is the number, and the number stands in it. */
static void
draw_cross(struct app *app, struct stats_view *v, struct area area)
{
	const struct cross *c = &v->table.cross;
	const int name_w = name_cells(app, v, area.w), x0 = name_w + 3;
	const int w = v->cross_cells;

	v->columns_shown = area.w > x0 ? (unsigned)((area.w - x0) / w) : 0;
	if (v->column < v->left)
		v->left = v->column;
	if (v->columns_shown > 0 && v->column >= v->left + v->columns_shown)
		v->left = v->column - v->columns_shown + 1;
	draw_cross_head(app, v, area, x0);
	for (int y = 1; y < area.h && v->top + (unsigned)y - 1 < c->row_count; y++) {
		const unsigned r = v->top + (unsigned)y - 1;
		const char *name = facet_label(app, v->table.kind->rows, c->rows[r].value);
		const style_t under = r == v->cursor ? STYLE_SELECTED : 0;

		area_fill(area, 0, y, x0 - 1, under);
		area_cut(area, 2, y, name_w, under | ROLE_TEXT, name, strlen(name));
		for (unsigned i = 0; i < v->columns_shown && v->left + i < c->column_count; i++) {
			const uint64_t value = c->cells[(size_t)r * c->column_count + v->left + i];
			const bool here = r == v->cursor && v->left + i == v->column;
			const style_t style =
				here ? STYLE_SELECTED | ROLE_STRONG
				     : (style_t)(ROLE_HEAT0 + heat(value, v->table.most));
			const int x = x0 + (int)i * w;

			area_fill(area, x, y, w - 1, style);
			if (value > 0)
				area_right(area, x + w - 1, y, style, number_of(value).text);
			if (here)
				area_text(area, x, y, style, sign(SIGN_CURSOR));
		}
	}
}

/* How much stands above the bars: tabs, the summary, the sparkline, a blank line; on a low screen
 * the bars come first. */
static bool
has_sparkline(const struct stats_view *v, int h)
{
	return v->table.summary.first_date / 100 != v->table.summary.last_date / 100 && h > 8;
}

static int
body_top(const struct stats_view *v, int h)
{
	return h < 5 ? 1 : h <= 8 ? 2 : has_sparkline(v, h) ? 4 : 3;
}

static void
draw(struct app *app, struct view *view, struct area area)
{
	struct stats_view *v = (struct stats_view *)view;
	const int head = body_top(v, area.h);
	struct area body = area_sub(area, 0, head, area.w, area.h - head);

	area_clear(area, ROLE_TEXT);
	draw_tabs(v, area);
	if (!v->known)
		return;
	if (head > 1)
		draw_summary(v, area, 1);
	if (has_sparkline(v, area.h))
		draw_sparkline(v->times.all, v->times.count, area, 1, 2, area.w - 2);
	v->height =
		(unsigned)(body.h - (is_cross(v) ? 1 : 0) > 0 ? body.h - (is_cross(v) ? 1 : 0) : 0);
	if (v->cursor < v->top)
		v->top = v->cursor;
	if (v->height > 0 && v->cursor >= v->top + v->height)
		v->top = v->cursor - v->height + 1;
	if (v->table.row_count == 0)
		draw_notice(body, ROLE_DIM, _("No article of this filter has one."));
	else if (is_cross(v))
		draw_cross(app, v, body);
	else
		draw_bars(app, v, body);
}

/* ---- moving and choosing --------------------------------------------------------------- */

static bool
move(struct app *app, struct view *view, enum move move)
{
	struct stats_view *v = (struct stats_view *)view;
	const int64_t page = v->height > 1 ? v->height - 1 : 1;
	const unsigned rows = v->table.row_count, columns = v->table.cross.column_count;
	int64_t at = v->cursor;

	if (move == MOVE_LEFT || move == MOVE_RIGHT) {
		if (!is_cross(v))
			stats_turn(app, move == MOVE_LEFT ? -1 : 1);
		else if (move == MOVE_LEFT)
			v->column -= v->column > 0;
		else
			v->column += v->column + 1 < columns;
		return true;
	}
	at += move == MOVE_DOWN ? 1 : move == MOVE_UP ? -1 : 0;
	at += move == MOVE_PAGE_DOWN ? page : move == MOVE_PAGE_UP ? -page : 0;
	at += move == MOVE_HALF_DOWN ? page / 2 : move == MOVE_HALF_UP ? -page / 2 : 0;
	if (move == MOVE_FIRST || at < 0)
		at = 0;
	if (move == MOVE_LAST || at >= (int64_t)rows)
		at = rows > 0 ? (int64_t)rows - 1 : 0;
	v->cursor = (unsigned)at;
	return true;
}

static bool
set_facet(struct app *app, enum facet facet, const char *value)
{
	struct err err;

	filter_clear(app->filter, facet);
	if (filter_add(app->filter, facet, value, &err) == ERR_OK)
		return true;
	app_complain(app, &err);
	return false;
}

/* The articles of a bar or a cell. */
static void
open(struct app *app, struct view *view)
{
	struct stats_view *v = (struct stats_view *)view;
	const struct stats_table *t = &v->table;

	if (v->cursor >= t->row_count || !set_facet(app, t->kind->rows, t->rows[v->cursor].value))
		return;
	if (is_cross(v) && v->column < t->cross.column_count)
		set_facet(app, t->kind->columns, t->cross.columns[v->column].value);
	app_pop(app);
	app->focus = PANE_LIST;
	app_refilter(app);
}

/* On a row; the tabs turn the table. */
static void
click(struct app *app, struct view *view, int x, int y)
{
	struct stats_view *v = (struct stats_view *)view;
	const int row = y - body_top(v, view->area.h) - (is_cross(v) ? 1 : 0);
	const unsigned at = v->top + (unsigned)(row > 0 ? row : 0);
	unsigned column = v->column;

	if (y == 0)
		stats_turn(app, 1);
	if (row < 0 || at >= v->table.row_count)
		return;
	if (is_cross(v)) {
		const int cell = (x - name_cells(app, v, view->area.w) - 3) / v->cross_cells;

		column = v->left + (unsigned)(cell > 0 ? cell : 0);
	}
	if (at == v->cursor && column == v->column) {
		open(app, view);
		return;
	}
	v->cursor = at;
	if (is_cross(v) && column < v->table.cross.column_count)
		v->column = column;
}

static void
close_view(struct app *app, struct view *view)
{
	(void)app;
	arena_free(((struct stats_view *)view)->arena);
	arena_free(((struct stats_view *)view)->times_arena);
	free(view);
}

static const struct view_ops ops = {.context = CONTEXT_STATS,
	.draw = draw,
	.move = move,
	.open = open,
	.click = click,
	.close = close_view};

const struct stats_table *
stats_shown(struct app *app)
{
	struct stats_view *v = (struct stats_view *)app_top(app);

	return v->view.ops == &ops && v->known ? &v->table : NULL;
}

void
stats_turn(struct app *app, int step)
{
	struct stats_view *v = (struct stats_view *)app_top(app);

	if (v->view.ops != &ops)
		return;
	v->kind = (v->kind + table_kind_count + (unsigned)step) % table_kind_count;
	ask(app, v, false);
}

void
stats_open(struct app *app)
{
	struct stats_view *v = calloc(1, sizeof *v);

	if (v == NULL)
		return;
	v->view.ops = &ops;
	app_push(app, &v->view);
	ask(app, v, false);
}
