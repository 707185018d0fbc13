#include "base/json.h"

#include <string.h>
#include <unistr.h>

static void
escape(struct buf *out, unsigned char c)
{
	static const char hex[] = "0123456789abcdef";
	static const char plain[] = "\b\f\n\r\t\"\\", letters[] = "bfnrt\"\\";
	const char *p = memchr(plain, c, sizeof plain - 1);
	char code[6] = {'\\', 'u', '0', '0', hex[c >> 4], hex[c & 15]};

	if (p == NULL) {
		buf_add(out, code, sizeof code);
	} else {
		buf_addc(out, '\\');
		buf_addc(out, letters[p - plain]);
	}
}

/* C1, bidi controls (UAX #9), line and paragraph separators, tags. */
static bool
steers(ucs4_t c)
{
	return (c >= 0x80 && c < 0xA0) || c == 0x61C || c == 0x200E || c == 0x200F ||
	       (c >= 0x2028 && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069) || c == 0xFEFF ||
	       (c >= 0xE0000 && c < 0xE0080);
}

/* A character beyond ASCII at p, with its bytes; gives their number. */
static size_t
put_char(struct buf *out, const uint8_t *p, size_t len)
{
	ucs4_t c;
	int n = u8_mbtoucr(&c, p, len);

	if (n <= 0)
		buf_add_ucs4(out, 0xFFFD);
	else if (!steers(c))
		buf_add(out, p, (size_t)n);
	else if (c < 0x10000)
		buf_addf(out, "\\u%04x", (unsigned)c);
	else
		buf_addf(out, "\\u%04x\\u%04x", (unsigned)(0xD7C0 + (c >> 10)),
			(unsigned)(0xDC00 + (c & 0x3FF)));
	return n > 0 ? (size_t)n : 1;
}

static bool
needs_escape(unsigned char c)
{
	return c < 0x20 || c == '"' || c == '\\' || c == 0x7F;
}

void
json_string(struct buf *out, const char *text, size_t len)
{
	size_t i = 0;

	buf_addc(out, '"');
	while (i < len) {
		const uint8_t *p = (const uint8_t *)text + i;
		size_t run = 0;

		while (i + run < len && p[run] < 0x80 && !needs_escape(p[run]))
			run++;
		buf_add(out, p, run);
		i += run;
		if (i == len)
			break;
		p += run;
		if (*p < 0x80) {
			escape(out, *p);
			i++;
			continue;
		}
		i += put_char(out, p, len - i);
	}
	buf_addc(out, '"');
}

void
json_guard(struct buf *out, const char *json, size_t len)
{
	const uint8_t *p = (const uint8_t *)json;

	for (size_t i = 0; i < len;) {
		size_t run = 0;

		while (i + run < len && p[i + run] < 0x7F)
			run++;
		buf_add(out, p + i, run);
		i += run;
		if (i == len)
			break;
		if (p[i] == 0x7F)
			buf_adds(out, "\\u007f");
		i += p[i] == 0x7F ? 1 : put_char(out, p + i, len - i);
	}
}

void
json_text(struct buf *out, const char *text)
{
	if (text == NULL)
		buf_adds(out, "null");
	else
		json_string(out, text, strlen(text));
}
