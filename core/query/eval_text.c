/* The text of a query as a set of keys. */
#include "archive/follow.h"
#include "archive/kept.h"
#include "archive/posting.h"
#include "query/query_parts.h"

#include <stdlib.h>

/* What is needed while terms are looked up; all sets are of the query's size. */
struct lookup {
	struct query *query;
	struct segments segments;
	struct keyset uncovered; /* keys that are not in the index */
	struct keyset list;      /* of one term of the index */
	struct buf row;          /* of table follow */
};

/* A set that is surely in, and one that is perhaps: sure lies inside all. */
struct answer {
	struct keyset all, sure;
};

static enum err_code
lookup_start(struct lookup *l, struct query *query, struct err *err)
{
	enum err_code code;

	l->query = query;
	if (!spare_take(query->archive, query->end, &l->uncovered) ||
		!spare_take(query->archive, query->end, &l->list))
		return err_nomem(err);
	code = segments_load(&l->segments, query->archive, err);
	if (code == ERR_OK)
		segments_uncovered(&l->segments, query->end, &l->uncovered);
	return code;
}

static void
lookup_end(struct lookup *l)
{
	segments_free(&l->segments);
	buf_free(&l->row);
	spare_give(l->query->archive, &l->uncovered);
	spare_give(l->query->archive, &l->list);
}

/* ---- phrases ---------------------------------------------------------------------------- */

/* The terms of a phrase: all its symbols, and every pair of characters in it. */
static unsigned
phrase_terms(const struct phrase *phrase, enum zone zone, uint64_t *out)
{
	bool paired = false; /* the symbol before made a pair with this one */
	unsigned n = 0;

	for (unsigned i = 0; i < phrase->count; i++) {
		uint64_t value = phrase->symbol[i];
		bool pair = i + 1 < phrase->count && symbol_is_char(value) &&
			    symbol_is_char(phrase->symbol[i + 1]);

		if (pair)
			out[n++] = term_pair(zone, value, phrase->symbol[i + 1]);
		else if (!paired && value != SYMBOL_GAP)
			out[n++] = term_symbol(zone, value);
		paired = pair;
	}
	return n;
}

struct counted_term {
	uint64_t term, articles;
};

static int
rarest_first(const void *a, const void *b)
{
	const struct counted_term *x = a, *y = b;

	return (x->articles > y->articles) - (x->articles < y->articles);
}

/* How many articles have a pair, as table follow counts them; of all else it is not known. */
static enum err_code
count_term(struct lookup *l, struct counted_term *term, struct err *err)
{
	term->articles = UINT64_MAX;
	return follow_counts(term->term) ? follow_articles(l->query->archive, term->term, &l->row,
						   &term->articles, err)
					 : ERR_OK;
}

/* Puts the rarest first: where it is nowhere, the others need not be looked for.  *some is false
 * where it is nowhere at all. */
static enum err_code
sort_terms(struct lookup *l, uint64_t *term, unsigned count, bool *some, struct err *err)
{
	struct counted_term *counted = calloc((size_t)count + 1, sizeof *counted);
	enum err_code code = counted != NULL ? ERR_OK : err_nomem(err);

	for (unsigned i = 0; code == ERR_OK && i < count; i++) {
		counted[i].term = term[i];
		code = count_term(l, &counted[i], err);
	}
	if (code == ERR_OK && count > 0) {
		qsort(counted, count, sizeof *counted, rarest_first);
		for (unsigned i = 0; i < count; i++)
			term[i] = counted[i].term;
		*some = counted[0].articles > 0;
	}
	free(counted);
	return code;
}

/* The articles that have all terms of the phrase in a zone of the index. */
static enum err_code
find_phrase(struct lookup *l, const struct phrase *phrase, enum zone zone, struct keyset *set,
	struct err *err)
{
	uint64_t *term = calloc((size_t)phrase->count + 1, sizeof *term);
	unsigned count = term != NULL ? phrase_terms(phrase, zone, term) : 0;
	enum err_code code = term != NULL ? ERR_OK : err_nomem(err);
	bool some = true;

	if (code == ERR_OK && count > 1)
		code = sort_terms(l, term, count, &some, err);
	if (code == ERR_OK && !some) {
		keyset_clear(set);
	} else if (code == ERR_OK && count > 0) {
		code = posting_all(
			l->query->archive, &l->segments, term, count, set, &l->list, err);
		keyset_and(set, &l->query->live);
	} else if (code == ERR_OK) {
		keyset_copy(set, &l->query->live);
	}
	free(term);
	return code;
}

/* Whether the index alone knows where the phrase stands. */
static bool
is_sure(const struct phrase *phrase)
{
	return phrase->count == 1 || (phrase->count == 2 && symbol_is_char(phrase->symbol[0]) &&
					     symbol_is_char(phrase->symbol[1]));
}

/* An article that has the phrase somewhere, and not in headlines or names, has it in its body;
 * where it has it there as well, the index cannot tell. */
static enum err_code
leave_body(struct lookup *l, const struct phrase *phrase, struct answer *answer,
	struct keyset *scratch, struct err *err)
{
	static const enum zone others[] = {ZONE_HEADLINE, ZONE_REPORTER};
	enum err_code code = ERR_OK;

	for (unsigned i = 0; code == ERR_OK && i < 2; i++) {
		code = find_phrase(l, phrase, others[i], scratch, err);
		keyset_without(&answer->sure, scratch);
	}
	return code;
}

static enum err_code
add_phrase(struct lookup *l, const struct term *term, const struct phrase *phrase,
	struct answer *answer, struct err *err)
{
	struct answer one = {KEYSET_NONE, KEYSET_NONE};
	struct keyset scratch = KEYSET_NONE;
	enum zone zone = term->zone == ZONE_BODY ? ZONE_ANY : term->zone;
	article_key end = l->query->end;
	struct archive *archive = l->query->archive;
	enum err_code code = spare_take(archive, end, &one.all) &&
					     spare_take(archive, end, &one.sure) &&
					     spare_take(archive, end, &scratch)
				     ? ERR_OK
				     : err_nomem(err);

	if (code == ERR_OK)
		code = find_phrase(l, phrase, zone, &one.all, err);
	if (code == ERR_OK && is_sure(phrase) && !term->exact) {
		keyset_copy(&one.sure, &one.all);
		if (term->zone == ZONE_BODY)
			code = leave_body(l, phrase, &one, &scratch, err);
	}
	if (code == ERR_OK) {
		keyset_or(&answer->all, &one.all);
		keyset_or(&answer->sure, &one.sure);
	}
	spare_give(archive, &one.all);
	spare_give(archive, &one.sure);
	spare_give(archive, &scratch);
	return code;
}

/* ---- terms ------------------------------------------------------------------------------ */

/* Adds what has one of the term's phrases, or for a negative term has none. */
static enum err_code
add_term(struct lookup *l, const struct term *term, struct answer *answer, struct err *err)
{
	struct answer one = {KEYSET_NONE, KEYSET_NONE};
	const struct keyset *live = &l->query->live;
	article_key end = l->query->end;
	struct archive *archive = l->query->archive;
	enum err_code code =
		spare_take(archive, end, &one.all) && spare_take(archive, end, &one.sure)
			? ERR_OK
			: err_nomem(err);

	for (unsigned i = 0; code == ERR_OK && i < term->count; i++)
		code = add_phrase(l, term, &term->phrase[i], &one, err);
	if (code == ERR_OK && !term->negative) {
		keyset_or(&one.all, &l->uncovered);
		keyset_and(&one.all, live);
		keyset_or(&answer->all, &one.all);
		keyset_or(&answer->sure, &one.sure);
	} else if (code == ERR_OK) {
		struct keyset *list = &l->list;

		keyset_copy(list, live);
		keyset_without(list, &one.sure);
		keyset_or(&answer->all, list);
		keyset_or(&one.all, &l->uncovered);
		keyset_copy(list, live);
		keyset_without(list, &one.all);
		keyset_or(&answer->sure, list);
	}
	spare_give(archive, &one.all);
	spare_give(archive, &one.sure);
	return code;
}

enum err_code
eval_term(struct query *query, const struct term *term, struct keyset *hits,
	struct keyset *uncertain, struct err *err)
{
	struct lookup l = {.query = query};
	struct answer answer = {*hits, *uncertain};
	enum err_code code = lookup_start(&l, query, err);

	keyset_clear(hits);
	keyset_clear(uncertain);
	if (code == ERR_OK)
		code = add_term(&l, term, &answer, err);
	/* What is not sure is uncertain. */
	if (code == ERR_OK) {
		keyset_copy(&l.list, hits);
		keyset_without(&l.list, uncertain);
		keyset_copy(uncertain, &l.list);
	}
	lookup_end(&l);
	return code;
}

/* ---- all of it -------------------------------------------------------------------------- */

enum err_code
eval_text(struct query *query, struct err *err)
{
	struct keyset *all = &query->part[PART_OF_TEXT], *uncertain = &query->uncertain;
	struct lookup l = {.query = query};
	struct answer one = {KEYSET_NONE, KEYSET_NONE};
	struct keyset sure = KEYSET_NONE;
	enum err_code code = lookup_start(&l, query, err);

	if (code == ERR_OK && !(spare_take(query->archive, query->end, &one.all) &&
				      spare_take(query->archive, query->end, &one.sure) &&
				      spare_take(query->archive, query->end, &sure)))
		code = err_nomem(err);
	for (unsigned c = 0; code == ERR_OK && c < query->parsed.count; c++) {
		const struct clause *clause = &query->parsed.clause[c];

		keyset_clear(&one.all);
		keyset_clear(&one.sure);
		for (unsigned t = 0; code == ERR_OK && t < clause->count; t++)
			code = add_term(&l, &clause->term[t], &one, err);
		/* Every term gives live articles only. */
		if (c == 0) {
			keyset_copy(all, &one.all);
			keyset_copy(&sure, &one.sure);
		} else {
			keyset_and(all, &one.all);
			keyset_and(&sure, &one.sure);
		}
	}
	if (code == ERR_OK) {
		keyset_copy(uncertain, all);
		keyset_without(uncertain, &sure);
	}
	spare_give(query->archive, &one.all);
	spare_give(query->archive, &one.sure);
	spare_give(query->archive, &sure);
	lookup_end(&l);
	return code;
}
