/* Random keys and sizes: no crash, no leak, no screen that differs from a full repaint.
 * BAOLAN_RANDOM_ROUNDS (40) and BAOLAN_RANDOM_SEED (1) make it longer and other. */
#include "terminal.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <signal.h>

#define KEYS_A_ROUND 25

static uint32_t random_state;

static uint32_t
random_below(uint32_t n)
{
	random_state = random_state * 1664525 + 1013904223;
	return (random_state >> 8) % n;
}

static long
number_from(const char *variable, long fallback)
{
	const char *value = getenv(variable);

	return value != NULL ? atol(value) : fallback;
}

/* Leaving and stopping are left out, and writing to files. */
static const char *const pieces[] = {"j", "k", "j", "k", "g", "G", "\x04", "\x15", "\033[5~",
	"\033[6~", "\t", "\033[Z", "h", "l", "\r", "\r", " ", "b", "n", "p", "f", "F", "t", "r",
	"K", "/", "\033[A", "\033[B", "X", "s", "o", "w", "R", "m", "u", "*", "a", "c", "y", "Y",
	"S", "U", "B", "M", "v", ">", "<", "?", ":", "0", "1", "5", "劳模", "工会", "，", "cp",
	"\x7f", "\x17", "\033[200~昌\n平\033[201~", "\033[<0;30;5M", "\033[<0;21;5M",
	"\033[<32;40;5M", "\033[<0;40;5m", "\033[<0;10;1M", "x", "\x12", "\033[3~",
	"\033[<65;10;10M", "\033[M", "\033]0;x\a", "\xff", "\033[1;5R", "ｊ", "、"};

/* What was typed in this round, for whoever looks for the fault. */
static long round_number;
static char typed[2048];

static void
type_at_random(struct terminal *t)
{
	size_t n = 0;

	typed[0] = '\0';
	for (int i = 0; i < KEYS_A_ROUND; i++) {
		const char *piece = pieces[random_below(sizeof pieces / sizeof pieces[0])];

		terminal_send(t, piece, strlen(piece));
		if (n < sizeof typed)
			n += (size_t)snprintf(typed + n, sizeof typed - n, "%s ", piece);
		if (random_below(12) == 0)
			terminal_send(t, "\033", 1); /* often an Esc, so that places are left */
		if (random_below(10) == 0)
			terminal_sync(t);
		if (random_below(15) == 0)
			terminal_resize(t, 15 + (int)random_below(190), 3 + (int)random_below(60));
	}
}

/* What it said at its end stands on the screen. */
static void
left_well(struct terminal *t)
{
	const int status = terminal_end(t, NULL);

	if (status != 0)
		print_message("# %s\n", terminal_screen(t));
	assert_int_equal(status, 0);
}

static void
test_random_keys(void **state)
{
	const long rounds = number_from("BAOLAN_RANDOM_ROUNDS", 40);
	struct terminal *t = NULL;
	bool restored;

	(void)state;
	random_state = (uint32_t)number_from("BAOLAN_RANDOM_SEED", 1);
	for (round_number = 0; round_number < rounds; round_number++) {
		if (t == NULL)
			t = terminal_start(&(struct terminal_options){.cols = 80, .rows = 24});
		type_at_random(t);
		if (!terminal_sync(t)) { /* q is no piece, but `:quit` can be typed by chance */
			left_well(t);
			terminal_free(t);
			t = NULL;
			continue;
		}
		terminal_check_repaint(t, typed);
	}
	typed[0] = '\0';
	if (t != NULL) {
		terminal_signal(t, SIGTERM);
		assert_int_equal(terminal_end(t, &restored), 0);
		assert_true(restored);
	}
	terminal_free(t);
}

static int
say_what_was_typed(void **state)
{
	(void)state;
	if (typed[0] != '\0')
		print_message("# round %ld, typed: %s\n", round_number, typed);
	return 0;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_teardown(test_random_keys, say_what_was_typed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
