/* tui/number: digits in groups, by the locale. */
#include "../lib/charset.h"
#include "../lib/temp.h"
#include "number.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdbool.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>

static void
test_no_locale(void **state)
{
	static const char *const none[] = {"C", "POSIX", "xx_XX.UTF-8", "zh_CN.nothing"};

	(void)state;
	for (size_t i = 0; i < sizeof none / sizeof none[0]; i++) {
		setenv("LC_ALL", none[i], 1);
		number_use_locale();
		assert_string_equal(number_of(1234567).text, "1234567");
		assert_string_equal(number_of(UINT64_MAX).text, "18446744073709551615");
	}
}

/* A locale made for the test: machines need not have any. */
static bool
use(const char *folder, const char *locale, const char *charset)
{
	char name[64];

	if (!charset_make_locale(folder, locale, charset))
		return false;
	snprintf(name, sizeof name, "%s.%s", locale, charset);
	setenv("LC_ALL", name, 1);
	number_use_locale();
	return true;
}

static void
test_by_locale(void **state)
{
	char *folder = temp_new();

	(void)state;
	if (!use(folder, "zh_CN", "UTF-8")) {
		temp_free(folder);
		skip();
	}
	assert_string_equal(number_of(0).text, "0");
	assert_string_equal(number_of(999).text, "999");
	assert_string_equal(number_of(1000).text, "1,000");
	assert_string_equal(number_of(1234567).text, "1,234,567");
	assert_string_equal(number_of(UINT64_MAX).text, "18,446,744,073,709,551,615");
	assert_string_equal(number_group("12345").text, "12,345");
	assert_string_equal(number_group("").text, "");
	assert_string_equal(number_group("articles").text, "articles");
	assert_string_equal(number_group("2024-11-07").text, "2024-11-07");
	/* After the first three India groups by two; French has a narrow blank. */
	if (use(folder, "en_IN", "UTF-8"))
		assert_string_equal(number_of(123456789).text, "12,34,56,789");
	if (use(folder, "fr_FR", "UTF-8"))
		assert_string_equal(number_of(UINT64_MAX).text,
			"18\u202f446\u202f744\u202f073\u202f709\u202f551\u202f615");
	/* A separator in another character set would be garbage. */
	if (use(folder, "fr_FR", "ISO-8859-1"))
		assert_string_equal(number_of(12345).text, "12345");
	temp_free(folder);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_no_locale), cmocka_unit_test(test_by_locale)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
