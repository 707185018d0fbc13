/*
 * folio.h - the lines that say where and when the page was printed.
 *
 *     2024年11月7日 星期四      第03版 工会      A02 要闻      本版编辑 柏青 美术编辑 于澜
 *
 * All offsets are bytes of the text that is passed.
 */
#ifndef BAOLAN_PAGE_FOLIO_H
#define BAOLAN_PAGE_FOLIO_H

#include "page/phrase.h"

/* The classes of phrases that folios are made of. */
struct folio_words {
	const struct phrasebook *book;
	uint64_t words, page, date, paper;
};

void folio_words_init(struct folio_words *words, const struct phrasebook *book);

/* How much a line looks like a folio. */
enum folio_shape {
	FOLIO_NONE,
	FOLIO_BARE_DATE, /* a date and nothing else: a folio, or the end of a notice */
	FOLIO_DATE,      /* a date with what stands beside one (a weekday, a page) */
	FOLIO_PAGE,      /* a page number, maybe with the page's name */
	FOLIO_WORDS      /* editors, telephone numbers, the paper's number */
};

struct folio {
	enum folio_shape shape;
	int date;                  /* yyyymmdd, 0 */
	int page_no;               /* 0 */
	size_t name_from, name_to; /* the page's name, empty range; without a page number it is one
				    * only where the line is known to be a folio */
	size_t paper_from, paper_to; /* the paper's name, empty range */
};

void folio_parse(const struct folio_words *words, const char *text, size_t from, size_t to,
	struct folio *out);

/* Date and page number from a file's name: 20241112_A02.txt, 2024-11-12-03.md. */
void folio_from_name(const char *source, int *date, int *page_no);

#endif
