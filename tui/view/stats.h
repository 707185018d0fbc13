/*
 * stats.h - the tables of the stats view, and how they are written to a file.
 *
 * Ownership: a table lives in the arena it was made in.
 * Thread rule: tables are made on a worker, read by the user interface.
 */
#ifndef BAOLAN_VIEW_STATS_H
#define BAOLAN_VIEW_STATS_H

#include "base/buf.h"
#include "query/query.h"

/* What stands in a table: one facet, or a cross of two. */
struct table_kind {
	const char *name;
	enum facet rows, columns; /* columns FACET_COUNT: bars */
};

extern const struct table_kind table_kinds[];
extern const unsigned table_kind_count;

struct stats_table {
	const struct table_kind *kind;
	struct summary summary;
	const struct facet_count *rows;
	unsigned row_count;
	struct cross cross;               /* of a cross table; its rows are `rows` */
	const struct facet_count *months; /* for the sparkline, by time */
	unsigned month_count;
	uint64_t most;
};

enum err_code stats_make(struct query *query, const struct table_kind *kind, struct arena *arena,
	struct stats_table *out, struct err *err);

/* RFC 4180, with a line of headings; and a picture of the bars or the heat map. */
void stats_csv(const struct stats_table *table, struct buf *out);
void stats_svg(const struct stats_table *table, struct buf *out);

#endif
