/* core/topic: what headlines and leads are about (topic_cases.tsv), and the user's file. */
#include "../lib/golden.h"
#include "../lib/home.h"
#include "../lib/plain.h"
#include "../lib/temp.h"
#include "../lib/warned.h"

#include "base/buf.h"
#include "topic/topic.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define CASES "tests/unit/topic_cases.tsv"

static int
index_of(const struct topic_result *r, struct field name)
{
	for (unsigned i = 0; i < r->hit_count; i++) {
		if (field_is(name, r->hits[i].topic->name))
			return (int)i;
	}
	return -1;
}

static bool
is_right(const struct table_row *row, const struct topic_result *r)
{
	struct field want = row->field[2], word;
	bool first = true;

	if (want.len == 0 && r->hit_count > 0)
		return false;
	for (; field_word(&want, &word); first = false) {
		int at = index_of(r, word);

		if (at < 0 || (first && at != 0))
			return false;
	}
	return index_of(r, row->field[3]) < 0;
}

static void
print_result(const struct table_row *row, const struct topic_result *r)
{
	print_message("# %s:%u %.*s: wanted %.*s, got", CASES, row->line, (int)row->field[0].len,
		row->field[0].text, (int)row->field[2].len, row->field[2].text);
	for (unsigned i = 0; i < r->hit_count; i++) {
		print_message(" %s/%d(", r->hits[i].topic->name, r->hits[i].score);
		for (unsigned j = 0; j < r->hits[i].evidence_count && j < 4; j++)
			print_message("%s ", r->hits[i].evidence[j].text);
		print_message(")");
	}
	print_message("\n");
}

static void
topics_as_in_the_table(void **state)
{
	struct arena *arena = arena_new(0);
	struct table_reader reader;
	struct table_row row;
	struct err err;
	unsigned cases = 0, wrong = 0;
	size_t len;
	const char *text = golden_read_file(CASES, arena, &len);

	(void)state;
	assert_non_null(text);
	table_open(&reader, CASES, text, len);
	while (table_next(&reader, &row, &err)) {
		struct article article;
		struct topic_result r;

		assert_int_equal(row.count, 4);
		plain_article(plain_field(row.field[0], arena), plain_field(row.field[1], arena),
			arena, &article);
		assert_int_equal(topic_resolve(lexicon, &article, arena, &r, &err), ERR_OK);
		cases++;
		if (!is_right(&row, &r)) {
			wrong++;
			print_result(&row, &r);
		}
	}
	assert_true(cases > 60);
	assert_int_equal(wrong, 0);
	arena_free(arena);
}

static void
every_topic_is_found_by_what_a_person_types(void **state)
{
	unsigned count;
	const struct topic *t = lexicon_topics(lexicon, &count), *nearest[3];

	(void)state;
	assert_in_range(count, 12, 24);
	for (unsigned i = 0; i < count; i++) {
		assert_int_equal(t[i].index, i);
		assert_ptr_equal(lexicon_find(lexicon, t[i].name, NULL), &t[i]);
		assert_ptr_equal(lexicon_find(lexicon, t[i].english, NULL), &t[i]);
		assert_ptr_equal(lexicon_find(lexicon, t[i].pinyin, NULL), &t[i]);
		assert_ptr_equal(lexicon_find(lexicon, t[i].initials, NULL), &t[i]);
	}
	assert_null(lexicon_find(lexicon, "新就业形", nearest));
	assert_string_equal(nearest[0]->name, "新就业形态");
}

static void
hits_are_strongest_first_and_evidence_in_order(void **state)
{
	struct arena *arena = arena_new(0);
	struct article article;
	struct topic_result r;
	struct err err;

	(void)state;
	plain_article("外卖行业签下集体合同",
		"骑手与企业集体协商，签下集体合同。¶骑手说，心里踏实了。", arena, &article);
	assert_int_equal(topic_resolve(lexicon, &article, arena, &r, &err), ERR_OK);
	assert_true(r.hit_count >= 2);
	for (unsigned i = 0; i < r.hit_count; i++) {
		assert_true(r.hits[i].evidence_count > 0);
		if (i > 0)
			assert_true(r.hits[i].score <= r.hits[i - 1].score);
	}
	arena_free(arena);
}

static void
the_users_topics_count_and_mistakes_are_told(void **state)
{
	static const char file[] = "topic\t园艺\tGardening\tyuanyi\tyy\n"
				   "word\t园艺\t5\t多肉 盆栽\n"
				   "word\t航天\t5\t火箭\n"
				   "word\t园艺\tmany\t花盆\n"
				   "herb\t园艺\n"
				   "word\t婚恋交友\t5\t鹊桥会\n";
	char *folder = temp_new();
	struct warnings w = {0};
	struct lexicon *own;
	struct arena *arena = arena_new(0);
	struct article article;
	struct topic_result r;
	struct err err;

	(void)state;
	temp_puts(folder, "own.tsv", file);
	assert_int_equal(lexicon_new(temp_path(folder, "own.tsv"), warned, &w, &own, &err), ERR_OK);
	assert_int_equal(w.count, 3);
	assert_non_null(strstr(w.text[0], ":3:"));
	assert_non_null(strstr(w.text[1], ":4:"));
	assert_non_null(strstr(w.text[2], ":5:"));
	assert_non_null(lexicon_find(own, "yuanyi", NULL));
	plain_article("多肉盆栽上了窗台", "职工领养多肉盆栽。", arena, &article);
	assert_int_equal(topic_resolve(own, &article, arena, &r, &err), ERR_OK);
	assert_true(r.hit_count > 0);
	assert_string_equal(r.hits[0].topic->name, "园艺");
	plain_article("七夕鹊桥会", "鹊桥会热闹开场。", arena, &article);
	assert_int_equal(topic_resolve(own, &article, arena, &r, &err), ERR_OK);
	assert_string_equal(r.hits[0].topic->name, "婚恋交友");
	lexicon_free(own);
	arena_free(arena);
	temp_free(folder);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(topics_as_in_the_table),
		cmocka_unit_test(every_topic_is_found_by_what_a_person_types),
		cmocka_unit_test(hits_are_strongest_first_and_evidence_in_order),
		cmocka_unit_test(the_users_topics_count_and_mistakes_are_told),
	};

	return cmocka_run_group_tests_name("topics", tests, lexicon_open, lexicon_close);
}
