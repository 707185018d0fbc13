/*
 * markup.h - what in a text is not text: HTML and Markdown inside a line.
 *
 * Every look ahead is bounded, so that a walk over a text stays linear.
 */
#ifndef BAOLAN_PAGE_MARKUP_H
#define BAOLAN_PAGE_MARKUP_H

#include <stddef.h>
#include <stdint.h>

/* Bytes of markup at `at` that show nothing: a tag, a comment, ** or a link's address.
 * 0 where text stands there. */
size_t markup_len(const char *text, size_t at, size_t to);

/* The character of an entity (&amp; &#8212;) at `at`, and in *len its bytes; 0 for none. */
uint32_t markup_entity(const char *text, size_t at, size_t to, size_t *len);

#endif
