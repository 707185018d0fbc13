#include "terminal_parts.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* Two archives are made when they are first needed: of the sample pages, and of our own pages. */
enum {
	FROM_SEEDS,
	FROM_PAGES,
	ARCHIVES
};

static const char *const folders[ARCHIVES] = {"seeds", "tests/screen/pages"};
static char archive_paths[ARCHIVES][64];

void
sample_remove(const char *folder)
{
	char command[256];

	snprintf(command, sizeof command, "rm -rf '%s'", folder);
	if (system(command) != 0)
		print_message("# cannot remove %s\n", folder);
}

static void
remove_archives(void)
{
	for (int i = 0; i < ARCHIVES; i++) {
		char *slash = strrchr(archive_paths[i], '/');

		if (slash != NULL) {
			*slash = '\0';
			sample_remove(archive_paths[i]);
		}
	}
}

const char *
sample_program(void)
{
	const char *path = getenv("BAOLAN");

	return path != NULL ? path : "build/baolan";
}

/* Made once a test program, by the program itself. */
const char *
sample_archive(bool own_pages)
{
	const int which = own_pages ? FROM_PAGES : FROM_SEEDS;
	char command[512], folder[] = "/tmp/baolan-test-XXXXXX", *path = archive_paths[which];
	static bool registered;

	if (path[0] != '\0')
		return path;
	assert_non_null(mkdtemp(folder));
	snprintf(path, sizeof archive_paths[0], "%s/archive.db", folder);
	snprintf(command, sizeof command, "%s import --archive %s %s >/dev/null 2>&1",
		sample_program(), path, folders[which]);
	assert_int_equal(system(command), 0);
	if (!registered)
		atexit(remove_archives);
	registered = true;
	return path;
}
