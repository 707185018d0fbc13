/* Which articles belong together: two halves, a reprint, a person that both name. */
#include "../lib/ok.h"
#include "../lib/temp.h"
#include "archive/archive.h"
#include "archive/import.h"
#include "query/query.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static struct err err;
static struct archive *archive;
static struct arena *arena;

#define REPRINT                                                                                                                           \
	"本报讯（记者 林晓雨）昌平区回龙观街道一处闲置三年的旧车棚，日前变成了一间四十平方米的" \
	"阅览室。书架由居民自己动手钉成，两千多册图书来自附近十六个小区的捐赠。\n"

static const struct {
	const char *name, *text;
} pages[] = {
	{"20240312_A01.txt", "2024年3月12日 星期二 第1版 要闻\n\n"
			     "老城水系分三段疏浚\n\n"
			     "本报讯（记者 何川）东段河道的清淤从上周开始，工人们在水里站了六天，"
			     "挖出的淤泥装了四百多车。河边的居民说，水已经能看见底。\n"
			     "（下转第3版）\n\n"
			     "旧车棚改成阅览室\n\n" REPRINT},
	{"20240312_A03.txt",
		"2024年3月12日 星期二 第3版 综合\n\n"
		"老城水系分三段疏浚\n\n"
		"（上接第1版）\n\n西段的石栏由匠人一块一块补齐，用的是从旧料场找来的青石。"
		"工程到六月才完，那时两岸的步道也会连起来。\n\n"
		"小路通了灯\n\n"
		"本报讯（记者 何川）密云区果园街道的居民反映了两年的小路，本周装上了二十盏"
		"灯。北京市总工会副主席郑文远说：“这一段路再也不用打着手电走了。”\n"},
	{"20240313_A01.txt",
		"2024年3月13日 星期三 第1版 要闻\n\n"
		"旧车棚变阅览室\n\n" REPRINT "\n"
		"厂里办起夜校\n\n"
		"本报讯（记者 周宁）每到星期四晚上，车间的灯亮到九点。北京市总工会副主席郑文"
		"远说：“我坐在最后一排，记了三页笔记。”\n"},
};

static int
set_up(void **state)
{
	const char *paths[1];
	struct import_report report;

	if (temp_open(state) != 0)
		return -1;
	for (size_t i = 0; i < sizeof pages / sizeof *pages; i++) {
		char name[64];

		snprintf(name, sizeof name, "pages/%s", pages[i].name);
		temp_puts(temp_folder, name, pages[i].text);
	}
	arena = arena_new(0);
	paths[0] = temp_path(temp_folder, "pages");
	OK(archive_open(temp_path(temp_folder, "archive.db"), ARCHIVE_WRITE, &archive, &err));
	OK(import_run(archive, paths, 1, NULL, &report, &err));
	assert_int_equal(report.articles, 6);
	return 0;
}

static int
tear_down(void **state)
{
	archive_close(archive);
	arena_free(arena);
	return temp_close(state);
}

/* The article of this page with this place on it. */
static article_key
article_at(const char *source, unsigned ordinal)
{
	struct filter *filter = filter_new();
	const struct row *rows;
	struct query *query;
	article_key key = 0;
	unsigned count;

	OK(filter_add(filter, FACET_SOURCE, source, &err));
	OK(query_open(archive, filter, &query, &err));
	OK(query_rows(query, SORT_PAGE, 0, false, 9, arena, &rows, &count, &err));
	for (unsigned i = 0; i < count; i++) {
		if (rows[i].ordinal == ordinal)
			key = rows[i].key;
	}
	query_close(query);
	filter_free(filter);
	assert_true(key > 0);
	return key;
}

static struct related
only_one(article_key key, unsigned limit)
{
	const struct related *list;
	unsigned count;

	OK(related_find(archive, key, limit, arena, &list, &count, &err));
	assert_int_equal(count, 1);
	return list[0];
}

static void
halves_find_each_other(void **state)
{
	article_key first = article_at("*12_A01.txt", 1), second = article_at("*12_A03.txt", 1);
	struct related other = only_one(first, 5);

	(void)state;
	assert_int_equal(other.key, second);
	assert_int_equal(other.relation, RELATION_JUMP);
	other = only_one(second, 5);
	assert_int_equal(other.key, first);
	assert_int_equal(other.relation, RELATION_JUMP);
}

static void
a_reprint_is_one(void **state)
{
	struct related other = only_one(article_at("*12_A01.txt", 2), 1);

	(void)state;
	assert_int_equal(other.key, article_at("*13_A01.txt", 1));
	assert_int_equal(other.relation, RELATION_REPRINT);
	assert_true(other.score > 0.9);
}

static void
a_person_leads_to_another(void **state)
{
	struct related other = only_one(article_at("*12_A03.txt", 2), 40);

	(void)state;
	assert_int_equal(other.key, article_at("*13_A01.txt", 2));
	assert_int_equal(other.relation, RELATION_SHARED);
	assert_string_equal(other.shared, "郑文远");
}

static void
nothing_is_asked_for(void **state)
{
	const struct related *list;
	unsigned count;

	(void)state;
	OK(related_find(archive, article_at("*12_A01.txt", 2), 0, arena, &list, &count, &err));
	assert_int_equal(count, 0);
	assert_int_equal(related_find(archive, 9999, 5, arena, &list, &count, &err), ERR_NOTFOUND);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(halves_find_each_other),
		cmocka_unit_test(a_reprint_is_one),
		cmocka_unit_test(a_person_leads_to_another),
		cmocka_unit_test(nothing_is_asked_for),
	};

	return cmocka_run_group_tests_name("related", tests, set_up, tear_down);
}
