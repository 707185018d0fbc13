/* Relevance: BM25 over the newest hits (S. Robertson, H. Zaragoza, "The Probabilistic Relevance
 * Framework: BM25 and Beyond", 2009, eq. 3.15), headlines weighing more. */
#include "archive/look.h"
#include "base/i18n.h"
#include "base/map.h"
#include "query/query_parts.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Hits that are ranked; older ones follow by date. */
#define RANKED 1500u

/* Of these so many are read, those that promise most: where the words stand in the headline, and
 * often in the page's own bytes. */
#define READ 96u

/* What is added to a score that was read, so that it stands before all that were not. */
#define READ_BONUS 1000000

#define K1 1.2
#define B 0.75
#define HEADLINE_WEIGHT 4.0

/* A typical article, where the archive's own mean is not worth its price. */
#define TYPICAL_CHARS 600.0

struct ranking {
	struct map score;    /* key: score in thousandths */
	struct order *order; /* of all that have a score, rising */
	unsigned count;
};

void
ranking_free(struct ranking *ranking)
{
	if (ranking == NULL)
		return;
	map_free(&ranking->score);
	free(ranking->order);
	free(ranking);
}

uint32_t
ranking_score(const struct query *query, article_key key)
{
	const int64_t *score =
		query->ranking != NULL ? map_find(&query->ranking->score, (uint64_t)key) : NULL;

	return score != NULL ? (uint32_t)*score : 0;
}

static unsigned
positive_terms(const struct parsed *parsed)
{
	unsigned n = 0;

	for (unsigned c = 0; c < parsed->count; c++) {
		for (unsigned t = 0; t < parsed->clause[c].count; t++)
			n += !parsed->clause[c].term[t].negative;
	}
	return n;
}

static double
weigh(const struct tally *tally, double chars)
{
	double tf = tally->rest + HEADLINE_WEIGHT * tally->headline;

	return tf * (K1 + 1) / (tf + K1 * (1 - B + B * chars / TYPICAL_CHARS));
}

/* ---- what a hit promises ---------------------------------------------------------------- */

struct promise {
	article_key key;
	double score;
};

/* The articles that have a term's words in their headline. */
static enum err_code
find_headlines(struct query *query, const struct term *term, struct keyset *out, struct err *err)
{
	struct keyset uncertain = KEYSET_NONE;
	struct term headline = *term;
	enum err_code code;

	headline.zone = ZONE_HEADLINE;
	headline.exact = false;
	if (!keyset_new(out, query->end) || !keyset_new(&uncertain, query->end))
		code = err_nomem(err);
	else
		code = eval_term(query, &headline, out, &uncertain, err);
	keyset_free(&uncertain);
	return code;
}

/* How often a term's words stand in some bytes as they were typed, or are pronounced. */
static unsigned
count_bytes(const char *bytes, size_t size, const struct term *term)
{
	unsigned n = 0;

	for (unsigned i = 0; i < term->count; i++) {
		const char *word = term->phrase[i].text, *p = bytes, *end = bytes + size;
		size_t len = strlen(word);

		while (len > 0 && (p = memmem(p, (size_t)(end - p), word, len)) != NULL) {
			n++;
			p += len;
		}
	}
	return n;
}

struct promises {
	struct query *query;
	struct arena *arena;
	unsigned terms;
	struct term *term;       /* those that are looked for */
	struct keyset *headline; /* of each term */
	struct promise *item;
	unsigned count;
};

/* What stands on the page is near enough to what will be read. */
static enum err_code
promise_of(struct promises *p, article_key key, struct promise *out, struct err *err)
{
	const char *bytes;
	size_t size;
	uint32_t chars;
	enum err_code code =
		article_bytes(p->query->archive, key, p->arena, &bytes, &size, &chars, err);

	*out = (struct promise){key, 0};
	for (unsigned t = 0; code == ERR_OK && t < p->terms; t++) {
		struct tally tally = {
			keyset_has(&p->headline[t], key), count_bytes(bytes, size, &p->term[t])};

		/* It is a hit, so the words are there, if only folded or over the end of a line. */
		if (tally.rest == 0 && tally.headline == 0)
			tally.rest = 1;
		out->score += weigh(&tally, chars);
	}
	arena_reset(p->arena);
	return code == ERR_NOTFOUND ? ERR_OK : code;
}

static int
most_first(const void *a, const void *b)
{
	const struct promise *x = a, *y = b;

	if (x->score != y->score)
		return x->score < y->score ? 1 : -1;
	return (x->key < y->key) - (x->key > y->key);
}

static enum err_code
promises_make(struct promises *p, struct query *query, const struct order *item, unsigned count,
	struct err *err)
{
	enum err_code code = ERR_OK;

	p->query = query;
	p->terms = positive_terms(&query->parsed);
	p->arena = arena_new(0);
	p->term = calloc((size_t)p->terms + 1, sizeof *p->term);
	p->headline = calloc((size_t)p->terms + 1, sizeof *p->headline);
	p->item = calloc((size_t)count + 1, sizeof *p->item);
	if (p->arena == NULL || p->term == NULL || p->headline == NULL || p->item == NULL)
		return err_nomem(err);
	for (unsigned c = 0, n = 0; c < query->parsed.count; c++) {
		for (unsigned t = 0; t < query->parsed.clause[c].count; t++) {
			if (!query->parsed.clause[c].term[t].negative)
				p->term[n++] = query->parsed.clause[c].term[t];
		}
	}
	/* Where all will be read, nothing has to be promised. */
	for (unsigned t = 0; code == ERR_OK && count > READ && t < p->terms; t++)
		code = find_headlines(query, &p->term[t], &p->headline[t], err);
	for (unsigned i = 0; code == ERR_OK && i < count; i++) {
		article_key key = (article_key)item[i].word[ORDER_WORDS - 1];

		p->item[i] = (struct promise){key, 0};
		if (count > READ)
			code = promise_of(p, key, &p->item[i], err);
		if (code == ERR_OK)
			code = db_check(&query->archive->db, err);
	}
	p->count = count;
	if (code == ERR_OK && count > 0)
		qsort(p->item, count, sizeof *p->item, most_first);
	return code;
}

static void
promises_free(struct promises *p)
{
	for (unsigned t = 0; p->headline != NULL && t < p->terms; t++)
		keyset_free(&p->headline[t]);
	free(p->headline);
	free(p->term);
	free(p->item);
	arena_free(p->arena);
}

/* ---- ranking ---------------------------------------------------------------------------- */

static enum err_code
set_score(struct ranking *ranking, article_key key, double score, int64_t bonus, struct err *err)
{
	int64_t *slot = map_put(&ranking->score, (uint64_t)key);

	if (slot == NULL)
		return err_nomem(err);
	*slot = (int64_t)lround(score * 1000) + 1 + bonus;
	return ERR_OK;
}

static enum err_code
rank_one(struct query *query, article_key key, struct tally *tally, unsigned terms,
	struct ranking *ranking, struct err *err)
{
	const struct stored_article *article;
	struct arena *arena = arena_new(0);
	double sum = 0;
	enum err_code code = arena != NULL
				     ? archive_article(query->archive, key, arena, &article, err)
				     : err_nomem(err);

	for (unsigned i = 0; i < terms; i++)
		tally[i] = (struct tally){0, 0};
	if (code == ERR_OK)
		code = match_tally(&query->matcher, &query->parsed, article, tally, err);
	for (unsigned i = 0; code == ERR_OK && i < terms; i++)
		sum += weigh(&tally[i], article->article.chars);
	if (code == ERR_OK)
		code = set_score(ranking, key, sum, READ_BONUS, err);
	arena_free(arena);
	return code == ERR_NOTFOUND ? ERR_OK : code;
}

static enum err_code
rank_all(struct query *query, struct promises *p, struct tally *tally, struct ranking *ranking,
	struct err *err)
{
	enum err_code code = ERR_OK;

	for (unsigned i = 0; code == ERR_OK && i < p->count; i++)
		code = i < READ ? rank_one(query, p->item[i].key, tally, p->terms, ranking, err)
				: set_score(ranking, p->item[i].key, p->item[i].score, 0, err);
	return code;
}

static int
rising(const void *a, const void *b)
{
	return order_compare(a, b);
}

/* From the order of dates to that of scores. */
static void
sort_ranked(struct ranking *ranking)
{
	for (unsigned i = 0; i < ranking->count; i++) {
		struct order *o = &ranking->order[i];
		const int64_t *score = map_find(&ranking->score, o->word[ORDER_WORDS - 1]);

		o->word[1] = o->word[0];
		o->word[0] = UINT32_MAX - (score != NULL ? (uint64_t)*score : 0);
	}
	if (ranking->count > 0)
		qsort(ranking->order, ranking->count, sizeof *ranking->order, rising);
}

enum err_code
ranking_make(struct query *query, struct err *err)
{
	unsigned terms = positive_terms(&query->parsed);
	struct promises promises = {.count = 0};
	struct ranking *ranking;
	struct tally *tally;
	enum err_code code;

	if (query->ranking != NULL || terms == 0)
		return ERR_OK;
	ranking = calloc(1, sizeof *ranking);
	tally = calloc(terms, sizeof *tally);
	if (ranking != NULL)
		ranking->order = malloc(RANKED * sizeof *ranking->order);
	code = ranking != NULL && ranking->order != NULL && tally != NULL ? ERR_OK : err_nomem(err);
	if (code == ERR_OK)
		code = newest_hits(query, RANKED, ranking->order, &ranking->count, err);
	if (code == ERR_OK)
		code = promises_make(&promises, query, ranking->order, ranking->count, err);
	if (code == ERR_OK)
		code = rank_all(query, &promises, tally, ranking, err);
	promises_free(&promises);
	free(tally);
	if (code == ERR_OK) {
		sort_ranked(ranking);
		query->ranking = ranking;
	} else {
		ranking_free(ranking);
	}
	return code;
}

enum err_code
ranking_window(struct query *query, const struct order *bound, unsigned limit, struct order *item,
	unsigned *count, bool *done, struct err *err)
{
	enum err_code code = ranking_make(query, err);
	const struct ranking *ranking = query->ranking;

	*count = 0;
	*done = false;
	for (unsigned i = 0;
		code == ERR_OK && ranking != NULL && i < ranking->count && *count < limit; i++) {
		const struct order *order = &ranking->order[i];
		bool hit;

		if (bound != NULL && order_compare(order, bound) <= 0)
			continue;
		code = query_verify(query, (article_key)order->word[ORDER_WORDS - 1], &hit, err);
		if (code == ERR_OK && hit)
			item[(*count)++] = *order;
	}
	*done = code != ERR_OK || *count == limit || (ranking != NULL && ranking->count < RANKED);
	return code;
}
