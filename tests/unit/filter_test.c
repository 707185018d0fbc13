/* core/query/filter: what a person writes becomes a filter, and what is wrong is named. */
#include "../lib/home.h"
#include "base/buf.h"
#include "query/filter.h"
#include "topic/topic.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <string.h>

static struct err err;

static int
set_up(void **state)
{
	return home_open(state) == 0 ? lexicon_open(state) : -1;
}

static int
tear_down(void **state)
{
	lexicon_close(state);
	return home_close(state);
}

static void
values_as_a_person_writes_them(void **state)
{
	static const struct {
		enum facet facet;
		const char *typed, *value; /* NULL: wrong */
	} cases[] = {
		{FACET_DISTRICT, "cp", "昌平区"},
		{FACET_DISTRICT, "none", ""},
		{FACET_DISTRICT, "changpin", NULL},
		{FACET_DISTRICT, "上海", NULL},
		{FACET_TOPIC, "none", ""},
		{FACET_TOPIC, "没有的主题", NULL},
		{FACET_TOPIC, "laom", NULL},
		{FACET_KIND, "photo", "photo"},
		{FACET_KIND, "photos", NULL},
		{FACET_YEAR, "2024", "2024"},
		{FACET_YEAR, "24", NULL},
		{FACET_YEAR, "20245", NULL},
		{FACET_YEAR, "2o24", NULL},
		{FACET_MONTH, "2024-11", "2024-11"},
		{FACET_MONTH, "202411", "2024-11"},
		{FACET_MONTH, "2024/11", NULL},
		{FACET_MONTH, "2024-1", NULL},
		{FACET_MONTH, "2024-11-07", NULL},
		{FACET_REPORTER, "李明", "李明"},
		{FACET_SECTION, "要闻", "要闻"},
		{FACET_SOURCE, "*.txt", "*.txt"},
		{FACET_PERSON, "王芳", "王芳"},
		{FACET_REPORTER, "\xFF", NULL},
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct filter *filter = filter_new();
		enum err_code code = filter_add_named(
			filter, cases[i].facet, cases[i].typed, gazetteer, lexicon, &err);

		if (cases[i].value == NULL) {
			if (code != ERR_USAGE || err.text[0] == '\0' ||
				filter_count(filter, cases[i].facet) != 0)
				fail_msg("“%s” is taken", cases[i].typed);
		} else {
			if (code != ERR_OK || filter_count(filter, cases[i].facet) != 1 ||
				!filter_has(filter, cases[i].facet, cases[i].value))
				fail_msg("“%s” is not taken", cases[i].typed);
		}
		filter_free(filter);
	}
}

/* A topic as the program knows it, by its name and as it is typed. */
static void
every_topic_is_found(void **state)
{
	unsigned count;
	const struct topic *t = lexicon_topics(lexicon, &count);

	(void)state;
	for (unsigned i = 0; i < count; i++) {
		const char *typed[] = {t[i].name, t[i].english, t[i].pinyin};

		for (size_t k = 0; k < sizeof typed / sizeof *typed; k++) {
			struct filter *filter = filter_new();

			assert_int_equal(filter_add_named(filter, FACET_TOPIC, typed[k], gazetteer,
						 lexicon, &err),
				ERR_OK);
			assert_true(filter_has(filter, FACET_TOPIC, t[i].name));
			filter_free(filter);
		}
	}
}

static void
dates(void **state)
{
	static const struct {
		const char *typed;
		int since, until; /* 0: wrong */
	} cases[] = {
		{"2024", 20240101, 20241231},
		{"2024-11", 20241101, 20241130},
		{"2024-02", 20240201, 20240229},
		{"2023-02", 20230201, 20230228},
		{"1900-02", 19000201, 19000228},
		{"2000-02", 20000201, 20000229},
		{"2024-11-07", 20241107, 20241107},
		{"20241107", 20241107, 20241107},
		{"x", 0, 0},
		{"0000", 0, 0},
		{"0000-01-01", 0, 0},
		{"2024-11-7", 0, 0},
		{"2024-1", 0, 0},
		{"/024", 0, 0},
		{"2024-13", 0, 0},
		{"2024-00", 0, 0},
		{"2024-11-31", 0, 0},
		{"2024-11-00", 0, 0},
		{"2023-02-29", 0, 0},
		{"2024-11-07x", 0, 0},
		{"2024-11-", 0, 0},
		{"99999999999", 0, 0},
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct filter *filter = filter_new();
		enum err_code want = cases[i].since != 0 ? ERR_OK : ERR_USAGE;

		if (filter_since(filter, cases[i].typed, &err) != want ||
			filter_until(filter, cases[i].typed, &err) != want ||
			filter_since_date(filter) != cases[i].since ||
			filter_until_date(filter) != cases[i].until)
			fail_msg("“%s”: %d to %d", cases[i].typed, filter_since_date(filter),
				filter_until_date(filter));
		filter_free(filter);
	}
}

static void
options_and_back(void **state)
{
	static const char *const right[] = {"", "--district 昌平区 --mentions",
		"--unread --starred", "--source \"*a b*\" --query \"工会 \\\"a b\\\"\"",
		"--since 2024-01-01 --until 2024-12-31",
		"--reporter 李明 --reporter 王芳 --kind photo", "--district none",
		"--year 2024 --month 2024-11 --person 王芳 --section 要闻 --topic 劳模"};
	static const char *const wrong[] = {"--nothing", "word", "--district", "--query",
		"--since never", "--until", "-", "--", "--kind"};

	(void)state;
	for (size_t i = 0; i < sizeof right / sizeof *right; i++) {
		struct filter *filter, *again, *copy;
		struct buf text = {0};

		if (filter_decode(right[i], &filter, &err) != ERR_OK)
			fail_msg("“%s”: %s", right[i], err.text);
		filter_encode(filter, &text);
		if (filter_decode(buf_str(&text), &again, &err) != ERR_OK)
			fail_msg("“%s”: %s", buf_str(&text), err.text);
		copy = filter_copy(again);
		assert_true(filter_equal(filter, copy));
		assert_true(filter_empty(filter) == (i == 0));
		while (filter_pop(copy))
			assert_false(filter_equal(filter, copy));
		assert_true(filter_empty(copy));
		filter_free(filter);
		filter_free(again);
		filter_free(copy);
		buf_free(&text);
	}
	for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
		struct filter *filter = NULL;

		if (filter_decode(wrong[i], &filter, &err) != ERR_USAGE || filter != NULL)
			fail_msg("“%s” is taken", wrong[i]);
	}
}

static void
parts_come_and_go(void **state)
{
	struct filter *filter = filter_new();
	char value[8];
	static char large[5000];

	(void)state;
	filter_remove(filter, FACET_REPORTER, "nobody");
	assert_int_equal(filter_add(filter, FACET_REPORTER, "a", &err), ERR_OK);
	assert_int_equal(filter_add(filter, FACET_REPORTER, "a", &err), ERR_OK);
	assert_int_equal(filter_parts(filter), 1);
	assert_int_equal(filter_set_flag(filter, FILTER_UNREAD, true, &err), ERR_OK);
	assert_int_equal(filter_set_flag(filter, FILTER_UNREAD, true, &err), ERR_OK);
	assert_int_equal(filter_set_flag(filter, FILTER_STARRED, false, &err), ERR_OK);
	assert_int_equal(filter_set_query(filter, "工", &err), ERR_OK);
	assert_int_equal(filter_set_query(filter, "会", &err), ERR_OK);
	assert_int_equal(filter_parts(filter), 3);
	assert_string_equal(filter_query(filter), "会");
	filter_remove_part(filter, 0);
	assert_int_equal(filter_count(filter, FACET_REPORTER), 0);
	assert_int_equal(filter_set_flag(filter, FILTER_UNREAD, false, &err), ERR_OK);
	assert_false(filter_flag(filter, FILTER_UNREAD));
	assert_int_equal(filter_set_query(filter, "", &err), ERR_OK);
	assert_true(filter_empty(filter));
	memset(large, 'x', sizeof large - 1);
	assert_int_equal(filter_add(filter, FACET_REPORTER, large, &err), ERR_USAGE);
	for (unsigned i = 0; i < 256; i++) {
		snprintf(value, sizeof value, "%u", i);
		assert_int_equal(filter_add(filter, FACET_REPORTER, value, &err), ERR_OK);
	}
	assert_int_equal(filter_add(filter, FACET_REPORTER, "one more", &err), ERR_LIMIT);
	assert_string_equal(filter_value(filter, FACET_REPORTER, 255), "255");
	filter_clear(filter, FACET_REPORTER);
	assert_true(filter_empty(filter));
	filter_free(filter);
}

static void
names_of_facets(void **state)
{
	(void)state;
	for (unsigned f = 0; f < FACET_COUNT; f++)
		assert_int_equal(facet_from_name(facet_name((enum facet)f)), f);
	assert_int_equal(facet_from_name("nothing"), FACET_COUNT);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(values_as_a_person_writes_them),
		cmocka_unit_test(every_topic_is_found),
		cmocka_unit_test(dates),
		cmocka_unit_test(options_and_back),
		cmocka_unit_test(parts_come_and_go),
		cmocka_unit_test(names_of_facets),
	};

	return cmocka_run_group_tests_name("filters", tests, set_up, tear_down);
}
