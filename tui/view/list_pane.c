#include "view/view.h"
#include "view/prompt.h"

#include <stdio.h>

/* Columns at the right of the titles, each with the blank before it. */
#define DISTRICT_CELLS 7
#define DATE_CELLS 11
#define TITLE_CELLS_MIN 24 /* below that the columns give way */

/* In a search each row has a second line, where there is room for a few of them. */
#define SNIPPET_X 5
#define SNIPPET_ROWS_MIN 8

struct columns {
	int district, date; /* where they begin; -1: not shown */
	int title_end;      /* what is at the right of it keeps a blank's distance */
};

static struct columns
find_columns(const struct listing *l, int w)
{
	struct columns c = {-1, -1, w - 1};
	bool dated = false;

	for (unsigned i = 0; i < l->count && !dated; i++)
		dated = l->rows[i].date != 0;
	if (w >= TITLE_CELLS_MIN + DISTRICT_CELLS) {
		c.district = w - DISTRICT_CELLS;
		c.title_end = c.district - 1;
	}
	if (dated && w >= TITLE_CELLS_MIN * 2 + DISTRICT_CELLS + DATE_CELLS) {
		c.date = c.district - DATE_CELLS;
		c.title_end = c.date - 1;
	}
	return c;
}

/* One sign for what is known of the article.  The one of most rows, unread, has the row's own
 * style: every change of style costs bytes on each movement of the cursor. */
static void
draw_mark(struct area area, int y, const struct row *row, style_t under)
{
	if (row->starred || row->noted)
		area_text(
			area, 1, y, under | ROLE_MARK, sign(row->starred ? SIGN_STAR : SIGN_NOTE));
	else if (!row->read)
		area_text(area, 1, y, under | ROLE_TEXT, sign(SIGN_UNREAD));
}

static void
draw_row(struct app *app, struct area area, int y, const struct columns *c, unsigned i,
	style_t under)
{
	const struct listing *l = &app->listing;
	const struct row *row = &l->rows[i];
	const style_t title = under | ROLE_TEXT;
	const size_t len = strlen(row->label);
	char date[16];
	int x;

	/* The bar of the cursor covers the title's column alone: what stands at its right need not
	 * be sent again when the cursor moves. */
	area_fill(area, 0, y, c->title_end, under);
	if (under != 0)
		area_text(area, 0, y, title, sign(SIGN_CURSOR));
	draw_mark(area, y, row, under);
	x = area_cut(area, 3, y, c->title_end - 3, title, row->label, len);
	if (l->hits != NULL && l->hits[i].count > 0)
		draw_ranges(area_sub(area, 3, y, x - 3, 1), 0, 0, title, row->label, 0,
			(uint32_t)text_fit(row->label, len, (size_t)(c->title_end - 4), NULL),
			l->hits[i].ranges, l->hits[i].count);
	if (c->date >= 0 && row->date != 0) {
		snprintf(date, sizeof date, "%04d-%02d-%02d", row->date / 10000 % 10000,
			row->date / 100 % 100, row->date % 100);
		area_text(area, c->date, y, ROLE_DIM, date);
	}
	if (c->district >= 0 && row->district != NULL) {
		const char *name = district_short_name(app, row->district);

		area_cut(area, c->district, y, DISTRICT_CELLS - 1, ROLE_DIM, name, strlen(name));
	}
}

/* The piece of text around the first hit, below its row. */
static void
draw_snippet(struct app *app, struct area area, int y, unsigned i)
{
	const struct snippet *s = snippets_find(&app->snippets, app->listing.rows[i].key);

	if (s != NULL)
		draw_ranges(area_sub(area, SNIPPET_X, y, area.w - SNIPPET_X - 1, 1), 0, 0, ROLE_DIM,
			s->text, 0, (uint32_t)strlen(s->text), s->ranges, s->range_count);
}

static void
ask_snippets(struct app *app, int lines, int w)
{
	const struct listing *l = &app->listing;
	const int first = listing_at_line(l, 0);
	const unsigned from = first > 0 ? (unsigned)first : 0;
	const unsigned to = from + (unsigned)lines < l->count ? from + (unsigned)lines : l->count;

	snippets_show(app, from, to, w > SNIPPET_X + 9 ? (unsigned)(w - SNIPPET_X - 1) : 8);
}

/* Nothing matches: which word is to blame, and what is near. */
static void
draw_nothing(struct app *app, struct area area)
{
	const struct listing *l = &app->listing;
	char text[512];
	size_t n = 0;

	if (l->err.code != ERR_OK) {
		draw_notice(area, ROLE_ALERT, l->err.text);
		return;
	}
	if (!l->known)
		return;
	if (filter_empty(app->filter)) {
		draw_notice(area, ROLE_DIM,
			app->importer != NULL ? _("The first pages are being read …")
					      : _("The archive is empty. Import pages with: "
						  "baolan import FOLDER"));
		return;
	}
	if (search_offers(app)) {
		draw_notice(
			area, ROLE_DIM, _("None has it as it is typed.\nA number takes a word."));
		return;
	}
	n = (size_t)snprintf(text, sizeof text, "%s", _("No article matches."));
	for (unsigned i = 0; i < l->word_count && n < sizeof text; i++) {
		const struct query_word *word = &l->words[i];

		/* A word that stands alone is to blame, however many might have had it. */
		if (word->count > 0 && l->word_count > 1)
			continue;
		n += (size_t)snprintf(
			text + n, sizeof text - n, _("\nNone has \"%s\"."), word->text);
		if (word->near != NULL && n < sizeof text)
			n += (size_t)snprintf(
				text + n, sizeof text - n, _(" Near it: %s"), word->near);
	}
	if (n < sizeof text)
		snprintf(text + n, sizeof text - n, "%s", _("\nEsc takes the last filter back."));
	draw_notice(area, ROLE_DIM, text);
}

void
pane_draw_list(struct app *app, struct area area, bool active)
{
	const struct listing *l = &app->listing;
	const int step = filter_query(app->filter)[0] != '\0' && area.h >= SNIPPET_ROWS_MIN ? 2 : 1;
	const int lines = area.h / step;
	struct columns columns;

	area_clear(area, ROLE_TEXT);
	listing_set_height(app, (unsigned)lines);
	if (l->count == 0) {
		draw_nothing(app, area);
		return;
	}
	columns = find_columns(l, area.w);
	if (step == 2)
		ask_snippets(app, lines, area.w);
	for (int line = 0; line < lines; line++) {
		const int i = listing_at_line(l, (unsigned)line);

		if (i < 0)
			continue;
		draw_row(app, area, line * step, &columns, (unsigned)i,
			(unsigned)i != l->cursor ? 0
			: active                 ? STYLE_SELECTED
						 : STYLE_CURRENT);
		if (step == 2)
			draw_snippet(app, area, line * step + 1, (unsigned)i);
	}
}

int
pane_list_line(struct app *app, struct area area, int y)
{
	return filter_query(app->filter)[0] != '\0' && area.h >= SNIPPET_ROWS_MIN ? y / 2 : y;
}
