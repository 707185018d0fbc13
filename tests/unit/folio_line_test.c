/* core/page: what a line at the head of a page says of it. */
#include "../lib/ok.h"
#include "base/table.h"
#include "page/folio.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

static struct phrasebook *book;
static struct folio_words words;

static int
set_up(void **state)
{
	static const char name[] = "page-phrases.tsv";
	const char *text;
	struct err err;
	size_t len;

	(void)state;
	assert_true(table_builtin(name, &text, &len));
	OK(phrasebook_new(name, text, len, &book, &err));
	folio_words_init(&words, book);
	return 0;
}

static int
tear_down(void **state)
{
	(void)state;
	phrasebook_free(book);
	return 0;
}

static void
is_part(const char *line, uint32_t from, uint32_t to, const char *wanted)
{
	if (to - from != strlen(wanted) || memcmp(line + from, wanted, to - from) != 0)
		fail_msg("“%s”: “%.*s” instead of “%s”", line, (int)(to - from), line + from,
			wanted);
}

static void
folio_is(const char *line, int date, int page_no, const char *name, const char *paper)
{
	struct folio folio;

	folio_parse(&words, line, 0, strlen(line), &folio);
	assert_true(folio.shape != FOLIO_NONE);
	assert_int_equal(folio.date, date);
	assert_int_equal(folio.page_no, page_no);
	is_part(line, (uint32_t)folio.name_from, (uint32_t)folio.name_to, name);
	is_part(line, (uint32_t)folio.paper_from, (uint32_t)folio.paper_to, paper);
}

static void
test_a_page_and_its_name(void **state)
{
	(void)state;
	folio_is("第3版 要闻", 0, 3, "要闻", "");
	folio_is("要闻 A02", 0, 2, "要闻", "");
	folio_is("2024年3月14日 星期四 05版 法治", 20240314, 5, "法治", "");
	folio_is("山城日报 2024年3月14日 第5版 法治", 20240314, 5, "法治", "山城日报");
}

/* 头版 is the first page, and what it is called where its number stands there as well. */
static void
test_a_front_page(void **state)
{
	(void)state;
	folio_is("头版 2024年3月14日", 20240314, 1, "", "");
	folio_is("头版 要闻", 0, 1, "要闻", "");
	folio_is("01 头版", 0, 1, "头版", "");
}

static void
test_a_name_that_begins_as_a_weekday(void **state)
{
	(void)state;
	folio_is("星期日　04　星期刊", 0, 4, "星期刊", "");
	folio_is("2024年3月14日 星期四 6版 周末", 20240314, 6, "周末", "");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_a_page_and_its_name),
		cmocka_unit_test(test_a_front_page),
		cmocka_unit_test(test_a_name_that_begins_as_a_weekday),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
