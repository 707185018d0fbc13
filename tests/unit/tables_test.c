/*
 * tables_test.c - a mistake in any column of any table of data/ is told, or does no harm.
 *
 * The tables that are compiled in are stood in for by copies that the test can change.
 */
#include "../lib/plain.h"
#include "base/table.h"
#include "page/page.h"
#include "place/place.h"
#include "topic/topic.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Of each table so many lines are spoilt. */
#define LINES 3

#define ROOM 160000
#define TABLES(X)                                                                                  \
	X(0, "home-districts.tsv", data_home_districts_tsv)                                        \
	X(1, "home-towns.tsv", data_home_towns_tsv)                                                \
	X(2, "home-communities.tsv", data_home_communities_tsv)                                    \
	X(3, "home-places.tsv", data_home_places_tsv)                                              \
	X(4, "home-stops.tsv", data_home_stops_tsv)                                                \
	X(5, "china.tsv", data_china_tsv)                                                          \
	X(6, "place-rules.tsv", data_place_rules_tsv)                                              \
	X(7, "place-stops.tsv", data_place_stops_tsv)                                              \
	X(8, "place-weights.tsv", data_place_weights_tsv)                                          \
	X(9, "simplified.tsv", data_simplified_tsv)                                                \
	X(10, "surnames.tsv", data_surnames_tsv)                                                   \
	X(11, "word-joins.tsv", data_word_joins_tsv)                                               \
	X(12, "offices.tsv", data_offices_tsv)                                                     \
	X(13, "topics.tsv", data_topics_tsv)                                                       \
	X(14, "page-phrases.tsv", data_page_phrases_tsv)                                           \
	X(15, "page-weights.tsv", data_page_weights_tsv)                                           \
	X(16, "kind-weights.tsv", data_kind_weights_tsv)                                           \
	X(17, "name-sounds.tsv", data_name_sounds_tsv)
#define TABLE_COUNT 18

static char room[TABLE_COUNT][ROOM];
static char names[TABLE_COUNT][32] = {
#define X(i, name, symbol) name,
	TABLES(X)
#undef X
};

#define X(i, name, symbol) extern const char(symbol)[], symbol##_end[];
TABLES(X)
#undef X

const struct table_file table_files[] = {
#define X(i, name, symbol) {names[i], room[i], room[i] + ROOM},
	TABLES(X)
#undef X
		{NULL, NULL, NULL},
};

static const struct original {
	const char *start, *end;
} originals[] = {
#define X(i, name, symbol) {symbol, symbol##_end},
	TABLES(X)
#undef X
};

/* What is behind the table are empty lines, which say nothing. */
static void
put_back(unsigned table)
{
	size_t len = (size_t)(originals[table].end - originals[table].start);

	assert_in_range(len, 1, ROOM - 4096);
	memcpy(room[table], originals[table].start, len);
	memset(room[table] + len, '\n', ROOM - len);
}

static void
load(struct err *err, enum err_code *code)
{
	struct arena *arena = arena_new(0);
	struct gazetteer *gazetteer = NULL;
	struct lexicon *lexicon = NULL;
	struct parser *parser = NULL;
	struct place_result places;
	struct article article;

	/* Most tables of places are read when the first article is. */
	plain_article("密云区添了二十盏路灯", "小路夜里亮了。", arena, &article);
	*code = gazetteer_new(NULL, NULL, NULL, &gazetteer, err);
	if (*code == ERR_OK)
		*code = place_resolve(gazetteer, &article, arena, &places, err);
	if (*code == ERR_OK)
		*code = lexicon_new(NULL, NULL, NULL, &lexicon, err);
	if (*code == ERR_OK)
		*code = parser_new(&parser, err);
	gazetteer_free(gazetteer);
	lexicon_free(lexicon);
	parser_free(parser);
	arena_free(arena);
}

/* The start of the line with this number, of those that say something; NULL behind the last. */
static char *
line_at(unsigned table, unsigned number)
{
	char *p = room[table], *end = room[table] + ROOM;

	while (p < end) {
		if (*p != '#' && *p != '\n' && number-- == 0)
			return p;
		p = (char *)memchr(p, '\n', (size_t)(end - p)) + 1;
	}
	return NULL;
}

static unsigned
line_count(unsigned table)
{
	unsigned n = 0;

	while (line_at(table, n) != NULL)
		n++;
	return n;
}

/* Puts the text in the place of a column; false where there is no such column. */
static bool
spoil(unsigned table, unsigned number, unsigned column, const char *text)
{
	char *line = line_at(table, number), *end = strchr(line, '\n'), *field = line, *stop;
	size_t len = strlen(text);

	for (unsigned i = 0; i < column; i++) {
		field = memchr(field, '\t', (size_t)(end - field));
		if (field == NULL)
			return false;
		field++;
	}
	stop = memchr(field, '\t', (size_t)(end - field));
	if (stop == NULL)
		stop = end;
	/* The last bytes of the room are empty lines. */
	memmove(field + len, stop, (size_t)(room[table] + ROOM - 2048 - stop));
	for (size_t i = 0; i < len; i++)
		field[i] = text[i];
	return true;
}

/* Leaves so many columns of a line; false where it has no more than that. */
static bool
cut(unsigned table, unsigned number, unsigned columns)
{
	char *line = line_at(table, number), *end = strchr(line, '\n'), *stop = line - 1;

	for (unsigned i = 0; i < columns; i++) {
		stop = memchr(stop + 1, '\t', (size_t)(end - stop - 1));
		if (stop == NULL)
			return false;
	}
	memmove(stop, end, (size_t)(room[table] + ROOM - end));
	return true;
}

static unsigned told;

static void
is_told_or_harmless(unsigned table, const char *what)
{
	enum err_code code;
	struct err err = {0};

	load(&err, &code);
	if (code == ERR_OK)
		return;
	if (code != err.code || err.text[0] == '\0')
		fail_msg("%s, %s: no sentence", table_files[table].name, what);
	told++;
}

static void
mistakes_in_every_column(void **state)
{
	static const char *const mistakes[] = {"", "?", "-7", "99999999999999999999", "0x1",
		"\xFF\xFE", "\x1B[m", "北 京  ",
		"a\tb\tc\td\te\tf\tg\th\ti\tj\tk\tl\tm\tn\to\tp\tq",
		"一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十"};
	unsigned all = 0;
	enum err_code code;
	struct err err;

	(void)state;
	for (unsigned t = 0; t < TABLE_COUNT; t++)
		put_back(t);
	load(&err, &code);
	if (code != ERR_OK)
		fail_msg("%s", err.text);
	for (unsigned t = 0; t < TABLE_COUNT; t++) {
		unsigned lines = line_count(t);

		for (unsigned i = 0; i < LINES; i++) {
			unsigned line = i * (lines - 1) / (LINES - 1);
			bool more = true;

			for (unsigned column = 0; more; column++) {
				unsigned m = (i + column + t) % 10;

				more = spoil(t, line, column, mistakes[m]);
				if (!more)
					break;
				is_told_or_harmless(t, mistakes[m]);
				put_back(t);
				spoil(t, line, column, mistakes[(m + 5) % 10]);
				is_told_or_harmless(t, mistakes[(m + 5) % 10]);
				put_back(t);
				all += 2;
			}
		}
	}
	print_message("# %u mistakes, %u of them told\n", all, told);
	assert_true(told * 5 > all);
}

static void
columns_that_are_missing(void **state)
{
	unsigned before = told, all = 0;

	(void)state;
	for (unsigned t = 0; t < TABLE_COUNT; t++) {
		put_back(t);
		for (unsigned columns = 1; cut(t, line_count(t) / 2, columns); columns++, all++) {
			is_told_or_harmless(t, "missing columns");
			put_back(t);
		}
	}
	print_message("# %u lines with missing columns, %u of them told\n", all, told - before);
	assert_true((told - before) * 3 > all);
}

/* A line twice, and a table of nothing. */
static void
lines_twice_and_none(void **state)
{
	(void)state;
	for (unsigned t = 0; t < TABLE_COUNT; t++) {
		char *last = line_at(t, line_count(t) - 1), *end = strchr(last, '\n') + 1;

		memcpy(end, last, (size_t)(end - last));
		is_told_or_harmless(t, "a line twice");
		memset(room[t], '\n', ROOM);
		is_told_or_harmless(t, "nothing");
		put_back(t);
	}
}

/* Without a table nothing is read, and the one that is missing is named. */
static void
tables_that_are_missing(void **state)
{
	(void)state;
	for (unsigned t = 0; t < TABLE_COUNT; t++) {
		char name[32];
		enum err_code code;
		struct err err = {0};

		put_back(t);
		memcpy(name, names[t], sizeof name);
		names[t][0] = '?';
		load(&err, &code);
		memcpy(names[t], name, sizeof name);
		/* Some are of use and not needed: the reading of full forms. */
		if (code == ERR_OK && strcmp(name, "simplified.tsv") == 0)
			continue;
		if (code != ERR_BUG || strstr(err.text, name) == NULL)
			fail_msg("%s: %s", name, err.text);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(mistakes_in_every_column),
		cmocka_unit_test(columns_that_are_missing),
		cmocka_unit_test(lines_twice_and_none),
		cmocka_unit_test(tables_that_are_missing),
	};

	return cmocka_run_group_tests_name("tables", tests, NULL, NULL);
}
