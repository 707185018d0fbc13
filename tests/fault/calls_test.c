/* Every call of SQLite and of the system failing in turn, on each way through the program that
 * leads to one: an error that says so, no crash, nothing lost; and a page whose file cannot be
 * read is no page that is gone.  BAOLAN_FAULTS=all tries all of the ways, BAOLAN_FAULTS=each as
 * many as lead through every call, else some are tried. */
#include "play.h"
#include "sites.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <iconv.h>
#include <sqlite3.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <unistd.h>

#define FEW 5

/* ---- which call fails -------------------------------------------------------------------- */

static const char *_Atomic failed; /* the name of the call that failed first, or NULL */

/* Whether the call of this name, made from this address, shall fail. */
static bool
fails(const char *name, const void *from)
{
	const char *none = NULL;

	if (!sites_is_ours(from) || !sites_fails())
		return false;
	atomic_compare_exchange_strong(&failed, &none, name);
	errno = EIO;
	return true;
}

/* What stands behind the function of this name; ISO C has no cast for it. */
#define NEXT(name)                                                                                 \
	__typeof__(&(name)) next;                                                                  \
	void *symbol = dlsym(RTLD_NEXT, #name);                                                    \
	memcpy(&next, &symbol, sizeof next)

#define STANDS_BEFORE(type, name, params, args, failure)                                           \
	type name params                                                                           \
	{                                                                                          \
		NEXT(name);                                                                        \
		return fails(#name, __builtin_return_address(0)) ? (failure) : next args;          \
	}

STANDS_BEFORE(int, sqlite3_step, (sqlite3_stmt * stmt), (stmt), SQLITE_IOERR)
STANDS_BEFORE(int, sqlite3_prepare_v2,
	(sqlite3 * db, const char *sql, int len, sqlite3_stmt **out, const char **tail),
	(db, sql, len, out, tail), (*out = NULL, SQLITE_IOERR))
STANDS_BEFORE(int, sqlite3_prepare_v3,
	(sqlite3 * db, const char *sql, int len, unsigned flags, sqlite3_stmt **out,
		const char **tail),
	(db, sql, len, flags, out, tail), (*out = NULL, SQLITE_IOERR))
STANDS_BEFORE(int, sqlite3_exec,
	(sqlite3 * db, const char *sql, int (*row)(void *, int, char **, char **), void *ctx,
		char **message),
	(db, sql, row, ctx, message), SQLITE_IOERR)
STANDS_BEFORE(int, sqlite3_open_v2, (const char *name, sqlite3 **out, int flags, const char *vfs),
	(name, out, flags, vfs), (*out = NULL, SQLITE_CANTOPEN))

STANDS_BEFORE(int, access, (const char *path, int how), (path, how), -1)
STANDS_BEFORE(int, dup, (int fd), (fd), -1)
STANDS_BEFORE(DIR *, fdopendir, (int fd), (fd), NULL)
STANDS_BEFORE(int, flock, (int fd, int how), (fd, how), -1)
STANDS_BEFORE(FILE *, fopen, (const char *path, const char *how), (path, how), NULL)
STANDS_BEFORE(int, fseek, (FILE * file, long to, int from), (file, to, from), -1)
STANDS_BEFORE(long, ftell, (FILE * file), (file), -1)
STANDS_BEFORE(int, fstat, (int fd, struct stat *out), (fd, out), -1)
STANDS_BEFORE(int, fstatat, (int fd, const char *path, struct stat *out, int flags),
	(fd, path, out, flags), -1)
STANDS_BEFORE(int, fsync, (int fd), (fd), -1)
STANDS_BEFORE(iconv_t, iconv_open, (const char *to, const char *from), (to, from),
	next("nothing", "nothing"))
STANDS_BEFORE(int, link, (const char *from, const char *to), (from, to), -1)
STANDS_BEFORE(int, lstat, (const char *path, struct stat *out), (path, out), -1)
STANDS_BEFORE(int, mkdir, (const char *path, mode_t how), (path, how), -1)
STANDS_BEFORE(ssize_t, read, (int fd, void *to, size_t size), (fd, to, size), -1)
STANDS_BEFORE(struct dirent *, readdir, (DIR * dir), (dir), NULL)
STANDS_BEFORE(char *, realpath, (const char *path, char *out), (path, out), NULL)
STANDS_BEFORE(int, rename, (const char *from, const char *to), (from, to), -1)
STANDS_BEFORE(int, stat, (const char *path, struct stat *out), (path, out), -1)
STANDS_BEFORE(int, statfs, (const char *path, struct statfs *out), (path, out), -1)
STANDS_BEFORE(int, unlink, (const char *path), (path), -1)

static mode_t
mode_of(int flags, va_list rest)
{
	return (flags & (O_CREAT | (O_TMPFILE & ~O_DIRECTORY))) != 0 ? va_arg(rest, mode_t) : 0;
}

int
open(const char *path, int flags, ...)
{
	NEXT(open);
	va_list rest;
	mode_t how;

	va_start(rest, flags);
	how = mode_of(flags, rest);
	va_end(rest);
	return fails("open", __builtin_return_address(0)) ? -1 : next(path, flags, how);
}

int
openat(int folder, const char *path, int flags, ...)
{
	NEXT(openat);
	va_list rest;
	mode_t how;

	va_start(rest, flags);
	how = mode_of(flags, rest);
	va_end(rest);
	return fails("openat", __builtin_return_address(0)) ? -1 : next(folder, path, flags, how);
}

/* ---- trying ------------------------------------------------------------------------------ */

static unsigned wrong;

static void
complain(const struct err *err, const char *what)
{
	const char *name = atomic_load(&failed);

	print_error("%s failed: %s (error %d: %s)\n", name != NULL ? name : "nothing", what,
		(int)err->code, err->text);
	wrong++;
}

static void
try(const struct scene *scene, const char *folder, long number, bool lasting)
{
	struct err err = {0};
	enum err_code code;

	scene_reset(folder);
	atomic_store(&failed, NULL);
	sites_plan(number, lasting);
	code = scene->run(folder, &err);
	sites_calm();
	if (code != ERR_OK && (code != err.code || err.text[0] == '\0'))
		complain(&err, "an error without a sentence");
	if (code == ERR_BUG || code == ERR_NOMEM)
		complain(&err, "another error");
	/* What could not be read is told and left out, which is no end as it should be. */
	scene->verify(folder, false);
}

static void
calls_fail(void **state)
{
	wrong = 0;
	play_calls(*state, "a call", FEW, false, try);
	play_calls(*state, "a call", FEW, true, try);
	assert_int_equal(wrong, 0);
}

static int
say_last(void **state)
{
	(void)state;
	if (atomic_load(&failed) != NULL)
		print_error("the last that failed was %s\n", atomic_load(&failed));
	return 0;
}

int
main(void)
{
	return play_scenes("calls", true, calls_fail, say_last);
}
