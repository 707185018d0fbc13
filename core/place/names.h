/*
 * names.h - a set of names, all found in one pass over a text.
 *
 * A trie over the characters that occur in the names: an array of nodes whose
 * children lie side by side in order, the first character through a table.  A
 * walk from every character of the text takes at most as many steps as the
 * longest name has characters, so a pass is linear in the text.  Names are
 * folded as letters are (letter_fold), so traditional forms are found as well.
 *
 * Ownership: a set owns copies of its names.
 * Thread rule: read-only after names_build(), for many threads at once.
 */
#ifndef BAOLAN_PLACE_NAMES_H
#define BAOLAN_PLACE_NAMES_H

#include "base/err.h"
#include "base/table.h"
#include "place/reading.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Longer names are refused. */
#define NAME_LETTERS_MAX 40
/* At most so many names are prefixes of one another. */
#define NAME_MATCHES_MAX 12

/* Bits of a filter for names of one letter. */
#define NAMES_SINGLE_BITS 1024U

struct names;

struct name_match {
	const uint32_t *values; /* what was given to names_add for this name, rising */
	uint32_t count;
	uint32_t length; /* letters */
};

struct names *names_new(void); /* NULL without memory */
void names_free(struct names *names);

/* Adds a name; the same name may be added with several values.  White space inside is left
 * out.  An empty or too long name is ERR_REFUSED. */
enum err_code names_add(
	struct names *names, const char *text, size_t len, uint32_t value, struct err *err);

/* After the last name.  Nothing can be found before, nothing added after. */
enum err_code names_build(struct names *names, struct err *err);

/* Reads a compiled-in table of two columns, a kind and words separated by spaces, and builds
 * the set; the values are the indexes of the kinds.  wanted: bits of the kinds that are taken. */
enum err_code names_read(const char *file, const char *const *kinds, unsigned kind_count,
	unsigned wanted, struct names **out, struct err *err);

/* Adds every word of a field, which are separated by spaces; reversed: each is read from its
 * end, for a set of words that stand before something. */
enum err_code names_add_words(
	struct names *names, struct field words, uint32_t value, bool reversed, struct err *err);

/* Has the set names of one letter? */
bool names_has_singles(const struct names *names);

/* May a name of two letters or more begin at *letter?  False is certain and costs next to
 * nothing.  For sets that are read forward. */
struct names_filter {
	uint64_t *bits; /* by letter_pair() */
	uint32_t mask;
	uint64_t single[NAMES_SINGLE_BITS /
			64]; /* the same for names of one letter, by the letter */
};
const struct names_filter *names_filter(const struct names *names);

static inline bool
names_may_begin(const struct names_filter *filter, const struct letter *letter)
{
	uint32_t bit = letter->pair & filter->mask;

	return (filter->bits[bit / 64] >> bit % 64 & 1) != 0;
}

static inline uint32_t
names_single_bit(uint32_t c)
{
	return c * 0x9E3779B1U >> 22 & (NAMES_SINGLE_BITS - 1);
}

static inline bool
names_may_be_single(const struct names_filter *filter, const struct letter *letter)
{
	uint32_t bit = names_single_bit(letter->c);

	return (filter->single[bit / 64] >> bit % 64 & 1) != 0;
}

/* The names that begin at *letter, the shortest first.  `room` letters may be read, in
 * steps of `step` (1, or -1 for a set of reversed names).  Returns their number. */
unsigned names_at(const struct names *names, const struct letter *letter, uint32_t room, int step,
	struct name_match out[NAME_MATCHES_MAX]);

#endif
