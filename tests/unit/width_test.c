#include "text/width.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static size_t
width(const char *text)
{
	return text_width(text, strlen(text));
}

static void
test_widths(void **state)
{
	(void)state;
	assert_int_equal(width(""), 0);
	assert_int_equal(width("abc"), 3);
	assert_int_equal(width("昌平区"), 6);
	assert_int_equal(width("“①”"), 3);
	assert_int_equal(width("𠮷野家"), 6);
	assert_int_equal(width("ＡＢ１２"), 8);
	assert_int_equal(width("ｱｲ"), 2);
	assert_int_equal(width("e\u0301"), 1);
	assert_int_equal(width("한글"), 4);
	assert_int_equal(width("\u1112\u1161\u11AB"), 2);
}

static void
test_ambiguous_is_a_switch(void **state)
{
	(void)state;
	width_set_ambiguous(true);
	assert_int_equal(width("“①”—…·"), 12);
	assert_int_equal(width("昌平abcÿ"), 7 + 1);
	assert_true(width_set_char(0x2014, 1));
	assert_int_equal(width("“①”—…·"), 11);
	assert_true(width_set_char(0x2014, 0));
	assert_int_equal(width("—"), 2);
	width_set_ambiguous(false);
	assert_int_equal(width("“①”—…·"), 6);
}

static void
test_exceptions_are_bounded(void **state)
{
	(void)state;
	for (unsigned i = 0; i < WIDTH_CHARS_MAX; i++)
		assert_true(width_set_char(0x2460 + i, 2));
	assert_false(width_set_char(0x2500, 2));
	assert_int_equal(width("①"), 2);
	for (unsigned i = 0; i < WIDTH_CHARS_MAX; i++)
		assert_true(width_set_char(0x2460 + i, 0));
	assert_int_equal(width("①"), 1);
}

/* What reaches the terminal for a text, as UTF-32 in a static array. */
static const uint32_t *
drawn(const char *text, size_t len, unsigned *count)
{
	static uint32_t out[64];
	const char *p = text;
	struct glyph glyph;
	unsigned n = 0;

	while (glyph_next(&p, text + len, &glyph))
		for (unsigned i = 0; i < glyph.count; i++)
			out[n++] = glyph.c[i];
	*count = n;
	return out;
}

static void
test_nothing_harmful_is_drawn(void **state)
{
	static const char text[] = "a\x1b[31m\x07\x7f\xc2\x9b" /* escape, bell, delete, C1 CSI */
				   "\u202E\u200B\uFEFF\u2066"
				   "b\xff\xc0\x80";
	static const uint32_t want[] = {'a', 0x241B, '[', '3', '1', 'm', 0x2407, 0x2421, 0xFFFD,
		'b', 0xFFFD, 0xFFFD, 0xFFFD};
	unsigned count;
	const uint32_t *got = drawn(text, sizeof text - 1, &count);

	(void)state;
	assert_int_equal(count, sizeof want / sizeof want[0]);
	assert_memory_equal(got, want, sizeof want);
}

/* White space of every kind is a space; what is next to it is not. */
static void
test_space_is_drawn_as_one(void **state)
{
	static const char *const spaces[] = {
		" ", "\t", "\n", "\r", "\xC2\x85", "\xE2\x80\xA8", "\xE2\x80\xA9", "\u3000"};
	static const char *const others[] = {"\x08", "\x0E", "!", "\xC2\x84", "\xC2\x86", "\u2027",
		"\u3001", "\xC2\xA0", "\u3400", "\u4DBF", "\u4DC0", "\u4E00", "\u9FFF", "\uA000"};

	(void)state;
	for (size_t i = 0; i < sizeof spaces / sizeof *spaces; i++) {
		const char *p = spaces[i];
		struct glyph glyph;

		assert_true(glyph_next(&p, p + strlen(p), &glyph));
		assert_true(glyph.space);
		assert_int_equal(glyph.c[0], i < 7 ? ' ' : 0x3000);
		assert_int_equal(glyph.width, i < 7 ? 1 : 2);
	}
	for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
		const char *p = others[i];
		struct glyph glyph;

		assert_true(glyph_next(&p, p + strlen(p), &glyph));
		assert_false(glyph.space);
		assert_int_equal(glyph.count, 1);
	}
	/* A sign of a script that steers, and is no mark, is not drawn. */
	assert_int_equal(width("\u200E"), 0);
	assert_true(width_set_char(0x2500, 0));
}

static void
test_marks_stay_with_their_letter(void **state)
{
	const char *text = "\u0301e\u0301\u0302\u0303\u0304\u0305x";
	const char *p = text, *end = text + strlen(text);
	struct glyph glyph;

	(void)state;
	assert_true(glyph_next(&p, end, &glyph)); /* a mark without a letter */
	assert_int_equal(glyph.count, 2);
	assert_int_equal(glyph.c[0], ' ');
	assert_int_equal(glyph.width, 1);
	assert_true(glyph_next(&p, end, &glyph));
	assert_int_equal(glyph.count, GLYPH_MAX);
	assert_int_equal(glyph.len, 11);
	assert_true(glyph_next(&p, end, &glyph));
	assert_int_equal(glyph.c[0], 'x');
	assert_false(glyph_next(&p, end, &glyph));
}

static void
test_fit_never_cuts_a_wide_character(void **state)
{
	size_t used;

	(void)state;
	assert_int_equal(text_fit("昌平", 6, 3, &used), 3);
	assert_int_equal(used, 2);
	assert_int_equal(text_fit("昌平", 6, 4, &used), 6);
	assert_int_equal(used, 4);
	assert_int_equal(text_fit("昌平", 6, 1, &used), 0);
	assert_int_equal(used, 0);
	assert_int_equal(text_fit("e\u0301x", 4, 1, NULL), 3);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_widths),
		cmocka_unit_test(test_ambiguous_is_a_switch),
		cmocka_unit_test(test_exceptions_are_bounded),
		cmocka_unit_test(test_nothing_harmful_is_drawn),
		cmocka_unit_test(test_space_is_drawn_as_one),
		cmocka_unit_test(test_marks_stay_with_their_letter),
		cmocka_unit_test(test_fit_never_cuts_a_wide_character),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
