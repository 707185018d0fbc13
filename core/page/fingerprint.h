/*
 * fingerprint.h - the hash of an article's text, by which it is known again.
 *
 * FNV-1a (Fowler, Noll, Vo) over the bytes of its headline and its blocks, spaces left out: the
 * same whatever the encoding, line ends or neighbours.
 */
#ifndef BAOLAN_PAGE_FINGERPRINT_H
#define BAOLAN_PAGE_FINGERPRINT_H

#include "page/page.h"

/* What text_hash is before any text. */
#define FINGERPRINT_BASE 14695981039346656037U

/* Adds to text_hash of each of these articles its texts. */
void articles_fingerprint(struct article *articles, size_t count);

#endif
