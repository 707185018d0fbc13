/*
 * parse.h - the language of queries.
 *
 *	query  = clause { clause }              all of them
 *	clause = term { "OR" term }             one of them
 *	term   = [ "-" ] [ zone ":" ] [ "=" ] ( word | '"' words '"' )
 *	zone   = "headline" | "body" | "reporter", or 标题 正文 记者
 *
 * Full-width forms of the signs and “ ” do as well; an unfinished quotation
 * ends with the text.  A word becomes symbols (text/symbol.h) and is found
 * where they follow each other.
 *
 * Internal to core/query.  Thread rule: a parsed query belongs to one thread.
 */
#ifndef BAOLAN_QUERY_PARSE_H
#define BAOLAN_QUERY_PARSE_H

#include "archive/terms.h"
#include "base/arena.h"
#include "base/err.h"

#include <stdbool.h>
#include <stdint.h>

struct phrase {
	const char *text; /* as a person writes it */
	const uint64_t *symbol;
	unsigned count;
};

struct term {
	bool negative;
	bool exact; /* not folded: the text must be there as it was typed */
	bool latin; /* one word of letters a to z, typed without quotes: may be pinyin */
	enum zone zone;
	/* What is looked for: what was typed, and then the words that are so pronounced. */
	struct phrase *phrase;
	unsigned count;
};

struct clause {
	struct term *term;
	unsigned count;
};

struct parsed {
	struct clause *clause;
	unsigned count;
};

/* Everything lives in the arena.  ERR_USAGE says what is wrong and at which character. */
enum err_code query_parse(
	const char *text, struct arena *arena, struct parsed *out, struct err *err);

/* A phrase of this text; ERR_USAGE where it has no symbol that could be looked for. */
enum err_code phrase_make(
	const char *text, size_t len, struct arena *arena, struct phrase *out, struct err *err);

#endif
