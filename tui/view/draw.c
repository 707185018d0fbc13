#include "view/view.h"
#include "text/wrap.h"

#include <stdio.h>

void
draw_notice(struct area area, style_t style, const char *text)
{
	struct arena *arena = arena_new(4096);
	struct break_rules *rules = NULL;
	const unsigned width = area.w > 8 ? (unsigned)area.w - 4 : (unsigned)area.w;
	struct wrap wrap;
	struct wrap_line line;
	int y = area.h / 3;

	if (arena != NULL && width > 0 && break_rules_new(BREAK_BASIC, &rules, NULL) == ERR_OK &&
		wrap_begin(&wrap, text, strlen(text), &(struct wrap_options){rules, width, 0, 0},
			arena, NULL) == ERR_OK) {
		while (wrap_next(&wrap, &line) && y < area.h) {
			area_textn(area, (area.w - (int)line.width) / 2, y, style,
				text + line.start, line.end - line.start);
			y++;
		}
	}
	break_rules_free(rules);
	arena_free(arena);
}

void
draw_bar(struct area area, int x, int y, int w, style_t style, uint64_t value, uint64_t most)
{
	uint64_t eighths;

	if (most == 0 || w <= 0)
		return;
	eighths = (uint64_t)((double)value / (double)most * w * 8);
	if (value > 0 && eighths == 0)
		eighths = 1;
	area_repeat(area, x, y, (int)(eighths / 8), style, sign(SIGN_FULL));
	if (eighths % 8 != 0)
		area_text(area, x + (int)(eighths / 8), y, style, sign_eighth(eighths % 8));
}

void
draw_ranges(struct area area, int x, int y, style_t style, const char *text, uint32_t start,
	uint32_t end, const struct range *ranges, unsigned count)
{
	const style_t lit = (style_t)((style & 0xFF00) | ROLE_HIT);

	area_textn(area, x, y, style, text + start, end - start);
	for (unsigned i = 0; i < count; i++) {
		const uint32_t from = ranges[i].start > start ? ranges[i].start : start;
		const uint32_t to = ranges[i].end < end ? ranges[i].end : end;
		int at;

		if (from >= to)
			continue;
		at = x + (int)text_width(text + start, from - start);
		area_restyle(area, at, y, (int)text_width(text + from, to - from), lit);
	}
}

static void
draw_corners(struct area box)
{
	static const enum sign corners[] = {
		SIGN_CORNER_1, SIGN_CORNER_2, SIGN_CORNER_3, SIGN_CORNER_4};

	for (int i = 0; i < 4; i++)
		area_text(box, i % 2 != 0 ? box.w - 1 : 0, i / 2 != 0 ? box.h - 1 : 0, ROLE_RULE,
			sign(corners[i]));
}

struct area
box_area(struct area area, int w, int h)
{
	if (w > area.w)
		w = area.w;
	if (h > area.h)
		h = area.h;
	return area_sub(area, (area.w - w) / 2, (area.h - h) / 2, w, h);
}

struct area
draw_box(struct area area, int w, int h, const char *title)
{
	const struct area box = box_area(area, w, h);

	w = box.w;
	h = box.h;
	area_clear(box, ROLE_TEXT);
	if (w < 6 || h < 4)
		return box;
	for (int y = 0; y < h; y += h - 1)
		area_repeat(box, 0, y, w, ROLE_RULE, sign(SIGN_HORIZONTAL));
	for (int y = 1; y < h - 1; y++) {
		area_text(box, 0, y, ROLE_RULE, sign(SIGN_VERTICAL));
		area_text(box, w - 1, y, ROLE_RULE, sign(SIGN_VERTICAL));
	}
	draw_corners(box);
	if (title[0] != '\0') {
		area_fill(box, 2, 0, (int)text_width(title, strlen(title)) + 2, ROLE_TEXT);
		area_text(box, 3, 0, ROLE_STRONG, title);
	}
	return area_sub(box, 2, 1, w - 4, h - 2);
}
