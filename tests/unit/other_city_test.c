/*
 * other_city_test.c - another home city is another set of the tables home-*.tsv, and nothing else.
 *
 * The tables of a part of Hangzhou stand in for the program's own; all others are those of data/.
 */
#include "../lib/home.h"
#include "../lib/plain.h"

#include "place/place.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

static const char districts[] =
	"杭州市\t杭州\t330100\thangzhou\thz\tHangzhou\t-\t-\tcity\t-\n"
	"上城区\t上城\t330102\tshangcheng\tsc\tShangcheng\t1\t1\tplain\t江干区\n"
	"拱墅区\t拱墅\t330105\tgongshu\tgs\tGongshu\t0\t1\tplain\t下城区\n"
	"西湖区\t西湖\t330106\txihu\txh\tXihu\t1\t0\tword\t-\n"
	"滨江区\t滨江\t330108\tbinjiang\tbj\tBinjiang\t2\t1\tword\t-\n";
static const char towns[] = "330102001\t清波街道\t-\t清波\t-\t-\n"
			    "330105013\t拱宸桥街道\t-\t拱宸桥\t-\t-\n"
			    "330106109\t留下街道\t-\t-\t留下\t-\n"
			    "330108001\t西兴街道\t-\t西兴\t-\t-\n";
static const char communities[] = "330102001\t定安路 清河坊\t-\t-\n";
static const char places[] = "本市 全市\t-\tcity\tthe home city without its name\n"
			     "江干区\t上城\tformer\tuntil 2021\n"
			     "灵隐寺 西溪湿地\t西湖\tvenue\tsights\n";
static const char stops[] = "西湖龙井\ta tea\n";

#define TABLE(text) text, (text) + sizeof(text) - 1

/* What is true of every city. */
#define KEPT(X)                                                                                    \
	X("china.tsv", data_china_tsv)                                                             \
	X("place-rules.tsv", data_place_rules_tsv)                                                 \
	X("place-stops.tsv", data_place_stops_tsv)                                                 \
	X("place-weights.tsv", data_place_weights_tsv)                                             \
	X("simplified.tsv", data_simplified_tsv)                                                   \
	X("surnames.tsv", data_surnames_tsv)                                                       \
	X("word-joins.tsv", data_word_joins_tsv)

#define X(name, symbol) extern const char(symbol)[], symbol##_end[];
KEPT(X)
#undef X

const struct table_file table_files[] = {
	{"home-districts.tsv", TABLE(districts)},
	{"home-towns.tsv", TABLE(towns)},
	{"home-communities.tsv", TABLE(communities)},
	{"home-places.tsv", TABLE(places)},
	{"home-stops.tsv", TABLE(stops)},
#define X(name, symbol) {name, symbol, symbol##_end},
	KEPT(X)
#undef X
		{NULL, NULL, NULL},
};

static void
its_districts_are_found_by_what_a_person_types(void **state)
{
	static const struct {
		const char *typed, *name;
	} cases[] = {
		{"西湖", "西湖区"},
		{"xihu", "西湖区"},
		{"gs", "拱墅区"},
		{"330108", "滨江区"},
		{"江干区", "上城区"},
	};
	unsigned count;

	(void)state;
	gazetteer_districts(gazetteer, &count);
	assert_int_equal(count, 4);
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		const struct district *d = gazetteer_find(gazetteer, cases[i].typed, NULL);

		assert_non_null(d);
		assert_string_equal(d->name, cases[i].name);
	}
	assert_null(gazetteer_find(gazetteer, "昌平区", NULL));
}

static void
its_articles_are_told_by_its_names(void **state)
{
	static const struct {
		const char *title, *text, *district, *mention, *outside;
	} cases[] = {
		{"拱墅区总工会举办夜校", "近日，拱墅区总工会举办夜校。", "拱墅区", NULL, NULL},
		{"清波街道有了驿站", "近日，清波街道建成驿站。", "上城区", NULL, NULL},
		{"江干区的老照片", "原江干区的老职工翻看老照片。", "上城区", NULL, NULL},
		{"春茶开采", "一杯西湖龙井，要炒三锅。", NULL, NULL, NULL},
		{"滨江职工走进西溪湿地", "近日，滨江区总工会组织职工走进西溪湿地。", "滨江区",
			"西湖区", NULL},
		{"京城来客", "近日，北京市朝阳区总工会一行来杭州市西湖区考察。", "西湖区", NULL,
			"北京市朝阳区"},
		{"他从海淀来", "工程师从北京海淀来到杭州创业。", NULL, NULL, "北京海淀"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct arena *arena = arena_new(0);
		struct article article;
		struct place_result r;
		struct err err;
		const char *got;

		plain_article(cases[i].title, cases[i].text, arena, &article);
		assert_int_equal(place_resolve(gazetteer, &article, arena, &r, &err), ERR_OK);
		got = r.primary < 0 ? "none" : r.hits[r.primary].district->name;
		assert_string_equal(got, cases[i].district == NULL ? "none" : cases[i].district);
		assert_int_equal(r.hit_count, (r.primary >= 0) + (cases[i].mention != NULL));
		if (cases[i].mention != NULL)
			assert_string_equal(r.hits[1].district->name, cases[i].mention);
		assert_int_equal(r.outside_count, cases[i].outside != NULL);
		if (cases[i].outside != NULL)
			assert_string_equal(r.outside[0], cases[i].outside);
		arena_free(arena);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(its_districts_are_found_by_what_a_person_types),
		cmocka_unit_test(its_articles_are_told_by_its_names),
	};

	return cmocka_run_group_tests_name("another home city", tests, home_open, home_close);
}
