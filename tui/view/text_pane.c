#include "view/view.h"

static const enum role roles[PASSAGE_KINDS] = {
	[PASSAGE_SECTION] = ROLE_DIM,
	[PASSAGE_KICKER] = ROLE_KICKER,
	[PASSAGE_TITLE] = ROLE_TITLE,
	[PASSAGE_DECK] = ROLE_KICKER,
	[PASSAGE_BYLINE] = ROLE_BYLINE,
	[PASSAGE_PARA] = ROLE_TEXT,
	[PASSAGE_SUBHEAD] = ROLE_SUBHEAD,
	[PASSAGE_CAPTION] = ROLE_CAPTION,
	[PASSAGE_CREDIT] = ROLE_BYLINE,
	[PASSAGE_NOTE] = ROLE_MARK,
	[PASSAGE_META] = ROLE_DIM,
};

/* The hit that one is at looks different from the others, or n would seem to do nothing where the
 * next one is on the same screen. */
static void
draw_here(const struct reading *r, struct area area, int x, int y, const struct text_line *line)
{
	unsigned passage;
	const struct range *here = reading_here(r, &passage);
	const char *text = r->passages[line->passage].text;
	uint32_t from, to;

	if (here == NULL || passage != line->passage)
		return;
	from = here->start > line->start ? here->start : line->start;
	to = here->end < line->end ? here->end : line->end;
	if (from < to)
		area_restyle(area, x + (int)text_width(text + line->start, from - line->start), y,
			(int)text_width(text + from, to - from), ROLE_HERE);
}

static void
draw_line(const struct reading *r, struct area area, int x, int y, const struct text_line *line)
{
	const struct passage *p;

	if (line->passage == NO_PASSAGE) {
		if (line->rule)
			area_repeat(area, x, y, (int)r->setting.width, ROLE_RULE,
				sign(SIGN_HORIZONTAL));
		return;
	}
	p = &r->passages[line->passage];
	if (p->kind == PASSAGE_CAPTION && line->indent >= 2)
		area_text(area, x, y, ROLE_CAPTION, sign(SIGN_QUOTE_BAR));
	if (r->explained)
		draw_ranges(area, x + line->indent, y, (style_t)roles[p->kind], p->text,
			line->start, line->end, p->reasons, p->reason_count);
	else
		draw_ranges(area, x + line->indent, y, (style_t)roles[p->kind], p->text,
			line->start, line->end, p->hits, p->hit_count);
	if (!r->explained)
		draw_here(r, area, x + line->indent, y, line);
}

/* The column of text: at most the measure, in the middle of what is wider, with a cell at the
 * left and two at the right into which stops hang. */
static struct setting
find_setting(struct app *app, int w, int *x)
{
	const struct config *config = app->options->config;
	const bool hang = config_bool(config, CONFIG_HANG) && w > 12;
	const int margin = w > 12 ? 1 : 0;
	int width = w - margin - (hang ? 2 : margin);
	const int measure = (int)config_number(config, CONFIG_MEASURE);

	if (width > measure)
		width = measure;
	if (width < 1)
		width = 1;
	*x = (w - width) / 2;
	if (*x < margin || w - width <= 4)
		*x = margin;
	return (struct setting){.breaks = app->breaks,
		.width = (unsigned)width,
		.indent = (unsigned)config_number(config, CONFIG_INDENT),
		.hang = hang};
}

void
pane_draw_text(struct app *app, struct area area, bool active)
{
	struct reading *r = &app->reading;
	struct setting setting;
	int x;

	(void)active;
	area_clear(area, ROLE_TEXT);
	if (area.w <= 0 || area.h <= 0)
		return;
	if (r->err.code != ERR_OK) {
		draw_notice(area, ROLE_ALERT, r->err.text);
		return;
	}
	setting = find_setting(app, area.w, &x);
	reading_fit(app, &setting, (unsigned)area.h);
	for (int y = 0; y < area.h && r->top + (unsigned)y < r->line_count; y++)
		draw_line(r, area, x, y, &r->lines[r->top + (unsigned)y]);
}
