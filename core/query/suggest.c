/* Words of the archive by how they are pronounced. */
#include "base/i18n.h"
#include "query/query_parts.h"
#include "query/sound.h"
#include "text/fold.h"
#include "text/pinyin.h"

#include <stdlib.h>
#include <string.h>

#define SUGGEST_MAX 64u

struct found {
	unsigned score;
	uint64_t count;
	const char *word;
};

struct best {
	struct found item[SUGGEST_MAX];
	unsigned count, limit;
};

static bool
better(const struct found *a, const struct found *b)
{
	if (a->score != b->score)
		return a->score > b->score;
	return a->count > b->count;
}

static bool
is_listed(const struct best *best, const char *word)
{
	for (unsigned i = 0; i < best->count; i++) {
		if (strcmp(best->item[i].word, word) == 0)
			return true;
	}
	return false;
}

static enum err_code
offer(struct best *best, const char *typed, const char *word, uint64_t count, struct arena *arena,
	struct err *err)
{
	struct found f = {pinyin_match(typed, word, strlen(word), NULL), count, NULL};
	unsigned at;

	if (f.score == 0 || count == 0 || is_listed(best, word) ||
		(best->count == best->limit && !better(&f, &best->item[best->count - 1])))
		return ERR_OK;
	f.word = arena_strdup(arena, word);
	if (f.word == NULL)
		return err_nomem(err);
	at = best->count < best->limit ? best->count++ : best->count - 1;
	for (; at > 0 && better(&f, &best->item[at - 1]); at--)
		best->item[at] = best->item[at - 1];
	best->item[at] = f;
	return ERR_OK;
}

static enum err_code
offer_values(struct archive *archive, enum column facet, const char *typed, struct best *best,
	struct arena *arena, struct err *err)
{
	sqlite3_stmt *stmt;
	enum err_code code = archive_stmt(archive, SQL_VALUE_ALL, &stmt, err);

	if (code != ERR_OK)
		return code;
	sqlite3_bind_int(stmt, 1, (int)facet);
	while (db_next(&archive->db, stmt, &code, err)) {
		const char *word = db_text(stmt, 1);
		bool may;

		code = sound_begins(archive, *typed, word, &may, err);
		if (code == ERR_OK && may)
			code = offer(best, typed, word, (uint64_t)sqlite3_column_int64(stmt, 2),
				arena, err);
	}
	return code;
}

static enum err_code
offer_sounds(struct archive *archive, const char *typed, struct best *best, struct arena *arena,
	struct err *err)
{
	struct sound_word word[SUGGEST_MAX];
	struct buf folded = {0};
	unsigned count = 0;
	enum err_code code;

	fold_text(&folded, typed, strlen(typed));
	code = buf_ok(&folded) ? sound_words(archive, buf_str(&folded), true, best->limit, arena,
					 word, &count, err)
			       : err_nomem(err);
	buf_free(&folded);
	for (unsigned i = 0; code == ERR_OK && i < count; i++)
		code = offer(best, typed, word[i].text, word[i].count, arena, err);
	return code;
}

enum err_code
suggest_pinyin(struct archive *archive, const char *typed, unsigned limit, struct arena *arena,
	const struct suggestion **out, unsigned *count, struct err *err)
{
	static const enum column facets[] = {
		COL_DISTRICT, COL_TOPIC, COL_REPORTER, COL_SECTION, COL_PERSON};
	struct best best = {.limit = limit < SUGGEST_MAX ? limit : SUGGEST_MAX};
	struct suggestion *list;
	enum err_code code = ERR_OK;

	*out = NULL;
	*count = 0;
	if (limit > 0)
		code = db_read(&archive->db, err);
	if (code != ERR_OK || limit == 0)
		return code;
	for (size_t i = 0; code == ERR_OK && i < sizeof facets / sizeof *facets; i++)
		code = offer_values(archive, facets[i], typed, &best, arena, err);
	if (code == ERR_OK)
		code = offer_sounds(archive, typed, &best, arena, err);
	db_read_end(&archive->db);
	list = arena_calloc(arena, (size_t)best.count + 1, sizeof *list);
	if (code != ERR_OK || list == NULL)
		return code != ERR_OK ? code : err_nomem(err);
	for (unsigned i = 0; i < best.count; i++)
		list[i] = (struct suggestion){best.item[i].word, best.item[i].count};
	*out = list;
	*count = best.count;
	return ERR_OK;
}
