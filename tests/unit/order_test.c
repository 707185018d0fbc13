/* The order of titles: digits, letters, characters by their sound or their strokes, all others;
 * signs do not count. */
#include "base/utf8.h"
#include "text/collate.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <string.h>

static int
compare_as(enum collation how, const char *a, const char *b)
{
	uint64_t x[TITLE_WORDS], y[TITLE_WORDS];

	title_order(how, a, x);
	title_order(how, b, y);
	for (unsigned i = 0; i < TITLE_WORDS; i++) {
		if (x[i] != y[i])
			return x[i] < y[i] ? -1 : 1;
	}
	return 0;
}

static int
compare(const char *a, const char *b)
{
	return compare_as(COLLATE_PINYIN, a, b);
}

static void
each_title_is_before_the_next(void **state)
{
	static const char *const titles[] = {"", "0", "09", "1", "9", "9a", "a", "az", "z", "阿",
		"八一", "昌平", "昌平区", "〇", "灯", "做", "กขค"};

	(void)state;
	for (size_t i = 0; i + 1 < sizeof titles / sizeof *titles; i++) {
		/* The zero that is a character has a place of its own among the others. */
		if (strcmp(titles[i], "〇") == 0 || strcmp(titles[i + 1], "〇") == 0)
			continue;
		if (compare(titles[i], titles[i + 1]) > 0)
			fail_msg("%s is behind %s", titles[i], titles[i + 1]);
	}
	assert_true(compare("做", "ก") < 0);
	assert_int_equal(compare("ก", "😀"), 0);
}

static void
put_between(uint32_t c, char title[32])
{
	char sign[5] = "";

	utf8_put(sign, c);
	snprintf(title, 32, "北%s京", sign);
}

/* Both ends of every range of signs. */
static void
signs_do_not_count(void **state)
{
	static const uint32_t signs[] = {'!', '/', ':', '@', '[', '`', '{', '~', 0x2000, 0x2018,
		0x2E7F, 0x3001, 0x3006, 0x3008, 0x300A, 0x3040};
	static const uint32_t others[] = {0xA7, 0x1FF0, 0x2E80, 0x2FF0, 0x3007, 0x3041, 0x30A2};

	(void)state;
	for (size_t i = 0; i < sizeof signs / sizeof *signs; i++) {
		char title[32];

		put_between(signs[i], title);
		if (compare(title, "北京") != 0)
			fail_msg("%s is not 北京", title);
	}
	for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
		char title[32];

		put_between(others[i], title);
		if (compare(title, "北京") == 0)
			fail_msg("%s is 北京", title);
	}
}

/* Twelve characters decide, wide and narrow ones, large and small ones alike. */
static void
twelve_characters_decide(void **state)
{
	(void)state;
	assert_int_equal(compare("一二三四五六七八九十十二", "一二三四五六七八九十十二末"), 0);
	assert_true(compare("一二三四五六七八九十十", "一二三四五六七八九十十二") < 0);
	assert_int_equal(compare("ＡＢ１", "ab1"), 0);
	assert_int_equal(compare("一二三四五六七八九十十㍿", "一二三四五六七八九十十㍿㍿"), 0);
}

/* Each character counts as it is printed: as Taiwan counts, 陈 has eight strokes, 陳 eleven. */
static void
strokes_are_of_what_is_printed(void **state)
{
	static const char *const titles[] = {"", "“1”", "Ｚ", "一", "丁一", "王府井", "王府井大街",
		"江山", "門頭溝", "陈家村", "陳家村", "กขค"};

	(void)state;
	for (size_t i = 0; i + 1 < sizeof titles / sizeof *titles; i++) {
		if (compare_as(COLLATE_STROKES, titles[i], titles[i + 1]) >= 0)
			fail_msg("%s is not before %s", titles[i], titles[i + 1]);
	}
	assert_int_equal(compare("陈家村", "陳家村"), 0);
	assert_int_equal(compare_as(COLLATE_STROKES, "“丁一”：", "丁一"), 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_title_is_before_the_next),
		cmocka_unit_test(signs_do_not_count),
		cmocka_unit_test(twelve_characters_decide),
		cmocka_unit_test(strokes_are_of_what_is_printed),
	};

	return cmocka_run_group_tests_name("order", tests, NULL, NULL);
}
