#include "page/line.h"
#include "page/chars.h"

#include <string.h>

struct reader {
	const char *text;
	size_t at, end;     /* what is still to be read */
	size_t comment_end; /* up to here everything belongs to a comment */
	size_t no_comment;  /* from here on no comment ends */
	size_t newline;     /* the first line feed at or behind `at` */
	bool has_return;    /* carriage returns occur */
	struct line next;   /* blank, flags: what was met since the last line */
};

/* Moves *p behind white space and characters that show nothing; returns its cells. */
static unsigned
skip_space(const char *text, size_t *p, size_t end)
{
	unsigned cells = 0;

	while (*p < end) {
		size_t len;
		uint32_t c = utf8_get(text + *p, &len);
		enum cclass class = char_class(c);

		if (class != CC_SPACE && class != CC_IGNORE)
			break;
		if (class == CC_SPACE)
			cells += c == '\t' ? 8 : c == 0x3000 ? 2 : 1;
		*p += len;
	}
	return cells;
}

static void
trim_end(const char *text, size_t from, size_t *to)
{
	while (*to > from) {
		size_t len;
		enum cclass class = char_class(utf8_before(text + from, text + *to, &len));

		if (class != CC_SPACE && class != CC_IGNORE)
			break;
		*to -= len;
	}
}

/* Only the marks of a rule, of a table's head or of an underline: at least three of them. */
static bool
is_rule(const char *text, size_t from, size_t to)
{
	size_t marks = 0;

	for (size_t p = from, len; p < to; p += len) {
		uint32_t c = utf8_get(text + p, &len);

		bool ascii = c < 0x80 && c != 0 && strchr("-*_=~+.|: \t", (int)c) != NULL;

		if (!ascii && (c < 0x2500 || c >= 0x2580) && c != 0x2014 && c != 0x2026 &&
			c != 0xB7 && c != 0xFF0D && c != 0xFF1D && c != 0xFFE3 && c != 0x3000)
			return false;
		marks++;
	}
	return marks >= 3;
}

/* ![alt](address) and nothing else. */
static bool
is_picture(const char *text, size_t from, size_t to)
{
	return to - from >= 5 && text[from] == '!' && text[from + 1] == '[' &&
	       text[to - 1] == ')' && memmem(text + from, to - from, "](", 2) != NULL;
}

/* Takes Markdown's marks off both ends: # ##, >, **bold** over the whole line. */
static void
strip_markup(const char *text, struct line *line)
{
	size_t from = line->from, to = line->to, level = 0;

	while (from < to && text[from] == '>') {
		from++;
		skip_space(text, &from, to);
	}
	while (from + level < to && text[from + level] == '#')
		level++;
	if (level >= 1 && level <= 6) {
		from += level;
		line->heading = (uint8_t)level;
		while (to > from && text[to - 1] == '#')
			to--;
	}
	skip_space(text, &from, to);
	trim_end(text, from, &to);
	if (to - from > 4 && memcmp(text + from, "**", 2) == 0 &&
		memcmp(text + to - 2, "**", 2) == 0 &&
		memmem(text + from + 2, to - from - 4, "**", 2) == NULL) {
		from += 2;
		to -= 2;
		if (line->heading == 0)
			line->heading = 7;
	}
	line->from = (uint32_t)from;
	line->to = (uint32_t)to;
}

/* Moves *from behind comments that begin there; *from == to: there is nothing else. */
static void
skip_comments(struct reader *r, size_t *from, size_t to)
{
	while (to - *from >= 4 && memcmp(r->text + *from, "<!--", 4) == 0 &&
		*from < r->no_comment) {
		const char *close = memmem(r->text + *from + 4, r->end - *from - 4, "-->", 3);

		if (close == NULL) {
			r->no_comment = *from;
			return;
		}
		r->comment_end = (size_t)(close - r->text) + 3;
		*from = r->comment_end < to ? r->comment_end : to;
		skip_space(r->text, from, to);
	}
}

static void
count_chars(const char *text, struct line *line)
{
	size_t from = line->from, to = line->to, n = utf8_count(text + from, to - from);

	/* White space is rare; where there is none that may be any, the count stands. */
	line->width = line->chars = (uint32_t)n;
	if (memchr(text + from, ' ', to - from) == NULL && !has_wide_space(text, from, to))
		return;
	for (size_t p = from, len; p < to; p += len)
		line->chars -= char_class(utf8_get(text + p, &len)) == CC_SPACE;
}

/* One line, [from, to) of the text. */
static bool
take_line(struct reader *r, size_t from, size_t to, struct buf *out)
{
	struct line *line = &r->next;
	unsigned indent;

	if (from < r->comment_end)
		from = r->comment_end < to ? r->comment_end : to;
	indent = skip_space(r->text, &from, to);
	trim_end(r->text, from, &to);
	skip_comments(r, &from, to);
	line->from = (uint32_t)from;
	line->to = (uint32_t)to;
	line->heading = 0;
	line->indent = (uint8_t)(indent < 255 ? indent : 255);
	if (from < to && (is_rule(r->text, from, to) || is_picture(r->text, from, to))) {
		line->flags |= LINE_RULE;
		line->from = line->to;
	} else if (from < to) {
		strip_markup(r->text, line);
	}
	if (line->from == line->to) {
		line->blank = (uint16_t)(line->blank + (line->blank < UINT16_MAX));
		return true;
	}
	count_chars(r->text, line);
	buf_add(out, line, sizeof *line);
	*line = (struct line){0};
	return buf_ok(out);
}

/* The end of the line that begins at r->at, and behind its line end. */
static size_t
find_end(struct reader *r, size_t *behind)
{
	const char *p = r->text + r->at, *stop;

	if (r->newline < r->at) {
		const char *eol = memchr(p, '\n', r->end - r->at);

		r->newline = eol != NULL ? (size_t)(eol - r->text) : r->end;
	}
	stop = r->text + r->newline;
	*behind = r->newline + (r->newline < r->end);
	if (r->has_return) {
		const char *cr = memchr(p, '\r', (size_t)(stop - p));

		/* \r\n is one line end, \r alone another. */
		if (cr != NULL && cr + 1 != stop)
			*behind = (size_t)(cr - r->text) + 1;
		if (cr != NULL)
			stop = cr;
	}
	return (size_t)(stop - r->text);
}

bool
lines_read(const struct text *text, size_t from, size_t to, size_t *left, struct buf *out)
{
	struct reader r = {.text = text->data, .at = from, .end = to, .no_comment = to};
	size_t before = out->len, lines = 0;

	r.has_return = to > from && memchr(text->data + from, '\r', to - from) != NULL;
	if (to > from) {
		const char *eol = memchr(text->data + from, '\n', to - from);

		r.newline = eol != NULL ? (size_t)(eol - text->data) : to;
	}
	while (r.at < r.end) {
		size_t behind = r.end, end;

		lines = (out->len - before) / sizeof(struct line);
		end = lines + 1 < *left ? find_end(&r, &behind) : r.end;
		if (!take_line(&r, r.at, end, out))
			return false;
		r.at = behind;
	}
	lines = (out->len - before) / sizeof(struct line);
	*left -= lines < *left ? lines : *left;
	return true;
}

/* ---- layout ----------------------------------------------------------------------------- */

/* Lines longer than this are not set in a printed column. */
#define MEASURE_MAX 64
#define MEASURE_MIN 6

/* The length that most lines with a line directly below them have, if such lines are the rule. */
static unsigned
find_measure(const struct line *lines, size_t count)
{
	size_t histogram[MEASURE_MAX + 2] = {0}, followed = 0, longer = 0;
	unsigned best = 0;
	size_t most = 0;

	for (size_t i = 0; i + 1 < count; i++) {
		if (lines[i + 1].blank != 0 || lines[i].heading != 0)
			continue;
		followed++;
		if (lines[i].width <= MEASURE_MAX)
			histogram[lines[i].width]++;
	}
	for (size_t i = 0; i < count; i++)
		longer += lines[i].width > MEASURE_MAX;
	for (unsigned n = MEASURE_MIN; n <= MEASURE_MAX; n++) {
		size_t near = histogram[n - 1] + histogram[n] + histogram[n + 1];

		/* Half-width characters and hanging marks blur the measure by one. */
		if (near > most) {
			most = near;
			best = n;
		}
	}
	return most >= 6 && most * 2 > followed && longer * 4 < count ? best : 0;
}

struct layout
lines_layout(const struct line *lines, size_t count)
{
	struct layout layout = {.measure = find_measure(lines, count)};
	size_t indented = 0, headings = 0, apart = 0, text = 0;

	for (size_t i = 0; i < count; i++) {
		indented += lines[i].indent >= 2;
		headings += lines[i].heading >= 1 && lines[i].heading <= 6;
		apart += lines[i].blank != 0;
		text += lines[i].chars > 30;
	}
	layout.indented = layout.measure != 0 ? indented >= 3 && indented * 30 >= count
					      : indented >= 3 && indented * 3 >= text * 2;
	layout.headed = headings >= 2;
	layout.spaced =
		apart * 2 > count || (layout.measure != 0 && !layout.indented && apart >= 3);
	return layout;
}
