/*
 * collate.h - the order of names, as readers of Chinese look for them.
 *
 * By pinyin on the mainland: syllable, tone, strokes (data/pinyin.tsv); by strokes
 * in Taiwan, Hong Kong and Macau: strokes, radical (data/strokes.tsv).  Both are
 * the program's own, so that they hold whatever locales a machine has.
 *
 * Digits and Latin letters, upper and lower case alike, come before Chinese;
 * characters without a place after it, by their code points.
 *
 * Thread rule: any thread, at any time; a table is read at the first call.
 */
#ifndef BAOLAN_TEXT_COLLATE_H
#define BAOLAN_TEXT_COLLATE_H

#include <stdint.h>

enum collation {
	COLLATE_PINYIN,
	COLLATE_STROKES
};

/* The first characters of a title, which alone decide: as many numbers of 16 bits, the first one
 * highest.  Titles compare as these three words do, one after the other.  Width, case and signs do
 * not count.  By pinyin, traditional characters stand where their simplified ones do; by strokes,
 * each where its own strokes put it. */
#define TITLE_WORDS 3
void title_order(enum collation how, const char *title, uint64_t out[TITLE_WORDS]);

/* Below 0, 0, above 0, as strcmp(); 0 only where the texts are the same, byte for byte. */
int text_collate(enum collation how, const char *a, const char *b);

/* The place of a character in the order of strokes: 1, 2, 3 … below 65536, 0 for one without. */
unsigned strokes_rank(uint32_t c);

#endif
