/*
 * buf.h - a growing run of bytes.
 *
 * Appending never fails loudly: without memory the buffer becomes `failed`,
 * further appends do nothing, and the one check stands where the bytes are
 * used (buf_ok).  A zeroed struct buf is an empty one.  data[len] is always a
 * NUL once something was appended.
 *
 * Thread rule: a buffer belongs to one thread at a time.
 */
#ifndef BAOLAN_BASE_BUF_H
#define BAOLAN_BASE_BUF_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

struct buf {
	char *data;
	size_t len, cap; /* bytes */
	bool failed;
};

void buf_free(struct buf *buf);

/* Forgets the bytes and a failure; keeps the memory. */
void buf_clear(struct buf *buf);

/* Room for `more` further bytes, so that pointers stay valid while they are written. */
bool buf_reserve(struct buf *buf, size_t more);

/* buf_add() where there is no room yet. */
void buf_add_more(struct buf *buf, const void *bytes, size_t len);

static inline void
buf_add(struct buf *buf, const void *bytes, size_t len)
{
	if (len == 0 || buf->data == NULL || buf->failed || buf->cap - buf->len <= len) {
		buf_add_more(buf, bytes, len);
		return;
	}
	memcpy(buf->data + buf->len, bytes, len);
	buf->len += len;
	buf->data[buf->len] = '\0';
}

void buf_adds(struct buf *buf, const char *text);
void buf_addc(struct buf *buf, char byte);
void buf_addf(struct buf *buf, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

/* A code point as UTF-8; one that is no scalar value becomes U+FFFD. */
void buf_add_ucs4(struct buf *buf, uint32_t c);

/* An unsigned integer in LEB128, 1 to 10 bytes. */
void buf_add_varint(struct buf *buf, uint64_t value);

static inline bool
buf_ok(const struct buf *buf)
{
	return !buf->failed;
}

/* The bytes as a C string, "" when nothing was appended; borrowed. */
const char *buf_str(const struct buf *buf);

/* As varint_get(), of any length. */
bool varint_get_long(const unsigned char **p, const unsigned char *end, uint64_t *value);

/* Reads a LEB128 integer at *p and moves *p on; false at the end or where it is malformed. */
static inline bool
varint_get(const unsigned char **p, const unsigned char *end, uint64_t *value)
{
	const unsigned char *at = *p;

	if (end - at >= 2 && (at[0] & at[1]) < 0x80) {
		bool two = at[0] >= 0x80;

		*value = (at[0] & 0x7Fu) | (two ? (uint64_t)at[1] << 7 : 0);
		*p += 1 + two;
		return true;
	}
	return varint_get_long(p, end, value);
}

#endif
