/*
 * page_tune - fits data/page-weights.tsv to gold pages.
 *
 * usage: page_tune [--epochs N] [--hold-out SUBSTRING] [--heavy SUBSTRING] [--rate R] [--prior P]
 *	[--margin M] [--dropout D] [--show] WEIGHTS GOLD.json... -- PAGES-FOLDER...
 *
 * Starts from the weights of WEIGHTS and prints the fitted table: a conditional
 * random field (Lafferty, McCallum, Pereira 2001) climbed by single pages, with a margin by which
 *the right labels should win, features left out at random, and a pull back towards the weights that
 * it started from.
 * Pages whose name holds a SUBSTRING are not learned from.  For every page it says on standard
 * error how many lines got another label than the gold's, learned from or held out.
 * --show prints these lines and fits nothing.
 */
#include "../lib/align.h"
#include "../lib/golden.h"
#include "base/buf.h"
#include "base/table.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SOURCES_MAX 1024
#define SCALE 20.0 /* a weight of the table is a natural logarithm times this */

struct sample {
	const char *name;
	struct text text;
	struct reading reading;
	struct decision *gold;
	bool held_out;
	double weight; /* how much it counts while fitting */
};

struct tuner {
	struct arena *arena;
	struct parser *parser;
	struct sample samples[SOURCES_MAX];
	size_t count;
	const char *folders[16];
	size_t folder_count;
	const char *held_out[32];
	size_t held_out_count;
	/* the weights while they are fitted, and as they began */
	double *begin, *join, after[ST_COUNT + 1][ST_COUNT + 1];
	double *first_begin, *first_join, first_after[ST_COUNT + 1][ST_COUNT + 1];
	double old_after[ST_COUNT + 1][ST_COUNT + 1];
	double rate, prior, margin, dropout;
	const char *heavy; /* pages whose name holds it count four times */
	uint64_t seed;
	bool show;
};

static void
fail(const char *name, const char *why)
{
	fprintf(stderr, "page_tune: %s: %s\n", name, why);
	exit(1);
}

/* ---- samples ---------------------------------------------------------------------------- */

static char *
find_page(struct tuner *t, const char *source, size_t *size)
{
	char path[1024], *bytes = NULL;

	for (size_t i = 0; i < t->folder_count && bytes == NULL; i++) {
		snprintf(path, sizeof path, "%s/%s", t->folders[i], source);
		bytes = golden_read_file(path, t->arena, size);
	}
	return bytes;
}

static void
add_sample(struct tuner *t, const char *path)
{
	struct sample *s = &t->samples[t->count];
	const struct golden_page *gold;
	const char *why;
	struct err err;
	char *bytes;
	size_t size;
	bool more;

	if (t->count == SOURCES_MAX)
		fail(path, "too many pages");
	gold = golden_load(path, t->arena, &why);
	if (gold == NULL)
		fail(path, why);
	bytes = find_page(t, gold->source, &size);
	if (bytes == NULL)
		fail(gold->source, "no such page");
	if (text_open(bytes, size, t->arena, &s->text, &err) != ERR_OK ||
		!reading_begin(&s->reading, t->parser, &s->text) ||
		reading_next(&s->reading, false, &more, &err) != ERR_OK)
		fail(gold->source, "cannot be read");
	if (!more)
		return;
	s->name = gold->source;
	s->weight = t->heavy != NULL && strstr(s->name, t->heavy) != NULL ? 4 : 1;
	s->gold = arena_calloc(t->arena, s->reading.sheet.count, sizeof *s->gold);
	if (align(gold, &s->reading, t->arena, s->gold) != 0)
		fprintf(stderr, "page_tune: %s: some lines are not in the gold\n", s->name);
	for (size_t i = 0; i < t->held_out_count; i++)
		s->held_out |= strstr(s->name, t->held_out[i]) != NULL;
	t->count++;
}

/* ---- fitting ---------------------------------------------------------------------------- */

/* Scores of a line as the fit has them, in natural logarithms. */
struct scores {
	double begin[ST_COUNT], join[ST_COUNT];
};

static bool
is_never(double weight)
{
	return weight < -5000 / SCALE;
}

static void
add_weights(const double *table, const struct features *f, double *out)
{
	for (unsigned k = 0; k < f->count; k++)
		for (unsigned s = 0; s < ST_COUNT; s++)
			out[s] += table[(size_t)f->id[k] * ST_COUNT + s];
}

/* A number in [0, 1); the same sequence each time, so that the same gold gives the same table. */
static double
chance(struct tuner *t)
{
	t->seed ^= t->seed << 13;
	t->seed ^= t->seed >> 7;
	t->seed ^= t->seed << 17;
	return (double)(t->seed >> 11) / 9007199254740992.0;
}

/* Leaves out some features at random, so that no weight relies on another. */
static void
drop(struct tuner *t, struct features *f)
{
	unsigned kept = 0;

	for (unsigned k = 0; k < f->count; k++)
		if (chance(t) >= t->dropout)
			f->id[kept++] = f->id[k];
	f->count = kept;
}

static double
log_add(double a, double b)
{
	double high = a > b ? a : b, low = a > b ? b : a;

	return low < high - 40 ? high : high + log1p(exp(low - high));
}

struct lattice {
	struct observation *o;
	struct scores *s;
	double (*alpha)[ST_COUNT], (*beta)[ST_COUNT]; /* forward and backward sums */
};

static void
score_lines(struct tuner *t, const struct sample *sample, struct lattice *l)
{
	for (size_t i = 0; i < sample->reading.sheet.count; i++) {
		struct scores *s = &l->s[i];

		observe(&t->parser->observer, &sample->reading.sheet,
			reading_views(&sample->reading), i, &l->o[i]);
		drop(t, &l->o[i].begin);
		drop(t, &l->o[i].join);
		memset(s, 0, sizeof *s);
		add_weights(t->begin, &l->o[i].begin, s->begin);
		add_weights(t->join, &l->o[i].join, s->join);
		for (unsigned k = 0; k < ST_COUNT; k++) {
			/* What is wrong has to be beaten by a margin. */
			if (!l->o[i].inner && (sample->gold[i].joins || sample->gold[i].state != k))
				s->begin[k] += t->margin;
			if (!l->o[i].inner &&
				(!sample->gold[i].joins || sample->gold[i].state != k))
				s->join[k] += t->margin;
			if (l->o[i].inner)
				s->begin[k] = -1e6;
		}
	}
}

static double
sum_forward(struct tuner *t, const struct lattice *l, size_t n)
{
	double total = -1e9;

	for (unsigned s = 0; s < ST_COUNT; s++)
		l->alpha[0][s] = l->s[0].begin[s] + t->after[ST_EDGE][s];
	for (size_t i = 1; i < n; i++) {
		for (unsigned s = 0; s < ST_COUNT; s++) {
			double sum = -1e9;

			for (unsigned f = 0; f < ST_COUNT; f++)
				sum = log_add(sum, l->alpha[i - 1][f] + t->after[f][s]);
			l->alpha[i][s] = log_add(
				sum + l->s[i].begin[s], l->alpha[i - 1][s] + l->s[i].join[s]);
		}
	}
	for (unsigned s = 0; s < ST_COUNT; s++)
		total = log_add(total, l->alpha[n - 1][s] + t->after[s][ST_EDGE]);
	return total;
}

static void
sum_backward(struct tuner *t, const struct lattice *l, size_t n)
{
	for (unsigned s = 0; s < ST_COUNT; s++)
		l->beta[n - 1][s] = t->after[s][ST_EDGE];
	for (size_t i = n - 1; i-- > 0;) {
		for (unsigned f = 0; f < ST_COUNT; f++) {
			double sum = l->s[i + 1].join[f] + l->beta[i + 1][f];

			for (unsigned s = 0; s < ST_COUNT; s++)
				sum = log_add(sum,
					t->after[f][s] + l->s[i + 1].begin[s] + l->beta[i + 1][s]);
			l->beta[i][f] = sum;
		}
	}
}

static void
move_features(double *table, const struct features *f, unsigned state, double by)
{
	for (unsigned k = 0; k < f->count; k++)
		table[(size_t)f->id[k] * ST_COUNT + state] += by;
}

static void
move_after(struct tuner *t, unsigned from, unsigned to, double by)
{
	if (!is_never(t->after[from][to]))
		t->after[from][to] += by;
}

/* Moves the weights by what the gold has, less what the model expects. */
static void
climb_line(struct tuner *t, const struct sample *sample, const struct lattice *l, size_t i,
	size_t n, double total, double rate)
{
	const struct decision *gold = sample->gold;
	unsigned before = i != 0 ? gold[i - 1].state : ST_EDGE;

	if (gold[i].joins)
		move_features(t->join, &l->o[i].join, gold[i].state, rate);
	else {
		move_features(t->begin, &l->o[i].begin, gold[i].state, rate);
		move_after(t, before, gold[i].state, rate);
	}
	if (i + 1 == n)
		move_after(t, gold[i].state, ST_EDGE, rate);
	for (unsigned s = 0; s < ST_COUNT; s++) {
		double begins = 0;

		for (unsigned f = 0; f <= ST_COUNT; f++) {
			double p;

			if ((i == 0) != (f == ST_EDGE))
				continue;
			p = exp((i == 0 ? 0 : l->alpha[i - 1][f]) + t->old_after[f][s] +
				l->s[i].begin[s] + l->beta[i][s] - total);
			begins += p;
			if (p > 1e-4)
				move_after(t, f, s, -rate * p);
		}
		if (begins > 1e-4)
			move_features(t->begin, &l->o[i].begin, s, -rate * begins);
		if (i != 0 && !l->o[i].inner) {
			double joins =
				exp(l->alpha[i - 1][s] + l->s[i].join[s] + l->beta[i][s] - total);

			if (joins > 1e-4)
				move_features(t->join, &l->o[i].join, s, -rate * joins);
		}
		if (i + 1 == n)
			move_after(t, s, ST_EDGE,
				-rate * exp(l->alpha[i][s] + t->old_after[s][ST_EDGE] - total));
	}
}

static double
learn(struct tuner *t, const struct sample *sample, struct lattice *l, double rate)
{
	size_t n = sample->reading.sheet.count;
	double total, right = 0;

	score_lines(t, sample, l);
	total = sum_forward(t, l, n);
	sum_backward(t, l, n);
	memcpy(t->old_after, t->after, sizeof t->after);
	for (size_t i = 0; i < n; i++) {
		unsigned before = i != 0 ? sample->gold[i - 1].state : ST_EDGE,
			 s = sample->gold[i].state;

		right += sample->gold[i].joins ? l->s[i].join[s]
					       : l->s[i].begin[s] + t->old_after[before][s];
		climb_line(t, sample, l, i, n, total, rate * sample->weight);
	}
	return total - right - t->old_after[sample->gold[n - 1].state][ST_EDGE];
}

/* Draws every weight back towards where it began. */
static void
shrink(struct tuner *t, double by)
{
	size_t n = t->parser->observer.name_count * ST_COUNT;

	for (size_t i = 0; i < n; i++)
		t->begin[i] += by * (t->first_begin[i] - t->begin[i]);
	for (size_t i = 0; i < (size_t)F_JOINS * ST_COUNT; i++)
		t->join[i] += by * (t->first_join[i] - t->join[i]);
	for (unsigned a = 0; a <= ST_COUNT; a++)
		for (unsigned b = 0; b <= ST_COUNT; b++)
			if (!is_never(t->after[a][b]))
				t->after[a][b] += by * (t->first_after[a][b] - t->after[a][b]);
}

static int16_t
rounded(double weight)
{
	return (int16_t)lround(weight * SCALE);
}

static void
keep_weights(struct tuner *t)
{
	struct model *model = t->parser->model;
	size_t n = t->parser->observer.name_count * ST_COUNT;

	for (size_t i = 0; i < n; i++)
		model_begin(model)[i / ST_COUNT][i % ST_COUNT] = rounded(t->begin[i]);
	for (size_t i = 0; i < (size_t)F_JOINS * ST_COUNT; i++)
		model_join(model)[i / ST_COUNT][i % ST_COUNT] = rounded(t->join[i]);
	for (unsigned a = 0; a <= ST_COUNT; a++)
		for (unsigned b = 0; b <= ST_COUNT; b++)
			model_after(model)[a][b] = rounded(t->after[a][b]);
}

static double *
copy_weights(const struct tuner *t, const weights *table, size_t rows)
{
	double *out = arena_calloc(t->arena, rows * ST_COUNT, sizeof *out);

	for (size_t row = 0; row < rows; row++)
		for (unsigned s = 0; s < ST_COUNT; s++)
			out[row * ST_COUNT + s] = table[row][s] / SCALE;
	return out;
}

static void
begin_fit(struct tuner *t, struct lattice *l, size_t most)
{
	struct model *model = t->parser->model;
	size_t n = t->parser->observer.name_count;

	t->seed = 88172645463325252U;
	t->begin = copy_weights(t, model_begin(model), n);
	t->first_begin = copy_weights(t, model_begin(model), n);
	t->join = copy_weights(t, model_join(model), F_JOINS);
	t->first_join = copy_weights(t, model_join(model), F_JOINS);
	for (unsigned a = 0; a <= ST_COUNT; a++)
		for (unsigned b = 0; b <= ST_COUNT; b++)
			t->first_after[a][b] = t->after[a][b] = model_after(model)[a][b] / SCALE;
	l->o = arena_calloc(t->arena, most, sizeof *l->o);
	l->s = arena_calloc(t->arena, most, sizeof *l->s);
	l->alpha = arena_calloc(t->arena, most, sizeof *l->alpha);
	l->beta = arena_calloc(t->arena, most, sizeof *l->beta);
}

static void
fit(struct tuner *t, int epochs, size_t most)
{
	size_t order[SOURCES_MAX] = {0};
	struct lattice l;

	begin_fit(t, &l, most);
	for (size_t k = 0; k < t->count; k++)
		order[k] = k;
	for (int epoch = 0; epoch < epochs; epoch++) {
		double loss = 0, rate = t->rate / (1 + epoch * 5.0 / epochs);

		for (size_t k = t->count; k > 1; k--) {
			size_t j = (size_t)(chance(t) * (double)k), swap = order[k - 1];

			order[k - 1] = order[j];
			order[j] = swap;
		}
		for (size_t k = 0; k < t->count; k++) {
			if (t->samples[order[k]].held_out)
				continue;
			loss += learn(t, &t->samples[order[k]], &l, rate);
			shrink(t, rate * t->prior);
		}
		fprintf(stderr, "epoch %d: loss %.1f\n", epoch + 1, loss);
	}
	keep_weights(t);
}

/* ---- reporting -------------------------------------------------------------------------- */

/* The labels as the weights have them now. */
static void
decide(struct tuner *t, const struct sample *s, struct decision *out)
{
	struct search *search = search_new(t->parser->model);
	struct observation o;

	for (size_t i = 0; i < s->reading.sheet.count; i++) {
		observe(&t->parser->observer, &s->reading.sheet, reading_views(&s->reading), i, &o);
		search_push(search, &o);
	}
	search_finish(search, out);
	search_free(search);
}

static void
show_line(const struct sample *s, size_t i, const struct decision *guess)
{
	const struct line *l = &s->reading.sheet.line[i];
	int len = (int)(l->to - l->from < 90 ? l->to - l->from : 90);

	while (len > 0 && l->from + (uint32_t)len < l->to &&
		((unsigned char)s->text.data[l->from + (uint32_t)len] & 0xC0) == 0x80)
		len--;
	printf("%s:%zu: %s%s, should be %s%s: %.*s\n", s->name, i + 1, guess[i].joins ? "+" : "",
		state_name(guess[i].state), s->gold[i].joins ? "+" : "",
		state_name(s->gold[i].state), len, s->text.data + l->from);
}

static void
report(struct tuner *t, struct decision *guess)
{
	size_t lines[2] = {0}, wrong[2] = {0};

	for (size_t k = 0; k < t->count; k++) {
		const struct sample *s = &t->samples[k];
		size_t bad = 0;

		decide(t, s, guess);
		for (size_t i = 0; i < s->reading.sheet.count; i++) {
			if (guess[i].state == s->gold[i].state &&
				guess[i].joins == s->gold[i].joins)
				continue;
			bad++;
			if (t->show)
				show_line(s, i, guess);
		}
		if (bad != 0)
			fprintf(stderr, "%-40s %4zu of %4zu lines%s\n", s->name, bad,
				s->reading.sheet.count, s->held_out ? ", held out" : "");
		lines[s->held_out] += s->reading.sheet.count;
		wrong[s->held_out] += bad;
	}
	fprintf(stderr, "learned from: %zu of %zu lines wrong; held out: %zu of %zu\n", wrong[0],
		lines[0], wrong[1], lines[1]);
}

static void
print_row(const char *kind, const char *name, const int16_t *row, unsigned count)
{
	bool any = false;

	for (unsigned s = 0; s < count; s++) {
		if (row[s] == 0)
			continue;
		if (!any)
			printf("%s\t%s\t", kind, name);
		if (row[s] < -5000)
			printf("%s%s=never", any ? " " : "", state_name(s));
		else
			printf("%s%s=%d", any ? " " : "", state_name(s), row[s]);
		any = true;
	}
	if (any)
		printf("\n");
}

/* The table's own comments, then the weights. */
static void
print_table(struct tuner *t, const char *old, size_t len)
{
	struct model *model = t->parser->model;
	const char *p = old, *end = old + len;

	while (p < end && *p == '#') {
		const char *eol = memchr(p, '\n', (size_t)(end - p));

		eol = eol != NULL ? eol + 1 : end;
		fwrite(p, 1, (size_t)(eol - p), stdout);
		p = eol;
	}
	for (unsigned s = 0; s <= ST_COUNT; s++)
		print_row("after", state_name(s), model_after(model)[s], ST_COUNT + 1);
	for (unsigned i = 0; i < F_JOINS; i++)
		print_row("join", join_feature_names[i], model_join(model)[i], ST_COUNT);
	for (size_t i = 0; i < t->parser->observer.name_count; i++)
		print_row("begin", t->parser->observer.names[i], model_begin(model)[i], ST_COUNT);
}

int
main(int argc, char **argv)
{
	static struct tuner t;
	int epochs = 20, i = 1, first;
	struct decision *guess;
	const char *table;
	struct err err;
	size_t len, most = 1;

	t.arena = arena_new(0);
	t.rate = 0.1;
	t.prior = 0.03;
	t.margin = 0.5;
	t.dropout = 0.1;
	for (; i < argc && strncmp(argv[i], "--", 2) == 0; i++) {
		if (strcmp(argv[i], "--show") == 0)
			t.show = true;
		else if (strcmp(argv[i], "--epochs") == 0 && i + 1 < argc)
			epochs = atoi(argv[++i]);
		else if (strcmp(argv[i], "--heavy") == 0 && i + 1 < argc)
			t.heavy = argv[++i];
		else if (strcmp(argv[i], "--rate") == 0 && i + 1 < argc)
			t.rate = atof(argv[++i]);
		else if (strcmp(argv[i], "--prior") == 0 && i + 1 < argc)
			t.prior = atof(argv[++i]);
		else if (strcmp(argv[i], "--margin") == 0 && i + 1 < argc)
			t.margin = atof(argv[++i]);
		else if (strcmp(argv[i], "--dropout") == 0 && i + 1 < argc)
			t.dropout = atof(argv[++i]);
		else if (strcmp(argv[i], "--hold-out") == 0 && i + 1 < argc &&
			 t.held_out_count < 32)
			t.held_out[t.held_out_count++] = argv[++i];
	}
	if (i + 2 > argc)
		fail("usage", "page_tune [--epochs N] [--hold-out S] [--show] WEIGHTS GOLD... -- "
			      "FOLDER...");
	table = golden_read_file(argv[i], t.arena, &len);
	if (table == NULL)
		fail(argv[i], "cannot be read");
	if (parser_new_with(argv[i], table, len, &t.parser, &err) != ERR_OK)
		fail(argv[i], err.text);
	first = ++i;
	while (i < argc && strcmp(argv[i], "--") != 0)
		i++;
	for (int k = i + 1; k < argc && t.folder_count < 16; k++)
		t.folders[t.folder_count++] = argv[k];
	for (int k = first; k < i; k++)
		add_sample(&t, argv[k]);
	for (size_t k = 0; k < t.count; k++)
		if (t.samples[k].reading.sheet.count > most)
			most = t.samples[k].reading.sheet.count;
	guess = calloc(most, sizeof *guess);
	if (guess == NULL)
		fail("page_tune", "not enough memory");
	if (!t.show)
		fit(&t, epochs, most);
	report(&t, guess);
	if (!t.show)
		print_table(&t, table, len);
	for (size_t k = 0; k < t.count; k++)
		reading_end(&t.samples[k].reading);
	parser_free(t.parser);
	arena_free(t.arena);
	free(guess);
	return 0;
}
