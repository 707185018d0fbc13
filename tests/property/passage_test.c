/* Every article of the sample pages, set at every width from 1 to 200: no character is lost or
 * doubled, no line is wider than the column. */
#include "../lib/home.h"
#include "passage.h"
#include "base/buf.h"
#include "text/width.h"

#include <glob.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define WIDTH_MAX 200

static void
read_file(const char *path, struct buf *out)
{
	FILE *f = fopen(path, "rb");
	char block[4096];
	size_t n;

	assert_non_null(f);
	while ((n = fread(block, 1, sizeof block, f)) > 0)
		buf_add(out, block, n);
	fclose(f);
	assert_true(buf_ok(out) && out->len > 0);
}

/* What lies between two pieces that are drawn is white space alone. */
static void
check_gap(const struct passage *p, uint32_t from, uint32_t to)
{
	const char *at = p->text + from, *end = p->text + to;
	struct glyph glyph;

	assert_true(from <= to);
	while (glyph_next(&at, end, &glyph))
		assert_true(glyph.space || glyph.width == 0);
}

static void
check_lines(const struct passage *passages, unsigned count, const struct setting *setting,
	const struct text_line *lines, unsigned line_count)
{
	const unsigned most = setting->width + (setting->hang ? 2 : 0);
	unsigned passage = 0;
	uint32_t at = 0;

	for (unsigned i = 0; i < line_count; i++) {
		const struct text_line *line = &lines[i];
		const struct passage *p;

		if (line->passage == NO_PASSAGE)
			continue;
		if (line->passage != passage) {
			check_gap(&passages[passage], at, passages[passage].len);
			assert_int_equal(line->passage, passage + 1);
			passage++;
			at = 0;
		}
		p = &passages[passage];
		check_gap(p, at, line->start);
		if (setting->width > 1)
			assert_true(line->indent + text_width(p->text + line->start,
							   line->end - line->start) <=
				    most);
		at = line->end;
	}
	assert_int_equal(passage, count - 1);
	check_gap(&passages[passage], at, passages[passage].len);
}

static void
check_article(const struct article *article, const struct break_rules *rules)
{
	struct stored_article stored = {.article = *article, .source = "page.txt", .id = "id"};
	struct arena *arena = arena_new(0), *set = arena_new(0);
	struct passage *passages;
	unsigned count;

	stored.places.primary = -1;
	assert_true(arena != NULL && set != NULL);
	assert_int_equal(
		passages_make(&stored, "a note 注", arena, &passages, &count, NULL), ERR_OK);
	assert_true(count > 1);
	for (unsigned width = 1; width <= WIDTH_MAX; width++) {
		const struct setting setting = {rules, width, width % 5, width % 2 != 0};
		struct text_line *lines;
		unsigned line_count;

		arena_reset(set);
		assert_int_equal(
			passages_set(passages, count, &setting, set, &lines, &line_count, NULL),
			ERR_OK);
		check_lines(passages, count, &setting, lines, line_count);
	}
	arena_free(arena);
	arena_free(set);
}

static void
test_every_article_at_every_width(void **state)
{
	struct break_rules *rules;
	unsigned articles = 0;
	glob_t found;

	(void)state;
	assert_int_equal(break_rules_new(BREAK_BASIC, &rules, NULL), ERR_OK);
	assert_int_equal(glob("seeds/*.txt", 0, NULL, &found), 0);
	for (size_t i = 0; i < found.gl_pathc; i++) {
		struct buf bytes = {0};
		struct page *page;

		read_file(found.gl_pathv[i], &bytes);
		assert_int_equal(
			page_parse(parser, bytes.data, bytes.len, NULL, &page, NULL), ERR_OK);
		for (unsigned k = 0; k < page->article_count; k++)
			check_article(&page->articles[k], rules);
		articles += page->article_count;
		page_free(page);
		buf_free(&bytes);
	}
	assert_true(articles > 20);
	globfree(&found);
	break_rules_free(rules);
}

/* The words that decided are found again in the repaired text. */
static void
test_evidence_is_lit(void **state)
{
	static const char text[] = "昌平区再添两家工作室\n\n近日，昌平区再添两家创新工作室联盟，"
				   "分别是洁净技术创新工作室联盟和新媒体创新工作室联盟。\n";
	const char *second = strstr(text + 9, "昌平区");
	const uint32_t at = (uint32_t)(second - text);
	const struct place_evidence evidence = {.start = at, .end = at + 9};
	struct arena *arena = arena_new(0);
	struct stored_article stored = {.source = "page.txt"};
	struct passage *passages;
	struct page *page;
	unsigned count, lit = 0;

	(void)state;
	assert_int_equal(page_parse(parser, text, sizeof text - 1, NULL, &page, NULL), ERR_OK);
	assert_true(page->article_count >= 1);
	stored.article = page->articles[0];
	stored.places.primary = -1;
	assert_int_equal(passages_make(&stored, NULL, arena, &passages, &count, NULL), ERR_OK);
	assert_int_equal(passages_explain(passages, count, &evidence, 1, arena, NULL), ERR_OK);
	for (unsigned i = 0; i < count; i++) {
		for (unsigned k = 0; k < passages[i].reason_count; k++) {
			const struct range *r = &passages[i].reasons[k];

			lit++;
			assert_int_equal(r->end - r->start, 9);
			assert_memory_equal(passages[i].text + r->start, "昌平区", 9);
		}
	}
	assert_int_equal(lit, 1);
	page_free(page);
	arena_free(arena);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_every_article_at_every_width),
		cmocka_unit_test(test_evidence_is_lit),
	};

	return cmocka_run_group_tests(tests, parser_open, parser_close);
}
