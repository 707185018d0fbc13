/* Under a shell: Ctrl-z and fg, sizes that change meanwhile, and a line that is lost. */
#include "../lib/temp.h"
#include "terminal.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <signal.h>
#include <unistd.h>

static const char *const shells[] = {"sh", "bash"};
#define SHELLS (sizeof shells / sizeof shells[0])

static bool
is_there(const char *shell)
{
	char path[64];

	snprintf(path, sizeof path, "/bin/%s", shell);
	return access(path, X_OK) == 0;
}

static struct terminal *
start_under(const char *shell)
{
	return terminal_start(&(struct terminal_options){.cols = 80, .rows = 24, .shell = shell});
}

/* The shell has the terminal as it was, and the browser goes on where it was. */
static void
test_stopping_and_going_on(void **state)
{
	(void)state;
	for (size_t i = 0; i < SHELLS; i++) {
		struct terminal *t;
		char *before, *after;

		if (!is_there(shells[i]))
			continue;
		t = start_under(shells[i]);
		terminal_keys(t, "j j Enter");
		before = terminal_screen(t);
		terminal_send(t, "\x1a", 1);
		assert_true(terminal_wait(t, "(stopped)"));
		assert_true(terminal_restored(t));
		terminal_send(t, "\n", 1);
		assert_true(terminal_sync(t));
		after = terminal_screen(t);
		assert_string_equal(before, after);
		terminal_check_repaint(t, "fg");
		terminal_send(t, "qq", 2);
		assert_true(terminal_wait(t, "(left 0)"));
		assert_true(terminal_restored(t));
		free(before);
		free(after);
		terminal_free(t);
	}
}

/* A window that was changed while another program had it: nobody tells the one that is stopped. */
static void
test_another_size_after_stopping(void **state)
{
	struct terminal *t = start_under("sh");

	(void)state;
	terminal_send(t, "\x1a", 1);
	assert_true(terminal_wait(t, "(stopped)"));
	terminal_resize(t, 120, 30);
	terminal_send(t, "\n", 1);
	assert_true(terminal_sync(t));
	assert_true(terminal_row_has(t, 29, "help"));
	terminal_check_repaint(t, "another size");
	terminal_free(t);
}

/* Stopped from outside, as by `kill -STOP`: nothing can be put right before, all is afterwards. */
static void
test_stopped_by_force(void **state)
{
	struct terminal *t = terminal_start(&(struct terminal_options){.cols = 80, .rows = 24});

	(void)state;
	terminal_signal(t, SIGSTOP);
	terminal_resize(t, 100, 28);
	terminal_send(t, "j", 1);
	terminal_signal(t, SIGCONT);
	assert_true(terminal_sync(t));
	assert_true(terminal_shows(t, "2/33"));
	terminal_check_repaint(t, "SIGCONT");
	terminal_free(t);
}

/* Not only the signal: the line itself is gone, reads and writes fail; what was marked is kept. */
static void
test_a_lost_line(void **state)
{
	char *folder = temp_new();
	const struct terminal_options options = {.cols = 80, .rows = 24, .folder = folder};
	struct terminal *t;

	(void)state;
	t = terminal_start(&options);
	terminal_keys(t, "j");
	terminal_send(t, "*", 1);
	terminal_sync(t);
	assert_int_equal(terminal_hang_up(t), 0);
	terminal_free(t);
	t = terminal_start(&options);
	assert_true(terminal_row_has(t, 2, "★"));
	terminal_free(t);
	temp_free(folder);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_stopping_and_going_on),
		cmocka_unit_test(test_another_size_after_stopping),
		cmocka_unit_test(test_stopped_by_force),
		cmocka_unit_test(test_a_lost_line),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
