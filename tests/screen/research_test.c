/* The log of searches that were made in the browser, and that the command line makes again. */
#include "../lib/temp.h"
#include "terminal.h"
#include "terminal_parts.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* What a command says, standard error included. */
static char *
run(const char *words)
{
	char command[1024], *text = calloc(1, 65536);
	FILE *f;

	assert_non_null(text);
	snprintf(command, sizeof command, "XDG_DATA_HOME=%s %s --archive %s %s 2>&1", temp_folder,
		sample_program(), sample_archive(false), words);
	f = popen(command, "r");
	assert_non_null(f);
	assert_true(fread(text, 1, 65535, f) < 65535);
	assert_int_equal(pclose(f), 0);
	return text;
}

/* The log without its times and fingerprints: "number count search", the latest first. */
static char *
read_log(void)
{
	char *all = run("log --format csv"), *rest = all, *line, *out = calloc(1, 4096);
	size_t n = 0;

	assert_non_null(out);
	strsep(&rest, "\n"); /* the names of the columns */
	while ((line = strsep(&rest, "\n")) != NULL && line[0] != '\0') {
		const char *number = strsep(&line, ","), *time = strsep(&line, ","),
			   *count = strsep(&line, ","), *archive = strsep(&line, ",");

		assert_non_null(line);
		assert_int_equal(strlen(time), 25);
		assert_int_equal(strlen(archive), 16);
		line[strcspn(line, "\r")] = '\0';
		n += (size_t)snprintf(out + n, 4096 - n, "%s %s %s\n", number, count, line);
	}
	free(all);
	return out;
}

static void
assert_log(const char *expected)
{
	char *log = read_log();

	assert_string_equal(log, expected);
	free(log);
}

static struct terminal *
open_browser(void)
{
	return terminal_start(
		&(struct terminal_options){.cols = 80, .rows = 24, .folder = temp_folder});
}

/* What was taken is there with its count; what was passed through while typing is not. */
static void
test_searches_are_noted(void **state)
{
	struct terminal *t = open_browser();
	char *again;

	(void)state;
	terminal_keys(t, "j k f c p Enter Esc / 工 会 Enter");
	assert_log("1 33 --query 工会\n");
	terminal_keys(t, "S S / 爱 Esc f c p Enter");
	assert_log("2 3 --query 工会 --district 昌平区\n1 33 --query 工会\n");
	terminal_send(t, "q", 1);
	assert_int_equal(terminal_end(t, NULL), 0);
	terminal_free(t);

	again = run("log --run 2 --format csv");
	assert_non_null(strstr(again, "3 articles then; the archive is the same"));
	assert_non_null(strstr(again, "昌平区"));
	free(again);
}

/* One that was typed and left at once as well. */
static void
test_leaving_at_once(void **state)
{
	struct terminal *t = open_browser();

	(void)state;
	terminal_send(t, "/\xE7\x88\xB1\xE5\xBF\x83\rq", 9);
	assert_int_equal(terminal_end(t, NULL), 0);
	terminal_free(t);
	assert_log("1 3 --query 爱心\n");
}

/* One that the browser was begun with, once, whatever is done with its list. */
static void
test_a_search_to_begin_with(void **state)
{
	static const char *const arguments[] = {"--query", "爱心", NULL};
	struct terminal *t = terminal_start(&(struct terminal_options){
		.cols = 80, .rows = 24, .folder = temp_folder, .arguments = arguments});

	(void)state;
	terminal_keys(t, "S Enter q * s q");
	terminal_send(t, "q", 1);
	assert_int_equal(terminal_end(t, NULL), 0);
	terminal_free(t);
	assert_log("1 3 --query 爱心\n");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_searches_are_noted, temp_open, temp_close),
		cmocka_unit_test_setup_teardown(test_leaving_at_once, temp_open, temp_close),
		cmocka_unit_test_setup_teardown(test_a_search_to_begin_with, temp_open, temp_close),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
