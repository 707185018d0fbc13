/*
 * trie.h - all phrases that begin at one place of a text.
 *
 * The phrases of phrase.h as a tree of characters: what several phrases begin with is read once.
 * At most places of a text no phrase begins, which one or two loads tell without a step into the
 * tree.
 *
 * Ownership: a trie borrows its phrases and their text.
 * Thread rule: read-only once made.
 */
#ifndef BAOLAN_PAGE_TRIE_H
#define BAOLAN_PAGE_TRIE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct phrase {
	const char *text;
	size_t len;
	uint32_t class; /* its number */
	uint32_t rank;  /* its place in the table */
};

struct trie;

/* So many phrases a trie has at most. */
#define TRIE_PHRASES_MAX ((size_t)8191)

/* Sorts the phrases, changes their ranks and leaves out what no text can have; they have to
 * outlive the trie.  NULL without memory. */
struct trie *trie_new(struct phrase *phrases, size_t count);
void trie_free(struct trie *trie);

/* What is looked for, and what was found. */
struct finding {
	uint64_t wanted; /* set by the caller: the classes that count for the longest phrase */
	uint64_t any;    /* classes of all phrases that begin there; maybe only wanted ones */
	uint64_t at_end; /* ... and reach as far as `to` */
	size_t longest;  /* the end of the longest wanted phrase, 0: none */
	uint64_t found;  /* its class */
	uint32_t rank;   /* the lowest rank counts where several are as long */
};

/* Adds the phrases that begin at text[at], at < to. */
void trie_find(
	const struct trie *trie, const char *text, size_t at, size_t to, struct finding *finding);

/* The same for all places from `at` on. */
void trie_scan(
	const struct trie *trie, const char *text, size_t at, size_t to, struct finding *finding);

#endif
