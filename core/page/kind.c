#include "page/kind.h"
#include "base/i18n.h"
#include "base/table.h"
#include "base/utf8.h"
#include "page/chars.h"

#include <stdlib.h>
#include <string.h>

/* Bytes of a paragraph that are looked at, of a headline, of a section's name. */
#define PASSAGE 210
#define TITLE_BYTES 300
#define SECTION_BYTES 60

/* Lines of verse, from how many on a text is a poem. */
#define VERSE_LINES 4

/* Characters of a paragraph of a list, on an average. */
#define LIST_CHARS 40

struct kind_words {
	uint64_t photo, question, salute, contact, notice, notice_text, essay, editor, number, sign,
		opening, row, verb, org;
};

struct kind_model {
	const struct phrasebook *book;
	struct kind_words words;
	int16_t weights[KF_COUNT][KIND_COUNT];
};

static const char *const feature_names[KF_COUNT] = {
#define X(id, name) [KF_##id] = (name),
	KIND_FEATURES(X)
#undef X
};

const char *
kind_feature_name(unsigned feature)
{
	return feature_names[feature];
}

int16_t (*kind_weights(struct kind_model *model))[KIND_COUNT]
{
	return model->weights;
}

/* ---- the table -------------------------------------------------------------------------- */

static void
init_words(struct kind_words *words, const struct phrasebook *book)
{
	*words = (struct kind_words){
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
		       phrasebook_class(book, "section-aside"),
		.verb = phrasebook_class(book, "headline-verb"),
		.org = phrasebook_class(book, "org"),
	};
}

static bool
read_row(struct kind_model *model, const struct table_row *row, bool *seen)
{
	unsigned feature = 0;

	while (feature < KF_COUNT && !field_is(row->field[0], feature_names[feature]))
		feature++;
	if (feature == KF_COUNT || seen[feature] || row->count != KIND_COUNT + 1)
		return false;
	seen[feature] = true;
	for (unsigned k = 0; k < KIND_COUNT; k++) {
		long value;

		if (!field_long(row->field[k + 1], &value) || value < -9999 || value > 9999)
			return false;
		model->weights[feature][k] = (int16_t)value;
	}
	return true;
}

static bool
is_heading(const struct table_row *row)
{
	for (unsigned k = 0; k < KIND_COUNT; k++)
		if (!field_is(row->field[k + 1], kind_name(k)))
			return false;
	return field_is(row->field[0], "feature") && row->count == KIND_COUNT + 1;
}

static enum err_code
read_table(
	struct kind_model *model, const char *name, const char *table, size_t len, struct err *err)
{
	bool seen[KF_COUNT] = {false}, heading = false;
	struct table_reader reader;
	struct table_row row = {0};

	table_open(&reader, name, table, len);
	while (table_next(&reader, &row, err)) {
		bool right = heading ? read_row(model, &row, seen) : is_heading(&row);

		if (!right)
			return err_set(err, ERR_BUG, _("%s:%u: not a feature and its weights"),
				name, row.line);
		heading = true;
	}
	for (unsigned i = 0; i < KF_COUNT; i++)
		if (!seen[i])
			return err_set(
				err, ERR_BUG, _("%s: no row for %s"), name, feature_names[i]);
	return ERR_OK;
}

enum err_code
kind_model_new(const char *name, const char *table, size_t len, const struct phrasebook *book,
	struct kind_model **out, struct err *err)
{
	struct kind_model *model = calloc(1, sizeof *model);
	enum err_code code;

	*out = NULL;
	if (model == NULL)
		return err_nomem(err);
	model->book = book;
	init_words(&model->words, book);
	code = read_table(model, name, table, len, err);
	if (code != ERR_OK)
		kind_model_free(model);
	else
		*out = model;
	return code;
}

void
kind_model_free(struct kind_model *model)
{
	free(model);
}

/* ---- what is true of an article --------------------------------------------------------- */

/* How it is signed. */
static void
look_at_spans(const struct span *spans, size_t count, const struct article *a, bool *is)
{
	bool text = false;

	for (size_t i = 0; i < count; i++) {
		if (spans[i].article != a->ordinal)
			continue;
		is[KF_DATELINE] |= spans[i].label == LABEL_DATELINE;
		/* In a line of its own, and not in brackets behind a dateline. */
		is[KF_BOX] |= spans[i].label == LABEL_BYLINE && !is[KF_DATELINE] && !text;
		is[KF_CREDIT] |= spans[i].label == LABEL_CREDIT && text;
		text |= spans[i].label == LABEL_BODY;
	}
	is[KF_UNSIGNED] = a->reporter_count + a->correspondent_count == 0;
	is[KF_CREDIT_UNDATED] = is[KF_CREDIT] && !is[KF_DATELINE] && !is[KF_UNSIGNED];
}

/* The end of a text's first bytes, at a character's boundary. */
static size_t
passage_end(const struct rtext *text, size_t most)
{
	size_t to = text->len < most ? text->len : most;

	while (to > 0 && to < text->len && ((unsigned char)text->text[to] & 0xC0) == 0x80)
		to--;
	return to;
}

/* The phrases in the first bytes of a text. */
static struct phrase_hits
scan(const struct kind_model *model, const struct rtext *text, size_t most)
{
	struct phrase_hits none = {0};
	size_t to = passage_end(text, most);

	return to == 0 ? none : phrase_scan(model->book, text->text, 0, to);
}

/* A word in Chinese. */
static bool
holds(const struct rtext *text, size_t to, const char *word)
{
	return has_char(text->text, to, word) &&
	       (word[3] == '\0' || memmem(text->text, to, word, strlen(word)) != NULL);
}

/* The day is given: 4月12日. */
static bool
is_dated(const struct rtext *text, size_t to)
{
	const char *month = has_char(text->text, to, "月") ? memmem(text->text, to, "月", 3) : NULL;

	return month != NULL && month + 3 < text->text + to &&
	       char_class((unsigned char)month[3]) == CC_DIGIT;
}

/* 西城区：…, 周五 19:00 …: what comes first is what the rest is about. */
static bool
is_entry(const struct rtext *text)
{
	unsigned chars = 0;

	for (size_t at = 0, len; at < text->len && chars < 12; at += len, chars++) {
		uint32_t c = utf8_get(text->text + at, &len);

		if (c == 0xFF1A || c == ':')
			return chars != 0;
		if (char_class(c) == CC_STOP || char_class(c) == CC_OPENQUOTE)
			return false;
	}
	return false;
}

/* What is counted over an article's paragraphs. */
struct counts {
	unsigned paragraphs, captions, subheads, numbers, entries, notice_words;
};

static void
look_at_first(const struct kind_model *model, const struct rtext *text, bool *is)
{
	size_t to = passage_end(text, PASSAGE);
	struct phrase_hits hits;

	/* A dateline says it all. */
	if (is[KF_DATELINE])
		return;
	hits = scan(model, text, PASSAGE);
	is[KF_NOTICE_WORD] = (hits.any & model->words.notice_text) != 0;
	is[KF_NOTE] = (hits.start & model->words.editor) != 0;
	is[KF_OPENING] = (hits.start & model->words.opening) != 0;
	is[KF_SALUTE] = text->len < 100 && (hits.end & model->words.salute) != 0;
	is[KF_ORG] = (hits.any & model->words.org) != 0;
	is[KF_DATED] = is_dated(text, to);
	is[KF_I_FIRST] = holds(text, to, "我");
	is[KF_YOU] = holds(text, to, "您") || holds(text, to, "你");
	is[KF_PAPER] =
		holds(text, to, "本报") || holds(text, to, "本版") || holds(text, to, "本刊");
}

static void
look_at_paragraph(
	const struct kind_model *model, const struct rtext *text, struct counts *n, bool *is)
{
	const struct kind_words *words = &model->words;
	uint64_t starts = phrase_starts(model->book, text->text, 0, text->len);
	size_t to = passage_end(text, PASSAGE);

	if (n->paragraphs++ == 0) {
		look_at_first(model, text, is);
	} else if (is[KF_UNSIGNED]) {
		/* What is signed is told by its beginning. */
		is[KF_DATED_LATER] |= is_dated(text, to);
		is[KF_REPORTER_WORD] |= holds(text, to, "记者");
		n->notice_words += (scan(model, text, PASSAGE).any & words->notice_text) != 0;
	}
	is[KF_QUESTION] |= (starts & words->question) != 0;
	is[KF_CONTACT] |= (starts & words->contact) != 0;
	/* 读者 申大勇 in a line of its own: a letter's signature. */
	is[KF_SIGNED_READER] |= (starts & words->sign) != 0 && text->len < 60;
	n->numbers += (starts & words->number) != 0;
	n->entries += is_entry(text);
}

static void
look_at_last(const struct rtext *text, bool *is)
{
	size_t len, from = text->len > PASSAGE ? text->len - PASSAGE : 0;

	is[KF_I_LAST] = has_char(text->text + from, text->len - from, "我");
	is[KF_UNSTOPPED] = text->len != 0 && char_class(utf8_before(text->text,
						     text->text + text->len, &len)) == CC_IDEOGRAPH;
}

static void
look_at_blocks(const struct kind_model *model, const struct article *a, struct counts *n, bool *is)
{
	const struct rtext *last = NULL;

	for (unsigned i = 0; i < a->block_count; i++) {
		const struct rtext *text = &a->blocks[i].text;

		n->subheads += a->blocks[i].type == BLOCK_SUBHEAD;
		n->captions += a->blocks[i].type == BLOCK_CAPTION;
		if (a->blocks[i].type == BLOCK_CREDIT)
			is[KF_PHOTO_CREDIT] |=
				(scan(model, text, TITLE_BYTES).any & model->words.photo) != 0;
		if (a->blocks[i].type != BLOCK_PARA || text->text == NULL)
			continue;
		look_at_paragraph(model, text, n, is);
		last = text;
	}
	if (last != NULL && !is[KF_DATELINE])
		look_at_last(last, is);
}

/* How it is made: each of its numbers is one of a few. */
static void
sort_numbers(const struct article *a, const struct counts *n, bool *is)
{
	static const unsigned chars[] = {0, 60, 120, 160, 250, 400, 700};
	unsigned size = 0;

	for (unsigned i = 0; i < sizeof chars / sizeof *chars; i++)
		size = a->chars >= chars[i] ? i : size;
	is[KF_CHARS_0 + size] = true;
	is[n->paragraphs >= 7        ? KF_PARAS_7
		: n->paragraphs >= 4 ? KF_PARAS_4
				     : KF_PARAS_0 + n->paragraphs] = true;
	is[KF_SUBHEAD] = n->subheads != 0;
	is[KF_SUBHEADS] = n->subheads >= 2;
	is[KF_CAPTION] = n->captions != 0;
	is[KF_CAPTIONS] = n->captions >= 2;
	is[KF_NUMBER] = n->numbers != 0;
	is[KF_NUMBERS] = n->numbers >= 2;
	is[KF_COLONS] = n->entries >= 2;
	is[KF_NOTICE_WORDS] = n->notice_words + is[KF_NOTICE_WORD] >= 2;
	is[KF_NOTICE_WORD] |= n->notice_words != 0;
	is[KF_SHORT_PARAS] = n->paragraphs >= 3 && a->chars < n->paragraphs * LIST_CHARS;
	is[KF_VERSE] = a->lines >= VERSE_LINES;
	is[KF_LINE] = a->lines != 0;
	is[KF_ROW] = a->in_row;
}

static void
look_at_heads(const struct kind_model *model, const struct article *a, bool *is)
{
	const struct kind_words *words = &model->words;
	struct phrase_hits title = scan(model, &a->title, TITLE_BYTES);
	struct phrase_hits section = scan(model, &a->section, SECTION_BYTES);

	is[KF_SECTION] = a->section.text != NULL;
	is[KF_SECTION_ESSAY] = (section.end & words->essay) != 0;
	is[KF_SECTION_ROW] = (section.end & words->row) != 0;
	is[KF_SECTION_NOTICE] = (section.end & words->notice) != 0;
	is[KF_UNTITLED] = a->title.text == NULL;
	is[KF_TITLE_SHORT] = a->title.text != NULL && a->title.len <= 18;
	is[KF_TITLE_NOTICE] = (title.any & words->notice) != 0;
	is[KF_TITLE_NOTICE_END] = (title.end & words->notice) != 0;
	is[KF_TITLE_NOTHING_ELSE] = is[KF_TITLE_NOTICE_END] && a->title.len <= 12;
	is[KF_TITLE_VERB] = (title.any & words->verb) != 0;
	is[KF_TITLE_QUESTION] =
		a->title.text != NULL && (holds(&a->title, a->title.len, "？") ||
						 memchr(a->title.text, '?', a->title.len) != NULL);
}

void
kind_observe(const struct kind_model *model, const struct span *spans, size_t count,
	const struct article *before, const struct article *a, struct kind_features *out)
{
	struct counts n = {0};

	*out = (struct kind_features){.is = {[KF_ALWAYS] = true}};
	look_at_spans(spans, count, a, out->is);
	look_at_heads(model, a, out->is);
	look_at_blocks(model, a, &n, out->is);
	sort_numbers(a, &n, out->is);
	out->is[KF_BELOW_NOTICE] = before != NULL && before->kind == KIND_NOTICE &&
				   before->sheet == a->sheet && a->title.text == NULL &&
				   a->section.text == NULL;
}

enum article_kind
kind_best(const struct kind_model *model, const struct kind_features *features)
{
	int score[KIND_COUNT] = {0};
	enum article_kind best = 0;

	for (unsigned f = 0; f < KF_COUNT; f++)
		for (unsigned k = 0; features->is[f] && k < KIND_COUNT; k++)
			score[k] += model->weights[f][k];
	for (unsigned k = 1; k < KIND_COUNT; k++)
		best = score[k] > score[best] ? k : best;
	return best;
}
