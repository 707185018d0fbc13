/*
 * query.h - a filter answered by an archive: counts, windows of rows, statistics.
 *
 * query_open() evaluates a filter to a set of articles; everything else asks
 * that set.  No list is ever in memory whole: rows come as windows, by key.
 *
 * Ownership: query_open/query_close; rows and counts live in the caller's arena.
 * Thread rule: a query belongs to the thread of its archive handle.
 * Cancelling: archive_interrupt() makes any of these return ERR_CANCELLED.
 */
#ifndef BAOLAN_QUERY_QUERY_H
#define BAOLAN_QUERY_QUERY_H

#include "archive/archive.h"
#include "query/filter.h"

struct query;

/* Without marks (archive_set_marks) FILTER_UNREAD and FILTER_STARRED are ERR_USAGE and no row is
 * read or starred.
 * Errors: ERR_USAGE where the query's text is malformed, with the place. */
enum err_code query_open(
	struct archive *archive, const struct filter *filter, struct query **out, struct err *err);
void query_close(struct query *query);

/* How many articles.  *exact is false where the index alone cannot tell (a long phrase with very
 * many hits): the number is then an upper bound, and query_settle() makes it exact. */
uint64_t query_count(const struct query *query, bool *exact);
enum err_code query_settle(struct query *query, struct err *err);

enum sort {
	SORT_PAGE, /* by source, then the page's order */
	SORT_NEWEST,
	SORT_OLDEST,
	SORT_RELEVANCE, /* where there is no query text: as SORT_NEWEST */
	SORT_TITLE,  /* as archive_set_collation() says, by the label's first twelve characters */
	SORT_LENGTH, /* longest first */
	SORT_COUNT
};

/* What a list shows of an article. */
struct row {
	article_key key;
	char id[STABLE_ID_LEN + 1];
	const char *label;
	bool has_title; /* the label is the title, not the beginning of the text */
	enum article_kind kind;
	const char *district; /* full name, or NULL; the reader's correction where there is one */
	bool corrected;
	const char *source;
	unsigned ordinal;
	int date, page_no;    /* 0: not known */
	const char *reporter; /* the first one, or NULL */
	uint32_t chars;
	bool read, starred, noted;
};

/* Up to `limit` rows that follow (or, with `before`, precede) the row `from` in this order, or
 * from the beginning (the end) where from is 0.  Always returned in the order of the sort.
 * from itself is not among them; it need not be a hit of this query (the position is kept when
 * a filter changes). */
enum err_code query_rows(struct query *query, enum sort sort, article_key from, bool before,
	unsigned limit, struct arena *arena, const struct row **rows, unsigned *count,
	struct err *err);

/* The one row of an article, whether or not it is a hit. */
enum err_code query_row(struct query *query, article_key key, struct arena *arena,
	const struct row **row, struct err *err);

/* How many hits stand before this row in this order: its position in the list, 0 first. */
enum err_code query_position(
	struct query *query, enum sort sort, article_key key, uint64_t *out, struct err *err);

/* The row at a position (G, a click on the scroll bar). */
enum err_code query_at(
	struct query *query, enum sort sort, uint64_t position, article_key *out, struct err *err);

bool query_has(const struct query *query, article_key key);

/* Calls each for every hit in this order, as export does; memory stays small at any size. */
typedef enum err_code (*query_each_fn)(void *ctx, article_key key, struct err *err);
enum err_code query_each(struct query *query, enum sort sort, uint64_t skip, uint64_t limit,
	query_each_fn each, void *ctx, struct err *err);

struct facet_count {
	const char *value; /* "" : articles without one */
	uint64_t count;
};

/* How many of the query's articles have each value, the most frequent first; at most `limit`.
 * other: the filter of this same facet is left out, so that a pane of districts shows what
 * another choice would give. */
enum err_code query_facets(struct query *query, enum facet facet, bool other, unsigned limit,
	struct arena *arena, const struct facet_count **counts, unsigned *count, struct err *err);

/* A cross table: cell [r * column_count + c]. */
struct cross {
	const struct facet_count *rows, *columns;
	unsigned row_count, column_count;
	const uint64_t *cells;
};
enum err_code query_cross(struct query *query, enum facet rows, enum facet columns,
	unsigned row_limit, unsigned column_limit, struct arena *arena, struct cross *out,
	struct err *err);

struct summary {
	uint64_t articles, pages, chars, reporters;
	int first_date, last_date; /* 0: no dates */
	uint64_t undated, without_district;
};
enum err_code query_summary(struct query *query, struct summary *out, struct err *err);

/* The words of the query's text one by one: how many articles each has alone, so that an empty
 * result can say which word is to blame.  near: a word of the archive that is pronounced or
 * written alike, NULL where there is none. */
struct query_word {
	const char *text;
	uint64_t count;
	bool exact;
	const char *near;
};
enum err_code query_words(struct query *query, struct arena *arena, const struct query_word **out,
	unsigned *count, struct err *err);

/* Byte ranges of the query's words in a text, for highlighting and for `n`/`p`; folded as the
 * index folds.  At most `limit`, in order, without overlap. */
struct range {
	uint32_t start, end;
};
enum err_code query_hits(struct query *query, const char *text, size_t len, unsigned limit,
	struct arena *arena, const struct range **ranges, unsigned *count, struct err *err);

/* A piece of the article's text around its first hit: about `width` cells, with the ranges. */
struct snippet {
	const char *text;
	const struct range *ranges;
	unsigned range_count;
};
enum err_code query_snippet(struct query *query, article_key key, unsigned width,
	struct arena *arena, struct snippet *out, struct err *err);

/* Words and names of the archive that are pronounced as typed (laom, lm), with counts. */
struct suggestion {
	const char *word;
	uint64_t count; /* articles that have it; an upper bound for long words */
};
enum err_code suggest_pinyin(struct archive *archive, const char *typed, unsigned limit,
	struct arena *arena, const struct suggestion **out, unsigned *count, struct err *err);

/* Articles that share phrases with this one, follow it up, reprint it or are its other half. */
enum relation {
	RELATION_JUMP,
	RELATION_REPRINT,
	RELATION_SHARED
};
struct related {
	article_key key;
	enum relation relation;
	double score;       /* 0 to 1 */
	const char *shared; /* what they share, for a person, or "" */
};
enum err_code related_find(struct archive *archive, article_key key, unsigned limit,
	struct arena *arena, const struct related **out, unsigned *count, struct err *err);

/* Appends the JSON of one article as the contract has it, one line without its newline. */
enum err_code article_json(
	struct archive *archive, article_key key, struct buf *out, struct err *err);

const char *sort_name(enum sort sort);
enum sort sort_from_name(const char *name); /* SORT_COUNT where there is none */

#endif
