/*
 * repair.h - printed text made readable, character by character.
 *
 * What OCR and the printed column did to a text is undone: lines are joined, stray
 * spaces inside Chinese go, half-width punctuation between Chinese becomes full-width,
 * straight quotes become “ ”, characters that show nothing, Markdown marks, HTML tags
 * and comments go, entities become their characters.  Spaces stay where they belong:
 * between words of Latin letters, in headlines of two parts, in a quotation of two parts.
 *
 * Every repaired text knows where it came from (struct piece).
 * Ownership: results live in the arena; the repairer's buffers are reused and freed with
 * repair_free().
 */
#ifndef BAOLAN_PAGE_REPAIR_H
#define BAOLAN_PAGE_REPAIR_H

#include "base/buf.h"
#include "page/decode.h"

enum repair_style {
	REPAIR_HEAD, /* a headline, a label: spaces are meant */
	REPAIR_TEXT  /* a paragraph: spaces are an accident unless they must be */
};

/* One stretch of the decoded text. */
struct stretch {
	size_t from, to;
	bool apart; /* a space stands between it and the one before */
};

struct repairer {
	const struct text *text;
	struct arena *arena;
	struct offsets walk;
	struct buf out, pieces;
};

void repair_init(struct repairer *r, const struct text *text, struct arena *arena);
void repair_free(struct repairer *r);

/* The repaired text of these stretches, one behind the other.  Empty where nothing shows. */
enum err_code repair(struct repairer *r, enum repair_style style, const struct stretch *stretches,
	size_t count, struct rtext *out, struct err *err);

#endif
