/*
 * place_cases_test.c - sentences written against core/place (place_cases.tsv, place_traps.tsv).
 *
 * Every case is tried as it is written and as scanning garbles it: with
 * half-width punctuation, with stray spaces, in traditional characters.
 */
#include "../lib/golden.h"
#include "../lib/home.h"
#include "../lib/plain.h"

#include "base/buf.h"
#include "base/table.h"
#include "base/utf8.h"
#include "place/place.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The tables, and how many cases each has at least. */
static const struct {
	const char *file;
	unsigned cases;
} tables[] = {
	{"tests/unit/place_cases.tsv", 650},
	{"tests/unit/place_traps.tsv", 320},
};

#define ANY "*"

enum variant {
	AS_WRITTEN,
	HALF_WIDTH,
	STRAY_SPACES,
	TRADITIONAL,
	VARIANTS
};

static const char *const variant_names[VARIANTS] = {
	"as written", "half-width", "stray spaces", "traditional"};

/* Simplified to traditional, for characters of the Basic Multilingual Plane. */
static uint32_t traditional[0x10000];

/* ---- variants --------------------------------------------------------------------------- */

static const struct {
	const char *from, *to;
} half_width[] = {
	{"，", ","},
	{"：", ":"},
	{"；", ";"},
	{"！", "!"},
	{"？", "?"},
	{"（", "("},
	{"）", ")"},
	{"“", "\""},
	{"”", "\""},
	{"‘", "'"},
	{"’", "'"},
};

static void
add_half_width(struct buf *out, const char *p, size_t n)
{
	for (size_t i = 0; i < sizeof half_width / sizeof *half_width; i++) {
		if (strncmp(p, half_width[i].from, strlen(half_width[i].from)) == 0) {
			buf_adds(out, half_width[i].to);
			return;
		}
	}
	buf_add(out, p, n);
}

static char *
vary(const char *text, enum variant variant, struct arena *arena)
{
	struct buf out = {0};
	size_t n, count = 0;
	bool mark = false; /* of a block; stays as it is */
	char *copy;

	for (const char *p = text; *p != '\0'; p += n) {
		uint32_t c = utf8_get(p, &n);

		if (variant == HALF_WIDTH)
			add_half_width(&out, p, n);
		else if (variant == TRADITIONAL && c < 0x10000 && traditional[c] != 0)
			buf_add_ucs4(&out, traditional[c]);
		else
			buf_add(&out, p, n);
		mark = c == '@' || (mark && c != ' ');
		if (variant == STRAY_SPACES && !mark && ++count % 7 == 0)
			buf_addc(&out, ' ');
	}
	copy = arena_strdup(arena, buf_str(&out));
	assert_non_null(copy);
	buf_free(&out);
	return copy;
}

static void
read_traditional(void)
{
	struct table_reader reader;
	struct table_row row;
	struct err err;
	const char *text;
	size_t len, n;

	assert_true(table_builtin("simplified.tsv", &text, &len));
	table_open(&reader, "simplified.tsv", text, len);
	while (table_next(&reader, &row, &err)) {
		uint32_t c = utf8_get(row.field[0].text, &n);

		if (c < 0x10000 && row.field[1].len > 0)
			traditional[c] = utf8_get(row.field[1].text, &n);
	}
}

/* ---- comparing -------------------------------------------------------------------------- */

static bool
listed(struct field list, const char *name)
{
	size_t len = strlen(name);

	for (size_t i = 0; i + len <= list.len; i++) {
		if (memcmp(list.text + i, name, len) == 0 && (i == 0 || list.text[i - 1] == ' ') &&
			(i + len == list.len || list.text[i + len] == ' '))
			return true;
	}
	return false;
}

static unsigned
words_in(struct field list)
{
	unsigned count = list.len > 0;

	for (size_t i = 0; i < list.len; i++)
		count += list.text[i] == ' ';
	return count;
}

static bool
right_district(struct field want, const struct place_result *r)
{
	if (field_is(want, ANY))
		return true;
	if (r->primary < 0)
		return want.len == 0 || listed(want, "null");
	return listed(want, r->hits[r->primary].district->name);
}

static bool
right_mentions(struct field want, const struct place_result *r)
{
	unsigned found = 0;

	for (unsigned i = 0; i < r->hit_count; i++) {
		if ((int)i == r->primary)
			continue;
		if (!listed(want, r->hits[i].district->name))
			return false;
		found++;
	}
	if (r->primary >= 0 && listed(want, r->hits[r->primary].district->name))
		found++;
	return found == words_in(want);
}

static bool
right_outside(struct field want, const struct place_result *r)
{
	for (unsigned i = 0; i < r->outside_count; i++) {
		if (!listed(want, r->outside[i]))
			return false;
	}
	return r->outside_count == words_in(want);
}

static void
print_result(const char *file, const struct table_row *row, enum variant variant,
	const struct place_result *r)
{
	print_message("# %s:%u (%s): %.*s\n#   wanted %.*s | %.*s | %.*s\n#   got", file, row->line,
		variant_names[variant], (int)(row->field[0].len > 0 ? row->field[0].len : 60),
		row->field[0].len > 0 ? row->field[0].text : row->field[1].text,
		(int)row->field[2].len, row->field[2].text, (int)row->field[3].len,
		row->field[3].text, (int)row->field[4].len, row->field[4].text);
	for (unsigned i = 0; i < r->hit_count; i++) {
		print_message(" %s%s %d (", (int)i == r->primary ? "*" : "",
			r->hits[i].district->name, r->hits[i].score);
		for (unsigned j = 0; j < r->hits[i].evidence_count && j < 5; j++) {
			const struct place_evidence *e = &r->hits[i].evidence[j];

			print_message("%s%s/%s/%d", j == 0 ? "" : " ", e->text,
				place_position_name(e->position), e->weight);
		}
		print_message(")");
	}
	print_message(" margin %d | ", r->margin);
	for (unsigned i = 0; i < r->outside_count; i++)
		print_message("%s ", r->outside[i]);
	print_message("\n");
}

static bool
try_case(const char *file, const struct table_row *row, enum variant variant)
{
	struct arena *arena = arena_new(0);
	struct article article;
	struct place_result r;
	struct err err;
	bool right;

	assert_non_null(arena);
	plain_article(vary(plain_field(row->field[0], arena), variant, arena),
		vary(plain_field(row->field[1], arena), variant, arena), arena, &article);
	assert_int_equal(place_resolve(gazetteer, &article, arena, &r, &err), ERR_OK);
	right = right_district(row->field[2], &r) &&
		(field_is(row->field[3], ANY) || right_mentions(row->field[3], &r)) &&
		(field_is(row->field[4], ANY) || variant == TRADITIONAL ||
			right_outside(row->field[4], &r));
	if (!right)
		print_result(file, row, variant, &r);
	arena_free(arena);
	return right;
}

/* Tries every case of a table; returns how many are wrong. */
static unsigned
try_table(const char *file, enum variant variant, unsigned *cases)
{
	struct arena *arena = arena_new(0);
	struct table_reader reader;
	struct table_row row;
	struct err err;
	unsigned wrong = 0;
	const char *text;
	size_t len;

	text = golden_read_file(file, arena, &len);
	assert_non_null(text);
	table_open(&reader, file, text, len);
	*cases = 0;
	while (table_next(&reader, &row, &err)) {
		assert_in_range(row.count, 5, 6);
		++*cases;
		wrong += !try_case(file, &row, variant);
	}
	arena_free(arena);
	return wrong;
}

/* Runs every case in one form; all must come out right. */
static void
run(enum variant variant)
{
	unsigned wrong = 0, cases = 0;

	for (size_t i = 0; i < sizeof tables / sizeof *tables; i++) {
		unsigned found;

		wrong += try_table(tables[i].file, variant, &found);
		assert_true(found > tables[i].cases);
		cases += found;
	}
	if (wrong > 0)
		fail_msg("%u of %u cases are wrong (%s)", wrong, cases, variant_names[variant]);
}

static void
cases_as_written(void **state)
{
	(void)state;
	run(AS_WRITTEN);
}

static void
cases_with_half_width_punctuation(void **state)
{
	(void)state;
	run(HALF_WIDTH);
}

static void
cases_with_stray_spaces(void **state)
{
	(void)state;
	run(STRAY_SPACES);
}

static void
cases_in_traditional_characters(void **state)
{
	(void)state;
	read_traditional();
	run(TRADITIONAL);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(cases_as_written),
		cmocka_unit_test(cases_with_half_width_punctuation),
		cmocka_unit_test(cases_with_stray_spaces),
		cmocka_unit_test(cases_in_traditional_characters),
	};

	return cmocka_run_group_tests_name("place cases", tests, home_open, home_close);
}
