/*
 * scene.h - one line among its neighbours, while its features are collected.
 *
 * Inside feature extraction: feature.c begins a scene, neighbour.c, context.c and join.c add to
 * it.  What is asked of a view alone serves revise.c as well.
 */
#ifndef BAOLAN_PAGE_SCENE_H
#define BAOLAN_PAGE_SCENE_H

#include "page/cohesion.h"
#include "page/feature.h"

struct scene {
	const struct observer *o;
	const struct sheet_lines *sheet;
	const struct view *views;
	size_t i;
	const struct line *line;
	const struct view *v;    /* this line */
	const struct view *prev; /* the line before, NULL for the first */
	const struct view *last; /* the last line of its run: how the block ends */
	const struct view *next; /* the line behind its run, NULL for the last */
	size_t next_i;
	struct features *out;
};

/* Whether a feature is true nobody can foresee, and there are more than a hundred of them: without
 * a branch.  The place behind the last one takes what is none. */
static inline void
add_if(struct features *f, bool yes, unsigned id)
{
	f->id[f->count] = (uint16_t)id;
	f->count += yes & (f->count < FEATURES_MAX);
}

static inline void
add(struct features *f, unsigned id)
{
	add_if(f, true, id);
}

/* The line is as long as the printed column. */
static inline bool
is_full(const struct sheet_lines *sheet, size_t i)
{
	unsigned width = sheet->line[i].width, measure = sheet->layout.measure;

	return measure != 0 && width + 2 >= measure && width <= measure + 2;
}

static inline bool
asks(const struct view *v)
{
	return v->last == '?' || v->last == 0xFF1F || v->last == '!' || v->last == 0xFF01;
}

static inline bool
ends_colon(const struct view *v)
{
	return v->last == ':' || v->last == 0xFF1A;
}

static inline bool
is_sentence(const struct view *v)
{
	return view_has(v, VIEW_COMPLETE) && !asks(v);
}

static inline bool
is_opening(const struct observer *o, const struct view *v)
{
	return (v->hits.start & (o->opening | o->hearing | o->setting)) != 0;
}

static inline bool
is_long(const struct view *v)
{
	return v->run_chars > 40;
}

static inline bool
is_salute(const struct observer *o, const struct view *v)
{
	return (v->hits.end & o->salute) != 0 && v->chars <= 24;
}

/* Sentences that nothing but an article has.  No label that an article does not show may take them:
 * its weights for those are `never`. */
static inline bool
is_prose(const struct scene *s)
{
	const struct view *v = s->v;

	return v->run_chars > 30 && (v->stops != 0 || is_sentence(s->last)) && v->points != 0 &&
	       v->folio == FOLIO_NONE && !view_has(v, VIEW_ROLE | VIEW_PHOTO);
}

/* The text of one line seems to go on with the other: the two characters that meet there stand
 * side by side elsewhere on the sheet. */
static inline bool
is_seam(const struct sheet_lines *sheet, const struct view *before, const struct view *behind)
{
	return !view_has(before, VIEW_COMPLETE) &&
	       pair_set_has(sheet->pairs, before->last, behind->first);
}

/* The lines directly before and behind, the short lines it stands among. */
void add_neighbours(const struct scene *scene);

/* What began further above: a letter, a notice, a row of briefs, another subject. */
void add_context(const struct scene *scene);

/* What speaks for its going on with the block before. */
void add_join(const struct scene *scene, struct features *out);

#endif
