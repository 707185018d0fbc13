/*
 * importer.h - reading pages in the background, while the browser is in use.
 *
 * Ownership: importer_start/importer_stop; stop asks the import to end at a
 * page's border and waits for that.
 * Thread rule: the user interface's thread.
 */
#ifndef BAOLAN_IMPORTER_H
#define BAOLAN_IMPORTER_H

#include "archive/import.h"
#include "worker.h"

#include <stdbool.h>

struct importer;

struct importer_options {
	const char *archive;
	const char *const *paths;
	size_t count;
	const char *user_folder; /* the reader's own tables, or NULL */
	bool again; /* these paths were read before: progress only where there is news */
};

/* What options point to is borrowed until importer_stop(); the mailbox is woken when there is
 * news. */
struct importer *importer_start(const struct importer_options *options, struct mailbox *mailbox);
void importer_stop(struct importer *importer);

/* While it reads: true and how far it is.  importer may be NULL. */
bool importer_progress(struct importer *importer, uint64_t *files, uint64_t *found);

/* Once, after it has ended: true, and in *report and *err how. */
bool importer_ended(struct importer *importer, struct import_report *report, struct err *err);

#endif
