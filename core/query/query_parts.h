/*
 * query_parts.h - what an open query is made of.
 *
 * A filter becomes one set of keys for each of its parts; the hits are what
 * they have in common.  The sets of the parts are kept, so that a facet can be
 * counted without its own filter.
 *
 * Where the index cannot decide (a long phrase, =word), a key is a hit and also
 * uncertain; what is shown is looked at first, and query_settle() looks at all.
 *
 * Internal to core/query.
 */
#ifndef BAOLAN_QUERY_PARTS_H
#define BAOLAN_QUERY_PARTS_H

#include "archive/internal.h"
#include "archive/keyset.h"
#include "query/match.h"
#include "query/parse.h"
#include "query/query.h"

enum part {
	/* One for each facet first. */
	PART_OF_TEXT = FACET_COUNT,
	PART_OF_DATES,
	PART_OF_MARKS,
	PART_SETS
};

/* A reader's correction of an article that is in the archive. */
struct correction {
	article_key key;
	uint32_t was, is; /* numbers of districts; `is` may be one that only the reader knows */
	const char *name; /* "" for none */
};

struct query {
	struct archive *archive;
	struct arena *arena; /* what lives as long as the query */
	struct filter *filter;
	struct parsed parsed; /* no clauses where there is no text */
	article_key end;      /* keys are below it */
	bool has[PART_SETS];
	struct keyset part[PART_SETS];
	struct keyset live; /* every article that was not dropped */
	struct keyset hits, uncertain;
	uint64_t count, unsure;        /* members of hits and of uncertain */
	struct correction *correction; /* by rising key */
	unsigned correction_count;
	uint32_t district_end; /* numbers of districts are below it, those of the reader's too */
	struct matcher matcher;
	struct ranking *ranking; /* made when it is first needed */
};

/* ---- facets as numbers ------------------------------------------------------------------ */

/* The values of one facet for all articles of a chunk: those of the key at offset i are
 * number[start[i]] to number[start[i + 1] - 1]; an article without a value has one number 0.
 * Facets of table value give its numbers; the others: FACET_SOURCE the page, FACET_YEAR 2024,
 * FACET_MONTH 2024 * 12 + 10 (months count from 0). */
struct facet_chunk {
	uint32_t start[CHUNK_KEYS + 1];
	uint32_t *number;
	size_t cap;
	struct buf blob;
};

void facet_chunk_free(struct facet_chunk *chunk);

/* mentions: FACET_DISTRICT gives every district that is named, not just the primary one.
 * Corrections of the query's reader are in force. */
enum err_code facet_chunk_load(struct query *query, enum facet facet, bool mentions, uint32_t chunk,
	struct facet_chunk *out, struct err *err);

/* The column of a facet, COL_COUNT where it has none. */
enum column facet_column(enum facet facet);

/* The number of a value; *known is false where no article has it. */
enum err_code facet_number(struct query *query, enum facet facet, const char *value, uint32_t *out,
	bool *known, struct err *err);
/* And back, into the arena. */
enum err_code facet_text(struct query *query, enum facet facet, uint32_t number,
	struct arena *arena, const char **out, struct err *err);

/* The number of a unit for FACET_SOURCE, FACET_YEAR, FACET_MONTH. */
uint32_t unit_number(enum facet facet, const struct unit *unit);

/* How often each number of a facet occurs; zero it before the first use, free() count. */
struct tallies {
	uint64_t *count;
	size_t cap;
};
enum err_code tally(struct query *query, const struct keyset *set, enum facet facet, bool mentions,
	struct tallies *out, struct err *err);

/* ---- sets of keys ----------------------------------------------------------------------- */

uint32_t chunk_count(const struct query *query);
/* As column_get(), of a chunk that the query's keys lie in: ERR_DAMAGED where it is not there. */
enum err_code query_column(
	struct query *query, enum column column, uint32_t chunk, struct buf *out, struct err *err);
bool is_empty_chunk(const struct keyset *set, uint32_t chunk);
/* Whether the set is the whole archive. */
bool is_everything(const struct query *query, const struct keyset *set);

/* The next unit of a chunk, out of its column COL_UNIT; starts at *at == 0; false at the end. */
static inline bool
chunk_unit(const struct query *query, uint32_t chunk, const struct buf *units, size_t *at,
	struct unit *out)
{
	return unit_next(
		(const unsigned char *)buf_str(units), units->len, chunk, query->end, at, out);
}

/* ---- from a filter to sets -------------------------------------------------------------- */

enum err_code eval_facet(struct query *query, enum facet facet, struct err *err);
enum err_code eval_dates(struct query *query, struct err *err);
enum err_code eval_marks(struct query *query, struct err *err);
enum err_code eval_text(struct query *query, struct err *err);
enum err_code eval_live(struct query *query, struct err *err);
enum err_code load_corrections(struct query *query, struct err *err);

/* Articles that have one term of the query, for sure or perhaps. */
enum err_code eval_term(struct query *query, const struct term *term, struct keyset *hits,
	struct keyset *uncertain, struct err *err);

/* Looks at an uncertain hit; one that is none leaves the query. */
enum err_code query_verify(struct query *query, article_key key, bool *hit, struct err *err);

/* ---- order ------------------------------------------------------------------------------ */

/* Articles compare as these do, word by word. */
#define ORDER_WORDS 5
struct order {
	uint64_t word[ORDER_WORDS]; /* the last is the key */
};

static inline int
order_compare(const struct order *a, const struct order *b)
{
	for (int i = 0; i < ORDER_WORDS; i++) {
		if (a->word[i] != b->word[i])
			return a->word[i] < b->word[i] ? -1 : 1;
	}
	return 0;
}

/* Calls each with every hit's order; stops where it says so. */
typedef enum err_code (*order_fn)(void *ctx, const struct order *order, struct err *err);

/* Between which first words the orders of some keys are: of a chunk, or of a unit in it, which also
 * says its place. */
struct chunk_range {
	uint32_t chunk;
	article_key first, end;
	uint64_t low, high;
	bool unit; /* then this is its place: */
	uint64_t place;
};
/* The chunks that have hits, the lowest first; or with `before` the highest.  free() *out. */
enum err_code order_chunks(struct query *query, enum sort sort, bool before,
	struct chunk_range **out, uint32_t *count, struct err *err);
/* The word that the ranges are of. */
unsigned order_lead(enum sort sort);
/* The hits of these chunks; `wanted` is asked before each one, and before each unit. */
typedef bool (*chunk_fn)(void *ctx, const struct chunk_range *range);
enum err_code order_each_of(struct query *query, enum sort sort, const struct chunk_range *range,
	uint32_t count, chunk_fn wanted, order_fn each, void *ctx, struct err *err);
enum err_code order_each(
	struct query *query, enum sort sort, order_fn each, void *ctx, struct err *err);

/* The order of any article, hit or not. */
enum err_code order_of(
	struct query *query, enum sort sort, article_key key, struct order *out, struct err *err);

/* ---- orders that are kept (sorted_list.c) ----------------------------------------------- */

static inline bool
order_is_sorted(enum sort sort)
{
	return sort == SORT_TITLE || sort == SORT_LENGTH;
}

enum err_code sorted_order(
	struct query *query, enum sort sort, article_key key, struct order *out, struct err *err);

/* As window_after(), query_position() and query_at(), for these orders; *done is false where
 * comparing all hits costs less: then nothing was done. */
enum err_code sorted_window(struct query *query, enum sort sort, const struct order *bound,
	bool before, unsigned limit, struct order *item, unsigned *count, bool *done,
	struct err *err);
enum err_code sorted_position(struct query *query, enum sort sort, const struct order *bound,
	uint64_t *out, bool *done, struct err *err);
enum err_code sorted_select(struct query *query, enum sort sort, uint64_t position,
	article_key *out, bool *done, struct err *err);

/* The first (before: the last) hits beyond a bound, or of all where it is NULL; sure ones, in
 * order.  item has room for `limit`. */
enum err_code window_after(struct query *query, enum sort sort, const struct order *bound,
	bool before, unsigned limit, struct order *item, unsigned *count, struct err *err);

/* The newest hits, whether they are sure or not. */
enum err_code newest_hits(
	struct query *query, unsigned limit, struct order *item, unsigned *count, struct err *err);

/* Ranks the newest hits, for SORT_RELEVANCE, unless that was done. */
enum err_code ranking_make(struct query *query, struct err *err);
/* As window_after() with SORT_RELEVANCE, forwards; *done is false where the window goes beyond what
 * is ranked: then it has to be made another way. */
enum err_code ranking_window(struct query *query, const struct order *bound, unsigned limit,
	struct order *item, unsigned *count, bool *done, struct err *err);
/* Larger is better, 0 for what was not ranked. */
uint32_t ranking_score(const struct query *query, article_key key);
void ranking_free(struct ranking *ranking);

#endif
