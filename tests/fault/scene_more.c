/* Scenes that are about what is asked and read, not about what stays on the disk. */
#include "scene.h"
#include "../lib/exercise.h"
#include "../lib/sound.h"
#include "../lib/temp.h"
#include "archive/archive.h"
#include "archive/import.h"
#include "archive/marks.h"
#include "query/query.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* One of them cannot be read, and that is known. */
#define PAGES 8

/* ---- pages as they come ------------------------------------------------------------------ */

/* A reader's own places and topics, right ones and wrong ones. */
static void
write_user_tables(const char *folder)
{
	temp_puts(folder, "user/aliases.tsv",
		"# mine\n青松里\t怀柔区\n星河湾二期\thr\tquarter\n无名堂\t火星区\n只有名字\n"
		"白果园\t密云\tcastle\n劲松\t-\tstop\n\xFF\xFE\t密云\n");
	temp_puts(folder, "user/topics.tsv",
		"# mine\n阅读\t阅览室 书架\n\n只有名字\n\xFF\xFE\t灯\n灯\t路灯\n");
}

/* An article that goes on on another page, and somebody whom both name. */
static void
write_halves(const char *folder)
{
	temp_puts(folder, "pages/20240312_A01.txt",
		"2024年3月12日 星期二 第1版 要闻\n\n老城水系分三段疏浚\n\n本报讯（记者 "
		"何川）东段河道的"
		"清淤从上周开始，工人们在水里站了六天，挖出的淤泥装了四百多车。市总工会副主席郑文远"
		"说："
		"“水已经能看见底。”\n（下转第3版）\n");
	temp_puts(folder, "pages/20240312_A03.txt",
		"2024年3月12日 星期二 第3版 "
		"综合\n\n老城水系分三段疏浚\n\n（上接第1版）\n\n西段的石栏由匠人"
		"一块一块补齐，用的是从旧料场找来的青石。市总工会副主席郑文远说：“工程到六月才完，"
		"那"
		"时两岸的步道也会连起来。”\n");
}

static void
copy_pages(const char *folder)
{
	static const char *const from[] = {"tests/gold/practice/pages/a2.noisy.txt",
		"tests/gold/practice/pages/b1.columns.txt", "tests/gold/practice/pages/c2.md.md"};
	/* The beginning of a page in UTF-16, one in GB 18030, one that is no text. */
	static const char wide[] = "\xFF\xFE\x11\x62\xEC\x4E\x0A\x00\x11\x62\xEC\x4E\x0A\x00";
	static const char gb[] = "\xBD\xF1\xCC\xEC\xA3\xAC\xC6\xBD\xB9\xC8\xC7\xF8\xB5\xC4\xB9\xA4"
				 "\xBB\xE1\xBE\xD9\xB0\xEC\xC1\xCB\xB1\xC8\xC8\xFC\xA1\xA3\n";
	static const char noise[] = "\0\1\2\3\0\0\377";

	for (size_t i = 0; i < sizeof from / sizeof *from; i++) {
		char name[64];

		snprintf(name, sizeof name, "pages/%s", strrchr(from[i], '/') + 1);
		temp_copy(from[i], folder, name);
	}
	temp_write(folder, "pages/wide.txt", wide, sizeof wide - 1);
	temp_write(folder, "pages/gb.txt", gb, sizeof gb - 1);
	temp_write(folder, "pages/noise.txt", noise, sizeof noise - 1);
	write_halves(folder);
	write_user_tables(folder);
}

static enum err_code
import_pages(const char *folder, struct err *err)
{
	char pages[4096], user[4096];
	const char *paths[] = {pages};
	const struct import_options options = {.threads = 1, .prune = true, .user_folder = user};
	struct import_report report;
	struct archive *archive;
	enum err_code code =
		archive_open(temp_path(folder, "copy/archive.db"), ARCHIVE_WRITE, &archive, err);

	snprintf(pages, sizeof pages, "%s/pages", folder);
	snprintf(user, sizeof user, "%s/user", folder);
	if (code != ERR_OK)
		return code;
	code = import_run(archive, paths, 1, &options, &report, err);
	archive_close(archive);
	return code;
}

static void
verify_pages(const char *folder, bool done)
{
	struct archive_info info = sound_file(temp_path(folder, "copy/archive.db"), ARCHIVE_WRITE);

	if (done)
		assert_int_equal(info.pages, PAGES);
}

/* ---- one page more ----------------------------------------------------------------------- */

/* An archive of pages that came one by one, so that the next makes one of the index's segments; and
 * the same as an older program left it, without an index. */
static void
prepare_one_by_one(const char *folder)
{
	struct err err;

	for (int i = 0; i < PAGES - 1; i++) {
		scene_page(folder, i, 0);
		if (import_pages(folder, &err) != ERR_OK)
			fail_msg("%s", err.text);
	}
	if (rename(temp_path(folder, "copy/archive.db"), temp_path(folder, "state/archive.db")) !=
		0)
		fail();
	unlink(temp_path(folder, "copy/archive.db-wal"));
	scene_page(folder, PAGES - 1, 0);
}

static void
prepare_without_index(const char *folder)
{
	prepare_one_by_one(folder);
	temp_sql(temp_path(folder, "state/archive.db"),
		"DELETE FROM posting; DELETE FROM segment; DELETE FROM sorted; DELETE FROM follow");
}

/* ---- reading ----------------------------------------------------------------------------- */

/* Hashes of what is answered: undisturbed, and in the last run. */
static uint64_t right, given;

static void
prepare_reading(const char *folder)
{
	struct err err;

	copy_pages(folder);
	if (import_pages(folder, &err) != ERR_OK ||
		rename(temp_path(folder, "copy/archive.db"),
			temp_path(folder, "state/archive.db")) != 0)
		fail_msg("%s", err.text);
	unlink(temp_path(folder, "copy/archive.db-wal"));
	if (exercise_archive_answer(temp_path(folder, "state/archive.db"), &right, &err) != ERR_OK)
		fail_msg("%s", err.text);
}

/* An article is read, one is starred, of two the district is another. */
static void
mark_some(const char *folder)
{
	struct arena *arena = arena_new(0);
	struct filter *filter = filter_new();
	struct archive *archive;
	const struct row *row;
	struct query *query;
	struct marks *marks;
	unsigned count;
	struct err err;

	if (archive_open(temp_path(folder, "state/archive.db"), ARCHIVE_READ, &archive, &err) !=
			ERR_OK ||
		query_open(archive, filter, &query, &err) != ERR_OK ||
		query_rows(query, SORT_PAGE, 0, false, 4, arena, &row, &count, &err) != ERR_OK ||
		marks_open(temp_path(folder, "state/marks.db"), &marks, &err) != ERR_OK) {
		fail_msg("%s", err.text);
		return;
	}
	assert_int_equal(count, 4);
	if (marks_set_read(marks, row[0].id, true, &err) != ERR_OK ||
		marks_set_starred(marks, row[1].id, true, &err) != ERR_OK ||
		marks_correct(marks, row[2].id, "昌平区", &err) != ERR_OK ||
		marks_correct(marks, row[3].id, "", &err) != ERR_OK)
		fail_msg("%s", err.text);
	query_close(query);
	filter_free(filter);
	archive_close(archive);
	marks_close(marks);
	arena_free(arena);
}

static void
prepare_marked(const char *folder)
{
	struct err err;

	prepare_reading(folder);
	mark_some(folder);
	if (exercise_marked(temp_path(folder, "state/archive.db"),
		    temp_path(folder, "state/marks.db"), &right, &err) != ERR_OK)
		fail_msg("%s", err.text);
}

static enum err_code
read_marked(const char *folder, struct err *err)
{
	return exercise_marked(temp_path(folder, "copy/archive.db"),
		temp_path(folder, "copy/marks.db"), &given, err);
}

static enum err_code
read_all(const char *folder, struct err *err)
{
	return exercise_archive_answer(temp_path(folder, "copy/archive.db"), &given, err);
}

static bool
is_same_file(const char *folder, const char *a, const char *b)
{
	size_t len_a, len_b;
	char *bytes_a = temp_read(temp_path(folder, a), &len_a);
	char *bytes_b = temp_read(temp_path(folder, b), &len_b);
	bool same = len_a == len_b && memcmp(bytes_a, bytes_b, len_a) == 0;

	free(bytes_a);
	free(bytes_b);
	return same;
}

/* Who reads changes nothing, and what comes without an error is whole. */
static void
verify_reading(const char *folder, bool done)
{
	assert_true(!done || given == right);
	assert_true(is_same_file(folder, "copy/archive.db", "state/archive.db"));
}

/* ---- a reader's file --------------------------------------------------------------------- */

#define STAR "zzzzzzzzzzzz"

static void
prepare_reader(const char *folder)
{
	struct marks *marks;
	struct err err;

	if (marks_open(temp_path(folder, "state/marks.db"), &marks, &err) != ERR_OK ||
		marks_set_starred(marks, STAR, true, &err) != ERR_OK)
		fail_msg("%s", err.text);
	/* What is taken back later is none of the star. */
	for (int i = 0; i < 20; i++) {
		if (marks_set_note(marks, "0123456789ab", i % 2 == 0 ? "a" : "b", &err) != ERR_OK)
			fail_msg("%s", err.text);
	}
	marks_close(marks);
}

static enum err_code
use_reader(const char *folder, struct err *err)
{
	return exercise_marks(temp_path(folder, "copy/marks.db"), err);
}

static void
verify_reader(const char *folder, bool done)
{
	struct arena *arena = arena_new(0);
	struct marks *marks;
	struct mark mark = {0};
	struct err err;

	(void)done;
	if (marks_open(temp_path(folder, "copy/marks.db"), &marks, &err) != ERR_OK ||
		marks_get(marks, STAR, arena, &mark, &err) != ERR_OK)
		fail_msg("%s", err.text);
	assert_true(mark.starred);
	marks_close(marks);
	arena_free(arena);
}

const struct scene more_scenes[] = {
	{"import of many kinds of pages", copy_pages, import_pages, verify_pages},
	{"one page more", prepare_one_by_one, import_pages, verify_pages},
	{"one page more without an index", prepare_without_index, import_pages, verify_pages},
	{"reading", prepare_reading, read_all, verify_reading},
	{"reading with marks", prepare_marked, read_marked, verify_reading},
	{"a reader's file", prepare_reader, use_reader, verify_reader},
};
const unsigned more_scene_count = sizeof more_scenes / sizeof *more_scenes;
