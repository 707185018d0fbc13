#include "align.h"
#include "base/buf.h"

#include <string.h>

/* One part of the gold, in the order of the page. */
struct part {
	uint8_t state;
	const char *norm;
	size_t len, done; /* bytes, and how many of them lines have stood for */
	unsigned article; /* 1, 2, 3 …; 0: none */
};

struct aligner {
	const struct reading *reading;
	struct arena *arena;
	struct part *parts;
	size_t count, at; /* the part that the next line should belong to */
	struct decision *out;
	unsigned guesses;
};

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
add_part(struct buf *parts, unsigned state, const char *norm, unsigned article)
{
	struct part part = {.state = (uint8_t)state,
		.norm = norm,
		.len = norm != NULL ? strlen(norm) : 0,
		.article = article};

	if (part.len != 0)
		buf_add(parts, &part, sizeof part);
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

static void
add_blocks(struct buf *parts, const struct golden_article *a, unsigned article)
{
	bool head = a->head[0][0][0] != '\0' || a->head[0][1][0] != '\0';

	for (unsigned i = 0; i < a->block_count; i++) {
		const struct golden_block *b = &a->blocks[i];
		unsigned state = ST_BODY;

		if (b->type == BLOCK_SUBHEAD)
			state = ST_SUBHEAD;
		else if (i == 0)
			state = head ? (is_line(b->text) || is_verse(a, i) ? ST_LINE : ST_LEAD)
				     : (a->kind == KIND_BRIEF || a->kind == KIND_NOTICE ? ST_BRIEF
											: ST_OPEN);
		else if (b->type == BLOCK_CAPTION)
			state = ST_CAPTION;
		else if (b->type == BLOCK_CREDIT)
			state = ST_CREDIT;
		else if (is_line(b->text) || is_verse(a, i))
			state = ST_LINE;
		add_part(parts, state, b->norm, article);
	}
}

static void
add_parts(struct buf *parts, const struct golden_page *gold)
{
	static const unsigned heads[GOLD_HEADS] = {ST_KICKER, ST_TITLE, ST_DECK};

	add_part(parts, ST_BANNER, gold->banner, 0);
	for (unsigned i = 0; i < gold->article_count; i++) {
		const struct golden_article *a = &gold->articles[i];

		add_part(parts, ST_SECTION, a->section, i + 1);
		for (unsigned h = 0; h < GOLD_HEADS; h++)
			add_part(parts, heads[h], a->head[0][h], i + 1);
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

/* The line belongs to part p, behind `skip` bytes that are a dateline or an ornament. */
static void
take(struct aligner *a, size_t i, size_t p, const char *line, size_t skip, bool pending)
{
	struct part *part = &a->parts[p];
	size_t n = strlen(line) - skip, left = part->len - part->done;

	a->out[i].state = part->state;
	a->out[i].joins = pending || (part->done != 0 && !is_head_state(part->state));
	part->done += n < left ? n : left;
	a->at = part->done == part->len ? p + 1 : p;
}

/* A line that no part holds: by its shape and its place. */
static void
guess(struct aligner *a, size_t i)
{
	const struct view *v = &reading_views(a->reading)[i];
	const struct part *next = a->at < a->count ? &a->parts[a->at] : NULL;
	bool before_text = next != NULL && next->done == 0 && !is_head_state(next->state) &&
			   i != 0 && is_head_state(a->out[i - 1].state);

	a->out[i].joins = false;
	if (v->folio >= FOLIO_DATE || (v->folio == FOLIO_BARE_DATE && !before_text))
		a->out[i].state = ST_FOLIO;
	else if (view_has(v, VIEW_ROLE | VIEW_PHOTO | VIEW_MARK | VIEW_TEXT) || before_text)
		a->out[i].state = before_text ? ST_BYLINE : ST_CREDIT;
	else {
		a->out[i].state = ST_FOLIO;
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

static void
align_line(struct aligner *a, size_t i, bool *pending)
{
	const struct line *l = &a->reading->sheet.line[i];
	const char *line = golden_norm(a->reading->text->data + l->from, l->to - l->from, a->arena);
	size_t len = strlen(line);

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
		a->out[i].state = a->parts[a->at].state;
		a->out[i].joins = *pending;
		*pending = true;
		return;
	}
	guess(a, i);
}

unsigned
align(const struct golden_page *gold, const struct reading *reading, struct arena *arena,
	struct decision *decisions)
{
	struct aligner a = {.reading = reading, .arena = arena, .out = decisions};
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
