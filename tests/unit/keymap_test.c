#include "keymap.h"
#include "term/style.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <unistd.h>

static char last[ERR_TEXT_MAX];
static unsigned warnings;

static void
warn(void *ctx, const struct err *err)
{
	(void)ctx;
	warnings++;
	snprintf(last, sizeof last, "%s", err->text);
}

static struct keymap *
load(const char *text)
{
	char name[] = "/tmp/baolan-keys-XXXXXX";
	const int fd = mkstemp(name);
	struct keymap *keymap;

	assert_true(fd >= 0);
	assert_int_equal(write(fd, text, strlen(text)), strlen(text));
	close(fd);
	warnings = 0;
	last[0] = '\0';
	assert_int_equal(keymap_new(name, warn, NULL, &keymap, NULL), ERR_OK);
	unlink(name);
	return keymap;
}

static const char *
bound(const struct keymap *keymap, enum context context, const char *key)
{
	const struct command *command =
		keymap_find(keymap, context, key_from_name(key, strlen(key)), false);

	return command != NULL ? command->name : "";
}

/* The keys that scripts and habits hang on. */
static void
test_keys_of_the_contract(void **state)
{
	static const char *const rows[][2] = {{"j", "down"}, {"k", "up"}, {"Down", "down"},
		{"Up", "up"}, {"Ctrl-d", "half-down"}, {"Ctrl-u", "half-up"}, {"PgDn", "page-down"},
		{"PgUp", "page-up"}, {"g", "first"}, {"G", "last"}, {"Home", "first"},
		{"End", "last"}, {"Tab", "pane-next"}, {"Shift-Tab", "pane-previous"},
		{"h", "left"}, {"l", "right"}, {"Left", "left"}, {"Right", "right"},
		{"Enter", "open"}, {"n", "next"}, {"p", "previous"}, {"f", "district"},
		{"F", "map"}, {"t", "topic"}, {"r", "reporter"}, {"K", "kind"}, {"/", "search"},
		{"Esc", "unfilter"}, {"X", "unfilter-all"}, {"s", "stats"}, {"o", "raw"},
		{"w", "why"}, {"R", "related"}, {"m", "mark-read"}, {"u", "undo"}, {"*", "star"},
		{"y", "copy"}, {"Y", "cite"}, {"e", "export"}, {"S", "sort"}, {"?", "help"},
		{":", "command"}, {"q", "back"}, {"Ctrl-c", "quit"}};
	struct keymap *keymap = load("");

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
		assert_string_equal(bound(keymap, CONTEXT_LIST, rows[i][0]), rows[i][1]);
	assert_string_equal(bound(keymap, CONTEXT_TEXT, "Space"), "page");
	assert_string_equal(bound(keymap, CONTEXT_TEXT, "b"), "page-up");
	assert_string_equal(bound(keymap, CONTEXT_CHOOSER, "Space"), "mark");
	assert_string_equal(bound(keymap, CONTEXT_CHOOSER, "0"), "all");
	assert_int_equal(warnings, 0);
	keymap_free(keymap);
}

static void
test_own_keys_win(void **state)
{
	struct keymap *keymap = load("# mine\nall\tj\tup\nlist\tx\tstar\nall\tX\tnone\n");

	(void)state;
	assert_int_equal(warnings, 0);
	assert_string_equal(bound(keymap, CONTEXT_LIST, "j"), "up");
	assert_string_equal(bound(keymap, CONTEXT_LIST, "x"), "star");
	assert_string_equal(bound(keymap, CONTEXT_STATS, "x"), "");
	assert_string_equal(bound(keymap, CONTEXT_LIST, "X"), "");
	keymap_free(keymap);
}

static void
test_mistakes_are_named_and_the_rest_counts(void **state)
{
	static const struct {
		const char *row, *words;
	} mistakes[] = {
		{"all\tj\n", "context, key and command"},
		{"bed\tj\tdown\n", "no context \"bed\""},
		{"all\tHyper-j\tdown\n", "no key \"Hyper-j\""},
		{"all\tj\tjump\n", "no command \"jump\""},
		{"help\tj\tstar\n", "\"star\" means nothing in help"},
		{"all\tj\tup\nall\tj\tdown\n", "already given in line 2"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof mistakes / sizeof mistakes[0]; i++) {
		char text[256];
		struct keymap *keymap;

		snprintf(text, sizeof text, "# mine\n%sall\tz\tdown\n", mistakes[i].row);
		keymap = load(text);
		assert_int_equal(warnings, 1);
		assert_non_null(strstr(last, mistakes[i].words));
		assert_non_null(strstr(last, i < 5 ? ":2:" : ":3:"));
		assert_string_equal(bound(keymap, CONTEXT_LIST, "z"), "down");
		keymap_free(keymap);
	}
}

/* Every row of the built-in table is right, and no key is given twice. */
static void
test_the_table_itself(void **state)
{
	struct keymap *keymap = load("");
	const struct binding *bindings;
	size_t count;

	(void)state;
	bindings = keymap_bindings(keymap, &count);
	assert_true(count > 80);
	for (size_t i = 0; i < count; i++) {
		assert_non_null(bindings[i].command);
		for (size_t k = 0; k < i; k++)
			assert_false(bindings[i].context == bindings[k].context &&
				     bindings[i].key == bindings[k].key);
	}
	keymap_free(keymap);
}

/* Names are unique, and whatever has no key can be typed on the `:` line. */
static void
test_commands(void **state)
{
	struct keymap *keymap = load("");

	(void)state;
	for (size_t i = 0; i < command_count; i++) {
		const struct command *c = &commands[i];
		bool has_key = false;
		char keys[64];

		assert_ptr_equal(command_find(c->name, strlen(c->name)), c);
		assert_true(c->help[0] != '\0' && c->run != NULL && c->where != 0);
		for (enum context x = 0; x < CONTEXTS; x++)
			if ((c->where & IN(x)) != 0)
				has_key |= keymap_keys(keymap, x, c, 1, keys, sizeof keys) > 0;
		assert_true(has_key || (c->where & IN_VIEWS) != 0);
	}
	keymap_free(keymap);
}

static void
test_context_names(void **state)
{
	(void)state;
	for (enum context x = 0; x < CONTEXTS; x++)
		assert_int_equal(context_from_name(context_name(x), strlen(context_name(x))), x);
	assert_int_equal(context_from_name("lis", 3), CONTEXTS);
}

/* ---- themes ---------------------------------------------------------------------------- */

static void
test_themes(void **state)
{
	static const char *const names[] = {"dark", "light", "mono"};
	struct theme *theme;

	(void)state;
	for (size_t i = 0; i < 3; i++) {
		struct look plain, selected;

		warnings = 0;
		assert_int_equal(theme_load(names[i], NULL, warn, NULL, &theme, NULL), ERR_OK);
		assert_int_equal(warnings, 0);
		for (enum depth depth = DEPTH_MONO; depth <= DEPTH_256; depth++) {
			plain = theme_look(theme, depth, ROLE_TEXT);
			selected = theme_look(theme, depth, STYLE_SELECTED | ROLE_TEXT);
			/* The cursor is seen on every terminal. */
			if (depth != DEPTH_8)
				assert_true(
					plain.bg != selected.bg || plain.attrs != selected.attrs);
		}
		theme_free(theme);
	}
	assert_int_equal(theme_load("pink", NULL, warn, NULL, &theme, NULL), ERR_USAGE);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_keys_of_the_contract),
		cmocka_unit_test(test_own_keys_win),
		cmocka_unit_test(test_mistakes_are_named_and_the_rest_counts),
		cmocka_unit_test(test_the_table_itself),
		cmocka_unit_test(test_commands),
		cmocka_unit_test(test_context_names),
		cmocka_unit_test(test_themes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
