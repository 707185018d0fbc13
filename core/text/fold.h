/*
 * fold.h - characters that a search takes for the same.
 *
 * Folding one character: compatibility decomposition (full-width and
 * half-width, circled and squared forms), marks of Latin, Greek and Cyrillic
 * letters dropped, lower case, traditional and variant forms to the simplified
 * one (data/simplified.tsv, from Unihan).  It looks at one character at a time,
 * so a text can be folded piece by piece and every result leads back to where
 * it came from.  Folding twice is folding once.
 *
 * Thread rule: any thread, at any time; the table is read at the first call.
 */
#ifndef BAOLAN_TEXT_FOLD_H
#define BAOLAN_TEXT_FOLD_H

#include "base/buf.h"

#include <stddef.h>
#include <stdint.h>

/* Characters that one character can become (U+FDFA, the longest of Unicode, becomes 18). */
#define FOLD_MAX 18

/* Writes what c becomes to out and returns how many characters that is; 0: nothing remains. */
unsigned fold_char(uint32_t c, uint32_t out[FOLD_MAX]);

/* Appends the folded text; text is valid UTF-8. */
void fold_text(struct buf *out, const char *text, size_t len);

#endif
