#include "page/kind.h"

/* A text of fewer characters without a dateline is a brief. */
#define BRIEF_CHARS 160

/* Lines of verse, from how many on a text is a poem. */
#define VERSE_LINES 4

struct evidence {
	bool dateline, box_byline, photo_credit, question, letter;
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
		.essay = phrasebook_class(book, "essay")};
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
look_at_block(const struct kind_words *words, const struct block *block, struct evidence *e)
{
	const struct rtext *text = &block->text;

	if (block->type == BLOCK_CREDIT)
		e->photo_credit |= (scan(words, text, 300).any & words->photo) != 0;
	else if (block->type == BLOCK_PARA)
		e->question |= (phrase_starts(words->book, text->text, 0, text->len) &
				       words->question) != 0;
	e->subheads += block->type == BLOCK_SUBHEAD;
	e->captions += block->type == BLOCK_CAPTION;
	if (block->type == BLOCK_PARA && e->paragraphs++ == 0 && text->len < 100)
		e->letter = (scan(words, text, 100).end & words->salute) != 0;
}

/* Its headline says that it is a notice, and its text speaks as notices do. */
static bool
is_notice(const struct kind_words *words, const struct article *a)
{
	unsigned signs = 0;

	if (((scan(words, &a->title, 300).end | scan(words, &a->section, 60).end) &
		    words->notice) == 0)
		return false;
	for (unsigned i = 0; i < a->block_count; i++) {
		struct phrase_hits hits = scan(words, &a->blocks[i].text, 400);

		signs += (hits.any & words->notice_text) != 0;
		signs += (hits.start & words->contact) != 0;
	}
	return signs != 0;
}

enum article_kind
kind_of(const struct kind_words *words, const struct draft *draft, const struct span *spans,
	size_t count, const struct article *a)
{
	struct evidence e = {0};

	look_at_spans(spans, count, a, &e);
	for (unsigned i = 0; i < a->block_count; i++)
		look_at_block(words, &a->blocks[i], &e);
	if (!e.dateline && is_notice(words, a))
		return KIND_NOTICE;
	if (draft->in_row)
		return KIND_BRIEF;
	if (e.photo_credit && !e.dateline && !e.box_byline && e.paragraphs <= 2 && e.subheads == 0)
		return KIND_PHOTO;
	if (e.subheads != 0 || e.box_byline || e.question || e.letter ||
		draft->lines >= VERSE_LINES ||
		(scan(words, &a->section, 60).end & words->essay) != 0)
		return KIND_FEATURE;
	if (!e.dateline && a->reporter_count + a->correspondent_count == 0 &&
		a->chars < BRIEF_CHARS)
		return KIND_BRIEF;
	return KIND_NEWS;
}
