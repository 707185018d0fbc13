/* Rebuilds that find no archive, another program's file, a damaged one, or are stopped. */
#include "../lib/ok.h"
#include "../lib/sound.h"
#include "../lib/temp.h"
#include "archive/import.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static struct err err;
static unsigned told;

static void
count_told(void *ctx, const struct import_progress *progress)
{
	(void)ctx;
	(void)progress;
	told++;
}

static void
count_warned(void *ctx, const struct err *what)
{
	(void)ctx;
	assert_int_not_equal(what->text[0], '\0');
	told++;
}

static const char *
archive_of(const char *folder)
{
	return temp_path(folder, "archive.db");
}

static enum err_code
rebuild(const char *folder, const struct import_options *options, char **kept)
{
	struct import_report report;

	told = 0;
	return import_rebuild(archive_of(folder), NULL, 0, options, &report, kept, &err);
}

/* FOLDER/archive.db of the pages FOLDER/pages. */
static char *
set_up(void)
{
	char *folder = temp_new();
	const char *paths[1];
	struct import_report report;
	struct archive *archive;

	for (int i = 0; i < 70; i++) {
		char name[32], text[256];

		snprintf(name, sizeof name, "pages/%02d.txt", i);
		snprintf(text, sizeof text,
			"2024年3月12日 第%d版\n\n小路通了%d盏灯\n\n本报讯 小路夜里亮了。\n", i, i);
		temp_puts(folder, name, text);
	}
	paths[0] = temp_path(folder, "pages");
	OK(archive_open(archive_of(folder), ARCHIVE_WRITE, &archive, &err));
	OK(import_run(archive, paths, 1, NULL, &report, &err));
	archive_close(archive);
	return folder;
}

/* Noise behind so many pages of the file. */
static void
damage(const char *folder, size_t pages)
{
	size_t len;
	char *bytes;

	unlink(temp_path(folder, "archive.db-wal"));
	bytes = temp_read(archive_of(folder), &len);
	for (size_t i = pages * 4096; i < len; i++)
		bytes[i] = (char)(i * 2654435761U >> 13);
	temp_write(folder, "archive.db", bytes, len);
	free(bytes);
}

static void
pages_are(const char *folder, unsigned pages)
{
	assert_int_equal(sound_file(archive_of(folder), ARCHIVE_READ).pages, pages);
}

static void
what_is_no_archive_is_left_alone(void **state)
{
	static const char *const texts[] = {"a", "SQLite format 3",
		"A file of somebody else's that is longer than the header of any archive of ours "
		"is, "
		"and says nothing."};
	char *folder = temp_new(), *kept;

	(void)state;
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
		size_t len;
		char *after;

		temp_puts(folder, "archive.db", texts[i]);
		assert_int_equal(rebuild(folder, NULL, &kept), ERR_ARCHIVE);
		assert_null(kept);
		after = temp_read(archive_of(folder), &len);
		assert_string_equal(after, texts[i]);
		free(after);
	}
	/* A path that leads nowhere; an empty file, which becomes an empty archive; none. */
	assert_int_equal(import_rebuild(temp_path(folder, "archive.db/a"), NULL, 0, NULL,
				 &(struct import_report){0}, &kept, &err),
		ERR_IO);
	temp_puts(folder, "archive.db", "");
	OK(rebuild(folder, NULL, &kept));
	pages_are(folder, 0);
	unlink(archive_of(folder));
	assert_int_equal(rebuild(folder, NULL, &kept), ERR_ARCHIVE);
	assert_int_not_equal(access(archive_of(folder), F_OK), 0);
	temp_free(folder);
}

/* Who asks is told how it goes, and what is wrong with a table. */
static void
progress_and_mistakes_are_told(void **state)
{
	char *folder = set_up(), *kept, user[512];
	struct import_options options = {.on_progress = count_told};

	(void)state;
	OK(rebuild(folder, &options, &kept));
	assert_true(told > 0);
	temp_puts(folder, "user/aliases.tsv", "无名堂\t火星区\n");
	temp_puts(folder, "user/topics.tsv", "只有名字\n");
	snprintf(user, sizeof user, "%s", temp_path(folder, "user"));
	options = (struct import_options){.user_folder = user, .on_warning = count_warned};
	OK(rebuild(folder, &options, &kept));
	assert_int_equal(told, 2);
	/* Nobody has to listen. */
	options.on_warning = NULL;
	OK(rebuild(folder, &options, &kept));
	pages_are(folder, 70);
	temp_free(folder);
}

/* Stopped at once, an archive is as it was, whole or damaged, also where its pages are gone. */
static void
a_stopped_rebuild_changes_nothing(void **state)
{
	atomic_bool stop = true;
	const struct import_options options = {.cancel = &stop};
	char *folder = set_up(), *kept;

	(void)state;
	for (int i = 0; i < 3; i++) {
		size_t len, len_after;
		char *before, *after;

		if (i == 1)
			damage(folder, 25);
		if (i == 2)
			assert_int_equal(
				rename(temp_path(folder, "pages"), temp_path(folder, "elsewhere")),
				0);
		before = temp_read(archive_of(folder), &len);
		assert_int_equal(rebuild(folder, &options, &kept), ERR_CANCELLED);
		assert_null(kept);
		after = temp_read(archive_of(folder), &len_after);
		if (i > 0) {
			assert_int_equal(len_after, len);
			assert_memory_equal(before, after, len);
		} else {
			pages_are(folder, 70);
		}
		free(before);
		free(after);
	}
	temp_free(folder);
}

/* Neither its pages nor what it holds of them: the damaged archive stays where it is. */
static void
what_gives_nothing_takes_no_place(void **state)
{
	char *folder = set_up(), *kept;

	(void)state;
	damage(folder, 1);
	assert_int_equal(rename(temp_path(folder, "pages"), temp_path(folder, "elsewhere")), 0);
	assert_int_equal(rebuild(folder, NULL, &kept), ERR_ARCHIVE);
	assert_null(kept);
	assert_int_equal(access(archive_of(folder), F_OK), 0);
	temp_free(folder);
}

/* Its pages are files that cannot be read: neither are they in the new archive. */
static void
what_is_refused_takes_no_place(void **state)
{
	char *folder = set_up(), *kept;

	(void)state;
	damage(folder, 8);
	for (int i = 0; i < 70; i++) {
		char name[32];

		snprintf(name, sizeof name, "pages/%02d.txt", i);
		temp_write(folder, name, "\0\1\2\3\0\0\377", 7);
	}
	assert_int_equal(rebuild(folder, NULL, &kept), ERR_ARCHIVE);
	if (strstr(err.text, "none of its pages") == NULL)
		fail_msg("%s", err.text);
	temp_free(folder);
}

/* Any byte of the version that is above ours. */
static void
a_newer_archive_is_left_alone(void **state)
{
	char *folder = set_up(), *kept;
	size_t len;
	char *bytes = temp_read(archive_of(folder), &len);

	(void)state;
	for (size_t at = 60; at < 64; at++) {
		char was = bytes[at];

		bytes[at] = 99;
		temp_write(folder, "archive.db", bytes, len);
		assert_int_equal(rebuild(folder, NULL, &kept), ERR_ARCHIVE);
		assert_non_null(strstr(err.text, "newer"));
		bytes[at] = was;
	}
	free(bytes);
	temp_free(folder);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_no_archive_is_left_alone),
		cmocka_unit_test(progress_and_mistakes_are_told),
		cmocka_unit_test(a_stopped_rebuild_changes_nothing),
		cmocka_unit_test(what_gives_nothing_takes_no_place),
		cmocka_unit_test(what_is_refused_takes_no_place),
		cmocka_unit_test(a_newer_archive_is_left_alone),
	};

	return cmocka_run_group_tests_name("rebuild", tests, NULL, NULL);
}
