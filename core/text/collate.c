#include "text/collate.h"
#include "base/table.h"
#include "base/utf8.h"
#include "text/fold.h"
#include "text/pinyin.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#define HAN_FIRST 0x3400u
#define HAN_END 0xA000u
#define EXTRA_MAX 1024
#define TITLE_CHARS (TITLE_WORDS * 4)

/* Characters outside the main range. */
struct extra {
	uint32_t c;
	uint16_t rank;
};

static uint16_t rank[HAN_END - HAN_FIRST];
static struct extra extras[EXTRA_MAX];
static size_t extra_count;
static pthread_once_t once = PTHREAD_ONCE_INIT;

static int
by_char(const void *a, const void *b)
{
	const uint32_t x = ((const struct extra *)a)->c, y = ((const struct extra *)b)->c;

	return (x > y) - (x < y);
}

static void
load_row(const struct field characters, unsigned *next)
{
	size_t n;

	for (size_t i = 0; i < characters.len; i += n) {
		const uint32_t c = utf8_get(characters.text + i, &n);

		if (c >= HAN_FIRST && c < HAN_END)
			rank[c - HAN_FIRST] = (uint16_t)++ * next;
		else if (extra_count < EXTRA_MAX)
			extras[extra_count++] = (struct extra){c, (uint16_t)++ * next};
	}
}

static void
load(void)
{
	struct table_reader reader;
	struct table_row row;
	const char *text;
	size_t len;
	unsigned next = 0;

	if (!table_builtin("strokes.tsv", &text, &len))
		return;
	table_open(&reader, "strokes.tsv", text, len);
	while (table_next(&reader, &row, NULL))
		load_row(row.field[1], &next);
	qsort(extras, extra_count, sizeof *extras, by_char);
}

unsigned
strokes_rank(uint32_t c)
{
	const struct extra wanted = {.c = c}, *found;

	if (c < HAN_FIRST)
		return 0;
	pthread_once(&once, load);
	if (c < HAN_END)
		return rank[c - HAN_FIRST];
	found = bsearch(&wanted, extras, extra_count, sizeof *extras, by_char);
	return found != NULL ? found->rank : 0;
}

static unsigned
place_of(enum collation how, uint32_t c)
{
	return how == COLLATE_STROKES ? strokes_rank(c) : pinyin_rank(c);
}

/* The place of a character among all: what is no Chinese, Chinese, the rest. */
static uint32_t
weight(enum collation how, uint32_t c)
{
	unsigned place;

	if (c < HAN_FIRST)
		return c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c;
	place = place_of(how, c);
	return place != 0 ? HAN_FIRST + place : HAN_FIRST + 0x10000 + c;
}

int
text_collate(enum collation how, const char *a, const char *b)
{
	const char *p = a, *q = b;

	while (*p != '\0' && *q != '\0') {
		size_t n, m;
		const uint32_t x = weight(how, utf8_get(p, &n)), y = weight(how, utf8_get(q, &m));

		if (x != y)
			return x < y ? -1 : 1;
		p += n;
		q += m;
	}
	if (*p != *q)
		return *p == '\0' ? -1 : 1;
	return strcmp(a, b);
}

/* ---- titles ----------------------------------------------------------------------------- */

/* Digits, then letters, then Chinese, then all others; 0 does not count. */
static unsigned
title_code(enum collation how, uint32_t c)
{
	unsigned place;

	if (c >= '0' && c <= '9')
		return 1 + c - '0';
	if (c >= 'a' && c <= 'z')
		return 16 + c - 'a';
	if (c < 0x80 || (c >= 0x2000 && c < 0x2E80) || (c >= 0x3000 && c < 0x3041 && c != 0x3007))
		return 0;
	place = place_of(how, c);
	return place != 0 ? 64 + place : 0xFFFF;
}

/* As fold_char(); but who counts strokes counts those that are printed. */
static unsigned
title_chars(enum collation how, uint32_t c, uint32_t out[FOLD_MAX])
{
	if (how == COLLATE_STROKES && strokes_rank(c) != 0) {
		out[0] = c;
		return 1;
	}
	return fold_char(c, out);
}

void
title_order(enum collation how, const char *title, uint64_t out[TITLE_WORDS])
{
	uint32_t folded[FOLD_MAX];
	unsigned at = 0;
	size_t n, len = strlen(title);

	memset(out, 0, TITLE_WORDS * sizeof *out);
	for (size_t i = 0; i < len && at < TITLE_CHARS; i += n) {
		unsigned count = title_chars(how, utf8_get(title + i, &n), folded);

		for (unsigned k = 0; k < count && at < TITLE_CHARS; k++) {
			uint64_t code = title_code(how, folded[k]);

			if (code == 0)
				continue;
			out[at / 4] |= code << (48 - 16 * (at % 4));
			at++;
		}
	}
}
