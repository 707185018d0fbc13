/*
 * sessions_test.c - many readers in processes of their own while an import changes the archive: no
 * answer is wrong, nobody is told that it is busy, nothing is left behind.
 *
 * Each page has two articles, one of which is about a lamp, at any moment.  Ten readers, or with
 * BAOLAN_FAULTS=all a hundred.
 */
#include "../lib/sound.h"
#include "../lib/temp.h"
#include "archive/archive.h"
#include "archive/import.h"
#include "query/query.h"
#include "scene.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#define READERS 100
#define ROUNDS 8    /* of the import */
#define PAGES 40    /* of each round */
#define QUESTIONS 5 /* a reader asks at least */

/* Shared with the readers. */
struct common {
	atomic_bool done;
	atomic_uint asked, ready;
};

static struct common *common;

/* In a reader's process: what is wrong ends it. */
static void
must(bool right, const char *what, const struct err *err)
{
	if (right)
		return;
	fprintf(stderr, "sessions: %s: %s\n", what, err->text);
	_exit(1);
}

static enum err_code
count_one(void *ctx, article_key key, struct err *err)
{
	(void)key;
	(void)err;
	++*(uint64_t *)ctx;
	return ERR_OK;
}

/* What one key in the browser asks: a count, a window of rows, all hits, the counts beside them. */
static void
ask(struct archive *archive, const char *text, uint64_t a_page)
{
	const uint64_t generation = archive_generation(archive);
	struct arena *arena = arena_new(0);
	const struct facet_count *counts;
	struct archive_info info;
	struct filter *filter = NULL;
	struct query *query = NULL;
	const struct row *rows;
	uint64_t found, each = 0;
	struct err err = {0};
	unsigned n;
	bool exact, same;

	must(archive_info(archive, &info, &err) == ERR_OK, "info", &err);
	must(info.articles == 2 * info.pages, "a page in part", &err);
	must(filter_decode(text, &filter, &err) == ERR_OK, text, &err);
	must(query_open(archive, filter, &query, &err) == ERR_OK, text, &err);
	must(query_settle(query, &err) == ERR_OK, "settle", &err);
	found = query_count(query, &exact);
	must(query_rows(query, SORT_NEWEST, 0, false, 50, arena, &rows, &n, &err) == ERR_OK, "rows",
		&err);
	must(query_each(query, SORT_PAGE, 0, UINT64_MAX, count_one, &each, &err) == ERR_OK, "each",
		&err);
	must(query_facets(query, FACET_DISTRICT, true, 9, arena, &counts, &n, &err) == ERR_OK,
		"counts", &err);
	/* Between two commits everything fits together. */
	same = archive_generation(archive) == generation;
	must(!same || (found == each && found == a_page * info.pages), "another number", &err);
	query_close(query);
	filter_free(filter);
	arena_free(arena);
	atomic_fetch_add(&common->asked, 1);
}

static void
read_along(const char *path)
{
	struct archive *archive;
	struct err err;

	must(archive_open(path, ARCHIVE_READ, &archive, &err) == ERR_OK, "open", &err);
	atomic_fetch_add(&common->ready, 1);
	for (int i = 0; i < QUESTIONS || !atomic_load(&common->done); i++) {
		ask(archive, "", 2);
		ask(archive, "--query 小路", 1);
		ask(archive, "--district 昌平区 --query 车棚", 1);
	}
	archive_close(archive);
	_exit(0);
}

static void
import(const char *folder)
{
	const struct import_options options = {.threads = 2, .prune = true, .commit_bytes = 4096};
	char pages[4096];
	const char *paths[] = {pages};
	struct import_report report;
	struct archive *archive;
	struct err err;

	snprintf(pages, sizeof pages, "%s/pages", folder);
	if (archive_open(temp_path(folder, "archive.db"), ARCHIVE_WRITE, &archive, &err) !=
			ERR_OK ||
		import_run(archive, paths, 1, &options, &report, &err) != ERR_OK)
		fail_msg("%s", err.text);
	archive_close(archive);
}

/* New pages, changed ones, and some that go. */
static void
change(const char *folder, int round)
{
	char name[32];

	for (int i = 0; i < PAGES; i++)
		scene_page(folder, round * PAGES / 2 + i, round);
	for (int i = 0; round > 0 && i < PAGES / 4; i++) {
		snprintf(name, sizeof name, "pages/%02d.txt", (round - 1) * PAGES / 2 + i);
		unlink(temp_path(folder, name));
	}
}

static void
many_sessions_while_an_import_runs(void **state)
{
	const unsigned readers = READERS / (unsigned)scene_step(READERS, READERS / 10);
	char *folder = temp_new(), path[4096];
	int status;

	(void)state;
	common = mmap(
		NULL, sizeof *common, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	assert_ptr_not_equal(common, MAP_FAILED);
	change(folder, 0);
	import(folder);
	snprintf(path, sizeof path, "%s/archive.db", folder);
	for (unsigned i = 0; i < readers; i++) {
		pid_t child = fork();

		assert_true(child >= 0);
		if (child == 0)
			read_along(path);
	}
	for (int round = 1; round < ROUNDS; round++) {
		change(folder, round);
		import(folder);
	}
	atomic_store(&common->done, true);
	for (unsigned i = 0; i < readers; i++) {
		assert_true(wait(&status) > 0);
		assert_true(WIFEXITED(status));
		assert_int_equal(WEXITSTATUS(status), 0);
	}
	assert_int_equal(atomic_load(&common->ready), readers);
	print_message("# %u readers, %u questions\n", readers, atomic_load(&common->asked));
	sound_file(path, ARCHIVE_WRITE);
	munmap(common, sizeof *common);
	temp_free(folder);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(many_sessions_while_an_import_runs)};

	return cmocka_run_group_tests_name("sessions", tests, NULL, NULL);
}
