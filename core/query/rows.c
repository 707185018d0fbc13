/* Windows of rows. */
#include "base/i18n.h"
#include "query/query_parts.h"

#include <stdlib.h>
#include <string.h>

/* More rows than any screen has; bounds memory. */
#define WINDOW_MAX 8192u

/* ---- a window --------------------------------------------------------------------------- */

/* The first (before: the last) `limit` orders beyond a bound, as a heap with the worst of them
 * on top. */
struct window {
	struct order *item;
	unsigned count, limit;
	bool before, bounded;
	struct order bound;
	unsigned lead; /* the word that ranges of chunks are of */
};

/* Whether a is wanted less than b. */
static bool
worse(const struct window *w, const struct order *a, const struct order *b)
{
	int c = order_compare(a, b);

	return w->before ? c < 0 : c > 0;
}

static void
sift_down(struct window *w, unsigned at)
{
	for (;;) {
		unsigned child = 2 * at + 1;
		struct order swap;

		if (child >= w->count)
			return;
		if (child + 1 < w->count && worse(w, &w->item[child + 1], &w->item[child]))
			child++;
		if (!worse(w, &w->item[child], &w->item[at]))
			return;
		swap = w->item[at];
		w->item[at] = w->item[child];
		w->item[child] = swap;
		at = child;
	}
}

static void
sift_up(struct window *w, unsigned at)
{
	while (at > 0 && worse(w, &w->item[at], &w->item[(at - 1) / 2])) {
		struct order swap = w->item[at];

		w->item[at] = w->item[(at - 1) / 2];
		w->item[(at - 1) / 2] = swap;
		at = (at - 1) / 2;
	}
}

static enum err_code
offer(void *ctx, const struct order *order, struct err *err)
{
	struct window *w = ctx;

	(void)err;
	if (w->bounded) {
		int c = order_compare(order, &w->bound);

		if (w->before ? c >= 0 : c <= 0)
			return ERR_OK;
	}
	if (w->count < w->limit) {
		w->item[w->count++] = *order;
		sift_up(w, w->count - 1);
	} else if (worse(w, &w->item[0], order)) {
		w->item[0] = *order;
		sift_down(w, 0);
	}
	return ERR_OK;
}

/* Whether the chunk may have something that belongs into the window. */
static bool
may_have(void *ctx, const struct chunk_range *range)
{
	const struct window *w = ctx;
	unsigned lead = w->lead;

	if (w->bounded &&
		(w->before ? range->low > w->bound.word[lead] : range->high < w->bound.word[lead]))
		return false;
	if (w->count < w->limit)
		return true;
	return w->before ? range->high >= w->item[0].word[lead]
			 : range->low <= w->item[0].word[lead];
}

static int
rising(const void *a, const void *b)
{
	return order_compare(a, b);
}

/* Takes the hits out of the window that are none after all. */
static enum err_code
verify_window(struct query *query, struct window *w, struct err *err)
{
	unsigned kept = 0;
	enum err_code code = ERR_OK;

	for (unsigned i = 0; code == ERR_OK && i < w->count; i++) {
		bool hit;

		code = query_verify(
			query, (article_key)w->item[i].word[ORDER_WORDS - 1], &hit, err);
		if (hit)
			w->item[kept++] = w->item[i];
	}
	w->count = kept;
	return code;
}

/* The next hits beyond the window's bound, in order, sure or not. */
static enum err_code
fill_window(struct query *query, enum sort sort, const struct chunk_range *range, uint32_t chunks,
	struct window *w, struct err *err)
{
	enum err_code code;

	w->count = 0;
	code = order_each_of(query, sort, range, chunks, may_have, offer, w, err);
	if (code == ERR_OK && w->count > 0)
		qsort(w->item, w->count, sizeof *w->item, rising);
	return code;
}

/* With `sure`, hits that turn out to be none make room for others. */
static enum err_code
heap_window(struct query *query, enum sort sort, const struct order *bound, bool before, bool sure,
	unsigned limit, struct order *item, unsigned *count, struct err *err)
{
	struct window w = {.before = before, .bounded = bound != NULL, .lead = order_lead(sort)};
	struct chunk_range *range = NULL;
	uint32_t chunks = 0;
	enum err_code code = order_chunks(query, sort, before, &range, &chunks, err);
	bool more = true;

	*count = 0;
	if (bound != NULL)
		w.bound = *bound;
	while (code == ERR_OK && more && *count < limit) {
		w.item = item + *count;
		w.limit = limit - *count;
		code = fill_window(query, sort, range, chunks, &w, err);
		more = w.count == w.limit;
		if (code != ERR_OK || w.count == 0)
			break;
		w.bound = w.item[before ? 0 : w.count - 1];
		w.bounded = true;
		if (sure)
			code = verify_window(query, &w, err);
		*count += w.count;
	}
	if (code == ERR_OK && *count > 0)
		qsort(item, *count, sizeof *item, rising);
	free(range);
	if (code != ERR_OK)
		*count = 0;
	return code;
}

enum err_code
newest_hits(
	struct query *query, unsigned limit, struct order *item, unsigned *count, struct err *err)
{
	return heap_window(query, SORT_NEWEST, NULL, false, false, limit, item, count, err);
}

enum err_code
window_after(struct query *query, enum sort sort, const struct order *bound, bool before,
	unsigned limit, struct order *item, unsigned *count, struct err *err)
{
	bool done = false;
	enum err_code code = ERR_OK;

	if (order_is_sorted(sort))
		code = sorted_window(query, sort, bound, before, limit, item, count, &done, err);
	else if (sort == SORT_RELEVANCE && query->parsed.count > 0 && !before)
		code = ranking_window(query, bound, limit, item, count, &done, err);
	return code == ERR_OK && !done
		       ? heap_window(query, sort, bound, before, true, limit, item, count, err)
		       : code;
}

/* ---- one row ---------------------------------------------------------------------------- */

static enum err_code
read_source(
	struct query *query, int64_t page, struct arena *arena, const char **out, struct err *err)
{
	sqlite3_stmt *row;
	enum err_code code = archive_row(query->archive, SQL_PAGE_SOURCE, &page, 1, &row, err);

	if (code != ERR_OK)
		return code;
	*out = utf8_copy(arena, row != NULL ? db_name(row, 0) : "");
	code = db_end(&query->archive->db, row, err);
	return code == ERR_OK && *out == NULL ? err_nomem(err) : code;
}

static const struct correction *
correction_of(const struct query *query, article_key key)
{
	for (unsigned i = 0; i < query->correction_count; i++) {
		if (query->correction[i].key == key)
			return &query->correction[i];
	}
	return NULL;
}

/* A row outlives its query, and the archive's names those that were read anew. */
static enum err_code
set_district(const struct query *query, uint32_t number, struct arena *arena, struct row *row,
	struct err *err)
{
	const struct correction *c = correction_of(query, row->key);
	const struct archive *archive = query->archive;
	const char *name = "";

	row->corrected = c != NULL;
	if (c != NULL)
		name = c->name;
	else if (number > 0 && number < archive->district_count &&
		 archive->district[number].name != NULL) /* a damaged file may lack some */
		name = archive->district[number].name;
	if (*name == '\0')
		return ERR_OK;
	row->district = arena_strdup(arena, name);
	return row->district != NULL ? ERR_OK : err_nomem(err);
}

static enum err_code
set_marks(const struct query *query, struct row *row, struct arena *arena, struct err *err)
{
	struct mark mark;
	enum err_code code;

	if (query->archive->marks == NULL)
		return ERR_OK;
	code = marks_get(query->archive->marks, row->id, arena, &mark, err);
	row->read = mark.read;
	row->starred = mark.starred;
	row->noted = *mark.note != '\0';
	return code;
}

static enum err_code
read_row(struct query *query, article_key key, struct arena *arena, struct row *out, bool *found,
	struct err *err)
{
	sqlite3_stmt *row;
	enum err_code code = archive_row(query->archive, SQL_ARTICLE_ROW, &key, 1, &row, err);
	int64_t page;
	uint32_t district;
	bool reported;

	*found = row != NULL;
	if (row == NULL)
		return code;
	memset(out, 0, sizeof *out);
	out->key = key;
	page = sqlite3_column_int64(row, 0);
	out->ordinal = (unsigned)sqlite3_column_int64(row, 1);
	stable_id_text((uint64_t)sqlite3_column_int64(row, 2), out->id);
	out->kind = (enum article_kind)db_below(row, 3, KIND_COUNT);
	out->has_title = sqlite3_column_int(row, 4) != 0;
	out->chars = (uint32_t)sqlite3_column_int64(row, 5);
	out->date = sqlite3_column_int(row, 6);
	out->page_no = sqlite3_column_int(row, 7);
	district = (uint32_t)sqlite3_column_int64(row, 8);
	out->label = arena_strdup(arena, db_text(row, 9));
	reported = sqlite3_column_type(row, 10) != SQLITE_NULL;
	if (reported)
		out->reporter = arena_strdup(arena, db_text(row, 10));
	code = db_end(&query->archive->db, row, err);
	if (code == ERR_OK && (out->label == NULL || (reported && out->reporter == NULL)))
		code = err_nomem(err);
	if (code == ERR_OK)
		code = read_source(query, page, arena, &out->source, err);
	if (code == ERR_OK)
		code = set_district(query, district, arena, out, err);
	return code == ERR_OK ? set_marks(query, out, arena, err) : code;
}

enum err_code
query_row(struct query *query, article_key key, struct arena *arena, const struct row **row,
	struct err *err)
{
	struct row *out = arena_alloc(arena, sizeof *out);
	bool found = false;
	enum err_code code = out != NULL ? db_read(&query->archive->db, err) : err_nomem(err);

	*row = NULL;
	if (code != ERR_OK)
		return code;
	code = read_row(query, key, arena, out, &found, err);
	db_read_end(&query->archive->db);
	if (code == ERR_OK && !found)
		code = err_set(err, ERR_NOTFOUND, _("there is no such article in the archive"));
	if (code == ERR_OK)
		*row = out;
	return code;
}

/* ---- the interface ---------------------------------------------------------------------- */

static enum err_code
read_rows(struct query *query, const struct order *item, unsigned count, struct arena *arena,
	struct row *rows, unsigned *found, struct err *err)
{
	enum err_code code = ERR_OK;

	*found = 0;
	for (unsigned i = 0; code == ERR_OK && i < count; i++) {
		bool there = false;

		code = read_row(query, (article_key)item[i].word[ORDER_WORDS - 1], arena,
			&rows[*found], &there, err);
		*found += there;
	}
	return code;
}

static enum err_code
rows_inside(struct query *query, enum sort sort, article_key from, bool before, unsigned limit,
	struct order *item, struct arena *arena, const struct row **rows, unsigned *count,
	struct err *err)
{
	struct order bound;
	enum err_code code = from != 0 ? order_of(query, sort, from, &bound, err) : ERR_OK;
	unsigned n = 0;
	struct row *out;

	if (code == ERR_OK)
		code = window_after(
			query, sort, from != 0 ? &bound : NULL, before, limit, item, &n, err);
	if (code != ERR_OK)
		return code;
	out = arena_calloc(arena, (size_t)n + 1, sizeof *out);
	if (out == NULL)
		return err_nomem(err);
	code = read_rows(query, item, n, arena, out, count, err);
	*rows = code == ERR_OK ? out : NULL;
	return code;
}

enum err_code
query_rows(struct query *query, enum sort sort, article_key from, bool before, unsigned limit,
	struct arena *arena, const struct row **rows, unsigned *count, struct err *err)
{
	struct order *item;
	enum err_code code;

	*rows = NULL;
	*count = 0;
	if (limit == 0)
		return ERR_OK;
	if (limit > WINDOW_MAX)
		limit = WINDOW_MAX;
	item = malloc(limit * sizeof *item);
	code = item != NULL ? db_read(&query->archive->db, err) : err_nomem(err);
	if (code == ERR_OK) {
		code = rows_inside(query, sort, from, before, limit, item, arena, rows, count, err);
		db_read_end(&query->archive->db);
	}
	free(item);
	if (code != ERR_OK)
		*count = 0;
	return code;
}

/* ---- positions -------------------------------------------------------------------------- */

struct before_ctx {
	const struct query *query;
	struct order bound;
	unsigned lead;
	uint64_t count;
};

/* Chunks that lie wholly before the bound are counted, those behind it left out. */
static bool
holds_bound(void *ctx, const struct chunk_range *range)
{
	struct before_ctx *b = ctx;

	if (range->low > b->bound.word[b->lead])
		return false;
	if (range->high >= b->bound.word[b->lead])
		return true;
	b->count += keyset_count_range(&b->query->hits, range->first, range->end);
	return false;
}

static enum err_code
count_before(void *ctx, const struct order *order, struct err *err)
{
	struct before_ctx *b = ctx;

	(void)err;
	b->count += order_compare(order, &b->bound) < 0;
	return ERR_OK;
}

static enum err_code
position_inside(struct query *query, enum sort sort, article_key key, struct before_ctx *ctx,
	struct err *err)
{
	struct chunk_range *range = NULL;
	uint32_t chunks = 0;
	bool done = false;
	enum err_code code = order_of(query, sort, key, &ctx->bound, err);

	if (code == ERR_OK && order_is_sorted(sort))
		code = sorted_position(query, sort, &ctx->bound, &ctx->count, &done, err);
	if (code != ERR_OK || done)
		return code;
	code = order_chunks(query, sort, false, &range, &chunks, err);
	if (code == ERR_OK)
		code = order_each_of(
			query, sort, range, chunks, holds_bound, count_before, ctx, err);
	free(range);
	return code;
}

enum err_code
query_position(struct query *query, enum sort sort, article_key key, uint64_t *out, struct err *err)
{
	struct before_ctx ctx = {.query = query, .lead = order_lead(sort)};
	enum err_code code = db_read(&query->archive->db, err);

	*out = 0;
	if (code != ERR_OK)
		return code;
	code = position_inside(query, sort, key, &ctx, err);
	db_read_end(&query->archive->db);
	if (code == ERR_OK)
		*out = ctx.count;
	return code;
}
