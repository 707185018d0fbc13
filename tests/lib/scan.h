/*
 * scan.h - a search that knows nothing of the index: it reads every article.
 *
 * What tests of the search compare it with.  All of it fails the test where
 * something goes wrong.
 */
#ifndef BAOLAN_TESTS_SCAN_H
#define BAOLAN_TESTS_SCAN_H

#include "archive/archive.h"
#include "base/buf.h"
#include "query/filter.h"

enum where {
	HEADLINE,
	BODY,
	REPORTER,
	WHERES
};

/* An article as a reader sees it. */
struct seen {
	const struct stored_article *article;
	char *plain[WHERES];  /* all texts, each between two bars */
	char *folded[WHERES]; /* as unify() has them */
};

/* Folds, puts every word between two marks, drops white space, makes every run of signs a bar. */
void unify(const char *text, struct buf *out);

/* All articles of an archive, which live in the arena; seen_free() the rest. */
struct seen *see_all(struct archive *archive, struct arena *arena, unsigned *count);
void seen_free(struct seen *seen, unsigned count);

#define WORDS_MAX 6

/* A question both as a filter and as what it means. */
struct question {
	struct filter *filter;
	struct buf query;
	struct one {
		bool negative, exact, joined; /* joined: OR with the one before */
		int where;                    /* -1: anywhere */
		char plain[256], folded[512];
	} word[WORDS_MAX];
	unsigned words;
};

/* Whether the article is an answer. */
bool answers(const struct seen *seen, const struct question *question);

#endif
