/* tui/cite: the forms of a citation. */
#include "cite.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

static const char *const names[] = {"甲", "乙", "丙"};
static const char *const more[] = {"丁"};

static struct stored_article
example(void)
{
	struct stored_article a = {.id = "abcd2345efgh", .source = "20241107_A03.txt"};

	a.article.title = (struct rtext){.text = "题名", .len = 6};
	a.article.label = "题名";
	a.article.reporters = names;
	a.article.reporter_count = 2;
	a.sheet.paper = "某某日报";
	a.sheet.date = 20241107;
	a.sheet.page_no = 3;
	return a;
}

static void
assert_cite(enum cite_form form, const struct stored_article *a, const char *expected)
{
	struct buf out = {0};
	struct err err;

	assert_int_equal(cite(form, a, &out, &err), ERR_OK);
	assert_string_equal(out.data, expected);
	buf_free(&out);
}

static void
gbt7714_has_what_is_known(void **state)
{
	struct stored_article a = example();

	(void)state;
	assert_cite(CITE_GBT7714, &a, "甲, 乙. 题名[N]. 某某日报, 2024-11-07(3).\n");
	a.article.reporter_count = 3;
	a.article.correspondents = more;
	a.article.correspondent_count = 1;
	a.sheet.paper = NULL;
	assert_cite(CITE_GBT7714, &a, "甲, 乙, 丙, 等. 题名[N]. 2024-11-07(3).\n");
	a.article.reporter_count = a.article.correspondent_count = 0;
	a.article.title.text = NULL;
	a.article.label = "近日，某区";
	a.sheet.date = a.sheet.page_no = 0;
	assert_cite(CITE_GBT7714, &a, "[近日，某区][N].\n");
}

static void
bibtex_is_escaped(void **state)
{
	struct stored_article a = example();

	(void)state;
	a.article.label = "50% {A}_\\";
	assert_cite(CITE_BIBTEX, &a,
		"@article{abcd2345efgh,\n  author = {甲 and 乙},\n"
		"  title = {50\\% \\{A\\}\\_\\textbackslash{}},\n  journal = {某某日报},\n"
		"  date = {2024-11-07},\n  year = {2024},\n  pages = {3},\n  langid = {chinese},\n"
		"  file = {20241107\\_A03.txt},\n}\n");
}

static void
forms_have_names(void **state)
{
	(void)state;
	assert_int_equal(cite_form_from_name("gbt7714"), CITE_GBT7714);
	assert_int_equal(cite_form_from_name("bibtex"), CITE_BIBTEX);
	assert_int_equal(cite_form_from_name("apa"), CITE_FORMS);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(gbt7714_has_what_is_known),
		cmocka_unit_test(bibtex_is_escaped),
		cmocka_unit_test(forms_have_names),
	};

	return cmocka_run_group_tests_name("cite", tests, NULL, NULL);
}
