/*
 * lexicon.h - the inside of a lexicon, for the files of core/topic.
 *
 * Thread rule: read-only once made.
 */
#ifndef BAOLAN_TOPIC_LEXICON_H
#define BAOLAN_TOPIC_LEXICON_H

#include "place/names.h"
#include "topic/topic.h"

enum topic_limit {
	TOPIC_HEADLINE,
	TOPIC_SECTION,
	TOPIC_LEAD,
	TOPIC_SUBHEAD,
	TOPIC_BODY,
	TOPIC_REPEAT,
	TOPIC_THRESHOLD,
	TOPIC_SHARE,
	TOPIC_MOST,
	TOPIC_LIMITS
};

/* A word as one topic has it; a word may speak for several. */
struct topic_word {
	uint16_t topic;
	uint16_t weight; /* 0: hides shorter words */
};

/* Kinds of words in data/offices.tsv. */
enum office_kind {
	OFFICE_OFFICE,
	OFFICE_TITLE,
	OFFICE_SAY,
	OFFICE_MANNER,
	OFFICE_GOES,
	OFFICE_NOT,
	OFFICE_FREQUENT,
	OFFICE_CUT,
	OFFICE_HEAD,
	OFFICE_POLITE,
	OFFICE_KINDS
};

struct lexicon {
	struct arena *arena;
	struct topic *topics;
	unsigned topic_count, topic_cap;
	struct topic_word *words; /* values of names */
	uint32_t word_count, word_cap;
	struct names *names;
	struct names *surnames; /* values are enum surname */
	struct names *offices;  /* the words of OFFICE_OFFICE, looked for everywhere */
	struct names *speech;   /* all others; values are enum office_kind */
	int limit[TOPIC_LIMITS];
};

#endif
