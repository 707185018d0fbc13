/*
 * What holds for every page, whatever its bytes: nothing is lost, the encoding and the line ends
 * make no difference, and what is no page is refused or read within bounds.
 */
#include "../lib/charset.h"
#include "../lib/golden.h"
#include "../lib/home.h"
#include "base/buf.h"
#include "page/page.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <errno.h>
#include <glob.h>
#include <iconv.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

static struct page *
parse(const char *bytes, size_t size)
{
	struct page *page = NULL;
	struct err err;

	if (page_parse(parser, bytes, size, NULL, &page, &err) != ERR_OK)
		fail_msg("%s", err.text);
	return page;
}

static void
check_cover(const struct page *page, size_t size)
{
	uint32_t at = 0;

	for (uint32_t i = 0; i < page->span_count; i++) {
		assert_int_equal(page->spans[i].start, at);
		assert_true(page->spans[i].end > at);
		at = page->spans[i].end;
	}
	assert_int_equal(at, size);
}

/* Runs fn on the bytes of every page that the tests have. */
static void
each_page(const char *pattern, void (*fn)(const char *path, const char *bytes, size_t size))
{
	glob_t found;

	assert_int_equal(glob(pattern, 0, NULL, &found), 0);
	assert_true(found.gl_pathc > 0);
	for (size_t i = 0; i < found.gl_pathc; i++) {
		struct arena *arena = arena_new(0);
		size_t size;
		char *bytes = golden_read_file(found.gl_pathv[i], arena, &size);

		assert_non_null(bytes);
		fn(found.gl_pathv[i], bytes, size);
		arena_free(arena);
	}
	globfree(&found);
}

static void
cover_one(const char *path, const char *bytes, size_t size)
{
	(void)path;
	/* Whole, and broken off wherever a page may be. */
	for (size_t part = 1; part <= 4; part++) {
		size_t end = size * part / 4;
		struct page *page;

		while (end > 0 && end < size && ((unsigned char)bytes[end] & 0xC0) == 0x80)
			end--;
		page = parse(bytes, end);
		check_cover(page, end);
		page_free(page);
	}
}

static void
spans_cover_every_page(void **state)
{
	(void)state;
	each_page("seeds/*.txt", cover_one);
	each_page("tests/gold/*/pages/*", cover_one);
}

/* ---- encodings and line ends ------------------------------------------------------------ */

static void
same_text(const char *path, const char *way, const struct rtext *a, const struct rtext *b)
{
	const char *x = a->text != NULL ? a->text : "", *y = b->text != NULL ? b->text : "";

	if (strcmp(x, y) != 0)
		fail_msg("%s as %s: [%s] is [%s]", path, way, x, y);
}

static void
same_article(const char *path, const char *way, const struct article *a, const struct article *b)
{
	same_text(path, way, &a->section, &b->section);
	same_text(path, way, &a->kicker, &b->kicker);
	same_text(path, way, &a->title, &b->title);
	same_text(path, way, &a->deck, &b->deck);
	same_text(path, way, &a->dateline, &b->dateline);
	assert_int_equal(a->kind, b->kind);
	assert_int_equal(a->block_count, b->block_count);
	assert_int_equal(a->reporter_count, b->reporter_count);
	for (unsigned i = 0; i < a->block_count; i++)
		same_text(path, way, &a->blocks[i].text, &b->blocks[i].text);
	assert_true(a->text_hash == b->text_hash);
}

static void
same_articles(const char *path, const char *way, const struct page *a, const struct page *b)
{
	if (a->article_count != b->article_count)
		fail_msg("%s as %s: %u articles, not %u", path, way, b->article_count,
			a->article_count);
	for (unsigned i = 0; i < a->article_count; i++)
		same_article(path, way, &a->articles[i], &b->articles[i]);
}

/* The text in another encoding; false where it has characters that are not in it. */
static bool
convert(const char *encoding, char *text, size_t len, struct buf *out)
{
	iconv_t to = iconv_open(encoding, "UTF-8");
	char *in = text, *end;
	size_t left, rc;

	assert_true((intptr_t)to != -1);
	assert_true(buf_reserve(out, len * 3 + 16));
	end = out->data + out->len;
	left = len * 3 + 16;
	rc = iconv(to, &in, &len, &end, &left);
	iconv_close(to);
	out->len = (size_t)(end - out->data);
	return rc == 0;
}

static void
end_lines(const char *text, size_t len, const char *line_end, struct buf *out)
{
	for (size_t i = 0; i < len; i++) {
		if (text[i] == '\n')
			buf_adds(out, line_end);
		else
			buf_addc(out, text[i]);
	}
}

static void
encode_one(const char *path, const char *bytes, size_t size)
{
	static const struct {
		const char *encoding, *mark, *line_end;
		size_t mark_len;
		enum encoding verdict;
	} ways[] = {
		{"UTF-8", "\xEF\xBB\xBF", "\n", 3, ENC_UTF8},
		{"UTF-8", "", "\r\n", 0, ENC_UTF8},
		{"UTF-8", "", "\r", 0, ENC_UTF8},
		{"UTF-16LE", "\xFF\xFE", "\n", 2, ENC_UTF16LE},
		{"UTF-16LE", "", "\r\n", 0, ENC_UTF16LE},
		{"UTF-16BE", "\xFE\xFF", "\r\n", 2, ENC_UTF16BE},
		{"UTF-16BE", "", "\n", 0, ENC_UTF16BE},
		{"GB18030", "", "\n", 0, ENC_GB18030},
		{"GB18030", "", "\r\n", 0, ENC_GB18030},
	};
	struct page *page = parse(bytes, size), *other;

	for (size_t i = 0; i < sizeof ways / sizeof *ways; i++) {
		struct buf lines = {0}, file = {0};

		if (!charset_is_written(ways[i].encoding))
			continue;
		end_lines(bytes, size, ways[i].line_end, &lines);
		buf_add(&file, ways[i].mark, ways[i].mark_len);
		assert_true(convert(ways[i].encoding, lines.data, lines.len, &file));
		other = parse(buf_str(&file), file.len);
		assert_int_equal(other->encoding, ways[i].verdict);
		check_cover(other, file.len);
		same_articles(path, ways[i].encoding, page, other);
		page_free(other);
		buf_free(&lines);
		buf_free(&file);
	}
	page_free(page);
}

static void
encoding_and_line_ends_make_no_difference(void **state)
{
	(void)state;
	each_page("seeds/*.txt", encode_one);
	each_page("tests/gold/practice/pages/*", encode_one);
	each_page("tests/gold/written/pages/d*.plain.txt", encode_one);
}

/* A page as it is printed in traditional characters, all of which Big5 has. */
static const char traditional[] =
	"第三版 勞動副刊\n2021年5月1日 星期六\n\n職工書屋開進車間\n\n"
	"　　本報訊（記者 陳國華）昨天，化工廠的職工書屋在三號車間開張，三千二百冊書擺上了\n"
	"書架。廠裏的工人說：「下了班就能來看書，比回家看電視有意思。」\n"
	"　　書屋由工會出資修建，每天開放十個小時，借書不用押金。\n\n"
	"老郵差的最後一封信\n\n□ 林秀英\n\n"
	"　　他在這條山路上走了三十年，鞋底磨穿了六十雙。今天，他把最後一封信送到村口。\n"
	"　　「以後就不來了。」他說。\n";

static void
big5_is_told_from_gb18030(void **state)
{
	struct page *page = parse(traditional, sizeof traditional - 1), *other;
	char text[sizeof traditional];
	struct buf file = {0};

	(void)state;
	if (!charset_is_written("BIG5")) {
		page_free(page);
		skip();
	}
	assert_int_equal(page->article_count, 2);
	memcpy(text, traditional, sizeof traditional);
	assert_true(convert("BIG5", text, sizeof traditional - 1, &file));
	other = parse(buf_str(&file), file.len);
	assert_int_equal(other->encoding, ENC_BIG5);
	check_cover(other, file.len);
	same_articles("a traditional page", "Big5", page, other);
	page_free(other);
	page_free(page);
	buf_free(&file);
}

/* The single bytes 80 of a damaged page take two bytes of UTF-8 each, more than anything else does
 * for its length; what was room for the whole page has to be room for one article of it. */
static void
articles_come_back_from_damaged_big5(void **state)
{
	char text[sizeof traditional];
	struct buf file = {0};
	struct arena *arena = arena_new(0);
	struct page *page;
	const struct article *a;
	struct article again;
	struct span own[64];
	uint32_t count = 0;
	struct err err;

	(void)state;
	if (!charset_is_written("BIG5"))
		skip();
	memcpy(text, traditional, sizeof traditional);
	assert_true(convert("BIG5", text, sizeof traditional - 1, &file));
	for (unsigned i = 0; i < 400; i++)
		buf_addc(&file, '\x80');
	page = parse(buf_str(&file), file.len);
	assert_int_equal(page->encoding, ENC_BIG5);
	a = &page->articles[page->article_count - 1];
	for (uint32_t i = 0; i < page->span_count && count < 64; i++)
		if (page->spans[i].article == a->ordinal)
			own[count++] = page->spans[i];
	assert_int_equal(page_restore(buf_str(&file), file.len, 0, page->encoding, own, count,
				 arena, &again, &err),
		ERR_OK);
	assert_true(a->text_hash == again.text_hash);
	page_free(page);
	arena_free(arena);
	buf_free(&file);
}

/* ---- several pages, and no page --------------------------------------------------------- */

static void
form_feeds_part_pages(void **state)
{
	struct arena *arena = arena_new(0);
	size_t first_size, second_size;
	const char *first =
		golden_read_file("tests/gold/practice/pages/a2.plain.txt", arena, &first_size);
	const char *second =
		golden_read_file("tests/gold/practice/pages/c2.columns.txt", arena, &second_size);
	struct page *a = parse(first, first_size), *b = parse(second, second_size), *both;
	struct buf file = {0};

	(void)state;
	buf_add(&file, first, first_size);
	buf_addc(&file, '\f');
	buf_add(&file, second, second_size);
	both = parse(buf_str(&file), file.len);
	check_cover(both, file.len);
	assert_int_equal(both->sheet_count, 2);
	assert_int_equal(both->article_count, a->article_count + b->article_count);
	for (unsigned i = 0; i < a->article_count; i++)
		same_article("the first", "a sheet", &a->articles[i], &both->articles[i]);
	for (unsigned i = 0; i < b->article_count; i++) {
		const struct article *article = &both->articles[a->article_count + i];

		assert_int_equal(article->sheet, 1);
		same_article("the second", "a sheet", &b->articles[i], article);
	}
	assert_int_equal(both->sheets[0].date, a->sheets[0].date);
	assert_int_equal(both->sheets[1].date, b->sheets[0].date);
	assert_int_equal(both->sheets[0].page_no, a->sheets[0].page_no);
	assert_int_equal(both->sheets[1].page_no, b->sheets[0].page_no);
	page_free(a);
	page_free(b);
	page_free(both);
	buf_free(&file);
	arena_free(arena);
}

static void
what_is_no_text_is_refused(void **state)
{
	static const struct {
		const char *bytes;
		size_t size;
	} files[] = {
		{"\x7F"
		 "ELF\x02\x01\x01\x00\x00\x00\x00\x00\x00\x00\x00\x00\x03\x00\x3E\x00",
			20},
		{"\x89PNG\r\n\x1A\n\x00\x00\x00\rIHDR\x00\x00\x00\x10\x00\x00\x00\x10", 24},
		{"\xE6\x9C\xAC\xE6\x8A\xA5\xE8\xAE\xAF\xFF\xFE\xFD\xFC\xC0\x80", 15},
	};

	(void)state;
	for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
		struct page *page;
		struct err err;

		assert_int_equal(
			page_parse(parser, files[i].bytes, files[i].size, NULL, &page, &err),
			ERR_REFUSED);
		assert_null(page);
		assert_true(err.text[0] != '\0');
	}
}

static void
an_empty_file_is_a_page_without_articles(void **state)
{
	struct page *page = parse("", 0);

	(void)state;
	assert_int_equal(page->article_count, 0);
	page_free(page);
}

/* Kilobytes that this process has had at most. */
static long
most_memory(void)
{
	struct rusage usage;

	getrusage(RUSAGE_SELF, &usage);
	return usage.ru_maxrss;
}

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__) || defined(__SANITIZE_UNDEFINED__)
#define SANITIZED true
#else
#define SANITIZED false
#endif

#define HUGE_SIZE ((size_t)32 << 20)

/* How much more memory than its size a file takes to read, at most: in times of its size. */
static void
read_huge(const char *bytes, long times)
{
	long before = most_memory();
	struct page *page;
	struct err err;

	if (page_parse(parser, bytes, HUGE_SIZE, NULL, &page, &err) == ERR_OK) {
		check_cover(page, HUGE_SIZE);
		page_free(page);
	} else {
		assert_int_equal(err.code, ERR_REFUSED);
	}
	/* A sanitizer has memory of its own. */
	if (!SANITIZED)
		assert_true(most_memory() - before < times * (long)(HUGE_SIZE / 1024));
}

static void
huge_files_take_bounded_memory(void **state)
{
	static const char sentence[] = "本报讯（记者 李明）昨天，会议在区里举行。";
	char *bytes = malloc(HUGE_SIZE);
	size_t whole = HUGE_SIZE / (sizeof sentence - 1) * (sizeof sentence - 1);
	uint64_t seed = 1;

	(void)state;
	assert_non_null(bytes);
	memset(bytes, '\n', HUGE_SIZE);
	read_huge(bytes, 2);
	for (size_t i = 0; i < HUGE_SIZE; i++)
		bytes[i] = i < whole ? sentence[i % (sizeof sentence - 1)] : ' ';
	read_huge(bytes, 6);
	for (size_t i = 0; i < HUGE_SIZE; i++) {
		seed = seed * 6364136223846793005U + 1442695040888963407U;
		bytes[i] = (char)(seed >> 56);
	}
	read_huge(bytes, 6);
	free(bytes);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(spans_cover_every_page),
		cmocka_unit_test(encoding_and_line_ends_make_no_difference),
		cmocka_unit_test(big5_is_told_from_gb18030),
		cmocka_unit_test(articles_come_back_from_damaged_big5),
		cmocka_unit_test(form_feeds_part_pages),
		cmocka_unit_test(what_is_no_text_is_refused),
		cmocka_unit_test(an_empty_file_is_a_page_without_articles),
		cmocka_unit_test(huge_files_take_bounded_memory),
	};

	return cmocka_run_group_tests_name("any page", tests, parser_open, parser_close);
}
