/*
 * plain.h - articles made of plain text, for tests of what works on articles.
 *
 * A plain text maps to itself: byte n of it is byte n of the file.  Everything
 * lives in the arena; a test that runs out of memory fails.
 */
#ifndef BAOLAN_TESTS_PLAIN_H
#define BAOLAN_TESTS_PLAIN_H

#include "base/arena.h"
#include "base/table.h"
#include "page/page.h"

/* NULL gives a text that is none. */
struct rtext plain_text(const char *text, struct arena *arena);

/* headline: title; or kicker¶title; or kicker¶title¶deck.  text: paragraphs, separated by ¶;
 * @caption, @credit, @subhead before one make it another kind of block, @section and @dateline a
 * text of the article. */
void plain_article(
	const char *headline, const char *text, struct arena *arena, struct article *out);

char *plain_field(struct field field, struct arena *arena);

#endif
