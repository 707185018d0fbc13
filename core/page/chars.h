/*
 * chars.h - what a character is to the page: an ideograph, a stop, a bullet.
 *
 * The classes serve segmentation and repair alone and say nothing of width or of
 * line breaking.  Half-width and full-width forms of a mark share a class.
 */
#ifndef BAOLAN_PAGE_CHARS_H
#define BAOLAN_PAGE_CHARS_H

#include "base/utf8.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum cclass {
	CC_OTHER,
	CC_IDEOGRAPH, /* and kana, bopomofo, hangul */
	CC_LETTER,    /* of Latin, Greek, Cyrillic, half- or full-width */
	CC_DIGIT,     /* half- or full-width */
	CC_STOP,      /* 。！？… */
	CC_POINT,     /* ，、；： */
	CC_OPEN,      /* （《【 */
	CC_CLOSE,     /* ）》】 */
	CC_OPENQUOTE, /* “‘「『 */
	CC_ENDQUOTE,  /* ”’」』 */
	CC_QUOTE,     /* " and ', which do not say which */
	CC_DASH,      /* — – - ~ */
	CC_BULLET,    /* ●▲■◆★□ */
	CC_CIRCLED,   /* ① ⑴ ㈠ */
	CC_SPACE,     /* of any width, also a line's end */
	CC_IGNORE     /* zero-width, soft hyphen, bidi and other controls, private use */
};

/* The classes of characters below U+10000 by pages of 256, and the page of each: two loads and no
 * branch, since nobody can foresee what comes next. */
extern const unsigned char char_page[256], char_pages[][256];

/* Of all others. */
enum cclass char_class_beyond(uint32_t c);

/* The class of a character. */
static inline enum cclass
char_class(uint32_t c)
{
	return c < 0x10000 ? (enum cclass)char_pages[char_page[c >> 8]][c & 0xFF]
			   : char_class_beyond(c);
}

extern const uint16_t full_width_ascii[128];

/* A character that a text which is being read shows as another: half-width marks between
 * Chinese as full-width ones.  0 where there is none. */
static inline uint32_t
full_width(uint32_t c)
{
	return c < 0x80 ? full_width_ascii[c] : c == 0xFF61 ? 0x3002 : c == 0xFF64 ? 0x3001 : 0;
}

/* 一二三四五六七八九十百〇零○ and ASCII or full-width digits. */
bool is_numeral(uint32_t c);

/* The value of one numeral, -1 where it is none; 十 is 10, 百 is 100. */
int numeral_value(uint32_t c);

/* A plain ideograph of three bytes begins here: U+4000 to U+9FFF have lead bytes of their own. */
static inline bool
is_ideograph_lead(unsigned char byte)
{
	return byte >= 0xE4 && byte <= 0xE9;
}

/* The character that begins with such a byte. */
static inline uint32_t
plain_ideograph(const char *text)
{
	const unsigned char *p = (const unsigned char *)text;

	/* What marks the bytes is known and taken off in one go. */
	return ((((uint32_t)p[0] << 6) + p[1]) << 6) + p[2] - ((0xE0U << 12) + (0x80U << 6) + 0x80);
}

/* White space of three bytes, U+3000, somewhere in text[from, to). */
bool has_wide_space(const char *text, size_t from, size_t to);

/* The character of three bytes that c begins with, somewhere in a text. */
bool has_char(const char *text, size_t len, const char *c);

static inline bool
is_word_class(enum cclass c)
{
	return c == CC_IDEOGRAPH || c == CC_LETTER || c == CC_DIGIT;
}

#endif
