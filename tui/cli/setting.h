/*
 * setting.h - an article set as lines of text for reading and for export.
 */
#ifndef BAOLAN_CLI_SETTING_H
#define BAOLAN_CLI_SETTING_H

#include "archive/archive.h"
#include "base/buf.h"

/* Appends the article to text: headline, byline, facts, paragraphs wrapped to `width` cells and
 * indented by two (width 0: a paragraph a line).  color: with SGR sequences for the headline
 * and sub-heads. */
enum err_code set_article(struct buf *text, const struct stored_article *stored, unsigned width,
	bool color, struct err *err);

/* Appends the article as Markdown with YAML front matter. */
enum err_code set_markdown(struct buf *text, const struct stored_article *stored, struct err *err);

/* yyyymmdd as 2024-11-07; "" for 0. */
void set_date(char out[16], int date);

/* The same as the reader's language writes it. */
void set_date_for_reading(char out[48], int date);

#endif
