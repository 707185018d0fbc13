/* A filter's parts as sets of keys. */
#include "archive/kept.h"
#include "archive/marks_parts.h"
#include "archive/posting.h"
#include "base/i18n.h"
#include "query/query_parts.h"

#include <stdlib.h>
#include <string.h>

/* ---- what is alive ---------------------------------------------------------------------- */

static enum err_code
find_live(struct query *query, struct err *err)
{
	struct keyset *live = &query->live;
	struct buf blob = {0};
	int64_t c = -1;
	enum err_code code;

	keyset_fill(live, 1, query->end);
	do {
		const unsigned char *p;

		code = column_next(query->archive, COL_DEAD, &c, &blob, err);
		p = (const unsigned char *)buf_str(&blob);
		for (size_t i = 0; code == ERR_OK && c >= 0 && c < chunk_count(query) &&
				   i + 8 <= blob.len && i < CHUNK_KEYS / 8;
			i += 8)
			live->word[(size_t)c * (CHUNK_KEYS / 64) + i / 8] &= ~get_u64(p + i);
	} while (code == ERR_OK && c >= 0);
	buf_free(&blob);
	return code;
}

enum err_code
eval_live(struct query *query, struct err *err)
{
	bool found;
	enum err_code code = kept_find(query->archive, KEPT_LIVE, &query->live, &found, err);

	if (code != ERR_OK || found)
		return code;
	code = find_live(query, err);
	if (code == ERR_OK)
		kept_add(query->archive, KEPT_LIVE, &query->live);
	return code;
}

/* ---- facets ----------------------------------------------------------------------------- */

/* The numbers that are looked for. */
struct wanted {
	uint32_t *number; /* rising */
	unsigned count;
};

static int
by_value(const void *a, const void *b)
{
	const uint32_t *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

static bool
is_wanted(const struct wanted *wanted, uint32_t number)
{
	if (wanted->count == 1)
		return wanted->number[0] == number;
	return bsearch(&number, wanted->number, wanted->count, sizeof number, by_value) != NULL;
}

static enum err_code
list_wanted(struct query *query, enum facet facet, struct wanted *out, struct err *err)
{
	unsigned count = filter_count(query->filter, facet);
	enum err_code code = ERR_OK;

	out->count = 0;
	out->number = arena_calloc(query->arena, count + 1, sizeof *out->number);
	if (out->number == NULL)
		return err_nomem(err);
	for (unsigned i = 0; code == ERR_OK && i < count; i++) {
		bool known;

		code = facet_number(query, facet, filter_value(query->filter, facet, i),
			&out->number[out->count], &known, err);
		out->count += known;
	}
	qsort(out->number, out->count, sizeof *out->number, by_value);
	return code;
}

static void
mark_chunk(const struct wanted *wanted, uint32_t chunk, const struct facet_chunk *values,
	struct keyset *set)
{
	article_key base = (article_key)chunk * CHUNK_KEYS;

	for (uint32_t key = 0; key < CHUNK_KEYS; key++) {
		for (uint32_t i = values->start[key]; i < values->start[key + 1]; i++) {
			if (is_wanted(wanted, values->number[i]))
				keyset_add(set, base + key);
		}
	}
}

/* The same straight from the column, where no reader has corrected anything. */
static enum err_code
mark_column(struct query *query, enum column column, const struct wanted *wanted, uint32_t chunk,
	struct facet_chunk *scratch, struct keyset *set, struct err *err)
{
	article_key key = (article_key)chunk * CHUNK_KEYS, stop = key + CHUNK_KEYS;
	struct buf *blob = &scratch->blob;
	enum err_code code = query_column(query, column, chunk, blob, err);
	const unsigned char *p = (const unsigned char *)buf_str(blob), *end = p + blob->len;

	for (; code == ERR_OK && key < stop && p < end; key++) {
		bool more = true;

		while (more) {
			uint32_t number = list_next(&p, end, &more);

			if (is_wanted(wanted, number))
				keyset_add(set, key);
		}
	}
	return code;
}

static enum err_code
mark_chunk_of(struct query *query, enum facet facet, const struct wanted *wanted, uint32_t chunk,
	struct facet_chunk *values, struct err *err)
{
	bool mentions = filter_flag(query->filter, FILTER_MENTIONS);
	enum column column = facet_column(facet);
	enum err_code code;

	if (column != COL_COUNT && (facet != FACET_DISTRICT || query->correction_count == 0))
		return mark_column(query,
			facet == FACET_DISTRICT && mentions ? COL_MENTION : column, wanted, chunk,
			values, &query->part[facet], err);
	code = facet_chunk_load(query, facet, mentions, chunk, values, err);
	if (code == ERR_OK)
		mark_chunk(wanted, chunk, values, &query->part[facet]);
	return code;
}

static enum err_code
mark_values(struct query *query, enum facet facet, const struct wanted *wanted, struct err *err)
{
	struct facet_chunk values = {.cap = 0};
	enum err_code code = ERR_OK;

	for (uint32_t c = 0; code == ERR_OK && wanted->count > 0 && c < chunk_count(query); c++) {
		code = db_check(&query->archive->db, err);
		if (code == ERR_OK)
			code = mark_chunk_of(query, facet, wanted, c, &values, err);
	}
	facet_chunk_free(&values);
	return code;
}

/* The same from the index, which has a list for each value; *done is false where it does not have
 * all articles. */
static enum err_code
find_values(struct query *query, enum facet facet, const struct wanted *wanted, bool *done,
	struct err *err)
{
	bool mentions = filter_flag(query->filter, FILTER_MENTIONS);
	enum column column =
		facet == FACET_DISTRICT && mentions ? COL_MENTION : facet_column(facet);
	struct segments segments = {.count = 0};
	enum err_code code = ERR_OK;

	*done = false;
	if (column > COL_SECTION)
		return ERR_OK;
	code = segments_load(&segments, query->archive, err);
	*done = code == ERR_OK && segments_cover(&segments, query->end);
	for (unsigned i = 0; code == ERR_OK && *done && i < wanted->count; i++)
		code = posting_read(query->archive, &segments,
			term_facet(column, wanted->number[i]), &query->part[facet], err);
	segments_free(&segments);
	return code;
}

/* ---- sources ---------------------------------------------------------------------------- */

/* The pages whose source one of the patterns fits. */
static enum err_code
list_pages(struct query *query, struct wanted *out, struct err *err)
{
	unsigned cap = 0;
	enum err_code code = ERR_OK;

	out->count = 0;
	out->number = NULL;
	for (unsigned i = 0; code == ERR_OK && i < filter_count(query->filter, FACET_SOURCE); i++) {
		sqlite3_stmt *stmt;

		code = archive_stmt(query->archive, SQL_PAGE_GLOB, &stmt, err);
		if (code != ERR_OK)
			return code;
		db_bind_text(stmt, 1, filter_value(query->filter, FACET_SOURCE, i));
		while (db_next(&query->archive->db, stmt, &code, err)) {
			uint32_t *room = out->number;

			if (out->count == cap) {
				cap = cap != 0 ? cap * 2 : 1024;
				room = realloc(room, cap * sizeof *room);
			}
			if (room == NULL) {
				code = err_nomem(err);
				continue;
			}
			out->number = room;
			room[out->count++] = (uint32_t)sqlite3_column_int64(stmt, 0);
		}
	}
	if (out->count > 0)
		qsort(out->number, out->count, sizeof *out->number, by_value);
	return code;
}

static enum err_code
eval_source(struct query *query, struct err *err)
{
	struct wanted pages;
	enum err_code code = list_pages(query, &pages, err);

	if (code == ERR_OK)
		code = mark_values(query, FACET_SOURCE, &pages, err);
	free(pages.number);
	return code;
}

/* The name under which the set of a facet's filter is kept. */
static void
name_set(const struct query *query, enum facet facet, const struct wanted *wanted, struct buf *out)
{
	buf_adds(out, facet_name(facet));
	if (filter_flag(query->filter, FILTER_MENTIONS))
		buf_adds(out, " mentions");
	for (unsigned i = 0; i < wanted->count; i++)
		buf_addf(out, " %u", wanted->number[i]);
}

/* What a reader corrected is the reader's own, and not kept. */
static enum err_code
mark_or_find(struct query *query, enum facet facet, const struct wanted *wanted, struct err *err)
{
	struct keyset *set = &query->part[facet];
	struct buf name = {0};
	bool found = false;
	enum err_code code = ERR_OK;

	if (query->correction_count > 0)
		return mark_values(query, facet, wanted, err);
	name_set(query, facet, wanted, &name);
	if (buf_ok(&name))
		code = kept_find(query->archive, buf_str(&name), set, &found, err);
	if (code == ERR_OK && !found) {
		code = find_values(query, facet, wanted, &found, err);
		if (code == ERR_OK && !found)
			code = mark_values(query, facet, wanted, err);
		if (code == ERR_OK && buf_ok(&name))
			kept_add(query->archive, buf_str(&name), set);
	}
	buf_free(&name);
	return code;
}

enum err_code
eval_facet(struct query *query, enum facet facet, struct err *err)
{
	struct wanted wanted;
	enum err_code code;

	if (facet == FACET_SOURCE)
		return eval_source(query, err);
	code = list_wanted(query, facet, &wanted, err);
	return code == ERR_OK ? mark_or_find(query, facet, &wanted, err) : code;
}

/* ---- dates ------------------------------------------------------------------------------ */

enum err_code
eval_dates(struct query *query, struct err *err)
{
	uint32_t since = (uint32_t)filter_since_date(query->filter);
	uint32_t until = (uint32_t)filter_until_date(query->filter);
	struct buf blob = {0};
	enum err_code code = ERR_OK;

	for (uint32_t c = 0; code == ERR_OK && c < chunk_count(query); c++) {
		struct unit unit;
		size_t at = 0;

		code = query_column(query, COL_UNIT, c, &blob, err);
		while (code == ERR_OK && chunk_unit(query, c, &blob, &at, &unit)) {
			if (unit.date != 0 && unit.date >= since &&
				(until == 0 || unit.date <= until))
				keyset_fill(&query->part[PART_OF_DATES], unit.first,
					unit.first + unit.count);
		}
	}
	buf_free(&blob);
	return code;
}

/* ---- marks ------------------------------------------------------------------------------ */

struct mark_ctx {
	struct query *query;
	struct keyset *set;
};

/* The key of a marked article, 0 where it is not in this archive (any more). */
static enum err_code
key_of(struct query *query, const char *id, article_key *key, struct err *err)
{
	enum err_code code = archive_find(query->archive, id, key, err);

	return code == ERR_NOTFOUND || code == ERR_USAGE ? ERR_OK : code;
}

static enum err_code
add_marked(void *ctx, const char *id, const char *district, struct err *err)
{
	struct mark_ctx *m = ctx;
	article_key key;
	enum err_code code = key_of(m->query, id, &key, err);

	(void)district;
	if (code == ERR_OK && key > 0)
		keyset_add(m->set, key);
	return code;
}

enum err_code
eval_marks(struct query *query, struct err *err)
{
	struct keyset *part = &query->part[PART_OF_MARKS], marked = KEYSET_NONE;
	struct mark_ctx ctx = {query, &marked};
	bool unread = filter_flag(query->filter, FILTER_UNREAD);
	bool starred = filter_flag(query->filter, FILTER_STARRED);
	enum err_code code = ERR_OK;

	if (query->archive->marks == NULL)
		return err_set(err, ERR_USAGE,
			_("without the reader's marks nothing is known of "
			  "what is unread or starred"));
	if (!keyset_new(&marked, query->end))
		return err_nomem(err);
	keyset_copy(part, &query->live);
	if (unread) {
		code = marks_each(query->archive->marks, MARKS_IS_READ, add_marked, &ctx, err);
		keyset_without(part, &marked);
	}
	if (code == ERR_OK && starred) {
		keyset_clear(&marked);
		code = marks_each(query->archive->marks, MARKS_IS_STARRED, add_marked, &ctx, err);
		keyset_and(part, &marked);
	}
	keyset_free(&marked);
	return code;
}

/* ---- corrections ------------------------------------------------------------------------ */

static enum err_code
district_of(struct query *query, article_key key, uint32_t *out, struct err *err)
{
	sqlite3_stmt *row;
	enum err_code code = archive_row(query->archive, SQL_ARTICLE_DISTRICT, &key, 1, &row, err);

	*out = 0;
	if (row == NULL)
		return code;
	*out = (uint32_t)sqlite3_column_int64(row, 0);
	sqlite3_reset(row);
	return ERR_OK;
}

static enum err_code
add_correction(void *ctx, const char *id, const char *district, struct err *err)
{
	struct query *query = ctx;
	unsigned n = query->correction_count;
	struct correction *c;
	article_key key;
	bool known;
	enum err_code code = key_of(query, id, &key, err);

	if (code != ERR_OK || key == 0)
		return code;
	/* Doubled in the arena each time a power of two is reached. */
	if ((n & (n + 1)) == 0) {
		c = arena_calloc(query->arena, 2 * ((size_t)n + 1), sizeof *c);
		if (c == NULL)
			return err_nomem(err);
		if (n > 0)
			memcpy(c, query->correction, n * sizeof *c);
		query->correction = c;
	}
	c = &query->correction[n];
	c->key = key;
	c->name = arena_strdup(query->arena, district);
	if (c->name == NULL)
		return err_nomem(err);
	code = district_of(query, key, &c->was, err);
	if (code == ERR_OK)
		code = facet_number(query, FACET_DISTRICT, district, &c->is, &known, err);
	/* A name that the archive does not know gets a number of its own. */
	if (code == ERR_OK && !known)
		c->is = query->district_end;
	if (code == ERR_OK && c->is >= query->district_end)
		query->district_end = c->is + 1;
	query->correction_count++;
	return code;
}

static int
by_key(const void *a, const void *b)
{
	const struct correction *x = a, *y = b;

	return (x->key > y->key) - (x->key < y->key);
}

enum err_code
load_corrections(struct query *query, struct err *err)
{
	enum err_code code = archive_tables(query->archive, err);

	if (code != ERR_OK)
		return code;
	query->district_end = query->archive->district_count;
	if (query->archive->marks == NULL)
		return ERR_OK;
	code = marks_each(query->archive->marks, MARKS_CORRECTED, add_correction, query, err);
	if (code == ERR_OK && query->correction_count > 0)
		qsort(query->correction, query->correction_count, sizeof *query->correction,
			by_key);
	return code;
}
