/* Saved filters, the history of searches, the log. */
#include "archive/marks_parts.h"

#include <string.h>
#include <time.h>

/* Rows of a statement are collected into an array that doubles; what it outgrew stays in the
 * arena, at most as much again. */
static void *
grow(struct arena *arena, void *items, unsigned count, unsigned *cap, size_t size)
{
	void *bigger;

	if (count < *cap)
		return items;
	*cap = *cap != 0 ? *cap * 2 : 16;
	bigger = arena_calloc(arena, *cap, size);
	if (bigger != NULL && count > 0)
		memcpy(bigger, items, count * size);
	return bigger;
}

static const char *
keep(struct arena *arena, sqlite3_stmt *stmt, int column)
{
	return arena_strdup(arena, db_text(stmt, column));
}

/* Whether to go on; without memory, or after a failure, the statement is reset. */
static bool
next(struct marks *marks, sqlite3_stmt *stmt, bool ok, enum err_code *code, struct err *err)
{
	if (!ok && *code == ERR_OK)
		*code = err_nomem(err);
	return db_next(&marks->db, stmt, code, err);
}

enum err_code
marks_filters(struct marks *marks, struct arena *arena, const struct saved_filter **out,
	unsigned *count, struct err *err)
{
	struct saved_filter *all = NULL;
	sqlite3_stmt *stmt;
	enum err_code code = db_stmt(&marks->db, MARKS_FILTERS, &stmt, err);
	unsigned n = 0, cap = 0;
	bool ok = true;

	while (code == ERR_OK && next(marks, stmt, ok, &code, err)) {
		all = grow(arena, all, n, &cap, sizeof *all);
		ok = all != NULL;
		if (!ok)
			continue;
		all[n].name = keep(arena, stmt, 0);
		all[n].text = keep(arena, stmt, 1);
		ok = all[n].name != NULL && all[n].text != NULL;
		n++;
	}
	*out = code == ERR_OK ? all : NULL;
	*count = code == ERR_OK ? n : 0;
	return code;
}

enum err_code
marks_searches(struct marks *marks, unsigned limit, struct arena *arena, const char *const **out,
	unsigned *count, struct err *err)
{
	const char **all = NULL;
	sqlite3_stmt *stmt;
	enum err_code code = db_stmt(&marks->db, MARKS_SEARCHES, &stmt, err);
	unsigned n = 0, cap = 0;
	bool ok = true;

	if (code == ERR_OK)
		sqlite3_bind_int64(stmt, 1, limit);
	while (code == ERR_OK && next(marks, stmt, ok, &code, err)) {
		all = grow(arena, (void *)all, n, &cap, sizeof *all);
		ok = all != NULL && (all[n++] = keep(arena, stmt, 0)) != NULL;
	}
	*out = code == ERR_OK ? all : NULL;
	*count = code == ERR_OK ? n : 0;
	return code;
}

enum err_code
marks_log_list(struct marks *marks, unsigned limit, struct arena *arena,
	const struct log_entry **out, unsigned *count, struct err *err)
{
	struct log_entry *all = NULL;
	sqlite3_stmt *stmt;
	enum err_code code = db_stmt(&marks->db, MARKS_LOG, &stmt, err);
	unsigned n = 0, cap = 0;
	bool ok = true;

	if (code == ERR_OK)
		sqlite3_bind_int64(stmt, 1, limit);
	while (code == ERR_OK && next(marks, stmt, ok, &code, err)) {
		all = grow(arena, all, n, &cap, sizeof *all);
		ok = all != NULL;
		if (!ok)
			continue;
		all[n].number = sqlite3_column_int64(stmt, 0);
		all[n].time = sqlite3_column_int64(stmt, 1);
		all[n].filter = keep(arena, stmt, 2);
		all[n].count = (uint64_t)sqlite3_column_int64(stmt, 3);
		all[n].fingerprint = keep(arena, stmt, 4);
		ok = all[n].filter != NULL && all[n].fingerprint != NULL;
		n++;
	}
	*out = code == ERR_OK ? all : NULL;
	*count = code == ERR_OK ? n : 0;
	return code;
}

/* ---- writing ---------------------------------------------------------------------------- */

static enum err_code
run_with_text(struct marks *marks, enum marks_sql which, const char *text, struct err *err)
{
	sqlite3_stmt *stmt;
	enum err_code code = db_stmt(&marks->db, which, &stmt, err);

	if (code != ERR_OK)
		return code;
	if (sqlite3_bind_parameter_count(stmt) > 0)
		db_bind_text(stmt, 1, text);
	return db_run(&marks->db, stmt, err);
}

enum err_code
marks_remember_search(struct marks *marks, const char *query, struct err *err)
{
	enum err_code code = db_begin(&marks->db, err);

	if (code != ERR_OK)
		return code;
	/* A search that was made before becomes the latest. */
	code = run_with_text(marks, MARKS_FORGET_SEARCH, query, err);
	if (code == ERR_OK)
		code = run_with_text(marks, MARKS_ADD_SEARCH, query, err);
	if (code == ERR_OK)
		code = run_with_text(marks, MARKS_TRIM_SEARCH, NULL, err);
	return marks_finish(marks, code, err);
}

enum err_code
marks_log(struct marks *marks, const char *filter, uint64_t count, const char *fingerprint,
	struct err *err)
{
	sqlite3_stmt *stmt;
	enum err_code code = db_stmt(&marks->db, MARKS_ADD_LOG, &stmt, err);

	if (code != ERR_OK)
		return code;
	sqlite3_bind_int64(stmt, 1, (int64_t)time(NULL));
	db_bind_text(stmt, 2, filter);
	sqlite3_bind_int64(stmt, 3, (int64_t)count);
	db_bind_text(stmt, 4, fingerprint);
	return db_run(&marks->db, stmt, err);
}
