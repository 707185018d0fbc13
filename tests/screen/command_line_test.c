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

/* Types keys; the last row then has this text. */
static void
type(struct terminal *t, const char *keys, const char *text)
{
	terminal_keys(t, keys);
	if (!terminal_row_has(t, 23, text))
		fail_msg("after %s the last row is \"%s\"", keys, terminal_row(t, 23));
}

static void
test_names_are_completed(void **state)
{
	struct terminal *t = terminal_start(&standard);

	(void)state;
	type(t, ": dist Tab", ": district");
	type(t, "c p Tab", ": district 昌平区");
	terminal_keys(t, "Enter");
	assert_true(terminal_row_has(t, 0, "昌平区"));
	assert_true(terminal_row_has(t, 0, "1/3"));
	type(t, "X : sort Space ti Tab Enter", "Sorted by: title");
	terminal_free(t);
}

static void
test_history(void **state)
{
	struct terminal *t = terminal_start(&standard);

	(void)state;
	terminal_keys(t, ": starred Enter : starred Enter : help Enter q :");
	type(t, "Up", ": help");
	type(t, "Up", ": starred");
	type(t, "Down", ": help");
	type(t, "Esc : nonsense Enter", "There is no command \"nonsense\"");
	type(t, ": turn Enter", "\"turn\" means nothing here.");
	terminal_free(t);
}

/* What was typed in one run is there in the next; a file that is no such list does no harm. */
static void
test_history_is_kept(void **state)
{
	char *folder = temp_new();
	struct terminal_options options = standard;
	struct terminal *t;
	struct stat st;

	(void)state;
	options.folder = folder;
	t = terminal_start(&options);
	terminal_keys(t, ": starred Enter : sort Space title Enter : starred Enter");
	terminal_signal(t, SIGHUP); /* the line is lost */
	terminal_end(t, NULL);
	terminal_free(t);
	assert_int_equal(stat(temp_path(folder, "baolan/commands"), &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);

	t = terminal_start(&options);
	type(t, ": Up", ": starred");
	type(t, "Up", ": sort title");
	type(t, "Up", ": sort title"); /* each stands there once */
	terminal_free(t);

	temp_puts(folder, "baolan/commands", "help\n\033]0;x\a\n\n\xff\xfe\nmap");
	t = terminal_start(&options);
	type(t, ": Up", ": map");
	type(t, "Up", ": help");
	type(t, "Up", ": help");
	terminal_free(t);
	temp_free(folder);
}

/* A file that has grown is cut, the latest kept. */
static void
test_long_history_is_cut(void **state)
{
	char *folder = temp_new(), *text = calloc(1, 20000), *kept;
	struct terminal_options options = standard;
	struct terminal *t;
	size_t n = 0, len;

	(void)state;
	assert_non_null(text);
	for (int i = 0; i < 1000; i++)
		n += (size_t)sprintf(text + n, "search w%d\n", i);
	temp_puts(folder, "baolan/commands", text);
	free(text);
	options.folder = folder;
	t = terminal_start(&options);
	type(t, ": Up", ": search w999");
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
	char *folder = temp_new(), *config;
	struct terminal_options options = standard;
	struct terminal *t;
	size_t len;

	(void)state;
	options.folder = folder;
	t = terminal_start(&options);
	type(t, ": set Space ind Tab 0 Enter", "indent = 0");
	type(t, ": set Space theme Space mo Tab Enter", "theme = mono");
	terminal_check_repaint(t, "another theme");
	type(t, ": set Space break Space severe Enter", "none of");
	type(t, ": set Space measure Enter", "measure = 76");
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
