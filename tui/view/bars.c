#include "view/view.h"
#include "importer.h"

#include <stdio.h>

static const char brand[] = " 报栏 ";

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

void
filter_part_words(struct app *app, unsigned i, char *out, size_t size)
{
	const struct filter_part part = filter_part(app->filter, i);

	part_words(app, &part, out, size);
}

/* A word of the filter and where it stands, the blanks at its ends among its cells. */
struct chip {
	char words[256];
	int x, end;
};

static int
chip_cells(struct app *app, unsigned i, struct chip *chip)
{
	filter_part_words(app, i, chip->words, sizeof chip->words);
	return (int)text_width(chip->words, strlen(chip->words)) + 2;
}

/* The first of the words that are shown: the last ones win where there is no room for all. */
static unsigned
first_chip(struct app *app, int room)
{
	const unsigned count = filter_parts(app->filter);
	unsigned first = count;
	struct chip chip;

	while (first > 0) {
		room -= chip_cells(app, first - 1, &chip) + 1;
		if (room < 0 && first < count)
			break;
		first--;
	}
	return first;
}

/* Sets where the word with this number stands, given the one before it. */
static void
place_chip(struct app *app, unsigned i, int limit, struct chip *chip)
{
	const int w = chip_cells(app, i, chip);

	chip->x = chip->end + 1;
	chip->end = chip->x + w < limit ? chip->x + w : limit;
}

static void
draw_chips(struct app *app, struct area area, int x, int limit)
{
	const unsigned first = first_chip(app, limit - x - 1);
	struct chip chip;

	if (first > 0)
		x = area_text(area, x, 0, ROLE_BAR, sign(SIGN_MORE));
	chip.end = x - 1;
	for (unsigned i = first; i < filter_parts(app->filter); i++) {
		place_chip(app, i, limit, &chip);
		area_fill(area, chip.x, 0, chip.end - chip.x, ROLE_CHIP);
		area_cut(area, chip.x + 1, 0, chip.end - chip.x - 2, ROLE_CHIP, chip.words,
			strlen(chip.words));
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
		n += (size_t)snprintf(out, size, _("importing %s/%s"), number_of(files).text,
			number_of(found).text);
	if (n < size && n > 0)
		n += (size_t)snprintf(out + n, size - n, "  ");
	if (n < size && l->count > 0)
		n += (size_t)snprintf(out + n, size - n, "%s/%s%s",
			number_of(listing_position(l) + 1).text, l->exact ? "" : "≤",
			number_of(l->total).text);
	if (n < size && app_context(app) == CONTEXT_TEXT && app->reading.key != 0)
		snprintf(out + n, size - n, " %3u%%", reading_percent(&app->reading));
}

/* Where the words of the filter begin, and before which column they end. */
static int
chips_begin(struct app *app, struct area area, int *limit)
{
	char words[128];

	position_words(app, words, sizeof words);
	*limit = area.w - 2 - (int)text_width(words, strlen(words));
	return 1 + (int)text_width(brand, strlen(brand));
}

int
bar_part_at(struct app *app, struct area area, int x)
{
	int limit, begin = chips_begin(app, area, &limit);
	const unsigned first = first_chip(app, limit - begin - 1);
	struct chip chip;

	chip.end = (first > 0 ? begin + (int)text_width(sign(SIGN_MORE), strlen(sign(SIGN_MORE)))
			      : begin) -
		   1;
	for (unsigned i = first; i < filter_parts(app->filter); i++) {
		place_chip(app, i, limit, &chip);
		if (x >= chip.x && x < chip.end)
			return (int)i;
	}
	return -1;
}

void
bar_draw_top(struct app *app, struct area area)
{
	char words[128];
	int limit, x;

	area_fill(area, 0, 0, area.w, ROLE_BAR);
	position_words(app, words, sizeof words);
	area_right(area, area.w - 1, 0, ROLE_BAR, words);
	area_text(area, 0, 0, ROLE_BRAND, brand);
	x = chips_begin(app, area, &limit);
	if (x < limit)
		draw_chips(app, area, x, limit);
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
