/* The order of pages by source, kept as numbers with room between them. */
#include "archive/store.h"

#include <stdlib.h>

/* The distance between the places of two pages that follow each other: thirty-two pages fit
 * between them in the worst order before all are placed anew, and two thousand million follow. */
#define PLACE_STEP ((int64_t)1 << 32)

static enum err_code
neighbour(struct store *store, enum archive_sql which, const struct page_file *file, int64_t *place,
	bool *found, struct err *err)
{
	sqlite3_stmt *stmt;
	enum err_code code = archive_stmt(store->archive, which, &stmt, err);

	if (code != ERR_OK)
		return code;
	db_bind_text(stmt, 1, file->source);
	sqlite3_bind_int64(stmt, 2, file->root);
	code = db_step(&store->archive->db, stmt, found, err);
	if (code == ERR_OK && *found) {
		*place = sqlite3_column_int64(stmt, 0);
		sqlite3_reset(stmt);
	}
	return code;
}

/* The ids of all pages in their order. */
static enum err_code
list_pages(struct archive *archive, int64_t **out, size_t *count, struct err *err)
{
	sqlite3_stmt *stmt;
	enum err_code code = archive_stmt(archive, SQL_PAGE_ORDER, &stmt, err);
	size_t cap = 0, n = 0;

	*out = NULL;
	while (db_next(&archive->db, stmt, &code, err)) {
		int64_t *room = *out;

		if (n == cap) {
			cap = cap != 0 ? cap * 2 : 1024;
			room = realloc(room, cap * sizeof *room);
		}
		if (room == NULL) {
			code = err_nomem(err);
			continue;
		}
		*out = room;
		room[n++] = sqlite3_column_int64(stmt, 0);
	}
	*count = n;
	return code;
}

static enum err_code
set_place(struct archive *archive, int64_t page, int64_t place, struct err *err)
{
	sqlite3_stmt *stmt;
	enum err_code code = archive_stmt(archive, SQL_PAGE_PLACE, &stmt, err);

	if (code != ERR_OK)
		return code;
	sqlite3_bind_int64(stmt, 1, page);
	sqlite3_bind_int64(stmt, 2, place);
	return db_run(&archive->db, stmt, err);
}

/* Writes new places into the units of one chunk. */
static enum err_code
place_chunk(struct archive *archive, uint32_t chunk, const struct map *places, struct buf *buf,
	struct err *err)
{
	enum err_code code = column_get(archive, COL_UNIT, chunk, buf, err);
	bool changed = false;

	if (code != ERR_OK)
		return code;
	for (size_t at = 0; at + UNIT_SIZE <= buf->len; at += UNIT_SIZE) {
		unsigned char *unit = (unsigned char *)buf->data + at;
		const int64_t *place = map_find(places, get_u32(unit + 14));

		for (unsigned i = 0; place != NULL && i < 8; i++)
			unit[6 + i] = (unsigned char)((uint64_t)*place >> (8 * i));
		changed = changed || place != NULL;
	}
	return changed ? column_set(archive, COL_UNIT, chunk, buf->data, buf->len, err) : ERR_OK;
}

static enum err_code
place_units(struct store *store, const struct map *places, struct err *err)
{
	uint32_t last = (uint32_t)((store->columns.next - 1) / CHUNK_KEYS);
	struct buf buf = {0};
	enum err_code code = column_flush(&store->columns, store->archive, err);

	for (uint32_t c = 0; code == ERR_OK && c <= last; c++)
		code = place_chunk(store->archive, c, places, &buf, err);
	buf_free(&buf);
	/* The writer's own copy of the last chunk has changed. */
	return code == ERR_OK ? column_writer_start(&store->columns, store->archive, err) : code;
}

static enum err_code
place_all_anew(struct store *store, struct err *err)
{
	struct map places = {0};
	int64_t *pages = NULL;
	size_t count = 0;
	enum err_code code = list_pages(store->archive, &pages, &count, err);

	for (size_t i = 0; code == ERR_OK && i < count; i++) {
		int64_t *place = map_put(&places, (uint64_t)pages[i]);

		if (place == NULL) {
			code = err_nomem(err);
		} else {
			*place = (int64_t)(i + 1) * PLACE_STEP;
			code = set_place(store->archive, pages[i], *place, err);
		}
	}
	if (code == ERR_OK)
		code = place_units(store, &places, err);
	map_free(&places);
	free(pages);
	return code;
}

enum err_code
store_place(struct store *store, const struct page_file *file, int64_t *out, struct err *err)
{
	for (int attempt = 0; attempt < 2; attempt++) {
		int64_t before = 0, after = 0;
		bool found = false;
		enum err_code code = neighbour(store, SQL_PAGE_BEFORE, file, &before, &found, err);

		if (code == ERR_OK)
			code = neighbour(store, SQL_PAGE_AFTER, file, &after, &found, err);
		if (code != ERR_OK)
			return code;
		*out = found ? before + (after - before) / 2 : before + PLACE_STEP;
		if (*out > before)
			return ERR_OK;
		code = place_all_anew(store, err);
		if (code != ERR_OK)
			return code;
	}
	return err_set(err, ERR_BUG, "no place for %s", file->source);
}
