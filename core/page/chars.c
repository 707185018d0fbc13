#include "page/chars.h"

#include <string.h>

#define L CC_LETTER
#define D CC_DIGIT
#define I CC_IGNORE
#define S CC_SPACE

const unsigned char char_class_ascii[128] = {
	/* 00 */ I, I, I, I, I, I, I, I, I, S, S, S, S, S, I, I,
	/* 10 */ I, I, I, I, I, I, I, I, I, I, I, I, I, I, I, I,
	/*    */ S, CC_STOP, CC_QUOTE, 0, 0, 0, 0, CC_QUOTE,
	/* (  */ CC_OPEN, CC_CLOSE, 0, 0, CC_POINT, CC_DASH, 0, 0,
	/* 0  */ D, D, D, D, D, D, D, D, D, D, CC_POINT, CC_POINT, 0, 0, 0, CC_STOP,
	/* @  */ 0, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L,
	/* P  */ L, L, L, L, L, L, L, L, L, L, L, CC_OPEN, 0, CC_CLOSE, 0, 0,
	/* `  */ 0, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L,
	/* p  */ L, L, L, L, L, L, L, L, L, L, L, CC_OPEN, 0, CC_CLOSE, CC_DASH, I};

/* The three blocks that Chinese text takes its marks from. */
static const unsigned char general[] = {
	/* 2000 */ S, S, S, S, S, S, S, S,
	/* 2008 */ S, S, S, I, I, I, I, I,
	/* 2010 */ CC_DASH, CC_DASH, CC_DASH, CC_DASH, CC_DASH, CC_DASH, 0, 0,
	/* 2018 */ CC_OPENQUOTE, CC_ENDQUOTE, CC_OPENQUOTE, CC_OPENQUOTE, CC_OPENQUOTE, CC_ENDQUOTE,
	CC_OPENQUOTE, CC_OPENQUOTE,
	/* 2020 */ 0, 0, CC_BULLET, CC_BULLET, 0, 0, CC_STOP, 0,
	/* 2028 */ S, S, I, I, I, I, I, S,
	/* 2030 */ 0, 0, 0, 0, 0, 0, 0, 0,
	/* 2038 */ 0, 0, 0, CC_BULLET, CC_STOP, CC_STOP, 0, 0,
	/* 2040 */ 0, 0, 0, 0, 0, 0, 0, 0,
	/* 2048 */ 0, 0, 0, 0, 0, 0, 0, 0,
	/* 2050 */ 0, 0, 0, 0, 0, 0, 0, 0,
	/* 2058 */ 0, 0, 0, 0, 0, 0, 0, S,
	/* 2060 */ I, I, I, I, I, I, I, I,
	/* 2068 */ I, I, I, I, I, I, I, I};

static const unsigned char chinese[] = {
	/* 3000 */ S, CC_POINT, CC_STOP, 0, 0, CC_IDEOGRAPH, CC_IDEOGRAPH, CC_IDEOGRAPH,
	/* 3008 */ CC_OPEN, CC_CLOSE, CC_OPEN, CC_CLOSE, CC_OPENQUOTE, CC_ENDQUOTE, CC_OPENQUOTE,
	CC_ENDQUOTE,
	/* 3010 */ CC_OPEN, CC_CLOSE, 0, CC_BULLET, CC_OPEN, CC_CLOSE, CC_OPEN, CC_CLOSE,
	/* 3018 */ 0, 0, 0, 0, CC_DASH, CC_OPENQUOTE, CC_ENDQUOTE, CC_ENDQUOTE};

static const unsigned char wide[] = {
	/* FF00 */ 0, CC_STOP, CC_QUOTE, 0, 0, 0, 0, CC_QUOTE,
	/* FF08 */ CC_OPEN, CC_CLOSE, 0, 0, CC_POINT, CC_DASH, 0, 0,
	/* FF10 */ D, D, D, D, D, D, D, D,
	/* FF18 */ D, D, CC_POINT, CC_POINT, 0, 0, 0, CC_STOP,
	/* FF20 */ 0, L, L, L, L, L, L, L,
	/* FF28 */ L, L, L, L, L, L, L, L,
	/* FF30 */ L, L, L, L, L, L, L, L,
	/* FF38 */ L, L, L, CC_OPEN, 0, CC_CLOSE, 0, 0,
	/* FF40 */ 0, L, L, L, L, L, L, L,
	/* FF48 */ L, L, L, L, L, L, L, L,
	/* FF50 */ L, L, L, L, L, L, L, L,
	/* FF58 */ L, L, L, CC_OPEN, 0, CC_CLOSE, CC_DASH, 0,
	/* FF60 */ 0, CC_STOP, CC_OPENQUOTE, CC_ENDQUOTE, CC_POINT, 0, 0, 0};

#undef L
#undef D
#undef I
#undef S

/* Ranges of other blocks by rising first character; what lies between is CC_OTHER. */
static const struct {
	uint32_t first, last;
	unsigned char class;
} ranges[] = {
	{0x0080, 0x0084, CC_IGNORE},
	{0x0085, 0x0085, CC_SPACE},
	{0x0086, 0x009F, CC_IGNORE},
	{0x00A0, 0x00A0, CC_SPACE},
	{0x00AD, 0x00AD, CC_IGNORE},
	{0x00C0, 0x00D6, CC_LETTER},
	{0x00D8, 0x00F6, CC_LETTER},
	{0x00F8, 0x02AF, CC_LETTER},
	{0x0370, 0x0373, CC_LETTER},
	{0x0376, 0x037D, CC_LETTER},
	{0x0386, 0x052F, CC_LETTER},
	{0x061C, 0x061C, CC_IGNORE},
	{0x1680, 0x1680, CC_SPACE},
	{0x180E, 0x180E, CC_IGNORE},
	{0x1E00, 0x1FFF, CC_LETTER},
	{0x2460, 0x24FF, CC_CIRCLED},
	{0x2500, 0x2501, CC_DASH},
	{0x25A0, 0x25CF, CC_BULLET},
	{0x25D0, 0x25D9, CC_BULLET},
	{0x25E6, 0x25E6, CC_BULLET},
	{0x25EF, 0x25EF, CC_BULLET},
	{0x2605, 0x2606, CC_BULLET},
	{0x260E, 0x260F, CC_BULLET},
	{0x261E, 0x261E, CC_BULLET},
	{0x2660, 0x2667, CC_BULLET},
	{0x2714, 0x2714, CC_BULLET},
	{0x2756, 0x2756, CC_BULLET},
	{0x2776, 0x2793, CC_CIRCLED},
	{0x27A2, 0x27A4, CC_BULLET},
	{0x2E80, 0x2FDF, CC_IDEOGRAPH},
	{0x3021, 0x3029, CC_IDEOGRAPH},
	{0x3041, 0x318F, CC_IDEOGRAPH},
	{0x31A0, 0x31FF, CC_IDEOGRAPH},
	{0x3220, 0x3247, CC_CIRCLED},
	{0x3280, 0x32B0, CC_CIRCLED},
	{0x3400, 0x9FFF, CC_IDEOGRAPH},
	{0xAC00, 0xD7A3, CC_IDEOGRAPH},
	{0xE000, 0xF8FF, CC_IGNORE},
	{0xF900, 0xFAFF, CC_IDEOGRAPH},
	{0xFE00, 0xFE0F, CC_IGNORE},
	{0xFE35, 0xFE35, CC_OPEN},
	{0xFE36, 0xFE36, CC_CLOSE},
	{0xFEFF, 0xFEFF, CC_IGNORE},
	{0xFFF9, 0xFFFC, CC_IGNORE},
	{0x20000, 0x3FFFF, CC_IDEOGRAPH},
	{0xE0000, 0x10FFFF, CC_IGNORE},
};

enum cclass
char_class_rare(uint32_t c)
{
	size_t low = 0, high = sizeof ranges / sizeof *ranges;

	if (c - 0x3000 < sizeof chinese)
		return (enum cclass)chinese[c - 0x3000];
	if (c - 0xFF00 < sizeof wide)
		return (enum cclass)wide[c - 0xFF00];
	if (c - 0x2000 < sizeof general)
		return (enum cclass)general[c - 0x2000];
	while (low < high) {
		size_t mid = low + (high - low) / 2;

		if (c > ranges[mid].last)
			low = mid + 1;
		else
			high = mid;
	}
	if (low < sizeof ranges / sizeof *ranges && c >= ranges[low].first)
		return (enum cclass)ranges[low].class;
	return CC_OTHER;
}

uint32_t
full_width_rare(uint32_t c)
{
	switch (c) {
	case ',':
		return 0xFF0C;
	case ':':
		return 0xFF1A;
	case ';':
		return 0xFF1B;
	case '?':
		return 0xFF1F;
	case '!':
		return 0xFF01;
	case '(':
		return 0xFF08;
	case ')':
		return 0xFF09;
	case 0xFF61:
		return 0x3002;
	case 0xFF64:
		return 0x3001;
	default:
		return 0;
	}
}

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
