#include "base/utf8.h"
#include "text/wrap.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* The lines of a text at a width, joined by '|'; white space at breaks left out. */
static const char *
wrapped(const char *text, enum break_level level, unsigned width, unsigned indent, unsigned hang)
{
	static char out[1024];
	struct arena *arena = arena_new(0);
	struct break_rules *rules;
	struct wrap wrap;
	struct wrap_line line;
	size_t n = 0;

	assert_non_null(arena);
	assert_int_equal(break_rules_new(level, &rules, NULL), ERR_OK);
	assert_int_equal(wrap_begin(&wrap, text, strlen(text),
				 &(struct wrap_options){rules, width, indent, hang}, arena, NULL),
		ERR_OK);
	while (wrap_next(&wrap, &line)) {
		n += (size_t)snprintf(out + n, sizeof out - n, "%s%*s%.*s", n ? "|" : "",
			(int)line.indent, "", (int)(line.end - line.start), text + line.start);
		assert_true(n < sizeof out);
	}
	break_rules_free(rules);
	arena_free(arena);
	return out;
}

static void
test_plain_lines(void **state)
{
	(void)state;
	assert_string_equal(wrapped("", BREAK_BASIC, 10, 0, 0), "");
	assert_string_equal(wrapped("one two three", BREAK_BASIC, 8, 0, 0), "one two|three");
	assert_string_equal(wrapped("昌平区总工会", BREAK_BASIC, 7, 0, 0), "昌平区|总工会");
	assert_string_equal(wrapped("昌平\n\n区", BREAK_BASIC, 20, 0, 0), "昌平||区");
	assert_string_equal(wrapped("abcdefghij", BREAK_BASIC, 4, 0, 0), "abcd|efgh|ij");
	assert_string_equal(wrapped("昌平", BREAK_BASIC, 1, 0, 0), "昌|平");
}

static void
test_indent(void **state)
{
	(void)state;
	assert_string_equal(wrapped("近日昌平区再添", BREAK_BASIC, 8, 4, 0), "近日昌平|区再添");
	assert_string_equal(wrapped("近日昌平区再添", BREAK_BASIC, 8, 2, 0), "  近日昌|平区再添");
	assert_string_equal(wrapped("近日", BREAK_BASIC, 4, 2, 0), "近日");
}

static void
test_no_mark_at_the_wrong_end(void **state)
{
	(void)state;
	assert_string_equal(wrapped("昌平区，再添", BREAK_BASIC, 6, 0, 0), "昌平|区，再|添");
	assert_string_equal(wrapped("昌平区，再添", BREAK_LOOSE, 6, 0, 0), "昌平区|，再添");
	assert_string_equal(wrapped("设立“暖心”站", BREAK_BASIC, 6, 0, 0), "设立|“暖心”|站");
	assert_string_equal(wrapped("打造（以下）", BREAK_BASIC, 6, 0, 0), "打造|（以|下）");
	assert_string_equal(wrapped("约翰·史密斯", BREAK_BASIC, 4, 0, 0), "约|翰·|史密|斯");
	assert_string_equal(
		wrapped("增长百分之２０２４", BREAK_BASIC, 12, 0, 0), "增长百分之|２０２４");
}

static void
test_quotes_break_like_brackets(void **state)
{
	(void)state;
	assert_string_equal(wrapped("成为“最”的人", BREAK_BASIC, 6, 0, 0), "成为|“最”的|人");
	assert_string_equal(wrapped("it’s done", BREAK_BASIC, 3, 0, 0), "it’|s|don|e");
}

static void
test_levels(void **state)
{
	(void)state;
	assert_string_equal(wrapped("工会/职工", BREAK_BASIC, 5, 0, 0), "工会/|职工");
	assert_string_equal(wrapped("工会/职工", BREAK_GB, 5, 0, 0), "工|会/职|工");
	assert_string_equal(wrapped("他说——是的", BREAK_BASIC, 4, 0, 0), "他说|——是|的");
	assert_string_equal(wrapped("他说——是的", BREAK_STRICT, 4, 0, 0), "他|说——|是的");
}

static void
test_stops_hang(void **state)
{
	(void)state;
	assert_string_equal(wrapped("昌平区，再添", BREAK_BASIC, 6, 0, 2), "昌平区，|再添");
	assert_string_equal(wrapped("昌平区）再添", BREAK_BASIC, 6, 0, 2), "昌平|区）再|添");
	assert_string_equal(wrapped("昌平区。”再添", BREAK_BASIC, 6, 0, 2), "昌平|区。”|再添");
}

static void
test_graphemes_stay_whole(void **state)
{
	(void)state;
	assert_string_equal(wrapped("ae\u0301e\u0301b", BREAK_BASIC, 2, 0, 0), "ae\u0301|e\u0301b");
	assert_string_equal(
		wrapped("x\u1112\u1161\u11ABy", BREAK_BASIC, 2, 0, 0), "x|\u1112\u1161\u11AB|y");
}

/* What may happen between the second and the third character of three. */
static char
before_third(const char *text)
{
	char map[32], work[32];
	struct break_rules *rules;
	size_t first, second;

	utf8_get(text, &first);
	utf8_get(text + first, &second);
	assert_int_equal(break_rules_new(BREAK_BASIC, &rules, NULL), ERR_OK);
	break_map(rules, text, strlen(text), work, map);
	break_rules_free(rules);
	return map[first + second];
}

static void
all_break(const char *const *text, size_t count, char wanted)
{
	for (size_t i = 0; i < count; i++) {
		if (before_third(text[i]) != wanted)
			fail_msg("%s: not as it should be", text[i]);
	}
}

/* Both ends of each range of letters and digits. */
static void
test_an_apostrophe_is_between_letters(void **state)
{
	static const char *const within[] = {"0’0", "9’9", "A’A", "Z’Z", "a’a", "z’z"};
	static const char *const beside[] = {
		"中’a", "/’a", ":’a", "@’a", "[’a", "`’a", "{’a", "a’中"};

	(void)state;
	all_break(within, sizeof within / sizeof *within, BREAK_NO);
	all_break(beside, sizeof beside / sizeof *beside, BREAK_MAY);
	assert_string_equal(wrapped("’a‘", BREAK_BASIC, 9, 0, 0), "’a‘");
}

static void
test_wide_letters_stay_together(void **state)
{
	static const char *const within[] = {
		"中００", "中９９", "中ＡＡ", "中ＺＺ", "中ａａ", "中ｚｚ"};
	static const char *const beside[] = {"中＠Ａ", "中｀ａ", "中９中", "中＊９"};

	(void)state;
	all_break(within, sizeof within / sizeof *within, BREAK_NO);
	all_break(beside, sizeof beside / sizeof *beside, BREAK_MAY);
	/* A new line of ISO 6429 ends one as well. */
	assert_int_equal(before_third("中\xC2\x85\xE4\xB8\xAD"), BREAK_MUST);
	assert_string_equal(wrapped("a中b中", BREAK_LOOSE, 2, 0, 0), "a|中|b|中");
}

static void
test_level_names(void **state)
{
	(void)state;
	assert_int_equal(break_level_from_name("loose"), BREAK_LOOSE);
	assert_int_equal(break_level_from_name("basic"), BREAK_BASIC);
	assert_int_equal(break_level_from_name("gb"), BREAK_GB);
	assert_int_equal(break_level_from_name("strict"), BREAK_STRICT);
	assert_int_equal(break_level_from_name("severe"), BREAK_LEVELS);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_plain_lines),
		cmocka_unit_test(test_indent),
		cmocka_unit_test(test_no_mark_at_the_wrong_end),
		cmocka_unit_test(test_quotes_break_like_brackets),
		cmocka_unit_test(test_levels),
		cmocka_unit_test(test_stops_hang),
		cmocka_unit_test(test_graphemes_stay_whole),
		cmocka_unit_test(test_an_apostrophe_is_between_letters),
		cmocka_unit_test(test_wide_letters_stay_together),
		cmocka_unit_test(test_level_names),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
