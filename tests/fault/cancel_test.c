/* What a reader asks for ends: somebody can stop it at any step, and a query that was written to
 * run for ever is refused or small.  After it was stopped the same question has the same answer. */
#include "../lib/temp.h"
#include "archive/archive.h"
#include "base/buf.h"
#include "base/hash.h"
#include "query/query.h"
#include "scene.h"
#include "sites.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <dlfcn.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* So many rows may come after somebody said stop: SQLite looks every thousand instructions, and a
 * row takes at least two. */
#define STEPS_AFTER 500

/* For all that one of them is asked about this archive. */
#define STEPS_MAX 50000

static struct archive *archive;
static long steps, stop_at, after;

/* Stands in front of SQLite's: somebody says stop at the step that was planned. */
int
sqlite3_step(sqlite3_stmt *stmt)
{
	int (*next)(sqlite3_stmt *);
	void *symbol = dlsym(RTLD_NEXT, "sqlite3_step");

	memcpy(&next, &symbol, sizeof next);
	if (sites_is_ours(__builtin_return_address(0))) {
		steps++;
		after += stop_at > 0 && steps > stop_at;
		if (steps == stop_at)
			archive_interrupt(archive);
	}
	return next(stmt);
}

/* ---- questions --------------------------------------------------------------------------- */

static const char *const asked[] = {"", "--query 工", "--query \"职工 -北京\"",
	"--query \"中 OR 工 OR 的\"", "--query lm", "--query \"headline:工会\"", "--query =北京",
	"--query \"“北京市总工会” reporter:李\"", "--district 昌平区 --mentions",
	"--source *a* --since 2020 --until 2030", "--kind news --topic 劳模"};

struct question {
	struct query *query;
	struct arena *arena;
	uint64_t answer; /* a hash of it */
};

static void
answered(struct question *q, const void *bytes, size_t len)
{
	q->answer = hash_bytes(q->answer, bytes, len);
}

static enum err_code
add_key(void *ctx, article_key key, struct err *err)
{
	(void)err;
	answered(ctx, &key, sizeof key);
	return ERR_OK;
}

static enum err_code
ask_rows(struct question *q, struct err *err)
{
	enum err_code code = ERR_OK;
	const struct row *rows;
	unsigned count;

	for (unsigned sort = 0; code == ERR_OK && sort < SORT_COUNT; sort++) {
		uint64_t position;
		article_key key;

		code = query_rows(
			q->query, (enum sort)sort, 0, false, 20, q->arena, &rows, &count, err);
		for (unsigned i = 0; code == ERR_OK && i < count; i++)
			answered(q, rows[i].label, strlen(rows[i].label));
		if (code == ERR_OK && count > 0)
			code = query_position(
				q->query, (enum sort)sort, rows[count - 1].key, &position, err);
		if (code == ERR_OK && count > 0)
			code = query_at(q->query, (enum sort)sort, position, &key, err);
		if (code == ERR_OK && count > 0)
			assert_true(key == rows[count - 1].key);
	}
	return code;
}

static enum err_code
ask_all(struct question *q, struct err *err)
{
	return query_each(q->query, SORT_NEWEST, 0, UINT64_MAX, add_key, q, err);
}

static enum err_code
ask_counts(struct question *q, struct err *err)
{
	const struct facet_count *counts;
	const struct query_word *words;
	struct summary summary;
	struct cross cross;
	unsigned count;
	enum err_code code = query_settle(q->query, err);

	for (unsigned f = 0; code == ERR_OK && f < FACET_COUNT; f++) {
		code = query_facets(
			q->query, (enum facet)f, false, 50, q->arena, &counts, &count, err);
		for (unsigned i = 0; code == ERR_OK && i < count; i++)
			answered(q, &counts[i].count, sizeof counts[i].count);
	}
	if (code == ERR_OK)
		code = query_cross(
			q->query, FACET_DISTRICT, FACET_TOPIC, 9, 9, q->arena, &cross, err);
	if (code == ERR_OK)
		answered(q, cross.cells,
			(size_t)cross.row_count * cross.column_count * sizeof *cross.cells);
	if (code == ERR_OK)
		code = query_summary(q->query, &summary, err);
	if (code == ERR_OK)
		answered(q, &summary.chars, sizeof summary.chars);
	return code == ERR_OK ? query_words(q->query, q->arena, &words, &count, err) : code;
}

static enum err_code
ask_articles(struct question *q, struct err *err)
{
	const struct related *related;
	const struct suggestion *words;
	const struct row *rows;
	unsigned count, n;
	enum err_code code =
		query_rows(q->query, SORT_PAGE, 0, false, 3, q->arena, &rows, &count, err);

	for (unsigned i = 0; code == ERR_OK && i < count; i++) {
		struct buf json = {0};
		struct snippet snippet;

		code = article_json(archive, rows[i].key, &json, err);
		if (code == ERR_OK)
			answered(q, buf_str(&json), json.len);
		buf_free(&json);
		if (code == ERR_OK)
			code = query_snippet(q->query, rows[i].key, 40, q->arena, &snippet, err);
		if (code == ERR_OK)
			code = related_find(archive, rows[i].key, 9, q->arena, &related, &n, err);
		if (code == ERR_OK)
			answered(q, &n, sizeof n);
	}
	return code == ERR_OK ? suggest_pinyin(archive, "gh", 9, q->arena, &words, &n, err) : code;
}

static void
ignore(void *ctx, const char *sentence)
{
	(void)ctx;
	(void)sentence;
}

static enum err_code
ask_check(struct question *q, struct err *err)
{
	unsigned findings;
	enum err_code code = archive_check(archive, ignore, NULL, &findings, err);

	if (code == ERR_OK)
		answered(q, &findings, sizeof findings);
	return code;
}

typedef enum err_code (*ask_fn)(struct question *q, struct err *err);
static const ask_fn asks[] = {ask_rows, ask_all, ask_counts, ask_articles, ask_check};

static enum err_code
ask(const char *text, ask_fn fn, uint64_t *answer, struct err *err)
{
	struct question q = {.arena = arena_new(0), .answer = 1};
	struct filter *filter;
	enum err_code code = filter_decode(text, &filter, err);

	if (code == ERR_OK)
		code = query_open(archive, filter, &q.query, err);
	if (code == ERR_OK) {
		bool exact;
		uint64_t count = query_count(q.query, &exact);

		answered(&q, &count, sizeof count);
		code = fn(&q, err);
		query_close(q.query);
	}
	filter_free(filter);
	arena_free(q.arena);
	*answer = q.answer;
	return code;
}

/* ---- tests ------------------------------------------------------------------------------- */

static char *folder;

static int
set_up(void **state)
{
	struct err err;

	(void)state;
	folder = scene_open(&more_scenes[1]);
	if (archive_open(temp_path(folder, "copy/archive.db"), ARCHIVE_READ, &archive, &err) ==
		ERR_OK)
		return 0;
	print_error("%s\n", err.text);
	return -1;
}

static int
tear_down(void **state)
{
	(void)state;
	archive_close(archive);
	temp_free(folder);
	return 0;
}

static void
stop_and_ask_again(const char *text, ask_fn fn, long at, uint64_t want)
{
	uint64_t answer;
	struct err err = {0};
	enum err_code code;

	steps = after = 0;
	stop_at = at;
	code = ask(text, fn, &answer, &err);
	stop_at = 0;
	archive_resume(archive);
	if (code != ERR_CANCELLED && code != ERR_OK)
		fail_msg("“%s”, step %ld: %s", text, at, err.text);
	if (after > STEPS_AFTER)
		fail_msg("“%s”: %ld steps after step %ld", text, after, at);
	code = ask(text, fn, &answer, &err);
	if (code != ERR_OK)
		fail_msg("“%s”, and again: %s", text, err.text);
	assert_int_equal(answer, want);
}

static void
every_question_can_be_stopped(void **state)
{
	long tries = 0;

	(void)state;
	for (size_t i = 0; i < sizeof asked / sizeof *asked; i++) {
		for (size_t k = 0; k < sizeof asks / sizeof *asks; k++) {
			uint64_t want;
			struct err err;
			long all, step;

			stop_at = steps = 0;
			if (ask(asked[i], asks[k], &want, &err) != ERR_OK)
				fail_msg("“%s”: %s", asked[i], err.text);
			all = steps;
			step = scene_step(all, 8);
			for (long at = 1; at <= all; at += step, tries++)
				stop_and_ask_again(asked[i], asks[k], at, want);
		}
	}
	print_message("# %ld moments\n", tries);
}

/* ---- queries that were written to run for ever ------------------------------------------- */

/* `count` times the text, with the number in the place of %u. */
static void
repeat(struct buf *out, const char *before, const char *text, unsigned count)
{
	buf_clear(out);
	buf_adds(out, before);
	for (unsigned i = 0; i < count; i++) {
		const char *number = strstr(text, "%u");

		if (number == NULL)
			buf_adds(out, text);
		else
			buf_addf(out, "%.*s%u%s", (int)(number - text), text, i, number + 2);
	}
	assert_true(buf_ok(out));
}

static void
no_query_runs_for_ever(void **state)
{
	static const struct {
		const char *before, *text;
		unsigned count;
	} hostile[] = {
		{"", "*", 1},
		{"", "**** ", 50},
		{"", "*", 100000},
		{"", "%", 1},
		{"", "%_", 1000},
		{"", "的 OR ", 10000},
		{"", "w%u OR ", 10000},
		{"", "a%u ", 10000},
		{"", "的 ", 64},
		{"", "-的 ", 64},
		{"", "-的 OR ", 63},
		{"", "=的 ", 64},
		{"的", " OR 的", 63},
		{"的", " OR 的", 64},
		{"", "a ", 64},
		{"a", " OR e", 63},
		{"", "zh", 32},
		{"", "x", 30},
		{"", "shi", 1000000},
		{"", "的", 85},
		{"", "的", 1365},
		{"", "的", 5000000},
		{"\"", "的 ", 256},
		{"\"", "一，", 256},
		{"", "(", 4000},
		{"", "\"", 4000},
		{"", "-", 4000},
		{"", "=", 4000},
		{"", "headline:", 400},
		{"", "NEAR(a b, 1000000000) ", 60},
		{"", "(.*)*", 800},
		{"", "\xCC\x81", 2000},
		{"e", "\xCC\x81", 2000},
		{"", "\xF0\x9F\x91\xA9\xE2\x80\x8D", 580},
		{"", "' OR 1=1; DROP TABLE page; --", 100},
		{"", "冥王星 ", 64},
	};
	struct buf text = {0};

	(void)state;
	for (size_t i = 0; i < sizeof hostile / sizeof *hostile; i++) {
		struct filter *filter = filter_new();
		struct question q = {.arena = arena_new(0), .answer = 1};
		struct err err = {0};
		enum err_code code;

		repeat(&text, hostile[i].before, hostile[i].text, hostile[i].count);
		steps = 0;
		code = filter_set_query(filter, buf_str(&text), &err);
		if (code == ERR_OK)
			code = query_open(archive, filter, &q.query, &err);
		for (size_t k = 0; code == ERR_OK && k < sizeof asks / sizeof *asks - 1; k++)
			code = asks[k](&q, &err);
		if (code != ERR_OK && code != ERR_USAGE && code != ERR_LIMIT)
			fail_msg("%u times “%s”: %s", hostile[i].count, hostile[i].text, err.text);
		if (steps > STEPS_MAX)
			fail_msg("%u times “%s”: %ld steps", hostile[i].count, hostile[i].text,
				steps);
		query_close(q.query);
		filter_free(filter);
		arena_free(q.arena);
	}
	buf_free(&text);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_question_can_be_stopped),
		cmocka_unit_test(no_query_runs_for_ever),
	};

	return cmocka_run_group_tests_name("cancel", tests, set_up, tear_down);
}
