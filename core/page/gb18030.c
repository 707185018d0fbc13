#include "page/gb18030.h"
#include "base/utf8.h"
#include "page/decode.h"

#include <stdbool.h>
#include <string.h>

static bool
is_four(const unsigned char *p)
{
	return p[0] >= 0x81 && p[1] >= '0' && p[1] <= '9';
}

size_t
gb_before_four(const unsigned char *p, size_t size)
{
	size_t i = 0;

	while (i + 1 < size && !is_four(p + i))
		i += encoded_len(ENC_GB18030, p + i);
	return i + 1 < size ? i : size;
}

/* From 90308130 for U+10000 to E3329A35 for U+10FFFF. */
static uint32_t
counted(const unsigned char *p)
{
	uint32_t c = (p[0] - 0x90u) * 10 + (p[1] - (unsigned)'0');

	if (p[2] < 0x81 || p[2] > 0xFE || p[3] < '0' || p[3] > '9')
		return 0;
	c = 0x10000 + (c * 126 + (p[2] - 0x81u)) * 10 + (p[3] - (unsigned)'0');
	return c <= 0x10FFFF ? c : 0;
}

/* With room on both sides of where iconv(3) should write. */
static uint32_t
looked_up(iconv_t cd, const unsigned char *p)
{
	char bytes[4], out[16] = {0}, *from = bytes, *to = out + 8;
	size_t left = sizeof bytes, room = 8, len;
	uint32_t c;

	memcpy(bytes, p, sizeof bytes);
	if (iconv(cd, &from, &left, &to, &room) == (size_t)-1 || left != 0 || to <= out + 8)
		return 0;
	c = utf8_get(out + 8, &len);
	return to == out + 8 + len ? c : 0;
}

uint32_t
gb_four(iconv_t cd, const unsigned char *p, size_t size)
{
	if (size < 4)
		return 0;
	if (p[0] >= 0x90)
		return counted(p);
	return p[0] < 0x85 ? looked_up(cd, p) : 0;
}
