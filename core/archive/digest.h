/*
 * digest.h - all that the archive keeps of one page file, made ready by a worker.
 *
 * digest_make() does everything that can be done without the archive: reading,
 * parsing, districts, topics, people, the encoded blobs.  What is left for the
 * one writer is to number values and to store.
 *
 * Ownership: a digest owns an arena and is freed with digest_free().
 * Thread rule: knowledge is read-only and shared by all workers; a digest
 * belongs to one thread at a time.
 */
#ifndef BAOLAN_ARCHIVE_DIGEST_H
#define BAOLAN_ARCHIVE_DIGEST_H

#include "archive/codec.h"
#include "archive/column.h"
#include "archive/terms.h"

/* What the parsers know. */
struct knowledge {
	struct parser *parser;
	struct gazetteer *gazetteer;
	struct lexicon *lexicon;
	struct numbers numbers; /* filled by the writer before workers start */
};

enum err_code knowledge_new(struct knowledge *out, const char *user_folder, table_warn_fn warn,
	void *ctx, struct err *err);
void knowledge_free(struct knowledge *knowledge);

struct digest_article {
	uint64_t text_hash;
	unsigned occurrence; /* 0, 1, 2 … of the same text on this page */
	unsigned ordinal;
	enum article_kind kind;
	bool titled;
	uint32_t chars;
	int date, page_no;
	const char *label, *reporter; /* reporter: the first, or NULL */
	const char *data;             /* codec.h */
	size_t data_len;
	/* Values of the lists; districts and topics by number, the others by name. */
	uint32_t district; /* 0: none */
	const uint32_t *mention, *topic;
	unsigned mention_count, topic_count;
	const char *section; /* or NULL */
	const char *const *reporters;
	const char *const *people;
	unsigned reporter_count, people_count;
	const uint64_t *term; /* of the index */
	size_t term_count;
};

struct digest {
	struct arena *arena;
	enum err_code code; /* not ERR_OK: the page was refused, and why says it */
	struct err why;
	enum encoding encoding;
	const char *bytes;
	size_t size;
	uint64_t hash; /* of the bytes */
	const char *sheets;
	size_t sheets_len;
	struct digest_article *article;
	unsigned count;
};

/* The hash of a page file's bytes. */
uint64_t page_hash(const void *bytes, size_t size);

/* bytes are borrowed and must outlive the digest.  A page that is refused gives a digest that
 * says so; the result is NULL without memory only. */
struct digest *digest_make(
	const struct knowledge *knowledge, const char *bytes, size_t size, const char *source);
void digest_free(struct digest *digest);

#endif
