#include "archive/store.h"
#include "base/hash.h"
#include "base/i18n.h"

#include <stdlib.h>
#include <string.h>

/* Names that are remembered; more are looked up in the archive again. */
#define NUMBERS_MAX 1000000u

#define VALUE_KEY 0x76616c75u /* "valu" */

/* ---- transactions ----------------------------------------------------------------------- */

enum err_code
store_start(struct store *store, struct archive *archive, struct err *err)
{
	memset(store, 0, sizeof *store);
	store->archive = archive;
	for (unsigned f = 0; f < COL_COUNT; f++)
		store->last[f] = -1;
	return column_writer_start(&store->columns, archive, err);
}

enum err_code
store_begin(struct store *store, struct err *err)
{
	enum err_code code = ERR_OK;

	if (!store->open)
		code = db_begin(&store->archive->db, err);
	store->open = code == ERR_OK;
	return code;
}

static enum err_code
add_to_meta(struct store *store, const char *name, int64_t change, struct err *err)
{
	int64_t value;
	enum err_code code = meta_get(store->archive, name, &value, err);

	return code == ERR_OK && change != 0
		       ? meta_set(store->archive, name,
				 (int64_t)((uint64_t)value + (uint64_t)change), err)
		       : code;
}

static enum err_code
write_counts(struct store *store, struct err *err)
{
	enum err_code code = ERR_OK;

	for (size_t i = 0; code == ERR_OK && i < store->counts.cap; i++) {
		const struct map_slot *slot = &store->counts.slot[i];
		sqlite3_stmt *stmt;

		if (!slot->used || slot->value == 0)
			continue;
		code = archive_stmt(store->archive, SQL_VALUE_COUNT, &stmt, err);
		if (code != ERR_OK)
			return code;
		sqlite3_bind_int64(stmt, 1, (int64_t)(slot->key >> 32));
		sqlite3_bind_int64(stmt, 2, (int64_t)(slot->key & UINT32_MAX));
		sqlite3_bind_int64(stmt, 3, slot->value);
		code = db_run(&store->archive->db, stmt, err);
	}
	map_clear(&store->counts);
	return code;
}

static enum err_code
write_meta(struct store *store, struct err *err)
{
	enum err_code code = add_to_meta(store, "generation", 1, err);

	if (code == ERR_OK)
		code = add_to_meta(store, "pages", store->pages, err);
	if (code == ERR_OK)
		code = add_to_meta(store, "refused", store->refused, err);
	if (code == ERR_OK)
		code = add_to_meta(store, "articles", store->articles, err);
	if (code == ERR_OK)
		code = add_to_meta(store, "chars", store->chars, err);
	if (code == ERR_OK)
		code = add_to_meta(store, "text_bytes", store->text_bytes, err);
	if (code == ERR_OK)
		code = add_to_meta(store, "fingerprint", (int64_t)store->fingerprint, err);
	store->pages = store->refused = store->articles = store->chars = store->text_bytes = 0;
	store->fingerprint = 0;
	return code;
}

enum err_code
store_commit(struct store *store, struct err *err)
{
	enum err_code code;

	if (!store->open)
		return ERR_OK;
	code = column_flush(&store->columns, store->archive, err);
	if (code == ERR_OK)
		code = index_flush(&store->index, store->archive, err);
	if (code == ERR_OK)
		code = write_counts(store, err);
	if (code == ERR_OK)
		code = write_meta(store, err);
	if (code == ERR_OK)
		code = db_commit(&store->archive->db, err);
	store->open = code != ERR_OK;
	store->pending_bytes = 0;
	return code;
}

void
store_end(struct store *store)
{
	if (store->open)
		db_rollback(&store->archive->db);
	column_writer_free(&store->columns);
	index_free(&store->index);
	facet_terms_free(&store->facets);
	map_free(&store->numbers);
	map_free(&store->counts);
	free(store->district);
	free(store->topic);
	memset(store, 0, sizeof *store);
}

/* ---- values ----------------------------------------------------------------------------- */

static enum err_code
last_number(struct store *store, enum column facet, struct err *err)
{
	const int64_t key = (int64_t)facet;
	sqlite3_stmt *row;
	enum err_code code = archive_row(store->archive, SQL_VALUE_LAST, &key, 1, &row, err);

	if (row != NULL)
		store->last[facet] = sqlite3_column_int64(row, 0);
	sqlite3_reset(row);
	return code;
}

static enum err_code
find_number(struct store *store, enum column facet, const char *text, int64_t *out, struct err *err)
{
	sqlite3_stmt *stmt;
	enum err_code code = archive_stmt(store->archive, SQL_VALUE_NUMBER, &stmt, err);
	bool row;

	*out = -1;
	if (code != ERR_OK)
		return code;
	sqlite3_bind_int(stmt, 1, (int)facet);
	db_bind_text(stmt, 2, text);
	code = db_step(&store->archive->db, stmt, &row, err);
	if (code == ERR_OK && row) {
		*out = sqlite3_column_int64(stmt, 0);
		sqlite3_reset(stmt);
	}
	return code;
}

static enum err_code
add_value(struct store *store, enum column facet, int64_t number, const char *text, struct err *err)
{
	sqlite3_stmt *stmt;
	enum err_code code = archive_stmt(store->archive, SQL_VALUE_ADD, &stmt, err);

	if (code != ERR_OK)
		return code;
	sqlite3_bind_int(stmt, 1, (int)facet);
	sqlite3_bind_int64(stmt, 2, number);
	db_bind_text(stmt, 3, text);
	return db_run(&store->archive->db, stmt, err);
}

/* The number 0 stands for "none" in every facet, and counts the articles without a value. */
static enum err_code
new_number(struct store *store, enum column facet, const char *text, int64_t *out, struct err *err)
{
	enum err_code code = store->last[facet] < 0 ? last_number(store, facet, err) : ERR_OK;

	if (code != ERR_OK)
		return code;
	*out = *text == '\0' ? 0 : ++store->last[facet];
	return add_value(store, facet, *out, text, err);
}

enum err_code
store_number(
	struct store *store, enum column facet, const char *text, uint32_t *out, struct err *err)
{
	uint64_t hash = hash_bytes(VALUE_KEY + facet, text, strlen(text));
	int64_t *known = map_find(&store->numbers, hash), number;
	enum err_code code;

	if (known != NULL) {
		*out = (uint32_t)*known;
		return ERR_OK;
	}
	code = find_number(store, facet, text, &number, err);
	if (code == ERR_OK && number < 0)
		code = new_number(store, facet, text, &number, err);
	if (code != ERR_OK)
		return code;
	if (store->numbers.count >= NUMBERS_MAX)
		map_clear(&store->numbers);
	known = map_put(&store->numbers, hash);
	if (known == NULL)
		return err_nomem(err);
	*known = number;
	*out = (uint32_t)number;
	return ERR_OK;
}

enum err_code
store_count(struct store *store, enum column facet, uint32_t number, int change, struct err *err)
{
	int64_t *count = map_put(&store->counts, (uint64_t)facet << 32 | number);

	if (count == NULL)
		return err_nomem(err);
	*count += change;
	return ERR_OK;
}

/* ---- districts and topics --------------------------------------------------------------- */

static enum err_code
store_district(struct store *store, const struct district *d, struct err *err)
{
	sqlite3_stmt *stmt;
	enum err_code code =
		store_number(store, COL_DISTRICT, d->name, &store->district[d->index], err);

	if (code == ERR_OK)
		code = archive_stmt(store->archive, SQL_DISTRICT_ADD, &stmt, err);
	if (code != ERR_OK)
		return code;
	sqlite3_bind_int64(stmt, 1, store->district[d->index]);
	db_bind_text(stmt, 2, d->short_name);
	db_bind_text(stmt, 3, d->adcode);
	db_bind_text(stmt, 4, d->pinyin);
	db_bind_text(stmt, 5, d->initials);
	db_bind_text(stmt, 6, d->english);
	sqlite3_bind_int(stmt, 7, d->row);
	sqlite3_bind_int(stmt, 8, d->column);
	sqlite3_bind_int64(stmt, 9, d->index);
	return db_run(&store->archive->db, stmt, err);
}

static enum err_code
store_topic(struct store *store, const struct topic *t, struct err *err)
{
	sqlite3_stmt *stmt;
	enum err_code code = store_number(store, COL_TOPIC, t->name, &store->topic[t->index], err);

	if (code == ERR_OK)
		code = archive_stmt(store->archive, SQL_TOPIC_ADD, &stmt, err);
	if (code != ERR_OK)
		return code;
	sqlite3_bind_int64(stmt, 1, store->topic[t->index]);
	db_bind_text(stmt, 2, t->english);
	db_bind_text(stmt, 3, t->pinyin);
	db_bind_text(stmt, 4, t->initials);
	sqlite3_bind_int64(stmt, 5, t->index);
	return db_run(&store->archive->db, stmt, err);
}

/* Every facet has its "none", and kinds are numbered in their own order. */
static enum err_code
store_fixed(struct store *store, struct err *err)
{
	enum err_code code = ERR_OK;
	uint32_t none;

	for (unsigned f = COL_FIRST_LIST; code == ERR_OK && f < COL_COUNT; f++)
		code = store_number(store, (enum column)f, "", &none, err);
	for (unsigned k = 0; code == ERR_OK && k < KIND_COUNT; k++)
		code = store_number(
			store, COL_KIND, kind_name((enum article_kind)k), &store->kind[k], err);
	return code;
}

enum err_code
store_tables(struct store *store, struct knowledge *knowledge, struct err *err)
{
	unsigned districts, topics;
	const struct district *d = gazetteer_districts(knowledge->gazetteer, &districts);
	const struct topic *t = lexicon_topics(knowledge->lexicon, &topics);
	enum err_code code;

	store->district = calloc(districts + 1, sizeof *store->district);
	store->topic = calloc(topics + 1, sizeof *store->topic);
	if (store->district == NULL || store->topic == NULL)
		return err_nomem(err);
	code = store_begin(store, err);
	if (code == ERR_OK)
		code = store_fixed(store, err);
	for (unsigned i = 0; code == ERR_OK && i < districts; i++)
		code = store_district(store, &d[i], err);
	for (unsigned i = 0; code == ERR_OK && i < topics; i++)
		code = store_topic(store, &t[i], err);
	if (code == ERR_OK)
		code = add_to_meta(store, "tables", 1, err);
	knowledge->numbers = (struct numbers){store->district, store->topic};
	return code;
}

enum err_code
store_root(struct store *store, const char *path, int64_t *out, struct err *err)
{
	sqlite3_stmt *stmt;
	enum err_code code = store_begin(store, err);

	if (code == ERR_OK)
		code = archive_stmt(store->archive, SQL_ROOT_ADD, &stmt, err);
	if (code != ERR_OK)
		return code;
	db_bind_text(stmt, 1, path);
	code = db_run(&store->archive->db, stmt, err);
	*out = sqlite3_last_insert_rowid(store->archive->db.handle);
	return code;
}
