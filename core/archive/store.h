/*
 * store.h - the one writer of an archive.
 *
 * A store collects changes in one transaction; store_commit() makes them
 * visible to all at once and begins the next with the first change after it.
 * A page is in the archive whole or not at all.
 *
 * Internal to core/archive.
 * Thread rule: belongs to the thread of the archive's handle.
 */
#ifndef BAOLAN_ARCHIVE_STORE_H
#define BAOLAN_ARCHIVE_STORE_H

#include "archive/digest.h"
#include "archive/facet_terms.h"
#include "archive/index.h"
#include "archive/internal.h"
#include "base/map.h"

struct store {
	struct archive *archive;
	bool open; /* a transaction is */
	struct column_writer columns;
	struct index_writer index;
	struct facet_terms facets; /* of the article that is added */
	struct map numbers;        /* hash of facet and text: number in table value */
	struct map counts;         /* facet << 32 | number: change of its count */
	int64_t last[COL_COUNT];   /* the largest number of each facet */
	int64_t pages, refused, articles, chars, text_bytes; /* changes of the counters */
	uint64_t fingerprint;
	size_t pending_bytes;       /* of pages since the last commit */
	uint32_t *district, *topic; /* struct numbers */
	uint32_t kind[KIND_COUNT];  /* numbers of the kinds */
};

/* Where a page file is and what it is on disk. */
struct page_file {
	int64_t root;
	const char *source;
	int64_t size, time; /* time: nanoseconds since 1970 */
	const char *named;  /* the source that its ids are made with, NULL: source */
};

enum err_code store_start(struct store *store, struct archive *archive, struct err *err);

/* Numbers the districts and topics that the program knows, and writes down what they are. */
enum err_code store_tables(struct store *store, struct knowledge *knowledge, struct err *err);

enum err_code store_root(struct store *store, const char *path, int64_t *out, struct err *err);

enum err_code store_page_add(struct store *store, const struct page_file *file,
	const struct digest *digest, struct err *err);
enum err_code store_page_drop(struct store *store, int64_t page, struct err *err);
/* The same content with another time. */
enum err_code store_page_touch(
	struct store *store, int64_t page, int64_t size, int64_t time, struct err *err);

/* Begins the transaction, if none is open. */
enum err_code store_begin(struct store *store, struct err *err);

/* The number of a facet's value, a new one where the archive does not know it yet. */
enum err_code store_number(
	struct store *store, enum column facet, const char *text, uint32_t *out, struct err *err);
enum err_code store_count(
	struct store *store, enum column facet, uint32_t number, int change, struct err *err);

/* A place for a page between those of its neighbours in the order of sources. */
enum err_code store_place(
	struct store *store, const struct page_file *file, int64_t *out, struct err *err);
/* What an article's id adds to the archive's fingerprint. */
uint64_t store_fingerprint(uint64_t id);

enum err_code store_commit(struct store *store, struct err *err);
/* Takes back what was not committed and frees what the store holds. */
void store_end(struct store *store);

#endif
