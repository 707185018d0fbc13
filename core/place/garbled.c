#include "place/garbled.h"

#include "base/utf8.h"

#include <stdlib.h>
#include <string.h>

/* Names of fewer letters are too near to too much. */
#define LETTERS_MIN 3
#define LETTERS_MAX 12
/* Names that are shorter than this need a body behind them (海定区总工会); those of towns end
 * with two letters that many words have (12个国家和地区). */
#define LETTERS_SURE 4
#define LETTERS_SURE_TOWN 5

struct full_name {
	uint32_t letters[LETTERS_MAX];
	uint32_t entry;
	uint8_t length;
	bool sure; /* long enough to be taken without a body behind it */
};

/* Few letters end the names of districts and towns (区, 道, 镇 …). */
#define LAST_LETTERS_MAX 16

struct garbled {
	struct full_name *names;
	uint32_t count;
	uint32_t last[LAST_LETTERS_MAX];
	unsigned last_count;
	uint64_t last_bits; /* by the lowest bits of each: tells most other letters at once */
};

static bool
ends_names(const struct garbled *g, uint32_t c)
{
	if ((g->last_bits >> c % 64 & 1) == 0)
		return false;
	for (unsigned i = 0; i < g->last_count; i++) {
		if (g->last[i] == c)
			return true;
	}
	return false;
}

enum err_code
garbled_new(const struct atlas *atlas, struct garbled **out, struct err *err)
{
	struct garbled *g = calloc(1, sizeof *g);

	*out = NULL;
	if (g != NULL)
		g->names = calloc(atlas->count + 1, sizeof *g->names);
	if (g == NULL || g->names == NULL) {
		free(g);
		return err_nomem(err);
	}
	for (uint32_t i = 0; i < atlas->count; i++) {
		const struct entry *e = &atlas->entries[i];
		struct full_name *name = &g->names[g->count];
		size_t letters = utf8_count(e->text, e->len), n;

		if ((e->class != CLASS_DISTRICT && e->class != CLASS_TOWN) ||
			letters < LETTERS_MIN || letters > LETTERS_MAX)
			continue;
		name->length = 0;
		for (size_t at = 0; at < e->len; at += n)
			name->letters[name->length++] = letter_fold(utf8_get(e->text + at, &n));
		name->entry = i;
		name->sure =
			name->length >= (e->class == CLASS_TOWN ? LETTERS_SURE_TOWN : LETTERS_SURE);
		g->count++;
		if (!ends_names(g, name->letters[name->length - 1]) &&
			g->last_count < LAST_LETTERS_MAX) {
			uint32_t last = name->letters[name->length - 1];

			g->last[g->last_count++] = last;
			g->last_bits |= (uint64_t)1 << last % 64;
		}
	}
	*out = g;
	return ERR_OK;
}

void
garbled_free(struct garbled *garbled)
{
	if (garbled == NULL)
		return;
	free(garbled->names);
	free(garbled);
}

/* ---- comparing -------------------------------------------------------------------------- */

/* Do the letters before `end` spell the name with one of its letters wrong?  The last must be
 * right. */
static bool
one_wrong(const struct full_name *name, const struct letter *end)
{
	unsigned wrong = 0;

	for (unsigned i = name->length; i-- > 0 && wrong < 2;) {
		if (name->letters[i] != end[(int)i - (int)name->length].c) {
			if (i + 1U == name->length)
				return false;
			wrong++;
		}
	}
	return wrong == 1;
}

/* … with one of its letters lost? */
static bool
one_lost(const struct full_name *name, const struct letter *end)
{
	unsigned i = name->length, j = name->length - 1U, lost = 0;

	while (i > 0 && lost < 2) {
		if (j > 0 && name->letters[i - 1] == end[(int)j - (int)name->length].c) {
			i--;
			j--;
		} else {
			if (i == name->length)
				return false;
			i--;
			lost++;
		}
	}
	return lost == 1 && j == 0;
}

struct word {
	const struct atlas *atlas;
	const struct reading *reading;
	uint32_t end;
	bool body; /* a body's name goes on behind it */
};

/* Where the garbled word that may be this name begins; UINT32_MAX: it is not. */
static uint32_t
begins_at(const struct word *w, const struct full_name *name)
{
	const struct letter *end = &w->reading->letters[w->end];
	uint32_t room = reading_room_before(w->reading, w->end - 1) + 1, length;

	if (!w->body && !name->sure)
		return UINT32_MAX;
	if (name->length <= room && one_wrong(name, end))
		length = name->length;
	else if (name->length >= LETTERS_SURE && name->length - 1U <= room && one_lost(name, end))
		length = name->length - 1U;
	else
		return UINT32_MAX;
	return w->end - length;
}

/* A word begins at a part's beginning, behind a mark or behind one of the words that stand
 * before names; and no name begins where it does. */
static bool
may_begin(const struct word *w, uint32_t at)
{
	struct name_match matches[NAME_MATCHES_MAX];
	struct context around;

	if (names_at(w->atlas->names, &w->reading->letters[at], reading_room(w->reading, at), 1,
		    matches) > 0)
		return false;
	if (reading_room_before(w->reading, at) == 0 ||
		letter_is_stop(w->reading->letters[at - 1].c))
		return true;
	rules_look(w->atlas->rules, w->reading, at, w->end, SCOPE_FULL, &around);
	return (around.rules & 1U << RULE_BEGIN) != 0;
}

/* The one entry that the word before `end` may be, and where it begins; NULL for none or
 * several. */
static const struct entry *
find_one(const struct word *w, uint32_t *start)
{
	const struct garbled *g = w->atlas->garbled;
	const struct entry *found = NULL;

	for (uint32_t i = 0; i < g->count; i++) {
		uint32_t at = begins_at(w, &g->names[i]);
		const struct entry *e = &w->atlas->entries[g->names[i].entry];

		if (at == UINT32_MAX || !may_begin(w, at))
			continue;
		if (found != NULL &&
			(e->districts[0] != found->districts[0] || e->districts[1] != NO_DISTRICT))
			return NULL;
		found = e;
		*start = at;
	}
	return found;
}

/* ---- adding ----------------------------------------------------------------------------- */

/* Does the article say, in its headline or lead, where it is; or name a place outside? */
static bool
is_told(const struct reading *reading, const struct toponyms *ts)
{
	for (uint32_t i = 0; i < ts->count; i++) {
		const struct toponym *t = &ts->list[i];

		if (t->state == TOPONYM_CERTAIN &&
			(t->outside || (t->districts[0] != NO_DISTRICT &&
					       reading->letters[t->start].position <= POS_LEAD)))
			return true;
	}
	return false;
}

static int
by_start(const void *a, const void *b)
{
	const struct toponym *x = a, *y = b;

	return (x->start > y->start) - (x->start < y->start);
}

enum err_code
garbled_add(const struct atlas *atlas, const struct reading *reading, struct arena *arena,
	struct toponyms *ts, struct err *err)
{
	struct word w = {atlas, reading, 0, false};
	enum err_code rc = ERR_OK;
	uint32_t known = ts->count;

	if (is_told(reading, ts))
		return ERR_OK;
	for (w.end = 1; w.end < reading->count && w.end <= reading->front && rc == ERR_OK;
		w.end++) {
		const struct letter *last = &reading->letters[w.end - 1];
		const struct entry *e;
		uint32_t start;

		if (last->position > POS_LEAD || last->part != reading->letters[w.end].part ||
			!ends_names(atlas->garbled, last->c))
			continue;
		w.body = rules_word_at(atlas->rules, reading, w.end, RULE_ORG) > 0;
		e = find_one(&w, &start);
		if (e != NULL)
			rc = toponyms_add_garbled(ts, atlas, reading, start, w.end, e, arena, err);
	}
	if (ts->count > known)
		qsort(ts->list, ts->count, sizeof *ts->list, by_start);
	return rc;
}
