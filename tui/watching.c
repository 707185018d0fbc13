#include "watching.h"
#include "base/i18n.h"
#include "importer.h"
#include "number.h"

#include <stdlib.h>

#define WATCH_MS 1000
#define WATCH_IMPORT_MS 400

/* Folders are looked through every five seconds, and where that takes long, for at most a
 * twentieth of the time. */
#define FOLDERS_MS 5000
#define FOLDERS_REST 20

/* ---- the archive --------------------------------------------------------------------------- */

struct watch_job {
	struct job job;
	uint64_t generation;
};

static void
run_watch(struct job *job, struct session *session)
{
	struct watch_job *j = (struct watch_job *)job;
	struct archive *archive;

	job->code = session_archive(session, &archive, &job->err);
	if (job->code == ERR_OK)
		j->generation = archive_generation(archive);
}

/* The list or the counts beside it are of another state of the archive.  Each was asked for at its
 * own time: a list that is asked for anew may have seen new pages that nobody has counted. */
static bool
is_behind(const struct app *app, uint64_t generation)
{
	return (app->listing.known && app->listing.generation != generation) ||
	       (app->facets.known && app->facets.generation != generation);
}

static void
done_watch(struct job *job, void *ctx)
{
	struct watch_job *j = (struct watch_job *)job;
	struct app *app = ctx;

	if (job->code == ERR_OK && is_behind(app, j->generation))
		app_refresh(app);
}

static void
free_watch(struct job *job)
{
	free(job);
}

static void
ask(struct app *app)
{
	struct watch_job *j = calloc(1, sizeof *j);

	if (j == NULL)
		return;
	j->job = (struct job){
		.run = run_watch, .done = done_watch, .free = free_watch, .slot = SLOT_WATCH};
	worker_post(app->slow, &j->job);
}

void
watching_start(struct app *app)
{
	app_set_timer(app, TIMER_WATCH, app->importer != NULL ? WATCH_IMPORT_MS : WATCH_MS);
}

void
watching_look(struct app *app)
{
	ask(app);
	if (!app->testing || app->importer != NULL)
		watching_start(app);
}

/* ---- folders ------------------------------------------------------------------------------ */

void
watching_import(struct app *app)
{
	const struct browser_options *o = app->options;
	const struct importer_options options = {.archive = o->archive,
		.paths = o->paths,
		.count = o->path_count,
		.user_folder = app->user_folder,
		.again = app->imported};

	if (o->path_count == 0 || app->importer != NULL)
		return;
	app->importer = importer_start(&options, app->mailbox);
	if (app->importer != NULL && !app->testing)
		watching_start(app);
}

void
app_look(struct app *app)
{
	watching_import(app);
	ask(app);
}

/* The first import says what is wrong; those that follow by themselves say what is new. */
static void
say_import(struct app *app, const struct import_report *report, const struct err *err)
{
	if (app->imported && err->code == ERR_OK && report->articles > 0)
		app_say(app,
			P_("%s new article.", "%s new articles.", (unsigned long)report->articles),
			number_of(report->articles).text);
	if (app->imported)
		return;
	if (err->code != ERR_OK && err->code != ERR_CANCELLED)
		app_complain(app, err);
	else if (report->refused > 0)
		app_say(app,
			P_("%s page was refused.", "%s pages were refused.",
				(unsigned long)report->refused),
			number_of(report->refused).text);
}

void
watching_imported(struct app *app)
{
	struct import_report report;
	struct err err;

	if (!importer_ended(app->importer, &report, &err))
		return;
	importer_stop(app->importer);
	app->importer = NULL;
	if (!app->testing)
		app_set_timer(app, TIMER_FOLDERS,
			FOLDERS_MS + (int)(report.seconds * 1000 * FOLDERS_REST));
	say_import(app, &report, &err);
	app->imported = true;
	ask(app);
}
