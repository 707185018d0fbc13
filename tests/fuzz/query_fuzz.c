/*
 * query_fuzz.c - what a reader types into a search, and filters as they are saved.
 *
 * The first byte says what the rest is: F a filter, anything else a query, which is parsed and, the
 * first byte being S, also run on a small archive.
 */
#include "archive/import.h"
#include "query/parse.h"
#include "query/query.h"

#include <limits.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct archive *archive;
static char folder[] = "/tmp/baolan-fuzz-XXXXXX";

static void
check(bool held)
{
	if (!held)
		abort();
}

static void
remove_archive(void)
{
	static const char *const names[] = {"a.db", "a.db-wal", "a.db-shm", "a.db-lock"};
	char path[PATH_MAX];

	archive_close(archive);
	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		snprintf(path, sizeof path, "%s/%s", folder, names[i]);
		unlink(path);
	}
	rmdir(folder);
}

static void
set_up(void)
{
	const char *paths[] = {"tests/screen/pages"};
	struct import_report report;
	char path[PATH_MAX];
	struct err err;

	if (archive != NULL)
		return;
	check(mkdtemp(folder) != NULL);
	snprintf(path, sizeof path, "%s/a.db", folder);
	check(archive_open(path, ARCHIVE_WRITE, &archive, &err) == ERR_OK);
	check(import_run(archive, paths, 1, NULL, &report, &err) == ERR_OK);
	atexit(remove_archive);
}

/* Encoded and read again it is the same. */
static void
try_filter(const char *text)
{
	struct filter *filter, *again;
	struct buf code = {0};
	struct err err;

	if (filter_decode(text, &filter, &err) != ERR_OK)
		return;
	filter_encode(filter, &code);
	check(filter_decode(buf_str(&code), &again, &err) == ERR_OK);
	check(filter_equal(filter, again));
	filter_free(again);
	filter_free(filter);
	buf_free(&code);
}

static void
try_rows(struct query *query, struct arena *arena)
{
	const struct query_word *words;
	const struct row *rows;
	struct snippet snippet;
	uint64_t all;
	struct err err;
	unsigned count;
	bool exact;

	check(query_settle(query, &err) == ERR_OK);
	all = query_count(query, &exact);
	check(exact);
	check(query_rows(query, SORT_RELEVANCE, 0, false, 100, arena, &rows, &count, &err) ==
		ERR_OK);
	check(count == all || count == 100);
	for (unsigned i = 0; i < count; i++)
		check(query_snippet(query, rows[i].key, 40, arena, &snippet, &err) == ERR_OK);
	check(query_words(query, arena, &words, &count, &err) == ERR_OK);
}

static void
try_query(const char *text, bool run)
{
	struct filter *filter = filter_new();
	struct arena *arena = arena_new(0);
	struct query *query;
	struct parsed parsed;
	struct err err;

	check(filter != NULL && arena != NULL);
	if (query_parse(text, arena, &parsed, &err) == ERR_OK && run &&
		filter_set_query(filter, text, &err) == ERR_OK &&
		query_open(archive, filter, &query, &err) == ERR_OK) {
		try_rows(query, arena);
		query_close(query);
	}
	arena_free(arena);
	filter_free(filter);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *text;

	set_up();
	if (size == 0 || memchr(data, 0, size) != NULL)
		return 0;
	text = strndup((const char *)data + 1, size - 1);
	check(text != NULL);
	if (*data == 'F')
		try_filter(text);
	else
		try_query(text, *data == 'S');
	free(text);
	return 0;
}
