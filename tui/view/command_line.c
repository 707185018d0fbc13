#include "actions.h"
#include "paths.h"
#include "view/match.h"
#include "view/prompt.h"

/* The `:` line: a command's name and what it takes, both completed with Tab; a name of an article's
 * property may be typed as in a chooser, by its sound. */

#define WORDS_MAX 512
#define CHOICES_BYTES 128

/* What the word before the cursor may become. */
struct words {
	const char *typed; /* the beginning of the word */
	size_t at;         /* where it begins in the line */
	const char *item[WORDS_MAX];
	unsigned count;
	char choices[CHOICES_BYTES]; /* holds those that are cut out of an option's range */
	bool sound;                  /* matched as names are, not by their beginning alone */
};

/* ---- history ---------------------------------------------------------------------------- */

/* A restricted session writes the reader's marks and nothing else. */
static struct history *
commands_typed(struct app *app)
{
	char *path;

	if (app->commands != NULL)
		return app->commands;
	path = app->options->restricted ? NULL : path_state("commands");
	app->commands = history_new(path);
	free(path);
	return app->commands;
}

/* ---- running ----------------------------------------------------------------------------- */

static void
accept(struct app *app, struct prompt *p, const char *typed)
{
	char text[LINE_MAX_BYTES];
	size_t n = (size_t)snprintf(text, sizeof text, "%s", typed + strspn(typed, " "));
	const struct command *command;
	const char *rest;

	(void)p;
	while (n > 0 && text[n - 1] == ' ')
		text[--n] = '\0';
	if (n == 0)
		return;
	n = strcspn(text, " ");
	rest = text + n + strspn(text + n, " ");
	command = command_find(text, n);
	if (commands_typed(app) != NULL)
		history_add(app->commands, text);
	if (command == NULL)
		app_say(app, _("There is no command \"%.*s\"; Tab completes."), (int)n, text);
	else if ((command->where & IN(app_context(app))) == 0)
		app_say(app, _("\"%s\" means nothing here."), command->name);
	else
		command->run(app, command->arg, rest[0] != '\0' ? rest : NULL);
}

/* ---- completing -------------------------------------------------------------------------- */

static void
offer(struct words *w, const char *word)
{
	const bool fits = w->sound && w->typed[0] != '\0'
				  ? match_name(w->typed, word) > 0
				  : strncmp(word, w->typed, strlen(w->typed)) == 0;

	if (fits && w->count < WORDS_MAX)
		w->item[w->count++] = word;
}

static void
offer_commands(struct app *app, struct words *w)
{
	/* The prompt is on top: what counts is the view below. */
	const struct view *below = app->stack[app->depth - 2];
	const enum context context = app->depth == 2 ? app_main_context(app) : below->ops->context;

	for (size_t i = 0; i < command_count; i++)
		if ((commands[i].where & IN(context)) != 0)
			offer(w, commands[i].name);
}

/* Names that the program knows; those of the archive are in the choosers. */
static void
offer_values(struct app *app, struct words *w, enum facet facet)
{
	unsigned n = 0;

	w->sound = true;
	if (facet == FACET_DISTRICT) {
		const struct district *d = gazetteer_districts(app->gazetteer, &n);

		for (unsigned i = 0; i < n; i++)
			offer(w, d[i].name);
		offer(w, "none");
	} else if (facet == FACET_TOPIC && app_lexicon(app) != NULL) {
		const struct topic *t = lexicon_topics(app->lexicon, &n);

		for (unsigned i = 0; i < n; i++)
			offer(w, t[i].name);
	} else if (facet == FACET_KIND) {
		for (enum article_kind kind = 0; kind < KIND_COUNT; kind++)
			offer(w, kind_name(kind));
	}
}

static void
offer_choices(struct words *w, const char *range)
{
	char *rest = w->choices, *word;

	snprintf(w->choices, sizeof w->choices, "%s", range);
	while ((word = strsep(&rest, "|")) != NULL)
		offer(w, word);
}

/* An option's name, and then its values, which are written a|b|c in its range. */
static void
offer_options(struct words *w, const char *rest)
{
	const size_t n = strcspn(rest, " ");

	if (rest[n] == '\0') {
		for (int i = 0; i < CONFIG_COUNT; i++)
			offer(w, config_rows[i].name);
		return;
	}
	w->at += n + 1;
	w->typed += n + 1;
	for (int i = 0; i < CONFIG_COUNT; i++) {
		const struct config_row *row = &config_rows[i];

		if (strlen(row->name) != n || memcmp(row->name, rest, n) != 0)
			continue;
		if (row->type == CONFIG_BOOL || row->type == CONFIG_CHOICE)
			offer_choices(w, row->type == CONFIG_BOOL ? "yes|no" : row->range);
	}
}

static void
find_words(struct app *app, const struct line *line, struct words *w)
{
	const size_t n = strcspn(line->text, " ");
	const struct command *command;

	*w = (struct words){.typed = line->text};
	if (line->text[n] == '\0') {
		offer_commands(app, w);
		return;
	}
	command = command_find(line->text, n);
	w->at = n + strspn(line->text + n, " ");
	w->typed = line->text + w->at;
	if (command == NULL)
		return;
	if (command->run == act_choose)
		offer_values(app, w, (enum facet)command->arg);
	else if (command->run == act_set)
		offer_options(w, w->typed);
	for (enum sort sort = 0; command->run == act_sort && sort < SORT_COUNT; sort++)
		offer(w, sort_name(sort));
}

/* As far as all that fit agree; what fits alone is written out. */
static void
complete(struct app *app, struct prompt *p)
{
	struct words w;
	size_t common, typed;

	find_words(app, &p->line, &w);
	if (w.count == 0)
		return;
	common = strlen(w.item[0]);
	for (unsigned i = 1; i < w.count; i++) {
		size_t n = 0;

		while (n < common && w.item[i][n] == w.item[0][n])
			n++;
		common = n;
	}
	while (common > 0 && ((unsigned char)w.item[0][common] & 0xC0) == 0x80)
		common--; /* whole characters */
	typed = strlen(w.typed);
	if (common < typed && w.count > 1)
		return;
	p->line.len = p->line.at = w.at;
	p->line.text[w.at] = '\0';
	line_insert(&p->line, w.item[0], common);
	if (w.count == 1)
		line_insert(&p->line, " ", 1);
}

static void
draw_words(struct app *app, struct prompt *p, struct area area)
{
	const int y = area.h - 1;
	struct words w;
	int x = 1;

	find_words(app, &p->line, &w);
	if (w.count == 0)
		return;
	area_fill(area, 0, y, area.w, ROLE_BAR);
	for (unsigned i = 0; i < w.count; i++) {
		if (x + (int)text_width(w.item[i], strlen(w.item[i])) > area.w - 1)
			break;
		x = area_text(area, x, y, ROLE_BAR, w.item[i]) + 2;
	}
}

void
command_line_open(struct app *app)
{
	static const struct prompt_ops ops = {
		.accept = accept, .complete = complete, .draw_above = draw_words};
	struct prompt *p = calloc(1, sizeof *p);
	const struct history *history = commands_typed(app);
	const char *const *lines;
	unsigned n;

	if (p == NULL)
		return;
	if (history != NULL) {
		lines = history_lines(history, &n);
		prompt_set_history(p, lines, n);
	}
	prompt_open(app, p, &ops, ":", "");
}
