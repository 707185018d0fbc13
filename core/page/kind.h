/*
 * kind.h - news, photo, brief, feature or notice.
 */
#ifndef BAOLAN_PAGE_KIND_H
#define BAOLAN_PAGE_KIND_H

#include "page/assemble.h"
#include "page/phrase.h"

/* The classes of phrases that tell the kind. */
struct kind_words {
	const struct phrasebook *book;
	uint64_t photo, question, salute, contact, notice, notice_text, essay, editor, number, sign,
		opening, row;
};

void kind_words_init(struct kind_words *words, const struct phrasebook *book);

/* Decides from an article's finished texts and its spans.  before: the article above it, or NULL.
 */
enum article_kind kind_of(const struct kind_words *words, const struct draft *draft,
	const struct span *spans, size_t count, const struct article *before,
	const struct article *article);

#endif
