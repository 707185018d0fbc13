#include "page/model.h"
#include "base/buf.h"
#include "base/i18n.h"
#include "base/table.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

/* The weight of what never happens. */
#define NEVER (-9999)

static const char *const names[ST_COUNT + 1] = {"folio", "banner", "section", "kicker", "title",
	"deck", "byline", "lead", "open", "brief", "body", "subhead", "line", "caption", "credit",
	"jump", "edge"};

struct model {
	weights *begin, *join;
	int16_t after[ST_COUNT + 1][ST_COUNT + 1];
	size_t begin_count, join_count;
};

const char *
state_name(unsigned state)
{
	return state <= ST_COUNT ? names[state] : "";
}

/* ---- reading the table ------------------------------------------------------------------ */

static int
find_name(const char *const *list, size_t count, const char *text, size_t len)
{
	for (size_t i = 0; i < count; i++)
		if (strlen(list[i]) == len && memcmp(list[i], text, len) == 0)
			return (int)i;
	return -1;
}

/* One `label=weight`. */
static bool
read_weight(const char *text, size_t len, int16_t *row, size_t row_len)
{
	const char *equals = memchr(text, '=', len);
	struct field number;
	long value;
	int state;

	if (equals == NULL)
		return false;
	state = find_name(names, ST_COUNT + 1, text, (size_t)(equals - text));
	number = (struct field){equals + 1, len - (size_t)(equals + 1 - text)};
	if (state < 0 || (size_t)state >= row_len)
		return false;
	if (field_is(number, "never"))
		value = NEVER;
	else if (!field_long(number, &value) || value < -9999 || value > 9999)
		return false;
	row[state] = (int16_t)value;
	return true;
}

static bool
read_row(struct model *model, const struct table_row *row, const char *const *begin_names,
	const char *const *join_names)
{
	const struct field name = row->field[1], list = row->field[2];
	const char *p = list.text, *end = p + list.len;
	int16_t *to = NULL;
	size_t to_len = ST_COUNT;
	int i;

	if (row->count != 3)
		return false;
	if (field_is(row->field[0], "begin")) {
		i = find_name(begin_names, model->begin_count, name.text, name.len);
		to = i < 0 ? NULL : model->begin[i];
	} else if (field_is(row->field[0], "join")) {
		i = find_name(join_names, model->join_count, name.text, name.len);
		to = i < 0 ? NULL : model->join[i];
	} else if (field_is(row->field[0], "after")) {
		i = find_name(names, ST_COUNT + 1, name.text, name.len);
		to = i < 0 ? NULL : model->after[i];
		to_len = ST_COUNT + 1;
	}
	while (to != NULL && p < end) {
		const char *word = p;

		while (p < end && *p != ' ')
			p++;
		if (p != word && !read_weight(word, (size_t)(p - word), to, to_len))
			return false;
		p += p < end;
	}
	return to != NULL;
}

enum err_code
model_new(const char *name, const char *table, size_t len, const char *const *begin_names,
	size_t begin_count, const char *const *join_names, size_t join_count, struct model **out,
	struct err *err)
{
	struct model *model = calloc(1, sizeof *model);
	struct table_reader reader;
	struct table_row row;

	*out = NULL;
	if (model == NULL)
		return err_nomem(err);
	model->begin_count = begin_count;
	model->join_count = join_count;
	model->begin = calloc(begin_count, sizeof *model->begin);
	model->join = calloc(join_count, sizeof *model->join);
	if (model->begin == NULL || model->join == NULL) {
		model_free(model);
		return err_nomem(err);
	}
	table_open(&reader, name, table, len);
	while (table_next(&reader, &row, err)) {
		if (read_row(model, &row, begin_names, join_names))
			continue;
		model_free(model);
		return err_set(err, ERR_BUG, _("%s:%u: not a kind, a feature and its weights"),
			name, row.line);
	}
	*out = model;
	return ERR_OK;
}

void
model_free(struct model *model)
{
	if (model == NULL)
		return;
	free(model->begin);
	free(model->join);
	free(model);
}

weights *
model_begin(struct model *model)
{
	return model->begin;
}

weights *
model_join(struct model *model)
{
	return model->join;
}

int16_t (*model_after(struct model *model))[ST_COUNT + 1]
{
	return model->after;
}

/* ---- the search ------------------------------------------------------------------------- */

/* How a state was reached: from which state, and whether the line joined. */
struct origin {
	uint8_t from[ST_COUNT]; /* the state before; JOINED: the same one */
};

#define JOINED 0xFF

/* While the best state before is looked for, a score carries its state in its lowest bits: one
 * maximum finds both, and of equal scores the lowest state's.  Scores stay far below 2^27. */
#define STATE_BITS 4
#define STATE_MASK ((1 << STATE_BITS) - 1)

_Static_assert(ST_COUNT == 1 << STATE_BITS, "a state has STATE_BITS bits");

/* Four states at once, whatever the machine calls it. */
typedef int four __attribute__((vector_size(4 * sizeof(int))));

static inline four
higher(four a, four b)
{
	four first = a > b;

	return (a & first) | (b & ~first);
}

struct search {
	const struct model *model;
	struct buf origins;                 /* of every line */
	four after[ST_COUNT][ST_COUNT / 4]; /* the model's weights, shifted by STATE_BITS */
	int widest;                         /* the highest of these weights */
	int score[ST_COUNT];                /* behind the first line the best one is 0 */
	int lowest;                         /* of the scores */
	size_t lines;
};

struct search *
search_new(const struct model *model)
{
	struct search *search = calloc(1, sizeof *search);

	if (search != NULL)
		search->model = model;
	return search;
}

void
search_free(struct search *search)
{
	if (search == NULL)
		return;
	buf_free(&search->origins);
	free(search);
}

/* Three weights fit into the type that one has: a third of the additions is made in wider numbers.
 */
_Static_assert(3 * -NEVER <= INT16_MAX, "three weights fit into 16 bits");

static void
sum(const weights *table, const struct features *features, int out[ST_COUNT])
{
	static const weights none;
	const uint16_t *id = features->id;
	unsigned count = features->count;

	for (unsigned s = 0; s < ST_COUNT; s++)
		out[s] = 0;
	for (unsigned i = 0; i < count; i += 3) {
		const int16_t *a = table[id[i]], *b = i + 1 < count ? table[id[i + 1]] : none;
		const int16_t *c = i + 2 < count ? table[id[i + 2]] : none;

		for (unsigned s = 0; s < ST_COUNT; s++)
			out[s] += (int16_t)(a[s] + b[s] + c[s]);
	}
}

void
model_scores(const struct model *model, const struct observation *line, int begin[ST_COUNT],
	int join[ST_COUNT])
{
	sum(model->begin, &line->begin, begin);
	sum(model->join, &line->join, join);
	for (unsigned s = 0; line->inner && s < ST_COUNT; s++)
		begin[s] = 3 * NEVER;
}

int
model_pair(const struct model *model, unsigned from, unsigned to)
{
	return model->after[from][to];
}

static bool
push_first(struct search *search, const int begin[ST_COUNT])
{
	struct origin origin = {{0}};

	search->widest = INT_MIN;
	for (unsigned from = 0; from < ST_COUNT; from++) {
		for (unsigned s = 0; s < ST_COUNT; s++) {
			int weight = search->model->after[from][s];

			search->after[from][s / 4][s % 4] = weight * (1 << STATE_BITS);
			search->widest = weight > search->widest ? weight : search->widest;
		}
	}
	for (unsigned s = 0; s < ST_COUNT; s++)
		search->score[s] = begin[s] + search->model->after[ST_EDGE][s];
	/* These are not relative yet: nothing follows from the lowest one. */
	search->lowest = INT_MIN;
	search->lines = 1;
	buf_add(&search->origins, &origin, sizeof origin);
	return buf_ok(&search->origins);
}

/* A line that goes on whatever the states' scores are: they stay as they are. */
static bool
push_inner(struct search *search)
{
	struct origin origin;

	memset(origin.from, JOINED, sizeof origin.from);
	search->lines++;
	buf_add(&search->origins, &origin, sizeof origin);
	return buf_ok(&search->origins);
}

bool
search_push(struct search *search, const struct observation *line)
{
	int begin[ST_COUNT], join[ST_COUNT];

	if (line->inner && line->join.count == 0 && search->lines != 0 &&
		search->lowest > search->widest + 3 * NEVER)
		return push_inner(search);
	model_scores(search->model, line, begin, join);
	return search_push_scores(search, begin, join);
}

/* The best state before each state, without the line's own scores: scores with states. */
static void
find_best(const struct search *search, int best[ST_COUNT])
{
	four a = {0}, b = {0}, c = {0}, d = {0};

	a = b = c = d = a + INT_MIN;
	for (unsigned from = 0; from < ST_COUNT; from++) {
		const four *after = search->after[from];
		int score = search->score[from] * (1 << STATE_BITS) + (int)(STATE_MASK - from);

		a = higher(a, score + after[0]);
		b = higher(b, score + after[1]);
		c = higher(c, score + after[2]);
		d = higher(d, score + after[3]);
	}
	memcpy(best, (const four[]){a, b, c, d}, ST_COUNT * sizeof *best);
}

/* A line's scores are added.  Scores are relative: taking off the best keeps them small on pages of
 * any length. */
static void
settle(struct search *search, const int best[ST_COUNT])
{
	int highest = best[0], lowest = best[0];

	for (unsigned s = 1; s < ST_COUNT; s++) {
		highest = best[s] > highest ? best[s] : highest;
		lowest = best[s] < lowest ? best[s] : lowest;
	}
	for (unsigned s = 0; s < ST_COUNT; s++)
		search->score[s] = best[s] - highest;
	search->lowest = lowest - highest;
	search->lines++;
}

bool
search_push_scores(struct search *search, const int begin[ST_COUNT], const int join[ST_COUNT])
{
	int before[ST_COUNT], best[ST_COUNT];
	struct origin origin;

	if (search->lines == 0)
		return push_first(search, begin);
	find_best(search, before);
	for (unsigned s = 0; s < ST_COUNT; s++) {
		int state = before[s] & STATE_MASK, joined = search->score[s] + join[s];
		int begun = (before[s] >> STATE_BITS) + begin[s];

		best[s] = joined > begun ? joined : begun;
		origin.from[s] = (uint8_t)(joined > begun ? JOINED : STATE_MASK - state);
	}
	settle(search, best);
	buf_add(&search->origins, &origin, sizeof origin);
	return buf_ok(&search->origins);
}

void
search_finish(struct search *search, struct decision *decisions)
{
	const struct origin *origins =
		(const struct origin *)(const void *)buf_str(&search->origins);
	unsigned state = 0;

	for (unsigned s = 1; s < ST_COUNT; s++)
		if (search->score[s] + search->model->after[s][ST_EDGE] >
			search->score[state] + search->model->after[state][ST_EDGE])
			state = s;
	for (size_t i = search->lines; i-- > 0;) {
		uint8_t from = origins[i].from[state];

		decisions[i] = (struct decision){(uint8_t)state, from == JOINED, false};
		if (from != JOINED)
			state = from;
	}
	buf_clear(&search->origins);
	search->lines = 0;
}
