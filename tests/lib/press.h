/*
 * press.h - newspaper pages that are made up, for tests and measuring.
 *
 * A press prints paragraphs that it is given as pages in the four forms in
 * which page text reaches people.  The same seed prints the same pages.
 *
 * Thread rule: a press belongs to one thread.
 */
#ifndef BAOLAN_TESTS_PRESS_H
#define BAOLAN_TESTS_PRESS_H

#include "base/buf.h"

#include <stddef.h>
#include <stdint.h>

enum press_form {
	PRESS_PLAIN,   /* a blank line between blocks */
	PRESS_MARKS,   /* Markdown headings, half-width punctuation */
	PRESS_NOISY,   /* half-width quotes, stray spaces where printed lines end */
	PRESS_COLUMNS, /* every printed line a line, paragraphs marked by two spaces */
	PRESS_FORMS
};

struct press {
	const char *const *paragraph;
	size_t count;
	uint64_t random; /* the seed */
	unsigned chars;  /* an article has about so many characters, 0: 618 */
};

/* The next random number below n. */
uint32_t press_below(uint64_t *random, uint32_t n);

/* Appends a page with so many articles; day counts from 1 January 1995. */
void press_page(struct press *press, enum press_form form, unsigned articles, unsigned day,
	struct buf *out);

/* The day as YYYYMMDD. */
int press_date(unsigned day);

/* A paragraph of characters, words and signs drawn from a small alphabet, so that every piece
 * of it is found in others as well. */
void press_babble(uint64_t *random, unsigned chars, struct buf *out);

#endif
