#include "archive/facet_terms.h"
#include "archive/terms.h"

#include <stdlib.h>
#include <string.h>

static bool
add(struct facet_terms *terms, unsigned column, uint32_t number)
{
	if (terms->count == terms->cap) {
		size_t cap = terms->cap != 0 ? terms->cap * 2 : 64;
		uint64_t *grown = realloc(terms->item, cap * sizeof *grown);

		if (grown == NULL)
			return false;
		terms->item = grown;
		terms->cap = cap;
	}
	terms->item[terms->count++] = term_facet(column, number);
	return true;
}

static int
rising(const void *a, const void *b)
{
	const uint64_t *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

/* A list may name a value twice, a term stands once. */
static void
once(struct facet_terms *terms)
{
	size_t kept = 0;

	if (terms->count < 2)
		return;
	qsort(terms->item, terms->count, sizeof *terms->item, rising);
	for (size_t i = 0; i < terms->count; i++) {
		if (i == 0 || terms->item[i] != terms->item[i - 1])
			terms->item[kept++] = terms->item[i];
	}
	terms->count = kept;
}

enum err_code
facet_terms_of(struct facet_terms *terms, const struct column_row *row, struct err *err)
{
	bool ok = true;

	terms->count = 0;
	for (unsigned l = 0; ok && l < FACET_COLUMNS; l++) {
		if (row->list_len[l] == 0)
			ok = add(terms, l + COL_FIRST_LIST, 0);
		for (uint32_t i = 0; ok && i < row->list_len[l]; i++)
			ok = add(terms, l + COL_FIRST_LIST, row->list[l][i]);
	}
	if (!ok)
		return err_nomem(err);
	once(terms);
	return ERR_OK;
}

static enum err_code
load(struct facet_terms *terms, struct archive *archive, article_key chunk, struct err *err)
{
	enum err_code code = ERR_OK;

	for (unsigned l = 0; code == ERR_OK && l < FACET_COLUMNS; l++) {
		code = column_get(archive, (enum column)(l + COL_FIRST_LIST), (uint32_t)chunk,
			&terms->blob[l], err);
		terms->at[l] = 0;
	}
	terms->chunk = chunk;
	terms->next = chunk * CHUNK_KEYS;
	return code;
}

/* The next list of a column; with `take` its values become terms. */
static bool
next_list(struct facet_terms *terms, unsigned l, bool take)
{
	const struct buf *blob = &terms->blob[l];
	const unsigned char *start = (const unsigned char *)buf_str(blob);
	const unsigned char *p = start + terms->at[l], *end = start + blob->len;
	bool more = p < end, ok = true;

	while (more && ok) {
		uint32_t number = list_next(&p, end, &more);

		ok = !take || add(terms, l + COL_FIRST_LIST, number);
	}
	terms->at[l] = (size_t)(p - start);
	return ok;
}

enum err_code
facet_terms_read(
	struct facet_terms *terms, struct archive *archive, article_key key, struct err *err)
{
	enum err_code code = ERR_OK;
	bool ok = true;

	terms->count = 0;
	if (terms->next == 0 || key / CHUNK_KEYS != terms->chunk || key < terms->next)
		code = load(terms, archive, key / CHUNK_KEYS, err);
	for (; code == ERR_OK && ok && terms->next <= key; terms->next++) {
		for (unsigned l = 0; ok && l < FACET_COLUMNS; l++)
			ok = next_list(terms, l, terms->next == key);
	}
	if (code == ERR_OK && !ok)
		code = err_nomem(err);
	if (code == ERR_OK)
		once(terms);
	return code;
}

void
facet_terms_free(struct facet_terms *terms)
{
	free(terms->item);
	for (unsigned l = 0; l < FACET_COLUMNS; l++)
		buf_free(&terms->blob[l]);
	memset(terms, 0, sizeof *terms);
}
