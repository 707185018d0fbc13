#include "marking.h"
#include "view/view.h"

/* The article, full screen.  n and p go to the next article of the list, or in a search from hit
 * to hit, across articles. */

static void
draw(struct app *app, struct view *view, struct area area)
{
	pane_draw_text(app, area, app_top(app) == view);
}

/* The article before or after this one in the list. */
static void
turn(struct app *app, bool forward, enum landing landing)
{
	const struct row *row;

	reading_keep_place(app);
	listing_move(app, forward ? 1 : -1);
	row = listing_row(&app->listing);
	if (row == NULL || row->key == app->reading.key) {
		app_say(app,
			forward ? _("This is the last article.") : _("This is the first article."));
		return;
	}
	reading_ask(app, row->key, landing);
	app_wait(app, SLOT_ARTICLE);
	marking_opened(app);
}

static bool
move(struct app *app, struct view *view, enum move move)
{
	const bool searching = filter_query(app->filter)[0] != '\0';

	(void)view;
	switch (move) {
	case MOVE_NEXT:
		if (!searching || !reading_next_hit(&app->reading, true))
			turn(app, true, searching ? LAND_FIRST_HIT : LAND_WHERE_LEFT);
		return true;
	case MOVE_PREVIOUS:
		if (!searching || !reading_next_hit(&app->reading, false))
			turn(app, false, searching ? LAND_LAST_HIT : LAND_WHERE_LEFT);
		return true;
	default:
		return text_move(app, move);
	}
}

/* Space: a page on, and at the end the next article. */
void
reader_page(struct app *app)
{
	if (reading_at_end(&app->reading))
		turn(app, true, LAND_WHERE_LEFT);
	else
		text_move(app, MOVE_PAGE_DOWN);
}

static void
close_view(struct app *app, struct view *view)
{
	reading_keep_place(app);
	free(view);
}

static const struct view_ops ops = {
	.context = CONTEXT_TEXT, .draw = draw, .move = move, .close = close_view};

bool
reader_is(const struct view *view)
{
	return view->ops == &ops;
}

void
reader_open_key(struct app *app, article_key key)
{
	struct view *view = calloc(1, sizeof *view);

	if (view == NULL)
		return;
	view->ops = &ops;
	if (!reading_has(app, key)) {
		reading_ask(app, key,
			filter_query(app->filter)[0] != '\0' ? LAND_FIRST_HIT : LAND_WHERE_LEFT);
		app_wait(app, SLOT_ARTICLE);
	}
	app_push(app, view);
	marking_opened(app);
}

void
reader_open(struct app *app)
{
	const struct row *row = listing_row(&app->listing);

	listing_hold(&app->listing);
	if (row != NULL)
		reader_open_key(app, row->key);
}
