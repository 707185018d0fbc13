/* Segments of the index become one; articles that are in none come in. */
#include "archive/index.h"
#include "archive/facet_terms.h"
#include "archive/sorted.h"
#include "base/i18n.h"

#include <stdlib.h>
#include <string.h>

/* So many segments of one size are joined. */
#define JOINED 8u

/* Sizes in keys up to which segments count as equal; larger ones are left alone.  A search looks
 * into each segment, so that a million articles should be in ten of them, not in a hundred. */
static const article_key sizes[] = {8, 64, 512, 4096, 32768, 262144};

/* ---- joining ---------------------------------------------------------------------------- */

struct join {
	struct archive *archive;
	struct cursor *cursor; /* by rising keys */
	unsigned count;
	struct block_writer out;
	struct key_sink keys;
};

/* The smallest term that any cursor stands at; false at the end of all. */
static bool
smallest(const struct join *join, uint64_t *term)
{
	bool some = false;

	for (unsigned i = 0; i < join->count; i++) {
		const struct cursor *c = &join->cursor[i];

		if (!c->end && (!some || c->term < *term)) {
			*term = c->term;
			some = true;
		}
	}
	return some;
}

/* Whether the keys rise and are in the segments. */
static bool
is_sound(const struct join *join)
{
	article_key before = join->cursor[0].segment.first - 1;

	for (size_t i = 0; i < join->keys.count; i++) {
		if (join->keys.key[i] <= before)
			return false;
		before = join->keys.key[i];
	}
	return before < join->cursor[join->count - 1].segment.end;
}

/* Takes a segment's list of the term, which may come in two pieces. */
static enum err_code
take_list(struct join *join, struct cursor *c, uint64_t term, struct err *err)
{
	enum err_code code = ERR_OK;

	while (code == ERR_OK && !c->end && c->term == term) {
		const unsigned char *list = c->list;

		if (!list_decode(&list, c->list_end, c->segment.first, &join->keys))
			code = join->keys.failed ? err_nomem(err)
						 : db_fail(&join->archive->db, SQLITE_CORRUPT, err);
		else
			code = cursor_next(c, join->archive, err);
	}
	return code;
}

/* Puts the lists of one term together and moves on. */
static enum err_code
join_term(struct join *join, uint64_t term, struct err *err)
{
	enum err_code code = ERR_OK;

	join->keys.count = 0;
	for (unsigned i = 0; code == ERR_OK && i < join->count; i++)
		code = take_list(join, &join->cursor[i], term, err);
	if (code != ERR_OK || join->keys.count == 0)
		return code;
	if (!is_sound(join))
		return db_fail(&join->archive->db, SQLITE_CORRUPT, err);
	return block_add(
		&join->out, join->archive, term, join->keys.key, (uint32_t)join->keys.count, err);
}

static enum err_code
join_lists(struct join *join, const struct segment *from, struct err *err)
{
	enum err_code code = ERR_OK;
	uint64_t term = 0;

	for (unsigned i = 0; code == ERR_OK && i < join->count; i++)
		code = cursor_start(&join->cursor[i], join->archive, &from[i], err);
	while (code == ERR_OK && smallest(join, &term))
		code = join_term(join, term, err);
	return code == ERR_OK ? block_flush(&join->out, join->archive, err) : code;
}

static enum err_code
drop_segment(struct archive *archive, int64_t id, struct err *err)
{
	sqlite3_stmt *stmt;
	enum err_code code = archive_stmt(archive, SQL_POSTING_DROP, &stmt, err);

	if (code != ERR_OK)
		return code;
	sqlite3_bind_int64(stmt, 1, id << TERM_BITS);
	sqlite3_bind_int64(stmt, 2, (id + 1) << TERM_BITS);
	code = db_run(&archive->db, stmt, err);
	if (code == ERR_OK)
		code = sorted_drop(archive, id, err);
	if (code == ERR_OK)
		code = archive_stmt(archive, SQL_SEGMENT_DROP, &stmt, err);
	if (code != ERR_OK)
		return code;
	sqlite3_bind_int64(stmt, 1, id);
	return db_run(&archive->db, stmt, err);
}

/* The segments from `from` on become one. */
static enum err_code
join_from(struct archive *archive, const struct segments *segments, unsigned from, struct err *err)
{
	unsigned count = segments->count - from;
	const struct segment *item = segments->item + from;
	struct segment made = {segment_new_id(segments), item[0].first, item[count - 1].end};
	struct join join = {
		.archive = archive, .count = count, .out = {.id = made.id, .start = made.first}};
	enum err_code code;

	join.cursor = calloc(count, sizeof *join.cursor);
	code = join.cursor != NULL ? join_lists(&join, item, err) : err_nomem(err);
	for (unsigned i = 0; code == ERR_OK && i < count; i++)
		code = drop_segment(archive, item[i].id, err);
	if (code == ERR_OK)
		code = sorted_make(archive, &made, err);
	if (code == ERR_OK)
		code = segment_add(archive, &made, err);
	for (unsigned i = 0; join.cursor != NULL && i < count; i++)
		cursor_free(&join.cursor[i]);
	free(join.cursor);
	free(join.keys.key);
	block_free(&join.out);
	return code;
}

/* How many segments at the end are of at most so many keys. */
static unsigned
small_ones(const struct segments *segments, article_key size)
{
	unsigned n = 0;

	while (n < segments->count) {
		const struct segment *s = &segments->item[segments->count - n - 1];

		/* Between segments that are joined there is no hole. */
		if (s->end - s->first > size || (n > 0 && s->end != s[1].first))
			break;
		n++;
	}
	return n;
}

enum err_code
index_join_due(struct archive *archive, struct err *err)
{
	struct segments segments = {.count = 0};
	enum err_code code = ERR_OK;

	for (size_t i = 0; code == ERR_OK && i < sizeof sizes / sizeof *sizes; i++) {
		unsigned n;

		code = segments_load(&segments, archive, err);
		n = code == ERR_OK ? small_ones(&segments, sizes[i]) : 0;
		if (n >= JOINED)
			code = join_from(archive, &segments, segments.count - n, err);
	}
	segments_free(&segments);
	return code;
}

/* ---- what is not in the index ----------------------------------------------------------- */

static enum err_code
add_stored(struct index_writer *writer, struct archive *archive, article_key key,
	struct terms *terms, struct facet_terms *facets, struct err *err)
{
	const struct stored_article *article;
	struct arena *arena = arena_new(0);
	bool there = false;
	enum err_code code = arena != NULL ? archive_article(archive, key, arena, &article, err)
					   : err_nomem(err);

	terms->count = 0;
	there = code == ERR_OK;
	if (there)
		code = terms_of(terms, &article->article, err);
	/* A key whose article was dropped is covered as well. */
	else if (code == ERR_NOTFOUND)
		code = ERR_OK;
	if (code == ERR_OK)
		code = index_add(writer, archive, key, terms->item, terms->count, err);
	if (code == ERR_OK && there)
		code = facet_terms_read(facets, archive, key, err);
	if (code == ERR_OK && there)
		code = index_add_more(writer, facets->item, facets->count, err);
	arena_free(arena);
	return code;
}

/* The keys that are in no segment; *out is made here. */
static enum err_code
list_missing(struct archive *archive, article_key end, struct keyset *out, struct err *err)
{
	struct segments segments = {.count = 0};
	enum err_code code = segments_load(&segments, archive, err);

	if (code == ERR_OK && !keyset_new(out, end))
		code = err_nomem(err);
	if (code == ERR_OK)
		segments_uncovered(&segments, end, out);
	segments_free(&segments);
	return code;
}

enum err_code
index_complete(struct archive *archive, article_key end, bool *complete, struct err *err)
{
	struct keyset missing = KEYSET_NONE;
	enum err_code code = list_missing(archive, end, &missing, err);

	*complete = code != ERR_OK || keyset_next(&missing, 0) < 0;
	keyset_free(&missing);
	return code;
}

enum err_code
index_missing(
	struct index_writer *writer, struct archive *archive, article_key end, struct err *err)
{
	struct keyset missing = KEYSET_NONE;
	struct terms terms = {.count = 0};
	struct facet_terms facets = {.count = 0};
	enum err_code code = list_missing(archive, end, &missing, err);
	article_key key;

	key = code == ERR_OK ? keyset_next(&missing, 0) : -1;
	for (; code == ERR_OK && key >= 0; key = keyset_next(&missing, key + 1))
		code = add_stored(writer, archive, key, &terms, &facets, err);
	if (code == ERR_OK)
		code = index_flush(writer, archive, err);
	terms_free(&terms);
	facet_terms_free(&facets);
	keyset_free(&missing);
	return code;
}
