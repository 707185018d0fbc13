#include "archive/bounds.h"

#include <stdlib.h>
#include <string.h>

#define UNDATED ((uint32_t)1 << 31)

/* ---- of one chunk ----------------------------------------------------------------------- */

static void
widen(struct bound *b, const struct unit *unit, bool first)
{
	if (unit->date == 0)
		b->undated = true;
	else if (b->first_date == 0 || unit->date < b->first_date)
		b->first_date = unit->date;
	if (unit->date > b->last_date)
		b->last_date = unit->date;
	if (first || unit->place < b->first_place)
		b->first_place = unit->place;
	if (first || unit->place > b->last_place)
		b->last_place = unit->place;
}

static struct bound
bound_of(const void *units, size_t len)
{
	struct bound b = {0};
	struct unit unit;
	bool first = true;

	for (size_t at = 0; unit_next(units, len, 0, INT64_MAX, &at, &unit); first = false)
		widen(&b, &unit, first);
	return b;
}

static void
put_number(unsigned char *out, uint64_t value, unsigned bytes)
{
	for (unsigned i = 0; i < bytes; i++)
		out[i] = (unsigned char)(value >> (8 * i));
}

static void
encode(const struct bound *b, unsigned char out[BOUND_SIZE])
{
	put_number(out, b->first_date, 4);
	put_number(out + 4, b->last_date | (b->undated ? UNDATED : 0), 4);
	put_number(out + 8, b->first_place, 8);
	put_number(out + 16, b->last_place, 8);
}

static struct bound
decode(const unsigned char *p)
{
	uint32_t last = get_u32(p + 4);

	return (struct bound){get_u32(p), last & ~UNDATED, (last & UNDATED) != 0, get_u64(p + 8),
		get_u64(p + 16)};
}

/* ---- writing ---------------------------------------------------------------------------- */

enum err_code
bounds_note(struct archive *archive, uint32_t chunk, const void *units, size_t len, struct err *err)
{
	struct bound b = bound_of(units, len);
	unsigned char bytes[BOUND_SIZE];
	struct buf row = {0};
	size_t at = (size_t)chunk * BOUND_SIZE;
	enum err_code code = column_get(archive, COL_BOUND, 0, &row, err);

	encode(&b, bytes);
	if (code == ERR_OK && row.len == at)
		buf_add(&row, bytes, sizeof bytes);
	else if (code == ERR_OK && row.len > at && row.len - at >= BOUND_SIZE)
		memcpy(row.data + at, bytes, sizeof bytes);
	else if (code == ERR_OK)
		code = db_fail(&archive->db, SQLITE_CORRUPT, err);
	if (code == ERR_OK)
		code = buf_ok(&row) ? column_set(archive, COL_BOUND, 0, row.data, row.len, err)
				    : err_nomem(err);
	buf_free(&row);
	return code;
}

/* Appends the bounds of all chunks of units that are there. */
static enum err_code
gather(struct db *db, struct buf *row, struct err *err)
{
	sqlite3_stmt *stmt = NULL;
	int rc = sqlite3_prepare_v2(db->handle,
		"SELECT data FROM chunk WHERE id>=1<<32 AND id<2<<32 ORDER BY id", -1, &stmt, NULL);

	while (rc == SQLITE_OK && (rc = sqlite3_step(stmt)) == SQLITE_ROW) {
		size_t len;
		const char *units = db_blob(stmt, 0, &len);
		struct bound b = bound_of(units, len);
		unsigned char bytes[BOUND_SIZE];

		encode(&b, bytes);
		buf_add(row, bytes, sizeof bytes);
		rc = SQLITE_OK;
	}
	sqlite3_finalize(stmt);
	if (rc != SQLITE_DONE)
		return db_fail(db, rc, err);
	return buf_ok(row) ? ERR_OK : err_nomem(err);
}

enum err_code
bounds_make(struct db *db, struct err *err)
{
	sqlite3_stmt *stmt = NULL;
	struct buf row = {0};
	enum err_code code = gather(db, &row, err);

	if (code == ERR_OK && row.len > 0) {
		int rc = sqlite3_prepare_v2(db->handle,
			"INSERT OR REPLACE INTO chunk(id,data) VALUES(3<<32,?1)", -1, &stmt, NULL);

		if (rc == SQLITE_OK) {
			db_bind_blob(stmt, 1, row.data, row.len);
			rc = sqlite3_step(stmt);
		}
		sqlite3_finalize(stmt);
		code = rc == SQLITE_DONE ? ERR_OK : db_fail(db, rc, err);
	}
	buf_free(&row);
	return code;
}

enum err_code
bounds_check(struct archive *archive, bool *ok, struct err *err)
{
	struct buf units = {0}, row = {0};
	enum err_code code = gather(&archive->db, &units, err);

	if (code == ERR_OK)
		code = column_get(archive, COL_BOUND, 0, &row, err);
	*ok = units.len == row.len && memcmp(buf_str(&units), buf_str(&row), row.len) == 0;
	buf_free(&units);
	buf_free(&row);
	return code;
}

/* ---- reading ---------------------------------------------------------------------------- */

static enum err_code
load(struct archive *archive, uint32_t chunks, struct bound *out, struct err *err)
{
	struct buf row = {0};
	enum err_code code = column_get(archive, COL_BOUND, 0, &row, err);

	/* It may have chunks that came in after a query was opened. */
	if (code == ERR_OK && row.len / BOUND_SIZE < chunks)
		code = db_fail(&archive->db, SQLITE_CORRUPT, err);
	for (uint32_t c = 0; code == ERR_OK && c < chunks; c++)
		out[c] = decode((const unsigned char *)row.data + (size_t)c * BOUND_SIZE);
	buf_free(&row);
	return code;
}

enum err_code
bounds_get(struct archive *archive, article_key end, const struct bound **out, uint32_t *chunks,
	struct err *err)
{
	uint32_t count = end > 1 ? (uint32_t)((end - 1) / CHUNK_KEYS + 1) : 0;
	int64_t generation = 0;
	struct bound *made;
	enum err_code code = meta_get(archive, "generation", &generation, err);

	if (code == ERR_OK && (archive->bounds == NULL || archive->bounds_of != generation ||
				      archive->bounds_count != count)) {
		made = calloc((size_t)count + 1, sizeof *made);
		code = made != NULL ? load(archive, count, made, err) : err_nomem(err);
		if (code != ERR_OK) {
			free(made);
			return code;
		}
		free(archive->bounds);
		archive->bounds = made;
		archive->bounds_count = count;
		archive->bounds_of = generation;
	}
	*out = archive->bounds;
	*chunks = count;
	return code;
}
