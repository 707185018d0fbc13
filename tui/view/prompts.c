#include "exporting.h"
#include "marking.h"
#include "view/prompt.h"
#include "view/places.h"

/* The lines that are asked for: a command, a note, a file's name, a filter's name. */

/* ---- the command line ------------------------------------------------------------------- */

#define COMMANDS_KEPT 50

static char *kept[COMMANDS_KEPT]; /* the latest first */

static void
keep(const char *text)
{
	char *copy = strdup(text);

	if (copy == NULL)
		return;
	free(kept[COMMANDS_KEPT - 1]);
	memmove(kept + 1, kept, (COMMANDS_KEPT - 1) * sizeof kept[0]);
	kept[0] = copy;
}

void
prompts_forget(void)
{
	for (unsigned i = 0; i < COMMANDS_KEPT; i++) {
		free(kept[i]);
		kept[i] = NULL;
	}
}

static void
run_command(struct app *app, struct prompt *p, const char *text)
{
	const size_t n = strcspn(text, " ");
	const struct command *command = command_find(text, n);
	const char *rest = text + n + strspn(text + n, " ");

	(void)p;
	if (text[0] == '\0')
		return;
	keep(text);
	if (command == NULL)
		app_say(app, _("There is no command \"%.*s\"; Tab completes."), (int)n, text);
	else if ((command->where & IN(app_context(app))) == 0)
		app_say(app, _("\"%s\" means nothing here."), command->name);
	else
		command->run(app, command->arg, rest[0] != '\0' ? rest : NULL);
}

static bool
fits(struct app *app, const struct command *c, const char *typed, size_t len)
{
	/* The prompt is on top: what counts is the view below. */
	const struct view *below = app->stack[app->depth - 2];
	const enum context context = app->depth == 2 ? app_main_context(app) : below->ops->context;

	return strncmp(c->name, typed, len) == 0 && (c->where & IN(context)) != 0;
}

/* Completes as far as all that fit agree. */
static void
complete(struct app *app, struct prompt *p)
{
	const char *typed = p->line.text, *first = NULL;
	const size_t len = p->line.len;
	size_t common = 0;

	for (size_t i = 0; i < command_count; i++) {
		const char *name = commands[i].name;
		size_t n = 0;

		if (!fits(app, &commands[i], typed, len))
			continue;
		if (first == NULL) {
			first = name;
			common = strlen(name);
			continue;
		}
		while (n < common && name[n] == first[n])
			n++;
		common = n;
	}
	if (first != NULL && common > len)
		line_insert(&p->line, first + len, common - len);
}

static void
draw_candidates(struct app *app, struct prompt *p, struct area area)
{
	const int y = area.h - 1;
	int x = 1;

	if (strchr(p->line.text, ' ') != NULL)
		return;
	area_fill(area, 0, y, area.w, ROLE_BAR);
	for (size_t i = 0; i < command_count; i++) {
		const char *name = commands[i].name;

		if (!fits(app, &commands[i], p->line.text, p->line.len))
			continue;
		if (x + (int)strlen(name) > area.w - 1)
			break;
		x = area_text(area, x, y, ROLE_BAR, name) + 2;
	}
}

void
command_line_open(struct app *app)
{
	static const struct prompt_ops ops = {
		.accept = run_command, .complete = complete, .draw_above = draw_candidates};
	struct prompt *p = calloc(1, sizeof *p);
	unsigned n = 0;

	if (p == NULL)
		return;
	while (n < COMMANDS_KEPT && kept[n] != NULL)
		n++;
	prompt_set_history(p, (const char *const *)kept, n);
	prompt_open(app, p, &ops, ":", "");
}

/* ---- one line for one purpose ----------------------------------------------------------- */

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
