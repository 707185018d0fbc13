/*
 * wrap.h - a paragraph as lines.
 *
 * What always holds: the ranges [start, next) of the lines cover the text
 * exactly, in order; no line's `width` with its indent is larger than the
 * width asked for, plus `hang` where the line says that it hangs.  White space
 * at which a line was broken belongs to the line before and is not drawn.
 * In a width of one cell a wide character counts as one: there is no room for
 * it, and who draws it puts a narrow sign in its place.
 *
 * Time is linear in the text's length.
 * Thread rule: a wrap belongs to one thread at a time.
 */
#ifndef BAOLAN_TEXT_WRAP_H
#define BAOLAN_TEXT_WRAP_H

#include "base/arena.h"
#include "text/linebreak.h"

struct wrap_options {
	const struct break_rules *rules;
	unsigned width;  /* cells, at least 1 */
	unsigned indent; /* cells before the first line; given up where less than half is left */
	unsigned hang;   /* cells of margin at the right that a stop may hang into: 0, 1 or 2 */
};

struct wrap_line {
	uint32_t start, end; /* bytes of the text that are drawn */
	uint32_t next;       /* where the next line starts */
	unsigned indent;     /* cells before it */
	unsigned width;      /* cells of [start, end) */
	bool hangs;          /* its last character stands in the margin */
};

/* Fields are the module's own. */
struct wrap {
	struct wrap_options options;
	const char *text, *map;
	uint32_t len, at;
	bool done;
};

/* text: valid UTF-8, borrowed while the wrap is used; memory from arena.  An empty text is one
 * empty line. */
enum err_code wrap_begin(struct wrap *wrap, const char *text, size_t len,
	const struct wrap_options *options, struct arena *arena, struct err *err);

bool wrap_next(struct wrap *wrap, struct wrap_line *line);

#endif
