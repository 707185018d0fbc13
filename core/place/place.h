/*
 * place.h - which district an article is about, and why.
 *
 * A gazetteer holds the home city's districts with all that settles one of
 * them (streets, towns, former names, institutions, landmarks) and the names
 * of the rest of the country.  place_resolve() finds every toponym of an
 * article in one pass, weighs each by where it stands and by what it names,
 * and decides.  Nothing here knows which city is home: that is data/.
 *
 * Ownership: the gazetteer is made once; results live in the caller's arena
 * and borrow names from the gazetteer, which must outlive them.
 * Thread rule: a gazetteer is read-only once made and may be used by many
 * threads at once.
 */
#ifndef BAOLAN_PLACE_PLACE_H
#define BAOLAN_PLACE_PLACE_H

#include "base/arena.h"
#include "base/err.h"
#include "page/page.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A district of the home city. */
struct district {
	const char *name;       /* 昌平区 */
	const char *short_name; /* 昌平 */
	const char *adcode;     /* "110114" */
	const char *pinyin;     /* "changping": full pinyin of the short name, no spaces */
	const char *initials;   /* "cp" */
	const char *english;    /* "Changping" */
	int row, column;        /* its tile on the district map */
	unsigned index;         /* 0, 1, 2 … in the order of the map and of lists */
};

struct gazetteer;

/* Where an alias of the user's own file is wrong, *warn is called with a sentence
 * that names file and line, and the rest counts.  user_file may be NULL or not there; what
 * stands in it is told in docs/places.md. */
typedef void (*table_warn_fn)(void *ctx, const struct err *err);

enum err_code gazetteer_new(const char *user_file, table_warn_fn warn, void *ctx,
	struct gazetteer **out, struct err *err);
void gazetteer_free(struct gazetteer *gazetteer);

/* The home city's districts, in the order of lists. */
const struct district *gazetteer_districts(const struct gazetteer *gazetteer, unsigned *count);

/* The district that a person means: by full or short name, former name, pinyin, initials
 * or adcode; NULL where there is none.  *nearest (may be NULL) then gets up to three
 * districts that are written most alike. */
const struct district *gazetteer_find(
	const struct gazetteer *gazetteer, const char *text, const struct district *nearest[3]);

/* Where a hit stands, from the strongest position to the weakest. */
enum place_position {
	POS_HEADLINE,
	POS_ORGANISER, /* who holds or does it: X总工会举办 … */
	POS_LEAD,      /* the first sentence that states something */
	POS_OPENING,   /* the rest of the first paragraph */
	POS_EARLY,     /* further on, within the first 150 characters or so */
	POS_CAPTION,
	POS_BODY,
	POS_QUOTE,   /* inside a quotation at the end */
	POS_SECTION, /* in the label of the column */
	POS_CREDIT,  /* dateline and credits: named, but no evidence */
	POS_COUNT
};

struct place_evidence {
	uint32_t start, end; /* bytes of the page file */
	const char *text;    /* as written */
	const char *entry;   /* the gazetteer's entry it was found by */
	enum place_position position;
	int weight;
};

struct place_hit {
	const struct district *district;
	int score;
	const struct place_evidence *evidence; /* strongest first */
	unsigned evidence_count;
};

struct place_result {
	/* The one district the article is about, as an index into hits, or -1. */
	int primary;
	int margin; /* score of the first over the second; what decided is hits[0].evidence */
	const struct place_hit *hits; /* all districts mentioned, strongest first */
	/* Where it says "our district" (我区, 区总工会); NULL: nowhere. */
	const struct place_evidence *own;
	const char *const *outside; /* places outside the home city, as written, in order */
	unsigned hit_count, outside_count;
};

enum err_code place_resolve(const struct gazetteer *gazetteer, const struct article *article,
	struct arena *arena, struct place_result *out, struct err *err);

/* The same for whoever has laid the article out already (place/reading.h), which costs as much
 * as looking through it. */
struct reading;
enum err_code place_resolve_reading(const struct gazetteer *gazetteer,
	const struct reading *reading, struct arena *arena, struct place_result *out,
	struct err *err);

/* What only the whole page can tell: an article that names no district but "our district" is
 * about the one that the page is about, if nearly all its articles are, or the paper is called
 * after it. results: of the page's articles, in order; what changes is taken from arena. */
enum err_code place_settle_page(const struct gazetteer *gazetteer, const struct page *page,
	struct place_result *results, struct arena *arena, struct err *err);

/* "headline", "lead" … */
const char *place_position_name(enum place_position position);

#endif
