/*
 * filter.h - which articles a person wants to see, as words.
 *
 * A filter is a value: what it names need not exist in any archive.  Values
 * of one facet are joined by OR, facets by AND.  The command line, the browser
 * and saved filters all build this one thing.
 *
 * A filter remembers the order in which its parts were added: they are shown
 * and taken back one by one.
 *
 * Ownership: filter_new/filter_copy own, filter_free frees; values are copied in.
 * Thread rule: belongs to one thread at a time.
 */
#ifndef BAOLAN_QUERY_FILTER_H
#define BAOLAN_QUERY_FILTER_H

#include "base/buf.h"
#include "base/err.h"
#include "place/place.h"
#include "topic/topic.h"

#include <stdbool.h>
#include <stddef.h>

enum facet {
	FACET_DISTRICT, /* full name; "" stands for articles without one */
	FACET_TOPIC,
	FACET_REPORTER, /* reporters and correspondents */
	FACET_KIND,     /* "news", "photo" … */
	FACET_SECTION,
	FACET_SOURCE, /* a glob over the page's file name */
	FACET_YEAR,   /* "2024" */
	FACET_MONTH,  /* "2024-11" */
	FACET_PERSON, /* somebody whom the article quotes */
	FACET_COUNT
};

enum filter_flag {
	FILTER_MENTIONS = 1, /* a mention of the district counts as well */
	FILTER_UNREAD = 2,
	FILTER_STARRED = 4,
};

struct filter;

struct filter *filter_new(void); /* NULL without memory */
struct filter *filter_copy(const struct filter *filter);
void filter_free(struct filter *filter);
bool filter_equal(const struct filter *a, const struct filter *b); /* the order apart */
bool filter_empty(const struct filter *filter);

/* Adding a value that is there, or removing one that is not, changes nothing.
 * Errors: ERR_USAGE where the value is no UTF-8 or too long; ERR_LIMIT for too many parts. */
enum err_code filter_add(
	struct filter *filter, enum facet facet, const char *value, struct err *err);
void filter_remove(struct filter *filter, enum facet facet, const char *value);
void filter_clear(struct filter *filter, enum facet facet);
unsigned filter_count(const struct filter *filter, enum facet facet);
const char *filter_value(const struct filter *filter, enum facet facet, unsigned i);
bool filter_has(const struct filter *filter, enum facet facet, const char *value);

/* The district that a person means: ERR_USAGE names the nearest where there is none. */
enum err_code district_named(const struct gazetteer *gazetteer, const char *text,
	const struct district **out, struct err *err);

/* A value as a person writes it: district, topic and kind are looked up (ERR_USAGE names the
 * nearest that exist), years and months are checked, "none" is "", the rest is taken as it is. */
enum err_code filter_add_named(struct filter *filter, enum facet facet, const char *text,
	const struct gazetteer *gazetteer, const struct lexicon *lexicon, struct err *err);

/* Dates are yyyymmdd, 0: open.  Parses 2024, 2024-11, 2024-11-07, 20241107; `until` takes the
 * last day of what is written.  "" takes the bound back. */
enum err_code filter_since(struct filter *filter, const char *date, struct err *err);
enum err_code filter_until(struct filter *filter, const char *date, struct err *err);
int filter_since_date(const struct filter *filter);
int filter_until_date(const struct filter *filter);

enum err_code filter_set_flag(
	struct filter *filter, enum filter_flag flag, bool on, struct err *err);
bool filter_flag(const struct filter *filter, enum filter_flag flag);

/* The query's text, "" for none; its syntax is checked when it is run. */
enum err_code filter_set_query(struct filter *filter, const char *query, struct err *err);
const char *filter_query(const struct filter *filter);

/* The parts in the order in which they were added. */
enum part_kind {
	PART_FACET,
	PART_SINCE,
	PART_UNTIL,
	PART_FLAG,
	PART_QUERY
};
struct filter_part {
	enum part_kind kind;
	enum facet facet;      /* of PART_FACET */
	enum filter_flag flag; /* of PART_FLAG */
	const char *value;     /* the value, the date as 2024-11-07, the query; "" for a flag */
};
unsigned filter_parts(const struct filter *filter);
struct filter_part filter_part(const struct filter *filter, unsigned i);
void filter_remove_part(struct filter *filter, unsigned i);

/* Takes back the part that was added last; false where nothing is left. */
bool filter_pop(struct filter *filter);

/* The filter as the command line's options, in the order of its parts, and back:
 *	--district 昌平区 --mentions --since 2024-11-07 --query "劳模 -退休"
 * Values that hold white space, quotes or a backslash, and empty ones, stand in double
 * quotes, with \ before " and \.  decode: ERR_USAGE names what is not understood. */
void filter_encode(const struct filter *filter, struct buf *out);
enum err_code filter_decode(const char *text, struct filter **out, struct err *err);

const char *facet_name(enum facet facet);     /* "district", "topic" … */
enum facet facet_from_name(const char *name); /* FACET_COUNT where there is none */

#endif
