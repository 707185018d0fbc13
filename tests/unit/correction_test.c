/* What a reader corrected counts in articles, filters and counts as if the text said so. */
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

#include <stdlib.h>
#include <string.h>

#define MOST 64u
#define UNKNOWN "火星区"

static struct err err;
static struct archive *archive;
static struct marks *marks;
static struct arena *arena;
static const struct stored_article *article[MOST];
static unsigned article_count;

static void
read_articles(void)
{
	struct filter *filter = filter_new();
	struct query *query;
	const struct row *rows;

	OK(query_open(archive, filter, &query, &err));
	OK(query_rows(query, SORT_PAGE, 0, false, MOST, arena, &rows, &article_count, &err));
	for (unsigned i = 0; i < article_count; i++)
		OK(archive_article(archive, rows[i].key, arena, &article[i], &err));
	query_close(query);
	filter_free(filter);
}

static int
set_up(void **state)
{
	const char *paths[] = {"seeds", "tests/screen/pages"};
	struct import_report report;

	if (temp_open(state) != 0)
		return -1;
	arena = arena_new(0);
	OK(archive_open(temp_path(temp_folder, "archive.db"), ARCHIVE_WRITE, &archive, &err));
	OK(import_run(archive, paths, 2, NULL, &report, &err));
	OK(marks_open(temp_path(temp_folder, "marks.db"), &marks, &err));
	archive_set_marks(archive, marks);
	read_articles();
	return 0;
}

static int
tear_down(void **state)
{
	archive_close(archive);
	marks_close(marks);
	arena_free(arena);
	return temp_close(state);
}

static const char *
district_of(const struct stored_article *a)
{
	return a->places.primary >= 0 ? a->places.hits[a->places.primary].district->name : "";
}

static bool
names(const struct stored_article *a, const char *district)
{
	for (unsigned i = 0; i < a->places.hit_count; i++) {
		if (strcmp(a->places.hits[i].district->name, district) == 0)
			return true;
	}
	return false;
}

/* The first article that has several districts, or one, or none. */
static const struct stored_article *
with_districts(unsigned least, unsigned most)
{
	for (unsigned i = 0; i < article_count; i++) {
		if (article[i]->places.hit_count >= least && article[i]->places.hit_count <= most &&
			!article[i]->corrected)
			return article[i];
	}
	fail_msg("there is no article with %u to %u districts", least, most);
	return NULL;
}

static void
correct(const struct stored_article *a, const char *district)
{
	OK(marks_correct(marks, a->id, district, &err));
	read_articles();
}

/* A district that the text names, one that only the archive knows, one that nobody knows, none. */
static void
the_article_says_what_was_corrected(void **state)
{
	const struct stored_article *several = with_districts(2, 99), *a;
	const char *second = several->places.hits[several->places.primary == 0].district->name;
	const char *foreign = names(several, "延庆区") ? "密云区" : "延庆区";
	const struct {
		const char *name;
		unsigned added;
	} cases[] = {{second, 0}, {foreign, 1}, {UNKNOWN, 1}, {"", 0}};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		OK(marks_correct(marks, several->id, cases[i].name, &err));
		OK(archive_article(archive, several->key, arena, &a, &err));
		assert_true(a->corrected);
		assert_string_equal(district_of(a), cases[i].name);
		assert_int_equal(a->places.hit_count, several->places.hit_count + cases[i].added);
		assert_true(names(a, second));
	}
	OK(marks_correct(marks, several->id, NULL, &err));
	OK(archive_article(archive, several->key, arena, &a, &err));
	assert_false(a->corrected);
	assert_string_equal(district_of(a), district_of(several));
}

/* How many articles are of this district; mentions: or name it. */
static uint64_t
counted(const char *district, bool mentions)
{
	uint64_t n = 0;

	for (unsigned i = 0; i < article_count; i++) {
		bool of = strcmp(district_of(article[i]), district) == 0;

		if (mentions && *district == '\0')
			n += of && (article[i]->corrected || article[i]->places.hit_count == 0);
		else
			n += of || (mentions && names(article[i], district));
	}
	return n;
}

static uint64_t
found(const char *district, bool mentions)
{
	struct filter *filter = filter_new();
	struct query *query;
	uint64_t n;
	bool exact;

	OK(filter_add(filter, FACET_DISTRICT, district, &err));
	OK(filter_set_flag(filter, FILTER_MENTIONS, mentions, &err));
	OK(query_open(archive, filter, &query, &err));
	n = query_count(query, &exact);
	assert_true(exact);
	query_close(query);
	filter_free(filter);
	return n;
}

static void
counts_are_right(bool mentions)
{
	struct filter *filter = filter_new();
	const struct facet_count *counts;
	struct query *query;
	unsigned count;

	OK(filter_set_flag(filter, FILTER_MENTIONS, mentions, &err));
	OK(query_open(archive, filter, &query, &err));
	OK(query_facets(query, FACET_DISTRICT, false, 99, arena, &counts, &count, &err));
	assert_in_range(count, 3, 99);
	for (unsigned i = 0; i < count; i++) {
		if (counts[i].count != counted(counts[i].value, mentions))
			fail_msg("“%s”, %d: %d are counted", counts[i].value, mentions,
				(int)counts[i].count);
		assert_int_equal(found(counts[i].value, mentions), counts[i].count);
	}
	query_close(query);
	filter_free(filter);
}

static void
counts_and_filters_know_corrections(void **state)
{
	const struct stored_article *several = with_districts(2, 99);

	(void)state;
	counts_are_right(false);
	counts_are_right(true);
	/* Another of its own, one more, one that nobody knows, twice; none where there was one. */
	correct(several, several->places.hits[several->places.primary == 0].district->name);
	correct(with_districts(1, 99), "延庆区");
	correct(with_districts(1, 1), UNKNOWN);
	correct(with_districts(1, 1), UNKNOWN);
	correct(with_districts(0, 0), "密云区");
	correct(with_districts(1, 99), "");
	/* And of an article that is not there, and of what is no id. */
	OK(marks_correct(marks, "zzzzzzzzzzzz", "延庆区", &err));
	counts_are_right(false);
	counts_are_right(true);
	assert_int_equal(found(UNKNOWN, false), 2);
	assert_int_equal(found(UNKNOWN, true), 2);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_article_says_what_was_corrected),
		cmocka_unit_test(counts_and_filters_know_corrections),
	};

	return cmocka_run_group_tests_name("correction", tests, set_up, tear_down);
}
