/*
 * passage.h - an article as a row of passages, and passages as lines.
 *
 * A passage is a piece of text that is set in one way: the kicker, the title,
 * a paragraph.  Repaired text keeps its way back to the page file; what the
 * program adds (the byline) has none.
 *
 * Ownership: everything lives in the caller's arenas.
 * Thread rule: pure; passages are made on a worker, lines by the user interface.
 */
#ifndef BAOLAN_PASSAGE_H
#define BAOLAN_PASSAGE_H

#include "archive/archive.h"
#include "query/query.h"
#include "text/wrap.h"

enum passage_kind {
	PASSAGE_SECTION,
	PASSAGE_KICKER,
	PASSAGE_TITLE,
	PASSAGE_DECK,
	PASSAGE_BYLINE, /* dateline, reporters; date, page, district */
	PASSAGE_PARA,
	PASSAGE_SUBHEAD,
	PASSAGE_CAPTION,
	PASSAGE_CREDIT,
	PASSAGE_NOTE, /* the reader's own */
	PASSAGE_META, /* where it stands, what it is about */
	PASSAGE_KINDS
};

struct passage {
	enum passage_kind kind;
	const char *text;
	uint32_t len, before;       /* bytes; of all passages before it */
	const struct rtext *source; /* NULL: not from the page */
	const struct range *hits;   /* what was searched for */
	unsigned hit_count;
	const struct range *reasons; /* what decided the district; filled by passages_explain() */
	unsigned reason_count;
};

/* The passages of an article, from top to bottom. */
enum err_code passages_make(const struct stored_article *a, const char *note, struct arena *arena,
	struct passage **out, unsigned *count, struct err *err);

/* Marks the words of the evidence in every passage. */
enum err_code passages_explain(struct passage *passages, unsigned count,
	const struct place_evidence *evidence, unsigned evidence_count, struct arena *arena,
	struct err *err);

struct text_line {
	uint32_t passage;    /* index; NO_PASSAGE: a blank line */
	uint32_t start, end; /* bytes of the passage that are drawn */
	uint16_t indent;
	bool rule; /* a thin rule instead of text */
};
#define NO_PASSAGE UINT32_MAX

struct setting {
	const struct break_rules *breaks;
	unsigned width;  /* cells of a line */
	unsigned indent; /* cells before a paragraph */
	bool hang;       /* two cells of margin are there for stops */
};

/* The lines of passages set one below the other. */
enum err_code passages_set(const struct passage *passages, unsigned count,
	const struct setting *setting, struct arena *arena, struct text_line **out,
	unsigned *line_count, struct err *err);

#endif
