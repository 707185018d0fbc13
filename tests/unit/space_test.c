/* White space of every kind is none to a search; what is next to it in Unicode is something. */
#include "base/utf8.h"
#include "text/symbol.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <string.h>

/* Whether 北 and 京 with this between them are what they are with nothing between them. */
static bool
is_nothing(uint32_t c)
{
	struct symbols with = {.count = 0}, without = {.count = 0};
	char sign[5] = "", text[32];
	bool same;

	utf8_put(sign, c);
	snprintf(text, sizeof text, "北%s京", sign);
	symbols_add(&with, text, strlen(text));
	symbols_add(&without, "北京", strlen("北京"));
	same = with.count == without.count;
	for (size_t i = 0; same && i < with.count; i++)
		same = with.item[i].value == without.item[i].value;
	symbols_free(&with);
	symbols_free(&without);
	return same;
}

static void
both_ends_of_every_range(void **state)
{
	static const uint32_t spaces[] = {' ', '\t', '\r', 0x85, 0xA0, 0x2000, 0x200A, 0x2028,
		0x2029, 0x202F, 0x205F, 0x3000};
	static const uint32_t others[] = {
		'!', 'a', 0xA1, 0x3001, 0x4E00, 0x20000, 0x3FFFD, 0x40000};

	(void)state;
	for (size_t i = 0; i < sizeof spaces / sizeof *spaces; i++) {
		if (!is_nothing(spaces[i]))
			fail_msg("U+%04X is something", (unsigned)spaces[i]);
	}
	for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
		if (is_nothing(others[i]))
			fail_msg("U+%04X is nothing", (unsigned)others[i]);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(both_ends_of_every_range),
	};

	return cmocka_run_group_tests_name("space", tests, NULL, NULL);
}
