/* core/text/collate: names by pinyin and by strokes. */
#include "text/collate.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

/* Each before the next one, and none before itself. */
static void
check_order(enum collation how, const char *const *names, size_t count)
{
	for (size_t i = 0; i < count; i++)
		for (size_t k = 0; k < count; k++) {
			const int found = text_collate(how, names[i], names[k]);
			const int wanted = (i > k) - (i < k);

			if ((found > 0) - (found < 0) != wanted)
				fail_msg(
					"%s and %s: %d, not %d", names[i], names[k], found, wanted);
		}
}

#define CHECK(how, ...)                                                                            \
	check_order(how, (const char *const[]){__VA_ARGS__},                                       \
		sizeof((const char *const[]){__VA_ARGS__}) / sizeof(const char *))

static void
test_pinyin(void **state)
{
	(void)state;
	CHECK(COLLATE_PINYIN, "", "12", "A", "ab", "Abc", "阿", "八", "白", "白云", "丁", "李",
		"龙", "王", "赵", "周");
}

/* As they stand in lists of names in Taiwan: 丁 2, 王 4, 李 7, 林 8, 施 9, 陳 11, 黃 12 … */
static void
test_strokes(void **state)
{
	(void)state;
	CHECK(COLLATE_STROKES, "", "12", "A", "ab", "Abc", "丁", "丁一", "王", "石", "江", "李",
		"林", "施", "高", "陳", "黃", "葉", "趙", "蔡", "龍", "謝", "羅", "蘇");
	/* Simplified ones have a place as well. */
	CHECK(COLLATE_STROKES, "龙", "陈", "谢");
}

/* Characters outside the Basic Multilingual Plane; and those that no table knows, at the end. */
static void
test_rare(void **state)
{
	(void)state;
	assert_int_not_equal(strokes_rank(0x2A7DD), 0); /* 𪟝 */
	assert_int_equal(strokes_rank('a'), 0);
	assert_int_equal(strokes_rank(0x1F600), 0);
	CHECK(COLLATE_STROKES, "x", "龘", "\xF0\x9F\x98\x80");
	CHECK(COLLATE_PINYIN, "x", "作", "\xF0\x9F\x98\x80");
}

/* Nobody is left out: every ideograph of the main block has its place, and its own. */
static void
test_every_character(void **state)
{
	static uint8_t seen[65536];

	(void)state;
	for (uint32_t c = 0x4E00; c <= 0x9FFF; c++) {
		const unsigned place = strokes_rank(c);

		if (place == 0 || place > 65535 || seen[place]++ != 0)
			fail_msg("U+%04X has the place %u", c, place);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_pinyin),
		cmocka_unit_test(test_strokes),
		cmocka_unit_test(test_rare),
		cmocka_unit_test(test_every_character),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
