#include "text/symbol.h"
#include "base/hash.h"
#include "base/utf8.h"
#include "text/fold.h"

#include <stdlib.h>
#include <unictype.h>

#define WORD_KEY 0x776f7264u /* "word" */

/* A word that is being read.  A very long one is hashed piece by piece. */
struct word {
	char bytes[256];
	size_t len;
	uint64_t hash;
	uint32_t start, end;
	bool open;
};

void
symbols_free(struct symbols *symbols)
{
	free(symbols->item);
	*symbols = (struct symbols){0};
}

void
symbols_clear(struct symbols *symbols)
{
	symbols->count = 0;
	symbols->failed = false;
}

static void
append(struct symbols *symbols, uint64_t value, uint32_t start, uint32_t end)
{
	if (symbols->count == symbols->cap) {
		size_t cap = symbols->cap != 0 ? symbols->cap * 2 : 256;
		struct symbol *item =
			symbols->failed ? NULL : realloc(symbols->item, cap * sizeof *item);

		if (item == NULL) {
			symbols->failed = true;
			return;
		}
		symbols->item = item;
		symbols->cap = cap;
	}
	symbols->item[symbols->count++] = (struct symbol){value, start, end};
}

static void
gap(struct symbols *symbols, uint32_t start, uint32_t end)
{
	if (symbols->count == 0 || symbols->item[symbols->count - 1].value != SYMBOL_GAP)
		append(symbols, SYMBOL_GAP, start, end);
	else
		symbols->item[symbols->count - 1].end = end;
}

void
symbols_gap(struct symbols *symbols)
{
	uint32_t end = symbols->count > 0 ? symbols->item[symbols->count - 1].end : 0;

	if (symbols->count > 0)
		gap(symbols, end, end);
}

static void
word_flush(struct word *word)
{
	word->hash = hash_bytes(WORD_KEY ^ word->hash, word->bytes, word->len);
	word->len = 0;
}

static void
word_add(struct word *word, uint32_t c, uint32_t start, uint32_t end)
{
	if (!word->open) {
		word->open = true;
		word->hash = 0;
		word->len = 0;
		word->start = start;
	}
	if (word->len + 4 > sizeof word->bytes)
		word_flush(word);
	word->len += utf8_put(word->bytes + word->len, c);
	word->end = end;
}

static void
word_close(struct symbols *symbols, struct word *word)
{
	if (!word->open)
		return;
	word_flush(word);
	append(symbols, SYMBOL_WORD | (word->hash & (SYMBOL_WORD - 1)), word->start, word->end);
	word->open = false;
}

static bool
is_unspaced(uint32_t c)
{
	return (c >= 0x4E00 && c < 0xA000) || (c >= 0x3400 && c < 0x4DC0) ||
	       (c >= 0x3005 && c <= 0x3007) || (c >= 0x3041 && c < 0x3097) ||
	       (c >= 0x30A1 && c < 0x3100 && c != 0x30FB) || (c >= 0x3105 && c < 0x3130) ||
	       (c >= 0x31A0 && c < 0x31C0) || (c >= 0x31F0 && c < 0x3200) ||
	       (c >= 0xAC00 && c < 0xD7A4) || (c >= 0xF900 && c < 0xFB00) ||
	       (c >= 0x20000 && c < 0x40000);
}

static bool
is_word_char(uint32_t c)
{
	if (c < 0x80)
		return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
	if (c >= 0x2000 && c < 0x3000 + 0x40)
		return false;
	return uc_is_general_category_withtable(
		c, UC_CATEGORY_MASK_L | UC_CATEGORY_MASK_N | UC_CATEGORY_MASK_M);
}

static bool
is_space(uint32_t c)
{
	return c == ' ' || (c >= '\t' && c <= '\r') || c == 0x85 || c == 0xA0 ||
	       (c >= 0x2000 && c <= 0x200A) || c == 0x2028 || c == 0x2029 || c == 0x202F ||
	       c == 0x205F || c == 0x3000;
}

void
symbols_add(struct symbols *symbols, const char *text, size_t len)
{
	struct word word = {.open = false};
	uint32_t folded[FOLD_MAX];
	size_t n;

	for (size_t i = 0; i < len; i += n) {
		unsigned count = fold_char(utf8_get(text + i, &n), folded);
		uint32_t start = (uint32_t)i, end = (uint32_t)(i + n);

		for (unsigned k = 0; k < count; k++) {
			uint32_t c = folded[k];

			if (is_unspaced(c)) {
				word_close(symbols, &word);
				append(symbols, c, start, end);
			} else if (is_word_char(c)) {
				word_add(&word, c, start, end);
			} else {
				word_close(symbols, &word);
				if (!is_space(c))
					gap(symbols, start, end);
			}
		}
	}
	word_close(symbols, &word);
}
