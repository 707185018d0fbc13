#include "archive/archive.h"
#include "archive/internal.h"
#include "archive/kept.h"
#include "archive/schema.h"
#include "base/i18n.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <unistd.h>

static const char *const sql[] = {
#define X(name, text) text,
	ARCHIVE_SQL(X)
#undef X
};

/* ---- where the file is ------------------------------------------------------------------ */

/* File systems that several machines write to: WAL's shared memory does not reach across them.
 * Numbers from statfs(2) and linux/magic.h. */
static bool
is_network_type(long type)
{
	static const unsigned long types[] = {0x6969, 0x517B, 0xFF534D42, 0xFE534D42, 0x5346414F,
		0x6B414653, 0x73757245, 0x564C, 0x01021997, 0x00C36400};

	for (size_t i = 0; i < sizeof types / sizeof *types; i++) {
		if (types[i] == ((unsigned long)type & 0xFFFFFFFF))
			return true;
	}
	return false;
}

struct place {
	bool exists, network, writable; /* the file; its file system; its folder */
};

static enum err_code
look_at_place(const char *path, bool make, struct place *out, struct err *err)
{
	char *folder = db_folder(path);
	enum err_code code = folder != NULL ? ERR_OK : err_nomem(err);
	struct statfs fs;
	struct stat st;

	if (code == ERR_OK && make)
		code = db_make_folders(folder, err);
	if (code == ERR_OK) {
		out->exists = stat(path, &st) == 0;
		out->network = statfs(folder, &fs) == 0 && is_network_type((long)fs.f_type);
		out->writable =
			access(folder, W_OK) == 0 && (!out->exists || access(path, W_OK) == 0);
		if (out->exists && !S_ISREG(st.st_mode))
			code = err_set(err, ERR_ARCHIVE, _("%s is not a file"), path);
	}
	free(folder);
	return code;
}

/* ---- opening ---------------------------------------------------------------------------- */

static enum err_code
set_note(struct archive *archive, const char *text, struct err *err)
{
	archive->note = strdup(text);
	return archive->note != NULL ? ERR_OK : err_nomem(err);
}

static enum err_code
open_as(struct archive *archive, const char *path, unsigned flags, struct err *err)
{
	enum schema_state state;
	enum err_code code = db_open(&archive->db, path,
		_("“baolan check --rebuild” makes it afresh"), flags, sql, SQL_COUNT, err);

	if (code != ERR_OK)
		return code;
	/* A reader reads of the index what it has not read before, and the kernel keeps the file; a
	 * larger cache made no search faster.  A writer comes back to its pages. */
	code = db_exec(&archive->db,
		archive->readonly ? "PRAGMA cache_size=-2048" : "PRAGMA cache_size=-8192", err);
	if (code == ERR_OK)
		code = schema_look(&archive->db, &archive_schema, &state, err);
	if (code == ERR_OK && archive->readonly)
		code = db_exec(&archive->db, "PRAGMA query_only=ON", err);
	if (code == ERR_OK && state != SCHEMA_CURRENT) {
		if (!archive->readonly)
			code = schema_update(&archive->db, &archive_schema, err);
		else if (state == SCHEMA_EMPTY)
			code = err_set(err, ERR_ARCHIVE,
				_("%s is empty; “baolan import FOLDER” fills it"), path);
		else
			code = err_set(err, ERR_ARCHIVE,
				_("%s was made by an older baolan; “baolan import” brings it up to "
				  "date"),
				path);
	}
	if (code != ERR_OK)
		db_close(&archive->db);
	return code;
}

static enum err_code
open_for_reading(
	struct archive *archive, const char *path, const struct place *place, struct err *err)
{
	enum err_code code;

	if (!place->exists)
		return err_set(err, ERR_ARCHIVE,
			_("there is no archive %s yet; “baolan import FOLDER” makes one"), path);
	archive->readonly = true;
	if (place->network) {
		code = set_note(archive,
			_("the archive is on a network file system and was opened for reading "
			  "only"),
			err);
		return code == ERR_OK ? open_as(archive, path, DB_READONLY | DB_IMMUTABLE, err)
				      : code;
	}
	/* A reader that can write the folder takes part in the locking of WAL. */
	if (place->writable)
		return open_as(archive, path, 0, err);
	code = set_note(archive,
		_("the archive's folder is not writable; it was opened for reading only"), err);
	if (code != ERR_OK)
		return code;
	if (open_as(archive, path, DB_READONLY, NULL) == ERR_OK)
		return ERR_OK;
	return open_as(archive, path, DB_READONLY | DB_IMMUTABLE, err);
}

static enum err_code
open_for_writing(
	struct archive *archive, const char *path, const struct place *place, struct err *err)
{
	enum err_code code;
	int keep = 1;

	if (place->network)
		return err_set(err, ERR_ARCHIVE,
			_("%s is on a network file system and can only be read there; keep the "
			  "archive on a local disk (--archive)"),
			path);
	if (!place->writable)
		return err_set(err, ERR_ARCHIVE,
			_("%s cannot be written; name another archive with --archive"), path);
	code = open_as(archive, path, DB_CREATE, err);
	/* The files beside it stay when it is closed, so that readers who cannot write the folder
	 * take part in the locking as well. */
	if (code == ERR_OK)
		sqlite3_file_control(archive->db.handle, "main", SQLITE_FCNTL_PERSIST_WAL, &keep);
	/* But not at the size of the largest commit. */
	if (code == ERR_OK)
		code = db_exec(&archive->db, "PRAGMA journal_size_limit=67108864", err);
	return code;
}

enum err_code
archive_open(const char *path, enum archive_mode mode, struct archive **out, struct err *err)
{
	struct archive *archive = calloc(1, sizeof *archive);
	struct place place = {false, false, false};
	enum err_code code;

	*out = NULL;
	if (archive == NULL)
		return err_nomem(err);
	code = look_at_place(path, mode == ARCHIVE_WRITE, &place, err);
	if (code == ERR_OK)
		code = mode == ARCHIVE_WRITE ? open_for_writing(archive, path, &place, err)
					     : open_for_reading(archive, path, &place, err);
	if (code != ERR_OK) {
		archive_close(archive);
		return code;
	}
	*out = archive;
	return ERR_OK;
}

void
archive_close(struct archive *archive)
{
	if (archive == NULL)
		return;
	db_close(&archive->db);
	arena_free(archive->tables);
	free(archive->bounds);
	kept_free(archive->kept);
	spares_free(archive);
	free(archive->letters);
	free(archive->note);
	free(archive);
}

const char *
archive_path(const struct archive *archive)
{
	return archive->db.path;
}

const char *
archive_note(const struct archive *archive)
{
	return archive->note;
}

void
archive_set_marks(struct archive *archive, struct marks *marks)
{
	archive->marks = marks;
}

void
archive_set_collation(struct archive *archive, enum collation collation)
{
	archive->collation = collation;
}

void
archive_interrupt(struct archive *archive)
{
	atomic_store(&archive->db.cancelled, true);
}

void
archive_resume(struct archive *archive)
{
	atomic_store(&archive->db.cancelled, false);
}

enum err_code
archive_blob(struct archive *archive, enum archive_sql which, int64_t key, struct buf *out,
	struct err *err)
{
	sqlite3_stmt *row;
	enum err_code code = archive_row(archive, which, &key, 1, &row, err);
	const char *bytes;
	size_t len;

	buf_clear(out);
	if (row == NULL)
		return code;
	bytes = db_blob(row, 0, &len);
	buf_add(out, bytes, len);
	sqlite3_reset(row);
	return buf_ok(out) ? ERR_OK : err_nomem(err);
}

/* ---- counters --------------------------------------------------------------------------- */

enum err_code
meta_get(struct archive *archive, const char *name, int64_t *out, struct err *err)
{
	sqlite3_stmt *stmt;
	enum err_code code = archive_stmt(archive, SQL_META_GET, &stmt, err);
	bool row;

	*out = 0;
	if (code != ERR_OK)
		return code;
	db_bind_text(stmt, 1, name);
	code = db_step(&archive->db, stmt, &row, err);
	if (code == ERR_OK && row) {
		*out = sqlite3_column_int64(stmt, 0);
		sqlite3_reset(stmt);
	}
	return code;
}

enum err_code
meta_set(struct archive *archive, const char *name, int64_t value, struct err *err)
{
	sqlite3_stmt *stmt;
	enum err_code code = archive_stmt(archive, SQL_META_SET, &stmt, err);

	if (code != ERR_OK)
		return code;
	db_bind_text(stmt, 1, name);
	sqlite3_bind_int64(stmt, 2, value);
	return db_run(&archive->db, stmt, err);
}

uint64_t
archive_generation(struct archive *archive)
{
	int64_t generation;

	return meta_get(archive, "generation", &generation, NULL) == ERR_OK ? (uint64_t)generation
									    : 0;
}

static enum err_code
read_info(struct archive *archive, struct archive_info *out, struct err *err)
{
	static const char *const names[] = {
		"generation", "pages", "refused", "articles", "text_bytes", "fingerprint"};
	int64_t value[6];
	enum err_code code = ERR_OK;
	struct stat st;

	for (int i = 0; code == ERR_OK && i < 6; i++)
		code = meta_get(archive, names[i], &value[i], err);
	if (code != ERR_OK)
		return code;
	out->generation = (uint64_t)value[0];
	out->pages = (uint64_t)value[1];
	out->refused_pages = (uint64_t)value[2];
	out->articles = (uint64_t)value[3];
	out->text_bytes = (uint64_t)value[4];
	out->file_bytes = stat(archive->db.path, &st) == 0 ? (uint64_t)st.st_size : 0;
	snprintf(
		out->fingerprint, sizeof out->fingerprint, "%016llx", (unsigned long long)value[5]);
	return ERR_OK;
}

enum err_code
archive_info(struct archive *archive, struct archive_info *out, struct err *err)
{
	enum err_code code = db_read(&archive->db, err);

	memset(out, 0, sizeof *out);
	if (code != ERR_OK)
		return code;
	code = read_info(archive, out, err);
	db_read_end(&archive->db);
	return code;
}
