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

#include <stdbool.h>

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
	struct cross cross; /* of a cross table; its rows are `rows` */
	uint64_t most;
};

#define STATS_ROWS_MAX 500

enum err_code stats_make(struct query *query, const struct table_kind *kind, struct arena *arena,
	struct stats_table *out, struct err *err);

/* How the articles lie over time: a number for each month from the first date to the last, those
 * without an article too, or for each year where there are many months.  It takes longer than the
 * table, and comes after it. */
struct stats_times {
	unsigned count; /* 0: there are no dates, or all are in one month */
	bool years;
	int first; /* months or years since the year 0 */
	const uint64_t *all;
	const struct facet_count *rows; /* of bars */
	unsigned row_count;
	const uint64_t *numbers; /* [row * count + i] */
};

enum err_code stats_times_make(struct query *query, const struct table_kind *kind,
	struct arena *arena, struct stats_times *out, struct err *err);

/* The numbers of a row, `count` of them, or NULL; i: where it stands in the table. */
const uint64_t *stats_times_row(const struct stats_times *times, unsigned i, const char *value);

/* RFC 4180, with a line of headings; and a picture of the bars or the heat map. */
void stats_csv(const struct stats_table *table, struct buf *out);
void stats_svg(const struct stats_table *table, struct buf *out);

#endif
