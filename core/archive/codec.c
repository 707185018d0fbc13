#include "archive/codec.h"
#include "base/i18n.h"

#include <string.h>

/* ---- writing ---------------------------------------------------------------------------- */

static void
add_signed(struct buf *out, int64_t value)
{
	uint64_t sign = value < 0 ? UINT64_MAX : 0;

	buf_add_varint(out, (uint64_t)value << 1 ^ sign);
}

/* 0 for NULL, else the length + 1 and the bytes. */
static void
add_text(struct buf *out, const char *text)
{
	size_t len = text != NULL ? strlen(text) : 0;

	buf_add_varint(out, text != NULL ? len + 1 : 0);
	buf_add(out, text, len);
}

static void
add_names(struct buf *out, const char *const *names, unsigned count)
{
	buf_add_varint(out, count);
	for (unsigned i = 0; i < count; i++)
		add_text(out, names[i]);
}

static void
add_spans(struct buf *out, const struct article_parts *parts)
{
	uint32_t at = parts->article->start;

	buf_add_varint(out, parts->span_count);
	for (uint32_t i = 0; i < parts->span_count; i++) {
		const struct span *s = &parts->spans[i];

		add_signed(out, (int64_t)s->start - at);
		buf_add_varint(out, s->end - s->start);
		buf_add_varint(out, (uint64_t)s->flags * LABEL_COUNT + s->label);
		at = s->end;
	}
}

/* The page file while an article is written, and the part of it that is fetched with it. */
struct raw {
	const char *bytes;
	uint32_t low, high;
	bool utf8;
};

/* A place in the file and its words: not stored where they stand there. */
static void
add_place(struct buf *out, const struct raw *raw, uint32_t base, uint32_t start, uint32_t end,
	const char *text)
{
	size_t len = strlen(text);
	bool there = raw->utf8 && start >= raw->low && end <= raw->high && start <= end &&
		     end - start == len && memcmp(raw->bytes + start, text, len) == 0;

	add_signed(out, (int64_t)start - base);
	buf_add_varint(out, end - start);
	add_text(out, there ? NULL : text);
}

static void
add_evidence(struct buf *out, const struct raw *raw, uint32_t base, const struct place_evidence *e)
{
	bool same = e->entry == NULL || strcmp(e->entry, e->text) == 0;

	add_place(out, raw, base, e->start, e->end, e->text);
	add_text(out, same ? NULL : e->entry);
	buf_add_varint(out, e->position);
	add_signed(out, e->weight);
}

static void
add_places(struct buf *out, const struct raw *raw, uint32_t base, const struct place_result *places,
	const uint32_t *number)
{
	buf_add_varint(out, places->hit_count);
	for (unsigned i = 0; i < places->hit_count; i++) {
		const struct place_hit *hit = &places->hits[i];

		buf_add_varint(out, number[hit->district->index]);
		add_signed(out, hit->score);
		buf_add_varint(out, hit->evidence_count);
		for (unsigned k = 0; k < hit->evidence_count; k++)
			add_evidence(out, raw, base, &hit->evidence[k]);
	}
	add_signed(out, places->primary);
	add_signed(out, places->margin);
	add_names(out, places->outside, places->outside_count);
}

static void
add_topics(struct buf *out, const struct raw *raw, uint32_t base, const struct topic_result *topics,
	const uint32_t *number)
{
	buf_add_varint(out, topics->hit_count);
	for (unsigned i = 0; i < topics->hit_count; i++) {
		const struct topic_hit *hit = &topics->hits[i];

		buf_add_varint(out, number[hit->topic->index]);
		add_signed(out, hit->score);
		buf_add_varint(out, hit->evidence_count);
		for (unsigned k = 0; k < hit->evidence_count; k++)
			add_place(out, raw, base, hit->evidence[k].start, hit->evidence[k].end,
				hit->evidence[k].text);
	}
}

/* What must be fetched to restore the article: a section's name may stand far above it. */
static void
find_range(const struct article_parts *parts, size_t size, struct raw *raw)
{
	raw->low = parts->article->start;
	raw->high = parts->article->end;
	for (uint32_t i = 0; i < parts->span_count; i++) {
		if (parts->spans[i].start < raw->low)
			raw->low = parts->spans[i].start;
		if (parts->spans[i].end > raw->high)
			raw->high = parts->spans[i].end;
	}
	if (raw->high > size)
		raw->high = (uint32_t)size;
}

void
article_encode(struct buf *out, const struct article_parts *parts, const struct numbers *numbers,
	const void *bytes, size_t size, enum encoding encoding)
{
	const struct article *a = parts->article;
	struct raw raw = {bytes, 0, 0, encoding == ENC_UTF8};

	find_range(parts, size, &raw);
	buf_add_varint(out, raw.low);
	buf_add_varint(out, raw.high - raw.low);
	buf_add_varint(out, a->start - raw.low);
	buf_add_varint(out, raw.high - a->end);
	buf_add_varint(out, a->sheet);
	buf_add_varint(out, a->jump);
	add_signed(out, a->jump_page);
	add_spans(out, parts);
	add_names(out, a->reporters, a->reporter_count);
	add_names(out, a->correspondents, a->correspondent_count);
	add_places(out, &raw, a->start, parts->places, numbers->district);
	add_topics(out, &raw, a->start, parts->topics, numbers->topic);
	buf_add_varint(out, parts->people_count);
	for (unsigned i = 0; i < parts->people_count; i++) {
		const struct person *p = &parts->people[i];

		add_place(out, &raw, a->start, p->start, p->end, p->name);
		add_text(out, p->office);
	}
}

void
sheets_encode(struct buf *out, const struct sheet *sheets, unsigned count)
{
	for (unsigned i = 0; i < count; i++) {
		add_signed(out, sheets[i].date);
		add_signed(out, sheets[i].page_no);
		add_text(out, sheets[i].banner);
		add_text(out, sheets[i].page_name);
		add_text(out, sheets[i].paper);
	}
}
