/*
 * page_tune - fits data/page-weights.tsv to gold pages.
 *
 * usage: page_tune [--epochs N] [--hold-out SUBSTRING] [--heavy SUBSTRING] [--rate R] [--prior P]
 *[--margin M]
 *	[--dropout D] [--fresh] [--show] WEIGHTS GOLD.json... -- PAGES-FOLDER...
 *
 * Starts from the weights of WEIGHTS, with --fresh from none, and prints the fitted table
 * (tests/lib/fit.h says how).
 * Pages whose name holds a SUBSTRING are not learned from.  For every page it says on standard
 * error how many lines got another label than the gold's, learned from or held out.
 * --show prints these lines and fits nothing.
 */
#include "../lib/fit.h"
#include "base/buf.h"
#include "base/table.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SOURCES_MAX 2048
#define HOLD_OUT_MAX 64
#define HEAVY 16

struct sample {
	const char *name;
	struct text text;
	struct reading reading;
	const struct golden_page *gold;
	struct target *targets;
	bool held_out;
};

struct tuner {
	struct arena *arena;
	struct parser *parser;
	struct sample samples[SOURCES_MAX];
	size_t count;
	const char *folders[16];
	size_t folder_count;
	const char *held_out[HOLD_OUT_MAX];
	size_t held_out_count;
	const char *heavy[HOLD_OUT_MAX]; /* pages whose name holds one count so many times more */
	size_t heavy_count;
	struct fit_options options;
	bool show;
};

static void
fail(const char *name, const char *why)
{
	fprintf(stderr, "page_tune: %s: %s\n", name, why);
	exit(1);
}

/* ---- samples ---------------------------------------------------------------------------- */

/* Does a page's name hold one of these? */
static bool
is_named(const char *name, const char *const *parts, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (strstr(name, parts[i]) != NULL)
			return true;
	return false;
}

static void
add_sample(struct tuner *t, const char *path)
{
	struct sample *s = &t->samples[t->count];
	const char *why;
	struct err err;
	char *bytes;
	size_t size;
	bool more = false;

	if (t->count == SOURCES_MAX)
		fail(path, "too many pages");
	s->gold = golden_load(path, t->arena, &why);
	if (s->gold == NULL)
		fail(path, why);
	bytes = golden_read_page(t->folders, t->folder_count, s->gold->source, t->arena, &size);
	if (bytes == NULL)
		fail(s->gold->source, "no such page");
	if (text_open(bytes, size, t->arena, &s->text, &err) != ERR_OK ||
		!reading_begin(&s->reading, t->parser, &s->text) ||
		reading_next(&s->reading, false, &more, &err) != ERR_OK)
		fail(s->gold->source, "cannot be read");
	if (!more)
		return;
	s->name = s->gold->source;
	s->targets = arena_calloc(t->arena, s->reading.sheet.count, sizeof *s->targets);
	if (s->targets == NULL)
		fail(path, "not enough memory");
	if (align(s->gold, &s->reading, t->arena, s->targets) != 0)
		fprintf(stderr, "page_tune: %s: some lines are not in the gold\n", s->name);
	s->held_out = is_named(s->name, t->held_out, t->held_out_count);
	t->count++;
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
		state_name(guess[i].state), s->targets[i].first.joins ? "+" : "",
		state_name(s->targets[i].first.state), len, s->text.data + l->from);
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
			if (target_met(&s->targets[i], guess[i]))
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

static void
fit(struct tuner *t)
{
	struct fit_sample *samples = arena_calloc(t->arena, t->count + 1, sizeof *samples);
	size_t count = 0;

	for (size_t k = 0; samples != NULL && k < t->count; k++) {
		const struct sample *s = &t->samples[k];

		if (s->held_out)
			continue;
		samples[count] = (struct fit_sample){.reading = &s->reading,
			.targets = s->targets,
			.lines = arena_calloc(
				t->arena, s->reading.sheet.count, sizeof *samples->lines),
			.weight = is_named(s->name, t->heavy, t->heavy_count) ? HEAVY : 1};
		if (samples[count++].lines == NULL)
			fail(s->name, "not enough memory");
	}
	if (samples == NULL || !fit_model(t->parser, samples, count, &t->options))
		fail("fitting", "not enough memory");
}

/* The index of the first argument that is no option. */
static int
read_options(struct tuner *t, int argc, char **argv)
{
	const struct {
		const char *name;
		double *value;
	} numbers[] = {{"--rate", &t->options.rate}, {"--prior", &t->options.prior},
		{"--margin", &t->options.margin}, {"--dropout", &t->options.dropout}};
	int i = 1;

	for (; i < argc && strncmp(argv[i], "--", 2) == 0; i++) {
		if (strcmp(argv[i], "--show") == 0)
			t->show = true;
		else if (strcmp(argv[i], "--fresh") == 0)
			t->options.fresh = true;
		else if (i + 1 == argc)
			break;
		else if (strcmp(argv[i], "--epochs") == 0)
			t->options.epochs = atoi(argv[++i]);
		else if (strcmp(argv[i], "--heavy") == 0 && t->heavy_count < HOLD_OUT_MAX)
			t->heavy[t->heavy_count++] = argv[++i];
		else if (strcmp(argv[i], "--hold-out") == 0 && t->held_out_count < HOLD_OUT_MAX)
			t->held_out[t->held_out_count++] = argv[++i];
		for (size_t k = 0; k < sizeof numbers / sizeof *numbers; k++)
			if (i + 1 < argc && strcmp(argv[i], numbers[k].name) == 0)
				*numbers[k].value = atof(argv[++i]);
	}
	return i;
}

int
main(int argc, char **argv)
{
	static struct tuner t;
	int i, first;
	struct decision *guess;
	const char *table;
	struct err err;
	size_t len, most = 1;

	t.arena = arena_new(0);
	t.options = (struct fit_options){
		.epochs = 20, .rate = 0.1, .prior = 0.03, .margin = 0.5, .dropout = 0.1};
	i = read_options(&t, argc, argv);
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
		fit(&t);
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
