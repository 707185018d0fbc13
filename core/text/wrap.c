#include "text/wrap.h"
#include "base/i18n.h"
#include "text/width.h"

#include <unigbrk.h>

enum err_code
wrap_begin(struct wrap *wrap, const char *text, size_t len, const struct wrap_options *options,
	struct arena *arena, struct err *err)
{
	char *map, *work;

	if (len >= UINT32_MAX)
		return err_set(err, ERR_LIMIT, _("a text is too long to be shown"));
	map = arena_alloc(arena, len + 1);
	work = arena_alloc(arena, len + 1);
	if (map == NULL || work == NULL)
		return err_nomem(err);
	break_map(options->rules, text, len, work, map);
	*wrap = (struct wrap){.options = *options, .text = text, .map = map, .len = (uint32_t)len};
	return ERR_OK;
}

/* The line that is being filled: where it could end, and how wide it would then be. */
struct filling {
	const char *p;  /* behind the glyphs taken */
	unsigned width; /* of all glyphs taken */
	unsigned drawn; /* the same without white space at the end */
	const char *drawn_end;
	const char *break_at; /* the last place where a break may be, NULL: none yet */
	unsigned break_width;
	const char *break_end;
};

static void
take(struct filling *f, const struct glyph *glyph, const char *after)
{
	f->p = after;
	f->width += glyph->width;
	if (!glyph->space) {
		f->drawn = f->width;
		f->drawn_end = after;
	}
}

static void
remember_break(struct filling *f)
{
	f->break_at = f->p;
	f->break_width = f->drawn;
	f->break_end = f->drawn_end;
}

/* A line without a place to break is cut where it is full, between graphemes if one ends
 * inside of it. */
static void
cut(struct filling *f, const char *start, const char *end)
{
	const char *p = start, *last = NULL;

	while (p != NULL && p < f->p) {
		p = (const char *)u8_grapheme_next((const uint8_t *)p, (const uint8_t *)end);
		if (p != NULL && p <= f->p)
			last = p;
	}
	if (last != NULL && last < f->p) {
		f->p = last;
		f->drawn = (unsigned)text_width(start, (size_t)(last - start));
		f->drawn = f->drawn < f->width ? f->drawn : f->width;
		f->drawn_end = last;
	}
	remember_break(f);
}

/* Whether a glyph that no longer fits is a stop that may stand in the margin: it must fit
 * there, and the line must be able to end behind it. */
static bool
may_hang(const struct wrap *w, const struct filling *f, const struct glyph *glyph, unsigned room,
	const char *after)
{
	return glyph->count > 0 && f->width <= room &&
	       f->width + glyph->width <= room + w->options.hang &&
	       break_hangs(w->options.rules, glyph->c[0]) && w->map[after - w->text] != BREAK_NO;
}

bool
wrap_next(struct wrap *w, struct wrap_line *line)
{
	const char *start = w->text + w->at, *end = w->text + w->len, *p = start;
	const unsigned indent =
		w->at == 0 && w->options.indent * 2 < w->options.width ? w->options.indent : 0;
	const unsigned room = w->options.width - indent;
	struct filling f = {.p = start, .drawn_end = start};
	struct glyph glyph;
	bool hangs = false;

	if (w->done)
		return false;
	while (glyph_next(&p, end, &glyph)) {
		if (glyph.width > room)
			glyph.width = room;
		if (f.width + glyph.width > room && !glyph.space) {
			hangs = may_hang(w, &f, &glyph, room, p);
			if (hangs) {
				take(&f, &glyph, p);
				remember_break(&f);
			} else if (f.break_at == NULL) {
				cut(&f, start, end);
			}
			break;
		}
		take(&f, &glyph, p);
		if (w->map[p - w->text] != BREAK_NO)
			remember_break(&f);
		if (w->map[p - w->text] == BREAK_MUST)
			break;
	}
	if (f.break_at == NULL)
		remember_break(&f);
	line->start = w->at;
	line->end = (uint32_t)(f.break_end - w->text);
	line->next = (uint32_t)(f.break_at - w->text);
	line->indent = indent;
	line->width = f.break_width;
	line->hangs = hangs;
	w->at = line->next;
	w->done = w->at == w->len;
	return true;
}
