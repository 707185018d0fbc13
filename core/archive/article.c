/* Articles as they are stored. */
#include "archive/codec.h"
#include "archive/internal.h"
#include "base/i18n.h"
#include "base/utf8.h"

#include <string.h>
#include <unistr.h>

#define ID_PREFIX_MIN 4

/* ---- districts and topics --------------------------------------------------------------- */

static const char *
keep(struct arena *arena, sqlite3_stmt *stmt, int column, bool *ok)
{
	const char *text = arena_strdup(arena, db_text(stmt, column));

	*ok = *ok && text != NULL;
	return text;
}

/* Numbers are dense and few; one that is not belongs to a damaged file. */
#define NUMBER_MAX 65536

static enum err_code
read_district(sqlite3_stmt *stmt, struct arena *arena, struct district *all, struct err *err)
{
	struct district *d = &all[sqlite3_column_int64(stmt, 0)];
	bool ok = true;

	d->name = keep(arena, stmt, 1, &ok);
	d->short_name = keep(arena, stmt, 2, &ok);
	d->adcode = keep(arena, stmt, 3, &ok);
	d->pinyin = keep(arena, stmt, 4, &ok);
	d->initials = keep(arena, stmt, 5, &ok);
	d->english = keep(arena, stmt, 6, &ok);
	d->row = sqlite3_column_int(stmt, 7);
	d->column = sqlite3_column_int(stmt, 8);
	d->index = (unsigned)sqlite3_column_int(stmt, 9);
	return ok ? ERR_OK : err_nomem(err);
}

static enum err_code
read_topic(sqlite3_stmt *stmt, struct arena *arena, struct topic *all, struct err *err)
{
	struct topic *t = &all[sqlite3_column_int64(stmt, 0)];
	bool ok = true;

	t->name = keep(arena, stmt, 1, &ok);
	t->english = keep(arena, stmt, 2, &ok);
	t->pinyin = keep(arena, stmt, 3, &ok);
	t->initials = keep(arena, stmt, 4, &ok);
	t->index = (unsigned)sqlite3_column_int(stmt, 5);
	return ok ? ERR_OK : err_nomem(err);
}

/* The largest number of the statement's rows + 1. */
static enum err_code
count_numbers(struct archive *archive, enum archive_sql which, enum column facet, unsigned *out,
	struct err *err)
{
	sqlite3_stmt *stmt;
	enum err_code code = archive_stmt(archive, which, &stmt, err);
	int64_t most = 0;

	if (code != ERR_OK)
		return code;
	sqlite3_bind_int(stmt, 1, (int)facet);
	while (db_next(&archive->db, stmt, &code, err)) {
		int64_t number = sqlite3_column_int64(stmt, 0);

		if (number < 1 || number >= NUMBER_MAX) {
			sqlite3_reset(stmt);
			return db_fail(&archive->db, SQLITE_CORRUPT, err);
		}
		if (number > most)
			most = number;
	}
	*out = (unsigned)most + 1;
	return code;
}

static enum err_code
read_tables(struct archive *archive, struct err *err)
{
	struct arena *arena = archive->tables;
	sqlite3_stmt *stmt;
	enum err_code code = count_numbers(
		archive, SQL_DISTRICT_ALL, COL_DISTRICT, &archive->district_count, err);

	if (code == ERR_OK)
		code = count_numbers(archive, SQL_TOPIC_ALL, COL_TOPIC, &archive->topic_count, err);
	if (code != ERR_OK)
		return code;
	archive->district = arena_calloc(arena, archive->district_count, sizeof *archive->district);
	archive->topic = arena_calloc(arena, archive->topic_count, sizeof *archive->topic);
	if (archive->district == NULL || archive->topic == NULL)
		return err_nomem(err);
	code = archive_stmt(archive, SQL_DISTRICT_ALL, &stmt, err);
	if (code == ERR_OK)
		sqlite3_bind_int(stmt, 1, COL_DISTRICT);
	while (db_next(&archive->db, stmt, &code, err))
		code = read_district(stmt, arena, archive->district, err);
	if (code == ERR_OK)
		code = archive_stmt(archive, SQL_TOPIC_ALL, &stmt, err);
	if (code == ERR_OK)
		sqlite3_bind_int(stmt, 1, COL_TOPIC);
	while (db_next(&archive->db, stmt, &code, err))
		code = read_topic(stmt, arena, archive->topic, err);
	return code;
}

enum err_code
archive_tables(struct archive *archive, struct err *err)
{
	int64_t version;
	enum err_code code = meta_get(archive, "tables", &version, err);

	if (code != ERR_OK || (archive->tables_ready && archive->tables_of == version))
		return code;
	/* What was handed out before stays valid: the arena only grows, and that very rarely. */
	archive->tables_ready = false;
	if (archive->tables == NULL)
		archive->tables = arena_new(4096);
	if (archive->tables == NULL)
		return err_nomem(err);
	code = read_tables(archive, err);
	archive->tables_of = version;
	archive->tables_ready = code == ERR_OK;
	return code;
}

const char *
utf8_copy(struct arena *arena, const char *text)
{
	size_t len = strlen(text);
	const uint8_t *p = (const uint8_t *)text, *end = p + len;
	struct buf clean = {0};
	const char *copy = NULL;

	if (utf8_is_valid(text, len))
		return arena_strndup(arena, text, len);
	while (p < end) {
		ucs4_t c;
		int n = u8_mbtoucr(&c, p, (size_t)(end - p));

		buf_add_ucs4(&clean, n > 0 ? c : 0xFFFD);
		p += n > 0 ? n : 1;
	}
	if (buf_ok(&clean))
		copy = arena_strndup(arena, clean.data, clean.len);
	buf_free(&clean);
	return copy;
}

/* ---- one article ------------------------------------------------------------------------ */

struct page_info {
	const char *root, *source;
	enum encoding encoding;
	struct sheet sheet;
};

static enum err_code
not_found(struct err *err)
{
	return err_set(err, ERR_NOTFOUND, _("there is no such article in the archive"));
}

static enum err_code
read_root(struct archive *archive, int64_t root, struct arena *arena, const char **out,
	struct err *err)
{
	sqlite3_stmt *row;
	enum err_code code = archive_row(archive, SQL_ROOT_PATH, &root, 1, &row, err);

	*out = "";
	if (row == NULL)
		return code;
	*out = utf8_copy(arena, db_name(row, 0));
	code = db_end(&archive->db, row, err);
	return code == ERR_OK && *out == NULL ? err_nomem(err) : code;
}

/* The row that has to be there. */
static enum err_code
the_row(struct archive *archive, enum archive_sql which, const int64_t *keys, int count,
	sqlite3_stmt **row, struct err *err)
{
	enum err_code code = archive_row(archive, which, keys, count, row, err);

	return code == ERR_OK && *row == NULL ? not_found(err) : code;
}

/* A copy of a column's bytes; ends the statement. */
static enum err_code
take_blob(sqlite3_stmt *row, int column, struct arena *arena, const char **out, size_t *len,
	struct err *err)
{
	const char *bytes = db_blob(row, column, len);

	*out = arena_strndup(arena, bytes, *len);
	sqlite3_reset(row);
	return *out != NULL ? ERR_OK : err_nomem(err);
}

static enum err_code
read_page(struct archive *archive, int64_t page, unsigned sheet, struct arena *arena,
	struct page_info *out, struct err *err)
{
	sqlite3_stmt *row;
	enum err_code code = the_row(archive, SQL_PAGE_GET, &page, 1, &row, err);
	const char *sheets;
	int64_t root;
	size_t len;

	if (code != ERR_OK)
		return code;
	root = sqlite3_column_int64(row, 0);
	out->source = utf8_copy(arena, db_name(row, 1));
	out->encoding = (enum encoding)db_below(row, 3, ENC_COUNT);
	sheets = db_blob(row, 6, &len);
	code = out->source != NULL ? sheet_decode(sheets, len, sheet, arena, &out->sheet, err)
				   : err_nomem(err);
	if (code == ERR_OK)
		code = db_end(&archive->db, row, err);
	else
		sqlite3_reset(row);
	return code == ERR_OK ? read_root(archive, root, arena, &out->root, err) : code;
}

/* The bytes [low, high) of a page file. */
static enum err_code
read_part(struct archive *archive, int64_t page, uint32_t low, uint32_t high, struct arena *arena,
	struct article_source *out, struct err *err)
{
	const int64_t keys[] = {page, (int64_t)low + 1, (int64_t)high - low};
	sqlite3_stmt *row;
	enum err_code code = the_row(archive, SQL_BYTES_PART, keys, 3, &row, err);

	out->base = low;
	if (code == ERR_OK)
		code = take_blob(row, 0, arena, &out->part, &out->size, err);
	return code == ERR_OK && out->size != high - low
		       ? db_fail(&archive->db, SQLITE_CORRUPT, err)
		       : code;
}

/* What the row of the article says, and a copy of its blob. */
struct article_record {
	int64_t page;
	uint32_t chars;
	const char *blob;
	size_t blob_len;
};

static enum err_code
read_record(struct archive *archive, article_key key, struct arena *arena,
	struct stored_article *out, struct article_record *record, struct err *err)
{
	sqlite3_stmt *row;
	enum err_code code = the_row(archive, SQL_ARTICLE_GET, &key, 1, &row, err);

	if (code != ERR_OK)
		return code;
	out->key = key;
	record->page = sqlite3_column_int64(row, 0);
	record->chars = (uint32_t)sqlite3_column_int64(row, 5);
	out->article.ordinal = (unsigned)sqlite3_column_int64(row, 1);
	stable_id_text((uint64_t)sqlite3_column_int64(row, 2), out->id);
	out->article.kind = (enum article_kind)db_below(row, 3, KIND_COUNT);
	return take_blob(row, 11, arena, &record->blob, &record->blob_len, err);
}

static bool
is_utf8(const struct rtext *text)
{
	return text->text == NULL || utf8_is_valid(text->text, text->len);
}

static bool
article_is_utf8(const struct article *a)
{
	bool ok = is_utf8(&a->section) && is_utf8(&a->kicker) && is_utf8(&a->title) &&
		  is_utf8(&a->deck) && is_utf8(&a->dateline) &&
		  utf8_is_valid(a->label, strlen(a->label));

	for (unsigned i = 0; ok && i < a->block_count; i++)
		ok = is_utf8(&a->blocks[i].text);
	return ok;
}

/* The texts; all else that stands in *out stays, the jump mark among it, which only whoever reads
 * the page finds. */
static enum err_code
restore(const struct article_source *source, enum encoding encoding, const struct span *spans,
	uint32_t count, struct arena *arena, struct article *out, struct err *err)
{
	struct article texts;
	enum err_code code = page_restore(source->part, source->size, source->base, encoding, spans,
		count, arena, &texts, err);

	if (code != ERR_OK && code != ERR_REFUSED)
		return code;
	/* It could be read when it came in.  Spans of a damaged record cut characters in two. */
	if (code == ERR_REFUSED || !article_is_utf8(&texts))
		return err_set(err, ERR_DAMAGED,
			_("an article's record is damaged; “baolan check --rebuild” makes the "
			  "archive afresh"));
	out->section = texts.section;
	out->kicker = texts.kicker;
	out->title = texts.title;
	out->deck = texts.deck;
	out->dateline = texts.dateline;
	out->label = texts.label;
	out->blocks = texts.blocks;
	out->block_count = texts.block_count;
	out->chars = texts.chars;
	return ERR_OK;
}

static enum err_code
decode(struct archive *archive, const struct article_record *record, struct arena *arena,
	struct stored_article *out, struct err *err)
{
	struct article_source source = {.district = archive->district,
		.topic = archive->topic,
		.district_count = archive->district_count,
		.topic_count = archive->topic_count};
	struct span *spans = NULL;
	struct page_info page = {0};
	uint32_t low, high, count = 0;
	enum err_code code = article_decode_range(record->blob, record->blob_len, &low, &high, err);

	if (code == ERR_OK)
		code = read_part(archive, record->page, low, high, arena, &source, err);
	if (code == ERR_OK)
		code = article_decode(
			record->blob, record->blob_len, &source, arena, out, &spans, &count, err);
	if (code == ERR_OK)
		code = read_page(archive, record->page, out->article.sheet, arena, &page, err);
	if (code != ERR_OK)
		return code;
	for (uint32_t i = 0; i < count; i++)
		spans[i].article = out->article.ordinal;
	out->root = page.root;
	out->source = page.source;
	out->encoding = page.encoding;
	out->sheet = page.sheet;
	return restore(&source, page.encoding, spans, count, arena, &out->article, err);
}

static enum err_code
load(struct archive *archive, article_key key, struct arena *arena, struct stored_article *out,
	struct err *err)
{
	struct article_record record = {0};
	enum err_code code = archive_tables(archive, err);

	if (code == ERR_OK)
		code = read_record(archive, key, arena, out, &record, err);
	if (code == ERR_OK)
		code = decode(archive, &record, arena, out, err);
	return code;
}

/* ---- corrections ------------------------------------------------------------------------ */

/* The district of this name: of the text's hits, of the archive's, or one made of the name. */
static const struct district *
district_named(struct archive *archive, const struct stored_article *a, const char *name,
	struct arena *arena)
{
	struct district *made;

	for (unsigned i = 0; i < a->places.hit_count; i++) {
		if (strcmp(a->places.hits[i].district->name, name) == 0)
			return a->places.hits[i].district;
	}
	for (unsigned i = 0; i < archive->district_count; i++) {
		if (archive->district[i].name != NULL &&
			strcmp(archive->district[i].name, name) == 0)
			return &archive->district[i];
	}
	made = arena_calloc(arena, 1, sizeof *made);
	if (made != NULL) {
		made->name = arena_strdup(arena, name);
		made->short_name = made->adcode = made->pinyin = made->initials = made->english =
			"";
	}
	return made != NULL && made->name != NULL ? made : NULL;
}

static enum err_code
correct(struct archive *archive, struct stored_article *a, const char *name, struct arena *arena,
	struct err *err)
{
	struct place_result *places = &a->places;
	const struct district *district;
	struct place_hit *hits;

	a->corrected = true;
	places->primary = -1;
	if (*name == '\0')
		return ERR_OK;
	district = district_named(archive, a, name, arena);
	hits = arena_calloc(arena, places->hit_count + 1, sizeof *hits);
	if (district == NULL || hits == NULL)
		return err_nomem(err);
	for (unsigned i = 0; i < places->hit_count; i++) {
		hits[i] = places->hits[i];
		if (hits[i].district == district)
			places->primary = (int)i;
	}
	if (places->primary < 0) {
		places->primary = (int)places->hit_count;
		hits[places->hit_count++].district = district;
	}
	places->hits = hits;
	return ERR_OK;
}

static enum err_code
load_corrected(struct archive *archive, article_key key, struct arena *arena,
	struct stored_article *out, struct err *err)
{
	struct mark mark;
	enum err_code code = load(archive, key, arena, out, err);

	if (code != ERR_OK || archive->marks == NULL)
		return code;
	code = marks_get(archive->marks, out->id, arena, &mark, err);
	return code == ERR_OK && mark.district != NULL
		       ? correct(archive, out, mark.district, arena, err)
		       : code;
}

enum err_code
archive_article(struct archive *archive, article_key key, struct arena *arena,
	const struct stored_article **out, struct err *err)
{
	struct stored_article *article = arena_calloc(arena, 1, sizeof *article);
	enum err_code code = article != NULL ? db_read(&archive->db, err) : err_nomem(err);

	*out = NULL;
	if (code != ERR_OK)
		return code;
	code = load_corrected(archive, key, arena, article, err);
	db_read_end(&archive->db);
	if (code == ERR_OK)
		*out = article;
	return code;
}

/* ---- finding, raw bytes ----------------------------------------------------------------- */

enum err_code
archive_find(struct archive *archive, const char *id, article_key *out, struct err *err)
{
	uint64_t low, high;
	sqlite3_stmt *stmt;
	enum err_code code;
	bool row;

	*out = 0;
	if (!stable_id_range(id, strlen(id), &low, &high))
		return err_set(err, ERR_NOTFOUND, _("“%s” is no article's id"), id);
	if (strlen(id) < ID_PREFIX_MIN)
		return err_set(err, ERR_USAGE,
			_("“%s” is too short for an id; write at least %d "
			  "characters"),
			id, ID_PREFIX_MIN);
	code = archive_stmt(archive, SQL_ARTICLE_BY_ID, &stmt, err);
	if (code != ERR_OK)
		return code;
	sqlite3_bind_int64(stmt, 1, (int64_t)low);
	sqlite3_bind_int64(stmt, 2, (int64_t)high);
	code = db_step(&archive->db, stmt, &row, err);
	if (code != ERR_OK)
		return code;
	if (!row)
		return err_set(err, ERR_NOTFOUND, _("there is no article %s in the archive"), id);
	*out = sqlite3_column_int64(stmt, 0);
	code = db_step(&archive->db, stmt, &row, err);
	if (code == ERR_OK && row) {
		sqlite3_reset(stmt);
		*out = 0;
		return err_set(err, ERR_USAGE, _("several articles' ids begin with %s"), id);
	}
	return code;
}

static enum err_code
read_raw(struct archive *archive, const struct stored_article *a, int64_t page, struct arena *arena,
	const char **bytes, size_t *size, struct err *err)
{
	sqlite3_stmt *row;
	enum err_code code = the_row(archive, SQL_BYTES_GET, &page, 1, &row, err);

	if (code == ERR_OK)
		code = take_blob(row, 0, arena, bytes, size, err);
	return code == ERR_OK && a->article.end > *size ? db_fail(&archive->db, SQLITE_CORRUPT, err)
							: code;
}

enum err_code
archive_raw(struct archive *archive, article_key key, struct arena *arena, const char **bytes,
	size_t *size, uint32_t *start, uint32_t *end, enum encoding *encoding, struct err *err)
{
	struct stored_article article = {.key = key};
	struct article_record record = {0};
	enum err_code code = db_read(&archive->db, err);

	if (code != ERR_OK)
		return code;
	code = archive_tables(archive, err);
	if (code == ERR_OK)
		code = read_record(archive, key, arena, &article, &record, err);
	if (code == ERR_OK)
		code = decode(archive, &record, arena, &article, err);
	if (code == ERR_OK)
		code = read_raw(archive, &article, record.page, arena, bytes, size, err);
	db_read_end(&archive->db);
	if (code != ERR_OK)
		return code;
	*start = article.article.start;
	*end = article.article.end;
	*encoding = article.encoding;
	return ERR_OK;
}
