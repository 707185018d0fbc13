#include "archive/column.h"
#include "archive/bounds.h"
#include "archive/internal.h"

#include <string.h>

static int64_t
chunk_id(enum column column, uint32_t chunk)
{
	return (int64_t)column << 32 | chunk;
}

enum err_code
column_get(struct archive *archive, enum column column, uint32_t chunk, struct buf *out,
	struct err *err)
{
	return archive_blob(archive, SQL_CHUNK_GET, chunk_id(column, chunk), out, err);
}

enum err_code
column_next(struct archive *archive, enum column column, int64_t *chunk, struct buf *out,
	struct err *err)
{
	const int64_t low = chunk_id(column, 0),
		      keys[] = {low + *chunk, chunk_id((enum column)(column + 1), 0)};
	sqlite3_stmt *row;
	enum err_code code = archive_row(archive, SQL_CHUNK_AFTER, keys, 2, &row, err);
	const char *bytes;
	size_t len;

	buf_clear(out);
	*chunk = -1;
	if (row == NULL)
		return code;
	*chunk = sqlite3_column_int64(row, 0) - low;
	bytes = db_blob(row, 1, &len);
	buf_add(out, bytes, len);
	sqlite3_reset(row);
	return buf_ok(out) ? ERR_OK : err_nomem(err);
}

enum err_code
column_set(struct archive *archive, enum column column, uint32_t chunk, const void *data,
	size_t len, struct err *err)
{
	sqlite3_stmt *stmt;
	enum err_code code = archive_stmt(archive, SQL_CHUNK_SET, &stmt, err);

	if (code != ERR_OK)
		return code;
	sqlite3_bind_int64(stmt, 1, chunk_id(column, chunk));
	db_bind_blob(stmt, 2, data, len);
	code = db_run(&archive->db, stmt, err);
	return code == ERR_OK && column == COL_UNIT ? bounds_note(archive, chunk, data, len, err)
						    : code;
}

enum err_code
column_end(struct archive *archive, article_key *out, struct err *err)
{
	const int64_t bounds = chunk_id(COL_BOUND, 0);
	sqlite3_stmt *row = NULL;
	int64_t len = 0;
	enum err_code code = meta_get(archive, "next_key", out, err);

	if (code == ERR_OK)
		code = archive_row(archive, SQL_CHUNK_LENGTH, &bounds, 1, &row, err);
	if (row != NULL) {
		len = sqlite3_column_int64(row, 0);
		sqlite3_reset(row);
	}
	if (code != ERR_OK)
		return code;
	if (*out == 0)
		*out = 1;
	/* The last key lies in the last chunk. */
	if (len == 0 ? *out != 1
		     : *out < 2 || len % BOUND_SIZE != 0 ||
				(*out - 1) / CHUNK_KEYS + 1 != len / BOUND_SIZE)
		return db_fail(&archive->db, SQLITE_CORRUPT, err);
	return ERR_OK;
}

bool
unit_next(const unsigned char *data, size_t len, uint32_t chunk, article_key end, size_t *at,
	struct unit *out)
{
	article_key base = (article_key)chunk * CHUNK_KEYS, stop = base + CHUNK_KEYS;
	const unsigned char *p = data + *at;

	if (*at > len || len - *at < UNIT_SIZE)
		return false;
	*at += UNIT_SIZE;
	if (stop > end)
		stop = end;
	if (len - *at >= UNIT_SIZE)
		stop = base + get_u16(p + UNIT_SIZE);
	out->first = base + get_u16(p);
	out->date = get_u32(p + 2);
	out->place = get_u64(p + 6);
	out->page = get_u32(p + 14);
	/* In a blob that is sound, units rise; one that does not has nothing, so that no key comes
	 * more often than once. */
	if (*at > UNIT_SIZE && get_u16(p) <= get_u16(p - UNIT_SIZE))
		stop = out->first;
	out->count = stop > out->first ? (uint32_t)(stop - out->first) : 0;
	return true;
}

/* ---- appending -------------------------------------------------------------------------- */

static void
put(struct buf *out, uint64_t value, unsigned bytes)
{
	unsigned char raw[8];

	for (unsigned i = 0; i < bytes; i++)
		raw[i] = (unsigned char)(value >> (8 * i));
	buf_add(out, raw, bytes);
}

enum err_code
column_writer_start(struct column_writer *writer, struct archive *archive, struct err *err)
{
	enum err_code code = column_end(archive, &writer->next, err);

	writer->flushed = writer->next;
	writer->page = 0;
	writer->dirty = false;
	for (enum column c = COL_UNIT; code == ERR_OK && c < COL_COUNT; c = column_after(c))
		code = column_get(
			archive, c, (uint32_t)(writer->next / CHUNK_KEYS), &writer->col[c], err);
	/* Key 0 is nobody's, but has its place in the columns. */
	if (code == ERR_OK && writer->next == 1 && writer->col[COL_CHARS].len == 0) {
		put(&writer->col[COL_CHARS], 0, 4);
		for (unsigned c = COL_FIRST_LIST; c < COL_COUNT; c++)
			buf_addc(&writer->col[c], 0);
	}
	return code;
}

enum err_code
column_flush(struct column_writer *writer, struct archive *archive, struct err *err)
{
	uint32_t chunk = (uint32_t)((writer->next - 1) / CHUNK_KEYS);
	enum err_code code = ERR_OK;

	if (!writer->dirty)
		return ERR_OK;
	for (enum column c = COL_UNIT; code == ERR_OK && c < COL_COUNT; c = column_after(c)) {
		const struct buf *buf = &writer->col[c];

		code = buf_ok(buf) ? column_set(archive, c, chunk, buf->data, buf->len, err)
				   : err_nomem(err);
	}
	if (code == ERR_OK)
		code = meta_set(archive, "next_key", writer->next, err);
	writer->dirty = code != ERR_OK;
	if (code == ERR_OK)
		writer->flushed = writer->next;
	return code;
}

static void
append_unit(struct column_writer *writer, const struct column_row *row, uint32_t offset)
{
	struct buf *out = &writer->col[COL_UNIT];

	put(out, offset, 2);
	put(out, row->date, 4);
	put(out, row->place, 8);
	put(out, (uint64_t)row->page, 4);
	writer->page = row->page;
	writer->date = row->date;
}

static void
append_list(struct buf *out, const uint32_t *list, uint32_t len)
{
	if (len == 0)
		buf_addc(out, 0);
	for (uint32_t i = 0; i < len; i++)
		buf_add_varint(out, (uint64_t)list[i] << 1 | (i + 1 < len ? 1 : 0));
}

enum err_code
column_append(struct column_writer *writer, struct archive *archive, const struct column_row *row,
	struct err *err)
{
	uint32_t offset = (uint32_t)(writer->next % CHUNK_KEYS);

	/* The last chunk is full: it is written and a new one begins. */
	if (offset == 0) {
		enum err_code code = column_flush(writer, archive, err);

		if (code != ERR_OK)
			return code;
		for (unsigned c = 0; c < COL_COUNT; c++)
			buf_clear(&writer->col[c]);
	}
	if (offset == 0 || row->page != writer->page || row->date != writer->date)
		append_unit(writer, row, offset);
	put(&writer->col[COL_CHARS], row->chars, 4);
	for (unsigned c = COL_FIRST_LIST; c < COL_COUNT; c++)
		append_list(&writer->col[c], row->list[c - COL_FIRST_LIST],
			row->list_len[c - COL_FIRST_LIST]);
	writer->next++;
	writer->dirty = true;
	return ERR_OK;
}

void
column_writer_free(struct column_writer *writer)
{
	for (unsigned c = 0; c < COL_COUNT; c++)
		buf_free(&writer->col[c]);
}
