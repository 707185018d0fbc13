/* tui/config: the table of options and its file. */
#include "../lib/temp.h"
#include "config.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

struct warnings {
	unsigned count;
	char last[ERR_TEXT_MAX];
};

static void
warn(void *ctx, const struct err *err)
{
	struct warnings *w = ctx;

	w->count++;
	memcpy(w->last, err->text, sizeof w->last);
}

static void
write_file(const char *path, const char *text)
{
	FILE *f = fopen(path, "w");

	assert_non_null(f);
	assert_true(fputs(text, f) >= 0);
	assert_int_equal(fclose(f), 0);
}

static char *
read_file(const char *path)
{
	static char text[4096];
	FILE *f = fopen(path, "r");
	size_t len;

	assert_non_null(f);
	len = fread(text, 1, sizeof text - 1, f);
	text[len] = '\0';
	fclose(f);
	return text;
}

static int
make_folder(void **state)
{
	char *folder = strdup("/tmp/baolan-config-XXXXXX");

	*state = folder;
	return folder == NULL || mkdtemp(folder) == NULL;
}

static int
remove_folder(void **state)
{
	char command[128];

	snprintf(command, sizeof command, "rm -rf '%s'", (char *)*state);
	free(*state);
	return system(command);
}

static void
defaults_pass_their_own_check(void **state)
{
	struct config *config;
	struct err err;

	(void)state;
	assert_int_equal(config_load("/nowhere/config", warn, NULL, &config, &err), ERR_OK);
	for (int i = 0; i < CONFIG_COUNT; i++)
		assert_int_equal(
			config_set(config, config_rows[i].name, config_rows[i].fallback, "", &err),
			ERR_OK);
	assert_int_equal(config_number(config, CONFIG_MEASURE), 76);
	assert_false(config_bool(config, CONFIG_MOUSE));
	assert_string_equal(config_origin(config, CONFIG_MOUSE), "");
	config_free(config);
}

static void
mistakes_are_reported_and_the_rest_counts(void **state)
{
	struct warnings w = {0};
	struct config *config;
	struct err err;
	char path[128], expected[256];

	snprintf(path, sizeof path, "%s/config", (char *)*state);
	write_file(path, "# mine\n\n  theme=dark \nmeasure = 7\nbogus = 1\nnonsense\r\nmouse = on\n"
			 "layout = four");
	assert_int_equal(config_load(path, warn, &w, &config, &err), ERR_OK);
	assert_int_equal(w.count, 4);
	snprintf(expected, sizeof expected, "%s:8: layout: “four” is none of auto|one|two|three",
		path);
	assert_string_equal(w.last, expected);
	assert_string_equal(config_text(config, CONFIG_THEME), "dark");
	assert_true(config_bool(config, CONFIG_MOUSE));
	assert_int_equal(config_number(config, CONFIG_MEASURE), 76);
	snprintf(expected, sizeof expected, "%s:7", path);
	assert_string_equal(config_origin(config, CONFIG_MOUSE), expected);
	config_free(config);
}

static void
storing_keeps_what_else_is_there(void **state)
{
	struct err err;
	char path[128];

	snprintf(path, sizeof path, "%s/new/config", (char *)*state);
	assert_int_equal(config_store(path, "mouse", "yes", &err), ERR_OK);
	assert_string_equal(read_file(path), "mouse = yes\n");
	write_file(path, "# mine\nmouse = yes\nlist-pane=30\nmouse-wheel = 3\nlist-pane = 31");
	assert_int_equal(config_store(path, "list-pane", "44", &err), ERR_OK);
	assert_string_equal(
		read_file(path), "# mine\nmouse = yes\nlist-pane = 44\nmouse-wheel = 3\n");
}

static void
what_a_reader_sets_goes_over_what_holds_for_all(void **state)
{
	char all[128], own[128];
	struct warnings w = {0};
	struct config *config;
	struct err err;

	snprintf(all, sizeof all, "%s/all", (const char *)*state);
	snprintf(own, sizeof own, "%s/own", (const char *)*state);
	write_file(all, "measure = 60\ntheme = dark\n");
	write_file(own, "measure = 70\n");
	assert_int_equal(config_load(all, warn, &w, &config, &err), ERR_OK);
	assert_int_equal(config_add(config, own, warn, &w, &err), ERR_OK);
	assert_int_equal(config_add(config, NULL, warn, &w, &err), ERR_OK);
	assert_int_equal(config_number(config, CONFIG_MEASURE), 70);
	assert_string_equal(config_text(config, CONFIG_THEME), "dark");
	assert_non_null(strstr(config_origin(config, CONFIG_MEASURE), "/own:1"));
	assert_non_null(strstr(config_origin(config, CONFIG_THEME), "/all:2"));
	assert_int_equal(w.count, 0);
	config_free(config);
	assert_int_equal(unlink(all), 0);
	assert_int_equal(unlink(own), 0);
}

/* Settings that are kept elsewhere, with a link to them. */
static void
test_store_keeps_a_link(void **state)
{
	char *folder = temp_new(), link[256], *text;
	struct err err;
	size_t len;

	(void)state;
	temp_puts(folder, "kept", "mouse = no\n");
	snprintf(link, sizeof link, "%s", temp_path(folder, "config"));
	assert_int_equal(symlink("kept", link), 0);
	assert_int_equal(config_store(link, "mouse", "yes", &err), ERR_OK);
	text = temp_read(temp_path(folder, "kept"), &len);
	assert_string_equal(text, "mouse = yes\n");
	free(text);
	temp_free(folder);
}

/* On a fresh account not even the folder of all settings is there. */
static void
test_store_makes_folders(void **state)
{
	char *folder = temp_new(), *text;
	struct err err;
	size_t len;

	(void)state;
	assert_int_equal(config_store(temp_path(folder, "a/b/c"), "indent", "2", &err), ERR_OK);
	text = temp_read(temp_path(folder, "a/b/c"), &len);
	assert_string_equal(text, "indent = 2\n");
	free(text);
	temp_free(folder);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_store_keeps_a_link),
		cmocka_unit_test(test_store_makes_folders),
		cmocka_unit_test(defaults_pass_their_own_check),
		cmocka_unit_test_setup_teardown(
			mistakes_are_reported_and_the_rest_counts, make_folder, remove_folder),
		cmocka_unit_test_setup_teardown(
			storing_keeps_what_else_is_there, make_folder, remove_folder),
		cmocka_unit_test_setup_teardown(what_a_reader_sets_goes_over_what_holds_for_all,
			make_folder, remove_folder),
	};

	return cmocka_run_group_tests_name("config", tests, NULL, NULL);
}
