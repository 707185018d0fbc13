/* A reader's file as JSON lines, and back. */
#include "archive/marks_parts.h"
#include "base/i18n.h"
#include "base/json.h"

#include <string.h>

/* Longer than any line that export writes: a note is the only long thing in it. */
#define LINE_MAX_BYTES ((size_t)4 << 20)

/* ---- out -------------------------------------------------------------------------------- */

static void
mark_line(struct buf *out, sqlite3_stmt *stmt)
{
	buf_adds(out, "{\"type\":\"mark\",\"id\":");
	json_text(out, db_text(stmt, 0));
	buf_addf(out, ",\"read\":%s,\"starred\":%s,\"note\":",
		sqlite3_column_int(stmt, 1) != 0 ? "true" : "false",
		sqlite3_column_int(stmt, 2) != 0 ? "true" : "false");
	json_text(out, db_text(stmt, 3));
	buf_adds(out, ",\"district\":");
	json_text(out, (const char *)sqlite3_column_text(stmt, 4));
	buf_addf(out, ",\"position\":%lld}", (long long)sqlite3_column_int64(stmt, 5));
}

static void
filter_line(struct buf *out, sqlite3_stmt *stmt)
{
	buf_adds(out, "{\"type\":\"filter\",\"name\":");
	json_text(out, db_text(stmt, 0));
	buf_adds(out, ",\"text\":");
	json_text(out, db_text(stmt, 1));
	buf_addc(out, '}');
}

static void
search_line(struct buf *out, sqlite3_stmt *stmt)
{
	buf_adds(out, "{\"type\":\"search\",\"query\":");
	json_text(out, db_text(stmt, 0));
	buf_addc(out, '}');
}

static void
log_line(struct buf *out, sqlite3_stmt *stmt)
{
	buf_addf(out, "{\"type\":\"log\",\"time\":%lld,\"filter\":",
		(long long)sqlite3_column_int64(stmt, 0));
	json_text(out, db_text(stmt, 1));
	buf_addf(out, ",\"count\":%lld,\"fingerprint\":", (long long)sqlite3_column_int64(stmt, 2));
	json_text(out, db_text(stmt, 3));
	buf_addc(out, '}');
}

static enum err_code
export_rows(struct marks *marks, enum marks_sql which, void (*write)(struct buf *, sqlite3_stmt *),
	marks_line_fn line, void *ctx, struct err *err)
{
	sqlite3_stmt *stmt;
	struct buf buf = {0};
	enum err_code code = db_stmt(&marks->db, which, &stmt, err);

	while (db_next(&marks->db, stmt, &code, err)) {
		buf_clear(&buf);
		write(&buf, stmt);
		code = buf_ok(&buf) ? line(ctx, buf.data, buf.len, err) : err_nomem(err);
	}
	buf_free(&buf);
	return code;
}

enum err_code
marks_export(struct marks *marks, marks_line_fn line, void *ctx, struct err *err)
{
	enum err_code code = db_read(&marks->db, err);

	if (code != ERR_OK)
		return code;
	code = export_rows(marks, MARKS_ALL_MARKS, mark_line, line, ctx, err);
	if (code == ERR_OK)
		code = export_rows(marks, MARKS_FILTERS, filter_line, line, ctx, err);
	if (code == ERR_OK)
		code = export_rows(marks, MARKS_ALL_SEARCHES, search_line, line, ctx, err);
	if (code == ERR_OK)
		code = export_rows(marks, MARKS_ALL_LOG, log_line, line, ctx, err);
	db_read_end(&marks->db);
	return code;
}

/* ---- in --------------------------------------------------------------------------------- */

/* One line of JSON and what could not be understood of it. */
struct reader {
	struct marks *marks;
	const char *line;
	size_t len;
	struct arena *arena;
	enum err_code code;
	struct err *err;
};

static void
complain(struct reader *r, const char *path)
{
	if (r->code == ERR_OK)
		r->code = err_set(r->err, ERR_REFUSED, _("“%s” is missing or wrong"), path + 2);
}

/* The member at a path: its type, "" where there is none; the statement stands on its row. */
static const char *
look(struct reader *r, const char *path, sqlite3_stmt **stmt)
{
	bool row = false;

	if (r->code == ERR_OK)
		r->code = db_stmt(&r->marks->db, MARKS_JSON, stmt, r->err);
	if (r->code != ERR_OK)
		return "";
	sqlite3_bind_text(*stmt, 1, r->line, (int)r->len, SQLITE_STATIC);
	db_bind_text(*stmt, 2, path);
	r->code = db_step(&r->marks->db, *stmt, &row, r->err);
	return r->code == ERR_OK && row ? db_text(*stmt, 0) : "";
}

/* Leaves the member.  Without memory it was none to complain about. */
static void
end(struct reader *r, sqlite3_stmt *stmt)
{
	enum err_code code = stmt != NULL ? db_end(&r->marks->db, stmt, r->err) : ERR_OK;

	if (code != ERR_OK)
		r->code = code;
}

/* A text without NUL; NULL for null and, where it may be missing, for nothing. */
static const char *
take_text(struct reader *r, const char *path, bool must)
{
	sqlite3_stmt *stmt = NULL;
	const char *type = look(r, path, &stmt), *text = NULL;

	if (strcmp(type, "text") == 0) {
		text = arena_strdup(r->arena, db_text(stmt, 1));
		if (text == NULL && r->code == ERR_OK)
			r->code = err_nomem(r->err);
		else if (text != NULL && strlen(text) != (size_t)sqlite3_column_bytes(stmt, 1))
			complain(r, path);
	} else if (must || (*type != '\0' && strcmp(type, "null") != 0)) {
		complain(r, path);
	}
	end(r, stmt);
	return text;
}

static int64_t
take_integer(struct reader *r, const char *path)
{
	sqlite3_stmt *stmt = NULL;
	const char *type = look(r, path, &stmt);
	int64_t value = 0;

	if (strcmp(type, "integer") == 0)
		value = sqlite3_column_int64(stmt, 1);
	else if (*type != '\0')
		complain(r, path);
	if (value < 0)
		complain(r, path);
	end(r, stmt);
	return value;
}

static bool
take_bool(struct reader *r, const char *path)
{
	sqlite3_stmt *stmt = NULL;
	const char *type = look(r, path, &stmt);
	bool value = strcmp(type, "true") == 0;

	if (*type != '\0' && !value && strcmp(type, "false") != 0)
		complain(r, path);
	end(r, stmt);
	return value;
}

static void
read_mark(struct reader *r)
{
	const char *id = take_text(r, "$.id", true), *note = take_text(r, "$.note", false);
	const char *district = take_text(r, "$.district", false);
	bool read = take_bool(r, "$.read"), starred = take_bool(r, "$.starred");
	int64_t position = take_integer(r, "$.position");
	sqlite3_stmt *stmt;

	if (r->code == ERR_OK && strlen(id) != 12)
		complain(r, "$.id");
	if (r->code == ERR_OK)
		r->code = db_stmt(&r->marks->db, MARKS_PUT_MARK, &stmt, r->err);
	if (r->code != ERR_OK)
		return;
	db_bind_text(stmt, 1, id);
	sqlite3_bind_int(stmt, 2, read);
	sqlite3_bind_int(stmt, 3, starred);
	db_bind_text(stmt, 4, note != NULL ? note : "");
	db_bind_text(stmt, 5, district);
	sqlite3_bind_int64(stmt, 6, position);
	r->code = db_run(&r->marks->db, stmt, r->err);
}

static void
read_filter(struct reader *r)
{
	const char *name = take_text(r, "$.name", true), *text = take_text(r, "$.text", true);
	sqlite3_stmt *stmt;

	if (r->code == ERR_OK)
		r->code = db_stmt(&r->marks->db, MARKS_SET_FILTER, &stmt, r->err);
	if (r->code != ERR_OK)
		return;
	db_bind_text(stmt, 1, name);
	db_bind_text(stmt, 2, text);
	r->code = db_run(&r->marks->db, stmt, r->err);
}

static void
read_search(struct reader *r)
{
	const char *query = take_text(r, "$.query", true);
	static const enum marks_sql steps[] = {MARKS_FORGET_SEARCH, MARKS_ADD_SEARCH};

	for (int i = 0; r->code == ERR_OK && i < 2; i++) {
		sqlite3_stmt *stmt;

		r->code = db_stmt(&r->marks->db, steps[i], &stmt, r->err);
		if (r->code != ERR_OK)
			return;
		db_bind_text(stmt, 1, query);
		r->code = db_run(&r->marks->db, stmt, r->err);
	}
}

static void
bind_log(sqlite3_stmt *stmt, int64_t time, const char *filter, int64_t count,
	const char *fingerprint)
{
	sqlite3_bind_int64(stmt, 1, time);
	db_bind_text(stmt, 2, filter);
	sqlite3_bind_int64(stmt, 3, count);
	db_bind_text(stmt, 4, fingerprint);
}

/* An entry that is there already is not there twice. */
static void
read_log(struct reader *r)
{
	const char *filter = take_text(r, "$.filter", true);
	const char *fingerprint = take_text(r, "$.fingerprint", true);
	int64_t time = take_integer(r, "$.time"), count = take_integer(r, "$.count");
	sqlite3_stmt *stmt;
	bool row = false;

	if (r->code == ERR_OK)
		r->code = db_stmt(&r->marks->db, MARKS_FIND_LOG, &stmt, r->err);
	if (r->code != ERR_OK)
		return;
	bind_log(stmt, time, filter, count, fingerprint);
	r->code = db_step(&r->marks->db, stmt, &row, r->err);
	sqlite3_reset(stmt);
	if (r->code == ERR_OK && !row)
		r->code = db_stmt(&r->marks->db, MARKS_ADD_LOG, &stmt, r->err);
	if (r->code != ERR_OK || row)
		return;
	bind_log(stmt, time, filter, count, fingerprint);
	r->code = db_run(&r->marks->db, stmt, r->err);
}

static void
read_line(struct reader *r)
{
	static const struct {
		const char *type;
		void (*read)(struct reader *r);
	} kinds[] = {{"mark", read_mark}, {"filter", read_filter}, {"search", read_search},
		{"log", read_log}};
	const char *type = take_text(r, "$.type", true);
	sqlite3_stmt *stmt;

	for (size_t i = 0; r->code == ERR_OK && i < sizeof kinds / sizeof *kinds; i++) {
		if (strcmp(type, kinds[i].type) != 0)
			continue;
		kinds[i].read(r);
		if (r->code == ERR_OK)
			r->code = db_stmt(&r->marks->db, MARKS_CHANGED, &stmt, r->err);
		if (r->code == ERR_OK)
			r->code = db_run(&r->marks->db, stmt, r->err);
		return;
	}
	if (r->code == ERR_OK)
		complain(r, "$.type");
}

/* SQLite's json_valid() says no where it has no memory; json_type() fails with an error for each.
 */
static enum err_code
is_json(struct reader *r)
{
	sqlite3_stmt *stmt;
	enum err_code code = db_stmt(&r->marks->db, MARKS_JSON_TYPE, &stmt, r->err);
	int rc;

	if (code != ERR_OK)
		return code;
	sqlite3_bind_text(stmt, 1, r->line, (int)r->len, SQLITE_STATIC);
	rc = sqlite3_step(stmt);
	if (rc == SQLITE_ERROR)
		code = err_set(r->err, ERR_REFUSED, _("not a line of JSON"));
	else if (rc != SQLITE_ROW)
		code = db_fail(&r->marks->db, rc, r->err);
	else if (sqlite3_column_type(stmt, 0) == SQLITE_NULL)
		code = err_nomem(r->err);
	sqlite3_reset(stmt);
	return code;
}

enum err_code
marks_import_line(struct marks *marks, const char *line, size_t len, struct err *err)
{
	struct reader r = {.marks = marks, .line = line, .len = len, .err = err};

	if (len > LINE_MAX_BYTES)
		return err_set(err, ERR_REFUSED, _("the line is too long"));
	r.code = is_json(&r);
	if (r.code != ERR_OK)
		return r.code;
	r.arena = arena_new(1024);
	if (r.arena == NULL)
		return err_nomem(err);
	r.code = db_begin(&marks->db, err);
	if (r.code == ERR_OK) {
		read_line(&r);
		r.code = marks_finish(marks, r.code, err);
	}
	arena_free(r.arena);
	return r.code;
}
