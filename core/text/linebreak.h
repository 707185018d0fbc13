/*
 * linebreak.h - where a line may end.
 *
 * UAX #14 as libunistring has it, with the rules that Chinese printing adds
 * (data/linebreak.tsv):
 *  - curly quotation marks beside Chinese are brackets: UAX #14 glues them to
 *    both neighbours, which tears holes into Chinese lines;
 *  - no closing mark or stop begins a line, no opening mark ends one;
 *  - runs of full-width digits and Latin letters stay whole.
 *
 * Ownership: the rules are made once and freed; a map is the caller's memory.
 * Thread rule: the rules are read-only once made.
 * Sources: Unicode Standard Annex 14; W3C clreq 6.1.
 */
#ifndef BAOLAN_TEXT_LINEBREAK_H
#define BAOLAN_TEXT_LINEBREAK_H

#include "base/err.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* How strictly the Chinese rules are kept; each level has all of the one before. */
enum break_level {
	BREAK_LOOSE,  /* between any two wide characters */
	BREAK_BASIC,  /* what clreq recommends */
	BREAK_GB,     /* and no solidus at either end */
	BREAK_STRICT, /* and no dash or ellipsis at a line's beginning */
	BREAK_LEVELS
};

/* What may happen between the character before a byte and the one that starts there. */
enum break_kind {
	BREAK_NO,
	BREAK_MAY,
	BREAK_MUST,
};

struct break_rules;

enum err_code break_rules_new(enum break_level level, struct break_rules **out, struct err *err);
void break_rules_free(struct break_rules *rules);

/* Fills map[0 .. len]: map[i] says what may happen before byte i of the text (valid UTF-8).
 * map[0] is BREAK_NO, map[len] BREAK_MUST; inside a character it is BREAK_NO.
 * work is len bytes of the caller's for the while of the call. */
void break_map(
	const struct break_rules *rules, const char *text, size_t len, char *work, char *map);

/* Whether this character may hang into the margin at a line's end. */
bool break_hangs(const struct break_rules *rules, uint32_t c);

/* "loose", "basic", "gb", "strict"; BREAK_LEVELS where there is no such name. */
enum break_level break_level_from_name(const char *name);

#endif
