#include "importer.h"
#include "priority.h"

#include <pthread.h>
#include <signal.h>
#include <stdlib.h>

struct importer {
	struct importer_options options;
	struct mailbox *mailbox;
	pthread_t thread;
	atomic_bool cancel, ended, reading;
	_Atomic uint64_t files, found;
	struct import_report report; /* read after ended */
	struct err err;
	bool told;
};

static void
on_progress(void *ctx, const struct import_progress *progress)
{
	struct importer *importer = ctx;

	atomic_store(&importer->files, progress->files_done);
	atomic_store(&importer->found, progress->files_found);
	if (!importer->options.again || progress->bytes_found > 0)
		atomic_store(&importer->reading, true);
	mailbox_wake(importer->mailbox);
}

static void *
run(void *arg)
{
	struct importer *importer = arg;
	const struct importer_options *o = &importer->options;
	const struct import_options options = {.user_folder = o->user_folder,
		.on_progress = on_progress,
		.ctx = importer,
		.cancel = &importer->cancel};
	struct archive *archive;
	enum err_code code;

	priority_lower();
	code = archive_open(o->archive, ARCHIVE_WRITE, &archive, &importer->err);
	if (code == ERR_OK) {
		code = import_run(
			archive, o->paths, o->count, &options, &importer->report, &importer->err);
		archive_close(archive);
	}
	importer->err.code = code;
	atomic_store(&importer->ended, true);
	mailbox_wake(importer->mailbox);
	return NULL;
}

struct importer *
importer_start(const struct importer_options *options, struct mailbox *mailbox)
{
	struct importer *importer = calloc(1, sizeof *importer);

	if (importer == NULL)
		return NULL;
	importer->options = *options;
	atomic_store(&importer->reading, !options->again);
	importer->mailbox = mailbox;
	if (thread_start(&importer->thread, run, importer) != 0) {
		free(importer);
		return NULL;
	}
	return importer;
}

void
importer_stop(struct importer *importer)
{
	if (importer == NULL)
		return;
	atomic_store(&importer->cancel, true);
	pthread_join(importer->thread, NULL);
	free(importer);
}

bool
importer_progress(struct importer *importer, uint64_t *files, uint64_t *found)
{
	if (importer == NULL || atomic_load(&importer->ended) || !atomic_load(&importer->reading))
		return false;
	*files = atomic_load(&importer->files);
	*found = atomic_load(&importer->found);
	return true;
}

bool
importer_ended(struct importer *importer, struct import_report *report, struct err *err)
{
	if (importer == NULL || importer->told || !atomic_load(&importer->ended))
		return false;
	importer->told = true;
	*report = importer->report;
	*err = importer->err;
	return true;
}
