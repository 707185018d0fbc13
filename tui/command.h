/*
 * command.h - everything that the browser can be told to do, as one table.
 *
 * Dispatch, the help, the key bar, the `:` line, its completion and the manual
 * are made from these rows; data/keys.tsv says which keys they have.
 *
 * Thread rule: the user interface's thread; the table is read-only.
 */
#ifndef BAOLAN_COMMAND_H
#define BAOLAN_COMMAND_H

#include <stdbool.h>
#include <stddef.h>

/* Where a key is pressed. */
enum context {
	CONTEXT_ALL,     /* wherever no other binding is */
	CONTEXT_FACETS,  /* the pane of districts and topics */
	CONTEXT_LIST,    /* the list of articles */
	CONTEXT_TEXT,    /* an article */
	CONTEXT_RAW,     /* the page's own text beside it */
	CONTEXT_CHOOSER, /* choosing districts, topics … by typing */
	CONTEXT_MAP,     /* the district map */
	CONTEXT_STATS,   /* the stats view */
	CONTEXT_RELATED, /* related articles */
	CONTEXT_HELP,
	CONTEXT_PROMPT, /* a line to type in */
	CONTEXTS
};

#define IN(context) (1u << (context))
#define IN_MAIN (IN(CONTEXT_FACETS) | IN(CONTEXT_LIST) | IN(CONTEXT_TEXT))
#define IN_VIEWS                                                                                   \
	(IN_MAIN | IN(CONTEXT_RAW) | IN(CONTEXT_MAP) | IN(CONTEXT_STATS) | IN(CONTEXT_RELATED) |   \
		IN(CONTEXT_HELP))

struct app;

struct command {
	const char *name;  /* as in the key file and on the `:` line */
	unsigned where;    /* IN() of the contexts it means something in */
	unsigned bar;      /* IN() of the contexts whose key bar has it */
	const char *label; /* one word for the key bar; NULL where bar is 0 */
	const char *help;  /* one line */
	void (*run)(struct app *app, int arg, const char *text);
	int arg;
	const char *takes; /* what the `:` line may give it as text, or NULL */
};

extern const struct command commands[];
extern const size_t command_count;

const struct command *command_find(const char *name, size_t len);

/* "list", "text" …; CONTEXTS where there is no such name. */
const char *context_name(enum context context);
enum context context_from_name(const char *name, size_t len);

#endif
