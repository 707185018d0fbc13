/* core/query: what a row holds outlives the query that it came from. */
#include "../lib/ok.h"
#include "../lib/temp.h"
#include "archive/archive.h"
#include "archive/import.h"
#include "archive/marks.h"
#include "query/query.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

static struct err err;

static void
test_a_corrected_district(void **state)
{
	char *folder = temp_new();
	const char *const seeds = "seeds";
	struct arena *arena = arena_new(0);
	struct archive *archive = NULL;
	struct marks *marks = NULL;
	struct filter *filter = filter_new();
	struct query *query = NULL;
	struct import_report report;
	const struct row *rows = NULL;
	unsigned count = 0;

	(void)state;
	OK(archive_open(temp_path(folder, "archive.db"), ARCHIVE_WRITE, &archive, &err));
	OK(import_run(archive, &seeds, 1, NULL, &report, &err));
	OK(marks_open(temp_path(folder, "marks.db"), &marks, &err));
	archive_set_marks(archive, marks);
	OK(query_open(archive, filter, &query, &err));
	OK(query_rows(query, SORT_PAGE, 0, false, 1, arena, &rows, &count, &err));
	assert_int_equal(count, 1);
	OK(marks_correct(marks, rows[0].id, "延庆区", &err));
	query_close(query);
	OK(query_open(archive, filter, &query, &err));
	OK(query_rows(query, SORT_PAGE, 0, false, 1, arena, &rows, &count, &err));
	query_close(query);
	archive_close(archive);
	marks_close(marks);
	assert_true(rows[0].corrected);
	assert_string_equal(rows[0].district, "延庆区");
	filter_free(filter);
	arena_free(arena);
	temp_free(folder);
}

static void
test_the_words_of_a_search(void **state)
{
	char *folder = temp_new();
	const char *const seeds = "seeds";
	struct arena *arena = arena_new(0);
	struct archive *archive = NULL;
	struct filter *filter = filter_new();
	struct query *query = NULL;
	struct import_report report;
	const struct query_word *words = NULL;
	unsigned count = 0;

	(void)state;
	OK(archive_open(temp_path(folder, "archive.db"), ARCHIVE_WRITE, &archive, &err));
	OK(import_run(archive, &seeds, 1, NULL, &report, &err));
	OK(filter_set_query(filter, "创新 火星基地 劳摸", &err));
	OK(query_open(archive, filter, &query, &err));
	OK(query_words(query, arena, &words, &count, &err));
	query_close(query);
	archive_close(archive);
	assert_int_equal(count, 3);
	assert_string_equal(words[0].text, "创新");
	assert_string_equal(words[1].text, "火星基地");
	assert_true(words[0].count > 0);
	assert_true(words[1].count == 0 || !words[1].exact);
	assert_string_equal(words[2].near, "劳模"); /* it sounds so */
	filter_free(filter);
	arena_free(arena);
	temp_free(folder);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(test_a_corrected_district),
		cmocka_unit_test(test_the_words_of_a_search)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
