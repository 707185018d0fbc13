/* The values of facets, chunk by chunk. */
#include "base/i18n.h"
#include "query/query_parts.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void
facet_chunk_free(struct facet_chunk *chunk)
{
	free(chunk->number);
	buf_free(&chunk->blob);
}

enum column
facet_column(enum facet facet)
{
	switch (facet) {
	case FACET_DISTRICT:
		return COL_DISTRICT;
	case FACET_TOPIC:
		return COL_TOPIC;
	case FACET_REPORTER:
		return COL_REPORTER;
	case FACET_KIND:
		return COL_KIND;
	case FACET_SECTION:
		return COL_SECTION;
	case FACET_PERSON:
		return COL_PERSON;
	case FACET_SOURCE:
	case FACET_YEAR:
	case FACET_MONTH:
	case FACET_COUNT:
		break;
	}
	return COL_COUNT;
}

static bool
room(struct facet_chunk *out, size_t want)
{
	size_t cap = out->cap != 0 ? out->cap : CHUNK_KEYS;
	uint32_t *grown;

	if (want <= out->cap)
		return true;
	while (cap < want)
		cap *= 2;
	grown = realloc(out->number, cap * sizeof *grown);
	if (grown == NULL)
		return false;
	out->number = grown;
	out->cap = cap;
	return true;
}

static void
read_lists(struct facet_chunk *out)
{
	const unsigned char *p = (const unsigned char *)buf_str(&out->blob);
	const unsigned char *end = p + out->blob.len;
	uint32_t n = 0, key = 0;

	for (; key < CHUNK_KEYS && p < end; key++) {
		bool more;

		out->start[key] = n;
		do {
			out->number[n++] = list_next(&p, end, &more);
		} while (more);
	}
	for (; key <= CHUNK_KEYS; key++)
		out->start[key] = n;
}

uint32_t
unit_number(enum facet facet, const struct unit *unit)
{
	if (facet == FACET_SOURCE)
		return (uint32_t)unit->page;
	if (facet == FACET_YEAR)
		return unit->date / 10000;
	return unit->date != 0 ? unit->date / 10000 * 12 + (unit->date / 100 % 100 + 11) % 12 : 0;
}

static void
read_units(struct query *query, enum facet facet, uint32_t chunk, struct facet_chunk *out)
{
	article_key base = (article_key)chunk * CHUNK_KEYS;
	struct unit unit;
	size_t at = 0;

	memset(out->number, 0, CHUNK_KEYS * sizeof *out->number);
	for (uint32_t key = 0; key <= CHUNK_KEYS; key++)
		out->start[key] = key;
	while (chunk_unit(query, chunk, &out->blob, &at, &unit)) {
		uint32_t number = unit_number(facet, &unit), first = (uint32_t)(unit.first - base);

		for (uint32_t i = first; i < first + unit.count && i < CHUNK_KEYS; i++)
			out->number[i] = number;
	}
}

static bool
listed(const struct facet_chunk *chunk, uint32_t key, uint32_t number)
{
	for (uint32_t i = chunk->start[key]; i < chunk->start[key + 1]; i++) {
		if (chunk->number[i] == number)
			return true;
	}
	return false;
}

/* A corrected district takes the place of the one that was found; where mentions count, it is
 * one more. */
static bool
apply_corrections(struct query *query, bool mentions, uint32_t chunk, struct facet_chunk *out)
{
	article_key base = (article_key)chunk * CHUNK_KEYS;

	for (unsigned i = 0; i < query->correction_count; i++) {
		const struct correction *c = &query->correction[i];
		uint32_t key, at, n = out->start[CHUNK_KEYS];

		if (c->key < base || c->key >= base + CHUNK_KEYS)
			continue;
		key = (uint32_t)(c->key - base);
		at = out->start[key];
		if (out->start[key + 1] == at)
			continue;
		if (!mentions || out->number[at] == 0) {
			out->number[at] = c->is;
			continue;
		}
		if (listed(out, key, c->is))
			continue;
		if (!room(out, (size_t)n + 1))
			return false;
		memmove(out->number + at + 1, out->number + at, (n - at) * sizeof *out->number);
		out->number[at] = c->is;
		for (uint32_t k = key + 1; k <= CHUNK_KEYS; k++)
			out->start[k]++;
	}
	return true;
}

enum err_code
facet_chunk_load(struct query *query, enum facet facet, bool mentions, uint32_t chunk,
	struct facet_chunk *out, struct err *err)
{
	enum column column = facet_column(facet);
	enum err_code code;

	if (column == COL_DISTRICT && mentions)
		column = COL_MENTION;
	code = query_column(query, column != COL_COUNT ? column : COL_UNIT, chunk, &out->blob, err);
	if (code != ERR_OK)
		return code;
	/* Every number of a list takes a byte at least. */
	if (!room(out,
		    column != COL_COUNT && out->blob.len > CHUNK_KEYS ? out->blob.len : CHUNK_KEYS))
		return err_nomem(err);
	if (column == COL_COUNT)
		read_units(query, facet, chunk, out);
	else
		read_lists(out);
	if (facet == FACET_DISTRICT && !apply_corrections(query, mentions, chunk, out))
		return err_nomem(err);
	return ERR_OK;
}

/* ---- numbers and texts ------------------------------------------------------------------ */

static bool
period_number(enum facet facet, const char *value, uint32_t *out)
{
	unsigned year, month = 0;

	*out = 0;
	if (*value == '\0')
		return true;
	if (facet == FACET_YEAR) {
		if (sscanf(value, "%4u", &year) != 1)
			return false;
		*out = year;
		return true;
	}
	if (sscanf(value, "%4u-%2u", &year, &month) != 2 || month < 1 || month > 12)
		return false;
	*out = year * 12 + month - 1;
	return true;
}

enum err_code
facet_number(struct query *query, enum facet facet, const char *value, uint32_t *out, bool *known,
	struct err *err)
{
	sqlite3_stmt *stmt;
	enum err_code code;

	if (facet == FACET_YEAR || facet == FACET_MONTH) {
		*known = period_number(facet, value, out);
		return ERR_OK;
	}
	*out = 0;
	*known = *value == '\0';
	if (*known)
		return ERR_OK;
	for (unsigned i = 0; facet == FACET_DISTRICT && i < query->correction_count; i++) {
		if (strcmp(query->correction[i].name, value) == 0) {
			*out = query->correction[i].is;
			*known = true;
			return ERR_OK;
		}
	}
	code = archive_stmt(query->archive, SQL_VALUE_NUMBER, &stmt, err);
	if (code != ERR_OK)
		return code;
	sqlite3_bind_int(stmt, 1, (int)facet_column(facet));
	db_bind_text(stmt, 2, value);
	code = db_step(&query->archive->db, stmt, known, err);
	if (code == ERR_OK && *known) {
		*out = (uint32_t)sqlite3_column_int64(stmt, 0);
		sqlite3_reset(stmt);
	}
	return code;
}

static enum err_code
text_of(struct query *query, enum archive_sql which, const int64_t *keys, int count,
	struct arena *arena, const char **out, struct err *err)
{
	sqlite3_stmt *row = NULL;
	enum err_code code = db_check(&query->archive->db, err);

	if (code == ERR_OK)
		code = archive_row(query->archive, which, keys, count, &row, err);
	if (code != ERR_OK)
		return code;
	*out = arena_strdup(arena, row != NULL ? db_text(row, 0) : "");
	code = db_end(&query->archive->db, row, err);
	return code == ERR_OK && *out == NULL ? err_nomem(err) : code;
}

static enum err_code
period_text(
	enum facet facet, uint32_t number, struct arena *arena, const char **out, struct err *err)
{
	char text[32] = "";

	if (number != 0 && facet == FACET_YEAR)
		snprintf(text, sizeof text, "%04u", (unsigned)number);
	else if (number != 0)
		snprintf(text, sizeof text, "%04u-%02u", (unsigned)number / 12,
			(unsigned)number % 12 + 1);
	*out = arena_strdup(arena, text);
	return *out != NULL ? ERR_OK : err_nomem(err);
}

enum err_code
facet_text(struct query *query, enum facet facet, uint32_t number, struct arena *arena,
	const char **out, struct err *err)
{
	const int64_t keys[] = {(int64_t)facet_column(facet), number};

	if (facet == FACET_YEAR || facet == FACET_MONTH)
		return period_text(facet, number, arena, out, err);
	if (facet == FACET_SOURCE)
		return text_of(query, SQL_PAGE_SOURCE, keys + 1, 1, arena, out, err);
	for (unsigned i = 0; facet == FACET_DISTRICT && i < query->correction_count; i++) {
		if (query->correction[i].is == number) {
			*out = arena_strdup(arena, query->correction[i].name);
			return *out != NULL ? ERR_OK : err_nomem(err);
		}
	}
	return text_of(query, SQL_VALUE_TEXT, keys, 2, arena, out, err);
}
