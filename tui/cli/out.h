/*
 * out.h - rows of fields as a table, as CSV (RFC 4180) or as JSON lines.
 *
 * Rows are written as they come; nothing is kept.  Everything goes to standard
 * output; a failure to write is seen by out_close().
 */
#ifndef BAOLAN_CLI_OUT_H
#define BAOLAN_CLI_OUT_H

#include "base/buf.h"
#include "cli/cli.h"

enum column_type {
	COLUMN_TEXT,
	COLUMN_NUMBER, /* right-aligned in a table, without quotes in JSON */
};

struct column {
	const char *key;   /* in CSV and JSON */
	const char *title; /* in a table, translated by the caller */
	int cells;         /* width in a table; 0: what the terminal has left (the last one) */
	enum column_type type;
	unsigned spare; /* left out where the terminal is too narrow, the highest first; 0: never */
};

/* The last column has this many cells at least before others are left out or made narrow. */
#define OUT_REST 24

struct out;

/* Begins the output; columns are borrowed until out_close().  On a terminal a table is made to
 * fit: spare columns are left out, then the widest are narrowed, and what is too long is cut.
 * Elsewhere nothing is cut. */
enum err_code out_open(enum format format, bool color, const struct column *columns, unsigned count,
	struct out **out, struct err *err);

/* The table gets its heading even where no terminal reads it: for columns that mean nothing without
 * their names. */
void out_name_columns(struct out *out);

/* One row; fields[i] may be NULL: null in JSON, empty elsewhere. */
enum err_code out_row(struct out *out, const char *const *fields, struct err *err);

/* Could everything be written so far?  ERR_CANCELLED with an empty sentence where the reader of a
 * pipe has gone.  To be asked right after writing, while errno still says why. */
enum err_code out_check(struct err *err);

/* Ends it and says whether everything could be written. */
enum err_code out_close(struct out *out, struct err *err);

/* Cells of the terminal on standard output; 0 where there is none (nothing is cut then). */
unsigned out_width(void);

/* Is colour wanted on standard output?  NO_COLOR is honoured. */
bool out_color(const struct invocation *inv);

/* Appends what may safely reach a terminal of any bytes; line ends and tabs stay. */
void out_harmless(struct buf *out, const char *text, size_t len);

/* Bytes on standard output: as they are, and to a terminal what is harmless of them. */
void out_plain(const char *text, size_t len);

/* A piece of text with some ranges of it emphasised. */
void out_snippet(const struct snippet *snippet, unsigned cells, bool color);

#endif
