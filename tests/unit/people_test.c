/* Whom an article quotes (people_cases.tsv), and what may come out wrong. */
#include "../lib/golden.h"
#include "../lib/home.h"
#include "../lib/plain.h"

#include "base/buf.h"
#include "topic/topic.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#define CASES "tests/unit/people_cases.tsv"

/* The people of a text as the table has them: "NAME=OFFICE; NAME", "" for nobody. */
static const char *
people_of(const char *text, struct arena *arena)
{
	struct article article;
	const struct person *people;
	struct buf out = {0};
	struct err err;
	unsigned count;
	const char *copy;

	plain_article("", text, arena, &article);
	assert_int_equal(people_find(lexicon, &article, arena, &people, &count, &err), ERR_OK);
	for (unsigned i = 0; i < count; i++) {
		buf_addf(&out, "%s%s%s%s", i == 0 ? "" : "; ", people[i].name,
			*people[i].office == '\0' ? "" : "=", people[i].office);
	}
	copy = arena_strdup(arena, buf_str(&out));
	assert_non_null(copy);
	buf_free(&out);
	return copy;
}

static void
people_as_in_the_table(void **state)
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
		const char *got = people_of(plain_field(row.field[0], arena), arena);

		assert_int_equal(row.count, 2);
		cases++;
		if (!field_is(row.field[1], got)) {
			wrong++;
			print_message("# %s:%u: [%s], not [%.*s]\n", CASES, row.line, got,
				(int)row.field[1].len, row.field[1].text);
		}
	}
	assert_true(cases > 50);
	assert_int_equal(wrong, 0);
	arena_free(arena);
}

static void
the_same_person_is_named_once_with_the_fuller_office(void **state)
{
	struct arena *arena = arena_new(0);

	(void)state;
	assert_string_equal(people_of("组长邓岚说，先听。¶热线中心组长邓岚说，再答。", arena),
		"邓岚=热线中心组长");
	arena_free(arena);
}

/* A name is not looked for across paragraphs. */
static void
paragraphs_end_names(void **state)
{
	struct arena *arena = arena_new(0);

	(void)state;
	assert_string_equal(people_of("这里有一位老工人¶王海说来就来。", arena), "王海");
	arena_free(arena);
}

static void
very_many_people_are_bounded(void **state)
{
	struct arena *arena = arena_new(0);
	struct buf text = {0};
	struct article article;
	const struct person *people;
	struct err err;
	unsigned count;

	(void)state;
	for (uint32_t i = 0; i < 30000; i++) {
		buf_adds(&text, "主任王");
		buf_add_ucs4(&text, 0x4E00 + i % 3000);
		buf_adds(&text, "说，");
	}
	assert_true(buf_ok(&text));
	plain_article("", buf_str(&text), arena, &article);
	assert_int_equal(people_find(lexicon, &article, arena, &people, &count, &err), ERR_OK);
	assert_in_range(count, 1, 1000);
	buf_free(&text);
	arena_free(arena);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(people_as_in_the_table),
		cmocka_unit_test(the_same_person_is_named_once_with_the_fuller_office),
		cmocka_unit_test(paragraphs_end_names),
		cmocka_unit_test(very_many_people_are_bounded),
	};

	return cmocka_run_group_tests_name("people", tests, lexicon_open, lexicon_close);
}
