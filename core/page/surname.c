#include "page/surname.h"
#include "base/i18n.h"
#include "base/table.h"
#include "base/utf8.h"

#include <stdlib.h>

#define FIRST 0x3400U
#define LAST 0x9FFFU
#define COMPOUND_MAX 256

struct surname_set {
	unsigned char single[(LAST - FIRST) / 8 + 1]; /* a bit for every character */
	unsigned char common[(LAST - FIRST) / 8 + 1];
	unsigned char sound[(LAST - FIRST) / 8 + 1];
	uint32_t compound[COMPOUND_MAX][2];
	unsigned compound_count;
};

static void
add_bit(unsigned char *bits, uint32_t c)
{
	bits[(c - FIRST) / 8] |= (unsigned char)(1U << (c - FIRST) % 8);
}

static bool
has_bit(const unsigned char *bits, uint32_t c)
{
	return c >= FIRST && c <= LAST && (bits[(c - FIRST) / 8] >> (c - FIRST) % 8 & 1) != 0;
}

static bool
add_compound(struct surname_set *surnames, struct field word)
{
	size_t first_len, second_len;
	uint32_t *pair;

	if (utf8_count(word.text, word.len) < 2 || surnames->compound_count == COMPOUND_MAX)
		return false;
	pair = surnames->compound[surnames->compound_count++];
	pair[0] = utf8_get(word.text, &first_len);
	pair[1] = utf8_get(word.text + first_len, &second_len);
	return true;
}

/* One of a row's words, which are characters but for the compound surnames. */
static bool
add(struct surname_set *surnames, struct field kind, struct field word)
{
	size_t char_len;
	uint32_t c = utf8_get(word.text, &char_len);

	if (field_is(kind, "compound"))
		return add_compound(surnames, word);
	if (char_len != word.len || c < FIRST || c > LAST)
		return false;
	add_bit(surnames->single, c);
	if (field_is(kind, "common"))
		add_bit(surnames->common, c);
	return field_is(kind, "common") || field_is(kind, "word");
}

static bool
add_row(struct surname_set *surnames, const struct table_row *row)
{
	struct field words = row->field[1], word;

	if (row->count != 2)
		return false;
	while (field_word(&words, &word))
		if (!add(surnames, row->field[0], word))
			return false;
	return true;
}

enum err_code
surname_set_new(
	const char *name, const char *table, size_t len, struct surname_set **out, struct err *err)
{
	struct surname_set *surnames = calloc(1, sizeof *surnames);
	struct table_reader reader;
	struct table_row row;

	*out = NULL;
	if (surnames == NULL)
		return err_nomem(err);
	table_open(&reader, name, table, len);
	while (table_next(&reader, &row, err)) {
		if (add_row(surnames, &row))
			continue;
		free(surnames);
		return err_set(
			err, ERR_BUG, _("%s:%u: not a kind and its surnames"), name, row.line);
	}
	*out = surnames;
	return ERR_OK;
}

enum err_code
surname_set_add_sounds(struct surname_set *surnames, const char *name, const char *table,
	size_t len, struct err *err)
{
	struct table_reader reader;
	struct table_row row;

	table_open(&reader, name, table, len);
	while (table_next(&reader, &row, err)) {
		struct field word;

		while (field_word(&row.field[0], &word)) {
			size_t char_len;
			uint32_t c = utf8_get(word.text, &char_len);

			if (row.count != 1 || char_len != word.len || c < FIRST || c > LAST)
				return err_set(
					err, ERR_BUG, _("%s:%u: not characters"), name, row.line);
			add_bit(surnames->sound, c);
		}
		if (row.count == 0)
			return err_set(err, ERR_BUG, _("%s:%u: not characters"), name, row.line);
	}
	return ERR_OK;
}

void
surname_set_free(struct surname_set *surnames)
{
	free(surnames);
}

bool
surname_is(const struct surname_set *surnames, uint32_t c)
{
	return has_bit(surnames->single, c);
}

bool
surname_is_common(const struct surname_set *surnames, uint32_t c)
{
	return has_bit(surnames->common, c);
}

bool
surname_is_sound(const struct surname_set *surnames, uint32_t c)
{
	return has_bit(surnames->sound, c);
}

bool
surname_is_compound(const struct surname_set *surnames, uint32_t first, uint32_t second)
{
	for (unsigned i = 0; i < surnames->compound_count; i++)
		if (surnames->compound[i][0] == first && surnames->compound[i][1] == second)
			return true;
	return false;
}
