#include "archive/follow.h"

#include <string.h>

static uint32_t
character_of(uint64_t term)
{
	return (uint32_t)(term & 0x1FFFFF);
}

static int64_t
row_of(uint64_t term)
{
	return (int64_t)(term >> 43 << 21 | (term >> 21 & 0x1FFFFF));
}

enum err_code
follow_get(struct archive *archive, enum zone zone, uint32_t character, struct buf *out,
	struct err *err)
{
	return archive_blob(archive, SQL_FOLLOW_GET, (int64_t)zone << 21 | character, out, err);
}

enum err_code
follow_articles(struct archive *archive, uint64_t term, struct buf *row, uint64_t *articles,
	struct err *err)
{
	enum err_code code = archive_blob(archive, SQL_FOLLOW_GET, row_of(term), row, err);
	const unsigned char *p = (const unsigned char *)buf_str(row), *end = p + row->len;
	uint32_t c = 0;
	uint64_t count = 0;

	*articles = 0;
	while (code == ERR_OK && p < end && c < character_of(term) &&
		follow_next(&p, end, &c, &count)) {
		if (c == character_of(term))
			*articles = count;
	}
	return code;
}

/* ---- writing ---------------------------------------------------------------------------- */

struct entry {
	const unsigned char *p, *end;
	uint32_t character;
	uint64_t count;
	bool there;
};

static void
step(struct entry *e)
{
	e->there = follow_next(&e->p, e->end, &e->character, &e->count);
}

static struct entry
start(const struct buf *row)
{
	const unsigned char *p = (const unsigned char *)buf_str(row);
	struct entry e = {p, p + row->len, 0, 0, false};

	step(&e);
	return e;
}

/* Both rows are of one character. */
static void
merge(const struct buf *a, const struct buf *b, struct buf *out)
{
	struct entry x = start(a), y = start(b);
	uint32_t last = 0;

	buf_clear(out);
	while (x.there || y.there) {
		uint32_t next = !y.there || (x.there && x.character < y.character) ? x.character
										   : y.character;
		uint64_t count = 0;

		if (x.there && x.character == next) {
			count += x.count;
			step(&x);
		}
		if (y.there && y.character == next) {
			count += y.count;
			step(&y);
		}
		buf_add_varint(out, next - last);
		buf_add_varint(out, count);
		last = next;
	}
}

enum err_code
follow_flush(struct follow_writer *writer, struct archive *archive, struct err *err)
{
	struct buf old = {0};
	sqlite3_stmt *stmt;
	enum err_code code;

	if (!buf_ok(&writer->added))
		return err_nomem(err);
	if (writer->added.len == 0)
		return ERR_OK;
	code = archive_blob(archive, SQL_FOLLOW_GET, writer->id, &old, err);
	if (code == ERR_OK) {
		merge(&old, &writer->added, &writer->merged);
		code = buf_ok(&writer->merged) ? ERR_OK : err_nomem(err);
	}
	buf_free(&old);
	if (code == ERR_OK)
		code = archive_stmt(archive, SQL_FOLLOW_SET, &stmt, err);
	if (code == ERR_OK) {
		sqlite3_bind_int64(stmt, 1, writer->id);
		db_bind_blob(stmt, 2, writer->merged.data, writer->merged.len);
		code = db_run(&archive->db, stmt, err);
	}
	buf_clear(&writer->added);
	writer->last = 0;
	return code;
}

enum err_code
follow_add(struct follow_writer *writer, struct archive *archive, uint64_t term, uint64_t articles,
	struct err *err)
{
	enum err_code code = ERR_OK;

	if (!follow_counts(term))
		return ERR_OK;
	if (row_of(term) != writer->id) {
		code = follow_flush(writer, archive, err);
		writer->id = row_of(term);
	}
	buf_add_varint(&writer->added, character_of(term) - writer->last);
	buf_add_varint(&writer->added, articles);
	writer->last = character_of(term);
	return code;
}

void
follow_free(struct follow_writer *writer)
{
	buf_free(&writer->added);
	buf_free(&writer->merged);
}

/* ---- checking --------------------------------------------------------------------------- */

enum err_code
follow_sum(struct archive *archive, uint64_t *out, struct err *err)
{
	sqlite3_stmt *stmt;
	enum err_code code = archive_stmt(archive, SQL_FOLLOW_ALL, &stmt, err);

	*out = 0;
	while (db_next(&archive->db, stmt, &code, err)) {
		uint64_t id = (uint64_t)sqlite3_column_int64(stmt, 0);
		const unsigned char *p = sqlite3_column_blob(stmt, 1);
		const unsigned char *end = p + sqlite3_column_bytes(stmt, 1);
		uint32_t character = 0;
		uint64_t count;

		while (p < end && follow_next(&p, end, &character, &count))
			*out += count * follow_hash(term_pair(
						(enum zone)(id >> 21), id & 0x1FFFFF, character));
		if (p < end)
			*out += 1;
		code = db_check(&archive->db, err);
	}
	return code;
}
