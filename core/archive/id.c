/* Stable ids. */
#include "archive/internal.h"
#include "base/buf.h"
#include "base/hash.h"

#include <string.h>

#define ID_KEY 0x6964u /* "id" */
#define ID_BITS 60

/* The digits of Crockford's base 32, https://www.crockford.com/base32.html, in lower case. */
static const char digits[] = "0123456789abcdefghjkmnpqrstvwxyz";

uint64_t
stable_id(const char *source, uint64_t text_hash, unsigned occurrence)
{
	/* Hashed in two steps, so that no buffer is needed for a long name. */
	uint64_t part[3] = {hash_bytes(ID_KEY, source, strlen(source)), text_hash, occurrence};
	unsigned char bytes[sizeof part];

	for (size_t i = 0; i < sizeof bytes; i++)
		bytes[i] = (unsigned char)(part[i / 8] >> (8 * (i % 8)));
	return hash_bytes(ID_KEY, bytes, sizeof bytes) >> (64 - ID_BITS);
}

void
stable_id_text(uint64_t id, char out[STABLE_ID_LEN + 1])
{
	for (int i = STABLE_ID_LEN; i-- > 0; id >>= 5)
		out[i] = digits[id & 31];
	out[STABLE_ID_LEN] = '\0';
}

static int
digit_value(char c)
{
	const char *p;

	if (c >= 'A' && c <= 'Z')
		c = (char)(c + ('a' - 'A'));
	if (c == 'o')
		c = '0';
	if (c == 'i' || c == 'l')
		c = '1';
	p = c != '\0' ? strchr(digits, c) : NULL;
	return p != NULL ? (int)(p - digits) : -1;
}

bool
stable_id_range(const char *text, size_t len, uint64_t *low, uint64_t *high)
{
	uint64_t id = 0;
	unsigned rest;

	if (len == 0 || len > STABLE_ID_LEN)
		return false;
	for (size_t i = 0; i < len; i++) {
		int v = digit_value(text[i]);

		if (v < 0)
			return false;
		id = id << 5 | (uint64_t)v;
	}
	rest = ID_BITS - 5 * (unsigned)len;
	*low = id << rest;
	*high = *low + (((uint64_t)1 << rest) - 1);
	return true;
}
