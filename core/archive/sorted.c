#include "archive/sorted.h"
#include "base/i18n.h"

#include <stdlib.h>
#include <string.h>

static int64_t
row_id(int64_t segment, enum sorted_by by, uint32_t block)
{
	return segment << 24 | (int64_t)by << 20 | block;
}

/* ---- what articles are compared by ------------------------------------------------------ */

static enum err_code
place_of(struct archive *archive, int64_t page, uint64_t *out, struct err *err)
{
	sqlite3_stmt *row;
	enum err_code code = archive_row(archive, SQL_PAGE_PLACE_OF, &page, 1, &row, err);

	*out = 0;
	if (row == NULL)
		return code;
	*out = (uint64_t)sqlite3_column_int64(row, 0);
	sqlite3_reset(row);
	return ERR_OK;
}

enum err_code
sort_key_get(struct archive *archive, article_key key, struct sort_key *out, struct err *err)
{
	sqlite3_stmt *row;
	enum err_code code = archive_row(archive, SQL_ARTICLE_SORT, &key, 1, &row, err);
	int64_t page;

	if (row == NULL)
		return code != ERR_OK ? code
				      : err_set(err, ERR_NOTFOUND,
						_("there is no such article in the archive"));
	page = sqlite3_column_int64(row, 0);
	out->key = key;
	out->chars = (uint32_t)sqlite3_column_int64(row, 1);
	title_order(archive->collation, db_text(row, 2), out->title);
	code = db_end(&archive->db, row, err);
	return code == ERR_OK ? place_of(archive, page, &out->place, err) : code;
}

static int
by_place(const struct sort_key *x, const struct sort_key *y)
{
	if (x->place != y->place)
		return x->place < y->place ? -1 : 1;
	return (x->key > y->key) - (x->key < y->key);
}

static int
by_title(const void *a, const void *b)
{
	const struct sort_key *x = a, *y = b;

	for (unsigned i = 0; i < TITLE_WORDS; i++) {
		if (x->title[i] != y->title[i])
			return x->title[i] < y->title[i] ? -1 : 1;
	}
	return by_place(x, y);
}

static int
by_length(const void *a, const void *b)
{
	const struct sort_key *x = a, *y = b;

	return x->chars != y->chars ? (x->chars < y->chars ? 1 : -1) : by_place(x, y);
}

/* ---- writing ---------------------------------------------------------------------------- */

struct sort_keys {
	struct sort_key *item;
	size_t count, cap;
};

static bool
add(struct sort_keys *keys, const struct sort_key *key)
{
	if (keys->count == keys->cap) {
		size_t cap = keys->cap != 0 ? keys->cap * 2 : 256;
		struct sort_key *grown = realloc(keys->item, cap * sizeof *grown);

		if (grown == NULL)
			return false;
		keys->item = grown;
		keys->cap = cap;
	}
	keys->item[keys->count++] = *key;
	return true;
}

/* The articles of a segment, by rising keys: most of a page stand together.  Who writes is not
 * stopped here, between two changes. */
static enum err_code
load_keys(struct archive *archive, const struct segment *segment, enum sorted_by by, bool writes,
	struct sort_keys *out, struct err *err)
{
	const enum collation how = by == SORTED_STROKES ? COLLATE_STROKES : COLLATE_PINYIN;
	sqlite3_stmt *stmt;
	enum err_code code = archive_stmt(archive, SQL_ARTICLE_SORTS, &stmt, err);
	int64_t page = -1;
	uint64_t place = 0;

	if (code != ERR_OK)
		return code;
	sqlite3_bind_int64(stmt, 1, segment->first);
	sqlite3_bind_int64(stmt, 2, segment->end);
	while (db_next(&archive->db, stmt, &code, err)) {
		struct sort_key key = {.key = sqlite3_column_int64(stmt, 3),
			.chars = (uint32_t)sqlite3_column_int64(stmt, 1)};

		if (sqlite3_column_int64(stmt, 0) != page) {
			page = sqlite3_column_int64(stmt, 0);
			code = place_of(archive, page, &place, err);
		}
		key.place = place;
		title_order(how, db_text(stmt, 2), key.title);
		if (code == ERR_OK && !add(out, &key))
			code = err_nomem(err);
		if (code == ERR_OK && !writes)
			code = db_check(&archive->db, err);
	}
	return code;
}

/* The articles of a segment as this order has them. */
static enum err_code
load_sorted(struct archive *archive, const struct segment *segment, enum sorted_by by, bool writes,
	struct sort_keys *out, struct err *err)
{
	enum err_code code = load_keys(archive, segment, by, writes, out, err);

	if (code == ERR_OK && out->count > 0)
		qsort(out->item, out->count, sizeof *out->item,
			by == SORTED_LENGTH ? by_length : by_title);
	return code;
}

static enum err_code
write_block(struct archive *archive, int64_t id, const struct sort_key *item, size_t count,
	article_key first, struct err *err)
{
	unsigned char raw[SORTED_BLOCK * 3], *p = raw;
	sqlite3_stmt *stmt;
	enum err_code code = archive_stmt(archive, SQL_SORTED_ADD, &stmt, err);

	if (code != ERR_OK)
		return code;
	for (size_t i = 0; i < count; i++, p += 3) {
		uint64_t offset = (uint64_t)(item[i].key - first);

		p[0] = (unsigned char)offset;
		p[1] = (unsigned char)(offset >> 8);
		p[2] = (unsigned char)(offset >> 16);
	}
	sqlite3_bind_int64(stmt, 1, id);
	db_bind_blob(stmt, 2, raw, (size_t)(p - raw));
	return db_run(&archive->db, stmt, err);
}

static enum err_code
write_order(
	struct archive *archive, const struct segment *segment, enum sorted_by by, struct err *err)
{
	struct sort_keys keys = {.count = 0};
	enum err_code code = load_sorted(archive, segment, by, true, &keys, err);

	for (size_t at = 0; code == ERR_OK && at < keys.count; at += SORTED_BLOCK) {
		size_t n = keys.count - at < SORTED_BLOCK ? keys.count - at : SORTED_BLOCK;

		code = write_block(archive, row_id(segment->id, by, (uint32_t)(at / SORTED_BLOCK)),
			keys.item + at, n, segment->first, err);
	}
	free(keys.item);
	return code;
}

enum err_code
sorted_make(struct archive *archive, const struct segment *segment, struct err *err)
{
	enum err_code code = segment->end - segment->first < 1 << 24
				     ? ERR_OK
				     : err_set(err, ERR_BUG, "a segment is too large");

	for (unsigned by = 0; code == ERR_OK && by < SORTED_COUNT; by++)
		code = write_order(archive, segment, (enum sorted_by)by, err);
	return code;
}

enum err_code
sorted_drop(struct archive *archive, int64_t segment, struct err *err)
{
	sqlite3_stmt *stmt;
	enum err_code code = archive_stmt(archive, SQL_SORTED_DROP, &stmt, err);

	if (code != ERR_OK)
		return code;
	sqlite3_bind_int64(stmt, 1, row_id(segment, SORTED_TITLE, 0));
	sqlite3_bind_int64(stmt, 2, row_id(segment + 1, SORTED_TITLE, 0));
	return db_run(&archive->db, stmt, err);
}

/* ---- reading ---------------------------------------------------------------------------- */

enum err_code
sorted_open(struct sorted *sorted, struct archive *archive, const struct segment *segment,
	enum sorted_by by, struct err *err)
{
	const int64_t first = row_id(segment->id, by, 0), keys[] = {first, first + (1 << 20)};
	sqlite3_stmt *row;
	enum err_code code = archive_row(archive, SQL_SORTED_LAST, keys, 2, &row, err);
	int64_t blocks = 0, last = 0;

	sorted->archive = archive;
	sorted->segment = *segment;
	sorted->by = by;
	sorted->count = 0;
	sorted->block = UINT32_MAX;
	if (row == NULL)
		return code;
	blocks = (sqlite3_column_int64(row, 0) & 0xFFFFF) + 1;
	last = sqlite3_column_int64(row, 1) / 3;
	sqlite3_reset(row);
	if (last < 1 || last > SORTED_BLOCK ||
		(blocks - 1) * SORTED_BLOCK + last > segment->end - segment->first)
		return db_fail(&archive->db, SQLITE_CORRUPT, err);
	sorted->count = (uint32_t)((blocks - 1) * SORTED_BLOCK + last);
	return ERR_OK;
}

static enum err_code
load_block(struct sorted *sorted, uint32_t block, struct err *err)
{
	enum err_code code = db_check(&sorted->archive->db, err);

	sorted->block = UINT32_MAX;
	if (code == ERR_OK)
		code = archive_blob(sorted->archive, SQL_SORTED_GET,
			row_id(sorted->segment.id, sorted->by, block), &sorted->data, err);
	if (code == ERR_OK)
		sorted->block = block;
	return code;
}

enum err_code
sorted_at(struct sorted *sorted, uint32_t at, article_key *out, struct err *err)
{
	uint32_t block = at / SORTED_BLOCK;
	size_t in = 3 * (size_t)(at % SORTED_BLOCK);
	const unsigned char *p;
	enum err_code code = block != sorted->block ? load_block(sorted, block, err) : ERR_OK;

	*out = 0;
	if (code != ERR_OK)
		return code;
	if (in + 3 > sorted->data.len)
		return db_fail(&sorted->archive->db, SQLITE_CORRUPT, err);
	p = (const unsigned char *)sorted->data.data + in;
	*out = sorted->segment.first + ((article_key)p[0] | p[1] << 8 | p[2] << 16);
	return ERR_OK;
}

void
sorted_close(struct sorted *sorted)
{
	buf_free(&sorted->data);
}

/* ---- checking --------------------------------------------------------------------------- */

/* Every article stands where it belongs; whoever is not an article any more may stand anywhere. */
static enum err_code
check_order(struct archive *archive, const struct segment *segment, enum sorted_by by, bool *ok,
	struct err *err)
{
	struct sorted sorted = {.count = 0};
	struct sort_keys keys = {.count = 0};
	enum err_code code = sorted_open(&sorted, archive, segment, by, err);
	size_t met = 0;

	/* What is older than the order does without it. */
	if (code == ERR_OK && (by != SORTED_STROKES || sorted.count > 0))
		code = load_sorted(archive, segment, by, false, &keys, err);
	for (uint32_t at = 0; code == ERR_OK && at < sorted.count; at++) {
		article_key key;

		code = sorted_at(&sorted, at, &key, err);
		if (met < keys.count && keys.item[met].key == key)
			met++;
	}
	*ok = *ok && met == keys.count;
	free(keys.item);
	sorted_close(&sorted);
	return code;
}

enum err_code
sorted_check(struct archive *archive, const struct segment *segment, bool *ok, struct err *err)
{
	enum err_code code = ERR_OK;

	*ok = true;
	for (unsigned by = 0; code == ERR_OK && by < SORTED_COUNT; by++)
		code = check_order(archive, segment, (enum sorted_by)by, ok, err);
	return code;
}
