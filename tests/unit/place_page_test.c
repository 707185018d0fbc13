/*
 * place_page_test.c - what only a whole page can tell: whose "our district" is.
 */
#include "../lib/plain.h"

#include "place/place.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#define ARTICLES_MAX 8

static struct gazetteer *gazetteer;

struct piece_of_news {
	const char *title, *text;
};

/* Resolves a page of these articles; results[i] is what is said about article i. */
static void
resolve(const struct piece_of_news *news, unsigned count, struct sheet *sheet, struct arena *arena,
	struct place_result results[ARTICLES_MAX])
{
	struct article articles[ARTICLES_MAX];
	struct page page = {
		.sheets = sheet, .sheet_count = 1, .articles = articles, .article_count = count};
	struct err err;

	assert_in_range(count, 1, ARTICLES_MAX);
	for (unsigned i = 0; i < count; i++) {
		plain_article(news[i].title, news[i].text, arena, &articles[i]);
		assert_int_equal(
			place_resolve(gazetteer, &articles[i], arena, &results[i], &err), ERR_OK);
	}
	assert_int_equal(place_settle_page(gazetteer, &page, results, arena, &err), ERR_OK);
}

static const char *
district_of(const struct place_result *r)
{
	return r->primary < 0 ? "none" : r->hits[r->primary].district->name;
}

static const struct piece_of_news own = {
	"路口信号灯改造", "自5月8日起，区交通支队对路口信号灯进行改造，我区驾驶员请绕行。"};

static void
our_district_is_the_one_of_most_articles(void **state)
{
	const struct piece_of_news news[] = {
		{"平谷区评出十名好师傅", "近日，平谷区总工会评出十名好师傅。"},
		{"马坊镇办夜校", "近日，平谷区马坊镇开办夜校。"},
		own,
		{"大桃采摘赛收官", "近日，平谷区大桃采摘赛收官。"},
		{"区里的新规矩", "今年，区委提出三条新规矩，海淀区的经验也被写了进去。"},
	};
	struct arena *arena = arena_new(0);
	struct place_result results[ARTICLES_MAX];
	struct sheet sheet = {0};

	(void)state;
	resolve(news, 5, &sheet, arena, results);
	assert_string_equal(district_of(&results[2]), "平谷区");
	assert_int_equal(results[2].hit_count, 1);
	assert_int_equal(results[2].hits[0].evidence_count, 1);
	assert_string_equal(results[2].hits[0].evidence[0].text, "区交通");
	assert_int_equal(results[2].hits[0].evidence[0].start, strlen("自5月8日起，"));
	assert_true(results[2].margin > 0);
	/* What another district is named in stays as it is. */
	assert_string_not_equal(district_of(&results[4]), "平谷区");
	arena_free(arena);
}

static void
our_district_is_the_one_of_the_paper(void **state)
{
	const struct piece_of_news news[] = {own, {"雪后扫街忙", "环卫工人凌晨三点上街扫雪。"}};
	struct arena *arena = arena_new(0);
	struct place_result results[ARTICLES_MAX];
	struct sheet paper = {.paper = "昌平报"}, name = {.page_name = "今日怀柔"};

	(void)state;
	resolve(news, 2, &paper, arena, results);
	assert_string_equal(district_of(&results[0]), "昌平区");
	assert_string_equal(district_of(&results[1]), "none");
	resolve(news, 2, &name, arena, results);
	assert_string_equal(district_of(&results[0]), "怀柔区");
	arena_free(arena);
}

static void
our_district_is_nobody_s_on_a_mixed_page(void **state)
{
	const struct piece_of_news news[] = {
		{"平谷区评出十名好师傅", "近日，平谷区总工会评出十名好师傅。"},
		{"密云区办夜校", "近日，密云区总工会开办夜校。"},
		{"平谷大桃开摘", "近日，平谷区大桃开摘。"},
		own,
	};
	struct arena *arena = arena_new(0);
	struct place_result results[ARTICLES_MAX];
	struct sheet sheet = {.paper = "劳动午报", .page_name = "综合新闻"};

	(void)state;
	resolve(news, 4, &sheet, arena, results);
	assert_string_equal(district_of(&results[3]), "none");
	assert_int_equal(results[3].hit_count, 0);
	arena_free(arena);
}

static void
each_sheet_is_asked_for_itself(void **state)
{
	struct arena *arena = arena_new(0);
	struct article articles[2];
	struct sheet sheets[] = {{.paper = "昌平报"}, {.paper = "密云报"}};
	struct page page = {
		.sheets = sheets, .sheet_count = 2, .articles = articles, .article_count = 2};
	struct place_result results[2];
	struct err err;

	(void)state;
	for (unsigned i = 0; i < 2; i++) {
		plain_article(own.title, own.text, arena, &articles[i]);
		articles[i].sheet = i;
		assert_int_equal(
			place_resolve(gazetteer, &articles[i], arena, &results[i], &err), ERR_OK);
	}
	assert_int_equal(place_settle_page(gazetteer, &page, results, arena, &err), ERR_OK);
	assert_string_equal(district_of(&results[0]), "昌平区");
	assert_string_equal(district_of(&results[1]), "密云区");
	arena_free(arena);
}

static int
make_gazetteer(void **state)
{
	struct err err;

	(void)state;
	return gazetteer_new(NULL, NULL, NULL, &gazetteer, &err) == ERR_OK ? 0 : -1;
}

static int
free_gazetteer(void **state)
{
	(void)state;
	gazetteer_free(gazetteer);
	return 0;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(our_district_is_the_one_of_most_articles),
		cmocka_unit_test(our_district_is_the_one_of_the_paper),
		cmocka_unit_test(our_district_is_nobody_s_on_a_mixed_page),
		cmocka_unit_test(each_sheet_is_asked_for_itself),
	};

	return cmocka_run_group_tests_name(
		"places of a page", tests, make_gazetteer, free_gazetteer);
}
