#include "page/scene.h"

static void
add_join_ends(const struct scene *s, struct features *f)
{
	const struct view *prev = s->prev, *v = s->v;
	bool stop = view_has(prev, VIEW_COMPLETE), bare;

	bare = !stop && prev->last_class != CC_POINT;
	add_if(f, stop, F_J_PREV_STOP);
	add_if(f, prev->last_class == CC_POINT && !ends_colon(prev), F_J_PREV_COMMA);
	add_if(f, ends_colon(prev), F_J_PREV_COLON);
	add_if(f, view_has(prev, VIEW_OPEN_QUOTE), F_J_PREV_OPEN_QUOTE);
	add_if(f, view_has(prev, VIEW_OPEN_BRACKET), F_J_PREV_OPEN_BRACKET);
	add_if(f, bare, F_J_PREV_BARE);
	add_if(f, bare && prev->chars > 48, F_J_PREV_BARE_LONG);
	add_if(f, view_is_headlike(prev), F_J_PREV_HEADLIKE);
	add_if(f, prev->chars <= 8, F_J_PREV_SHORT);
	add_if(f, view_has(prev, VIEW_PARTICLE), F_J_PREV_PARTICLE);
	add_if(f,
		v->first_class == CC_CLOSE || v->first_class == CC_POINT ||
			v->first_class == CC_STOP || v->first_class == CC_ENDQUOTE,
		F_J_CLOSING);
	add_if(f, view_has(v, VIEW_CLOSED_EARLY), F_J_CLOSED_EARLY);
	add_if(f, is_seam(s->sheet, prev, v), F_J_SEAM);
	add_if(f, prev->last_class == CC_DIGIT && v->first_class == CC_DIGIT, F_J_DIGITS);
}

static void
add_join_shapes(const struct scene *s, struct features *f)
{
	const struct observer *o = s->o;
	const struct view *v = s->v;

	add_if(f, view_is_headlike(v), F_J_HEADLIKE);
	add_if(f, s->line->heading != 0, F_J_HEADING);
	add_if(f, view_has(v, VIEW_DATELINE), F_J_DATELINE);
	add_if(f, view_has(v, VIEW_ROLE | VIEW_PHOTO | VIEW_MARK), F_J_BYLINE);
	add_if(f,
		v->first_class == CC_BULLET || v->first_class == CC_CIRCLED ||
			(v->hits.start & (o->number | o->question | o->answer | o->contact)) != 0,
		F_J_LIST);
	add_if(f, v->folio != FOLIO_NONE, F_J_FOLIO);
	add_if(f, (v->hits.end & o->salute) != 0 && v->chars <= 20, F_J_SALUTE);
	add_if(f, is_opening(o, v), F_J_OPENING);
	add_if(f, view_has(v, VIEW_STARTER), F_J_STARTER);
	add_if(f, is_sentence(s->last), F_J_SENTENCE);
	add_if(f, is_prose(s), F_J_PROSE);
	add_if(f, v->first_class == CC_DASH, F_J_DASH);
	add_if(f, v->verse_lines >= 4, F_J_VERSE);
}

void
add_join(const struct scene *s, struct features *f)
{
	unsigned blank = s->line->blank;

	if (s->prev == NULL)
		return;
	add(f, F_J_BIAS);
	add(f, F_J_GAP_0 + (blank < 3 ? blank : 3));
	add_if(f, (s->line->flags & LINE_RULE) != 0, F_J_RULE);
	if (s->sheet->layout.measure == 0)
		add(f, F_J_UNCUT);
	else
		add(f, is_full(s->sheet, s->i - 1) ? F_J_FULL : F_J_NOT_FULL);
	add_if(f, s->line->indent >= 2, F_J_INDENTED);
	add_if(f, s->line->indent < 2 && s->sheet->layout.indented, F_J_FLUSH);
	add_join_ends(s, f);
	add_join_shapes(s, f);
}
