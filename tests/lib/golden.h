/*
 * golden.h - what a careful reader says stands on a page (tests/gold/).
 *
 * A gold file is JSON; it is read with SQLite's JSON functions.  Texts are compared after
 * NFKC, without white space, with quotation marks and dashes unified.
 * Ownership: everything lives in the arena.
 */
#ifndef BAOLAN_TESTS_GOLDEN_H
#define BAOLAN_TESTS_GOLDEN_H

#include "base/arena.h"
#include "page/page.h"

struct golden_names {
	const char **name;
	unsigned count;
};

struct golden_block {
	enum block_type type;
	const char *text; /* as written */
	const char *norm;
};

enum golden_head {
	GOLD_KICKER,
	GOLD_TITLE,
	GOLD_DECK,
	GOLD_HEADS
};

#define GOLD_READINGS_MAX 4

struct golden_article {
	const char *section; /* norm, or NULL */
	const char
		*head[GOLD_READINGS_MAX][GOLD_HEADS]; /* norm, "" for none; any reading will do */
	unsigned readings;
	const char *head_text[GOLD_HEADS]; /* as written, NULL for none */
	enum article_kind kind;
	struct golden_names reporters, correspondents;
	struct golden_names districts; /* any of them is right; NULL among them stands for none */
	struct golden_names mentions, outside;
	const struct golden_block *blocks;
	unsigned block_count;
};

struct golden_page {
	const char *source;
	const char *banner, *page_name; /* norm, or NULL */
	const char *date;               /* 2024-11-07, or NULL */
	int page_no;                    /* 0: the page says none */
	const struct golden_article *articles;
	unsigned article_count;
};

/* NULL where the file cannot be read or is no gold; *why then says it. */
const struct golden_page *golden_load(const char *path, struct arena *arena, const char **why);

/* A text as it is compared; NULL for NULL. */
const char *golden_norm(const char *text, size_t len, struct arena *arena);

/* Equal but for 3 % of its characters, as paragraphs are compared. */
bool golden_near(const char *a, const char *b);

/* The whole of a file. */
char *golden_read_file(const char *path, struct arena *arena, size_t *size);

/* The page of this name, from the first folder that has it; NULL where none has. */
char *golden_read_page(const char *const *folders, size_t count, const char *source,
	struct arena *arena, size_t *size);

#endif
