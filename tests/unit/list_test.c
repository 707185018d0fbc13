/* Lists of the index that the program does not write: gaps longer than any window of bits, and
 * bytes that are no list. */
#include "../lib/press.h"
#include "archive/posting.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#define END ((article_key)100000)

/* ---- writing, as posting.h has it -------------------------------------------------------- */

struct bits {
	unsigned char byte[4096];
	size_t count;
};

static void
put(struct bits *bits, unsigned bit)
{
	bits->byte[bits->count / 8] |= (unsigned char)(bit << bits->count % 8);
	bits->count++;
}

static void
put_gap(struct bits *bits, uint64_t gap, unsigned k)
{
	for (uint64_t zeros = gap >> k; zeros > 0; zeros--)
		put(bits, 0);
	put(bits, 1);
	for (unsigned i = 0; i < k; i++)
		put(bits, gap >> i & 1);
}

static void
put_head(struct buf *out, uint64_t first, uint64_t count, uint64_t rest, unsigned k)
{
	char byte = (char)k;

	buf_add_varint(out, first << 1 | 1);
	buf_add_varint(out, count);
	buf_add_varint(out, rest);
	buf_add(out, &byte, 1);
}

/* The list of these keys in Rice code. */
static void
write_list(struct buf *out, const article_key *key, unsigned count, unsigned k)
{
	struct bits bits = {.count = 0};

	buf_clear(out);
	for (unsigned i = 1; i < count; i++)
		put_gap(&bits, (uint64_t)(key[i] - key[i - 1] - 1), k);
	put_head(out, (uint64_t)key[0], count, (bits.count + 7) / 8 + 1, k);
	buf_add(out, bits.byte, (bits.count + 7) / 8);
}

/* ---- reading ----------------------------------------------------------------------------- */

/* Of a copy that has no byte more than that. */
static bool
read_list(const struct buf *list, size_t len, struct key_sink *out, size_t *used)
{
	unsigned char *copy = malloc(len + 1);
	const unsigned char *p = copy;
	bool ok;

	if (len > 0)
		memcpy(copy, list->data, len);
	ok = list_decode(&p, copy + len, 0, out);
	*used = (size_t)(p - copy);
	free(copy);
	return ok;
}

static bool
is_list(const struct buf *list)
{
	struct keyset set = KEYSET_NONE, mask = KEYSET_NONE;
	struct key_sink row = {.count = 0}, in = {.set = &set},
			masked = {.set = &set, .mask = &mask};
	size_t used;
	bool ok;

	assert_true(keyset_new(&set, END) && keyset_new(&mask, END));
	keyset_fill(&mask, 0, END);
	ok = read_list(list, list->len, &row, &used);
	assert_int_equal(read_list(list, list->len, &in, &used), ok);
	assert_int_equal(read_list(list, list->len, &masked, &used), ok);
	free(row.key);
	keyset_free(&set);
	keyset_free(&mask);
	return ok;
}

/* ---- tests ------------------------------------------------------------------------------- */

/* Every parameter, with gaps that are nothing, small, and longer than what is read at a time. */
static void
every_gap_comes_back(void **state)
{
	static const article_key key[] = {
		7, 8, 9, 40, 140, 141, 3000, 3200, 3201, 6000, 6001, 6130};
	enum {
		COUNT = sizeof key / sizeof *key
	};

	(void)state;
	for (unsigned k = 0; k <= 24; k++) {
		struct key_sink row = {.count = 0};
		struct keyset set = KEYSET_NONE, mask = KEYSET_NONE;
		struct key_sink masked = {.set = &set, .mask = &mask};
		struct buf list = {0};
		size_t used;

		write_list(&list, key, COUNT, k);
		assert_true(read_list(&list, list.len, &row, &used));
		assert_int_equal(used, list.len);
		assert_int_equal(row.count, COUNT);
		assert_memory_equal(row.key, key, sizeof key);
		/* Of these keys only one is wanted. */
		assert_true(keyset_new(&set, END) && keyset_new(&mask, END));
		keyset_add(&mask, 3200);
		keyset_add(&mask, 3202);
		assert_true(read_list(&list, list.len, &masked, &used));
		assert_int_equal(keyset_count(&set), 1);
		assert_true(keyset_has(&set, 3200));
		keyset_free(&set);
		keyset_free(&mask);
		free(row.key);
		buf_free(&list);
	}
}

/* A row of keys grows as often as it has to. */
static void
many_keys_come_back(void **state)
{
	enum {
		COUNT = 5000
	};
	article_key *key = calloc(COUNT, sizeof *key);
	struct key_sink row = {.count = 0};
	struct buf list = {0};
	size_t used;

	(void)state;
	assert_non_null(key);
	for (unsigned i = 0; i < COUNT; i++)
		key[i] = (article_key)i * 3;
	write_list(&list, key, COUNT, 1);
	for (int i = 0; i < 3; i++)
		assert_true(read_list(&list, list.len, &row, &used));
	assert_int_equal(row.count, 3 * COUNT);
	assert_memory_equal(row.key + COUNT, key, COUNT * sizeof *key);
	free(row.key);
	free(key);
	buf_free(&list);
}

static void
a_cut_list_is_none(void **state)
{
	static const article_key key[] = {5, 6, 400, 401, 2000, 2100, 2101, 2300};

	(void)state;
	for (unsigned k = 0; k <= 24; k += 3) {
		struct buf list = {0};

		write_list(&list, key, 8, k);
		for (size_t len = 0; len < list.len; len++) {
			struct key_sink row = {.count = 0};
			size_t used;

			assert_false(read_list(&list, len, &row, &used));
			free(row.key);
		}
		/* One whose length was made to fit lacks what is behind it. */
		for (size_t rest = 2; rest < list.len - 4; rest++) {
			struct buf cut = {0};

			put_head(&cut, 5, 8, rest, k);
			buf_add(&cut, list.data + list.len - (list.len - 4), rest - 1);
			is_list(&cut);
			buf_free(&cut);
		}
		buf_free(&list);
	}
}

static void
add_list(struct buf *list, uint64_t first, uint64_t count, uint64_t rest, unsigned k, int fill)
{
	buf_clear(list);
	put_head(list, first, count, rest, k);
	for (unsigned i = 0; i < 64; i++) {
		char byte = (char)fill;

		buf_add(list, &byte, 1);
	}
}

static void
what_is_no_list_is_refused(void **state)
{
	static const struct {
		uint64_t first, count, rest;
		unsigned k;
		int fill;
		bool is_list;
	} cases[] = {
		/* One key or none that says it has more, nothing behind the parameter, more than
		 * there is, more keys than bits. */
		{1, 1, 10, 0, 0xFF, false},
		{1, 0, 10, 0, 0xFF, false},
		{1, 2, 1, 0, 0xFF, false},
		{1, 2, 66, 0, 0xFF, false},
		{1, 81, 10, 0, 0xFF, false},
		{1, 73, 10, 0, 0xFF, true},
		/* A parameter that is none; gaps that end nowhere; a remainder that is not there.
		 */
		{1, 5, 10, 25, 0xFF, false},
		{1, 5, 65, 0, 0, false},
		{1, 5, 3, 20, 0x80, false},
		/* A first key beyond all keys. */
		{(uint64_t)1 << 59, 5, 10, 0, 0xFF, false},
	};
	struct buf list = {0};
	struct key_sink row = {.count = 0};
	size_t used;

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		add_list(&list, cases[i].first, cases[i].count, cases[i].rest, cases[i].k,
			cases[i].fill);
		if (is_list(&list) != cases[i].is_list)
			fail_msg("case %zu", i + 1);
	}
	/* A bitmap with more keys than it says: a row has no room for them. */
	add_list(&list, 1, 2, 10, 255, 0xFF);
	assert_false(read_list(&list, list.len, &row, &used));
	free(row.key);
	buf_free(&list);
}

/* Of a bitmap of any keys those that another set has. */
static void
a_bitmap_is_masked(void **state)
{
	uint64_t dice = 9;

	(void)state;
	for (unsigned n = 0; n < 200; n++) {
		article_key from = press_below(&dice, 300);
		unsigned bytes = 1 + press_below(&dice, 40);
		struct keyset set = KEYSET_NONE, mask = KEYSET_NONE, all = KEYSET_NONE;
		struct key_sink masked = {.set = &set, .mask = &mask}, plain = {.set = &all};
		struct buf list = {0};
		size_t used;

		assert_true(
			keyset_new(&set, END) && keyset_new(&mask, END) && keyset_new(&all, END));
		put_head(&list, (uint64_t)from, (uint64_t)bytes * 8, bytes + 1, 255);
		for (unsigned i = 0; i < bytes; i++)
			buf_addc(&list, (char)(press_below(&dice, 256) | (i == 0)));
		for (unsigned i = 0; i < 60; i++)
			keyset_add(&mask, press_below(&dice, 700));
		assert_true(read_list(&list, list.len, &masked, &used));
		assert_int_equal(used, list.len);
		assert_true(read_list(&list, list.len, &plain, &used));
		keyset_and(&all, &mask);
		for (article_key key = 0; key < 1000; key++)
			assert_int_equal(keyset_has(&set, key), keyset_has(&all, key));
		keyset_free(&set);
		keyset_free(&mask);
		keyset_free(&all);
		buf_free(&list);
	}
}

/* Keys beyond a set are in no set. */
static void
a_bitmap_ends_with_the_set(void **state)
{
	static const article_key from[] = {END - 70, END + 60, END + 8191, END * 2};
	struct buf list = {0};

	(void)state;
	for (unsigned i = 0; i < 4; i++) {
		struct keyset set = KEYSET_NONE;
		struct key_sink in = {.set = &set};
		size_t used;

		assert_true(keyset_new(&set, END));
		add_list(&list, (uint64_t)from[i], 500, 65, 255, 0xFF);
		assert_true(read_list(&list, list.len, &in, &used));
		for (article_key key = 0; key < from[i] && key < END; key++)
			assert_false(keyset_has(&set, key));
		for (article_key key = from[i]; key < END; key++)
			assert_true(keyset_has(&set, key));
		keyset_free(&set);
	}
	buf_free(&list);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_gap_comes_back),
		cmocka_unit_test(many_keys_come_back),
		cmocka_unit_test(a_cut_list_is_none),
		cmocka_unit_test(what_is_no_list_is_refused),
		cmocka_unit_test(a_bitmap_is_masked),
		cmocka_unit_test(a_bitmap_ends_with_the_set),
	};

	return cmocka_run_group_tests_name("list", tests, NULL, NULL);
}
