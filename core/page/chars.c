#include "page/chars.h"

#include <string.h>

#define L CC_LETTER
#define D CC_DIGIT
#define I CC_IGNORE
#define S CC_SPACE

static const unsigned char ascii[128] = {
	/* 00 */ I, I, I, I, I, I, I, I, I, S, S, S, S, S, I, I,
	/* 10 */ I, I, I, I, I, I, I, I, I, I, I, I, I, I, I, I,
	/*    */ S, CC_STOP, CC_QUOTE, 0, 0, 0, 0, CC_QUOTE,
	/* (  */ CC_OPEN, CC_CLOSE, 0, 0, CC_POINT, CC_DASH, 0, 0,
	/* 0  */ D, D, D, D, D, D, D, D, D, D, CC_POINT, CC_POINT, 0, 0, 0, CC_STOP,
	/* @  */ 0, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L,
	/* P  */ L, L, L, L, L, L, L, L, L, L, L, CC_OPEN, 0, CC_CLOSE, 0, 0,
	/* `  */ 0, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L,
	/* p  */ L, L, L, L, L, L, L, L, L, L, L, CC_OPEN, 0, CC_CLOSE, CC_DASH, I};

#undef L
#undef D
#undef I
#undef S

/* Ranges behind ASCII by rising first character; what lies between is CC_OTHER. */
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
	{0x2000, 0x200A, CC_SPACE},
	{0x200B, 0x200F, CC_IGNORE},
	{0x2010, 0x2015, CC_DASH},
	{0x2018, 0x2018, CC_OPENQUOTE},
	{0x2019, 0x2019, CC_ENDQUOTE},
	{0x201A, 0x201A, CC_OPENQUOTE},
	{0x201B, 0x201C, CC_OPENQUOTE},
	{0x201D, 0x201D, CC_ENDQUOTE},
	{0x201E, 0x201F, CC_OPENQUOTE},
	{0x2022, 0x2023, CC_BULLET},
	{0x2026, 0x2026, CC_STOP},
	{0x2028, 0x2029, CC_SPACE},
	{0x202A, 0x202E, CC_IGNORE},
	{0x202F, 0x202F, CC_SPACE},
	{0x203B, 0x203B, CC_BULLET},
	{0x203C, 0x203D, CC_STOP},
	{0x205F, 0x205F, CC_SPACE},
	{0x2060, 0x206F, CC_IGNORE},
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
	{0x3000, 0x3000, CC_SPACE},
	{0x3001, 0x3001, CC_POINT},
	{0x3002, 0x3002, CC_STOP},
	{0x3005, 0x3007, CC_IDEOGRAPH},
	{0x3008, 0x3008, CC_OPEN},
	{0x3009, 0x3009, CC_CLOSE},
	{0x300A, 0x300A, CC_OPEN},
	{0x300B, 0x300B, CC_CLOSE},
	{0x300C, 0x300C, CC_OPENQUOTE},
	{0x300D, 0x300D, CC_ENDQUOTE},
	{0x300E, 0x300E, CC_OPENQUOTE},
	{0x300F, 0x300F, CC_ENDQUOTE},
	{0x3010, 0x3010, CC_OPEN},
	{0x3011, 0x3011, CC_CLOSE},
	{0x3013, 0x3013, CC_BULLET},
	{0x3014, 0x3014, CC_OPEN},
	{0x3015, 0x3015, CC_CLOSE},
	{0x3016, 0x3016, CC_OPEN},
	{0x3017, 0x3017, CC_CLOSE},
	{0x301C, 0x301C, CC_DASH},
	{0x301D, 0x301D, CC_OPENQUOTE},
	{0x301E, 0x301F, CC_ENDQUOTE},
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
	{0xFF01, 0xFF01, CC_STOP},
	{0xFF02, 0xFF02, CC_QUOTE},
	{0xFF07, 0xFF07, CC_QUOTE},
	{0xFF08, 0xFF08, CC_OPEN},
	{0xFF09, 0xFF09, CC_CLOSE},
	{0xFF0C, 0xFF0C, CC_POINT},
	{0xFF0D, 0xFF0D, CC_DASH},
	{0xFF10, 0xFF19, CC_DIGIT},
	{0xFF1A, 0xFF1B, CC_POINT},
	{0xFF1F, 0xFF1F, CC_STOP},
	{0xFF21, 0xFF3A, CC_LETTER},
	{0xFF3B, 0xFF3B, CC_OPEN},
	{0xFF3D, 0xFF3D, CC_CLOSE},
	{0xFF41, 0xFF5A, CC_LETTER},
	{0xFF5B, 0xFF5B, CC_OPEN},
	{0xFF5D, 0xFF5D, CC_CLOSE},
	{0xFF5E, 0xFF5E, CC_DASH},
	{0xFF61, 0xFF61, CC_STOP},
	{0xFF62, 0xFF62, CC_OPENQUOTE},
	{0xFF63, 0xFF63, CC_ENDQUOTE},
	{0xFF64, 0xFF64, CC_POINT},
	{0xFFF9, 0xFFFC, CC_IGNORE},
	{0x20000, 0x3FFFF, CC_IDEOGRAPH},
	{0xE0000, 0x10FFFF, CC_IGNORE},
};

enum cclass
char_class(uint32_t c)
{
	size_t low = 0, high = sizeof ranges / sizeof *ranges;

	if (c < 128)
		return (enum cclass)ascii[c];
	if (c >= 0x3400 && c < 0xA000)
		return CC_IDEOGRAPH;
	/* What Chinese text is full of need not be looked for. */
	switch (c) {
	case 0xFF0C:
	case 0x3001:
		return CC_POINT;
	case 0x3002:
		return CC_STOP;
	case 0x201C:
		return CC_OPENQUOTE;
	case 0x201D:
		return CC_ENDQUOTE;
	case 0x3000:
		return CC_SPACE;
	default:
		break;
	}
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
full_width(uint32_t c)
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
	case 0x25CB: /* ○ */
	case 0x3007: /* 〇 */
	case 0x96F6: /* 零 */
		return 0;
	case 0x4E00:
		return 1;
	case 0x4E8C:
		return 2;
	case 0x4E09:
		return 3;
	case 0x56DB:
		return 4;
	case 0x4E94:
		return 5;
	case 0x516D:
		return 6;
	case 0x4E03:
		return 7;
	case 0x516B:
		return 8;
	case 0x4E5D:
		return 9;
	case 0x5341:
		return 10;
	case 0x5EFF: /* 廿 */
		return 20;
	case 0x767E: /* 百 */
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
