/*
 * terms.h - what the index knows an article by.
 *
 * A term is a number: a symbol (text/symbol.h) or a pair of characters that
 * follow each other, in one zone of the article; or a fingerprint, one of the
 * few smallest hashes of five symbols in a row, by which reprints are found
 * (A. Broder, "On the resemblance and containment of documents", 1997); or a
 * value of a facet.
 *
 * ZONE_ANY has the terms of all texts, ZONE_HEADLINE and ZONE_REPORTER their
 * own once more; what stands in the body is what is left.
 *
 * Internal to core/archive and core/query.
 * Thread rule: a struct terms belongs to one thread.
 */
#ifndef BAOLAN_ARCHIVE_TERMS_H
#define BAOLAN_ARCHIVE_TERMS_H

#include "base/err.h"
#include "page/page.h"
#include "text/symbol.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum zone {
	ZONE_ANY,
	ZONE_HEADLINE, /* kicker, title, deck */
	ZONE_BODY,     /* blocks, dateline, section; not in the index */
	ZONE_REPORTER, /* reporters, correspondents */
	ZONE_COUNT
};

/* Terms have so many bits; 0 is none. */
#define TERM_BITS 45u

static inline uint64_t
term_symbol(enum zone zone, uint64_t symbol)
{
	return (uint64_t)zone << 43 | symbol;
}

/* Both are characters. */
static inline uint64_t
term_pair(enum zone zone, uint64_t first, uint64_t second)
{
	return (uint64_t)zone << 43 | first << 21 | second;
}

/* The articles that have a value of a facet, by its column (column.h) and number.  Terms of the
 * body are free for this: it is not in the index. */
static inline uint64_t
term_facet(unsigned column, uint32_t number)
{
	return (uint64_t)ZONE_BODY << 43 | (uint64_t)1 << 40 | (uint64_t)column << 32 | number;
}

/* Symbols that make a shingle: five characters in a row are rarely chance. */
#define SHINGLE 5u

/* A hash of the SHINGLE symbols from here on. */
uint64_t shingle_hash(const struct symbol *symbol);

/* A fingerprint: 32 bits. */
static inline uint64_t
term_print(uint64_t print)
{
	return (uint64_t)ZONE_BODY << 43 | (print & UINT32_MAX);
}

/* Calls each with every text of the article and its zone, until it says stop. */
typedef enum err_code (*text_fn)(
	void *ctx, enum zone zone, const char *text, size_t len, struct err *err);
enum err_code article_texts(
	const struct article *article, text_fn each, void *ctx, struct err *err);

/* The terms of one article, each once; memory is used again from article to article.  Zero it
 * before the first use. */
struct terms {
	uint64_t *item;
	size_t count, cap;
	uint64_t *seen; /* open addressing, 0: free; at most half full */
	size_t seen_cap;
	struct symbols symbols;
};

enum err_code terms_of(struct terms *terms, const struct article *article, struct err *err);
void terms_free(struct terms *terms);

/* The fingerprints of an article, as terms; returns how many. */
#define PRINTS_MAX 8u
unsigned prints_of(
	struct symbols *symbols, const struct article *article, uint64_t out[PRINTS_MAX]);

#endif
