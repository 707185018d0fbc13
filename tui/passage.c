#include "passage.h"
#include "base/buf.h"
#include "base/i18n.h"
#include "base/utf8.h"
#include "number.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct maker {
	struct passage *passages;
	unsigned count, cap;
	uint32_t bytes;
	struct arena *arena;
	bool failed;
};

static void
add(struct maker *m, enum passage_kind kind, const char *text, uint32_t len,
	const struct rtext *source)
{
	if (text == NULL || len == 0 || m->count == m->cap)
		return;
	m->passages[m->count++] = (struct passage){
		.kind = kind, .text = text, .len = len, .before = m->bytes, .source = source};
	m->bytes += len;
}

static void
add_source(struct maker *m, enum passage_kind kind, const struct rtext *source)
{
	add(m, kind, source->text, source->len, source);
}

static void
add_made(struct maker *m, enum passage_kind kind, const struct buf *buf)
{
	char *text = buf_ok(buf) ? arena_strndup(m->arena, buf_str(buf), buf->len) : NULL;

	if (text == NULL)
		m->failed = true;
	else
		add(m, kind, text, (uint32_t)buf->len, NULL);
}

static void
part(struct buf *out, const char *text)
{
	if (text == NULL || text[0] == '\0')
		return;
	if (out->len > 0)
		buf_adds(out, "  ");
	buf_adds(out, text);
}

static void
names(struct buf *out, const char *title, const char *const *list, unsigned count)
{
	if (count == 0)
		return;
	part(out, title);
	for (unsigned i = 0; i < count; i++)
		buf_addf(out, " %s", list[i]);
}

static const char *
district_of(const struct stored_article *a)
{
	return a->places.primary >= 0 ? a->places.hits[a->places.primary].district->name : NULL;
}

/* When, where, by whom: one line under the headline. */
static void
add_byline(struct maker *m, const struct stored_article *a)
{
	struct buf text = {0};
	char date[48];
	const int d = a->sheet.date;

	if (a->article.dateline.text != NULL)
		buf_add(&text, a->article.dateline.text, a->article.dateline.len);
	names(&text, _("reporter"), a->article.reporters, a->article.reporter_count);
	names(&text, _("correspondent"), a->article.correspondents, a->article.correspondent_count);
	if (d != 0) {
		snprintf(date, sizeof date, "%04d-%02d-%02d", d / 10000, d / 100 % 100, d % 100);
		part(&text, date);
	}
	if (a->sheet.page_no != 0) {
		snprintf(date, sizeof date, _("page %d"), a->sheet.page_no);
		part(&text, date);
	}
	part(&text, a->sheet.page_name);
	part(&text, district_of(a));
	add_made(m, PASSAGE_BYLINE, &text);
	buf_free(&text);
}

static void
add_meta(struct maker *m, const struct stored_article *a)
{
	struct buf text = {0};
	char size[NUMBER_ROOM + 64];

	for (unsigned i = 0; i < a->topics.hit_count; i++)
		part(&text, a->topics.hits[i].topic->name);
	snprintf(size, sizeof size, P_("%s character", "%s characters", a->article.chars),
		number_of(a->article.chars).text);
	part(&text, size);
	part(&text, a->source);
	buf_addf(&text, " #%u", a->article.ordinal);
	part(&text, a->id);
	add_made(m, PASSAGE_META, &text);
	buf_free(&text);
}

static enum passage_kind
block_kind(enum block_type type)
{
	switch (type) {
	case BLOCK_SUBHEAD:
		return PASSAGE_SUBHEAD;
	case BLOCK_CAPTION:
		return PASSAGE_CAPTION;
	case BLOCK_CREDIT:
		return PASSAGE_CREDIT;
	case BLOCK_PARA:
		break;
	}
	return PASSAGE_PARA;
}

enum err_code
passages_make(const struct stored_article *a, const char *note, struct arena *arena,
	struct passage **out, unsigned *count, struct err *err)
{
	const struct article *article = &a->article;
	struct maker m = {.arena = arena, .cap = article->block_count + 8};
	struct buf text = {0};

	*out = NULL;
	*count = 0;
	m.passages = arena_calloc(arena, m.cap, sizeof *m.passages);
	if (m.passages == NULL)
		return err_nomem(err);
	add_source(&m, PASSAGE_SECTION, &article->section);
	add_source(&m, PASSAGE_KICKER, &article->kicker);
	add_source(&m, PASSAGE_TITLE, &article->title);
	add_source(&m, PASSAGE_DECK, &article->deck);
	add_byline(&m, a);
	if (note != NULL && note[0] != '\0') {
		buf_addf(&text, "%s %s", _("Note:"), note);
		add_made(&m, PASSAGE_NOTE, &text);
		buf_free(&text);
	}
	for (unsigned i = 0; i < article->block_count; i++)
		add_source(&m, block_kind(article->blocks[i].type), &article->blocks[i].text);
	add_meta(&m, a);
	if (m.failed)
		return err_nomem(err);
	*out = m.passages;
	*count = m.count;
	return ERR_OK;
}

/* ---- the words that decided ------------------------------------------------------------ */

static bool
in_evidence(const struct place_evidence *evidence, unsigned count, uint32_t offset)
{
	for (unsigned i = 0; i < count; i++)
		if (offset >= evidence[i].start && offset < evidence[i].end)
			return true;
	return false;
}

static enum err_code
explain(struct passage *p, const struct place_evidence *evidence, unsigned count,
	struct arena *arena, struct err *err)
{
	struct range *ranges = arena_calloc(arena, count + 1, sizeof *ranges);
	unsigned n = 0;
	bool inside = false;
	size_t len;

	if (ranges == NULL)
		return err_nomem(err);
	for (uint32_t at = 0; at < p->len; at += (uint32_t)len) {
		const bool now = in_evidence(evidence, count, rtext_offset(p->source, at));

		utf8_get(p->text + at, &len);
		if (now && !inside && n <= count)
			ranges[n++].start = at;
		if (now && n > 0)
			ranges[n - 1].end = at + (uint32_t)len;
		inside = now && n <= count;
	}
	p->reasons = ranges;
	p->reason_count = n;
	return ERR_OK;
}

enum err_code
passages_explain(struct passage *passages, unsigned count, const struct place_evidence *evidence,
	unsigned evidence_count, struct arena *arena, struct err *err)
{
	enum err_code code = ERR_OK;

	for (unsigned i = 0; i < count && code == ERR_OK; i++)
		if (passages[i].source != NULL)
			code = explain(&passages[i], evidence, evidence_count, arena, err);
	return code;
}

/* ---- setting --------------------------------------------------------------------------- */

/* How each kind is set: blank lines before it, and its indent from the setting or its own. */
static const struct style {
	unsigned space;      /* blank lines above, where something stands above */
	unsigned space_same; /* the same after a passage of its own kind */
	bool paragraph;      /* the first line is indented */
	unsigned margin;     /* cells at the left of all lines */
} styles[PASSAGE_KINDS] = {
	[PASSAGE_TITLE] = {0, 0, false, 0},
	[PASSAGE_BYLINE] = {1, 0, false, 0},
	[PASSAGE_PARA] = {1, 0, true, 0},
	[PASSAGE_SUBHEAD] = {1, 0, false, 0},
	[PASSAGE_CAPTION] = {1, 1, false, 2},
	[PASSAGE_CREDIT] = {1, 0, false, 0},
	[PASSAGE_NOTE] = {1, 0, false, 2},
	[PASSAGE_META] = {1, 0, false, 0},
};

struct setter {
	struct text_line *lines;
	unsigned count, cap;
	struct arena *arena;
	bool failed;
};

static struct text_line *
new_line(struct setter *s)
{
	if (s->count == s->cap) {
		unsigned cap = s->cap ? s->cap * 2 : 128;
		struct text_line *more = arena_calloc(s->arena, cap, sizeof *more);

		if (more == NULL) {
			s->failed = true;
			return NULL;
		}
		if (s->count > 0)
			memcpy(more, s->lines, s->count * sizeof *more);
		s->lines = more;
		s->cap = cap;
	}
	return &s->lines[s->count++];
}

static void
blank(struct setter *s, bool rule)
{
	struct text_line *line = new_line(s);

	if (line != NULL)
		*line = (struct text_line){.passage = NO_PASSAGE, .rule = rule};
}

static enum err_code
set_passage(struct setter *s, const struct passage *p, uint32_t index, const struct setting *o,
	struct err *err)
{
	const unsigned margin = styles[p->kind].margin * 2 < o->width ? styles[p->kind].margin : 0;
	const struct wrap_options options = {o->breaks, o->width - margin,
		styles[p->kind].paragraph ? o->indent : 0, o->hang ? 2 : 0};
	struct wrap wrap;
	struct wrap_line found;
	enum err_code code = wrap_begin(&wrap, p->text, p->len, &options, s->arena, err);

	if (code != ERR_OK)
		return code;
	while (wrap_next(&wrap, &found)) {
		struct text_line *line = new_line(s);
		unsigned indent = margin + found.indent;

		if (line == NULL)
			return err_nomem(err);
		if (p->kind == PASSAGE_CREDIT && found.width + indent < o->width)
			indent = o->width - found.width; /* flush right, as in print */
		*line = (struct text_line){.passage = index,
			.start = found.start,
			.end = found.end,
			.indent = (uint16_t)indent};
	}
	return ERR_OK;
}

enum err_code
passages_set(const struct passage *passages, unsigned count, const struct setting *setting,
	struct arena *arena, struct text_line **out, unsigned *line_count, struct err *err)
{
	struct setter s = {.arena = arena};
	enum err_code code = ERR_OK;

	for (unsigned i = 0; i < count && code == ERR_OK; i++) {
		const enum passage_kind kind = passages[i].kind;
		const bool same = i > 0 && passages[i - 1].kind == kind;
		unsigned space = same ? styles[kind].space_same : styles[kind].space;

		if (kind == PASSAGE_META)
			blank(&s, true);
		for (; i > 0 && space > 0 && kind != PASSAGE_META; space--)
			blank(&s, false);
		code = set_passage(&s, &passages[i], i, setting, err);
	}
	if (s.failed)
		code = err_nomem(err);
	*out = s.lines;
	*line_count = code == ERR_OK ? s.count : 0;
	return code;
}
