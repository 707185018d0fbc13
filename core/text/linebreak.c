#include "text/linebreak.h"
#include "base/table.h"
#include "base/utf8.h"

#include <stdlib.h>
#include <string.h>
#include <unilbrk.h>
#include <uniwidth.h>

enum property {
	NOT_FIRST = 1, /* not at a line's beginning */
	NOT_LAST = 2,  /* not at a line's end */
	HANGS = 4,
};

#define MARKS_MAX 128

struct mark {
	uint32_t c;
	unsigned properties;
};

struct break_rules {
	enum break_level level;
	struct mark marks[MARKS_MAX]; /* by rising code point */
	unsigned count;
};

static const char *const level_names[BREAK_LEVELS] = {"loose", "basic", "gb", "strict"};

enum break_level
break_level_from_name(const char *name)
{
	enum break_level level = BREAK_LOOSE;

	while (level < BREAK_LEVELS && strcmp(name, level_names[level]) != 0)
		level++;
	return level;
}

static int
compare_marks(const void *a, const void *b)
{
	const struct mark *x = a, *y = b;

	return (x->c > y->c) - (x->c < y->c);
}

static enum err_code
add_mark(struct break_rules *rules, uint32_t c, unsigned property, struct err *err)
{
	for (unsigned i = 0; i < rules->count; i++) {
		if (rules->marks[i].c == c) {
			rules->marks[i].properties |= property;
			return ERR_OK;
		}
	}
	if (rules->count == MARKS_MAX)
		return err_set(err, ERR_BUG, "linebreak.tsv: more than %d characters", MARKS_MAX);
	rules->marks[rules->count++] = (struct mark){c, property};
	return ERR_OK;
}

static enum err_code
add_row(struct break_rules *rules, const struct table_row *row, struct err *err)
{
	const char *p = row->field[0].text, *end = p + row->field[0].len;
	unsigned property = 0;
	enum break_level from = BREAK_LOOSE;
	enum err_code code = ERR_OK;

	if (field_is(row->field[1], "start"))
		property = NOT_FIRST;
	else if (field_is(row->field[1], "end"))
		property = NOT_LAST;
	else if (field_is(row->field[1], "hang"))
		property = HANGS;
	while (from < BREAK_LEVELS && !field_is(row->field[2], level_names[from]))
		from++;
	if (property == 0 || from == BREAK_LEVELS)
		return err_set(err, ERR_BUG, "linebreak.tsv:%u: unknown rule or level", row->line);
	if (from > rules->level)
		return ERR_OK;
	while (p < end && code == ERR_OK) {
		size_t n;

		code = add_mark(rules, utf8_get(p, &n), property, err);
		p += n;
	}
	return code;
}

enum err_code
break_rules_new(enum break_level level, struct break_rules **out, struct err *err)
{
	struct break_rules *rules = calloc(1, sizeof *rules);
	struct table_reader reader;
	struct table_row row;
	enum err_code code;

	*out = NULL;
	if (rules == NULL)
		return err_nomem(err);
	rules->level = level;
	code = table_open_builtin(&reader, "linebreak.tsv", err);
	while (code == ERR_OK && table_next(&reader, &row, err))
		code = row.count == 0 ? ERR_BUG : add_row(rules, &row, err);
	if (code != ERR_OK) {
		free(rules);
		return code;
	}
	qsort(rules->marks, rules->count, sizeof rules->marks[0], compare_marks);
	*out = rules;
	return ERR_OK;
}

void
break_rules_free(struct break_rules *rules)
{
	free(rules);
}

static unsigned
properties(const struct break_rules *rules, uint32_t c)
{
	const struct mark key = {c, 0}, *found;

	if (c >= 0x4E00 && c < 0xA000)
		return 0;
	found = bsearch(&key, rules->marks, rules->count, sizeof key, compare_marks);
	return found != NULL ? found->properties : 0;
}

bool
break_hangs(const struct break_rules *rules, uint32_t c)
{
	return (properties(rules, c) & HANGS) != 0;
}

static bool
is_wide(uint32_t c)
{
	return uc_width(c, "UTF-8") == 2;
}

static bool
is_fullwidth_alnum(uint32_t c)
{
	return (c >= 0xFF10 && c <= 0xFF19) || (c >= 0xFF21 && c <= 0xFF3A) ||
	       (c >= 0xFF41 && c <= 0xFF5A);
}

static bool
is_space(uint32_t c)
{
	return c == ' ' || c == 0x3000 || c == '\t';
}

/* The corner bracket with the same role as a curly quotation mark.  Both are three bytes
 * long, and UAX #14 knows the bracket to open or to close. */
static const char *
as_bracket(uint32_t quote)
{
	switch (quote) {
	case 0x201C:
		return "\xE3\x80\x8C"; /* “ 「 */
	case 0x201D:
		return "\xE3\x80\x8D"; /* ” 」 */
	case 0x2018:
		return "\xE3\x80\x8E"; /* ‘ 『 */
	case 0x2019:
		return "\xE3\x80\x8F"; /* ’ 』 */
	default:
		return NULL;
	}
}

static bool
is_ascii_alnum(char c)
{
	return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

/* Quotation marks between Latin letters are an apostrophe and stay. */
static void
replace_quotes(char *text, size_t len)
{
	for (size_t i = 0; i + 3 <= len; i++) {
		const char *bracket;
		size_t n;

		if ((unsigned char)text[i] != 0xE2)
			continue;
		bracket = as_bracket(utf8_get(text + i, &n));
		if (bracket == NULL)
			continue;
		if (i > 0 && is_ascii_alnum(text[i - 1]) && i + 3 < len &&
			is_ascii_alnum(text[i + 3]))
			continue;
		memcpy(text + i, bracket, 3);
		i += 2;
	}
}

/* What the Chinese rules make of a place between a and b for which UAX #14 says `kind`. */
static char
tailor(const struct break_rules *rules, uint32_t a, uint32_t b, char kind)
{
	if (kind == BREAK_MUST)
		return kind;
	if (rules->level == BREAK_LOOSE)
		return is_wide(a) && is_wide(b) ? BREAK_MAY : kind;
	if (!is_space(a) && (properties(rules, b) & NOT_FIRST) != 0)
		return BREAK_NO;
	if ((properties(rules, a) & NOT_LAST) != 0)
		return BREAK_NO;
	if (is_fullwidth_alnum(a) && is_fullwidth_alnum(b))
		return BREAK_NO;
	return kind;
}

void
break_map(const struct break_rules *rules, const char *text, size_t len, char *work, char *map)
{
	uint32_t before = 0;
	bool must = false;

	memcpy(work, text, len);
	replace_quotes(work, len);
	u8_possible_linebreaks((const uint8_t *)work, len, "UTF-8", map);
	for (size_t i = 0, n; i < len; i += n) {
		const uint32_t c = utf8_get(text + i, &n);
		const char found = map[i];
		char kind = BREAK_NO;

		if (must)
			kind = BREAK_MUST;
		else if (found == UC_BREAK_POSSIBLE)
			kind = BREAK_MAY;
		/* libunistring marks the line feed itself; here it is what follows.  It does not
		 * know the NEXT LINE of ISO 6429. */
		must = found == UC_BREAK_MANDATORY || c == 0x85;
		map[i] = i == 0 ? BREAK_NO : tailor(rules, before, c, kind);
		memset(map + i + 1, BREAK_NO, n - 1);
		before = c;
	}
	map[len] = BREAK_MUST;
}
