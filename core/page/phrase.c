#include "page/phrase.h"
#include "base/buf.h"
#include "base/i18n.h"
#include "base/table.h"
#include "page/chars.h"

#include <stdlib.h>
#include <string.h>

struct phrase {
	/* Its first two characters: '#' for a number; no second one behind a number, where it is
	 * one, and where there is none. */
	uint32_t first, second;
	uint32_t class;   /* its number */
	const char *text; /* in the table, which outlives the book */
	size_t len;
};

/* Phrases are sorted by their first two characters; slots find where a run of these begins. */
#define SLOTS 4096

struct slot {
	uint32_t first, second;
	uint32_t run; /* 1 + index of the first phrase of a run, 0: none */
};

/* Most characters begin no phrase, and most pairs of them do not either: bits that say so cost less
 * than looking for a slot. */
#define FILTER_BITS 32768

struct phrasebook {
	uint64_t firsts[FILTER_BITS / 64], pairs[FILTER_BITS / 64];
	struct phrase *phrase;
	size_t count;
	struct slot slot[SLOTS];
	char *class_name[PHRASE_CLASSES_MAX];
	unsigned class_count;
};

static uint32_t
mix(uint32_t first, uint32_t second)
{
	return (first * 0x9E3779B1U) ^ (second * 0x85EBCA77U);
}

static unsigned
hash(uint32_t first, uint32_t second)
{
	return mix(first, second) >> 20;
}

static void
set_bit(uint64_t *bits, uint32_t bit)
{
	bits[bit % FILTER_BITS / 64] |= (uint64_t)1 << bit % 64;
}

static bool
has_bit(const uint64_t *bits, uint32_t bit)
{
	return (bits[bit % FILTER_BITS / 64] >> bit % 64 & 1) != 0;
}

static int
by_first(const void *a, const void *b)
{
	const struct phrase *p = a, *q = b;

	if (p->first != q->first)
		return p->first < q->first ? -1 : 1;
	return p->second < q->second ? -1 : p->second > q->second;
}

/* The number of the class with this name, made where there is none yet; -1: no room, -2: no memory.
 */
static int
class_number(struct phrasebook *book, struct field name)
{
	for (unsigned i = 0; i < book->class_count; i++)
		if (field_is(name, book->class_name[i]))
			return (int)i;
	if (book->class_count == PHRASE_CLASSES_MAX)
		return -1;
	book->class_name[book->class_count] = strndup(name.text, name.len);
	if (book->class_name[book->class_count] == NULL)
		return -2;
	return (int)book->class_count++;
}

/* The phrases of one row, separated by spaces. */
static void
add_row(struct buf *phrases, int class, struct field list)
{
	const char *p = list.text, *end = list.text + list.len;

	while (p < end) {
		const char *space = memchr(p, ' ', (size_t)(end - p));
		const char *stop = space != NULL ? space : end;
		size_t len, next_len;
		struct phrase phrase = {
			.class = (uint32_t) class, .text = p, .len = (size_t)(stop - p)};

		if (phrase.len != 0) {
			phrase.first = utf8_get(p, &len);
			if (phrase.len > len && phrase.first != '#' && p[len] != '#')
				phrase.second = utf8_get(p + len, &next_len);
			buf_add(phrases, &phrase, sizeof phrase);
		}
		p = stop + (space != NULL);
	}
}

static bool
same_run(const struct phrase *a, const struct phrase *b)
{
	return a->first == b->first && a->second == b->second;
}

static bool
add_slots(struct phrasebook *book)
{
	for (size_t i = 0; i < book->count; i++) {
		const struct phrase *p = &book->phrase[i];
		unsigned slot = hash(p->first, p->second), tries = 0;

		if (i != 0 && same_run(p, p - 1))
			continue;
		for (; book->slot[slot].run != 0; slot = (slot + 1) % SLOTS)
			if (++tries == SLOTS)
				return false;
		book->slot[slot] = (struct slot){p->first, p->second, (uint32_t)i + 1};
		set_bit(book->firsts, p->first);
		set_bit(book->pairs, mix(p->first, p->second) >> 17);
	}
	return true;
}

enum err_code
phrasebook_new(
	const char *name, const char *table, size_t len, struct phrasebook **out, struct err *err)
{
	struct phrasebook *book = calloc(1, sizeof *book);
	struct table_reader reader;
	struct table_row row;
	struct buf phrases = {0};

	*out = NULL;
	if (book == NULL)
		return err_nomem(err);
	table_open(&reader, name, table, len);
	while (table_next(&reader, &row, err)) {
		int class = row.count == 2 ? class_number(book, row.field[0]) : -1;

		if (class < 0) {
			phrasebook_free(book);
			buf_free(&phrases);
			return class == -2 ? err_nomem(err)
					   : err_set(err, ERR_BUG,
						     _("%s:%u: not a class and its phrases"), name,
						     row.line);
		}
		add_row(&phrases, class, row.field[1]);
	}
	book->phrase = (struct phrase *)(void *)phrases.data;
	book->count = phrases.len / sizeof(struct phrase);
	if (!buf_ok(&phrases) || (book->count != 0 && book->phrase == NULL)) {
		phrasebook_free(book);
		return err_nomem(err);
	}
	if (book->count != 0)
		qsort(book->phrase, book->count, sizeof *book->phrase, by_first);
	if (!add_slots(book)) {
		phrasebook_free(book);
		return err_set(err, ERR_BUG, _("%s: too many phrases"), name);
	}
	*out = book;
	return ERR_OK;
}

void
phrasebook_free(struct phrasebook *book)
{
	if (book == NULL)
		return;
	for (unsigned i = 0; i < book->class_count; i++)
		free(book->class_name[i]);
	free(book->phrase);
	free(book);
}

unsigned
phrasebook_classes(const struct phrasebook *book)
{
	return book->class_count;
}

const char *
phrasebook_class_name(const struct phrasebook *book, unsigned class)
{
	return book->class_name[class];
}

uint64_t
phrasebook_class(const struct phrasebook *book, const char *name)
{
	for (unsigned i = 0; i < book->class_count; i++)
		if (strcmp(book->class_name[i], name) == 0)
			return (uint64_t)1 << i;
	return 0;
}

/* A character as phrases write it. */
static uint32_t
as_written(uint32_t c)
{
	uint32_t wide = c < 0x80 || c >= 0xFF61 ? full_width(c) : 0;

	return wide != 0 ? wide : c;
}

/* Where a number that begins at `at` ends; `at` where there is none. */
static size_t
skip_number(const char *text, size_t at, size_t to)
{
	size_t end = at;

	for (size_t p = at, len; p < to; p += len) {
		uint32_t c = utf8_get(text + p, &len);

		if (is_numeral(c))
			end = p + len;
		else if (char_class(c) != CC_SPACE)
			break;
	}
	return end;
}

/* Where a phrase that begins at `at` ends in the text, 0 where it does not stand there. */
static size_t
match_one(const struct phrase *phrase, const char *text, size_t at, size_t to)
{
	const char *p = phrase->text, *end = phrase->text + phrase->len;

	while (p < end) {
		size_t want_len, len;
		uint32_t want = utf8_get(p, &want_len), c;

		if (p != phrase->text)
			while (at < to && char_class(utf8_get(text + at, &len)) == CC_SPACE)
				at += len;
		if (at >= to)
			return 0;
		c = utf8_get(text + at, &len);
		if (want == '#') {
			size_t number = skip_number(text, at, to);

			if (number == at)
				return 0;
			len = number - at;
		} else if (c != want && as_written(c) != want) {
			return 0;
		}
		at += len;
		p += want_len;
	}
	return at;
}

typedef void (*match_fn)(void *ctx, const struct phrase *phrase, size_t end);

/* Tries the phrases that begin with these two characters. */
static void
try_run(const struct phrasebook *book, uint32_t first, uint32_t second, const char *text, size_t at,
	size_t to, match_fn fn, void *ctx)
{
	const struct phrase *last = book->phrase + book->count, *p, *run;
	unsigned slot = hash(first, second);

	if (!has_bit(book->pairs, mix(first, second) >> 17))
		return;
	while (book->slot[slot].run != 0 &&
		(book->slot[slot].first != first || book->slot[slot].second != second))
		slot = (slot + 1) % SLOTS;
	if (book->slot[slot].run == 0)
		return;
	run = &book->phrase[book->slot[slot].run - 1];
	for (p = run; p < last && same_run(p, run); p++) {
		size_t end = match_one(p, text, at, to);

		if (end != 0)
			fn(ctx, p, end);
	}
}

static void
each_match(const struct phrasebook *book, const char *text, size_t at, size_t to, match_fn fn,
	void *ctx)
{
	size_t len, next_len, next;
	uint32_t c = utf8_get(text + at, &len), first = as_written(c), second = 0;
	bool numeral = is_numeral(c);

	if (!numeral && !has_bit(book->firsts, first))
		return;
	for (next = at + len; next < to; next += next_len) {
		second = utf8_get(text + next, &next_len);
		if (second != ' ' && second != '\n' && second != 0x3000)
			break;
	}
	try_run(book, first, 0, text, at, to, fn, ctx);
	if (next < to)
		try_run(book, first, as_written(second), text, at, to, fn, ctx);
	if (numeral)
		try_run(book, '#', 0, text, at, to, fn, ctx);
}

struct scan {
	struct phrase_hits hits;
	size_t at, from, to;
};

static void
note_hit(void *ctx, const struct phrase *phrase, size_t end)
{
	struct scan *scan = ctx;
	uint64_t bit = (uint64_t)1 << phrase->class;

	scan->hits.any |= bit;
	if (scan->at == scan->from)
		scan->hits.start |= bit;
	if (end == scan->to)
		scan->hits.end |= bit;
	if (scan->at == scan->from && end == scan->to)
		scan->hits.whole |= bit;
}

struct phrase_hits
phrase_scan(const struct phrasebook *book, const char *text, size_t from, size_t to)
{
	struct scan scan = {.from = from, .to = to};

	for (scan.at = from; scan.at < to; scan.at += utf8_len((unsigned char)text[scan.at]))
		each_match(book, text, scan.at, to, note_hit, &scan);
	return scan.hits;
}

uint64_t
phrase_starts(const struct phrasebook *book, const char *text, size_t at, size_t to)
{
	struct scan scan = {.at = at, .from = at, .to = to};

	if (at < to)
		each_match(book, text, at, to, note_hit, &scan);
	return scan.hits.start;
}

struct longest {
	uint64_t classes, found;
	size_t end;
};

static void
keep_longest(void *ctx, const struct phrase *phrase, size_t end)
{
	struct longest *longest = ctx;
	uint64_t bit = (uint64_t)1 << phrase->class;

	if ((longest->classes & bit) != 0 && end > longest->end) {
		longest->end = end;
		longest->found = bit;
	}
}

size_t
phrase_match(const struct phrasebook *book, const char *text, size_t at, size_t to,
	uint64_t classes, uint64_t *found)
{
	struct longest longest = {.classes = classes};

	if (at < to)
		each_match(book, text, at, to, keep_longest, &longest);
	if (found != NULL)
		*found = longest.found;
	return longest.end;
}

/* Characters that the longest phrase at a text's end has. */
#define ENDING_CHARS 8

bool
phrase_ends(
	const struct phrasebook *book, const char *text, size_t from, size_t to, uint64_t classes)
{
	size_t at = to, len;

	for (unsigned n = 0; at > from && n < ENDING_CHARS; n++) {
		utf8_before(text + from, text + at, &len);
		at -= len;
		if (phrase_match(book, text, at, to, classes, NULL) == to)
			return true;
	}
	return false;
}
