#include "page/phrase.h"
#include "base/buf.h"
#include "base/i18n.h"
#include "base/table.h"
#include "base/utf8.h"
#include "page/trie.h"

#include <stdlib.h>
#include <string.h>

struct phrasebook {
	struct phrase *phrase;
	size_t count;
	struct trie *trie;
	char *class_name[PHRASE_CLASSES_MAX];
	unsigned class_count;
};

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
	struct field word;

	while (field_word(&list, &word)) {
		struct phrase phrase = {.text = word.text,
			.len = word.len,
			.class = (uint32_t) class,
			.rank = (uint32_t)(phrases->len / sizeof phrase)};

		buf_add(phrases, &phrase, sizeof phrase);
	}
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
	if (book->count > TRIE_PHRASES_MAX) {
		phrasebook_free(book);
		return err_set(err, ERR_BUG, _("%s: too many phrases"), name);
	}
	book->trie = trie_new(book->phrase, book->count);
	if (book->trie == NULL) {
		phrasebook_free(book);
		return err_nomem(err);
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
	trie_free(book->trie);
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

struct phrase_hits
phrase_scan(const struct phrasebook *book, const char *text, size_t from, size_t to)
{
	struct finding f = {.wanted = UINT64_MAX};
	struct phrase_hits hits = {0};

	if (from >= to)
		return hits;
	trie_find(book->trie, text, from, to, &f);
	hits.start = f.any;
	hits.whole = f.at_end;
	trie_scan(book->trie, text, from + utf8_len((unsigned char)text[from]), to, &f);
	hits.any = f.any;
	hits.end = f.at_end;
	return hits;
}

uint64_t
phrase_starts(const struct phrasebook *book, const char *text, size_t at, size_t to)
{
	struct finding f = {.wanted = UINT64_MAX};

	if (at < to)
		trie_find(book->trie, text, at, to, &f);
	return f.any;
}

size_t
phrase_match(const struct phrasebook *book, const char *text, size_t at, size_t to,
	uint64_t classes, uint64_t *found)
{
	struct finding f = {.wanted = classes};

	if (at < to)
		trie_find(book->trie, text, at, to, &f);
	if (found != NULL)
		*found = f.found;
	return f.longest;
}

bool
phrase_occurs(
	const struct phrasebook *book, const char *text, size_t from, size_t to, uint64_t classes)
{
	struct finding f = {.wanted = classes};

	trie_scan(book->trie, text, from, to, &f);
	return f.longest != 0;
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
