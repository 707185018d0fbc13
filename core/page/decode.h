/*
 * decode.h - the bytes of a page file as UTF-8, with the way back.
 *
 * The encoding is found by strict checks first and by evidence where several
 * fit: a byte order mark; valid UTF-8; UTF-16 whose units are characters of
 * such pages; GB18030 or Big5, whichever puts more of its pairs where the common
 * characters stand (GB 2312 level 1, Big5 level 1).
 *
 * Ownership: text borrows the file's bytes and, where they had to be converted,
 * lives in the arena.
 * Thread rule: as the arena.
 */
#ifndef BAOLAN_PAGE_DECODE_H
#define BAOLAN_PAGE_DECODE_H

#include "page/page.h"

struct text {
	const char *data; /* valid UTF-8 without a byte order mark, not NUL-terminated */
	size_t len;       /* bytes */
	enum encoding encoding;
	bool bom;
	const unsigned char *file; /* the bytes that data stands for, behind a mark */
	size_t file_len;
	size_t file_base;      /* where `file` begins in the page file */
	const uint32_t *marks; /* file offset of every OFFSET_STRIDE bytes of text; NULL: UTF-8 */
};

/* Finds the encoding of a whole file and converts it.
 * Errors: ERR_REFUSED where no encoding fits or where it is no text, ERR_NOMEM. */
enum err_code text_open(
	const void *bytes, size_t size, struct arena *arena, struct text *out, struct err *err);

/* Converts a part of a file whose encoding is known; file_base is where it begins.
 * Errors: ERR_REFUSED where the bytes are not of that encoding, ERR_NOMEM. */
enum err_code text_open_as(const void *bytes, size_t size, size_t file_base, enum encoding encoding,
	struct arena *arena, struct text *out, struct err *err);

/* A walk from text offsets to file offsets.  Going forward is cheap, elsewhere costs
 * a bounded search. */
struct offsets {
	const struct text *text;
	size_t text_at, file_at; /* file_at counts from text->file */
};

void offsets_begin(struct offsets *walk, const struct text *text);

/* offsets_file() of a text that was converted. */
uint32_t offsets_walk(struct offsets *walk, size_t at);

/* The file offset of the character that begins at text offset `at`. */
static inline uint32_t
offsets_file(struct offsets *walk, size_t at)
{
	return walk->text->marks == NULL ? (uint32_t)(walk->text->file_base + at)
					 : offsets_walk(walk, at);
}

/* The text offset of the character that begins at file offset `at`. */
size_t offsets_text(struct offsets *walk, uint32_t at);

/* Bytes that the character at file position p takes there. */
size_t encoded_len(enum encoding encoding, const unsigned char *p);

#endif
