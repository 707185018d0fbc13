/*
 * width.h - how much room a text takes on the screen.
 *
 * One reader, glyph_next(), says what is drawn for a text and how wide it is;
 * measuring, cutting, wrapping and drawing all use it and so cannot disagree.
 * It is also the gate behind which nothing harmful is left: control characters
 * become their pictures (U+2400 …), bytes that are no UTF-8 become U+FFFD,
 * and bidi controls, zero-width and other invisible characters are not drawn.
 *
 * Widths are libunistring's uc_width.  Characters that Unicode calls ambiguous
 * (“ ” — … · ○ ①) are one cell or two according to width_set_ambiguous(), and
 * single ones can be excepted from that by width_set_char().
 *
 * Thread rule: the two setters are called before other threads start or while
 * they rest; everything else is pure.
 * Sources: Unicode Standard Annex 11 (East Asian Width), data/ambiguous.tsv.
 */
#ifndef BAOLAN_TEXT_WIDTH_H
#define BAOLAN_TEXT_WIDTH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Code points that stand in one place on the screen: a base and its marks. */
#define GLYPH_MAX 4

struct glyph {
	uint32_t c[GLYPH_MAX];
	unsigned count; /* 0: nothing is drawn */
	unsigned width; /* 0, 1 or 2 cells */
	size_t len;     /* bytes of the text it stands for, at least 1 */
	bool space;     /* white space: may vanish at a line's end */
};

/* Reads the glyph at *p and moves *p behind it; false at the end.  The glyphs of a text
 * cover its bytes exactly. */
bool glyph_next(const char **p, const char *end, struct glyph *out);

/* Cells of one code point when it is drawn as it is: 0, 1 or 2. */
unsigned char_width(uint32_t c);

/* Cells of a text. */
size_t text_width(const char *text, size_t len);

/* Bytes of the longest beginning of text, whole glyphs only, that fits into `cells`; in *used
 * (may be NULL) the cells it takes. */
size_t text_fit(const char *text, size_t len, size_t cells, size_t *used);

/* The width of ambiguous characters in the whole program: false (the default) one cell,
 * true two. */
void width_set_ambiguous(bool wide);
bool width_ambiguous(void);

/* One character that the terminal draws otherwise than the rest of the ambiguous ones.  At
 * most WIDTH_CHARS_MAX; returns false where there is no room.  width 0 takes it back. */
#define WIDTH_CHARS_MAX 16
bool width_set_char(uint32_t c, unsigned width);

#endif
