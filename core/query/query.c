#include "query/query.h"
#include "archive/kept.h"
#include "base/i18n.h"
#include "query/query_parts.h"
#include "query/sound.h"
#include "text/fold.h"

#include <stdlib.h>
#include <string.h>

/* ---- opening ---------------------------------------------------------------------------- */

static void
find_parts(struct query *query)
{
	const struct filter *filter = query->filter;

	for (unsigned f = 0; f < FACET_COUNT; f++)
		query->has[f] = filter_count(filter, (enum facet)f) > 0;
	query->has[PART_OF_DATES] =
		filter_since_date(filter) != 0 || filter_until_date(filter) != 0;
	query->has[PART_OF_MARKS] =
		filter_flag(filter, FILTER_UNREAD) || filter_flag(filter, FILTER_STARRED);
	query->has[PART_OF_TEXT] = query->parsed.count > 0;
}

static enum err_code
make_sets(struct query *query, struct err *err)
{
	struct archive *archive = query->archive;
	bool ok = spare_take(archive, query->end, &query->live) &&
		  spare_take(archive, query->end, &query->hits) &&
		  spare_take(archive, query->end, &query->uncertain);

	for (unsigned p = 0; ok && p < PART_SETS; p++)
		ok = !query->has[p] || spare_take(archive, query->end, &query->part[p]);
	return ok ? ERR_OK : err_nomem(err);
}

static enum err_code
eval_parts(struct query *query, struct err *err)
{
	enum err_code code = ERR_OK;

	for (unsigned f = 0; code == ERR_OK && f < FACET_COUNT; f++) {
		if (query->has[f])
			code = eval_facet(query, (enum facet)f, err);
	}
	if (code == ERR_OK && query->has[PART_OF_DATES])
		code = eval_dates(query, err);
	if (code == ERR_OK && query->has[PART_OF_MARKS])
		code = eval_marks(query, err);
	if (code == ERR_OK && query->has[PART_OF_TEXT])
		code = eval_text(query, err);
	return code;
}

static void
join_parts(struct query *query)
{
	keyset_copy(&query->hits, &query->live);
	for (unsigned p = 0; p < PART_SETS; p++) {
		if (query->has[p])
			keyset_and(&query->hits, &query->part[p]);
	}
	keyset_and(&query->uncertain, &query->hits);
	query->count = keyset_count(&query->hits);
	query->unsure = keyset_count(&query->uncertain);
}

/* Words that a word of letters may stand for. */
#define SOUNDS_MAX 24u

/* A word of letters a to z also stands for the archive's words that are so pronounced. */
static enum err_code
add_sounds(struct query *query, struct term *term, struct err *err)
{
	struct sound_word word[SOUNDS_MAX];
	struct phrase *phrase;
	struct buf typed = {0};
	unsigned count = 0;
	enum err_code code;

	fold_text(&typed, term->phrase->text, strlen(term->phrase->text));
	code = buf_ok(&typed) ? sound_words(query->archive, buf_str(&typed), false, SOUNDS_MAX,
					query->arena, word, &count, err)
			      : err_nomem(err);
	buf_free(&typed);
	if (code != ERR_OK || count == 0)
		return code;
	phrase = arena_calloc(query->arena, (size_t)count + 1, sizeof *phrase);
	if (phrase == NULL)
		return err_nomem(err);
	phrase[0] = term->phrase[0];
	for (unsigned i = 0; code == ERR_OK && i < count; i++)
		code = phrase_make(
			word[i].text, strlen(word[i].text), query->arena, &phrase[i + 1], err);
	term->phrase = phrase;
	term->count = count + 1;
	return code;
}

static enum err_code
add_all_sounds(struct query *query, struct err *err)
{
	enum err_code code = ERR_OK;

	for (unsigned c = 0; c < query->parsed.count; c++) {
		struct clause *clause = &query->parsed.clause[c];

		for (unsigned t = 0; code == ERR_OK && t < clause->count; t++) {
			if (clause->term[t].latin)
				code = add_sounds(query, &clause->term[t], err);
		}
	}
	return code;
}

static enum err_code
evaluate(struct query *query, struct err *err)
{
	enum err_code code = column_end(query->archive, &query->end, err);

	if (code != ERR_OK)
		return code;
	code = make_sets(query, err);
	if (code == ERR_OK)
		code = eval_live(query, err);
	if (code == ERR_OK)
		code = add_all_sounds(query, err);
	if (code == ERR_OK)
		code = load_corrections(query, err);
	if (code == ERR_OK)
		code = eval_parts(query, err);
	if (code == ERR_OK)
		join_parts(query);
	return code;
}

static enum err_code
open_inside(struct query *query, const struct filter *filter, struct err *err)
{
	enum err_code code;

	query->arena = arena_new(0);
	query->filter = filter_copy(filter);
	if (query->arena == NULL || query->filter == NULL)
		return err_nomem(err);
	code = query_parse(filter_query(filter), query->arena, &query->parsed, err);
	if (code != ERR_OK)
		return code;
	find_parts(query);
	code = db_read(&query->archive->db, err);
	if (code != ERR_OK)
		return code;
	code = evaluate(query, err);
	db_read_end(&query->archive->db);
	return code;
}

enum err_code
query_open(
	struct archive *archive, const struct filter *filter, struct query **out, struct err *err)
{
	struct query *query = calloc(1, sizeof *query);
	enum err_code code;

	*out = NULL;
	if (query == NULL)
		return err_nomem(err);
	query->archive = archive;
	code = open_inside(query, filter, err);
	if (code != ERR_OK) {
		query_close(query);
		return code;
	}
	*out = query;
	return ERR_OK;
}

void
query_close(struct query *query)
{
	if (query == NULL)
		return;
	for (unsigned p = 0; p < PART_SETS; p++)
		spare_give(query->archive, &query->part[p]);
	spare_give(query->archive, &query->live);
	spare_give(query->archive, &query->hits);
	spare_give(query->archive, &query->uncertain);
	matcher_free(&query->matcher);
	ranking_free(query->ranking);
	filter_free(query->filter);
	arena_free(query->arena);
	free(query);
}

/* ---- counting and settling -------------------------------------------------------------- */

uint64_t
query_count(const struct query *query, bool *exact)
{
	if (exact != NULL)
		*exact = query->unsure == 0;
	return query->count;
}

bool
query_has(const struct query *query, article_key key)
{
	return keyset_has(&query->hits, key);
}

enum err_code
query_verify(struct query *query, article_key key, bool *hit, struct err *err)
{
	enum err_code code;

	*hit = keyset_has(&query->hits, key);
	if (!keyset_has(&query->uncertain, key))
		return ERR_OK;
	code = match_key(&query->matcher, &query->parsed, query->archive, key, hit, err);
	/* Dropped since the query was opened. */
	if (code == ERR_NOTFOUND) {
		*hit = false;
		code = ERR_OK;
	}
	if (code != ERR_OK)
		return code;
	keyset_remove(&query->uncertain, key);
	query->unsure--;
	if (!*hit) {
		keyset_remove(&query->hits, key);
		keyset_remove(&query->part[PART_OF_TEXT], key);
		query->count--;
	}
	return ERR_OK;
}

enum err_code
query_settle(struct query *query, struct err *err)
{
	article_key key = query->unsure > 0 ? keyset_next(&query->uncertain, 0) : -1;
	enum err_code code = ERR_OK;

	for (; code == ERR_OK && key >= 0; key = keyset_next(&query->uncertain, key)) {
		bool hit;

		code = db_check(&query->archive->db, err);
		if (code == ERR_OK)
			code = query_verify(query, key, &hit, err);
	}
	return code;
}
