/*
 * vfs.h - a file system for SQLite that fails when it is told to.
 *
 * It stands in front of SQLite's own and counts what SQLite asks of it.  The
 * operation with the number that was planned fails: once, or from there on, or
 * by the power going off.  Then nothing reaches the disk any more, and
 * vfs_power_on() makes the files what a disk may hold that was cut off: all
 * that was synced, and of the writes after the last sync of each file some,
 * some not, and some in part (sectors of 512 bytes).
 *
 * Thread rule: SQLite may be used by one thread at a time between vfs_plan()
 * and vfs_calm().
 */
#ifndef BAOLAN_TESTS_VFS_H
#define BAOLAN_TESTS_VFS_H

#include <stdbool.h>
#include <stdint.h>

enum vfs_fault {
	VFS_ERROR, /* any operation: SQLITE_IOERR in its form, or SQLITE_CANTOPEN */
	VFS_FULL,  /* writing: SQLITE_FULL */
	VFS_POWER, /* whatever changes the disk */
	VFS_FAULTS
};

/* Makes it the file system that SQLite takes; for good. */
void vfs_install(void);

/* The at-th operation from now on that this fault can meet (1, 2, 3 …) fails; lasting: and all
 * after it.  seed chooses what the disk keeps when the power goes. */
void vfs_plan(enum vfs_fault fault, long at, bool lasting, uint32_t seed);

/* No more faults; true where one happened. */
bool vfs_calm(void);

/* Operations since vfs_plan() that the fault could have met. */
long vfs_count(void);

/* After the power went and all handles are closed: leaves on the disk what it held. */
void vfs_power_on(void);

#endif
