/*
 * archive_fuzz.c - an archive, and a reader's file, that somebody changed.
 *
 * The input is a row of changes to a file that is sound: A an archive or M a reader's file, then
 * three bytes of place (the file's size is a period), one of length, and the bytes.  The archive is
 * then asked everything, and made afresh.
 */
#include "../lib/exercise.h"
#include "archive/import.h"

#include <fcntl.h>
#include <limits.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <sqlite3.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static char folder[] = "/tmp/baolan-fuzz-XXXXXX", path[PATH_MAX];
static struct {
	char *bytes;
	size_t size;
} archive, marks;

static void
check(bool held)
{
	if (!held)
		abort();
}

static void
remove_file(void)
{
	static const char *const suffixes[] = {"", "-wal", "-shm", "-journal", "-lock"};
	char name[PATH_MAX + 16];

	for (size_t i = 0; i < sizeof suffixes / sizeof *suffixes; i++) {
		snprintf(name, sizeof name, "%s%s", path, suffixes[i]);
		unlink(name);
	}
}

static void
remove_folder(void)
{
	remove_file();
	rmdir(folder);
	free(archive.bytes);
	free(marks.bytes);
}

/* The whole file, its log put into it. */
static char *
take_file(size_t *size)
{
	sqlite3 *db;
	char *bytes;
	FILE *f;

	check(sqlite3_open(path, &db) == SQLITE_OK);
	check(sqlite3_exec(db, "PRAGMA wal_checkpoint(TRUNCATE)", NULL, NULL, NULL) == SQLITE_OK);
	sqlite3_close(db);
	f = fopen(path, "rb");
	check(f != NULL && fseek(f, 0, SEEK_END) == 0);
	*size = (size_t)ftell(f);
	rewind(f);
	bytes = malloc(*size);
	check(bytes != NULL && fread(bytes, 1, *size, f) == *size);
	fclose(f);
	remove_file();
	return bytes;
}

/* Small, so that there is time for many. */
static void
write_page(const char *name)
{
	static const char text[] = "2024年3月1日 星期五 A01版 社区\n\n小路通了灯\n\n本报讯（记者 "
				   "何川）密云区果园街道的居"
				   "民反映了两年的小路，本周装上了二十盏灯。\n\n车棚改成阅览室\n\n"
				   "本报讯（记者 林晓雨）昌平"
				   "区回龙观街道的旧车棚，日前变成了阅览室。\n";
	FILE *f = fopen(name, "wb");

	check(f != NULL && fwrite(text, 1, sizeof text - 1, f) == sizeof text - 1);
	fclose(f);
}

static void
set_up(void)
{
	char page[PATH_MAX + 8];
	const char *paths[] = {page};
	struct import_report report;
	struct archive *a;
	struct marks *m;
	struct err err;

	if (archive.bytes != NULL)
		return;
	check(mkdtemp(folder) != NULL);
	snprintf(path, sizeof path, "%s/a.db", folder);
	snprintf(page, sizeof page, "%s/page", folder);
	write_page(page);
	check(archive_open(path, ARCHIVE_WRITE, &a, &err) == ERR_OK);
	check(import_run(a, paths, 1, NULL, &report, &err) == ERR_OK);
	archive_close(a);
	unlink(page);
	archive.bytes = take_file(&archive.size);
	check(marks_open(path, &m, &err) == ERR_OK);
	check(marks_set_note(m, "0123456789ab", "note", &err) == ERR_OK);
	check(marks_correct(m, "0123456789ab", "海淀区", &err) == ERR_OK);
	check(marks_remember_search(m, "word", &err) == ERR_OK);
	marks_close(m);
	marks.bytes = take_file(&marks.size);
	atexit(remove_folder);
}

static void
put_changed(const char *sound, size_t len, const uint8_t *p, size_t size)
{
	int fd = open(path, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);

	check(fd >= 0 && write(fd, sound, len) == (ssize_t)len);
	while (size >= 5) {
		size_t at = ((size_t)p[0] | (size_t)p[1] << 8 | (size_t)p[2] << 16) % len, n = p[3];

		p += 4;
		size -= 4;
		n = n < size ? n : size;
		n = n < len - at ? n : len - at;
		check(pwrite(fd, p, n, (off_t)at) == (ssize_t)n);
		p += n;
		size -= n;
	}
	close(fd);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct err err;

	set_up();
	if (size == 0)
		return 0;
	remove_file();
	if (*data == 'M') {
		put_changed(marks.bytes, marks.size, data + 1, size - 1);
		exercise_marks(path, &err);
	} else {
		put_changed(archive.bytes, archive.size, data + 1, size - 1);
		exercise_archive(path, &err);
	}
	return 0;
}
