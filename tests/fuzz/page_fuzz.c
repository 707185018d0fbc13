/*
 * page_fuzz.c - any bytes as a page file.
 *
 * A page that is not refused has spans that cover the file exactly, articles whose texts come
 * back the same from their spans alone, and positions that lie in the file.
 */
#include "page/page.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistr.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct parser *parser;

static void
check(bool held)
{
	if (!held)
		abort();
}

static bool
is_utf8(const char *text, size_t len)
{
	return u8_check((const uint8_t *)text, len) == NULL;
}

static void
check_cover(const struct page *page, size_t size)
{
	uint32_t at = 0;

	for (uint32_t i = 0; i < page->span_count; i++) {
		const struct span *s = &page->spans[i];

		check(s->start == at && s->end > s->start);
		check(s->label < LABEL_COUNT && s->article <= page->article_count);
		at = s->end;
	}
	check(at == size);
}

static void
check_text(const struct rtext *text, const struct article *article)
{
	uint32_t before = 0;

	if (text->text == NULL)
		return;
	check(strlen(text->text) == text->len && is_utf8(text->text, text->len));
	for (uint32_t i = 0; i < text->piece_count; i++) {
		check(i == 0 ? text->pieces[i].text == 0 : text->pieces[i].text > before);
		before = text->pieces[i].text;
	}
	for (uint32_t at = 0; at < text->len; at++) {
		uint32_t file = rtext_offset(text, at);

		check(file >= article->start && file < article->end);
	}
}

static void
check_same(const struct rtext *a, const struct rtext *b)
{
	check((a->text == NULL) == (b->text == NULL));
	check(a->text == NULL || strcmp(a->text, b->text) == 0);
}

static void
check_restored(const uint8_t *data, size_t size, const struct page *page, const struct article *a,
	const struct span *spans, uint32_t count)
{
	struct arena *arena = arena_new(0);
	struct article again;
	struct err err;

	check(arena != NULL);
	check(page_restore(data, size, 0, page->encoding, spans, count, arena, &again, &err) ==
		ERR_OK);
	check_same(&a->section, &again.section);
	check_same(&a->kicker, &again.kicker);
	check_same(&a->title, &again.title);
	check_same(&a->deck, &again.deck);
	check_same(&a->dateline, &again.dateline);
	check(a->block_count == again.block_count && strcmp(a->label, again.label) == 0);
	for (unsigned i = 0; i < a->block_count; i++) {
		check(a->blocks[i].type == again.blocks[i].type);
		check_same(&a->blocks[i].text, &again.blocks[i].text);
	}
	check(a->text_hash == again.text_hash && a->chars == again.chars);
	arena_free(arena);
}

static void
check_article(const uint8_t *data, size_t size, const struct page *page, const struct article *a)
{
	const struct rtext heads[] = {a->section, a->kicker, a->title, a->deck, a->dateline};
	struct span *own = calloc(page->span_count + 1U, sizeof *own);
	uint32_t count = 0;

	check(own != NULL && a->sheet < page->sheet_count);
	check(a->start < a->end && a->end <= size);
	for (size_t i = 0; i < sizeof heads / sizeof *heads; i++)
		check_text(&heads[i], a);
	for (unsigned i = 0; i < a->block_count; i++)
		check_text(&a->blocks[i].text, a);
	for (uint32_t i = 0; i < page->span_count; i++)
		if (page->spans[i].article == a->ordinal)
			own[count++] = page->spans[i];
	check_restored(data, size, page, a, own, count);
	free(own);
}

static void
check_others(const uint8_t *data, size_t size, const struct page *page)
{
	struct arena *arena = arena_new(0);
	const char *text;
	struct err err;
	size_t len;

	check(arena != NULL);
	check(page_decode(data, size, page->encoding, arena, &text, &len, &err) == ERR_OK);
	check(is_utf8(text, len));
	check(page_explain(parser, data, size, NULL, arena, &text, &err) == ERR_OK);
	check(is_utf8(text, strlen(text)));
	arena_free(arena);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct page *page;
	struct err err;

	if (parser == NULL)
		check(parser_new(&parser, &err) == ERR_OK);
	if (page_parse(parser, data, size, "20241112_A02.txt", &page, &err) != ERR_OK) {
		check(err.code == ERR_REFUSED && page == NULL);
		return 0;
	}
	check_cover(page, size);
	for (unsigned i = 0; i < page->article_count; i++)
		check_article(data, size, page, &page->articles[i]);
	check_others(data, size, page);
	page_free(page);
	return 0;
}
