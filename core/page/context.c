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
	add_if(f,
		(v->hits.end & o->unit) != 0 && (v->hits.any & o->verb) == 0 && v->chars <= 20 &&
			v->points == 0 && v->stops == 0,
		F_ORG_ONLY);
}

/* Does a new subject begin here?  Asked where an article could begin. */
static void
add_cohesion(const struct scene *s)
{
	bool head = view_is_headlike(s->v) && s->next != NULL && is_long(s->next) &&
		    s->prev != NULL && !view_is_headlike(s->prev);
	bool opening = is_opening(s->o, s->v) && is_long(s->v) && s->prev != NULL &&
		       !view_is_headlike(s->prev);
	unsigned share;

	if (!head && !opening)
		return;
	share = cohesion(
		s->sheet, s->i, head ? s->next->run_end : s->v->run_end, COHESION_PARAGRAPHS);
	add_if(s->out, share >= COHESION_NEAR, F_NEAR);
	add_if(s->out, share <= COHESION_FAR, F_FAR);
	add_if(s->out, opening && share <= COHESION_FAR, F_OPENING_FAR);
}

void
add_context(const struct scene *s)
{
	add_since(s);
	add_row(s);
	add_combinations(s);
	add_cohesion(s);
}
