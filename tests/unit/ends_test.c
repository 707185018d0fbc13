/* Classes of characters are ranges: both ends of each belong to it, what stands beside them does
 * not.  The ranges are Unicode's (Blocks.txt, White_Space and Bidi_Control of PropList.txt). */
#include "base/buf.h"
#include "base/json.h"
#include "text/symbol.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <string.h>

struct range {
	uint32_t first, last;
};

/* ---- what steers a terminal or the order of a line ---------------------------------------- */

static const struct range steering[] = {{0x80, 0x9F}, {0x61C, 0x61C}, {0x200E, 0x200F},
	{0x2028, 0x202E}, {0x2066, 0x2069}, {0xFEFF, 0xFEFF}, {0xE0000, 0xE007F}};
static const uint32_t harmless[] = {0xA0, 0x61B, 0x61D, 0x200D, 0x2010, 0x2027, 0x202F, 0x2065,
	0x206A, 0xFEFE, 0xFF00, 0x62A5, 0xD7FF, 0xE000, 0xFFFD, 0x10000, 0xDFFFF, 0xE0080,
	0x10FFFF};

static void
as_json(uint32_t c, char plain[8], struct buf *string, struct buf *guarded)
{
	struct buf text = {0};

	buf_add_ucs4(&text, c);
	snprintf(plain, 8, "%s", buf_str(&text));
	buf_clear(string);
	buf_clear(guarded);
	json_string(string, text.data, text.len);
	json_guard(guarded, text.data, text.len);
	buf_free(&text);
}

static void
is_escaped(uint32_t c)
{
	struct buf string = {0}, guarded = {0};
	char plain[8], want[16], quoted[20];

	as_json(c, plain, &string, &guarded);
	if (c < 0x10000)
		snprintf(want, sizeof want, "\\u%04x", (unsigned)c);
	else
		snprintf(want, sizeof want, "\\u%04x\\u%04x",
			(unsigned)(0xD800 + ((c - 0x10000) >> 10)),
			(unsigned)(0xDC00 + ((c - 0x10000) & 0x3FF)));
	snprintf(quoted, sizeof quoted, "\"%s\"", want);
	assert_string_equal(buf_str(&string), quoted);
	assert_string_equal(buf_str(&guarded), want);
	buf_free(&string);
	buf_free(&guarded);
}

static void
what_steers_is_escaped(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof steering / sizeof *steering; i++) {
		is_escaped(steering[i].first);
		is_escaped(steering[i].last);
	}
}

static void
what_does_not_stays(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof harmless / sizeof *harmless; i++) {
		struct buf string = {0}, guarded = {0};
		char plain[8], quoted[12];

		as_json(harmless[i], plain, &string, &guarded);
		snprintf(quoted, sizeof quoted, "\"%s\"", plain);
		assert_string_equal(buf_str(&string), quoted);
		assert_string_equal(buf_str(&guarded), plain);
		buf_free(&string);
		buf_free(&guarded);
	}
}

static void
what_is_no_text_is_replaced(void **state)
{
	static const char *const bad[] = {"\xFF", "\x80", "\xE6\x8A", "\xC0\xAF", "\xED\xA0\x80"};

	(void)state;
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		struct buf out = {0};

		json_string(&out, bad[i], strlen(bad[i]));
		assert_non_null(strstr(buf_str(&out), "\xEF\xBF\xBD"));
		assert_null(strstr(buf_str(&out), bad[i]));
		buf_clear(&out);
		json_guard(&out, bad[i], strlen(bad[i]));
		assert_non_null(strstr(buf_str(&out), "\xEF\xBF\xBD"));
		buf_free(&out);
	}
}

static void
ascii_is_escaped_as_json_wants_it(void **state)
{
	static const char text[] = "a\"\\\b\f\n\r\t\x01\x1F\x7F~";
	struct buf out = {0};

	(void)state;
	json_string(&out, text, sizeof text - 1);
	assert_string_equal(buf_str(&out), "\"a\\\"\\\\\\b\\f\\n\\r\\t\\u0001\\u001f\\u007f~\"");
	buf_clear(&out);
	json_guard(&out, "{\"a\":\"\x7F\"}", 9);
	assert_string_equal(buf_str(&out), "{\"a\":\"\\u007f\"}");
	buf_clear(&out);
	json_text(&out, NULL);
	assert_string_equal(buf_str(&out), "null");
	buf_free(&out);
}

/* ---- what the index sees ------------------------------------------------------------------ */

/* Scripts that are written without spaces; U+30FF is folded into two characters. */
static const struct range unspaced[] = {{0x3005, 0x3007}, {0x3041, 0x3096}, {0x30A1, 0x30FA},
	{0x30FC, 0x30FE}, {0x3105, 0x312F}, {0x31A0, 0x31BF}, {0x31F0, 0x31FF}, {0x3400, 0x4DBF},
	{0x4E00, 0x9FFF}, {0xAC00, 0xD7A3}, {0x20000, 0x2FFFF}, {0x30000, 0x3FFFF}};
/* Letters of others, so that words of them are words. */
static const uint32_t spaced[] = {'a', 'z', '0', '9', 0xE9, 0x3B1, 0x44F, 0x5D0, 0xE01, 0x1E00};
static const struct range spaces[] = {{' ', ' '}, {'\t', '\r'}, {0x85, 0x85}, {0xA0, 0xA0},
	{0x2000, 0x200A}, {0x2028, 0x2029}, {0x202F, 0x202F}, {0x205F, 0x205F}, {0x3000, 0x3000}};
static const uint32_t gaps[] = {'!', 0x3001, 0x3008, 0x30FB, 0x2014, 0xFF0C, 0x2020};

/* How many symbols a, b and c give, and how many of them are characters and gaps. */
static size_t
symbols_of(uint32_t a, uint32_t b, uint32_t c, size_t *chars, size_t *gap)
{
	struct symbols list = {0};
	struct buf text = {0};
	size_t count;

	buf_add_ucs4(&text, a);
	buf_add_ucs4(&text, b);
	buf_add_ucs4(&text, c);
	symbols_add(&list, text.data, text.len);
	count = list.count;
	*chars = *gap = 0;
	for (size_t i = 0; i < count; i++) {
		*chars += symbol_is_char(list.item[i].value);
		*gap += list.item[i].value == SYMBOL_GAP;
	}
	symbols_free(&list);
	buf_free(&text);
	return count;
}

static void
each_character_is_a_symbol_where_none_is_a_space(void **state)
{
	size_t chars, gap;

	(void)state;
	for (size_t i = 0; i < 2 * sizeof unspaced / sizeof *unspaced; i++) {
		uint32_t c = i % 2 == 0 ? unspaced[i / 2].first : unspaced[i / 2].last;

		if (symbols_of(c, c, c, &chars, &gap) != 3 || chars != 3)
			fail_msg("U+%04X three times gives %zu characters", c, chars);
	}
}

static void
letters_are_words(void **state)
{
	size_t chars, gap;

	(void)state;
	for (size_t i = 0; i < sizeof spaced / sizeof *spaced; i++) {
		if (symbols_of(spaced[i], spaced[i], spaced[i], &chars, &gap) != 1 ||
			chars + gap != 0)
			fail_msg("U+%04X three times is no word", spaced[i]);
	}
}

static void
spaces_part_words_and_nothing_else(void **state)
{
	size_t chars, gap;

	(void)state;
	for (size_t i = 0; i < 2 * sizeof spaces / sizeof *spaces; i++) {
		uint32_t c = i % 2 == 0 ? spaces[i / 2].first : spaces[i / 2].last;

		if (symbols_of('a', c, 'b', &chars, &gap) != 2 || gap != 0)
			fail_msg("U+%04X does not part words", c);
		if (symbols_of(0x62A5, c, 0x680F, &chars, &gap) != 2 || gap != 0)
			fail_msg("U+%04X parts characters", c);
	}
}

static void
signs_are_gaps(void **state)
{
	size_t chars, gap;

	(void)state;
	for (size_t i = 0; i < sizeof gaps / sizeof *gaps; i++) {
		if (symbols_of(0x62A5, gaps[i], 0x680F, &chars, &gap) != 3 || gap != 1)
			fail_msg("U+%04X is no gap", gaps[i]);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_steers_is_escaped),
		cmocka_unit_test(what_does_not_stays),
		cmocka_unit_test(what_is_no_text_is_replaced),
		cmocka_unit_test(ascii_is_escaped_as_json_wants_it),
		cmocka_unit_test(each_character_is_a_symbol_where_none_is_a_space),
		cmocka_unit_test(letters_are_words),
		cmocka_unit_test(spaces_part_words_and_nothing_else),
		cmocka_unit_test(signs_are_gaps),
	};

	return cmocka_run_group_tests_name("ends", tests, NULL, NULL);
}
