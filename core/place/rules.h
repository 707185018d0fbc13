/*
 * rules.h - what the words around a name say about it, and how much each thing weighs.
 *
 * data/place-rules.tsv and data/place-weights.tsv.  Inside core/place alone.
 *
 * Thread rule: read-only once made.
 */
#ifndef BAOLAN_PLACE_RULES_H
#define BAOLAN_PLACE_RULES_H

#include "place/names.h"
#include "place/reading.h"

enum rule {
	RULE_NOT,
	RULE_OTHER,
	RULE_PLACE,
	RULE_ORG,
	RULE_UNIT,
	RULE_ACTS,
	RULE_HOLDS,
	RULE_VENUE,
	RULE_ORIGIN,
	RULE_HOME,
	RULE_CASE,
	RULE_PARTNER,
	RULE_PART,
	RULE_LOCAL,
	RULE_OWN,
	RULE_DOES,
	RULE_FIRM,
	RULE_ROAD,
	RULE_STATION,
	RULE_EVENT,
	RULE_SINGLE,
	RULE_NEAR,
	RULE_TIME,
	RULE_BEGIN,
	RULE_NAMED, /* a firm that is named after the place */
	RULE_FROM,
	RULE_TO,
	RULE_MOVED,
	RULE_PLAIN, /* says nothing, but hides a shorter word that would */
	/* Not in the table of words: */
	RULE_LIST,    /* one of several districts in a row */
	RULE_PERSON,  /* somebody's given name */
	RULE_GARBLED, /* a character of the name is wrong or lost */
	RULE_COUNT    /* at most 32: struct context has a bit for each */
};

/* Which names a rule is for. */
enum scope {
	SCOPE_FULL = 1,  /* full names */
	SCOPE_SHORT = 2, /* short names of districts */
	SCOPE_TOWN = 4,  /* short names of towns, areas */
	SCOPE_WORD = 8,  /* short names that are ordinary words */
	SCOPE_OUT = 16,
	SCOPE_OUT_SHORT = 32, /* short names of outside places */
	SCOPE_CITY = 64,
	SCOPE_GENERIC = 128, /* short names that several cities use */
	SCOPE_GIVEN = 256,   /* short names that are given names as well */
	SCOPE_SIGNED = 512,  /* names that count behind a sign alone */
	SCOPE_ANY = 1023
};

enum limit {
	LIMIT_THRESHOLD,
	LIMIT_ALONE,
	LIMIT_LOCAL,
	LIMIT_SOLE,
	LIMIT_MARGIN,
	LIMIT_REPEAT,
	LIMIT_PARAGRAPH,
	LIMIT_REST,
	LIMIT_COUNT
};

#define WEIGHT_CLASSES 32
/* The weight of bodies that belong to no district. */
#define WEIGHT_NONE (WEIGHT_CLASSES - 1)

struct rules {
	struct names *before, *after;
	/* Looked for everywhere: words of RULE_OWN; of RULE_ORG and RULE_FIRM, which `after` has
	 * too. */
	struct names *own, *bodies;
	struct names *surnames;
	struct names *joins;     /* data/word-joins.tsv; values are bits of enum join */
	struct word_rule *words; /* values of before and after */
	uint32_t word_count, word_cap;
	/* The longest reach of any rule; behind the city it is another. */
	unsigned reach_before, reach_after, reach_far;
	int position[POS_COUNT];
	int class[WEIGHT_CLASSES]; /* by enum place_class, and WEIGHT_NONE */
	int factor[RULE_COUNT];
	int limit[LIMIT_COUNT];
};

enum err_code rules_new(struct rules **out, struct err *err);
void rules_free(struct rules *rules);

/* Words that overlap a name at its ends: 水平 and 谷物 in 高水平谷物. */
enum join {
	JOIN_LEFT = 1, /* and no other word ends before it, as 今天 does in 今天平谷 */
	JOIN_RIGHT = 2,
	JOIN_SURNAME = 3 /* ends right before it, in what would be a surname */
};

/* Does a word end before letter `start` whose last letter would be a surname: 上周昌平? */
bool rules_ends_word(const struct rules *rules, const struct reading *reading, uint32_t start);

/* The words that letters [start, end) may have come together from; bits of enum join. */
unsigned rules_joins(
	const struct rules *rules, const struct reading *reading, uint32_t start, uint32_t end);

/* A surname of one character that is not a frequent word as well. */
bool rules_is_surname(const struct rules *rules, uint32_t c);

/* data/surnames.tsv: a new set, for whoever looks for persons; its values are enum surname. */
enum surname {
	SURNAME_COMMON,
	SURNAME_WORD, /* a frequent word as well */
	SURNAME_COMPOUND
};
enum err_code surnames_new(struct names **out, struct err *err);

/* What is said about a name. */
struct context {
	uint32_t rules;           /* bits 1 << enum rule */
	uint32_t end[RULE_COUNT]; /* behind the nearest word of each rule that follows */
};

/* Looks at the words around letters [start, end) for a name with this scope. */
void rules_look(const struct rules *rules, const struct reading *reading, uint32_t start,
	uint32_t end, unsigned scope, struct context *out);

/* Looks for words of RULE_OWN; the length of the longest that begins at a letter, or 0. */
uint32_t rules_own_at(const struct rules *rules, const struct reading *reading, uint32_t at);

/* The longest word of this rule that begins at a letter; its length in letters, or 0. */
uint32_t rules_word_at(
	const struct rules *rules, const struct reading *reading, uint32_t at, enum rule rule);

#endif
