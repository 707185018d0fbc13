/*
 * model.h - the labels of a whole sheet, decided at once.
 *
 * Every line either begins a block or goes on with the one before.  A label's score on a
 * line is the sum of the weights of the line's features, a pair of labels has a weight of
 * its own, and the best sequence over all lines is found by dynamic programming (Viterbi
 * 1967; a linear chain as in Lafferty, McCallum and Pereira 2001, fitted by `make tune`).
 * The weights stand in data/page-weights.tsv.
 *
 * Thread rule: a model is read-only once made.
 */
#ifndef BAOLAN_PAGE_MODEL_H
#define BAOLAN_PAGE_MODEL_H

#include "page/phrase.h"

/* What a block can be.  LEAD, OPEN and BRIEF are all the first paragraph of an article: under a
 * headline, without one, and in a row of briefs under one section label. */
enum state {
	ST_FOLIO,
	ST_BANNER,
	ST_SECTION,
	ST_KICKER,
	ST_TITLE,
	ST_DECK,
	ST_BYLINE,
	ST_LEAD,
	ST_OPEN,
	ST_BRIEF,
	ST_BODY,
	ST_SUBHEAD,
	ST_LINE, /* a line that stays one: verse, a salutation, a signature, a telephone number */
	ST_CAPTION,
	ST_CREDIT,
	ST_JUMP,
	ST_COUNT
};

/* Beyond the labels, for the weights of pairs: before the first line, behind the last. */
#define ST_EDGE ST_COUNT

const char *state_name(unsigned state);

/* The most features a line can have. */
#define FEATURES_MAX 96

struct features {
	uint16_t id[FEATURES_MAX + 1]; /* with room for one that is not taken */
	unsigned count;
};

/* A line as the model sees it. */
struct observation {
	struct features begin; /* if it begins a block */
	struct features join;  /* if it goes on with the block before */
	bool inner;            /* the layout leaves no choice: it goes on */
};

struct decision {
	uint8_t state;
	bool joins;
	bool revised; /* not by the search, but by what the whole article is like: revise.h */
};

struct model;

/* The names of all features, in the order of their numbers, come from feature.h.
 * Errors: ERR_BUG with file and line where the table is wrong, ERR_NOMEM. */
enum err_code model_new(const char *name, const char *table, size_t len,
	const char *const *begin_names, size_t begin_count, const char *const *join_names,
	size_t join_count, struct model **out, struct err *err);
void model_free(struct model *model);

typedef int16_t weights[ST_COUNT];

/* The weights, for reading and, while they are fitted, for writing. */
weights *model_begin(struct model *model);
weights *model_join(struct model *model);
int16_t (*model_after(struct model *model))[ST_COUNT + 1];

/* The search over one sheet.  Lines are pushed one by one, so that no more than a byte and a
 * bit for each state is kept of a line. */
struct search;

struct search *search_new(const struct model *model);
void search_free(struct search *search);

/* False without memory. */
bool search_push(struct search *search, const struct observation *line);

/* The same with the line's scores as model_scores() gives them, or others. */
bool search_push_scores(struct search *search, const int begin[ST_COUNT], const int join[ST_COUNT]);

/* Ends the sheet: fills decision[0 .. lines pushed) and makes the search ready for the next one. */
void search_finish(struct search *search, struct decision *decisions);

/* The scores of one line by state, without what came before it. */
void model_scores(const struct model *model, const struct observation *line, int begin[ST_COUNT],
	int join[ST_COUNT]);
int model_pair(const struct model *model, unsigned from, unsigned to);

#endif
