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

/* Calls each with every text of an article as the stretches of `text` that it is repaired from, in
 * the order of article_restore(): label is that of its first span. */
typedef enum err_code (*stretches_fn)(void *ctx, enum label label, const struct stretch *stretches,
	size_t count, struct err *err);
enum err_code article_stretches(const struct text *text, const struct span *spans, uint32_t count,
	stretches_fn each, void *ctx, struct err *err);

/* The part of the page's bytes that the spans stand in, opened as page_restore() does.  Errors:
 * ERR_REFUSED where the bytes do not hold the spans, ERR_NOMEM. */
enum err_code spans_open(const void *bytes, size_t size, uint32_t base, enum encoding encoding,
	const struct span *spans, uint32_t span_count, struct arena *arena, struct text *out,
	struct err *err);

#endif
