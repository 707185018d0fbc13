/* A glance at the page (page/glance.h) sees the characters that the restored texts have: in every
 * article of all the pages that lie here, as they are and with signs put into them. */
#include "../lib/ok.h"
#include "../lib/press.h"
#include "../lib/temp.h"
#include "archive/import.h"
#include "archive/look.h"

#include <glob.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static struct err err;

/* The texts of one article as characters and gaps, and what zone each is of. */
struct seen {
	struct symbols symbols;
	struct buf row;
};

static void
see(void *ctx, enum zone zone, const struct symbols *symbols)
{
	struct buf *row = ctx;
	bool gap = true, any = false;

	for (size_t i = 0; i < symbols->count; i++) {
		uint64_t value = symbols->item[i].value;

		if (symbol_is_char(value)) {
			if (gap)
				buf_addf(row, any ? " " : "\n%d ", (int)zone);
			buf_add_ucs4(row, (uint32_t)value);
			any = true;
		}
		gap = !symbol_is_char(value);
	}
}

static enum err_code
see_text(void *ctx, enum zone zone, const char *text, size_t len, struct err *why)
{
	struct seen *seen = ctx;

	(void)why;
	symbols_clear(&seen->symbols);
	symbols_add(&seen->symbols, text, len);
	see(&seen->row, zone, &seen->symbols);
	return ERR_OK;
}

/* Texts of a headline are told in another order than they are stored in. */
static int
by_text(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static void
sort_lines(struct buf *row)
{
	const char *line[4096] = {NULL};
	char *text = strdup(buf_str(row)), *rest = text;
	size_t count = 0;

	for (char *p; (p = strsep(&rest, "\n")) != NULL && count < 4096;)
		line[count++] = p;
	qsort(line, count, sizeof *line, by_text);
	buf_clear(row);
	for (size_t i = 0; i < count; i++)
		buf_addf(row, "%s\n", line[i]);
	free(text);
}

static unsigned
compare_all(struct archive *archive)
{
	struct arena *arena = arena_new(0), *scratch = arena_new(0);
	struct seen seen = {.row = {0}};
	struct symbols symbols = {0};
	struct buf glanced = {0};
	struct archive_info info;
	article_key key = 1;
	unsigned count = 0;

	OK(archive_info(archive, &info, &err));
	for (; count < info.articles; key++, count++) {
		const struct stored_article *article;

		arena_reset(arena);
		OK(archive_article(archive, key, arena, &article, &err));
		buf_clear(&seen.row);
		buf_clear(&glanced);
		OK(article_texts(&article->article, see_text, &seen, &err));
		OK(article_symbols(archive, key, &symbols, scratch, see, &glanced, &err));
		sort_lines(&seen.row);
		sort_lines(&glanced);
		assert_string_equal(buf_str(&glanced), buf_str(&seen.row));
	}
	symbols_free(&symbols);
	symbols_free(&seen.symbols);
	buf_free(&seen.row);
	buf_free(&glanced);
	arena_free(arena);
	arena_free(scratch);
	return count;
}

/* Signs that repair takes out, turns or gives meaning to. */
static void
disturb(const char *text, size_t len, uint64_t *dice, struct buf *out)
{
	static const char *const signs[] = {" ", "\n", "<b>", "</b>", "<!-- 注 -->", "**", "\\*",
		"&amp;", "&#x4E2D;", "&#8212;", "\"", "'", "(", ")", ",", "\xE2\x80\x8B",
		"\xE3\x80\x80", "[链接](http://a.b/中)", "![图](图.png)", "<", "]", "&", "a", "7",
		"\xEF\xBC\xA1", "\xE3\x88\xB1", "\xE3\x80\x87", "\xE6\xBC\xA2", "\xF0\xA0\xAE\xB7"};

	for (size_t at = 0, n; at < len; at += n) {
		n = 1;
		while (at + n < len && ((unsigned char)text[at + n] & 0xC0) == 0x80)
			n++;
		if (press_below(dice, 12) == 0)
			buf_adds(out, signs[press_below(dice, sizeof signs / sizeof *signs)]);
		buf_add(out, text + at, n);
	}
}

static void
write_disturbed(const char *folder, const char *pattern, unsigned *number)
{
	uint64_t dice = 11;
	glob_t found;

	assert_int_equal(glob(pattern, 0, NULL, &found), 0);
	for (size_t i = 0; i < found.gl_pathc; i++) {
		struct buf text = {0}, other = {0};
		char name[64], piece[65536];
		FILE *f = fopen(found.gl_pathv[i], "rb");
		size_t n;

		assert_non_null(f);
		while ((n = fread(piece, 1, sizeof piece, f)) > 0)
			buf_add(&text, piece, n);
		fclose(f);
		disturb(buf_str(&text), text.len, &dice, &other);
		snprintf(name, sizeof name, "pages/%u.txt", (*number)++);
		temp_write(folder, name, buf_str(&other), other.len);
		buf_free(&text);
		buf_free(&other);
	}
	globfree(&found);
}

static void
a_glance_sees_what_is_restored(void **state)
{
	static const char *const patterns[] = {
		"seeds/*.txt", "tests/gold/practice/pages/*", "tests/gold/others/pages/*"};
	char *folder = temp_new(), pages[512];
	const char *paths[] = {
		"seeds", "tests/gold/practice/pages", "tests/gold/others/pages", pages};
	struct import_report report;
	struct archive *archive;
	unsigned number = 0;

	(void)state;
	snprintf(pages, sizeof pages, "%s", temp_path(folder, "pages"));
	for (size_t i = 0; i < sizeof patterns / sizeof *patterns; i++)
		write_disturbed(folder, patterns[i], &number);
	OK(archive_open(temp_path(folder, "archive.db"), ARCHIVE_WRITE, &archive, &err));
	OK(import_run(archive, paths, sizeof paths / sizeof *paths, NULL, &report, &err));
	assert_true(compare_all(archive) > 500);
	archive_close(archive);
	temp_free(folder);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(a_glance_sees_what_is_restored)};

	return cmocka_run_group_tests_name("glance", tests, NULL, NULL);
}
