#include "page/finish.h"
#include "page/restore.h"

#include <string.h>

/* ---- names ------------------------------------------------------------------------------ */

struct name_lists {
	struct repairer *repairer;
	struct buf reporters, correspondents; /* const char * */
};

static bool
has_name(const struct buf *list, const char *name)
{
	const char *const *names = (const char *const *)(const void *)buf_str(list);

	for (size_t i = 0; i < list->len / sizeof *names; i++)
		if (strcmp(names[i], name) == 0)
			return true;
	return false;
}

/* The words of a name without what stands between and inside them. */
static enum err_code
add_name(struct name_lists *lists, const struct byline_name *name, struct err *err)
{
	struct buf *list =
		name->role == ROLE_CORRESPONDENT ? &lists->correspondents : &lists->reporters;
	struct repairer *r = lists->repairer;
	struct stretch stretch[NAME_WORDS_MAX];
	struct rtext text;
	enum err_code code;

	for (unsigned i = 0; i < name->word_count; i++)
		stretch[i] = (struct stretch){name->word[i].from, name->word[i].to, false};
	code = repair(r, REPAIR_TEXT, stretch, name->word_count, &text, err);
	if (code == ERR_OK && text.len != 0 && !has_name(list, text.text))
		buf_add(list, &text.text, sizeof text.text);
	return code;
}

static enum err_code
read_names(const struct parser *parser, struct name_lists *lists, const struct span *span,
	size_t from, size_t to, struct err *err)
{
	const bool unknown = lists->reporters.len == 0 && lists->correspondents.len == 0;
	const char *text = lists->repairer->text->data;
	struct byline byline;
	enum err_code code = ERR_OK;

	byline_parse(&parser->room, text, from, to, &byline);
	/* Who signs as a reader wrote to the paper, not for it. */
	if (!byline.has_photo && (phrase_starts(parser->book, text, from, to) & parser->sign) != 0)
		return ERR_OK;
	if (span->label == LABEL_BYLINE)
		byline_take_pen_name(&byline, text, from, to);
	for (unsigned i = 0; i < byline.name_count && code == ERR_OK; i++) {
		enum name_role role = byline.name[i].role;

		if (role == ROLE_OTHER || (role == ROLE_UNKNOWN && !unknown))
			continue;
		code = add_name(lists, &byline.name[i], err);
	}
	return code;
}

static enum err_code
keep_list(struct arena *arena, const struct buf *list, const char *const **names, unsigned *count,
	struct err *err)
{
	const char **copy = arena_alloc(arena, list->len);

	if (copy == NULL || !buf_ok(list))
		return err_nomem(err);
	if (list->len != 0)
		memcpy(copy, list->data, list->len);
	*names = copy;
	*count = (unsigned)(list->len / sizeof *copy);
	return ERR_OK;
}

/* Whoever the bylines and credits name. */
static enum err_code
find_names(const struct parser *parser, struct repairer *repairer, const struct span *spans,
	size_t count, struct article *out, struct err *err)
{
	struct name_lists lists = {.repairer = repairer};
	struct offsets walk;
	enum err_code code = ERR_OK;

	offsets_begin(&walk, repairer->text);
	for (size_t i = 0; i < count && code == ERR_OK; i++) {
		size_t from, to;

		if (spans[i].article != out->ordinal ||
			(spans[i].label != LABEL_BYLINE && spans[i].label != LABEL_CREDIT))
			continue;
		from = offsets_text(&walk, spans[i].start);
		to = offsets_text(&walk, spans[i].end);
		code = read_names(parser, &lists, &spans[i], from, to, err);
	}
	if (code == ERR_OK)
		code = keep_list(repairer->arena, &lists.reporters, &out->reporters,
			&out->reporter_count, err);
	if (code == ERR_OK)
		code = keep_list(repairer->arena, &lists.correspondents, &out->correspondents,
			&out->correspondent_count, err);
	buf_free(&lists.reporters);
	buf_free(&lists.correspondents);
	return code;
}

/* ---- jumps ------------------------------------------------------------------------------ */

/* 下转 or 上接, and the number of the page. */
static void
read_jump(const char *text, size_t from, size_t to, struct article *out)
{
	static const char from_words[][10] = {"上接", "紧接", "接"};
	int number = 0;
	bool digits = false;

	out->jump = JUMP_TO;
	for (size_t i = 0; i < 3; i++)
		if (memmem(text + from, to - from, from_words[i], strlen(from_words[i])) != NULL)
			out->jump = JUMP_FROM;
	for (size_t at = from, len; at < to; at += len) {
		int value = numeral_value(utf8_get(text + at, &len));

		if (value < 0 && digits)
			break;
		if (value < 0)
			continue;
		/* 十二 is 12, 二十 is 20, 12 is 12. */
		number = value == 10 ? (number == 0 ? 10 : number * 10)
			 : (number == 10 || number == 20) && len == 3 ? number + value
								      : number * 10 + value;
		digits = true;
		if (number > 9999)
			return;
	}
	out->jump_page = number;
}

static void
find_jump(const struct repairer *repairer, const struct span *spans, size_t count,
	struct article *out)
{
	struct offsets walk;

	offsets_begin(&walk, repairer->text);
	for (size_t i = 0; i < count; i++) {
		size_t from, to;

		if (spans[i].article != out->ordinal || spans[i].label != LABEL_JUMP)
			continue;
		from = offsets_text(&walk, spans[i].start);
		to = offsets_text(&walk, spans[i].end);
		read_jump(repairer->text->data, from, to, out);
	}
}

enum err_code
finish_article(const struct parser *parser, struct repairer *repairer, const struct page *page,
	const struct draft *draft, struct article *out, struct err *err)
{
	const struct span *spans = page->spans + draft->first_span;
	size_t count = draft->span_end - draft->first_span;
	struct kind_features features;
	enum err_code code;

	out->sheet = draft->sheet;
	out->in_row = draft->in_row;
	out->lines = draft->lines;
	out->label = "";
	if (count == 0)
		return ERR_OK;
	out->start = spans[0].start;
	out->end = spans[count - 1].end;
	code = article_restore(repairer, spans, (uint32_t)count, out, err);
	if (code == ERR_OK)
		code = find_names(parser, repairer, spans, count, out, err);
	if (code != ERR_OK)
		return code;
	find_jump(repairer, spans, count, out);
	kind_observe(parser->kinds, spans, count,
		out->ordinal > 1 ? &page->articles[out->ordinal - 2] : NULL, out, &features);
	out->kind = kind_best(parser->kinds, &features);
	return ERR_OK;
}

/* ---- sheets ----------------------------------------------------------------------------- */

/* A line's text, or the range's, in *out where nothing stands there yet. */
static enum err_code
keep_text(struct repairer *repairer, size_t from, size_t to, const char **out, struct err *err)
{
	struct stretch stretch = {from, to, false};
	struct rtext text;
	enum err_code code;

	if (*out != NULL || from >= to)
		return ERR_OK;
	code = repair(repairer, REPAIR_HEAD, &stretch, 1, &text, err);
	if (code == ERR_OK && text.len != 0)
		*out = text.text;
	return code;
}

/* *alone: the name of the page where it stands in a folio without the page's number. */
static enum err_code
keep_folio(const struct parser *parser, struct repairer *repairer, const struct line *line,
	struct sheet *sheet, const char **alone, struct err *err)
{
	struct folio folio;
	enum err_code code;

	folio_parse(&parser->folio, repairer->text->data, line->from, line->to, &folio);
	if (sheet->date == 0)
		sheet->date = folio.date;
	if (sheet->page_no == 0)
		sheet->page_no = folio.page_no;
	code = keep_text(repairer, folio.name_from, folio.name_to,
		folio.page_no != 0 ? &sheet->page_name : alone, err);
	if (code == ERR_OK)
		code = keep_text(repairer, folio.paper_from, folio.paper_to, &sheet->paper, err);
	return code;
}

enum err_code
finish_sheet(const struct parser *parser, struct repairer *repairer,
	const struct sheet_lines *lines, const struct decision *decisions, struct sheet *sheet,
	struct err *err)
{
	enum err_code code = ERR_OK;
	const char *alone = NULL;

	for (size_t i = 0; i < lines->count && code == ERR_OK; i++) {
		const struct line *line = &lines->line[i];

		if (decisions[i].state == ST_FOLIO)
			code = keep_folio(parser, repairer, line, sheet, &alone, err);
		else if (decisions[i].state == ST_BANNER)
			code = keep_text(repairer, line->from, line->to, &sheet->banner, err);
	}
	if (sheet->page_name == NULL)
		sheet->page_name = alone;
	return code;
}
