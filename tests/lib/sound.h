/*
 * sound.h - nothing is wrong with an archive.  Failures are cmocka's; each finding is printed.
 */
#ifndef BAOLAN_TESTS_SOUND_H
#define BAOLAN_TESTS_SOUND_H

#include "archive/archive.h"

/* How much is wrong with it. */
unsigned sound_findings(struct archive *archive);

/* Checks the archive, which must be sound, and gives what is in it. */
struct archive_info sound_info(struct archive *archive);

/* The same for the archive in this file; it is opened and closed. */
struct archive_info sound_file(const char *path, enum archive_mode mode);

#endif
