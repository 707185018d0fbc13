/* What a reader does, from the first screen to leaving. */
#include "terminal.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <signal.h>

static const struct terminal_options standard = {.cols = 80, .rows = 24};

static void
test_the_way_of_a_reader(void **state)
{
	struct terminal *t = terminal_start(&standard);
	bool restored;

	(void)state;
	assert_true(terminal_shows(t, "1/33"));
	terminal_keys(t, "f c p Enter"); /* 昌平区 alone */
	assert_true(terminal_shows(t, "1/3"));
	assert_true(terminal_shows(t, "昌平区"));
	terminal_keys(t, "Enter");
	assert_true(terminal_shows(t, "创新"));
	terminal_keys(t, "Space q");
	assert_true(terminal_shows(t, "1/3"));
	terminal_keys(t, "X / 劳模 Enter");
	assert_true(terminal_shows(t, "劳模"));
	terminal_keys(t, "Esc s");
	assert_true(terminal_shows(t, "33"));
	terminal_send(t, "qq", 2);
	assert_int_equal(terminal_end(t, &restored), 0);
	assert_true(restored);
	terminal_free(t);
}

/* While a search is typed that means nothing yet, the list stays that of the one before; rows that
 * it lacks are not asked for, as no answer could bring them. */
static void
test_a_wrong_search_keeps_nobody_busy(void **state)
{
	struct terminal *t = terminal_start(&(struct terminal_options){.cols = 80, .rows = 7});

	(void)state;
	terminal_keys(t, "/ *");
	terminal_resize(t, 80, 30);
	assert_true(terminal_sync(t));
	terminal_keys(t, "Enter");
	assert_true(terminal_shows(t, "nothing that could be looked for"));
	terminal_keys(t, "Esc G");
	assert_true(terminal_shows(t, "33/33"));
	terminal_free(t);
}

static void
test_the_terminal_is_restored_after_a_signal(void **state)
{
	static const int numbers[] = {SIGTERM, SIGHUP, SIGINT};

	(void)state;
	for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++) {
		struct terminal *t = terminal_start(&standard);
		bool restored;

		terminal_signal(t, numbers[i]);
		assert_int_equal(terminal_end(t, &restored), 0);
		assert_true(restored);
		terminal_free(t);
	}
}

static void
test_the_terminal_is_restored_after_a_crash(void **state)
{
	static const int numbers[] = {SIGSEGV, SIGABRT, SIGBUS};

	(void)state;
	for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++) {
		struct terminal *t = terminal_start(&standard);
		bool restored;

		terminal_signal(t, numbers[i]);
		assert_int_equal(terminal_end(t, &restored), 128 + numbers[i]);
		assert_true(restored);
		terminal_free(t);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_the_way_of_a_reader),
		cmocka_unit_test(test_a_wrong_search_keeps_nobody_busy),
		cmocka_unit_test(test_the_terminal_is_restored_after_a_signal),
		cmocka_unit_test(test_the_terminal_is_restored_after_a_crash),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
