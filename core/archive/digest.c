#include "archive/digest.h"
#include "base/hash.h"
#include "base/i18n.h"
#include "base/utf8.h"
#include "place/reading.h"
#include "text/fold.h"
#include "text/pinyin.h"

#include <stdlib.h>
#include <string.h>

#define PAGE_KEY 0x70616765u /* "page" */

/* ---- knowledge -------------------------------------------------------------------------- */

static char *
user_file(const char *folder, const char *name)
{
	struct buf path = {0};

	buf_addf(&path, "%s/%s", folder, name);
	return path.failed ? NULL : path.data;
}

static enum err_code
load_tables(
	struct knowledge *out, const char *folder, table_warn_fn warn, void *ctx, struct err *err)
{
	char *aliases = folder != NULL ? user_file(folder, "aliases.tsv") : NULL;
	char *topics = folder != NULL ? user_file(folder, "topics.tsv") : NULL;
	enum err_code code = ERR_OK;

	if (folder != NULL && (aliases == NULL || topics == NULL))
		code = err_nomem(err);
	if (code == ERR_OK)
		code = gazetteer_new(aliases, warn, ctx, &out->gazetteer, err);
	if (code == ERR_OK)
		code = lexicon_new(topics, warn, ctx, &out->lexicon, err);
	free(aliases);
	free(topics);
	return code;
}

enum err_code
knowledge_new(struct knowledge *out, const char *user_folder, table_warn_fn warn, void *ctx,
	struct err *err)
{
	enum err_code code;

	memset(out, 0, sizeof *out);
	code = parser_new(&out->parser, err);
	if (code == ERR_OK)
		code = load_tables(out, user_folder, warn, ctx, err);
	if (code != ERR_OK)
		knowledge_free(out);
	return code;
}

void
knowledge_free(struct knowledge *knowledge)
{
	parser_free(knowledge->parser);
	gazetteer_free(knowledge->gazetteer);
	lexicon_free(knowledge->lexicon);
	memset(knowledge, 0, sizeof *knowledge);
}

/* ---- small parts ------------------------------------------------------------------------ */

uint64_t
page_hash(const void *bytes, size_t size)
{
	return hash_bytes(PAGE_KEY, bytes, size);
}

/* The spans of a page, put together article by article. */
struct by_article {
	struct span *span;
	uint32_t *first; /* first[ordinal] of the article's spans; first[ordinal + 1] ends them */
	const struct span **section; /* section[ordinal]: of an article that shares the name */
};

/* Where each article's spans go: behind one that may be a section's name. */
static void
count_spans(const struct page *page, struct by_article *out)
{
	unsigned articles = page->article_count;

	for (uint32_t i = 0; i < page->span_count; i++) {
		if (page->spans[i].article <= articles)
			out->first[page->spans[i].article + 1]++;
	}
	for (unsigned i = 1; i <= articles + 1; i++)
		out->first[i] += out->first[i - 1];
}

/* The last section's name above each article that has a section but no span of its own for it. */
static void
find_sections(const struct page *page, struct by_article *out)
{
	const struct span *section = NULL;
	uint32_t at = 0;

	for (unsigned i = 0; i < page->article_count; i++) {
		const struct article *a = &page->articles[i];
		const struct span *s = out->span + out->first[a->ordinal];
		const struct span *end = out->span + out->first[a->ordinal + 1];
		bool own = false;

		for (; at < page->span_count && page->spans[at].start < a->start; at++) {
			if (page->spans[at].label == LABEL_SECTION)
				section = &page->spans[at];
		}
		for (; s < end; s++)
			own = own || s->label == LABEL_SECTION;
		out->section[a->ordinal] = a->section.text != NULL && !own ? section : NULL;
	}
}

static bool
sort_spans(const struct page *page, struct by_article *out)
{
	struct arena *arena = page->arena;
	unsigned articles = page->article_count;
	uint32_t *next = arena_calloc(arena, (size_t)articles + 2, sizeof *next);

	out->span = arena_calloc(arena, (size_t)page->span_count + 1, sizeof *out->span);
	out->first = arena_calloc(arena, (size_t)articles + 3, sizeof *out->first);
	out->section = arena_calloc(arena, (size_t)articles + 2, sizeof(char *));
	if (next == NULL || out->span == NULL || out->first == NULL || out->section == NULL)
		return false;
	count_spans(page, out);
	memcpy(next, out->first, ((size_t)articles + 2) * sizeof *next);
	for (uint32_t i = 0; i < page->span_count; i++) {
		if (page->spans[i].article <= articles)
			out->span[next[page->spans[i].article]++] = page->spans[i];
	}
	find_sections(page, out);
	return true;
}

/* The spans that make the article's text: its own, and the name of a section that it shares. */
static struct span *
own_spans(const struct by_article *by, const struct article *article, struct arena *arena,
	uint32_t *count)
{
	uint32_t first = by->first[article->ordinal];
	const struct span *section = by->section[article->ordinal];
	struct span *out;

	*count = by->first[article->ordinal + 1] - first;
	if (section == NULL)
		return by->span + first;
	out = arena_calloc(arena, (size_t)*count + 1, sizeof *out);
	if (out == NULL)
		return NULL;
	out[0] = *section;
	memcpy(out + 1, by->span + first, *count * sizeof *out);
	++*count;
	return out;
}

struct text {
	uint64_t hash;
	unsigned which;
};

static int
by_hash(const void *a, const void *b)
{
	const struct text *x = a, *y = b;

	if (x->hash != y->hash)
		return x->hash > y->hash ? 1 : -1;
	return (x->which > y->which) - (x->which < y->which);
}

/* Numbers the articles of a page that have the same text. */
static bool
count_occurrences(const struct page *page, struct digest *digest)
{
	struct text *text =
		arena_calloc(page->arena, (size_t)page->article_count + 1, sizeof *text);

	if (text == NULL)
		return false;
	for (unsigned i = 0; i < page->article_count; i++)
		text[i] = (struct text){page->articles[i].text_hash, i};
	qsort(text, page->article_count, sizeof *text, by_hash);
	for (unsigned i = 1; i < page->article_count; i++) {
		if (text[i].hash == text[i - 1].hash)
			digest->article[text[i].which].occurrence =
				digest->article[text[i - 1].which].occurrence + 1;
	}
	return true;
}

/* ---- one article ------------------------------------------------------------------------ */

struct maker {
	const struct knowledge *knowledge;
	const struct page *page;
	struct digest *digest;
	struct arena *arena; /* the digest's */
	struct by_article by;
	struct reading *reading; /* of the page's articles, in the page's arena */
	struct place_result *places;
	struct buf blob;
	struct terms terms;
};

static enum err_code
take_values(struct maker *m, struct digest_article *out, const struct article_parts *parts,
	struct err *err)
{
	const struct numbers *numbers = &m->knowledge->numbers;
	const struct place_result *places = parts->places;
	const struct topic_result *topics = parts->topics;
	uint32_t *mention = arena_calloc(m->arena, places->hit_count + 1, sizeof *mention);
	uint32_t *topic = arena_calloc(m->arena, topics->hit_count + 1, sizeof *topic);

	if (mention == NULL || topic == NULL)
		return err_nomem(err);
	for (unsigned i = 0; i < places->hit_count; i++)
		mention[i] = numbers->district[places->hits[i].district->index];
	for (unsigned i = 0; i < topics->hit_count; i++)
		topic[i] = numbers->topic[topics->hits[i].topic->index];
	out->district = places->primary >= 0 ? mention[places->primary] : 0;
	out->mention = mention;
	out->mention_count = places->hit_count;
	out->topic = topic;
	out->topic_count = topics->hit_count;
	return ERR_OK;
}

static bool
listed(const char *const *names, unsigned count, const char *name)
{
	for (unsigned i = 0; i < count; i++) {
		if (strcmp(names[i], name) == 0)
			return true;
	}
	return false;
}

/* More names than an article has; bounds the work that a hostile page makes. */
#define NAMES_MAX 256u

/* Copies of the names, each once, added to those that are there. */
static enum err_code
add_names(struct maker *m, const char **out, unsigned *n, const char *const *names, unsigned count,
	struct err *err)
{
	for (unsigned i = 0; i < count; i++) {
		if (*names[i] == '\0' || *n == NAMES_MAX || listed(out, *n, names[i]))
			continue;
		out[*n] = arena_strdup(m->arena, names[i]);
		if (out[*n] == NULL)
			return err_nomem(err);
		++*n;
	}
	return ERR_OK;
}

static enum err_code
take_names(struct maker *m, struct digest_article *out, const struct article_parts *parts,
	struct err *err)
{
	const struct article *a = parts->article;
	unsigned most = a->reporter_count + a->correspondent_count;
	const char **reporters = arena_calloc(m->arena, most + 1, sizeof *reporters);
	const char **people = arena_calloc(m->arena, parts->people_count + 1, sizeof *people);
	enum err_code code = ERR_OK;

	if (reporters == NULL || people == NULL)
		return err_nomem(err);
	code = add_names(m, reporters, &out->reporter_count, a->reporters, a->reporter_count, err);
	if (code == ERR_OK)
		code = add_names(m, reporters, &out->reporter_count, a->correspondents,
			a->correspondent_count, err);
	for (unsigned i = 0; code == ERR_OK && i < parts->people_count; i++)
		code = add_names(m, people, &out->people_count, &parts->people[i].name, 1, err);
	out->reporters = reporters;
	out->people = people;
	out->reporter = out->reporter_count > 0 ? reporters[0] : NULL;
	return code;
}

static enum err_code
take_texts(struct maker *m, struct digest_article *out, const struct article *a, struct err *err)
{
	const struct sheet *sheet =
		a->sheet < m->page->sheet_count ? &m->page->sheets[a->sheet] : NULL;

	out->text_hash = a->text_hash;
	out->ordinal = a->ordinal;
	out->kind = a->kind;
	out->titled = a->title.text != NULL;
	out->chars = a->chars;
	out->date = sheet != NULL ? sheet->date : 0;
	out->page_no = sheet != NULL ? sheet->page_no : 0;
	out->label = arena_strdup(m->arena, a->label);
	out->section = a->section.text != NULL ? arena_strdup(m->arena, a->section.text) : NULL;
	if (out->label == NULL || (a->section.text != NULL && out->section == NULL))
		return err_nomem(err);
	return ERR_OK;
}

static enum err_code
take_blob(struct maker *m, struct digest_article *out, const struct article_parts *parts,
	struct err *err)
{
	buf_clear(&m->blob);
	article_encode(&m->blob, parts, &m->knowledge->numbers, m->digest->bytes, m->digest->size,
		m->digest->encoding);
	if (!buf_ok(&m->blob))
		return err_nomem(err);
	out->data_len = m->blob.len;
	out->data = arena_strndup(m->arena, m->blob.data, m->blob.len);
	return out->data != NULL ? ERR_OK : err_nomem(err);
}

static enum err_code
take_terms(struct maker *m, struct digest_article *out, const struct article *a, struct err *err)
{
	uint64_t *copy;
	enum err_code code = terms_of(&m->terms, a, err);

	if (code != ERR_OK)
		return code;
	copy = arena_alloc(m->arena, (m->terms.count + 1) * sizeof *copy);
	if (copy == NULL)
		return err_nomem(err);
	if (m->terms.count > 0)
		memcpy(copy, m->terms.item, m->terms.count * sizeof *copy);
	out->term = copy;
	out->term_count = m->terms.count;
	return ERR_OK;
}

static enum err_code
make_article(struct maker *m, unsigned which, struct err *err)
{
	const struct article *a = &m->page->articles[which];
	struct digest_article *out = &m->digest->article[which];
	struct arena *scratch = m->page->arena;
	const struct knowledge *k = m->knowledge;
	const struct reading *reading = &m->reading[which];
	struct topic_result topics;
	struct article_parts parts = {.article = a, .places = &m->places[which], .topics = &topics};
	enum err_code code;

	parts.spans = own_spans(&m->by, a, scratch, &parts.span_count);
	if (parts.spans == NULL)
		return err_nomem(err);
	code = topic_resolve_reading(k->lexicon, reading, scratch, &topics, err);
	if (code == ERR_OK)
		code = people_find_reading(
			k->lexicon, reading, scratch, &parts.people, &parts.people_count, err);
	if (code == ERR_OK)
		code = take_texts(m, out, a, err);
	if (code == ERR_OK)
		code = take_values(m, out, &parts, err);
	if (code == ERR_OK)
		code = take_names(m, out, &parts, err);
	if (code == ERR_OK)
		code = take_blob(m, out, &parts, err);
	if (code == ERR_OK)
		code = take_terms(m, out, a, err);
	return code;
}

/* ---- one page --------------------------------------------------------------------------- */

/* Lays all articles out and tells their places: what "our district" is, only the page can tell. */
static enum err_code
find_places(struct maker *m, struct err *err)
{
	struct arena *scratch = m->page->arena;
	const struct gazetteer *gazetteer = m->knowledge->gazetteer;
	unsigned count = m->page->article_count;
	enum err_code code = ERR_OK;

	m->reading = arena_calloc(scratch, count + 1, sizeof *m->reading);
	m->places = arena_calloc(scratch, count + 1, sizeof *m->places);
	if (m->reading == NULL || m->places == NULL)
		return err_nomem(err);
	for (unsigned i = 0; code == ERR_OK && i < count; i++) {
		code = reading_make(&m->page->articles[i], scratch, &m->reading[i], err);
		if (code == ERR_OK)
			code = place_resolve_reading(
				gazetteer, &m->reading[i], scratch, &m->places[i], err);
	}
	return code == ERR_OK ? place_settle_page(gazetteer, m->page, m->places, scratch, err)
			      : code;
}

static enum err_code
make_page(struct maker *m, struct err *err)
{
	struct digest *d = m->digest;
	enum err_code code = ERR_OK;

	d->encoding = m->page->encoding;
	d->article = arena_calloc(m->arena, m->page->article_count + 1, sizeof *d->article);
	if (d->article == NULL || !sort_spans(m->page, &m->by) || !count_occurrences(m->page, d))
		return err_nomem(err);
	sheets_encode(&m->blob, m->page->sheets, m->page->sheet_count);
	d->sheets_len = m->blob.len;
	d->sheets = arena_strndup(m->arena, buf_str(&m->blob), m->blob.len);
	if (!buf_ok(&m->blob) || d->sheets == NULL)
		return err_nomem(err);
	code = find_places(m, err);
	for (unsigned i = 0; code == ERR_OK && i < m->page->article_count; i++)
		code = make_article(m, i, err);
	d->count = code == ERR_OK ? m->page->article_count : 0;
	return code;
}

struct digest *
digest_make(const struct knowledge *knowledge, const char *bytes, size_t size, const char *source)
{
	struct arena *arena = arena_new(0);
	struct digest *d = arena != NULL ? arena_calloc(arena, 1, sizeof *d) : NULL;
	struct maker m = {.knowledge = knowledge, .digest = d, .arena = arena};
	struct page *page;

	if (d == NULL) {
		arena_free(arena);
		return NULL;
	}
	d->arena = arena;
	d->bytes = bytes;
	d->size = size;
	d->hash = page_hash(bytes, size);
	d->code = page_parse(knowledge->parser, bytes, size, source, &page, &d->why);
	if (d->code != ERR_OK)
		return d;
	m.page = page;
	d->code = make_page(&m, &d->why);
	page_free(page);
	buf_free(&m.blob);
	terms_free(&m.terms);
	return d;
}

void
digest_free(struct digest *digest)
{
	if (digest != NULL)
		arena_free(digest->arena);
}
