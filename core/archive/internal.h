/*
 * internal.h - what the files of core/archive and core/query know of an open archive.
 *
 * Thread rule: as archive.h.
 */
#ifndef BAOLAN_ARCHIVE_INTERNAL_H
#define BAOLAN_ARCHIVE_INTERNAL_H

#include "archive/archive.h"
#include "archive/column.h"
#include "archive/db.h"
#include "archive/sql.h"

struct bound;
struct kept;

struct archive {
	struct db db;
	bool readonly;
	char *note; /* owned */
	struct marks *marks;
	enum collation collation; /* of titles */
	/* Districts and topics by number, as they are in the file; see archive_districts(). */
	struct arena *tables;
	bool tables_ready;
	int64_t tables_of; /* the version that they were read at */
	struct district *district;
	struct topic *topic;
	unsigned district_count, topic_count; /* of the arrays: the largest number + 1 */
	struct bound *bounds;                 /* bounds.h */
	int64_t bounds_of;                    /* the generation that they were made at */
	uint32_t bounds_count;
	struct kept *kept;     /* kept.h */
	uint32_t *letters;     /* sound.h */
	struct spares *spares; /* kept.h */
};

static inline enum err_code
archive_stmt(struct archive *archive, enum archive_sql which, sqlite3_stmt **out, struct err *err)
{
	return db_stmt(&archive->db, which, out, err);
}

static inline enum err_code
archive_row(struct archive *archive, enum archive_sql which, const int64_t *keys, int count,
	sqlite3_stmt **row, struct err *err)
{
	return db_row(&archive->db, which, keys, count, row, err);
}

/* The one blob that a statement gives for a number; empty where it gives no row. */
enum err_code archive_blob(struct archive *archive, enum archive_sql which, int64_t key,
	struct buf *out, struct err *err);

/* A counter of table meta, 0 where there is none. */
enum err_code meta_get(struct archive *archive, const char *name, int64_t *out, struct err *err);
enum err_code meta_set(struct archive *archive, const char *name, int64_t value, struct err *err);

/* Reads the districts and topics that the archive knows, if that has not been done.  An element
 * whose name is NULL has no such number. */
enum err_code archive_tables(struct archive *archive, struct err *err);

/* A copy of a file name, which need not be UTF-8: what is none becomes U+FFFD. */
const char *utf8_copy(struct arena *arena, const char *text);

/* Stable ids: 60 bits, written as 12 digits of base 32 (0-9 a-z without i, l, o, u). */
uint64_t stable_id(const char *source, uint64_t text_hash, unsigned occurrence);
void stable_id_text(uint64_t id, char out[STABLE_ID_LEN + 1]);
/* The ids [*low, *high] that begin as the text does; false where it cannot be one. */
bool stable_id_range(const char *text, size_t len, uint64_t *low, uint64_t *high);

#endif
