#include "base/table.h"
#include "base/i18n.h"

#include <limits.h>
#include <string.h>
#include <unistr.h>

bool
table_builtin(const char *name, const char **text, size_t *len)
{
	for (const struct table_file *f = table_files; f->name != NULL; f++) {
		if (strcmp(f->name, name) == 0) {
			*text = f->start;
			*len = (size_t)(f->end - f->start);
			return true;
		}
	}
	return false;
}

void
table_open(struct table_reader *reader, const char *name, const char *text, size_t len)
{
	static const char bom[] = "\xEF\xBB\xBF";

	reader->name = name;
	reader->p = text;
	reader->end = text + len;
	reader->line = 0;
	if (len >= 3 && memcmp(text, bom, 3) == 0)
		reader->p += 3;
}

enum err_code
table_open_builtin(struct table_reader *reader, const char *name, struct err *err)
{
	const char *text;
	size_t len;

	if (!table_builtin(name, &text, &len))
		return err_set(err, ERR_BUG, _("%s is missing"), name);
	table_open(reader, name, text, len);
	return ERR_OK;
}

static bool
has_control(const char *text, size_t len)
{
	for (size_t i = 0; i < len; i++) {
		unsigned char c = (unsigned char)text[i];

		if ((c < 0x20 && c != '\t') || c == 0x7F)
			return true;
	}
	return false;
}

static bool
split(struct table_row *row, const char *text, const char *end)
{
	for (;;) {
		const char *tab = memchr(text, '\t', (size_t)(end - text));
		struct field *f;

		if (row->count == TABLE_FIELDS_MAX)
			return false;
		f = &row->field[row->count++];
		f->text = text;
		f->len = (size_t)((tab != NULL ? tab : end) - text);
		if (f->len == 1 && *text == '-')
			f->len = 0;
		if (tab == NULL)
			return true;
		text = tab + 1;
	}
}

bool
table_next(struct table_reader *reader, struct table_row *row, struct err *err)
{
	while (reader->p < reader->end) {
		const char *text = reader->p;
		const char *eol = memchr(text, '\n', (size_t)(reader->end - text));
		const char *stop = eol != NULL ? eol : reader->end;
		size_t len;

		reader->p = eol != NULL ? eol + 1 : reader->end;
		reader->line++;
		if (stop > text && stop[-1] == '\r')
			stop--;
		len = (size_t)(stop - text);
		if (len == 0 || *text == '#')
			continue;
		memset(row, 0, sizeof *row);
		row->line = reader->line;
		for (unsigned i = 0; i < TABLE_FIELDS_MAX; i++)
			row->field[i].text = "";
		if (has_control(text, len) || u8_check((const uint8_t *)text, len) != NULL) {
			err_set(err, ERR_REFUSED, _("%s:%u: not plain UTF-8 text"), reader->name,
				reader->line);
		} else if (!split(row, text, stop)) {
			row->count = 0;
			err_set(err, ERR_REFUSED, _("%s:%u: more than %d fields"), reader->name,
				reader->line, TABLE_FIELDS_MAX);
		}
		return true;
	}
	return false;
}

bool
field_is(struct field field, const char *text)
{
	return strlen(text) == field.len && memcmp(field.text, text, field.len) == 0;
}

bool
field_word(struct field *words, struct field *word)
{
	const char *space;

	while (words->len > 0 && *words->text == ' ') {
		words->text++;
		words->len--;
	}
	*word = *words;
	if (words->len == 0)
		return false;
	space = memchr(words->text, ' ', words->len);
	if (space != NULL)
		word->len = (size_t)(space - words->text);
	words->text += word->len;
	words->len -= word->len;
	return true;
}

bool
field_long(struct field field, long *value)
{
	bool negative = field.len > 0 && field.text[0] == '-';
	size_t i = negative ? 1 : 0;
	long v = 0;

	if (i == field.len)
		return false;
	for (; i < field.len; i++) {
		int digit = field.text[i] - '0';

		if (digit < 0 || digit > 9 || v > (LONG_MAX - digit) / 10)
			return false;
		v = v * 10 + digit;
	}
	*value = negative ? -v : v;
	return true;
}
