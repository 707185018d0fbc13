/* What the archive knows of files before an import. */
#include "archive/import_parts.h"
#include "base/hash.h"
#include "base/i18n.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

uint64_t
known_name(int64_t root, const char *source)
{
	return hash_bytes((uint64_t)root, source, strlen(source));
}

static const char *
text_or_null(sqlite3_stmt *stmt, int column, struct arena *arena, bool *ok)
{
	const char *text;

	if (sqlite3_column_type(stmt, column) == SQLITE_NULL)
		return NULL;
	text = arena_strdup(arena, db_name(stmt, column));
	*ok = *ok && text != NULL;
	return text;
}

static enum err_code
load_page(struct known *known, sqlite3_stmt *stmt, size_t *cap, struct err *err)
{
	struct known_page *page;
	int64_t *slot;
	bool ok = true;

	if (known->count == *cap) {
		*cap = *cap != 0 ? *cap * 2 : 1024;
		page = realloc(known->page, *cap * sizeof *page);
		if (page == NULL)
			return err_nomem(err);
		known->page = page;
	}
	page = &known->page[known->count];
	memset(page, 0, sizeof *page);
	page->id = sqlite3_column_int64(stmt, 0);
	page->root = sqlite3_column_int64(stmt, 1);
	page->source = text_or_null(stmt, 2, known->arena, &ok);
	page->size = sqlite3_column_int64(stmt, 3);
	page->time = sqlite3_column_int64(stmt, 4);
	page->hash = (uint64_t)sqlite3_column_int64(stmt, 5);
	page->refused = text_or_null(stmt, 6, known->arena, &ok);
	page->named = text_or_null(stmt, 7, known->arena, &ok);
	if (!ok)
		return err_nomem(err);
	if (page->source == NULL)
		return ERR_OK;
	slot = map_put(&known->by_name, known_name(page->root, page->source));
	if (slot == NULL)
		return err_nomem(err);
	*slot = (int64_t)known->count++;
	return ERR_OK;
}

enum err_code
known_add_root(struct known *known, int64_t id, const char *path, struct err *err)
{
	const char *copy = arena_strdup(known->arena, path);

	if (known->root_count == known->root_cap) {
		size_t cap = known->root_cap != 0 ? known->root_cap * 2 : 8;
		struct known_root *grown = realloc(known->root, cap * sizeof *grown);

		if (grown == NULL)
			return err_nomem(err);
		known->root = grown;
		known->root_cap = cap;
	}
	if (copy == NULL)
		return err_nomem(err);
	known->root[known->root_count++] = (struct known_root){id, copy};
	return ERR_OK;
}

enum err_code
known_load(struct known *known, struct archive *archive, struct err *err)
{
	sqlite3_stmt *stmt;
	enum err_code code;
	size_t cap = 0;

	memset(known, 0, sizeof *known);
	known->arena = arena_new((size_t)1 << 20);
	if (known->arena == NULL)
		return err_nomem(err);
	code = archive_stmt(archive, SQL_ROOT_ALL, &stmt, err);
	while (db_next(&archive->db, stmt, &code, err))
		code = known_add_root(known, sqlite3_column_int64(stmt, 0), db_name(stmt, 1), err);
	if (code == ERR_OK)
		code = archive_stmt(archive, SQL_PAGE_ALL, &stmt, err);
	while (db_next(&archive->db, stmt, &code, err))
		code = load_page(known, stmt, &cap, err);
	if (code != ERR_OK)
		known_free(known);
	return code;
}

void
known_free(struct known *known)
{
	arena_free(known->arena);
	free(known->page);
	free(known->root);
	map_free(&known->by_name);
	map_free(&known->by_hash);
	memset(known, 0, sizeof *known);
}

struct known_page *
known_find(const struct known *known, int64_t root, const char *source)
{
	const int64_t *at = map_find(&known->by_name, known_name(root, source));
	struct known_page *page = at != NULL ? &known->page[*at] : NULL;

	return page != NULL && page->root == root && strcmp(page->source, source) == 0 ? page
										       : NULL;
}

/* Where `path` goes on inside `root`, NULL where it is somewhere else. */
static const char *
inside(const char *root, const char *path)
{
	size_t len = strlen(root);

	if (len == 1)
		return path + 1;
	if (path == NULL || strncmp(root, path, len) != 0)
		return NULL;
	return path[len] == '/' ? path + len + 1 : path[len] == '\0' ? path + len : NULL;
}

int
known_root(const struct known *known, const char *path, const char **rest)
{
	size_t deepest = 0;
	int found = -1;

	for (size_t i = 0; i < known->root_count; i++) {
		const char *in = inside(known->root[i].path, path);
		size_t len = strlen(known->root[i].path);

		if (in != NULL && len > deepest) {
			deepest = len;
			found = (int)i;
			*rest = in;
		}
	}
	return found;
}

const char *
known_root_path(const struct known *known, int64_t root)
{
	for (size_t i = 0; i < known->root_count; i++) {
		if (known->root[i].id == root)
			return known->root[i].path;
	}
	return NULL;
}

/* ---- renamed files ---------------------------------------------------------------------- */

static enum err_code
make_hashes(struct known *known, struct err *err)
{
	/* From the end, so that the pages of one content stand in their order. */
	for (size_t i = known->count; i > 0; i--) {
		int64_t *first = map_put(&known->by_hash, known->page[i - 1].hash);

		if (first == NULL)
			return err_nomem(err);
		known->page[i - 1].same_hash = (size_t)*first;
		*first = (int64_t)i;
	}
	known->has_hashes = true;
	return ERR_OK;
}

enum err_code
known_is_gone(const struct known *known, const struct known_page *page, bool *gone, struct err *err)
{
	const char *folder = known_root_path(known, page->root);
	struct buf path = {0};
	struct stat st;
	bool ok;

	*gone = false;
	if (folder == NULL)
		return ERR_OK;
	buf_addf(&path, "%s/%s", folder, page->source);
	ok = buf_ok(&path);
	if (ok && lstat(path.data, &st) != 0)
		*gone = errno == ENOENT || errno == ENOTDIR;
	buf_free(&path);
	return ok ? ERR_OK : err_nomem(err);
}

/* Whoever was looked at once leaves the row: with a hundred thousand files of one content, each
 * would be looked at for each otherwise. */
enum err_code
known_gone(
	struct known *known, uint64_t hash, int64_t size, struct known_page **out, struct err *err)
{
	enum err_code code = known->has_hashes ? ERR_OK : make_hashes(known, err);
	int64_t *first = code == ERR_OK ? map_find(&known->by_hash, hash) : NULL;

	*out = NULL;
	while (code == ERR_OK && first != NULL && *first != 0 && *out == NULL) {
		struct known_page *page = &known->page[*first - 1];
		bool gone = false;

		*first = (int64_t)page->same_hash;
		if (!page->replaced && page->refused == NULL && page->size == size)
			code = known_is_gone(known, page, &gone, err);
		if (gone)
			*out = page;
	}
	return code;
}

/* ---- the lock --------------------------------------------------------------------------- */

enum err_code
import_lock(const char *path, int *out, struct err *err)
{
	struct buf name = {0};
	enum err_code code = ERR_OK;

	buf_addf(&name, "%s-lock", path);
	if (!buf_ok(&name))
		return err_nomem(err);
	*out = open(name.data, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
	if (*out < 0)
		code = err_errno(err, "%s", name.data);
	else if (flock(*out, LOCK_EX | LOCK_NB) != 0)
		code = errno == EWOULDBLOCK
			       ? err_set(err, ERR_ARCHIVE,
					 _("another import into %s is running; try again when it "
					   "has finished"),
					 path)
			       : err_errno(err, "%s", name.data);
	buf_free(&name);
	return code;
}
