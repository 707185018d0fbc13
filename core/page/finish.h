/*
 * finish.h - from spans to finished articles: texts, names, kind, what the sheet says.
 */
#ifndef BAOLAN_PAGE_FINISH_H
#define BAOLAN_PAGE_FINISH_H

#include "page/assemble.h"
#include "page/parser.h"
#include "page/repair.h"

/* Fills one article of a page whose spans are final. */
enum err_code finish_article(const struct parser *parser, struct repairer *repairer,
	const struct page *page, const struct draft *draft, struct article *out, struct err *err);

/* What the folios and the banner of one sheet say; only what is not known yet is filled. */
enum err_code finish_sheet(const struct parser *parser, struct repairer *repairer,
	const struct sheet_lines *lines, const struct decision *decisions, struct sheet *sheet,
	struct err *err);

#endif
