/*
 * Pages against what a careful reader says stands on them, strictly, field by field.
 */
#include "../lib/golden.h"
#include "base/buf.h"
#include "base/utf8.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <dirent.h>
#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define TESTS_MAX 512

/* Where gold stands, and the pages it is of. */
static const char *const folders[][2] = {
	{"tests/gold", "seeds"},
	{"tests/gold/practice/gold", "tests/gold/practice/pages"},
	{"tests/gold/written/gold", "tests/gold/written/pages"},
};

/* Pages that are not read as a careful reader does, and in how many places.  A page that has become
 * better or worse fails until its number is set right. */
static const struct {
	const char *source;
	unsigned differences;
} known[] = {
	{"d02.columns.txt", 1},
	{"d02.md.md", 1},
	{"d02.noisy.txt", 19},
	{"d02.plain.txt", 1},
	{"d04.columns.txt", 7},
	{"d04.md.md", 7},
	{"d05.md.md", 1},
	{"d05.plain.txt", 1},
	{"d07.columns.txt", 2},
	{"d07.noisy.txt", 2},
	{"d07.plain.txt", 2},
	{"d08.md.md", 1},
	{"d08.noisy.txt", 12},
	{"d09.columns.txt", 3},
	{"d09.md.md", 3},
	{"d09.noisy.txt", 3},
	{"d09.plain.txt", 3},
	{"d14.columns.txt", 1},
	{"d14.md.md", 1},
	{"d14.noisy.txt", 1},
	{"d14.plain.txt", 4},
	{"d15.columns.txt", 1},
	{"d15.noisy.txt", 1},
	{"d15.plain.txt", 1},
	{"d16.columns.txt", 1},
	{"d16.md.md", 1},
	{"d16.noisy.txt", 1},
	{"d16.plain.txt", 1},
	{"e04.columns.txt", 3},
	{"e04.md.md", 1},
	{"e04.noisy.txt", 1},
	{"e04.plain.txt", 1},
	{"e05.columns.txt", 2},
	{"e05.md.md", 4},
	{"e05.noisy.txt", 2},
	{"e05.plain.txt", 4},
	{"f03.columns.txt", 1},
	{"f03.md.md", 1},
	{"f03.noisy.txt", 1},
	{"f03.plain.txt", 1},
	{"f04.columns.txt", 4},
	{"f04.noisy.txt", 2},
	{"f04.plain.txt", 2},
	{"f05.columns.txt", 29},
	{"f05.md.md", 4},
	{"f05.noisy.txt", 4},
	{"f05.plain.txt", 4},
	{"g01.noisy.txt", 50},
	{"g02.columns.txt", 2},
	{"g02.md.md", 2},
	{"g02.noisy.txt", 2},
	{"g02.plain.txt", 2},
	{"g05.columns.txt", 2},
	{"g05.md.md", 2},
	{"g05.noisy.txt", 2},
	{"g05.plain.txt", 2},
	{"g06.columns.txt", 3},
	{"g06.md.md", 1},
	{"g06.noisy.txt", 3},
	{"g06.plain.txt", 3},
	{"g07.md.md", 2},
	{"g07.noisy.txt", 3},
	{"g07.plain.txt", 4},
	{"g09.md.md", 2},
	{"g09.noisy.txt", 2},
	{"g09.plain.txt", 2},
	{"h02.columns.txt", 6},
	{"h02.md.md", 1},
	{"h02.noisy.txt", 1},
	{"h02.plain.txt", 1},
	{"h03.columns.txt", 1},
	{"h03.md.md", 1},
	{"h03.noisy.txt", 1},
	{"h03.plain.txt", 1},
	{"h04.md.md", 1},
	{"h04.noisy.txt", 1},
	{"h04.plain.txt", 1},
	{"h06.columns.txt", 1},
	{"h06.md.md", 1},
	{"h06.noisy.txt", 1},
	{"h06.plain.txt", 1},
	{"h07.columns.txt", 1},
	{"h07.md.md", 16},
	{"h07.noisy.txt", 1},
	{"h07.plain.txt", 1},
};

/* Pages by other hands, each with a habit of its own, and in how many places all of a writer's are
 * read otherwise than the gold says. */
#define OTHERS "tests/gold/others"

static const struct {
	char writer;
	unsigned differences;
} others[] = {
	{'A', 775},
	{'B', 117},
	{'D', 467},
	{'E', 375},
	{'F', 420},
	{'i', 141},
	{'j', 179},
	{'k', 263},
	{'l', 183},
	{'m', 220},
	{'o', 937},
	{'p', 718},
	{'q', 898},
	{'r', 271},
	{'s', 547},
	{'t', 445},
	{'u', 230},
	{'v', 146},
	{'w', 437},
	{'x', 469},
	{'y', 626},
	{'z', 29},
};

static struct parser *parser;

struct compare {
	struct arena *arena;
	const struct golden_page *gold;
	struct page *page;
	unsigned differences;
	bool quiet; /* count alone */
};

static void
differ(struct compare *c, const struct golden_article *g, const char *what, const char *got,
	const char *want)
{
	c->differences++;
	if (c->quiet)
		return;
	print_error("%s#%u: %s is [%s], not [%s]\n", c->gold->source,
		(unsigned)(g - c->gold->articles) + 1, what, got != NULL ? got : "",
		want != NULL ? want : "");
}

static const char *
norm(struct compare *c, const char *text)
{
	return text != NULL ? golden_norm(text, strlen(text), c->arena) : "";
}

static void
compare_names(struct compare *c, const struct golden_article *g, const char *what,
	const char *const *names, unsigned count, const struct golden_names *want)
{
	for (unsigned i = 0; i < want->count || i < count; i++) {
		const char *got = i < count ? norm(c, names[i]) : "";
		const char *right = i < want->count ? want->name[i] : "";

		if (strcmp(got, right) != 0)
			differ(c, g, what, got, right);
	}
}

static void
compare_heads(struct compare *c, const struct golden_article *g, const struct article *a)
{
	const char *got[GOLD_HEADS] = {
		norm(c, a->kicker.text), norm(c, a->title.text), norm(c, a->deck.text)};

	for (unsigned r = 0; r < g->readings; r++)
		if (strcmp(got[0], g->head[r][0]) == 0 && strcmp(got[1], g->head[r][1]) == 0 &&
			strcmp(got[2], g->head[r][2]) == 0)
			return;
	for (unsigned h = 0; h < GOLD_HEADS; h++)
		if (strcmp(got[h], g->head[0][h]) != 0)
			differ(c, g,
				h == 0   ? "kicker"
				: h == 1 ? "title"
					 : "deck",
				got[h], g->head[0][h]);
}

static bool
same_type(enum block_type a, enum block_type b)
{
	return (a == BLOCK_SUBHEAD) == (b == BLOCK_SUBHEAD);
}

/* Credits are names in the gold, and blocks in the article. */
static void
compare_blocks(struct compare *c, const struct golden_article *g, const struct article *a)
{
	unsigned k = 0;

	for (unsigned i = 0; i < g->block_count; i++) {
		const char *got = "";

		while (k < a->block_count && a->blocks[k].type == BLOCK_CREDIT)
			k++;
		if (k < a->block_count)
			got = norm(c, a->blocks[k].text.text);
		if (k == a->block_count || !same_type(a->blocks[k].type, g->blocks[i].type) ||
			!golden_near(got, g->blocks[i].norm))
			differ(c, g, block_type_name(g->blocks[i].type), got, g->blocks[i].norm);
		k += k < a->block_count;
	}
	for (; k < a->block_count; k++)
		if (a->blocks[k].type != BLOCK_CREDIT)
			differ(c, g, "what follows", norm(c, a->blocks[k].text.text), "");
}

/* The length is that of the blocks, so that who has them can count it again. */
static unsigned
count_chars(const struct article *a)
{
	unsigned chars = 0;

	for (unsigned i = 0; i < a->block_count; i++)
		for (const char *p = a->blocks[i].text.text; *p != '\0'; p++)
			chars += *p != ' ' && ((unsigned char)*p & 0xC0) != 0x80;
	return chars;
}

static enum article_kind
fold(enum article_kind kind)
{
	return kind == KIND_BRIEF ? KIND_NEWS : kind;
}

static void
compare_article(struct compare *c, const struct golden_article *g, const struct article *a)
{
	compare_heads(c, g, a);
	compare_names(c, g, "reporter", a->reporters, a->reporter_count, &g->reporters);
	compare_names(c, g, "correspondent", a->correspondents, a->correspondent_count,
		&g->correspondents);
	compare_blocks(c, g, a);
	assert_int_equal(a->chars, count_chars(a));
	if (fold(a->kind) != fold(g->kind))
		differ(c, g, "kind", kind_name(a->kind), kind_name(g->kind));
	if (g->section != NULL && strcmp(norm(c, a->section.text), g->section) != 0)
		differ(c, g, "section", a->section.text, g->section);
}

static void
compare_sheet(struct compare *c)
{
	const struct sheet *sheet = &c->page->sheets[0];
	const char *banner = norm(c, sheet->banner), *name = norm(c, sheet->page_name);
	const char *gold_banner = c->gold->banner != NULL ? c->gold->banner : "";
	const char *gold_name = c->gold->page_name != NULL ? c->gold->page_name : "";
	const char *gold_date = c->gold->date != NULL ? c->gold->date : "";
	char date[16] = "";

	if (sheet->date != 0)
		snprintf(date, sizeof date, "%04d-%02d-%02d", sheet->date / 10000 % 10000,
			sheet->date / 100 % 100, sheet->date % 100);
	if (strcmp(banner, gold_banner) != 0)
		differ(c, c->gold->articles, "banner", banner, gold_banner);
	if (strcmp(name, gold_name) != 0)
		differ(c, c->gold->articles, "page name", name, gold_name);
	if (strcmp(date, gold_date) != 0)
		differ(c, c->gold->articles, "date", date, gold_date);
	if (sheet->page_no != c->gold->page_no)
		differ(c, c->gold->articles, "page number", "another", "the page's");
}

static unsigned
known_differences(const char *source)
{
	for (size_t i = 0; i < sizeof known / sizeof *known; i++)
		if (strcmp(known[i].source, source) == 0)
			return known[i].differences;
	return 0;
}

struct subject {
	char gold[512];
	const char *pages;
};

/* A piece of a text stands in one of the page's articles. */
static bool
stands_somewhere(const struct compare *c, const char *piece)
{
	for (unsigned i = 0; i < c->page->article_count; i++) {
		const struct article *a = &c->page->articles[i];

		for (unsigned b = 0; b < a->block_count; b++) {
			const struct rtext *text = &a->blocks[b].text;

			if (strstr(golden_norm(text->text, text->len, c->arena), piece) != NULL)
				return true;
		}
	}
	return false;
}

/* Whatever a paragraph is taken for, a reader finds it: of three pieces of it at least one, for a
 * mark, a name or the article's border may stand in the midst of the others. */
static void
nothing_is_lost(struct compare *c, const char *paragraph)
{
	size_t count = utf8_count(paragraph, strlen(paragraph));
	bool found = count < 40 || strstr(paragraph, "。") == NULL;

	for (unsigned quarter = 1; !found && quarter < 4; quarter++) {
		const char *p = paragraph;
		char piece[64] = "";
		size_t len;

		for (size_t i = 0; i < count * quarter / 4; i++, p += len)
			utf8_get(p, &len);
		for (size_t i = 0; i < 8 && *p != '\0'; i++, p += len) {
			utf8_get(p, &len);
			strncat(piece, p, len);
		}
		found = stands_somewhere(c, piece);
	}
	if (!found)
		fail_msg("%s: no article has “%s”", c->gold->source, paragraph);
}

static void
compare_page(struct compare *c, const char *gold, const char *pages)
{
	const char *why;
	char path[512], *bytes;
	size_t size;
	struct err err;

	c->gold = golden_load(gold, c->arena, &why);
	assert_non_null(c->gold);
	snprintf(path, sizeof path, "%s/%s", pages, c->gold->source);
	bytes = golden_read_file(path, c->arena, &size);
	assert_non_null(bytes);
	assert_int_equal(page_parse(parser, bytes, size, c->gold->source, &c->page, &err), ERR_OK);
	if (c->page->article_count != c->gold->article_count)
		differ(c, c->gold->articles, "the number of articles", "another", "the gold's");
	for (unsigned i = 0; i < c->gold->article_count && i < c->page->article_count; i++)
		compare_article(c, &c->gold->articles[i], &c->page->articles[i]);
	for (unsigned i = 0; i < c->gold->article_count; i++)
		for (unsigned b = 0; b < c->gold->articles[i].block_count; b++)
			if (c->gold->articles[i].blocks[b].type == BLOCK_PARA)
				nothing_is_lost(c, c->gold->articles[i].blocks[b].norm);
	compare_sheet(c);
	page_free(c->page);
}

static void
page_is_as_in_gold(void **state)
{
	const struct subject *subject = *state;
	struct compare c = {.arena = arena_new(0)};

	compare_page(&c, subject->gold, subject->pages);
	assert_int_equal(c.differences, known_differences(c.gold->source));
	arena_free(c.arena);
}

static void
others_are_as_known(void **state)
{
	unsigned known_pages = 0, pages = 0;
	glob_t found;

	(void)state;
	assert_int_equal(glob(OTHERS "/gold/*.json", 0, NULL, &found), 0);
	pages = (unsigned)found.gl_pathc;
	for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
		struct compare c = {.quiet = true};

		for (size_t k = 0; k < found.gl_pathc; k++) {
			if (strrchr(found.gl_pathv[k], '/')[1] != others[i].writer)
				continue;
			c.arena = arena_new(0);
			compare_page(&c, found.gl_pathv[k], OTHERS "/pages");
			arena_free(c.arena);
			known_pages++;
		}
		if (c.differences != others[i].differences)
			fail_msg("pages %c*: %u differences, not %u", others[i].writer,
				c.differences, others[i].differences);
	}
	assert_int_equal(known_pages, pages);
	globfree(&found);
}

static int
by_name(const void *a, const void *b)
{
	return strcmp(((const struct CMUnitTest *)a)->name, ((const struct CMUnitTest *)b)->name);
}

static struct subject subjects[TESTS_MAX];
static struct CMUnitTest tests[TESTS_MAX + 1];

/* A test for every gold file of a folder; returns how many there are now. */
static size_t
add_folder(const char *const folder[2], size_t count)
{
	DIR *dir = opendir(folder[0]);
	struct dirent *entry;

	while (dir != NULL && (entry = readdir(dir)) != NULL && count < TESTS_MAX) {
		struct subject *subject = &subjects[count];

		if (strstr(entry->d_name, ".json") == NULL)
			continue;
		snprintf(subject->gold, sizeof subject->gold, "%s/%s", folder[0], entry->d_name);
		subject->pages = folder[1];
		tests[count].name = subject->gold;
		tests[count].test_func = page_is_as_in_gold;
		tests[count++].initial_state = subject;
	}
	if (dir != NULL)
		closedir(dir);
	return count;
}

int
main(void)
{
	size_t count = 0;
	struct err err;
	int failed;

	if (parser_new(&parser, &err) != ERR_OK)
		return 1;
	for (size_t i = 0; i < sizeof folders / sizeof *folders; i++)
		count = add_folder(folders[i], count);
	qsort(tests, count, sizeof *tests, by_name);
	tests[count++] = (struct CMUnitTest)cmocka_unit_test(others_are_as_known);
	failed = _cmocka_run_group_tests("gold pages", tests, count, NULL, NULL);
	parser_free(parser);
	return failed;
}
