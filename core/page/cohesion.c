#include "page/cohesion.h"
#include "page/chars.h"

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
	return p.all == 0 ? COHESION_NEAR : p.shared * 1000 / p.all;
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
