/* How often each value of a facet occurs in a set of articles. */
#include "query/query_parts.h"

#include <stdlib.h>
#include <string.h>

/* More values than a facet ever has; a larger number belongs to a file that lies. */
#define NUMBERS_MAX ((uint32_t)1 << 24)

static bool
tallies_room(struct tallies *t, size_t number)
{
	size_t cap = t->cap != 0 ? t->cap : 256;
	uint64_t *grown;

	if (number < t->cap)
		return true;
	while (cap <= number)
		cap *= 2;
	grown = realloc(t->count, cap * sizeof *grown);
	if (grown == NULL)
		return false;
	memset(grown + t->cap, 0, (cap - t->cap) * sizeof *grown);
	t->count = grown;
	t->cap = cap;
	return true;
}

static bool
tally_add(struct tallies *t, uint32_t number, uint64_t count)
{
	if (number >= NUMBERS_MAX)
		return true;
	if (!tallies_room(t, number))
		return false;
	t->count[number] += count;
	return true;
}

uint32_t
chunk_count(const struct query *query)
{
	return (uint32_t)(query->live.words / (CHUNK_KEYS / 64));
}

enum err_code
query_column(
	struct query *query, enum column column, uint32_t chunk, struct buf *out, struct err *err)
{
	enum err_code code = column_get(query->archive, column, chunk, out, err);

	if (code == ERR_OK && out->len == 0 && query->end > 1)
		return db_fail(&query->archive->db, SQLITE_CORRUPT, err);
	return code;
}

bool
is_empty_chunk(const struct keyset *set, uint32_t chunk)
{
	article_key base = (article_key)chunk * CHUNK_KEYS;

	article_key key = keyset_next(set, base);

	return key < 0 || key >= base + CHUNK_KEYS;
}

bool
is_everything(const struct query *query, const struct keyset *set)
{
	return memcmp(set->word, query->live.word, set->words * sizeof *set->word) == 0;
}

/* ---- of the whole archive --------------------------------------------------------------- */

/* What a reader corrected is not in the counts that are kept. */
static bool
is_kept(const struct query *query, const struct keyset *set, enum facet facet, bool mentions)
{
	return facet_column(facet) != COL_COUNT &&
	       (facet != FACET_DISTRICT || query->correction_count == 0) &&
	       is_everything(query, set) && (facet != FACET_DISTRICT || !mentions);
}

static enum err_code
read_kept(struct query *query, enum facet facet, struct tallies *out, struct err *err)
{
	sqlite3_stmt *stmt;
	enum err_code code = archive_stmt(query->archive, SQL_VALUE_COUNTS, &stmt, err);

	if (code != ERR_OK)
		return code;
	sqlite3_bind_int(stmt, 1, (int)facet_column(facet));
	while (db_next(&query->archive->db, stmt, &code, err)) {
		int64_t number = sqlite3_column_int64(stmt, 0);
		int64_t count = sqlite3_column_int64(stmt, 1);

		if (number < 0 || number >= NUMBERS_MAX || count <= 0)
			continue;
		if (!tally_add(out, (uint32_t)number, (uint64_t)count))
			code = err_nomem(err);
	}
	return code;
}

/* ---- chunk by chunk --------------------------------------------------------------------- */

/* Facets of whole units: pages and dates. */
static bool
tally_units(struct query *query, const struct keyset *set, enum facet facet, uint32_t chunk,
	const struct buf *blob, struct tallies *out)
{
	struct unit unit;
	size_t at = 0;
	bool ok = true;

	while (ok && chunk_unit(query, chunk, blob, &at, &unit)) {
		uint64_t n = keyset_count_range(set, unit.first, unit.first + unit.count);

		if (n > 0)
			ok = tally_add(out, unit_number(facet, &unit), n);
	}
	return ok;
}

/* The highest bit of each byte. */
#define TOPS 0x8080808080808080

/* Steps over the lists of `count` articles.  Eight bytes at a time: a byte below 0x80 ends a
 * number, the byte behind it begins one, and where that is even it is the last of an article. */
static const unsigned char *
skip_lists(const unsigned char *p, const unsigned char *end, uint32_t count)
{
	bool fresh = true; /* a number begins at p */

	while (end - p >= 8) {
		uint64_t bytes = get_u64(p), ends = ~bytes & TOPS;
		uint64_t begins = ends << 8 | (fresh ? 0x80 : 0), last = begins & ~(bytes << 7);
		uint32_t n = (uint32_t)((last >> 7) * 0x0101010101010101 >> 56);

		if (n >= count)
			break;
		count -= n;
		fresh = ends >> 63 != 0;
		p += 8;
	}
	for (; p < end && (count > 0 || !fresh); p++) {
		count -= fresh && (*p & 1) == 0;
		fresh = *p < 0x80;
	}
	return p;
}

/* Straight from the column: the lists of other articles are only stepped over. */
static bool
tally_few(const struct keyset *set, article_key at, const struct buf *blob, struct tallies *out)
{
	const unsigned char *p = (const unsigned char *)buf_str(blob), *end = p + blob->len;
	article_key stop = at + CHUNK_KEYS;
	bool ok = true;

	for (article_key key = keyset_next(set, at); ok && key >= 0 && key < stop && p < end;
		key = keyset_next(set, at)) {
		bool more = true;

		if (key > at)
			p = skip_lists(p, end, (uint32_t)(key - at));
		while (ok && more && p < end)
			ok = tally_add(out, list_next(&p, end, &more), 1);
		at = key + 1;
	}
	return ok;
}

/* The number of up to four bytes at p, with the bit that says whether more follow, without a
 * branch: which of them are long is anyone's guess.  *len: its bytes, 0 where it is longer. */
static inline uint32_t
short_number(const unsigned char *p, unsigned *len)
{
	uint32_t bytes = get_u32(p), ends = ~bytes & (uint32_t)TOPS, last = ends & (~ends + 1);

	bytes &= last | (last - 1);
	*len = ends != 0 ? ((unsigned)__builtin_ctz(ends) + 1) / 8 : 0;
	return (bytes & 0x7F) | (bytes >> 1 & 0x3F80) | (bytes >> 2 & 0x1FC000) |
	       (bytes >> 3 & 0xFE00000);
}

/* Number by number, those of other articles as well. */
static bool
tally_many(const struct keyset *set, article_key at, const struct buf *blob, struct tallies *out)
{
	const unsigned char *p = (const unsigned char *)buf_str(blob), *end = p + blob->len;
	const uint64_t *word = set->word + at / 64;
	bool ok = true;

	for (uint32_t key = 0; ok && key < CHUNK_KEYS && p < end;) {
		uint64_t counts = word[key / 64] >> (key % 64) & 1;
		uint32_t number = 0;
		unsigned len = 0;
		bool more = false;

		if (end - p >= 4) {
			number = short_number(p, &len);
			more = (number & 1) != 0;
			number >>= 1;
			p += len;
		}
		if (len == 0)
			number = list_next(&p, end, &more);
		if (number < out->cap)
			out->count[number] += counts;
		else if (counts != 0)
			ok = tally_add(out, number, 1);
		key += !more;
	}
	return ok;
}

static bool
tally_lists(const struct keyset *set, uint32_t chunk, const struct buf *blob, struct tallies *out)
{
	article_key at = (article_key)chunk * CHUNK_KEYS;

	return keyset_count_range(set, at, at + CHUNK_KEYS) < CHUNK_KEYS / 16
		       ? tally_few(set, at, blob, out)
		       : tally_many(set, at, blob, out);
}

static bool
tally_chunk(const struct keyset *set, uint32_t chunk, const struct facet_chunk *values,
	struct tallies *out)
{
	article_key base = (article_key)chunk * CHUNK_KEYS, key = keyset_next(set, base);

	for (; key >= 0 && key < base + CHUNK_KEYS; key = keyset_next(set, key + 1)) {
		uint32_t offset = (uint32_t)(key - base);

		for (uint32_t i = values->start[offset]; i < values->start[offset + 1]; i++) {
			if (!tally_add(out, values->number[i], 1))
				return false;
		}
	}
	return true;
}

/* Where a reader corrected districts, the column is not the last word. */
static enum err_code
tally_corrected(struct query *query, const struct keyset *set, bool mentions, uint32_t chunk,
	struct facet_chunk *values, struct tallies *out, struct err *err)
{
	enum err_code code = facet_chunk_load(query, FACET_DISTRICT, mentions, chunk, values, err);

	if (code == ERR_OK && !tally_chunk(set, chunk, values, out))
		code = err_nomem(err);
	return code;
}

static enum err_code
tally_column(struct query *query, const struct keyset *set, enum facet facet, bool mentions,
	uint32_t chunk, struct buf *blob, struct tallies *out, struct err *err)
{
	enum column column = facet_column(facet);
	enum err_code code;
	bool ok;

	if (column == COL_DISTRICT && mentions)
		column = COL_MENTION;
	code = query_column(query, column != COL_COUNT ? column : COL_UNIT, chunk, blob, err);
	if (code != ERR_OK)
		return code;
	ok = column != COL_COUNT ? tally_lists(set, chunk, blob, out)
				 : tally_units(query, set, facet, chunk, blob, out);
	return ok ? ERR_OK : err_nomem(err);
}

enum err_code
tally(struct query *query, const struct keyset *set, enum facet facet, bool mentions,
	struct tallies *out, struct err *err)
{
	struct facet_chunk values = {.cap = 0};
	bool corrected = facet == FACET_DISTRICT && query->correction_count > 0;
	enum err_code code = db_check(&query->archive->db, err);

	if (code != ERR_OK)
		return code;
	if (is_kept(query, set, facet, mentions))
		return read_kept(query, facet, out, err);
	for (uint32_t c = 0; code == ERR_OK && c < chunk_count(query); c++) {
		if (is_empty_chunk(set, c))
			continue;
		code = db_check(&query->archive->db, err);
		if (code != ERR_OK)
			break;
		code = corrected ? tally_corrected(query, set, mentions, c, &values, out, err)
				 : tally_column(
					   query, set, facet, mentions, c, &values.blob, out, err);
	}
	facet_chunk_free(&values);
	return code;
}
