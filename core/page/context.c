#include "page/cohesion.h"
#include "page/scene.h"

/* What opened above and goes on until a headline: a letter, a notice, questions and answers. */
static void
add_since(const struct scene *s)
{
	const struct observer *o = s->o;
	const size_t reach = s->sheet->layout.measure != 0 ? 60 : 16;
	bool salute = false, notice = false, question = false;

	for (size_t back = 1; back <= reach && back <= s->i; back++) {
		const struct view *v = &s->views[s->i - back];

		if (view_has(v, VIEW_DATELINE | VIEW_ROLE))
			break;
		salute |= is_salute(o, v);
		question |= (v->hits.start & (o->question | o->answer)) != 0;
		if (!view_has(v, VIEW_INNER) && view_is_headlike(v) &&
			(v->hits.end & o->notice) != 0) {
			notice = true;
			break;
		}
		if (salute)
			break;
	}
	add_if(s->out, salute, F_SINCE_SALUTE);
	add_if(s->out, notice, F_SINCE_NOTICE);
	add_if(s->out, question, F_SINCE_QUESTION);
}

/* The line that a row of list items stands under. */
static const struct view *
row_head(const struct scene *s)
{
	for (size_t back = 1; back <= s->i && back <= 200; back++) {
		const struct view *v = &s->views[s->i - back];
		const struct line *line = &s->sheet->line[s->i - back];

		if (v->first_class == CC_BULLET || view_has(v, VIEW_INNER))
			continue;
		if (line->blank == 0 && line->indent < 2 && !view_is_headlike(v))
			continue;
		return v;
	}
	return NULL;
}

/* The classes of the label above items or paragraphs that stand without a headline of their own. */
static uint64_t
row_label(const struct scene *s)
{
	const struct observer *o = s->o;
	const uint64_t rows = o->section_row | o->section_aside;

	for (size_t back = 1; back <= s->i && back <= 200; back++) {
		const struct view *v = &s->views[s->i - back];

		if (view_has(v, VIEW_INNER))
			continue;
		if (view_is_headlike(v) && (v->hits.end & rows) != 0 && v->chars <= 10)
			return v->hits.end & rows;
		if (view_is_headlike(v) && s->sheet->line[s->i - back].blank != 0)
			return 0;
		if (v->folio > FOLIO_BARE_DATE || view_has(v, VIEW_ROLE))
			return 0;
	}
	return 0;
}

static void
add_row(const struct scene *s)
{
	const struct view *v = s->v;
	struct features *f = s->out;
	uint64_t label;

	if (v->first_class == CC_BULLET) {
		const struct view *head = row_head(s);

		if (head != NULL && view_is_headlike(head))
			add(f, (head->hits.end & s->o->section_row) != 0 ? F_ROW_UNDER_LABEL
									 : F_ROW_UNDER_TITLE);
		else
			add_if(f, head != NULL, F_ROW_UNDER_TEXT);
	}
	if (v->run_chars <= 12 && v->first_class != CC_BULLET)
		return;
	label = row_label(s);
	add_if(f, (label & s->o->section_row) != 0, F_IN_ROW);
	add_if(f, (label & s->o->section_row) == 0 && label != 0, F_IN_ASIDE);
}

static void
add_combinations(const struct scene *s)
{
	const struct observer *o = s->o;
	const struct view *v = s->v;
	struct features *f = s->out;
	bool opening = is_opening(o, v) && is_long(v), gap = s->line->blank >= 3;

	add_if(f, opening && gap, F_OPENING_AFTER_GAP);
	add_if(f, opening && s->prev != NULL && view_has(s->prev, VIEW_ROLE | VIEW_PHOTO),
		F_OPENING_AFTER_CREDIT);
	add_if(f,
		opening && s->prev != NULL && v->first_class != CC_BULLET &&
			s->prev->first_class == CC_BULLET,
		F_OPENING_AFTER_LIST);
	add_if(f,
		s->next != NULL && view_has(s->next, VIEW_ROLE | VIEW_MARK) &&
			is_sentence(s->last) && s->prev != NULL && view_is_headlike(s->prev),
		F_SENTENCE_BEFORE_BYLINE);
	add_if(f, s->v->run_chars <= 40 && is_sentence(s->last), F_LONE_SENTENCE);
	add_if(f, is_prose(s), F_PROSE);
	add_if(f,
		(v->hits.end & o->unit) != 0 && (v->hits.any & o->verb) == 0 && v->chars <= 20 &&
			v->points == 0 && v->stops == 0,
		F_ORG_ONLY);
}

/* One of a family of features, by the limits that a share reaches. */
static void
add_level(struct features *f, unsigned first, int share, const int *limits, unsigned count)
{
	unsigned k = 0;

	while (k < count && share >= limits[k])
		k++;
	add(f, first + k);
}

/* Does a new subject begin here?  Asked where an article could begin. */
static void
add_cohesion(const struct scene *s)
{
	static const int above[] = {20, 50, 100, 180}, turn[] = {-80, -20, 20, 80},
			 head[] = {1, 150, 400};
	const struct view *v = s->v, *next = s->next;
	struct features *f = s->out;
	bool opening = is_opening(s->o, v);

	if (s->prev == NULL || view_is_headlike(s->prev))
		return;
	if (view_is_headlike(v)) {
		add_level(f, F_HEAD_ABOVE_0, v->above, head, 3);
		add_level(f, F_HEAD_BELOW_0, v->below, head, 3);
		if (next == NULL || !is_long(next))
			return;
		add_level(f, F_NEXT_ABOVE_0, next->above, above, 4);
		add_level(f, F_NEXT_TURN_0, (int)next->above - (int)next->below, turn, 4);
		add_if(f, view_has(next, VIEW_PLACE_NEW), F_NEXT_PLACE_NEW);
		add_if(f, view_has(next, VIEW_PLACE_KNOWN), F_NEXT_PLACE_KNOWN);
		add_if(f, view_has(next, VIEW_REFERS), F_NEXT_REFERS);
		return;
	}
	if (!is_long(v))
		return;
	add_level(f, F_ABOVE_0, v->above, above, 4);
	add_level(f, F_TURN_0, (int)v->above - (int)v->below, turn, 4);
	add_if(f, view_has(v, VIEW_PLACE_NEW), F_PLACE_NEW);
	add_if(f, view_has(v, VIEW_PLACE_KNOWN), F_PLACE_KNOWN);
	add_if(f, view_has(v, VIEW_REFERS), F_REFERS);
	add_if(f, opening && v->above < above[1], F_OPENING_FAR);
	add_if(f, !opening && v->above < above[1] && v->above < v->below, F_TEXT_FAR);
	add_if(f,
		v->above < above[1] && (v->flags & (VIEW_PLACE_NEW | VIEW_PLACE_KNOWN |
							   VIEW_REFERS)) == VIEW_PLACE_NEW,
		F_TEXT_NEW);
}

/* What the block before began with, and how many there are since the last short line. */
static void
add_above(const struct scene *s)
{
	unsigned blocks = 0;
	uint64_t start;

	if (s->prev == NULL)
		return;
	start = s->views[s->prev->run_from].hits.start;
	add_if(s->out, (start & s->o->going) != 0, F_PREV_GOING);
	add_if(s->out, (start & s->o->closing) != 0, F_PREV_CLOSING);
	for (size_t i = s->i; i > 0 && blocks < 8; blocks++) {
		i = s->views[i - 1].run_from;
		if (view_is_headlike(&s->views[i]) ||
			view_has(&s->views[i], VIEW_DATELINE | VIEW_ROLE | VIEW_PHOTO))
			break;
	}
	add(s->out, F_BLOCKS_1 + (blocks < 2          ? 0
					 : blocks < 3 ? 1
					 : blocks < 4 ? 2
					 : blocks < 6 ? 3
						      : 4));
}

void
add_context(const struct scene *s)
{
	add_since(s);
	add_row(s);
	add_combinations(s);
	add_cohesion(s);
	add_above(s);
}
