#include "page/repair.h"
#include "page/chars.h"
#include "page/markup.h"

#include <string.h>

/* The walk over one text. */
struct walk {
	struct repairer *r;
	enum repair_style style;
	const char *text;
	size_t at, to;        /* the stretch that is being read */
	size_t kept, kept_to; /* read, to be put out as it is */

	uint32_t last; /* the last character that was put out, 0: none yet */
	enum cclass last_class;
	bool space;   /* white space since then */
	bool newline; /* nothing but a line's end */
	bool meant;   /* a space between stretches: it stays */

	/* About the text as a whole. */
	bool spread;   /* its spaces stand at the ends of printed lines or between all letters */
	bool sentence; /* it is a sentence rather than a line of words */

	enum {
		QUOTE_NONE,
		QUOTE_CURLY,
		QUOTE_STRAIGHT
	} quote, inner;
	unsigned depth;      /* of quotations that are open */
	unsigned brackets;   /* bits, the last bracket lowest: it was made full-width */
	unsigned open_count; /* brackets that are open */
};

void
repair_init(struct repairer *r, const struct text *text, struct arena *arena)
{
	*r = (struct repairer){.text = text, .arena = arena};
	offsets_begin(&r->walk, text);
}

void
repair_free(struct repairer *r)
{
	buf_free(&r->out);
	buf_free(&r->pieces);
}

/* ---- putting out ------------------------------------------------------------------------ */

/* The bytes that follow in `out` stand for the file from text offset `at` on. */
static void
add_piece(struct repairer *r, size_t at, uint8_t text_step, uint8_t file_step)
{
	uint32_t text = (uint32_t)r->out.len, file = offsets_file(&r->walk, at);

	if (r->pieces.len != 0) {
		const struct piece *last =
			(const struct piece *)(const void *)(r->pieces.data + r->pieces.len) - 1;

		if (last->text_step == text_step && last->file_step == file_step &&
			file == last->file + (text - last->text) / text_step * file_step)
			return;
	}
	buf_add(&r->pieces, &(struct piece){text, file, text_step, file_step},
		sizeof(struct piece));
}

/* Puts out what was kept.  Most of a paragraph goes at once. */
static void
put_kept(struct walk *w)
{
	struct repairer *r = w->r;

	if (w->kept < w->kept_to && r->text->encoding == ENC_UTF8) {
		add_piece(r, w->kept, 1, 1);
		buf_add(&r->out, w->text + w->kept, w->kept_to - w->kept);
		w->kept = w->kept_to;
	}
	for (size_t n; w->kept < w->kept_to; w->kept += n) {
		n = utf8_len((unsigned char)w->text[w->kept]);
		offsets_file(&r->walk, w->kept);
		add_piece(r, w->kept, (uint8_t)n,
			(uint8_t)encoded_len(r->text->encoding, r->text->file + r->walk.file_at));
		buf_add(&r->out, w->text + w->kept, n);
	}
}

/* Bytes [at, at + len) of the text as they are. */
static inline void
keep(struct walk *w, size_t at, size_t len)
{
	if (at != w->kept_to) {
		put_kept(w);
		w->kept = at;
	}
	w->kept_to = at + len;
}

/* Another character for what stands at `at`, `len` bytes of text. */
static void
put_other(struct walk *w, uint32_t c, size_t at, size_t len)
{
	struct repairer *r = w->r;
	char bytes[4];
	size_t n = utf8_put(bytes, c), file;

	put_kept(w);
	file = r->text->encoding == ENC_UTF8 ? len : offsets_file(&r->walk, at + len);
	if (r->text->encoding != ENC_UTF8)
		file -= offsets_file(&r->walk, at);
	add_piece(r, at, (uint8_t)n, (uint8_t)(file < 255 ? file : 255));
	buf_add(&r->out, bytes, n);
}

/* ---- looking round ---------------------------------------------------------------------- */

/* The next character of this stretch that shows, 0 at its end. */
static uint32_t
peek(const struct walk *w, size_t at)
{
	for (size_t len, n = 0; at < w->to && n < 8; at += len, n++) {
		uint32_t c = utf8_get(w->text + at, &len);
		enum cclass class = char_class(c);

		if (class != CC_SPACE && class != CC_IGNORE)
			return c;
	}
	return 0;
}

/* Chinese text, or a mark that is set as wide as it. */
static bool
is_wide(uint32_t c)
{
	return c >= 0x2E80 ? c < 0xFF61 || c > 0xFFDC
			   : c == 0x2014 || c == 0x2026 || (c >= 0x2018 && c <= 0x201D);
}

static bool
is_ascii_word(uint32_t c)
{
	return c < 128 && (char_class(c) == CC_LETTER || char_class(c) == CC_DIGIT);
}

/* ---- white space ------------------------------------------------------------------------ */

static bool
is_mark(enum cclass c)
{
	return !is_word_class(c) && c != CC_OTHER && c != CC_BULLET && c != CC_CIRCLED;
}

static bool
keeps_space_in_text(const struct walk *w, uint32_t c, enum cclass class)
{
	bool latin = is_ascii_word(w->last) && is_ascii_word(c);

	if (latin && w->newline)
		return w->last_class == CC_LETTER && class == CC_LETTER;
	if (latin)
		return !w->spread || (w->last_class == CC_LETTER && class == CC_LETTER);
	if (w->newline || w->spread || is_mark(w->last_class) || is_mark(class))
		return false;
	if (w->last_class == CC_IDEOGRAPH && class == CC_IDEOGRAPH)
		return w->depth != 0 || !w->sentence;
	return !w->sentence && w->last_class != CC_DIGIT && class != CC_DIGIT;
}

static bool
keeps_space(const struct walk *w, uint32_t c, enum cclass class)
{
	if (w->last == 0)
		return false;
	if (w->meant)
		return true;
	if (w->style == REPAIR_TEXT)
		return keeps_space_in_text(w, c, class);
	if (w->spread && w->last_class == CC_IDEOGRAPH && class == CC_IDEOGRAPH)
		return false;
	return class != CC_STOP && class != CC_POINT && class != CC_CLOSE && class != CC_ENDQUOTE &&
	       w->last_class != CC_OPEN && w->last_class != CC_OPENQUOTE;
}

/* Called before a character is put out. */
static void
settle_space(struct walk *w, uint32_t c, enum cclass class)
{
	if (w->space && keeps_space(w, c, class))
		put_other(w, ' ', w->at, 0);
	w->space = w->meant = false;
	w->newline = true;
}

/* ---- punctuation ------------------------------------------------------------------------ */

/* " and ' between Chinese: which way they turn. */
static uint32_t
turn_quote(struct walk *w, uint32_t c, uint32_t next)
{
	bool single = c == '\'' || c == 0xFF07, closes;
	uint32_t open = single ? 0x2018 : 0x201C;

	if (single && is_ascii_word(w->last) && is_ascii_word(next))
		return c;
	closes = single ? w->inner != QUOTE_NONE : w->quote != QUOTE_NONE;
	if (closes) {
		bool curly = (single ? w->inner : w->quote) == QUOTE_CURLY;

		if (single)
			w->inner = QUOTE_NONE;
		else
			w->quote = w->inner = QUOTE_NONE;
		w->depth -= w->depth != 0;
		return curly ? open + 1 : c;
	}
	/* One that nothing opened and that stands before a mark closes: the text began inside. */
	if (w->last != 0 && w->last_class != CC_POINT && is_wide(w->last) &&
		(next == 0 || char_class(next) == CC_STOP || char_class(next) == CC_POINT ||
			char_class(next) == CC_CLOSE))
		return open + 1;
	w->depth++;
	closes = is_wide(next) || is_wide(w->last);
	if (single)
		w->inner = closes ? QUOTE_CURLY : QUOTE_STRAIGHT;
	else
		w->quote = closes ? QUOTE_CURLY : QUOTE_STRAIGHT;
	return closes ? open : c;
}

/* c of len bytes, a mark that has a full-width form. */
static uint32_t
widen(struct walk *w, uint32_t c, size_t len)
{
	uint32_t wide = full_width(c);
	bool chinese = is_wide(w->last) || is_wide(peek(w, w->at + len));

	if (c == '(') {
		w->brackets = w->brackets << 1 | chinese;
		w->open_count++;
		return chinese ? wide : c;
	}
	if (c == ')' && w->open_count != 0) {
		chinese = w->brackets & 1;
		w->brackets >>= 1;
		w->open_count--;
	}
	return wide != 0 && chinese ? wide : c;
}

/* One character that is no plain ideograph. */
static void
take_char(struct walk *w)
{
	size_t len, entity_len;
	uint32_t c = utf8_get(w->text + w->at, &len), shown = c, entity;
	enum cclass class;

	if (c < 128) {
		size_t markup = markup_len(w->text, w->at, w->to);

		if (markup != 0) {
			w->at += markup;
			return;
		}
		if (c == '&' && (entity = markup_entity(w->text, w->at, w->to, &entity_len)) != 0) {
			shown = c = entity;
			len = entity_len;
		}
	}
	class = char_class(c);
	if (class == CC_SPACE) {
		w->space = true;
		w->newline &= c == '\n' || c == '\r';
	} else if (class != CC_IGNORE) {
		if (class == CC_QUOTE)
			shown = turn_quote(w, c, peek(w, w->at + len));
		else if (full_width(c) != 0)
			shown = widen(w, c, len);
		else if (class == CC_OPENQUOTE)
			w->depth++;
		else if (class == CC_ENDQUOTE)
			w->depth -= w->depth != 0;
		class = shown == c ? class : char_class(shown);
		settle_space(w, shown, class);
		if (shown == c && w->text[w->at] != '&')
			keep(w, w->at, len);
		else
			put_other(w, shown, w->at, len);
		w->last = shown;
		w->last_class = class;
	}
	w->at += len;
}

/* ---- the text as a whole ---------------------------------------------------------------- */

/* Spaces between ideographs, outside quotations, and the number of ideographs. */
struct survey {
	size_t spaces, ideographs, singles;
	bool stop;
};

/* Where the reading of a stretch stands. */
struct glance {
	enum cclass last;
	bool space;
	unsigned depth; /* of quotations */
	size_t run;     /* ideographs since the last space before one */
};

/* n ideographs, one behind the other. */
static void
survey_ideographs(struct survey *s, struct glance *g, size_t n)
{
	size_t before = g->space ? 0 : g->run;

	s->ideographs += n;
	s->spaces += g->space && g->last == CC_IDEOGRAPH && g->depth == 0;
	g->run = before + n;
	/* One that stands alone counts until the second one comes. */
	s->singles += before == 0;
	s->singles -= before < 2 && g->run >= 2;
	g->space = false;
	g->last = CC_IDEOGRAPH;
}

static void
survey_stretch(struct survey *s, const char *text, size_t at, size_t to)
{
	struct glance g = {.last = CC_OTHER};

	for (size_t len; at < to; at += len) {
		enum cclass class;
		uint32_t c;

		for (len = 0; at + len < to && is_ideograph_lead((unsigned char)text[at + len]);)
			len += 3;
		if (len != 0) {
			survey_ideographs(s, &g, len / 3);
			continue;
		}
		c = utf8_get(text + at, &len);
		class = char_class(c);
		if (class == CC_SPACE) {
			g.space |= c != '\n' && c != '\r';
			continue;
		}
		if (class == CC_OPENQUOTE)
			g.depth++;
		else if (class == CC_ENDQUOTE)
			g.depth -= g.depth != 0;
		else if (c == '"')
			g.depth = g.depth == 0;
		s->stop |= class == CC_STOP && c != '!';
		if (class == CC_IDEOGRAPH)
			survey_ideographs(s, &g, 1);
		g.space = false;
		g.last = class;
	}
}

/* Is there any space that needs a thought?  Most paragraphs have none. */
static bool
has_space(const char *text, size_t from, size_t to)
{
	return memchr(text + from, ' ', to - from) != NULL ||
	       memchr(text + from, '\t', to - from) != NULL ||
	       memchr(text + from, '&', to - from) != NULL || has_wide_space(text, from, to);
}

static void
survey(struct walk *w, const struct stretch *stretches, size_t count)
{
	struct survey s = {0};
	bool any = false;

	for (size_t i = 0; i < count; i++)
		any |= has_space(w->text, stretches[i].from, stretches[i].to);
	if (!any)
		return;
	for (size_t i = 0; i < count; i++)
		survey_stretch(&s, w->text, stretches[i].from, stretches[i].to);
	if (w->style == REPAIR_HEAD)
		w->spread = s.ideographs >= 3 && s.singles * 5 >= s.ideographs * 4;
	else
		w->spread = s.ideographs > 20 && s.spaces >= 2 && s.stop;
	w->sentence = s.stop || s.ideographs > 40;
}

/* ---- what needs no thought -------------------------------------------------------------- */

/* Bytes that are looked at together; the two behind them may belong to the last one's character. */
#define WINDOW 64

/* Ideographs, full-width marks, letters and digits: nothing that is shown as something else, that
 * shows nothing, or that a space may stand for.  Compilers make it a loop over vectors. */
static bool
is_window_clean(const char *text)
{
	const unsigned char *p = (const unsigned char *)text;
	uint8_t doubt = 0;

	for (unsigned i = 0; i < WINDOW; i++) {
		uint8_t a = p[i], b = p[i + 1], c = p[i + 2];
		uint8_t letter = (uint8_t)((a | 0x20) - 'a') < 26;
		uint8_t number = ((uint8_t)(a - '-') < '9' - '-' + 1) | (a == '%');
		uint8_t inside = (a & 0xC0) == 0x80;
		uint8_t ideograph = (uint8_t)(a - 0xE4) < 6;
		/* From U+3001 on; U+2010 to U+2027; U+FF00 to U+FF3F without its quotes. */
		uint8_t chinese = (a == 0xE3) & ((b != 0x80) | (c != 0x80));
		uint8_t general = (a == 0xE2) & (b == 0x80) & ((uint8_t)(c - 0x90) < 0x18);
		uint8_t wide = (a == 0xEF) & (b == 0xBC) & (c != 0x82) & (c != 0x87);

		doubt |= !(letter | number | inside | ideograph | chinese | general | wide);
	}
	return doubt == 0;
}

static bool
is_clean(const char *text, struct stretch stretch)
{
	char rest[WINDOW + 2];
	size_t at = stretch.from;

	for (; stretch.to - at >= sizeof rest; at += WINDOW)
		if (!is_window_clean(text + at))
			return false;
	memset(rest, '0', sizeof rest);
	memcpy(rest, text + at, stretch.to - at);
	return is_window_clean(rest);
}

/* Most paragraphs stay as they are. */
static bool
are_clean(const char *text, const struct stretch *stretches, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (!is_clean(text, stretches[i]))
			return false;
	return true;
}

static void
take_clean(struct walk *w)
{
	const char *text = w->text;
	size_t len;
	uint32_t first = utf8_get(text + w->at, &len);

	settle_space(w, first, char_class(first));
	keep(w, w->at, w->to - w->at);
	w->last = utf8_before(text + w->at, text + w->to, &len);
	w->last_class = char_class(w->last);
	w->at = w->to;
}

/* ---- the whole text --------------------------------------------------------------------- */

/* A run of plain ideographs, the bulk of every page. */
static void
take_run(struct walk *w)
{
	size_t end = w->at;
	size_t len;

	while (end < w->to && is_ideograph_lead((unsigned char)w->text[end]))
		end += 3;
	settle_space(w, utf8_get(w->text + w->at, &len), CC_IDEOGRAPH);
	keep(w, w->at, end - w->at);
	w->last = utf8_get(w->text + end - 3, &len);
	w->last_class = CC_IDEOGRAPH;
	w->at = end;
}

static enum err_code
finish(struct repairer *r, struct rtext *out, struct err *err)
{
	char *text;
	struct piece *pieces;

	if (!buf_ok(&r->out) || !buf_ok(&r->pieces))
		return err_nomem(err);
	text = arena_strndup(r->arena, buf_str(&r->out), r->out.len);
	pieces = arena_alloc(r->arena, r->pieces.len);
	if (text == NULL || pieces == NULL)
		return err_nomem(err);
	if (r->pieces.len != 0)
		memcpy(pieces, r->pieces.data, r->pieces.len);
	*out = (struct rtext){.text = text,
		.len = (uint32_t)r->out.len,
		.piece_count = (uint32_t)(r->pieces.len / sizeof *pieces),
		.pieces = pieces};
	return ERR_OK;
}

enum err_code
repair(struct repairer *r, enum repair_style style, const struct stretch *stretches, size_t count,
	struct rtext *out, struct err *err)
{
	struct walk w = {.r = r, .style = style, .text = r->text->data, .newline = true};
	bool clean = are_clean(w.text, stretches, count);

	buf_clear(&r->out);
	buf_clear(&r->pieces);
	if (!clean)
		survey(&w, stretches, count);
	for (size_t i = 0; i < count; i++) {
		w.at = stretches[i].from;
		w.to = stretches[i].to;
		w.space |= stretches[i].apart;
		w.meant |= stretches[i].apart;
		if (!stretches[i].apart && i != 0)
			w.space = false;
		if (clean && w.at < w.to)
			take_clean(&w);
		while (w.at < w.to) {
			if (is_ideograph_lead((unsigned char)w.text[w.at]))
				take_run(&w);
			else
				take_char(&w);
		}
	}
	put_kept(&w);
	return finish(r, out, err);
}
