/*
 * style.h - what a piece of the screen means, and how a theme shows it.
 *
 * Views speak of roles; a theme (data/themes.tsv, or the user's own file)
 * gives each role colours and attributes for terminals with 256 colours, with
 * 8, and with none.  No meaning is in colour alone: the columns for terminals
 * without colour give every role that matters an attribute of its own.
 *
 * Thread rule: the user interface's thread.
 */
#ifndef BAOLAN_TERM_STYLE_H
#define BAOLAN_TERM_STYLE_H

#include "base/err.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum role {
	ROLE_TEXT,    /* running text */
	ROLE_DIM,     /* what matters less */
	ROLE_STRONG,  /* what is new or current */
	ROLE_TITLE,   /* a headline */
	ROLE_KICKER,  /* the lines around it */
	ROLE_BYLINE,  /* who, where, when */
	ROLE_SUBHEAD, /* a heading inside a text */
	ROLE_CAPTION, /* text of a photograph */
	ROLE_BRAND,   /* the program's name */
	ROLE_BAR,     /* the bar at the top */
	ROLE_CHIP,    /* a part of the filter, in the bar */
	ROLE_RULE,    /* lines between panes */
	ROLE_KEY,     /* a key in the key bar and in help */
	ROLE_HINT,    /* what it does */
	ROLE_HIT,     /* what was searched for */
	ROLE_HERE,    /* the hit that one is at */
	ROLE_MARK,    /* a star, a tick, a note */
	ROLE_COUNT,   /* numbers beside names */
	ROLE_GAUGE,   /* bars, sparklines */
	ROLE_ALERT,   /* what went wrong */
	ROLE_PROMPT,  /* where one types */
	ROLE_HEAT0,   /* shades of the map and of cross tables, from nothing to most */
	ROLE_HEAT1,
	ROLE_HEAT2,
	ROLE_HEAT3,
	ROLE_HEAT4,
	ROLES
};

/* A style is a role, and how the row it stands in is set off. */
typedef uint16_t style_t;

#define STYLE_ROLE(style) ((enum role)((style)&0xFF))
#define STYLE_SELECTED 0x100 /* in the row the cursor is on, in the active pane */
#define STYLE_CURRENT 0x200  /* the same in another pane */

enum look_attr {
	LOOK_BOLD = 1,
	LOOK_DIM = 2,
	LOOK_ITALIC = 4,
	LOOK_UNDERLINE = 8,
	LOOK_REVERSE = 16,
};

/* Colour numbers; -1 is the terminal's own. */
struct look {
	int16_t fg, bg;
	uint8_t attrs; /* enum look_attr */
};

enum depth {
	DEPTH_MONO,
	DEPTH_8,
	DEPTH_256
};

struct theme;

/* The theme with this name ("dark", "light", "mono") from the built-in table and, where it is not
 * NULL, the user's file, whose rows win.  Mistakes there are reported to warn and passed over.
 * ERR_USAGE: there is no such theme. */
typedef void (*theme_warn_fn)(void *ctx, const struct err *err);
enum err_code theme_load(const char *name, const char *user_file, theme_warn_fn warn, void *ctx,
	struct theme **out, struct err *err);
void theme_free(struct theme *theme);

/* How a style looks on a terminal of this depth. */
struct look theme_look(const struct theme *theme, enum depth depth, style_t style);

#endif
