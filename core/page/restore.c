#include "page/restore.h"
#include "base/i18n.h"
#include "base/utf8.h"
#include "page/fingerprint.h"

#include <string.h>

/* Characters of its text that stand for an article without a headline. */
#define LABEL_CHARS 40

struct restorer {
	struct repairer *repairer;
	struct offsets walk; /* from file to text */
	const struct span *spans;
	uint32_t count;
	struct buf stretches;
	uint32_t chars;
};

static bool
is_text_label(uint8_t label)
{
	return label == LABEL_BODY || label == LABEL_JUMP;
}

/* Spans of these two labels can be one block: a jump mark is part of its paragraph. */
static bool
same_block(uint8_t a, uint8_t b)
{
	return a == b || (is_text_label(a) && is_text_label(b));
}

static void
add_stretch(struct restorer *r, const struct span *span, bool apart)
{
	size_t from = offsets_text(&r->walk, span->start), to = offsets_text(&r->walk, span->end);

	buf_add(&r->stretches, &(struct stretch){from, to < from ? from : to, apart},
		sizeof(struct stretch));
}

/* The characters that show. */
static uint32_t
count_chars(const struct rtext *text)
{
	const char *p = text->text, *end = p + text->len;
	size_t chars = utf8_count(p, text->len);

	for (; p < end && (p = memchr(p, ' ', (size_t)(end - p))) != NULL; p++)
		chars--;
	return (uint32_t)chars;
}

static enum err_code
repair_stretches(struct restorer *r, enum repair_style style, struct rtext *out, uint32_t *chars,
	struct err *err)
{
	enum err_code code;

	*chars = 0;
	if (!buf_ok(&r->stretches))
		return err_nomem(err);
	code = repair(r->repairer, style,
		(const struct stretch *)(const void *)buf_str(&r->stretches),
		r->stretches.len / sizeof(struct stretch), out, err);
	if (code == ERR_OK)
		*chars = count_chars(out);
	return code;
}

/* All spans of one part of the headline, its lines joined by a space. */
static void
gather_head(struct restorer *r, enum label label)
{
	buf_clear(&r->stretches);
	for (uint32_t i = 0; i < r->count; i++)
		if (r->spans[i].label == label)
			add_stretch(r, &r->spans[i],
				r->stretches.len != 0 && (r->spans[i].flags & SPAN_JOINS) == 0);
}

static enum err_code
restore_head(struct restorer *r, enum label label, struct rtext *out, struct err *err)
{
	uint32_t chars;
	enum err_code code;

	gather_head(r, label);
	if (r->stretches.len == 0 && buf_ok(&r->stretches))
		return ERR_OK;
	code = repair_stretches(r, REPAIR_HEAD, out, &chars, err);
	if (code == ERR_OK && out->len == 0)
		*out = (struct rtext){0};
	return code;
}

static bool
block_type(uint8_t label, enum block_type *type)
{
	switch (label) {
	case LABEL_BODY:
	case LABEL_JUMP:
		*type = BLOCK_PARA;
		return true;
	case LABEL_SUBHEAD:
		*type = BLOCK_SUBHEAD;
		return true;
	case LABEL_CAPTION:
		*type = BLOCK_CAPTION;
		return true;
	case LABEL_CREDIT:
		*type = BLOCK_CREDIT;
		return true;
	default:
		return false;
	}
}

/* The block that begins with span i: with it the spans that go on with it, wherever they stand. */
static void
gather_block(struct restorer *r, uint32_t i)
{
	buf_clear(&r->stretches);
	add_stretch(r, &r->spans[i], false);
	for (uint32_t k = i + 1; k < r->count; k++) {
		if (!same_block(r->spans[k].label, r->spans[i].label))
			continue;
		if ((r->spans[k].flags & SPAN_JOINS) == 0)
			break;
		add_stretch(r, &r->spans[k], false);
	}
}

static enum err_code
restore_block(struct restorer *r, uint32_t i, struct block *out, struct err *err)
{
	uint32_t chars;
	enum err_code code;

	gather_block(r, i);
	code = repair_stretches(
		r, out->type == BLOCK_SUBHEAD ? REPAIR_HEAD : REPAIR_TEXT, &out->text, &chars, err);
	r->chars += chars;
	return code;
}

/* Does span i begin a block?  One that goes on needs one to go on with. */
static bool
begins_block(const struct restorer *r, uint32_t i, bool *open)
{
	uint8_t label = r->spans[i].label;
	bool *seen = &open[is_text_label(label) ? LABEL_BODY : label];
	bool begins = (r->spans[i].flags & SPAN_JOINS) == 0 || !*seen;

	*seen = true;
	return begins;
}

static enum err_code
restore_blocks(struct restorer *r, struct article *out, struct err *err)
{
	bool open[LABEL_COUNT] = {false};
	enum block_type type;
	unsigned count = 0;

	for (uint32_t i = 0; i < r->count; i++)
		count += block_type(r->spans[i].label, &type) && begins_block(r, i, open);
	out->blocks = arena_calloc(r->repairer->arena, count, sizeof *out->blocks);
	if (out->blocks == NULL)
		return err_nomem(err);
	memset(open, 0, sizeof open);
	out->block_count = 0;
	for (uint32_t i = 0; i < r->count; i++) {
		struct block *block = &out->blocks[out->block_count];
		enum err_code code;

		if (!block_type(r->spans[i].label, &type) || !begins_block(r, i, open))
			continue;
		block->type = type;
		code = restore_block(r, i, block, err);
		if (code != ERR_OK)
			return code;
		/* What shows nothing (a lone zero-width space) is no block. */
		out->block_count += block->text.len != 0;
	}
	return ERR_OK;
}

/* The beginning of a text, cut after whole characters. */
static const char *
beginning(struct arena *arena, const struct rtext *text)
{
	uint32_t at = 0;

	for (unsigned n = 0; at < text->len && n < LABEL_CHARS; n++)
		at += (uint32_t)utf8_len((unsigned char)text->text[at]);
	return arena_strndup(arena, text->text, at);
}

static enum err_code
set_label(struct restorer *r, struct article *out, struct err *err)
{
	const struct rtext *head[] = {&out->title, &out->kicker, &out->deck};

	out->label = NULL;
	for (size_t i = 0; i < 3 && out->label == NULL; i++)
		out->label = head[i]->text;
	for (unsigned i = 0; i < out->block_count && out->label == NULL; i++) {
		out->label = beginning(r->repairer->arena, &out->blocks[i].text);
		if (out->label == NULL)
			return err_nomem(err);
	}
	if (out->label == NULL)
		out->label = out->section.text != NULL ? out->section.text : "";
	return ERR_OK;
}

enum err_code
article_restore(struct repairer *repairer, const struct span *spans, uint32_t count,
	struct article *out, struct err *err)
{
	struct restorer r = {.repairer = repairer, .spans = spans, .count = count};
	const struct {
		enum label label;
		struct rtext *text;
	} heads[] = {{LABEL_SECTION, &out->section}, {LABEL_KICKER, &out->kicker},
		{LABEL_TITLE, &out->title}, {LABEL_DECK, &out->deck},
		{LABEL_DATELINE, &out->dateline}};
	enum err_code code = ERR_OK;

	offsets_begin(&r.walk, repairer->text);
	for (size_t i = 0; i < sizeof heads / sizeof *heads; i++)
		*heads[i].text = (struct rtext){0};
	for (size_t i = 0; i < sizeof heads / sizeof *heads && code == ERR_OK; i++)
		code = restore_head(&r, heads[i].label, heads[i].text, err);
	if (code == ERR_OK)
		code = restore_blocks(&r, out, err);
	if (code == ERR_OK)
		code = set_label(&r, out, err);
	out->chars = r.chars;
	out->text_hash = FINGERPRINT_BASE;
	buf_free(&r.stretches);
	return code;
}

static enum err_code
tell_stretches(struct restorer *r, enum label label, stretches_fn each, void *ctx, struct err *err)
{
	if (!buf_ok(&r->stretches))
		return err_nomem(err);
	if (r->stretches.len == 0)
		return ERR_OK;
	return each(ctx, label, (const struct stretch *)(const void *)buf_str(&r->stretches),
		r->stretches.len / sizeof(struct stretch), err);
}

enum err_code
article_stretches(const struct text *text, const struct span *spans, uint32_t count,
	stretches_fn each, void *ctx, struct err *err)
{
	static const enum label heads[] = {
		LABEL_SECTION, LABEL_KICKER, LABEL_TITLE, LABEL_DECK, LABEL_DATELINE};
	struct restorer r = {.spans = spans, .count = count};
	bool open[LABEL_COUNT] = {false};
	enum err_code code = ERR_OK;
	enum block_type type;

	offsets_begin(&r.walk, text);
	for (size_t i = 0; i < sizeof heads / sizeof *heads && code == ERR_OK; i++) {
		gather_head(&r, heads[i]);
		code = tell_stretches(&r, heads[i], each, ctx, err);
	}
	for (uint32_t i = 0; i < count && code == ERR_OK; i++) {
		if (!block_type(spans[i].label, &type) || !begins_block(&r, i, open))
			continue;
		gather_block(&r, i);
		code = tell_stretches(&r, (enum label)spans[i].label, each, ctx, err);
	}
	buf_free(&r.stretches);
	return code;
}

enum err_code
spans_open(const void *bytes, size_t size, uint32_t base, enum encoding encoding,
	const struct span *spans, uint32_t span_count, struct arena *arena, struct text *out,
	struct err *err)
{
	uint32_t low = spans[0].start, high = spans[0].end;

	*out = (struct text){.data = ""};
	for (uint32_t i = 0; i < span_count; i++) {
		low = spans[i].start < low ? spans[i].start : low;
		high = spans[i].end > high ? spans[i].end : high;
	}
	if (low < base || high - base > size || high < low)
		return err_set(err, ERR_REFUSED, "%s", _("spans outside of the page"));
	return text_open_as(
		(const char *)bytes + (low - base), high - low, low, encoding, arena, out, err);
}

enum err_code
page_restore(const void *bytes, size_t size, uint32_t base, enum encoding encoding,
	const struct span *spans, uint32_t span_count, struct arena *arena, struct article *out,
	struct err *err)
{
	struct repairer repairer;
	struct text text;
	enum err_code code;

	*out = (struct article){.label = "", .ordinal = span_count != 0 ? spans[0].article : 0};
	if (span_count == 0)
		return ERR_OK;
	code = spans_open(bytes, size, base, encoding, spans, span_count, arena, &text, err);
	if (code != ERR_OK)
		return code;
	out->start = (uint32_t)text.file_base;
	out->end = (uint32_t)(text.file_base + text.file_len);
	repair_init(&repairer, &text, arena);
	code = article_restore(&repairer, spans, span_count, out, err);
	if (code == ERR_OK)
		articles_fingerprint(out, 1);
	repair_free(&repairer);
	return code;
}

uint32_t
rtext_piece(const struct rtext *text, uint32_t at)
{
	uint32_t low = 0, high = text->piece_count;

	while (high - low > 1) {
		uint32_t mid = low + (high - low) / 2;

		if (text->pieces[mid].text <= at)
			low = mid;
		else
			high = mid;
	}
	return low;
}

uint32_t
rtext_offset(const struct rtext *text, uint32_t at)
{
	const struct piece *p;

	if (text->piece_count == 0)
		return 0;
	p = &text->pieces[rtext_piece(text, at)];
	return at < p->text ? p->file : p->file + (at - p->text) / p->text_step * p->file_step;
}
