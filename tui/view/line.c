#include "view/line.h"

#include <string.h>
#include <unigbrk.h>
#include <unistr.h>

void
line_set(struct line *line, const char *text)
{
	line->len = line->at = 0;
	line->text[0] = '\0';
	line_insert(line, text, strlen(text));
}

static bool
insert_one(struct line *line, const char *bytes, size_t n)
{
	if (line->len + n >= sizeof line->text)
		return false;
	memmove(line->text + line->at + n, line->text + line->at, line->len - line->at + 1);
	memcpy(line->text + line->at, bytes, n);
	line->at += n;
	line->len += n;
	return true;
}

void
line_insert(struct line *line, const char *text, size_t len)
{
	size_t i = 0;

	while (i < len) {
		ucs4_t c;
		const int n = u8_mbtoucr(&c, (const uint8_t *)text + i, len - i);

		if (n <= 0) {
			i++;
			continue;
		}
		if (c == '\n' || c == '\t') {
			insert_one(line, " ", 1);
		} else if (c >= ' ' && (c < 0x7F || c >= 0xA0)) {
			if (!insert_one(line, text + i, (size_t)n))
				return;
		}
		i += (size_t)n;
	}
}

static size_t
before(const struct line *line)
{
	const uint8_t *start = (const uint8_t *)line->text;
	const uint8_t *p = u8_grapheme_prev(start + line->at, start);

	return p != NULL ? (size_t)(p - start) : 0;
}

static void
erase_to(struct line *line, size_t from)
{
	memmove(line->text + from, line->text + line->at, line->len - line->at + 1);
	line->len -= line->at - from;
	line->at = from;
}

static size_t
word_before(const struct line *line)
{
	size_t at = line->at;

	while (at > 0 && line->text[at - 1] == ' ')
		at--;
	while (at > 0 && line->text[at - 1] != ' ')
		at--;
	return at;
}

void
line_edit(struct line *line, enum line_edit edit)
{
	const uint8_t *text = (const uint8_t *)line->text, *next;

	switch (edit) {
	case EDIT_LEFT:
		line->at = before(line);
		break;
	case EDIT_RIGHT:
		next = u8_grapheme_next(text + line->at, text + line->len);
		line->at = next != NULL ? (size_t)(next - text) : line->len;
		break;
	case EDIT_START:
		line->at = 0;
		break;
	case EDIT_END:
		line->at = line->len;
		break;
	case EDIT_ERASE:
		erase_to(line, before(line));
		break;
	case EDIT_ERASE_WORD:
		erase_to(line, word_before(line));
		break;
	case EDIT_ERASE_ALL:
		line->at = line->len;
		erase_to(line, 0);
		break;
	}
}

int
line_draw(const struct line *line, struct area area, int x, int y, style_t style)
{
	const int room = area.w - x - 1;
	size_t from = 0;
	int at = (int)text_width(line->text, line->at);

	/* Drop graphemes at the left until the cursor has room. */
	while (at > room && from < line->at) {
		const uint8_t *text = (const uint8_t *)line->text;
		const uint8_t *next = u8_grapheme_next(text + from, text + line->len);

		from = next != NULL ? (size_t)(next - text) : line->at;
		at = (int)text_width(line->text + from, line->at - from);
	}
	area_textn(area, x, y, style, line->text + from, line->len - from);
	return x + (at > room && room >= 0 ? room : at);
}
