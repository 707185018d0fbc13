/* A damaged archive whose page files are gone too: what it holds of them, byte for byte as it was
 * imported, goes into the new one; what cannot be read is lost, and nothing else. */
#include "../lib/sound.h"
#include "../lib/temp.h"
#include "archive/archive.h"
#include "archive/import.h"
#include "base/buf.h"
#include "query/query.h"
#include "scene.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define PAGES 60

static void
page_name(unsigned number, char out[32])
{
	snprintf(out, 32, "pages/%02u.txt", number);
}

static void
page_text(unsigned number, struct buf *out)
{
	buf_addf(out,
		"2024年3月1日 星期五 A%02u版 社区\n\n第%u条小路通了灯\n\n本报讯（记者 何川）密云区"
		"果园街道的居民反映了两年的小路，本周装上了%u盏灯。夜里下班的人说，这一段路再也不"
		"用打着手电走了。\n",
		number + 1, number, number);
	assert_true(buf_ok(out));
}

static void
write_page(const char *folder, unsigned number)
{
	struct buf text = {0};
	char name[32];

	page_name(number, name);
	page_text(number, &text);
	temp_puts(folder, name, buf_str(&text));
	buf_free(&text);
}

static void
drop_page(const char *folder, unsigned number)
{
	char name[32];

	page_name(number, name);
	unlink(temp_path(folder, name));
}

/* An archive of all pages, as whole.db, whose files are gone from `kept` on. */
static char *
set_up(unsigned kept)
{
	char *folder = temp_new(), pages[4096];
	const char *paths[] = {pages};
	const struct import_options options = {.threads = 1};
	struct import_report report;
	struct archive *archive;
	struct err err;

	for (unsigned i = 0; i < PAGES; i++)
		write_page(folder, i);
	snprintf(pages, sizeof pages, "%s/pages", folder);
	if (archive_open(temp_path(folder, "whole.db"), ARCHIVE_WRITE, &archive, &err) != ERR_OK ||
		import_run(archive, paths, 1, &options, &report, &err) != ERR_OK)
		fail_msg("%s", err.text);
	archive_close(archive);
	for (unsigned i = kept; i < PAGES; i++)
		drop_page(folder, i);
	if (kept == 0)
		rmdir(pages);
	return folder;
}

static enum err_code
rebuild(const char *folder, struct import_report *report, struct err *err)
{
	const struct import_options options = {.threads = 1};
	char *kept = NULL;
	enum err_code code = import_rebuild(
		temp_path(folder, "archive.db"), NULL, 0, &options, report, &kept, err);

	assert_true(kept == NULL || code == ERR_OK);
	if (kept != NULL)
		unlink(kept);
	free(kept);
	return code;
}

/* Each article's page is what the file held that it was made of. */
static enum err_code
is_as_it_was(void *ctx, article_key key, struct err *err)
{
	struct archive *archive = ctx;
	struct arena *arena = arena_new(0);
	const struct stored_article *article;
	const char *bytes = "";
	struct buf want = {0};
	uint32_t start, end;
	enum encoding encoding;
	size_t size = 0;

	if (archive_article(archive, key, arena, &article, err) != ERR_OK ||
		archive_raw(archive, key, arena, &bytes, &size, &start, &end, &encoding, err) !=
			ERR_OK)
		fail_msg("%s", err->text);
	page_text((unsigned)strtoul(article->source, NULL, 10), &want);
	assert_int_equal(size, want.len);
	assert_memory_equal(bytes, want.data, size);
	buf_free(&want);
	arena_free(arena);
	return ERR_OK;
}

/* The archive is sound, and so many of its pages are there. */
static uint64_t
pages_as_they_were(const char *folder)
{
	struct archive_info info;
	struct archive *archive;
	struct filter *filter = filter_new();
	struct query *query;
	struct err err;

	if (archive_open(temp_path(folder, "archive.db"), ARCHIVE_READ, &archive, &err) != ERR_OK)
		fail_msg("%s", err.text);
	info = sound_info(archive);
	if (query_open(archive, filter, &query, &err) != ERR_OK ||
		query_each(query, SORT_PAGE, 0, UINT64_MAX, is_as_it_was, archive, &err) != ERR_OK)
		fail_msg("%s", err.text);
	assert_int_equal(query_count(query, NULL), info.articles);
	query_close(query);
	filter_free(filter);
	archive_close(archive);
	return info.pages - info.refused_pages;
}

/* ---- tests ------------------------------------------------------------------------------- */

static void
pages_without_files_are_salvaged(void **state)
{
	char *folder = set_up(0);
	const struct archive_info before = sound_file(temp_path(folder, "whole.db"), ARCHIVE_READ);
	struct import_report report;
	struct err err;

	(void)state;
	temp_copy(temp_path(folder, "whole.db"), folder, "archive.db");
	/* The index is not what the texts say, which is no matter for the pages. */
	temp_sql(temp_path(folder, "archive.db"), "DROP TABLE posting");
	assert_int_equal(rebuild(folder, &report, &err), ERR_OK);
	assert_int_equal(report.salvaged, PAGES);
	assert_int_equal(pages_as_they_were(folder), PAGES);
	assert_string_equal(sound_file(temp_path(folder, "archive.db"), ARCHIVE_READ).fingerprint,
		before.fingerprint);
	temp_free(folder);
}

/* Files count for more than what the archive held of them, and nothing comes twice. */
static void
files_that_are_there_are_read(void **state)
{
	char *folder = set_up(PAGES / 2);
	struct import_report report;
	struct err err;

	(void)state;
	temp_copy(temp_path(folder, "whole.db"), folder, "archive.db");
	temp_sql(temp_path(folder, "archive.db"), "DROP TABLE posting");
	/* One has another name meanwhile. */
	if (rename(temp_path(folder, "pages/07.txt"), temp_path(folder, "pages/7.txt")) != 0)
		fail();
	assert_int_equal(rebuild(folder, &report, &err), ERR_OK);
	assert_int_equal(report.salvaged, PAGES / 2);
	assert_int_equal(pages_as_they_were(folder), PAGES);
	temp_free(folder);
}

/* A page whose file is there and cannot be read comes out of the archive, in its own place. */
static void
files_that_cannot_be_read_are_salvaged(void **state)
{
	char *folder = set_up(PAGES);
	struct import_report report;
	struct err err;

	(void)state;
	temp_copy(temp_path(folder, "whole.db"), folder, "archive.db");
	temp_sql(temp_path(folder, "archive.db"), "DROP TABLE posting");
	temp_write(folder, "pages/05.txt", "\0\1\2\0", 4);
	assert_int_equal(rebuild(folder, &report, &err), ERR_OK);
	assert_int_equal(report.salvaged, 1);
	assert_int_equal(report.refused, 0);
	assert_int_equal(pages_as_they_were(folder), PAGES);
	temp_free(folder);
}

/* Damages the whole archive so, its files gone; so many of its pages are saved. */
static void
saves(const char *damage, unsigned pages)
{
	char *folder = set_up(0);
	struct import_report report;
	struct err err;

	temp_copy(temp_path(folder, "whole.db"), folder, "archive.db");
	temp_sql(temp_path(folder, "archive.db"), damage);
	assert_int_equal(rebuild(folder, &report, &err), ERR_OK);
	assert_int_equal(report.salvaged, pages);
	assert_int_equal(pages_as_they_were(folder), pages);
	temp_free(folder);
}

static void
a_page_of_other_bytes_is_not_taken(void **state)
{
	(void)state;
	saves("UPDATE bytes SET data=replace(data,'灯','车') WHERE page=7;"
	      "UPDATE page SET root=99 WHERE id=8; DELETE FROM bytes WHERE page=9",
		PAGES - 3);
}

/* Nothing comes behind the largest number. */
static void
a_page_may_have_the_last_number(void **state)
{
	(void)state;
	saves("DROP TABLE posting; UPDATE bytes SET page=9223372036854775807 WHERE page=7;"
	      "UPDATE page SET id=9223372036854775807 WHERE id=7",
		PAGES);
}

static void
an_archive_without_a_page_stays(void **state)
{
	static const char *const damage[] = {"DROP TABLE posting; DELETE FROM bytes",
		"DROP TABLE posting; DROP TABLE page", "DROP TABLE posting; DELETE FROM root"};
	char *folder = set_up(0);
	struct import_report report;
	struct stat before, after;
	struct err err;

	(void)state;
	for (size_t i = 0; i < sizeof damage / sizeof *damage; i++) {
		temp_copy(temp_path(folder, "whole.db"), folder, "archive.db");
		temp_sql(temp_path(folder, "archive.db"), damage[i]);
		assert_int_equal(stat(temp_path(folder, "archive.db"), &before), 0);
		assert_int_equal(rebuild(folder, &report, &err), ERR_ARCHIVE);
		assert_int_equal(stat(temp_path(folder, "archive.db"), &after), 0);
		assert_int_equal(before.st_ino, after.st_ino);
		assert_int_equal(before.st_size, after.st_size);
	}
	temp_free(folder);
}

/* Noise in each page of the file in turn. */
static void
noise_anywhere_takes_little(void **state)
{
	char *folder = set_up(0);
	size_t len, size = 4096;
	char *bytes = temp_read(temp_path(folder, "whole.db"), &len);
	long tries = 0, none = 0, step = scene_step((long)(len / size) - 1, 10);
	uint64_t pages = 0;

	(void)state;
	for (size_t at = size; at < len; at += size * (size_t)step) {
		char kept[4096];
		struct import_report report;
		struct err err;
		enum err_code code;

		memcpy(kept, bytes + at, size);
		for (size_t i = 0; i < size; i++)
			bytes[at + i] = (char)((at + i) * 2654435761U >> 11);
		temp_write(folder, "archive.db", bytes, len);
		memcpy(bytes + at, kept, size);
		tries++;
		code = rebuild(folder, &report, &err);
		if (code != ERR_OK) {
			assert_int_equal(code, ERR_ARCHIVE);
			none++;
			continue;
		}
		/* What was not met at all was copied as from an archive that is whole. */
		pages += pages_as_they_were(folder);
	}
	print_message("# %ld archives: %ld stay, of the others %llu of %ld pages were saved\n",
		tries, none, (unsigned long long)pages, (tries - none) * PAGES);
	assert_true(none * 4 < tries);
	assert_true(pages * 4 > (uint64_t)(tries - none) * PAGES * 3);
	free(bytes);
	temp_free(folder);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(pages_without_files_are_salvaged),
		cmocka_unit_test(files_that_are_there_are_read),
		cmocka_unit_test(files_that_cannot_be_read_are_salvaged),
		cmocka_unit_test(a_page_of_other_bytes_is_not_taken),
		cmocka_unit_test(a_page_may_have_the_last_number),
		cmocka_unit_test(an_archive_without_a_page_stays),
		cmocka_unit_test(noise_anywhere_takes_little),
	};

	return cmocka_run_group_tests_name("salvage", tests, NULL, NULL);
}
