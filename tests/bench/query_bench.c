/*
 * query_bench.c - what a reader waits for.
 *
 * Usage: query_bench ARCHIVE [SEED]
 *
 * Prints a line for each kind of question: what was asked, how often, the median and what 99 of
 * 100 stay below, in milliseconds.  COLD=1 asks the kernel to forget the file before each
 * search.  CLOCK=cpu measures the processor's time instead of the wall's, for a machine that
 * others use as well.
 */
#include "../lib/clock.h"
#include "../lib/press.h"
#include "archive/archive.h"
#include "query/query.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define SEARCHES 1000u

static struct err err;
static uint64_t dice = 1;
static struct archive *archive;
static article_key last_key;
static const char *path;
static clockid_t clock_used = CLOCK_MONOTONIC;

static double
now(void)
{
	return clock_seconds(clock_used) * 1e3;
}

static void
check(enum err_code code)
{
	if (code != ERR_OK) {
		fprintf(stderr, "query_bench: %s\n", err.text);
		exit(1);
	}
}

/* ---- times ------------------------------------------------------------------------------ */

struct times {
	double item[SEARCHES];
	unsigned count;
};

static int
rising(const void *a, const void *b)
{
	const double *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

static void
tell(const char *what, struct times *t)
{
	if (t->count == 0)
		return;
	qsort(t->item, t->count, sizeof *t->item, rising);
	printf("%-44s %5u %9.2f %9.2f %9.2f\n", what, t->count, t->item[t->count / 2],
		t->item[t->count * 99 / 100], t->item[t->count - 1]);
	t->count = 0;
}

static void
took(struct times *t, double since)
{
	if (t->count < SEARCHES)
		t->item[t->count++] = now() - since;
}

/* ---- questions -------------------------------------------------------------------------- */

/* Some characters in a row of a random article. */
static void
pick_word(char *out, size_t room, unsigned chars)
{
	struct arena *arena = arena_new(0);
	const struct stored_article *a;
	const char *text = "";
	size_t at, n = 0;

	for (;;) {
		article_key key = 1 + (article_key)press_below(&dice, (uint32_t)last_key);

		if (archive_article(archive, key, arena, &a, &err) != ERR_OK ||
			a->article.block_count == 0)
			continue;
		text = a->article.blocks[press_below(&dice, a->article.block_count)].text.text;
		at = press_below(&dice, (uint32_t)strlen(text));
		while (((unsigned char)text[at] & 0xC0) == 0x80)
			at++;
		for (unsigned i = 0; i < chars && (unsigned char)text[at] >= 0xE4 &&
				     (unsigned char)text[at] <= 0xE9 && n + 8 < room;
			i++) {
			memcpy(out + n, text + at, 3);
			n += 3;
			at += 3;
		}
		if (n > 0)
			break;
	}
	out[n] = '\0';
	arena_free(arena);
}

static struct filter *
pick_filter(unsigned i)
{
	static const char *const districts[] = {"昌平区", "海淀区", "东城区", "延庆区"};
	struct filter *filter = filter_new();
	char words[256];
	size_t n;

	pick_word(words, 64, 1 + i % 8);
	if (i % 3 == 1) {
		n = strlen(words);
		words[n++] = ' ';
		pick_word(words + n, 64, 1 + press_below(&dice, 3));
	}
	check(filter_set_query(filter, words, &err));
	if (i % 2 == 1)
		check(filter_add(filter, FACET_DISTRICT, districts[i / 2 % 4], &err));
	return filter;
}

/* The kernel forgets the file; SQLite's own memory goes with the handle. */
static void
forget(void)
{
	int fd = open(path, O_RDONLY);

	archive_close(archive);
	if (fd >= 0) {
		posix_fadvise(fd, 0, 0, POSIX_FADV_DONTNEED);
		close(fd);
	}
	check(archive_open(path, ARCHIVE_READ, &archive, &err));
}

static void
search(bool cold)
{
	static struct times open_times, first, settled;
	unsigned unsettled = 0, count = cold ? 200 : SEARCHES;

	for (unsigned i = 0; i < count; i++) {
		struct filter *filter = pick_filter(i);
		struct arena *arena = arena_new(0);
		const struct row *rows;
		struct query *query;
		unsigned n;
		bool exact;
		double start;

		if (cold)
			forget();
		start = now();
		check(query_open(archive, filter, &query, &err));
		took(&open_times, start);
		check(query_rows(query, SORT_NEWEST, 0, false, 50, arena, &rows, &n, &err));
		took(&first, start);
		query_count(query, &exact);
		unsettled += !exact;
		if (exact)
			took(&settled, start);
		query_close(query);
		arena_free(arena);
		filter_free(filter);
	}
	tell(cold ? "search, cold: count" : "search: count", &open_times);
	tell(cold ? "search, cold: the newest 50" : "search: the newest 50", &first);
	if (!cold)
		tell("search: the newest 50, exact at once", &settled);
	settled.count = 0;
	if (!cold)
		printf("%-44s %5u\n", "search: an upper bound at first", unsettled);
}

/* What the browser asks before it shows anything, with a handle that has seen nothing yet. */
static void
first_screen(void)
{
	static const enum facet panes[] = {FACET_DISTRICT, FACET_TOPIC};
	struct times times = {.count = 0};

	for (unsigned i = 0; i < 20; i++) {
		struct arena *arena = arena_new(0);
		struct filter *filter = filter_new();
		const struct facet_count *counts;
		const struct row *rows;
		struct query *query;
		uint64_t position;
		unsigned n;
		double start = now();

		archive_close(archive);
		check(archive_open(path, ARCHIVE_READ, &archive, &err));
		check(query_open(archive, filter, &query, &err));
		check(query_rows(query, SORT_NEWEST, 0, false, 50, arena, &rows, &n, &err));
		if (n > 0)
			check(query_position(query, SORT_NEWEST, rows[0].key, &position, &err));
		for (size_t f = 0; f < sizeof panes / sizeof *panes; f++)
			check(query_facets(query, panes[f], false, 64, arena, &counts, &n, &err));
		took(&times, start);
		query_close(query);
		filter_free(filter);
		arena_free(arena);
	}
	tell("first screen of the browser", &times);
}

/* A search typed letter by letter, each as one key in the search line does it. */
static void
type_letters(void)
{
	static const char *const words[] = {"laomo", "beijing", "changping", "huanbao"};
	struct times times = {.count = 0};

	for (size_t w = 0; w < sizeof words / sizeof *words; w++) {
		for (size_t len = 1; words[w][len - 1] != '\0'; len++) {
			struct arena *arena = arena_new(0);
			struct filter *filter = filter_new();
			const struct row *rows;
			struct query *query;
			char typed[32];
			unsigned n;
			double start;

			snprintf(typed, sizeof typed, "%.*s", (int)len, words[w]);
			check(filter_set_query(filter, typed, &err));
			start = now();
			check(query_open(archive, filter, &query, &err));
			check(query_rows(query, SORT_NEWEST, 0, false, 50, arena, &rows, &n, &err));
			took(&times, start);
			query_close(query);
			filter_free(filter);
			arena_free(arena);
		}
	}
	tell("search typed letter by letter", &times);
}

/* The words that other designs are asked for as well. */
static void
count_words(void)
{
	static const char *const words[] = {"的", "京", "北京", "中国共产党"};

	for (size_t w = 0; w < sizeof words / sizeof words[0]; w++) {
		struct filter *filter = filter_new();
		struct times times = {.count = 0};
		uint64_t count = 0;
		bool exact = true;
		char what[64];

		check(filter_set_query(filter, words[w], &err));
		for (unsigned i = 0; i < 11; i++) {
			struct query *query;
			double start = now();

			check(query_open(archive, filter, &query, &err));
			took(&times, start);
			count = query_count(query, &exact);
			query_close(query);
		}
		snprintf(what, sizeof what, "count of %s: %s%llu", words[w],
			exact ? "" : "at most ", (unsigned long long)count);
		tell(what, &times);
		filter_free(filter);
	}
}

static void
rank(void)
{
	struct times times = {.count = 0};

	for (unsigned i = 0; i < 50; i++) {
		struct filter *filter = pick_filter(i);
		struct arena *arena = arena_new(0);
		const struct row *rows;
		struct query *query;
		unsigned n;
		double start;

		check(query_open(archive, filter, &query, &err));
		start = now();
		check(query_rows(query, SORT_RELEVANCE, 0, false, 50, arena, &rows, &n, &err));
		took(&times, start);
		query_close(query);
		arena_free(arena);
		filter_free(filter);
	}
	tell("ranking by relevance", &times);
}

/* ---- lists ------------------------------------------------------------------------------ */

static void
page_through(const char *options, const char *name)
{
	struct arena *arena = arena_new(0);
	struct filter *filter;
	struct query *query;

	check(filter_decode(options, &filter, &err));
	check(query_open(archive, filter, &query, &err));
	for (unsigned sort = 0; sort < SORT_COUNT; sort++) {
		struct times times = {.count = 0};
		article_key from = 0;
		char what[96];

		for (unsigned i = 0; i < 20; i++) {
			double start = now();
			const struct row *rows;
			unsigned n;

			check(query_rows(
				query, (enum sort)sort, from, false, 50, arena, &rows, &n, &err));
			took(&times, start);
			if (n == 0)
				break;
			from = i % 2 == 0 ? 1 + (article_key)press_below(&dice, (uint32_t)last_key)
					  : rows[n - 1].key;
		}
		snprintf(what, sizeof what, "page of %s by %s", name, sort_name((enum sort)sort));
		tell(what, &times);
	}
	query_close(query);
	filter_free(filter);
	arena_free(arena);
}

/* ---- counts and statistics -------------------------------------------------------------- */

static void
count_facets(void)
{
	static const enum facet facets[] = {
		FACET_DISTRICT, FACET_TOPIC, FACET_REPORTER, FACET_KIND, FACET_YEAR, FACET_MONTH};
	struct times one[sizeof facets / sizeof *facets] = {{.count = 0}}, all = {.count = 0};

	for (unsigned i = 0; i < 60; i++) {
		struct filter *filter = pick_filter(i);
		struct query *query;
		double start;

		check(query_open(archive, filter, &query, &err));
		for (size_t f = 0; f < sizeof facets / sizeof *facets; f++) {
			struct arena *arena = arena_new(0);
			const struct facet_count *counts;
			unsigned n;

			start = now();
			check(query_facets(query, facets[f], true, 100, arena, &counts, &n, &err));
			took(&one[f], start);
			took(&all, start);
			arena_free(arena);
		}
		query_close(query);
		filter_free(filter);
	}
	for (size_t f = 0; f < sizeof facets / sizeof *facets; f++) {
		char what[64];

		snprintf(what, sizeof what, "facet counts under a filter: %s",
			facet_name(facets[f]));
		tell(what, &one[f]);
	}
	tell("facet counts under a filter", &all);
}

static void
stats(const char *options, const char *name)
{
	struct times times = {.count = 0}, cross_times = {.count = 0};
	struct filter *filter;
	char what[64];

	check(filter_decode(options, &filter, &err));
	for (unsigned i = 0; i < 5; i++) {
		static const enum facet shown[] = {
			FACET_DISTRICT, FACET_TOPIC, FACET_YEAR, FACET_KIND, FACET_REPORTER};
		struct arena *arena = arena_new(0);
		const struct facet_count *counts;
		struct summary summary;
		struct cross cross;
		struct query *query;
		unsigned n;
		double start = now();

		check(query_open(archive, filter, &query, &err));
		check(query_summary(query, &summary, &err));
		for (size_t f = 0; f < sizeof shown / sizeof *shown; f++)
			check(query_facets(query, shown[f], false, 30, arena, &counts, &n, &err));
		took(&times, start);
		start = now();
		check(query_cross(query, FACET_DISTRICT, FACET_YEAR, 20, 40, arena, &cross, &err));
		took(&cross_times, start);
		query_close(query);
		arena_free(arena);
	}
	snprintf(what, sizeof what, "statistics of %s", name);
	tell(what, &times);
	snprintf(what, sizeof what, "district by year of %s", name);
	tell(what, &cross_times);
	filter_free(filter);
}

static void
other_things(void)
{
	static const char *const typed[] = {
		"laomo", "lm", "bj", "beij", "cp", "zhang", "gao", "wl", "chuangx", "z"};
	struct times related = {.count = 0}, sounds = {.count = 0};

	for (unsigned i = 0; i < 100; i++) {
		struct arena *arena = arena_new(0);
		article_key key = 1 + (article_key)press_below(&dice, (uint32_t)last_key);
		const struct related *list;
		const struct suggestion *words;
		unsigned n;
		double start = now();

		check(related_find(archive, key, 10, arena, &list, &n, &err));
		took(&related, start);
		start = now();
		check(suggest_pinyin(archive, typed[i % 10], 10, arena, &words, &n, &err));
		took(&sounds, start);
		arena_free(arena);
	}
	tell("related articles", &related);
	tell("pinyin suggestions", &sounds);
}

int
main(int argc, char **argv)
{
	struct archive_info info;
	bool cold = getenv("COLD") != NULL;

	if (argc < 2) {
		fprintf(stderr, "usage: query_bench ARCHIVE [SEED]\n");
		return 2;
	}
	path = argv[1];
	if (getenv("CLOCK") != NULL)
		clock_used = CLOCK_THREAD_CPUTIME_ID;
	dice = argc > 2 ? strtoull(argv[2], NULL, 10) : 1;
	check(archive_open(path, ARCHIVE_READ, &archive, &err));
	check(archive_info(archive, &info, &err));
	last_key = (article_key)info.articles;
	setvbuf(stdout, NULL, _IOLBF, 0);
	printf("%-44s %5s %9s %9s %9s\n", "milliseconds", "times", "median", "99 %", "most");
	search(cold);
	if (!cold) {
		first_screen();
		type_letters();
		count_words();
		rank();
		page_through("", "all");
		page_through("--district 昌平区", "a district");
		count_facets();
		stats("", "all");
		stats("--district 昌平区", "a district");
		other_things();
	}
	archive_close(archive);
	return 0;
}
