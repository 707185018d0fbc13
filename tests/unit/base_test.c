/* core/base: errors, memory, buffers, tables. */
#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/table.h"
#include "base/utf8.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <errno.h>
#include <string.h>
#include <wchar.h>

static void
err_is_cut_at_a_character(void **state)
{
	char text[ERR_TEXT_MAX * 2] = "";
	struct err err;
	size_t len;

	(void)state;
	for (size_t i = 0; i < 300; i++)
		memcpy(text + 3 * i, "报", 4);
	assert_int_equal(err_set(&err, ERR_REFUSED, "%s", text), ERR_REFUSED);
	len = strlen(err.text);
	assert_int_equal(len % 3, 0);
	assert_in_range(len, ERR_TEXT_MAX - 4, ERR_TEXT_MAX - 1);
	assert_int_equal(err_set(NULL, ERR_IO, "x"), ERR_IO);
	/* What has no beginning of a character is cut as it is. */
	memset(text, 0x80, ERR_TEXT_MAX);
	text[ERR_TEXT_MAX] = '\0';
	err_set(&err, ERR_REFUSED, "%s", text);
	assert_int_equal(strlen(err.text), ERR_TEXT_MAX - 1);
	assert_int_equal(strspn(err.text, "?"), ERR_TEXT_MAX - 1);
	memset(text, 'a', ERR_TEXT_MAX);
	err_set(&err, ERR_REFUSED, "%s", text);
	assert_int_equal(strspn(err.text, "a"), ERR_TEXT_MAX - 1);
}

static void
err_names_the_system_error(void **state)
{
	struct err err;

	(void)state;
	errno = ENOENT;
	assert_int_equal(err_errno(&err, "%s", "a.txt"), ERR_IO);
	assert_string_equal(err.text, "a.txt: No such file or directory");
	err_prefix(&err, "reading");
	assert_string_equal(err.text, "reading: a.txt: No such file or directory");
	errno = ENOMEM;
	assert_int_equal(err_errno(&err, "x"), ERR_NOMEM);
	assert_int_equal(err_errno(NULL, "x"), ERR_NOMEM);
	err_prefix(NULL, "reading");
	assert_memory_equal(err.text, "x: ", 3);
	assert_string_equal(err.text + 3, strerror(ENOMEM)); /* every C library in its own words */
}

static void
arena_gives_aligned_memory_and_takes_it_back(void **state)
{
	struct arena *arena = arena_new(256);
	size_t total;

	(void)state;
	for (size_t i = 1; i < 600; i++) {
		unsigned char *p = arena_alloc(arena, i);

		assert_non_null(p);
		assert_int_equal((uintptr_t)p % sizeof(void *), 0);
		memset(p, (int)i, i);
	}
	assert_null(arena_calloc(arena, SIZE_MAX / 2, 3));
	assert_null(arena_alloc(arena, SIZE_MAX));
	assert_null(arena_alloc(arena, SIZE_MAX - 20));
	assert_null(arena_strndup(arena, "", SIZE_MAX));
	assert_non_null(arena_calloc(arena, 3, 0));
	assert_string_equal(arena_strndup(arena, "district", 4), "dist");
	total = arena_size(arena);
	arena_reset(arena);
	for (size_t i = 1; i < 600; i++)
		assert_non_null(arena_alloc(arena, i));
	assert_int_equal(arena_size(arena), total);
	arena_free(arena);
}

static void
buf_grows_and_remembers_failure(void **state)
{
	struct buf buf = {0};

	(void)state;
	assert_string_equal(buf_str(&buf), "");
	for (int i = 0; i < 1000; i++)
		buf_addf(&buf, "%d,", i);
	assert_true(buf_ok(&buf));
	assert_int_equal(buf.len, strlen(buf.data));
	assert_memory_equal(buf.data, "0,1,2,", 6);
	buf_clear(&buf);
	buf_add_ucs4(&buf, 0x20BB7);
	buf_add_ucs4(&buf, 0xD800);
	assert_string_equal(buf.data, "\xF0\xA0\xAE\xB7\xEF\xBF\xBD");
	assert_false(buf_reserve(&buf, SIZE_MAX / 2));
	buf_adds(&buf, "lost");
	assert_false(buf_ok(&buf));
	buf_clear(&buf);
	/* A character that there is none of in any locale. */
	buf_addf(&buf, "%ls", (const wchar_t[]){(wchar_t)0x7FFFFFFF, 0});
	assert_false(buf_ok(&buf));
	buf_free(&buf);
}

static void
varints_come_back(void **state)
{
	static const uint64_t values[] = {0, 1, 127, 128, 300, 65535, UINT32_MAX, UINT64_MAX};
	struct buf buf = {0};
	const unsigned char *p, *end;
	uint64_t v;

	(void)state;
	for (size_t i = 0; i < sizeof values / sizeof *values; i++)
		buf_add_varint(&buf, values[i]);
	p = (const unsigned char *)buf.data;
	end = p + buf.len;
	for (size_t i = 0; i < sizeof values / sizeof *values; i++) {
		assert_true(varint_get(&p, end, &v));
		assert_true(v == values[i]);
	}
	assert_false(varint_get(&p, end, &v));
	p = end - 1;
	assert_false(varint_get(&p, end - 1, &v));
	/* More than 64 bits. */
	buf_clear(&buf);
	buf_adds(&buf, "\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\x01");
	p = (const unsigned char *)buf.data;
	assert_false(varint_get(&p, p + buf.len, &v));
	buf_free(&buf);
}

static void
utf8_reads_and_writes_every_length(void **state)
{
	static const uint32_t chars[] = {'a', 0xE9, 0x62A5, 0x20BB7};

	(void)state;
	for (size_t i = 0; i < 4; i++) {
		char bytes[4];
		size_t len, n = utf8_put(bytes, chars[i]);

		assert_int_equal(n, i + 1);
		assert_int_equal(utf8_len((unsigned char)bytes[0]), n);
		assert_int_equal(utf8_get(bytes, &len), chars[i]);
		assert_int_equal(len, n);
		assert_int_equal(utf8_before(bytes, bytes + n, &len), chars[i]);
		assert_int_equal(len, n);
	}
	assert_int_equal(utf8_count("a报栏", 7), 3);
}

static void
tables_give_rows_and_report_bad_lines(void **state)
{
	static const char text[] = "\xEF\xBB\xBF# comment\n\na\tb\t-\r\nx\t\xFFy\n42\t-7";
	struct table_reader reader;
	struct table_row row;
	struct err err;
	long v;

	(void)state;
	table_open(&reader, "t.tsv", text, sizeof text - 1);
	assert_true(table_next(&reader, &row, &err));
	assert_int_equal(row.count, 3);
	assert_int_equal(row.line, 3);
	assert_true(field_is(row.field[1], "b"));
	assert_int_equal(row.field[2].len, 0);
	assert_int_equal(row.field[9].len, 0);
	assert_true(table_next(&reader, &row, &err));
	assert_int_equal(row.count, 0);
	assert_string_equal(err.text, "t.tsv:4: not plain UTF-8 text");
	assert_true(table_next(&reader, &row, &err));
	assert_true(field_long(row.field[0], &v));
	assert_int_equal(v, 42);
	assert_true(field_long(row.field[1], &v));
	assert_int_equal(v, -7);
	assert_false(field_long(row.field[2], &v));
	assert_false(table_next(&reader, &row, &err));
}

static void
words_of_a_field_are_taken_off(void **state)
{
	static const char text[] = "  小汤山 大屯  x ";
	static const char *const expected[] = {"小汤山", "大屯", "x"};
	struct field words = {text, sizeof text - 1}, none = {NULL, 0}, word;

	(void)state;
	for (size_t i = 0; i < sizeof expected / sizeof *expected; i++) {
		assert_true(field_word(&words, &word));
		assert_true(field_is(word, expected[i]));
	}
	assert_false(field_word(&words, &word));
	assert_int_equal(word.len, 0);
	assert_false(field_word(&none, &word));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(err_is_cut_at_a_character),
		cmocka_unit_test(err_names_the_system_error),
		cmocka_unit_test(arena_gives_aligned_memory_and_takes_it_back),
		cmocka_unit_test(buf_grows_and_remembers_failure),
		cmocka_unit_test(varints_come_back),
		cmocka_unit_test(utf8_reads_and_writes_every_length),
		cmocka_unit_test(tables_give_rows_and_report_bad_lines),
		cmocka_unit_test(words_of_a_field_are_taken_off),
	};

	return cmocka_run_group_tests_name("base", tests, NULL, NULL);
}
