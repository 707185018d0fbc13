#include "align.h"
#include "base/buf.h"

#include <string.h>

/* One part of the gold, in the order of the page. */
struct part {
	uint8_t state;
	uint32_t states; /* of a text: all that would do */
	const char *norm;
	size_t len, done;                  /* bytes, and how many of them lines have stood for */
	const struct golden_article *head; /* of a part of a headline: whose */
	size_t head_at;                    /* ... and the bytes of that headline before it */
	unsigned article;                  /* 1, 2, 3 …; 0: none */
};

struct aligner {
	const struct reading *reading;
	struct arena *arena;
	struct part *parts;
	size_t count, at; /* the part that the next line should belong to */
	struct target *out;
	unsigned guesses;
};

#define BIT(state) (1U << (state))

static bool
ends_sentence(const char *text)
{
	static const char *const ends[] = {"。", "！", "？", "…", "!", "?", "。”", "！”", "？”",
		"。\"", "?\"", "!\"", "……", "；", "）", ")", "。）", ";"};
	size_t len = strlen(text);

	for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
		size_t n = strlen(ends[i]);

		if (len >= n && memcmp(text + len - n, ends[i], n) == 0)
			return true;
	}
	return false;
}

/* Verse, salutations, signatures: short paragraphs that are no sentences. */
static bool
is_line(const char *text)
{
	size_t chars = utf8_count(text, strlen(text));

	return !ends_sentence(text) && chars <= 32;
}

static void
add_part(struct buf *parts, unsigned state, uint32_t others, const char *norm, unsigned article)
{
	struct part part = {.state = (uint8_t)state,
		.states = BIT(state) | others,
		.norm = norm,
		.len = norm != NULL ? strlen(norm) : 0,
		.article = article};

	if (part.len != 0)
		buf_add(parts, &part, sizeof part);
}

static void
add_head(struct buf *parts, const struct golden_article *a, unsigned article)
{
	static const unsigned states[GOLD_HEADS] = {ST_KICKER, ST_TITLE, ST_DECK};
	size_t at = 0;

	for (unsigned h = 0; h < GOLD_HEADS; h++) {
		struct part part = {.state = (uint8_t)states[h],
			.states = BIT(states[h]),
			.norm = a->head[0][h],
			.len = strlen(a->head[0][h]),
			.head = a,
			.head_at = at,
			.article = article};

		at += part.len;
		if (part.len != 0)
			buf_add(parts, &part, sizeof part);
	}
}

/* The lines of a poem, whatever they end with: four and more short ones together. */
static bool
is_verse(const struct golden_article *a, unsigned i)
{
	unsigned n = 0, k = i;

	while (k > 0 && utf8_count(a->blocks[k - 1].text, strlen(a->blocks[k - 1].text)) <= 20)
		k--;
	while (k < a->block_count && a->blocks[k].type == BLOCK_PARA &&
		utf8_count(a->blocks[k].text, strlen(a->blocks[k].text)) <= 20) {
		k++;
		n++;
	}
	return n >= 4 && k > i;
}

/* What a paragraph can be: a short one may as well be a line that stays one. */
static void
add_para(struct buf *parts, const struct golden_article *a, unsigned i, unsigned article)
{
	const struct golden_block *b = &a->blocks[i];
	bool head = a->head[0][0][0] != '\0' || a->head[0][1][0] != '\0';
	bool row = a->kind == KIND_BRIEF || a->kind == KIND_NOTICE;
	bool line = is_line(b->text) || is_verse(a, i);
	bool brief = utf8_count(b->text, strlen(b->text)) <= 16;

	if (i != 0)
		add_part(parts, line ? ST_LINE : ST_BODY,
			line || brief ? BIT(ST_LINE) | BIT(ST_BODY) : 0, b->norm, article);
	else if (head)
		add_part(parts, line ? ST_LINE : ST_LEAD,
			line || brief ? BIT(ST_LINE) | BIT(ST_LEAD) : 0, b->norm, article);
	else
		add_part(parts, row ? ST_BRIEF : ST_OPEN,
			row                  ? BIT(ST_OPEN)
			: a->section != NULL ? BIT(ST_BRIEF)
					     : 0,
			b->norm, article);
}

static void
add_blocks(struct buf *parts, const struct golden_article *a, unsigned article)
{
	static const unsigned states[] = {[BLOCK_SUBHEAD] = ST_SUBHEAD,
		[BLOCK_CAPTION] = ST_CAPTION,
		[BLOCK_CREDIT] = ST_CREDIT};

	for (unsigned i = 0; i < a->block_count; i++) {
		const struct golden_block *b = &a->blocks[i];

		if (b->type == BLOCK_PARA || (i == 0 && b->type != BLOCK_SUBHEAD))
			add_para(parts, a, i, article);
		else
			add_part(parts, states[b->type], 0, b->norm, article);
	}
}

static void
add_parts(struct buf *parts, const struct golden_page *gold)
{
	add_part(parts, ST_BANNER, 0, gold->banner, 0);
	for (unsigned i = 0; i < gold->article_count; i++) {
		const struct golden_article *a = &gold->articles[i];

		add_part(parts, ST_SECTION, 0, a->section, i + 1);
		add_head(parts, a, i + 1);
		add_blocks(parts, a, i + 1);
	}
}

/* How many bytes of the line stand before the beginning of this part; the line's length if none
 * of it belongs to the part. */
static size_t
find_in(const struct part *part, const char *line)
{
	size_t len = strlen(line), left = part->len - part->done;
	const char *rest = part->norm + part->done;

	if (part->done != 0)
		return left != 0 && strncmp(rest, line, left < len ? left : len) == 0 ? 0 : len;
	for (size_t k = 0; k < len && k < 400; k++) {
		size_t n = len - k;

		if (k != 0 && ((unsigned char)line[k] & 0xC0) == 0x80)
			continue;
		if (n > left)
			n = left;
		/* A line that only ends with a part's first character says nothing. */
		if (strncmp(rest, line + k, n) == 0 && (k == 0 || n > 12 || n == left))
			return k;
	}
	return len;
}

static bool
is_head_state(unsigned state)
{
	return state == ST_SECTION || state == ST_KICKER || state == ST_TITLE || state == ST_DECK;
}

/* The part of the headline that this byte of it is in, as reading r has it. */
static unsigned
head_state(const struct golden_article *a, unsigned r, size_t at)
{
	static const unsigned states[GOLD_HEADS] = {ST_KICKER, ST_TITLE, ST_DECK};
	size_t end = 0;

	for (unsigned h = 0; h < GOLD_HEADS; h++) {
		end += strlen(a->head[r][h]);
		if (at < end)
			return states[h];
	}
	return ST_DECK;
}

/* All labels that some reading of the headline gives this line of it. */
static void
take_head(struct aligner *a, size_t i, const struct part *part)
{
	const struct golden_article *g = part->head;
	size_t at = part->head_at + part->done;
	struct target *out = &a->out[i];

	out->differs = at != 0;
	for (unsigned r = 0; r < g->readings; r++) {
		unsigned state = head_state(g, r, at);

		out->states |= BIT(state);
		out->differs &= at != 0 && head_state(g, r, at - 1) != state;
	}
}

/* The line belongs to part p, behind `skip` bytes that are a dateline or an ornament. */
static void
take(struct aligner *a, size_t i, size_t p, const char *line, size_t skip, bool pending)
{
	struct part *part = &a->parts[p];
	size_t n = strlen(line) - skip, left = part->len - part->done;

	a->out[i].first.state = part->state;
	a->out[i].first.joins = pending || (part->done != 0 && !is_head_state(part->state));
	a->out[i].states = part->states;
	a->out[i].article = part->article;
	if (part->head != NULL)
		take_head(a, i, part);
	part->done += n < left ? n : left;
	a->at = part->done == part->len ? p + 1 : p;
}

static void
set(struct aligner *a, size_t i, unsigned state, unsigned article)
{
	a->out[i].first = (struct decision){.state = (uint8_t)state};
	a->out[i].states = BIT(state);
	a->out[i].article = article;
}

/* A line that no part holds: by its shape and its place. */
static void
guess(struct aligner *a, size_t i)
{
	const struct observer *o = &a->reading->parser->observer;
	const struct view *v = &reading_views(a->reading)[i];
	const struct part *next = a->at < a->count ? &a->parts[a->at] : NULL;
	unsigned above = i != 0 ? a->out[i - 1].article : 0;
	bool before_text = next != NULL && next->done == 0 && !is_head_state(next->state) &&
			   i != 0 && is_head_state(a->out[i - 1].first.state);

	if (v->folio >= FOLIO_DATE || (v->folio == FOLIO_BARE_DATE && !before_text)) {
		set(a, i, ST_FOLIO, 0);
	} else if ((v->hits.start & phrasebook_class(o->viewer.book, "jump")) != 0) {
		set(a, i, ST_JUMP, above);
	} else if (view_has(v, VIEW_OTHER) && !before_text) {
		set(a, i, ST_CREDIT, above);
		a->out[i].states |= BIT(ST_FOLIO);
	} else if (view_has(v, VIEW_ROLE | VIEW_PHOTO | VIEW_MARK | VIEW_TEXT) || before_text) {
		set(a, i, before_text ? ST_BYLINE : ST_CREDIT, above);
	} else {
		set(a, i, ST_FOLIO, 0);
		a->guesses++;
	}
}

/* Lines of a dateline that fills them before the text begins. */
static bool
begins_dateline(const struct aligner *a, size_t i)
{
	const struct part *next = a->at < a->count ? &a->parts[a->at] : NULL;

	return next != NULL && next->done == 0 &&
	       (next->state == ST_LEAD || next->state == ST_OPEN || next->state == ST_BRIEF) &&
	       view_has(&reading_views(a->reading)[i], VIEW_DATELINE | VIEW_OPEN_BRACKET) &&
	       !view_has(&reading_views(a->reading)[i], VIEW_COMPLETE | VIEW_ROLE);
}

/* How much of the line is a dateline before the text begins in it; its length where none is. */
static size_t
dateline_part(const struct aligner *a, size_t i, const char *line)
{
	const struct line *l = &a->reading->sheet.line[i];
	const struct newsroom *room = &a->reading->parser->room;
	const char *text = a->reading->text->data;
	size_t len = strlen(line), rest;
	struct dateline d;

	if (!view_has(&reading_views(a->reading)[i], VIEW_DATELINE) ||
		!dateline_find(room, text, l->from, l->to, &d) || d.body >= l->to)
		return len;
	rest = strlen(golden_norm(text + d.body, l->to - d.body, a->arena));
	return rest < len ? len - rest : len;
}

/* The text of part p begins behind a dateline or a byline that began on this line or above. */
static bool
begins_behind(const struct aligner *a, size_t i, const char *line, bool pending, size_t *skip)
{
	const struct part *part = a->at < a->count ? &a->parts[a->at] : NULL;
	size_t len = strlen(line), k;

	if (part == NULL || part->done != 0 || is_head_state(part->state))
		return false;
	*skip = dateline_part(a, i, line);
	if (*skip < len)
		return strncmp(part->norm, line + *skip, len - *skip) == 0;
	for (k = 0; pending && k < len; k++)
		if (((unsigned char)line[k] & 0xC0) != 0x80 &&
			strncmp(part->norm, line + k, len - k) == 0) {
			*skip = k;
			return true;
		}
	return false;
}

static void
align_line(struct aligner *a, size_t i, bool *pending)
{
	const struct line *l = &a->reading->sheet.line[i];
	const char *line = golden_norm(a->reading->text->data + l->from, l->to - l->from, a->arena);
	size_t len = strlen(line), behind;

	if (begins_behind(a, i, line, *pending, &behind)) {
		take(a, i, a->at, line, behind, *pending);
		*pending = false;
		return;
	}
	for (size_t p = a->at; p < a->count && p < a->at + 6; p++) {
		size_t skip = find_in(&a->parts[p], line);

		/* A part begins inside a line behind a dateline only. */
		if (skip == len || (skip != 0 && p != a->at &&
					   !view_has(&reading_views(a->reading)[i], VIEW_DATELINE)))
			continue;
		take(a, i, p, line, skip, *pending);
		*pending = false;
		return;
	}
	/* A label that was printed away from its article. */
	for (size_t p = 0; p < a->count; p++) {
		size_t at = a->at;

		if (a->parts[p].state != ST_SECTION || a->parts[p].done != 0 ||
			find_in(&a->parts[p], line) == len)
			continue;
		take(a, i, p, line, find_in(&a->parts[p], line), false);
		a->at = at;
		return;
	}
	if (*pending || begins_dateline(a, i)) {
		set(a, i, a->parts[a->at].state, a->parts[a->at].article);
		a->out[i].states = a->parts[a->at].states;
		a->out[i].first.joins = *pending;
		*pending = true;
		return;
	}
	guess(a, i);
}

unsigned
align(const struct golden_page *gold, const struct reading *reading, struct arena *arena,
	struct target *targets)
{
	struct aligner a = {.reading = reading, .arena = arena, .out = targets};
	struct buf parts = {0};
	bool pending = false;

	add_parts(&parts, gold);
	a.parts = (struct part *)(void *)parts.data;
	a.count = parts.len / sizeof(struct part);
	for (size_t i = 0; i < reading->sheet.count; i++)
		align_line(&a, i, &pending);
	buf_free(&parts);
	return a.guesses;
}
