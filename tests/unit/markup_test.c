/* core/page/markup: what in a line is not text. */
#include "page/markup.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

static void
marks_that_show_nothing(void **state)
{
	static const struct {
		const char *text;
		size_t len;
	} cases[] = {
		{"<br>灯", 4},
		{"</P>", 4},
		{"<font color=\"red\">", 18},
		{"<!-- a > b -->灯", 14},
		{"<!-- no end", 0},
		{"<!-", 0},
		{"<", 0},
		{"</", 0},
		{"<3 岁", 0},
		{"<br", 0},
		{"<a <b>", 0},
		{"<a\n>", 0},
		{"**", 2},
		{"*", 0},
		{"*灯*", 0},
		{"[灯](a.html)", 1},
		{"[灯] (a.html)", 0},
		{"[灯", 0},
		{"[灯\n](a)", 0},
		{"[灯[", 0},
		{"![灯](a.png)。", 13},
		{"!", 0},
		{"!灯", 0},
		{"](a.html)", 9},
		{"](", 0},
		{"](a b)", 0},
		{"](灯)", 0},
		{"](a\n)", 0},
		{"](abc", 0},
		{"]灯", 0},
		{"\\*", 1},
		{"\\.", 1},
		{"\\灯", 0},
		{"\\", 0},
		{"灯", 0},
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		size_t len = markup_len(cases[i].text, 0, strlen(cases[i].text));

		if (len != cases[i].len)
			fail_msg("“%s”: %zu bytes, not %zu", cases[i].text, len, cases[i].len);
	}
}

/* A look ahead is bounded: what is too far away is not seen. */
static void
marks_that_are_too_long_are_text(void **state)
{
	static const char *const begins[] = {"<a ", "<!--", "](", "[", "!["};
	static const char end[] = "-->])(b)";
	static char text[10000];

	(void)state;
	for (size_t i = 0; i < sizeof begins / sizeof *begins; i++) {
		size_t len = strlen(begins[i]);

		memset(text, 'x', sizeof text);
		for (size_t k = 0; k < len; k++)
			text[k] = begins[i][k];
		for (size_t k = 0; k < sizeof end - 1; k++)
			text[sizeof text - sizeof end + 1 + k] = end[k];
		assert_int_equal(markup_len(text, 0, sizeof text), 0);
	}
	/* What lies behind the end of the line is not looked at. */
	assert_int_equal(markup_len("<br>", 0, 3), 0);
	assert_int_equal(markup_len("**", 0, 1), 0);
	assert_int_equal(markup_len("\\*", 0, 1), 0);
	assert_int_equal(markup_len("![灯](a)", 0, 1), 0);
}

static void
entities(void **state)
{
	static const struct {
		const char *text;
		uint32_t c;
	} cases[] = {
		{"&amp;", '&'},
		{"&hellip;", 0x2026},
		{"&#8212;", 0x2014},
		{"&#x2014;", 0x2014},
		{"&#X4e2D;", 0x4E2D},
		{"&;", 0},
		{"&", 0},
		{"&amp", 0},
		{"&nothing;", 0},
		{"&#;", 0},
		{"&#x;", 0},
		{"&#12a;", 0},
		{"&#x12g;", 0},
		{"&#x/;", 0},
		{"&#xd800;", 0},
		{"&#57343;", 0},
		{"&#x110000;", 0},
		{"&#99999999;", 0},
		{"&#xfffffff;", 0},
		{"&toolongtobeone;", 0},
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		size_t size = strlen(cases[i].text), len = 0;
		uint32_t c = markup_entity(cases[i].text, 0, size, &len);

		if (c != cases[i].c)
			fail_msg("%s: %X, not %X", cases[i].text, c, cases[i].c);
		if (c != 0)
			assert_int_equal(len, size);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(marks_that_show_nothing),
		cmocka_unit_test(marks_that_are_too_long_are_text),
		cmocka_unit_test(entities),
	};

	return cmocka_run_group_tests_name("markup", tests, NULL, NULL);
}
