#include "options.h"
#include "base/i18n.h"

#include <stdio.h>
#include <string.h>

static void
warn(void *ctx, const struct err *err)
{
	app_complain(ctx, err);
}

void
options_theme(struct app *app)
{
	const char *name = config_text(app->options->config, CONFIG_THEME);
	struct theme *theme;
	struct err err;

	if (strcmp(name, "auto") == 0)
		name = probe_dark(app->probe) ? "dark" : "light";
	/* Mistakes are told once. */
	if (theme_load(name, app->options->theme_file, app->theme == NULL ? warn : NULL, app,
		    &theme, &err) != ERR_OK) {
		app_complain(app, &err);
		return;
	}
	screen_set_theme(app->screen, theme);
	theme_free(app->theme);
	app->theme = theme;
}

/* Lines are made anew, and the screen with them. */
static void
set_anew(struct app *app)
{
	app->reading.setting.width = 0;
	screen_forget(app->screen);
}

static void
set_breaks(struct app *app)
{
	const char *name = config_text(app->options->config, CONFIG_BREAK_LEVEL);
	struct break_rules *breaks;
	struct err err;

	if (break_rules_new(break_level_from_name(name), &breaks, &err) != ERR_OK) {
		app_complain(app, &err);
		return;
	}
	break_rules_free(app->breaks);
	app->breaks = breaks;
}

static void
set_widths(struct app *app)
{
	const char *ambiguous = config_text(app->options->config, CONFIG_AMBIGUOUS);

	if (strcmp(ambiguous, "auto") == 0)
		probe_apply_widths(app->probe);
	else
		width_set_ambiguous(strcmp(ambiguous, "wide") == 0);
}

void
options_ask_terminal(struct app *app)
{
	const char *ambiguous = config_text(app->options->config, CONFIG_AMBIGUOUS);

	set_widths(app);
	probe_ask(app->probe, app->screen, strcmp(ambiguous, "auto") == 0);
}

/* What is not looked up anew at each use. */
static void
apply(struct app *app, enum config_id id)
{
	switch (id) {
	case CONFIG_THEME:
		options_theme(app);
		break;
	case CONFIG_BREAK_LEVEL:
		set_breaks(app);
		set_anew(app);
		break;
	case CONFIG_AMBIGUOUS:
		set_widths(app);
		set_anew(app);
		break;
	case CONFIG_MOUSE:
		screen_set_mouse(app->screen, config_bool(app->options->config, id));
		break;
	case CONFIG_SORT:
		app->sort = sort_from_name(config_text(app->options->config, id));
		app_refilter(app);
		break;
	default:
		break;
	}
}

static void
take_option(struct app *app, enum config_id id, const char *value)
{
	const char *name = config_rows[id].name;
	const char *file = app->options->restricted ? NULL : app->options->config_file;
	struct err err;

	if (value[0] == '\0') {
		app_say(app, "%s = %s", name, config_text(app->options->config, id));
		return;
	}
	if (config_set(app->options->config, name, value, ":set", &err) != ERR_OK ||
		(file != NULL && config_store(file, name, value, &err) != ERR_OK)) {
		app_complain(app, &err);
		return;
	}
	apply(app, id);
	app_say(app, "%s = %s", name, config_text(app->options->config, id));
}

void
app_set_option(struct app *app, const char *text)
{
	const size_t n = strcspn(text, " =");
	const char *value = text + n + strspn(text + n, " =");

	for (int i = 0; i < CONFIG_COUNT; i++) {
		if (strlen(config_rows[i].name) == n && memcmp(config_rows[i].name, text, n) == 0) {
			take_option(app, (enum config_id)i, value);
			return;
		}
	}
	app_say(app, _("There is no option \"%.*s\"; Tab completes."), (int)n, text);
}
