/*
 * What a damaged archive still tells: the folders that were imported, and pages whose files are
 * gone.
 *
 * Every page is asked for by itself, so that one that cannot be read is no end of the others, and
 * is taken only where its bytes are those that were imported.
 */
#include "archive/import_parts.h"
#include "base/i18n.h"

#include <stdlib.h>
#include <string.h>

/* A damaged leaf of the table holds at most so many pages' rows one after the other. */
#define DAMAGED_MAX 512

enum {
	ROOTS,
	NEXT_PAGE,
	STATEMENTS
};

static const char *const sql[STATEMENTS] = {
	[ROOTS] = "SELECT path FROM root",
	[NEXT_PAGE] = "SELECT page.id,path,source,size,time,named,hash,data FROM page "
		      "JOIN root ON root.id=page.root JOIN bytes ON bytes.page=page.id "
		      "WHERE page.id>=?1 AND refused IS NULL ORDER BY page.id LIMIT 1",
};

struct salvage {
	struct db old;
	struct archive *fresh;
	struct known known;
	struct map hashes; /* of the pages that the new archive has */
	struct knowledge knowledge;
	struct store store;
	struct import_report *report;
};

/* Whether this says that the file is not what it was: a page of it, or a table that is not there.
 */
static bool
is_damage(enum err_code code)
{
	return code == ERR_DAMAGED || code == ERR_BUG;
}

/* The file is kept as it is: it is not written, and where its log cannot be shared, not locked. */
static enum err_code
open_damaged(struct db *db, const char *path, struct err *err)
{
	enum err_code code = db_open(db, path, "", DB_READONLY, sql, STATEMENTS, err);
	int64_t count;

	if (code == ERR_OK)
		code = db_integer(db, "SELECT count(*) FROM sqlite_schema", 0, &count, err);
	if (code == ERR_OK)
		return ERR_OK;
	db_close(db);
	if (code == ERR_NOMEM)
		return code;
	return db_open(db, path, "", DB_READONLY | DB_IMMUTABLE, sql, STATEMENTS, err);
}

/* ---- folders ----------------------------------------------------------------------------- */

enum err_code
salvage_roots(const char *path, struct arena *arena, const char *const **out, size_t *count,
	struct err *err)
{
	const char **roots = arena_alloc(arena, SALVAGE_ROOTS_MAX * sizeof *roots);
	struct db db;
	sqlite3_stmt *stmt;
	enum err_code code;

	*out = roots;
	*count = 0;
	if (roots == NULL)
		return err_nomem(err);
	code = open_damaged(&db, path, err);
	if (code != ERR_OK)
		return is_damage(code) ? ERR_OK : code;
	code = db_stmt(&db, ROOTS, &stmt, err);
	while (*count < SALVAGE_ROOTS_MAX && db_next(&db, stmt, &code, err)) {
		roots[*count] = arena_strdup(arena, db_name(stmt, 0));
		code = roots[(*count)++] != NULL ? ERR_OK : err_nomem(err);
	}
	db_close(&db);
	return is_damage(code) ? ERR_OK : code;
}

/* ---- pages ------------------------------------------------------------------------------- */

static enum err_code
note_hashes(struct salvage *s, struct err *err)
{
	for (size_t i = 0; i < s->known.count; i++) {
		if (s->known.page[i].refused == NULL &&
			map_put(&s->hashes, s->known.page[i].hash) == NULL)
			return err_nomem(err);
	}
	return ERR_OK;
}

static enum err_code
find_root(struct salvage *s, const char *path, int64_t *out, struct err *err)
{
	enum err_code code;

	for (size_t i = 0; i < s->known.root_count; i++) {
		if (strcmp(s->known.root[i].path, path) == 0) {
			*out = s->known.root[i].id;
			return ERR_OK;
		}
	}
	code = store_root(&s->store, path, out, err);
	return code == ERR_OK ? known_add_root(&s->known, *out, path, err) : code;
}

/* Adds the page, in the place of one that is known by name only.  What is there already, under
 * this name or, renamed, under another, is newer. */
static enum err_code
take_page(struct salvage *s, sqlite3_stmt *stmt, struct err *err)
{
	size_t size;
	const char *bytes = db_blob(stmt, 7, &size);
	const uint64_t hash = (uint64_t)sqlite3_column_int64(stmt, 6);
	struct page_file file = {.source = db_name(stmt, 2),
		.size = sqlite3_column_int64(stmt, 3),
		.time = sqlite3_column_int64(stmt, 4),
		.named = sqlite3_column_type(stmt, 5) != SQLITE_NULL ? db_name(stmt, 5) : NULL};
	const struct known_page *known;
	struct digest *digest;
	enum err_code code;

	if (page_hash(bytes, size) != hash || map_find(&s->hashes, hash) != NULL)
		return ERR_OK;
	code = find_root(s, db_name(stmt, 1), &file.root, err);
	known = code == ERR_OK ? known_find(&s->known, file.root, file.source) : NULL;
	if (code != ERR_OK || (known != NULL && known->refused == NULL))
		return code;
	digest = digest_make(&s->knowledge, bytes, size, file.source);
	if (digest == NULL)
		return err_nomem(err);
	if (digest->code == ERR_NOMEM)
		code = err_nomem(err);
	if (code == ERR_OK && known != NULL)
		code = store_page_drop(&s->store, known->id, err);
	if (code == ERR_OK)
		code = store_page_add(&s->store, &file, digest, err);
	s->report->files += known == NULL;
	s->report->refused -= known != NULL;
	s->report->read++;
	s->report->salvaged++;
	s->report->articles += digest->count;
	s->report->bytes += size;
	digest_free(digest);
	if (code == ERR_OK && s->store.pending_bytes > ((size_t)64 << 20))
		code = store_commit(&s->store, err);
	return code;
}

static enum err_code
take_pages(struct salvage *s, const struct import_options *options, struct err *err)
{
	enum err_code code = ERR_OK;
	int64_t at = 0;
	unsigned damaged = 0;
	bool more = true;

	while (code == ERR_OK && more && damaged < DAMAGED_MAX) {
		sqlite3_stmt *row;

		if (options->cancel != NULL && atomic_load(options->cancel))
			return err_set(err, ERR_CANCELLED, _("cancelled"));
		code = db_row(&s->old, NEXT_PAGE, &at, 1, &row, err);
		if (is_damage(code)) {
			code = ERR_OK;
			damaged++;
		} else if (row != NULL) {
			damaged = 0;
			at = sqlite3_column_int64(row, 0);
			code = take_page(s, row, err);
			if (code == ERR_OK)
				code = db_end(&s->old, row, err);
			else
				sqlite3_reset(row);
		} else {
			more = false;
		}
		/* A file may number its pages as it likes, and there is a last number. */
		more = more && at < INT64_MAX;
		at += more;
	}
	return code;
}

static void
warn(void *ctx, const struct err *what)
{
	(void)ctx; /* the import has said it */
	(void)what;
}

static enum err_code
fill(struct salvage *s, const struct import_options *options, struct err *err)
{
	enum err_code code = knowledge_new(&s->knowledge, options->user_folder, warn, NULL, err);

	if (code != ERR_OK)
		return code;
	code = store_start(&s->store, s->fresh, err);
	if (code == ERR_OK)
		code = store_tables(&s->store, &s->knowledge, err);
	if (code == ERR_OK)
		code = take_pages(s, options, err);
	if (code == ERR_OK)
		code = store_commit(&s->store, err);
	store_end(&s->store);
	knowledge_free(&s->knowledge);
	return code;
}

enum err_code
salvage_pages(struct archive *fresh, const char *path, const struct import_options *options,
	struct import_report *report, struct err *err)
{
	struct salvage s = {.fresh = fresh, .report = report};
	enum err_code code = open_damaged(&s.old, path, err);

	if (code != ERR_OK)
		return is_damage(code) ? ERR_OK : code;
	code = known_load(&s.known, fresh, err);
	if (code == ERR_OK) {
		code = note_hashes(&s, err);
		if (code == ERR_OK)
			code = fill(&s, options, err);
		known_free(&s.known);
	}
	map_free(&s.hashes);
	db_close(&s.old);
	return code;
}
