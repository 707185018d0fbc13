/*
 * column.h - a few facts about every article, side by side.
 *
 * Counts, statistics and every order of a list are made by running over the
 * columns of all articles; nothing else at a million articles is as fast and
 * as simple.  A column is cut into chunks of CHUNK_KEYS keys; a chunk is one
 * blob of table chunk, and it only ever grows at its end, so that appending
 * articles writes the last chunk of each column and nothing else.
 *
 * Formats (integers little endian):
 *   COL_DEAD     one bit a key: the article was dropped; a chunk that does not
 *                exist has none
 *   COL_UNIT     records of UNIT_SIZE bytes, by rising key: from this key on
 *                page, order of the page and date are these
 *   COL_CHARS    uint32 a key: characters of the text
 *   COL_BOUND    in its only chunk BOUND_SIZE bytes for each chunk of units (bounds.h)
 *   lists        for each key the numbers of its values (table value) as
 *                LEB128 of number * 2 + 1, or number * 2 for the last; an
 *                article without a value has the one number 0
 *
 * Internal to core/archive and core/query.
 */
#ifndef BAOLAN_ARCHIVE_COLUMN_H
#define BAOLAN_ARCHIVE_COLUMN_H

#include "archive/archive.h"
#include "base/buf.h"

#ifndef CHUNK_KEYS /* make small */
#define CHUNK_KEYS 8192u
#endif

enum column {
	COL_DEAD,
	COL_UNIT,
	COL_CHARS,
	COL_BOUND,    /* 3 to 5 were the order of titles, up to version 2 */
	COL_KIND = 6, /* from here on: lists; the numbers of facets in table value as well */
	COL_DISTRICT,
	COL_MENTION, /* every district named, the primary one included; values of COL_DISTRICT */
	COL_TOPIC,
	COL_REPORTER,
	COL_SECTION,
	COL_PERSON,
	COL_COUNT
};

#define COL_FIRST_LIST COL_KIND

/* The columns of each article, one after the other: COL_UNIT, COL_CHARS, the lists, COL_COUNT. */
static inline enum column
column_after(enum column column)
{
	return column == COL_CHARS ? COL_FIRST_LIST : (enum column)(column + 1);
}

/* Keys that follow each other on one page with one date. */
struct unit {
	article_key first; /* of the unit's keys in this chunk */
	uint32_t count;
	uint32_t date;  /* yyyymmdd, 0: not known */
	uint64_t place; /* order of the page by source */
	int64_t page;
};

#define UNIT_SIZE 18u

/* Puts the blob of a chunk into *out, which is emptied first; a chunk that does not exist gives
 * no bytes.  Setting units keeps their bounds right (bounds.h). */
enum err_code column_get(struct archive *archive, enum column column, uint32_t chunk,
	struct buf *out, struct err *err);
/* The chunks of a column that exist, one by one: *chunk is the last one that was given, -1 before
 * the first, and behind the last. */
enum err_code column_next(struct archive *archive, enum column column, int64_t *chunk,
	struct buf *out, struct err *err);
enum err_code column_set(struct archive *archive, enum column column, uint32_t chunk,
	const void *data, size_t len, struct err *err);

/* The key that the next article gets: all keys are below it, and their chunks have bounds.
 * ERR_DAMAGED where the file says anything else. */
enum err_code column_end(struct archive *archive, article_key *out, struct err *err);

/* Appending.  Zero it, then column_writer_start(). */
struct column_writer {
	article_key next;    /* the key that the next article gets */
	article_key flushed; /* the keys below it are written */
	int64_t page;        /* of the last unit */
	uint32_t date;
	bool dirty;
	struct buf col[COL_COUNT]; /* the last chunk of each column */
};

/* What the columns hold of one article. */
struct column_row {
	int64_t page;
	uint64_t place;
	uint32_t date, chars;
	const uint32_t *list[COL_COUNT - COL_FIRST_LIST];
	uint32_t list_len[COL_COUNT - COL_FIRST_LIST];
};

enum err_code column_writer_start(
	struct column_writer *writer, struct archive *archive, struct err *err);
enum err_code column_append(struct column_writer *writer, struct archive *archive,
	const struct column_row *row, struct err *err);
/* Writes what is not written yet; more can be appended after it. */
enum err_code column_flush(struct column_writer *writer, struct archive *archive, struct err *err);
void column_writer_free(struct column_writer *writer);

/* Reading the pieces of a blob; all are safe on blobs that say nonsense. */
static inline uint32_t
get_u16(const unsigned char *p)
{
	return (uint32_t)p[0] | (uint32_t)p[1] << 8;
}

static inline uint32_t
get_u32(const unsigned char *p)
{
	return (uint32_t)p[0] | (uint32_t)p[1] << 8 | (uint32_t)p[2] << 16 | (uint32_t)p[3] << 24;
}

static inline uint64_t
get_u64(const unsigned char *p)
{
	return get_u32(p) | (uint64_t)get_u32(p + 4) << 32;
}

/* Units of a chunk: starts at *at == 0; false at the end. */
bool unit_next(const unsigned char *data, size_t len, uint32_t chunk, article_key end, size_t *at,
	struct unit *out);

/* The next number of a list; *more is false for the last of an article. */
static inline uint32_t
list_next(const unsigned char **p, const unsigned char *end, bool *more)
{
	uint32_t v = 0;
	unsigned shift = 0;

	while (*p < end) {
		unsigned char byte = *(*p)++;

		v |= (uint32_t)(byte & 0x7F) << shift;
		shift += 7;
		if (byte < 0x80 || shift > 28)
			break;
	}
	*more = (v & 1) != 0 && *p < end;
	return v >> 1;
}

#endif
