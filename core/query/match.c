#include "query/match.h"
#include "archive/look.h"

#include <string.h>

void
matcher_free(struct matcher *matcher)
{
	symbols_free(&matcher->symbols);
	arena_free(matcher->arena);
	matcher->arena = NULL;
}

/* ---- one text --------------------------------------------------------------------------- */

static struct range
range_of(const struct symbols *symbols, const struct phrase *phrase, size_t at)
{
	return (struct range){symbols->item[at].start, symbols->item[at + phrase->count - 1].end};
}

/* Whether the text at the range is what was typed, signs at its ends apart. */
static bool
is_typed(const char *text, struct range range, const struct phrase *phrase)
{
	size_t len = range.end - range.start, typed = strlen(phrase->text);

	for (size_t i = 0; i + len <= typed; i++) {
		if (memcmp(phrase->text + i, text + range.start, len) == 0)
			return true;
	}
	return false;
}

static bool
stands_at(const struct symbols *symbols, const char *text, const struct term *term,
	const struct phrase *phrase, size_t at)
{
	if (phrase->count > symbols->count - at)
		return false;
	for (unsigned n = 0; n < phrase->count; n++) {
		if (symbols->item[at + n].value != phrase->symbol[n])
			return false;
	}
	return !term->exact || is_typed(text, range_of(symbols, phrase, at), phrase);
}

/* The next place of one phrase of a term, from symbol `at` on; symbols->count where there is
 * none. */
static size_t
find_in_text(const struct symbols *symbols, const char *text, const struct term *term,
	const struct phrase *phrase, size_t at)
{
	while (at < symbols->count && !stands_at(symbols, text, term, phrase, at))
		at++;
	return at;
}

static bool
is_in_text(const struct symbols *symbols, const char *text, const struct term *term)
{
	for (unsigned i = 0; i < term->count; i++) {
		if (find_in_text(symbols, text, term, &term->phrase[i], 0) < symbols->count)
			return true;
	}
	return false;
}

static unsigned
count_in_text(const struct symbols *symbols, const char *text, const struct term *term)
{
	unsigned n = 0;

	for (unsigned i = 0; i < term->count; i++) {
		const struct phrase *phrase = &term->phrase[i];
		size_t at = find_in_text(symbols, text, term, phrase, 0);

		for (; at < symbols->count; n++)
			at = find_in_text(symbols, text, term, phrase, at + phrase->count);
	}
	return n;
}

/* ---- one article ------------------------------------------------------------------------ */

struct look {
	struct matcher *matcher;
	const struct parsed *parsed;
	uint64_t found; /* a bit for each term, in the order of the query: at most 64 */
	struct tally *tally;
};

/* Notes which terms stand in a text of this zone. */
static void
find_terms(struct look *look, enum zone zone, const struct symbols *symbols, const char *text)
{
	unsigned bit = 0;

	for (unsigned c = 0; c < look->parsed->count; c++) {
		for (unsigned t = 0; t < look->parsed->clause[c].count; t++, bit++) {
			const struct term *term = &look->parsed->clause[c].term[t];

			if ((look->found >> bit & 1) == 0 &&
				(term->zone == ZONE_ANY || term->zone == zone) &&
				is_in_text(symbols, text, term))
				look->found |= (uint64_t)1 << bit;
		}
	}
}

/* Counts how often those stand there that are not negative. */
static void
count_terms(struct look *look, enum zone zone, const struct symbols *symbols, const char *text)
{
	struct tally *tally = look->tally;

	for (unsigned c = 0; c < look->parsed->count; c++) {
		for (unsigned t = 0; t < look->parsed->clause[c].count; t++) {
			const struct term *term = &look->parsed->clause[c].term[t];
			bool here = term->zone == ZONE_ANY || term->zone == zone;
			unsigned n =
				here && !term->negative ? count_in_text(symbols, text, term) : 0;

			if (term->negative)
				continue;
			if (zone == ZONE_HEADLINE)
				tally->headline += n;
			else
				tally->rest += n;
			tally++;
		}
	}
}

static enum err_code
look_at_text(void *ctx, enum zone zone, const char *text, size_t len, struct err *err)
{
	struct look *look = ctx;
	struct symbols *symbols = &look->matcher->symbols;

	symbols_clear(symbols);
	symbols_add(symbols, text, len);
	if (symbols->failed)
		return err_nomem(err);
	if (look->tally != NULL)
		count_terms(look, zone, symbols, text);
	else
		find_terms(look, zone, symbols, text);
	return ERR_OK;
}

static void
look_at_symbols(void *ctx, enum zone zone, const struct symbols *symbols)
{
	find_terms(ctx, zone, symbols, "");
}

static bool
is_answered(const struct parsed *parsed, uint64_t found)
{
	unsigned bit = 0;

	for (unsigned c = 0; c < parsed->count; c++) {
		bool one = false;

		for (unsigned t = 0; t < parsed->clause[c].count; t++, bit++)
			one = one || (found >> bit & 1) != parsed->clause[c].term[t].negative;
		if (!one)
			return false;
	}
	return true;
}

enum err_code
match_article(struct matcher *matcher, const struct parsed *parsed,
	const struct stored_article *article, bool *out, struct err *err)
{
	struct look look = {.matcher = matcher, .parsed = parsed};
	enum err_code code = article_texts(&article->article, look_at_text, &look, err);

	*out = code == ERR_OK && is_answered(parsed, look.found);
	return code;
}

/* Whether characters are all that is looked for: then a glance at the page does. */
static bool
is_plain(const struct parsed *parsed)
{
	for (unsigned c = 0; c < parsed->count; c++) {
		for (unsigned t = 0; t < parsed->clause[c].count; t++) {
			const struct term *term = &parsed->clause[c].term[t];

			if (term->exact)
				return false;
			for (unsigned i = 0; i < term->count; i++) {
				for (unsigned n = 0; n < term->phrase[i].count; n++) {
					if (!symbol_is_char(term->phrase[i].symbol[n]))
						return false;
				}
			}
		}
	}
	return true;
}

enum err_code
match_key(struct matcher *matcher, const struct parsed *parsed, struct archive *archive,
	article_key key, bool *out, struct err *err)
{
	struct look look = {.matcher = matcher, .parsed = parsed};
	const struct stored_article *article;
	enum err_code code;

	*out = false;
	if (matcher->arena == NULL)
		matcher->arena = arena_new(0);
	if (matcher->arena == NULL)
		return err_nomem(err);
	if (is_plain(parsed)) {
		code = article_symbols(archive, key, &matcher->symbols, matcher->arena,
			look_at_symbols, &look, err);
		*out = code == ERR_OK && is_answered(parsed, look.found);
		return code;
	}
	arena_reset(matcher->arena);
	code = archive_article(archive, key, matcher->arena, &article, err);
	return code == ERR_OK ? match_article(matcher, parsed, article, out, err) : code;
}

enum err_code
match_tally(struct matcher *matcher, const struct parsed *parsed,
	const struct stored_article *article, struct tally *tally, struct err *err)
{
	struct look look = {.matcher = matcher, .parsed = parsed, .tally = tally};

	return article_texts(&article->article, look_at_text, &look, err);
}

/* ---- ranges ----------------------------------------------------------------------------- */

/* The longest word that is looked for at this symbol, in symbols; 0: none. */
static unsigned
longest_at(const struct symbols *symbols, const char *text, const struct parsed *parsed, size_t at)
{
	unsigned longest = 0;

	for (unsigned c = 0; c < parsed->count; c++) {
		for (unsigned t = 0; t < parsed->clause[c].count; t++) {
			const struct term *term = &parsed->clause[c].term[t];

			for (unsigned i = 0; !term->negative && i < term->count; i++) {
				const struct phrase *phrase = &term->phrase[i];

				if (phrase->count > longest &&
					stands_at(symbols, text, term, phrase, at))
					longest = phrase->count;
			}
		}
	}
	return longest;
}

/* The next place of any word at or after symbol *at, which then stands behind it. */
static bool
next_range(const struct symbols *symbols, const char *text, const struct parsed *parsed, size_t *at,
	struct range *out)
{
	for (; *at < symbols->count; ++*at) {
		unsigned n = longest_at(symbols, text, parsed, *at);

		if (n == 0)
			continue;
		*out = (struct range){symbols->item[*at].start, symbols->item[*at + n - 1].end};
		*at += n;
		return true;
	}
	return false;
}

enum err_code
match_ranges(struct matcher *matcher, const struct parsed *parsed, const char *text, size_t len,
	unsigned limit, struct arena *arena, const struct range **out, unsigned *count,
	struct err *err)
{
	struct symbols *symbols = &matcher->symbols;
	struct range range, *all = NULL;
	unsigned cap = 0;
	size_t at = 0;

	*out = NULL;
	*count = 0;
	symbols_clear(symbols);
	symbols_add(symbols, text, len);
	if (symbols->failed)
		return err_nomem(err);
	while (*count < limit && next_range(symbols, text, parsed, &at, &range)) {
		if (*count == cap) {
			struct range *grown;

			cap = cap != 0 ? cap * 2 : 16;
			grown = arena_calloc(arena, cap, sizeof *grown);
			if (grown == NULL)
				return err_nomem(err);
			if (*count > 0)
				memcpy(grown, all, *count * sizeof *grown);
			all = grown;
		}
		all[(*count)++] = range;
	}
	*out = all;
	return ERR_OK;
}
