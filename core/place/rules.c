#include "place/rules.h"

#include "base/i18n.h"
#include "base/table.h"
#include "place/atlas.h"

#include <stdlib.h>
#include <string.h>

/* Letters of brackets behind a name that are skipped. */
#define BRACKETS_MAX 24
/* Behind names of these scopes words are looked for from farther. */
#define FAR_SCOPE ((unsigned)SCOPE_CITY)

struct word_rule {
	uint16_t scope; /* bits of enum scope */
	uint8_t rule, reach;
};

static const char *const rule_names[RULE_COUNT] = {
	[RULE_NOT] = "not",
	[RULE_OTHER] = "other",
	[RULE_PLACE] = "place",
	[RULE_ORG] = "org",
	[RULE_UNIT] = "unit",
	[RULE_ACTS] = "acts",
	[RULE_HOLDS] = "holds",
	[RULE_VENUE] = "venue",
	[RULE_ORIGIN] = "origin",
	[RULE_HOME] = "home",
	[RULE_CASE] = "case",
	[RULE_PARTNER] = "partner",
	[RULE_PART] = "part",
	[RULE_LOCAL] = "local",
	[RULE_OWN] = "own",
	[RULE_DOES] = "does",
	[RULE_FIRM] = "firm",
	[RULE_ROAD] = "road",
	[RULE_STATION] = "station",
	[RULE_EVENT] = "event",
	[RULE_SINGLE] = "single",
	[RULE_NEAR] = "near",
	[RULE_TIME] = "time",
	[RULE_BEGIN] = "begin",
	[RULE_NAMED] = "named",
	[RULE_FROM] = "from",
	[RULE_TO] = "to",
	[RULE_MOVED] = "moved",
	[RULE_PLAIN] = "plain",
	[RULE_LIST] = "list",
	[RULE_GARBLED] = "garbled",
};

static const char *const limit_names[LIMIT_COUNT] = {
	[LIMIT_THRESHOLD] = "threshold",
	[LIMIT_ALONE] = "alone",
	[LIMIT_LOCAL] = "local",
	[LIMIT_SOLE] = "sole",
	[LIMIT_MARGIN] = "margin",
	[LIMIT_REPEAT] = "repeat",
	[LIMIT_PARAGRAPH] = "paragraph",
	[LIMIT_REST] = "rest",
};

static const struct {
	const char *name;
	unsigned scope;
} scope_names[] = {
	{"any", SCOPE_ANY},
	{"full", SCOPE_FULL},
	{"short", SCOPE_SHORT},
	{"town", SCOPE_TOWN},
	{"word", SCOPE_WORD},
	{"out", SCOPE_OUT},
	{"out-short", SCOPE_OUT_SHORT},
	{"city", SCOPE_CITY},
	{"given", SCOPE_GIVEN},
	{"generic", SCOPE_GENERIC},
	{"signed", SCOPE_SIGNED},
};

static unsigned
find_name(struct field field, const char *const *names, unsigned count)
{
	unsigned i = 0;

	while (i < count && (names[i] == NULL || !field_is(field, names[i])))
		i++;
	return i;
}

static unsigned
scope_from_name(struct field field)
{
	for (size_t i = 0; i < sizeof scope_names / sizeof *scope_names; i++) {
		if (field_is(field, scope_names[i].name))
			return scope_names[i].scope;
	}
	return 0;
}

/* ---- loading ---------------------------------------------------------------------------- */

static enum err_code
bad_row(const char *file, unsigned line, struct err *err)
{
	return err_set(err, ERR_BUG, _("%s:%u: not understood"), file, line);
}

static enum err_code
add_words(struct rules *rules, const struct word_rule *rule, bool before, struct field words,
	struct err *err)
{

	if (rules->word_count == rules->word_cap) {
		uint32_t cap = rules->word_cap == 0 ? 64 : rules->word_cap * 2;
		struct word_rule *larger = realloc(rules->words, cap * sizeof *larger);

		if (larger == NULL)
			return err_nomem(err);
		rules->words = larger;
		rules->word_cap = cap;
	}
	rules->words[rules->word_count] = *rule;
	if (rule->rule == RULE_OWN)
		return names_add_words(rules->own, words, rules->word_count++, false, err);
	if ((rule->rule == RULE_ORG || rule->rule == RULE_FIRM) &&
		names_add_words(rules->bodies, words, rules->word_count, false, err) != ERR_OK)
		return err->code;
	return names_add_words(
		before ? rules->before : rules->after, words, rules->word_count++, before, err);
}

static enum err_code
load_words(struct rules *rules, struct err *err)
{
	static const char file[] = "place-rules.tsv";
	struct table_reader reader;
	struct table_row row;

	if (table_open_builtin(&reader, file, err) != ERR_OK)
		return ERR_BUG;
	while (table_next(&reader, &row, err)) {
		unsigned rule = find_name(row.field[0], rule_names, RULE_COUNT);
		unsigned scope = scope_from_name(row.field[2]);
		bool before = field_is(row.field[1], "before");
		struct word_rule word;
		enum err_code rc;
		long reach;

		if (row.count != 5 || rule == RULE_COUNT || scope == 0 ||
			(!before && !field_is(row.field[1], "after")) ||
			!field_long(row.field[3], &reach) || reach < 0 || reach > 30)
			return bad_row(file, row.line, err);
		word.rule = (uint8_t)rule;
		word.scope = (uint16_t)scope;
		word.reach = (uint8_t)reach;
		if (before && word.reach > rules->reach_before)
			rules->reach_before = word.reach;
		if (!before && (scope & ~FAR_SCOPE) != 0 && word.reach > rules->reach_after)
			rules->reach_after = word.reach;
		if (!before && word.reach > rules->reach_far)
			rules->reach_far = word.reach;
		rc = add_words(rules, &word, before, row.field[4], err);
		if (rc != ERR_OK)
			return rc;
	}
	return ERR_OK;
}

static int *
weight_slot(struct rules *rules, const struct table_row *row)
{
	struct field table = row->field[0], name = row->field[1];
	unsigned i;

	if (field_is(table, "position")) {
		for (i = 0; i < POS_COUNT; i++) {
			if (field_is(name, place_position_name((enum place_position)i)))
				return &rules->position[i];
		}
	} else if (field_is(table, "class")) {
		i = place_class_from_name(name);
		if (i < CLASS_COUNT)
			return &rules->class[i];
		if (field_is(name, "none"))
			return &rules->class[WEIGHT_NONE];
	} else if (field_is(table, "rule")) {
		i = find_name(name, rule_names, RULE_COUNT);
		if (i < RULE_COUNT)
			return &rules->factor[i];
	} else if (field_is(table, "limit")) {
		i = find_name(name, limit_names, LIMIT_COUNT);
		if (i < LIMIT_COUNT)
			return &rules->limit[i];
	}
	return NULL;
}

static enum err_code
load_weights(struct rules *rules, struct err *err)
{
	static const char file[] = "place-weights.tsv";
	struct table_reader reader;
	struct table_row row;

	for (unsigned i = 0; i < RULE_COUNT; i++)
		rules->factor[i] = 100;
	if (table_open_builtin(&reader, file, err) != ERR_OK)
		return ERR_BUG;
	while (table_next(&reader, &row, err)) {
		int *slot = weight_slot(rules, &row);
		long value;

		if (slot == NULL || !field_long(row.field[2], &value) || value < 0 || value > 1000)
			return bad_row(file, row.line, err);
		*slot = (int)value;
	}
	return ERR_OK;
}

enum err_code
surnames_new(struct names **out, struct err *err)
{
	static const char *const kinds[] = {
		[SURNAME_COMMON] = "common",
		[SURNAME_WORD] = "word",
		[SURNAME_COMPOUND] = "compound",
	};

	return names_read("surnames.tsv", kinds, 3, ~0U, out, err);
}

/* The values of the set are indexes of kinds, one less than the value of enum join. */
static enum err_code
joins_new(struct names **out, struct err *err)
{
	static const char *const kinds[] = {"left", "right", "before"};

	return names_read("word-joins.tsv", kinds, 3, ~0U, out, err);
}

enum err_code
rules_new(struct rules **out, struct err *err)
{
	struct rules *rules = calloc(1, sizeof *rules);
	enum err_code rc;

	*out = NULL;
	if (rules == NULL)
		return err_nomem(err);
	rules->before = names_new();
	rules->after = names_new();
	rules->own = names_new();
	rules->bodies = names_new();
	if (rules->before == NULL || rules->after == NULL || rules->own == NULL ||
		rules->bodies == NULL)
		rc = err_nomem(err);
	else
		rc = load_words(rules, err);
	if (rc == ERR_OK)
		rc = load_weights(rules, err);
	if (rc == ERR_OK)
		rc = names_build(rules->before, err);
	if (rc == ERR_OK)
		rc = names_build(rules->after, err);
	if (rc == ERR_OK)
		rc = names_build(rules->own, err);
	if (rc == ERR_OK)
		rc = names_build(rules->bodies, err);
	if (rc == ERR_OK)
		rc = surnames_new(&rules->surnames, err);
	if (rc == ERR_OK)
		rc = joins_new(&rules->joins, err);
	if (rc != ERR_OK)
		rules_free(rules);
	else
		*out = rules;
	return rc;
}

void
rules_free(struct rules *rules)
{
	if (rules == NULL)
		return;
	names_free(rules->before);
	names_free(rules->after);
	names_free(rules->own);
	names_free(rules->bodies);
	names_free(rules->surnames);
	names_free(rules->joins);
	free(rules->words);
	free(rules);
}

/* ---- looking ---------------------------------------------------------------------------- */

/* Adds what the words that begin at *letter say; `gap` letters lie between them and the name.
 * at is the letter's index when reading forward, 0 when reading backward. */
static void
look_at(const struct rules *rules, const struct names *names, const struct letter *letter,
	uint32_t room, int step, unsigned gap, unsigned scope, uint32_t at, struct context *out)
{
	struct name_match matches[NAME_MATCHES_MAX];
	unsigned found = names_at(names, letter, room, step, matches);
	bool said = false;

	/* The longest word that says something: 关于 is not 于. */
	while (found-- > 0 && !said) {
		for (uint32_t v = 0; v < matches[found].count; v++) {
			const struct word_rule *word = &rules->words[matches[found].values[v]];

			if ((word->scope & scope) == 0 || word->reach < gap)
				continue;
			said = true;
			out->rules |= 1U << word->rule;
			if (step > 0 && out->end[word->rule] == 0)
				out->end[word->rule] = at + matches[found].length;
		}
	}
}

void
rules_look(const struct rules *rules, const struct reading *reading, uint32_t start, uint32_t end,
	unsigned scope, struct context *out)
{
	uint32_t room = reading_room(reading, end), before = reading_room_before(reading, start);
	const struct letter *letters = reading->letters;
	const struct names_filter *after = names_filter(rules->after);
	const struct names_filter *words = names_filter(rules->before);
	unsigned reach;

	memset(out, 0, sizeof *out);
	if (end > 0 && end < reading->count && letters[end].part != letters[end - 1].part)
		room = 0;
	/* 开发区（以下简称“经开区”）总工会 reads on behind its brackets. */
	for (uint32_t i = 1; room > 0 && letters[end].c == '(' && i < BRACKETS_MAX && i + 1 < room;
		i++) {
		if (letters[end + i].c == ')') {
			end += i + 1;
			room -= i + 1;
			break;
		}
	}
	reach = (scope & FAR_SCOPE) != 0 ? rules->reach_far : rules->reach_after;
	for (uint32_t gap = 0; gap <= reach && gap < room; gap++) {
		const struct letter *letter = &letters[end + gap];

		/* Most letters begin no word: they are passed by without a call. */
		if (names_may_begin(after, letter) || names_may_be_single(after, letter))
			look_at(rules, rules->after, letter, room - gap, 1, gap, scope, end + gap,
				out);
		if (letter_is_stop(letters[end + gap].c))
			break;
	}
	for (uint32_t gap = 0; gap <= rules->reach_before && gap < before; gap++) {
		const struct letter *letter = &letters[start - 1 - gap];

		/* 住在朝阳 上班在海淀: the space parts two phrases; right before the name it is one
		 * too many. */
		if (gap > 0 && letter->position == POS_HEADLINE &&
			(letter[1].flags & LETTER_GAP) != 0)
			break;
		if (names_may_be_single(words, letter) ||
			(gap + 1 < before && names_may_begin(words, letter - 1)))
			look_at(rules, rules->before, letter, before - gap, -1, gap, scope, 0, out);
		if (letter_is_stop(letter->c))
			break;
	}
}

uint32_t
rules_word_at(const struct rules *rules, const struct reading *reading, uint32_t at, enum rule rule)
{
	struct name_match matches[NAME_MATCHES_MAX];
	unsigned found = names_at(
		rules->after, &reading->letters[at], reading_room(reading, at), 1, matches);

	for (unsigned i = found; i-- > 0;) {
		for (uint32_t v = 0; v < matches[i].count; v++) {
			if (rules->words[matches[i].values[v]].rule == rule)
				return matches[i].length;
		}
	}
	return 0;
}

bool
rules_is_surname(const struct rules *rules, uint32_t c)
{
	struct name_match matches[NAME_MATCHES_MAX];
	struct letter letter = {.c = c};

	if (names_at(rules->surnames, &letter, 1, 1, matches) == 0)
		return false;
	for (uint32_t v = 0; v < matches[0].count; v++) {
		if (matches[0].values[v] == SURNAME_WORD)
			return false;
	}
	return true;
}

/* Is there a word of two letters at `at`, of this side? */
static bool
joins_at(const struct rules *rules, const struct reading *reading, uint32_t at, enum join side)
{
	struct name_match matches[NAME_MATCHES_MAX];
	uint32_t room = reading_room(reading, at);

	if (room < 2 || names_at(rules->joins, &reading->letters[at], room, 1, matches) == 0)
		return false;
	for (uint32_t v = 0; v < matches[0].count; v++) {
		if (matches[0].values[v] + 1 == (uint32_t)side)
			return true;
	}
	return false;
}

unsigned
rules_joins(const struct rules *rules, const struct reading *reading, uint32_t start, uint32_t end)
{
	uint32_t before = reading_room_before(reading, start);
	unsigned joins = 0;

	if (before > 0 && joins_at(rules, reading, start - 1, JOIN_LEFT) &&
		!(before > 1 && joins_at(rules, reading, start - 2, JOIN_LEFT)))
		joins |= JOIN_LEFT;
	if (joins_at(rules, reading, end - 1, JOIN_RIGHT))
		joins |= JOIN_RIGHT;
	return joins;
}

bool
rules_ends_word(const struct rules *rules, const struct reading *reading, uint32_t start)
{
	return reading_room_before(reading, start) > 1 &&
	       joins_at(rules, reading, start - 2, JOIN_SURNAME);
}

uint32_t
rules_own_at(const struct rules *rules, const struct reading *reading, uint32_t at)
{
	struct name_match matches[NAME_MATCHES_MAX];
	unsigned found;

	if (!names_may_begin(names_filter(rules->own), &reading->letters[at]))
		return 0;
	found = names_at(rules->own, &reading->letters[at], reading_room(reading, at), 1, matches);
	return found == 0 ? 0 : matches[found - 1].length;
}
