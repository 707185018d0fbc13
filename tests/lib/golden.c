#include "golden.h"
#include "base/buf.h"
#include "base/utf8.h"

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unictype.h>
#include <uninorm.h>

char *
golden_read_file(const char *path, struct arena *arena, size_t *size)
{
	FILE *f = fopen(path, "rb");
	struct buf bytes = {0};
	char chunk[65536], *copy;
	size_t n;

	if (f == NULL)
		return NULL;
	while ((n = fread(chunk, 1, sizeof chunk, f)) > 0)
		buf_add(&bytes, chunk, n);
	fclose(f);
	copy = buf_ok(&bytes) ? arena_strndup(arena, buf_str(&bytes), bytes.len) : NULL;
	*size = bytes.len;
	buf_free(&bytes);
	return copy;
}

char *
golden_read_page(const char *const *folders, size_t count, const char *source, struct arena *arena,
	size_t *size)
{
	char path[1024], *bytes = NULL;

	for (size_t i = 0; i < count && bytes == NULL; i++) {
		snprintf(path, sizeof path, "%s/%s", folders[i], source);
		bytes = golden_read_file(path, arena, size);
	}
	return bytes;
}

/* ---- comparing -------------------------------------------------------------------------- */

static uint32_t
unify(uint32_t c)
{
	static const uint32_t quotes[] = {0x201C, 0x201D, 0x201E, 0x201F, 0xFF02, 0x300C, 0x300D,
		0x300E, 0x300F, 0x2018, 0x2019, 0x201A, 0x201B, 0xFF07, '\''};
	static const uint32_t dashes[] = {0x2014, 0x2013, 0x2015, 0x2212, 0x2500};
	static const uint32_t dots[] = {0x2026, 0xB7, 0x2022, 0x30FB};

	for (size_t i = 0; i < sizeof quotes / sizeof *quotes; i++)
		if (c == quotes[i])
			return '"';
	for (size_t i = 0; i < sizeof dashes / sizeof *dashes; i++)
		if (c == dashes[i])
			return '-';
	for (size_t i = 0; i < sizeof dots / sizeof *dots; i++)
		if (c == dots[i])
			return '.';
	return c;
}

const char *
golden_norm(const char *text, size_t len, struct arena *arena)
{
	uint8_t *folded;
	struct buf out = {0};
	size_t folded_len;
	const char *copy;

	if (text == NULL)
		return NULL;
	folded = u8_normalize(UNINORM_NFKC, (const uint8_t *)text, len, NULL, &folded_len);
	for (size_t i = 0, n; folded != NULL && i < folded_len; i += n) {
		uint32_t c = utf8_get((const char *)folded + i, &n);

		if (!uc_is_property_white_space(c))
			buf_add_ucs4(&out, unify(c));
	}
	free(folded);
	copy = arena_strndup(arena, buf_str(&out), out.len);
	buf_free(&out);
	return copy;
}

/* The characters of a text; the caller frees. */
static uint32_t *
characters(const char *text, size_t *count)
{
	size_t len = strlen(text), n = 0;
	uint32_t *out = malloc((len + 1) * sizeof *out);

	for (size_t i = 0, step; out != NULL && i < len; i += step)
		out[n++] = utf8_get(text + i, &step);
	*count = n;
	return out;
}

/* The length of the longest common subsequence, row by row. */
static size_t
common(const uint32_t *a, size_t na, const uint32_t *b, size_t nb)
{
	size_t *row = calloc(nb + 1, sizeof *row), result;

	if (row == NULL)
		return 0;
	for (size_t i = 0; i < na; i++) {
		size_t diagonal = 0;

		for (size_t j = 0; j < nb; j++) {
			size_t above = row[j + 1];

			if (a[i] == b[j])
				row[j + 1] = diagonal + 1;
			else if (row[j] > row[j + 1])
				row[j + 1] = row[j];
			diagonal = above;
		}
	}
	result = row[nb];
	free(row);
	return result;
}

bool
golden_near(const char *a, const char *b)
{
	size_t na, nb, most;
	uint32_t *ca, *cb;
	bool near;

	if (strcmp(a, b) == 0)
		return true;
	ca = characters(a, &na);
	cb = characters(b, &nb);
	most = na > nb ? na : nb;
	near = ca != NULL && cb != NULL && na != 0 && nb != 0 &&
	       (na > nb ? na - nb : nb - na) * 100 <= most * 3 &&
	       2 * common(ca, na, cb, nb) * 100 >= 97 * (na + nb);
	free(ca);
	free(cb);
	return near;
}

/* ---- reading ---------------------------------------------------------------------------- */

struct loader {
	sqlite3 *db;
	struct arena *arena;
	const char *json;
	size_t json_len;
};

/* A query over the file, whose path of parts is bound. */
static sqlite3_stmt *
query(const struct loader *l, const char *sql, const char *path)
{
	sqlite3_stmt *stmt = NULL;

	if (sqlite3_prepare_v2(l->db, sql, -1, &stmt, NULL) != SQLITE_OK)
		return NULL;
	sqlite3_bind_text(stmt, 1, l->json, (int)l->json_len, SQLITE_STATIC);
	sqlite3_bind_text(stmt, 2, path, -1, SQLITE_TRANSIENT);
	return stmt;
}

static const char *
column(const struct loader *l, sqlite3_stmt *stmt, int i)
{
	const char *text = (const char *)sqlite3_column_text(stmt, i);

	return text != NULL ? arena_strdup(l->arena, text) : NULL;
}

/* One value at a path, as text; NULL for null and for what is not there. */
static const char *
value(const struct loader *l, const char *path)
{
	sqlite3_stmt *stmt = query(l, "SELECT json_extract(?1, ?2)", path);
	const char *text = NULL;

	if (sqlite3_step(stmt) == SQLITE_ROW)
		text = column(l, stmt, 0);
	sqlite3_finalize(stmt);
	return text;
}

static const char *
norm_value(const struct loader *l, const char *path)
{
	const char *text = value(l, path);

	return text != NULL ? golden_norm(text, strlen(text), l->arena) : NULL;
}

static unsigned
length(const struct loader *l, const char *path)
{
	sqlite3_stmt *stmt = query(l, "SELECT json_array_length(?1, ?2)", path);
	unsigned n = 0;

	if (sqlite3_step(stmt) == SQLITE_ROW)
		n = (unsigned)sqlite3_column_int(stmt, 0);
	sqlite3_finalize(stmt);
	return n;
}

static struct golden_names
load_names(const struct loader *l, const char *path)
{
	struct golden_names names = {.count = length(l, path)};
	char item[128];

	names.name = arena_calloc(l->arena, names.count, sizeof *names.name);
	for (unsigned i = 0; i < names.count; i++) {
		snprintf(item, sizeof item, "%s[%u]", path, i);
		names.name[i] = norm_value(l, item);
	}
	return names;
}

/* A list, or one value (null too) that stands for a list of one. */
static struct golden_names
load_names_or_one(const struct loader *l, const char *path)
{
	const char *text = value(l, path);
	struct golden_names names = {.count = 1};

	if (text != NULL && *text == '[')
		return load_names(l, path);
	names.name = arena_calloc(l->arena, 1, sizeof *names.name);
	names.name[0] = text;
	return names;
}

static void
load_heads(const struct loader *l, unsigned i, struct golden_article *out)
{
	static const char *const fields[GOLD_HEADS] = {"kicker", "title", "deck"};
	char path[128];
	unsigned more;

	snprintf(path, sizeof path, "$.articles[%u].roles_any", i);
	more = length(l, path);
	out->readings = 1 + (more < GOLD_READINGS_MAX ? more : GOLD_READINGS_MAX - 1);
	for (unsigned r = 0; r < out->readings; r++) {
		for (unsigned h = 0; h < GOLD_HEADS; h++) {
			if (r == 0)
				snprintf(path, sizeof path, "$.articles[%u].%s", i, fields[h]);
			else
				snprintf(path, sizeof path, "$.articles[%u].roles_any[%u][%u]", i,
					r - 1, h);
			out->head[r][h] = norm_value(l, path);
			if (r == 0)
				out->head_text[h] = value(l, path);
			if (out->head[r][h] == NULL)
				out->head[r][h] = "";
		}
	}
}

static void
load_blocks(const struct loader *l, unsigned i, struct golden_article *out)
{
	static const char sql[] =
		"SELECT json_extract(value, '$.type'), json_extract(value, '$.text') "
		"FROM json_each(?1, ?2)";
	struct golden_block *blocks;
	sqlite3_stmt *stmt;
	char path[128];

	snprintf(path, sizeof path, "$.articles[%u].blocks", i);
	blocks = arena_calloc(l->arena, length(l, path), sizeof *blocks);
	out->blocks = blocks;
	stmt = query(l, sql, path);
	while (sqlite3_step(stmt) == SQLITE_ROW) {
		struct golden_block *b = &blocks[out->block_count++];
		const char *type = column(l, stmt, 0);

		b->text = column(l, stmt, 1);
		b->norm = golden_norm(b->text, strlen(b->text), l->arena);
		b->type = strcmp(type, "subhead") == 0   ? BLOCK_SUBHEAD
			  : strcmp(type, "caption") == 0 ? BLOCK_CAPTION
			  : strcmp(type, "credit") == 0  ? BLOCK_CREDIT
							 : BLOCK_PARA;
	}
	sqlite3_finalize(stmt);
}

static void
load_article(const struct loader *l, unsigned i, struct golden_article *out)
{
	const char *kind;
	char path[128];

	snprintf(path, sizeof path, "$.articles[%u].section", i);
	out->section = norm_value(l, path);
	snprintf(path, sizeof path, "$.articles[%u].kind", i);
	kind = value(l, path);
	out->kind = kind_from_name(kind != NULL ? kind : "");
	snprintf(path, sizeof path, "$.articles[%u].reporters", i);
	out->reporters = load_names(l, path);
	snprintf(path, sizeof path, "$.articles[%u].correspondents", i);
	out->correspondents = load_names(l, path);
	snprintf(path, sizeof path, "$.articles[%u].district", i);
	out->districts = load_names_or_one(l, path);
	snprintf(path, sizeof path, "$.articles[%u].mentions", i);
	out->mentions = load_names(l, path);
	snprintf(path, sizeof path, "$.articles[%u].outside", i);
	out->outside = load_names(l, path);
	load_heads(l, i, out);
	load_blocks(l, i, out);
}

static const struct golden_page *
load_page(const struct loader *l)
{
	struct golden_page *page = arena_calloc(l->arena, 1, sizeof *page);
	struct golden_article *articles;
	const char *number;

	page->source = value(l, "$.source");
	page->banner = norm_value(l, "$.banner");
	page->page_name = norm_value(l, "$.page_name");
	page->date = value(l, "$.date");
	number = value(l, "$.page_no");
	page->page_no = number != NULL ? atoi(number) : 0;
	page->article_count = length(l, "$.articles");
	articles = arena_calloc(l->arena, page->article_count, sizeof *articles);
	for (unsigned i = 0; i < page->article_count; i++)
		load_article(l, i, &articles[i]);
	page->articles = articles;
	return page;
}

const struct golden_page *
golden_load(const char *path, struct arena *arena, const char **why)
{
	struct loader l = {.arena = arena};
	const struct golden_page *page = NULL;

	*why = "cannot be read";
	l.json = golden_read_file(path, arena, &l.json_len);
	if (l.json == NULL)
		return NULL;
	*why = "is no gold";
	if (sqlite3_open(":memory:", &l.db) == SQLITE_OK)
		page = load_page(&l);
	sqlite3_close(l.db);
	return page != NULL && page->source != NULL ? page : NULL;
}
