/*
 * kept.h - the sets of filters that were asked for last.
 *
 * Who types a query asks for the same filter with every key.  Sets are kept
 * with the handle until the archive changes.
 *
 * Internal to core/archive and core/query.
 * Thread rule: as the archive's handle.
 */
#ifndef BAOLAN_ARCHIVE_KEPT_H
#define BAOLAN_ARCHIVE_KEPT_H

#include "archive/internal.h"
#include "archive/keyset.h"

#define KEPT_MAX 8u

/* The set of all articles that were not dropped, under this name. */
#define KEPT_LIVE "live"

struct kept {
	int64_t generation;
	uint64_t clock;
	struct kept_set {
		char *name; /* NULL: free */
		uint64_t used;
		struct keyset set;
	} item[KEPT_MAX];
};

/* Whether the set of this name was kept; then *out has it.  In a transaction. */
enum err_code kept_find(struct archive *archive, const char *name, struct keyset *out, bool *found,
	struct err *err);
/* Keeps a copy, in the place of the one that was asked for longest ago; without memory it does
 * not. */
void kept_add(struct archive *archive, const char *name, const struct keyset *set);
void kept_free(struct kept *kept);

/* A set for a moment, as of keyset_new(): a search takes a dozen, and the memory of the last one's
 * is there already.  *set is NULL where it was not taken. */
bool spare_take(struct archive *archive, article_key end, struct keyset *set);
void spare_give(struct archive *archive, struct keyset *set);
void spares_free(struct archive *archive);

#endif
