#include "page/assemble.h"
#include "page/cohesion.h"

#include <string.h>

/* The share, in 1000, of a label's pairs of characters that stand in the text it belongs to. */
#define LABEL_SHARED 500

static const uint8_t labels[ST_COUNT] = {[ST_FOLIO] = LABEL_FOLIO,
	[ST_BANNER] = LABEL_BANNER,
	[ST_SECTION] = LABEL_SECTION,
	[ST_KICKER] = LABEL_KICKER,
	[ST_TITLE] = LABEL_TITLE,
	[ST_DECK] = LABEL_DECK,
	[ST_BYLINE] = LABEL_BYLINE,
	[ST_LEAD] = LABEL_BODY,
	[ST_OPEN] = LABEL_BODY,
	[ST_BRIEF] = LABEL_BODY,
	[ST_BODY] = LABEL_BODY,
	[ST_SUBHEAD] = LABEL_SUBHEAD,
	[ST_LINE] = LABEL_BODY,
	[ST_CAPTION] = LABEL_CAPTION,
	[ST_CREDIT] = LABEL_CREDIT,
	[ST_JUMP] = LABEL_JUMP};

void
assembly_init(struct assembly *a, const struct text *text, const struct newsroom *room)
{
	*a = (struct assembly){.text = text,
		.room = room,
		.jump = phrasebook_class(room->book, "jump"),
		.last = ST_EDGE};
}

void
assembly_free(struct assembly *a)
{
	buf_free(&a->spans);
	buf_free(&a->drafts);
}

static struct span *
span_at(struct assembly *a, size_t i)
{
	return (struct span *)(void *)a->spans.data + i;
}

static size_t
span_count(const struct assembly *a)
{
	return a->spans.len / sizeof(struct span);
}

static struct draft *
last_draft(struct assembly *a)
{
	return (struct draft *)(void *)(a->drafts.data + a->drafts.len) - 1;
}

static uint32_t
draft_count(const struct assembly *a)
{
	return (uint32_t)(a->drafts.len / sizeof(struct draft));
}

/* A span of the article that is being built, at place i; an empty one is none. */
static void
insert_span(struct assembly *a, size_t i, size_t from, size_t to, uint8_t label, uint8_t flags)
{
	bool alone = label == LABEL_FOLIO || label == LABEL_BANNER;
	struct span span = {.start = (uint32_t)from,
		.end = (uint32_t)to,
		.article = alone ? 0 : draft_count(a),
		.label = label,
		.flags = flags};

	if (from >= to)
		return;
	buf_add(&a->spans, &span, sizeof span);
	if (!buf_ok(&a->spans))
		return;
	memmove(span_at(a, i + 1), span_at(a, i), (span_count(a) - 1 - i) * sizeof span);
	*span_at(a, i) = span;
}

static void
add_span(struct assembly *a, size_t from, size_t to, uint8_t label, uint8_t flags)
{
	insert_span(a, span_count(a), from, to, label, flags);
}

/* ---- splitting a block ------------------------------------------------------------------ */

/* （下转第3版） at the end of a paragraph, （上接第1版） at its beginning. */
static size_t
jump_end(const struct assembly *a, size_t from, size_t to)
{
	const char *text = a->text->data;
	size_t len, at = phrase_match(a->room->book, text, from, to, a->jump, NULL);

	for (unsigned n = 0; at != 0 && at < to && n < 8; n++) {
		enum cclass class = char_class(utf8_get(text + at, &len));

		at += len;
		if (class == CC_CLOSE)
			return at;
		if (class == CC_STOP)
			break;
	}
	return 0;
}

static size_t
jump_start(const struct assembly *a, size_t from, size_t to)
{
	const char *text = a->text->data;
	size_t at = to, len;

	for (unsigned n = 0; at > from && n < 14; n++) {
		enum cclass class = char_class(utf8_before(text + from, text + at, &len));

		at -= len;
		if (class == CC_OPEN)
			return phrase_match(a->room->book, text, at, to, a->jump, NULL) != 0 ? at
											     : to;
		if (n == 0 && class != CC_CLOSE)
			return to;
	}
	return to;
}

static size_t
skip_back(const char *text, size_t from, size_t to)
{
	while (to > from) {
		size_t len;
		enum cclass class = char_class(utf8_before(text + from, text + to, &len));

		if (class != CC_SPACE && class != CC_IGNORE)
			break;
		to -= len;
	}
	return to;
}

/* A jump mark that begins the block's first span. */
static bool
split_jump(struct assembly *a)
{
	struct span *first = span_at(a, a->block);
	size_t from = first->start, to = first->end, jump = jump_end(a, from, to);

	if (jump == 0 || jump >= to)
		return false;
	first->end = (uint32_t)jump;
	first->label = LABEL_JUMP;
	insert_span(a, a->block + 1, jump, to, LABEL_BODY, SPAN_JOINS);
	return true;
}

/* The block's first span gives off its dateline and the byline behind it. */
static void
split_head(struct assembly *a)
{
	struct draft *draft = last_draft(a);
	struct span *first;
	size_t to, next = a->block + 1;
	struct dateline d;

	if (split_jump(a) || (a->block_state == ST_BODY && draft->has_dateline))
		return;
	first = span_at(a, a->block);
	to = first->end;
	if (!dateline_find(a->room, a->text->data, first->start, to, &d))
		return;
	draft->has_dateline = true;
	first->end = (uint32_t)(d.to > d.from ? d.to : d.byline_to);
	first->label = d.to > d.from ? LABEL_DATELINE : LABEL_BYLINE;
	if (d.to > d.from && d.byline_to > d.byline_from)
		insert_span(a, next++, d.byline_from, d.byline_to, LABEL_BYLINE, 0);
	insert_span(a, next, d.body, to, LABEL_BODY, 0);
}

/* The block's last span gives off a credit and a jump mark. */
static void
split_tail(struct assembly *a)
{
	struct span *last = span_at(a, span_count(a) - 1);
	const char *text = a->text->data;
	size_t from = last->start, to = last->end, credit, jump;

	if (last->label != LABEL_BODY && last->label != LABEL_CAPTION)
		return;
	jump = jump_start(a, from, to);
	if (jump > from && jump < to) {
		last->end = (uint32_t)jump;
		add_span(a, jump, to, LABEL_JUMP, SPAN_JOINS);
		return;
	}
	credit = credit_tail(a->room, text, from, to);
	if (credit > from && credit < to) {
		last->end = (uint32_t)skip_back(text, from, credit);
		add_span(a, credit, to, LABEL_CREDIT, 0);
	}
}

/* A headline or a label gives off the circled number that OCR read for its ornament. */
static void
strip_ornament(struct assembly *a)
{
	struct span *first = span_at(a, a->block);
	const char *text = a->text->data;
	size_t at = first->start, len;
	enum cclass class = char_class(utf8_get(text + at, &len)), next;

	if (class != CC_CIRCLED && class != CC_BULLET)
		return;
	at += len;
	if (at >= first->end)
		return;
	next = char_class(utf8_get(text + at, &len));
	if (class == CC_CIRCLED && next != CC_SPACE)
		return;
	while (at < first->end && char_class(utf8_get(text + at, &len)) == CC_SPACE)
		at += len;
	if (at < first->end)
		first->start = (uint32_t)at;
}

static void
close_block(struct assembly *a)
{
	if (!a->in_block || !buf_ok(&a->spans) || span_count(a) <= a->block)
		return;
	a->in_block = false;
	switch (a->block_state) {
	case ST_LEAD:
	case ST_OPEN:
	case ST_BRIEF:
	case ST_BODY:
		split_head(a);
		if (buf_ok(&a->spans))
			split_tail(a);
		break;
	case ST_CAPTION:
		split_tail(a);
		break;
	case ST_SECTION:
	case ST_KICKER:
	case ST_TITLE:
	case ST_DECK:
		strip_ornament(a);
		break;
	default:
		break;
	}
}

/* ---- articles --------------------------------------------------------------------------- */

bool
begins_article(unsigned last, unsigned state)
{
	switch (state) {
	case ST_SECTION:
		return last != ST_SECTION;
	case ST_KICKER:
		return last != ST_SECTION && last != ST_KICKER;
	case ST_TITLE:
		return last != ST_SECTION && last != ST_KICKER && last != ST_TITLE;
	case ST_OPEN:
	case ST_BRIEF:
		return last != ST_SECTION;
	default:
		return false;
	}
}

/* late: a label that belongs to the article above it. */
static void
begin_block(struct assembly *a, unsigned state, const struct line *line, bool late)
{
	bool alone = state == ST_FOLIO || state == ST_BANNER;

	close_block(a);
	if (!alone && (draft_count(a) == 0 || (begins_article(a->last, state) && !late))) {
		struct draft draft = {.first_span = span_count(a), .sheet = a->sheet};

		buf_add(&a->drafts, &draft, sizeof draft);
	}
	if (!buf_ok(&a->drafts))
		return;
	if (!alone) {
		struct draft *draft = last_draft(a);

		a->last = late ? ST_BODY : state;
		draft->in_row |= state == ST_BRIEF;
		draft->lines += state == ST_LINE;
	}
	a->block = span_count(a);
	a->block_state = state;
	a->in_block = true;
	add_span(a, line->from, line->to, labels[state], 0);
}

static bool
only_space(const char *text, size_t from, size_t to)
{
	for (size_t len; from < to; from += len) {
		enum cclass class = char_class(utf8_get(text + from, &len));

		if (class != CC_SPACE && class != CC_IGNORE)
			return false;
	}
	return true;
}

static void
join_line(struct assembly *a, const struct line *line)
{
	struct span *last = span_count(a) == 0 ? NULL : span_at(a, span_count(a) - 1);

	if (last == NULL || !a->in_block)
		return;
	if ((line->flags & LINE_RULE) == 0 && only_space(a->text->data, last->end, line->from))
		last->end = line->to;
	else
		add_span(a, line->from, line->to, last->label, SPAN_JOINS);
}

/* A column's label that was printed below its article: what follows has no headline, stands apart
 * and is another matter, and the words of the label stand above. */
static bool
is_label_of_above(const struct sheet_lines *sheet, const struct view *views,
	const struct decision *d, size_t i)
{
	return i > 0 && i + 1 < sheet->count && d[i].state == ST_SECTION &&
	       d[i + 1].state == ST_OPEN && sheet->line[i + 1].blank >= 2 && views[i].chars > 4 &&
	       cohesion(sheet, i, i + 1, COHESION_ARTICLE) >= LABEL_SHARED;
}

/* A paragraph that a caption or a folio interrupted goes on behind it. */
static bool
resumes(const struct view *views, const struct decision *d, size_t i)
{
	const struct view *v = &views[i];
	size_t k = i;

	if (d[i].state != ST_BODY || d[i].joins || i < 2)
		return false;
	if (v->first_class == CC_POINT || v->first_class == CC_STOP || v->first_class == CC_CLOSE)
		return true;
	while (k > 0 && (d[k - 1].state == ST_CAPTION || d[k - 1].state == ST_CREDIT ||
				d[k - 1].state == ST_FOLIO))
		k--;
	return k < i && k > 0 && (d[k - 1].state == ST_BODY || d[k - 1].state == ST_LEAD) &&
	       !view_has(&views[k - 1], VIEW_COMPLETE) && views[k - 1].chars > 12;
}

bool
assembly_take(struct assembly *a, const struct sheet_lines *sheet, const struct view *views,
	const struct decision *decisions)
{
	a->last = ST_EDGE;
	for (size_t i = 0; i < sheet->count; i++) {
		if (decisions[i].joins) {
			join_line(a, &sheet->line[i]);
		} else {
			begin_block(a, decisions[i].state, &sheet->line[i],
				is_label_of_above(sheet, views, decisions, i));
			if (resumes(views, decisions, i) && span_count(a) > a->block)
				span_at(a, a->block)->flags |= SPAN_JOINS;
		}
		if (!buf_ok(&a->spans) || !buf_ok(&a->drafts))
			return false;
	}
	close_block(a);
	return buf_ok(&a->spans) && buf_ok(&a->drafts);
}

/* ---- the whole file --------------------------------------------------------------------- */

/* Appends a span; neighbours without a label become one. */
static void
put(struct buf *out, struct span span)
{
	if (span.start < span.end)
		buf_add(out, &span, sizeof span);
}

static void
set_ranges(struct assembly *a)
{
	struct draft *drafts = (struct draft *)(void *)a->drafts.data;
	size_t n = span_count(a);

	for (uint32_t k = 0; k < draft_count(a); k++)
		drafts[k].first_span = drafts[k].span_end = 0;
	for (size_t i = 0; i < n; i++) {
		const struct span *span = span_at(a, i);
		struct draft *draft;

		if (span->article == 0)
			continue;
		draft = &drafts[span->article - 1];
		if (draft->span_end == 0)
			draft->first_span = i;
		draft->span_end = i + 1;
	}
}

bool
assembly_finish(struct assembly *a, size_t file_size)
{
	struct buf out = {0};
	struct offsets walk;
	uint32_t at = 0;

	if (!buf_ok(&a->spans) || !buf_ok(&a->drafts))
		return false;
	offsets_begin(&walk, a->text);
	for (size_t i = 0; i < span_count(a); i++) {
		struct span span = *span_at(a, i);

		span.start = offsets_file(&walk, span.start);
		span.end = offsets_file(&walk, span.end);
		put(&out, (struct span){.start = at, .end = span.start});
		put(&out, span);
		at = span.end;
	}
	put(&out, (struct span){.start = at, .end = (uint32_t)file_size});
	buf_free(&a->spans);
	a->spans = out;
	if (!buf_ok(&out))
		return false;
	set_ranges(a);
	return true;
}
