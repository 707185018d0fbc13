/* core/archive: importing, reading back, marks. */
#include "archive/archive.h"
#include "archive/import.h"
#include "archive/marks.h"
#include "../lib/ok.h"
#include "../lib/sound.h"
#include "../lib/temp.h"
#include "query/query.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static struct err err;

static struct import_report
import(struct archive *archive, const char *path)
{
	struct import_report report;

	OK(import_run(archive, &path, 1, NULL, &report, &err));
	return report;
}

static struct archive *
open_new(const char *folder)
{
	struct archive *archive;

	OK(archive_open(temp_path(folder, "a/archive.db"), ARCHIVE_WRITE, &archive, &err));
	return archive;
}

static struct query *
ask(struct archive *archive, const char *text)
{
	struct filter *filter;
	struct query *query;

	OK(filter_decode(text, &filter, &err));
	OK(query_open(archive, filter, &query, &err));
	filter_free(filter);
	return query;
}

static uint64_t
count(struct archive *archive, const char *text)
{
	struct query *query = ask(archive, text);
	uint64_t n;
	bool exact;

	OK(query_settle(query, &err));
	n = query_count(query, &exact);
	assert_true(exact);
	query_close(query);
	return n;
}

static void
seeds_come_in_and_are_found(void **state)
{
	char *folder = temp_new();
	struct archive *archive = open_new(folder);
	struct import_report report = import(archive, "seeds");
	struct archive_info info;

	(void)state;
	assert_int_equal(report.files, 5);
	assert_int_equal(report.read, 5);
	assert_int_equal(report.articles, 33);
	OK(archive_info(archive, &info, &err));
	assert_int_equal(info.articles, 33);
	assert_int_equal(info.pages, 5);
	sound_info(archive);
	assert_int_equal(count(archive, ""), 33);
	assert_true(count(archive, "--district 昌平区") >= 1);
	assert_true(count(archive, "--query 劳模") >= 1);
	assert_int_equal(count(archive, "--query 劳模"), count(archive, "--query 勞模"));
	assert_int_equal(count(archive, "--query 劳模") + count(archive, "--query -劳模"), 33);
	assert_int_equal(count(archive, "--query \"没有的词语\""), 0);

	report = import(archive, "seeds");
	assert_int_equal(report.unchanged, 5);
	assert_int_equal(report.read, 0);
	archive_close(archive);
	temp_free(folder);
}

static void
what_is_named_twice_is_read_once(void **state)
{
	const char *paths[] = {"seeds", "seeds/000_149b8d34e85b9155.txt", "seeds/", "./seeds"};
	char *folder = temp_new();

	(void)state;
	for (size_t n = 1; n <= 4; n++) {
		char name[32];
		struct archive *archive;
		struct import_report report;

		snprintf(name, sizeof name, "a/%zu.db", n);
		OK(archive_open(temp_path(folder, name), ARCHIVE_WRITE, &archive, &err));
		/* From the back: the file before the folder. */
		OK(import_run(archive, paths + 4 - n, n, NULL, &report, &err));
		assert_int_equal(report.read, 5);
		assert_int_equal(sound_info(archive).pages, 5);
		archive_close(archive);
	}
	temp_free(folder);
}

/* Whose pages is_in_order() looks at. */
static struct archive *order_of;

static enum err_code
is_in_order(void *ctx, article_key key, struct err *e)
{
	struct arena *arena = arena_new(0);
	const struct stored_article *article;
	char **before = ctx;

	OK(archive_article(order_of, key, arena, &article, e));
	assert_true(*before == NULL || strcmp(*before, article->source) < 0);
	free(*before);
	*before = strdup(article->source);
	arena_free(arena);
	return ERR_OK;
}

/* Every page comes right behind the first one, until there is no number left between them. */
static void
pages_that_come_in_the_worst_order_are_in_order(void **state)
{
	char *folder = temp_new(), name[64], *before = NULL;
	struct query *query;

	(void)state;
	order_of = open_new(folder);
	for (int i = 80; i >= 0; i--) {
		char text[128];

		snprintf(name, sizeof name, "pages/%02d.txt", i == 80 ? 0 : i + 1);
		snprintf(text, sizeof text, "第%d条小路通了灯\n\n本周装上了%d盏灯。\n", i, i);
		temp_puts(folder, name, text);
		assert_int_equal(import(order_of, temp_path(folder, "pages")).read, 1);
	}
	assert_int_equal(sound_info(order_of).pages, 81);
	query = ask(order_of, "");
	OK(query_each(query, SORT_PAGE, 0, UINT64_MAX, is_in_order, &before, &err));
	query_close(query);
	free(before);
	archive_close(order_of);
	temp_free(folder);
}

static void
words_are_found_by_their_sound(void **state)
{
	static const char *const typed[] = {"laomo", "lm", "LaoMo", "laom", "changpingqu", "cpq"};
	char *folder = temp_new();
	struct archive *archive = open_new(folder);
	struct arena *arena = arena_new(0);
	const struct suggestion *list;
	unsigned n;
	bool found = false;

	(void)state;
	import(archive, "seeds");
	for (size_t i = 0; i < sizeof typed / sizeof *typed; i++) {
		const char *word = i < 4 ? "--query 劳模" : "--query 昌平区";
		char query[64];

		snprintf(query, sizeof query, "--query %s", typed[i]);
		/* What is cut off in a syllable is no word of its own. */
		if (strcmp(typed[i], "laom") != 0)
			assert_true(count(archive, query) >= count(archive, word));
		OK(suggest_pinyin(archive, typed[i], 20, arena, &list, &n, &err));
		found = false;
		for (unsigned k = 0; k < n; k++)
			found = found || strcmp(list[k].word, word + strlen("--query ")) == 0;
		if (!found)
			print_error("%s: no %s\n", typed[i], word);
		assert_true(found);
	}
	assert_int_equal(count(archive, "--query =laomo"), 0);
	assert_int_equal(count(archive, "--query \"\\\"laomo\\\"\""), 0);
	archive_close(archive);
	arena_free(arena);
	temp_free(folder);
}

static void
windows_are_pieces_of_the_whole_list(void **state)
{
	char *folder = temp_new();
	struct archive *archive = open_new(folder);
	struct arena *arena = arena_new(0);
	struct query *query;

	(void)state;
	import(archive, "seeds");
	query = ask(archive, "");
	for (unsigned sort = 0; sort < SORT_COUNT; sort++) {
		const struct row *all, *part;
		unsigned n, m;

		OK(query_rows(query, (enum sort)sort, 0, false, 100, arena, &all, &n, &err));
		assert_int_equal(n, 33);
		for (unsigned i = 0; i < n; i++) {
			uint64_t position;
			article_key key;

			OK(query_position(query, (enum sort)sort, all[i].key, &position, &err));
			assert_int_equal(position, i);
			OK(query_at(query, (enum sort)sort, i, &key, &err));
			assert_int_equal(key, all[i].key);
			OK(query_rows(query, (enum sort)sort, all[i].key, false, 5, arena, &part,
				&m, &err));
			assert_int_equal(m, n - i - 1 < 5 ? n - i - 1 : 5);
			for (unsigned k = 0; k < m; k++)
				assert_int_equal(part[k].key, all[i + 1 + k].key);
			OK(query_rows(query, (enum sort)sort, all[i].key, true, 5, arena, &part, &m,
				&err));
			assert_int_equal(m, i < 5 ? i : 5);
			for (unsigned k = 0; k < m; k++)
				assert_int_equal(part[k].key, all[i - m + k].key);
		}
	}
	query_close(query);
	arena_free(arena);
	archive_close(archive);
	temp_free(folder);
}

static bool
is_json(const char *text)
{
	sqlite3 *db = NULL;
	sqlite3_stmt *stmt = NULL;
	bool valid;

	sqlite3_open(":memory:", &db);
	sqlite3_prepare_v2(db, "SELECT json_valid(?1)", -1, &stmt, NULL);
	sqlite3_bind_text(stmt, 1, text, -1, SQLITE_STATIC);
	valid = sqlite3_step(stmt) == SQLITE_ROW && sqlite3_column_int(stmt, 0) == 1;
	sqlite3_finalize(stmt);
	sqlite3_close(db);
	return valid;
}

static void
every_article_is_json(void **state)
{
	char *folder = temp_new();
	struct archive *archive = open_new(folder);
	struct arena *arena = arena_new(0);
	struct query *query;
	const struct row *rows;
	unsigned n;

	(void)state;
	import(archive, "seeds");
	query = ask(archive, "");
	OK(query_rows(query, SORT_PAGE, 0, false, 100, arena, &rows, &n, &err));
	for (unsigned i = 0; i < n; i++) {
		struct buf buf = {0};

		OK(article_json(archive, rows[i].key, &buf, &err));
		assert_true(is_json(buf.data));
		buf_free(&buf);
	}
	query_close(query);
	arena_free(arena);
	archive_close(archive);
	temp_free(folder);
}

/* As somebody reads it out or writes it down: in capitals, with letters for digits, a part of it.
 */
static void
ids_are_found_as_they_are_typed(void **state)
{
	static const char *const none[] = {"", "!!!!", "0000 000", "abcu", "zzzzzzzzzzzzz", "北京"};
	char *folder = temp_new();
	struct archive *archive = open_new(folder);
	struct arena *arena = arena_new(0);
	struct query *query;
	const struct row *rows;
	unsigned n, letters = 0;
	article_key key;

	(void)state;
	import(archive, "seeds");
	query = ask(archive, "");
	OK(query_rows(query, SORT_PAGE, 0, false, 99, arena, &rows, &n, &err));
	query_close(query);
	for (unsigned i = 0; i < n; i++) {
		char typed[16];

		for (size_t k = 0; k <= strlen(rows[i].id); k++) {
			char c = rows[i].id[k];

			typed[k] = (char)(c >= 'a' && c <= 'z' ? c - 'a' + 'A' : c);
			if (c == '0' || c == '1')
				typed[k] = c == '0' ? 'o' : "iLlI"[letters++ % 4];
		}
		OK(archive_find(archive, typed, &key, &err));
		assert_int_equal(key, rows[i].key);
		typed[9] = '\0';
		OK(archive_find(archive, typed, &key, &err));
		assert_int_equal(key, rows[i].key);
		typed[3] = '\0';
		assert_int_equal(archive_find(archive, typed, &key, &err), ERR_USAGE);
	}
	assert_in_range(letters, 4, 400);
	for (size_t i = 0; i < sizeof none / sizeof *none; i++) {
		assert_int_equal(archive_find(archive, none[i], &key, &err), ERR_NOTFOUND);
		assert_int_equal(key, 0);
	}
	archive_close(archive);
	arena_free(arena);
	temp_free(folder);
}

/* What is looked for by its sound and has none. */
static void
what_has_no_sound_is_nothing(void **state)
{
	static const char *const typed[] = {"", "l", "火星", "l!m", "lm ", "v",
		"laomolaomolaomolaomolaomolaomolaomo", "zzzz", "uuu"};
	char *folder = temp_new();
	struct archive *archive = open_new(folder);
	struct arena *arena = arena_new(0);
	const struct suggestion *list;
	unsigned n;

	(void)state;
	import(archive, "seeds");
	for (size_t i = 0; i < sizeof typed / sizeof *typed; i++) {
		OK(suggest_pinyin(archive, typed[i], 5, arena, &list, &n, &err));
		assert_in_range(n, 0, 5);
		for (unsigned k = 0; k < n; k++)
			assert_true(list[k].count > 0);
		if (n > 0 && strspn(typed[i], "lmvzu ") != strlen(typed[i]))
			fail_msg("%s: %s", typed[i], list[0].word);
	}
	OK(suggest_pinyin(archive, "lm", 0, arena, &list, &n, &err));
	assert_int_equal(n, 0);
	OK(suggest_pinyin(archive, "lm", 1, arena, &list, &n, &err));
	assert_int_equal(n, 1);
	archive_close(archive);
	arena_free(arena);
	temp_free(folder);
}

/* Whoever imports a folder inside says nothing of what is beside it. */
static void
a_folder_inside_says_nothing_of_others(void **state)
{
	const struct import_options options = {.prune = true};
	const char *paths[1];
	char *folder = temp_new();
	struct archive *archive = open_new(folder);
	struct import_report report;

	(void)state;
	temp_copy("seeds/000_149b8d34e85b9155.txt", folder, "p/a.txt");
	temp_copy("tests/screen/pages/20240108_A02.txt", folder, "p/sub/b.txt");
	temp_copy("tests/screen/pages/20240215_A03.txt", folder, "p/sub/c.txt");
	temp_copy("tests/screen/pages/20240215_A03.txt", folder, "p/subway/d.txt");
	paths[0] = temp_path(folder, "p");
	OK(import_run(archive, paths, 1, &options, &report, &err));
	assert_int_equal(report.files, 4);
	unlink(temp_path(folder, "p/a.txt"));
	unlink(temp_path(folder, "p/sub/b.txt"));
	unlink(temp_path(folder, "p/subway/d.txt"));
	paths[0] = temp_path(folder, "p/sub");
	OK(import_run(archive, paths, 1, &options, &report, &err));
	assert_int_equal(report.pruned, 1);
	assert_int_equal(sound_info(archive).pages, 3);
	paths[0] = folder;
	OK(import_run(archive, paths, 1, &options, &report, &err));
	assert_int_equal(sound_info(archive).pages, 1);
	archive_close(archive);
	temp_free(folder);
}

static void
every_change_of_a_mark_is_taken_back(void **state)
{
	static const char *const said[] = {"the saved filter is gone again",
		"the saved filter is as it was", "the saved filter is gone again",
		"the correction is gone again", "the correction is as it was",
		"the note is gone again", "the note is as it was", "the note is gone again",
		"the star is gone again", "starred again", "the star is gone again",
		"marked as unread again", "marked as read again", "marked as unread again"};
	static const char id[] = "0123456789ab";
	char *folder = temp_new(), of[13];
	struct arena *arena = arena_new(0);
	struct marks *marks;
	struct mark mark;
	const char *what;

	(void)state;
	OK(marks_open(temp_path(folder, "marks.db"), &marks, &err));
	for (int i = 0; i < 3; i++)
		OK(marks_set_read(marks, id, i % 2 == 0, &err));
	for (int i = 0; i < 3; i++)
		OK(marks_set_starred(marks, id, i % 2 == 0, &err));
	OK(marks_set_note(marks, id, "a", &err));
	OK(marks_set_note(marks, id, "", &err));
	OK(marks_set_note(marks, id, "b", &err));
	OK(marks_correct(marks, id, "昌平区", &err));
	OK(marks_correct(marks, id, NULL, &err));
	OK(marks_save_filter(marks, "f", "--unread", &err));
	OK(marks_save_filter(marks, "f", "--starred", &err));
	for (size_t i = 0; i < 2; i++) {
		OK(marks_undo(marks, arena, &what, of, &err));
		assert_string_equal(what, said[1 - i]);
		assert_string_equal(of, "");
	}
	for (size_t i = 0; i < 2; i++) {
		OK(marks_undo(marks, arena, &what, of, &err));
		assert_string_equal(what, said[4 - i]);
		assert_string_equal(of, id);
	}
	for (size_t i = 5; i < sizeof said / sizeof *said; i++) {
		OK(marks_undo(marks, arena, &what, of, &err));
		assert_string_equal(what, said[i]);
	}
	OK(marks_undo(marks, arena, &what, of, &err));
	assert_null(what);
	OK(marks_get(marks, id, arena, &mark, &err));
	assert_false(mark.read || mark.starred || mark.district != NULL || *mark.note != '\0');
	marks_close(marks);
	arena_free(arena);
	temp_free(folder);
}

/* Years and months as filters: those that articles have, others, and what is none. */
static void
periods_are_filters(void **state)
{
	static const char *const none[] = {"--year 1999", "--year abc", "--month 2024-13",
		"--month 2024-00", "--month 2024", "--month x", "--year 2024 --month 1999-01"};
	char *folder = temp_new(), filter[32];
	struct archive *archive = open_new(folder);
	struct arena *arena = arena_new(0);
	const struct facet_count *years, *months;
	unsigned year_count, month_count;
	uint64_t all = 0;
	struct query *query;

	(void)state;
	temp_puts(folder, "pages/undated.txt",
		"小路通了灯\n\n本报讯 小路夜里亮了，居民不再打手电。\n");
	import(archive, temp_path(folder, "pages"));
	import(archive, "tests/screen/pages");
	query = ask(archive, "");
	OK(query_facets(query, FACET_YEAR, false, 99, arena, &years, &year_count, &err));
	OK(query_facets(query, FACET_MONTH, false, 99, arena, &months, &month_count, &err));
	query_close(query);
	assert_in_range(month_count, 3, 99);
	for (unsigned i = 0; i < year_count; i++) {
		snprintf(filter, sizeof filter, "--year \"%s\"", years[i].value);
		assert_int_equal(count(archive, filter), years[i].count);
	}
	for (unsigned i = 0; i < month_count; i++) {
		snprintf(filter, sizeof filter, "--month \"%s\"", months[i].value);
		assert_int_equal(count(archive, filter), months[i].count);
		all += months[i].count;
	}
	assert_int_equal(all, count(archive, ""));
	assert_int_equal(count(archive, "--year \"\""), 1);
	for (size_t i = 0; i < sizeof none / sizeof *none; i++)
		assert_int_equal(count(archive, none[i]), 0);
	archive_close(archive);
	arena_free(arena);
	temp_free(folder);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(ids_are_found_as_they_are_typed),
		cmocka_unit_test(periods_are_filters),
		cmocka_unit_test(what_has_no_sound_is_nothing),
		cmocka_unit_test(a_folder_inside_says_nothing_of_others),
		cmocka_unit_test(every_change_of_a_mark_is_taken_back),
		cmocka_unit_test(seeds_come_in_and_are_found),
		cmocka_unit_test(what_is_named_twice_is_read_once),
		cmocka_unit_test(pages_that_come_in_the_worst_order_are_in_order),
		cmocka_unit_test(words_are_found_by_their_sound),
		cmocka_unit_test(windows_are_pieces_of_the_whole_list),
		cmocka_unit_test(every_article_is_json),
	};

	return cmocka_run_group_tests_name("archive", tests, NULL, NULL);
}
