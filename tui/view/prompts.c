#include "exporting.h"
#include "marking.h"
#include "view/prompt.h"
#include "view/places.h"

/* The lines that are asked for: a note, a file's name, a filter's name. */

static void
open_line(struct app *app, const struct prompt_ops *ops, const char *label, const char *text)
{
	struct prompt *p = calloc(1, sizeof *p);

	if (p != NULL)
		prompt_open(app, p, ops, label, text);
}

static void
accept_note(struct app *app, struct prompt *p, const char *text)
{
	(void)p;
	marking_note(app, text);
}

void
note_open(struct app *app)
{
	static const struct prompt_ops ops = {.accept = accept_note};

	app_load(app);
	if (app->reading.article != NULL)
		open_line(app, &ops, _("Note:"),
			app->reading.mark.note != NULL ? app->reading.mark.note : "");
}

static void
accept_export(struct app *app, struct prompt *p, const char *text)
{
	(void)p;
	if (text[0] != '\0')
		export_start(app, text);
}

void
export_open(struct app *app)
{
	static const struct prompt_ops ops = {.accept = accept_export};

	if (app->options->restricted)
		app_say(app, "%s", _("Here nothing can be written to files."));
	else
		open_line(app, &ops, _("Export to:"),
			stats_shown(app) != NULL ? "baolan-stats.csv" : "baolan-articles.jsonl");
}

static void
accept_name(struct app *app, struct prompt *p, const char *text)
{
	(void)p;
	if (text[0] != '\0')
		marking_save_filter(app, text);
}

void
save_filter_open(struct app *app)
{
	static const struct prompt_ops ops = {.accept = accept_name};

	if (filter_empty(app->filter))
		app_say(app, "%s", _("There is no filter to save."));
	else
		open_line(app, &ops, _("Save the filter as:"), "");
}
