/* core/query: the piece of a text that a hit is shown in. */
#include "../lib/ok.h"
#include "../lib/temp.h"
#include "archive/archive.h"
#include "archive/import.h"
#include "query/query.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

static const char page[] =
	"职工读书会走进车间\n\n"
	"　　本报讯（记者 "
	"李明）三月里的一个晚上，第二纺织车间灯火通明，“大家一起读”的声音传得很远，"
	"七十多名职工围坐在织布机旁边的长桌前朗读自己写下的短诗。\n";

static struct err err;

struct found {
	char *folder;
	struct archive *archive;
	struct filter *filter;
	struct query *query;
	struct arena *arena;
	struct snippet snippet;
};

/* Asks for 24 cells around a word of the page. */
static void
find(struct found *f, const char *word)
{
	const char *pages;
	struct import_report report;
	const struct row *rows;
	unsigned count = 0;

	f->folder = temp_new();
	temp_puts(f->folder, "pages/one.txt", page);
	pages = temp_path(f->folder, "pages");
	f->filter = filter_new();
	f->arena = arena_new(0);
	OK(archive_open(temp_path(f->folder, "archive.db"), ARCHIVE_WRITE, &f->archive, &err));
	OK(import_run(f->archive, &pages, 1, NULL, &report, &err));
	OK(filter_set_query(f->filter, word, &err));
	OK(query_open(f->archive, f->filter, &f->query, &err));
	OK(query_rows(f->query, SORT_PAGE, 0, false, 1, f->arena, &rows, &count, &err));
	assert_int_equal(count, 1);
	OK(query_snippet(f->query, rows[0].key, 24, f->arena, &f->snippet, &err));
	assert_int_equal(f->snippet.range_count, 1);
	assert_memory_equal(f->snippet.text + f->snippet.ranges[0].start, word, strlen(word));
	assert_int_equal(f->snippet.ranges[0].end - f->snippet.ranges[0].start, strlen(word));
}

static void
leave(struct found *f)
{
	query_close(f->query);
	archive_close(f->archive);
	filter_free(f->filter);
	arena_free(f->arena);
	temp_free(f->folder);
}

static void
test_begins_with_a_clause(void **state)
{
	struct found f = {0};

	(void)state;
	find(&f, "纺织");
	assert_string_equal(f.snippet.text, "第二纺织车间灯火通明，“");
	leave(&f);
}

static void
test_begins_behind_a_closing_mark(void **state)
{
	struct found f = {0};

	(void)state;
	find(&f, "声音");
	assert_string_equal(f.snippet.text, "的声音传得很远，七十多名");
	leave(&f);
}

static void
test_in_a_long_clause(void **state)
{
	struct found f = {0};

	(void)state;
	find(&f, "长桌");
	assert_string_equal(f.snippet.text, "机旁边的长桌前朗读自己写");
	leave(&f);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_begins_with_a_clause),
		cmocka_unit_test(test_begins_behind_a_closing_mark),
		cmocka_unit_test(test_in_a_long_clause),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
