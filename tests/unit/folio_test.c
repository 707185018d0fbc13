/* Dates and page numbers in the names of files, on the edge of a page, in the mark of a jump. */
#include "../lib/home.h"
#include "../lib/ok.h"
#include "page/folio.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <string.h>

static struct err err;

static void
names_of_files_are_read(void **state)
{
	static const struct {
		const char *name;
		int date, page;
	} cases[] = {
		{"20240312_A02.txt", 20240312, 2},
		{"folder.d/20240312.txt", 20240312, 0},
		{"20240312/a.txt", 0, 0},
		{"20240312_第3版.txt", 20240312, 3},
		{"20240312 -.12.txt", 20240312, 12},
		{"20240312-abcd7.txt", 20240312, 7},
		{"20240312-abcde7.txt", 20240312, 0},
		{"20240312_Z999.txt", 20240312, 999},
		{"20240312_{1.txt", 20240312, 0},
		{"20240312_1000.txt", 20240312, 0},
		{"20240312_00.txt", 20240312, 0},
		{"2024-03-12_5.txt", 20240312, 5},
		{"2024年3月12日 6.txt", 20240312, 6},
		{"日报20240312-08.md", 20240312, 8},
		{"920240312.txt", 0, 0},
		{"202403121.txt", 0, 0},
		{"20241312.txt", 0, 0},
		{"20240012.txt", 0, 0},
		{"20240300.txt", 0, 0},
		{"20240332.txt", 0, 0},
		{"18491231.txt", 0, 0},
		{"18500101.txt", 18500101, 0},
		{"21991231.txt", 21991231, 0},
		{"22000101.txt", 0, 0},
		{"2024-13-12.txt", 0, 0},
		{"2024.txt", 0, 0},
		{"\xFF"
		 "20240312.txt",
			0, 0},
		{"", 0, 0},
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		int date, page;

		folio_from_name(cases[i].name, &date, &page);
		if (date != cases[i].date || page != cases[i].page)
			fail_msg("“%s” is of %d, page %d", cases[i].name, date, page);
	}
}

/* A page with one article that goes on: its mark of a jump gives the number. */
static void
jumps_name_their_page(void **state)
{
	static const struct {
		const char *mark;
		enum jump jump;
		int page;
	} cases[] = {
		{"（下转第3版）", JUMP_TO, 3},
		{"（下转12版）", JUMP_TO, 12},
		{"（下转第十版）", JUMP_TO, 10},
		{"（下转第十二版）", JUMP_TO, 12},
		{"（下转第二十版）", JUMP_TO, 20},
		{"（下转第二十三版）", JUMP_TO, 23},
		{"（下转第二版）", JUMP_TO, 2},
		{"（下转第99999版）", JUMP_TO, 0},
		{"（上接第1版）", JUMP_FROM, 1},
		{"（紧接第4版）", JUMP_FROM, 4},
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		char text[1024];
		struct page *page;
		const struct article *a;

		snprintf(text, sizeof text,
			"2024年3月12日 星期二 第1版 要闻\n\n老城水系分三段疏浚\n\n本报讯（记者 "
			"何川）东段河"
			"道的清淤从上周开始，工人们在水里站了六天。河边的居民说，水已经能看见底。\n"
			"%s\n",
			cases[i].mark);
		OK(page_parse(parser, text, strlen(text), NULL, &page, &err));
		assert_int_equal(page->article_count, 1);
		a = &page->articles[0];
		if (a->jump != cases[i].jump || a->jump_page != cases[i].page)
			fail_msg("%s: jump %d, page %d", cases[i].mark, (int)a->jump, a->jump_page);
		page_free(page);
	}
}

/* What looks like a date and is none is no issue's date. */
static void
no_date_is_no_date(void **state)
{
	static const struct {
		const char *line;
		int date;
	} cases[] = {
		{"2024年3月12日 星期二 第1版 要闻", 20240312},
		{"2024年13月12日 星期二 第1版 要闻", 0},
		{"2024年3月32日 星期二 第1版 要闻", 0},
		{"2024年0月12日 星期二 第1版 要闻", 0},
		{"2024年3月0日 星期二 第1版 要闻", 0},
		{"1700年3月12日 星期二 第1版 要闻", 0},
		{"2900年3月12日 星期二 第1版 要闻", 0},
		{"· 第1版 2024年3月12日 ·", 20240312},
		{"第2版|2024.3.12|要闻/综合", 20240312},
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		char text[1024];
		struct page *page;

		snprintf(text, sizeof text, "%s\n\n小路通了灯\n\n本报讯 小路夜里亮了。\n",
			cases[i].line);
		OK(page_parse(parser, text, strlen(text), NULL, &page, &err));
		assert_true(page->sheet_count > 0);
		if (page->sheets[0].date != cases[i].date)
			fail_msg("“%s” is of %d", cases[i].line, page->sheets[0].date);
		page_free(page);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(names_of_files_are_read),
		cmocka_unit_test(jumps_name_their_page),
		cmocka_unit_test(no_date_is_no_date),
	};

	return cmocka_run_group_tests_name("folio", tests, parser_open, parser_close);
}
