/*
 * typed.h - which of several things a person means by what was typed.
 *
 * A thing has spellings; letters are compared without regard to case, width and
 * white space.  What is spelled exactly so wins; otherwise the spellings that
 * are least edits away are offered, and what sounds alike (昌坪 for 昌平).
 *
 * Thread rule: pure.
 */
#ifndef BAOLAN_PLACE_TYPED_H
#define BAOLAN_PLACE_TYPED_H

#include "base/arena.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define TYPED_MAX 64
#define TYPED_NEAREST 3

struct typed {
	uint32_t text[TYPED_MAX];
	size_t count;
	uint32_t sound[TYPED_MAX]; /* its pinyin; none where that is the text itself */
	size_t sound_count;
	/* The things least far away so far: their indexes and distances, rising. */
	unsigned nearest[TYPED_NEAREST], distance[TYPED_NEAREST], nearest_count;
	bool exact;
	unsigned found; /* where exact */
};

/* text need not be valid UTF-8; what is too long is cut. */
void typed_begin(struct typed *typed, const char *text);

/* Compares with one spelling of thing `index`; spelling may hold several, separated by spaces,
 * when `words` is set. */
void typed_spelling(struct typed *typed, unsigned index, const char *spelling, bool words);

/* Offers thing `index` where what was typed sounds like this pinyin; it is never exact. */
void typed_sound(struct typed *typed, unsigned index, const char *pinyin);

#endif
