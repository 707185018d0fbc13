/* An article that is looked at without its restoring: one that is not there, or whose record lies.
 */
#include "../lib/home.h"
#include "../lib/ok.h"
#include "../lib/temp.h"
#include "archive/archive.h"
#include "archive/look.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static struct err err;

static void
count_symbols(void *ctx, enum zone zone, const struct symbols *symbols)
{
	size_t *count = ctx;

	(void)zone;
	*count += symbols->count;
}

/* Looks at the first article of an archive that was changed so; how many symbols it has. */
static size_t
look(const char *change, article_key key, enum err_code bytes_are, enum err_code symbols_are)
{
	struct arena *arena = arena_new(0);
	struct symbols symbols = {.count = 0};
	struct archive *archive;
	const char *bytes;
	size_t size, count = 0;
	uint32_t chars;

	temp_copy(temp_path(temp_folder, "whole.db"), temp_folder, "archive.db");
	temp_sql(temp_path(temp_folder, "archive.db"), change);
	OK(archive_open(temp_path(temp_folder, "archive.db"), ARCHIVE_READ, &archive, &err));
	if (article_bytes(archive, key, arena, &bytes, &size, &chars, &err) != bytes_are)
		fail_msg("%s: bytes: %s", change, err.text);
	assert_true(bytes_are != ERR_OK || (size > 0 && chars > 0));
	if (article_symbols(archive, key, &symbols, arena, count_symbols, &count, &err) !=
		symbols_are)
		fail_msg("%s: symbols: %s", change, err.text);
	archive_close(archive);
	symbols_free(&symbols);
	arena_free(arena);
	return count;
}

static void
what_is_not_there_or_lies_is_told(void **state)
{
	(void)state;
	assert_true(look("PRAGMA user_version", 1, ERR_OK, ERR_OK) > 20);
	assert_int_equal(look("PRAGMA user_version", 999, ERR_NOTFOUND, ERR_NOTFOUND), 0);
	assert_int_equal(look("UPDATE article SET data=x''", 1, ERR_DAMAGED, ERR_DAMAGED), 0);
	/* [0, 100000) of a file that is shorter; a range and nothing else. */
	assert_int_equal(
		look("UPDATE article SET data=x'00a08d06'", 1, ERR_DAMAGED, ERR_DAMAGED), 0);
	assert_int_equal(look("UPDATE article SET data=x'0005'", 1, ERR_OK, ERR_DAMAGED), 0);
	/* All of [0, 5), on the first sheet, with no spans and nobody's name. */
	assert_int_equal(
		look("UPDATE article SET data=x'00050000000000000000'", 1, ERR_OK, ERR_OK), 0);
	/* A span that lies outside of what was fetched. */
	assert_int_equal(look("UPDATE article SET data=x'0005000000000001140500000000'", 1, ERR_OK,
				 ERR_DAMAGED),
		0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_not_there_or_lies_is_told),
	};

	return cmocka_run_group_tests_name("look", tests, whole_open, temp_close);
}
