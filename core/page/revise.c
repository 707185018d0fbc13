#include "page/revise.h"
#include "page/scene.h"

/* What a sequence of labels may lose, in the unit of the weights: five nats.  On the gold pages,
 * and on those of two more hands, 28 of 32 single sub-heads that lose less were headlines. */
#define LOSS_MAX 100

/* What is known of an article while its lines go by. */
struct tale {
	size_t subhead; /* the first line of the last one */
	unsigned subheads;
	bool signed_above, signed_below; /* by a dateline or a byline: the sub-head */
	bool credited_below;             /* signed at the end of a text */
	bool lines;                      /* verse or a letter: short lines that are no headlines */
};

static bool
is_single(const struct tale *t)
{
	return t->subheads == 1 && !t->lines && !t->signed_below &&
	       (!t->signed_above || t->credited_below);
}

static void
take_line(struct tale *t, const struct observer *o, const struct view *v, const struct decision *d,
	size_t i)
{
	const bool tail = view_has(v, VIEW_CREDIT_TAIL) || d->state == ST_CREDIT;
	const bool head = view_has(v, VIEW_DATELINE | VIEW_ROLE | VIEW_PHOTO | VIEW_MARK) ||
			  d->state == ST_BYLINE;

	if (d->state == ST_SUBHEAD && !d->joins) {
		t->subhead = i;
		t->subheads++;
	}
	t->lines |= is_salute(o, v);
	if (tail)
		t->credited_below |= t->subheads != 0;
	else if (head)
		*(t->subheads == 0 ? &t->signed_above : &t->signed_below) = true;
	else
		t->lines |= d->state == ST_LINE;
}

/* ---- what it costs ---------------------------------------------------------------------- */

static void
begin_scores(const struct reading *r, size_t i, int out[ST_COUNT])
{
	struct observation observation;
	int join[ST_COUNT];

	observe(&r->parser->observer, &r->sheet, reading_views(r), i, &observation);
	model_scores(r->parser->model, &observation, out, join);
}

/* The line behind a block. */
static size_t
block_end(const struct reading *r, const struct decision *d, size_t i)
{
	for (i++; i < r->sheet.count && d[i].joins;)
		i++;
	return i;
}

static void
set_block(const struct reading *r, struct decision *d, size_t i, unsigned state)
{
	for (size_t end = block_end(r, d, i); i < end; i++)
		d[i].state = (uint8_t)state;
}

/* What two blocks are worth as these labels, between the labels around them. */
static int
worth(const struct model *model, const unsigned label[4], const int *first, const int *second)
{
	return model_pair(model, label[0], label[1]) + first[label[1]] +
	       model_pair(model, label[1], label[2]) + second[label[2]] +
	       model_pair(model, label[2], label[3]);
}

/* The sub-head becomes a headline, and what follows the article's first paragraph, or stays what it
 * is. */
static void
revise(const struct reading *r, struct decision *d, size_t subhead)
{
	const struct model *model = r->parser->model;
	const size_t below = block_end(r, d, subhead);
	size_t behind;
	int first[ST_COUNT], second[ST_COUNT], now, led, kept;

	if (below == r->sheet.count)
		return;
	behind = block_end(r, d, below);
	begin_scores(r, subhead, first);
	begin_scores(r, below, second);
	const unsigned before = subhead != 0 ? d[subhead - 1].state : ST_EDGE,
		       after = behind < r->sheet.count ? d[behind].state : ST_EDGE,
		       text = d[below].state;

	now = worth(model, (const unsigned[]){before, ST_SUBHEAD, text, after}, first, second);
	led = worth(model, (const unsigned[]){before, ST_TITLE, ST_LEAD, after}, first, second);
	kept = worth(model, (const unsigned[]){before, ST_TITLE, text, after}, first, second);
	if ((led > kept ? led : kept) < now - LOSS_MAX)
		return;
	set_block(r, d, subhead, ST_TITLE);
	if (led > kept)
		set_block(r, d, below, ST_LEAD);
	d[subhead].revised = true;
}

void
revise_labels(const struct reading *r, struct decision *d)
{
	const struct view *views = reading_views(r);
	struct tale tale = {0};
	unsigned last = ST_EDGE;

	for (size_t i = 0; i < r->sheet.count; i++) {
		if (!d[i].joins && begins_article(last, d[i].state)) {
			if (is_single(&tale))
				revise(r, d, tale.subhead);
			tale = (struct tale){0};
		}
		take_line(&tale, &r->parser->observer, &views[i], &d[i], i);
		if (!d[i].joins && d[i].state != ST_FOLIO && d[i].state != ST_BANNER)
			last = d[i].state;
	}
	if (is_single(&tale))
		revise(r, d, tale.subhead);
}
