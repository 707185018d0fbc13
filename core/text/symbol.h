/*
 * symbol.h - a text as the index and the search see it: a row of symbols.
 *
 * A symbol is a character of a script that is written without spaces (Han,
 * kana, Hangul, bopomofo), or a whole word or number of other letters and
 * digits; all of them folded (fold.h).  White space is none and parts only
 * words; so a headline of two lines and 李 明 read on.  Any other run of
 * characters (punctuation, signs) is one SYMBOL_GAP, so that no word is found
 * across a comma, and 《…》 is found as 《…》 or “…”.
 *
 * A phrase is found where its symbols follow each other: that is what
 * "matches" means in the whole program.
 *
 * Thread rule: a list belongs to one thread.
 */
#ifndef BAOLAN_TEXT_SYMBOL_H
#define BAOLAN_TEXT_SYMBOL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Neither a character nor a word. */
#define SYMBOL_GAP 0u

/* Words have this bit, and below it 42 bits of their hash; characters are code points. */
#define SYMBOL_WORD ((uint64_t)1 << 42)

struct symbol {
	uint64_t value;
	uint32_t start, end; /* bytes of the text it came from */
};

struct symbols {
	struct symbol *item;
	size_t count, cap;
	bool failed; /* no memory: what is there is not all */
};

void symbols_free(struct symbols *symbols);
void symbols_clear(struct symbols *symbols);

/* Appends the symbols of a text (valid UTF-8, below 4 GB); offsets count from its beginning. */
void symbols_add(struct symbols *symbols, const char *text, size_t len);

/* Appends a gap, unless there is one or nothing before it. */
void symbols_gap(struct symbols *symbols);

static inline bool
symbol_is_char(uint64_t value)
{
	return value != SYMBOL_GAP && value < SYMBOL_WORD;
}

#endif
