/*
 * gb18030.h - the characters that GB 18030 writes in four bytes.
 *
 * They are not left to iconv(3) among the others, because of musl's (1.2.5): from
 * U+E000 on it takes them for other characters, and at one that it takes for a
 * surrogate, or for more than U+10FFFF, it goes back a byte in what it writes.
 * Above U+FFFF they are counted here; below, iconv(3) is asked for each alone.
 */
#ifndef BAOLAN_PAGE_GB18030_H
#define BAOLAN_PAGE_GB18030_H

#include <iconv.h>
#include <stddef.h>
#include <stdint.h>

/* How many bytes stand before the next of these; all of them where there is none. */
size_t gb_before_four(const unsigned char *p, size_t size);

/* The character at p, of which `size` bytes are there; cd goes from GB18030 to UTF-8.
 * 0: there is no such character. */
uint32_t gb_four(iconv_t cd, const unsigned char *p, size_t size);

#endif
