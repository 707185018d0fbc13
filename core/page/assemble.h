/*
 * assemble.h - labelled lines become spans, spans become articles.
 *
 * Lines that go on with one another become one span where nothing but white space
 * stands between them.  The first span of an article is split into dateline, byline and
 * text, a credit at a paragraph's end is split off.  What is left between spans becomes
 * spans of no label, so that all of them together cover the file.
 */
#ifndef BAOLAN_PAGE_ASSEMBLE_H
#define BAOLAN_PAGE_ASSEMBLE_H

#include "page/byline.h"
#include "page/feature.h"
#include "page/line.h"
#include "page/model.h"

/* What an article is known to have before its texts are made. */
struct draft {
	size_t first_span, span_end; /* indices into the spans; in between may be spans of none */
	unsigned sheet;
	bool in_row;       /* it stands in a row of briefs */
	bool has_dateline; /* 本报讯 or a byline stood before its text */
	unsigned lines;    /* blocks that are lines of their own */
};

struct assembly {
	const struct text *text;
	const struct newsroom *room;
	uint64_t jump;     /* class of phrases */
	struct buf spans;  /* struct span, offsets of the text until assembly_finish() */
	struct buf drafts; /* struct draft; an article's ordinal is its index plus one */
	unsigned sheet;    /* index of the sheet that is being taken */
	unsigned last;     /* state of the last block that belongs to an article, ST_EDGE: none */
	size_t block;      /* index of the first span of the block that is being built */
	unsigned block_state;
	bool in_block;
};

void assembly_init(struct assembly *assembly, const struct text *text, const struct newsroom *room);
void assembly_free(struct assembly *assembly);

/* Whether a block with this label begins an article behind one with the last label; folios and
 * banners stand outside articles and are not asked. */
bool begins_article(unsigned last, unsigned state);

/* The lines of one sheet with their labels; false without memory. */
bool assembly_take(struct assembly *assembly, const struct sheet_lines *sheet,
	const struct view *views, const struct decision *decisions);

/* Closes the gaps and turns all offsets into the file's; false without memory. */
bool assembly_finish(struct assembly *assembly, size_t file_size);

#endif
