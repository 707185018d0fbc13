#include "archive/marks.h"
#include "archive/marks_parts.h"
#include "archive/schema.h"
#include "base/i18n.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const char *const sql[] = {
#define X(name, text) (text),
	MARKS_SQL(X)
#undef X
};

/* ---- opening ---------------------------------------------------------------------------- */

/* Makes the file for the reader alone; those that SQLite puts beside it get the same mode.  It is
 * made without opening it: closing a file drops every lock that the process has on it, also those
 * of another handle in another thread. */
static enum err_code
make_file(const char *path, struct err *err)
{
	char *folder = db_folder(path);
	enum err_code code = folder != NULL ? db_make_folders(folder, err) : err_nomem(err);

	free(folder);
	if (code == ERR_OK && access(path, F_OK) != 0 && mknod(path, S_IFREG | 0600, 0) != 0 &&
		errno != EEXIST)
		code = err_errno(err, "%s", path);
	return code;
}

enum err_code
marks_open(const char *path, struct marks **out, struct err *err)
{
	struct marks *marks = calloc(1, sizeof *marks);
	enum schema_state state;
	enum err_code code;

	*out = NULL;
	if (marks == NULL)
		return err_nomem(err);
	code = make_file(path, err);
	if (code == ERR_OK)
		code = db_open(&marks->db, path,
			_("keep it, and give a copy from “marks export” to a new one"), 0, sql,
			MARKS_SQL_COUNT, err);
	if (code == ERR_OK)
		code = schema_look(&marks->db, &marks_schema, &state, err);
	if (code == ERR_OK && state != SCHEMA_CURRENT)
		code = schema_update(&marks->db, &marks_schema, err);
	if (code != ERR_OK) {
		marks_close(marks);
		return code;
	}
	*out = marks;
	return ERR_OK;
}

void
marks_close(struct marks *marks)
{
	if (marks == NULL)
		return;
	if (marks->db.stmt != NULL)
		db_close(&marks->db);
	free(marks);
}

uint64_t
marks_generation(struct marks *marks)
{
	sqlite3_stmt *stmt;
	uint64_t generation = 0;
	bool row;

	if (db_stmt(&marks->db, MARKS_GENERATION, &stmt, NULL) != ERR_OK ||
		db_step(&marks->db, stmt, &row, NULL) != ERR_OK || !row)
		return 0;
	generation = (uint64_t)sqlite3_column_int64(stmt, 0);
	sqlite3_reset(stmt);
	return generation;
}

/* ---- reading ---------------------------------------------------------------------------- */

static const char *
copy(struct arena *arena, sqlite3_stmt *stmt, int column, bool *ok)
{
	const char *text = NULL;

	if (sqlite3_column_type(stmt, column) != SQLITE_NULL) {
		text = arena_strdup(arena, db_text(stmt, column));
		*ok = *ok && text != NULL;
	}
	return text;
}

enum err_code
marks_get(
	struct marks *marks, const char *id, struct arena *arena, struct mark *out, struct err *err)
{
	sqlite3_stmt *stmt;
	enum err_code code = db_stmt(&marks->db, MARKS_GET, &stmt, err);
	bool row, ok = true;

	*out = (struct mark){.note = ""};
	if (code != ERR_OK)
		return code;
	db_bind_text(stmt, 1, id);
	code = db_step(&marks->db, stmt, &row, err);
	if (code != ERR_OK || !row)
		return code;
	out->read = sqlite3_column_int(stmt, 0) != 0;
	out->starred = sqlite3_column_int(stmt, 1) != 0;
	out->note = copy(arena, stmt, 2, &ok);
	out->district = copy(arena, stmt, 3, &ok);
	out->position = (uint32_t)sqlite3_column_int64(stmt, 4);
	if (out->note == NULL)
		out->note = "";
	code = db_end(&marks->db, stmt, err);
	return code == ERR_OK && !ok ? err_nomem(err) : code;
}

enum err_code
marks_each(
	struct marks *marks, enum marks_kind kind, marks_each_fn each, void *ctx, struct err *err)
{
	static const enum marks_sql which[] = {MARKS_READ_IDS, MARKS_STARRED_IDS, MARKS_DISTRICTS};
	sqlite3_stmt *stmt;
	enum err_code code = db_stmt(&marks->db, which[kind], &stmt, err);

	while (db_next(&marks->db, stmt, &code, err)) {
		code = each(ctx, db_text(stmt, 0),
			kind == MARKS_CORRECTED ? db_text(stmt, 1) : NULL, err);
	}
	return code;
}

/* ---- changing --------------------------------------------------------------------------- */

/* Runs a statement with up to three texts. */
static enum err_code
run(struct marks *marks, enum marks_sql which, const char *a, const char *b, const char *c,
	struct err *err)
{
	sqlite3_stmt *stmt;
	enum err_code code = db_stmt(&marks->db, which, &stmt, err);
	const char *const text[3] = {a, b, c};

	if (code != ERR_OK)
		return code;
	for (int i = 0; i < 3 && i < sqlite3_bind_parameter_count(stmt); i++)
		db_bind_text(stmt, i + 1, text[i]);
	return db_run(&marks->db, stmt, err);
}

/* The columns that can be changed and taken back: how to read and to write each. */
static const struct {
	const char *name;
	enum marks_sql get, set;
} columns[] = {
	{"read", MARKS_GET_READ, MARKS_SET_READ},
	{"starred", MARKS_GET_STARRED, MARKS_SET_STARRED},
	{"note", MARKS_GET_NOTE, MARKS_SET_NOTE},
	{"district", MARKS_GET_DISTRICT, MARKS_SET_DISTRICT},
	{"filter", MARKS_GET_FILTER, MARKS_SET_FILTER},
};

enum {
	COLUMN_READ,
	COLUMN_STARRED,
	COLUMN_NOTE,
	COLUMN_DISTRICT,
	COLUMN_FILTER,
	COLUMN_COUNT
};

/* The value that stands there now; *out is owned by the caller, NULL for none. */
static enum err_code
old_value(struct marks *marks, int column, const char *key, char **out, struct err *err)
{
	sqlite3_stmt *stmt;
	enum err_code code = db_stmt(&marks->db, columns[column].get, &stmt, err);
	bool row, is_null;

	*out = NULL;
	if (code != ERR_OK)
		return code;
	db_bind_text(stmt, 1, key);
	code = db_step(&marks->db, stmt, &row, err);
	if (code != ERR_OK || !row)
		return code;
	is_null = sqlite3_column_type(stmt, 0) == SQLITE_NULL;
	if (!is_null)
		*out = strdup(db_text(stmt, 0));
	code = db_end(&marks->db, stmt, err);
	return code == ERR_OK && !is_null && *out == NULL ? err_nomem(err) : code;
}

static enum err_code
put_value(struct marks *marks, int column, const char *key, const char *value, struct err *err)
{
	enum err_code code;

	if (column == COLUMN_FILTER && value == NULL)
		return run(marks, MARKS_DROP_FILTER, key, NULL, NULL, err);
	code = column == COLUMN_FILTER ? ERR_OK : run(marks, MARKS_ADD, key, NULL, NULL, err);
	if (code == ERR_OK)
		code = run(marks, columns[column].set, key, value, NULL, err);
	if (code == ERR_OK && column != COLUMN_FILTER)
		code = run(marks, MARKS_TIDY, key, NULL, NULL, err);
	return code;
}

static bool
same(const char *a, const char *b)
{
	return a == NULL || b == NULL ? a == b : strcmp(a, b) == 0;
}

static enum err_code
change_inside(struct marks *marks, int column, const char *key, const char *value, struct err *err)
{
	char *old;
	enum err_code code = old_value(marks, column, key, &old, err);

	if (code == ERR_OK && !same(old, value)) {
		code = run(marks, MARKS_ADD_UNDO, columns[column].name, key, old, err);
		if (code == ERR_OK)
			code = put_value(marks, column, key, value, err);
		if (code == ERR_OK)
			code = run(marks, MARKS_TRIM_UNDO, NULL, NULL, NULL, err);
		if (code == ERR_OK)
			code = run(marks, MARKS_CHANGED, NULL, NULL, NULL, err);
	}
	free(old);
	return code;
}

enum err_code
marks_finish(struct marks *marks, enum err_code code, struct err *err)
{
	if (code == ERR_OK)
		code = db_commit(&marks->db, err);
	if (code != ERR_OK)
		db_rollback(&marks->db);
	return code;
}

static enum err_code
change(struct marks *marks, int column, const char *key, const char *value, struct err *err)
{
	enum err_code code = db_begin(&marks->db, err);

	if (code != ERR_OK)
		return code;
	return marks_finish(marks, change_inside(marks, column, key, value, err), err);
}

enum err_code
marks_set_read(struct marks *marks, const char *id, bool read, struct err *err)
{
	return change(marks, COLUMN_READ, id, read ? "1" : "0", err);
}

enum err_code
marks_set_starred(struct marks *marks, const char *id, bool starred, struct err *err)
{
	return change(marks, COLUMN_STARRED, id, starred ? "1" : "0", err);
}

enum err_code
marks_set_note(struct marks *marks, const char *id, const char *note, struct err *err)
{
	return change(marks, COLUMN_NOTE, id, note, err);
}

enum err_code
marks_correct(struct marks *marks, const char *id, const char *district, struct err *err)
{
	return change(marks, COLUMN_DISTRICT, id, district, err);
}

enum err_code
marks_save_filter(struct marks *marks, const char *name, const char *text, struct err *err)
{
	return change(marks, COLUMN_FILTER, name, text, err);
}

enum err_code
marks_drop_filter(struct marks *marks, const char *name, struct err *err)
{
	return change(marks, COLUMN_FILTER, name, NULL, err);
}

static enum err_code
put_position(struct marks *marks, const char *id, uint32_t position, struct err *err)
{
	sqlite3_stmt *stmt;
	enum err_code code = run(marks, MARKS_ADD, id, NULL, NULL, err);

	if (code == ERR_OK)
		code = db_stmt(&marks->db, MARKS_SET_POSITION, &stmt, err);
	if (code != ERR_OK)
		return code;
	db_bind_text(stmt, 1, id);
	sqlite3_bind_int64(stmt, 2, position);
	code = db_run(&marks->db, stmt, err);
	return code == ERR_OK ? run(marks, MARKS_TIDY, id, NULL, NULL, err) : code;
}

enum err_code
marks_set_position(struct marks *marks, const char *id, uint32_t position, struct err *err)
{
	enum err_code code = db_begin(&marks->db, err);

	if (code != ERR_OK)
		return code;
	return marks_finish(marks, put_position(marks, id, position, err), err);
}

/* ---- taking back ------------------------------------------------------------------------ */

/* For a person: what it is now, after the change was taken back. */
static const char *
sentence(int column, const char *old)
{
	bool on = old != NULL && strcmp(old, "1") == 0;

	switch (column) {
	case COLUMN_READ:
		return on ? _("marked as read again") : _("marked as unread again");
	case COLUMN_STARRED:
		return on ? _("starred again") : _("the star is gone again");
	case COLUMN_NOTE:
		return old == NULL || *old == '\0' ? _("the note is gone again")
						   : _("the note is as it was");
	case COLUMN_DISTRICT:
		return old == NULL ? _("the correction is gone again")
				   : _("the correction is as it was");
	default:
		return old == NULL ? _("the saved filter is gone again")
				   : _("the saved filter is as it was");
	}
}

static int
column_named(const char *name)
{
	int column = 0;

	while (column < COLUMN_COUNT && strcmp(columns[column].name, name) != 0)
		column++;
	return column;
}

static enum err_code
undo_row(struct marks *marks, sqlite3_stmt *stmt, struct arena *arena, const char **what,
	char id[13], struct err *err)
{
	int column = column_named(db_text(stmt, 1));
	bool ok = true;
	const char *key = copy(arena, stmt, 2, &ok), *old = copy(arena, stmt, 3, &ok);
	enum err_code code = db_end(&marks->db, stmt, err);

	if (code == ERR_OK && !ok)
		code = err_nomem(err);
	if (code == ERR_OK && column < COLUMN_COUNT && key != NULL) {
		code = put_value(marks, column, key, old, err);
		*what = sentence(column, old);
		if (column != COLUMN_FILTER && strlen(key) == 12)
			memcpy(id, key, 13);
	}
	if (code == ERR_OK)
		code = run(marks, MARKS_DROP_UNDO, NULL, NULL, NULL, err);
	return code == ERR_OK ? run(marks, MARKS_CHANGED, NULL, NULL, NULL, err) : code;
}

enum err_code
marks_undo(
	struct marks *marks, struct arena *arena, const char **what, char id[13], struct err *err)
{
	sqlite3_stmt *stmt;
	enum err_code code = db_begin(&marks->db, err);
	bool row = false;

	*what = NULL;
	*id = '\0';
	if (code != ERR_OK)
		return code;
	code = db_stmt(&marks->db, MARKS_LAST_UNDO, &stmt, err);
	if (code == ERR_OK)
		code = db_step(&marks->db, stmt, &row, err);
	if (code == ERR_OK && row)
		code = undo_row(marks, stmt, arena, what, id, err);
	code = marks_finish(marks, code, err);
	if (code != ERR_OK)
		*what = NULL;
	return code;
}
