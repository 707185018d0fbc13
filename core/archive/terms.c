#include "archive/terms.h"
#include "base/hash.h"

#include <stdlib.h>
#include <string.h>

/* ---- the texts of an article ------------------------------------------------------------ */

static enum err_code
each_name(const char *const *names, unsigned count, text_fn each, void *ctx, struct err *err)
{
	enum err_code code = ERR_OK;

	for (unsigned i = 0; code == ERR_OK && i < count; i++)
		code = each(ctx, ZONE_REPORTER, names[i], strlen(names[i]), err);
	return code;
}

enum err_code
article_texts(const struct article *article, text_fn each, void *ctx, struct err *err)
{
	const struct article *a = article;
	const struct rtext *const single[] = {
		&a->kicker, &a->title, &a->deck, &a->section, &a->dateline};
	enum err_code code = ERR_OK;

	for (unsigned i = 0; code == ERR_OK && i < sizeof single / sizeof single[0]; i++) {
		if (single[i]->text != NULL)
			code = each(ctx, i < 3 ? ZONE_HEADLINE : ZONE_BODY, single[i]->text,
				single[i]->len, err);
	}
	for (unsigned i = 0; code == ERR_OK && i < a->block_count; i++) {
		const struct rtext *text = &a->blocks[i].text;

		if (text->text != NULL)
			code = each(ctx, ZONE_BODY, text->text, text->len, err);
	}
	if (code == ERR_OK)
		code = each_name(a->reporters, a->reporter_count, each, ctx, err);
	if (code == ERR_OK)
		code = each_name(a->correspondents, a->correspondent_count, each, ctx, err);
	return code;
}

/* ---- a set of terms --------------------------------------------------------------------- */

void
terms_free(struct terms *terms)
{
	free(terms->item);
	free(terms->seen);
	symbols_free(&terms->symbols);
	memset(terms, 0, sizeof *terms);
}

/* Whether the term is new. */
static bool
note(struct terms *terms, uint64_t term)
{
	size_t i = (size_t)hash_spread(term) & (terms->seen_cap - 1);

	while (terms->seen[i] != 0 && terms->seen[i] != term)
		i = (i + 1) & (terms->seen_cap - 1);
	if (terms->seen[i] == term)
		return false;
	terms->seen[i] = term;
	return true;
}

/* Room for `more` further terms. */
static bool
reserve(struct terms *terms, size_t more)
{
	size_t want = terms->count + more, cap = terms->seen_cap != 0 ? terms->seen_cap : 4096;
	uint64_t *item, *seen;

	while (cap < 2 * want)
		cap *= 2;
	if (cap == terms->seen_cap)
		return true;
	item = realloc(terms->item, cap / 2 * sizeof *item);
	if (item == NULL)
		return false;
	terms->item = item;
	seen = calloc(cap, sizeof *seen);
	if (seen == NULL)
		return false;
	free(terms->seen);
	terms->seen = seen;
	terms->seen_cap = cap;
	for (size_t i = 0; i < terms->count; i++)
		note(terms, terms->item[i]);
	return true;
}

static void
add(struct terms *terms, uint64_t term)
{
	if (note(terms, term))
		terms->item[terms->count++] = term;
}

static void
add_symbols(struct terms *terms, enum zone zone)
{
	const struct symbols *s = &terms->symbols;

	for (size_t i = 0; i < s->count; i++) {
		uint64_t value = s->item[i].value;

		if (value == SYMBOL_GAP)
			continue;
		add(terms, term_symbol(zone, value));
		if (i + 1 < s->count && symbol_is_char(value) &&
			symbol_is_char(s->item[i + 1].value))
			add(terms, term_pair(zone, value, s->item[i + 1].value));
	}
}

static enum err_code
add_text(void *ctx, enum zone zone, const char *text, size_t len, struct err *err)
{
	struct terms *terms = ctx;

	symbols_clear(&terms->symbols);
	symbols_add(&terms->symbols, text, len);
	if (terms->symbols.failed || !reserve(terms, 4 * terms->symbols.count))
		return err_nomem(err);
	add_symbols(terms, ZONE_ANY);
	if (zone != ZONE_BODY)
		add_symbols(terms, zone);
	return ERR_OK;
}

/* ---- fingerprints ----------------------------------------------------------------------- */

uint64_t
shingle_hash(const struct symbol *symbol)
{
	uint64_t hash = 0;

	for (unsigned i = 0; i < SHINGLE; i++)
		hash = (hash ^ symbol[i].value) * 0x9e3779b97f4a7c15 + 1;
	return hash_spread(hash);
}

/* Keeps the smallest ones, rising, each once. */
static unsigned
keep_smallest(uint64_t out[PRINTS_MAX], unsigned count, uint64_t print)
{
	unsigned at = count;

	if (count == PRINTS_MAX && print >= out[count - 1])
		return count;
	while (at > 0 && out[at - 1] > print)
		at--;
	if (at > 0 && out[at - 1] == print)
		return count;
	if (count < PRINTS_MAX)
		count++;
	memmove(out + at + 1, out + at, (count - 1 - at) * sizeof *out);
	out[at] = print;
	return count;
}

unsigned
prints_of(struct symbols *symbols, const struct article *article, uint64_t out[PRINTS_MAX])
{
	unsigned count = 0;

	for (unsigned b = 0; b < article->block_count; b++) {
		const struct rtext *text = &article->blocks[b].text;

		if (text->text == NULL)
			continue;
		symbols_clear(symbols);
		symbols_add(symbols, text->text, text->len);
		for (size_t i = 0; i + SHINGLE <= symbols->count; i++)
			count = keep_smallest(
				out, count, shingle_hash(&symbols->item[i]) & UINT32_MAX);
	}
	for (unsigned i = 0; i < count; i++)
		out[i] = term_print(out[i]);
	return count;
}

enum err_code
terms_of(struct terms *terms, const struct article *article, struct err *err)
{
	uint64_t print[PRINTS_MAX];
	unsigned prints;
	enum err_code code;

	terms->count = 0;
	if (terms->seen_cap > 0)
		memset(terms->seen, 0, terms->seen_cap * sizeof *terms->seen);
	code = article_texts(article, add_text, terms, err);
	if (code != ERR_OK)
		return code;
	prints = prints_of(&terms->symbols, article, print);
	if (terms->symbols.failed || !reserve(terms, prints))
		return err_nomem(err);
	for (unsigned i = 0; i < prints; i++)
		add(terms, print[i]);
	return ERR_OK;
}
