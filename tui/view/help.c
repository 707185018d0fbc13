#include "view/places.h"

#include <stdio.h>

/* Every key of the place one was in, made from the table of commands and the bindings. */

struct help_line {
	const struct command *command; /* NULL: a heading */
	char keys[48];
	const char *text;
};

struct help {
	struct view view;
	struct help_line *lines;
	unsigned count, top, height;
};

static void
add_commands(struct app *app, struct help *h, enum context context, bool own)
{
	for (size_t i = 0; i < command_count; i++) {
		const struct command *c = &commands[i];
		struct help_line *line = &h->lines[h->count];
		const bool here = (c->where & IN(context)) != 0;
		const bool everywhere = (c->where & IN_VIEWS) == IN_VIEWS;

		if (!here || everywhere == own)
			continue;
		*line = (struct help_line){.command = c, .text = _(c->help)};
		if (keymap_keys(app->keymap, context, c, 4, line->keys, sizeof line->keys) == 0)
			snprintf(line->keys, sizeof line->keys, ":%s", c->name);
		h->count++;
	}
}

static void
add_heading(struct help *h, const char *text)
{
	if (h->count > 0)
		h->lines[h->count++] = (struct help_line){.text = ""};
	h->lines[h->count++] = (struct help_line){.text = text};
}

static const char *
place_name(enum context context)
{
	static const char *const names[CONTEXTS] = {
		[CONTEXT_FACETS] = N_("Districts and topics"),
		[CONTEXT_LIST] = N_("List of articles"),
		[CONTEXT_TEXT] = N_("Article"),
		[CONTEXT_RAW] = N_("The page's own text"),
		[CONTEXT_CHOOSER] = N_("Choosing"),
		[CONTEXT_MAP] = N_("District map"),
		[CONTEXT_STATS] = N_("Statistics"),
		[CONTEXT_RELATED] = N_("Related articles"),
		[CONTEXT_HELP] = N_("Help"),
		[CONTEXT_PROMPT] = N_("A line to type in"),
	};

	return names[context] != NULL ? _(names[context]) : "";
}

static void
draw(struct app *app, struct view *view, struct area area)
{
	struct help *h = (struct help *)view;
	const int keys = area.w < 50 ? 14 : 24;
	const unsigned last = h->count > (unsigned)area.h ? h->count - (unsigned)area.h : 0;

	(void)app;
	area_clear(area, ROLE_TEXT);
	h->height = (unsigned)area.h;
	if (h->top > last)
		h->top = last;
	for (int y = 0; y < area.h && h->top + (unsigned)y < h->count; y++) {
		const struct help_line *line = &h->lines[h->top + (unsigned)y];

		if (line->command == NULL) {
			area_text(area, 1, y, ROLE_KICKER, line->text);
			continue;
		}
		area_cut(area, 2, y, keys - 3, ROLE_KEY, line->keys, strlen(line->keys));
		area_cut(area, keys, y, area.w - keys - 1, ROLE_TEXT, line->text,
			strlen(line->text));
	}
}

static bool
move(struct app *app, struct view *view, enum move move)
{
	struct help *h = (struct help *)view;
	const int64_t page = h->height > 1 ? h->height - 1 : 1;
	int64_t top = h->top;

	(void)app;
	top += move == MOVE_DOWN ? 1 : move == MOVE_UP ? -1 : 0;
	top += move == MOVE_PAGE_DOWN || move == MOVE_HALF_DOWN ? page : 0;
	top -= move == MOVE_PAGE_UP || move == MOVE_HALF_UP ? page : 0;
	if (move == MOVE_FIRST || top < 0)
		top = 0;
	if (move == MOVE_LAST)
		top = h->count;
	h->top = (unsigned)top;
	return true;
}

static void
close_view(struct app *app, struct view *view)
{
	(void)app;
	free(((struct help *)view)->lines);
	free(view);
}

static const struct view_ops ops = {
	.context = CONTEXT_HELP, .draw = draw, .move = move, .close = close_view};

void
help_open(struct app *app)
{
	const enum context context = app_context(app);
	struct help *h = calloc(1, sizeof *h);

	if (h == NULL)
		return;
	h->view.ops = &ops;
	h->lines = calloc(command_count + 8, sizeof *h->lines);
	if (h->lines == NULL) {
		free(h);
		return;
	}
	add_heading(h, place_name(context));
	add_commands(app, h, context, true);
	add_heading(h, _("Everywhere"));
	add_commands(app, h, context, false);
	app_push(app, &h->view);
}
