#include "archive/look.h"
#include "archive/codec.h"
#include "base/i18n.h"
#include "page/glance.h"
#include "page/restore.h"

#include <string.h>

/* One article as its rows have it; valid until the statement is reset. */
struct record {
	sqlite3_stmt *row;
	const void *blob;
	size_t blob_len;
	const char *part; /* the bytes [low, low + size) of the page file */
	size_t size;
	uint32_t low;
};

static enum err_code
open_record(struct archive *archive, article_key key, struct record *out, struct err *err)
{
	enum err_code code = archive_row(archive, SQL_ARTICLE_LOOK, &key, 1, &out->row, err);
	uint32_t high = 0;
	size_t size;

	if (code != ERR_OK)
		return code;
	if (out->row == NULL)
		return err_set(err, ERR_NOTFOUND, _("there is no such article in the archive"));
	out->blob = db_blob(out->row, 0, &out->blob_len);
	out->part = db_blob(out->row, 1, &size);
	code = article_decode_range(out->blob, out->blob_len, &out->low, &high, err);
	if (code == ERR_OK && high > size)
		code = db_fail(&archive->db, SQLITE_CORRUPT, err);
	if (code == ERR_OK) {
		out->part += out->low;
		out->size = high - out->low;
	}
	return code;
}

static void
close_record(struct record *record)
{
	if (record->row != NULL)
		sqlite3_reset(record->row);
}

enum err_code
article_bytes(struct archive *archive, article_key key, struct arena *arena, const char **bytes,
	size_t *size, uint32_t *chars, struct err *err)
{
	struct record record = {.row = NULL};
	enum err_code code = open_record(archive, key, &record, err);

	*bytes = "";
	*size = 0;
	*chars = 0;
	if (code == ERR_OK) {
		*bytes = arena_strndup(arena, record.part, record.size);
		*size = record.size;
		*chars = (uint32_t)sqlite3_column_int64(record.row, 3);
		code = *bytes != NULL ? ERR_OK : err_nomem(err);
	}
	close_record(&record);
	return code;
}

/* ---- the symbols of its texts ----------------------------------------------------------- */

struct reader {
	struct text text;
	struct symbols *symbols;
	symbols_fn each;
	void *ctx;
};

static enum err_code
tell(struct reader *r, enum zone zone, struct err *err)
{
	if (r->symbols->failed)
		return err_nomem(err);
	r->each(r->ctx, zone, r->symbols);
	return ERR_OK;
}

static enum err_code
tell_text(
	void *ctx, enum label label, const struct stretch *stretches, size_t count, struct err *err)
{
	struct reader *r = ctx;
	bool head = label == LABEL_KICKER || label == LABEL_TITLE || label == LABEL_DECK;

	symbols_clear(r->symbols);
	glance(r->symbols, &r->text, stretches, count);
	return tell(r, head ? ZONE_HEADLINE : ZONE_BODY, err);
}

static enum err_code
tell_names(struct reader *r, const char *const *names, unsigned count, struct err *err)
{
	enum err_code code = ERR_OK;

	for (unsigned i = 0; code == ERR_OK && i < count; i++) {
		symbols_clear(r->symbols);
		symbols_add(r->symbols, names[i], strlen(names[i]));
		code = tell(r, ZONE_REPORTER, err);
	}
	return code;
}

static enum err_code
tell_texts(struct reader *r, const struct record *record, const struct span *spans, uint32_t count,
	struct arena *arena, struct err *err)
{
	enum err_code code;

	if (count == 0)
		return ERR_OK;
	code = spans_open(record->part, record->size, record->low,
		(enum encoding)db_below(record->row, 2, ENC_COUNT), spans, count, arena, &r->text,
		err);
	if (code == ERR_OK)
		code = article_stretches(&r->text, spans, count, tell_text, r, err);
	/* It could be read when it came in. */
	if (code == ERR_REFUSED)
		code = err_set(err, ERR_DAMAGED,
			_("an article's record is damaged; “baolan check --rebuild” makes the "
			  "archive afresh"));
	return code;
}

enum err_code
article_symbols(struct archive *archive, article_key key, struct symbols *symbols,
	struct arena *arena, symbols_fn each, void *ctx, struct err *err)
{
	struct reader r = {.symbols = symbols, .each = each, .ctx = ctx};
	struct record record = {.row = NULL};
	struct article article = {.label = ""};
	struct span *spans = NULL;
	uint32_t count = 0;
	enum err_code code = open_record(archive, key, &record, err);

	arena_reset(arena);
	if (code == ERR_OK)
		code = article_decode_spans(
			record.blob, record.blob_len, arena, &article, &spans, &count, err);
	if (code == ERR_OK)
		code = tell_texts(&r, &record, spans, count, arena, err);
	if (code == ERR_OK)
		code = tell_names(&r, article.reporters, article.reporter_count, err);
	if (code == ERR_OK)
		code = tell_names(&r, article.correspondents, article.correspondent_count, err);
	close_record(&record);
	return code;
}
