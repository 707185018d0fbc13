/* An article as JSON. */
#include "base/json.h"
#include "query/query.h"

#include <stdio.h>
#include <string.h>

static void
member(struct buf *out, const char *name)
{
	buf_addf(out, ",\"%s\":", name);
}

static void
text_member(struct buf *out, const char *name, const char *text)
{
	member(out, name);
	json_text(out, text);
}

static void
rtext_member(struct buf *out, const char *name, const struct rtext *text)
{
	member(out, name);
	if (text->text != NULL)
		json_string(out, text->text, text->len);
	else
		buf_adds(out, "null");
}

static void
names_member(struct buf *out, const char *name, const char *const *names, unsigned count)
{
	member(out, name);
	buf_addc(out, '[');
	for (unsigned i = 0; i < count; i++) {
		if (i > 0)
			buf_addc(out, ',');
		json_text(out, names[i]);
	}
	buf_addc(out, ']');
}

static void
add_blocks(struct buf *out, const struct article *a)
{
	member(out, "blocks");
	buf_addc(out, '[');
	for (unsigned i = 0; i < a->block_count; i++) {
		buf_addf(out, "%s{\"type\":\"%s\",\"text\":", i > 0 ? "," : "",
			block_type_name(a->blocks[i].type));
		json_string(out, a->blocks[i].text.text, a->blocks[i].text.len);
		buf_addc(out, '}');
	}
	buf_addc(out, ']');
}

static void
add_evidence(struct buf *out, const struct place_hit *hit)
{
	buf_adds(out, ",\"evidence\":[");
	for (unsigned i = 0; i < hit->evidence_count; i++) {
		const struct place_evidence *e = &hit->evidence[i];

		buf_addf(out, "%s{\"start\":%u,\"end\":%u,\"text\":", i > 0 ? "," : "",
			(unsigned)e->start, (unsigned)e->end);
		json_text(out, e->text);
		buf_addc(out, '}');
	}
	buf_addc(out, ']');
}

static void
add_districts(struct buf *out, const struct place_result *places)
{
	text_member(out, "district",
		places->primary >= 0 ? places->hits[places->primary].district->name : NULL);
	member(out, "districts");
	buf_addc(out, '[');
	for (unsigned i = 0; i < places->hit_count; i++) {
		const struct place_hit *hit = &places->hits[i];

		buf_adds(out, i > 0 ? ",{\"name\":" : "{\"name\":");
		json_text(out, hit->district->name);
		text_member(out, "adcode", hit->district->adcode);
		text_member(out, "role", (int)i == places->primary ? "primary" : "mention");
		add_evidence(out, hit);
		buf_addc(out, '}');
	}
	buf_addc(out, ']');
	names_member(out, "outside", places->outside, places->outside_count);
}

static void
add_topics(struct buf *out, const struct topic_result *topics)
{
	member(out, "topics");
	buf_addc(out, '[');
	for (unsigned i = 0; i < topics->hit_count; i++) {
		if (i > 0)
			buf_addc(out, ',');
		json_text(out, topics->hits[i].topic->name);
	}
	buf_addc(out, ']');
}

static void
add_sheet(struct buf *out, const struct sheet *sheet)
{
	char date[32];

	text_member(out, "banner", sheet->banner);
	snprintf(date, sizeof date, "%04d-%02d-%02d", sheet->date / 10000, sheet->date / 100 % 100,
		sheet->date % 100);
	text_member(out, "date", sheet->date != 0 ? date : NULL);
	member(out, "page_no");
	if (sheet->page_no != 0)
		buf_addf(out, "%d", sheet->page_no);
	else
		buf_adds(out, "null");
	text_member(out, "page_name", sheet->page_name);
	text_member(out, "paper", sheet->paper);
}

static void
add_article(struct buf *out, const struct stored_article *s)
{
	const struct article *a = &s->article;

	buf_adds(out, "{\"id\":");
	json_text(out, s->id);
	text_member(out, "source", s->source);
	buf_addf(out, ",\"ordinal\":%u,\"start\":%u,\"end\":%u", a->ordinal, (unsigned)a->start,
		(unsigned)a->end);
	text_member(out, "kind", kind_name(a->kind));
	rtext_member(out, "section", &a->section);
	rtext_member(out, "kicker", &a->kicker);
	rtext_member(out, "title", &a->title);
	rtext_member(out, "deck", &a->deck);
	text_member(out, "label", a->label);
	rtext_member(out, "dateline", &a->dateline);
	names_member(out, "reporters", a->reporters, a->reporter_count);
	names_member(out, "correspondents", a->correspondents, a->correspondent_count);
	add_blocks(out, a);
	add_districts(out, &s->places);
	add_topics(out, &s->topics);
	add_sheet(out, &s->sheet);
	buf_addf(out, ",\"chars\":%u}", (unsigned)a->chars);
}

enum err_code
article_json(struct archive *archive, article_key key, struct buf *out, struct err *err)
{
	const struct stored_article *article;
	struct arena *arena = arena_new(0);
	enum err_code code = arena != NULL ? archive_article(archive, key, arena, &article, err)
					   : err_nomem(err);

	if (code == ERR_OK) {
		add_article(out, article);
		if (!buf_ok(out))
			code = err_nomem(err);
	}
	arena_free(arena);
	return code;
}
