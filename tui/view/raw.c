#include "view/places.h"
#include "text/wrap.h"

#include <stdio.h>

/* The page's own text beside the repaired one, scrolled together: what stands at the top of the
 * left column stands at the top of the right one.  On a narrow screen one is above the other. */

#define SIDE_BY_SIDE_MIN 60

/* A line of the page file as it is on disk. */
struct raw_line {
	const char *text;
	size_t len;
	uint32_t at; /* its first byte in the file */
	bool ours;   /* some of it belongs to the article */
};

/* A piece of one that fits into the column. */
struct piece_line {
	uint32_t raw;        /* index */
	uint32_t start, end; /* bytes of its text */
};

struct raw_view {
	struct view view;
	struct arena *arena; /* of the raw lines */
	struct raw_line *raw;
	unsigned raw_count;
	struct arena *set_arena; /* of what follows, made for one width */
	struct text_line *left;
	struct piece_line *right;
	unsigned left_count, right_count;
	unsigned width, top, height;
	const struct stored_article *article; /* that `left` was made of */
	char name[256];
};

struct raw_job {
	struct job job;
	article_key key;
	struct arena *arena;
	struct raw_line *lines;
	unsigned count, cap;
};

static const struct view_ops ops;

/* ---- the page's lines ------------------------------------------------------------------ */

static bool
add_line(struct raw_job *j, const char *bytes, size_t from, size_t to, uint32_t start, uint32_t end,
	enum encoding encoding)
{
	struct raw_line *line;

	if (j->count == j->cap) {
		const unsigned cap = j->cap ? j->cap * 2 : 256;
		struct raw_line *more = arena_calloc(j->arena, cap, sizeof *more);

		if (more == NULL)
			return false;
		if (j->count > 0)
			memcpy(more, j->lines, j->count * sizeof *more);
		j->lines = more;
		j->cap = cap;
	}
	line = &j->lines[j->count++];
	line->at = (uint32_t)from;
	line->ours = from < end && to > start;
	return page_decode(bytes + from, to - from, encoding, j->arena, &line->text, &line->len,
		       NULL) == ERR_OK;
}

/* Lines are cut in the page's own bytes, so that each knows where it begins.  A line feed is
 * never half of a character in any encoding but UTF-16. */
static enum err_code
cut_lines(struct raw_job *j, const char *bytes, size_t size, uint32_t start, uint32_t end,
	enum encoding encoding, struct err *err)
{
	const size_t unit = encoding == ENC_UTF16LE || encoding == ENC_UTF16BE ? 2 : 1;
	const size_t low = encoding == ENC_UTF16BE ? 1 : 0;
	size_t from = 0;

	for (size_t i = 0; i + unit <= size; i += unit) {
		const bool feed = bytes[i + low] == '\n' && (unit == 1 || bytes[i + 1 - low] == 0);

		if (!feed && i + 2 * unit <= size)
			continue;
		if (!add_line(j, bytes, from, feed ? i : size, start, end, encoding))
			return err_nomem(err);
		from = i + unit;
	}
	return ERR_OK;
}

static void
run(struct job *job, struct session *session)
{
	struct raw_job *j = (struct raw_job *)job;
	struct archive *archive = NULL;
	enum encoding encoding = 0;
	const char *bytes = NULL;
	uint32_t start = 0, end = 0;
	size_t size = 0;

	j->arena = arena_new(0);
	job->code = j->arena == NULL ? err_nomem(&job->err)
				     : session_archive(session, &archive, &job->err);
	if (job->code == ERR_OK)
		job->code = archive_raw(archive, j->key, j->arena, &bytes, &size, &start, &end,
			&encoding, &job->err);
	if (job->code == ERR_OK)
		job->code = cut_lines(j, bytes, size, start, end, encoding, &job->err);
}

static void
done(struct job *job, void *ctx)
{
	struct raw_job *j = (struct raw_job *)job;
	struct app *app = ctx;
	struct raw_view *v = (struct raw_view *)app_top(app);

	if (v->view.ops != &ops || !app_succeeded(app, job))
		return;
	arena_free(v->arena);
	v->arena = j->arena;
	v->raw = j->lines;
	v->raw_count = j->count;
	v->width = 0;
	j->arena = NULL;
}

static void
free_job(struct job *job)
{
	arena_free(((struct raw_job *)job)->arena);
	free(job);
}

/* ---- setting --------------------------------------------------------------------------- */

static bool
set_raw_line(struct raw_view *v, unsigned raw, const struct wrap_options *options, unsigned *cap)
{
	struct wrap wrap;
	struct wrap_line line;

	if (wrap_begin(&wrap, v->raw[raw].text, v->raw[raw].len, options, v->set_arena, NULL) !=
		ERR_OK)
		return false;
	while (wrap_next(&wrap, &line)) {
		if (v->right_count == *cap) {
			const unsigned more = *cap ? *cap * 2 : 256;
			struct piece_line *p = arena_calloc(v->set_arena, more, sizeof *p);

			if (p == NULL)
				return false;
			if (v->right_count > 0)
				memcpy(p, v->right, v->right_count * sizeof *p);
			v->right = p;
			*cap = more;
		}
		v->right[v->right_count++] = (struct piece_line){raw, line.start, line.end};
	}
	return true;
}

static void
set(struct app *app, struct raw_view *v, unsigned width)
{
	const struct reading *r = &app->reading;
	const struct setting setting = {.breaks = app->breaks,
		.width = width,
		.indent = (unsigned)config_number(app->options->config, CONFIG_INDENT)};
	const struct wrap_options options = {app->breaks, width, 0, 0};
	unsigned cap = 0;

	if (v->set_arena == NULL)
		v->set_arena = arena_new(0);
	if (v->set_arena == NULL)
		return;
	arena_reset(v->set_arena);
	v->width = width;
	v->article = r->article;
	v->left_count = v->right_count = 0;
	if (passages_set(r->passages, r->passage_count, &setting, v->set_arena, &v->left,
		    &v->left_count, NULL) != ERR_OK)
		v->left_count = 0;
	for (unsigned i = 0; i < v->raw_count; i++)
		if (!set_raw_line(v, i, &options, &cap))
			break;
}

/* The file offset of the first text at or below the line at the top of the left column. */
static uint32_t
offset_at_top(const struct app *app, const struct raw_view *v)
{
	for (unsigned i = v->top; i < v->left_count; i++) {
		const struct text_line *line = &v->left[i];

		if (line->passage != NO_PASSAGE && app->reading.passages[line->passage].source)
			return rtext_offset(
				app->reading.passages[line->passage].source, line->start);
	}
	return app->reading.article != NULL ? app->reading.article->article.start : 0;
}

/* The piece of the page that holds this byte. */
static unsigned
right_at(const struct raw_view *v, uint32_t offset)
{
	unsigned found = 0;

	for (unsigned i = 0; i < v->right_count; i++) {
		const struct piece_line *p = &v->right[i];

		/* Within a line the text may be longer than its bytes; its pieces stand for it in
		 * proportion. */
		const struct raw_line *raw = &v->raw[p->raw];
		const uint32_t next =
			p->raw + 1 < v->raw_count ? v->raw[p->raw + 1].at : UINT32_MAX;
		const double scale = raw->len > 0 && next != UINT32_MAX
					     ? (double)(next - raw->at) / (double)raw->len
					     : 1;

		if (raw->at + (uint32_t)(p->start * scale) > offset)
			break;
		found = i;
	}
	return found;
}

/* ---- the view -------------------------------------------------------------------------- */

static void
draw_left(struct app *app, const struct raw_view *v, struct area area)
{
	for (int y = 0; y < area.h && v->top + (unsigned)y < v->left_count; y++) {
		const struct text_line *line = &v->left[v->top + (unsigned)y];
		const struct passage *p;

		if (line->passage == NO_PASSAGE)
			continue;
		p = &app->reading.passages[line->passage];
		area_textn(area, line->indent, y,
			p->source == NULL          ? ROLE_DIM
			: p->kind == PASSAGE_TITLE ? ROLE_TITLE
						   : ROLE_TEXT,
			p->text + line->start, line->end - line->start);
	}
}

static void
draw_right(const struct raw_view *v, struct area area, unsigned top)
{
	for (int y = 0; y < area.h && top + (unsigned)y < v->right_count; y++) {
		const struct piece_line *p = &v->right[top + (unsigned)y];
		const struct raw_line *raw = &v->raw[p->raw];

		area_textn(area, 0, y, raw->ours ? ROLE_TEXT : ROLE_DIM, raw->text + p->start,
			p->end - p->start);
	}
}

static void
draw(struct app *app, struct view *view, struct area area)
{
	struct raw_view *v = (struct raw_view *)view;
	const bool beside = area.w >= SIDE_BY_SIDE_MIN;
	const int w = beside ? (area.w - 5) / 2 : area.w - 2;
	const int h = beside ? area.h : (area.h - 1) / 2;
	struct area left, right;

	area_clear(area, ROLE_TEXT);
	if (w < 1 || h < 2)
		return;
	if ((unsigned)w != v->width || v->article != app->reading.article)
		set(app, v, (unsigned)w);
	v->height = (unsigned)h - 1;
	if (v->top >= v->left_count)
		v->top = v->left_count > 0 ? v->left_count - 1 : 0;
	left = area_sub(area, 1, 0, w, h);
	right = beside ? area_sub(area, area.w - w - 1, 0, w, h)
		       : area_sub(area, 1, h + 1, w, area.h - h - 1);
	area_text(left, 0, 0, ROLE_KICKER, _("Repaired"));
	area_cut(right, 0, 0, w, ROLE_KICKER, v->name, strlen(v->name));
	for (int y = 0; beside && y < area.h; y++)
		area_text(area, w + 2, y, ROLE_RULE, sign(SIGN_VERTICAL));
	if (!beside)
		area_repeat(area, 0, h, area.w, ROLE_RULE, sign(SIGN_HORIZONTAL));
	draw_left(app, v, area_sub(left, 0, 1, w, left.h - 1));
	draw_right(v, area_sub(right, 0, 1, w, right.h - 1), right_at(v, offset_at_top(app, v)));
}

static bool
move(struct app *app, struct view *view, enum move move)
{
	struct raw_view *v = (struct raw_view *)view;
	const int64_t page = v->height > 1 ? v->height - 1 : 1;
	int64_t top = v->top;

	(void)app;
	top += move == MOVE_DOWN ? 1 : move == MOVE_UP ? -1 : 0;
	top += move == MOVE_PAGE_DOWN ? page : move == MOVE_PAGE_UP ? -page : 0;
	top += move == MOVE_HALF_DOWN ? page / 2 : move == MOVE_HALF_UP ? -page / 2 : 0;
	if (move == MOVE_FIRST || top < 0)
		top = 0;
	if (move == MOVE_LAST || top >= (int64_t)v->left_count)
		top = (int64_t)v->left_count - 1;
	v->top = top < 0 ? 0 : (unsigned)top;
	return true;
}

static void
close_view(struct app *app, struct view *view)
{
	struct raw_view *v = (struct raw_view *)view;

	(void)app;
	arena_free(v->arena);
	arena_free(v->set_arena);
	free(v);
}

static const struct view_ops ops = {
	.context = CONTEXT_RAW, .draw = draw, .move = move, .close = close_view};

void
raw_open(struct app *app)
{
	struct raw_view *v = calloc(1, sizeof *v);
	struct raw_job *j = calloc(1, sizeof *j);
	const struct stored_article *a;

	app_load(app);
	a = app->reading.article;
	if (v == NULL || j == NULL || a == NULL || app->reading.err.code != ERR_OK) {
		free(v);
		free(j);
		return;
	}
	v->view.ops = &ops;
	snprintf(v->name, sizeof v->name, "%s  %s", a->source, encoding_name(a->encoding));
	j->job = (struct job){.run = run, .done = done, .free = free_job, .slot = SLOT_RAW};
	j->key = app->reading.key;
	app_push(app, &v->view);
	worker_post(app->slow, &j->job);
	app_wait(app, SLOT_RAW);
}
