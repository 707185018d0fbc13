/*
 * archive.h - one SQLite file that holds pages, articles and their index.
 *
 * Everything in the archive is derived from page files and can be made afresh
 * from them.  What a reader adds (marks, notes, corrections, saved filters)
 * lives in a second file, see marks.h.
 *
 * Ownership: archive_open() gives a handle that archive_close() frees.
 * Thread rule: a handle belongs to one thread at a time; other threads open
 * their own.  archive_interrupt() alone may be called from any thread.
 */
#ifndef BAOLAN_ARCHIVE_ARCHIVE_H
#define BAOLAN_ARCHIVE_ARCHIVE_H

#include "archive/marks.h"
#include "base/arena.h"
#include "base/err.h"
#include "page/page.h"
#include "place/place.h"
#include "text/collate.h"
#include "topic/topic.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct archive;

enum archive_mode {
	ARCHIVE_READ,  /* it must be there and is never changed */
	ARCHIVE_WRITE, /* it must be there or can be made, its folders too */
};

/* Opens the archive at path.  In a folder that is not writable, or on a network file system, it
 * is opened read-only (ARCHIVE_WRITE is then an error); archive_note() says so.
 * Errors: ERR_ARCHIVE with what is wrong and what to do: missing, no archive of
 * ours, made by a newer program, locked, not writable; ERR_DAMAGED. */
enum err_code archive_open(
	const char *path, enum archive_mode mode, struct archive **out, struct err *err);
void archive_close(struct archive *archive);

const char *archive_path(const struct archive *archive);

/* Why it was opened read-only though that was not asked for: a sentence for a person, or NULL. */
const char *archive_note(const struct archive *archive);

/* From now on the reader's marks and corrections show in rows, filters, counts and articles of
 * this handle.  Borrowed, so close it after the archive; NULL: no marks. */
void archive_set_marks(struct archive *archive, struct marks *marks);

/* The order of titles in lists of this handle; by pinyin unless it is set.  Before any query is
 * opened. */
void archive_set_collation(struct archive *archive, enum collation collation);

/* A number that changes whenever a commit changed what the archive says. */
uint64_t archive_generation(struct archive *archive);

struct archive_info {
	uint64_t generation;
	uint64_t pages, refused_pages, articles;
	uint64_t text_bytes, file_bytes; /* of all pages; of the archive itself */
	/* Names this archive's content: equal where the same articles are in it, whatever the order
	 * in which they came.  16 hexadecimal digits. */
	char fingerprint[17];
};

/* At once at any size: all of it is kept up to date. */
enum err_code archive_info(struct archive *archive, struct archive_info *out, struct err *err);

/* Makes what runs on this handle now, and what starts before archive_resume(),
 * return ERR_CANCELLED soon.  From any thread, also from a signal handler. */
void archive_interrupt(struct archive *archive);
void archive_resume(struct archive *archive);

/* An article's key inside one archive: small, dense, never 0, not stable over a rebuild. */
typedef int64_t article_key;

#define STABLE_ID_LEN 12

/* One article as it is stored, whole.  Lives in the arena given to archive_article(); districts
 * and topics in it belong to the archive and are valid until archive_close(). */
struct stored_article {
	article_key key;
	char id[STABLE_ID_LEN + 1]; /* the stable id */
	const char *source;         /* relative to the folder that was imported */
	const char *root;           /* that folder */
	enum encoding encoding;
	struct article article; /* text_hash is 0: it went into the id */
	struct sheet sheet;
	/* With a correction by the reader, primary points at the district that was set (a hit
	 * without evidence where the text does not name it), or is -1 for none. */
	struct place_result places;
	bool corrected;
	struct topic_result topics;
	const struct person *people;
	unsigned people_count;
};

/* ERR_NOTFOUND where there is no such article (any more). */
enum err_code archive_article(struct archive *archive, article_key key, struct arena *arena,
	const struct stored_article **out, struct err *err);

/* The key of a stable id or of an unambiguous beginning of one (4 characters or more).
 * Upper case counts as lower, and o, i, l as the digits that they look like. */
enum err_code archive_find(
	struct archive *archive, const char *id, article_key *out, struct err *err);

/* The page file's bytes as they were imported, and in *start, *end the article's part of them. */
enum err_code archive_raw(struct archive *archive, article_key key, struct arena *arena,
	const char **bytes, size_t *size, uint32_t *start, uint32_t *end, enum encoding *encoding,
	struct err *err);

/* Verifies the file's structure, the index against the texts, the counts against counting.
 * report is called with one sentence for every finding; *findings is their number. */
typedef void (*archive_report_fn)(void *ctx, const char *sentence);
enum err_code archive_check(struct archive *archive, archive_report_fn report, void *ctx,
	unsigned *findings, struct err *err);

#endif
