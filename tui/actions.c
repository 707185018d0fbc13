#include "actions.h"
#include "base/i18n.h"
#include "copying.h"
#include "exporting.h"
#include "marking.h"
#include "view/chooser.h"
#include "view/places.h"
#include "view/prompt.h"

/* ---- filters --------------------------------------------------------------------------- */

void
act_choose(struct app *app, int arg, const char *text)
{
	struct err err;

	if (text == NULL) {
		chooser_open(app, (enum facet)arg);
		return;
	}
	if (app_lexicon(app) == NULL)
		return;
	if (filter_add_named(app->filter, (enum facet)arg, text, app->gazetteer, app->lexicon,
		    &err) != ERR_OK)
		app_complain(app, &err);
	else
		app_refilter(app);
}

void
act_search(struct app *app, int arg, const char *text)
{
	struct err err;

	(void)arg;
	if (text == NULL)
		search_open(app);
	else if (filter_set_query(app->filter, text, &err) != ERR_OK)
		app_complain(app, &err);
	else
		app_refilter(app);
}

void
act_date(struct app *app, int arg, const char *text)
{
	const char *date = text != NULL ? text : "";
	struct err err;
	enum err_code code = arg == 0 ? filter_since(app->filter, date, &err)
				      : filter_until(app->filter, date, &err);

	if (code != ERR_OK)
		app_complain(app, &err);
	else
		app_refilter(app);
}

void
act_flag(struct app *app, int arg, const char *text)
{
	const enum filter_flag flag = (enum filter_flag)arg;
	struct err err;

	(void)text;
	if (flag != FILTER_MENTIONS && app->options->marks == NULL) {
		app_say(app, "%s", _("There is no place for marks."));
		return;
	}
	if (filter_set_flag(app->filter, flag, !filter_flag(app->filter, flag), &err) != ERR_OK)
		app_complain(app, &err);
	else
		app_refilter(app);
}

void
act_filters(struct app *app, int arg, const char *text)
{
	(void)arg;
	(void)text;
	chooser_open_filters(app);
}

void
act_save_filter(struct app *app, int arg, const char *text)
{
	(void)arg;
	if (text != NULL)
		marking_save_filter(app, text);
	else
		save_filter_open(app);
}

void
act_forget_filter(struct app *app, int arg, const char *text)
{
	(void)arg;
	if (text != NULL)
		marking_drop_filter(app, text);
	else
		app_say(app, "%s", _("Which one? forget-filter NAME"));
}

void
act_unfilter(struct app *app, int arg, const char *text)
{
	bool changed = false;

	(void)text;
	if (arg == 0 && app->depth > 1) {
		app_pop(app);
		return;
	}
	while (filter_pop(app->filter)) {
		changed = true;
		if (arg == 0)
			break;
	}
	if (changed)
		app_refilter(app);
}

void
act_take_back(struct app *app, int arg, const char *text)
{
	(void)arg;
	(void)text;
	chooser_open_parts(app);
}

void
act_also(struct app *app, int arg, const char *text)
{
	(void)arg;
	(void)text;
	facets_choose(app, true);
}

void
act_sort(struct app *app, int arg, const char *text)
{
	enum sort sort =
		text != NULL ? sort_from_name(text) : (enum sort)((app->sort + 1) % SORT_COUNT);

	(void)arg;
	if (sort == SORT_COUNT) {
		app_say(app, "%s", _("Orders: page newest oldest relevance title length"));
		return;
	}
	/* Relevance is to a search. */
	if (text == NULL && sort == SORT_RELEVANCE && filter_query(app->filter)[0] == '\0')
		sort = (enum sort)(sort + 1);
	app->sort = sort;
	app_say(app, _("Sorted by: %s"), sort_label(sort));
	app_refilter(app);
}

void
act_set(struct app *app, int arg, const char *text)
{
	(void)arg;
	if (text != NULL)
		app_set_option(app, text);
	else
		app_say(app, "%s", _("Which one? set NAME VALUE"));
}

/* ---- articles -------------------------------------------------------------------------- */

void
act_open(struct app *app, int arg, const char *text)
{
	struct view *view = app_top(app);

	(void)arg;
	(void)text;
	if (view->ops->open != NULL)
		view->ops->open(app, view);
}

void
act_page(struct app *app, int arg, const char *text)
{
	(void)arg;
	(void)text;
	if (app->depth > 1)
		reader_page(app);
	else
		text_move(app, MOVE_PAGE_DOWN);
}

void
act_move(struct app *app, int arg, const char *text)
{
	struct view *view = app_top(app);

	(void)text;
	if (view->ops->move != NULL)
		view->ops->move(app, view, (enum move)arg);
}

void
act_raw(struct app *app, int arg, const char *text)
{
	(void)arg;
	(void)text;
	raw_open(app);
}

void
act_why(struct app *app, int arg, const char *text)
{
	(void)arg;
	(void)text;
	app_explain(app);
}

void
act_related(struct app *app, int arg, const char *text)
{
	(void)arg;
	(void)text;
	related_open(app);
}

void
act_mark_read(struct app *app, int arg, const char *text)
{
	(void)arg;
	(void)text;
	marking_toggle_read(app);
}

void
act_star(struct app *app, int arg, const char *text)
{
	(void)arg;
	(void)text;
	marking_toggle_star(app);
}

void
act_note(struct app *app, int arg, const char *text)
{
	(void)arg;
	if (text != NULL)
		marking_note(app, text);
	else
		note_open(app);
}

void
act_correct(struct app *app, int arg, const char *text)
{
	(void)arg;
	(void)text;
	chooser_open_correction(app);
}

void
act_undo(struct app *app, int arg, const char *text)
{
	(void)arg;
	(void)text;
	marking_undo(app);
}

void
act_copy(struct app *app, int arg, const char *text)
{
	(void)text;
	if (arg == 0)
		copy_article(app);
	else
		copy_citation(app);
}

void
act_export(struct app *app, int arg, const char *text)
{
	(void)arg;
	if (text != NULL && !app->options->restricted)
		export_start(app, text);
	else
		export_open(app);
}

/* ---- places ---------------------------------------------------------------------------- */

void
act_stats(struct app *app, int arg, const char *text)
{
	(void)arg;
	(void)text;
	stats_open(app);
}

void
act_map(struct app *app, int arg, const char *text)
{
	(void)arg;
	(void)text;
	map_open(app);
}

void
act_turn(struct app *app, int arg, const char *text)
{
	(void)text;
	stats_turn(app, arg);
}

void
act_chooser(struct app *app, int arg, const char *text)
{
	(void)text;
	if (arg == 0)
		chooser_mark(app);
	else if (arg == 1)
		chooser_all(app);
	else
		chooser_forget(app);
}

void
act_pane(struct app *app, int arg, const char *text)
{
	(void)text;
	if (app->depth == 1)
		main_view_focus(app, arg);
}

void
act_widen(struct app *app, int arg, const char *text)
{
	(void)text;
	if (app->depth == 1)
		main_view_widen(app, arg);
}

void
act_help(struct app *app, int arg, const char *text)
{
	(void)arg;
	(void)text;
	if (app_context(app) != CONTEXT_HELP)
		help_open(app);
}

void
act_command_line(struct app *app, int arg, const char *text)
{
	(void)arg;
	(void)text;
	command_line_open(app);
}

void
act_redraw(struct app *app, int arg, const char *text)
{
	(void)arg;
	(void)text;
	screen_forget(app->screen);
}

void
act_look(struct app *app, int arg, const char *text)
{
	(void)arg;
	(void)text;
	app_look(app);
}

void
act_suspend(struct app *app, int arg, const char *text)
{
	(void)arg;
	(void)text;
	app_suspend(app);
}

void
act_back(struct app *app, int arg, const char *text)
{
	(void)arg;
	(void)text;
	if (app->depth > 1)
		app_pop(app);
	else
		app->quit = true;
}

void
act_quit(struct app *app, int arg, const char *text)
{
	(void)arg;
	(void)text;
	app->quit = true;
}

/* ---- typing ---------------------------------------------------------------------------- */

void
act_prompt(struct app *app, int arg, const char *text)
{
	(void)text;
	switch ((enum prompt_action)arg) {
	case PROMPT_ACCEPT:
		prompt_accept(app);
		break;
	case PROMPT_CANCEL:
		prompt_cancel(app);
		break;
	case PROMPT_COMPLETE:
		prompt_complete(app);
		break;
	case PROMPT_OLDER:
		prompt_walk(app, 1);
		break;
	case PROMPT_NEWER:
		prompt_walk(app, -1);
		break;
	}
}

void
act_edit(struct app *app, int arg, const char *text)
{
	(void)text;
	if (app_context(app) == CONTEXT_PROMPT)
		prompt_edit(app, (enum line_edit)arg);
	else
		chooser_edit(app, (enum line_edit)arg);
}
