#include "text/fold.h"
#include "base/table.h"
#include "base/utf8.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdlib.h>
#include <unicase.h>
#include <unictype.h>
#include <uninorm.h>

#define HAN_FIRST 0x3400u
#define HAN_END 0xA000u

/* Pairs outside the Basic Multilingual Plane; data/simplified.tsv has some 1,300. */
#define RARE_MAX 4096

struct pair {
	uint32_t from, to;
};

static uint32_t han[HAN_END - HAN_FIRST]; /* 0: itself */
static struct pair rare[RARE_MAX];
static size_t rare_count;

static int
by_from(const void *a, const void *b)
{
	const struct pair *x = a, *y = b;

	return (x->from > y->from) - (x->from < y->from);
}

static void
load_row(const struct table_row *row)
{
	const struct field to = row->field[0], from = row->field[1];
	size_t n;
	uint32_t target;

	if (to.len == 0)
		return;
	target = utf8_get(to.text, &n);
	for (size_t i = 0; i < from.len; i += n) {
		uint32_t c = utf8_get(from.text + i, &n);

		if (c >= HAN_FIRST && c < HAN_END)
			han[c - HAN_FIRST] = target;
		else if (rare_count < RARE_MAX)
			rare[rare_count++] = (struct pair){c, target};
	}
}

static void
load(void)
{
	struct table_reader reader;
	struct table_row row;

	if (table_open_builtin(&reader, "simplified.tsv", NULL) != ERR_OK)
		return;
	while (table_next(&reader, &row, NULL))
		load_row(&row);
	qsort(rare, rare_count, sizeof *rare, by_from);
}

static uint32_t
simplified(uint32_t c)
{
	const struct pair key = {c, 0}, *found;
	static pthread_once_t once = PTHREAD_ONCE_INIT;

	if (c < HAN_FIRST)
		return c;
	pthread_once(&once, load);
	if (c < HAN_END)
		return han[c - HAN_FIRST] != 0 ? han[c - HAN_FIRST] : c;
	if (c < 0x20000)
		return c;
	found = bsearch(&key, rare, rare_count, sizeof *rare, by_from);
	return found != NULL ? found->to : c;
}

/* Combining marks; those of kana stand apart only after half-width letters. */
static bool
is_mark(uint32_t c)
{
	return (c >= 0x300 && c < 0x370) || c == 0x3099 || c == 0x309A;
}

/* A Latin, Greek or Cyrillic letter without its marks; anything else as it is. */
static uint32_t
without_marks(uint32_t c)
{
	uint32_t parts[FOLD_MAX];
	size_t n = FOLD_MAX;

	if (c < 0x80 || (c >= 0x530 && (c < 0x1E00 || c >= 0x2000)))
		return c;
	if (u32_normalize(UNINORM_NFKD, &c, 1, parts, &n) != parts || n < 2)
		return c;
	for (size_t i = 1; i < n; i++) {
		if (!is_mark(parts[i]))
			return c;
	}
	return parts[0];
}

static unsigned
fold_slowly(uint32_t c, uint32_t out[FOLD_MAX])
{
	uint32_t wide[FOLD_MAX];
	size_t n = FOLD_MAX;
	unsigned count = 0;

	if (is_mark(c) || uc_is_property(c, UC_PROPERTY_DEFAULT_IGNORABLE_CODE_POINT))
		return 0;
	/* A result that does not fit comes in memory of its own; no character has one. */
	if (u32_normalize(UNINORM_NFKC, &c, 1, wide, &n) != wide) {
		out[0] = c;
		return 1;
	}
	for (size_t i = 0; i < n; i++) {
		uint32_t bare = without_marks(wide[i]), lower[FOLD_MAX];
		size_t len = FOLD_MAX;

		if (is_mark(bare))
			continue;
		if (u32_casefold(&bare, 1, NULL, NULL, lower, &len) != lower) {
			lower[0] = bare;
			len = 1;
		}
		for (size_t k = 0; k < len && count < FOLD_MAX; k++) {
			uint32_t plain = simplified(without_marks(lower[k]));

			if (!is_mark(plain))
				out[count++] = plain;
		}
	}
	return count;
}

/* Asking libunistring takes a microsecond, so characters that become one other are remembered:
 * the character in the upper half, what it becomes in the lower. */
#define CACHE_SIZE 2048u
static _Atomic uint64_t cache[CACHE_SIZE];

unsigned
fold_char(uint32_t c, uint32_t out[FOLD_MAX])
{
	uint64_t seen;
	unsigned n;

	if (c < 0x80) {
		out[0] = c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c;
		return 1;
	}
	if (c >= HAN_FIRST && c < HAN_END) {
		out[0] = simplified(c);
		return 1;
	}
	if (c >= 0xAC00 && c < 0xD7A4) {
		out[0] = c;
		return 1;
	}
	seen = atomic_load_explicit(&cache[c % CACHE_SIZE], memory_order_relaxed);
	if (seen >> 32 == c) {
		out[0] = (uint32_t)seen;
		return 1;
	}
	n = fold_slowly(c, out);
	if (n == 1)
		atomic_store_explicit(
			&cache[c % CACHE_SIZE], (uint64_t)c << 32 | out[0], memory_order_relaxed);
	return n;
}

void
fold_text(struct buf *out, const char *text, size_t len)
{
	uint32_t folded[FOLD_MAX];
	size_t n;

	for (size_t i = 0; i < len; i += n) {
		unsigned count = fold_char(utf8_get(text + i, &n), folded);

		for (unsigned k = 0; k < count; k++)
			buf_add_ucs4(out, folded[k]);
	}
}
