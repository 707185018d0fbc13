/* All blocks of a sheet, each compared with what stands above it and below it. */
#include "page/chars.h"
#include "page/cohesion.h"
#include "page/view.h"

#include <string.h>

/* Characters of a block that are compared with what stands round it. */
#define PASSAGE_CHARS 160

/* Characters at a block's beginning in which a place or a pronoun says something. */
#define PLACE_CHARS 60
#define PRONOUN_CHARS 14

/* A position further away than any that matters. */
#define RECENT_GAP (COHESION_ARTICLE + 1)

/* What is kept of a character while a sheet is read: the pair that it makes with the one before,
 * shortened to RECENT_BITS. */
#define PAIR_EVERYDAY 0x4000 /* one of the two is everyday */
#define PAIR_NONE 0x8000     /* one of the two is no ideograph */
#define PAIR_SLOT 0x3FFF

_Static_assert(PAIR_SLOT == (1 << RECENT_BITS) - 1, "a pair has RECENT_BITS bits");

void
recent_free(struct recent *r)
{
	buf_free(&r->pairs);
	buf_free(&r->blocks);
}

static bool
is_recent(const struct recent *r, unsigned slot, unsigned reach)
{
	return r->now - r->at[slot] <= reach;
}

/* ---- reading a block -------------------------------------------------------------------- */

/* The block that is being read, white space left out. */
struct block_reader {
	struct pair_set *side_by_side;
	uint16_t *pair;              /* where its next pair is put */
	uint32_t last;               /* the character before, 0: none, or no ideograph */
	bool everyday;               /* it is one */
	uint32_t first[PLACE_CHARS]; /* the block's first characters, 0: no ideograph */
	unsigned firsts;
};

static inline void
keep_first(struct block_reader *b, uint32_t c)
{
	if (b->firsts < PLACE_CHARS)
		b->first[b->firsts++] = c;
}

static void
read_line(struct block_reader *b, const char *text, const struct line *line)
{
	uint16_t *pair = b->pair;
	uint32_t last = b->last;
	bool everyday = b->everyday, beside = false; /* no white space since `last` */

	for (size_t at = line->from, len; at < line->to; at += len) {
		if (is_ideograph_lead((unsigned char)text[at])) {
			uint32_t c = plain_ideograph(text + at);
			unsigned hash = pair_hash(last, c), slot = hash >> (16 - RECENT_BITS);
			bool now = is_everyday(c);

			len = 3;
			slot |= everyday || now ? PAIR_EVERYDAY : 0U;
			*pair++ = (uint16_t)(last != 0 ? slot : PAIR_NONE);
			b->side_by_side->bits[hash / 64] |= (uint64_t)beside << hash % 64;
			keep_first(b, c);
			last = c;
			everyday = now;
			beside = true;
		} else {
			uint32_t c = utf8_get(text + at, &len);

			beside = false;
			if (c == ' ' || c == 0x3000)
				continue;
			*pair++ = PAIR_NONE;
			keep_first(b, 0);
			last = 0;
			everyday = false;
		}
	}
	b->pair = pair;
	b->last = last;
	b->everyday = everyday;
}

/* Appends the pairs of lines [from, end). */
static bool
read_block(struct recent *r, struct block_reader *b, const struct sheet_lines *sheet, size_t from,
	size_t end)
{
	size_t room = 0;

	for (size_t i = from; i < end; i++)
		room += sheet->line[i].width;
	if (!buf_reserve(&r->pairs, room * sizeof *b->pair))
		return false;
	b->pair = (uint16_t *)(void *)(r->pairs.data + r->pairs.len);
	b->last = 0;
	b->everyday = false;
	b->firsts = 0;
	for (size_t i = from; i < end; i++)
		read_line(b, sheet->text, &sheet->line[i]);
	r->pairs.len = (size_t)((char *)b->pair - r->pairs.data);
	return true;
}

/* ---- what it shares --------------------------------------------------------------------- */

/* The pairs of a block. */
struct block_pairs {
	const uint16_t *pair;
	size_t count;
};

/* The share of the block's first pairs that stood within reach. */
static uint16_t
share_recent(const struct recent *r, struct block_pairs block)
{
	size_t n = block.count < PASSAGE_CHARS ? block.count : PASSAGE_CHARS;
	unsigned all = 0, shared = 0;

	/* Which pairs count nobody can foresee: without branches it takes half the time. */
	for (size_t i = 0; i < n; i++) {
		unsigned pair = block.pair[i];
		bool counts = pair <= PAIR_SLOT;

		all += counts;
		shared += counts & is_recent(r, pair & PAIR_SLOT, COHESION_PARAGRAPHS);
	}
	return (uint16_t)(all == 0 ? 0 : shared * 1000 / all);
}

/* Where a pair is remembered; what is none has a place that nobody looks at. */
static inline uint32_t *
place_of(struct recent *r, unsigned pair)
{
	return &r->at[(pair & PAIR_NONE) != 0 ? PAIR_SLOT + 1 : pair & PAIR_SLOT];
}

/* Remembers where the block's pairs stand; its end is as far from its beginning as its length. */
static void
remember(struct recent *r, struct block_pairs block, unsigned chars)
{
	for (size_t i = 0; i < block.count; i++)
		*place_of(r, block.pair[i]) = r->now + (uint32_t)i + 1;
	r->now += chars;
}

/* The same for a sheet that is read from its end. */
static void
remember_backwards(struct recent *r, struct block_pairs block, unsigned chars)
{
	for (size_t i = 0; i < block.count; i++) {
		uint32_t *at = place_of(r, block.pair[i]);
		uint32_t position = r->now + chars - ((uint32_t)i + 1);

		*at = *at < position ? position : *at;
	}
	r->now += chars;
}

/* ---- what it begins with ---------------------------------------------------------------- */

/* The kinds of places that news names again and again: a district, a street's office, a town, a
 * township, a village, a county.  Each is the last character of such a name. */
static bool
is_kind(uint32_t c)
{
	return c == U'区' || c == U'道' || c == U'镇' || c == U'乡' || c == U'村' || c == U'县';
}

/* The last six bits of those: most other characters differ in them already. */
#define KIND_BIT(c) (1ULL << ((c)&63))
#define KIND_BITS                                                                                  \
	(KIND_BIT(U'区') | KIND_BIT(U'道') | KIND_BIT(U'镇') | KIND_BIT(U'乡') | KIND_BIT(U'村') | \
		KIND_BIT(U'县'))

/* Two characters that are one kind, of which the second says nothing alone: 街道, and 社区 小区
 * 地区 园区 校区 厂区 新区, which are no districts. */
static bool
is_double_kind(uint32_t first, uint32_t second)
{
	if (second != U'区')
		return second == U'道' && first == U'街';
	return first == U'社' || first == U'小' || first == U'地' || first == U'园' ||
	       first == U'校' || first == U'厂' || first == U'新';
}

/* A place named by its kind ends with c[0], 某某街道, 某镇, 某社区: the character before the kind
 * makes it one of its own.  Gives both, or false; c[-1] and c[-2] are what stands before. */
static bool
is_place(const uint32_t *c, uint32_t *name, uint32_t *kind)
{
	bool two;

	if ((KIND_BITS >> (c[0] & 63) & 1) == 0 || !is_kind(c[0]))
		return false;
	two = is_double_kind(c[-1], c[0]);
	*name = two ? c[-2] : c[-1];
	*kind = two ? c[-1] : c[0];
	return *name != 0 && (two || c[0] != U'道');
}

/* They point to what was said. */
static bool
is_pronoun(uint32_t c)
{
	return c == U'他' || c == U'她' || c == U'它' || c == U'该' || c == U'其' || c == U'此' ||
	       c == U'这' || c == U'那';
}

static uint32_t
look_at_beginning(const struct recent *r, const uint32_t *first, unsigned count)
{
	uint32_t c[2 + PLACE_CHARS] = {0}, flags = 0, name, kind;

	memcpy(c + 2, first, count * sizeof *c);
	for (unsigned i = 0; i < count; i++) {
		if (i < PRONOUN_CHARS && is_pronoun(first[i]))
			flags |= VIEW_REFERS;
		if (is_place(c + 2 + i, &name, &kind))
			flags |= is_recent(r, pair_hash(name, kind) >> (16 - RECENT_BITS),
					 COHESION_ARTICLE)
					 ? VIEW_PLACE_KNOWN
					 : VIEW_PLACE_NEW;
	}
	return flags;
}

/* ---- the sheet -------------------------------------------------------------------------- */

/* From the first block to the last one: their pairs are read and compared with what stands above.
 */
static bool
fill_above(
	struct recent *r, struct pair_set *set, const struct sheet_lines *sheet, struct view *views)
{
	struct block_reader b = {.side_by_side = set};

	for (size_t i = 0; i < sheet->count; i = views[i].run_end) {
		size_t begin = r->pairs.len / sizeof *b.pair;
		struct block_pairs block;

		buf_add(&r->blocks, &begin, sizeof begin);
		if (!buf_ok(&r->blocks) || !read_block(r, &b, sheet, i, views[i].run_end))
			return false;
		block.pair = (const uint16_t *)(const void *)r->pairs.data + begin;
		block.count = r->pairs.len / sizeof *b.pair - begin;
		views[i].above = share_recent(r, block);
		views[i].flags |= look_at_beginning(r, b.first, b.firsts);
		remember(r, block, views[i].run_chars);
	}
	return true;
}

static void
fill_below(struct recent *r, const struct sheet_lines *sheet, struct view *views)
{
	const uint16_t *pairs = (const uint16_t *)(const void *)r->pairs.data;
	const size_t *begin = (const size_t *)(const void *)r->blocks.data;
	size_t n = r->blocks.len / sizeof *begin, end = r->pairs.len / sizeof *pairs;

	for (size_t line = sheet->count; n-- > 0;) {
		struct block_pairs block = {pairs + begin[n], end - begin[n]};

		line = views[line - 1].run_from;
		views[line].below = share_recent(r, block);
		remember_backwards(r, block, views[line].run_chars);
		end = begin[n];
	}
}

bool
cohesion_fill(
	struct recent *r, struct pair_set *set, const struct sheet_lines *sheet, struct view *views)
{
	memset(set, 0, sizeof *set);
	buf_clear(&r->pairs);
	buf_clear(&r->blocks);
	/* Positions begin anew long before they overflow. */
	if (r->now > UINT32_MAX / 2) {
		memset(r->at, 0, sizeof r->at);
		r->now = 0;
	}
	r->now += RECENT_GAP;
	if (!fill_above(r, set, sheet, views))
		return false;
	r->now += RECENT_GAP;
	fill_below(r, sheet, views);
	return true;
}
