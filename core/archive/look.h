/*
 * look.h - what an article says, without restoring it.
 *
 * A search looks at many articles and shows few.  What it needs is on the page:
 * the characters of the article's texts (page/glance.h), or the bytes.
 *
 * Internal to core/archive and core/query.
 * Thread rule: as the archive's handle.
 */
#ifndef BAOLAN_ARCHIVE_LOOK_H
#define BAOLAN_ARCHIVE_LOOK_H

#include "archive/internal.h"
#include "archive/terms.h"

/* Calls each for every text of an article as article_texts() does, with its characters as symbols;
 * words of letters and digits are gaps.  symbols and the arena, which is emptied, are used for it.
 * ERR_NOTFOUND where the article is gone. */
typedef void (*symbols_fn)(void *ctx, enum zone zone, const struct symbols *symbols);
enum err_code article_symbols(struct archive *archive, article_key key, struct symbols *symbols,
	struct arena *arena, symbols_fn each, void *ctx, struct err *err);

/* The part of the page file that an article came from, as it is on disk, and the article's length
 * in characters. */
enum err_code article_bytes(struct archive *archive, article_key key, struct arena *arena,
	const char **bytes, size_t *size, uint32_t *chars, struct err *err);

#endif
