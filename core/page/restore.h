/*
 * restore.h - an article's texts from its labelled spans.
 *
 * page_restore() for callers that already have the text decoded.
 */
#ifndef BAOLAN_PAGE_RESTORE_H
#define BAOLAN_PAGE_RESTORE_H

#include "page/decode.h"
#include "page/repair.h"

/* Fills the texts of *out (section to blocks, label, chars; no text_hash) from spans of one
 * article, whose offsets are the page file's. */
enum err_code article_restore(struct repairer *repairer, const struct span *spans, uint32_t count,
	struct article *out, struct err *err);

#endif
