/*
 * phrase.h - the words by which a newspaper says what a line is.
 *
 * data/page-phrases.tsv lists them by class: 本报讯 opens a lead, 摄影报道 ends a
 * credit, 责任编辑 stands in a folio.  A `#` in a phrase stands for one number.
 * White space inside the text is passed over, so that OCR's stray spaces do not hide
 * a phrase.
 *
 * Ownership: a phrasebook is made once and freed with phrasebook_free().
 * Thread rule: read-only once made, for any number of threads.
 */
#ifndef BAOLAN_PAGE_PHRASE_H
#define BAOLAN_PAGE_PHRASE_H

#include "base/err.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct phrasebook;

#define PHRASE_CLASSES_MAX 64

/* Sets of classes, one bit a class, by where in a text their phrases stand. */
struct phrase_hits {
	uint64_t start, end, whole, any;
};

/* Reads the table; what it says must be right to the last row.
 * Errors: ERR_BUG with file and line where it is not, ERR_NOMEM. */
enum err_code phrasebook_new(
	const char *name, const char *table, size_t len, struct phrasebook **out, struct err *err);
void phrasebook_free(struct phrasebook *book);

unsigned phrasebook_classes(const struct phrasebook *book);
const char *phrasebook_class_name(const struct phrasebook *book, unsigned class);

/* The set with only this class, 0 where the table has none of this name. */
uint64_t phrasebook_class(const struct phrasebook *book, const char *name);

/* The classes of all phrases in text[from, to). */
struct phrase_hits phrase_scan(
	const struct phrasebook *book, const char *text, size_t from, size_t to);

/* The classes of the phrases that begin at `at`. */
uint64_t phrase_starts(const struct phrasebook *book, const char *text, size_t at, size_t to);

/* Does text[from, to) end with a phrase of one of these classes? */
bool phrase_ends(
	const struct phrasebook *book, const char *text, size_t from, size_t to, uint64_t classes);

/* Does a phrase of one of these classes stand anywhere in text[from, to)? */
bool phrase_occurs(
	const struct phrasebook *book, const char *text, size_t from, size_t to, uint64_t classes);

/* The longest phrase of one of these classes that begins at `at`: its end, 0 for none;
 * *found, where not NULL, gets its class. */
size_t phrase_match(const struct phrasebook *book, const char *text, size_t at, size_t to,
	uint64_t classes, uint64_t *found);

#endif
