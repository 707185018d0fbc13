#include "scene.h"
#include "../lib/sound.h"
#include "../lib/temp.h"
#include "archive/archive.h"
#include "archive/import.h"
#include "archive/marks.h"
#include "archive/schema.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

/* Two batches of the importer, and so two commits. */
#define PAGES 12
#define NOTES 6

/* ---- folders ---------------------------------------------------------------------------- */

static bool
is_shared(const char *name)
{
	size_t len = strlen(name);

	return len > 4 && strcmp(name + len - 4, "-shm") == 0;
}

/* Calls work with the path of every file in FOLDER/NAME. */
static void
each_file(const char *folder, const char *name, void (*work)(const char *folder, const char *file))
{
	char path[4096];
	struct dirent *d;
	DIR *dir;

	snprintf(path, sizeof path, "%s/%s", folder, name);
	dir = opendir(path);
	if (dir == NULL) {
		fail_msg("%s", path);
		return;
	}
	while ((d = readdir(dir)) != NULL) {
		if (d->d_name[0] != '.')
			work(folder, d->d_name);
	}
	closedir(dir);
}

static void
drop_file(const char *folder, const char *file)
{
	char path[4096];

	snprintf(path, sizeof path, "%s/copy/%s", folder, file);
	unlink(path);
}

static void
drop_shared(const char *folder, const char *file)
{
	if (is_shared(file))
		drop_file(folder, file);
}

static void
copy_file(const char *folder, const char *file)
{
	char from[4096], to[4096];

	snprintf(from, sizeof from, "%s/state/%s", folder, file);
	snprintf(to, sizeof to, "copy/%s", file);
	if (!is_shared(file))
		temp_copy(from, folder, to);
}

/* Of the notes, by the last run; in memory that is shared with the process that does the work. */
static volatile unsigned *acknowledged;

void
scene_reset(const char *folder)
{
	if (acknowledged != NULL)
		*acknowledged = 0;
	each_file(folder, "copy", drop_file);
	each_file(folder, "state", copy_file);
}

void
scene_forget_shared(const char *folder)
{
	each_file(folder, "copy", drop_shared);
}

char *
scene_open(const struct scene *scene)
{
	char *folder = temp_new();

	mkdir(temp_path(folder, "state"), 0700);
	mkdir(temp_path(folder, "copy"), 0700);
	mkdir(temp_path(folder, "pages"), 0700);
	scene->prepare(folder);
	scene_reset(folder);
	return folder;
}

long
scene_step(long all, long few)
{
	const char *want = getenv("BAOLAN_FAULTS");

	if (want != NULL && strcmp(want, "all") == 0)
		return 1;
	if (want != NULL && strtol(want, NULL, 10) > 0)
		few = strtol(want, NULL, 10);
	return all <= few ? 1 : all / few;
}

/* ---- pages and archives ------------------------------------------------------------------ */

void
scene_page(const char *folder, int number, int version)
{
	char name[32], text[2048];

	snprintf(name, sizeof name, "pages/%02d.txt", number);
	snprintf(text, sizeof text,
		"2024年3月%d日 星期五 A%02d版 社区\n\n"
		"第%d号车棚改成阅览室%s\n\n"
		"本报讯（记者 林晓雨）昌平区回龙观街道一处闲置三年的旧车棚，日前变成了一间%d平方"
		"米的阅览室。书架由居民自己动手钉成，两千多册图书来自附近十六个小区的捐赠。\n\n"
		"阅览室不设借书证，读者在本子上写下姓名和书名就能把书带走。\n\n"
		"第%d条小路通了灯\n\n"
		"本报讯（记者 何川）密云区果园街道的居民反映了两年的小路，本周装上了%d盏灯。夜里下"
		"班的人说，这一段路再也不用打着手电走了。\n",
		number % 28 + 1, number % 90 + 1, number, version == 0 ? "" : "以后", 40 + number,
		number, 20 + number + version);
	temp_puts(folder, name, text);
}

static void
write_pages(const char *folder)
{
	for (int i = 0; i < PAGES; i++)
		scene_page(folder, i, 0);
}

/* Some change, one goes, one comes, one gets another name. */
static void
change_pages(const char *folder)
{
	scene_page(folder, 2, 1);
	scene_page(folder, 7, 1);
	scene_page(folder, 11, 1);
	unlink(temp_path(folder, "pages/04.txt"));
	scene_page(folder, PAGES, 0);
	if (rename(temp_path(folder, "pages/09.txt"), temp_path(folder, "pages/90.txt")) != 0)
		fail();
}

static enum err_code
import(const char *folder, const char *archive_name, struct err *err)
{
	const struct import_options options = {.threads = 1, .prune = true, .commit_bytes = 1};
	char pages[4096];
	const char *paths[] = {pages};
	struct import_report report;
	struct archive *archive;
	enum err_code code =
		archive_open(temp_path(folder, archive_name), ARCHIVE_WRITE, &archive, err);

	if (code != ERR_OK)
		return code;
	snprintf(pages, sizeof pages, "%s/pages", folder);
	code = import_run(archive, paths, 1, &options, &report, err);
	archive_close(archive);
	return code;
}

static void
must(enum err_code code, const struct err *err)
{
	if (code != ERR_OK)
		fail_msg("%s", err->text);
}

/* What the archive must be in the end: what a fresh import of the pages gives. */
static struct archive_info
wanted(const char *folder)
{
	struct archive_info info;
	struct err err;

	if (access(temp_path(folder, "want.db"), F_OK) != 0)
		must(import(folder, "want.db", &err), &err);
	info = sound_file(temp_path(folder, "want.db"), ARCHIVE_WRITE);
	return info;
}

static void
compare(const char *folder, const struct archive_info *info)
{
	struct archive_info want = wanted(folder);

	assert_int_equal(info->pages, want.pages);
	assert_int_equal(info->articles, want.articles);
	assert_int_equal(info->text_bytes, want.text_bytes);
}

/* ---- a first import ---------------------------------------------------------------------- */

static enum err_code
import_here(const char *folder, struct err *err)
{
	return import(folder, "copy/archive.db", err);
}

static void
verify_import(const char *folder, bool done)
{
	struct archive_info info = sound_file(temp_path(folder, "copy/archive.db"), ARCHIVE_WRITE);

	if (done) {
		compare(folder, &info);
		assert_string_equal(info.fingerprint, wanted(folder).fingerprint);
	}
}

/* ---- an import of what changed ----------------------------------------------------------- */

static void
prepare_changed(const char *folder)
{
	struct err err;

	write_pages(folder);
	must(import(folder, "state/archive.db", &err), &err);
	change_pages(folder);
}

/* The pages that did not change are there at any moment. */
static void
verify_changed(const char *folder, bool done)
{
	struct archive_info info = sound_file(temp_path(folder, "copy/archive.db"), ARCHIVE_WRITE);

	assert_true(info.pages >= PAGES - 1 && info.pages <= PAGES + 1);
	if (done)
		compare(folder, &info);
}

/* ---- a rebuild --------------------------------------------------------------------------- */

static void
prepare_whole(const char *folder)
{
	struct err err;

	write_pages(folder);
	must(import(folder, "state/archive.db", &err), &err);
}

/* The page files are gone meanwhile: the archive is all there is of them. */
static void
prepare_alone(const char *folder)
{
	prepare_whole(folder);
	wanted(folder);
	for (int i = 0; i < PAGES; i++) {
		char name[32];

		snprintf(name, sizeof name, "pages/%02d.txt", i);
		unlink(temp_path(folder, name));
	}
}

static enum err_code
rebuild(const char *folder, struct err *err)
{
	const struct import_options options = {.threads = 1};
	struct import_report report;
	char *kept = NULL;
	enum err_code code = import_rebuild(
		temp_path(folder, "copy/archive.db"), NULL, 0, &options, &report, &kept, err);

	free(kept);
	return code;
}

/* The archive is whole at any moment, the old one or the new one. */
static void
verify_whole(const char *folder, bool done)
{
	struct archive_info info = sound_file(temp_path(folder, "copy/archive.db"), ARCHIVE_WRITE);

	(void)done;
	compare(folder, &info);
	assert_string_equal(info.fingerprint, wanted(folder).fingerprint);
}

/* ---- a rebuild of a damaged archive ------------------------------------------------------ */

static void
prepare_damaged(const char *folder)
{
	char *bytes;
	size_t len;

	prepare_whole(folder);
	unlink(temp_path(folder, "state/archive.db-wal"));
	bytes = temp_read(temp_path(folder, "state/archive.db"), &len);
	/* The schema and the folders' names can still be read, the rest is noise. */
	for (size_t i = 3 * (size_t)4096; i < len; i++)
		bytes[i] = (char)(i * 2654435761U >> 13);
	temp_write(folder, "state/archive.db", bytes, len);
	free(bytes);
}

static enum err_code
rebuild_damaged(const char *folder, struct err *err)
{
	const struct import_options options = {.threads = 1};
	struct import_report report;
	char pages[4096], *kept = NULL;
	const char *paths[] = {pages};
	enum err_code code;

	snprintf(pages, sizeof pages, "%s/pages", folder);
	code = import_rebuild(
		temp_path(folder, "copy/archive.db"), paths, 1, &options, &report, &kept, err);
	free(kept);
	/* What could not be read meanwhile, the next import finds. */
	return code == ERR_OK ? import_here(folder, err) : code;
}

/* Until the new one is in its place, the damaged one is. */
static void
verify_damaged(const char *folder, bool done)
{
	assert_int_equal(access(temp_path(folder, "copy/archive.db"), F_OK), 0);
	if (done)
		verify_whole(folder, true);
}

/* ---- marks ------------------------------------------------------------------------------- */

static void
note_id(unsigned number, char out[13])
{
	snprintf(out, 13, "0123456789%02u", number);
}

static void
prepare_marks(const char *folder)
{
	struct marks *marks;
	struct err err;

	acknowledged = mmap(NULL, sizeof *acknowledged, PROT_READ | PROT_WRITE,
		MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	assert_ptr_not_equal(acknowledged, MAP_FAILED);
	must(marks_open(temp_path(folder, "state/marks.db"), &marks, &err), &err);
	must(marks_set_starred(marks, "zzzzzzzzzzzz", true, &err), &err);
	must(marks_save_filter(marks, "old", "--unread", &err), &err);
	marks_close(marks);
}

/* Every call that comes back without an error is acknowledged. */
static enum err_code
add_marks(const char *folder, struct err *err)
{
	struct marks *marks;
	enum err_code code = marks_open(temp_path(folder, "copy/marks.db"), &marks, err);
	char id[13], text[32];

	*acknowledged = 0;
	if (code != ERR_OK)
		return code;
	for (unsigned i = 0; code == ERR_OK && i < NOTES; i++) {
		note_id(i, id);
		snprintf(text, sizeof text, "note %u", i);
		code = marks_set_note(marks, id, text, err);
		*acknowledged += code == ERR_OK;
		if (code == ERR_OK)
			code = marks_set_position(marks, id, 17, err);
		if (code == ERR_OK)
			code = marks_remember_search(marks, text, err);
	}
	marks_close(marks);
	return code;
}

/* What was acknowledged is there; of what was not, at most the one that was under way. */
static void
verify_marks(const char *folder, bool done)
{
	struct arena *arena = arena_new(0);
	const struct saved_filter *filters;
	struct marks *marks;
	struct mark mark;
	unsigned count;
	struct err err;

	assert_true(!done || *acknowledged == NOTES);
	must(marks_open(temp_path(folder, "copy/marks.db"), &marks, &err), &err);
	must(marks_get(marks, "zzzzzzzzzzzz", arena, &mark, &err), &err);
	assert_true(mark.starred);
	must(marks_filters(marks, arena, &filters, &count, &err), &err);
	assert_int_equal(count, 1);
	for (unsigned i = 0; i < NOTES; i++) {
		char id[13], text[32];

		note_id(i, id);
		snprintf(text, sizeof text, "note %u", i);
		must(marks_get(marks, id, arena, &mark, &err), &err);
		if (i < *acknowledged || *mark.note != '\0')
			assert_string_equal(mark.note, text);
		if (i > *acknowledged)
			assert_string_equal(mark.note, "");
	}
	marks_close(marks);
	arena_free(arena);
}

/* ---- a file that an older program made --------------------------------------------------- */

#define ROWS 50

static const char *const first_step[] = {"CREATE TABLE old(a INTEGER PRIMARY KEY, b TEXT)", NULL};
static const char *const second_step[] = {
	"CREATE TABLE new(a INTEGER PRIMARY KEY, b TEXT, c INTEGER NOT NULL)", NULL};

static enum err_code
move_rows(struct db *db, struct err *err)
{
	return db_exec(db, "INSERT INTO new SELECT a,b,length(b) FROM old; DELETE FROM old", err);
}

static const struct schema_step steps[] = {
	{first_step, NULL, NULL}, {second_step, move_rows, NULL}};
static const struct schema older = {0x74657374, steps, 1, 4096},
			   newer = {0x74657374, steps, 2, 4096};

static enum err_code
open_with(const char *folder, const char *name, const struct schema *schema, struct db *db,
	struct err *err)
{
	enum schema_state schema_state;
	enum err_code code =
		db_open(db, temp_path(folder, name), "mend it", DB_CREATE, NULL, 0, err);

	if (code != ERR_OK)
		return code;
	code = schema_look(db, schema, &schema_state, err);
	if (code == ERR_OK && schema_state != SCHEMA_CURRENT)
		code = schema_update(db, schema, err);
	if (code != ERR_OK)
		db_close(db);
	return code;
}

static void
prepare_old(const char *folder)
{
	struct err err;
	struct db db;

	must(open_with(folder, "state/file.db", &older, &db, &err), &err);
	must(db_exec(&db,
		     "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i+1 FROM n WHERE i<50) "
		     "INSERT INTO old SELECT i,hex(randomblob(100)) FROM n",
		     &err),
		&err);
	db_close(&db);
}

static enum err_code
migrate(const char *folder, struct err *err)
{
	struct db db;
	enum err_code code = open_with(folder, "copy/file.db", &newer, &db, err);

	if (code == ERR_OK)
		db_close(&db);
	return code;
}

/* The rows are where they were, or all of them where they belong now. */
static void
verify_rows(const char *folder, bool done)
{
	int64_t version, rows;
	struct err err;
	struct db db;

	must(db_open(&db, temp_path(folder, "copy/file.db"), "", 0, NULL, 0, &err), &err);
	must(db_integer(&db, "PRAGMA user_version", 0, &version, &err), &err);
	assert_true(version == 2 || (version == 1 && !done));
	must(db_integer(&db,
		     version == 2 ? "SELECT count(*) FROM new WHERE c=length(b)"
				  : "SELECT count(*) FROM old",
		     0, &rows, &err),
		&err);
	assert_int_equal(rows, ROWS);
	db_close(&db);
}

const struct scene scenes[] = {
	{"import", write_pages, import_here, verify_import},
	{"import of changes", prepare_changed, import_here, verify_changed},
	{"rebuild", prepare_alone, rebuild, verify_whole},
	{"rebuild of a damaged archive", prepare_damaged, rebuild_damaged, verify_damaged},
	{"marks", prepare_marks, add_marks, verify_marks},
	{"migration", prepare_old, migrate, verify_rows},
};
const unsigned scene_count = sizeof scenes / sizeof *scenes;
