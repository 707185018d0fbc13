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
	uint32_t compound[COMPOUND_MAX][2];
	unsigned compound_count;
};

static bool
add(struct surname_set *surnames, bool compound, bool common, const char *word, size_t len)
{
	size_t n = utf8_count(word, len), first_len, second_len;
	uint32_t first = utf8_get(word, &first_len);

	if (!compound) {
		if (n != 1 || first < FIRST || first > LAST)
			return false;
		surnames->single[(first - FIRST) / 8] |= (unsigned char)(1U << (first - FIRST) % 8);
		if (common)
			surnames->common[(first - FIRST) / 8] |=
				(unsigned char)(1U << (first - FIRST) % 8);
		return true;
	}
	if (n < 2 || surnames->compound_count == COMPOUND_MAX)
		return false;
	surnames->compound[surnames->compound_count][0] = first;
	surnames->compound[surnames->compound_count++][1] = utf8_get(word + first_len, &second_len);
	return true;
}

static bool
add_row(struct surname_set *surnames, const struct table_row *row)
{
	bool compound = field_is(row->field[0], "compound");
	bool common = field_is(row->field[0], "common");
	bool single = common || field_is(row->field[0], "word");
	const char *p = row->field[1].text, *end = p + row->field[1].len;

	if (row->count != 2 || (!compound && !single))
		return false;
	while (p < end) {
		const char *word = p;

		while (p < end && *p != ' ')
			p++;
		if (p != word && !add(surnames, compound, common, word, (size_t)(p - word)))
			return false;
		p += p < end;
	}
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

void
surname_set_free(struct surname_set *surnames)
{
	free(surnames);
}

bool
surname_is(const struct surname_set *surnames, uint32_t c)
{
	return c >= FIRST && c <= LAST &&
	       (surnames->single[(c - FIRST) / 8] >> (c - FIRST) % 8 & 1) != 0;
}

bool
surname_is_common(const struct surname_set *surnames, uint32_t c)
{
	return c >= FIRST && c <= LAST &&
	       (surnames->common[(c - FIRST) / 8] >> (c - FIRST) % 8 & 1) != 0;
}

bool
surname_is_compound(const struct surname_set *surnames, uint32_t first, uint32_t second)
{
	for (unsigned i = 0; i < surnames->compound_count; i++)
		if (surnames->compound[i][0] == first && surnames->compound[i][1] == second)
			return true;
	return false;
}
