/*
 * db.h - a SQLite file with its statements, for the archive and the marks.
 *
 * Internal to core/archive and core/query.  All SQL of one file stands in one
 * table (sql.h); a statement is prepared at its first use, kept, and handed
 * out reset with nothing bound.
 *
 * Every handle is set up against files that were made to harm: no triggers or
 * views run, the schema is not trusted, cells are checked before they are used.
 */
#ifndef BAOLAN_ARCHIVE_DB_H
#define BAOLAN_ARCHIVE_DB_H

#include "base/err.h"

#include <sqlite3.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct db {
	sqlite3 *handle;
	char *path;             /* owned; for messages */
	const char *remedy;     /* what to do when the file is damaged, for messages */
	const char *const *sql; /* the table of statements */
	sqlite3_stmt **stmt;
	unsigned stmt_count;
	atomic_bool cancelled;
	unsigned depth; /* of db_begin() */
};

enum db_flag {
	DB_READONLY = 1,
	DB_CREATE = 2,
	DB_IMMUTABLE = 4, /* nobody changes it: no locks, no other files beside it */
};

/* Opens the file; on failure *db is closed.  The file's content is not looked at yet. */
enum err_code db_open(struct db *db, const char *path, const char *remedy, unsigned flags,
	const char *const *sql, unsigned stmt_count, struct err *err);
void db_close(struct db *db);

/* What SQLite's result code means for a person. */
enum err_code db_fail(struct db *db, int rc, struct err *err);

/* A statement of the table, reset. */
enum err_code db_stmt(struct db *db, unsigned which, sqlite3_stmt **out, struct err *err);

/* One step: *row says whether there is a row.  After the last row, and after an error, the
 * statement is reset. */
enum err_code db_step(struct db *db, sqlite3_stmt *stmt, bool *row, struct err *err);

/* The head of a loop over rows: steps while *code is ERR_OK.  False after the last row and where
 * something has gone wrong, here or in the loop; the statement is reset then. */
bool db_next(struct db *db, sqlite3_stmt *stmt, enum err_code *code, struct err *err);

/* The first row that a statement of the table gives for these numbers, its parameters from 1 on.
 * *row stands on it, and whoever has read it resets it; NULL where there is none or after an error.
 */
enum err_code db_row(struct db *db, unsigned which, const int64_t *keys, int count,
	sqlite3_stmt **row, struct err *err);

/* Runs a statement that gives no rows. */
enum err_code db_run(struct db *db, sqlite3_stmt *stmt, struct err *err);

/* SQL that is run once: schema, pragmas. */
enum err_code db_exec(struct db *db, const char *sql, struct err *err);

/* Ends a statement that stands on a row, where no other is wanted.  ERR_NOMEM where a text of the
 * row was "" because there was no memory for it. */
enum err_code db_end(struct db *db, sqlite3_stmt *stmt, struct err *err);

/* The one integer that a statement gives, or `otherwise` where it gives no row. */
enum err_code db_integer(
	struct db *db, const char *sql, int64_t otherwise, int64_t *out, struct err *err);

/* One view of the file for several reads; may be nested. */
enum err_code db_read(struct db *db, struct err *err);
void db_read_end(struct db *db);

/* A change: all of it or nothing.  Not nested. */
enum err_code db_begin(struct db *db, struct err *err);
enum err_code db_commit(struct db *db, struct err *err);
void db_rollback(struct db *db);

/* ERR_CANCELLED once somebody asked for it. */
enum err_code db_check(struct db *db, struct err *err);

/* Whether statements end by themselves when somebody asked for it, as they do at first.  A writer
 * that wants to stop between two changes, not within one, looks at db_check() instead. */
void db_let_interrupt(struct db *db, bool let);

/* Borrowed text of a column, "" for NULL, for what is no UTF-8 (behind this gate all text is), and
 * without memory, which the next db_step() or db_end() says.
 * db_name() is for the names of files, which may be anything. */
const char *db_text(sqlite3_stmt *stmt, int column);
const char *db_name(sqlite3_stmt *stmt, int column);
/* Borrowed bytes of a column, "" for NULL. */
const char *db_blob(sqlite3_stmt *stmt, int column, size_t *len);
/* A number of a column that has to be below `end`; 0 for any other. */
unsigned db_below(sqlite3_stmt *stmt, int column, unsigned end);

/* Binds bytes that stay where they are until the statement is reset. */
void db_bind_text(sqlite3_stmt *stmt, int at, const char *text); /* NULL binds NULL */
void db_bind_blob(sqlite3_stmt *stmt, int at, const void *bytes, size_t len);

/* The folder that a path lies in; free() it.  NULL without memory. */
char *db_folder(const char *path);
/* Makes the folder and those above it, for the user alone where they are new. */
enum err_code db_make_folders(const char *folder, struct err *err);

#endif
