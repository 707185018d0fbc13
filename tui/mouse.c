#include "mouse.h"
#include "view/view.h"

#define WHEEL_STEPS 3

static void
turn_wheel(struct app *app, struct view *view, int x, int y, enum move move)
{
	for (int i = 0; i < WHEEL_STEPS; i++) {
		if (view->ops->wheel != NULL)
			view->ops->wheel(app, view, x, y, move);
		else if (view->ops->move != NULL)
			view->ops->move(app, view, move);
	}
}

/* A click on a word of the filter takes it back. */
static void
click_bar(struct app *app, int x)
{
	const int part = bar_part_at(app, grid_area(screen_grid(app->screen)), x);

	if (part < 0)
		return;
	filter_remove_part(app->filter, (unsigned)part);
	app_refilter(app);
}

static void
press(struct app *app, struct view *view, const struct event *event)
{
	const int x = event->x - view->area.x, y = event->y - view->area.y;

	if (event->y == 0)
		click_bar(app, event->x);
	else if (view->ops->click != NULL && x >= 0 && x < view->area.w && y >= 0 &&
		 y < view->area.h)
		view->ops->click(app, view, x, y);
}

void
mouse_event(struct app *app, const struct event *event)
{
	struct view *view = app_top(app);
	const int x = event->x - view->area.x, y = event->y - view->area.y;

	switch (event->button) {
	case MOUSE_WHEEL_UP:
		turn_wheel(app, view, x, y, MOVE_UP);
		break;
	case MOUSE_WHEEL_DOWN:
		turn_wheel(app, view, x, y, MOVE_DOWN);
		break;
	case MOUSE_LEFT:
		press(app, view, event);
		break;
	case MOUSE_DRAG:
	case MOUSE_RELEASE:
		if (view->ops->drag != NULL)
			view->ops->drag(app, view, x, event->button == MOUSE_RELEASE);
		break;
	case MOUSE_MIDDLE:
	case MOUSE_RIGHT:
		break;
	}
}
