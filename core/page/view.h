/*
 * view.h - what can be said of one line by itself.
 *
 * One pass over the line's characters, the phrases in it, whether it is shaped like a
 * byline or a folio.  What follows from its neighbours is said in feature.h.
 */
#ifndef BAOLAN_PAGE_VIEW_H
#define BAOLAN_PAGE_VIEW_H

#include "page/byline.h"
#include "page/chars.h"
#include "page/folio.h"
#include "page/line.h"

enum view_flag {
	VIEW_COMPLETE = 1 << 0,     /* ends as a sentence does */
	VIEW_OPEN_QUOTE = 1 << 1,   /* a quotation opens in it and does not close */
	VIEW_OPEN_BRACKET = 1 << 2, /* the same for a bracket */
	VIEW_WHOLE_QUOTE = 1 << 3,  /* all of it is one quotation */
	VIEW_DATELINE = 1 << 4,     /* begins with 本报讯, （记者 …） and the like */
	VIEW_ROLE = 1 << 5,         /* shaped like a byline, with a role */
	VIEW_PHOTO = 1 << 6,        /* ... with 摄 and the like */
	VIEW_TEXT = 1 << 7,         /* ... with 文, 报道 */
	VIEW_MARK = 1 << 8,         /* ... behind a mark, □李明 */
	VIEW_NAME = 1 << 9,         /* nothing but what may be one person's name */
	VIEW_CREDIT_TAIL = 1 << 10, /* its end is a credit */
	VIEW_SCANNED = 1 << 11, /* its phrases were looked for everywhere, not at its start alone */
	VIEW_CLOSED_EARLY = 1 << 12, /* a quotation or bracket closes that did not open in it */
	VIEW_INNER = 1 << 13,        /* its layout says that it goes on with the line before */
	VIEW_NAME_TAIL = 1 << 14,    /* short, and its last word may be a person's name */
	VIEW_PARTICLE = 1 << 15,     /* ends with a word that nothing ends with: 的, 和, 在 */
	VIEW_STARTER =
		1 << 16, /* begins with words and a comma that begin a sentence: 近日，目前， */
	VIEW_OTHER = 1 << 17, /* shaped like a byline, of an editor or a designer: 插图 于薇 */
	/* of a block, by its first words (cohesion.h) */
	VIEW_PLACE_NEW = 1 << 18,   /* names a place that was not named above */
	VIEW_PLACE_KNOWN = 1 << 19, /* names one that was */
	VIEW_REFERS = 1 << 20,      /* 他, 该, 这: points to what was said */
	VIEW_CALLED = 1 << 21       /* one name and what its bearer is: 工人 耿大年 */
};

/* What opened last above a line, as far as it shows. */
enum mode {
	MODE_NONE,
	MODE_DATELINE, /* a report, with its dateline */
	MODE_BOX,      /* a text with a byline of its own under its headline */
	MODE_CREDIT,   /* a credit: something has ended */
	MODE_FOLIO,
	MODE_COUNT
};

/* More lines of verse than these are not told apart. */
#define VERSE_MAX 9

struct view {
	struct phrase_hits hits;
	enum folio_shape folio;
	uint32_t chars;       /* without white space */
	uint32_t run_chars;   /* of the lines it would be one block with, by their layout */
	uint32_t run_end;     /* index behind the last of these lines */
	uint32_t run_from;    /* index of the first line of the block it is in, by the layout */
	uint32_t flags;       /* enum view_flag */
	uint32_t first, last; /* its first and last character */
	uint8_t first_class, last_class;
	uint16_t above, below; /* in 1000, of a block: its words that stand above and below */
	uint8_t mode;          /* enum mode */
	uint8_t stops, points, colons; /* before the last character; at most 255 */
	uint8_t digits, quotes;
	uint8_t parts, part_min, part_max; /* what white space parts, and their lengths */
	bool headlike, verse;              /* set by view_settle() */
	uint8_t verse_lines; /* of verse that stand together here, at most VERSE_MAX; set last */
};

struct viewer {
	const struct newsroom *room;
	const struct phrasebook *book;
	const struct folio_words *folio;
	uint64_t starters; /* classes of phrases that begin a sentence */
};

/* inner: the layout leaves no doubt that the line goes on with the one before. */
void view_line(const struct viewer *viewer, const char *text, const struct line *line, bool inner,
	struct view *out);

/* Once the view has its run_chars: asked for dozens of times a line, these are found out once. */
void view_settle(struct view *view);

/* It could stand over an article: short, no sentence, no byline, no list item. */
static inline bool
view_is_headlike(const struct view *view)
{
	return view->headlike;
}

/* It could be a line of verse: short and not in the midst of a paragraph. */
static inline bool
view_is_verse(const struct view *view)
{
	return view->verse;
}

static inline bool
view_has(const struct view *view, uint32_t flag)
{
	return (view->flags & flag) != 0;
}

#endif
