#include "term/input.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* The keys that bytes give, as names joined by blanks; step: bytes at a time. */
static const char *
keys_of(const char *bytes, size_t len, size_t step)
{
	static char out[512];
	struct input *input = input_new();
	struct event event;
	size_t n = 0;

	out[0] = '\0';
	for (size_t i = 0; i < len; i += step) {
		input_feed(input, bytes + i, len - i < step ? len - i : step);
		while (input_next(input, &event, i + step >= len)) {
			char name[KEY_NAME_MAX] = "(event)";

			if (event.type == EVENT_KEY)
				key_name(event.key, name);
			n += (size_t)snprintf(out + n, sizeof out - n, "%s%s", n ? " " : "", name);
		}
	}
	input_free(input);
	return out;
}

static void
check_keys(const char *bytes, const char *want)
{
	const size_t len = strlen(bytes);

	assert_string_equal(keys_of(bytes, len, len), want);
	assert_string_equal(keys_of(bytes, len, 1), want);
	assert_string_equal(keys_of(bytes, len, 2), want);
}

static void
test_keys(void **state)
{
	(void)state;
	check_keys("aG/ \r\t\x7f\b", "a G / Space Enter Tab Backspace Backspace");
	check_keys("\x04\x1a", "Ctrl-d Ctrl-z");
	check_keys("昌，", "昌 ，");
	check_keys("\033[A\033[B\033OC\033[D", "Up Down Right Left");
	check_keys("\033[5~\033[6~\033[H\033[4~\033[1~\033OF", "PgUp PgDn Home End Home End");
	check_keys("\033[Z\033[1;5C\033[3;2~", "Shift-Tab Ctrl-Right Shift-Delete");
	check_keys("\033OP\033[15~\033[24~\033[[B", "F1 F5 F12 F2");
	check_keys("\033x\033昌", "Alt-x Alt-昌");
}

static void
test_esc_is_a_key_when_nothing_follows(void **state)
{
	struct input *input = input_new();
	struct event event;

	(void)state;
	input_feed(input, "\033", 1);
	assert_false(input_next(input, &event, false));
	assert_true(input_waits(input));
	assert_true(input_next(input, &event, true));
	assert_int_equal(event.key, KEY_ESC);
	input_feed(input, "\033\033[A", 4);
	assert_true(input_next(input, &event, false));
	assert_int_equal(event.key, KEY_ESC);
	assert_true(input_next(input, &event, false));
	assert_int_equal(event.key, KEYC_UP);
	input_free(input);
}

static void
test_unknown_sequences_are_passed_over(void **state)
{
	(void)state;
	check_keys("\033[?1;2c\033[>41;354;0c\033]10;rgb:ffff/0000/0000\033\\j", "j");
	check_keys("\033P1$r0m\033\\k", "k");
	check_keys("\033[99999999999999;1;2;3;4;5;6;7;8;9;10zj", "j");
	check_keys("\xff\xfe\xc3(", "(");
}

static struct event
one(const char *bytes)
{
	static struct input *input;
	struct event event = {0};

	input_free(input);
	input = input_new();
	input_feed(input, bytes, strlen(bytes));
	assert_true(input_next(input, &event, false));
	return event;
}

static void
test_answers(void **state)
{
	struct event event = one("\033[3;7R");

	(void)state;
	assert_int_equal(event.type, EVENT_CURSOR);
	assert_int_equal(event.x, 6);
	assert_int_equal(event.y, 2);
	event = one("\033[?2026;2$y");
	assert_int_equal(event.type, EVENT_MODE);
	assert_int_equal(event.mode, 2026);
	assert_int_equal(event.value, 2);
	event = one("\033]11;rgb:ffff/ffff/ffff\a");
	assert_int_equal(event.type, EVENT_COLOUR);
	assert_int_equal(event.value, 255);
	event = one("\033]11;rgb:10/20/30\033\\");
	assert_int_equal(event.type, EVENT_COLOUR);
	assert_true(event.value > 16 && event.value < 48);
	event = one("\033_baolan;42\033\\");
	assert_int_equal(event.type, EVENT_SYNC);
	assert_int_equal(event.value, 42);
}

static void
test_mouse(void **state)
{
	struct event event = one("\033[<0;5;3M");

	(void)state;
	assert_int_equal(event.type, EVENT_MOUSE);
	assert_int_equal(event.button, MOUSE_LEFT);
	assert_int_equal(event.x, 4);
	assert_int_equal(event.y, 2);
	assert_int_equal(one("\033[<65;1;1M").button, MOUSE_WHEEL_DOWN);
	assert_int_equal(one("\033[<0;1;1m").button, MOUSE_RELEASE);
	assert_int_equal(one("\033[<32;1;1M").button, MOUSE_DRAG);
}

static void
test_paste_in_pieces(void **state)
{
	static const char bytes[] = "\033[200~昌平\033[31m\r\n\033[201~q";
	struct input *input = input_new();
	struct event event;
	unsigned pastes = 0;

	(void)state;
	for (size_t i = 0; i < sizeof bytes - 1; i++) {
		input_feed(input, bytes + i, 1);
		while (input_next(input, &event, false)) {
			if (event.type == EVENT_PASTE) {
				pastes++;
				assert_int_equal(event.len, 13);
				assert_memory_equal(event.text, "昌平\033[31m\r\n", 13);
			} else {
				assert_int_equal(event.key, 'q');
			}
		}
	}
	assert_int_equal(pastes, 1);
	input_free(input);
}

static void
test_names_lead_back(void **state)
{
	static const char *const names[] = {"j", "G", "Space", "Enter", "Esc", "Ctrl-d",
		"Shift-Tab", "PgDn", "F1", "F12", "Alt-x", "昌", "?", "-", "Ctrl-Alt-Up", "Ctrl--"};
	char name[KEY_NAME_MAX];

	(void)state;
	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
		const tkey key = key_from_name(names[i], strlen(names[i]));

		assert_true(key != 0);
		key_name(key, name);
		assert_string_equal(name, names[i]);
	}
	assert_int_equal(key_from_name("F13", 3), 0);
	assert_int_equal(key_from_name("Return", 6), 0);
	assert_int_equal(key_from_name("", 0), 0);
}

static void
test_keys_of_an_input_method(void **state)
{
	(void)state;
	assert_int_equal(key_plain(0xFF4A), 'j'); /* ｊ */
	assert_int_equal(key_plain(0xFF0F), '/'); /* ／ */
	assert_int_equal(key_plain(0xFF1F), '?'); /* ？ */
	assert_int_equal(key_plain(0x3001), '/'); /* 、 */
	assert_int_equal(key_plain(0x300A), '<'); /* 《 */
	assert_int_equal(key_plain(0x3000), ' ');
	assert_int_equal(key_plain(0x660C), 0x660C);
	assert_int_equal(key_plain('x'), 'x');
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_keys),
		cmocka_unit_test(test_esc_is_a_key_when_nothing_follows),
		cmocka_unit_test(test_unknown_sequences_are_passed_over),
		cmocka_unit_test(test_answers),
		cmocka_unit_test(test_mouse),
		cmocka_unit_test(test_paste_in_pieces),
		cmocka_unit_test(test_names_lead_back),
		cmocka_unit_test(test_keys_of_an_input_method),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
