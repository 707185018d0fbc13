/* Folders and files as they should not be: an import takes what it can, names what it cannot, and
 * leaves the archive whole.  BAOLAN_FAULTS=all: 100,000 files in one folder. */
#include "../lib/exercise.h"
#include "../lib/sound.h"
#include "../lib/temp.h"
#include "archive/archive.h"
#include "archive/import.h"
#include "base/buf.h"
#include "scene.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static const char page[] =
	"2024年3月1日 星期五 A01版 社区\n\n小路通了灯\n\n本报讯（记者 "
	"何川）密云区果园街道的居民反映"
	"了两年的小路，本周装上了二十盏灯。夜里下班的人说，这一段路再也不用打着手电走了。\n";

/* ---- importing --------------------------------------------------------------------------- */

struct refusals {
	unsigned count;
	char last[ERR_TEXT_MAX];
};

static void
on_refused(void *ctx, const char *path, const struct err *why)
{
	struct refusals *r = ctx;

	(void)path;
	r->count++;
	snprintf(r->last, sizeof r->last, "%s", why->text);
}

static enum err_code
import(const char *folder, const char *path, struct import_report *report,
	struct refusals *refusals, struct err *err)
{
	const struct import_options options = {
		.threads = 2, .on_refused = on_refused, .ctx = refusals};
	struct archive *archive;
	enum err_code code =
		archive_open(temp_path(folder, "archive.db"), ARCHIVE_WRITE, &archive, err);

	memset(refusals, 0, sizeof *refusals);
	memset(report, 0, sizeof *report);
	if (code != ERR_OK)
		return code;
	code = import_run(archive, &path, 1, &options, report, err);
	archive_close(archive);
	return code;
}

static uint64_t
sound_pages(const char *folder)
{
	struct archive_info info = sound_file(temp_path(folder, "archive.db"), ARCHIVE_READ);

	return info.pages - info.refused_pages;
}

/* ---- names ------------------------------------------------------------------------------- */

static void
names_of_any_bytes(void **state)
{
	static const char *const names[] = {"p/new\nline.txt", "p/\xff\xfe\x80.txt",
		"p/a b'c\"d.txt", "p/\033[31mred\033]0;title\a.txt", "p/-rf.txt", "p/%s%n%d.txt",
		"p/*?[x].txt", "p/\xe2\x80\xaetxt.exe.txt", "p/\302\23331m.txt",
		"p/半\xe5\xad.txt"};
	const unsigned count = sizeof names / sizeof *names;
	char *folder = temp_new(), path[4096], *p = path;
	struct import_report report;
	struct refusals refusals;
	struct err err;

	(void)state;
	for (unsigned i = 0; i < count; i++)
		temp_puts(folder, names[i], page);
	p += sprintf(p, "p/");
	memset(p, 'x', 250);
	snprintf(p + 250, 8, ".txt");
	temp_puts(folder, path, page);
	snprintf(path, sizeof path, "%s/p", folder);
	assert_int_equal(import(folder, path, &report, &refusals, &err), ERR_OK);
	assert_int_equal(report.read, count + 1);
	assert_int_equal(sound_pages(folder), count + 1);
	/* They are known again. */
	assert_int_equal(import(folder, path, &report, &refusals, &err), ERR_OK);
	assert_int_equal(report.unchanged, count + 1);
	assert_int_equal(exercise_archive(temp_path(folder, "archive.db"), &err), ERR_OK);
	temp_free(folder);
}

/* ---- links, depth, kinds ----------------------------------------------------------------- */

static void
links_lead_nowhere(void **state)
{
	char *folder = temp_new(), path[4096];
	struct import_report report;
	struct refusals refusals;
	struct err err;

	(void)state;
	temp_puts(folder, "p/page.txt", page);
	temp_puts(folder, "outside/page.txt", page);
	assert_int_equal(symlink(".", temp_path(folder, "p/self")), 0);
	assert_int_equal(symlink("..", temp_path(folder, "p/up")), 0);
	assert_int_equal(symlink("../outside", temp_path(folder, "p/away")), 0);
	assert_int_equal(symlink("loop.txt", temp_path(folder, "p/loop.txt")), 0);
	assert_int_equal(symlink("nowhere", temp_path(folder, "p/dangling.txt")), 0);
	assert_int_equal(symlink("../outside/page.txt", temp_path(folder, "p/linked.txt")), 0);
	assert_int_equal(mkfifo(temp_path(folder, "p/pipe.txt"), 0600), 0);
	snprintf(path, sizeof path, "%s/p", folder);
	assert_int_equal(import(folder, path, &report, &refusals, &err), ERR_OK);
	assert_int_equal(report.read, 1);
	assert_int_equal(refusals.count, 0);
	/* Named, a link is followed, a pipe is refused, a loop is told. */
	snprintf(path, sizeof path, "%s/p/linked.txt", folder);
	assert_int_equal(import(folder, path, &report, &refusals, &err), ERR_OK);
	assert_int_equal(report.read, 1);
	snprintf(path, sizeof path, "%s/p/pipe.txt", folder);
	assert_int_equal(import(folder, path, &report, &refusals, &err), ERR_OK);
	assert_int_equal(refusals.count, 1);
	snprintf(path, sizeof path, "%s/p/loop.txt", folder);
	assert_int_equal(import(folder, path, &report, &refusals, &err), ERR_IO);
	assert_non_null(strstr(err.text, "loop.txt"));
	assert_int_equal(sound_pages(folder), 2);
	temp_free(folder);
}

static void
too_deep_is_said(void **state)
{
	char *folder = temp_new(), path[4096];
	struct import_report report;
	struct refusals refusals;
	struct err err;
	size_t n = 0;

	(void)state;
	temp_puts(folder, "p/page.txt", page);
	for (unsigned i = 0; i < 140; i++)
		n += (size_t)snprintf(path + n, sizeof path - n, i == 0 ? "p/d" : "/d");
	snprintf(path + n, sizeof path - n, "/page.txt");
	temp_puts(folder, path, page);
	snprintf(path, sizeof path, "%s/p", folder);
	assert_int_equal(import(folder, path, &report, &refusals, &err), ERR_OK);
	assert_int_equal(report.read, 1);
	assert_int_equal(refusals.count, 1);
	assert_non_null(strstr(refusals.last, "/d/d/"));
	assert_int_equal(sound_pages(folder), 1);
	temp_free(folder);
}

/* ---- sizes ------------------------------------------------------------------------------- */

static void
make_large(const char *path, off_t size)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);

	assert_true(fd >= 0 && ftruncate(fd, size) == 0);
	close(fd);
}

static void
huge_files_are_refused(void **state)
{
	static const off_t sizes[] = {((off_t)1 << 31) - 1, (off_t)1 << 31, ((off_t)1 << 32) + 7};
	char *folder = temp_new(), path[4096];
	struct import_report report;
	struct refusals refusals;
	struct err err;

	(void)state;
	temp_puts(folder, "p/page.txt", page);
	for (unsigned i = 0; i < 3; i++) {
		char name[32];

		snprintf(name, sizeof name, "p/huge%u.txt", i);
		make_large(temp_path(folder, name), sizes[i]);
	}
	temp_puts(folder, "p/empty.txt", "");
	snprintf(path, sizeof path, "%s/p", folder);
	assert_int_equal(import(folder, path, &report, &refusals, &err), ERR_OK);
	assert_true(refusals.count >= 3);
	assert_true(sound_pages(folder) >= 1);
	temp_free(folder);
}

/* The same over and over, in lines and in one line. */
static void
repetition_is_read(void **state)
{
	static const char *const pieces[] = {"本报讯（记者 何川）小路通了灯。\n", "灯", "（",
		"A01版 ", "\n", "# ", "昌平区海淀区"};
	char *folder = temp_new(), path[4096];
	struct import_report report;
	struct refusals refusals;
	struct err err;

	(void)state;
	for (unsigned i = 0; i < sizeof pieces / sizeof *pieces; i++) {
		struct buf text = {0};
		char name[32];

		while (text.len < 200000)
			buf_adds(&text, pieces[i]);
		snprintf(name, sizeof name, "p/same%u.txt", i);
		temp_write(folder, name, text.data, text.len);
		buf_free(&text);
	}
	snprintf(path, sizeof path, "%s/p", folder);
	assert_int_equal(import(folder, path, &report, &refusals, &err), ERR_OK);
	assert_int_equal(report.read + refusals.count, sizeof pieces / sizeof *pieces);
	sound_pages(folder);
	temp_free(folder);
}

static void
many_files(void **state)
{
	const int files = scene_step(2, 1) == 1 ? 100000 : 1000;
	char *folder = temp_new(), path[4096];
	struct import_report report;
	struct refusals refusals;
	struct err err;

	(void)state;
	for (int i = 0; i < files; i++) {
		snprintf(path, sizeof path, "p/%06d.txt", i);
		temp_puts(folder, path, page);
	}
	snprintf(path, sizeof path, "%s/p", folder);
	assert_int_equal(import(folder, path, &report, &refusals, &err), ERR_OK);
	assert_int_equal(report.read, files);
	assert_int_equal(import(folder, path, &report, &refusals, &err), ERR_OK);
	assert_int_equal(report.unchanged, files);
	assert_int_equal(sound_pages(folder), files);
	print_message("# %d files in a folder\n", files);
	temp_free(folder);
}

/* ---- what changes meanwhile -------------------------------------------------------------- */

struct trouble {
	const char *folder;
	atomic_bool stop;
};

/* Files come, go, grow and shrink. */
static void *
make_trouble(void *arg)
{
	struct trouble *t = arg;
	char path[4096];

	for (unsigned i = 0; !atomic_load(&t->stop); i++) {
		int fd;

		snprintf(path, sizeof path, "%s/p/%u.txt", t->folder, i % 30);
		if (i % 3 == 0) {
			unlink(path);
			continue;
		}
		fd = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
		if (fd >= 0) {
			if (write(fd, page, sizeof page - 1) < 0 ||
				(i % 7 == 0 && ftruncate(fd, 9)))
				atomic_store(&t->stop, true);
			close(fd);
		}
	}
	return NULL;
}

static void
files_change_while_they_are_read(void **state)
{
	char *folder = temp_new(), path[4096];
	struct trouble trouble = {folder, false};
	struct import_report report;
	struct refusals refusals;
	struct err err;
	pthread_t thread;

	(void)state;
	for (unsigned i = 0; i < 30; i++) {
		snprintf(path, sizeof path, "p/%u.txt", i);
		temp_puts(folder, path, page);
	}
	snprintf(path, sizeof path, "%s/p", folder);
	assert_int_equal(pthread_create(&thread, NULL, make_trouble, &trouble), 0);
	for (unsigned i = 0; i < 15; i++) {
		assert_int_equal(import(folder, path, &report, &refusals, &err), ERR_OK);
		sound_pages(folder);
	}
	atomic_store(&trouble.stop, true);
	pthread_join(thread, NULL);
	/* Now that it is quiet, the archive says what the files say. */
	assert_int_equal(import(folder, path, &report, &refusals, &err), ERR_OK);
	assert_int_equal(import(folder, path, &report, &refusals, &err), ERR_OK);
	assert_int_equal(report.read, 0);
	temp_free(folder);
}

static void
set_time(const char *path, time_t seconds)
{
	const struct timespec times[2] = {{seconds, 0}, {seconds, 0}};

	assert_int_equal(utimensat(AT_FDCWD, path, times, 0), 0);
}

/* Other content is read whatever its time: earlier than before, before 1970, after 2038. */
static void
the_clock_goes_backwards(void **state)
{
	static const time_t times[] = {1700000000, 1600000000, 5, -86400, 4102444800, 1700000000};
	char *folder = temp_new(), path[4096], text[sizeof page];
	struct import_report report;
	struct refusals refusals;
	struct err err;

	(void)state;
	memcpy(text, page, sizeof page);
	for (unsigned i = 0; i < sizeof times / sizeof *times; i++) {
		text[3] = (char)('0' + i);
		temp_puts(folder, "p/page.txt", text);
		set_time(temp_path(folder, "p/page.txt"), times[i]);
		snprintf(path, sizeof path, "%s/p", folder);
		assert_int_equal(import(folder, path, &report, &refusals, &err), ERR_OK);
		assert_int_equal(report.read, 1);
	}
	assert_int_equal(sound_pages(folder), 1);
	temp_free(folder);
}

/* ---- permissions ------------------------------------------------------------------------- */

/* Runs a test as somebody who is not root; for root nothing is forbidden. */
static void
as_nobody(const char *folder, int (*test)(const char *folder))
{
	pid_t child = fork();
	int status;

	assert_true(child >= 0);
	if (child == 0) {
		if (geteuid() == 0 && (setgid(65534) != 0 || setuid(65534) != 0))
			_exit(9);
		_exit(test(folder));
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_true(WIFEXITED(status));
	assert_int_equal(WEXITSTATUS(status), 0);
}

static void
open_to_all(const char *folder)
{
	char command[4200];

	snprintf(command, sizeof command, "%s", folder);
	chmod(command, 0777);
	chmod(temp_path(folder, "p"), 0777);
	chmod(temp_path(folder, "p/page.txt"), 0644);
}

static int
files_that_cannot_be_read(const char *folder)
{
	struct import_report report;
	struct refusals refusals;
	struct err err;
	char path[4096];

	snprintf(path, sizeof path, "%s/p", folder);
	if (import(folder, path, &report, &refusals, &err) != ERR_OK)
		return 1;
	if (report.read != 1 || refusals.count != 2)
		return 2;
	return strstr(refusals.last, "secret") != NULL ? 0 : 3;
}

static void
what_is_forbidden_is_named(void **state)
{
	char *folder = temp_new();

	(void)state;
	temp_puts(folder, "p/page.txt", page);
	temp_puts(folder, "p/secret.txt", page);
	temp_puts(folder, "p/secrets/page.txt", page);
	chmod(temp_path(folder, "p/secret.txt"), 0);
	chmod(temp_path(folder, "p/secrets"), 0);
	open_to_all(folder);
	as_nobody(folder, files_that_cannot_be_read);
	chmod(temp_path(folder, "p/secrets"), 0700);
	temp_free(folder);
}

static int
archive_that_cannot_be_written(const char *folder)
{
	struct import_report report;
	struct refusals refusals;
	struct archive *archive;
	struct err err;
	char path[4096];

	snprintf(path, sizeof path, "%s/p", folder);
	if (import(folder, path, &report, &refusals, &err) != ERR_ARCHIVE ||
		strstr(err.text, "archive.db") == NULL)
		return 1;
	if (archive_open(temp_path(folder, "archive.db"), ARCHIVE_READ, &archive, &err) != ERR_OK)
		return 2;
	if (archive_note(archive) == NULL)
		return 3;
	archive_close(archive);
	return exercise_archive(temp_path(folder, "archive.db"), &err) == ERR_OK ? 0 : 4;
}

static void
a_folder_for_reading_only(void **state)
{
	char *folder = temp_new(), path[4096];
	struct import_report report;
	struct refusals refusals;
	struct err err;

	(void)state;
	temp_puts(folder, "p/page.txt", page);
	open_to_all(folder);
	snprintf(path, sizeof path, "%s/p", folder);
	assert_int_equal(import(folder, path, &report, &refusals, &err), ERR_OK);
	chmod(temp_path(folder, "archive.db"), 0444);
	chmod(folder, 0555);
	as_nobody(folder, archive_that_cannot_be_written);
	chmod(folder, 0700);
	temp_free(folder);
}

/* ---- others ------------------------------------------------------------------------------ */

static void
two_imports_at_once(void **state)
{
	char *folder = temp_new(), path[4096];
	struct import_report report;
	struct refusals refusals;
	struct err err;
	int lock;

	(void)state;
	temp_puts(folder, "p/page.txt", page);
	snprintf(path, sizeof path, "%s/p", folder);
	assert_int_equal(import(folder, path, &report, &refusals, &err), ERR_OK);
	lock = open(temp_path(folder, "archive.db-lock"), O_RDWR | O_CLOEXEC);
	assert_true(lock >= 0);
	assert_int_equal(flock(lock, LOCK_EX), 0);
	assert_int_equal(import(folder, path, &report, &refusals, &err), ERR_ARCHIVE);
	assert_non_null(strstr(err.text, "archive.db"));
	/* Readers are not in the way of it, nor it in theirs. */
	assert_int_equal(sound_pages(folder), 1);
	close(lock);
	assert_int_equal(import(folder, path, &report, &refusals, &err), ERR_OK);
	temp_free(folder);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(names_of_any_bytes),
		cmocka_unit_test(links_lead_nowhere),
		cmocka_unit_test(too_deep_is_said),
		cmocka_unit_test(huge_files_are_refused),
		cmocka_unit_test(repetition_is_read),
		cmocka_unit_test(many_files),
		cmocka_unit_test(files_change_while_they_are_read),
		cmocka_unit_test(the_clock_goes_backwards),
		cmocka_unit_test(what_is_forbidden_is_named),
		cmocka_unit_test(a_folder_for_reading_only),
		cmocka_unit_test(two_imports_at_once),
	};

	return cmocka_run_group_tests_name("folder", tests, NULL, NULL);
}
