#include "view/view.h"
#include "importer.h"

#include <inttypes.h>
#include <stdio.h>

/* ---- the top: name, filter, position --------------------------------------------------- */

static void
part_words(struct app *app, const struct filter_part *part, char *out, size_t size)
{
	switch (part->kind) {
	case PART_FACET:
		snprintf(out, size, "%s", facet_label(app, part->facet, part->value));
		break;
	case PART_SINCE:
		snprintf(out, size, _("from %s"), part->value);
		break;
	case PART_UNTIL:
		snprintf(out, size, _("until %s"), part->value);
		break;
	case PART_FLAG:
		snprintf(out, size, "%s",
			part->flag == FILTER_MENTIONS ? _("mentions too")
			: part->flag == FILTER_UNREAD ? _("unread")
						      : _("starred"));
		break;
	case PART_QUERY:
		snprintf(out, size, "/%s", part->value);
		break;
	}
}

/* The parts of the filter as words; the last ones win where there is no room for all. */
static void
draw_chips(struct app *app, struct area area, int x, int limit)
{
	const unsigned count = filter_parts(app->filter);
	char words[256];
	unsigned first = count;
	int room = limit - x - 2, w = 0;

	while (first > 0) {
		struct filter_part part = filter_part(app->filter, first - 1);

		part_words(app, &part, words, sizeof words);
		w += (int)text_width(words, strlen(words)) + 3;
		if (w > room && first < count)
			break;
		first--;
	}
	if (first > 0)
		x = area_text(area, x, 0, ROLE_BAR, "…");
	for (unsigned i = first; i < count; i++) {
		struct filter_part part = filter_part(app->filter, i);
		int end;

		part_words(app, &part, words, sizeof words);
		area_text(area, x, 0, ROLE_CHIP, " ");
		end = area_cut(area, x + 1, 0, limit - x - 2, ROLE_CHIP, words, strlen(words));
		area_text(area, end, 0, ROLE_CHIP, " ");
		x = end + 2;
	}
}

static void
position_words(struct app *app, char *out, size_t size)
{
	const struct listing *l = &app->listing;
	size_t n = 0;
	uint64_t files, found;

	out[0] = '\0';
	if (importer_progress(app->importer, &files, &found))
		n += (size_t)snprintf(out, size, _("importing %" PRIu64 "/%" PRIu64), files, found);
	if (n < size && n > 0)
		n += (size_t)snprintf(out + n, size - n, "  ");
	if (n < size && l->count > 0)
		n += (size_t)snprintf(out + n, size - n, "%" PRIu64 "/%s%" PRIu64,
			listing_position(l) + 1, l->exact ? "" : "≤", l->total);
	if (n < size && app_context(app) == CONTEXT_TEXT && app->reading.key != 0)
		snprintf(out + n, size - n, " %3u%%", reading_percent(&app->reading));
}

void
bar_draw_top(struct app *app, struct area area)
{
	char words[128];
	int x, end;

	area_fill(area, 0, 0, area.w, ROLE_BAR);
	position_words(app, words, sizeof words);
	end = area_right(area, area.w - 1, 0, ROLE_BAR, words) - 1;
	x = area_text(area, 0, 0, ROLE_BRAND, " 报栏 ");
	if (x < end)
		draw_chips(app, area, x + 1, end);
}

/* ---- the bottom: a message, or the keys of the place one is in -------------------------- */

/* How a command stands in the key bar: its first key and its label; 0 cells: not at all. */
static int
key_words(struct app *app, const struct command *command, char *key, size_t size)
{
	const enum context context = app_context(app);
	const char *label = command->label != NULL ? _(command->label) : "";

	if ((command->bar & IN(context)) == 0 ||
		keymap_keys(app->keymap, context, command, 1, key, size) == 0)
		return 0;
	return (int)(text_width(key, strlen(key)) + text_width(label, strlen(label))) + 3;
}

/* The way out and the help are always there; of the others as many as there is room for. */
static bool
is_always_there(const struct command *command)
{
	return strcmp(command->name, "help") == 0 || strcmp(command->name, "back") == 0;
}

void
bar_draw_bottom(struct app *app, struct area area)
{
	char key[KEY_NAME_MAX * 2];
	int x = 1, room = area.w - 1;

	area_fill(area, 0, 0, area.w, ROLE_TEXT);
	if (app->message[0] != '\0') {
		area_cut(area, 1, 0, area.w - 2, app->message_bad ? ROLE_ALERT : ROLE_STRONG,
			app->message, strlen(app->message));
		return;
	}
	for (size_t i = 0; i < command_count; i++)
		if (is_always_there(&commands[i]))
			room -= key_words(app, &commands[i], key, sizeof key);
	for (size_t i = 0; i < command_count; i++) {
		const int w = key_words(app, &commands[i], key, sizeof key);

		if (w == 0 || (!is_always_there(&commands[i]) && w > room))
			continue;
		if (!is_always_there(&commands[i]))
			room -= w;
		area_text(area, x, 0, ROLE_KEY, key);
		area_text(area, x + (int)text_width(key, strlen(key)) + 1, 0, ROLE_HINT,
			_(commands[i].label));
		x += w;
	}
}
