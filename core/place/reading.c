#include "place/reading.h"

#include "base/utf8.h"
#include "text/fold.h"

#include <pthread.h>
#include <string.h>

/* A quotation shorter than this is a name or a term, not speech. */
#define SPEECH_MIN 15
/* What a sentence must have to be the lead: less is an exclamation. */
#define LEAD_MIN 8
/* A paragraph that is no longer and ends no sentence is a salutation or a signature. */
#define SALUTATION_MAX 16
/* Letters of an ending that paragraphs share. */
#define ENDING 4
/* So many letters from the beginning of the text are early. */
#define EARLY_LETTERS 150

#define HAN_FIRST 0x3400U
#define HAN_END 0xA000U
#define HAN_COMPATIBLE 0xF900U
#define HAN_COMPATIBLE_END 0xFB00U
#define HAN_RARE 0x20000U
#define GEOMETRIC_FIRST 0x25A0U /* ■ … ◯ */
#define GEOMETRIC_END 0x2606U   /* up to ★ */
#define QUOTE_OPEN 0x201CU
#define QUOTE_CLOSE 0x201DU

/* Letters of the Basic Multilingual Plane, folded: a text is folded letter by letter, so this
 * must cost nothing. */
static uint16_t folded[0x10000];

static uint32_t
fold(uint32_t c)
{
	uint32_t simplified[FOLD_MAX];

	if (c >= 0xFF01 && c <= 0xFF5E)
		return c - 0xFF01 + '!';
	if (c < 0x80)
		return c <= ' ' ? ' ' : c;
	if ((c >= HAN_FIRST && c < HAN_END) || (c >= HAN_COMPATIBLE && c < HAN_COMPATIBLE_END) ||
		c >= HAN_RARE)
		return fold_char(c, simplified) == 1 ? simplified[0] : c;
	switch (c) {
	case 0xA0:
	case 0x3000:
	case 0x200B:
	case 0xFEFF:
		return ' ';
	case 0x2018: /* ‘ */
	case 0x300C: /* 「 */
	case 0x300E: /* 『 */
		return QUOTE_OPEN;
	case 0x2019: /* ’ */
	case 0x300D: /* 」 */
	case 0x300F: /* 』 */
		return QUOTE_CLOSE;
	case 0x2022: /* • */
	case 0x30FB: /* ・ */
	case 0x2027: /* ‧ */
		return 0xB7;
	case 0x2013: /* – */
	case 0x2015: /* ― */
	case 0x2500: /* ─ */
		return 0x2014;
	default:
		return c >= 0x2000 && c <= 0x200A ? ' ' : c;
	}
}

static void
fold_all(void)
{
	for (uint32_t c = 0; c < 0x10000; c++)
		folded[c] = (uint16_t)fold(c);
}

/* Before any letter is folded. */
static void
fold_ready(void)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;

	pthread_once(&once, fold_all);
}

static inline uint32_t
fold_fast(uint32_t c)
{
	return c < 0x10000 ? folded[c] : fold(c);
}

uint32_t
letter_fold(uint32_t c)
{
	fold_ready();
	return fold_fast(c);
}

static bool
ends_sentence(uint32_t c)
{
	return c == 0x3002 || c == '!' || c == '?';
}

/* ---- laying out ------------------------------------------------------------------------- */

static const struct {
	enum part_kind kind;
	enum place_position position;
} block_parts[] = {
	[BLOCK_PARA] = {PART_PARA, POS_BODY},
	[BLOCK_SUBHEAD] = {PART_SUBHEAD, POS_BODY},
	[BLOCK_CAPTION] = {PART_CAPTION, POS_CAPTION},
	[BLOCK_CREDIT] = {PART_CREDIT, POS_CREDIT},
};

/* Marks what stands in quotation marks from letter `open` on. */
static void
mark_quotation(struct reading *r, uint32_t open)
{
	uint8_t flags =
		r->count - open > SPEECH_MIN ? LETTER_QUOTED | LETTER_SPEECH : LETTER_QUOTED;

	for (uint32_t i = open; i < r->count; i++)
		r->letters[i].flags |= flags;
}

static void
add_part(struct reading *r, enum part_kind kind, enum place_position position,
	const struct rtext *text)
{
	struct part *part;
	uint32_t open = UINT32_MAX; /* the letter that opened a quotation */
	uint8_t gap = 0;
	size_t n;

	if (text->text == NULL || text->len == 0)
		return;
	part = &r->parts[r->part_count];
	part->kind = kind;
	part->text = text;
	part->start = r->count;
	for (uint32_t at = 0; at < text->len; at += (uint32_t)n) {
		struct letter *letter = &r->letters[r->count];
		uint32_t c = fold_fast(utf8_get(text->text + at, &n));

		if (c == ' ') {
			gap = LETTER_GAP;
			continue;
		}
		*letter = (struct letter){c, at, r->part_count, 0, (uint8_t)position, gap};
		gap = 0;
		if (r->count > part->start)
			letter[-1].pair = letter_pair(letter[-1].c, c);
		/* Straight quotation marks open and close by turns. */
		if (open == UINT32_MAX && (c == QUOTE_OPEN || c == '"')) {
			open = r->count;
		} else if (open != UINT32_MAX && (c == QUOTE_CLOSE || c == '"')) {
			mark_quotation(r, open);
			open = UINT32_MAX;
		}
		r->count++;
	}
	if (open != UINT32_MAX)
		mark_quotation(r, open);
	part->end = r->count;
	if (part->end > part->start)
		r->part_count++;
}

/* The end of the lead that begins in this part: its first sentence that states something,
 * speech and questions before it included.  part->end where there is none. */
static uint32_t
lead_end(const struct reading *r, const struct part *part)
{
	uint32_t first = part->start;

	for (uint32_t i = part->start; i < part->end; i++) {
		const struct letter *letter = &r->letters[i];

		if (!ends_sentence(letter->c) || (letter->flags & LETTER_QUOTED) != 0)
			continue;
		if (letter->c == 0x3002 && i - first >= LEAD_MIN)
			return i + 1;
		first = i + 1;
	}
	return part->end;
}

/* 编辑同志：, 读者 某某: a paragraph that is none. */
static bool
is_short(const struct reading *r, const struct part *p)
{
	return p->end - p->start <= SALUTATION_MAX && !ends_sentence(r->letters[p->end - 1].c);
}

/* 编者按, 编者的话, 开栏的话: what is said before the text begins. */
static bool
is_note(const struct reading *r, const struct part *p)
{
	const struct letter *c = &r->letters[p->start];

	if (p->end - p->start < 6)
		return false;
	c += c->c == U'【' || c->c == U'[';
	if (c[0].c == U'编' && c[1].c == U'者')
		return c[2].c == U'按' || (c[2].c == U'的' && c[3].c == U'话');
	return c[0].c == U'开' && c[1].c == U'栏' && c[2].c == U'的' && c[3].c == U'话';
}

/* The part that begins the text: the first paragraph, or where there is none the first caption, or
 * a note above it. */
static const struct part *
lead_part(const struct reading *r)
{
	const struct part *caption = NULL, *note = NULL;

	for (uint32_t i = 0; i < r->part_count; i++) {
		const struct part *p = &r->parts[i];

		if (p->kind == PART_CAPTION && caption == NULL)
			caption = p;
		if (p->kind != PART_PARA || is_short(r, p))
			continue;
		if (!is_note(r, p))
			return p;
		note = note == NULL ? p : note;
	}
	return caption != NULL ? caption : note;
}

/* 问：…, 答：… */
static bool
is_answer(const struct reading *r, const struct part *p)
{
	const struct letter *begin = &r->letters[p->start];

	return p->end - p->start > 2 && begin[1].c == ':' &&
	       (begin->c == 0x95EE || begin->c == 0x7B54);
}

static void
mark_front(struct reading *r, const struct part *lead)
{
	uint32_t end = lead_end(r, lead), stop = lead->start + EARLY_LETTERS;

	for (uint32_t i = lead->start; i < r->count && (i < stop || i < lead->end); i++) {
		struct letter *letter = &r->letters[i];

		/* What stands under a sub-head is one side of the story, what stands in an answer
		 * one case. */
		if (i >= lead->end && (r->parts[letter->part].kind == PART_SUBHEAD ||
					      is_answer(r, &r->parts[letter->part])))
			break;
		if (i < end)
			letter->position = POS_LEAD;
		else if (letter->position == POS_BODY || i < lead->end)
			letter->position = i < lead->end ? POS_OPENING : POS_EARLY;
		r->front = i + 1;
	}
}

/* Speech in the last paragraph; a letter's signature says where it comes from. */
static void
mark_back(struct reading *r)
{
	const struct part *first = NULL, *last = NULL;
	bool signature;

	for (uint32_t i = 0; i < r->part_count; i++) {
		if (r->parts[i].kind != PART_PARA)
			continue;
		if (first == NULL)
			first = &r->parts[i];
		last = &r->parts[i];
	}
	if (last == NULL)
		return;
	signature = first != last && is_short(r, first) && r->letters[first->end - 1].c == ':' &&
		    is_short(r, last);
	for (uint32_t i = last->start; i < last->end; i++) {
		struct letter *letter = &r->letters[i];

		if (signature) {
			letter->position = POS_LEAD;
			r->front = i + 1;
		} else if (letter->position == POS_BODY && (letter->flags & LETTER_SPEECH) != 0) {
			letter->position = POS_QUOTE;
		}
	}
}

/* ●, ■, ◆, ▲, ★ */
static bool
is_bullet(uint32_t c)
{
	return c >= GEOMETRIC_FIRST && c <= GEOMETRIC_END;
}

/* Do two paragraphs begin alike, or both with a bullet? */
static bool
begin_alike(const struct letter *a, const struct letter *b)
{
	return a->c == b->c && (is_bullet(a->c) || a[1].c == b[1].c);
}

/* Do they end alike: …，声明作废。 */
static bool
end_alike(const struct letter *a, const struct letter *b)
{
	for (int i = 1; i <= (int)ENDING; i++) {
		if (a[-i].c != b[-i].c)
			return false;
	}
	return true;
}

/* 居民王先生反映 … 居民马女士反映 …: paragraphs that all begin or end alike are items of one
 * rank. */
static bool
is_digest(const struct reading *r)
{
	const struct part *first = NULL;
	bool begins = true, ends = true;
	unsigned paragraphs = 0;

	for (uint32_t i = 0; i < r->part_count; i++) {
		const struct part *p = &r->parts[i];

		if (p->kind != PART_PARA)
			continue;
		if (p->end - p->start < LEAD_MIN)
			return false;
		if (first == NULL)
			first = p;
		begins = begins && begin_alike(&r->letters[p->start], &r->letters[first->start]);
		ends = ends && end_alike(&r->letters[p->end], &r->letters[first->end]);
		if (!begins && !ends)
			return false;
		paragraphs++;
	}
	return paragraphs > 1;
}

static void
mark_digest(struct reading *r)
{
	for (uint32_t i = 0; i < r->count; i++) {
		if (r->parts[r->letters[i].part].kind != PART_PARA)
			continue;
		r->letters[i].position = POS_LEAD;
		r->front = i + 1;
	}
}

static void
mark_positions(struct reading *r)
{
	const struct part *lead = lead_part(r);

	for (uint32_t i = 0; i < r->part_count && r->parts[i].kind <= PART_DECK; i++)
		r->front = r->parts[i].end;
	if (lead == NULL)
		return;
	mark_front(r, lead);
	mark_back(r);
	r->digest = is_digest(r);
	if (r->digest)
		mark_digest(r);
}

enum err_code
reading_make(
	const struct article *article, struct arena *arena, struct reading *out, struct err *err)
{
	const struct {
		enum part_kind kind;
		enum place_position position;
		const struct rtext *text;
	} heads[] = {
		{PART_SECTION, POS_SECTION, &article->section},
		{PART_KICKER, POS_HEADLINE, &article->kicker},
		{PART_TITLE, POS_HEADLINE, &article->title},
		{PART_DECK, POS_HEADLINE, &article->deck},
		{PART_DATELINE, POS_CREDIT, &article->dateline},
	};
	size_t head_count = sizeof heads / sizeof *heads, letters = 1;

	memset(out, 0, sizeof *out);
	fold_ready();
	for (size_t i = 0; i < head_count; i++)
		letters += heads[i].text->text == NULL
				   ? 0
				   : utf8_count(heads[i].text->text, heads[i].text->len);
	for (unsigned i = 0; i < article->block_count; i++)
		letters += utf8_count(article->blocks[i].text.text, article->blocks[i].text.len);
	/* Not zeroed: every letter is written whole. */
	out->letters = arena_alloc(arena, letters * sizeof *out->letters);
	out->parts = arena_calloc(arena, head_count + article->block_count, sizeof *out->parts);
	if (out->letters == NULL || out->parts == NULL)
		return err_nomem(err);
	for (size_t i = 0; i < head_count; i++)
		add_part(out, heads[i].kind, heads[i].position, heads[i].text);
	for (unsigned i = 0; i < article->block_count; i++) {
		enum block_type type = article->blocks[i].type;

		add_part(out, block_parts[type].kind, block_parts[type].position,
			&article->blocks[i].text);
	}
	mark_positions(out);
	return ERR_OK;
}

/* ---- the way back ----------------------------------------------------------------------- */

uint32_t
reading_room(const struct reading *r, uint32_t at)
{
	return at >= r->count ? 0 : r->parts[r->letters[at].part].end - at;
}

uint32_t
reading_room_before(const struct reading *r, uint32_t at)
{
	return at >= r->count ? 0 : at - r->parts[r->letters[at].part].start;
}

/* Bytes of the file that stand before `at`, counted inside its piece. */
static uint32_t
file_offset(const struct rtext *text, uint32_t piece, uint32_t at)
{
	const struct piece *p = &text->pieces[piece];

	return p->file + (at - p->text + p->text_step - 1) / p->text_step * p->file_step;
}

void
reading_bytes(const struct reading *r, uint32_t start, uint32_t end, uint32_t *file_start,
	uint32_t *file_end)
{
	const struct rtext *text;
	uint32_t piece, at;

	*file_start = *file_end = 0;
	if (start >= end || end > r->count)
		return;
	text = r->parts[r->letters[start].part].text;
	if (text->piece_count == 0)
		return;
	at = r->letters[start].at;
	*file_start = file_offset(text, rtext_piece(text, at), at);
	/* The end belongs to the last letter's piece, not to what follows a gap. */
	at = r->letters[end - 1].at;
	piece = rtext_piece(text, at);
	*file_end =
		file_offset(text, piece, at + (uint32_t)utf8_len((unsigned char)text->text[at]));
}

const char *
reading_text(const struct reading *r, uint32_t start, uint32_t end, struct arena *arena)
{
	char *out = arena_alloc(arena, (size_t)(end - start) * 4 + 1);
	size_t len = 0;

	if (out == NULL)
		return NULL;
	for (uint32_t i = start; i < end; i++) {
		const char *from = r->parts[r->letters[i].part].text->text + r->letters[i].at;
		size_t n = utf8_len((unsigned char)*from);

		memcpy(out + len, from, n);
		len += n;
	}
	out[len] = '\0';
	return out;
}
