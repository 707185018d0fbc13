/* An archive on a network file system is read and never written: SQLite's shared memory does not
 * reach across machines.  statfs() says here what the test wants. */
#include "../lib/exercise.h"
#include "../lib/sound.h"
#include "../lib/temp.h"
#include "archive/archive.h"
#include "archive/import.h"
#include "scene.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/vfs.h>
#include <unistd.h>

/* 0: the call fails. */
static unsigned long type;

int
statfs(const char *path, struct statfs *out)
{
	(void)path;
	if (type == 0) {
		errno = EIO;
		return -1;
	}
	memset(out, 0, sizeof *out);
	memcpy(&out->f_type, &type, sizeof out->f_type);
	return 0;
}

/* statfs(2): NFS, SMB, CIFS, SMB2, AFS of three kinds, Coda, 9P, Ceph. */
static const unsigned long remote[] = {0x6969, 0x517B, 0xFF534D42, 0xFE534D42, 0x5346414F,
	0x6B414653, 0x73757245, 0x01021997, 0x00C36400};
/* ext4, XFS, Btrfs, tmpfs, ZFS, overlay, and where it cannot be told. */
static const unsigned long local[] = {
	0xEF53, 0x58465342, 0x9123683E, 0x01021994, 0x2FC12FC1, 0x794C7630, 0};

static void
is_only_read(const char *path)
{
	struct archive *archive = NULL;
	struct import_report report;
	const char *paths[] = {"seeds"};
	struct err err;

	assert_int_equal(archive_open(path, ARCHIVE_WRITE, &archive, &err), ERR_ARCHIVE);
	assert_null(archive);
	assert_non_null(strstr(err.text, path));
	assert_non_null(strstr(err.text, "network"));
	assert_int_equal(archive_open(path, ARCHIVE_READ, &archive, &err), ERR_OK);
	assert_non_null(archive_note(archive));
	assert_non_null(strstr(archive_note(archive), "network"));
	assert_int_equal(import_run(archive, paths, 1, NULL, &report, &err), ERR_ARCHIVE);
	archive_close(archive);
	assert_int_equal(exercise_archive(path, &err), ERR_OK);
}

static void
a_network_file_system_is_only_read(void **state)
{
	static const char *const beside[] = {"-wal", "-shm", "-journal", "-lock"};
	char *folder = scene_open(&more_scenes[1]);
	const char *path = temp_path(folder, "copy/archive.db");
	char name[4096];
	struct archive *archive;
	struct err err;

	(void)state;
	/* As it comes over: the file alone. */
	for (size_t k = 0; k < sizeof beside / sizeof *beside; k++) {
		snprintf(name, sizeof name, "%s%s", path, beside[k]);
		unlink(name);
	}
	snprintf(name, sizeof name, "%s", path);
	for (size_t i = 0; i < sizeof remote / sizeof *remote; i++) {
		type = remote[i];
		is_only_read(name);
		for (size_t k = 0; k < sizeof beside / sizeof *beside; k++) {
			char other[4110];

			snprintf(other, sizeof other, "%s%s", name, beside[k]);
			assert_int_not_equal(access(other, F_OK), 0);
		}
		assert_int_equal(archive_open(temp_path(folder, "copy/new.db"), ARCHIVE_WRITE,
					 &archive, &err),
			ERR_ARCHIVE);
	}
	temp_free(folder);
}

static void
any_other_is_written(void **state)
{
	char *folder = temp_new();

	(void)state;
	for (size_t i = 0; i < sizeof local / sizeof *local; i++) {
		struct archive *archive;
		struct err err;

		type = local[i];
		assert_int_equal(archive_open(temp_path(folder, "archive.db"), ARCHIVE_WRITE,
					 &archive, &err),
			ERR_OK);
		assert_null(archive_note(archive));
		archive_close(archive);
	}
	temp_free(folder);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_network_file_system_is_only_read),
		cmocka_unit_test(any_other_is_written),
	};

	/* scene_open() imports, and that is not on a network. */
	type = local[0];
	return cmocka_run_group_tests_name("network", tests, NULL, NULL);
}
