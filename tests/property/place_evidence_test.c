/*
 * Whatever core/place and core/topic give as evidence stands in the page file where they say,
 * in every encoding, also where a line of the page breaks it.
 */
#include "../lib/charset.h"
#include "../lib/golden.h"
#include "../lib/home.h"

#include "topic/topic.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <glob.h>
#include <iconv.h>
#include <stdio.h>
#include <string.h>

static const char *const encodings[] = {"UTF-8", "GB18030", "UTF-16LE"};

struct file {
	const char *encoding;
	char *bytes;
	size_t size;
	struct arena *arena;
};

static char *
convert(const char *to, const char *from, const char *bytes, size_t size, struct arena *arena,
	size_t *len)
{
	iconv_t cd = iconv_open(to, from);
	size_t left = size * 4 + 16, room = left;
	char *out = arena_calloc(arena, left, 1), *p = out, *in = arena_strndup(arena, bytes, size);

	assert_non_null(out);
	assert_non_null(in);
	assert_int_not_equal(iconv(cd, &in, &size, &p, &left), SIZE_MAX);
	iconv_close(cd);
	*len = room - left;
	return out;
}

/* The text at [start, end) of the file is `text`, but for white space and forms of punctuation. */
static void
expect_at(const struct file *f, uint32_t start, uint32_t end, const char *text)
{
	size_t len;
	char *there;

	assert_true(start < end);
	assert_true(end <= f->size);
	there = convert("UTF-8", f->encoding, f->bytes + start, end - start, f->arena, &len);
	assert_string_equal(
		golden_norm(there, len, f->arena), golden_norm(text, strlen(text), f->arena));
}

static unsigned
check_article(const struct file *f, const struct article *a)
{
	struct place_result places;
	struct topic_result topics;
	const struct person *people;
	unsigned count, checked = 0;
	struct err err;

	assert_int_equal(place_resolve(gazetteer, a, f->arena, &places, &err), ERR_OK);
	for (unsigned i = 0; i < places.hit_count; i++) {
		for (unsigned j = 0; j < places.hits[i].evidence_count; j++, checked++) {
			const struct place_evidence *e = &places.hits[i].evidence[j];

			expect_at(f, e->start, e->end, e->text);
		}
	}
	assert_int_equal(topic_resolve(lexicon, a, f->arena, &topics, &err), ERR_OK);
	for (unsigned i = 0; i < topics.hit_count; i++) {
		for (unsigned j = 0; j < topics.hits[i].evidence_count; j++, checked++) {
			const struct topic_evidence *e = &topics.hits[i].evidence[j];

			expect_at(f, e->start, e->end, e->text);
		}
	}
	assert_int_equal(people_find(lexicon, a, f->arena, &people, &count, &err), ERR_OK);
	for (unsigned i = 0; i < count; i++, checked++)
		expect_at(f, people[i].start, people[i].end, people[i].name);
	return checked;
}

static unsigned
check_page(const char *path, const char *encoding)
{
	struct file f = {.encoding = encoding, .arena = arena_new(0)};
	char *utf8;
	size_t size;
	struct page *page;
	struct err err;
	unsigned checked = 0;

	utf8 = golden_read_file(path, f.arena, &size);
	assert_non_null(utf8);
	f.bytes = convert(encoding, "UTF-8", utf8, size, f.arena, &f.size);
	assert_int_equal(page_parse(parser, f.bytes, f.size, path, &page, &err), ERR_OK);
	assert_true(page->article_count > 0);
	for (unsigned i = 0; i < page->article_count; i++)
		checked += check_article(&f, &page->articles[i]);
	page_free(page);
	arena_free(f.arena);
	return checked;
}

static void
evidence_stands_where_it_says(void **state)
{
	static const char *const patterns[] = {"seeds/*.txt", "tests/gold/practice/pages/*"};
	unsigned checked = 0;

	(void)state;
	for (size_t i = 0; i < 2; i++) {
		glob_t files;

		assert_int_equal(glob(patterns[i], 0, NULL, &files), 0);
		for (size_t j = 0; j < files.gl_pathc; j++) {
			for (size_t k = 0; k < sizeof encodings / sizeof *encodings; k++)
				if (charset_is_written(encodings[k]))
					checked += check_page(files.gl_pathv[j], encodings[k]);
		}
		globfree(&files);
	}
	assert_true(checked > 1000);
}

static int
set_up(void **state)
{
	return parser_open(state) == 0 && home_open(state) == 0 ? lexicon_open(state) : -1;
}

static int
tear_down(void **state)
{
	parser_close(state);
	lexicon_close(state);
	return home_close(state);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(evidence_stands_where_it_says)};

	return cmocka_run_group_tests_name("evidence", tests, set_up, tear_down);
}
