/* Filters: taken back one by one, saved under a name, several values at once. */
#include "terminal.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static const struct terminal_options standard = {.cols = 80, .rows = 24};

static bool
bar_has(const struct terminal *t, const char *text)
{
	return terminal_row_has(t, 0, text);
}

static void
test_several_districts(void **state)
{
	struct terminal *t = terminal_start(&standard);

	(void)state;
	terminal_keys(t, "f c p Space t z Space Enter");
	assert_true(bar_has(t, "昌平区") && bar_has(t, "通州区"));
	assert_true(bar_has(t, "1/6"));
	terminal_free(t);
}

static void
test_one_by_one(void **state)
{
	struct terminal *t = terminal_start(&standard);

	(void)state;
	terminal_keys(t, "f c p Enter K Enter / 职工 Enter");
	assert_true(bar_has(t, "昌平区") && bar_has(t, "News") && bar_has(t, "/职工"));
	terminal_keys(t, "x");
	assert_true(terminal_shows(t, "Take back"));
	terminal_keys(t, "Down Enter");
	assert_true(bar_has(t, "昌平区") && !bar_has(t, "News") && bar_has(t, "/职工"));
	terminal_keys(t, "x Space Space Enter");
	assert_true(bar_has(t, "1/33"));
	terminal_keys(t, "x");
	assert_true(terminal_shows(t, "There is no filter to take back."));
	terminal_free(t);
}

static void
test_esc_takes_the_last_one(void **state)
{
	struct terminal *t = terminal_start(&standard);

	(void)state;
	terminal_keys(t, "f c p Enter / 创新 Enter Esc");
	assert_true(bar_has(t, "昌平区") && !bar_has(t, "/创新"));
	terminal_keys(t, "Esc");
	assert_true(bar_has(t, "1/33"));
	terminal_free(t);
}

static void
test_saved(void **state)
{
	struct terminal *t = terminal_start(&standard);

	(void)state;
	terminal_keys(t, "f c p Enter V 北边 Enter X v");
	assert_true(terminal_shows(t, "北边"));
	assert_true(terminal_shows(t, " 3  │"));
	terminal_keys(t, "Enter");
	assert_true(bar_has(t, "昌平区") && bar_has(t, "1/3"));
	terminal_keys(t, "v Delete");
	assert_true(terminal_shows(t, "(nothing fits)"));
	terminal_keys(t, "Esc u v");
	assert_true(terminal_shows(t, "北边"));
	terminal_free(t);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_several_districts),
		cmocka_unit_test(test_one_by_one),
		cmocka_unit_test(test_esc_takes_the_last_one),
		cmocka_unit_test(test_saved),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
