/*
 * parser.h - the parser from inside: what page_parse(), page_explain() and the tools share.
 */
#ifndef BAOLAN_PAGE_PARSER_H
#define BAOLAN_PAGE_PARSER_H

#include "page/assemble.h"
#include "page/cohesion.h"
#include "page/feature.h"
#include "page/kind.h"
#include "page/page.h"

struct parser {
	struct phrasebook *book;
	struct surname_set *surnames;
	struct newsroom room;
	struct folio_words folio;
	struct kind_model *kinds;
	uint64_t sign; /* phrases with which a reader signs */
	struct observer observer;
	struct model *model;
};

/* One sheet of a decoded file, observed; its memory is reused from sheet to sheet. */
struct reading {
	const struct parser *parser;
	const struct text *text;
	struct buf lines, views, decisions;
	struct sheet_lines sheet;
	struct pair_set pairs;
	struct recent recent;
	struct search *search;
	size_t at, left; /* the next sheet's beginning, lines that may still be read */
};

/* False without memory. */
bool reading_begin(struct reading *reading, const struct parser *parser, const struct text *text);
void reading_end(struct reading *reading);

/* The next sheet that has lines: ERR_OK and *more, its views and, if `decide`, its labels. */
enum err_code reading_next(struct reading *reading, bool decide, bool *more, struct err *err);

static inline const struct view *
reading_views(const struct reading *reading)
{
	return (const struct view *)(const void *)buf_str(&reading->views);
}

static inline const struct decision *
reading_decisions(const struct reading *reading)
{
	return (const struct decision *)(const void *)buf_str(&reading->decisions);
}

/* A parser whose weights are another table's than the compiled-in one. */
enum err_code parser_new_with(const char *name, const char *weights_table, size_t len,
	struct parser **out, struct err *err);

#endif
