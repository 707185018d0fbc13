/* An archive that grew step by step is the one that is made at once: random changes of a folder,
 * interrupted imports and small segments of the index on the way. */
#include "../lib/ok.h"
#include "../lib/press.h"
#include "../lib/sound.h"
#include "../lib/temp.h"
#include "archive/archive.h"
#include "archive/import.h"
#include "query/query.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static struct err err;
static uint64_t dice = 11;

static uint32_t
below(uint32_t n)
{
	return press_below(&dice, n);
}

/* ---- pages ------------------------------------------------------------------------------ */

#define PAGES 24u

static const char *
page_name(unsigned i)
{
	static char name[32];

	snprintf(name, sizeof name, "pages/%u/%02u.txt", i % 3, i);
	return name;
}

static void
write_page(const char *folder, unsigned i)
{
	const char *paragraph[8];
	struct buf text = {0};
	struct press press = {.paragraph = paragraph, .count = 8, .random = below(1u << 30)};

	press.chars = 100;
	for (unsigned p = 0; p < 8; p++) {
		struct buf babble = {0};

		press_babble(&press.random, 40, &babble);
		paragraph[p] = babble.data;
	}
	press_page(&press, (enum press_form)(i % PRESS_FORMS), 1 + i % 3, 10000 + i, &text);
	temp_write(folder, page_name(i), text.data, text.len);
	for (unsigned p = 0; p < 8; p++)
		free((char *)paragraph[p]);
	buf_free(&text);
}

/* ---- importing -------------------------------------------------------------------------- */

static void
stop(void *ctx, const struct import_progress *progress)
{
	if (progress->files_done > 0)
		atomic_store((atomic_bool *)ctx, true);
}

/* Perhaps interrupted at the first page; returns how many pages had another name before. */
static uint64_t
import(struct archive *archive, const char *folder, bool interrupted)
{
	const char *paths[] = {temp_path(folder, "pages")};
	atomic_bool cancel = false;
	struct import_options options = {.prune = true, .ctx = &cancel, .cancel = &cancel};
	struct import_report report;

	if (interrupted)
		options.on_progress = stop;
	if (import_run(archive, paths, 1, &options, &report, &err) != ERR_OK)
		assert_int_equal(err.code, ERR_CANCELLED);
	return report.renamed;
}

static struct archive *
open_archive(const char *folder, const char *name)
{
	struct archive *archive;

	OK(archive_open(temp_path(folder, name), ARCHIVE_WRITE, &archive, &err));
	return archive;
}

static uint64_t
count(struct archive *archive, const char *text)
{
	struct filter *filter;
	struct query *query;
	uint64_t n;

	OK(filter_decode(text, &filter, &err));
	OK(query_open(archive, filter, &query, &err));
	OK(query_settle(query, &err));
	n = query_count(query, NULL);
	query_close(query);
	filter_free(filter);
	return n;
}

static const char *const asked[] = {"", "--query 劳", "--query 劳模", "--query 创新创",
	"--query -国", "--query headline:工", "--query 2024年", "--kind news", "--query \"ai 的\""};

static void
are_same(struct archive *a, struct archive *b)
{
	struct archive_info x, y;

	OK(archive_info(a, &x, &err));
	OK(archive_info(b, &y, &err));
	assert_int_equal(x.articles, y.articles);
	assert_int_equal(x.pages, y.pages);
	assert_int_equal(x.text_bytes, y.text_bytes);
	assert_string_equal(x.fingerprint, y.fingerprint);
	for (size_t i = 0; i < sizeof asked / sizeof *asked; i++)
		assert_int_equal(count(a, asked[i]), count(b, asked[i]));
}

/* ---- tests ------------------------------------------------------------------------------ */

static void
growing_is_the_same_as_making(void **state)
{
	char *folder = temp_new();
	struct archive *grown = open_archive(folder, "grown.db"), *made;

	(void)state;
	for (unsigned i = 0; i < PAGES; i++)
		write_page(folder, i);
	for (unsigned step = 0; step < 40; step++) {
		unsigned i = below(PAGES);

		import(grown, folder, step % 5 == 0);
		if (below(4) == 0)
			unlink(temp_path(folder, page_name(i)));
		else
			write_page(folder, i);
		if (step % 10 == 0)
			sound_info(grown);
	}
	import(grown, folder, false);
	made = open_archive(folder, "made.db");
	import(made, folder, false);
	sound_info(grown);
	are_same(grown, made);
	archive_close(grown);
	archive_close(made);
	temp_free(folder);
}

/* What older programs made is searched without an index and completed by the next import. */
static void
older_archives_are_searched_and_completed(void **state)
{
	/* Version 1 had no index, version 2 one that is read no more, and orders in columns; up to
	 * version 3 the bounds of the chunks were not kept. */
	static const char *const older[] = {
		"CREATE INDEX page_hash ON page(hash); DELETE FROM chunk WHERE id=3<<32;"
		"DROP TABLE sorted; DROP TABLE follow; DELETE FROM meta WHERE name='chars';"
		"DROP TABLE segment; DROP TABLE posting; PRAGMA user_version=1",
		"CREATE INDEX page_hash ON page(hash); DELETE FROM chunk WHERE id=3<<32;"
		"DROP TABLE sorted; DROP TABLE follow; DELETE FROM meta WHERE name='chars';"
		"INSERT INTO chunk(id,data) VALUES(3<<32,zeroblob(64)),((5<<32)+1,zeroblob(64));"
		"PRAGMA user_version=2",
		("CREATE INDEX page_hash ON page(hash); DELETE FROM chunk WHERE id=3<<32;"
		 "PRAGMA user_version=3")};
	char *folder = temp_new();
	struct archive *made = open_archive(folder, "made.db");

	(void)state;
	for (unsigned i = 0; i < PAGES; i++)
		write_page(folder, i);
	import(made, folder, false);
	for (unsigned i = 0; i < sizeof older / sizeof *older; i++) {
		const char *const names[] = {"one.db", "two.db", "three.db"}, *name = names[i];
		struct archive *old = open_archive(folder, name);

		import(old, folder, false);
		archive_close(old);
		temp_sql(temp_path(folder, name), older[i]);
		old = open_archive(folder, name);
		are_same(old, made);
		sound_info(old);
		import(old, folder, false);
		are_same(old, made);
		sound_info(old);
		archive_close(old);
	}
	archive_close(made);
	temp_free(folder);
}

/* What is said of the index is compared with the texts, and what hangs on it with the index. */
static void
a_damaged_index_is_found(void **state)
{
	static const struct {
		const char *sql;
		unsigned findings;
	} damage[] = {
		{"DELETE FROM posting WHERE id=(SELECT min(id) FROM posting)", 2},
		{"DELETE FROM posting WHERE id=(SELECT max(id) FROM posting)", 2},
		{"DELETE FROM follow WHERE id=(SELECT max(id) FROM follow)", 1},
		{"DELETE FROM sorted WHERE id=(SELECT min(id) FROM sorted)", 1},
		{"UPDATE meta SET value=value+1 WHERE name='chars'", 1},
		{"UPDATE chunk SET data=zeroblob(length(data)) WHERE id=3<<32", 1},
	};

	(void)state;
	for (unsigned i = 0; i < sizeof damage / sizeof *damage; i++) {
		char *folder = temp_new();
		struct archive *archive = open_archive(folder, "archive.db");

		write_page(folder, 0);
		import(archive, folder, false);
		sound_info(archive);
		archive_close(archive);
		temp_sql(temp_path(folder, "archive.db"), damage[i].sql);
		archive = open_archive(folder, "archive.db");
		assert_int_equal(sound_findings(archive), damage[i].findings);
		archive_close(archive);
		temp_free(folder);
	}
}

static void
a_renamed_page_keeps_its_ids(void **state)
{
	char *folder = temp_new();
	struct archive *archive = open_archive(folder, "archive.db");
	char from[512], to[512];
	struct arena *arena = arena_new(0);
	const struct stored_article *before, *after;
	article_key key;

	(void)state;
	write_page(folder, 0);
	write_page(folder, 1);
	import(archive, folder, false);
	OK(archive_article(archive, 1, arena, &before, &err));
	snprintf(from, sizeof from, "%s", temp_path(folder, page_name(0)));
	snprintf(to, sizeof to, "%s", temp_path(folder, "pages/0/renamed.txt"));
	assert_int_equal(rename(from, to), 0);
	import(archive, folder, false);
	OK(archive_find(archive, before->id, &key, &err));
	OK(archive_article(archive, key, arena, &after, &err));
	assert_string_equal(after->id, before->id);
	assert_string_equal(after->source, "0/renamed.txt");
	sound_info(archive);
	archive_close(archive);
	arena_free(arena);
	temp_free(folder);
}

/* Of files with the same content each is renamed for itself, and none is taken twice. */
static void
copies_are_renamed_one_by_one(void **state)
{
	static const char *const before[] = {"pages/a.txt", "pages/b.txt", "pages/c.txt"};
	static const char *const after[] = {"pages/d.txt", "pages/e.txt", "pages/f.txt"};
	const char *text = "# 小路通了灯\n\n密云区果园街道的居民反映了两年的小路，装上了灯。\n";
	char *folder = temp_new(), from[512];
	struct archive *archive = open_archive(folder, "archive.db");
	struct archive_info info;
	char print[sizeof info.fingerprint];

	(void)state;
	for (unsigned i = 0; i < 3; i++)
		temp_puts(folder, before[i], text);
	assert_int_equal(import(archive, folder, false), 0);
	OK(archive_info(archive, &info, &err));
	memcpy(print, info.fingerprint, sizeof print);
	for (unsigned i = 0; i < 2; i++) {
		snprintf(from, sizeof from, "%s", temp_path(folder, before[i]));
		assert_int_equal(rename(from, temp_path(folder, after[i])), 0);
	}
	temp_puts(folder, after[2], text);
	assert_int_equal(import(archive, folder, false), 2);
	OK(archive_info(archive, &info, &err));
	assert_int_equal(info.pages, 4);
	assert_int_equal(unlink(temp_path(folder, after[2])), 0);
	import(archive, folder, false);
	OK(archive_info(archive, &info, &err));
	assert_int_equal(info.pages, 3);
	assert_string_equal(info.fingerprint, print);
	sound_info(archive);
	archive_close(archive);
	temp_free(folder);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(growing_is_the_same_as_making),
		cmocka_unit_test(older_archives_are_searched_and_completed),
		cmocka_unit_test(a_damaged_index_is_found),
		cmocka_unit_test(a_renamed_page_keeps_its_ids),
		cmocka_unit_test(copies_are_renamed_one_by_one),
	};

	return cmocka_run_group_tests_name("import", tests, NULL, NULL);
}
