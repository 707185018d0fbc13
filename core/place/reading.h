/*
 * reading.h - an article laid out in a row of letters, for everything that looks for words.
 *
 * A letter is one character of the article's texts, in reading order, white
 * space left out (a name may be broken by a space or a line's end) and folded
 * to one form of punctuation; it knows its way back to the page file, where it
 * stands in the article, and whether it is part of somebody's speech.
 *
 * Ownership: a reading lives in the arena it is made in and borrows the article.
 */
#ifndef BAOLAN_PLACE_READING_H
#define BAOLAN_PLACE_READING_H

#include "base/arena.h"
#include "base/err.h"
#include "page/page.h"
#include "place/place.h"

#include <stdbool.h>
#include <stdint.h>

enum letter_flag {
	LETTER_GAP = 1,    /* white space stood before it */
	LETTER_QUOTED = 2, /* inside quotation marks */
	LETTER_SPEECH = 4, /* the same, and longer than a name */
};

struct letter {
	uint32_t c;       /* code point, folded by letter_fold() */
	uint32_t at;      /* byte in the text of its part */
	uint32_t part;    /* index into the reading's parts */
	uint32_t pair;    /* letter_pair() of it and the next one of its part */
	uint8_t position; /* enum place_position */
	uint8_t flags;
};

/* A hash of two letters that follow each other: by it most places of a text are seen to begin
 * no name, whatever set of names is looked for. */
static inline uint32_t
letter_pair(uint32_t first, uint32_t second)
{
	return (first * 0x9E3779B1U ^ second * 0x85EBCA6BU) >> 8;
}

enum part_kind {
	PART_SECTION,
	PART_KICKER,
	PART_TITLE,
	PART_DECK,
	PART_DATELINE,
	PART_PARA,
	PART_SUBHEAD,
	PART_CAPTION,
	PART_CREDIT
};

struct part {
	enum part_kind kind;
	const struct rtext *text;
	uint32_t start, end; /* letters */
};

struct reading {
	struct letter *letters;
	uint32_t count;
	struct part *parts;
	uint32_t part_count;
	bool digest;    /* its paragraphs are items of one rank */
	uint32_t front; /* behind the last letter whose position is POS_EARLY or stronger */
};

enum err_code reading_make(
	const struct article *article, struct arena *arena, struct reading *out, struct err *err);

/* Full-width forms become ASCII, traditional characters simplified ones, the kinds of quotation
 * marks and dashes one, white space ' '. */
uint32_t letter_fold(uint32_t c);

/* A mark that ends a clause: nothing reaches over it. */
static inline bool
letter_is_stop(uint32_t c)
{
	switch (c) {
	case ',':
	case '.':
	case ';':
	case ':':
	case '!':
	case '?':
	case '(':
	case ')':
	case '"':
	case 0x2014: /* — */
	case 0x201C: /* “ */
	case 0x201D: /* ” */
	case 0x2026: /* … */
	case 0x3001: /* 、 */
	case 0x3002: /* 。 */
	case 0x300A: /* 《 */
	case 0x300B: /* 》 */
		return true;
	default:
		return false;
	}
}

/* Letters that may be read from `at` on to the end of its part, or back to its beginning. */
uint32_t reading_room(const struct reading *reading, uint32_t at);
uint32_t reading_room_before(const struct reading *reading, uint32_t at);

/* The bytes of the page file behind letters [start, end), which lie in one part. */
void reading_bytes(const struct reading *reading, uint32_t start, uint32_t end,
	uint32_t *file_start, uint32_t *file_end);

/* Letters [start, end) as they are written, white space left out; NULL without memory. */
const char *reading_text(
	const struct reading *reading, uint32_t start, uint32_t end, struct arena *arena);

#endif
