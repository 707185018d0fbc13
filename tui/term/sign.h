/*
 * sign.h - the signs that views draw beside text.
 *
 * Many of them are ambiguous in width (UAX #11).  Where the terminal draws one
 * two cells wide, the ASCII sign takes its place, so that columns stay straight.
 *
 * Thread rule: the user interface's thread.
 */
#ifndef BAOLAN_TERM_SIGN_H
#define BAOLAN_TERM_SIGN_H

enum sign {
	SIGN_CURSOR,   /* left of the row the cursor is on */
	SIGN_VERTICAL, /* between panes */
	SIGN_HORIZONTAL,
	SIGN_CORNER_1, /* of a box: top left, top right, bottom left, bottom right */
	SIGN_CORNER_2,
	SIGN_CORNER_3,
	SIGN_CORNER_4,
	SIGN_STAR,
	SIGN_UNREAD,
	SIGN_NOTE,
	SIGN_TICK,      /* chosen */
	SIGN_MORE,      /* something is left out here */
	SIGN_DOT,       /* between words of a line of facts */
	SIGN_FULL,      /* a bar's cell */
	SIGN_QUOTE_BAR, /* left of a caption */
	SIGN_SHADE0,    /* from nothing to most */
	SIGN_SHADE1,
	SIGN_SHADE2,
	SIGN_SHADE3,
	SIGN_SHADE4,
	SIGNS
};

const char *sign(enum sign sign);

/* A bar's last cell, filled by eighths, 0 to 8; and a column of a sparkline of that height. */
const char *sign_eighth(unsigned eighths);
const char *sign_column(unsigned eighths);

#endif
