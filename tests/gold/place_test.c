/*
 * Districts, mentions and places outside of the articles of whole pages, against what a careful
 * reader says.
 */
#include "../lib/gold_place.h"
#include "place/place.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <glob.h>
#include <stdio.h>
#include <string.h>

static struct parser *parser;
static struct gazetteer *gazetteer;

static void
count(const struct golden_page *gold, const struct place_result *results, struct gold_figures *f)
{
	for (unsigned i = 0; i < gold->article_count; i++) {
		if (!gold_count(&gold->articles[i], &results[i], f))
			gold_print(gold->source, i + 1, &gold->articles[i], &results[i]);
	}
}

static void
count_page(const struct golden_page *gold, const char *pages, struct arena *arena,
	struct gold_figures *f)
{
	char path[512], *bytes;
	struct page *page;
	struct err err;
	size_t size;

	snprintf(path, sizeof path, "%s/%s", pages, gold->source);
	bytes = golden_read_file(path, arena, &size);
	assert_non_null(bytes);
	assert_int_equal(page_parse(parser, bytes, size, gold->source, &page, &err), ERR_OK);
	assert_int_equal(page->article_count, gold->article_count);
	count(gold, gold_resolve_page(gazetteer, page, arena), f);
	page_free(page);
}

static void
count_gold(const struct golden_page *gold, struct arena *arena, struct gold_figures *f)
{
	count(gold, gold_resolve(gazetteer, gold, arena), f);
}

/* pages: the folder of the page files; NULL: the articles as gold has them. */
static struct gold_figures
measure(const char *pattern, const char *pages)
{
	struct gold_figures f = {0};
	glob_t files;

	assert_int_equal(glob(pattern, 0, NULL, &files), 0);
	for (size_t i = 0; i < files.gl_pathc; i++) {
		struct arena *arena = arena_new(0);
		const struct golden_page *gold;
		const char *why;

		gold = golden_load(files.gl_pathv[i], arena, &why);
		assert_non_null(gold);
		if (pages != NULL)
			count_page(gold, pages, arena, &f);
		else
			count_gold(gold, arena, &f);
		arena_free(arena);
	}
	globfree(&files);
	gold_print_figures(pattern, &f);
	return f;
}

static void
expect_all(const char *pattern, const char *pages, unsigned articles)
{
	struct gold_figures f = measure(pattern, pages);

	assert_int_equal(f.articles, articles);
	assert_int_equal(f.district, f.articles);
	assert_int_equal(f.mentions_right, f.mentions_gold);
	assert_int_equal(f.mentions_found, f.mentions_gold);
	assert_int_equal(f.outside_right, f.outside_gold);
	assert_int_equal(f.outside_found, f.outside_gold);
}

static void
sample_pages(void **state)
{
	(void)state;
	expect_all("tests/gold/seed_*.json", "seeds", 33);
}

static void
practice_pages_in_four_forms(void **state)
{
	static const char *const forms[] = {"plain", "md", "columns", "noisy"};

	(void)state;
	for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
		char pattern[128];

		snprintf(pattern, sizeof pattern, "tests/gold/practice/gold/*.%s.json", forms[i]);
		expect_all(pattern, "tests/gold/practice/pages", 23);
	}
}

/* Pages of many kinds, taken as gold has them: how they are cut is another test's. */
static void
written_articles_in_four_forms(void **state)
{
	static const char *const forms[] = {"plain", "md", "columns", "noisy"};

	(void)state;
	for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
		char pattern[128];
		struct gold_figures f;

		snprintf(pattern, sizeof pattern, "tests/gold/written/gold/*.%s.json", forms[i]);
		f = measure(pattern, NULL);
		assert_true(f.articles >= 156);
		assert_int_equal(f.district, f.articles);
		assert_int_equal(f.mentions_right, f.mentions_gold);
		assert_int_equal(f.mentions_found, f.mentions_gold);
	}
}

static void
expect_most(const char *pattern, unsigned percent)
{
	struct gold_figures f = measure(pattern, NULL);

	assert_true(f.articles >= 100);
	assert_true(f.district * 100 >= f.articles * percent);
	assert_true(f.mentions_right * 100 >= f.mentions_gold * 90);
	assert_true(f.mentions_right * 100 >= f.mentions_found * 95);
}

/* Pages of other hands, taken as gold has them: not all can be right, but hardly less than now. */
static void
pages_of_other_hands(void **state)
{
	(void)state;
	expect_most("tests/gold/others/gold/*.json", 97);
	expect_most("tests/gold/unseen/gold/*.json", 95);
}

static int
set_up(void **state)
{
	struct err err;

	(void)state;
	return parser_new(&parser, &err) == ERR_OK &&
			       gazetteer_new(NULL, NULL, NULL, &gazetteer, &err) == ERR_OK
		       ? 0
		       : -1;
}

static int
tear_down(void **state)
{
	(void)state;
	parser_free(parser);
	gazetteer_free(gazetteer);
	return 0;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(sample_pages),
		cmocka_unit_test(practice_pages_in_four_forms),
		cmocka_unit_test(written_articles_in_four_forms),
		cmocka_unit_test(pages_of_other_hands),
	};

	return cmocka_run_group_tests_name("places of pages", tests, set_up, tear_down);
}
