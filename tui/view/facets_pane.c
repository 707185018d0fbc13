#include "view/view.h"

static void
draw_entry(struct app *app, struct area area, int y, const struct facet_entry *e, style_t under)
{
	const bool chosen = filter_has(app->filter, e->facet, e->value);
	const enum role role = chosen ? ROLE_STRONG : e->count == 0 ? ROLE_DIM : ROLE_TEXT;
	const char *name = e->name;
	int right;

	area_fill(area, 0, y, area.w, under);
	if (under != 0)
		area_text(area, 0, y, under | ROLE_TEXT, sign(SIGN_CURSOR));
	if (chosen)
		area_text(area, 1, y, under | ROLE_MARK, sign(SIGN_TICK));
	right = area_right(area, area.w - 1, y,
		under | (style_t)(e->count == 0 ? ROLE_DIM : ROLE_COUNT), number_of(e->count).text);
	if (e->facet == FACET_DISTRICT && (int)text_width(name, strlen(name)) > right - 4)
		name = district_short_name(app, name);
	area_cut(area, 3, y, right - 4, under | (style_t)role, name, strlen(name));
}

void
pane_draw_facets(struct app *app, struct area area, bool active)
{
	struct facets *f = &app->facets;

	area_clear(area, ROLE_TEXT);
	facets_move(f, 0, (unsigned)area.h);
	for (int y = 0; y < area.h && f->top + (unsigned)y < f->count; y++) {
		const unsigned i = f->top + (unsigned)y;
		const struct facet_entry *e = &f->entries[i];

		if (e->head)
			area_text(area, 1, y, ROLE_KICKER, e->name);
		else
			draw_entry(app, area, y, e,
				i != f->cursor ? 0
				: active       ? STYLE_SELECTED
					       : 0);
	}
}
