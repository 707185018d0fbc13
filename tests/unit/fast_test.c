/* What is done in a fast way on every page gives what the plain way gives. */
#include "base/utf8.h"
#include "page/fingerprint.h"
#include "page/phrase.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistr.h>

#include <cmocka.h>

/* ---- UTF-8 ------------------------------------------------------------------------------ */

static void
same_verdict(const char *text, size_t len)
{
	bool right = u8_check((const uint8_t *)text, len) == NULL;

	if (utf8_is_valid(text, len) != right)
		fail_msg("%zu bytes are %s", len, right ? "valid" : "not valid");
}

/* Four bytes of every sort, wherever they stand to the borders of what is looked at together. */
static void
utf8_is_what_libunistring_says(void **state)
{
	static const unsigned char sorts[] = {0x00, 0x41, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF,
		0xC0, 0xC1, 0xC2, 0xDF, 0xE0, 0xE1, 0xEC, 0xED, 0xEE, 0xEF, 0xF0, 0xF1, 0xF4, 0xF5,
		0xFF};
	static const size_t places[] = {0, 1, 1018, 1019, 1020, 1021, 1022, 1023, 2043};
	const size_t n = sizeof sorts, places_count = sizeof places / sizeof *places;
	char text[2100];

	(void)state;
	for (size_t k = 0; k < n * n * n * n; k++) {
		size_t place = places[k % places_count], rest = k;

		memset(text, 'a', sizeof text);
		for (unsigned i = 0; i < 4; i++, rest /= n)
			text[place + i] = (char)sorts[rest % n];
		same_verdict(text + (place < 1000 ? place : 0), place < 1000 ? 4 : place + 4);
		if (k % 64 == 0)
			same_verdict(text, sizeof text);
	}
	same_verdict("", 0);
	same_verdict("中", 2);
}

/* ---- the hash of a text ----------------------------------------------------------------- */

static uint64_t
plain_hash(uint64_t hash, const struct rtext *text)
{
	for (uint32_t i = 0; i < text->len; i++)
		if (text->text[i] != ' ')
			hash = (hash ^ (unsigned char)text->text[i]) * 1099511628211U;
	return hash;
}

/* Articles of many lengths, with and without spaces, headlines and blocks. */
static void
articles_are_hashed_as_one_by_one(void **state)
{
	static const char words[] = "报栏 is  a newspaper 在终端里阅读的报纸。 ";
	struct article articles[23] = {{0}};
	struct block blocks[23][3] = {{{0}}};
	const uint32_t most = sizeof words - 1;

	(void)state;
	for (unsigned i = 0; i < 23; i++) {
		struct article *a = &articles[i];

		a->text_hash = FINGERPRINT_BASE;
		if (i % 3 != 0)
			a->title = (struct rtext){.text = words, .len = i * 5 % most};
		a->blocks = blocks[i];
		a->block_count = i % 4;
		for (unsigned k = 0; k < a->block_count; k++)
			blocks[i][k].text = (struct rtext){
				.text = words + k, .len = (i * 7 + k * 31) % (most - k)};
	}
	for (unsigned count = 0; count <= 23; count++) {
		struct article copy[23];

		memcpy(copy, articles, sizeof copy);
		articles_fingerprint(copy, count);
		for (unsigned i = 0; i < count; i++) {
			uint64_t hash = plain_hash(FINGERPRINT_BASE, &articles[i].title);

			for (unsigned k = 0; k < articles[i].block_count; k++)
				hash = plain_hash(hash, &blocks[i][k].text);
			assert_true(copy[i].text_hash == hash);
		}
	}
}

/* ---- phrases ---------------------------------------------------------------------------- */

static const char table[] = "a\t本报 本报讯 问： #日\n"
			    "b\t第#版 第一版 本报讯 （图#）\n"
			    "c\t讯 5日\n";

enum {
	A = 1,
	B = 2,
	C = 4
};

static struct phrasebook *
make_book(void)
{
	struct phrasebook *book;
	struct err err;

	assert_int_equal(phrasebook_new("table", table, sizeof table - 1, &book, &err), ERR_OK);
	return book;
}

static void
phrases_are_found_where_they_stand(void **state)
{
	static const struct {
		const char *text;
		unsigned start, end, whole, any;
	} cases[] = {
		{"本报讯", A | B, A | B | C, A | B, A | B | C},
		{"本 报　讯", A | B, A | B | C, A | B, A | B | C},
		{"本\t报讯", 0, C, 0, C}, /* no plain space between the first two */
		{"本报\t讯", A | B, A | B | C, A | B, A | B | C},
		{"问:", A, A, A, A},
		{"问：答", A, 0, 0, A},
		{"第 12 版", B, B, B, B},
		{"第二十一版面", B, 0, 0, B},
		{"第版", 0, 0, 0, 0},
		{"(图3)", B, B, B, B},
		{"11月5日", 0, A | C, 0, A | C},
		{"5日", A | C, A | C, A | C, A | C},
		{"十 五日", A, A, A, A},
		{"#日", 0, 0, 0, 0},
		{"日报本", 0, 0, 0, 0},
		{"", 0, 0, 0, 0},
	};
	struct phrasebook *book = make_book();

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct phrase_hits h = phrase_scan(book, cases[i].text, 0, strlen(cases[i].text));

		if (h.start != cases[i].start || h.end != cases[i].end ||
			h.whole != cases[i].whole || h.any != cases[i].any)
			fail_msg("%s: %u %u %u %u", cases[i].text, (unsigned)h.start,
				(unsigned)h.end, (unsigned)h.whole, (unsigned)h.any);
		assert_int_equal(
			phrase_starts(book, cases[i].text, 0, strlen(cases[i].text)), h.start);
	}
	phrasebook_free(book);
}

/* Of several phrases that are as long, what is written out goes first, then the table's order. */
static void
the_longest_phrase_is_taken(void **state)
{
	struct phrasebook *book = make_book();
	uint64_t found;

	(void)state;
	assert_int_equal(phrase_match(book, "本报讯", 0, 9, A | B, &found), 9);
	assert_int_equal(found, A);
	assert_int_equal(phrase_match(book, "本报讯", 0, 9, B, &found), 9);
	assert_int_equal(found, B);
	assert_int_equal(phrase_match(book, "本报讯", 0, 6, A, &found), 6);
	assert_int_equal(phrase_match(book, "5日", 0, 4, A | C, &found), 4);
	assert_int_equal(found, C);
	assert_int_equal(phrase_match(book, "5日", 0, 4, B, &found), 0);
	assert_int_equal(found, 0);
	assert_true(phrase_ends(book, "见第3版", 0, 10, B));
	assert_false(phrase_ends(book, "见第3版", 0, 10, A | C));
	assert_true(phrase_occurs(book, "今天本报报道", 0, 18, A));
	assert_false(phrase_occurs(book, "今天本报报道", 0, 18, B | C));
	phrasebook_free(book);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(utf8_is_what_libunistring_says),
		cmocka_unit_test(articles_are_hashed_as_one_by_one),
		cmocka_unit_test(phrases_are_found_where_they_stand),
		cmocka_unit_test(the_longest_phrase_is_taken)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
