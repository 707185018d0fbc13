#include "page/chars.h"

#include <string.h>

#define L CC_LETTER
#define D CC_DIGIT
#define H CC_IDEOGRAPH
#define I CC_IGNORE
#define S CC_SPACE

/* A page is 256 characters; most of them are all alike. */
enum page {
	OTHER,
	LETTERS,
	IDEOGRAPHS,
	IGNORED,
	P00,
	P02,
	P03,
	P05,
	P06,
	P16,
	P18,
	P20,
	P24,
	P25,
	P26,
	P27,
	P2E,
	P2F,
	P30,
	P31,
	P32,
	PD7,
	PFE,
	PFF,
	PAGE_COUNT
};

const unsigned char char_page[256] = {[0x00] = P00,
	[0x01] = LETTERS,
	[0x02] = P02,
	[0x03] = P03,
	[0x04] = LETTERS,
	[0x05] = P05,
	[0x06] = P06,
	[0x16] = P16,
	[0x18] = P18,
	[0x1E ... 0x1F] = LETTERS,
	[0x20] = P20,
	[0x24] = P24,
	[0x25] = P25,
	[0x26] = P26,
	[0x27] = P27,
	[0x2E] = P2E,
	[0x2F] = P2F,
	[0x30] = P30,
	[0x31] = P31,
	[0x32] = P32,
	[0x34 ... 0x9F] = IDEOGRAPHS,
	[0xAC ... 0xD6] = IDEOGRAPHS,
	[0xD7] = PD7,
	[0xE0 ... 0xF8] = IGNORED,
	[0xF9 ... 0xFA] = IDEOGRAPHS,
	[0xFE] = PFE,
	[0xFF] = PFF};

/* What is not named is CC_OTHER. */
const unsigned char char_pages[PAGE_COUNT][256] = {
	[LETTERS] = {[0x00 ... 0xFF] = L},
	[IDEOGRAPHS] = {[0x00 ... 0xFF] = H},
	[IGNORED] = {[0x00 ... 0xFF] = I},
	[P00] = {[0x00 ... 0x08] = I,
		[0x09 ... 0x0D] = S,
		[0x0E ... 0x1F] = I,
		[' '] = S,
		['!'] = CC_STOP,
		['"'] = CC_QUOTE,
		['\''] = CC_QUOTE,
		['('] = CC_OPEN,
		[')'] = CC_CLOSE,
		[','] = CC_POINT,
		['-'] = CC_DASH,
		['0' ... '9'] = D,
		[':'] = CC_POINT,
		[';'] = CC_POINT,
		['?'] = CC_STOP,
		['A' ... 'Z'] = L,
		['['] = CC_OPEN,
		[']'] = CC_CLOSE,
		['a' ... 'z'] = L,
		['{'] = CC_OPEN,
		['}'] = CC_CLOSE,
		['~'] = CC_DASH,
		[0x7F ... 0x84] = I,
		[0x85] = S,
		[0x86 ... 0x9F] = I,
		[0xA0] = S,
		[0xAD] = I,
		[0xC0 ... 0xD6] = L,
		[0xD8 ... 0xF6] = L,
		[0xF8 ... 0xFF] = L},
	[P02] = {[0x00 ... 0xAF] = L},
	[P03] = {[0x70 ... 0x73] = L, [0x76 ... 0x7D] = L, [0x86 ... 0xFF] = L},
	[P05] = {[0x00 ... 0x2F] = L},
	[P06] = {[0x1C] = I},
	[P16] = {[0x80] = S},
	[P18] = {[0x0E] = I},
	[P20] = {[0x00 ... 0x0A] = S,
		[0x0B ... 0x0F] = I,
		[0x10 ... 0x15] = CC_DASH,
		[0x18] = CC_OPENQUOTE,
		[0x19] = CC_ENDQUOTE,
		[0x1A ... 0x1C] = CC_OPENQUOTE,
		[0x1D] = CC_ENDQUOTE,
		[0x1E ... 0x1F] = CC_OPENQUOTE,
		[0x22 ... 0x23] = CC_BULLET,
		[0x26] = CC_STOP,
		[0x28 ... 0x29] = S,
		[0x2A ... 0x2E] = I,
		[0x2F] = S,
		[0x3B] = CC_BULLET,
		[0x3C ... 0x3D] = CC_STOP,
		[0x5F] = S,
		[0x60 ... 0x6F] = I},
	[P24] = {[0x60 ... 0xFF] = CC_CIRCLED},
	[P25] = {[0x00 ... 0x01] = CC_DASH,
		[0xA0 ... 0xD9] = CC_BULLET,
		[0xE6] = CC_BULLET,
		[0xEF] = CC_BULLET},
	[P26] = {[0x05 ... 0x06] = CC_BULLET,
		[0x0E ... 0x0F] = CC_BULLET,
		[0x1E] = CC_BULLET,
		[0x60 ... 0x67] = CC_BULLET},
	[P27] = {[0x14] = CC_BULLET,
		[0x56] = CC_BULLET,
		[0x76 ... 0x93] = CC_CIRCLED,
		[0xA2 ... 0xA4] = CC_BULLET},
	[P2E] = {[0x80 ... 0xFF] = H},
	[P2F] = {[0x00 ... 0xDF] = H},
	[P30] = {[0x00] = S,
		[0x01] = CC_POINT,
		[0x02] = CC_STOP,
		[0x05 ... 0x07] = H,
		[0x08] = CC_OPEN,
		[0x09] = CC_CLOSE,
		[0x0A] = CC_OPEN,
		[0x0B] = CC_CLOSE,
		[0x0C] = CC_OPENQUOTE,
		[0x0D] = CC_ENDQUOTE,
		[0x0E] = CC_OPENQUOTE,
		[0x0F] = CC_ENDQUOTE,
		[0x10] = CC_OPEN,
		[0x11] = CC_CLOSE,
		[0x13] = CC_BULLET,
		[0x14] = CC_OPEN,
		[0x15] = CC_CLOSE,
		[0x16] = CC_OPEN,
		[0x17] = CC_CLOSE,
		[0x1C] = CC_DASH,
		[0x1D] = CC_OPENQUOTE,
		[0x1E ... 0x1F] = CC_ENDQUOTE,
		[0x21 ... 0x29] = H,
		[0x41 ... 0xFF] = H},
	[P31] = {[0x00 ... 0x8F] = H, [0xA0 ... 0xFF] = H},
	[P32] = {[0x20 ... 0x47] = CC_CIRCLED, [0x80 ... 0xB0] = CC_CIRCLED},
	[PD7] = {[0x00 ... 0xA3] = H},
	[PFE] = {[0x00 ... 0x0F] = I, [0x35] = CC_OPEN, [0x36] = CC_CLOSE, [0xFF] = I},
	/* FF01 to FF5E are ASCII, made wide. */
	[PFF] = {[0x01] = CC_STOP,
		[0x02] = CC_QUOTE,
		[0x07] = CC_QUOTE,
		[0x08] = CC_OPEN,
		[0x09] = CC_CLOSE,
		[0x0C] = CC_POINT,
		[0x0D] = CC_DASH,
		[0x10 ... 0x19] = D,
		[0x1A ... 0x1B] = CC_POINT,
		[0x1F] = CC_STOP,
		[0x21 ... 0x3A] = L,
		[0x3B] = CC_OPEN,
		[0x3D] = CC_CLOSE,
		[0x41 ... 0x5A] = L,
		[0x5B] = CC_OPEN,
		[0x5D] = CC_CLOSE,
		[0x5E] = CC_DASH,
		[0x61] = CC_STOP,
		[0x62] = CC_OPENQUOTE,
		[0x63] = CC_ENDQUOTE,
		[0x64] = CC_POINT,
		[0xF9 ... 0xFC] = I},
};

#undef L
#undef D
#undef H
#undef I
#undef S

enum cclass
char_class_beyond(uint32_t c)
{
	if (c < 0x20000)
		return CC_OTHER;
	return c < 0x40000 ? CC_IDEOGRAPH : c >= 0xE0000 && c <= 0x10FFFF ? CC_IGNORE : CC_OTHER;
}

const uint16_t full_width_ascii[128] = {[','] = 0xFF0C,
	[':'] = 0xFF1A,
	[';'] = 0xFF1B,
	['?'] = 0xFF1F,
	['!'] = 0xFF01,
	['('] = 0xFF08,
	[')'] = 0xFF09};

int
numeral_value(uint32_t c)
{
	if (c < 0x80)
		return c >= '0' && c <= '9' ? (int)(c - '0') : -1;
	if (c >= 0xFF10)
		return c <= 0xFF19 ? (int)(c - 0xFF10) : -1;
	switch (c) {
	case U'○':
	case U'〇':
	case U'零':
		return 0;
	case U'一':
		return 1;
	case U'二':
		return 2;
	case U'三':
		return 3;
	case U'四':
		return 4;
	case U'五':
		return 5;
	case U'六':
		return 6;
	case U'七':
		return 7;
	case U'八':
		return 8;
	case U'九':
		return 9;
	case U'十':
		return 10;
	case U'廿':
		return 20;
	case U'百':
		return 100;
	default:
		return -1;
	}
}

bool
is_numeral(uint32_t c)
{
	return numeral_value(c) >= 0;
}

bool
has_wide_space(const char *text, size_t from, size_t to)
{
	while (to - from >= 3) {
		const char *p = memchr(text + from, 0xE3, to - from - 2);

		if (p == NULL)
			return false;
		if (p[1] == '\x80' && p[2] == '\x80')
			return true;
		from = (size_t)(p - text) + 3;
		if (from > to)
			return false;
	}
	return false;
}

/* Bytes that are looked at together. */
#define WINDOW 64

/* Compilers make it a loop over vectors. */
static bool
window_has(const char *p, const char *c)
{
	const char first = c[0], second = c[1], third = c[2];
	uint8_t found = 0;

	for (unsigned i = 0; i < WINDOW; i++)
		found |= (p[i] == first) & (p[i + 1] == second) & (p[i + 2] == third);
	return found != 0;
}

bool
has_char(const char *text, size_t len, const char *c)
{
	char rest[WINDOW + 2] = {0};

	for (; len >= sizeof rest; text += WINDOW, len -= WINDOW)
		if (window_has(text, c))
			return true;
	memcpy(rest, text, len);
	return window_has(rest, c);
}
