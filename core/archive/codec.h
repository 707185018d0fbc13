/*
 * codec.h - what is stored of an article besides the row of a list, as one blob.
 *
 * Numbers are LEB128, signed ones zigzag.  Texts that stand in the page's bytes
 * are not stored again: evidence keeps where it is, and its words only where
 * repair changed them.  Everything is read with its length checked, so that a
 * damaged or hostile archive gives ERR_DAMAGED and nothing worse.
 *
 * Internal to core/archive.
 */
#ifndef BAOLAN_ARCHIVE_CODEC_H
#define BAOLAN_ARCHIVE_CODEC_H

#include "archive/archive.h"
#include "base/buf.h"

/* How district and topic are named in the archive: by their numbers in table value.  The arrays
 * lead from the index of the gazetteer or lexicon to the number. */
struct numbers {
	const uint32_t *district, *topic;
};

struct article_parts {
	const struct article *article;
	const struct span *spans; /* the article's own, in order */
	uint32_t span_count;
	const struct place_result *places;
	const struct topic_result *topics;
	const struct person *people;
	unsigned people_count;
};

/* bytes: the page file, to see which words stand there as they are.  Texts are compared only
 * in UTF-8 pages; in others all words of evidence are stored. */
void article_encode(struct buf *out, const struct article_parts *parts,
	const struct numbers *numbers, const void *bytes, size_t size, enum encoding encoding);

/* Fills what the blob holds of *out: ordinal, sheet, spans' range, kind (left alone), reporters,
 * places, topics, people.  Spans come separately.  part: the page file's bytes [base, base +
 * size). */
struct article_source {
	const char *part;
	size_t size;
	uint32_t base;
	const struct district *district; /* by number, as in struct archive */
	const struct topic *topic;
	unsigned district_count, topic_count;
};

/* The part [*low, *high) of the page file that article_decode() wants. */
enum err_code article_decode_range(
	const void *blob, size_t len, uint32_t *low, uint32_t *high, struct err *err);

/* The spans and the names of those who wrote alone. */
enum err_code article_decode_spans(const void *blob, size_t len, struct arena *arena,
	struct article *out, struct span **spans, uint32_t *span_count, struct err *err);

enum err_code article_decode(const void *blob, size_t len, const struct article_source *source,
	struct arena *arena, struct stored_article *out, struct span **spans, uint32_t *span_count,
	struct err *err);

void sheets_encode(struct buf *out, const struct sheet *sheets, unsigned count);
/* One sheet of the blob; one that is not there gives an empty sheet. */
enum err_code sheet_decode(const void *blob, size_t len, unsigned which, struct arena *arena,
	struct sheet *out, struct err *err);

#endif
