/* An archive made afresh from its pages. */
#include "archive/import.h"
#include "archive/import_parts.h"
#include "archive/schema.h"
#include "base/i18n.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

struct rebuild {
	struct archive *old, *fresh;
	const struct import_options *options;
	struct import_report *report;
	struct knowledge knowledge;
	struct store store;
	struct import_progress progress;
	struct map roots; /* id in the old archive: id in the new one */
};

/* "PATH" and a suffix; free() it. */
static char *
beside(const char *path, const char *suffix)
{
	struct buf name = {0};

	buf_addf(&name, "%s%s", path, suffix);
	return name.failed ? NULL : name.data;
}

/* Removes a SQLite file with those beside it. */
static void
remove_archive(const char *path)
{
	static const char *const suffixes[] = {"", "-wal", "-shm", "-journal", "-lock"};

	for (size_t i = 0; i < sizeof suffixes / sizeof *suffixes; i++) {
		char *name = beside(path, suffixes[i]);

		if (name != NULL)
			unlink(name);
		free(name);
	}
}

/* ---- from the pages in the archive ------------------------------------------------------ */

static enum err_code
copy_roots(struct rebuild *r, struct err *err)
{
	sqlite3_stmt *stmt;
	enum err_code code = archive_stmt(r->old, SQL_ROOT_ALL, &stmt, err);

	while (db_next(&r->old->db, stmt, &code, err)) {
		int64_t *id = map_put(&r->roots, (uint64_t)sqlite3_column_int64(stmt, 0));

		code = id != NULL ? store_root(&r->store, db_name(stmt, 1), id, err)
				  : err_nomem(err);
	}
	return code;
}

static void
tell(struct rebuild *r, size_t bytes, unsigned articles)
{
	r->progress.files_done++;
	r->progress.bytes_done += bytes;
	r->progress.articles += articles;
	if (r->options->on_progress != NULL && r->progress.files_done % 64 == 0)
		r->options->on_progress(r->options->ctx, &r->progress);
}

static enum err_code
copy_page(struct rebuild *r, sqlite3_stmt *stmt, struct err *err)
{
	const int64_t *root = map_find(&r->roots, (uint64_t)sqlite3_column_int64(stmt, 0));
	struct page_file file = {root != NULL ? *root : 1, db_name(stmt, 1),
		sqlite3_column_int64(stmt, 2), sqlite3_column_int64(stmt, 3), NULL};
	size_t size;
	const char *bytes = db_blob(stmt, 5, &size);
	struct digest *digest;
	enum err_code code;

	if (sqlite3_column_type(stmt, 4) != SQLITE_NULL)
		file.named = db_name(stmt, 4);
	digest = digest_make(&r->knowledge, bytes, size, file.source);
	if (digest == NULL)
		return err_nomem(err);
	if (digest->hash != (uint64_t)sqlite3_column_int64(stmt, 6))
		code = db_fail(&r->old->db, SQLITE_CORRUPT, err);
	else
		code = digest->code == ERR_NOMEM ? err_nomem(err)
						 : store_page_add(&r->store, &file, digest, err);
	r->report->files++;
	r->report->read += digest->code == ERR_OK;
	r->report->refused += digest->code != ERR_OK;
	r->report->articles += digest->count;
	r->report->bytes += size;
	tell(r, size, digest->count);
	digest_free(digest);
	if (code == ERR_OK && r->store.pending_bytes > ((size_t)64 << 20))
		code = store_commit(&r->store, err);
	return code;
}

static enum err_code
copy_pages(struct rebuild *r, struct err *err)
{
	sqlite3_stmt *stmt;
	enum err_code code = archive_stmt(r->old, SQL_PAGE_COPY, &stmt, err);

	while (db_next(&r->old->db, stmt, &code, err)) {
		code = db_check(&r->old->db, err);
		if (code == ERR_OK && r->options->cancel != NULL && atomic_load(r->options->cancel))
			code = err_set(err, ERR_CANCELLED, _("cancelled"));
		if (code == ERR_OK)
			code = copy_page(r, stmt, err);
	}
	return code;
}

static void
warn(void *ctx, const struct err *what)
{
	const struct rebuild *r = ctx;

	if (r->options->on_warning != NULL)
		r->options->on_warning(r->options->ctx, what);
}

static enum err_code
copy_all(struct rebuild *r, struct err *err)
{
	enum err_code code = knowledge_new(&r->knowledge, r->options->user_folder, warn, r, err);

	if (code != ERR_OK)
		return code;
	code = db_read(&r->old->db, err);
	if (code == ERR_OK) {
		code = store_start(&r->store, r->fresh, err);
		if (code == ERR_OK)
			code = store_tables(&r->store, &r->knowledge, err);
		if (code == ERR_OK)
			code = copy_roots(r, err);
		if (code == ERR_OK)
			code = copy_pages(r, err);
		if (code == ERR_OK)
			code = store_commit(&r->store, err);
		store_end(&r->store);
		db_read_end(&r->old->db);
	}
	map_free(&r->roots);
	knowledge_free(&r->knowledge);
	return code;
}

/* ---- from the folders ------------------------------------------------------------------- */

/* Imports the folders that the damaged archive names and those of the caller. */
static enum err_code
import_folders(struct rebuild *r, const char *path, const char *const *paths, size_t count,
	struct arena *arena, struct err *err)
{
	const char *const *found;
	const char **all;
	size_t n;
	enum err_code code = salvage_roots(path, arena, &found, &n, err);

	if (code != ERR_OK)
		return code;
	if (n + count == 0)
		return err_set(err, ERR_IO, /* as if they were named and not there */
			_("%s is damaged and names no folders any more; name them: “baolan check "
			  "--rebuild FOLDER”"),
			path);
	all = arena_alloc(arena, (n + count) * sizeof *all);
	if (all == NULL)
		return err_nomem(err);
	memcpy(all, found, n * sizeof *all);
	if (count > 0)
		memcpy(all + n, paths, count * sizeof *all);
	return import_run(r->fresh, all, n + count, r->options, r->report, err);
}

/* From the folders, and what is gone from there out of the damaged archive itself.  What holds
 * nothing takes no other's place. */
static enum err_code
import_again(struct rebuild *r, const char *path, const char *const *paths, size_t count,
	struct err *err)
{
	struct arena *arena = arena_new(0);
	enum err_code code =
		arena != NULL ? import_folders(r, path, paths, count, arena, err) : err_nomem(err);
	const enum err_code folders = code;
	struct err missing;

	arena_free(arena);
	/* A folder may be gone as its pages may: what they were is in the archive. */
	if (code == ERR_IO) {
		missing = *err;
		code = ERR_OK;
	}
	if (code == ERR_OK)
		code = salvage_pages(r->fresh, path, r->options, r->report, err);
	if (code != ERR_OK || r->report->read > 0)
		return code;
	if (folders == ERR_IO)
		return err_set(err, ERR_ARCHIVE, "%s", missing.text);
	return r->report->refused == 0
		       ? ERR_OK
		       : err_set(err, ERR_ARCHIVE, _("%s: none of its pages can be read"), path);
}

/* ---- taking the old one's place --------------------------------------------------------- */

/* The name under which a damaged archive is kept. */
static char *
name_to_keep(const char *path)
{
	struct buf name = {0};
	time_t now = time(NULL);
	struct tm tm;
	char stamp[32] = "";

	if (gmtime_r(&now, &tm) != NULL)
		strftime(stamp, sizeof stamp, "%Y%m%d-%H%M%S", &tm);
	buf_addf(&name, "%s.damaged-%s", path, stamp);
	return name.failed ? NULL : name.data;
}

/* The damaged file under a second name, so that there is no moment without an archive; where the
 * file system knows no second names, it is moved. */
static enum err_code
keep(const char *path, const char *kept, struct err *err)
{
	if (link(path, kept) == 0 || rename(path, kept) == 0)
		return ERR_OK;
	return err_errno(err, "%s", path);
}

/* What lies beside the old file would be taken for the new one's.  Of a damaged one it is kept;
 * of one that is whole it is empty by now. */
static enum err_code
clear_beside(const char *path, const char *kept, struct err *err)
{
	static const char *const suffixes[] = {"-wal", "-shm", "-journal"};
	enum err_code code = ERR_OK;

	for (size_t i = 0; code == ERR_OK && i < sizeof suffixes / sizeof *suffixes; i++) {
		char *name = beside(path, suffixes[i]);
		char *to = kept != NULL ? beside(kept, suffixes[i]) : NULL;

		if (name == NULL || (kept != NULL && to == NULL))
			code = err_nomem(err);
		else if (to != NULL && i != 1 && rename(name, to) != 0 && errno != ENOENT)
			code = err_errno(err, "%s", name);
		else
			unlink(name);
		free(name);
		free(to);
	}
	return code;
}

/* A new name is on the disk once its folder is. */
static void
sync_folder(const char *path)
{
	char *folder = db_folder(path);
	int fd = folder != NULL ? open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC) : -1;

	if (fd >= 0) {
		fsync(fd);
		close(fd);
	}
	free(folder);
}

static enum err_code
put_in_place(const char *path, const char *fresh, bool damaged, char **kept, struct err *err)
{
	enum err_code code = ERR_OK;

	if (damaged) {
		*kept = name_to_keep(path);
		code = *kept != NULL ? keep(path, *kept, err) : err_nomem(err);
	}
	if (code == ERR_OK)
		code = clear_beside(path, *kept, err);
	if (code == ERR_OK && rename(fresh, path) != 0)
		code = err_errno(err, "%s", path);
	if (code == ERR_OK)
		sync_folder(path);
	return code;
}

/* One file without a log beside it. */
static enum err_code
finish(struct rebuild *r, struct err *err)
{
	int keep = 0;

	sqlite3_file_control(r->fresh->db.handle, "main", SQLITE_FCNTL_PERSIST_WAL, &keep);
	return db_exec(&r->fresh->db, "PRAGMA wal_checkpoint(TRUNCATE)", err);
}

/* What can be made afresh: an archive of ours, whole or damaged.  Another program's file, or one
 * of a newer baolan, is left alone. */
static enum err_code
may_replace(const char *path, bool *exists, struct err *err)
{
	unsigned char header[72] = {0};
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
	ssize_t n;

	*exists = fd >= 0;
	if (fd < 0)
		return errno == ENOENT ? ERR_OK : err_errno(err, "%s", path);
	n = read(fd, header, sizeof header);
	close(fd);
	if (n == 0)
		return ERR_OK;
	/* https://www.sqlite.org/fileformat.html, 1.3: version at 60, application at 68. */
	if (n != (ssize_t)sizeof header || memcmp(header + 68, "baol", 4) != 0)
		return err_set(err, ERR_ARCHIVE,
			_("%s is no archive of baolan's; move it away and import again"), path);
	if (header[60] != 0 || header[61] != 0 || header[62] != 0 ||
		header[63] > archive_schema.step_count)
		return err_set(
			err, ERR_ARCHIVE, _("%s was made by a newer baolan; use that one"), path);
	return ERR_OK;
}

static enum err_code
open_fresh(struct rebuild *r, const char *fresh, struct err *err)
{
	archive_close(r->fresh);
	r->fresh = NULL;
	remove_archive(fresh);
	return archive_open(fresh, ARCHIVE_WRITE, &r->fresh, err);
}

/* Fills the new archive; *damaged says that the old one could not be read. */
static enum err_code
fill(struct rebuild *r, const char *path, const char *fresh, bool exists, const char *const *paths,
	size_t count, bool *damaged, struct err *err)
{
	enum err_code code = open_fresh(r, fresh, err);

	*damaged = false;
	if (code != ERR_OK)
		return code;
	if (exists) {
		code = archive_open(path, ARCHIVE_WRITE, &r->old, err);
		if (code == ERR_OK)
			code = copy_all(r, err);
		/* From here on what lies beside it may go at any moment. */
		if (code == ERR_OK)
			db_exec(&r->old->db, "PRAGMA wal_checkpoint(TRUNCATE)", NULL);
		archive_close(r->old);
		r->old = NULL;
		/* A full disk or a lock says nothing against the archive. */
		if (code != ERR_DAMAGED)
			return code;
		*damaged = true;
		memset(r->report, 0, sizeof *r->report);
		code = open_fresh(r, fresh, err);
	}
	return code == ERR_OK ? import_again(r, path, paths, count, err) : code;
}

enum err_code
import_rebuild(const char *path, const char *const *paths, size_t path_count,
	const struct import_options *options, struct import_report *report, char **kept,
	struct err *err)
{
	static const struct import_options defaults;
	struct rebuild r = {.options = options != NULL ? options : &defaults, .report = report};
	char *fresh = beside(path, ".new");
	bool exists = false, damaged = false;
	int lock = -1;
	enum err_code code = fresh != NULL ? may_replace(path, &exists, err) : err_nomem(err);

	*kept = NULL;
	memset(report, 0, sizeof *report);
	if (code == ERR_OK)
		code = import_lock(path, &lock, err);
	if (code == ERR_OK)
		code = fill(&r, path, fresh, exists, paths, path_count, &damaged, err);
	if (code == ERR_OK)
		code = finish(&r, err);
	archive_close(r.fresh);
	if (code == ERR_OK)
		code = put_in_place(path, fresh, damaged, kept, err);
	if (fresh != NULL)
		remove_archive(fresh);
	free(fresh);
	if (lock >= 0)
		close(lock);
	return code;
}
