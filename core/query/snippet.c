/* Words of a query in texts: ranges, snippets, counts. */
#include "base/i18n.h"
#include "page/chars.h"
#include "query/query_parts.h"
#include "text/pinyin.h"
#include "text/width.h"

#include <string.h>

#define NEAR_MAX 2 /* one of them may be the word itself */

/* Words for which others are looked for that sound alike: more are not shown, and each takes as
 * long as a search. */
#define NEAR_WORDS 4u

/* Hits that a snippet can show. */
#define SNIPPET_RANGES 32u

enum err_code
query_hits(struct query *query, const char *text, size_t len, unsigned limit, struct arena *arena,
	const struct range **ranges, unsigned *count, struct err *err)
{
	return match_ranges(
		&query->matcher, &query->parsed, text, len, limit, arena, ranges, count, err);
}

/* ---- snippets --------------------------------------------------------------------------- */

/* The text that shows best why the article was found: the first block with a hit, or else
 * another text, or the first block. */
static enum err_code
choose_text(struct query *query, const struct article *a, struct arena *arena, struct rtext *text,
	const struct range **ranges, unsigned *count, struct err *err)
{
	const struct rtext *const other[] = {
		&a->title, &a->kicker, &a->deck, &a->dateline, &a->section};
	enum err_code code = ERR_OK;

	*count = 0;
	for (unsigned i = 0; code == ERR_OK && *count == 0 && i < a->block_count; i++) {
		*text = a->blocks[i].text;
		code = query_hits(
			query, text->text, text->len, SNIPPET_RANGES, arena, ranges, count, err);
	}
	for (unsigned i = 0; code == ERR_OK && *count == 0 && i < sizeof other / sizeof other[0];
		i++) {
		*text = *other[i];
		if (text->text != NULL)
			code = query_hits(query, text->text, text->len, SNIPPET_RANGES, arena,
				ranges, count, err);
	}
	if (code == ERR_OK && *count == 0) {
		*text = (struct rtext){.text = a->label, .len = (uint32_t)strlen(a->label)};
		if (a->block_count > 0)
			*text = a->blocks[0].text;
	}
	return code;
}

/* Bytes before `at` that take up to `cells`. */
static size_t
back_by(const char *text, size_t at, size_t cells)
{
	const char *p = text, *end = text + at;
	size_t all = text_width(text, at), skip = all > cells ? all - cells : 0, seen = 0;
	struct glyph glyph;

	while (seen < skip && glyph_next(&p, end, &glyph))
		seen += glyph.width;
	return (size_t)(p - text);
}

/* A full-width mark: in 3,000 nothing ends. */
static bool
ends_clause(const struct glyph *glyph)
{
	enum cclass class = char_class(glyph->c[0]);

	return glyph->c[0] >= 0x80 &&
	       (class == CC_STOP || class == CC_POINT || class == CC_CLOSE || class == CC_ENDQUOTE);
}

/* Where a clause begins between `from` and `to`; `from` where none does. */
static size_t
clause_start(const char *text, size_t from, size_t to)
{
	const char *p = text + from, *end = text + to, *glyph_at = p;
	struct glyph glyph;
	bool ended = false;

	while (glyph_next(&p, end, &glyph)) {
		bool mark = ends_clause(&glyph);

		if (ended && !mark)
			return (size_t)(glyph_at - text);
		ended = ended || mark;
		glyph_at = p;
	}
	return ended ? to : from;
}

static enum err_code
cut_snippet(const struct rtext *text, const struct range *ranges, unsigned count, unsigned width,
	struct arena *arena, struct snippet *out, struct err *err)
{
	struct range *own = arena_calloc(arena, (size_t)count + 1, sizeof *own);
	size_t hit = count > 0 ? ranges[0].start : 0;
	size_t start = back_by(text->text, hit, width / 3), len;

	/* One reads on from a comma rather than from the middle of a word. */
	if (start > 0)
		start = clause_start(text->text, start, hit);
	len = text_fit(text->text + start, text->len - start, width, NULL);
	out->text = arena_strndup(arena, text->text + start, len);
	if (own == NULL || out->text == NULL)
		return err_nomem(err);
	for (unsigned i = 0; i < count && ranges[i].start < start + len; i++) {
		size_t end = ranges[i].end < start + len ? ranges[i].end : start + len;

		own[out->range_count++] =
			(struct range){ranges[i].start - (uint32_t)start, (uint32_t)(end - start)};
	}
	out->ranges = own;
	return ERR_OK;
}

enum err_code
query_snippet(struct query *query, article_key key, unsigned width, struct arena *arena,
	struct snippet *out, struct err *err)
{
	const struct stored_article *article;
	const struct range *ranges = NULL;
	struct rtext text = {.text = ""};
	unsigned count = 0;
	enum err_code code;

	*out = (struct snippet){.text = ""};
	code = archive_article(query->archive, key, arena, &article, err);
	if (code == ERR_OK)
		code = choose_text(query, &article->article, arena, &text, &ranges, &count, err);
	return code == ERR_OK ? cut_snippet(&text, ranges, count, width, arena, out, err) : code;
}

/* ---- words ------------------------------------------------------------------------------ */

static enum err_code
count_word(struct query *query, const struct term *term, struct query_word *out, struct err *err)
{
	struct keyset hits = KEYSET_NONE, uncertain = KEYSET_NONE;
	enum err_code code = keyset_new(&hits, query->end) && keyset_new(&uncertain, query->end)
				     ? ERR_OK
				     : err_nomem(err);

	if (code == ERR_OK)
		code = eval_term(query, term, &hits, &uncertain, err);
	if (code == ERR_OK) {
		out->count = keyset_count(&hits);
		out->exact = keyset_count(&uncertain) == 0;
	}
	keyset_free(&hits);
	keyset_free(&uncertain);
	return code;
}

/* What the archive has that sounds like a word without a hit. */
static enum err_code
find_near(struct query *query, struct query_word *word, struct arena *arena, struct err *err)
{
	struct buf sound = {0};
	const struct suggestion *found = NULL;
	unsigned count = 0;
	enum err_code code = ERR_OK;

	pinyin_of(word->text, strlen(word->text), &sound, NULL);
	if (!buf_ok(&sound))
		code = err_nomem(err);
	else if (sound.len > 0 && pinyin_typed(sound.data, sound.len))
		code = suggest_pinyin(
			query->archive, sound.data, NEAR_MAX, arena, &found, &count, err);
	for (unsigned i = 0; i < count && word->near == NULL; i++)
		if (strcmp(found[i].word, word->text) != 0)
			word->near = found[i].word;
	buf_free(&sound);
	return code;
}

/* Whether the n-th word is one that must not stand there. */
static bool
negative(const struct query *query, unsigned n)
{
	const struct clause *clause = query->parsed.clause;

	for (; n >= clause->count; clause++)
		n -= clause->count;
	return clause->term[n].negative;
}

enum err_code
query_words(struct query *query, struct arena *arena, const struct query_word **out,
	unsigned *count, struct err *err)
{
	unsigned n = 0, cap = 0, looked_for = 0;
	struct query_word *words;
	enum err_code code;

	*out = NULL;
	*count = 0;
	for (unsigned c = 0; c < query->parsed.count; c++)
		cap += query->parsed.clause[c].count;
	words = arena_calloc(arena, (size_t)cap + 1, sizeof *words);
	code = words != NULL ? db_read(&query->archive->db, err) : err_nomem(err);
	if (code != ERR_OK)
		return code;
	for (unsigned c = 0; c < query->parsed.count; c++) {
		for (unsigned t = 0; code == ERR_OK && t < query->parsed.clause[c].count; t++) {
			const struct term *term = &query->parsed.clause[c].term[t];

			/* The words outlive the query. */
			words[n].text = arena_strdup(arena, term->phrase[0].text);
			code = words[n].text != NULL ? count_word(query, term, &words[n], err)
						     : err_nomem(err);
			n++;
		}
	}
	db_read_end(&query->archive->db);
	for (unsigned i = 0; code == ERR_OK && i < n && looked_for < NEAR_WORDS; i++) {
		if (words[i].count > 0 || negative(query, i))
			continue;
		code = find_near(query, &words[i], arena, err);
		looked_for++;
	}
	*out = words;
	*count = code == ERR_OK ? n : 0;
	return code;
}
