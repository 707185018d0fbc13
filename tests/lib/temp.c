#include "temp.h"

#include <ftw.h>
#include <sqlite3.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static void
fail(const char *what)
{
	perror(what);
	exit(2);
}

char *
temp_new(void)
{
	const char *base = getenv("TMPDIR");
	char *name;

	if (asprintf(&name, "%s/baolan-test-XXXXXX", base != NULL ? base : "/tmp") < 0 ||
		mkdtemp(name) == NULL)
		fail("mkdtemp");
	return name;
}

static int
drop(const char *path, const struct stat *st, int type, struct FTW *ftw)
{
	(void)st;
	(void)type;
	(void)ftw;
	return remove(path);
}

/* nftw() may leave alone what lies deeper than a path can say (musl). */
static bool
drop_deep(const char *folder)
{
	char command[4096 + 16];

	snprintf(command, sizeof command, "rm -rf '%s'", folder);
	return system(command) == 0;
}

void
temp_free(char *folder)
{
	if (folder != NULL && nftw(folder, drop, 16, FTW_DEPTH | FTW_PHYS) != 0 &&
		!drop_deep(folder))
		fail(folder);
	free(folder);
}

char *temp_folder;

int
temp_open(void **state)
{
	(void)state;
	temp_folder = temp_new();
	return 0;
}

int
temp_close(void **state)
{
	(void)state;
	temp_free(temp_folder);
	return 0;
}

const char *
temp_path(const char *folder, const char *name)
{
	static char path[8][4096];
	static unsigned next;
	char *out = path[next++ % 8];

	snprintf(out, sizeof *path, "%s/%s", folder, name);
	return out;
}

void
temp_write(const char *folder, const char *name, const char *bytes, size_t len)
{
	char path[4096];
	FILE *f;

	snprintf(path, sizeof path, "%s/%s", folder, name);
	for (char *p = path + strlen(folder) + 1; (p = strchr(p, '/')) != NULL; p++) {
		*p = '\0';
		mkdir(path, 0700);
		*p = '/';
	}
	f = fopen(path, "wb");
	if (f == NULL || fwrite(bytes, 1, len, f) != len || fclose(f) != 0)
		fail(path);
}

void
temp_puts(const char *folder, const char *name, const char *text)
{
	temp_write(folder, name, text, strlen(text));
}

char *
temp_read(const char *path, size_t *len)
{
	FILE *f = fopen(path, "rb");
	char *bytes = NULL;
	long size = 0;

	if (f == NULL || fseek(f, 0, SEEK_END) != 0 || (size = ftell(f)) < 0)
		fail(path);
	rewind(f);
	bytes = malloc((size_t)size + 1);
	if (bytes == NULL || fread(bytes, 1, (size_t)size, f) != (size_t)size)
		fail(path);
	bytes[size] = '\0';
	fclose(f);
	*len = (size_t)size;
	return bytes;
}

void
temp_copy(const char *from, const char *folder, const char *name)
{
	size_t len;
	char *bytes = temp_read(from, &len);

	temp_write(folder, name, bytes, len);
	free(bytes);
}

void
temp_sql(const char *path, const char *statements)
{
	sqlite3 *db = NULL;

	if (sqlite3_open(path, &db) != SQLITE_OK ||
		sqlite3_exec(db, statements, NULL, NULL, NULL) != SQLITE_OK) {
		fprintf(stderr, "%s: %s: %s\n", path, statements, sqlite3_errmsg(db));
		exit(2);
	}
	sqlite3_close(db);
}
