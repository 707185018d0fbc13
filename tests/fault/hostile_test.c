/* Archives and readers' files that were damaged, or made to harm: every answer makes sense or is an
 * error, and an archive is made afresh from its pages. */
#include "../lib/exercise.h"
#include "../lib/temp.h"
#include "archive/archive.h"
#include "archive/import.h"
#include "scene.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Tries where not all are made; ThreadSanitizer makes each of them slow. */
#ifdef __SANITIZE_THREAD__
#define FEW 4
#else
#define FEW 12
#endif

/* ---- a file to harm ---------------------------------------------------------------------- */

static void
must(enum err_code code, const struct err *err)
{
	if (code != ERR_OK)
		fail_msg("%s", err->text);
}

/* FOLDER/whole.db, of the sample pages, in one file; FOLDER/whole-marks.db. */
static char *
set_up(void)
{
	char *folder = temp_new();
	const char *paths[] = {"tests/screen/pages"};
	struct import_report report;
	struct archive *archive;
	struct marks *marks;
	struct err err;

	must(archive_open(temp_path(folder, "whole.db"), ARCHIVE_WRITE, &archive, &err), &err);
	must(import_run(archive, paths, 1, NULL, &report, &err), &err);
	assert_true(report.articles > 3);
	archive_close(archive);
	temp_sql(temp_path(folder, "whole.db"), "PRAGMA wal_checkpoint(TRUNCATE)");
	must(marks_open(temp_path(folder, "whole-marks.db"), &marks, &err), &err);
	must(marks_set_note(marks, "0123456789ab", "a note", &err), &err);
	must(marks_correct(marks, "0123456789ab", "海淀区", &err), &err);
	must(marks_save_filter(marks, "a", "--unread", &err), &err);
	must(marks_remember_search(marks, "阅览", &err), &err);
	must(marks_log(marks, "--unread", 3, "0123456789abcdef", &err), &err);
	marks_close(marks);
	temp_sql(temp_path(folder, "whole-marks.db"), "PRAGMA wal_checkpoint(TRUNCATE)");
	return folder;
}

static void
fresh_copy(const char *folder, const char *name)
{
	static const char *const suffixes[] = {"-wal", "-shm", "-journal"};
	char whole[32], beside[64];

	snprintf(whole, sizeof whole, "whole%s",
		strcmp(name, "marks.db") == 0 ? "-marks.db" : ".db");
	temp_copy(temp_path(folder, whole), folder, name);
	for (size_t i = 0; i < 3; i++) {
		snprintf(beside, sizeof beside, "%s%s", name, suffixes[i]);
		unlink(temp_path(folder, beside));
	}
}

/* What has been refused must have been recognised as damage, or as no file of ours. */
static bool
is_fit_after(enum err_code code)
{
	return code == ERR_OK || code == ERR_DAMAGED || code == ERR_ARCHIVE ||
	       code == ERR_NOTFOUND || code == ERR_LIMIT;
}

static void
is_fit(enum err_code code)
{
	if (!is_fit_after(code))
		fail_msg("error %d", (int)code);
}

/* ---- every column, with what it must not hold -------------------------------------------- */

static const char *const values[] = {"NULL", "-1", "0", "4294967296", "2147483647",
	"9223372036854775807", "-9223372036854775808", "1e300", "''", "'text'", "x'f0'",
	"cast(x'e4b8f0' as text)", "cast(x'c29b33316d1b5d30' as text)", "'a'||char(0)||'b'",
	"randomblob(40)", "zeroblob(70000)",
	"x'ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff'"};

typedef enum err_code (*exercise_fn)(const char *path, struct err *err);

static void
try_value(const char *folder, const char *name, const char *table, const char *column,
	const char *value, exercise_fn exercise)
{
	char text[512];
	sqlite3 *db;
	struct err err;

	fresh_copy(folder, name);
	assert_int_equal(sqlite3_open(temp_path(folder, name), &db), SQLITE_OK);
	snprintf(text, sizeof text, "UPDATE OR IGNORE %s SET %s=%s", table, column, value);
	/* Some values cannot be put there at all. */
	if (sqlite3_exec(db, text, NULL, NULL, NULL) != SQLITE_OK) {
		sqlite3_close(db);
		return;
	}
	sqlite3_close(db);
	if (!is_fit_after(exercise(temp_path(folder, name), &err)))
		fail_msg("%s: %s", text, err.text);
}

static void
every_column(const char *name, exercise_fn exercise)
{
	static const char list[] =
		"SELECT m.name,p.name FROM sqlite_schema AS m, pragma_table_info(m.name) AS p "
		"WHERE m.type='table' AND m.name NOT LIKE 'sqlite_%'";
	char *folder = set_up();
	sqlite3 *db;
	sqlite3_stmt *stmt;
	long number = 0, step = scene_step(600, 2L * FEW);

	fresh_copy(folder, name);
	temp_copy(temp_path(folder, name), folder, "list.db");
	assert_int_equal(sqlite3_open(temp_path(folder, "list.db"), &db), SQLITE_OK);
	assert_int_equal(sqlite3_prepare_v2(db, list, -1, &stmt, NULL), SQLITE_OK);
	while (sqlite3_step(stmt) == SQLITE_ROW) {
		for (size_t i = 0; i < sizeof values / sizeof *values; i++) {
			if (number++ % step == 0)
				try_value(folder, name, (const char *)sqlite3_column_text(stmt, 0),
					(const char *)sqlite3_column_text(stmt, 1), values[i],
					exercise);
		}
	}
	sqlite3_finalize(stmt);
	sqlite3_close(db);
	print_message("# %ld values, every %ld. tried\n", number, step);
	assert_true(number > 100);
	temp_free(folder);
}

static void
lies_in_an_archive(void **state)
{
	(void)state;
	every_column("archive.db", exercise_archive);
}

static void
lies_in_a_readers_file(void **state)
{
	(void)state;
	every_column("marks.db", exercise_marks);
}

/* What others point at is gone. */
static void
rows_that_are_missing(void **state)
{
	static const char *const changes[] = {"DELETE FROM district WHERE number%2=1",
		"DELETE FROM district WHERE number%2=0", "DELETE FROM topic WHERE number%2=1",
		"DELETE FROM root", "DELETE FROM bytes", "DELETE FROM chunk WHERE id%2=1",
		"DELETE FROM value WHERE number%2=1"};
	char *folder = set_up();

	(void)state;
	for (size_t i = 0; i < sizeof changes / sizeof *changes; i++) {
		struct err err;

		temp_copy(temp_path(folder, "whole.db"), folder, "archive.db");
		temp_sql(temp_path(folder, "archive.db"), changes[i]);
		is_fit(exercise_archive(temp_path(folder, "archive.db"), &err));
	}
	temp_free(folder);
}

/* A segment of keys that no sum can hold. */
static void
keys_beyond_all_keys(void **state)
{
	char *folder = set_up();
	struct err err;

	(void)state;
	fresh_copy(folder, "archive.db");
	temp_sql(temp_path(folder, "archive.db"),
		"UPDATE segment SET first=9223372036854775800,stop=9223372036854775807");
	assert_int_equal(exercise_archive(temp_path(folder, "archive.db"), &err), ERR_DAMAGED);
	temp_free(folder);
}

/* ---- schemas ----------------------------------------------------------------------------- */

/* The hundred bytes with which SQLite's files begin, each with what it must not be. */
static void
headers_that_lie(void **state)
{
	static const unsigned char bytes[] = {0, 5, 0x80, 0xFF};
	char *folder = set_up();

	(void)state;
	for (long at = 16; at < 100; at++) {
		for (size_t i = 0; i < sizeof bytes; i++) {
			FILE *file;
			struct err err;

			fresh_copy(folder, "archive.db");
			file = fopen(temp_path(folder, "archive.db"), "r+b");
			assert_non_null(file);
			assert_int_equal(fseek(file, at, SEEK_SET), 0);
			assert_int_equal(fputc(bytes[i], file), bytes[i]);
			assert_int_equal(fclose(file), 0);
			is_fit(exercise_archive(temp_path(folder, "archive.db"), &err));
		}
	}
	temp_free(folder);
}

static void
foreign_schemas_are_refused(void **state)
{
	static const char *const changes[] = {
		"CREATE TRIGGER t AFTER INSERT ON meta BEGIN DELETE FROM page; END",
		"CREATE VIEW v AS SELECT load_extension('x')",
		"CREATE TABLE more(a)",
		"CREATE INDEX more ON article(chars)",
		"DROP TABLE topic; CREATE VIEW topic AS SELECT number, text AS english FROM value",
		"DROP TABLE bytes; CREATE TABLE bytes(page INTEGER PRIMARY KEY, data TEXT)",
		"DROP INDEX article_id",
		"DROP TABLE chunk; CREATE VIRTUAL TABLE chunk USING fts5(id, data)",
		"PRAGMA user_version=0",
	};
	char *folder = set_up();

	(void)state;
	for (size_t i = 0; i < sizeof changes / sizeof *changes; i++) {
		struct archive *archive;
		struct err err;

		fresh_copy(folder, "archive.db");
		temp_sql(temp_path(folder, "archive.db"), changes[i]);
		assert_int_equal(
			archive_open(temp_path(folder, "archive.db"), ARCHIVE_READ, &archive, &err),
			ERR_DAMAGED);
		assert_non_null(strstr(err.text, "rebuild"));
		assert_int_equal(archive_open(temp_path(folder, "archive.db"), ARCHIVE_WRITE,
					 &archive, &err),
			ERR_DAMAGED);
	}
	temp_free(folder);
}

static void
newer_and_foreign_files_are_left_alone(void **state)
{
	static const char *const changes[] = {"PRAGMA user_version=99", "PRAGMA application_id=7"};
	char *folder = set_up();
	const char *paths[] = {"tests/screen/pages"};

	(void)state;
	for (size_t i = 0; i < sizeof changes / sizeof *changes; i++) {
		struct import_report report;
		struct archive *archive;
		char *kept, *before, *after;
		size_t len, len_after;
		struct err err;

		fresh_copy(folder, "archive.db");
		temp_sql(temp_path(folder, "archive.db"), changes[i]);
		temp_sql(temp_path(folder, "archive.db"), "PRAGMA wal_checkpoint(TRUNCATE)");
		before = temp_read(temp_path(folder, "archive.db"), &len);
		assert_int_equal(archive_open(temp_path(folder, "archive.db"), ARCHIVE_WRITE,
					 &archive, &err),
			ERR_ARCHIVE);
		assert_int_equal(import_rebuild(temp_path(folder, "archive.db"), paths, 1, NULL,
					 &report, &kept, &err),
			ERR_ARCHIVE);
		assert_null(kept);
		after = temp_read(temp_path(folder, "archive.db"), &len_after);
		assert_int_equal(len, len_after);
		assert_memory_equal(before, after, len);
		free(before);
		free(after);
	}
	temp_free(folder);
}

/* ---- damage ------------------------------------------------------------------------------ */

enum damage {
	DAMAGE_BIT,
	DAMAGE_ZEROS,
	DAMAGE_NOISE,
	DAMAGE_CUT,
	DAMAGES
};

static void
damage(const char *folder, const char *name, enum damage how, size_t at)
{
	size_t len, n;
	char *bytes;

	fresh_copy(folder, name);
	bytes = temp_read(temp_path(folder, name), &len);
	n = len - at < 512 ? len - at : 512;
	switch (how) {
	case DAMAGE_BIT:
		bytes[at] = (char)(bytes[at] ^ (1 << at % 8));
		break;
	case DAMAGE_ZEROS:
		memset(bytes + at, 0, n);
		break;
	case DAMAGE_NOISE:
		for (size_t i = 0; i < n; i++)
			bytes[at + i] = (char)((at + i) * 2654435761U >> 11);
		break;
	default:
		len = at;
	}
	temp_write(folder, name, bytes, len);
	free(bytes);
}

static void
ignore(void *ctx, const char *sentence)
{
	(void)ctx;
	(void)sentence;
}

/* Whatever is left of it: made afresh it is whole, unless it is no archive of ours any more. */
static void
is_made_afresh(const char *folder, enum damage how, size_t at)
{
	const char *paths[] = {"tests/screen/pages"};
	struct import_report report;
	struct archive_info info;
	struct archive *archive;
	char *kept;
	struct err err;
	enum err_code code = import_rebuild(
		temp_path(folder, "archive.db"), paths, 1, NULL, &report, &kept, &err);

	free(kept);
	if (code == ERR_ARCHIVE)
		return;
	if (code != ERR_OK)
		fail_msg("damage %d at %zu: %s", (int)how, at, err.text);
	must(exercise_archive(temp_path(folder, "archive.db"), &err), &err);
	must(archive_open(temp_path(folder, "archive.db"), ARCHIVE_READ, &archive, &err), &err);
	must(archive_info(archive, &info, &err), &err);
	assert_int_equal(info.pages, 3);
	archive_close(archive);
}

static void
damage_is_survived(void **state)
{
	char *folder = set_up();
	struct stat st;
	long tries = 0, step;

	(void)state;
	assert_int_equal(stat(temp_path(folder, "whole.db"), &st), 0);
	step = scene_step((long)st.st_size, FEW) == 1 ? 251 : (long)st.st_size / FEW;
	for (long at = 0; at < st.st_size; at += step) {
		enum damage how = (enum damage)(tries++ % DAMAGES);
		struct err err;

		damage(folder, "archive.db", how, (size_t)at);
		is_fit(exercise_archive(temp_path(folder, "archive.db"), &err));
		is_made_afresh(folder, how, (size_t)at);
	}
	print_message("# %ld damaged archives\n", tries);
	temp_free(folder);
}

/* A reader's file is never made afresh, never removed: it stays as it is. */
static void
damaged_marks_are_left(void **state)
{
	char *folder = set_up();
	struct stat st;
	long tries = 0, step;

	(void)state;
	assert_int_equal(stat(temp_path(folder, "whole-marks.db"), &st), 0);
	step = scene_step((long)st.st_size, FEW) == 1 ? 97 : (long)st.st_size / FEW;
	for (long at = 0; at < st.st_size; at += step) {
		enum damage how = (enum damage)(tries++ % DAMAGES);
		struct marks *marks;
		struct err err;
		struct stat after;

		damage(folder, "marks.db", how, (size_t)at);
		if (at == 0 && how == DAMAGE_CUT)
			continue;
		if (marks_open(temp_path(folder, "marks.db"), &marks, &err) == ERR_OK)
			marks_close(marks);
		assert_int_equal(stat(temp_path(folder, "marks.db"), &after), 0);
		assert_true(how == DAMAGE_CUT || after.st_size >= st.st_size);
		is_fit(exercise_marks(temp_path(folder, "marks.db"), &err));
	}
	print_message("# %ld damaged files of a reader\n", tries);
	temp_free(folder);
}

/* A page whose bytes were changed is seen, and comes from its file again. */
static void
changed_bytes_are_seen(void **state)
{
	char *folder = set_up();
	struct archive *archive;
	unsigned findings;
	struct err err;

	(void)state;
	fresh_copy(folder, "archive.db");
	temp_sql(temp_path(folder, "archive.db"),
		"UPDATE bytes SET data=cast(replace(cast(data AS TEXT),'一','二') AS BLOB)");
	must(archive_open(temp_path(folder, "archive.db"), ARCHIVE_READ, &archive, &err), &err);
	must(archive_check(archive, ignore, NULL, &findings, &err), &err);
	assert_true(findings >= 3);
	archive_close(archive);
	is_made_afresh(folder, DAMAGES, 0);
	temp_free(folder);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(lies_in_an_archive),
		cmocka_unit_test(lies_in_a_readers_file),
		cmocka_unit_test(rows_that_are_missing),
		cmocka_unit_test(keys_beyond_all_keys),
		cmocka_unit_test(headers_that_lie),
		cmocka_unit_test(foreign_schemas_are_refused),
		cmocka_unit_test(newer_and_foreign_files_are_left_alone),
		cmocka_unit_test(damage_is_survived),
		cmocka_unit_test(damaged_marks_are_left),
		cmocka_unit_test(changed_bytes_are_seen),
	};

	return cmocka_run_group_tests_name("hostile", tests, NULL, NULL);
}
