#include "page/scene.h"

#include <string.h>

static void
add_next(const struct scene *s)
{
	const struct observer *o = s->o;
	const struct view *next = s->next, *then;
	struct features *f = s->out;

	if (next == NULL)
		return;
	add_if(f, is_seam(s->sheet, s->last, next), F_SEAM_AFTER);
	add_if(f, view_has(next, VIEW_DATELINE), F_NEXT_DATELINE);
	add_if(f, is_opening(o, next) && is_long(next), F_NEXT_OPENING);
	add_if(f, view_has(next, VIEW_ROLE | VIEW_MARK | VIEW_TEXT), F_NEXT_BYLINE);
	add_if(f, view_has(next, VIEW_NAME), F_NEXT_NAME);
	add_if(f, view_has(next, VIEW_CALLED), F_NEXT_CALLED);
	add_if(f, view_has(next, VIEW_PHOTO), F_NEXT_PHOTO);
	add_if(f, is_long(next), F_NEXT_LONG);
	add_if(f, !is_long(next) && is_sentence(&s->views[next->run_end - 1]), F_NEXT_SENTENCE);
	add_if(f, view_is_headlike(next), F_NEXT_HEADLIKE);
	add_if(f, next->first_class == CC_BULLET, F_NEXT_BULLET);
	add_if(f, (next->hits.start & o->number) != 0, F_NEXT_NUMBER);
	add_if(f, next->first_class == CC_DASH, F_NEXT_DASH);
	add_if(f, (next->hits.start & (o->question | o->answer)) != 0, F_NEXT_ASKS);
	add_if(f, is_salute(o, next), F_NEXT_SALUTE);
	add_if(f, next->verse_lines >= 4, F_NEXT_VERSE);
	add_if(f, next->folio == FOLIO_BARE_DATE, F_NEXT_DATE);
	add_if(f,
		next->first_class == s->v->first_class && next->first == s->v->first &&
			next->first_class == CC_BULLET,
		F_SAME_BULLET_AFTER);
	add_if(f, s->v->chars > next->chars + 1 && !is_long(s->v) && !is_long(next),
		F_LONGER_THAN_NEXT);
	add_if(f, s->v->chars + 1 < next->chars && !is_long(next), F_SHORTER_THAN_NEXT);
	if (next->run_end >= s->sheet->count)
		return;
	then = &s->views[next->run_end];
	add_if(f, view_has(then, VIEW_DATELINE), F_SOON_DATELINE);
	add_if(f, view_has(then, VIEW_ROLE | VIEW_MARK | VIEW_TEXT), F_SOON_BYLINE);
	add_if(f, view_has(then, VIEW_PHOTO), F_SOON_PHOTO);
	add_if(f, view_is_headlike(then), F_THEN_HEADLIKE);
}

static void
add_prev(const struct scene *s)
{
	const struct view *prev = s->prev;
	struct features *f = s->out;
	bool same;

	if (prev == NULL)
		return;
	add_if(f, is_seam(s->sheet, prev, s->v), F_SEAM_BEFORE);
	add_if(f, view_has(prev, VIEW_COMPLETE), F_PREV_COMPLETE);
	add_if(f, !view_has(prev, VIEW_COMPLETE) && prev->chars > 48, F_PREV_UNFINISHED);
	add_if(f, view_is_headlike(prev), F_PREV_HEADLIKE);
	add_if(f, view_has(prev, VIEW_ROLE | VIEW_PHOTO | VIEW_MARK), F_PREV_BYLINE);
	add_if(f, ends_colon(prev), F_PREV_COLON);
	add_if(f, (prev->hits.start & s->o->contact) != 0, F_PREV_CONTACT);
	add_if(f, s->v->chars > prev->chars + 1 && !is_long(s->v), F_LONGER_THAN_PREV);
	add_if(f, s->v->chars + 1 < prev->chars && !is_long(prev), F_SHORTER_THAN_PREV);
	/* The list item before may have taken several lines. */
	same = false;
	for (size_t back = 1; back <= 12 && back <= s->i; back++) {
		const struct view *b = &s->views[s->i - back];

		if (b->first_class != CC_BULLET && s->sheet->layout.measure != 0 &&
			s->sheet->line[s->i - back].indent < 2 &&
			s->sheet->line[s->i - back].blank == 0)
			continue;
		add_if(f, b->first_class == CC_BULLET, F_PREV_BULLET);
		same = b->first_class == CC_BULLET && b->first == s->v->first;
		break;
	}
	add_if(f, same, F_SAME_BULLET_BEFORE);
}

/* The headlike lines that stand directly above and below: its place in a headline. */
static void
add_group(const struct scene *s)
{
	struct features *f = s->out;
	unsigned verse = s->v->verse_lines;
	size_t before = 0, behind = 0;

	add_if(f, verse >= 4, F_VERSE_4);
	add_if(f, verse >= 8, F_VERSE_8);
	if (verse >= 4 && s->i >= 2 && s->prev->verse_lines != 0 &&
		s->views[s->i - 2].verse_lines != 0)
		add(f, s->line->blank <= s->sheet->line[s->i - 1].blank ? F_VERSE_GOES_ON
									: F_VERSE_BREAKS);
	if (!view_is_headlike(s->v))
		return;
	while (before < 4 && before < s->i && view_is_headlike(&s->views[s->i - before - 1]))
		before++;
	while (behind < 4 && s->i + behind + 1 < s->sheet->count &&
		view_is_headlike(&s->views[s->i + behind + 1]))
		behind++;
	if (before + behind < 3) {
		static const unsigned ids[3][3] = {{F_GROUP_1_1, F_GROUP_1_2, F_GROUP_1_3},
			{F_GROUP_2_2, F_GROUP_2_3, 0}, {F_GROUP_3_3, 0, 0}};

		add(f, ids[before][behind]);
		return;
	}
	add(f, before == 0 ? F_GROUP_FIRST : behind == 0 ? F_GROUP_LAST : F_GROUP_MIDDLE);
}

/* Sub-heads of an article are made alike: 一、 and 二、, two quotations, 一把温度计 and 一个保温桶.
 */
static bool
are_alike(const struct observer *o, const struct view *a, const struct view *b)
{
	if (view_has(a, VIEW_WHOLE_QUOTE) || view_has(b, VIEW_WHOLE_QUOTE))
		return view_has(a, VIEW_WHOLE_QUOTE) && view_has(b, VIEW_WHOLE_QUOTE);
	if (((a->hits.start | b->hits.start) & o->number) != 0)
		return (a->hits.start & b->hits.start & o->number) != 0;
	return a->first == b->first || (a->last == b->last && a->last_class == CC_IDEOGRAPH) ||
	       (a->colons != 0 && b->colons != 0 && a->chars > 6);
}

/* Two short lines of about one length that share a pair of ideographs: 先学会倒下, 再学会传球. */
static bool
share_pair(const struct sheet_lines *sheet, size_t a, size_t b)
{
	const struct line *x = &sheet->line[a], *y = &sheet->line[b];
	size_t x_len, next_len;

	if (x->chars > 16 || y->chars > 16 || x->chars > y->chars + 2 || y->chars > x->chars + 2)
		return false;
	for (size_t at = x->from; at + 3 < x->to; at += x_len) {
		utf8_get(sheet->text + at, &x_len);
		if (!is_ideograph_lead((unsigned char)sheet->text[at]))
			continue;
		utf8_get(sheet->text + at + x_len, &next_len);
		if (at + x_len + next_len > x->to ||
			!is_ideograph_lead((unsigned char)sheet->text[at + x_len]))
			continue;
		for (size_t k = y->from; k + x_len + next_len <= y->to; k++)
			if (memcmp(sheet->text + at, sheet->text + k, x_len + next_len) == 0)
				return true;
	}
	return false;
}

static void
add_echo(const struct scene *s)
{
	const size_t reach = s->sheet->layout.measure != 0 ? 60 : 14;
	bool alike = false, long_alike = false, paired = false;

	if (!view_is_headlike(s->v) || s->prev == NULL || s->next == NULL ||
		view_is_headlike(s->prev))
		return;
	for (int way = -1; way <= 1; way += 2) {
		for (size_t step = 1; step <= reach; step++) {
			size_t k = way < 0 ? s->i - step : s->i + step;
			const struct view *v;

			if ((way < 0 && step >= s->i) || k + 1 >= s->sheet->count)
				break;
			v = &s->views[k];
			if (view_has(v, VIEW_DATELINE | VIEW_ROLE | VIEW_PHOTO))
				break;
			if (!view_is_headlike(v) || view_is_headlike(&s->views[k - 1]) ||
				view_is_headlike(&s->views[k + 1]))
				continue;
			alike |= are_alike(s->o, s->v, v);
			long_alike |= v->chars == s->v->chars;
			paired = paired || share_pair(s->sheet, s->i, k);
		}
	}
	add_if(s->out, alike, F_ECHO);
	add_if(s->out, long_alike, F_ECHO_LENGTH);
	add_if(s->out, paired, F_ECHO_PAIR);
}

/* A short line that stands alone over plain text: a sub-head, or the headline of a text that is not
 * signed. */
static bool
stands_over_text(const struct scene *s, size_t i)
{
	const struct view *v = &s->views[i];
	const struct view *next = v->run_end < s->sheet->count ? &s->views[v->run_end] : NULL;

	return !view_has(v, VIEW_INNER) && view_is_headlike(v) && next != NULL && is_long(next) &&
	       !view_has(next, VIEW_DATELINE) && (i == 0 || !view_is_headlike(&s->views[i - 1]));
}

/* How many such lines stand between the byline or dateline above and the one below: several are
 * sub-heads of one text. */
static void
add_stretch(const struct scene *s)
{
	const uint32_t ends = VIEW_DATELINE | VIEW_ROLE | VIEW_MARK | VIEW_PHOTO;
	const size_t reach = s->sheet->layout.measure != 0 ? 120 : 40;
	unsigned heads = 1;

	if (!stands_over_text(s, s->i))
		return;
	for (size_t i = s->i; i > 0 && s->i - i < reach && !view_has(&s->views[i - 1], ends); i--)
		heads += stands_over_text(s, i - 1);
	for (size_t i = s->i + 1; i < s->sheet->count && i - s->i < reach; i++) {
		if (view_has(&s->views[i], ends))
			break;
		heads += stands_over_text(s, i);
	}
	add(s->out, F_STRETCHES + (unsigned)s->v->mode * STRETCH_COUNT +
			    (heads < STRETCH_COUNT ? heads : STRETCH_COUNT) - 1);
}

static enum sort
sort_of(const struct observer *o, const struct view *v)
{
	if (v == NULL)
		return SORT_EDGE;
	if (view_has(v, VIEW_DATELINE))
		return SORT_DATELINE;
	if (view_has(v, VIEW_ROLE | VIEW_PHOTO | VIEW_MARK | VIEW_TEXT))
		return SORT_BYLINE;
	if (view_has(v, VIEW_NAME))
		return SORT_NAME;
	if (v->folio != FOLIO_NONE)
		return SORT_FOLIO;
	if (view_has(v, VIEW_OTHER))
		return SORT_BYLINE;
	if (v->first_class == CC_BULLET || (v->hits.start & o->number) != 0)
		return SORT_ITEM;
	if (is_long(v))
		return is_opening(o, v) ? SORT_OPENING : SORT_TEXT;
	if (view_is_headlike(v))
		return SORT_HEAD;
	return view_has(v, VIEW_COMPLETE) ? SORT_SENTENCE : SORT_OTHER;
}

static enum build
build_of(const struct view *v)
{
	if (view_has(v, VIEW_COMPLETE))
		return BUILD_SENTENCE;
	if (!view_is_headlike(v))
		return BUILD_OTHER;
	return v->chars <= 6    ? BUILD_TINY
	       : v->chars <= 12 ? BUILD_SHORT
	       : v->chars <= 20 ? BUILD_MIDDLE
				: BUILD_WIDE;
}

static void
add_between(const struct scene *s)
{
	const struct view *before = s->prev != NULL ? &s->views[s->prev->run_from] : NULL;
	unsigned between = sort_of(s->o, before) * SORT_COUNT + sort_of(s->o, s->next);

	add(s->out, F_MODES + (unsigned)s->v->mode * SORT_COUNT + sort_of(s->o, s->v));
	add(s->out, F_FIXED + between);
	if (!is_long(s->v))
		add(s->out, F_BUILDS + (unsigned)build_of(s->v) * SORT_PAIRS + between);
}

void
add_neighbours(const struct scene *s)
{
	add_between(s);
	add_next(s);
	add_prev(s);
	add_group(s);
	add_echo(s);
	add_stretch(s);
}
