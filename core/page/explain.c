#include "page/parser.h"
#include "base/i18n.h"

#include <stdlib.h>
#include <string.h>

/* Characters of a line that are shown. */
#define SHOWN_CHARS 24

/* Reasons that are named for each label. */
#define REASONS_MAX 6

struct reason {
	const char *name;
	int weight;
};

static int
by_weight(const void *a, const void *b)
{
	const struct reason *p = a, *q = b;

	return abs(q->weight) - abs(p->weight);
}

static void
add_reasons(struct buf *out, const struct features *features, const weights *table,
	const char *const *names, unsigned state)
{
	struct reason reasons[FEATURES_MAX] = {0};
	unsigned n = 0;

	for (unsigned i = 0; i < features->count; i++) {
		int weight = table[features->id[i]][state];

		if (weight != 0)
			reasons[n++] = (struct reason){names[features->id[i]], weight};
	}
	qsort(reasons, n, sizeof *reasons, by_weight);
	for (unsigned i = 0; i < n && i < REASONS_MAX; i++)
		buf_addf(out, " %s%+d", reasons[i].name, reasons[i].weight);
}

static void
add_beginning(struct buf *out, const char *text, const struct line *line)
{
	size_t at = line->from;

	for (unsigned n = 0; n < SHOWN_CHARS && at < line->to; n++) {
		size_t len;
		enum cclass class = char_class(utf8_get(text + at, &len));

		/* A line of this report is a line. */
		if (class == CC_SPACE)
			buf_addc(out, ' ');
		else if (class != CC_IGNORE)
			buf_add(out, text + at, len);
		at += len;
	}
	if (at < line->to)
		buf_adds(out, "…");
}

/* The label that would be next best on this line between the same neighbours. */
static unsigned
runner_up(const struct model *model, const int scores[ST_COUNT], const struct decision *d, size_t i,
	size_t count, int *margin)
{
	unsigned before = i != 0 ? d[i - 1].state : ST_EDGE, best = ST_COUNT;
	unsigned behind = i + 1 == count ? ST_EDGE : d[i + 1].joins ? ST_COUNT + 1 : d[i + 1].state;
	int best_score = 0, own = 0;

	for (unsigned s = 0; s < ST_COUNT; s++) {
		int score = scores[s] + model_pair(model, before, s);

		if (behind <= ST_EDGE)
			score += model_pair(model, s, behind);
		if (s == d[i].state)
			own = score;
		else if (best == ST_COUNT || score > best_score) {
			best = s;
			best_score = score;
		}
	}
	*margin = own - best_score;
	return best;
}

static void
explain_line(struct buf *out, const struct reading *r, size_t i)
{
	struct model *model = r->parser->model;
	const struct decision *d = reading_decisions(r);
	struct observation observation;
	int begin[ST_COUNT], join[ST_COUNT], margin;
	unsigned other;

	observe(&r->parser->observer, &r->sheet, reading_views(r), i, &observation);
	model_scores(model, &observation, begin, join);
	if (d[i].joins) {
		buf_addf(out, "%6zu  + %-8s %+5d |", i + 1, state_name(d[i].state),
			join[d[i].state]);
		add_beginning(out, r->text->data, &r->sheet.line[i]);
		buf_adds(out, "|");
		add_reasons(
			out, &observation.join, model_join(model), join_feature_names, d[i].state);
	} else {
		other = runner_up(model, begin, d, i, r->sheet.count, &margin);
		buf_addf(out, "%6zu    %-8s %+5d |", i + 1, state_name(d[i].state),
			begin[d[i].state]);
		add_beginning(out, r->text->data, &r->sheet.line[i]);
		buf_adds(out, "|");
		add_reasons(out, &observation.begin, model_begin(model), r->parser->observer.names,
			d[i].state);
		buf_addf(out, " after-%s%+d", state_name(i != 0 ? d[i - 1].state : ST_EDGE),
			model_pair(model, i != 0 ? d[i - 1].state : ST_EDGE, d[i].state));
		if (d[i].revised)
			buf_adds(out, " only-subhead");
		buf_addf(out, "; %s %+d:", state_name(other), -margin);
		add_reasons(out, &observation.begin, model_begin(model), r->parser->observer.names,
			other);
	}
	buf_addc(out, '\n');
}

enum err_code
page_explain(const struct parser *parser, const void *bytes, size_t size, const char *source,
	struct arena *arena, const char **out, struct err *err)
{
	struct reading reading;
	struct buf lines = {0};
	struct text text;
	enum err_code code = text_open(bytes, size, arena, &text, err);
	bool more = true;

	(void)source;
	*out = NULL;
	if (code != ERR_OK)
		return code;
	if (!reading_begin(&reading, parser, &text))
		return err_nomem(err);
	while (code == ERR_OK && (code = reading_next(&reading, true, &more, err)) == ERR_OK &&
		more) {
		const struct layout *layout = &reading.sheet.layout;

		buf_addf(&lines, "%s: measure %u%s%s%s\n", encoding_name(text.encoding),
			layout->measure, layout->indented ? ", indented" : "",
			layout->spaced ? ", spaced" : "", layout->headed ? ", headed" : "");
		for (size_t i = 0; i < reading.sheet.count; i++)
			explain_line(&lines, &reading, i);
	}
	reading_end(&reading);
	if (code == ERR_OK) {
		*out = arena_strndup(arena, buf_str(&lines), lines.len);
		if (!buf_ok(&lines) || *out == NULL)
			code = err_nomem(err);
	}
	buf_free(&lines);
	return code;
}
