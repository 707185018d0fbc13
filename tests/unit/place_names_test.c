/* core/place: every name of the tables is found, and those that districts share are known. */
#include "../lib/golden.h"
#include "../lib/home.h"
#include "../lib/plain.h"

#include "base/buf.h"
#include "base/table.h"
#include "place/place.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define AMBIGUOUS "tests/unit/place_ambiguous.tsv"

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
	struct field words = row->field[6], word;
	char first[64];

	if (!field_word(&words, &word))
		return district_with_code(row->field[0].text, 6);
	snprintf(first, sizeof first, "%.*s", (int)word.len, word.text);
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
		while (field_word(&row.field[2], &name))
			expect_found("", name, d);
		while (field_word(&row.field[3], &name))
			expect_found("", name, d);
		while (field_word(&row.field[4], &name))
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

	while (field_word(&names, &name))
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
		while (field_word(&row.field[6], &word)) {
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

		while (field_word(&row.field[1], &word)) {
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

	while (field_word(&names, &word)) {
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
			if (field_word(&districts, &word)) {
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

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_district_is_found_by_its_full_and_short_name),
		cmocka_unit_test(every_town_is_found_by_its_full_and_short_names),
		cmocka_unit_test(every_name_that_districts_share_is_listed),
	};

	return cmocka_run_group_tests_name("names of places", tests, home_open, home_close);
}
