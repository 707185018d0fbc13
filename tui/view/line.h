/*
 * line.h - a line that is being typed.
 *
 * The cursor stands between graphemes.  What is typed or pasted becomes
 * harmless: control characters are left out, line ends become blanks.
 *
 * Thread rule: the user interface's thread.
 */
#ifndef BAOLAN_VIEW_LINE_H
#define BAOLAN_VIEW_LINE_H

#include "term/grid.h"

#define LINE_MAX_BYTES 1024

struct line {
	char text[LINE_MAX_BYTES]; /* NUL-terminated UTF-8 */
	size_t len, at;            /* bytes */
};

enum line_edit {
	EDIT_LEFT,
	EDIT_RIGHT,
	EDIT_START,
	EDIT_END,
	EDIT_ERASE,      /* the grapheme before the cursor */
	EDIT_ERASE_WORD, /* back to the last blank */
	EDIT_ERASE_ALL
};

void line_set(struct line *line, const char *text);
void line_insert(struct line *line, const char *text, size_t len);
void line_edit(struct line *line, enum line_edit edit);

/* Draws it from column x on, moved so that the cursor is seen; returns the cursor's column. */
int line_draw(const struct line *line, struct area area, int x, int y, style_t style);

#endif
