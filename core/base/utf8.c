#include "base/utf8.h"

#include <unistr.h>

/* Bytes that are looked at together, and the two before them. */
#define WINDOW ((size_t)1024)

/* Nothing but whole characters of one to three bytes, without those first bytes behind which not
 * every byte of a character may follow (E0, ED) and those that begin none (C0, C1).  No branch
 * depends on the text, so that compilers make it a loop over vectors; to them, `false` means that
 * somebody else has to look. */
static bool
is_plain(const char *text, size_t len)
{
	uint8_t window[2 + WINDOW], doubt = 0;

	/* Zeros before and behind: a character that is cut off is no whole one. */
	window[0] = window[1] = 0;
	memcpy(window + 2, text, len);
	memset(window + 2 + len, 0, WINDOW - len);
	for (size_t i = 0; i < WINDOW; i++) {
		uint8_t byte = window[i + 2], inside = (byte & 0xC0) == 0x80;
		uint8_t due = (window[i + 1] >= 0xC0) | (window[i] >= 0xE0);
		uint8_t rare =
			(byte >= 0xF0) | ((byte & 0xFE) == 0xC0) | (byte == 0xE0) | (byte == 0xED);

		doubt |= (uint8_t)((inside ^ due) | rare);
	}
	return doubt == 0;
}

bool
utf8_is_valid(const char *text, size_t len)
{
	for (size_t at = 0, n; at < len; at += n) {
		n = len - at;
		if (n > WINDOW - 2) {
			n = WINDOW - 2;
			/* Up to a character's beginning; where there is none it is not valid. */
			for (unsigned k = 0; k < 3 && ((unsigned char)text[at + n] & 0xC0) == 0x80;
				k++)
				n--;
		}
		if (!is_plain(text + at, n) && u8_check((const uint8_t *)text + at, n) != NULL)
			return false;
	}
	return true;
}
