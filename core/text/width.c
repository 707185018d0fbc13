#include "text/width.h"
#include "base/table.h"
#include "base/utf8.h"

#include <stdlib.h>
#include <unictype.h>
#include <unistr.h>
#include <uniwidth.h>

#define REPLACEMENT 0xFFFD
#define CONTROL_PICTURES 0x2400
#define DELETE_PICTURE 0x2421

#define RANGES_MAX 256

struct range {
	uint32_t first, last;
};

static struct {
	bool wide;
	struct range ranges[RANGES_MAX]; /* of ambiguous characters, rising; filled where wide */
	unsigned range_count;
	uint32_t c[WIDTH_CHARS_MAX]; /* exceptions */
	unsigned char width[WIDTH_CHARS_MAX];
	unsigned count;
} ambiguous;

/* Reads data/ambiguous.tsv; its numbers are hexadecimal. */
static void
load_ranges(void)
{
	struct table_reader reader;
	struct table_row row;

	if (ambiguous.range_count != 0 ||
		table_open_builtin(&reader, "ambiguous.tsv", NULL) != ERR_OK)
		return;
	while (table_next(&reader, &row, NULL) && ambiguous.range_count < RANGES_MAX) {
		struct range *range = &ambiguous.ranges[ambiguous.range_count];

		if (row.count == 0)
			continue;
		range->first = (uint32_t)strtoul(row.field[0].text, NULL, 16);
		range->last = (uint32_t)strtoul(row.field[row.count > 1].text, NULL, 16);
		ambiguous.range_count++;
	}
}

static bool
is_ambiguous(uint32_t c)
{
	unsigned low = 0, high = ambiguous.range_count;

	while (low < high) {
		unsigned mid = (low + high) / 2;

		if (c > ambiguous.ranges[mid].last)
			low = mid + 1;
		else if (c < ambiguous.ranges[mid].first)
			high = mid;
		else
			return true;
	}
	return false;
}

void
width_set_ambiguous(bool wide)
{
	if (wide)
		load_ranges();
	ambiguous.wide = wide;
}

bool
width_ambiguous(void)
{
	return ambiguous.wide;
}

bool
width_set_char(uint32_t c, unsigned width)
{
	unsigned i = 0;

	while (i < ambiguous.count && ambiguous.c[i] != c)
		i++;
	if (width == 0) {
		if (i < ambiguous.count) {
			ambiguous.count--;
			ambiguous.c[i] = ambiguous.c[ambiguous.count];
			ambiguous.width[i] = ambiguous.width[ambiguous.count];
		}
		return true;
	}
	if (i == WIDTH_CHARS_MAX)
		return false;
	if (i == ambiguous.count)
		ambiguous.count++;
	ambiguous.c[i] = c;
	ambiguous.width[i] = (unsigned char)width;
	return true;
}

static bool
is_han(uint32_t c)
{
	return (c >= 0x4E00 && c < 0xA000) || (c >= 0x3400 && c < 0x4DC0);
}

unsigned
char_width(uint32_t c)
{
	int width;

	if (c < 0x7F)
		return c >= ' ';
	if (is_han(c))
		return 2;
	for (unsigned i = 0; i < ambiguous.count; i++)
		if (ambiguous.c[i] == c)
			return ambiguous.width[i];
	width = uc_width(c, "UTF-8");
	if (width == 1 && ambiguous.wide && is_ambiguous(c))
		return 2;
	return width > 0 ? (unsigned)width : 0;
}

/* Characters that are there to steer other programs: bidi controls, joiners, selectors, tags. */
static bool
is_invisible(uint32_t c)
{
	return uc_is_property_default_ignorable_code_point(c) ||
	       uc_is_general_category_withtable(c, UC_CATEGORY_MASK_Cf);
}

static uint32_t
decode(const char *p, const char *end, size_t *len)
{
	ucs4_t c;

	if ((unsigned char)*p < 0x80) {
		*len = 1;
		return (unsigned char)*p;
	}
	*len = (size_t)u8_mbtouc(&c, (const uint8_t *)p, (size_t)(end - p));
	return c;
}

/* What is drawn for a character that may not reach a terminal as it is. */
static uint32_t
harmless(uint32_t c)
{
	if (c == '\t' || c == '\n' || c == '\r' || c == 0x85 || c == 0x2028 || c == 0x2029)
		return ' ';
	if (c < 0x20)
		return CONTROL_PICTURES + c;
	if (c == 0x7F)
		return DELETE_PICTURE;
	if (c >= 0x80 && c < 0xA0)
		return REPLACEMENT;
	return c;
}

/* Adds the zero-width characters that follow to the glyph. */
static const char *
take_marks(const char *p, const char *end, struct glyph *out)
{
	while (p < end && (unsigned char)*p >= 0x80) {
		size_t len;
		uint32_t c = decode(p, end, &len);

		if (is_han(c) || c < 0xAD || char_width(c) != 0)
			break;
		if (out->count < GLYPH_MAX && !is_invisible(c))
			out->c[out->count++] = c;
		p += len;
	}
	return p;
}

bool
glyph_next(const char **p, const char *end, struct glyph *out)
{
	const char *start = *p;
	size_t len;
	uint32_t c;

	if (start >= end)
		return false;
	c = harmless(decode(start, end, &len));
	out->count = 0;
	out->width = char_width(c);
	out->space = c == ' ' || c == 0x3000;
	if (out->width != 0) {
		out->c[out->count++] = c;
	} else if (!is_invisible(c)) {
		/* A mark without a letter sits on a space. */
		out->c[out->count++] = ' ';
		out->c[out->count++] = c;
		out->width = 1;
	}
	*p = start + len;
	if (out->count != 0)
		*p = take_marks(*p, end, out);
	out->len = (size_t)(*p - start);
	return true;
}

size_t
text_width(const char *text, size_t len)
{
	const char *p = text, *end = text + len;
	struct glyph glyph;
	size_t width = 0;

	while (glyph_next(&p, end, &glyph))
		width += glyph.width;
	return width;
}

size_t
text_fit(const char *text, size_t len, size_t cells, size_t *used)
{
	const char *p = text, *end = text + len;
	struct glyph glyph;
	size_t width = 0, fits = 0;

	while (glyph_next(&p, end, &glyph) && width + glyph.width <= cells) {
		width += glyph.width;
		fits += glyph.len;
	}
	if (used != NULL)
		*used = width;
	return fits;
}
