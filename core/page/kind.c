#include "page/kind.h"

/* A text of fewer characters without a dateline is a brief. */
#define BRIEF_CHARS 160

/* Lines of verse, from how many on a text is a poem. */
#define VERSE_LINES 4

struct evidence {
	bool dateline, box_byline, end_byline, photo_credit, question, letter, note, opening, list;
	unsigned subheads, paragraphs, captions;
};

void
kind_words_init(struct kind_words *words, const struct phrasebook *book)
{
	*words = (struct kind_words){.book = book,
		.photo = phrasebook_class(book, "act-photo"),
		.question = phrasebook_class(book, "question"),
		.salute = phrasebook_class(book, "salute"),
		.contact = phrasebook_class(book, "contact"),
		.notice = phrasebook_class(book, "notice"),
		.notice_text = phrasebook_class(book, "notice-text"),
		.essay = phrasebook_class(book, "essay"),
		.editor = phrasebook_class(book, "editor"),
		.sign = phrasebook_class(book, "sign"),
		.number = phrasebook_class(book, "number"),
		.opening = phrasebook_class(book, "opening"),
		.row = phrasebook_class(book, "section-row") |
		       phrasebook_class(book, "section-aside")};
}

/* A byline in a line of its own, and not in brackets behind a dateline. */
static void
look_at_spans(const struct span *spans, size_t count, const struct article *a, struct evidence *e)
{
	bool text = false;

	for (size_t i = 0; i < count; i++) {
		if (spans[i].article != a->ordinal)
			continue;
		e->dateline |= spans[i].label == LABEL_DATELINE;
		e->box_byline |= spans[i].label == LABEL_BYLINE && !e->dateline && !text;
		e->end_byline |= spans[i].label == LABEL_CREDIT && text;
		text |= spans[i].label == LABEL_BODY;
	}
}

/* The phrases in the first bytes of a text. */
static struct phrase_hits
scan(const struct kind_words *words, const struct rtext *text, uint32_t most)
{
	uint32_t to = text->len < most ? text->len : most;
	struct phrase_hits none = {0};

	while (to > 0 && to < text->len && ((unsigned char)text->text[to] & 0xC0) == 0x80)
		to--;
	return to == 0 ? none : phrase_scan(words->book, text->text, 0, to);
}

static void
look_at_start(const struct kind_words *words, const struct rtext *text, struct evidence *e)
{
	uint64_t starts = phrase_starts(words->book, text->text, 0, text->len);

	e->question |= (starts & words->question) != 0;
	e->list |= (starts & words->number) != 0;
	/* 读者 申大勇 in a line of its own: a letter's signature. */
	e->letter |= (starts & words->sign) != 0 && text->len < 60;
	if (e->paragraphs == 0) {
		e->note = (starts & words->editor) != 0;
		e->opening = (starts & words->opening) != 0;
	}
}

static void
look_at_block(const struct kind_words *words, const struct block *block, struct evidence *e)
{
	const struct rtext *text = &block->text;

	if (block->type == BLOCK_CREDIT)
		e->photo_credit |= (scan(words, text, 300).any & words->photo) != 0;
	else if (block->type == BLOCK_PARA)
		look_at_start(words, text, e);
	e->subheads += block->type == BLOCK_SUBHEAD;
	e->captions += block->type == BLOCK_CAPTION;
	if (block->type == BLOCK_PARA && e->paragraphs++ == 0 && text->len < 100)
		e->letter |= (scan(words, text, 100).end & words->salute) != 0;
}

/* Its headline says that it is a notice, and is nothing but that (招领启事, 更正) or its text
 * speaks as notices do.  What stands in a row of notices is one. */
static bool
is_notice(const struct kind_words *words, const struct draft *draft, const struct evidence *e,
	const struct article *before, const struct article *a)
{
	const struct rtext *title = &a->title;
	unsigned signs = 0;

	if (draft->in_row && before != NULL && before->kind == KIND_NOTICE &&
		before->sheet == a->sheet && title->text == NULL && a->section.text == NULL)
		return true;
	if (((scan(words, title, 300).any | scan(words, &a->section, 60).end) & words->notice) == 0)
		return false;
	if (title->text != NULL && (scan(words, title, 300).end & words->notice) != 0 &&
		(title->len <= 12 || (!e->opening && !e->box_byline && e->subheads == 0 &&
					     a->reporter_count + a->correspondent_count == 0)))
		return true;
	for (unsigned i = 0; i < a->block_count; i++) {
		struct phrase_hits hits = scan(words, &a->blocks[i].text, 400);

		signs += (hits.any & words->notice_text) != 0;
		signs += (hits.start & words->contact) != 0;
	}
	/* 征集 in the midst of a headline says less than 公告 at its end. */
	return signs > (((scan(words, title, 300).end | scan(words, &a->section, 60).end) &
				words->notice) != 0
				       ? 0
				       : 1);
}

/* Told by somebody rather than reported: signed, a letter, questions, a column of its own. */
static bool
is_feature(const struct kind_words *words, const struct draft *draft, const struct evidence *e,
	const struct article *a)
{
	struct phrase_hits section = scan(words, &a->section, 60);
	bool anonymous = a->reporter_count + a->correspondent_count == 0;

	if (e->subheads != 0 || e->box_byline || e->question || e->letter || e->note ||
		draft->lines >= VERSE_LINES || (section.end & words->essay) != 0)
		return true;
	if (e->dateline || e->opening)
		return false;
	return (e->end_byline && !anonymous && e->paragraphs >= 3) ||
	       (a->section.text != NULL && (section.end & words->row) == 0 && anonymous &&
		       a->title.text != NULL && !e->list && e->paragraphs >= 3);
}

enum article_kind
kind_of(const struct kind_words *words, const struct draft *draft, const struct span *spans,
	size_t count, const struct article *before, const struct article *a)
{
	struct evidence e = {0};

	look_at_spans(spans, count, a, &e);
	for (unsigned i = 0; i < a->block_count; i++)
		look_at_block(words, &a->blocks[i], &e);
	if (!e.dateline && is_notice(words, draft, &e, before, a))
		return KIND_NOTICE;
	if (draft->in_row)
		return KIND_BRIEF;
	if (e.photo_credit && !e.dateline && !e.box_byline && e.paragraphs <= 2 && e.subheads == 0)
		return KIND_PHOTO;
	if (is_feature(words, draft, &e, a))
		return KIND_FEATURE;
	if (!e.dateline && a->reporter_count + a->correspondent_count == 0 &&
		a->chars < BRIEF_CHARS)
		return KIND_BRIEF;
	return KIND_NEWS;
}
