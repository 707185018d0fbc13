/*
 * import.h - page files into the archive.
 *
 * Folders are walked, only what changed is read, pages are parsed by workers
 * and written by one writer; a page is in the archive whole or not at all.
 * Interrupted, the next run goes on where this one stopped.
 *
 * In a folder, files named .txt, .text, .md, .markdown or without an extension
 * are pages; names that begin with a dot are passed over, and links to folders
 * are not followed.  A file that is named itself is read whatever its name.
 *
 * A page's source is its path relative to the folder that was imported.  A path
 * inside a folder that was imported before belongs to that folder, so that no
 * file is in the archive twice.
 *
 * Thread rule: one import_run() an archive at a time (a second process is told
 * so by ERR_ARCHIVE); it starts its own threads and joins them.
 */
#ifndef BAOLAN_ARCHIVE_IMPORT_H
#define BAOLAN_ARCHIVE_IMPORT_H

#include "archive/archive.h"

#include <stdatomic.h>

struct import_progress {
	uint64_t files_found, files_done; /* found grows while folders are walked */
	uint64_t bytes_done, bytes_found; /* of the files that have to be read */
	uint64_t articles;
	double seconds;
	bool walking; /* the total is not known yet */
};

struct import_report {
	uint64_t files;     /* page files seen */
	uint64_t read;      /* parsed and stored */
	uint64_t unchanged; /* known by size and time, or by content */
	uint64_t renamed;   /* known content under a new name: ids kept */
	uint64_t refused;
	uint64_t vanished; /* pages whose file is gone */
	uint64_t pruned;   /* of them dropped */
	uint64_t salvaged; /* of those that were read: taken out of a damaged archive */
	uint64_t articles; /* of the pages that were read */
	uint64_t bytes;
	double seconds;
};

struct import_options {
	bool prune;              /* drop pages whose file is gone */
	unsigned threads;        /* parsing workers, 0: one a processor */
	const char *user_folder; /* aliases and topics of the user's own, or NULL */
	size_t commit_bytes;     /* of pages between two commits; 0: every few seconds */
	/* About 10 a second, and once at the end. */
	void (*on_progress)(void *ctx, const struct import_progress *progress);
	void (*on_refused)(void *ctx, const char *path, const struct err *why);
	void (*on_warning)(void *ctx, const struct err *what); /* mistakes in the user's tables */
	void *ctx; /* for all three; they are called on the caller's thread; each may be NULL */
	const atomic_bool *cancel; /* set it and the run ends at a page's border, or NULL */
};

/* Imports or refreshes files and folders.  Errors: ERR_IO where a path that was
 * named does not exist (the others are still read), ERR_ARCHIVE, ERR_CANCELLED. */
enum err_code import_run(struct archive *archive, const char *const *paths, size_t path_count,
	const struct import_options *options, struct import_report *report, struct err *err);

/* Makes the archive at path afresh: from the page bytes that it holds, and where it cannot be
 * read, from the folders it knows and from `paths`, and pages whose files are gone out of the old
 * archive as far as their bytes are what was imported.  The new file takes the old one's place when
 * it is complete; an old one that was corrupt is kept beside it, *kept says under which name
 * (NULL where it was not; free() it). */
enum err_code import_rebuild(const char *path, const char *const *paths, size_t path_count,
	const struct import_options *options, struct import_report *report, char **kept,
	struct err *err);

#endif
