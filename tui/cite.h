/*
 * cite.h - how an article is cited.
 *
 * GB/T 7714-2015, 4.2 and 8: the form for an article of a newspaper, [N];
 * BibTeX: an @article.  What the page does not say (the paper, the date, a
 * headline) is left out rather than made up.
 */
#ifndef BAOLAN_CITE_H
#define BAOLAN_CITE_H

#include "archive/archive.h"
#include "base/buf.h"

enum cite_form {
	CITE_GBT7714,
	CITE_BIBTEX,
	CITE_FORMS
};

/* Appends the citation, with a line end behind each of its lines. */
enum err_code cite(
	enum cite_form form, const struct stored_article *stored, struct buf *out, struct err *err);

/* "gbt7714", "bibtex"; CITE_FORMS where there is no such name. */
enum cite_form cite_form_from_name(const char *name);

#endif
