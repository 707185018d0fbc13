/*
 * walk.h - every article of a query in turn, in constant memory.
 */
#ifndef BAOLAN_CLI_WALK_H
#define BAOLAN_CLI_WALK_H

#include "cli/cli.h"

/* Called for each row, in the order that was asked for; a failure ends the walk.  arena is
 * emptied between windows of rows. */
typedef enum err_code (*walk_fn)(void *ctx, struct query *query, const struct row *row,
	struct arena *arena, struct err *err);

/* Opens the archive, runs the filter of inv and calls each() for its articles, from inv->offset
 * on and at most inv->limit of them.  Says what went wrong; gives the exit status. */
int walk_articles(struct invocation *inv, walk_fn each, void *ctx);

/* The reader's marks and corrections show in every list and article, where there are any; that
 * they cannot be opened is a failure only where the filter asks for them.  A search is noted in
 * them, so it makes them. */
int walk_marks(struct invocation *inv);

/* Opens archive, marks (where they can be had) and the query of inv->filter. */
int walk_open(struct invocation *inv, struct query **query);

#endif
