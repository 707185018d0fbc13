/* tui/naming: names with the same number in the reader's order, and a cross table with them. */
#include "language.h"
#include "naming.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

static const struct facet_count given[] = {
	{"王芳", 5}, {"", 2}, {"陈爱民", 2}, {"丁力", 2}, {"李明", 2}, {"阿木", 1}};
#define GIVEN (sizeof given / sizeof given[0])

static void
speak(const char *locale)
{
	setenv("LC_ALL", locale, 1);
	language_set();
}

static void
check_sorted(enum facet facet, const char *const *names)
{
	struct arena *arena = arena_new(0);
	const struct facet_count *counts = given;

	naming_sort(facet, &counts, GIVEN, arena);
	for (size_t i = 0; i < GIVEN; i++)
		assert_string_equal(counts[i].value, names[i]);
	arena_free(arena);
}

static void
test_names(void **state)
{
	(void)state;
	speak("zh_CN.UTF-8");
	check_sorted(FACET_REPORTER,
		(const char *const[]){"王芳", "陈爱民", "丁力", "李明", "", "阿木"});
	speak("zh_TW.UTF-8");
	check_sorted(FACET_REPORTER,
		(const char *const[]){"王芳", "丁力", "李明", "陈爱民", "", "阿木"});
	/* What has an order of its own keeps it. */
	check_sorted(FACET_DISTRICT,
		(const char *const[]){"王芳", "", "陈爱民", "丁力", "李明", "阿木"});
}

/* Every cell goes where its row and its column go. */
static void
test_cross(void **state)
{
	static const struct facet_count columns[] = {{"龙", 3}, {"一", 3}, {"x", 1}};
	uint64_t cells[GIVEN * 3];
	struct cross cross = {given, columns, GIVEN, 3, cells};
	struct arena *arena = arena_new(0);

	(void)state;
	for (size_t i = 0; i < GIVEN * 3; i++)
		cells[i] = i;
	speak("zh_TW.UTF-8");
	naming_sort_cross(FACET_REPORTER, FACET_TOPIC, &cross, arena);
	assert_string_equal(cross.columns[0].value, "一");
	for (size_t r = 0; r < GIVEN; r++)
		for (size_t c = 0; c < 3; c++) {
			size_t was_row = 0, was_column = 0;

			while (strcmp(given[was_row].value, cross.rows[r].value) != 0)
				was_row++;
			while (strcmp(columns[was_column].value, cross.columns[c].value) != 0)
				was_column++;
			assert_int_equal(cross.cells[r * 3 + c], was_row * 3 + was_column);
		}
	arena_free(arena);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_names), cmocka_unit_test(test_cross)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
