/* Every command of the table, in every place where it means something: the program goes on, and
 * what is on the screen is what a full repaint gives. */
#include "command.h"
#include "keymap.h"
#include "terminal.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* How to get into each place from the first screen of 80 columns. */
static const char *const way[CONTEXTS] = {
	[CONTEXT_FACETS] = "Shift-Tab",
	[CONTEXT_LIST] = "",
	[CONTEXT_TEXT] = "Enter",
	[CONTEXT_RAW] = "o",
	[CONTEXT_CHOOSER] = "f",
	[CONTEXT_MAP] = "F",
	[CONTEXT_STATS] = "s",
	[CONTEXT_RELATED] = "R",
	[CONTEXT_HELP] = "?",
	[CONTEXT_PROMPT] = "/",
};

/* These leave the program or stop it, and have tests of their own. */
static bool
leaves(const struct command *command, enum context context)
{
	const bool start = context == CONTEXT_LIST || context == CONTEXT_FACETS;

	return strcmp(command->name, "quit") == 0 || strcmp(command->name, "suspend") == 0 ||
	       (start && strcmp(command->name, "back") == 0);
}

static void
run_command(struct keymap *keymap, enum context context, const struct command *command)
{
	const struct terminal_options options = {.cols = 80, .rows = 24};
	struct terminal *t = terminal_start(&options);
	char keys[64], what[128];

	terminal_keys(t, way[context]);
	if (keymap_keys(keymap, context, command, 1, keys, sizeof keys) == 0)
		snprintf(keys, sizeof keys, ": %s Enter", command->name);
	snprintf(what, sizeof what, "%s (%s) in %s", command->name, keys, context_name(context));
	terminal_keys(t, keys);
	terminal_check_repaint(t, what);
	terminal_keys(t, "j k Enter");
	terminal_check_repaint(t, what);
	terminal_free(t);
}

static void
test_every_command_everywhere(void **state)
{
	struct keymap *keymap;
	unsigned ran = 0;

	(void)state;
	assert_int_equal(keymap_new(NULL, NULL, NULL, &keymap, NULL), ERR_OK);
	for (enum context context = CONTEXT_ALL + 1; context < CONTEXTS; context++) {
		for (size_t i = 0; i < command_count; i++) {
			char keys[64];
			const bool typed = context == CONTEXT_PROMPT || context == CONTEXT_CHOOSER;

			if ((commands[i].where & IN(context)) == 0 || leaves(&commands[i], context))
				continue;
			/* In a line to type in there is no `:`. */
			if (typed && keymap_keys(keymap, context, &commands[i], 1, keys,
					     sizeof keys) == 0)
				continue;
			run_command(keymap, context, &commands[i]);
			ran++;
		}
	}
	assert_true(ran > 200);
	keymap_free(keymap);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_every_command_everywhere),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
