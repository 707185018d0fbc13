/*
 * fts_bench.c - the same articles in indexes of SQLite's FTS5, for comparison.
 *
 * Usage: fts_bench ARCHIVE DATABASE
 *
 * Makes contentless FTS5 tables over the texts of an archive's articles: characters with
 * positions, pairs of characters without, characters and pairs without; prints for each the
 * seconds, the size and what counting and the newest 50 of some words cost.  The texts are cut
 * into tokens by us and given to the tokenizer "ascii" as words; what that takes by itself is
 * printed as well.  The archive's own index is asked for the same words in the same run.
 */
#include "../lib/clock.h"
#include "archive/archive.h"
#include "archive/terms.h"
#include "base/buf.h"
#include "query/query.h"

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static struct err err;
static struct archive *archive;
static sqlite3 *db;

static void
check(bool ok, const char *what)
{
	if (!ok) {
		fprintf(stderr, "fts_bench: %s: %s\n", what, db != NULL ? sqlite3_errmsg(db) : "");
		exit(1);
	}
}

static void
run(const char *sql)
{
	check(sqlite3_exec(db, sql, NULL, NULL, NULL) == SQLITE_OK, sql);
}

static int64_t
integer(const char *sql)
{
	sqlite3_stmt *stmt = NULL;
	int64_t value = 0;

	check(sqlite3_prepare_v2(db, sql, -1, &stmt, NULL) == SQLITE_OK, sql);
	if (sqlite3_step(stmt) == SQLITE_ROW)
		value = sqlite3_column_int64(stmt, 0);
	sqlite3_finalize(stmt);
	return value;
}

/* ---- designs ---------------------------------------------------------------------------- */

enum part {
	CHARACTERS = 1,
	PAIRS = 2
};

static const struct design {
	const char *name, *detail;
	int parts;
} designs[] = {
	{"reading and cutting alone", NULL, CHARACTERS | PAIRS},
	{"characters, detail=full", "full", CHARACTERS},
	{"pairs, detail=none", "none", PAIRS},
	{"characters and pairs, detail=none", "none", CHARACTERS | PAIRS},
};

struct cut {
	struct buf *out;
	struct symbols symbols;
	int parts;
};

static enum err_code
cut_text(void *ctx, enum zone zone, const char *text, size_t len, struct err *why)
{
	struct cut *cut = ctx;

	(void)zone;
	(void)why;
	symbols_clear(&cut->symbols);
	symbols_add(&cut->symbols, text, len);
	for (size_t i = 0; i < cut->symbols.count; i++) {
		uint64_t a = cut->symbols.item[i].value;
		uint64_t b = i + 1 < cut->symbols.count ? cut->symbols.item[i + 1].value : 0;

		if (a != SYMBOL_GAP && (cut->parts & CHARACTERS) != 0)
			buf_addf(cut->out, "%llx ", (unsigned long long)a);
		if (symbol_is_char(a) && symbol_is_char(b) && (cut->parts & PAIRS) != 0)
			buf_addf(cut->out, "%llxx%llx ", (unsigned long long)a,
				(unsigned long long)b);
	}
	return ERR_OK;
}

static void
start_table(const char *detail, sqlite3_stmt **insert)
{
	char sql[256];

	snprintf(sql, sizeof sql,
		"CREATE VIRTUAL TABLE f USING fts5(t, content='', columnsize=0, detail=%s, "
		"tokenize='ascii')",
		detail);
	run(sql);
	run("BEGIN");
	check(sqlite3_prepare_v2(db, "INSERT INTO f(rowid,t) VALUES(?1,?2)", -1, insert, NULL) ==
			SQLITE_OK,
		"insert");
}

/* Cuts all texts; into the table of a design, where it has one. */
static void
fill(const struct design *design, article_key last)
{
	struct buf tokens = {0};
	struct cut cut = {.out = &tokens, .parts = design->parts};
	sqlite3_stmt *stmt = NULL;

	if (design->detail != NULL)
		start_table(design->detail, &stmt);
	for (article_key key = 1; key <= last; key++) {
		const struct stored_article *a;
		struct arena *arena = arena_new(0);

		if (archive_article(archive, key, arena, &a, &err) == ERR_OK) {
			buf_clear(&tokens);
			article_texts(&a->article, cut_text, &cut, &err);
		}
		if (stmt != NULL && tokens.len > 0) {
			sqlite3_bind_int64(stmt, 1, key);
			sqlite3_bind_text(
				stmt, 2, buf_str(&tokens), (int)tokens.len, SQLITE_STATIC);
			check(sqlite3_step(stmt) == SQLITE_DONE, "insert");
			sqlite3_reset(stmt);
		}
		arena_free(arena);
	}
	sqlite3_finalize(stmt);
	if (design->detail != NULL)
		run("COMMIT");
	buf_free(&tokens);
	symbols_free(&cut.symbols);
}

/* ---- asking ----------------------------------------------------------------------------- */

static const char *const words[] = {"的", "京", "北京", "中国共产党"};

static void
make_match(const char *word, int parts, const char *detail, struct buf *out)
{
	struct symbols s = {0};
	bool pairs = (parts & PAIRS) != 0;
	const char *between = strcmp(detail, "full") == 0 ? " + " : " AND ";

	symbols_add(&s, word, strlen(word));
	for (size_t i = 0; i < s.count; i++) {
		if (pairs && i + 1 == s.count && i > 0)
			break;
		buf_adds(out, i > 0 ? between : "");
		if (pairs && i + 1 < s.count)
			buf_addf(out, "%llxx%llx", (unsigned long long)s.item[i].value,
				(unsigned long long)s.item[i + 1].value);
		else if (pairs && (parts & CHARACTERS) == 0)
			buf_addf(out, "%llxx*", (unsigned long long)s.item[i].value);
		else
			buf_addf(out, "\"%llx\"", (unsigned long long)s.item[i].value);
	}
	symbols_free(&s);
}

static double
ask(const char *sql, const char *match)
{
	double best = 1e9;

	for (unsigned i = 0; i < 3; i++) {
		sqlite3_stmt *stmt = NULL;
		double start = now_ms(), took;

		check(sqlite3_prepare_v2(db, sql, -1, &stmt, NULL) == SQLITE_OK, sql);
		sqlite3_bind_text(stmt, 1, match, -1, SQLITE_STATIC);
		while (sqlite3_step(stmt) == SQLITE_ROW)
			;
		sqlite3_finalize(stmt);
		took = now_ms() - start;
		best = took < best ? took : best;
	}
	return best;
}

static void
ask_all(const struct design *design)
{
	for (size_t w = 0; w < sizeof words / sizeof words[0]; w++) {
		struct buf match = {0};

		make_match(words[w], design->parts, design->detail, &match);
		printf("  %.1f/%.1f",
			ask("SELECT count(*) FROM f WHERE f MATCH ?1", buf_str(&match)),
			ask("SELECT rowid FROM f WHERE f MATCH ?1 ORDER BY rowid DESC LIMIT 50",
				buf_str(&match)));
		buf_free(&match);
	}
	printf("\n");
}

/* ---- the archive's own ------------------------------------------------------------------ */

/* The count as it is known at once, and that with the newest 50, whole rows of a list. */
static void
ask_archive(const char *word)
{
	double count = 1e9, rows = 1e9;

	for (unsigned i = 0; i < 3; i++) {
		struct filter *filter = filter_new();
		struct arena *arena = arena_new(0);
		const struct row *row;
		struct query *query;
		unsigned n;
		double start;

		check(filter_set_query(filter, word, &err) == ERR_OK, word);
		start = now_ms();
		check(query_open(archive, filter, &query, &err) == ERR_OK, err.text);
		count = now_ms() - start < count ? now_ms() - start : count;
		check(query_rows(query, SORT_NEWEST, 0, false, 50, arena, &row, &n, &err) == ERR_OK,
			err.text);
		rows = now_ms() - start < rows ? now_ms() - start : rows;
		query_close(query);
		filter_free(filter);
		arena_free(arena);
	}
	printf("  %.1f/%.1f", count, rows);
}

static void
tell_archive(const char *path)
{
	check(sqlite3_open_v2(path, &db, SQLITE_OPEN_READONLY, NULL) == SQLITE_OK, path);
	printf("%-36s %8s %8.1f", "the archive's own", "",
		(double)integer("SELECT (SELECT sum(length(data)) FROM posting)+"
				"(SELECT sum(length(data)) FROM follow)") /
			1e6);
	for (size_t w = 0; w < sizeof words / sizeof words[0]; w++)
		ask_archive(words[w]);
	printf("\n");
	sqlite3_close(db);
	db = NULL;
}

int
main(int argc, char **argv)
{
	struct archive_info info;

	if (argc < 3) {
		fprintf(stderr, "usage: fts_bench ARCHIVE DATABASE\n");
		return 2;
	}
	check(archive_open(argv[1], ARCHIVE_READ, &archive, &err) == ERR_OK, err.text);
	check(archive_info(archive, &info, &err) == ERR_OK, err.text);
	setvbuf(stdout, NULL, _IOLBF, 0);
	printf("%-36s %8s %8s", "FTS5", "seconds", "MB");
	for (size_t w = 0; w < sizeof words / sizeof words[0]; w++)
		printf("  %s", words[w]);
	printf("   (count ms/newest 50 ms)\n");
	tell_archive(argv[1]);
	for (size_t d = 0; d < sizeof designs / sizeof *designs; d++) {
		double start;

		remove(argv[2]);
		check(sqlite3_open(argv[2], &db) == SQLITE_OK, argv[2]);
		run("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF");
		start = now_ms();
		fill(&designs[d], (article_key)info.articles);
		printf("%-36s %8.1f %8.1f", designs[d].name, (now_ms() - start) / 1e3,
			(double)integer("PRAGMA page_count") * (double)integer("PRAGMA page_size") /
				1e6);
		if (designs[d].detail != NULL)
			ask_all(&designs[d]);
		else
			printf("\n");
		sqlite3_close(db);
		db = NULL;
		remove(argv[2]);
	}
	archive_close(archive);
	return 0;
}
