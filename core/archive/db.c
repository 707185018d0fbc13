#include "archive/db.h"
#include "base/buf.h"
#include "base/i18n.h"
#include "base/utf8.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

/* How long one waits for another process's commit. */
#define BUSY_MS 10000

/* Virtual machine steps of SQLite between two looks at the flag: some 20 microseconds. */
#define PROGRESS_STEPS 1000

static int
cancelled(void *ctx)
{
	struct db *db = ctx;

	return atomic_load_explicit(&db->cancelled, memory_order_relaxed) ? 1 : 0;
}

enum err_code
db_check(struct db *db, struct err *err)
{
	return cancelled(db) ? err_set(err, ERR_CANCELLED, _("cancelled")) : ERR_OK;
}

void
db_let_interrupt(struct db *db, bool let)
{
	sqlite3_progress_handler(db->handle, let ? PROGRESS_STEPS : 0, cancelled, db);
}

/* SQLite has no code of its own for a file whose header names a form that it does not know. */
static bool
is_of_unknown_form(const struct db *db)
{
	return db->handle != NULL &&
	       strcmp(sqlite3_errmsg(db->handle), "unsupported file format") == 0;
}

enum err_code
db_fail(struct db *db, int rc, struct err *err)
{
	const char *path = db->path;
	int extended = db->handle != NULL ? sqlite3_extended_errcode(db->handle) : rc;

	switch (rc & 0xFF) {
	case SQLITE_NOMEM:
		return err_nomem(err);
	case SQLITE_INTERRUPT:
		return err_set(err, ERR_CANCELLED, _("cancelled"));
	case SQLITE_BUSY:
	case SQLITE_LOCKED:
		return err_set(err, ERR_ARCHIVE,
			_("%s is locked by another program; try again when it has finished"), path);
	case SQLITE_CORRUPT:
	case SQLITE_CONSTRAINT: /* we never write what the tables do not take */
	case SQLITE_MISMATCH:
		return err_set(err, ERR_DAMAGED, _("%s is damaged; %s"), path, db->remedy);
	case SQLITE_NOTADB:
		return err_set(err, ERR_DAMAGED, _("%s is no file of baolan's"), path);
	case SQLITE_FULL:
		return err_set(err, ERR_ARCHIVE, _("%s: the disk is full"), path);
	case SQLITE_READONLY:
	case SQLITE_PERM:
	case SQLITE_AUTH:
		return err_set(err, ERR_ARCHIVE, _("%s cannot be written"), path);
	case SQLITE_CANTOPEN:
		return err_set(err, ERR_ARCHIVE, _("%s cannot be opened"), path);
	case SQLITE_IOERR:
		if (extended == SQLITE_IOERR_NOMEM)
			return err_nomem(err);
		return err_set(
			err, ERR_ARCHIVE, _("%s: reading or writing failed (%d)"), path, extended);
	case SQLITE_TOOBIG:
		return err_set(err, ERR_LIMIT, _("%s: something is too large for it"), path);
	default:
		if (is_of_unknown_form(db))
			return err_set(err, ERR_DAMAGED, _("%s is damaged; %s"), path, db->remedy);
		return err_set(err, ERR_BUG, "%s: SQLite %d: %s", path, extended,
			db->handle != NULL ? sqlite3_errmsg(db->handle) : "");
	}
}

/* The path as a URI, so that options can follow it. */
static bool
add_uri(struct buf *uri, const char *path, bool immutable)
{
	buf_adds(uri, "file:");
	for (; *path != '\0'; path++) {
		unsigned char c = (unsigned char)*path;

		if (c == '?' || c == '#' || c == '%')
			buf_addf(uri, "%%%02x", c);
		else
			buf_addc(uri, *path);
	}
	buf_adds(uri, immutable ? "?immutable=1" : "");
	return buf_ok(uri);
}

static enum err_code
open_handle(struct db *db, unsigned flags, struct err *err)
{
	int how = SQLITE_OPEN_URI | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_PRIVATECACHE;
	struct buf uri = {0};
	int rc = SQLITE_NOMEM;

	how |= (flags & DB_READONLY) != 0 ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE;
	if ((flags & DB_CREATE) != 0)
		how |= SQLITE_OPEN_CREATE;
	if (add_uri(&uri, db->path, (flags & DB_IMMUTABLE) != 0))
		rc = sqlite3_open_v2(uri.data, &db->handle, how, NULL);
	buf_free(&uri);
	return rc == SQLITE_OK ? ERR_OK : db_fail(db, rc, err);
}

static enum err_code
harden(struct db *db, struct err *err)
{
	sqlite3_db_config(db->handle, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
	sqlite3_db_config(db->handle, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
	sqlite3_db_config(db->handle, SQLITE_DBCONFIG_ENABLE_TRIGGER, 0, NULL);
	sqlite3_db_config(db->handle, SQLITE_DBCONFIG_ENABLE_VIEW, 0, NULL);
	sqlite3_busy_timeout(db->handle, BUSY_MS);
	db_let_interrupt(db, true);
	/* Nothing of the file is ever in a folder that others share. */
	return db_exec(db,
		"PRAGMA cell_size_check=ON; PRAGMA foreign_keys=OFF; PRAGMA temp_store=MEMORY",
		err);
}

enum err_code
db_open(struct db *db, const char *path, const char *remedy, unsigned flags, const char *const *sql,
	unsigned stmt_count, struct err *err)
{
	enum err_code code;

	memset(db, 0, sizeof *db);
	db->remedy = remedy;
	db->sql = sql;
	db->stmt_count = stmt_count;
	db->path = strdup(path);
	db->stmt = calloc(stmt_count, sizeof(sqlite3_stmt *));
	code = db->path != NULL && db->stmt != NULL ? open_handle(db, flags, err) : err_nomem(err);
	if (code == ERR_OK)
		code = harden(db, err);
	if (code != ERR_OK)
		db_close(db);
	return code;
}

void
db_close(struct db *db)
{
	for (unsigned i = 0; db->stmt != NULL && i < db->stmt_count; i++)
		sqlite3_finalize(db->stmt[i]);
	sqlite3_close(db->handle);
	free(db->stmt);
	free(db->path);
	memset(db, 0, sizeof *db);
}

enum err_code
db_stmt(struct db *db, unsigned which, sqlite3_stmt **out, struct err *err)
{
	sqlite3_stmt **stmt = &db->stmt[which];
	int rc = SQLITE_OK;

	if (*stmt == NULL)
		rc = sqlite3_prepare_v3(
			db->handle, db->sql[which], -1, SQLITE_PREPARE_PERSISTENT, stmt, NULL);
	*out = *stmt;
	if (rc != SQLITE_OK)
		return db_fail(db, rc, err);
	sqlite3_reset(*stmt);
	sqlite3_clear_bindings(*stmt);
	return ERR_OK;
}

enum err_code
db_step(struct db *db, sqlite3_stmt *stmt, bool *row, struct err *err)
{
	int rc = sqlite3_step(stmt);
	enum err_code code = ERR_OK;

	*row = rc == SQLITE_ROW;
	if (rc == SQLITE_ROW)
		return ERR_OK;
	if (rc != SQLITE_DONE)
		code = db_fail(db, rc, err);
	sqlite3_reset(stmt);
	return code;
}

bool
db_next(struct db *db, sqlite3_stmt *stmt, enum err_code *code, struct err *err)
{
	bool row = false;

	if (*code != ERR_OK)
		sqlite3_reset(stmt);
	else
		*code = db_step(db, stmt, &row, err);
	return row;
}

enum err_code
db_row(struct db *db, unsigned which, const int64_t *keys, int count, sqlite3_stmt **row,
	struct err *err)
{
	sqlite3_stmt *stmt;
	enum err_code code = db_stmt(db, which, &stmt, err);
	bool found = false;

	for (int i = 0; code == ERR_OK && i < count; i++)
		sqlite3_bind_int64(stmt, i + 1, keys[i]);
	if (code == ERR_OK)
		code = db_step(db, stmt, &found, err);
	*row = found ? stmt : NULL;
	return code;
}

enum err_code
db_end(struct db *db, sqlite3_stmt *stmt, struct err *err)
{
	int rc = sqlite3_reset(stmt);

	return rc == SQLITE_OK ? ERR_OK : db_fail(db, rc, err);
}

enum err_code
db_run(struct db *db, sqlite3_stmt *stmt, struct err *err)
{
	bool row;

	return db_step(db, stmt, &row, err);
}

enum err_code
db_exec(struct db *db, const char *sql, struct err *err)
{
	int rc = sqlite3_exec(db->handle, sql, NULL, NULL, NULL);

	return rc == SQLITE_OK ? ERR_OK : db_fail(db, rc, err);
}

enum err_code
db_integer(struct db *db, const char *sql, int64_t otherwise, int64_t *out, struct err *err)
{
	sqlite3_stmt *stmt = NULL;
	int rc = sqlite3_prepare_v2(db->handle, sql, -1, &stmt, NULL);
	enum err_code code = ERR_OK;

	*out = otherwise;
	if (rc == SQLITE_OK)
		rc = sqlite3_step(stmt);
	if (rc == SQLITE_ROW)
		*out = sqlite3_column_int64(stmt, 0);
	else if (rc != SQLITE_DONE)
		code = db_fail(db, rc, err);
	sqlite3_finalize(stmt);
	return code;
}

/* A transaction that could not be ended, without memory, is no part of the next. */
static void
end_what_is_open(struct db *db)
{
	if (sqlite3_get_autocommit(db->handle) == 0)
		db_exec(db, "ROLLBACK", NULL);
}

enum err_code
db_read(struct db *db, struct err *err)
{
	enum err_code code = ERR_OK;

	if (db->depth == 0)
		end_what_is_open(db);
	if (db->depth == 0)
		code = db_exec(db, "BEGIN", err);
	if (code == ERR_OK)
		db->depth++;
	return code;
}

void
db_read_end(struct db *db)
{
	if (db->depth > 0 && --db->depth == 0 && db_exec(db, "COMMIT", NULL) != ERR_OK)
		end_what_is_open(db);
}

enum err_code
db_begin(struct db *db, struct err *err)
{
	enum err_code code;

	end_what_is_open(db);
	code = db_exec(db, "BEGIN IMMEDIATE", err);
	if (code == ERR_OK)
		db->depth++;
	return code;
}

enum err_code
db_commit(struct db *db, struct err *err)
{
	enum err_code code = db_exec(db, "COMMIT", err);

	if (code == ERR_OK)
		db->depth--;
	return code;
}

void
db_rollback(struct db *db)
{
	if (sqlite3_get_autocommit(db->handle) == 0)
		sqlite3_exec(db->handle, "ROLLBACK", NULL, NULL, NULL);
	db->depth = 0;
}

const char *
db_name(sqlite3_stmt *stmt, int column)
{
	const unsigned char *text = sqlite3_column_text(stmt, column);

	return text != NULL ? (const char *)text : "";
}

const char *
db_text(sqlite3_stmt *stmt, int column)
{
	const char *text = db_name(stmt, column);

	return utf8_is_valid(text, strlen(text)) ? text : "";
}

const char *
db_blob(sqlite3_stmt *stmt, int column, size_t *len)
{
	const char *bytes = sqlite3_column_blob(stmt, column);

	*len = bytes != NULL ? (size_t)sqlite3_column_bytes(stmt, column) : 0;
	return bytes != NULL ? bytes : "";
}

unsigned
db_below(sqlite3_stmt *stmt, int column, unsigned end)
{
	uint64_t value = (uint64_t)sqlite3_column_int64(stmt, column);

	return value < end ? (unsigned)value : 0;
}

void
db_bind_text(sqlite3_stmt *stmt, int at, const char *text)
{
	if (text != NULL)
		sqlite3_bind_text(stmt, at, text, -1, SQLITE_STATIC);
}

void
db_bind_blob(sqlite3_stmt *stmt, int at, const void *bytes, size_t len)
{
	sqlite3_bind_blob64(stmt, at, len > 0 ? bytes : "", len, SQLITE_STATIC);
}

/* ---- folders ---------------------------------------------------------------------------- */

char *
db_folder(const char *path)
{
	const char *slash = strrchr(path, '/');

	if (slash == NULL)
		return strdup(".");
	return slash == path ? strdup("/") : strndup(path, (size_t)(slash - path));
}

enum err_code
db_make_folders(const char *folder, struct err *err)
{
	char *path = strdup(folder);
	enum err_code code = ERR_OK;

	if (path == NULL)
		return err_nomem(err);
	for (char *p = path + 1; code == ERR_OK; p++) {
		char was = *p;

		if (was != '/' && was != '\0')
			continue;
		*p = '\0';
		if (mkdir(path, 0700) != 0 && errno != EEXIST)
			code = err_errno(err, "%s", path);
		*p = was;
		if (was == '\0')
			break;
	}
	free(path);
	return code;
}
