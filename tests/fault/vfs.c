#include "vfs.h"

#include <fcntl.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define SECTOR 512

/* A change of a file that no sync has confirmed. */
struct change {
	struct change *older;
	sqlite3_int64 offset, size_before;
	size_t len, len_before; /* of after, which is NULL for a truncation, and of before */
	char *before, *after;
};

struct disk_file {
	struct disk_file *next;
	char *path;
	struct change *newest;
};

struct file {
	sqlite3_file base;
	struct disk_file *disk; /* NULL: a temporary file */
	sqlite3_file *real;
};

static sqlite3_vfs *real;
static struct disk_file *disk;
static enum vfs_fault fault;
static long planned, count;
static bool lasting, hit;
static uint32_t state;

static void *
must(void *memory)
{
	if (memory == NULL) {
		perror("vfs");
		exit(2);
	}
	return memory;
}

static uint32_t
chance(uint32_t n)
{
	state = state * 1664525 + 1013904223;
	return (state >> 8) % n;
}

/* ---- when ------------------------------------------------------------------------------- */

enum kind {
	KIND_LOOK, /* changes nothing */
	KIND_WRITE,
	KIND_CHANGE /* truncates, syncs, deletes */
};

/* Whether this operation fails. */
static bool
fails(enum kind kind)
{
	if (planned == 0)
		return false;
	if (hit && fault == VFS_POWER)
		return true;
	if ((fault == VFS_FULL && kind != KIND_WRITE) || (fault == VFS_POWER && kind == KIND_LOOK))
		return false;
	count++;
	if (count < planned || (count > planned && !lasting))
		return false;
	hit = true;
	return true;
}

void
vfs_plan(enum vfs_fault what, long at, bool from_there_on, uint32_t seed)
{
	fault = what;
	planned = at;
	lasting = from_there_on;
	count = 0;
	hit = false;
	state = seed;
}

bool
vfs_calm(void)
{
	planned = 0;
	return hit;
}

long
vfs_count(void)
{
	return count;
}

/* ---- what the disk has not confirmed ---------------------------------------------------- */

static struct disk_file *
disk_file(const char *path)
{
	struct disk_file *d = disk;

	while (d != NULL && strcmp(d->path, path) != 0)
		d = d->next;
	if (d == NULL) {
		d = must(calloc(1, sizeof *d));
		d->path = must(strdup(path));
		d->next = disk;
		disk = d;
	}
	return d;
}

static void
confirm(struct disk_file *d)
{
	for (struct change *c = d->newest, *older; c != NULL; c = older) {
		older = c->older;
		free(c->before);
		free(c->after);
		free(c);
	}
	d->newest = NULL;
}

/* Remembers what a write or a truncation (bytes NULL) is about to change. */
static void
remember(struct file *f, const void *bytes, size_t len, sqlite3_int64 offset)
{
	struct change *c;

	if (f->disk == NULL || planned == 0 || fault != VFS_POWER)
		return;
	c = must(calloc(1, sizeof *c));
	c->offset = offset;
	c->len = len;
	f->real->pMethods->xFileSize(f->real, &c->size_before);
	if (bytes != NULL) {
		c->after = must(malloc(len + 1));
		memcpy(c->after, bytes, len);
	} else if (c->size_before > offset) {
		len = (size_t)(c->size_before - offset);
	} else {
		len = 0;
	}
	c->len_before = len;
	c->before = must(calloc(1, len + 1));
	/* What lies behind the end reads as zeros. */
	f->real->pMethods->xRead(f->real, c->before, (int)len, offset);
	c->older = f->disk->newest;
	f->disk->newest = c;
}

static void
put(int fd, const char *bytes, size_t len, off_t offset)
{
	if (pwrite(fd, bytes, len, offset) != (ssize_t)len)
		must(NULL);
}

static void
take_back(int fd, const struct change *c)
{
	for (; c != NULL; c = c->older) {
		put(fd, c->before, c->len_before, (off_t)c->offset);
		if (ftruncate(fd, (off_t)c->size_before) != 0)
			must(NULL);
	}
}

/* Of each change, the oldest first: all, nothing, or some of its sectors. */
static void
keep_some(int fd, const struct change *c)
{
	uint32_t how = chance(3);

	if (c == NULL)
		return;
	keep_some(fd, c->older);
	if (how == 0)
		return;
	if (c->after == NULL) {
		if (ftruncate(fd, (off_t)c->offset) != 0)
			must(NULL);
		return;
	}
	for (size_t at = 0; at < c->len; at += SECTOR) {
		size_t len = c->len - at < SECTOR ? c->len - at : SECTOR;

		if (how == 1 || chance(2) == 0)
			put(fd, c->after + at, len, (off_t)(c->offset + (sqlite3_int64)at));
	}
}

void
vfs_power_on(void)
{
	struct disk_file *next;

	for (struct disk_file *d = disk; d != NULL; d = next) {
		int fd = open(d->path, O_RDWR | O_CLOEXEC);

		next = d->next;
		if (fd >= 0) {
			take_back(fd, d->newest);
			keep_some(fd, d->newest);
			close(fd);
		}
		confirm(d);
		free(d->path);
		free(d);
	}
	disk = NULL;
	planned = 0;
}

/* ---- one file --------------------------------------------------------------------------- */

static sqlite3_file *
behind(sqlite3_file *file)
{
	return ((struct file *)file)->real;
}

static int
x_close(sqlite3_file *file)
{
	return behind(file)->pMethods->xClose(behind(file));
}

static int
x_read(sqlite3_file *file, void *out, int len, sqlite3_int64 offset)
{
	if (fails(KIND_LOOK))
		return SQLITE_IOERR_READ;
	return behind(file)->pMethods->xRead(behind(file), out, len, offset);
}

static int
x_write(sqlite3_file *file, const void *bytes, int len, sqlite3_int64 offset)
{
	if (fails(KIND_WRITE))
		return fault == VFS_FULL ? SQLITE_FULL : SQLITE_IOERR_WRITE;
	remember((struct file *)file, bytes, (size_t)len, offset);
	return behind(file)->pMethods->xWrite(behind(file), bytes, len, offset);
}

static int
x_truncate(sqlite3_file *file, sqlite3_int64 size)
{
	if (fails(KIND_CHANGE))
		return SQLITE_IOERR_TRUNCATE;
	remember((struct file *)file, NULL, 0, size);
	return behind(file)->pMethods->xTruncate(behind(file), size);
}

/* The real disk is not asked: only power loss would show it, and that is played here. */
static int
x_sync(sqlite3_file *file, int flags)
{
	struct file *f = (struct file *)file;

	(void)flags;
	if (fails(KIND_CHANGE))
		return SQLITE_IOERR_FSYNC;
	if (f->disk != NULL)
		confirm(f->disk);
	return SQLITE_OK;
}

static int
x_file_size(sqlite3_file *file, sqlite3_int64 *out)
{
	if (fails(KIND_LOOK))
		return SQLITE_IOERR_FSTAT;
	return behind(file)->pMethods->xFileSize(behind(file), out);
}

static int
x_lock(sqlite3_file *file, int level)
{
	if (fails(KIND_LOOK))
		return SQLITE_IOERR_LOCK;
	return behind(file)->pMethods->xLock(behind(file), level);
}

static int
x_unlock(sqlite3_file *file, int level)
{
	return behind(file)->pMethods->xUnlock(behind(file), level);
}

static int
x_check_reserved(sqlite3_file *file, int *out)
{
	if (fails(KIND_LOOK))
		return SQLITE_IOERR_CHECKRESERVEDLOCK;
	return behind(file)->pMethods->xCheckReservedLock(behind(file), out);
}

static int
x_control(sqlite3_file *file, int what, void *arg)
{
	return behind(file)->pMethods->xFileControl(behind(file), what, arg);
}

static int
x_sector(sqlite3_file *file)
{
	return behind(file)->pMethods->xSectorSize(behind(file));
}

static int
x_device(sqlite3_file *file)
{
	return behind(file)->pMethods->xDeviceCharacteristics(behind(file));
}

static int
x_shm_map(sqlite3_file *file, int page, int size, int extend, void volatile **out)
{
	if (fails(KIND_LOOK))
		return SQLITE_IOERR_SHMMAP;
	return behind(file)->pMethods->xShmMap(behind(file), page, size, extend, out);
}

static int
x_shm_lock(sqlite3_file *file, int offset, int n, int flags)
{
	/* Letting go of a lock cannot fail. */
	if ((flags & SQLITE_SHM_LOCK) != 0 && fails(KIND_LOOK))
		return SQLITE_IOERR_SHMLOCK;
	return behind(file)->pMethods->xShmLock(behind(file), offset, n, flags);
}

static void
x_shm_barrier(sqlite3_file *file)
{
	behind(file)->pMethods->xShmBarrier(behind(file));
}

static int
x_shm_unmap(sqlite3_file *file, int drop)
{
	return behind(file)->pMethods->xShmUnmap(behind(file), drop);
}

static const sqlite3_io_methods methods = {2, x_close, x_read, x_write, x_truncate, x_sync,
	x_file_size, x_lock, x_unlock, x_check_reserved, x_control, x_sector, x_device, x_shm_map,
	x_shm_lock, x_shm_barrier, x_shm_unmap, NULL, NULL};

/* ---- the file system -------------------------------------------------------------------- */

static int
x_open(sqlite3_vfs *vfs, const char *name, sqlite3_file *file, int flags, int *out_flags)
{
	struct file *f = (struct file *)file;
	int rc;

	(void)vfs;
	f->base.pMethods = NULL;
	if (fails(KIND_LOOK))
		return SQLITE_CANTOPEN;
	f->real = (sqlite3_file *)(f + 1);
	rc = real->xOpen(real, name, f->real, flags, out_flags);
	f->disk = name != NULL ? disk_file(name) : NULL;
	if (f->real->pMethods != NULL)
		f->base.pMethods = &methods;
	return rc;
}

static int
x_delete(sqlite3_vfs *vfs, const char *name, int sync)
{
	(void)vfs;
	if (fails(KIND_CHANGE))
		return SQLITE_IOERR_DELETE;
	confirm(disk_file(name));
	return real->xDelete(real, name, sync);
}

static int
x_access(sqlite3_vfs *vfs, const char *name, int flags, int *out)
{
	(void)vfs;
	if (fails(KIND_LOOK))
		return SQLITE_IOERR_ACCESS;
	return real->xAccess(real, name, flags, out);
}

void
vfs_install(void)
{
	static sqlite3_vfs vfs;

	if (real != NULL)
		return;
	sqlite3_initialize();
	real = sqlite3_vfs_find(NULL);
	vfs = *real;
	vfs.zName = "faulty";
	vfs.szOsFile = (int)sizeof(struct file) + real->szOsFile;
	vfs.pNext = NULL;
	vfs.xOpen = x_open;
	vfs.xDelete = x_delete;
	vfs.xAccess = x_access;
	sqlite3_vfs_register(&vfs, 1);
}
