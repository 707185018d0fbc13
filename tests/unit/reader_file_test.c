/* core/archive/marks: a reader's file as JSON lines, line by line wrong. */
#include "../lib/temp.h"
#include "archive/marks.h"
#include "base/buf.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

static struct marks *marks;
static struct err err;

static int
set_up(void **state)
{
	temp_open(state);
	return marks_open(temp_path(temp_folder, "marks.db"), &marks, &err) == ERR_OK ? 0 : -1;
}

static int
tear_down(void **state)
{
	marks_close(marks);
	return temp_close(state);
}

static enum err_code
gather(void *ctx, const char *line, size_t len, struct err *e)
{
	(void)e;
	buf_add(ctx, line, len);
	buf_addc(ctx, '\n');
	return ERR_OK;
}

static void export(struct buf *out)
{
	assert_int_equal(marks_export(marks, gather, out, &err), ERR_OK);
	assert_true(buf_ok(out));
}

static void
lines_that_are_right(void **state)
{
	static const char *const lines[] = {
		"{\"type\":\"mark\",\"id\":\"0123456789ab\",\"read\":true,\"starred\":false,"
		"\"note\":\"一\\n二\",\"district\":\"海淀区\",\"position\":7}",
		"{\"type\":\"mark\",\"id\":\"0123456789ac\",\"read\":false,\"starred\":true,"
		"\"note\":\"\",\"district\":null,\"position\":0}",
		"{\"type\":\"filter\",\"name\":\"a\",\"text\":\"--unread\"}",
		"{\"type\":\"search\",\"query\":\"工会\"}",
		"{\"type\":\"log\",\"time\":5,\"filter\":\"\",\"count\":3,\"fingerprint\":\"f\"}",
	};
	struct buf all = {0}, out = {0};

	(void)state;
	/* Twice: what is there already is not there twice. */
	for (size_t i = 0; i < 10; i++) {
		const char *line = lines[i % 5];

		if (marks_import_line(marks, line, strlen(line), &err) != ERR_OK)
			fail_msg("%s: %s", line, err.text);
		if (i < 5)
			gather(&all, line, strlen(line), &err);
	}
	export(&out);
	assert_string_equal(buf_str(&out), buf_str(&all));
	buf_free(&all);
	buf_free(&out);
}

/* Members that may be missing are as in a mark that says nothing. */
static void
members_may_be_missing(void **state)
{
	static const char line[] = "{\"type\":\"mark\",\"id\":\"0123456789ad\"}";
	struct arena *arena = arena_new(0);
	struct mark mark;

	(void)state;
	assert_int_equal(marks_import_line(marks, line, strlen(line), &err), ERR_OK);
	assert_int_equal(marks_get(marks, "0123456789ad", arena, &mark, &err), ERR_OK);
	assert_false(mark.read || mark.starred);
	assert_string_equal(mark.note, "");
	assert_null(mark.district);
	arena_free(arena);
}

static void
lines_that_are_wrong(void **state)
{
	static const char *const lines[] = {"", "null", "[]", "{", "{}", "no JSON", "{\"type\":1}",
		"{\"type\":\"other\"}", "{\"type\":\"mark\"}", "{\"type\":\"mark\",\"id\":null}",
		"{\"type\":\"mark\",\"id\":\"short\"}", "{\"type\":\"mark\",\"id\":1}",
		"{\"type\":\"mark\",\"id\":\"0123456789ab\",\"read\":1}",
		"{\"type\":\"mark\",\"id\":\"0123456789ab\",\"starred\":\"true\"}",
		"{\"type\":\"mark\",\"id\":\"0123456789ab\",\"note\":[]}",
		"{\"type\":\"mark\",\"id\":\"0123456789ab\",\"district\":5}",
		"{\"type\":\"mark\",\"id\":\"0123456789ab\",\"position\":-1}",
		"{\"type\":\"mark\",\"id\":\"0123456789ab\",\"position\":\"7\"}",
		"{\"type\":\"mark\",\"id\":\"0123456789ab\",\"position\":1e99}",
		"{\"type\":\"filter\",\"name\":\"a\"}", "{\"type\":\"filter\",\"text\":\"a\"}",
		"{\"type\":\"search\"}", "{\"type\":\"search\",\"query\":null}",
		"{\"type\":\"log\",\"time\":1}",
		"{\"type\":\"log\",\"filter\":\"\",\"fingerprint\":\"\",\"time\":-1}",
		"{\"type\":\"log\",\"filter\":\"\",\"fingerprint\":\"\",\"count\":true}",
		"{\"type\":\"log\",\"filter\":\"\"}"};
	struct buf before = {0}, after = {0};
	char *line;

	(void)state;
	export(&before);
	for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
		if (marks_import_line(marks, lines[i], strlen(lines[i]), &err) != ERR_REFUSED)
			fail_msg("%s is not refused", lines[i]);
		assert_true(err.text[0] != '\0');
	}
	line = calloc(1, 5 << 20);
	assert_non_null(line);
	memset(line, ' ', 5 << 20);
	assert_int_equal(marks_import_line(marks, line, 5 << 20, &err), ERR_REFUSED);
	free(line);
	export(&after);
	assert_string_equal(buf_str(&after), buf_str(&before));
	buf_free(&before);
	buf_free(&after);
}

static enum err_code
refuse(void *ctx, const char *line, size_t len, struct err *e)
{
	unsigned *left = ctx;

	(void)line;
	(void)len;
	return (*left)-- == 0 ? err_set(e, ERR_IO, "no room") : ERR_OK;
}

static void
export_ends_where_nobody_takes_it(void **state)
{
	(void)state;
	for (unsigned i = 0; i < 6; i++) {
		unsigned left = i;

		assert_int_equal(marks_export(marks, refuse, &left, &err), ERR_IO);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(lines_that_are_right),
		cmocka_unit_test(members_may_be_missing),
		cmocka_unit_test(lines_that_are_wrong),
		cmocka_unit_test(export_ends_where_nobody_takes_it),
	};

	return cmocka_run_group_tests_name("a reader's file", tests, set_up, tear_down);
}
