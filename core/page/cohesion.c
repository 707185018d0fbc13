#include "page/cohesion.h"
#include "page/chars.h"
#include "page/pairs.h"

#include <string.h>

/* Characters of the passage that are compared at most. */
#define PASSAGE_CHARS 160

/* A set of pairs, as bits by a hash; a few false hits do no harm. */
#define SET_BITS 8192

static unsigned
pair_bit(uint32_t a, uint32_t b)
{
	return pair_hash(a, b) % SET_BITS;
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
