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
#define WINDOW 64 /* characters that vectors hold at once, no fewer than those */

/* A position further away than any that matters. */
#define RECENT_GAP (COHESION_ARTICLE + 1)

/* What is kept of a character while a sheet is read: the slot of the pair that it makes with the
 * one before, or that of what is no pair, which nobody looks at. */
#define NO_PAIR (1 << RECENT_BITS)

/* Characters that are read at a time, and those whose pairs are hashed at a time: in vectors, so
 * that what stands behind the last one is hashed too. */
#define CHUNK 128
#define LANES 16

_Static_assert(CHUNK % LANES == 0, "a chunk is hashed in whole vectors");

void
recent_free(struct recent *r)
{
	buf_free(&r->slots);
	buf_free(&r->counted);
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
	uint16_t *slot;              /* where the next pair's slot is put */
	uint16_t *counted;           /* the same for pairs that are compared */
	unsigned passage;            /* characters whose pairs may still be compared */
	bool everyday;               /* the character before is one of those */
	uint16_t c[1 + CHUNK];       /* the character before, and a chunk; 0: no ideograph */
	uint16_t first[PLACE_CHARS]; /* the block's first characters */
	unsigned firsts;
};

/* The pairs that end with c[1 .. LANES].  Compilers make it one step over vectors. */
static __attribute__((noinline)) void
hash_pairs(const uint16_t *restrict c, uint16_t *restrict hash, uint16_t *restrict slot)
{
	for (unsigned i = 0; i < LANES; i++) {
		uint16_t none = ((c[i] == 0) | (c[i + 1] == 0)) ? UINT16_MAX : 0;
		uint16_t pair = pair_hash_first(c[i]) ^ pair_hash_second(c[i + 1]);

		hash[i] = pair;
		slot[i] = (uint16_t)((pair >> (16 - RECENT_BITS) & ~none) | (NO_PAIR & none));
	}
}

static void
add_side_by_side(
	struct pair_set *set, const uint16_t *hash, const uint16_t *slot, unsigned from, unsigned n)
{
	for (unsigned i = from; i < n; i++)
		set->bits[hash[i] / 64] |= (uint64_t)(slot[i] != NO_PAIR) << hash[i] % 64;
}

/* Which pairs count nobody can foresee: without branches it takes half the time. */
static void
add_counted(struct block_reader *b, unsigned n)
{
	bool everyday = b->everyday;
	uint16_t *counted = b->counted;

	for (unsigned i = 0; i < n; i++) {
		bool now = is_everyday(b->c[i + 1]);

		*counted = b->slot[i];
		counted += (b->slot[i] != NO_PAIR) & !(everyday | now);
		everyday = now;
	}
	b->everyday = everyday;
	b->counted = counted;
}

/* The first ones are kept until the whole block is read. */
static void
keep_first(struct block_reader *b, unsigned n)
{
	unsigned left = PLACE_CHARS - b->firsts, more = n < left ? n : left;

	memcpy(b->first + b->firsts, b->c + 1, more * sizeof *b->first);
	b->firsts += more;
}

/* n characters of a line; with the first of them a pair does not stand side by side. */
static void
take_chunk(struct block_reader *b, unsigned n, bool beside)
{
	unsigned passage = n < b->passage ? n : b->passage;
	uint16_t hash[CHUNK];

	for (unsigned i = 0; i < n; i += LANES)
		hash_pairs(b->c + i, hash + i, b->slot + i);
	add_side_by_side(b->side_by_side, hash, b->slot, !beside, n);
	add_counted(b, passage);
	b->passage -= passage;
	keep_first(b, n);
	b->slot += n;
	b->c[0] = b->c[n];
}

/* Plain ideographs from `at` on, at most `room`: where they end. */
static inline size_t
read_run(uint16_t *c, unsigned room, const char *text, size_t at, size_t to)
{
	size_t end = (to - at) / 3 < room ? to : at + room * (size_t)3;

	for (; at < end && is_ideograph_lead((unsigned char)text[at]); at += 3)
		*c++ = (uint16_t)plain_ideograph(text + at);
	return at;
}

/* Up to the next white space, of which two kinds occur inside of lines: where that ends. */
static size_t
read_stretch(struct block_reader *b, const char *text, size_t at, size_t to)
{
	bool beside = false;
	unsigned n = 0;

	while (at < to) {
		size_t end = read_run(b->c + 1 + n, CHUNK - n, text, at, to), len;
		uint32_t c;

		n += (unsigned)((end - at) / 3);
		at = end;
		if (n == CHUNK) {
			take_chunk(b, n, beside);
			beside = true;
			n = 0;
			continue;
		}
		if (at == to)
			break;
		c = utf8_get(text + at, &len);
		at += len;
		if (c == ' ' || c == 0x3000)
			break;
		b->c[++n] = 0;
	}
	take_chunk(b, n, beside);
	return at;
}

/* Appends the pairs of lines [from, end). */
static bool
read_block(struct recent *r, struct block_reader *b, const struct sheet_lines *sheet, size_t from,
	size_t end)
{
	size_t room = LANES;

	for (size_t i = from; i < end; i++)
		room += sheet->line[i].width;
	if (!buf_reserve(&r->slots, room * sizeof *b->slot) ||
		!buf_reserve(&r->counted, (PASSAGE_CHARS + 1) * sizeof *b->counted))
		return false;
	b->slot = (uint16_t *)(void *)(r->slots.data + r->slots.len);
	b->counted = (uint16_t *)(void *)(r->counted.data + r->counted.len);
	b->passage = PASSAGE_CHARS;
	b->everyday = false;
	b->c[0] = 0;
	b->firsts = 0;
	for (size_t i = from; i < end; i++)
		for (size_t at = sheet->line[i].from; at < sheet->line[i].to;)
			at = read_stretch(b, sheet->text, at, sheet->line[i].to);
	r->slots.len = (size_t)((char *)b->slot - r->slots.data);
	r->counted.len = (size_t)((char *)b->counted - r->counted.data);
	return true;
}

/* ---- what it shares --------------------------------------------------------------------- */

/* Slots of a block, of all its pairs or of those that are compared. */
struct slots {
	const uint16_t *slot;
	size_t count;
};

/* The share of the block's first pairs that stood within reach. */
static uint16_t
share_recent(const struct recent *r, struct slots counted)
{
	unsigned shared = 0;

	for (size_t i = 0; i < counted.count; i++)
		shared += is_recent(r, counted.slot[i], COHESION_PARAGRAPHS);
	return (uint16_t)(counted.count == 0 ? 0 : shared * 1000 / (unsigned)counted.count);
}

/* Remembers where the block's pairs stand; its end is as far from its beginning as its length. */
static void
remember(struct recent *r, struct slots block, unsigned chars)
{
	for (size_t i = 0; i < block.count; i++)
		r->at[block.slot[i]] = r->now + (uint32_t)i + 1;
	r->now += chars;
}

/* The same for a sheet that is read from its end. */
static void
remember_backwards(struct recent *r, struct slots block, unsigned chars)
{
	for (size_t i = 0; i < block.count; i++) {
		uint32_t *at = &r->at[block.slot[i]];
		uint32_t position = r->now + chars - ((uint32_t)i + 1);

		*at = *at < position ? position : *at;
	}
	r->now += chars;
}

/* ---- what it begins with ---------------------------------------------------------------- */

/* The kinds of places that news names again and again: a district, a street's office, a town, a
 * township, a village, a county.  Each is the last character of such a name. */
static bool
is_kind(uint16_t c)
{
	return (c == U'区') | (c == U'道') | (c == U'镇') | (c == U'乡') | (c == U'村') |
	       (c == U'县');
}

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

/* A place named by its kind ends with c[0], which is one: 某某街道, 某镇, 某社区.  The character
 * before the kind makes it one of its own.  Gives both, or false; c[-1] and c[-2] are what stands
 * before. */
static bool
is_place(const uint16_t *c, uint32_t *name, uint32_t *kind)
{
	bool two;

	two = is_double_kind(c[-1], c[0]);
	*name = two ? c[-2] : c[-1];
	*kind = two ? c[-1] : c[0];
	return *name != 0 && (two || c[0] != U'道');
}

/* They point to what was said. */
static bool
is_pronoun(uint16_t c)
{
	return (c == U'他') | (c == U'她') | (c == U'它') | (c == U'该') | (c == U'其') |
	       (c == U'此') | (c == U'这') | (c == U'那');
}

static uint32_t
look_at_beginning(const struct recent *r, const uint16_t *first, unsigned count)
{
	uint16_t c[2 + WINDOW] = {0};
	uint8_t kind[WINDOW], pronoun = 0;
	uint32_t flags, name, second;

	memcpy(c + 2, first, count * sizeof *c);
	/* Both loops are made ones over vectors: most characters are neither. */
	for (unsigned i = 0; i < WINDOW; i++)
		kind[i] = is_kind(c[2 + i]);
	for (unsigned i = 0; i < PRONOUN_CHARS; i++)
		pronoun |= is_pronoun(c[2 + i]);
	flags = pronoun ? VIEW_REFERS : 0U;
	for (const uint8_t *k = kind; (k = memchr(k, 1, (size_t)(kind + WINDOW - k))) != NULL;
		k++) {
		if (is_place(c + 2 + (k - kind), &name, &second))
			flags |= is_recent(r, pair_hash(name, second) >> (16 - RECENT_BITS),
					 COHESION_ARTICLE)
					 ? VIEW_PLACE_KNOWN
					 : VIEW_PLACE_NEW;
	}
	return flags;
}

/* ---- the sheet -------------------------------------------------------------------------- */

/* Where the slots of a block begin, in either list. */
struct block_begin {
	size_t slot, counted;
};

static struct slots
slots_between(const struct buf *list, size_t begin, size_t end)
{
	return (struct slots){(const uint16_t *)(const void *)buf_str(list) + begin, end - begin};
}

/* Behind the last block. */
static struct block_begin
blocks_end(const struct recent *r)
{
	return (struct block_begin){
		r->slots.len / sizeof(uint16_t), r->counted.len / sizeof(uint16_t)};
}

/* From the first block to the last one: their pairs are read and compared with what stands above.
 */
static bool
fill_above(
	struct recent *r, struct pair_set *set, const struct sheet_lines *sheet, struct view *views)
{
	struct block_reader b = {.side_by_side = set};

	for (size_t i = 0; i < sheet->count; i = views[i].run_end) {
		struct block_begin begin = blocks_end(r), end;

		buf_add(&r->blocks, &begin, sizeof begin);
		if (!buf_ok(&r->blocks) || !read_block(r, &b, sheet, i, views[i].run_end))
			return false;
		end = blocks_end(r);
		views[i].above =
			share_recent(r, slots_between(&r->counted, begin.counted, end.counted));
		views[i].flags |= look_at_beginning(r, b.first, b.firsts);
		remember(r, slots_between(&r->slots, begin.slot, end.slot), views[i].run_chars);
	}
	return true;
}

static void
fill_below(struct recent *r, const struct sheet_lines *sheet, struct view *views)
{
	const struct block_begin *begin =
		(const struct block_begin *)(const void *)buf_str(&r->blocks);
	struct block_begin end = blocks_end(r);
	size_t n = r->blocks.len / sizeof *begin;

	for (size_t line = sheet->count; n-- > 0; end = begin[n]) {
		line = views[line - 1].run_from;
		views[line].below =
			share_recent(r, slots_between(&r->counted, begin[n].counted, end.counted));
		remember_backwards(r, slots_between(&r->slots, begin[n].slot, end.slot),
			views[line].run_chars);
	}
}

bool
cohesion_fill(
	struct recent *r, struct pair_set *set, const struct sheet_lines *sheet, struct view *views)
{
	memset(set, 0, sizeof *set);
	buf_clear(&r->slots);
	buf_clear(&r->counted);
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
