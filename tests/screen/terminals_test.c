/* Kinds of terminals, sizes, signals. */
#include "../lib/temp.h"
#include "terminal.h"

#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* The same words stand on all of them, and they are restored. */
static void
test_kinds(void **state)
{
	static const char *const terms[] = {"xterm-256color", "tmux-256color", "screen", "linux",
		"vt100", "xterm-mono", "rxvt"};

	(void)state;
	for (size_t i = 0; i < sizeof terms / sizeof terms[0]; i++) {
		struct terminal *t = terminal_start(
			&(struct terminal_options){.cols = 80, .rows = 24, .term = terms[i]});
		bool restored;

		print_message("# %s\n", terms[i]);
		terminal_keys(t, "j j G k");
		assert_true(terminal_shows(t, "32/33"));
		terminal_check_repaint(t, terms[i]);
		terminal_keys(t, "Enter Space q f c p Enter s");
		terminal_check_repaint(t, terms[i]);
		terminal_send(t, "qq", 2);
		assert_int_equal(terminal_end(t, &restored), 0);
		assert_true(restored);
		terminal_free(t);
	}
}

static bool
is_plain(const VTermScreenCell *cell)
{
	return VTERM_COLOR_IS_DEFAULT_FG(&cell->fg) && VTERM_COLOR_IS_DEFAULT_BG(&cell->bg);
}

static void
test_no_colour(void **state)
{
	static const char *const variables[] = {"NO_COLOR=1", NULL};
	struct terminal *t = terminal_start(
		&(struct terminal_options){.cols = 80, .rows = 24, .variables = variables});

	(void)state;
	terminal_keys(t, "f c p Enter");
	for (int y = 0; y < 24; y++) {
		for (int x = 0; x < 80; x++) {
			const VTermScreenCell cell = terminal_cell(t, x, y);

			assert_true(is_plain(&cell));
		}
	}
	/* What is chosen is seen without colour. */
	assert_true(terminal_shows(t, "✓ 昌平区"));
	terminal_free(t);
}

static void
test_a_terminal_that_cannot_be_used(void **state)
{
	struct terminal *t;
	char *folder = temp_new();

	(void)state;
	/* Too small says so, and is left and entered again. */
	t = terminal_start(&(struct terminal_options){.cols = 19, .rows = 5});
	assert_true(terminal_shows(t, "too small"));
	terminal_resize(t, 20, 5);
	terminal_sync(t);
	assert_true(terminal_shows(t, "1/33"));
	terminal_free(t);
	temp_free(folder);
}

static void
test_a_storm_of_sizes(void **state)
{
	struct terminal *t = terminal_start(&(struct terminal_options){.cols = 80, .rows = 24});

	(void)state;
	terminal_keys(t, "Enter");
	for (int i = 0; i < 200; i++) {
		terminal_resize(t, 20 + i * 37 % 180, 5 + i * 13 % 50);
		terminal_signal(t, SIGWINCH);
		if (i % 3 == 0)
			terminal_send(t, "j", 1);
	}
	terminal_resize(t, 80, 24);
	terminal_sync(t);
	terminal_check_repaint(t, "a storm of sizes");
	terminal_free(t);
}

/* Ctrl-z gives the terminal back, fg paints everything anew.  (Here nobody stops the program: it
 * leads its session.) */
static void
test_stopping(void **state)
{
	struct terminal *t = terminal_start(&(struct terminal_options){.cols = 80, .rows = 24});
	char *before, *after;
	const char *bytes, *left;
	size_t len;

	(void)state;
	terminal_keys(t, "j j");
	before = terminal_screen(t);
	terminal_bytes(t, &len);
	terminal_keys(t, "Ctrl-z");
	bytes = terminal_bytes(t, &len);
	left = memmem(bytes, len, "\033[?1049l", 8);
	assert_non_null(left);
	assert_non_null(memmem(left, len - (size_t)(left - bytes), "\033[?1049h", 8));
	after = terminal_screen(t);
	assert_string_equal(before, after);
	free(before);
	free(after);
	terminal_free(t);
}

/* What was marked a moment ago is kept when the line is lost. */
static void
test_marks_outlive_a_lost_line(void **state)
{
	char *folder = temp_new();
	const struct terminal_options options = {.cols = 80, .rows = 24, .folder = folder};
	struct terminal *t;

	(void)state;
	t = terminal_start(&options);
	terminal_keys(t, "j j");
	terminal_send(t, "*", 1);
	terminal_sync(t);
	terminal_signal(t, SIGHUP);
	assert_int_equal(terminal_end(t, NULL), 0);
	terminal_free(t);
	t = terminal_start(&options);
	assert_true(terminal_row_has(t, 3, "★"));
	terminal_free(t);
	temp_free(folder);
}

/* The terminal is asked how wide it draws, and the answer is kept for its kind. */
static void
test_widths_are_kept(void **state)
{
	char *folder = temp_new(), *kept;
	const struct terminal_options options = {.cols = 80, .rows = 24, .folder = folder};
	struct terminal *t;
	size_t len;

	(void)state;
	t = terminal_start(&options);
	terminal_keys(t, "j");
	terminal_free(t);
	kept = temp_read(temp_path(folder, "baolan/terminals.tsv"), &len);
	assert_non_null(strstr(kept, "xterm-256color|"));
	assert_non_null(strstr(kept, "\t11111111\t"));
	free(kept);
	temp_free(folder);
}

/* What a terminal answers late is not typed to the shell. */
static void
test_late_answers(void **state)
{
	static const char *const settings[] = {"", "ambiguous = narrow\n"};

	(void)state;
	for (size_t i = 0; i < sizeof settings / sizeof settings[0]; i++) {
		char *folder = temp_new();
		struct terminal *t;

		temp_puts(folder, "baolan/config", settings[i]);
		t = terminal_start(&(struct terminal_options){
			.cols = 80, .rows = 24, .folder = folder, .distant = true});
		terminal_send(t, "q", 1);
		assert_int_equal(terminal_answer(t), 0);
		assert_int_equal(terminal_end(t, NULL), 0);
		terminal_free(t);
		temp_free(folder);
	}
}

/* Where “ ” and │ are two cells wide, the option says so, and the columns are straight. */
static void
test_wide_ambiguous(void **state)
{
	char *folder = temp_new();
	const struct terminal_options options = {.cols = 120, .rows = 24, .folder = folder};
	struct terminal *t;

	(void)state;
	temp_puts(folder, "baolan/config", "ambiguous = wide\n");
	t = terminal_start(&options);
	for (int y = 1; y < 23; y++)
		assert_int_equal(terminal_cell(t, 24, y).chars[0], '|');
	terminal_check_repaint(t, "the start");
	terminal_free(t);
	temp_free(folder);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_kinds),
		cmocka_unit_test(test_no_colour),
		cmocka_unit_test(test_a_terminal_that_cannot_be_used),
		cmocka_unit_test(test_a_storm_of_sizes),
		cmocka_unit_test(test_stopping),
		cmocka_unit_test(test_marks_outlive_a_lost_line),
		cmocka_unit_test(test_widths_are_kept),
		cmocka_unit_test(test_late_answers),
		cmocka_unit_test(test_wide_ambiguous),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
