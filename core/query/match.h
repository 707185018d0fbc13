/*
 * match.h - a query held against a text.
 *
 * This is what the index is measured by: an article is a hit exactly if
 * match_article() says so.  The index gives candidates; wherever it alone
 * cannot decide, this does.
 *
 * Internal to core/query.  Thread rule: a matcher belongs to one thread.
 */
#ifndef BAOLAN_QUERY_MATCH_H
#define BAOLAN_QUERY_MATCH_H

#include "archive/archive.h"
#include "query/parse.h"
#include "query/query.h"
#include "text/symbol.h"

/* Memory that is used again from article to article; zero it before the first use. */
struct matcher {
	struct symbols symbols;
	struct arena *arena;
};

void matcher_free(struct matcher *matcher);

/* Whether the article answers the query's text.  Errors: ERR_NOMEM. */
enum err_code match_article(struct matcher *matcher, const struct parsed *parsed,
	const struct stored_article *article, bool *out, struct err *err);

/* The same of an article of the archive; ERR_NOTFOUND where it is gone.  Where only characters are
 * looked for, as they are folded, it is not restored. */
enum err_code match_key(struct matcher *matcher, const struct parsed *parsed,
	struct archive *archive, article_key key, bool *out, struct err *err);

/* The byte ranges of all words that are looked for (not those that must not be there) in one
 * text, in order and without overlap.  At most `limit`. */
enum err_code match_ranges(struct matcher *matcher, const struct parsed *parsed, const char *text,
	size_t len, unsigned limit, struct arena *arena, const struct range **out, unsigned *count,
	struct err *err);

/* How often the words that are looked for stand in the article: in headlines and elsewhere. */
struct tally {
	unsigned headline, rest;
};
/* For each term that is not negative, in the order of the query; tally has room for all. */
enum err_code match_tally(struct matcher *matcher, const struct parsed *parsed,
	const struct stored_article *article, struct tally *tally, struct err *err);

#endif
