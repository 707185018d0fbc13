/* core/place: the tables, what a person types, the user's file, threads, large input. */
#include "../lib/home.h"
#include "../lib/plain.h"
#include "../lib/temp.h"
#include "../lib/warned.h"

#include "base/buf.h"
#include "place/place.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* ---- districts -------------------------------------------------------------------------- */

static void
every_district_is_found_by_what_a_person_types(void **state)
{
	unsigned count;
	const struct district *d = gazetteer_districts(gazetteer, &count);

	(void)state;
	assert_int_equal(count, 17);
	for (unsigned i = 0; i < count; i++) {
		const char *spellings[] = {d[i].name, d[i].short_name, d[i].adcode, d[i].pinyin,
			d[i].initials, d[i].english};

		assert_int_equal(d[i].index, i);
		for (size_t j = 0; j < sizeof spellings / sizeof *spellings; j++)
			assert_ptr_equal(gazetteer_find(gazetteer, spellings[j], NULL), &d[i]);
	}
}

static void
other_spellings_are_found(void **state)
{
	static const struct {
		const char *typed, *name;
	} cases[] = {
		{"崇文区", "东城区"},
		{"宣武", "西城区"},
		{"通县", "通州区"},
		{"副中心", "通州区"},
		{"亦庄", "北京经济技术开发区"},
		{"yizhuang", "北京经济技术开发区"},
		{"ChangPing", "昌平区"},
		{"chang ping", "昌平区"},
		{"ＣＰ", "昌平区"},
		{"昌平區", "昌平区"},
		{"延庆县", "延庆区"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		const struct district *d = gazetteer_find(gazetteer, cases[i].typed, NULL);

		if (d == NULL || strcmp(d->name, cases[i].name) != 0)
			fail_msg("%s is not %s", cases[i].typed, cases[i].name);
	}
}

static void
what_is_no_district_gives_the_nearest(void **state)
{
	const struct district *nearest[3];

	(void)state;
	assert_null(gazetteer_find(gazetteer, "changpin", nearest));
	assert_string_equal(nearest[0]->name, "昌平区");
	assert_null(gazetteer_find(gazetteer, "海定", nearest));
	assert_string_equal(nearest[0]->name, "海淀区");
	assert_null(gazetteer_find(gazetteer, "昌坪", nearest));
	assert_string_equal(nearest[0]->name, "昌平区");
	assert_non_null(nearest[1]);
	assert_non_null(nearest[2]);
	assert_null(gazetteer_find(gazetteer, "", nearest));
	assert_null(nearest[0]);
	assert_null(gazetteer_find(gazetteer, "\xFF\xFE??", nearest));
	assert_null(gazetteer_find(gazetteer, "上海", NULL));
}

static void
tiles_of_the_map_do_not_overlap(void **state)
{
	unsigned count;
	const struct district *d = gazetteer_districts(gazetteer, &count);

	(void)state;
	for (unsigned i = 0; i < count; i++) {
		assert_in_range(d[i].row, 0, 7);
		assert_in_range(d[i].column, 0, 7);
		for (unsigned j = 0; j < i; j++)
			assert_true(d[i].row != d[j].row || d[i].column != d[j].column);
	}
}

/* ---- the user's file -------------------------------------------------------------------- */

static void
the_users_places_count_and_mistakes_are_told(void **state)
{
	static const char file[] = "# mine\n"
				   "青松里\t怀柔区\n"
				   "星河湾二期\thr\tquarter\n"
				   "无名堂\t火星区\n"
				   "只有名字\n"
				   "白果园\t密云\tcastle\n"
				   "劲松\t-\tstop\n"
				   "\xFF\xFE\t密云\n";
	char *folder = temp_new();
	struct warnings w = {0};
	struct gazetteer *own;
	struct arena *arena = arena_new(0);
	struct article article;
	struct place_result r;
	struct err err;

	(void)state;
	temp_puts(folder, "own.tsv", file);
	assert_int_equal(
		gazetteer_new(temp_path(folder, "own.tsv"), warned, &w, &own, &err), ERR_OK);
	assert_int_equal(w.count, 5);
	assert_non_null(strstr(w.text[0], ":3:"));
	assert_non_null(strstr(w.text[0], temp_path(folder, "own.tsv")));
	plain_article("青松里社区工会换届", "近日，青松里社区工会换届。", arena, &article);
	assert_int_equal(place_resolve(own, &article, arena, &r, &err), ERR_OK);
	assert_int_equal(r.primary, 0);
	assert_string_equal(r.hits[0].district->name, "怀柔区");
	plain_article("劲松不老", "劲松不老，常青常绿。", arena, &article);
	assert_int_equal(place_resolve(own, &article, arena, &r, &err), ERR_OK);
	assert_int_equal(r.hit_count, 0);
	gazetteer_free(own);
	arena_free(arena);
	temp_free(folder);
}

static void
only_a_user_file_that_is_there_can_be_wrong(void **state)
{
	struct warnings w = {0};
	struct gazetteer *own;
	struct err err;

	(void)state;
	assert_int_equal(gazetteer_new("/nonexistent/places.tsv", warned, &w, &own, &err), ERR_OK);
	assert_int_equal(w.count, 0);
	gazetteer_free(own);
	assert_int_equal(gazetteer_new("/tmp", warned, &w, &own, &err), ERR_OK);
	assert_int_equal(w.count, 1);
	gazetteer_free(own);
}

/* ---- threads and large input ------------------------------------------------------------- */

#define THREADS 8

struct work {
	const struct gazetteer *shared;
	unsigned right;
};

static void *
resolve_in_thread(void *ctx)
{
	struct work *work = ctx;
	struct arena *arena = arena_new(0);
	struct article article;
	struct place_result r;
	struct err err;

	plain_article("方庄街道总工会送理发", "近日，方庄街道总工会送理发。", arena, &article);
	for (unsigned i = 0; i < 20; i++) {
		if (place_resolve(work->shared, &article, arena, &r, &err) == ERR_OK &&
			r.primary == 0 && strcmp(r.hits[0].district->name, "丰台区") == 0)
			work->right++;
	}
	arena_free(arena);
	return NULL;
}

static void
threads_share_a_gazetteer(void **state)
{
	struct gazetteer *shared;
	struct work work[THREADS] = {{NULL, 0}};
	pthread_t threads[THREADS];
	struct err err;

	(void)state;
	assert_int_equal(gazetteer_new(NULL, NULL, NULL, &shared, &err), ERR_OK);
	for (unsigned i = 0; i < THREADS; i++) {
		work[i].shared = shared;
		assert_int_equal(pthread_create(&threads[i], NULL, resolve_in_thread, &work[i]), 0);
	}
	for (unsigned i = 0; i < THREADS; i++) {
		assert_int_equal(pthread_join(threads[i], NULL), 0);
		assert_int_equal(work[i].right, 20);
	}
	gazetteer_free(shared);
}

/* Every step is linear: what grows with the square would not end in a test's time. */
static void
a_very_long_article_of_nothing_but_names_ends(void **state)
{
	static const char *const words[] = {"朝阳区总工会、", "八里庄街道", "河北省保定市，",
		"经开区", "大兴", "昌平总工会举办", "城关街道", "“", "北京"};
	struct buf text = {0};
	struct arena *arena = arena_new(0);
	struct article article;
	struct place_result r;
	struct err err;

	(void)state;
	for (unsigned i = 0; i < 200000; i++)
		buf_adds(&text, words[i % 9 * 7 % 9]);
	assert_true(buf_ok(&text));
	plain_article("", buf_str(&text), arena, &article);
	assert_int_equal(place_resolve(gazetteer, &article, arena, &r, &err), ERR_OK);
	assert_true(r.hit_count > 0);
	buf_free(&text);
	arena_free(arena);
}

static void
an_empty_article_has_no_place(void **state)
{
	struct article article = {0};
	struct arena *arena = arena_new(0);
	struct place_result r;
	struct err err;

	(void)state;
	assert_int_equal(place_resolve(gazetteer, &article, arena, &r, &err), ERR_OK);
	assert_int_equal(r.primary, -1);
	assert_int_equal(r.hit_count, 0);
	assert_int_equal(r.outside_count, 0);
	arena_free(arena);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_district_is_found_by_what_a_person_types),
		cmocka_unit_test(other_spellings_are_found),
		cmocka_unit_test(what_is_no_district_gives_the_nearest),
		cmocka_unit_test(tiles_of_the_map_do_not_overlap),
		cmocka_unit_test(the_users_places_count_and_mistakes_are_told),
		cmocka_unit_test(only_a_user_file_that_is_there_can_be_wrong),
		cmocka_unit_test(threads_share_a_gazetteer),
		cmocka_unit_test(a_very_long_article_of_nothing_but_names_ends),
		cmocka_unit_test(an_empty_article_has_no_place),
	};

	return cmocka_run_group_tests_name("places", tests, home_open, home_close);
}
