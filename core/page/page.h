/*
 * page.h - a page file, read and cut into articles.
 *
 * A page file is what OCR made of one printed page (or of several, with form
 * feeds between them: each is a `sheet`).  page_parse() decodes it, labels
 * every byte of it, and puts the labelled spans together as articles with
 * repaired text.
 *
 * What always holds:
 *  - the spans of a page cover the file exactly, in order, without overlap;
 *  - all offsets are bytes of the file as it is on disk, half-open [start, end);
 *  - an article's text is a function of its spans and the page's bytes alone
 *    (page_restore), so that an archive keeps bytes and spans and nothing twice.
 *
 * Ownership: a page owns an arena; everything it points to lives there and is
 * freed with page_free().  Strings are UTF-8, NUL-terminated, never NULL
 * unless it is said.
 * Thread rule: a parser is read-only once made and may be used by many threads
 * at once; a page belongs to one thread at a time.
 */
#ifndef BAOLAN_PAGE_PAGE_H
#define BAOLAN_PAGE_PAGE_H

#include "base/arena.h"
#include "base/err.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A page file larger than this is refused; offsets fit 32 bits with room to spare. */
#define PAGE_SIZE_MAX ((size_t)1 << 30)

enum encoding {
	ENC_UTF8,
	ENC_UTF16LE,
	ENC_UTF16BE,
	ENC_GB18030,
	ENC_BIG5,
	ENC_COUNT
};

/* What a span of the page is. */
enum label {
	LABEL_NONE,     /* white space, rules, markup: stands on the page, belongs to no text */
	LABEL_BANNER,   /* a slogan over the whole page */
	LABEL_FOLIO,    /* date, page number and name, editors */
	LABEL_SECTION,  /* a column's name above one or several articles */
	LABEL_KICKER,   /* 引题 */
	LABEL_TITLE,    /* 主题 */
	LABEL_DECK,     /* 副题 */
	LABEL_BYLINE,   /* who wrote it: a line under the headline, brackets behind a dateline */
	LABEL_DATELINE, /* 本报讯, 新华社北京6月18日电 at the head of the lead */
	LABEL_BODY,     /* a paragraph */
	LABEL_SUBHEAD,  /* a heading inside an article */
	LABEL_CAPTION,  /* the text of a photograph */
	LABEL_CREDIT,   /* who wrote or photographed it, at the end */
	LABEL_JUMP,     /* 下转第3版, 上接第1版; shown as text where it stands */
	LABEL_COUNT
};

enum span_flag {
	SPAN_JOINS = 1, /* goes on with the text of the article's previous span of this label */
};

struct span {
	uint32_t start, end; /* bytes of the file */
	uint32_t article;    /* ordinal of its article, 0: none */
	uint8_t label, flags;
};

enum block_type {
	BLOCK_PARA,
	BLOCK_SUBHEAD,
	BLOCK_CAPTION,
	BLOCK_CREDIT
};

/* Where a piece of repaired text came from: text bytes from `text` on (up to
 * the next piece) stand for file bytes from `file` on.  In a piece every
 * text_step bytes of text stand for file_step bytes of the file: 1 and 1 where
 * the bytes are the file's own, 3 and 2 for ideographs of a GB18030 file, 3 and 1
 * for half-width punctuation shown full-width. */
struct piece {
	uint32_t text, file;
	uint8_t text_step, file_step;
};

/* Repaired text with its way back to the file. */
struct rtext {
	const char *text; /* NULL: the article has none of this kind */
	uint32_t len;     /* bytes, without the NUL behind them */
	uint32_t piece_count;
	const struct piece *pieces; /* by rising `text`; the first begins at 0 */
};

struct block {
	enum block_type type;
	struct rtext text;
};

enum article_kind {
	KIND_NEWS,
	KIND_PHOTO,
	KIND_BRIEF,
	KIND_FEATURE,
	KIND_NOTICE,
	KIND_COUNT
};

enum jump {
	JUMP_NONE,
	JUMP_TO,  /* 下转: goes on elsewhere */
	JUMP_FROM /* 上接: began elsewhere */
};

struct article {
	unsigned ordinal;    /* 1, 2, 3 … in the page's order */
	unsigned sheet;      /* index into the page's sheets */
	uint32_t start, end; /* bytes of the file from its first span to its last */
	enum article_kind kind;
	struct rtext section, kicker, title, deck, dateline;
	const char *label; /* what a list shows: the title, or the beginning of its text */
	const char *const *reporters;
	const char *const *correspondents;
	unsigned reporter_count, correspondent_count;
	struct block *blocks;
	unsigned block_count;
	bool in_row;    /* it stands in a row of briefs under one section */
	unsigned lines; /* blocks that are lines of their own: verse, signatures */
	enum jump jump;
	int jump_page;  /* the page number a jump names, 0: none */
	uint32_t chars; /* characters of the blocks' text, white space not counted */
	/* hash of the text without white space: the same whatever the encoding,
	 * line ends or neighbours; the stable id is made from it. */
	uint64_t text_hash;
};

/* What stands once on a printed page. */
struct sheet {
	const char *banner, *page_name, *paper; /* each may be NULL */
	int date;                               /* yyyymmdd, 0: not known */
	int page_no;                            /* 0: not known */
};

struct page {
	enum encoding encoding;
	bool bom;
	struct sheet *sheets;
	unsigned sheet_count;
	struct article *articles;
	unsigned article_count;
	struct span *spans;
	uint32_t span_count;
	struct arena *arena; /* owns all of the above and the page itself */
};

/* What the parser knows: label weights, opening formulas, credit words, from data/. */
struct parser;

enum err_code parser_new(struct parser **out, struct err *err);
void parser_free(struct parser *parser);

/* Reads one page file.
 * bytes, size: the whole file; borrowed for the call only.
 * source: its name, from which the issue date and the page number are read
 *   when the page does not say them (20241112_A02.txt); may be NULL.
 * Errors: ERR_REFUSED where no known encoding fits, where it is no text, or
 *   where it is larger than PAGE_SIZE_MAX; ERR_NOMEM.  An empty file is a page
 *   without articles.
 * Time and memory are linear in size. */
enum err_code page_parse(const struct parser *parser, const void *bytes, size_t size,
	const char *source, struct page **out, struct err *err);
void page_free(struct page *page);

/* The repaired text of one article from its spans alone: fills section,
 * kicker, title, deck, dateline, blocks, label and chars of *out, with memory
 * from arena.  bytes are the file's bytes [base, base + size), which must hold
 * all the spans; encoding is the page's.  page_parse() itself makes its texts with
 * this function. */
enum err_code page_restore(const void *bytes, size_t size, uint32_t base, enum encoding encoding,
	const struct span *spans, uint32_t span_count, struct arena *arena, struct article *out,
	struct err *err);

/* Why each block got its label: one line of text a block, for `show --explain`.
 * The text is taken from arena. */
enum err_code page_explain(const struct parser *parser, const void *bytes, size_t size,
	const char *source, struct arena *arena, const char **text, struct err *err);

/* The page file's bytes as UTF-8, without repair, for display beside the text. */
enum err_code page_decode(const void *bytes, size_t size, enum encoding encoding,
	struct arena *arena, const char **text, size_t *len, struct err *err);

/* The index of the piece that byte `at` of the text lies in; the text has pieces. */
uint32_t rtext_piece(const struct rtext *text, uint32_t at);

/* The file offset that stands behind byte `at` of the text. */
uint32_t rtext_offset(const struct rtext *text, uint32_t at);

/* "utf-8", "utf-16le", "gb18030" …; "para", "subhead" …; "news", "photo" … */
const char *encoding_name(enum encoding encoding);
const char *block_type_name(enum block_type type);
const char *kind_name(enum article_kind kind);

/* The kind with this name, KIND_COUNT where there is none. */
enum article_kind kind_from_name(const char *name);

#endif
