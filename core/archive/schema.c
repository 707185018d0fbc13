#include "archive/schema.h"
#include "archive/bounds.h"
#include "base/i18n.h"

#include <stdio.h>
#include <string.h>

/* How long another one may need to make the tables. */
#define WAIT_MS 5000
#define STEP_MS 5

/* Numbers as they stand in the four bytes of the file's header: "baol", "baom". */
#define ARCHIVE_ID 0x62616F6C
#define MARKS_ID 0x62616F6D

#define PAGE_HASH "CREATE INDEX page_hash ON page(hash)"

static const char *const archive_1[] = {
	/* Counters: generation, next key, sums. */
	"CREATE TABLE meta(name TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID",
	/* The folders that were imported. */
	"CREATE TABLE root(id INTEGER PRIMARY KEY, path TEXT NOT NULL UNIQUE)",
	/* A page file: where it is, what it was when it was read, and its articles' keys
	 * [first, first + count).  place orders pages by source; named: the source that its
	 * articles' ids were made with, where that is another one. */
	"CREATE TABLE page(id INTEGER PRIMARY KEY, root INTEGER NOT NULL, source TEXT NOT NULL, "
	"size INTEGER NOT NULL, time INTEGER NOT NULL, hash INTEGER NOT NULL, "
	"place INTEGER NOT NULL, encoding INTEGER NOT NULL, first INTEGER NOT NULL, "
	"count INTEGER NOT NULL, named TEXT, refused TEXT, sheets BLOB NOT NULL, "
	"UNIQUE(source, root))",
	PAGE_HASH,
	/* The page files themselves. */
	"CREATE TABLE bytes(page INTEGER PRIMARY KEY, data BLOB NOT NULL)",
	/* What a list shows of an article, and in data all else (codec.h). */
	"CREATE TABLE article(key INTEGER PRIMARY KEY, page INTEGER NOT NULL, "
	"ordinal INTEGER NOT NULL, id INTEGER NOT NULL, kind INTEGER NOT NULL, "
	"titled INTEGER NOT NULL, chars INTEGER NOT NULL, date INTEGER NOT NULL, "
	"page_no INTEGER NOT NULL, district INTEGER NOT NULL, label TEXT NOT NULL, "
	"reporter TEXT, data BLOB NOT NULL)",
	"CREATE INDEX article_id ON article(id)",
	/* The values of facets, numbered, with the articles that have them. */
	"CREATE TABLE value(facet INTEGER NOT NULL, number INTEGER NOT NULL, text TEXT NOT NULL, "
	"count INTEGER NOT NULL, PRIMARY KEY(facet, number)) WITHOUT ROWID",
	"CREATE UNIQUE INDEX value_text ON value(facet, text)",
	"CREATE TABLE district(number INTEGER PRIMARY KEY, short_name TEXT NOT NULL, "
	"adcode TEXT NOT NULL, pinyin TEXT NOT NULL, initials TEXT NOT NULL, "
	"english TEXT NOT NULL, tile_row INTEGER NOT NULL, tile_column INTEGER NOT NULL, "
	"position INTEGER NOT NULL)",
	"CREATE TABLE topic(number INTEGER PRIMARY KEY, english TEXT NOT NULL, "
	"pinyin TEXT NOT NULL, initials TEXT NOT NULL, position INTEGER NOT NULL)",
	/* Columns of all articles, in pieces (column.h). */
	"CREATE TABLE chunk(id INTEGER PRIMARY KEY, data BLOB NOT NULL)",
	NULL,
};

/* The index (posting.h).  Articles of an older archive are in no segment until the next import
 * puts them there; till then a search reads their texts. */
static const char *const archive_2[] = {
	"CREATE TABLE segment(id INTEGER PRIMARY KEY, first INTEGER NOT NULL, "
	"stop INTEGER NOT NULL)",
	"CREATE TABLE posting(id INTEGER PRIMARY KEY, data BLOB NOT NULL)",
	NULL,
};

/* The index holds facets and the order of titles and lengths as well, and what follows what is
 * counted.  What version 2 had of it is made anew by the next import, as is that of version 1. */
static const char *const archive_3[] = {
	/* The keys of a segment by title, by length (sorted.h). */
	"CREATE TABLE sorted(id INTEGER PRIMARY KEY, data BLOB NOT NULL)",
	/* The characters that follow each character (follow.h). */
	"CREATE TABLE follow(id INTEGER PRIMARY KEY, data BLOB NOT NULL)",
	NULL,
};

static enum err_code
to_archive_3(struct db *db, struct err *err)
{
	/* The chunks of columns 3 to 5 were the order of titles. */
	return db_exec(db,
		"DELETE FROM posting; DELETE FROM segment;"
		"DELETE FROM chunk WHERE id>=3<<32 AND id<6<<32;"
		"INSERT INTO meta(name,value) SELECT 'chars',coalesce(sum(chars),0) FROM article",
		err);
}

/* Nothing looks for a page by its hash, and the bounds of the chunks are kept. */
static const char *const archive_4[] = {NULL};
static const char *const archive_4_dropped[] = {PAGE_HASH, NULL};

static enum err_code
to_archive_4(struct db *db, struct err *err)
{
	enum err_code code = db_exec(db, "DROP INDEX page_hash", err);

	return code == ERR_OK ? bounds_make(db, err) : code;
}

static const struct schema_step archive_steps[] = {{archive_1, NULL, NULL}, {archive_2, NULL, NULL},
	{archive_3, to_archive_3, NULL}, {archive_4, to_archive_4, archive_4_dropped}};

const struct schema archive_schema = {
	ARCHIVE_ID, archive_steps, sizeof archive_steps / sizeof *archive_steps, 4096};

static const char *const marks_1[] = {
	/* What the reader said of an article; a row of defaults is never kept. */
	"CREATE TABLE mark(id TEXT PRIMARY KEY, read INTEGER NOT NULL DEFAULT 0, "
	"starred INTEGER NOT NULL DEFAULT 0, note TEXT NOT NULL DEFAULT '', district TEXT, "
	"position INTEGER NOT NULL DEFAULT 0) WITHOUT ROWID",
	"CREATE TABLE filter(name TEXT PRIMARY KEY, text TEXT NOT NULL) WITHOUT ROWID",
	"CREATE TABLE search(number INTEGER PRIMARY KEY, query TEXT NOT NULL UNIQUE)",
	"CREATE TABLE log(number INTEGER PRIMARY KEY, time INTEGER NOT NULL, "
	"filter TEXT NOT NULL, count INTEGER NOT NULL, fingerprint TEXT NOT NULL)",
	/* What to do to take back each change: which column of which row had which value. */
	"CREATE TABLE undo(number INTEGER PRIMARY KEY, what TEXT NOT NULL, key TEXT NOT NULL, "
	"old TEXT)",
	"CREATE TABLE meta(name TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID",
	NULL,
};

static const struct schema_step marks_steps[] = {{marks_1, NULL, NULL}};

const struct schema marks_schema = {
	MARKS_ID, marks_steps, sizeof marks_steps / sizeof *marks_steps, 4096};

/* ---- looking ---------------------------------------------------------------------------- */

static bool
has_sql(const char *const *list, const char *sql)
{
	for (; list != NULL && *list != NULL; list++) {
		if (strcmp(*list, sql) == 0)
			return true;
	}
	return false;
}

/* Whether the steps up to `version` make a thing with exactly this SQL, and none drops it. */
static bool
is_expected(const struct schema *schema, int version, const char *sql)
{
	bool made = false;

	for (int i = 0; i < version; i++) {
		made = made || has_sql(schema->steps[i].sql, sql);
		made = made && !has_sql(schema->steps[i].dropped, sql);
	}
	return made;
}

static int
count_sql(const char *const *list)
{
	int count = 0;

	for (; list != NULL && *list != NULL; list++)
		count++;
	return count;
}

static int
expected_count(const struct schema *schema, int version)
{
	int count = 0;

	for (int i = 0; i < version; i++)
		count += count_sql(schema->steps[i].sql) - count_sql(schema->steps[i].dropped);
	return count;
}

static enum err_code
compare_schema(struct db *db, const struct schema *schema, int version, struct err *err)
{
	sqlite3_stmt *stmt = NULL;
	/* What SQLite made by itself (indexes of UNIQUE) has no SQL. */
	int rc = sqlite3_prepare_v2(
		db->handle, "SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL", -1, &stmt, NULL);
	int count = 0;
	bool same = true;

	while (rc == SQLITE_OK && (rc = sqlite3_step(stmt)) == SQLITE_ROW) {
		count++;
		same = same && is_expected(schema, version, db_text(stmt, 0));
		rc = SQLITE_OK;
	}
	sqlite3_finalize(stmt);
	if (rc != SQLITE_DONE)
		return db_fail(db, rc, err);
	if (!same || count != expected_count(schema, version))
		return err_set(err, ERR_DAMAGED, _("%s has tables that baolan did not make; %s"),
			db->path, db->remedy);
	return ERR_OK;
}

static enum err_code
look(struct db *db, const struct schema *schema, enum schema_state *out, struct err *err)
{
	int64_t id, version, tables;
	enum err_code code = db_integer(db, "PRAGMA application_id", 0, &id, err);

	if (code == ERR_OK)
		code = db_integer(db, "PRAGMA user_version", 0, &version, err);
	if (code == ERR_OK)
		code = db_integer(db, "SELECT count(*) FROM sqlite_schema", 0, &tables, err);
	if (code != ERR_OK)
		return code;
	if (id == 0 && version == 0 && tables == 0) {
		*out = SCHEMA_EMPTY;
		return ERR_OK;
	}
	if (id != schema->application_id)
		return err_set(err, ERR_ARCHIVE,
			_("%s is no file of baolan's; name another with --archive"), db->path);
	if (version > schema->step_count)
		return err_set(err, ERR_ARCHIVE,
			_("%s was made by a newer baolan (version %d of the file, this program "
			  "knows up to %d); use that one"),
			db->path, (int)version, schema->step_count);
	if (version < 1)
		return err_set(err, ERR_DAMAGED, _("%s is damaged; %s"), db->path, db->remedy);
	*out = version == schema->step_count ? SCHEMA_CURRENT : SCHEMA_OLD;
	return compare_schema(db, schema, (int)version, err);
}

/* In one transaction: another may be making the tables just now. */
enum err_code
schema_look(struct db *db, const struct schema *schema, enum schema_state *out, struct err *err)
{
	enum err_code code = db_exec(db, "BEGIN", err);

	if (code != ERR_OK)
		return code;
	code = look(db, schema, out, err);
	if (code == ERR_OK)
		return db_exec(db, "COMMIT", err);
	db_exec(db, "ROLLBACK", NULL);
	return code;
}

/* ---- updating --------------------------------------------------------------------------- */

static enum err_code
apply(struct db *db, const struct schema_step *step, struct err *err)
{
	enum err_code code = ERR_OK;

	for (const char *const *sql = step->sql; code == ERR_OK && *sql != NULL; sql++)
		code = db_exec(db, *sql, err);
	if (code == ERR_OK && step->migrate != NULL)
		code = step->migrate(db, err);
	return code;
}

static enum err_code
apply_missing(struct db *db, const struct schema *schema, struct err *err)
{
	int64_t version;
	enum err_code code = db_integer(db, "PRAGMA user_version", 0, &version, err);
	char pragma[128];

	/* Another process may have done it while this one waited for the lock. */
	for (; code == ERR_OK && version < schema->step_count; version++)
		code = apply(db, &schema->steps[version], err);
	snprintf(pragma, sizeof pragma, "PRAGMA application_id=%d; PRAGMA user_version=%d",
		schema->application_id, schema->step_count);
	return code == ERR_OK ? db_exec(db, pragma, err) : code;
}

/* The page size and how room is given back count for a new file only.  The switch to WAL needs the
 * file for itself, and SQLite does not wait for that by itself. */
static enum err_code
prepare_file(struct db *db, const struct schema *schema, struct err *err)
{
	enum err_code code;
	char pragma[128];

	snprintf(pragma, sizeof pragma,
		"PRAGMA page_size=%d; PRAGMA auto_vacuum=INCREMENTAL; PRAGMA journal_mode=WAL",
		schema->page_size);
	code = db_exec(db, pragma, err);
	for (int ms = 0; code != ERR_OK && ms < WAIT_MS; ms += STEP_MS) {
		if ((sqlite3_errcode(db->handle) & 0xFF) != SQLITE_BUSY)
			break;
		sqlite3_sleep(STEP_MS);
		code = db_exec(db, pragma, err);
	}
	return code;
}

enum err_code
schema_update(struct db *db, const struct schema *schema, struct err *err)
{
	enum err_code code = prepare_file(db, schema, err);

	if (code == ERR_OK)
		code = db_begin(db, err);
	if (code != ERR_OK)
		return code;
	code = apply_missing(db, schema, err);
	if (code == ERR_OK)
		code = db_commit(db, err);
	if (code != ERR_OK)
		db_rollback(db);
	return code;
}
