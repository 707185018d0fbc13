/*
 * priority.h - what works in the background gives way to readers.
 *
 * Reading a folder of pages takes every processor there is.  Where others want them
 * as well, a keystroke comes first, in this browser and in everybody else's.
 */
#ifndef BAOLAN_PRIORITY_H
#define BAOLAN_PRIORITY_H

/* The nice value of such work, as updatedb(8) and its like have it. */
#define PRIORITY_BACKGROUND 10

/* From now on, and for good, the calling thread and those that it starts are at least so nice.
 * Linux counts niceness by threads (sched(7)); elsewhere, where it is the whole process's, nothing
 * happens.
 * Thread rule: any thread. */
void priority_lower(void);

#endif
