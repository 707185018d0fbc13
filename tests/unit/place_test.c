/* core/place: the tables, what a person types, the user's file, threads, large input. */
#include "../lib/golden.h"
#include "../lib/plain.h"

#include "base/buf.h"
#include "base/table.h"
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

#define AMBIGUOUS "tests/unit/place_ambiguous.tsv"

static struct gazetteer *gazetteer;

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

/* ---- names ------------------------------------------------------------------------------ */

static const struct district *
district_with_code(const char *code, size_t len)
{
	unsigned count;
	const struct district *d = gazetteer_districts(gazetteer, &count);

	for (unsigned i = 0; i < count; i++) {
		if (strlen(d[i].adcode) == len && memcmp(d[i].adcode, code, len) == 0)
			return &d[i];
	}
	return NULL;
}

/* What a sentence about a body of this place resolves to: its district, or NULL. */
static const struct district *
resolve_sentence(const char *before, struct field name, struct arena *arena)
{
	struct buf text = {0};
	struct article article;
	struct place_result r;
	struct err err;

	buf_addf(&text, "近日，%s%.*s总工会举办职工运动会。", before, (int)name.len, name.text);
	assert_true(buf_ok(&text));
	plain_article("", arena_strdup(arena, buf_str(&text)), arena, &article);
	buf_free(&text);
	assert_int_equal(place_resolve(gazetteer, &article, arena, &r, &err), ERR_OK);
	return r.primary < 0 ? NULL : r.hits[r.primary].district;
}

static bool
next_word(struct field *words, struct field *word)
{
	const char *space = memchr(words->text, ' ', words->len);

	if (words->len == 0)
		return false;
	word->text = words->text;
	word->len = space == NULL ? words->len : (size_t)(space - words->text);
	words->text += word->len + (space != NULL);
	words->len -= word->len + (space != NULL);
	return true;
}

/* Is this a name that several districts share, as the list has it? */
static bool
is_ambiguous(struct field name, struct arena *arena)
{
	struct table_reader reader;
	struct table_row row;
	struct err err;
	size_t len;
	char *text = golden_read_file(AMBIGUOUS, arena, &len);

	assert_non_null(text);
	table_open(&reader, AMBIGUOUS, text, len);
	while (table_next(&reader, &row, &err)) {
		if (row.field[0].len == name.len &&
			memcmp(row.field[0].text, name.text, name.len) == 0)
			return true;
	}
	return false;
}

static void
expect_found(const char *before, struct field name, const struct district *want)
{
	struct arena *arena = arena_new(0);
	const struct district *got = resolve_sentence(before, name, arena);

	if (got != want && !(got == NULL && is_ambiguous(name, arena)))
		fail_msg("%s%.*s is %s, not %s", before, (int)name.len, name.text,
			got == NULL ? "none" : got->name, want->name);
	arena_free(arena);
}

/* The district of a row of home-towns.tsv. */
static const struct district *
district_of(const struct table_row *row)
{
	char first[64];
	const char *space;

	if (row->field[6].len == 0)
		return district_with_code(row->field[0].text, 6);
	space = memchr(row->field[6].text, ' ', row->field[6].len);
	snprintf(first, sizeof first, "%.*s",
		(int)(space == NULL ? (ptrdiff_t)row->field[6].len : space - row->field[6].text),
		row->field[6].text);
	return gazetteer_find(gazetteer, first, NULL);
}

static void
every_town_is_found_by_its_full_and_short_names(void **state)
{
	struct table_reader reader;
	struct table_row row;
	struct field name;
	struct err err;
	const char *text;
	size_t len;
	unsigned towns = 0;

	(void)state;
	assert_true(table_builtin("home-towns.tsv", &text, &len));
	table_open(&reader, "home-towns.tsv", text, len);
	while (table_next(&reader, &row, &err)) {
		const struct district *d = district_of(&row);

		assert_non_null(d);
		towns++;
		expect_found(d->name, row.field[1], d);
		/* 张镇 is too short to be found without its district. */
		if (row.field[1].len > 6)
			expect_found("", row.field[1], d);
		while (next_word(&row.field[2], &name))
			expect_found("", name, d);
		while (next_word(&row.field[3], &name))
			expect_found("", name, d);
		while (next_word(&row.field[4], &name))
			expect_found(d->name, name, d);
	}
	assert_int_equal(towns, 343);
}

static void
every_district_is_found_by_its_full_and_short_name(void **state)
{
	unsigned count;
	const struct district *d = gazetteer_districts(gazetteer, &count);

	(void)state;
	for (unsigned i = 0; i < count; i++) {
		struct field full = {d[i].name, strlen(d[i].name)};
		struct field short_name = {d[i].short_name, strlen(d[i].short_name)};

		expect_found("", full, &d[i]);
		expect_found("", short_name, &d[i]);
		expect_found("北京", short_name, &d[i]);
	}
}

/* ---- names that several districts share -------------------------------------------------- */

struct owner {
	char name[128];
	char districts[4][64];
	unsigned count;
};

struct owners {
	struct owner *list;
	size_t count, cap;
};

static void
add_owner(struct owners *owners, struct field name, const struct district *d)
{
	struct owner *o = NULL;

	for (size_t i = 0; i < owners->count && o == NULL; i++) {
		if (strlen(owners->list[i].name) == name.len &&
			memcmp(owners->list[i].name, name.text, name.len) == 0)
			o = &owners->list[i];
	}
	if (o == NULL) {
		if (owners->count == owners->cap) {
			owners->cap = owners->cap == 0 ? 1024 : owners->cap * 2;
			owners->list = realloc(owners->list, owners->cap * sizeof *owners->list);
			assert_non_null(owners->list);
		}
		o = &owners->list[owners->count++];
		memset(o, 0, sizeof *o);
		snprintf(o->name, sizeof o->name, "%.*s", (int)name.len, name.text);
	}
	for (unsigned i = 0; i < o->count; i++) {
		if (strcmp(o->districts[i], d->name) == 0)
			return;
	}
	assert_in_range(o->count, 0, 3);
	snprintf(o->districts[o->count++], sizeof o->districts[0], "%s", d->name);
}

static void
add_owners(struct owners *owners, struct field names, const struct district *d)
{
	struct field name;

	while (next_word(&names, &name))
		add_owner(owners, name, d);
}

static void
gather_towns(struct owners *owners)
{
	struct table_reader reader;
	struct table_row row;
	struct err err;
	const char *text;
	size_t len;

	assert_true(table_builtin("home-towns.tsv", &text, &len));
	table_open(&reader, "home-towns.tsv", text, len);
	while (table_next(&reader, &row, &err)) {
		const struct district *d = district_with_code(row.field[0].text, 6);
		struct field word;

		for (unsigned i = 1; i <= 4; i++)
			add_owners(owners, row.field[i], d);
		while (next_word(&row.field[6], &word)) {
			char typed[64];

			snprintf(typed, sizeof typed, "%.*s", (int)word.len, word.text);
			add_owner(owners, row.field[1], gazetteer_find(gazetteer, typed, NULL));
		}
	}
}

static void
gather_places(struct owners *owners)
{
	struct table_reader reader;
	struct table_row row;
	struct err err;
	const char *text;
	size_t len;

	assert_true(table_builtin("home-places.tsv", &text, &len));
	table_open(&reader, "home-places.tsv", text, len);
	while (table_next(&reader, &row, &err)) {
		struct field word;

		while (next_word(&row.field[1], &word)) {
			char typed[64];

			snprintf(typed, sizeof typed, "%.*s", (int)word.len, word.text);
			add_owners(owners, row.field[0], gazetteer_find(gazetteer, typed, NULL));
		}
	}
}

/* Each word with `kind` behind it, unless it has it already. */
static void
add_kind_owners(
	struct owners *owners, struct field names, const char *kind, const struct district *d)
{
	struct field word, whole;
	char name[128];
	size_t len = strlen(kind);

	while (next_word(&names, &word)) {
		bool has = word.len > len && memcmp(word.text + word.len - len, kind, len) == 0;

		snprintf(name, sizeof name, "%.*s%s", (int)word.len, word.text, has ? "" : kind);
		whole.text = name;
		whole.len = strlen(name);
		add_owner(owners, whole, d);
	}
}

static void
gather_communities(struct owners *owners)
{
	struct table_reader reader;
	struct table_row row;
	struct err err;
	const char *text;
	size_t len;

	assert_true(table_builtin("home-communities.tsv", &text, &len));
	table_open(&reader, "home-communities.tsv", text, len);
	while (table_next(&reader, &row, &err)) {
		struct field districts = row.field[3], word;
		const struct district *d = district_with_code(row.field[0].text, 6);

		do {
			if (next_word(&districts, &word)) {
				char typed[64];

				snprintf(typed, sizeof typed, "%.*s", (int)word.len, word.text);
				d = gazetteer_find(gazetteer, typed, NULL);
			}
			add_kind_owners(owners, row.field[1], "社区", d);
			add_kind_owners(owners, row.field[2], "村", d);
		} while (districts.len > 0);
	}
}

static void
every_name_that_districts_share_is_listed(void **state)
{
	struct owners owners = {0};
	struct arena *arena = arena_new(0);
	struct table_reader reader;
	struct table_row row;
	struct err err;
	size_t len;
	char *text = golden_read_file(AMBIGUOUS, arena, &len);
	unsigned shared = 0, listed = 0;

	(void)state;
	assert_non_null(text);
	gather_towns(&owners);
	gather_places(&owners);
	gather_communities(&owners);
	for (size_t i = 0; i < owners.count; i++) {
		struct field name = {owners.list[i].name, strlen(owners.list[i].name)};

		if (owners.list[i].count < 2)
			continue;
		shared++;
		if (!is_ambiguous(name, arena))
			fail_msg("%s is in %s and %s, but not in %s", owners.list[i].name,
				owners.list[i].districts[0], owners.list[i].districts[1],
				AMBIGUOUS);
	}
	table_open(&reader, AMBIGUOUS, text, len);
	while (table_next(&reader, &row, &err))
		listed++;
	assert_int_equal(listed, shared);
	free(owners.list);
	arena_free(arena);
}

/* ---- the user's file -------------------------------------------------------------------- */

struct warnings {
	unsigned count;
	char text[8][ERR_TEXT_MAX];
};

static void
keep_warning(void *ctx, const struct err *err)
{
	struct warnings *w = ctx;

	assert_in_range(w->count, 0, 7);
	snprintf(w->text[w->count++], ERR_TEXT_MAX, "%s", err->text);
}

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
	char path[] = "/tmp/baolan-places-XXXXXX";
	struct warnings w = {0};
	struct gazetteer *own;
	struct arena *arena = arena_new(0);
	struct article article;
	struct place_result r;
	struct err err;
	int fd = mkstemp(path);

	(void)state;
	assert_true(fd >= 0);
	assert_int_equal(write(fd, file, sizeof file - 1), sizeof file - 1);
	close(fd);
	assert_int_equal(gazetteer_new(path, keep_warning, &w, &own, &err), ERR_OK);
	unlink(path);
	assert_int_equal(w.count, 5);
	assert_non_null(strstr(w.text[0], ":3:"));
	assert_non_null(strstr(w.text[0], path));
	plain_article("青松里社区工会换届", "近日，青松里社区工会换届。", arena, &article);
	assert_int_equal(place_resolve(own, &article, arena, &r, &err), ERR_OK);
	assert_int_equal(r.primary, 0);
	assert_string_equal(r.hits[0].district->name, "怀柔区");
	plain_article("劲松不老", "劲松不老，常青常绿。", arena, &article);
	assert_int_equal(place_resolve(own, &article, arena, &r, &err), ERR_OK);
	assert_int_equal(r.hit_count, 0);
	gazetteer_free(own);
	arena_free(arena);
}

static void
only_a_user_file_that_is_there_can_be_wrong(void **state)
{
	struct warnings w = {0};
	struct gazetteer *own;
	struct err err;

	(void)state;
	assert_int_equal(
		gazetteer_new("/nonexistent/places.tsv", keep_warning, &w, &own, &err), ERR_OK);
	assert_int_equal(w.count, 0);
	gazetteer_free(own);
	assert_int_equal(gazetteer_new("/tmp", keep_warning, &w, &own, &err), ERR_OK);
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

static int
set_up(void **state)
{
	struct err err;

	(void)state;
	return gazetteer_new(NULL, NULL, NULL, &gazetteer, &err) == ERR_OK ? 0 : -1;
}

static int
tear_down(void **state)
{
	(void)state;
	gazetteer_free(gazetteer);
	return 0;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_district_is_found_by_what_a_person_types),
		cmocka_unit_test(other_spellings_are_found),
		cmocka_unit_test(what_is_no_district_gives_the_nearest),
		cmocka_unit_test(tiles_of_the_map_do_not_overlap),
		cmocka_unit_test(every_district_is_found_by_its_full_and_short_name),
		cmocka_unit_test(every_town_is_found_by_its_full_and_short_names),
		cmocka_unit_test(every_name_that_districts_share_is_listed),
		cmocka_unit_test(the_users_places_count_and_mistakes_are_told),
		cmocka_unit_test(only_a_user_file_that_is_there_can_be_wrong),
		cmocka_unit_test(threads_share_a_gazetteer),
		cmocka_unit_test(a_very_long_article_of_nothing_but_names_ends),
		cmocka_unit_test(an_empty_article_has_no_place),
	};

	return cmocka_run_group_tests_name("places", tests, set_up, tear_down);
}
