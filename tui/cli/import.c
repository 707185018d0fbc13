/* import and check --rebuild: page files into the archive, with a bar of progress. */
#include "archive/import.h"
#include "base/i18n.h"
#include "cli/cli.h"
#include "number.h"
#include "paths.h"
#include "priority.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

static atomic_bool cancelled;

static void
on_signal(int sig)
{
	(void)sig;
	atomic_store(&cancelled, true);
}

#define WATCH_SECONDS 2
/* Looking for changes takes this part of the time at most. */
#define WATCH_REST 10

struct bar {
	struct log *log;
	bool shown;  /* something stands on the line */
	bool wanted; /* standard error is a terminal */
};

static void
bar_clear(struct bar *bar)
{
	if (bar->shown)
		fputs("\r\033[K", stderr);
	bar->shown = false;
}

/* "[=====     ] 1234/5678 pages, 12.3 MB/s, 0:42 left" on one line that is written over. */
static void
on_progress(void *ctx, const struct import_progress *p)
{
	struct bar *bar = ctx;
	double rate = p->seconds > 0 ? (double)p->bytes_done / p->seconds : 0;
	double part = p->bytes_found > 0 ? (double)p->bytes_done / (double)p->bytes_found : 0;
	int full = (int)(part * 20), left;

	if (!bar->wanted)
		return;
	bar_clear(bar);
	bar->shown = true;
	if (p->walking) {
		fprintf(stderr, _("%s of %s pages so far, %.1f MB/s"),
			number_of(p->files_done).text, number_of(p->files_found).text, rate / 1e6);
		return;
	}
	left = rate > 0 ? (int)((double)(p->bytes_found - p->bytes_done) / rate) : 0;
	fprintf(stderr, "[%.*s%*s] ", full, "====================", 20 - full, "");
	fprintf(stderr, _("%s/%s pages, %.1f MB/s, %d:%02d left"), number_of(p->files_done).text,
		number_of(p->files_found).text, rate / 1e6, left / 60, left % 60);
}

static void
on_refused(void *ctx, const char *path, const struct err *why)
{
	struct bar *bar = ctx;

	bar_clear(bar);
	log_line(bar->log, "refused: %s: %s", path, why->text);
	/* Most sentences name the file already. */
	if (strstr(why->text, path) != NULL)
		cli_say("%s", why->text);
	else
		cli_say("%s: %s", path, why->text);
}

static void
on_warning(void *ctx, const struct err *what)
{
	bar_clear(ctx);
	cli_say("%s", what->text);
}

static void
say_report(const struct import_report *r)
{
	cli_say(P_("%s page: %s read (%s articles), %s unchanged, %s renamed, %s refused, %s gone; "
		   "%.1f s, %.1f MB/s",
			"%s pages: %s read (%s articles), %s unchanged, %s renamed, %s refused, %s "
			"gone; %.1f s, %.1f MB/s",
			(unsigned long)r->files),
		number_of(r->files).text, number_of(r->read).text, number_of(r->articles).text,
		number_of(r->unchanged).text, number_of(r->renamed).text,
		number_of(r->refused).text, number_of(r->vanished).text, r->seconds,
		r->seconds > 0 ? (double)r->bytes / r->seconds / 1e6 : 0.0);
}

/* Ctrl-c ends the run at a page's border; what is in stays in. */
static void
catch_signals(void)
{
	struct sigaction action = {.sa_handler = on_signal};

	sigemptyset(&action.sa_mask);
	sigaction(SIGINT, &action, NULL);
	sigaction(SIGTERM, &action, NULL);
	sigaction(SIGHUP, &action, NULL);
}

typedef enum err_code (*import_fn)(struct invocation *inv, const struct import_options *options,
	struct import_report *report, struct err *err);

/* One run; *before is the report of the run before this one, or NULL. */
static int
run(struct invocation *inv, import_fn import, struct import_report *before)
{
	struct bar bar = {.log = inv->log, .wanted = isatty(STDERR_FILENO)};
	char *folder = inv->restricted ? NULL : path_config(NULL);
	struct import_options options = {.prune = inv->prune,
		.user_folder = folder,
		.on_progress = on_progress,
		.on_refused = on_refused,
		.on_warning = on_warning,
		.ctx = &bar,
		.cancel = &cancelled};
	struct import_report report = {0};
	struct err err;
	enum err_code code;
	bool news;

	catch_signals();
	priority_lower();
	code = import(inv, &options, &report, &err);
	free(folder);
	bar_clear(&bar);
	news = before == NULL || report.read > 0 || report.renamed > 0 ||
	       report.vanished != before->vanished;
	if (before != NULL)
		*before = report;
	if (code != ERR_ARCHIVE && code != ERR_DAMAGED && code != ERR_NOMEM && report.files > 0 &&
		news)
		say_report(&report);
	if (code == ERR_CANCELLED)
		cli_say("%s", _("interrupted; the next import goes on from here"));
	else if (code == ERR_IO && report.refused > 0)
		return EXIT_REFUSED; /* each was named as it came */
	else if (code != ERR_OK)
		return cli_fail(&err);
	return code == ERR_CANCELLED || report.refused > 0 ? EXIT_REFUSED : EXIT_DONE;
}

static enum err_code
import_paths(struct invocation *inv, const struct import_options *options,
	struct import_report *report, struct err *err)
{
	return import_run(inv->archive, (const char *const *)inv->operands,
		(size_t)inv->operand_count, options, report, err);
}

/* A corrupt archive is kept beside the new one. */
static enum err_code
rebuild(struct invocation *inv, const struct import_options *options, struct import_report *report,
	struct err *err)
{
	char *kept = NULL;
	enum err_code code = import_rebuild(inv->archive_path, (const char *const *)inv->operands,
		(size_t)inv->operand_count, options, report, &kept, err);

	if (report->salvaged > 0)
		cli_say(P_("%s page came out of the damaged archive: its file is gone or cannot be "
			   "read",
				"%s pages came out of the damaged archive: their files are gone or "
				"cannot be read",
				report->salvaged),
			number_of(report->salvaged).text);
	if (kept != NULL)
		cli_say(_("the old archive is kept as %s"), kept);
	free(kept);
	return code;
}

int
cli_rebuild(struct invocation *inv)
{
	int status = invocation_path(inv);

	return status == EXIT_DONE ? run(inv, rebuild, NULL) : status;
}

/* Again and again until a signal ends it. */
static int
watch(struct invocation *inv)
{
	struct import_report report = {0};
	int status = EXIT_DONE;

	do {
		const double rest = report.seconds * WATCH_REST;
		const struct timespec pause = {
			.tv_sec = rest > WATCH_SECONDS ? (time_t)rest : WATCH_SECONDS};

		if (nanosleep(&pause, NULL) != 0)
			break;
		status = run(inv, import_paths, &report);
	} while (!atomic_load(&cancelled) && (status == EXIT_DONE || status == EXIT_REFUSED));
	return atomic_load(&cancelled) ? EXIT_DONE : status;
}

int
cli_import(struct invocation *inv)
{
	int status;

	if (inv->operand_count == 0) {
		cli_say("%s", _("which files or folders? see: baolan help import"));
		return EXIT_USAGE;
	}
	status = invocation_open(inv, ARCHIVE_WRITE);
	if (status != EXIT_DONE)
		return status;
	status = run(inv, import_paths, NULL);
	if (inv->watch && !atomic_load(&cancelled) &&
		(status == EXIT_DONE || status == EXIT_REFUSED))
		status = watch(inv);
	return status;
}
