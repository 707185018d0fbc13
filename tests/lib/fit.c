#include "fit.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A score that excludes. */
#define NEVER (-1e6)

struct scores {
	double begin[ST_COUNT], join[ST_COUNT];
};

struct fitter {
	const struct fit_options *options;
	struct parser *parser;
	struct arena *arena;
	/* the weights, in natural logarithms, and as they began */
	double *begin, *join, after[ST_COUNT + 1][ST_COUNT + 1];
	double *first_begin, *first_join, first_after[ST_COUNT + 1][ST_COUNT + 1];
	/* the sums of the weights after each epoch of the second half: their mean is what is kept
	 */
	double *sum_begin, *sum_join, sum_after[ST_COUNT + 1][ST_COUNT + 1];
	int summed;
	uint64_t seed;
	/* one page: its features, their scores, the sums over all label sequences from its
	 * beginning and from its end */
	struct observation *line;
	struct scores *score, *score_right, *score_all;
	/* as shares of 1 a line, so that they neither overflow nor vanish on a long page */
	double (*alpha)[ST_COUNT], (*beta)[ST_COUNT];
	double factor[ST_COUNT + 1][ST_COUNT + 1]; /* of pairs: exp(after) as it was */
};

static bool
is_never(double weight)
{
	return weight < -5000 / FIT_SCALE;
}

/* A number in [0, 1); the same sequence each time. */
static double
chance(struct fitter *f)
{
	f->seed ^= f->seed << 13;
	f->seed ^= f->seed >> 7;
	f->seed ^= f->seed << 17;
	return (double)(f->seed >> 11) / 9007199254740992.0;
}

/* Leaves out some features at random, so that no weight relies on another. */
static void
drop(struct fitter *f, const struct features *from, struct features *to)
{
	to->count = 0;
	for (unsigned k = 0; k < from->count; k++)
		if (chance(f) >= f->options->dropout)
			to->id[to->count++] = from->id[k];
}

static void
add_weights(const double *table, const struct features *features, double *out)
{
	for (unsigned k = 0; k < features->count; k++)
		for (unsigned s = 0; s < ST_COUNT; s++)
			out[s] += table[(size_t)features->id[k] * ST_COUNT + s];
}

/* The scores of all lines.  `right`: only what the targets allow; otherwise everything, and what
 * is wrong ahead by the margin, so that it has to be beaten by it. */
static void
score_lines(
	const struct fitter *f, const struct fit_sample *sample, bool right, struct scores *score)
{
	for (size_t i = 0; i < sample->reading->sheet.count; i++) {
		const struct observation *line = &f->line[i];
		const struct target *target = &sample->targets[i];
		struct scores *s = &score[i];

		memset(s, 0, sizeof *s);
		add_weights(f->begin, &line->begin, s->begin);
		add_weights(f->join, &line->join, s->join);
		for (unsigned k = 0; k < ST_COUNT; k++) {
			bool allowed = (target->states >> k & 1) != 0;

			if (!allowed || target->first.joins)
				s->begin[k] += right ? NEVER : line->inner ? 0 : f->options->margin;
			if (!allowed || !target->first.joins)
				s->join[k] += right ? NEVER : line->inner ? 0 : f->options->margin;
			if (line->inner)
				s->begin[k] += NEVER;
		}
	}
}

/* From sums of weights to factors, the best of each line as 1; returns the logarithm of what was
 * taken out. */
static double
raise_scores(struct fitter *f, size_t n)
{
	double out = 0;

	for (size_t i = 0; i < n; i++) {
		struct scores *s = &f->score[i];
		double best = 2 * NEVER;

		for (unsigned k = 0; k < ST_COUNT; k++) {
			best = s->begin[k] > best ? s->begin[k] : best;
			best = s->join[k] > best ? s->join[k] : best;
		}
		for (unsigned k = 0; k < ST_COUNT; k++) {
			s->begin[k] = exp(s->begin[k] - best);
			s->join[k] = exp(s->join[k] - best);
		}
		out += best;
	}
	return out;
}

/* What the transition from one label to another is worth before line i. */
static double
pair(const struct fitter *f, const struct target *target, bool right, unsigned from, unsigned to)
{
	return right && target->differs && from == to ? 0 : f->factor[from][to];
}

/* Makes the row's sum 1; returns what it was. */
static double
level(double row[ST_COUNT])
{
	double sum = 0;

	for (unsigned s = 0; s < ST_COUNT; s++)
		sum += row[s];
	for (unsigned s = 0; s < ST_COUNT && sum > 0; s++)
		row[s] /= sum;
	return sum;
}

/* The logarithm of the sum over all label sequences; not finite where there is none. */
static double
sum_forward(struct fitter *f, const struct fit_sample *sample, bool right)
{
	size_t n = sample->reading->sheet.count;
	double total, end = 0;

	for (unsigned s = 0; s < ST_COUNT; s++)
		f->alpha[0][s] = f->score[0].begin[s] * f->factor[ST_EDGE][s];
	total = log(level(f->alpha[0]));
	for (size_t i = 1; i < n; i++) {
		for (unsigned s = 0; s < ST_COUNT; s++) {
			double sum = 0;

			for (unsigned b = 0; b < ST_COUNT; b++)
				sum += f->alpha[i - 1][b] *
				       pair(f, &sample->targets[i], right, b, s);
			f->alpha[i][s] = sum * f->score[i].begin[s] +
					 f->alpha[i - 1][s] * f->score[i].join[s];
		}
		total += log(level(f->alpha[i]));
	}
	for (unsigned s = 0; s < ST_COUNT; s++)
		end += f->alpha[n - 1][s] * f->factor[s][ST_EDGE];
	return total + log(end);
}

static void
sum_backward(struct fitter *f, const struct fit_sample *sample, bool right)
{
	size_t n = sample->reading->sheet.count;

	for (unsigned s = 0; s < ST_COUNT; s++)
		f->beta[n - 1][s] = f->factor[s][ST_EDGE];
	level(f->beta[n - 1]);
	for (size_t i = n - 1; i-- > 0;) {
		const struct scores *score = &f->score[i + 1];

		for (unsigned b = 0; b < ST_COUNT; b++) {
			double sum = score->join[b] * f->beta[i + 1][b];

			for (unsigned s = 0; s < ST_COUNT; s++)
				sum += pair(f, &sample->targets[i + 1], right, b, s) *
				       score->begin[s] * f->beta[i + 1][s];
			f->beta[i][b] = sum;
		}
		level(f->beta[i]);
	}
}

static void
move_features(double *table, const struct features *features, unsigned state, double by)
{
	for (unsigned k = 0; k < features->count; k++) {
		double *weight = &table[(size_t)features->id[k] * ST_COUNT + state];

		if (!is_never(*weight))
			*weight += by;
	}
}

static void
move_after(struct fitter *f, unsigned from, unsigned to, double by)
{
	if (!is_never(f->after[from][to]))
		f->after[from][to] += by;
}

/* All that line i could be, with shares that add up to one: by begin[from][to] it begins a block
 * behind another, by join[s] it goes on with one. */
struct shares {
	double begin[ST_COUNT + 1][ST_COUNT], join[ST_COUNT];
};

static void
share_line(const struct fitter *f, const struct fit_sample *sample, bool right, size_t i,
	struct shares *out)
{
	const struct scores *score = &f->score[i];
	double sum = 0;

	memset(out, 0, sizeof *out);
	for (unsigned s = 0; s < ST_COUNT; s++) {
		double behind = score->begin[s] * f->beta[i][s];

		if (i == 0) {
			out->begin[ST_EDGE][s] = f->factor[ST_EDGE][s] * behind;
			sum += out->begin[ST_EDGE][s];
			continue;
		}
		for (unsigned b = 0; b < ST_COUNT && behind > 0; b++) {
			out->begin[b][s] = f->alpha[i - 1][b] *
					   pair(f, &sample->targets[i], right, b, s) * behind;
			sum += out->begin[b][s];
		}
		out->join[s] = f->alpha[i - 1][s] * score->join[s] * f->beta[i][s];
		sum += out->join[s];
	}
	for (unsigned s = 0; s < ST_COUNT && sum > 0; s++) {
		for (unsigned b = 0; b <= ST_COUNT; b++)
			out->begin[b][s] /= sum;
		out->join[s] /= sum;
	}
}

/* Moves the weights that line i has a part in by their expectation times `rate`. */
static void
climb_line(struct fitter *f, const struct fit_sample *sample, bool right, size_t i, double rate)
{
	const struct observation *line = &f->line[i];
	bool last = i + 1 == sample->reading->sheet.count;
	struct shares p;

	share_line(f, sample, right, i, &p);
	for (unsigned s = 0; s < ST_COUNT; s++) {
		double begins = 0;

		for (unsigned b = 0; b <= ST_COUNT; b++) {
			begins += p.begin[b][s];
			if (p.begin[b][s] > 1e-4)
				move_after(f, b, s, rate * p.begin[b][s]);
		}
		if (begins > 1e-4)
			move_features(f->begin, &line->begin, s, rate * begins);
		if (i != 0 && !line->inner && p.join[s] > 1e-4)
			move_features(f->join, &line->join, s, rate * p.join[s]);
		if (last)
			move_after(f, s, ST_EDGE, rate * (begins + p.join[s]));
	}
}

/* Returns the logarithm of the sum over the label sequences; where there is none, it is not
 * finite and nothing has moved. */
static double
climb(struct fitter *f, const struct fit_sample *sample, bool right, double rate)
{
	size_t n = sample->reading->sheet.count;
	double total;

	f->score = right ? f->score_right : f->score_all;
	total = raise_scores(f, n);
	total += sum_forward(f, sample, right);
	if (!isfinite(total))
		return total;
	sum_backward(f, sample, right);
	for (size_t i = 0; i < n; i++)
		climb_line(f, sample, right, i, rate);
	return total;
}

/* Moves the weights towards the page's right labels and away from what the model expects;
 * returns the loss that there was.  Both sides are reckoned with the weights as they were. */
static double
learn(struct fitter *f, const struct fit_sample *sample, double rate)
{
	double right, all;

	for (size_t i = 0; i < sample->reading->sheet.count; i++) {
		drop(f, &sample->lines[i].begin, &f->line[i].begin);
		drop(f, &sample->lines[i].join, &f->line[i].join);
		f->line[i].inner = sample->lines[i].inner;
	}
	for (unsigned a = 0; a <= ST_COUNT; a++)
		for (unsigned b = 0; b <= ST_COUNT; b++)
			f->factor[a][b] = exp(f->after[a][b]);
	score_lines(f, sample, false, f->score_all);
	score_lines(f, sample, true, f->score_right);
	all = climb(f, sample, false, -rate * sample->weight);
	right = climb(f, sample, true, rate * sample->weight);
	return all - right;
}

/* Draws every weight back towards where it began. */
static void
shrink(struct fitter *f, double by)
{
	size_t n = f->parser->observer.name_count * ST_COUNT;

	for (size_t i = 0; i < n; i++)
		f->begin[i] += by * (f->first_begin[i] - f->begin[i]);
	for (size_t i = 0; i < (size_t)F_JOINS * ST_COUNT; i++)
		f->join[i] += by * (f->first_join[i] - f->join[i]);
	for (unsigned a = 0; a <= ST_COUNT; a++)
		for (unsigned b = 0; b <= ST_COUNT; b++)
			if (!is_never(f->after[a][b]))
				f->after[a][b] += by * (f->first_after[a][b] - f->after[a][b]);
}

static void
add_table(double *sum, const double *table, size_t n)
{
	for (size_t i = 0; i < n; i++)
		sum[i] += table[i];
}

static void
add_to_mean(struct fitter *f)
{
	f->summed++;
	add_table(f->sum_begin, f->begin, f->parser->observer.name_count * ST_COUNT);
	add_table(f->sum_join, f->join, (size_t)F_JOINS * ST_COUNT);
	add_table(&f->sum_after[0][0], &f->after[0][0], sizeof f->after / sizeof f->after[0][0]);
}

/* ---- from the model and back ------------------------------------------------------------ */

static int16_t
rounded(const struct fitter *f, double sum)
{
	return (int16_t)lround(sum / (f->summed != 0 ? f->summed : 1) * FIT_SCALE);
}

static void
keep_weights(struct fitter *f)
{
	struct model *model = f->parser->model;
	size_t n = f->parser->observer.name_count * ST_COUNT;

	for (size_t i = 0; i < n; i++)
		model_begin(model)[i / ST_COUNT][i % ST_COUNT] = rounded(f, f->sum_begin[i]);
	for (size_t i = 0; i < (size_t)F_JOINS * ST_COUNT; i++)
		model_join(model)[i / ST_COUNT][i % ST_COUNT] = rounded(f, f->sum_join[i]);
	for (unsigned a = 0; a <= ST_COUNT; a++)
		for (unsigned b = 0; b <= ST_COUNT; b++)
			model_after(model)[a][b] = rounded(f, f->sum_after[a][b]);
}

static double *
copy_weights(const struct fitter *f, const weights *table, size_t rows)
{
	double *out = arena_calloc(f->arena, rows * ST_COUNT, sizeof *out);

	for (size_t row = 0; out != NULL && row < rows; row++)
		for (unsigned s = 0; s < ST_COUNT; s++) {
			double weight = table[row][s] / FIT_SCALE;

			out[row * ST_COUNT + s] =
				f->options->fresh && !is_never(weight) ? 0 : weight;
		}
	return out;
}

static bool
begin_fit(struct fitter *f, size_t most)
{
	struct model *model = f->parser->model;
	size_t n = f->parser->observer.name_count;

	f->begin = copy_weights(f, model_begin(model), n);
	f->first_begin = copy_weights(f, model_begin(model), n);
	f->join = copy_weights(f, model_join(model), F_JOINS);
	f->first_join = copy_weights(f, model_join(model), F_JOINS);
	for (unsigned a = 0; a <= ST_COUNT; a++) {
		for (unsigned b = 0; b <= ST_COUNT; b++) {
			double weight = model_after(model)[a][b] / FIT_SCALE;

			f->first_after[a][b] = f->after[a][b] =
				f->options->fresh && !is_never(weight) ? 0 : weight;
		}
	}
	f->sum_begin = arena_calloc(f->arena, n * ST_COUNT, sizeof *f->sum_begin);
	f->sum_join = arena_calloc(f->arena, (size_t)F_JOINS * ST_COUNT, sizeof *f->sum_join);
	f->line = arena_calloc(f->arena, most, sizeof *f->line);
	f->score_right = arena_calloc(f->arena, most, sizeof *f->score_right);
	f->score_all = arena_calloc(f->arena, most, sizeof *f->score_all);
	f->alpha = arena_calloc(f->arena, most, sizeof *f->alpha);
	f->beta = arena_calloc(f->arena, most, sizeof *f->beta);
	return f->begin != NULL && f->first_begin != NULL && f->join != NULL &&
	       f->first_join != NULL && f->sum_begin != NULL && f->sum_join != NULL &&
	       f->line != NULL && f->score_right != NULL && f->score_all != NULL &&
	       f->alpha != NULL && f->beta != NULL;
}

static void
observe_sample(const struct fitter *f, struct fit_sample *sample)
{
	const struct reading *reading = sample->reading;

	for (size_t i = 0; i < reading->sheet.count; i++)
		observe(&f->parser->observer, &reading->sheet, reading_views(reading), i,
			&sample->lines[i]);
}

static void
shuffle(struct fitter *f, size_t *order, size_t count)
{
	for (size_t k = count; k > 1; k--) {
		size_t j = (size_t)(chance(f) * (double)k), swap = order[k - 1];

		order[k - 1] = order[j];
		order[j] = swap;
	}
}

bool
fit_model(struct parser *parser, struct fit_sample *samples, size_t count,
	const struct fit_options *options)
{
	struct fitter f = {.options = options, .parser = parser, .seed = 88172645463325252U};
	size_t *order = calloc(count + 1, sizeof *order), most = 1;
	bool ok;

	f.arena = arena_new(0);
	for (size_t k = 0; k < count; k++)
		if (samples[k].reading->sheet.count > most)
			most = samples[k].reading->sheet.count;
	ok = f.arena != NULL && order != NULL && begin_fit(&f, most);
	for (size_t k = 0; ok && k < count; k++) {
		observe_sample(&f, &samples[k]);
		order[k] = k;
	}
	for (int epoch = 0; ok && epoch < options->epochs; epoch++) {
		double loss = 0, rate = options->rate / (1 + epoch * 5.0 / options->epochs);

		shuffle(&f, order, count);
		for (size_t k = 0; k < count; k++) {
			loss += learn(&f, &samples[order[k]], rate);
			shrink(&f, rate * options->prior);
		}
		if (epoch * 2 >= options->epochs)
			add_to_mean(&f);
		if (!options->quiet)
			fprintf(stderr, "epoch %d: loss %.1f\n", epoch + 1, loss);
	}
	if (ok)
		keep_weights(&f);
	arena_free(f.arena);
	free(order);
	return ok;
}
