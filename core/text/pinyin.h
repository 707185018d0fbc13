/*
 * pinyin.h - how characters are read, and what somebody means who types it.
 *
 * Readings come from data/pinyin.tsv (from Unihan): several where a character
 * has several, without tones, v for ü.
 *
 * Thread rule: any thread, at any time; the table is read at the first call.
 */
#ifndef BAOLAN_TEXT_PINYIN_H
#define BAOLAN_TEXT_PINYIN_H

#include "base/buf.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define PINYIN_READINGS 4

/* The readings of a character, the usual one first; returns how many, 0 where it has none. */
unsigned pinyin_readings(uint32_t c, const char *out[PINYIN_READINGS]);

/* The place of a character in the order of pinyin: syllable, tone, strokes; 1, 2, 3 … below
 * 65536, 0 for one without a reading. */
unsigned pinyin_rank(uint32_t c);

/* Full pinyin and initials of a text in lower case, other letters and digits as they are:
 * 昌平区 gives "changpingqu" and "cpq".  Either buffer may be NULL. */
void pinyin_of(const char *text, size_t len, struct buf *full, struct buf *initials);

/* How well what was typed fits the beginning of a text: full syllables, initials (z or zh) or
 * a mixture, the last syllable perhaps unfinished; Chinese that was typed stands for itself.
 * 0: not at all; else larger is better, and a text that is typed to its end is better than a
 * longer one.  *taken gets the bytes of the text that were typed (may be NULL). */
unsigned pinyin_match(const char *typed, const char *text, size_t len, size_t *taken);

/* Whether it can be pinyin at all: nothing but letters a to z. */
bool pinyin_typed(const char *typed, size_t len);

#endif
