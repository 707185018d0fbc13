#include "page/cohesion.h"
#include "page/chars.h"
#include "page/view.h"

#include <string.h>

/* Characters of the passage that are compared at most. */
#define PASSAGE_CHARS 160

/* A set of pairs, as bits by a hash; a few false hits do no harm. */
#define SET_BITS 8192

static unsigned
pair_hash(uint32_t a, uint32_t b)
{
	return (a * 0x9E3779B1U ^ b * 0x85EBCA77U) >> 16;
}

static unsigned
pair_bit(uint32_t a, uint32_t b)
{
	return pair_hash(a, b) % SET_BITS;
}

/* Characters that stand in any Chinese text: pairs with them say nothing of its subject.  Each has
 * a place of its own in a table that a multiplication finds. */
static bool
is_everyday(uint32_t c)
{
	static const uint16_t everyday[128] = {
		0x8BE5,
		0x4E0B,
		0,
		0x7B49,
		0,
		0,
		0,
		0,
		0,
		0,
		0,
		0x4E2A,
		0,
		0,
		0x4E0D,
		0,
		0x81EA,
		0x4EE5,
		0x5C06,
		0,
		0x5176,
		0,
		0,
		0,
		0x6765,
		0,
		0,
		0,
		0x7684,
		0x5F97,
		0,
		0,
		0,
		0,
		0x8BF4,
		0,
		0,
		0,
		0x4E5F,
		0,
		0,
		0x5979,
		0,
		0,
		0,
		0,
		0,
		0x662F,
		0,
		0,
		0,
		0,
		0,
		0,
		0,
		0,
		0,
		0,
		0x4E0A,
		0,
		0x548C,
		0,
		0,
		0x6709,
		0,
		0,
		0,
		0,
		0,
		0,
		0x90FD,
		0x5728,
		0,
		0,
		0,
		0,
		0x65E5,
		0,
		0,
		0,
		0,
		0,
		0x8FD9,
		0,
		0,
		0,
		0,
		0,
		0,
		0,
		0,
		0,
		0,
		0,
		0x800C,
		0x4E2D,
		0,
		0,
		0,
		0,
		0x4E86,
		0,
		0,
		0,
		0x7740,
		0,
		0,
		0x5C31,
		0,
		0,
		0,
		0x4ED6,
		0,
		0x5E74,
		0x6B64,
		0,
		0x4E3A,
		0,
		0,
		0,
		0x6708,
		0x4E00,
		0x90A3,
		0,
		0,
		0x5BF9,
		0,
		0x4EEC,
	};

	return everyday[c * 0x8D103ED5U >> 25] == c;
}

/* What is known of the pairs of ideographs while lines are read. */
struct pairs {
	uint64_t *set; /* pairs of what stands above */
	bool adding;   /* or counting */
	unsigned all, shared;
	unsigned left; /* characters still to be read */
};

static void
read_line(struct pairs *p, const char *text, const struct line *line)
{
	uint32_t last = 0;

	for (size_t at = line->from, len; at < line->to && p->left != 0; at += len, p->left--) {
		uint32_t c = utf8_get(text + at, &len);
		unsigned bit;

		if (c == ' ' || c == 0x3000)
			continue;
		if (!is_ideograph_lead((unsigned char)text[at]) || is_everyday(c)) {
			last = 0;
			continue;
		}
		if (last != 0) {
			bit = pair_bit(last, c);
			if (p->adding) {
				p->set[bit / 64] |= (uint64_t)1 << bit % 64;
			} else {
				p->all++;
				p->shared += (unsigned)(p->set[bit / 64] >> bit % 64 & 1);
			}
		}
		last = c;
	}
}

unsigned
cohesion(const struct sheet_lines *sheet, size_t from, size_t end, unsigned above)
{
	uint64_t set[SET_BITS / 64] = {0};
	struct pairs p = {.set = set, .adding = true, .left = above};

	for (size_t i = from; i-- > 0 && p.left != 0;)
		read_line(&p, sheet->text, &sheet->line[i]);
	p.adding = false;
	p.left = PASSAGE_CHARS;
	for (size_t i = from; i < end && p.left != 0; i++)
		read_line(&p, sheet->text, &sheet->line[i]);
	return p.all == 0 ? 0 : p.shared * 1000 / p.all;
}

/* ---- all blocks of a sheet -------------------------------------------------------------- */

/* Characters at a block's beginning in which a place or a pronoun says something. */
#define PLACE_CHARS 60
#define PRONOUN_CHARS 14

/* A position further away than any that matters. */
#define RECENT_GAP (COHESION_ARTICLE + 1)

static unsigned
recent_slot(uint32_t a, uint32_t b)
{
	return (a * 0x9E3779B1U ^ b * 0x85EBCA77U) >> (32 - RECENT_BITS);
}

static bool
is_recent(const struct recent *r, uint32_t a, uint32_t b, unsigned reach)
{
	return r->now - r->at[recent_slot(a, b)] <= reach;
}

/* One ideograph after the other, of the lines of a block; everyday characters part pairs. */
struct walk {
	const struct sheet_lines *sheet;
	size_t line, end, at;
	unsigned chars;                /* read so far */
	uint32_t c, last, before_last; /* 0: none */
};

static struct walk
walk_block(const struct sheet_lines *sheet, size_t from, size_t end)
{
	return (struct walk){
		.sheet = sheet, .line = from, .end = end, .at = sheet->line[from].from};
}

static bool
walk_next(struct walk *w)
{
	const char *text = w->sheet->text;
	size_t len;

	for (;;) {
		uint32_t c;

		if (w->at >= w->sheet->line[w->line].to) {
			if (++w->line >= w->end)
				return false;
			w->at = w->sheet->line[w->line].from;
			continue;
		}
		c = utf8_get(text + w->at, &len);
		w->at += len;
		if (c == ' ' || c == 0x3000)
			continue;
		w->chars++;
		w->before_last = w->last;
		w->last = w->c;
		w->c = is_ideograph_lead((unsigned char)text[w->at - len]) ? c : 0;
		return true;
	}
}

/* The share of the block's first pairs that stood within reach. */
static uint16_t
share_recent(const struct recent *r, const struct sheet_lines *sheet, size_t from, size_t end)
{
	struct walk w = walk_block(sheet, from, end);
	unsigned all = 0, shared = 0;

	while (walk_next(&w) && w.chars <= PASSAGE_CHARS) {
		if (w.c == 0 || w.last == 0 || is_everyday(w.c) || is_everyday(w.last))
			continue;
		all++;
		shared += is_recent(r, w.last, w.c, COHESION_PARAGRAPHS);
	}
	return (uint16_t)(all == 0 ? 0 : shared * 1000 / all);
}

/* Remembers where the block's pairs stand; its end is as far from its beginning as its length.
 * backwards: the sheet is read from its end. */
static void
remember(struct recent *r, const struct sheet_lines *sheet, size_t from, size_t end, unsigned chars,
	bool backwards)
{
	struct walk w = walk_block(sheet, from, end);

	while (walk_next(&w)) {
		uint32_t *at, position;

		if (w.c == 0 || w.last == 0)
			continue;
		at = &r->at[recent_slot(w.last, w.c)];
		position = r->now + (backwards ? chars - w.chars : w.chars);
		if (!backwards || *at < position)
			*at = position;
	}
	r->now += chars;
}

/* A place named by its kind, 某某街道, 某镇, 某社区: the character before the kind makes it one of
 * its own.  Gives both, or false. */
static bool
is_place(const struct walk *w, uint32_t *name, uint32_t *kind)
{
	bool inner;

	*name = w->last;
	*kind = w->c;
	if (w->c == 0x9053 && w->last == 0x8857) { /* 街道 */
		*name = w->before_last;
		*kind = w->last;
		return *name != 0;
	}
	if (w->last == 0)
		return false;
	/* 社区 小区 地区 园区 校区 厂区 新区 */
	inner = w->c == 0x533A &&
		(w->last == 0x793E || w->last == 0x5C0F || w->last == 0x5730 || w->last == 0x56ED ||
			w->last == 0x6821 || w->last == 0x5382 || w->last == 0x65B0);
	if (inner) {
		*name = w->before_last;
		*kind = w->last;
		return *name != 0;
	}
	return w->c == 0x9547 || w->c == 0x4E61 || w->c == 0x6751 || w->c == 0x53BF ||
	       w->c == 0x533A;
}

/* 他 她 它 该 其 此 这 那: they point to what was said. */
static bool
is_pronoun(uint32_t c)
{
	return c == 0x4ED6 || c == 0x5979 || c == 0x5B83 || c == 0x8BE5 || c == 0x5176 ||
	       c == 0x6B64 || c == 0x8FD9 || c == 0x90A3;
}

static uint32_t
look_at_beginning(const struct recent *r, const struct sheet_lines *sheet, size_t from, size_t end)
{
	struct walk w = walk_block(sheet, from, end);
	uint32_t flags = 0, name, kind;

	while (walk_next(&w) && w.chars <= PLACE_CHARS) {
		if (w.c == 0)
			continue;
		if (w.chars <= PRONOUN_CHARS && is_pronoun(w.c))
			flags |= VIEW_REFERS;
		if (is_place(&w, &name, &kind))
			flags |= is_recent(r, name, kind, COHESION_ARTICLE) ? VIEW_PLACE_KNOWN
									    : VIEW_PLACE_NEW;
	}
	return flags;
}

void
cohesion_fill(struct recent *r, const struct sheet_lines *sheet, struct view *views)
{
	/* Positions begin anew long before they overflow. */
	if (r->now > UINT32_MAX / 2)
		memset(r, 0, sizeof *r);
	r->now += RECENT_GAP;
	for (size_t i = 0; i < sheet->count; i = views[i].run_end) {
		views[i].above = share_recent(r, sheet, i, views[i].run_end);
		views[i].flags |= look_at_beginning(r, sheet, i, views[i].run_end);
		remember(r, sheet, i, views[i].run_end, views[i].run_chars, false);
	}
	r->now += RECENT_GAP;
	for (size_t end = sheet->count; end > 0;) {
		size_t i = views[end - 1].run_from;

		views[i].below = share_recent(r, sheet, i, end);
		remember(r, sheet, i, end, views[i].run_chars, true);
		end = i;
	}
}

/* Ideographs have three bytes each; a pair of them is looked at without decoding more than once. */
static void
fill_line(struct pair_set *set, const char *text, const struct line *line)
{
	uint32_t last = 0;

	for (size_t at = line->from, len; at < line->to; at += len) {
		uint32_t c = utf8_get(text + at, &len);
		unsigned bit;

		if (!is_ideograph_lead((unsigned char)text[at])) {
			last = 0;
			continue;
		}
		if (last != 0) {
			bit = pair_hash(last, c);
			set->bits[bit / 64] |= (uint64_t)1 << bit % 64;
		}
		last = c;
	}
}

void
pair_set_fill(struct pair_set *set, const struct sheet_lines *sheet)
{
	memset(set, 0, sizeof *set);
	for (size_t i = 0; i < sheet->count; i++)
		fill_line(set, sheet->text, &sheet->line[i]);
}

bool
pair_set_has(const struct pair_set *set, uint32_t first, uint32_t second)
{
	unsigned bit = pair_hash(first, second);

	return char_class(first) == CC_IDEOGRAPH && char_class(second) == CC_IDEOGRAPH &&
	       (set->bits[bit / 64] >> bit % 64 & 1) != 0;
}
