/* core/archive/db: what SQLite's results mean for a person, names of files, folders, reading a row.
 */
#include "../lib/temp.h"
#include "archive/db.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const char *const sql[] = {"SELECT ?1+?2", "SELECT 1 WHERE ?1=0", "SELECT x'ff',NULL,'报'"};

#define SQL_COUNT (sizeof sql / sizeof *sql)

static struct err err;

static void
must(enum err_code code)
{
	if (code != ERR_OK)
		fail_msg("%s", err.text);
}

/* Every result ends as an error of its kind, with the file's name where a file is to blame. */
static void
every_result_has_its_sentence(void **state)
{
	static const struct {
		int result;
		enum err_code code;
		const char *says;
	} cases[] = {
		{SQLITE_NOMEM, ERR_NOMEM, ""},
		{SQLITE_IOERR_NOMEM, ERR_NOMEM, ""},
		{SQLITE_INTERRUPT, ERR_CANCELLED, ""},
		{SQLITE_BUSY, ERR_ARCHIVE, "a.db is locked"},
		{SQLITE_BUSY_SNAPSHOT, ERR_ARCHIVE, "a.db is locked"},
		{SQLITE_LOCKED, ERR_ARCHIVE, "a.db is locked"},
		{SQLITE_CORRUPT, ERR_DAMAGED, "mend it"},
		{SQLITE_CONSTRAINT, ERR_DAMAGED, "mend it"},
		{SQLITE_MISMATCH, ERR_DAMAGED, "mend it"},
		{SQLITE_NOTADB, ERR_DAMAGED, "a.db is no file"},
		{SQLITE_FULL, ERR_ARCHIVE, "the disk is full"},
		{SQLITE_READONLY, ERR_ARCHIVE, "a.db cannot be written"},
		{SQLITE_PERM, ERR_ARCHIVE, "a.db cannot be written"},
		{SQLITE_AUTH, ERR_ARCHIVE, "a.db cannot be written"},
		{SQLITE_CANTOPEN, ERR_ARCHIVE, "a.db cannot be opened"},
		{SQLITE_IOERR, ERR_ARCHIVE, "a.db: reading or writing failed"},
		{SQLITE_IOERR_READ, ERR_ARCHIVE, "failed (266)"},
		{SQLITE_TOOBIG, ERR_LIMIT, "a.db: something is too large"},
		{SQLITE_ERROR, ERR_BUG, "a.db: SQLite 1"},
		{SQLITE_MISUSE, ERR_BUG, "a.db: SQLite 21"},
	};
	char path[] = "a.db";
	struct db db = {.path = path, .remedy = "mend it"};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		assert_int_equal(db_fail(&db, cases[i].result, &err), cases[i].code);
		assert_int_equal(err.code, cases[i].code);
		if (err.text[0] == '\0' || strstr(err.text, cases[i].says) == NULL)
			fail_msg("%d is “%s”", cases[i].result, err.text);
	}
}

/* What means something in a URI means nothing in the name of a file. */
static void
a_name_is_a_name(void **state)
{
	static const char *const names[] = {"a?mode=memory", "a#b", "a%41", "a b", "a&b=c", "报"};
	char *folder = temp_new();
	struct stat st;
	struct db db;

	(void)state;
	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		const char *path = temp_path(folder, names[i]);

		must(db_open(&db, path, "", DB_CREATE, sql, SQL_COUNT, &err));
		must(db_exec(&db, "CREATE TABLE t(a)", &err));
		db_close(&db);
		assert_int_equal(stat(path, &st), 0);
		assert_true(st.st_size > 0);
		must(db_open(&db, path, "", DB_READONLY | DB_IMMUTABLE, sql, SQL_COUNT, &err));
		assert_int_equal(db_exec(&db, "CREATE TABLE u(a)", &err), ERR_ARCHIVE);
		db_close(&db);
	}
	assert_int_equal(
		db_open(&db, temp_path(folder, "none"), "", 0, sql, SQL_COUNT, &err), ERR_ARCHIVE);
	assert_null(db.handle);
	temp_free(folder);
}

static void
rows_are_read(void **state)
{
	static const int64_t keys[] = {40, 2};
	char *folder = temp_new();
	sqlite3_stmt *row;
	int64_t number;
	struct db db;
	size_t len;

	(void)state;
	must(db_open(&db, temp_path(folder, "a.db"), "", DB_CREATE, sql, SQL_COUNT, &err));
	must(db_row(&db, 0, keys, 2, &row, &err));
	assert_non_null(row);
	assert_int_equal(sqlite3_column_int64(row, 0), 42);
	assert_int_equal(db_below(row, 0, 43), 42);
	assert_int_equal(db_below(row, 0, 42), 0);
	must(db_end(&db, row, &err));
	must(db_row(&db, 1, keys, 1, &row, &err));
	assert_null(row);
	must(db_row(&db, 2, NULL, 0, &row, &err));
	assert_string_equal(db_text(row, 0), "");
	assert_string_equal(db_name(row, 0), "\xFF");
	assert_string_equal(db_text(row, 1), "");
	assert_string_equal(db_text(row, 2), "报");
	assert_memory_equal(db_blob(row, 0, &len), "\xFF", 1);
	assert_int_equal(len, 1);
	assert_string_equal(db_blob(row, 1, &len), "");
	assert_int_equal(len, 0);
	must(db_end(&db, row, &err));
	must(db_integer(&db, "SELECT 7", 3, &number, &err));
	assert_int_equal(number, 7);
	must(db_integer(&db, "SELECT 7 WHERE 0", 3, &number, &err));
	assert_int_equal(number, 3);
	assert_int_equal(db_integer(&db, "SELECT nothing", 3, &number, &err), ERR_BUG);
	assert_int_equal(number, 3);
	atomic_store(&db.cancelled, true);
	assert_int_equal(db_check(&db, &err), ERR_CANCELLED);
	atomic_store(&db.cancelled, false);
	assert_int_equal(db_check(&db, &err), ERR_OK);
	db_close(&db);
	temp_free(folder);
}

/* A change that was not ended, or was ended by SQLite, is no part of the next. */
static void
changes_are_whole(void **state)
{
	char *folder = temp_new();
	int64_t count;
	struct db db;

	(void)state;
	must(db_open(&db, temp_path(folder, "a.db"), "", DB_CREATE, sql, SQL_COUNT, &err));
	must(db_exec(&db, "CREATE TABLE t(a)", &err));
	must(db_begin(&db, &err));
	must(db_exec(&db, "INSERT INTO t VALUES(1)", &err));
	db_rollback(&db);
	db_rollback(&db);
	must(db_read(&db, &err));
	must(db_read(&db, &err));
	must(db_integer(&db, "SELECT count(*) FROM t", 9, &count, &err));
	assert_int_equal(count, 0);
	db_read_end(&db);
	db_read_end(&db);
	db_read_end(&db);
	/* As if the end of a transaction had failed. */
	must(db_exec(&db, "BEGIN; INSERT INTO t VALUES(2)", &err));
	must(db_begin(&db, &err));
	must(db_exec(&db, "INSERT INTO t VALUES(3)", &err));
	must(db_commit(&db, &err));
	must(db_integer(&db, "SELECT sum(a) FROM t", 9, &count, &err));
	assert_int_equal(count, 3);
	must(db_exec(&db, "BEGIN", &err));
	must(db_read(&db, &err));
	db_read_end(&db);
	assert_int_equal(db_commit(&db, &err), ERR_BUG);
	db_close(&db);
	temp_free(folder);
}

static void
folder_is(const char *path, const char *want)
{
	char *folder = db_folder(path);

	assert_string_equal(folder, want);
	free(folder);
}

static void
folders_are_made(void **state)
{
	char *folder = temp_new();
	struct stat st;

	(void)state;
	folder_is("a.db", ".");
	folder_is("/a.db", "/");
	folder_is("/a/b.db", "/a");
	folder_is("a/b/c.db", "a/b");
	must(db_make_folders(temp_path(folder, "a/b//c/"), &err));
	must(db_make_folders(temp_path(folder, "a/b//c/"), &err));
	assert_int_equal(stat(temp_path(folder, "a/b/c"), &st), 0);
	assert_int_equal(st.st_mode & 0777, 0700);
	temp_puts(folder, "file", "");
	assert_int_equal(db_make_folders(temp_path(folder, "file/a"), &err), ERR_IO);
	assert_non_null(strstr(err.text, "file/a"));
	assert_int_equal(db_make_folders(temp_path(folder, "file/a/b"), &err), ERR_IO);
	assert_non_null(strstr(err.text, "file/a: "));
	temp_free(folder);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_result_has_its_sentence),
		cmocka_unit_test(a_name_is_a_name),
		cmocka_unit_test(rows_are_read),
		cmocka_unit_test(changes_are_whole),
		cmocka_unit_test(folders_are_made),
	};

	return cmocka_run_group_tests_name("db", tests, NULL, NULL);
}
