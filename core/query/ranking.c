/* Relevance: BM25 over the newest hits (S. Robertson, H. Zaragoza, "The Probabilistic Relevance
 * Framework: BM25 and Beyond", 2009, eq. 3.15), headlines weighing more. */
#include "base/i18n.h"
#include "base/map.h"
#include "query/query_parts.h"

#include <math.h>
#include <stdlib.h>

/* Hits that are ranked; older ones follow by date. */
#define RANKED 1000u

#define K1 1.2
#define B 0.75
#define HEADLINE_WEIGHT 4.0

/* A typical article, where the archive's own mean is not worth its price. */
#define TYPICAL_CHARS 600.0

struct ranking {
	struct map score; /* key: score in thousandths */
};

void
ranking_free(struct ranking *ranking)
{
	if (ranking == NULL)
		return;
	map_free(&ranking->score);
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

static enum err_code
rank_one(struct query *query, article_key key, struct tally *tally, unsigned terms,
	struct ranking *ranking, struct err *err)
{
	const struct stored_article *article;
	struct arena *arena = arena_new(0);
	double sum = 0;
	int64_t *score;
	enum err_code code = arena != NULL
				     ? archive_article(query->archive, key, arena, &article, err)
				     : err_nomem(err);

	for (unsigned i = 0; i < terms; i++)
		tally[i] = (struct tally){0, 0};
	if (code == ERR_OK)
		code = match_tally(&query->matcher, &query->parsed, article, tally, err);
	for (unsigned i = 0; code == ERR_OK && i < terms; i++)
		sum += weigh(&tally[i], article->article.chars);
	score = code == ERR_OK ? map_put(&ranking->score, (uint64_t)key) : NULL;
	if (score != NULL)
		*score = (int64_t)lround(sum * 1000) + 1;
	else if (code == ERR_OK)
		code = err_nomem(err);
	arena_free(arena);
	return code == ERR_NOTFOUND ? ERR_OK : code;
}

enum err_code
ranking_make(struct query *query, struct err *err)
{
	unsigned terms = positive_terms(&query->parsed), count = 0;
	struct ranking *ranking;
	struct order *item;
	struct tally *tally;
	enum err_code code;

	if (query->ranking != NULL || terms == 0)
		return ERR_OK;
	ranking = calloc(1, sizeof *ranking);
	item = malloc(RANKED * sizeof *item);
	tally = calloc(terms, sizeof *tally);
	code = ranking != NULL && item != NULL && tally != NULL ? ERR_OK : err_nomem(err);
	if (code == ERR_OK)
		code = window_after(query, SORT_NEWEST, NULL, false, RANKED, item, &count, err);
	for (unsigned i = 0; code == ERR_OK && i < count; i++)
		code = rank_one(query, (article_key)item[i].word[ORDER_WORDS - 1], tally, terms,
			ranking, err);
	free(item);
	free(tally);
	if (code == ERR_OK)
		query->ranking = ranking;
	else
		ranking_free(ranking);
	return code;
}
