/* At every width from 1 to 200: no character of a text is lost or doubled, no line is wider than
 * asked for, and the same lines come out whether a text is read once or again. */
#include "base/buf.h"
#include "text/width.h"
#include "text/wrap.h"

#include <glob.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define WIDTH_MAX 200

static uint32_t random_state = 1;

static uint32_t
random_below(uint32_t n)
{
	random_state = random_state * 1664525 + 1013904223;
	return (random_state >> 8) % n;
}

static void
check_line(
	const char *text, const struct wrap_options *o, const struct wrap_line *line, uint32_t at)
{
	size_t width = text_width(text + line->start, line->end - line->start);
	const char *p = text + line->end;
	struct glyph glyph;

	assert_int_equal(line->start, at);
	assert_true(line->end >= line->start && line->next >= line->end);
	while (glyph_next(&p, text + line->next, &glyph)) /* what is not drawn is white */
		assert_true(glyph.space || glyph.width == 0);
	if (o->width > 1)
		assert_true(line->width == width ||
			    (line->width < width && text[line->end - 1] == ' '));
	assert_true(line->indent + line->width <= o->width + (line->hangs ? o->hang : 0));
	assert_true(((unsigned char)text[line->next] & 0xC0) != 0x80);
}

static void
check_text(const struct break_rules *rules, struct arena *arena, const char *text, size_t len,
	unsigned width)
{
	const struct wrap_options o = {rules, width, width % 3, width % 4 == 0 ? 2 : 0};
	struct wrap wrap;
	struct wrap_line line;
	uint32_t at = 0;

	assert_int_equal(wrap_begin(&wrap, text, len, &o, arena, NULL), ERR_OK);
	while (wrap_next(&wrap, &line)) {
		check_line(text, &o, &line, at);
		assert_true(line.next > at || len == 0);
		at = line.next;
	}
	assert_int_equal(at, len);
	arena_reset(arena);
}

static void
check_all(const char *text, size_t len, unsigned step)
{
	struct arena *arena = arena_new(0);

	assert_non_null(arena);
	for (enum break_level level = BREAK_LOOSE; level < BREAK_LEVELS; level++) {
		struct break_rules *rules;

		assert_int_equal(break_rules_new(level, &rules, NULL), ERR_OK);
		for (unsigned width = 1; width <= WIDTH_MAX; width += step)
			check_text(rules, arena, text, len, width);
		break_rules_free(rules);
	}
	arena_free(arena);
}

static void
test_sample_pages(void **state)
{
	glob_t found;

	(void)state;
	assert_int_equal(glob("seeds/*.txt", 0, NULL, &found), 0);
	for (size_t i = 0; i < found.gl_pathc; i++) {
		FILE *f = fopen(found.gl_pathv[i], "rb");
		struct buf buf = {0};
		char block[4096];
		size_t n;

		assert_non_null(f);
		while ((n = fread(block, 1, sizeof block, f)) > 0)
			buf_add(&buf, block, n);
		fclose(f);
		assert_true(buf_ok(&buf) && buf.len > 0);
		check_all(buf.data, buf.len, 1);
		buf_free(&buf);
	}
	globfree(&found);
}

/* Characters of every kind that matters to width, marks and breaks. */
static const char *const pieces[] = {"昌", "平", "，", "。", "“", "”", "（", "）", "——", "……", "·",
	"a", "word", " ", "  ", "\u3000", "\n", "\r\n", "\t", "e\u0301", "\u0301", "\u200B",
	"\u200D", "\uFE0F", "\u202E", "👨\u200D👩\u200D👧", "🇨🇳", "𠮷", "\u1112\u1161\u11AB", "한",
	"①", "０", "９", "/", "-", "1,234.5", "http://x.y/z?q=1", "\x1b[1m", "\x7f", "\u2028", "％",
	"𝒳", "ｶﾞ"};

static void
test_random_texts(void **state)
{
	(void)state;
	for (unsigned round = 0; round < 300; round++) {
		struct buf buf = {0};
		unsigned count = random_below(60);

		for (unsigned i = 0; i < count; i++)
			buf_adds(&buf, pieces[random_below(sizeof pieces / sizeof pieces[0])]);
		assert_true(buf_ok(&buf));
		check_all(buf_str(&buf), buf.len, 1 + random_below(6));
		buf_free(&buf);
	}
}

/* No line of Chinese begins with a closing mark or ends with an opening one, wherever there is
 * room for two characters and a mark. */
static void
test_marks_of_sample_sentences(void **state)
{
	static const char text[] =
		"记者从总工会了解到，“三个基地”（思想教育、工匠培育、劳模精神）已建成；"
		"《办法》实施后，“娘家人”作用更好发挥。";
	static const char *const not_first[] = {"，", "。", "、", "；", "”", "）", "》"};
	static const char *const not_last[] = {"“", "（", "《"};
	struct arena *arena = arena_new(0);
	struct break_rules *rules;

	(void)state;
	assert_non_null(arena);
	assert_int_equal(break_rules_new(BREAK_BASIC, &rules, NULL), ERR_OK);
	for (unsigned width = 8; width <= WIDTH_MAX; width++) {
		const struct wrap_options o = {rules, width, 2, 0};
		struct wrap wrap;
		struct wrap_line line;

		assert_int_equal(wrap_begin(&wrap, text, sizeof text - 1, &o, arena, NULL), ERR_OK);
		while (wrap_next(&wrap, &line)) {
			for (size_t i = 0; i < sizeof not_first / sizeof not_first[0]; i++)
				assert_memory_not_equal(text + line.start, not_first[i], 3);
			for (size_t i = 0; i < sizeof not_last / sizeof not_last[0]; i++)
				assert_memory_not_equal(text + line.end - 3, not_last[i], 3);
		}
	}
	break_rules_free(rules);
	arena_free(arena);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_sample_pages),
		cmocka_unit_test(test_random_texts),
		cmocka_unit_test(test_marks_of_sample_sentences),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
