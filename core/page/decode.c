#include "page/decode.h"
#include "base/i18n.h"
#include "base/utf8.h"
#include "page/gb18030.h"

#include <errno.h>
#include <iconv.h>
#include <string.h>

/* Text bytes from one mark to the next. */
#define OFFSET_STRIDE ((size_t)4096)

/* How much of a file decides between encodings that both fit. */
#define EVIDENCE_MAX ((size_t)256 * 1024)

static const struct {
	const char *iconv; /* its name for iconv_open(3) */
	unsigned growth;   /* bytes of UTF-8 for two bytes of the file, at most */
} codec[ENC_COUNT] = {
	[ENC_UTF16LE] = {"UTF-16LE", 3},
	[ENC_UTF16BE] = {"UTF-16BE", 3},
	[ENC_GB18030] = {"GB18030", 4},
	[ENC_BIG5] = {"BIG5", 4}, /* 80 alone is U+0080 */
};

size_t
encoded_len(enum encoding encoding, const unsigned char *p)
{
	switch (encoding) {
	case ENC_UTF16LE:
		return p[1] >= 0xD8 && p[1] < 0xDC ? 4 : 2;
	case ENC_UTF16BE:
		return p[0] >= 0xD8 && p[0] < 0xDC ? 4 : 2;
	case ENC_GB18030:
		return p[0] < 0x81 ? 1 : p[1] >= '0' && p[1] <= '9' ? 4 : 2;
	case ENC_BIG5:
		return p[0] < 0x81 ? 1 : 2;
	case ENC_UTF8:
	case ENC_COUNT:
		break;
	}
	return utf8_len(p[0]);
}

static enum err_code
refuse(struct err *err)
{
	return err_set(err, ERR_REFUSED, "%s",
		_("not text in UTF-8, UTF-16, GB18030 or Big5, or damaged text"));
}

/* Converts everything strictly, to where *to has room; both go forward. */
static enum err_code
convert_by(iconv_t cd, const unsigned char *bytes, size_t size, char **to, size_t *room,
	struct err *err)
{
	/* iconv(3) takes a char ** for what it does not change. */
	union {
		const unsigned char *given;
		char *taken;
	} in = {bytes};
	size_t left = size;

	if (iconv(cd, &in.taken, &left, to, room) == (size_t)-1 || left != 0)
		return refuse(err);
	return ERR_OK;
}

static enum err_code
convert_gb18030(iconv_t cd, const unsigned char *bytes, size_t size, char **to, size_t *room,
	struct err *err)
{
	for (;;) {
		size_t len = gb_before_four(bytes, size);
		enum err_code code = convert_by(cd, bytes, len, to, room, err);
		uint32_t c;

		if (code != ERR_OK || len == size)
			return code;
		c = gb_four(cd, bytes + len, size - len);
		if (c == 0)
			return refuse(err);
		bytes += len + 4;
		size -= len + 4;
		len = utf8_put(*to, c);
		*to += len;
		*room -= len;
	}
}

/* Converts all of it; out has room for all that can come. */
static enum err_code
convert(enum encoding encoding, const void *bytes, size_t size, char *out, size_t room, size_t *len,
	struct err *err)
{
	char *to = out;
	enum err_code code;
	iconv_t cd = iconv_open("UTF-8", codec[encoding].iconv);

	if ((intptr_t)cd == -1)
		return errno == ENOMEM ? err_nomem(err)
				       : err_set(err, ERR_REFUSED, _("iconv does not know %s here"),
						 codec[encoding].iconv);
	code = (encoding == ENC_GB18030 ? convert_gb18030 : convert_by)(
		cd, bytes, size, &to, &room, err);
	iconv_close(cd);
	*len = (size_t)(to - out);
	return code;
}

/* Where every OFFSET_STRIDE bytes of the text stand in the file: a mark holds the character that
 * its byte belongs to, so that a walk from it starts at a whole one: offsets_file() steps back in
 * the text likewise.  Where a character did not become one, there is no such walk: musl's iconv(3)
 * makes two of Big5's 8862, and none of what it takes for a surrogate. */
static enum err_code
set_marks(struct text *text, struct arena *arena, struct err *err)
{
	size_t count = text->len / OFFSET_STRIDE + 1, marked = 0, at = 0, file = 0;
	uint32_t *marks = arena_alloc(arena, count * sizeof *marks);

	if (marks == NULL)
		return err_nomem(err);
	while (at < text->len && file < text->file_len) {
		at += utf8_len((unsigned char)text->data[at]);
		if (at > marked * OFFSET_STRIDE)
			marks[marked++] = (uint32_t)file;
		file += encoded_len(text->encoding, text->file + file);
	}
	if (at != text->len || file != text->file_len)
		return refuse(err);
	if (marked < count)
		marks[marked] = (uint32_t)file;
	text->marks = marks;
	return ERR_OK;
}

enum err_code
text_open_as(const void *bytes, size_t size, size_t file_base, enum encoding encoding,
	struct arena *arena, struct text *out, struct err *err)
{
	enum err_code code;
	size_t room;
	char *data;

	*out = (struct text){.data = bytes,
		.len = size,
		.encoding = encoding,
		.file = bytes,
		.file_len = size,
		.file_base = file_base};
	if (encoding == ENC_UTF8)
		return utf8_is_valid(bytes, size) ? ERR_OK : refuse(err);
	room = (size + 1) / 2 * codec[encoding].growth + 4;
	data = arena_alloc(arena, room);
	if (data == NULL)
		return err_nomem(err);
	code = convert(encoding, bytes, size, data, room, &out->len, err);
	if (code != ERR_OK)
		return code;
	out->data = data;
	return set_marks(out, arena, err);
}

/* A unit of UTF-16 that such pages are made of. */
static bool
is_page_unit(unsigned unit)
{
	return (unit >= 0x4E00 && unit < 0xA000) || (unit >= 0x3000 && unit < 0x3100) ||
	       (unit >= 0x20 && unit < 0x7F) || unit == '\n' || unit == '\r' || unit == '\t' ||
	       unit == '\f' || (unit >= 0x2010 && unit < 0x2040) ||
	       (unit >= 0xFF00 && unit < 0xFFF0) || (unit >= 0x2460 && unit < 0x2600);
}

/* UTF-16 without a mark: nearly all units must be what pages are made of.  A newline or an
 * ASCII character settles the byte order; the wrong one turns it into a rare ideograph. */
static bool
looks_like_utf16(const unsigned char *p, size_t size, unsigned high)
{
	size_t end = size < EVIDENCE_MAX ? size : EVIDENCE_MAX, good = 0, plain = 0;

	if (size % 2 != 0 || size < 4)
		return false;
	for (size_t i = 0; i + 1 < end; i += 2) {
		unsigned unit = (unsigned)p[i + high] << 8 | p[i + 1 - high];

		good += is_page_unit(unit);
		plain += unit < 0x80 || (unit >= 0x3000 && unit < 0x3020) || unit >= 0xFF00;
	}
	return good * 2 * 20 >= end * 19 && plain * 2 * 50 >= end;
}

/* The share, in 1000, of double-byte characters that stand where common characters stand. */
static unsigned
common_share(const unsigned char *p, size_t size, enum encoding encoding)
{
	size_t end = size < EVIDENCE_MAX ? size : EVIDENCE_MAX, pairs = 0, common = 0;

	for (size_t i = 0; i + 1 < end; i += encoded_len(encoding, p + i)) {
		unsigned lead = p[i], trail = p[i + 1];

		if (lead < 0x81)
			continue;
		pairs++;
		if (encoding == ENC_GB18030)
			common += trail >= 0xA1 && ((lead >= 0xA1 && lead <= 0xA3) ||
							   (lead >= 0xB0 && lead <= 0xD7));
		else
			common += lead >= 0xA1 && lead <= 0xC6 &&
				  ((trail >= 0x40 && trail <= 0x7E) || trail >= 0xA1);
	}
	return pairs == 0 ? 0 : (unsigned)(common * 1000 / pairs);
}

/* GB18030 or Big5: tried in the order of the evidence. */
static enum err_code
open_double_byte(
	const unsigned char *p, size_t size, struct arena *arena, struct text *out, struct err *err)
{
	unsigned gb = common_share(p, size, ENC_GB18030), big5 = common_share(p, size, ENC_BIG5);
	enum encoding order[2] = {ENC_GB18030, ENC_BIG5};
	unsigned best = gb > big5 ? gb : big5;
	enum err_code code = ERR_REFUSED;

	if (best < 600)
		return refuse(err);
	if (big5 > gb) {
		order[0] = ENC_BIG5;
		order[1] = ENC_GB18030;
	}
	for (size_t i = 0; i < 2 && code == ERR_REFUSED; i++)
		code = text_open_as(p, size, 0, order[i], arena, out, err);
	return code;
}

static enum err_code
open_any(
	const unsigned char *p, size_t size, struct arena *arena, struct text *out, struct err *err)
{
	static const struct {
		unsigned char mark[3];
		unsigned char len;
		enum encoding encoding;
	} boms[] = {{{0xEF, 0xBB, 0xBF}, 3, ENC_UTF8}, {{0xFF, 0xFE, 0}, 2, ENC_UTF16LE},
		{{0xFE, 0xFF, 0}, 2, ENC_UTF16BE}};

	for (size_t i = 0; i < sizeof boms / sizeof *boms; i++) {
		size_t n = boms[i].len;
		enum err_code code;

		if (size < n || memcmp(p, boms[i].mark, n) != 0)
			continue;
		code = text_open_as(p + n, size - n, n, boms[i].encoding, arena, out, err);
		out->bom = true;
		return code;
	}
	if (text_open_as(p, size, 0, ENC_UTF8, arena, out, NULL) == ERR_OK &&
		memchr(p, 0, size) == NULL)
		return ERR_OK;
	if (looks_like_utf16(p, size, 1))
		return text_open_as(p, size, 0, ENC_UTF16LE, arena, out, err);
	if (looks_like_utf16(p, size, 0))
		return text_open_as(p, size, 0, ENC_UTF16BE, arena, out, err);
	return open_double_byte(p, size, arena, out, err);
}

enum err_code
text_open(const void *bytes, size_t size, struct arena *arena, struct text *out, struct err *err)
{
	enum err_code code = ERR_OK;

	*out = (struct text){.data = "", .file = bytes};
	if (size == 0)
		return ERR_OK;
	if (size > PAGE_SIZE_MAX)
		return err_set(err, ERR_REFUSED, _("larger than %zu MiB"), PAGE_SIZE_MAX >> 20);
	code = open_any(bytes, size, arena, out, err);
	if (code == ERR_OK && out->len != 0 && memchr(out->data, 0, out->len) != NULL)
		code = refuse(err);
	return code;
}

void
offsets_begin(struct offsets *walk, const struct text *text)
{
	walk->text = text;
	walk->text_at = walk->file_at = 0;
}

/* Goes to the last mark at or before a text offset. */
static void
seek_mark(struct offsets *walk, size_t mark)
{
	const struct text *text = walk->text;
	size_t at = mark * OFFSET_STRIDE;

	while (at > 0 && at < text->len && ((unsigned char)text->data[at] & 0xC0) == 0x80)
		at--;
	walk->text_at = at;
	walk->file_at = text->marks[mark];
}

static void
step(struct offsets *walk)
{
	const struct text *text = walk->text;

	walk->text_at += utf8_len((unsigned char)text->data[walk->text_at]);
	walk->file_at += encoded_len(text->encoding, text->file + walk->file_at);
}

uint32_t
offsets_walk(struct offsets *walk, size_t at)
{
	const struct text *text = walk->text;

	if (at < walk->text_at || at - walk->text_at > OFFSET_STRIDE)
		seek_mark(walk, at / OFFSET_STRIDE);
	while (walk->text_at < at && walk->text_at < text->len)
		step(walk);
	return (uint32_t)(text->file_base + walk->file_at);
}

size_t
offsets_text(struct offsets *walk, uint32_t at)
{
	const struct text *text = walk->text;
	size_t file = at < text->file_base ? 0 : at - text->file_base;

	if (text->marks == NULL)
		return file < text->len ? file : text->len;
	if (file < walk->file_at || file - walk->file_at > OFFSET_STRIDE) {
		size_t low = 0, high = text->len / OFFSET_STRIDE;

		while (low < high) {
			size_t mid = low + (high - low + 1) / 2;

			if (text->marks[mid] <= file)
				low = mid;
			else
				high = mid - 1;
		}
		seek_mark(walk, low);
	}
	while (walk->file_at < file && walk->text_at < text->len)
		step(walk);
	return walk->text_at;
}
