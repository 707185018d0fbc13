#include "exporting.h"
#include "base/i18n.h"
#include "number.h"
#include "view/places.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct export_job {
	struct job job;
	struct filter *filter;
	enum sort sort;
	char *path;
	struct buf text; /* a table, ready to be written; else articles are */
	bool table;
	/* While it runs. */
	FILE *file;
	struct archive *archive;
	struct buf line;
	uint64_t count;
};

static bool
ends_with(const char *path, const char *ending)
{
	const size_t n = strlen(path), m = strlen(ending);

	return n > m && strcmp(path + n - m, ending) == 0;
}

static enum err_code
write_article(void *ctx, article_key key, struct err *err)
{
	struct export_job *j = ctx;
	enum err_code code;

	buf_clear(&j->line);
	code = article_json(j->archive, key, &j->line, err);
	if (code != ERR_OK)
		return code;
	buf_addc(&j->line, '\n');
	if (!buf_ok(&j->line))
		return err_nomem(err);
	if (fwrite(j->line.data, 1, j->line.len, j->file) != j->line.len)
		return err_errno(err, "%s", j->path);
	j->count++;
	return ERR_OK;
}

static enum err_code
write_all(struct export_job *j, struct session *session, struct err *err)
{
	struct query *query;
	enum err_code code;

	if (j->table) {
		if (fwrite(j->text.data, 1, j->text.len, j->file) != j->text.len)
			return err_errno(err, "%s", j->path);
		return ERR_OK;
	}
	code = session_archive(session, &j->archive, err);
	if (code == ERR_OK)
		code = session_query(session, j->filter, &query, err);
	if (code == ERR_OK)
		code = query_each(query, j->sort, 0, UINT64_MAX, write_article, j, err);
	return code;
}

static void
run(struct job *job, struct session *session)
{
	struct export_job *j = (struct export_job *)job;
	const int fd = open(j->path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0666);

	j->file = fd >= 0 ? fdopen(fd, "w") : NULL;
	if (j->file == NULL) {
		job->code = err_errno(&job->err, "%s", j->path);
		if (fd >= 0)
			close(fd);
		return;
	}
	job->code = write_all(j, session, &job->err);
	if (fclose(j->file) != 0 && job->code == ERR_OK)
		job->code = err_errno(&job->err, "%s", j->path);
	if (job->code != ERR_OK)
		unlink(j->path); /* half a file helps nobody */
}

static void
done(struct job *job, void *ctx)
{
	struct export_job *j = (struct export_job *)job;

	if (job->code != ERR_OK)
		app_complain(ctx, &job->err);
	else if (j->table)
		app_say(ctx, _("Written to %s."), j->path);
	else
		app_say(ctx, _("%s articles written to %s."), number_of(j->count).text, j->path);
}

static void
free_job(struct job *job)
{
	struct export_job *j = (struct export_job *)job;

	filter_free(j->filter);
	free(j->path);
	buf_free(&j->text);
	buf_free(&j->line);
	free(j);
}

/* ~/ is the home folder; anything else is as it is written. */
static char *
expand(const char *path)
{
	const char *home = getenv("HOME");
	char *out;

	if (path[0] != '~' || path[1] != '/' || home == NULL)
		return strdup(path);
	return asprintf(&out, "%s%s", home, path + 1) < 0 ? NULL : out;
}

void
export_start(struct app *app, const char *path)
{
	const struct stats_table *table = stats_shown(app);
	const bool csv = ends_with(path, ".csv"), svg = ends_with(path, ".svg");
	struct export_job *j;

	if (table != NULL ? !csv && !svg : !ends_with(path, ".jsonl")) {
		app_say(app, "%s",
			table != NULL ? _("A table can be written as .csv or .svg.")
				      : _("Articles can be written as .jsonl; for .md, .txt and "
					  ".csv use: baolan export."));
		return;
	}
	j = calloc(1, sizeof *j);
	if (j == NULL)
		return;
	j->job = (struct job){.run = run, .done = done, .free = free_job, .slot = SLOT_EXPORT};
	j->sort = app->sort;
	j->filter = filter_copy(app->filter);
	j->path = expand(path);
	j->table = table != NULL;
	if (table != NULL && csv)
		stats_csv(table, &j->text);
	else if (table != NULL)
		stats_svg(table, &j->text);
	if (j->filter == NULL || j->path == NULL || !buf_ok(&j->text))
		free_job(&j->job);
	else
		worker_post(app->slow, &j->job);
}
