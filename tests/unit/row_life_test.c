/* core/query: what a row holds outlives the query that it came from. */
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

#define OK(call)                                                                                   \
	do {                                                                                       \
		if ((call) != ERR_OK)                                                              \
			fail_msg("%s: %s", #call, err.text);                                       \
	} while (0)

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

int
main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(test_a_corrected_district)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
