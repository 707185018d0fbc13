/* Articles that share phrases with one. */
#include "base/hash.h"
#include "base/i18n.h"
#include "query/query_parts.h"

#include <stdlib.h>
#include <string.h>

/* Symbols that make a shingle: five characters in a row are rarely chance. */
#define SHINGLE 5u

#define COMPARED 2000u
#define RELATED_MAX 32u

struct shingles {
	uint64_t *item; /* rising, each once */
	size_t count, cap;
};

static int
by_value(const void *a, const void *b)
{
	const uint64_t *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

static bool
add_text(struct shingles *out, struct symbols *symbols, const char *text, size_t len)
{
	symbols_clear(symbols);
	symbols_add(symbols, text, len);
	for (size_t i = 0; i + SHINGLE <= symbols->count; i++) {
		uint64_t value[SHINGLE];

		for (unsigned k = 0; k < SHINGLE; k++)
			value[k] = symbols->item[i + k].value;
		if (out->count == out->cap) {
			size_t cap = out->cap != 0 ? out->cap * 2 : 1024;
			uint64_t *grown = realloc(out->item, cap * sizeof *grown);

			if (grown == NULL)
				return false;
			out->item = grown;
			out->cap = cap;
		}
		out->item[out->count++] = hash_bytes(0, value, sizeof value);
	}
	return !symbols->failed;
}

static bool
make_shingles(struct shingles *out, struct symbols *symbols, const struct article *a)
{
	size_t kept = 0;
	bool ok = true;

	out->count = 0;
	for (unsigned i = 0; ok && i < a->block_count; i++)
		ok = add_text(out, symbols, a->blocks[i].text.text, a->blocks[i].text.len);
	if (!ok || out->count == 0)
		return ok;
	qsort(out->item, out->count, sizeof *out->item, by_value);
	for (size_t i = 0; i < out->count; i++) {
		if (i == 0 || out->item[i] != out->item[i - 1])
			out->item[kept++] = out->item[i];
	}
	out->count = kept;
	return true;
}

static size_t
shared(const struct shingles *a, const struct shingles *b)
{
	size_t i = 0, k = 0, n = 0;

	while (i < a->count && k < b->count) {
		if (a->item[i] == b->item[k])
			n++;
		if (a->item[i] <= b->item[k])
			i++;
		else
			k++;
	}
	return n;
}

struct search {
	struct archive *archive;
	struct shingles own, other;
	struct symbols symbols;
	struct related best[RELATED_MAX];
	unsigned count, limit;
};

static void
keep(struct search *s, article_key key, double score)
{
	struct related r = {.key = key,
		.score = score,
		.shared = "",
		.relation = score > 0.5 ? RELATION_REPRINT : RELATION_SHARED};
	unsigned at;

	if (s->count == s->limit && s->best[s->count - 1].score >= score)
		return;
	at = s->count < s->limit ? s->count++ : s->count - 1;
	for (; at > 0 && s->best[at - 1].score < score; at--)
		s->best[at] = s->best[at - 1];
	s->best[at] = r;
}

static enum err_code
compare_with(struct search *s, article_key key, struct err *err)
{
	const struct stored_article *article = NULL;
	struct arena *arena = arena_new(0);
	enum err_code code = arena != NULL ? archive_article(s->archive, key, arena, &article, err)
					   : err_nomem(err);

	if (code == ERR_OK && !make_shingles(&s->other, &s->symbols, &article->article))
		code = err_nomem(err);
	if (code == ERR_OK && s->other.count > 0) {
		size_t n = shared(&s->own, &s->other);
		size_t least = s->own.count < s->other.count ? s->own.count : s->other.count;

		if (n >= 2)
			keep(s, key, (double)n / (double)least);
	}
	arena_free(arena);
	return code == ERR_NOTFOUND ? ERR_OK : code;
}

static enum err_code
compare_all(struct search *s, article_key key, struct err *err)
{
	const struct stored_article *article = NULL;
	struct arena *arena = arena_new(0);
	article_key end = 0;
	enum err_code code = arena != NULL ? archive_article(s->archive, key, arena, &article, err)
					   : err_nomem(err);

	if (code == ERR_OK && !make_shingles(&s->own, &s->symbols, &article->article))
		code = err_nomem(err);
	arena_free(arena);
	if (code == ERR_OK)
		code = column_end(s->archive, &end, err);
	for (article_key k = end - 1; code == ERR_OK && k > 0 && k + COMPARED >= end; k--) {
		code = db_check(&s->archive->db, err);
		if (code == ERR_OK && k != key)
			code = compare_with(s, k, err);
	}
	return code;
}

enum err_code
related_find(struct archive *archive, article_key key, unsigned limit, struct arena *arena,
	const struct related **out, unsigned *count, struct err *err)
{
	struct search s = {.archive = archive, .limit = limit < RELATED_MAX ? limit : RELATED_MAX};
	struct related *list = arena_calloc(arena, RELATED_MAX, sizeof *list);
	enum err_code code = list != NULL ? ERR_OK : err_nomem(err);

	*out = NULL;
	*count = 0;
	if (code == ERR_OK && limit > 0)
		code = compare_all(&s, key, err);
	if (code == ERR_OK) {
		memcpy(list, s.best, s.count * sizeof *list);
		*out = list;
		*count = s.count;
	}
	free(s.own.item);
	free(s.other.item);
	symbols_free(&s.symbols);
	return code;
}
