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
		ucs4_t c;
		int n;

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
		n = u8_mbtoucr(&c, p, len - i);
		if (n > 0)
			buf_add(out, p, (size_t)n);
		else
			buf_add_ucs4(out, 0xFFFD);
		i += n > 0 ? (size_t)n : 1;
	}
	buf_addc(out, '"');
}

void
json_text(struct buf *out, const char *text)
{
	if (text == NULL)
		buf_adds(out, "null");
	else
		json_string(out, text, strlen(text));
}
