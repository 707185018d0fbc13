/*
 * naming.h - names that have the same number stand in the reader's order.
 *
 * Values are listed by how many articles they have; most reporters have as many
 * as some others, and among those one looks for a name: by pinyin, or by strokes
 * where the locale (LC_COLLATE) is that of Taiwan, Hong Kong or Macau.  What
 * other programs read is the same in every locale and does not come here.
 *
 * Ownership: results live in the arena.  Without memory the order stays as it was.
 * Thread rule: any thread.
 */
#ifndef BAOLAN_NAMING_H
#define BAOLAN_NAMING_H

#include "base/arena.h"
#include "query/query.h"

/* The values of a facet as query_facets() gives them.  Districts keep their official order, which
 * every list and map of them has; kinds, months and years their own. */
void naming_sort(
	enum facet facet, const struct facet_count **counts, unsigned count, struct arena *arena);

/* The rows and the columns of a cross table. */
void naming_sort_cross(
	enum facet rows, enum facet columns, struct cross *cross, struct arena *arena);

#endif
