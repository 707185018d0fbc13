/* Pages and their articles into the archive. */
#include "archive/store.h"

#include <stdlib.h>
#include <string.h>

#define LISTS (COL_COUNT - COL_FIRST_LIST)

static enum err_code
insert_page(struct store *store, const struct page_file *file, const struct digest *digest,
	int64_t place, struct err *err)
{
	bool refused = digest->code != ERR_OK;
	sqlite3_stmt *stmt;
	enum err_code code = archive_stmt(store->archive, SQL_PAGE_ADD, &stmt, err);

	if (code != ERR_OK)
		return code;
	sqlite3_bind_int64(stmt, 1, file->root);
	db_bind_text(stmt, 2, file->source);
	sqlite3_bind_int64(stmt, 3, file->size);
	sqlite3_bind_int64(stmt, 4, file->time);
	sqlite3_bind_int64(stmt, 5, (int64_t)digest->hash);
	sqlite3_bind_int64(stmt, 6, place);
	sqlite3_bind_int(stmt, 7, (int)digest->encoding);
	sqlite3_bind_int64(stmt, 8, store->columns.next);
	sqlite3_bind_int64(stmt, 9, refused ? 0 : digest->count);
	db_bind_text(stmt, 10, file->named);
	db_bind_text(stmt, 11, refused ? digest->why.text : NULL);
	db_bind_blob(stmt, 12, digest->sheets, digest->sheets_len);
	return db_run(&store->archive->db, stmt, err);
}

static enum err_code
insert_bytes(struct store *store, int64_t page, const struct digest *digest, struct err *err)
{
	sqlite3_stmt *stmt;
	enum err_code code = archive_stmt(store->archive, SQL_BYTES_ADD, &stmt, err);

	if (code != ERR_OK)
		return code;
	sqlite3_bind_int64(stmt, 1, page);
	db_bind_blob(stmt, 2, digest->bytes, digest->size);
	return db_run(&store->archive->db, stmt, err);
}

static enum err_code
insert_article(struct store *store, int64_t page, uint64_t id, const struct digest_article *a,
	struct err *err)
{
	sqlite3_stmt *stmt;
	enum err_code code = archive_stmt(store->archive, SQL_ARTICLE_ADD, &stmt, err);

	if (code != ERR_OK)
		return code;
	sqlite3_bind_int64(stmt, 1, store->columns.next);
	sqlite3_bind_int64(stmt, 2, page);
	sqlite3_bind_int64(stmt, 3, a->ordinal);
	sqlite3_bind_int64(stmt, 4, (int64_t)id);
	sqlite3_bind_int(stmt, 5, (int)a->kind);
	sqlite3_bind_int(stmt, 6, a->titled);
	sqlite3_bind_int64(stmt, 7, a->chars);
	sqlite3_bind_int(stmt, 8, a->date);
	sqlite3_bind_int(stmt, 9, a->page_no);
	sqlite3_bind_int64(stmt, 10, a->district);
	db_bind_text(stmt, 11, a->label);
	db_bind_text(stmt, 12, a->reporter);
	db_bind_blob(stmt, 13, a->data, a->data_len);
	return db_run(&store->archive->db, stmt, err);
}

/* The numbers of an article's values. */
struct lists {
	uint32_t one[3]; /* kind, district, section */
	uint32_t *name;  /* reporters, then people */
	size_t cap;
};

static enum err_code
number_names(struct store *store, enum column facet, const char *const *names, unsigned count,
	uint32_t *out, struct err *err)
{
	enum err_code code = ERR_OK;

	for (unsigned i = 0; code == ERR_OK && i < count; i++)
		code = store_number(store, facet, names[i], &out[i], err);
	return code;
}

static enum err_code
number_lists(struct store *store, const struct digest_article *a, struct column_row *row,
	struct lists *lists, struct err *err)
{
	static const enum column single[] = {COL_KIND, COL_DISTRICT, COL_SECTION};
	size_t names = (size_t)a->reporter_count + a->people_count;
	enum err_code code;

	if (names > lists->cap) {
		uint32_t *grown = realloc(lists->name, names * sizeof *grown);

		if (grown == NULL)
			return err_nomem(err);
		lists->name = grown;
		lists->cap = names;
	}
	lists->one[0] = store->kind[a->kind];
	lists->one[1] = a->district;
	code = store_number(
		store, COL_SECTION, a->section != NULL ? a->section : "", &lists->one[2], err);
	if (code == ERR_OK)
		code = number_names(
			store, COL_REPORTER, a->reporters, a->reporter_count, lists->name, err);
	if (code == ERR_OK)
		code = number_names(store, COL_PERSON, a->people, a->people_count,
			lists->name + a->reporter_count, err);
	for (unsigned i = 0; i < 3; i++) {
		row->list[single[i] - COL_FIRST_LIST] = &lists->one[i];
		row->list_len[single[i] - COL_FIRST_LIST] = 1;
	}
	row->list[COL_MENTION - COL_FIRST_LIST] = a->mention;
	row->list_len[COL_MENTION - COL_FIRST_LIST] = a->mention_count;
	row->list[COL_TOPIC - COL_FIRST_LIST] = a->topic;
	row->list_len[COL_TOPIC - COL_FIRST_LIST] = a->topic_count;
	row->list[COL_REPORTER - COL_FIRST_LIST] = lists->name;
	row->list_len[COL_REPORTER - COL_FIRST_LIST] = a->reporter_count;
	row->list[COL_PERSON - COL_FIRST_LIST] = lists->name + a->reporter_count;
	row->list_len[COL_PERSON - COL_FIRST_LIST] = a->people_count;
	return code;
}

static enum err_code
count_lists(struct store *store, const struct column_row *row, struct err *err)
{
	enum err_code code = ERR_OK;

	for (unsigned l = 0; code == ERR_OK && l < LISTS; l++) {
		enum column facet = (enum column)(l + COL_FIRST_LIST);

		if (row->list_len[l] == 0)
			code = store_count(store, facet, 0, 1, err);
		for (uint32_t i = 0; code == ERR_OK && i < row->list_len[l]; i++)
			code = store_count(store, facet, row->list[l][i], 1, err);
	}
	return code;
}

static enum err_code
add_article(struct store *store, int64_t page, int64_t place, const char *named,
	const struct digest_article *a, struct lists *lists, struct err *err)
{
	uint64_t id = stable_id(named, a->text_hash, a->occurrence);
	struct column_row row = {.page = page,
		.place = (uint64_t)place,
		.date = (uint32_t)a->date,
		.chars = a->chars};
	enum err_code code = insert_article(store, page, id, a, err);

	if (code == ERR_OK)
		code = number_lists(store, a, &row, lists, err);
	if (code == ERR_OK)
		code = count_lists(store, &row, err);
	if (code == ERR_OK)
		code = index_add(&store->index, store->archive, store->columns.next, a->term,
			a->term_count, err);
	if (code == ERR_OK)
		code = facet_terms_of(&store->facets, &row, err);
	if (code == ERR_OK)
		code = index_add_more(&store->index, store->facets.item, store->facets.count, err);
	if (code == ERR_OK)
		code = column_append(&store->columns, store->archive, &row, err);
	store->fingerprint += store_fingerprint(id);
	store->articles++;
	store->chars += a->chars;
	return code;
}

static enum err_code
add_articles(struct store *store, int64_t page, int64_t place, const char *named,
	const struct digest *digest, struct err *err)
{
	struct lists lists = {.name = NULL};
	enum err_code code = ERR_OK;

	for (unsigned i = 0; code == ERR_OK && i < digest->count; i++)
		code = add_article(store, page, place, named, &digest->article[i], &lists, err);
	free(lists.name);
	return code;
}

enum err_code
store_page_add(struct store *store, const struct page_file *file, const struct digest *digest,
	struct err *err)
{
	bool refused = digest->code != ERR_OK;
	int64_t place = 0, page;
	enum err_code code = store_begin(store, err);

	if (code == ERR_OK)
		code = store_place(store, file, &place, err);
	if (code == ERR_OK)
		code = insert_page(store, file, digest, place, err);
	if (code != ERR_OK)
		return code;
	page = sqlite3_last_insert_rowid(store->archive->db.handle);
	store->pages++;
	store->refused += refused;
	if (refused)
		return ERR_OK;
	store->text_bytes += (int64_t)digest->size;
	store->pending_bytes += digest->size;
	code = insert_bytes(store, page, digest, err);
	return code == ERR_OK
		       ? add_articles(store, page, place,
				 file->named != NULL ? file->named : file->source, digest, err)
		       : code;
}
