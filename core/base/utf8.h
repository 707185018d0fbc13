/*
 * utf8.h - UTF-8 that is known to be valid.
 *
 * Text from outside is checked once, where it comes in (utf8_is_valid(), or u8_check of
 * libunistring); behind that gate these inline functions read it without
 * looking back.  Everything that needs a property of a character asks
 * libunistring.
 */
#ifndef BAOLAN_BASE_UTF8_H
#define BAOLAN_BASE_UTF8_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

/* Nothing but whole scalar values in their shortest form, as u8_check() has it; several times as
 * fast where nearly all of them have one to three bytes. */
bool utf8_is_valid(const char *text, size_t len);

/* Length in bytes, 1 to 4, of the character that starts with this byte. */
static inline size_t
utf8_len(unsigned char first)
{
	return first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
}

/* The character at p, and in *len its bytes.  The text must be valid from p on: what marks its
 * bytes as first ones and further ones is then known and taken off in one go. */
static inline uint32_t
utf8_get(const char *text, size_t *len)
{
	const unsigned char *p = (const unsigned char *)text;

	/* First what Chinese is made of. */
	if ((p[0] & 0xF0) == 0xE0) {
		*len = 3;
		return ((((uint32_t)p[0] << 6) + p[1]) << 6) + p[2] -
		       ((0xE0U << 12) + (0x80U << 6) + 0x80);
	}
	if (p[0] < 0x80) {
		*len = 1;
		return p[0];
	}
	if (p[0] < 0xE0) {
		*len = 2;
		return ((uint32_t)p[0] << 6) + p[1] - ((0xC0U << 6) + 0x80);
	}
	*len = 4;
	return ((((((uint32_t)p[0] << 6) + p[1]) << 6) + p[2]) << 6) + p[3] -
	       ((0xF0U << 18) + (0x80U << 12) + (0x80U << 6) + 0x80);
}

/* The character that ends before p; start is the text's beginning, p > start. */
static inline uint32_t
utf8_before(const char *start, const char *p, size_t *len)
{
	const char *q = p - 1;

	/* A first byte of three that stands third from here. */
	if (p - start >= 3 && ((unsigned char)p[-3] & 0xF0) == 0xE0)
		return utf8_get(p - 3, len);
	while (q > start && ((unsigned char)*q & 0xC0) == 0x80)
		q--;
	return utf8_get(q, len);
}

/* Writes c to out (4 bytes of room), returns its length; no scalar value: U+FFFD. */
static inline size_t
utf8_put(char *out, uint32_t c)
{
	if (c < 0x80) {
		out[0] = (char)c;
		return 1;
	}
	if (c < 0x800) {
		out[0] = (char)(0xC0 | c >> 6);
		out[1] = (char)(0x80 | (c & 0x3F));
		return 2;
	}
	if (c > 0x10FFFF || (c >= 0xD800 && c < 0xE000))
		c = 0xFFFD;
	if (c < 0x10000) {
		out[0] = (char)(0xE0 | c >> 12);
		out[1] = (char)(0x80 | (c >> 6 & 0x3F));
		out[2] = (char)(0x80 | (c & 0x3F));
		return 3;
	}
	out[0] = (char)(0xF0 | c >> 18);
	out[1] = (char)(0x80 | (c >> 12 & 0x3F));
	out[2] = (char)(0x80 | (c >> 6 & 0x3F));
	out[3] = (char)(0x80 | (c & 0x3F));
	return 4;
}

/* Characters in len bytes: 10xxxxxx stands inside one. */
static inline size_t
utf8_count(const char *text, size_t len)
{
	const uint64_t ones = 0x0101010101010101U;
	size_t inside = 0, at = 0;

	/* A loop of one length, which compilers make one over vectors. */
	for (; at + 64 <= len; at += 64) {
		uint8_t n = 0;

		for (unsigned i = 0; i < 64; i++)
			n = (uint8_t)(n + (((unsigned char)text[at + i] & 0xC0) == 0x80));
		inside += n;
	}
	for (; at + 8 <= len; at += 8) {
		uint64_t eight;

		memcpy(&eight, text + at, 8);
		inside += (size_t)(((eight >> 7 & ~eight >> 6) & ones) * ones >> 56);
	}
	for (; at < len; at++)
		inside += ((unsigned char)text[at] & 0xC0) == 0x80;
	return len - inside;
}

#endif
