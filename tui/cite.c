#include "cite.h"

#include <string.h>

#define AUTHORS_SHOWN 3 /* GB/T 7714-2015, 8.1.2: of more than three the first three, then 等 */

static const char *const form_names[CITE_FORMS] = {"gbt7714", "bibtex"};

enum cite_form
cite_form_from_name(const char *name)
{
	for (int i = 0; i < CITE_FORMS; i++)
		if (strcmp(form_names[i], name) == 0)
			return (enum cite_form)i;
	return CITE_FORMS;
}

/* The i-th author: reporters first, then correspondents; NULL behind the last. */
static const char *
author(const struct article *article, unsigned i)
{
	if (i < article->reporter_count)
		return article->reporters[i];
	i -= article->reporter_count;
	return i < article->correspondent_count ? article->correspondents[i] : NULL;
}

/* 甲, 乙, 丙, 等. 题名[N]. 报纸名, 2024-11-07(3). */
static void
gbt7714(const struct stored_article *stored, struct buf *out)
{
	const struct article *article = &stored->article;
	const struct sheet *sheet = &stored->sheet;
	const char *name;

	for (unsigned i = 0; i < AUTHORS_SHOWN && (name = author(article, i)) != NULL; i++)
		buf_addf(out, "%s%s", i > 0 ? ", " : "", name);
	if (author(article, 0) != NULL)
		buf_adds(out, author(article, AUTHORS_SHOWN) != NULL ? ", 等. " : ". ");
	/* A headline that was lost is supplied, in brackets (GB/T 7714-2015, 7.2). */
	if (article->title.text != NULL)
		buf_addf(out, "%s[N]", article->title.text);
	else
		buf_addf(out, "[%s][N]", article->label);
	if (sheet->paper != NULL)
		buf_addf(out, ". %s", sheet->paper);
	if (sheet->date != 0)
		buf_addf(out, "%s%04d-%02d-%02d", sheet->paper != NULL ? ", " : ". ",
			sheet->date / 10000, sheet->date / 100 % 100, sheet->date % 100);
	if (sheet->page_no != 0)
		buf_addf(out, "(%d)", sheet->page_no);
	buf_adds(out, ".\n");
}

/* A value in braces; what TeX would act upon is escaped. */
static void
bibtex_field(struct buf *out, const char *key, const char *value)
{
	if (value == NULL)
		return;
	buf_addf(out, "  %s = {", key);
	for (const char *p = value; *p != '\0'; p++) {
		if (*p == '\\')
			buf_adds(out, "\\textbackslash{}");
		else if (*p == '~' || *p == '^')
			buf_addf(out, "\\%c{}", *p);
		else if (strchr("{}$&#%_", *p) != NULL)
			buf_addf(out, "\\%c", *p);
		else
			buf_addc(out, *p);
	}
	buf_adds(out, "},\n");
}

static void
bibtex(const struct stored_article *stored, struct buf *out)
{
	const struct article *article = &stored->article;
	const struct sheet *sheet = &stored->sheet;
	struct buf authors = {0};
	const char *name;

	buf_addf(out, "@article{%s,\n", stored->id);
	for (unsigned i = 0; (name = author(article, i)) != NULL; i++)
		buf_addf(&authors, "%s%s", i > 0 ? " and " : "", name);
	if (authors.len > 0)
		bibtex_field(out, "author", authors.data);
	if (authors.failed)
		out->failed = true;
	buf_free(&authors);
	bibtex_field(out, "title", article->label);
	bibtex_field(out, "journal", sheet->paper);
	if (sheet->date != 0)
		buf_addf(out, "  date = {%04d-%02d-%02d},\n  year = {%04d},\n", sheet->date / 10000,
			sheet->date / 100 % 100, sheet->date % 100, sheet->date / 10000);
	if (sheet->page_no != 0)
		buf_addf(out, "  pages = {%d},\n", sheet->page_no);
	buf_adds(out, "  langid = {chinese},\n");
	bibtex_field(out, "file", stored->source);
	buf_adds(out, "}\n");
}

enum err_code
cite(enum cite_form form, const struct stored_article *stored, struct buf *out, struct err *err)
{
	if (form == CITE_BIBTEX)
		bibtex(stored, out);
	else
		gbt7714(stored, out);
	return buf_ok(out) ? ERR_OK : err_nomem(err);
}
