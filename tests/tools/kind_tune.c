/*
 * kind_tune - fits data/kind-weights.tsv to gold pages.
 *
 * usage: kind_tune [--hold-out SUBSTRING]... [--show] GOLD.json... -- PAGES-FOLDER...
 *
 * Multinomial logistic regression with a quadratic prior, by full gradients: the same gold gives
 * the same table.  News and briefs count as one where gold and program differ in nothing else, as
 * readers do not tell them apart; half of what a wrong one of the two costs.
 * Pages whose name holds a SUBSTRING are not learned from.  Prints the fitted table; on standard
 * error how many articles got another kind than the gold's, learned from and held out.
 * --show prints these articles, with the weights compiled in, and fits nothing.
 */
#include "../lib/golden.h"
#include "page/parser.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SAMPLES_MAX 40000
#define FOLDERS_MAX 16
#define HOLD_OUT_MAX 16
#define EPOCHS 1500
#define RATE 4.0
#define PRIOR 0.0001
#define SCALE 20.0

/* Bytes of a text by whose beginning and end an article is known again. */
#define SAME_BYTES 30

struct sample {
	struct kind_features features;
	enum article_kind kind;
	bool held_out;
	const char *page, *label;
};

struct tuner {
	struct arena *arena;
	struct parser *parser;
	const char *folders[FOLDERS_MAX], *held_out[HOLD_OUT_MAX];
	size_t folder_count, held_out_count, count;
	struct sample *samples;
	double weights[KF_COUNT][KIND_COUNT];
};

static void
fail(const char *name, const char *why)
{
	fprintf(stderr, "kind_tune: %s: %s\n", name, why);
	exit(1);
}

/* ---- samples ---------------------------------------------------------------------------- */

/* The first and the last block of text. */
static bool
ends_of(const struct tuner *t, const struct article *a, const char **first, const char **last)
{
	*first = *last = NULL;
	for (unsigned i = 0; i < a->block_count; i++) {
		const struct rtext *text = &a->blocks[i].text;

		if (a->blocks[i].type == BLOCK_CREDIT || text->text == NULL)
			continue;
		*last = golden_norm(text->text, text->len, t->arena);
		*first = *first == NULL ? *last : *first;
	}
	return *first != NULL;
}

static bool
same_end(const char *a, const char *b)
{
	size_t na = strlen(a), nb = strlen(b), n = na < nb ? na : nb;

	n = n < SAME_BYTES ? n : SAME_BYTES;
	return memcmp(a + na - n, b + nb - n, n) == 0;
}

/* The gold of an article that was cut right. */
static const struct golden_article *
find_gold(const struct tuner *t, const struct golden_page *gold, const struct article *a)
{
	const char *first, *last;

	if (!ends_of(t, a, &first, &last))
		return NULL;
	for (unsigned i = 0; i < gold->article_count; i++) {
		const struct golden_article *g = &gold->articles[i];

		if (g->block_count != 0 && strncmp(g->blocks[0].norm, first, SAME_BYTES) == 0 &&
			same_end(g->blocks[g->block_count - 1].norm, last))
			return g;
	}
	return NULL;
}

static void
add_page(struct tuner *t, const char *path)
{
	const char *why;
	const struct golden_page *gold = golden_load(path, t->arena, &why);
	struct page *page;
	struct err err;
	size_t size;
	char *bytes;
	bool held_out = false;

	if (gold == NULL)
		fail(path, why);
	bytes = golden_read_page(t->folders, t->folder_count, gold->source, t->arena, &size);
	if (bytes == NULL)
		fail(gold->source, "no such page");
	if (page_parse(t->parser, bytes, size, gold->source, &page, &err) != ERR_OK)
		fail(gold->source, err.text);
	for (size_t i = 0; i < t->held_out_count; i++)
		held_out |= strstr(gold->source, t->held_out[i]) != NULL;
	for (unsigned i = 0; i < page->article_count && t->count < SAMPLES_MAX; i++) {
		const struct article *a = &page->articles[i];
		const struct golden_article *g = find_gold(t, gold, a);
		struct sample *s = &t->samples[t->count];

		if (g == NULL)
			continue;
		kind_observe(t->parser->kinds, page->spans, page->span_count, i != 0 ? a - 1 : NULL,
			a, &s->features);
		s->kind = g->kind;
		s->held_out = held_out;
		s->page = gold->source;
		s->label = arena_strndup(t->arena, a->label, strlen(a->label));
		t->count++;
	}
	page_free(page);
}

/* ---- fitting ---------------------------------------------------------------------------- */

static void
probabilities(const struct tuner *t, const struct sample *s, double *p)
{
	double most = -1e9, sum = 0;

	for (unsigned k = 0; k < KIND_COUNT; k++) {
		p[k] = 0;
		for (unsigned f = 0; f < KF_COUNT; f++)
			p[k] += s->features.is[f] ? t->weights[f][k] : 0;
		most = p[k] > most ? p[k] : most;
	}
	for (unsigned k = 0; k < KIND_COUNT; k++) {
		p[k] = exp(p[k] - most);
		sum += p[k];
	}
	for (unsigned k = 0; k < KIND_COUNT; k++)
		p[k] /= sum;
}

/* What should be more likely, what less. */
static void
add_gradient(const struct tuner *t, const struct sample *s, double gradient[KF_COUNT][KIND_COUNT])
{
	double p[KIND_COUNT], want[KIND_COUNT] = {0};

	probabilities(t, s, p);
	want[s->kind] = 1;
	if (s->kind == KIND_NEWS || s->kind == KIND_BRIEF) {
		double both = p[KIND_NEWS] + p[KIND_BRIEF];

		want[s->kind] = 0.5;
		want[KIND_NEWS] += 0.5 * p[KIND_NEWS] / both;
		want[KIND_BRIEF] += 0.5 * p[KIND_BRIEF] / both;
	}
	for (unsigned f = 0; f < KF_COUNT; f++)
		for (unsigned k = 0; s->features.is[f] && k < KIND_COUNT; k++)
			gradient[f][k] += want[k] - p[k];
}

static void
fit(struct tuner *t)
{
	static double gradient[KF_COUNT][KIND_COUNT], speed[KF_COUNT][KIND_COUNT];
	size_t n = 0;

	for (size_t i = 0; i < t->count; i++)
		n += !t->samples[i].held_out;
	for (int epoch = 0; epoch < EPOCHS && n != 0; epoch++) {
		memset(gradient, 0, sizeof gradient);
		for (size_t i = 0; i < t->count; i++)
			if (!t->samples[i].held_out)
				add_gradient(t, &t->samples[i], gradient);
		for (unsigned f = 0; f < KF_COUNT; f++) {
			for (unsigned k = 0; k < KIND_COUNT; k++) {
				double step = gradient[f][k] / (double)n - PRIOR * t->weights[f][k];

				speed[f][k] = 0.9 * speed[f][k] + RATE * 0.1 * step;
				t->weights[f][k] += speed[f][k];
			}
		}
	}
}

/* ---- saying it -------------------------------------------------------------------------- */

static enum article_kind
fold(enum article_kind kind)
{
	return kind == KIND_BRIEF ? KIND_NEWS : kind;
}

static void
report(const struct tuner *t, bool show)
{
	unsigned wrong[2] = {0}, all[2] = {0};

	for (size_t i = 0; i < t->count; i++) {
		const struct sample *s = &t->samples[i];
		enum article_kind got = kind_best(t->parser->kinds, &s->features);

		all[s->held_out]++;
		if (fold(got) == fold(s->kind))
			continue;
		wrong[s->held_out]++;
		if (show)
			printf("%s: %s, should be %s: %s\n", s->page, kind_name(got),
				kind_name(s->kind), s->label);
	}
	fprintf(stderr, "kinds: %u of %u wrong; held out %u of %u\n", wrong[0], all[0], wrong[1],
		all[1]);
}

static void
print_table(const struct tuner *t)
{
	int16_t(*table)[KIND_COUNT] = kind_weights(t->parser->kinds);

	printf("# What kind of article it is (core/page/kind.h): what is true of it, and what that "
	       "is "
	       "worth for each kind.\n"
	       "# A weight is a natural logarithm times 20; fitted to the gold pages of "
	       "tests/gold/ by "
	       "`make tune-kinds`.\n"
	       "feature");
	for (unsigned k = 0; k < KIND_COUNT; k++)
		printf("\t%s", kind_name(k));
	printf("\n");
	for (unsigned f = 0; f < KF_COUNT; f++) {
		printf("%s", kind_feature_name(f));
		for (unsigned k = 0; k < KIND_COUNT; k++)
			printf("\t%d", table[f][k]);
		printf("\n");
	}
}

static int
read_options(struct tuner *t, int argc, char **argv, bool *show)
{
	int i = 1;

	for (; i < argc && strncmp(argv[i], "--", 2) == 0; i++) {
		if (strcmp(argv[i], "--show") == 0)
			*show = true;
		else if (strcmp(argv[i], "--hold-out") == 0 && i + 1 < argc &&
			 t->held_out_count < HOLD_OUT_MAX)
			t->held_out[t->held_out_count++] = argv[++i];
		else
			fail(argv[i], "not understood");
	}
	return i;
}

int
main(int argc, char **argv)
{
	static struct tuner t;
	struct err err;
	bool show = false;
	int first = read_options(&t, argc, argv, &show), gap = first;

	while (gap < argc && strcmp(argv[gap], "--") != 0)
		gap++;
	for (int i = gap + 1; i < argc && t.folder_count < FOLDERS_MAX; i++)
		t.folders[t.folder_count++] = argv[i];
	t.arena = arena_new(0);
	t.samples = calloc(SAMPLES_MAX, sizeof *t.samples);
	if (t.arena == NULL || t.samples == NULL)
		fail("memory", "not enough");
	if (parser_new(&t.parser, &err) != ERR_OK)
		fail("parser", err.text);
	for (int i = first; i < gap; i++)
		add_page(&t, argv[i]);
	if (!show) {
		fit(&t);
		for (unsigned f = 0; f < KF_COUNT; f++)
			for (unsigned k = 0; k < KIND_COUNT; k++)
				kind_weights(t.parser->kinds)[f][k] =
					(int16_t)lround(t.weights[f][k] * SCALE);
	}
	report(&t, show);
	if (!show)
		print_table(&t);
	parser_free(t.parser);
	free(t.samples);
	arena_free(t.arena);
	return 0;
}
