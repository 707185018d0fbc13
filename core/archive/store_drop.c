/* Pages and their articles out of the archive. */
#include "archive/store.h"
#include "base/hash.h"

uint64_t
store_fingerprint(uint64_t id)
{
	return hash_bytes(0, &id, sizeof id);
}

/* What the page's row says. */
struct page_row {
	article_key first;
	int64_t count, size;
	bool refused;
};

/* All keys are below `end`. */
static enum err_code
read_page_row(struct archive *archive, int64_t page, article_key end, struct page_row *out,
	struct err *err)
{
	sqlite3_stmt *row;
	enum err_code code = archive_row(archive, SQL_PAGE_FULL, &page, 1, &row, err);

	if (row == NULL)
		return code != ERR_OK ? code : db_fail(&archive->db, SQLITE_CORRUPT, err);
	out->size = sqlite3_column_int64(row, 0);
	out->first = sqlite3_column_int64(row, 1);
	out->count = sqlite3_column_int64(row, 2);
	out->refused = sqlite3_column_type(row, 3) != SQLITE_NULL;
	sqlite3_reset(row);
	if (out->count < 0 || (out->count > 0 && (out->first < 1 || out->first > end - out->count)))
		return db_fail(&archive->db, SQLITE_CORRUPT, err);
	return ERR_OK;
}

/* Calls work for each chunk that holds keys of [first, end), with the keys' part of it. */
typedef enum err_code (*chunk_fn)(struct store *store, uint32_t chunk, uint32_t from, uint32_t to,
	struct buf *buf, struct err *err);

static enum err_code
each_chunk(struct store *store, article_key first, article_key end, chunk_fn work, struct err *err)
{
	struct buf buf = {0};
	enum err_code code = ERR_OK;

	while (code == ERR_OK && first < end) {
		uint32_t chunk = (uint32_t)(first / CHUNK_KEYS);
		article_key base = (article_key)chunk * CHUNK_KEYS;
		article_key stop = end < base + CHUNK_KEYS ? end : base + CHUNK_KEYS;

		code = work(
			store, chunk, (uint32_t)(first - base), (uint32_t)(stop - base), &buf, err);
		first = stop;
	}
	buf_free(&buf);
	return code;
}

static enum err_code
mark_dead(struct store *store, uint32_t chunk, uint32_t from, uint32_t to, struct buf *buf,
	struct err *err)
{
	static const char zero[CHUNK_KEYS / 8];
	enum err_code code = column_get(store->archive, COL_DEAD, chunk, buf, err);

	if (code != ERR_OK)
		return code;
	if (buf->len != sizeof zero) {
		buf_clear(buf);
		buf_add(buf, zero, sizeof zero);
		if (!buf_ok(buf))
			return err_nomem(err);
	}
	for (uint32_t k = from; k < to; k++)
		buf->data[k / 8] = (char)(buf->data[k / 8] | 1 << (k % 8));
	return column_set(store->archive, COL_DEAD, chunk, buf->data, buf->len, err);
}

/* Takes the values of the keys [from, to) out of the counts. */
static enum err_code
uncount_list(struct store *store, enum column column, const struct buf *buf, uint32_t from,
	uint32_t to, struct err *err)
{
	const unsigned char *p = (const unsigned char *)buf_str(buf), *end = p + buf->len;
	enum err_code code = ERR_OK;

	for (uint32_t k = 0; code == ERR_OK && k < to && p < end; k++) {
		bool more;

		do {
			uint32_t number = list_next(&p, end, &more);

			if (k >= from)
				code = store_count(store, column, number, -1, err);
		} while (more && code == ERR_OK);
	}
	return code;
}

static enum err_code
uncount(struct store *store, uint32_t chunk, uint32_t from, uint32_t to, struct buf *buf,
	struct err *err)
{
	enum err_code code = ERR_OK;

	for (unsigned c = COL_FIRST_LIST; code == ERR_OK && c < COL_COUNT; c++) {
		code = column_get(store->archive, (enum column)c, chunk, buf, err);
		if (code == ERR_OK)
			code = uncount_list(store, (enum column)c, buf, from, to, err);
	}
	return code;
}

static enum err_code
forget_ids(struct store *store, article_key first, article_key end, struct err *err)
{
	sqlite3_stmt *stmt;
	enum err_code code = archive_stmt(store->archive, SQL_ARTICLE_IDS, &stmt, err);

	if (code != ERR_OK)
		return code;
	sqlite3_bind_int64(stmt, 1, first);
	sqlite3_bind_int64(stmt, 2, end);
	while (db_next(&store->archive->db, stmt, &code, err)) {
		store->fingerprint -= store_fingerprint((uint64_t)sqlite3_column_int64(stmt, 0));
		store->articles--;
		store->chars -= sqlite3_column_int64(stmt, 1);
	}
	return code;
}

/* Runs a statement that takes a page, or a range of keys. */
static enum err_code
run_with(struct store *store, enum archive_sql which, int64_t a, int64_t b, struct err *err)
{
	sqlite3_stmt *stmt;
	enum err_code code = archive_stmt(store->archive, which, &stmt, err);

	if (code != ERR_OK)
		return code;
	sqlite3_bind_int64(stmt, 1, a);
	if (sqlite3_bind_parameter_count(stmt) > 1)
		sqlite3_bind_int64(stmt, 2, b);
	return db_run(&store->archive->db, stmt, err);
}

static enum err_code
drop_articles(struct store *store, const struct page_row *row, struct err *err)
{
	article_key end = row->first + row->count;
	/* The keys may still be in the writer's last chunk alone. */
	enum err_code code = end > store->columns.flushed
				     ? column_flush(&store->columns, store->archive, err)
				     : ERR_OK;

	if (code == ERR_OK)
		code = each_chunk(store, row->first, end, uncount, err);
	if (code == ERR_OK)
		code = each_chunk(store, row->first, end, mark_dead, err);
	if (code == ERR_OK)
		code = forget_ids(store, row->first, end, err);
	if (code == ERR_OK)
		code = run_with(store, SQL_ARTICLE_DROP, row->first, end, err);
	return code;
}

enum err_code
store_page_drop(struct store *store, int64_t page, struct err *err)
{
	struct page_row row = {.refused = false};
	enum err_code code = store_begin(store, err);

	if (code != ERR_OK)
		return code;
	code = read_page_row(store->archive, page, store->columns.next, &row, err);
	if (code == ERR_OK && row.count > 0)
		code = drop_articles(store, &row, err);
	if (code == ERR_OK && !row.refused)
		code = run_with(store, SQL_BYTES_DROP, page, 0, err);
	if (code == ERR_OK)
		code = run_with(store, SQL_PAGE_DROP, page, 0, err);
	store->pages--;
	store->refused -= row.refused;
	store->text_bytes -= row.refused ? 0 : row.size;
	return code;
}

enum err_code
store_page_touch(struct store *store, int64_t page, int64_t size, int64_t time, struct err *err)
{
	sqlite3_stmt *stmt;
	enum err_code code = store_begin(store, err);

	if (code == ERR_OK)
		code = archive_stmt(store->archive, SQL_PAGE_TOUCH, &stmt, err);
	if (code != ERR_OK)
		return code;
	sqlite3_bind_int64(stmt, 1, page);
	sqlite3_bind_int64(stmt, 2, size);
	sqlite3_bind_int64(stmt, 3, time);
	return db_run(&store->archive->db, stmt, err);
}
