/* The `:` line: completion, history, options. */
#include "../lib/temp.h"
#include "terminal.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <signal.h>
#include <sys/stat.h>

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

/* What was typed in one run is there in the next; a file that is no such list does no harm. */
static void
test_history_is_kept(void **state)
{
	char *folder = temp_new(), variable[128];
	const char *const variables[] = {variable, NULL};
	struct terminal_options options = standard;
	struct terminal *t;
	struct stat st;

	(void)state;
	snprintf(variable, sizeof variable, "XDG_STATE_HOME=%s", folder);
	options.variables = variables;
	t = terminal_start(&options);
	terminal_keys(t, ": starred Enter : sort Space title Enter : starred Enter");
	terminal_signal(t, SIGHUP); /* the line is lost */
	terminal_end(t, NULL);
	terminal_free(t);
	assert_int_equal(stat(temp_path(folder, "baolan/commands"), &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);

	t = terminal_start(&options);
	terminal_keys(t, ": Up");
	assert_row(t, 23, ": starred");
	terminal_keys(t, "Up");
	assert_row(t, 23, ": sort title");
	terminal_keys(t, "Up"); /* each stands there once */
	assert_row(t, 23, ": sort title");
	terminal_free(t);

	temp_puts(folder, "baolan/commands", "help\n\033]0;x\a\n\n\xff\xfe\nmap");
	t = terminal_start(&options);
	terminal_keys(t, ": Up");
	assert_row(t, 23, ": map");
	terminal_keys(t, "Up");
	assert_row(t, 23, ": help");
	terminal_keys(t, "Up");
	assert_row(t, 23, ": help");
	terminal_free(t);
	temp_free(folder);
}

/* A file that has grown is cut, the latest kept. */
static void
test_long_history_is_cut(void **state)
{
	char *folder = temp_new(), variable[128], *text = calloc(1, 20000), *kept;
	const char *const variables[] = {variable, NULL};
	struct terminal_options options = standard;
	struct terminal *t;
	size_t n = 0, len;

	(void)state;
	assert_non_null(text);
	for (int i = 0; i < 1000; i++)
		n += (size_t)sprintf(text + n, "search w%d\n", i);
	temp_puts(folder, "baolan/commands", text);
	free(text);
	snprintf(variable, sizeof variable, "XDG_STATE_HOME=%s", folder);
	options.variables = variables;
	t = terminal_start(&options);
	terminal_keys(t, ": Up");
	assert_row(t, 23, ": search w999");
	kept = temp_read(temp_path(folder, "baolan/commands"), &len);
	assert_true(len < 2000);
	assert_null(strstr(kept, "w899\n"));
	assert_non_null(strstr(kept, "search w900\n"));
	free(kept);
	terminal_free(t);
	temp_free(folder);
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
		cmocka_unit_test(test_history_is_kept),
		cmocka_unit_test(test_long_history_is_cut),
		cmocka_unit_test(test_options),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
