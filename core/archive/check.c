/* Verifying an archive. */
#include "archive/bounds.h"
#include "archive/check_index.h"
#include "archive/digest.h"
#include "archive/internal.h"
#include "base/i18n.h"
#include "base/map.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct check {
	struct archive *archive;
	archive_report_fn report;
	void *ctx;
	unsigned findings;
	struct index_sum index;
};

/* More of one kind tell nothing new. */
#define FINDINGS_MAX 1000u

static void __attribute__((format(printf, 2, 3))) find(struct check *check, const char *fmt, ...)
{
	char sentence[ERR_TEXT_MAX];
	va_list ap;

	if (check->findings++ >= FINDINGS_MAX)
		return;
	va_start(ap, fmt);
	vsnprintf(sentence, sizeof sentence, fmt, ap);
	va_end(ap);
	check->report(check->ctx, sentence);
}

/* ---- the file --------------------------------------------------------------------------- */

static enum err_code
check_file(struct check *check, struct err *err)
{
	struct db *db = &check->archive->db;
	sqlite3_stmt *stmt = NULL;
	int rc = sqlite3_prepare_v2(db->handle, "PRAGMA integrity_check(100)", -1, &stmt, NULL);

	while (rc == SQLITE_OK && (rc = sqlite3_step(stmt)) == SQLITE_ROW) {
		const char *text = db_text(stmt, 0);

		if (strcmp(text, "ok") != 0)
			find(check, "%s", text);
		rc = SQLITE_OK;
	}
	sqlite3_finalize(stmt);
	if (rc == SQLITE_DONE)
		return ERR_OK;
	if ((rc & 0xFF) != SQLITE_CORRUPT)
		return db_fail(db, rc, err);
	find(check, _("the file is damaged"));
	return ERR_OK;
}

/* ---- the articles ----------------------------------------------------------------------- */

/* Every article can be restored and says what its row says. */
static enum err_code
check_article(
	struct check *check, article_key key, const char *label, uint32_t chars, struct err *err)
{
	const struct stored_article *article = NULL;
	struct arena *arena = arena_new(0);
	struct err why;
	enum err_code code = arena != NULL
				     ? archive_article(check->archive, key, arena, &article, &why)
				     : err_nomem(&why);

	if (code == ERR_NOMEM || code == ERR_CANCELLED) {
		arena_free(arena);
		if (err != NULL)
			*err = why;
		return code;
	}
	if (code != ERR_OK)
		find(check, _("article %lld cannot be restored: %s"), (long long)key, why.text);
	else if (strcmp(article->article.label, label) != 0 || article->article.chars != chars)
		find(check, _("article %s is not what its page says"), article->id);
	code = code == ERR_OK ? index_sum_add(&check->index, key, &article->article, err) : ERR_OK;
	arena_free(arena);
	return code;
}

static enum err_code
check_articles(struct check *check, struct err *err)
{
	struct db *db = &check->archive->db;
	sqlite3_stmt *stmt;
	enum err_code code = archive_stmt(check->archive, SQL_ARTICLE_ALL, &stmt, err);
	int64_t count, counted = 0;

	while (db_next(db, stmt, &code, err)) {
		char *label = strdup(db_text(stmt, 1));

		counted++;
		code = label != NULL ? check_article(check, sqlite3_column_int64(stmt, 0), label,
					       (uint32_t)sqlite3_column_int64(stmt, 2), err)
				     : err_nomem(err);
		free(label);
	}
	if (code == ERR_OK)
		code = meta_get(check->archive, "articles", &count, err);
	if (code == ERR_OK && count != counted)
		find(check, _("%lld articles are counted, and %lld are there"), (long long)count,
			(long long)counted);
	return code;
}

static enum err_code
check_texts(struct check *check, article_key end, struct err *err)
{
	enum err_code code = index_sum_start(&check->index, check->archive, end, err);

	if (code == ERR_OK)
		code = check_articles(check, err);
	if (code == ERR_OK)
		code = index_sum_finish(&check->index, err);
	if (code == ERR_OK && check->index.texts != check->index.index)
		find(check, _("the index is not what the texts say"));
	if (code == ERR_OK && check->index.pairs != check->index.follow)
		find(check, _("what follows what is not counted as the index has it"));
	if (code == ERR_OK && !check->index.sorted)
		find(check, _("the orders by title and length are not those of the articles"));
	index_sum_free(&check->index);
	return code;
}

/* Every page's bytes are those that came in. */
static enum err_code
check_bytes(struct check *check, struct err *err)
{
	struct db *db = &check->archive->db;
	sqlite3_stmt *stmt;
	enum err_code code = archive_stmt(check->archive, SQL_PAGE_TEXTS, &stmt, err);

	while (db_next(db, stmt, &code, err)) {
		size_t size;
		const char *bytes = db_blob(stmt, 2, &size);

		if (page_hash(bytes, size) != (uint64_t)sqlite3_column_int64(stmt, 1))
			find(check, _("the text of %s is not the one that came in"),
				db_text(stmt, 0));
	}
	return code;
}

/* ---- relations between tables ----------------------------------------------------------- */

/* Each of these counts what must not be. */
static const struct {
	const char *sql, *sentence;
} rules[] = {
	{"SELECT count(*) FROM article LEFT JOIN page ON page.id=article.page "
	 "WHERE page.id IS NULL OR key<first OR key>=first+count",
		N_("%lld articles belong to no page")},
	{"SELECT count(*) FROM page WHERE count<>(SELECT count(*) FROM article "
	 "WHERE key>=first AND key<first+page.count)",
		N_("%lld pages are not there whole")},
	{"SELECT count(*) FROM page LEFT JOIN bytes ON page.id=page "
	 "WHERE refused IS NULL AND (data IS NULL OR length(data)<>size)",
		N_("%lld pages have lost their text")},
	{"SELECT count(*) FROM bytes LEFT JOIN page ON page.id=page WHERE id IS NULL",
		N_("%lld texts belong to no page")},
	{"SELECT count(*) FROM (SELECT place,lag(place) OVER (ORDER BY source,root) AS before "
	 "FROM page) WHERE place<=before",
		N_("%lld pages are out of order")},
	{"SELECT abs((SELECT count(*) FROM page)-coalesce((SELECT value FROM meta "
	 "WHERE name='pages'),0))",
		N_("the number of pages is wrong by %lld")},
	{"SELECT abs((SELECT coalesce(sum(chars),0) FROM article)-coalesce((SELECT value FROM meta "
	 "WHERE name='chars'),0))",
		N_("the number of characters is wrong by %lld")},
};

static enum err_code
check_rules(struct check *check, struct err *err)
{
	enum err_code code = ERR_OK;

	for (size_t i = 0; code == ERR_OK && i < sizeof rules / sizeof *rules; i++) {
		int64_t count;

		code = db_integer(&check->archive->db, rules[i].sql, 0, &count, err);
		if (code != ERR_OK || count == 0)
			continue;
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
		find(check, _(rules[i].sentence), (long long)count);
#pragma GCC diagnostic pop
	}
	return code;
}

/* ---- columns ---------------------------------------------------------------------------- */

/* The values of live articles as the columns have them, against the counts of table value. */
static enum err_code
count_column(struct check *check, enum column column, article_key end, struct map *counts,
	struct err *err)
{
	struct buf list = {0}, dead = {0};
	enum err_code code = ERR_OK;

	for (uint32_t c = 0; code == ERR_OK && (article_key)c * CHUNK_KEYS < end; c++) {
		const unsigned char *p, *stop;

		code = column_get(check->archive, column, c, &list, err);
		if (code == ERR_OK)
			code = column_get(check->archive, COL_DEAD, c, &dead, err);
		p = (const unsigned char *)buf_str(&list);
		stop = p + list.len;
		for (uint32_t k = 0; code == ERR_OK && k < CHUNK_KEYS && p < stop; k++) {
			bool counts_it =
				(c > 0 || k > 0) &&
				(dead.len <= k / 8 || (dead.data[k / 8] >> (k % 8) & 1) == 0);
			bool more;

			do {
				uint32_t number = list_next(&p, stop, &more);
				int64_t *n = counts_it ? map_put(counts, number) : NULL;

				if (counts_it && n == NULL)
					code = err_nomem(err);
				else if (n != NULL)
					++*n;
			} while (more);
		}
	}
	buf_free(&list);
	buf_free(&dead);
	return code;
}

static enum err_code
check_counts(struct check *check, enum column facet, article_key end, struct err *err)
{
	struct map counts = {0};
	sqlite3_stmt *stmt = NULL;
	enum err_code code = count_column(check, facet, end, &counts, err);

	if (code == ERR_OK)
		code = archive_stmt(check->archive, SQL_VALUE_ALL, &stmt, err);
	if (code == ERR_OK)
		sqlite3_bind_int(stmt, 1, (int)facet);
	while (db_next(&check->archive->db, stmt, &code, err)) {
		int64_t *n = map_find(&counts, (uint64_t)sqlite3_column_int64(stmt, 0));
		int64_t counted = n != NULL ? *n : 0, count = sqlite3_column_int64(stmt, 2);

		if (counted != count)
			find(check, _("“%s” is counted %lld times and there %lld times"),
				db_text(stmt, 1), (long long)count, (long long)counted);
	}
	map_free(&counts);
	return code;
}

static enum err_code
check_bounds(struct check *check, struct err *err)
{
	bool ok = true;
	enum err_code code = bounds_check(check->archive, &ok, err);

	if (code == ERR_OK && !ok)
		find(check, _("the dates and places of the columns are not those of their pages"));
	return code;
}

static enum err_code
check_all(struct check *check, struct err *err)
{
	enum err_code code = check_file(check, err);
	article_key end = 0;

	/* What a damaged file says of its content is worth nothing. */
	if (code != ERR_OK || check->findings > 0)
		return code;
	code = check_rules(check, err);
	if (code == ERR_OK)
		code = check_bytes(check, err);
	if (code == ERR_OK)
		code = column_end(check->archive, &end, err);
	if (code == ERR_OK)
		code = check_bounds(check, err);
	if (code == ERR_OK)
		code = check_texts(check, end, err);
	for (unsigned f = COL_FIRST_LIST; code == ERR_OK && f < COL_COUNT; f++) {
		if (f != COL_MENTION)
			code = check_counts(check, (enum column)f, end, err);
	}
	return code;
}

enum err_code
archive_check(struct archive *archive, archive_report_fn report, void *ctx, unsigned *findings,
	struct err *err)
{
	struct check check = {.archive = archive, .report = report, .ctx = ctx};
	enum err_code code = db_read(&archive->db, err);

	*findings = 0;
	if (code != ERR_OK)
		return code;
	code = check_all(&check, err);
	db_read_end(&archive->db);
	*findings = check.findings;
	return code;
}
