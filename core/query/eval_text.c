/* The text of a query as a set of keys. */
#include "query/query_parts.h"

/* Every live article is an uncertain hit of a term that is looked for. */
enum err_code
eval_term(struct query *query, const struct term *term, struct keyset *hits,
	struct keyset *uncertain, struct err *err)
{
	(void)term;
	(void)err;
	keyset_copy(hits, &query->live);
	keyset_copy(uncertain, &query->live);
	return ERR_OK;
}

enum err_code
eval_text(struct query *query, struct err *err)
{
	(void)err;
	keyset_copy(&query->part[PART_OF_TEXT], &query->live);
	keyset_copy(&query->uncertain, &query->live);
	return ERR_OK;
}
