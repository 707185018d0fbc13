/* The lines of a sheet: rules, pictures, headings, comments, indents; and where a character of any
 * encoding stands in its file. */
#include "base/arena.h"
#include "page/decode.h"
#include "page/line.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

static struct arena *arena;
static struct err err;

static void
open_text(const char *bytes, size_t size, struct text *text)
{
	if (text_open(bytes, size, arena, text, &err) != ERR_OK)
		fail_msg("%s", err.text);
}

/* ---- lines ------------------------------------------------------------------------------ */

/* The one line behind a first one: its content and how it is marked. */
static void
line_is(const char *source, const char *content, unsigned heading, unsigned indent)
{
	size_t left = 10;
	struct buf text = {0}, lines = {0};
	const struct line *line;
	struct text sheet;

	buf_adds(&text, "一\n");
	buf_adds(&text, source);
	open_text(text.data, text.len, &sheet);
	assert_true(lines_read(&sheet, 0, sheet.len, &left, &lines));
	assert_int_equal(lines.len, 2 * sizeof *line);
	line = (const struct line *)(const void *)lines.data + 1;
	if (line->to - line->from != strlen(content) ||
		memcmp(sheet.data + line->from, content, strlen(content)) != 0)
		fail_msg("“%s” is read as “%.*s”", source, (int)(line->to - line->from),
			sheet.data + line->from);
	assert_int_equal(line->heading, heading);
	assert_int_equal(line->indent, indent);
	buf_free(&text);
	buf_free(&lines);
}

static void
marks_of_a_line_are_taken_off(void **state)
{
	(void)state;
	line_is("正文", "正文", 0, 0);
	line_is("# 标题", "标题", 1, 0);
	line_is("###### 标题 ######", "标题", 6, 0);
	line_is("####### 七个", "####### 七个", 0, 0);
	line_is("> > 引文", "引文", 0, 0);
	line_is("**粗体**", "粗体", 7, 0);
	line_is("## **粗体**", "粗体", 2, 0);
	line_is("**粗** 和 **体**", "**粗** 和 **体**", 0, 0);
	line_is("**一半", "**一半", 0, 0);
	line_is("　　段落　", "段落", 0, 4);
	line_is("\t段落", "段落", 0, 8);
	line_is(" 段落\xE2\x80\x8B ", "段落", 0, 1);
	line_is("<!-- 注 --> 正文", "正文", 0, 0);
	line_is("<!-- 注 --><!-- 注 -->正文", "正文", 0, 0);
	line_is("<!-- 没有完", "<!-- 没有完", 0, 0);
	line_is("<!-- 注\n还是注 -->正文", "正文", 0, 0);
}

/* What stands between two lines and is none. */
static void
between(const char *source, bool is_rule)
{
	size_t left = 10;
	struct buf text = {0}, lines = {0};
	const struct line *line;
	struct text sheet;

	buf_addf(&text, "一\n%s\n二\n", source);
	open_text(text.data, text.len, &sheet);
	assert_true(lines_read(&sheet, 0, sheet.len, &left, &lines));
	line = (const struct line *)(const void *)lines.data;
	if (is_rule != (lines.len == 2 * sizeof *line))
		fail_msg("“%s” gives %zu lines", source, lines.len / sizeof *line);
	assert_int_equal(line[lines.len / sizeof *line - 1].flags & LINE_RULE, is_rule);
	buf_free(&text);
	buf_free(&lines);
}

static void
rules_and_pictures_are_no_lines(void **state)
{
	static const char *const rules[] = {"---", "===", "***", "___", "~~~", "+--+", "|:-:|-|",
		"───", "═══", "———", "………", "···", "－－－", "＝＝＝", "￣￣￣", "-　-", "- - -",
		"╿╿╿", "![图](a.png)", "![](a)"};
	static const char *const lines[] = {"--", "-a-", "—字—", "▀▀▀", "⓿⓿⓿", "![图]", "![图](a",
		"[图](a.png)", "!图](a.png)", "￤￤￤"};

	(void)state;
	for (size_t i = 0; i < sizeof rules / sizeof *rules; i++)
		between(rules[i], true);
	for (size_t i = 0; i < sizeof lines / sizeof *lines; i++)
		between(lines[i], false);
}

/* The last line that there is room for holds the rest. */
static void
lines_are_bounded(void **state)
{
	static const char source[] = "一\n二\n三\n四\n";
	size_t left = 2;
	struct buf lines = {0};
	const struct line *line;
	struct text sheet;

	(void)state;
	open_text(source, sizeof source - 1, &sheet);
	assert_true(lines_read(&sheet, 0, sheet.len, &left, &lines));
	assert_int_equal(lines.len, 2 * sizeof *line);
	assert_int_equal(left, 0);
	line = (const struct line *)(const void *)lines.data + 1;
	assert_int_equal(line->from, 4);
	assert_int_equal(line->to, sizeof source - 2);
	buf_free(&lines);
}

/* ---- where characters stand ------------------------------------------------------------- */

/* Characters of one, two and four bytes; what each takes in the file adds up to all of it. */
static void
walks(enum encoding encoding, const char *bytes, size_t size, const char *utf8)
{
	struct offsets walk;
	struct text text;
	size_t at = 0;

	assert_int_equal(text_open_as(bytes, size, 5, encoding, arena, &text, &err), ERR_OK);
	assert_int_equal(text.len, strlen(utf8));
	assert_memory_equal(text.data, utf8, text.len);
	offsets_begin(&walk, &text);
	for (size_t file = 0; file < size;
		file += encoded_len(encoding, (const unsigned char *)bytes + file)) {
		assert_int_equal(offsets_file(&walk, at), 5 + file);
		for (at++; at < text.len && ((unsigned char)utf8[at] & 0xC0) == 0x80;)
			at++;
	}
	assert_int_equal(at, text.len);
	/* And back, from the end to the beginning. */
	offsets_begin(&walk, &text);
	assert_int_equal(offsets_text(&walk, (uint32_t)(5 + size)), text.len);
	assert_int_equal(offsets_text(&walk, 5), 0);
	assert_int_equal(offsets_text(&walk, 0), 0);
}

static void
characters_keep_their_place(void **state)
{
	(void)state;
	/* a, U+62A5, U+20BB7, U+FF01, b */
	walks(ENC_UTF16LE,
		"a\0\xA5\x62\x42\xD8\xB7\xDF\x01\xFF"
		"b\0",
		12, "a报𠮷！b");
	walks(ENC_UTF16BE, "\0a\x62\xA5\xD8\x42\xDF\xB7\xFF\x01\0b", 12, "a报𠮷！b");
	walks(ENC_GB18030,
		"a\xB1\xA8\x95\x34\xB2\x35"
		"b",
		8, "a报𠮷b");
	walks(ENC_GB18030, "\x81\x30\x84\x36\x81\x39\xEE\x39\xB1\xA8\x83\x36\xC7\x38", 14,
		"\xC2\xA5\xE3\x90\x80报\xED\x9F\xBF");
	/* The first and the last above U+FFFF, next to one another and at both ends. */
	walks(ENC_GB18030, "\x90\x30\x81\x30\xE3\x32\x9A\x35\xB1\xA8\xE3\x32\x9A\x35", 14,
		"\xF0\x90\x80\x80\xF4\x8F\xBF\xBF报\xF4\x8F\xBF\xBF");
	walks(ENC_BIG5,
		"a\xB3\xF8"
		"b",
		4, "a報b");
	walks(ENC_UTF8, "a报𠮷b", 9, "a报𠮷b");
}

/* musl's iconv(3) takes this one for a surrogate. */
static void
what_iconv_cannot_write_is_refused(void **state)
{
	static const char one[] = {'\x83', '\x36', '\xC8', '\x30'};
	char bytes[100 * sizeof one];
	struct text text;
	enum err_code code;

	(void)state;
	for (size_t i = 0; i < sizeof bytes; i += sizeof one)
		memcpy(bytes + i, one, sizeof one);
	code = text_open_as(bytes, sizeof bytes, 0, ENC_GB18030, arena, &text, &err);
	if (code == ERR_OK) {
		assert_int_equal(text.len, 300);
		for (size_t i = 0; i < text.len; i += 3)
			assert_memory_equal(text.data + i, "\xEE\x9F\x88", 3);
	} else {
		assert_int_equal(code, ERR_REFUSED);
	}
}

static void
what_is_no_text_is_refused(void **state)
{
	static const struct {
		enum encoding encoding;
		const char *bytes;
		size_t size;
	} cases[] = {
		{ENC_UTF8, "\xE6\x8A", 2},
		{ENC_UTF16LE, "\x42\xD8", 2},
		{ENC_UTF16LE,
			"\xB7\xDF"
			"a\0",
			4},
		{ENC_UTF16BE, "a", 1},
		{ENC_GB18030, "\xB1", 1},
		{ENC_GB18030, "\xFF\xFF", 2},
		/* Cut short; behind the last, out of range, before the first above U+FFFF. */
		{ENC_GB18030, "\x90\x30", 2},
		{ENC_GB18030, "\x90\x30\x81", 3},
		{ENC_GB18030, "\xE3\x32\x9A\x36", 4},
		{ENC_GB18030, "\xFE\x39\xFE\x39", 4},
		{ENC_GB18030, "\x90\x30\x80\x30", 4},
		{ENC_GB18030, "\x90\x30\x81\x3A", 4},
		{ENC_GB18030, "\x8F\x39\xFE\x39", 4},
		{ENC_BIG5, "\xB3", 1},
		/* Two characters, to some iconv(3). */
		{ENC_BIG5, "\x88\x62", 2},
	};
	struct text text;

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		assert_int_equal(text_open_as(cases[i].bytes, cases[i].size, 0, cases[i].encoding,
					 arena, &text, &err),
			ERR_REFUSED);
		assert_true(err.text[0] != '\0');
	}
}

static int
begin(void **state)
{
	(void)state;
	arena = arena_new(0);
	return arena == NULL;
}

static int
end(void **state)
{
	(void)state;
	arena_free(arena);
	return 0;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(marks_of_a_line_are_taken_off),
		cmocka_unit_test(rules_and_pictures_are_no_lines),
		cmocka_unit_test(lines_are_bounded),
		cmocka_unit_test(characters_keep_their_place),
		cmocka_unit_test(what_iconv_cannot_write_is_refused),
		cmocka_unit_test(what_is_no_text_is_refused),
	};

	return cmocka_run_group_tests_name("sheet", tests, begin, end);
}
