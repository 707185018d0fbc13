/*
 * line.h - the physical lines of a sheet, and how they are laid out.
 *
 * A line is what stands between two line ends; its content is what is left
 * without white space, Markdown marks and the like at either end.  Lines
 * without content are not kept: they are the gap before the next one.
 *
 * All offsets are bytes of the decoded text.
 */
#ifndef BAOLAN_PAGE_LINE_H
#define BAOLAN_PAGE_LINE_H

#include "base/buf.h"
#include "base/err.h"
#include "page/decode.h"

/* A page has some hundreds of lines.  What a file holds behind this many is one line, so that
 * memory stays bounded whatever it is. */
#define LINES_MAX ((size_t)1 << 20)

enum line_flag {
	LINE_RULE = 1, /* a rule, a picture or a comment stands between it and the line before */
};

struct line {
	uint32_t from, to; /* the content */
	uint32_t chars;    /* characters of the content, white space not counted */
	uint32_t width;  /* the same with the white space inside: how much of the column it fills */
	uint16_t blank;  /* lines without content before it */
	uint8_t heading; /* level of a Markdown heading, 1 to 6; 7: all of it is bold; 0: none */
	uint8_t indent;  /* cells of white space before the content */
	uint8_t flags;
};

/* How the lines of a sheet are set. */
struct layout {
	unsigned measure; /* characters of a full line where lines are cut at the printed column; 0
			   */
	bool indented;    /* paragraphs begin with white space */
	bool spaced;      /* a blank line stands between paragraphs */
	bool headed;      /* headlines are marked as Markdown headings */
};

struct pair_set;

struct sheet_lines {
	const struct pair_set *pairs; /* of neighbouring characters, see cohesion.h */
	const char *text;
	const struct line *line;
	size_t count;
	struct layout layout;
};

/* Reads the lines of text[from, to) and appends them to `out` as struct line, at most *left of
 * them, the last one holding all the rest; counts *left down.  False without memory. */
bool lines_read(const struct text *text, size_t from, size_t to, size_t *left, struct buf *out);

/* Finds out how these lines are set. */
struct layout lines_layout(const struct line *lines, size_t count);

#endif
