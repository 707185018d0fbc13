#include "page/parser.h"
#include "page/revise.h"
#include "base/i18n.h"
#include "base/table.h"
#include "page/fingerprint.h"
#include "page/finish.h"

#include <stdlib.h>
#include <string.h>

/* ---- the parser ------------------------------------------------------------------------- */

static enum err_code
find_table(const char *name, const char **text, size_t *len, struct err *err)
{
	if (table_builtin(name, text, len))
		return ERR_OK;
	return err_set(err, ERR_BUG, _("%s is not compiled in"), name);
}

static enum err_code
load_words(struct parser *parser, struct err *err)
{
	static const char phrases[] = "page-phrases.tsv", surnames[] = "surnames.tsv",
			  sounds[] = "name-sounds.tsv", kinds[] = "kind-weights.tsv";
	enum err_code code;
	const char *text;
	size_t len;

	code = find_table(phrases, &text, &len, err);
	if (code == ERR_OK)
		code = phrasebook_new(phrases, text, len, &parser->book, err);
	if (code == ERR_OK)
		code = find_table(surnames, &text, &len, err);
	if (code == ERR_OK)
		code = surname_set_new(surnames, text, len, &parser->surnames, err);
	if (code == ERR_OK)
		code = find_table(sounds, &text, &len, err);
	if (code == ERR_OK)
		code = surname_set_add_sounds(parser->surnames, sounds, text, len, err);
	if (code == ERR_OK)
		code = find_table(kinds, &text, &len, err);
	if (code == ERR_OK)
		code = kind_model_new(kinds, text, len, parser->book, &parser->kinds, err);
	return code;
}

enum err_code
parser_new_with(
	const char *name, const char *table, size_t len, struct parser **out, struct err *err)
{
	struct parser *parser = calloc(1, sizeof *parser);
	struct viewer viewer;
	enum err_code code;

	*out = NULL;
	if (parser == NULL)
		return err_nomem(err);
	code = load_words(parser, err);
	if (code == ERR_OK) {
		newsroom_init(&parser->room, parser->book, parser->surnames);
		folio_words_init(&parser->folio, parser->book);
		parser->sign = phrasebook_class(parser->book, "sign");
		viewer = (struct viewer){.room = &parser->room,
			.book = parser->book,
			.folio = &parser->folio,
			.starters = phrasebook_class(parser->book, "opening") |
				    phrasebook_class(parser->book, "hearing") |
				    phrasebook_class(parser->book, "going-on")};
		code = observer_init(&parser->observer, &viewer, err);
	}
	if (code == ERR_OK)
		code = model_new(name, table, len, parser->observer.names,
			parser->observer.name_count, join_feature_names, F_JOINS, &parser->model,
			err);
	if (code != ERR_OK) {
		parser_free(parser);
		return code;
	}
	*out = parser;
	return ERR_OK;
}

enum err_code
parser_new(struct parser **out, struct err *err)
{
	static const char table[] = "page-weights.tsv";
	const char *text;
	size_t len;
	enum err_code code = find_table(table, &text, &len, err);

	*out = NULL;
	return code != ERR_OK ? code : parser_new_with(table, text, len, out, err);
}

void
parser_free(struct parser *parser)
{
	if (parser == NULL)
		return;
	model_free(parser->model);
	kind_model_free(parser->kinds);
	observer_free(&parser->observer);
	surname_set_free(parser->surnames);
	phrasebook_free(parser->book);
	free(parser);
}

/* ---- reading sheets --------------------------------------------------------------------- */

bool
reading_begin(struct reading *r, const struct parser *parser, const struct text *text)
{
	*r = (struct reading){.parser = parser, .text = text, .left = LINES_MAX};
	r->search = search_new(parser->model);
	return r->search != NULL;
}

void
reading_end(struct reading *r)
{
	buf_free(&r->lines);
	buf_free(&r->views);
	buf_free(&r->decisions);
	recent_free(&r->recent);
	search_free(r->search);
}

static bool
decide_labels(struct reading *r)
{
	size_t n = r->sheet.count;
	struct observation observation;

	if (!buf_reserve(&r->decisions, n * sizeof(struct decision)))
		return false;
	r->decisions.len = n * sizeof(struct decision);
	for (size_t i = 0; i < n; i++) {
		observe(&r->parser->observer, &r->sheet, reading_views(r), i, &observation);
		if (!search_push(r->search, &observation))
			return false;
	}
	search_finish(r->search, (struct decision *)(void *)r->decisions.data);
	revise_labels(r, (struct decision *)(void *)r->decisions.data);
	return true;
}

static bool
read_sheet(struct reading *r, size_t end, bool decide)
{
	size_t n;

	buf_clear(&r->lines);
	buf_clear(&r->views);
	buf_clear(&r->decisions);
	if (!lines_read(r->text, r->at, end, &r->left, &r->lines))
		return false;
	n = r->lines.len / sizeof(struct line);
	r->sheet = (struct sheet_lines){.text = r->text->data,
		.line = (const struct line *)(const void *)buf_str(&r->lines),
		.count = n};
	if (n == 0)
		return true;
	r->sheet.layout = lines_layout(r->sheet.line, n);
	r->sheet.pairs = &r->pairs;
	if (!buf_reserve(&r->views, n * sizeof(struct view)))
		return false;
	r->views.len = n * sizeof(struct view);
	observe_views(&r->parser->observer, &r->sheet, (struct view *)(void *)r->views.data);
	if (!cohesion_fill(&r->recent, &r->pairs, &r->sheet, (struct view *)(void *)r->views.data))
		return false;
	return !decide || decide_labels(r);
}

enum err_code
reading_next(struct reading *r, bool decide, bool *more, struct err *err)
{
	const struct text *text = r->text;

	*more = false;
	while (!*more && r->at < text->len) {
		const char *feed =
			r->left > 1 ? memchr(text->data + r->at, '\f', text->len - r->at) : NULL;
		size_t end = feed != NULL ? (size_t)(feed - text->data) : text->len;

		if (!read_sheet(r, end, decide))
			return err_nomem(err);
		r->at = end + (feed != NULL);
		*more = r->sheet.count != 0;
	}
	return ERR_OK;
}

/* ---- the page --------------------------------------------------------------------------- */

static enum err_code
take_sheets(struct page *page, const struct parser *parser, struct repairer *repairer,
	struct assembly *assembly, const char *source, struct err *err)
{
	struct reading reading;
	struct buf sheets = {0};
	enum err_code code = ERR_OK;
	int date = 0, page_no = 0;
	bool more = true;

	if (source != NULL)
		folio_from_name(source, &date, &page_no);
	if (!reading_begin(&reading, parser, repairer->text))
		return err_nomem(err);
	while (code == ERR_OK && (code = reading_next(&reading, true, &more, err)) == ERR_OK &&
		more) {
		struct sheet sheet = {0};

		assembly->sheet = (unsigned)(sheets.len / sizeof sheet);
		code = finish_sheet(
			parser, repairer, &reading.sheet, reading_decisions(&reading), &sheet, err);
		if (sheet.date == 0)
			sheet.date = date;
		if (sheet.page_no == 0 && sheets.len == 0)
			sheet.page_no = page_no;
		buf_add(&sheets, &sheet, sizeof sheet);
		if (code == ERR_OK && !assembly_take(assembly, &reading.sheet,
					      reading_views(&reading), reading_decisions(&reading)))
			code = err_nomem(err);
	}
	reading_end(&reading);
	page->sheet_count = (unsigned)(sheets.len / sizeof(struct sheet));
	page->sheets = arena_calloc(page->arena, page->sheet_count, sizeof(struct sheet));
	if (page->sheets == NULL || !buf_ok(&sheets))
		code = err_nomem(err);
	else if (sheets.data != NULL)
		memcpy(page->sheets, sheets.data, sheets.len);
	buf_free(&sheets);
	return code;
}

static enum err_code
take_articles(struct page *page, const struct parser *parser, struct repairer *repairer,
	const struct assembly *assembly, struct err *err)
{
	const struct draft *drafts = (const struct draft *)(const void *)buf_str(&assembly->drafts);
	size_t n = assembly->drafts.len / sizeof *drafts;
	enum err_code code = ERR_OK;

	page->span_count = (uint32_t)(assembly->spans.len / sizeof(struct span));
	page->spans = arena_alloc(page->arena, assembly->spans.len);
	page->articles = arena_calloc(page->arena, n, sizeof *page->articles);
	if (page->spans == NULL || page->articles == NULL)
		return err_nomem(err);
	if (assembly->spans.len != 0)
		memcpy(page->spans, assembly->spans.data, assembly->spans.len);
	for (size_t i = 0; i < n && code == ERR_OK; i++) {
		struct article *article = &page->articles[page->article_count];

		article->ordinal = page->article_count + 1;
		code = finish_article(parser, repairer, page, &drafts[i], article, err);
		page->article_count++;
	}
	if (code == ERR_OK)
		articles_fingerprint(page->articles, page->article_count);
	return code;
}

static enum err_code
parse_text(struct page *page, const struct parser *parser, const struct text *text, size_t size,
	const char *source, struct err *err)
{
	struct assembly assembly;
	struct repairer repairer;
	enum err_code code;

	page->encoding = text->encoding;
	page->bom = text->bom;
	repair_init(&repairer, text, page->arena);
	assembly_init(&assembly, text, &parser->room);
	code = take_sheets(page, parser, &repairer, &assembly, source, err);
	if (code == ERR_OK && !assembly_finish(&assembly, size))
		code = err_nomem(err);
	if (code == ERR_OK)
		code = take_articles(page, parser, &repairer, &assembly, err);
	assembly_free(&assembly);
	repair_free(&repairer);
	return code;
}

enum err_code
page_parse(const struct parser *parser, const void *bytes, size_t size, const char *source,
	struct page **out, struct err *err)
{
	struct arena *arena = arena_new(0);
	struct page *page = arena != NULL ? arena_calloc(arena, 1, sizeof *page) : NULL;
	struct text text;
	enum err_code code;

	*out = NULL;
	if (page == NULL) {
		arena_free(arena);
		return err_nomem(err);
	}
	page->arena = arena;
	code = text_open(bytes, size, arena, &text, err);
	if (code == ERR_OK)
		code = parse_text(page, parser, &text, size, source, err);
	if (code != ERR_OK) {
		arena_free(arena);
		return code;
	}
	*out = page;
	return ERR_OK;
}

void
page_free(struct page *page)
{
	if (page != NULL)
		arena_free(page->arena);
}

enum err_code
page_decode(const void *bytes, size_t size, enum encoding encoding, struct arena *arena,
	const char **out, size_t *len, struct err *err)
{
	struct text text;
	static const unsigned char marks[ENC_COUNT][3] = {[ENC_UTF8] = {0xEF, 0xBB, 0xBF},
		[ENC_UTF16LE] = {0xFF, 0xFE},
		[ENC_UTF16BE] = {0xFE, 0xFF}};
	size_t mark = encoding == ENC_UTF8 ? 3 : encoding <= ENC_UTF16BE ? 2 : 0;
	enum err_code code;
	char *copy;

	*out = NULL;
	*len = 0;
	if (mark != 0 && (size < mark || memcmp(bytes, marks[encoding], mark) != 0))
		mark = 0;
	code = text_open_as(
		(const char *)bytes + mark, size - mark, mark, encoding, arena, &text, err);
	if (code != ERR_OK)
		return code;
	copy = arena_strndup(arena, text.data, text.len);
	if (copy == NULL)
		return err_nomem(err);
	*out = copy;
	*len = text.len;
	return ERR_OK;
}
