/* A search gives what reading every article gives: random queries with random filters over random
 * pages, against a scan that knows nothing of the index.  A number as argument (or in
 * DIFFERENTIAL_N) runs so many queries. */
#include "../lib/ok.h"
#include "../lib/press.h"
#include "../lib/scan.h"
#include "../lib/temp.h"
#include "archive/archive.h"
#include "archive/import.h"
#include "query/query.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static struct err err;
static unsigned long wanted_queries = 1500;

/* ---- questions -------------------------------------------------------------------------- */

static struct seen *seen;
static unsigned seen_count;
static uint64_t dice = 7;

static uint32_t
below(uint32_t n)
{
	return press_below(&dice, n);
}

/* Some characters of an article's text, or babble. */
static void
pick_text(char out[256])
{
	const struct seen *s = &seen[below(seen_count)];
	const char *text = s->plain[below(WHERES)];
	unsigned chars = 1 + below(8);
	size_t at, n = 0;

	if (below(6) == 0 || text == NULL) {
		struct buf babble = {0};

		press_babble(&dice, 1 + below(3), &babble);
		snprintf(out, 256, "%s", buf_str(&babble));
		buf_free(&babble);
		return;
	}
	at = below((uint32_t)strlen(text));
	while (((unsigned char)text[at] & 0xC0) == 0x80)
		at++;
	for (; chars > 0 && text[at] != '\0' && text[at] != '\n'; chars--) {
		do
			out[n++] = text[at++];
		while (((unsigned char)text[at] & 0xC0) == 0x80);
	}
	out[n] = '\0';
}

/* Whether it can stand in quotes, and has something that can be looked for; folded gets it
 * unified, without the signs at its ends. */
static bool
is_askable(const char *text, char folded[512])
{
	struct buf buf = {0};
	const char *start;
	size_t len;

	unify(text, &buf);
	start = buf_str(&buf);
	start += *start == '|';
	len = strlen(start);
	len -= len > 0 && start[len - 1] == '|';
	snprintf(folded, 512, "%.*s", (int)len, start);
	buf_free(&buf);
	return *folded != '\0' && strpbrk(text, "\"") == NULL && strstr(text, "“") == NULL &&
	       strstr(text, "”") == NULL;
}

static void
ask_word(struct question *q)
{
	static const char *const zones[] = {"headline:", "body:", "记者："};
	struct one *w = &q->word[q->words];

	do
		pick_text(w->plain);
	while (!is_askable(w->plain, w->folded));
	w->negative = below(6) == 0;
	w->exact = below(6) == 0;
	w->where = below(4) == 0 ? (int)below(WHERES) : -1;
	w->joined = q->words > 0 && below(4) == 0;
	buf_adds(&q->query, w->joined ? " OR " : " ");
	buf_adds(&q->query, w->negative ? "-" : "");
	buf_adds(&q->query, w->where >= 0 ? zones[w->where] : "");
	buf_adds(&q->query, w->exact ? "＝" : "");
	buf_addf(&q->query, "\"%s\"", w->plain);
	q->words++;
}

static void
ask_facet(struct question *q, enum facet facet)
{
	const struct stored_article *a = seen[below(seen_count)].article;
	char text[64];
	int date = a->sheet.date;

	switch (facet) {
	case FACET_DISTRICT:
		OK(filter_add(q->filter, facet,
			a->places.primary >= 0 ? a->places.hits[a->places.primary].district->name
					       : "",
			&err));
		OK(filter_set_flag(q->filter, FILTER_MENTIONS, below(2) == 0, &err));
		break;
	case FACET_TOPIC:
		OK(filter_add(q->filter, facet,
			a->topics.hit_count > 0 ? a->topics.hits[0].topic->name : "", &err));
		break;
	case FACET_REPORTER:
		OK(filter_add(q->filter, facet,
			a->article.reporter_count > 0 ? a->article.reporters[0] : "", &err));
		break;
	case FACET_KIND:
		OK(filter_add(q->filter, facet, kind_name(a->article.kind), &err));
		break;
	case FACET_SOURCE:
		snprintf(text, sizeof text, "*%u.txt", below(10));
		OK(filter_add(q->filter, facet, text, &err));
		break;
	case FACET_YEAR:
		snprintf(text, sizeof text, "%d", date / 10000);
		OK(filter_add(q->filter, facet, text, &err));
		break;
	case FACET_MONTH:
		snprintf(text, sizeof text, "%d-%02d", date / 10000, date / 100 % 100);
		OK(filter_add(q->filter, facet, text, &err));
		break;
	default:
		snprintf(text, sizeof text, "%08d", date);
		OK(below(2) == 0 ? filter_since(q->filter, text, &err)
				 : filter_until(q->filter, text, &err));
		break;
	}
}

static void
ask(struct question *q)
{
	static const enum facet facets[] = {FACET_DISTRICT, FACET_TOPIC, FACET_REPORTER, FACET_KIND,
		FACET_SOURCE, FACET_YEAR, FACET_MONTH, FACET_COUNT};
	unsigned words = below(8) == 0 ? 0 : 1 + below(3);

	memset(q, 0, sizeof *q);
	q->filter = filter_new();
	assert_non_null(q->filter);
	while (q->words < words)
		ask_word(q);
	OK(filter_set_query(q->filter, buf_str(&q->query), &err));
	for (unsigned n = below(3); n > 0; n--)
		ask_facet(q, facets[below(sizeof facets / sizeof *facets)]);
}

static void
question_free(struct question *q)
{
	filter_free(q->filter);
	buf_free(&q->query);
}

/* ---- orders ----------------------------------------------------------------------------- */

static enum sort sorted_by;
static enum collation collation; /* of titles */

static int
compare_numbers(uint64_t a, uint64_t b)
{
	return (a > b) - (a < b);
}

static int
compare_titles(const char *a, const char *b)
{
	uint64_t x[TITLE_WORDS], y[TITLE_WORDS];
	int c = 0;

	title_order(collation, a, x);
	title_order(collation, b, y);
	for (unsigned i = 0; c == 0 && i < TITLE_WORDS; i++)
		c = compare_numbers(x[i], y[i]);
	return c;
}

static int
in_order(const void *a, const void *b)
{
	const struct seen *x = *(const struct seen *const *)a, *y = *(const struct seen *const *)b;
	int dx = x->article->sheet.date, dy = y->article->sheet.date, c = 0;

	if (sorted_by == SORT_NEWEST || sorted_by == SORT_OLDEST) {
		c = compare_numbers(dx == 0, dy == 0);
		if (c == 0)
			c = sorted_by == SORT_NEWEST ? compare_numbers((uint64_t)dy, (uint64_t)dx)
						     : compare_numbers((uint64_t)dx, (uint64_t)dy);
	} else if (sorted_by == SORT_LENGTH) {
		c = compare_numbers(y->article->article.chars, x->article->article.chars);
	}
	if (sorted_by == SORT_TITLE)
		c = compare_titles(x->article->article.label, y->article->article.label);
	if (c == 0)
		c = strcmp(x->article->source, y->article->source);
	return c != 0 ? c
		      : compare_numbers(x->article->article.ordinal, y->article->article.ordinal);
}

/* Windows forwards and backwards from everywhere, against the whole list. */
static void
check_windows(struct query *query, const struct seen **list, unsigned count, enum sort sort)
{
	struct arena *arena = arena_new(0);
	unsigned at = count > 0 ? below(count) : 0, limit = 1 + below(20), n;
	const struct row *rows;

	sorted_by = sort;
	qsort(list, count, sizeof(struct seen *), in_order);
	OK(query_rows(query, sort, 0, false, limit, arena, &rows, &n, &err));
	assert_int_equal(n, count < limit ? count : limit);
	for (unsigned i = 0; i < n; i++)
		assert_int_equal(rows[i].key, list[i]->article->key);
	OK(query_rows(query, sort, 0, true, limit, arena, &rows, &n, &err));
	for (unsigned i = 0; i < n; i++)
		assert_int_equal(rows[i].key, list[count - n + i]->article->key);
	if (count > 0) {
		OK(query_rows(
			query, sort, list[at]->article->key, false, limit, arena, &rows, &n, &err));
		assert_int_equal(n, count - at - 1 < limit ? count - at - 1 : limit);
		for (unsigned i = 0; i < n; i++)
			assert_int_equal(rows[i].key, list[at + 1 + i]->article->key);
		OK(query_rows(
			query, sort, list[at]->article->key, true, limit, arena, &rows, &n, &err));
		assert_int_equal(n, at < limit ? at : limit);
		for (unsigned i = 0; i < n; i++)
			assert_int_equal(rows[i].key, list[at - n + i]->article->key);
	}
	arena_free(arena);
}

/* Positions count hits that are not certain, so they are asked after settling. */
static void
check_positions(struct query *query, const struct seen **list, unsigned count, enum sort sort)
{
	unsigned at = count > 0 ? below(count) : 0;
	uint64_t position;
	article_key key;

	if (count == 0)
		return;
	OK(query_position(query, sort, list[at]->article->key, &position, &err));
	assert_int_equal(position, at);
	OK(query_at(query, sort, at, &key, &err));
	assert_int_equal(key, list[at]->article->key);
}

/* ---- counts ----------------------------------------------------------------------------- */

static void
check_counts(
	struct query *query, const struct seen **list, unsigned count, const struct filter *filter)
{
	struct arena *arena = arena_new(0);
	const struct facet_count *counts;
	unsigned n, sum = 0;

	OK(query_facets(query, FACET_KIND, false, 100, arena, &counts, &n, &err));
	for (unsigned i = 0; i < n; i++) {
		unsigned have = 0;

		for (unsigned k = 0; k < count; k++)
			have += strcmp(kind_name(list[k]->article->article.kind),
					counts[i].value) == 0;
		assert_int_equal(counts[i].count, have);
		sum += have;
	}
	assert_int_equal(sum, count);
	OK(query_facets(query, FACET_DISTRICT, false, 100, arena, &counts, &n, &err));
	sum = 0;
	/* With mentions an article counts for each of its districts. */
	for (unsigned i = 0; i < n && !filter_flag(filter, FILTER_MENTIONS); i++) {
		unsigned have = 0;

		for (unsigned k = 0; k < count; k++) {
			const struct place_result *p = &list[k]->article->places;

			have += strcmp(p->primary >= 0 ? p->hits[p->primary].district->name : "",
					counts[i].value) == 0;
		}
		assert_int_equal(counts[i].count, have);
		sum += have;
	}
	if (!filter_flag(filter, FILTER_MENTIONS))
		assert_int_equal(sum, count);
	arena_free(arena);
}

static void
check_summary(struct query *query, const struct seen **list, unsigned count)
{
	struct summary summary;
	uint64_t chars = 0;

	for (unsigned i = 0; i < count; i++)
		chars += list[i]->article->article.chars;
	OK(query_summary(query, &summary, &err));
	assert_int_equal(summary.articles, count);
	assert_int_equal(summary.chars, chars);
}

/* ---- all of it -------------------------------------------------------------------------- */

static void
tell_question(const struct question *q, const char *what, unsigned expected, uint64_t got)
{
	struct buf text = {0};

	filter_encode(q->filter, &text);
	print_error("%s: %s: %u expected, %llu there\n", buf_str(&text), what, expected,
		(unsigned long long)got);
	buf_free(&text);
}

static void
check_question(struct archive *archive, const struct question *q)
{
	static const enum sort sorts[] = {
		SORT_PAGE, SORT_NEWEST, SORT_OLDEST, SORT_TITLE, SORT_LENGTH};
	const struct seen **list = calloc(seen_count + 1, sizeof(struct seen *));
	enum sort sort = sorts[below(sizeof sorts / sizeof *sorts)];
	unsigned count = 0;
	struct query *query;
	uint64_t bound;
	bool exact;

	for (unsigned i = 0; i < seen_count; i++) {
		if (answers(&seen[i], q))
			list[count++] = &seen[i];
	}
	collation = below(2) == 0 ? COLLATE_PINYIN : COLLATE_STROKES;
	archive_set_collation(archive, collation);
	OK(query_open(archive, q->filter, &query, &err));
	bound = query_count(query, &exact);
	if (bound < count || (exact && bound != count)) {
		tell_question(q, exact ? "count" : "bound", count, bound);
		fail();
	}
	/* What is shown is right before everything has been looked at as well. */
	check_windows(query, list, count, sort);
	OK(query_settle(query, &err));
	bound = query_count(query, &exact);
	if (!exact || bound != count) {
		tell_question(q, "settled", count, bound);
		fail();
	}
	check_positions(query, list, count, sort);
	for (unsigned i = 0; i < count; i++)
		assert_true(query_has(query, list[i]->article->key));
	check_counts(query, list, count, q->filter);
	check_summary(query, list, count);
	query_close(query);
	free(list);
}

#define PAGES 72u

static const char *
page_name(unsigned i)
{
	static char name[64];

	snprintf(name, sizeof name, "pages/%u/%03u.txt", i % 3, i);
	return name;
}

static void
write_pages(const char *folder, unsigned count, unsigned days)
{
	const char *paragraph[64];
	struct buf text = {0};
	struct press press = {.paragraph = paragraph, .count = 64, .random = 3, .chars = 120};

	for (unsigned i = 0; i < 64; i++) {
		struct buf babble = {0};

		press_babble(&press.random, 20 + press_below(&press.random, 60), &babble);
		paragraph[i] = babble.data;
	}
	for (unsigned i = 0; i < count; i++) {
		buf_clear(&text);
		press_page(&press, (enum press_form)(i % PRESS_FORMS), 1 + i % 5,
			10000 + press_below(&press.random, days), &text);
		temp_write(folder, page_name(i), text.data, text.len);
	}
	for (unsigned i = 0; i < 64; i++)
		free((char *)paragraph[i]);
	buf_free(&text);
}

static void
check_questions(struct archive *archive, unsigned long count)
{
	for (unsigned long i = 0; i < count; i++) {
		struct question q;

		ask(&q);
		check_question(archive, &q);
		question_free(&q);
	}
}

static void
a_search_gives_what_reading_gives(void **state)
{
	char *folder = temp_new();
	char pages[512];
	const char *paths[] = {pages};
	struct arena *arena = arena_new(0);
	/* Many small segments of the index, with holes where pages were. */
	const struct import_options options = {.commit_bytes = 1, .prune = true};
	struct import_report report;
	struct archive *archive;

	(void)state;
	snprintf(pages, sizeof pages, "%s", temp_path(folder, "pages"));
	write_pages(folder, PAGES, 700);
	OK(archive_open(temp_path(folder, "archive.db"), ARCHIVE_WRITE, &archive, &err));
	OK(import_run(archive, paths, 1, &options, &report, &err));
	for (unsigned i = 0; i < PAGES; i += 6)
		assert_int_equal(unlink(temp_path(folder, page_name(i))), 0);
	OK(import_run(archive, paths, 1, &options, &report, &err));
	assert_int_equal(report.pruned, PAGES / 6);
	seen = see_all(archive, arena, &seen_count);
	check_questions(archive, wanted_queries);
	/* Segments that are older than the order by strokes, which are searched all the same. */
	temp_sql(temp_path(folder, "archive.db"), "DELETE FROM sorted WHERE id>>20&15=2");
	check_questions(archive, wanted_queries / 10);
	seen_free(seen, seen_count);
	archive_close(archive);
	arena_free(arena);
	temp_free(folder);
}

static enum err_code
is_next(void *ctx, article_key key, struct err *e)
{
	const struct row **row = ctx;

	(void)e;
	assert_int_equal(key, (*row)->key);
	++*row;
	return ERR_OK;
}

static void
check_order(struct query *query, enum sort sort)
{
	struct arena *arena = arena_new(0);
	const struct row *rows, *next;
	article_key key;
	unsigned count;

	OK(query_rows(query, sort, 0, false, 1000, arena, &rows, &count, &err));
	assert_int_equal(count, query_count(query, NULL));
	for (unsigned i = 0; i < count; i++) {
		OK(query_at(query, sort, i, &key, &err));
		assert_int_equal(key, rows[i].key);
	}
	assert_int_equal(query_at(query, sort, count, &key, &err), ERR_NOTFOUND);
	/* From a row on, some of them. */
	next = rows + 7;
	OK(query_each(query, sort, 7, count / 2, is_next, &next, &err));
	assert_ptr_equal(next, rows + 7 + count / 2);
	OK(query_each(query, sort, count, 5, is_next, &next, &err));
	next = rows;
	OK(query_each(query, sort, 0, UINT64_MAX, is_next, &next, &err));
	assert_ptr_equal(next, rows + count);
	arena_free(arena);
}

/* Each position of each order: of six hundred articles of two days, all of them, and those that do
 * not say a word that nobody says, which a query has to find out. */
static void
every_position_has_its_article(void **state)
{
	static const char *const asked[] = {"", "--query -囧囧囧", "--kind news"};
	char *folder = temp_new();
	char pages[512];
	const char *paths[] = {pages};
	struct import_report report;
	struct archive *archive;

	(void)state;
	snprintf(pages, sizeof pages, "%s", temp_path(folder, "pages"));
	write_pages(folder, 200, 2);
	OK(archive_open(temp_path(folder, "archive.db"), ARCHIVE_WRITE, &archive, &err));
	OK(import_run(archive, paths, 1, NULL, &report, &err));
	for (size_t i = 0; i < sizeof asked / sizeof *asked; i++) {
		struct filter *filter;
		struct query *query;

		OK(filter_decode(asked[i], &filter, &err));
		OK(query_open(archive, filter, &query, &err));
		assert_true(query_count(query, NULL) > (i < 2 ? 512 : 20));
		for (unsigned sort = 0; sort < SORT_COUNT; sort++)
			check_order(query, (enum sort)sort);
		query_close(query);
		filter_free(filter);
	}
	archive_close(archive);
	temp_free(folder);
}

int
main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(a_search_gives_what_reading_gives),
		cmocka_unit_test(every_position_has_its_article)};

	if (argc > 1)
		wanted_queries = strtoul(argv[1], NULL, 10);
	return cmocka_run_group_tests_name("search", tests, NULL, NULL);
}
