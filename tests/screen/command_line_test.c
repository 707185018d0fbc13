/* The `:` line: completion, history, options. */
#include "../lib/temp.h"
#include "terminal.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static const struct terminal_options standard = {.cols = 80, .rows = 24};

static void
assert_row(const struct terminal *t, int y, const char *text)
{
	char *row = terminal_row(t, y);
	const bool found = strstr(row, text) != NULL;

	if (!found)
		print_message("# row %d is \"%s\"\n", y, row);
	free(row);
	assert_true(found);
}

static void
test_names_are_completed(void **state)
{
	struct terminal *t = terminal_start(&standard);

	(void)state;
	terminal_keys(t, ": dist Tab");
	assert_row(t, 23, ": district");
	terminal_keys(t, "c p Tab");
	assert_row(t, 23, ": district 昌平区");
	terminal_keys(t, "Enter");
	assert_row(t, 0, "昌平区");
	assert_row(t, 0, "1/3");
	terminal_keys(t, "X : sort Space ti Tab Enter");
	assert_row(t, 23, "Sorted by: title");
	terminal_free(t);
}

static void
test_history(void **state)
{
	struct terminal *t = terminal_start(&standard);

	(void)state;
	terminal_keys(t, ": starred Enter : starred Enter : help Enter q :");
	terminal_keys(t, "Up");
	assert_row(t, 23, ": help");
	terminal_keys(t, "Up");
	assert_row(t, 23, ": starred");
	terminal_keys(t, "Down");
	assert_row(t, 23, ": help");
	terminal_keys(t, "Esc : nonsense Enter");
	assert_row(t, 23, "There is no command \"nonsense\"");
	terminal_keys(t, ": turn Enter");
	assert_row(t, 23, "\"turn\" means nothing here.");
	terminal_free(t);
}

/* They count at once, and the next time. */
static void
test_options(void **state)
{
	char *folder = temp_new(), variable[128], *config;
	const char *const variables[] = {variable, NULL};
	struct terminal_options options = standard;
	struct terminal *t;
	size_t len;

	(void)state;
	snprintf(variable, sizeof variable, "XDG_CONFIG_HOME=%s", folder);
	options.variables = variables;
	t = terminal_start(&options);
	terminal_keys(t, ": set Space ind Tab 0 Enter");
	assert_row(t, 23, "indent = 0");
	terminal_keys(t, ": set Space theme Space mo Tab Enter");
	assert_row(t, 23, "theme = mono");
	terminal_check_repaint(t, "another theme");
	terminal_keys(t, ": set Space break Space severe Enter");
	assert_row(t, 23, "none of");
	terminal_keys(t, ": set Space measure Enter");
	assert_row(t, 23, "measure = 76");
	config = temp_read(temp_path(folder, "baolan/config"), &len);
	assert_non_null(strstr(config, "indent = 0"));
	assert_non_null(strstr(config, "theme = mono"));
	free(config);
	terminal_free(t);
	temp_free(folder);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_names_are_completed),
		cmocka_unit_test(test_history),
		cmocka_unit_test(test_options),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
