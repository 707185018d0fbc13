/* Reading what codec.c wrote. */
#include "archive/codec.h"
#include "base/i18n.h"
#include "base/utf8.h"

#include <string.h>

/* Bytes of one piece of evidence: longer than any name. */
#define WORDS_MAX 4096u

/* Where reading is; `bad` once something made no sense, and then all numbers are 0. */
struct in {
	const unsigned char *p, *end;
	const struct article_source *source;
	uint32_t start; /* of the article: places count from here */
	struct arena *arena;
	bool bad, nomem;
};

static uint64_t
take(struct in *in)
{
	uint64_t value = 0;

	if (in->bad || !varint_get(&in->p, in->end, &value)) {
		in->bad = true;
		return 0;
	}
	return value;
}

static uint32_t
take_u32(struct in *in)
{
	uint64_t value = take(in);

	if (value > UINT32_MAX)
		in->bad = true;
	return in->bad ? 0 : (uint32_t)value;
}

static int
take_int(struct in *in)
{
	uint64_t raw = take(in);
	int64_t value = (int64_t)(raw >> 1) ^ -(int64_t)(raw & 1);

	if (value < -INT32_MAX || value > INT32_MAX)
		in->bad = true;
	return in->bad ? 0 : (int)value;
}

/* How many of something follow, each of at least one byte: so memory is bounded by the blob. */
static unsigned
take_count(struct in *in)
{
	uint64_t count = take(in);

	if (count > (uint64_t)(in->end - in->p))
		in->bad = true;
	return in->bad ? 0 : (unsigned)count;
}

static void *
room(struct in *in, size_t count, size_t size)
{
	void *p = arena_calloc(in->arena, count != 0 ? count : 1, size);

	if (p == NULL)
		in->bad = in->nomem = true;
	return p;
}

/* A copy of words that have to be UTF-8; NULL where they are none, or without memory. */
static const char *
keep_text(struct in *in, const char *bytes, size_t len)
{
	const char *text = NULL;

	if (utf8_is_valid(bytes, len)) {
		text = arena_strndup(in->arena, bytes, len);
		in->nomem = in->nomem || text == NULL;
	}
	in->bad = in->bad || text == NULL;
	return text;
}

/* NULL where none was stored. */
static const char *
take_text(struct in *in)
{
	uint64_t len = take(in);
	const char *text;

	if (len == 0)
		return NULL;
	len--;
	if (in->bad || len > (uint64_t)(in->end - in->p)) {
		in->bad = true;
		return NULL;
	}
	text = keep_text(in, (const char *)in->p, (size_t)len);
	in->p += len;
	return text;
}

static const char *
text_or(const char *text, const char *otherwise)
{
	return text != NULL ? text : otherwise;
}

static const char *const *
take_names(struct in *in, unsigned *count)
{
	unsigned n = take_count(in);
	const char **names = room(in, n, sizeof *names);

	for (unsigned i = 0; !in->bad && i < n; i++)
		names[i] = text_or(take_text(in), "");
	*count = in->bad ? 0 : n;
	return names;
}

/* A place in the file and its words. */
static const char *
take_place(struct in *in, uint32_t *start, uint32_t *end)
{
	int from = take_int(in);
	uint32_t len = take_u32(in);
	const char *text = take_text(in);
	int64_t at = (int64_t)in->start + from, base = in->source->base;

	if (at < 0 || at + len > UINT32_MAX)
		in->bad = true;
	if (in->bad)
		return "";
	*start = (uint32_t)at;
	*end = (uint32_t)(at + len);
	if (text == NULL && len <= WORDS_MAX && at >= base &&
		(uint64_t)(at - base) + len <= in->source->size)
		text = keep_text(in, in->source->part + (at - base), len);
	return text_or(text, "");
}

static struct span *
take_spans(struct in *in, uint32_t *count)
{
	unsigned n = take_count(in);
	struct span *spans = room(in, n, sizeof *spans);
	int64_t at = in->start;

	for (unsigned i = 0; !in->bad && i < n; i++) {
		int64_t start = at + take_int(in);
		uint32_t len = take_u32(in), label = take_u32(in);

		if (start < 0 || start + len > UINT32_MAX)
			in->bad = true;
		if (in->bad)
			break;
		spans[i].start = (uint32_t)start;
		spans[i].end = (uint32_t)(start + len);
		spans[i].label = (uint8_t)(label % LABEL_COUNT);
		spans[i].flags = (uint8_t)(label / LABEL_COUNT);
		at = start + len;
	}
	*count = in->bad ? 0 : n;
	return spans;
}

static void
take_evidence(struct in *in, struct place_evidence *e)
{
	uint32_t position;

	e->text = take_place(in, &e->start, &e->end);
	e->entry = text_or(take_text(in), e->text);
	position = take_u32(in);
	if (position >= POS_COUNT)
		in->bad = true;
	e->position = (enum place_position)(position % POS_COUNT);
	e->weight = take_int(in);
}

static void
take_place_hit(struct in *in, struct place_hit *hit)
{
	uint32_t number = take_u32(in);
	struct place_evidence *evidence;
	unsigned n;

	if (number >= in->source->district_count || in->source->district[number].name == NULL)
		in->bad = true;
	else
		hit->district = &in->source->district[number];
	hit->score = take_int(in);
	n = take_count(in);
	evidence = room(in, n, sizeof *evidence);
	for (unsigned i = 0; !in->bad && i < n; i++)
		take_evidence(in, &evidence[i]);
	hit->evidence = evidence;
	hit->evidence_count = in->bad ? 0 : n;
}

static void
take_places(struct in *in, struct place_result *out)
{
	unsigned n = take_count(in);
	struct place_hit *hits = room(in, n, sizeof *hits);

	for (unsigned i = 0; !in->bad && i < n; i++)
		take_place_hit(in, &hits[i]);
	out->hits = hits;
	out->hit_count = in->bad ? 0 : n;
	out->primary = take_int(in);
	if (out->primary < -1 || out->primary >= (int)out->hit_count)
		in->bad = true;
	out->margin = take_int(in);
	out->outside = take_names(in, &out->outside_count);
}

static void
take_topic_hit(struct in *in, struct topic_hit *hit)
{
	uint32_t number = take_u32(in);
	struct topic_evidence *evidence;
	unsigned n;

	if (number >= in->source->topic_count || in->source->topic[number].name == NULL)
		in->bad = true;
	else
		hit->topic = &in->source->topic[number];
	hit->score = take_int(in);
	n = take_count(in);
	evidence = room(in, n, sizeof *evidence);
	for (unsigned i = 0; !in->bad && i < n; i++)
		evidence[i].text = take_place(in, &evidence[i].start, &evidence[i].end);
	hit->evidence = evidence;
	hit->evidence_count = in->bad ? 0 : n;
}

static void
take_topics(struct in *in, struct topic_result *out)
{
	unsigned n = take_count(in);
	struct topic_hit *hits = room(in, n, sizeof *hits);

	for (unsigned i = 0; !in->bad && i < n; i++)
		take_topic_hit(in, &hits[i]);
	out->hits = hits;
	out->hit_count = in->bad ? 0 : n;
}

static void
take_people(struct in *in, struct stored_article *out)
{
	unsigned n = take_count(in);
	struct person *people = room(in, n, sizeof *people);

	for (unsigned i = 0; !in->bad && i < n; i++) {
		people[i].name = take_place(in, &people[i].start, &people[i].end);
		people[i].office = text_or(take_text(in), "");
	}
	out->people = people;
	out->people_count = in->bad ? 0 : n;
}

/* The part of the file that is wanted, [low, high). */
static void
take_range(struct in *in, uint32_t *low, uint32_t *high)
{
	uint32_t len;

	*low = take_u32(in);
	len = take_u32(in);
	if (len > UINT32_MAX - *low)
		in->bad = true;
	*high = in->bad ? *low : *low + len;
}

static void
take_bounds(struct in *in, struct article *a)
{
	uint32_t low, high, before, after;

	take_range(in, &low, &high);
	before = take_u32(in);
	after = take_u32(in);
	if (before > high - low || after > high - low - before)
		in->bad = true;
	a->start = in->bad ? 0 : low + before;
	a->end = in->bad ? 0 : high - after;
}

static enum err_code
verdict(const struct in *in, struct err *err)
{
	if (in->nomem)
		return err_nomem(err);
	return in->bad ? err_set(err, ERR_DAMAGED,
				 _("an article's record is damaged; “baolan check --rebuild” makes "
				   "the archive afresh"))
		       : ERR_OK;
}

enum err_code
article_decode_range(const void *blob, size_t len, uint32_t *start, uint32_t *end, struct err *err)
{
	struct in in = {.p = blob, .end = (const unsigned char *)blob + len};

	take_range(&in, start, end);
	return verdict(&in, err);
}

/* What the blob begins with. */
static void
take_head(struct in *in, struct article *a, struct span **spans, uint32_t *span_count)
{
	uint32_t jump;

	take_bounds(in, a);
	in->start = a->start;
	a->sheet = take_u32(in);
	jump = take_u32(in);
	if (jump > JUMP_FROM)
		in->bad = true;
	a->jump = (enum jump)(in->bad ? JUMP_NONE : jump);
	a->jump_page = take_int(in);
	*spans = take_spans(in, span_count);
	a->reporters = take_names(in, &a->reporter_count);
	a->correspondents = take_names(in, &a->correspondent_count);
}

enum err_code
article_decode_spans(const void *blob, size_t len, struct arena *arena, struct article *out,
	struct span **spans, uint32_t *span_count, struct err *err)
{
	struct in in = {.p = blob, .end = (const unsigned char *)blob + len, .arena = arena};

	take_head(&in, out, spans, span_count);
	return verdict(&in, err);
}

enum err_code
article_decode(const void *blob, size_t len, const struct article_source *source,
	struct arena *arena, struct stored_article *out, struct span **spans, uint32_t *span_count,
	struct err *err)
{
	struct in in = {.p = blob,
		.end = (const unsigned char *)blob + len,
		.source = source,
		.arena = arena};

	take_head(&in, &out->article, spans, span_count);
	take_places(&in, &out->places);
	take_topics(&in, &out->topics);
	take_people(&in, out);
	return verdict(&in, err);
}

enum err_code
sheet_decode(const void *blob, size_t len, unsigned which, struct arena *arena, struct sheet *out,
	struct err *err)
{
	struct in in = {.p = blob, .end = (const unsigned char *)blob + len, .arena = arena};

	memset(out, 0, sizeof *out);
	for (unsigned i = 0; in.p < in.end && !in.bad && i <= which; i++) {
		out->date = take_int(&in);
		out->page_no = take_int(&in);
		out->banner = take_text(&in);
		out->page_name = take_text(&in);
		out->paper = take_text(&in);
		if (i < which)
			memset(out, 0, sizeof *out);
	}
	return verdict(&in, err);
}
