#include "app.h"

#include <stdlib.h>
#include <string.h>

/* Rows that are fetched on each side of the cursor, in screens; the next ones are fetched when the
 * reader pauses and less than NEAR are left, or at once when less than half a screen is. */
#define SCREENS_KEPT 3
#define SCREENS_NEAR 2
#define ROWS_MIN 10
#define HITS_MAX 16

struct list_job {
	struct job job;
	struct filter *filter;
	enum sort sort;
	enum anchor anchor;
	bool settle;     /* the total is made exact first */
	article_key key; /* of the cursor when it was asked */
	uint64_t position;
	unsigned around;
	struct listing out; /* arena, rows, hits, count, cursor, first, total, exact */
};

/* ---- on the worker -------------------------------------------------------------------- */

/* The article that the window is fetched around; 0: from the list's beginning. */
static enum err_code
find_anchor(const struct list_job *j, struct query *query, article_key *out, struct err *err)
{
	*out = j->anchor == ANCHOR_CURSOR || j->anchor == ANCHOR_HEAD ? j->key : 0;
	if (j->anchor != ANCHOR_POSITION || j->position == 0 || j->out.total == 0)
		return ERR_OK;
	return query_at(query, j->sort, j->position < j->out.total ? j->position : j->out.total - 1,
		out, err);
}

static enum err_code
find_hits(struct list_job *j, struct query *query, const struct row *rows, struct err *err)
{
	struct row_hits *hits = arena_calloc(j->out.arena, j->out.count, sizeof *hits);
	enum err_code code = ERR_OK;

	if (hits == NULL)
		return err_nomem(err);
	for (unsigned i = 0; i < j->out.count && code == ERR_OK; i++)
		code = query_hits(query, rows[i].label, strlen(rows[i].label), HITS_MAX,
			j->out.arena, &hits[i].ranges, &hits[i].count, err);
	j->out.hits = hits;
	return code;
}

/* One array of what was fetched before the anchor, the anchor itself, and what is after it. */
struct parts {
	const struct row *before, *self, *after;
	unsigned n_before, n_self, n_after;
};

static enum err_code
fetch_parts(const struct list_job *j, struct query *query, article_key key, struct parts *out,
	struct err *err)
{
	struct arena *arena = j->out.arena;
	enum err_code code = ERR_OK;

	*out = (struct parts){0};
	if (key != 0)
		code = query_rows(query, j->sort, key, true, j->around, arena, &out->before,
			&out->n_before, err);
	/* An article that is no hit (any more) only says where the cursor was. */
	if (code == ERR_OK && key != 0 && query_has(query, key)) {
		code = query_row(query, key, arena, &out->self, err);
		out->n_self = 1;
	}
	if (code == ERR_OK)
		code = query_rows(query, j->sort, key, false, j->around + 1, arena, &out->after,
			&out->n_after, err);
	return code;
}

static enum err_code
join_parts(struct list_job *j, const struct parts *p, struct err *err)
{
	const unsigned count = p->n_before + p->n_self + p->n_after;
	struct row *rows = arena_calloc(j->out.arena, (size_t)count + 1, sizeof *rows);

	if (rows == NULL)
		return err_nomem(err);
	if (p->n_before > 0)
		memcpy(rows, p->before, p->n_before * sizeof *rows);
	if (p->n_self > 0)
		rows[p->n_before] = *p->self;
	if (p->n_after > 0)
		memcpy(rows + p->n_before + p->n_self, p->after, p->n_after * sizeof *rows);
	j->out.rows = rows;
	j->out.count = count;
	j->out.cursor = p->n_before < count ? p->n_before : count > 0 ? count - 1 : 0;
	return ERR_OK;
}

static enum err_code
fetch(struct list_job *j, struct query *query, struct err *err)
{
	struct parts parts;
	article_key key;
	enum err_code code;

	j->out.total = query_count(query, &j->out.exact);
	if (j->out.total == 0)
		return query_words(query, j->out.arena, &j->out.words, &j->out.word_count, err);
	if ((code = find_anchor(j, query, &key, err)) != ERR_OK ||
		(code = fetch_parts(j, query, key, &parts, err)) != ERR_OK ||
		(code = join_parts(j, &parts, err)) != ERR_OK)
		return code;
	if (j->out.count > 0 && filter_query(j->filter)[0] != '\0' &&
		(code = find_hits(j, query, j->out.rows, err)) != ERR_OK)
		return code;
	if (key == 0 || j->out.count == 0)
		return ERR_OK; /* from the beginning */
	return query_position(query, j->sort, j->out.rows[0].key, &j->out.first, err);
}

static void
run(struct job *job, struct session *session)
{
	struct list_job *j = (struct list_job *)job;
	struct archive *archive;
	struct query *query;

	j->out.arena = arena_new(0);
	if (j->out.arena == NULL) {
		job->code = err_nomem(&job->err);
		return;
	}
	job->code = session_archive(session, &archive, &job->err);
	if (job->code == ERR_OK) {
		j->out.generation = archive_generation(archive);
		job->code = session_query(session, j->filter, &query, &job->err);
	}
	if (job->code == ERR_OK && j->settle)
		job->code = query_settle(query, &job->err);
	if (job->code == ERR_OK)
		job->code = fetch(j, query, &job->err);
}

static void ask(struct app *app, enum anchor anchor, uint64_t position, bool settle);

/* Nobody has chosen the article there. */
static bool
at_head(const struct listing *l)
{
	return !l->held && listing_position(l) == 0;
}

/* ---- the answer ----------------------------------------------------------------------- */

static void
adopt(struct listing *l, struct list_job *j)
{
	arena_free(l->arena);
	l->arena = j->out.arena;
	l->rows = j->out.rows;
	l->hits = j->out.hits;
	l->count = j->out.count;
	l->first = j->out.first;
	l->generation = j->out.generation;
	l->total = j->out.total;
	l->exact = j->out.exact;
	l->words = j->out.words;
	l->word_count = j->out.word_count;
	l->known = true;
	l->err = j->job.err;
	l->err.code = j->job.code;
	j->out.arena = NULL;
}

/* While rows were fetched the cursor may have moved on: it stays where it is by then. */
static bool
find_cursor(const struct list_job *j, article_key key, unsigned *out)
{
	for (unsigned i = 0; i < j->out.count; i++) {
		if (j->out.rows[i].key == key) {
			*out = i;
			return true;
		}
	}
	return false;
}

/* Whether the cursor's article is to be kept, also one that it has come to since. */
static bool
stays(const struct list_job *j, const struct listing *l)
{
	return j->anchor == ANCHOR_CURSOR || (j->anchor == ANCHOR_HEAD && !at_head(l));
}

static void
done(struct job *job, void *ctx)
{
	struct list_job *j = (struct list_job *)job;
	struct app *app = ctx;
	struct listing *l = &app->listing;
	const struct row *row = listing_row(l);
	const article_key before = row != NULL ? row->key : 0;
	unsigned cursor = j->out.cursor;

	l->asked = false;
	if (job->code == ERR_CANCELLED)
		return;
	/* Without an archive there is nothing to browse, unless one is being made. */
	if ((job->code == ERR_ARCHIVE || job->code == ERR_DAMAGED) && !l->known &&
		app->importer == NULL) {
		app->fatal = job->err;
		app->status = STATUS_ARCHIVE;
		app->quit = true;
		return;
	}
	/* A search that is not yet typed to its end: what is there stays. */
	if (job->code == ERR_USAGE && l->known) {
		l->err = job->err;
		l->err.code = job->code;
		return;
	}
	if (stays(j, l) && before != 0 && before != j->key && !find_cursor(j, before, &cursor)) {
		listing_ask(app, ANCHOR_HEAD, 0);
		return;
	}
	if (j->anchor == ANCHOR_FIRST)
		l->held = false;
	adopt(l, j);
	l->cursor = cursor;
	listing_set_height(app, l->height);
	if (job->code == ERR_OK && !l->exact && !j->settle)
		ask(app, ANCHOR_HEAD, 0, true);
}

static void
free_job(struct job *job)
{
	struct list_job *j = (struct list_job *)job;

	filter_free(j->filter);
	arena_free(j->out.arena);
	free(j);
}

/* ---- asking --------------------------------------------------------------------------- */

static void
ask(struct app *app, enum anchor anchor, uint64_t position, bool settle)
{
	const struct row *row = listing_row(&app->listing);
	struct list_job *j = calloc(1, sizeof *j);
	/* The first screen comes first; the rest follows when it is painted. */
	const unsigned screens = app->listing.known ? SCREENS_KEPT : 1;
	const unsigned around = app->listing.height * screens;

	if (j == NULL)
		return;
	j->job = (struct job){.run = run, .done = done, .free = free_job, .slot = SLOT_LIST};
	j->filter = filter_copy(app->filter);
	j->sort = app->sort;
	j->anchor = anchor;
	j->settle = settle;
	if (row != NULL && !(anchor == ANCHOR_HEAD && at_head(&app->listing)))
		j->key = row->key;
	j->position = position;
	j->around = around < ROWS_MIN ? ROWS_MIN : around;
	if (j->filter == NULL) {
		free(j);
		return;
	}
	app->listing.asked = true;
	worker_post(app->fast, &j->job);
}

void
listing_ask(struct app *app, enum anchor anchor, uint64_t position)
{
	ask(app, anchor, position, false);
}

/* Fewer than `rows` are in memory on a side of the cursor on which there are more. */
static bool
near_edge(const struct listing *l, unsigned rows)
{
	return (l->cursor < rows && l->first > 0) ||
	       (l->count - l->cursor <= rows && l->first + l->count < l->total);
}

static void
keep_line(struct listing *l, int64_t delta)
{
	int64_t line = (int64_t)l->line + delta;
	const int64_t last = l->height > 0 ? (int64_t)l->height - 1 : 0;

	/* Past an edge the list moves on by half a page, so that most keys change two rows. */
	if (line < 0 || line > last)
		line = delta > 1 || delta < -1 ? (delta < 0 ? 0 : last) : last / 2;
	l->line = (unsigned)line;
}

void
listing_hold(struct listing *l)
{
	l->held = true;
}

void
listing_move(struct app *app, int64_t delta)
{
	const struct listing *l = &app->listing;
	const uint64_t at = listing_position(l);
	uint64_t target;

	if (l->count == 0)
		return;
	if (delta < 0)
		target = (uint64_t)-delta > at ? 0 : at - (uint64_t)-delta;
	else
		target = l->total - 1 - at < (uint64_t)delta ? l->total - 1 : at + (uint64_t)delta;
	listing_go(app, target);
}

void
listing_go(struct app *app, uint64_t position)
{
	struct listing *l = &app->listing;
	const int64_t delta = (int64_t)(position - listing_position(l));

	if (l->count == 0)
		return;
	listing_hold(l);
	keep_line(l, delta);
	if (position >= l->first && position < l->first + l->count) {
		l->cursor = (unsigned)(position - l->first);
		listing_set_height(app, l->height);
		return;
	}
	listing_ask(app, ANCHOR_POSITION, position);
	app_wait(app, SLOT_LIST);
}

const struct row *
listing_row(const struct listing *l)
{
	return l->cursor < l->count ? &l->rows[l->cursor] : NULL;
}

uint64_t
listing_position(const struct listing *l)
{
	return l->first + l->cursor;
}

/* Keeps the list filled from the top, and to the bottom where there are rows enough. */
void
listing_set_height(struct app *app, unsigned height)
{
	struct listing *l = &app->listing;
	const uint64_t at = listing_position(l);
	uint64_t below;

	l->height = height;
	if (l->count == 0 || height == 0)
		return;
	if (l->line >= height)
		l->line = height - 1;
	below = l->total - at;
	if (l->total >= height && below < height && l->line < height - below)
		l->line = (unsigned)(height - below);
	if (l->line > at || l->total <= height)
		l->line = (unsigned)at;
}

void
listing_fill(struct app *app, bool resting)
{
	const struct listing *l = &app->listing;

	/* Asking anew would throw away what is on its way; and where the filter is no question (a
	 * search that is not yet typed to its end) the rows are those of another one. */
	if (l->count == 0 || l->asked || l->err.code != ERR_OK ||
		!near_edge(l, l->height * SCREENS_NEAR))
		return;
	if (resting || app->testing || near_edge(l, l->height / 2))
		listing_ask(app, ANCHOR_HEAD, 0);
	else if (app->timers[TIMER_FILL] == 0)
		app_set_timer(app, TIMER_FILL, FILL_MS);
}

int
listing_at_line(const struct listing *l, unsigned line)
{
	const int64_t i = (int64_t)l->cursor - (int64_t)l->line + (int64_t)line;

	return i >= 0 && i < (int64_t)l->count ? (int)i : -1;
}

void
listing_free(struct listing *l)
{
	arena_free(l->arena);
	*l = (struct listing){0};
}
