#include "place/toponym.h"

#include <string.h>

/* 《 and 》; the title of a work is not longer. */
#define TITLE_OPEN 0x300AU
#define TITLE_CLOSE 0x300BU
#define TITLE_LETTERS 30

bool
toponym_may_be(const struct toponym *t, uint8_t district)
{
	for (unsigned i = 0; i < ENTRY_DISTRICTS_MAX && t->districts[i] != NO_DISTRICT; i++) {
		if (t->districts[i] == district)
			return true;
	}
	return false;
}

static bool
has(const struct toponym *t, enum rule rule)
{
	return (t->context.rules & 1U << rule) != 0;
}

struct scan {
	const struct atlas *atlas;
	const struct reading *reading;
	struct arena *arena;
	struct toponyms *out;
};

/* The toponym that ends where `at` begins, or `link` letters before it. */
static struct toponym *
neighbour(const struct scan *s, uint32_t at, uint32_t link)
{
	struct toponym *t;

	if (s->out->count == 0)
		return NULL;
	t = &s->out->list[s->out->count - 1];
	return t->end + link == at && at < s->reading->count &&
			       s->reading->letters[at].part == s->reading->letters[t->start].part
		       ? t
		       : NULL;
}

/* ---- which of the entries of one name is meant ------------------------------------------- */

/* The entry of a place outside that lies in `ancestor`; NULL. */
static const struct entry *
entry_below(const struct scan *s, const struct toponym *t, uint32_t ancestor)
{
	for (uint32_t i = 0; i < t->entry_count; i++) {
		const struct entry *e = &s->atlas->entries[t->entries[i]];

		if (class_is_outside(e->class) && e->code != ancestor &&
			code_lies_in(e->code, ancestor))
			return e;
	}
	return NULL;
}

static void
add_candidates(struct toponym *t, const struct entry *e)
{
	for (unsigned i = 0; i < ENTRY_DISTRICTS_MAX && e->districts[i] != NO_DISTRICT; i++) {
		unsigned j = 0;

		while (j < ENTRY_DISTRICTS_MAX && t->districts[j] != NO_DISTRICT &&
			t->districts[j] != e->districts[i])
			j++;
		if (j < ENTRY_DISTRICTS_MAX)
			t->districts[j] = e->districts[i];
	}
}

/* Takes the home city's entries; with `within`, only those of that district, stems too. */
static void
choose_home(const struct scan *s, struct toponym *t, uint8_t within)
{
	for (uint32_t i = 0; i < t->entry_count; i++) {
		const struct entry *e = &s->atlas->entries[t->entries[i]];
		struct toponym only = {
			.districts = {e->districts[0], e->districts[1], e->districts[2]}};

		if (class_is_outside(e->class) || (within == NO_DISTRICT && e->class == CLASS_STEM))
			continue;
		if (within != NO_DISTRICT && !toponym_may_be(&only, within))
			continue;
		if (t->entry == NULL)
			t->entry = e;
		add_candidates(t, e);
	}
	if (within != NO_DISTRICT && t->entry != NULL) {
		memset(t->districts, NO_DISTRICT, sizeof t->districts);
		t->districts[0] = within;
	}
}

static void
choose_outside(const struct scan *s, struct toponym *t)
{
	for (uint32_t i = 0; i < t->entry_count && t->entry == NULL; i++) {
		const struct entry *e = &s->atlas->entries[t->entries[i]];

		if (e->class == CLASS_OUTSIDE || e->class == CLASS_OUTSIDE_SHORT)
			t->entry = e;
	}
	t->outside = t->entry != NULL;
}

/* Chooses by the name before, if one stands right before; false: this name cannot stand here. */
static bool
choose(const struct scan *s, struct toponym *t)
{
	struct toponym *before = neighbour(s, t->start, 0);
	struct toponym *of = before;

	/* 长春的朝阳区 */
	if (of == NULL && t->start > 0 && s->reading->letters[t->start - 1].c == 0x7684)
		of = neighbour(s, t->start, 1);
	if (of != NULL && of->outside) {
		t->entry = entry_below(s, t, of->entry->code);
		if (t->entry != NULL) {
			t->outside = true;
			t->written = of->written;
			of->state = TOPONYM_DROPPED;
			return true;
		}
	}
	if (before != NULL && !before->outside && before->districts[0] != NO_DISTRICT)
		choose_home(s, t, toponym_district(before));
	if (t->entry == NULL)
		choose_home(s, t, NO_DISTRICT);
	if (t->entry == NULL)
		choose_outside(s, t);
	if (t->entry == NULL)
		return false;
	/* Behind a place outside only full names of this city mean this city; 东莞东城 is no more
	 * than 东莞, but 武清 通州 are two. */
	return before == NULL || !before->outside || t->outside ||
	       t->entry->class == CLASS_DISTRICT || t->entry->class == CLASS_FORMER ||
	       t->entry->class == CLASS_CITY ||
	       (t->entry->class == CLASS_SHORT && (t->entry->flags & ENTRY_WORD) == 0 &&
		       (s->reading->letters[t->start].flags & LETTER_GAP) != 0);
}

/* ---- may it stand here ------------------------------------------------------------------ */

static unsigned
scope_of(const struct entry *e)
{
	switch (e->class) {
	case CLASS_SHORT:
		return SCOPE_SHORT | ((e->flags & ENTRY_WORD) != 0 ? SCOPE_WORD : 0U) |
		       ((e->flags & ENTRY_GIVEN) != 0 ? SCOPE_GIVEN : 0U);
	case CLASS_TOWN_SHORT:
	case CLASS_STEM:
	case CLASS_AREA:
	case CLASS_QUARTER:
	case CLASS_BODY:
	case CLASS_VENUE:
	case CLASS_HINT:
		return SCOPE_TOWN;
	case CLASS_SIGNED:
		return SCOPE_TOWN | SCOPE_SIGNED;
	case CLASS_CITY:
		return SCOPE_CITY;
	case CLASS_GENERIC:
		return SCOPE_FULL | SCOPE_GENERIC;
	case CLASS_OUTSIDE:
		return SCOPE_OUT;
	case CLASS_OUTSIDE_SHORT:
	case CLASS_OUTSIDE_CHAINED:
		return SCOPE_OUT | SCOPE_OUT_SHORT;
	default:
		return SCOPE_FULL;
	}
}

/* 李延庆说: a surname before, and nothing that makes it a place. */
static bool
is_person(const struct scan *s, const struct toponym *t)
{
	uint32_t c;

	if ((t->entry->flags & ENTRY_GIVEN) == 0 || reading_room_before(s->reading, t->start) == 0)
		return false;
	/* 韩顺义的…工会 is no 顺义工会. */
	if (has(t, RULE_PLACE) || rules_word_at(s->atlas->rules, s->reading, t->end, RULE_ORG) > 0)
		return false;
	c = s->reading->letters[t->start - 1].c;
	return rules_is_surname(s->atlas->rules, c) && !has(t, RULE_BEGIN) &&
	       !rules_ends_word(s->atlas->rules, s->reading, t->start);
}

/* 《石景山下》: in the title of a work. */
static bool
in_title(const struct scan *s, const struct toponym *t)
{
	uint32_t room = reading_room_before(s->reading, t->start);

	for (uint32_t i = 1; i <= room && i <= TITLE_LETTERS; i++) {
		uint32_t c = s->reading->letters[t->start - i].c;

		if (c == TITLE_OPEN || c == TITLE_CLOSE)
			return c == TITLE_OPEN;
	}
	return false;
}

/* Is it a name that other words can come together to?  Full names are not. */
static bool
is_short_name(const struct entry *e)
{
	switch (e->class) {
	case CLASS_SHORT:
	case CLASS_TOWN_SHORT:
	case CLASS_SIGNED:
	case CLASS_QUARTER:
	case CLASS_VENUE:
	case CLASS_OUTSIDE_SHORT:
		return true;
	default:
		return false;
	}
}

/* 高水平谷物: two words meet and make the name. */
static bool
is_chance(const struct scan *s, struct toponym *t)
{
	unsigned joins;

	if (!is_short_name(t->entry))
		return false;
	joins = rules_joins(s->atlas->rules, s->reading, t->start, t->end);
	if (joins == (JOIN_LEFT | JOIN_RIGHT) || (joins != 0 && t->entry->class == CLASS_SIGNED))
		return true;
	if (joins == JOIN_LEFT && t->entry->class == CLASS_SHORT && !has(t, RULE_ORG))
		t->state = TOPONYM_DOUBTFUL;
	return false;
}

/* What a name needs in its surroundings to be a place without doubt. */
static void
doubt(const struct scan *s, struct toponym *t, const struct toponym *before)
{
	const struct entry *e = t->entry;
	bool word = e->class == CLASS_SIGNED ||
		    (e->class == CLASS_SHORT && (e->flags & ENTRY_WORD) != 0);

	if (word && !has(t, RULE_PLACE) && !has(t, RULE_ORG) &&
		!(before != NULL && before->entry->class == CLASS_CITY))
		t->state = TOPONYM_DOUBTFUL;
	if (e->class != CLASS_DISTRICT && e->class != CLASS_TOWN && !class_is_outside(e->class) &&
		!has(t, RULE_ORG) && in_title(s, t))
		t->state = TOPONYM_DOUBTFUL;
}

/* Does a name begin at a letter that reaches beyond another? */
static bool
name_reaches(const struct scan *s, uint32_t at, uint32_t beyond)
{
	struct name_match matches[NAME_MATCHES_MAX];
	unsigned found = names_at(s->atlas->names, &s->reading->letters[at],
		reading_room(s->reading, at), 1, matches);

	return found > 0 && at + matches[found - 1].length > beyond;
}

static bool
may_stand(const struct scan *s, struct toponym *t)
{
	const struct toponym *before = neighbour(s, t->start, 0);
	enum place_position position = (enum place_position)s->reading->letters[t->start].position;

	rules_look(s->atlas->rules, s->reading, t->start, t->end, scope_of(t->entry), &t->context);
	if (position == POS_CREDIT && !t->outside)
		return false;
	if (has(t, RULE_NOT) || is_chance(s, t))
		return false;
	/* 北京东城恒泰商贸有限公司 is a name, its union is a body. */
	if (has(t, RULE_NAMED) && !has(t, RULE_ORG) && before != NULL &&
		before->entry->class == CLASS_CITY)
		return false;
	t->context.rules &= ~(1U << RULE_NAMED);
	/* Around 丰台站 one is in 丰台. */
	if (has(t, RULE_OTHER) && !t->outside &&
		rules_word_at(s->atlas->rules, s->reading, t->context.end[RULE_OTHER], RULE_NEAR) >
			0)
		t->context.rules &= ~(1U << RULE_OTHER);
	/* 唐山市路北区 is no road. */
	if (has(t, RULE_OTHER) && t->outside && name_reaches(s, t->end, t->context.end[RULE_OTHER]))
		t->context.rules &= ~(1U << RULE_OTHER);
	/* 河北的一家公司 is in 河北, 湖北文化公司 need not be. */
	if (has(t, RULE_OTHER) && !(t->outside && has(t, RULE_CASE) &&
					  t->context.end[RULE_CASE] < t->context.end[RULE_OTHER]))
		return false;
	if (t->entry->class == CLASS_SHORT && is_person(s, t)) {
		t->context.rules = 1U << RULE_PERSON;
		t->state = TOPONYM_DROPPED;
		return true;
	}
	doubt(s, t, before);
	return true;
}

/* ---- the pass --------------------------------------------------------------------------- */

static enum err_code
push(struct toponyms *out, const struct toponym *t, struct arena *arena, struct err *err)
{
	if (out->count == out->cap) {
		uint32_t cap = out->cap == 0 ? 32 : out->cap * 2;
		struct toponym *larger = arena_calloc(arena, cap, sizeof *larger);

		if (larger == NULL)
			return err_nomem(err);
		if (out->count > 0)
			memcpy(larger, out->list, out->count * sizeof *larger);
		out->list = larger;
		out->cap = cap;
	}
	out->list[out->count++] = *t;
	return ERR_OK;
}

static bool
is_stop(const struct scan *s, const struct name_match *m)
{
	for (uint32_t i = 0; i < m->count; i++) {
		if (s->atlas->entries[m->values[i]].class == CLASS_STOP)
			return true;
	}
	return false;
}

static bool
try_name(struct scan *s, uint32_t at, const struct name_match *m, struct toponym *t)
{
	memset(t, 0, sizeof *t);
	memset(t->districts, NO_DISTRICT, sizeof t->districts);
	t->start = t->written = at;
	t->end = at + m->length;
	t->entries = m->values;
	t->entry_count = m->count;
	if (choose(s, t) && may_stand(s, t))
		return true;
	t->entry = NULL;
	return false;
}

static bool
name_begins(const struct scan *s, uint32_t at)
{
	struct name_match matches[NAME_MATCHES_MAX];

	return names_at(s->atlas->names, &s->reading->letters[at], reading_room(s->reading, at), 1,
		       matches) > 0;
}

/* Letters of a stop that are done with: a name that begins in it and reaches beyond is none of its
 * words (如朝阳 in 例如朝阳区). */
static uint32_t
pass_stop(const struct scan *s, uint32_t at, uint32_t length)
{
	struct name_match matches[NAME_MATCHES_MAX];

	for (uint32_t k = 1; k < length; k++) {
		unsigned found = names_at(s->atlas->names, &s->reading->letters[at + k],
			reading_room(s->reading, at + k), 1, matches);

		if (found > 0 && matches[found - 1].length > length - k)
			return k;
	}
	return length;
}

/* Tries the names that begin at a letter, the longest first.  Returns the letters that are
 * done with (0: no name here) and fills *t where it is a place. */
static uint32_t
place_at(struct scan *s, uint32_t at, uint32_t room, struct toponym *t)
{
	struct name_match matches[NAME_MATCHES_MAX];
	unsigned found = names_at(s->atlas->names, &s->reading->letters[at], room, 1, matches);

	while (found-- > 0) {
		struct toponym shorter;

		if (is_stop(s, &matches[found]))
			return pass_stop(s, at, matches[found].length);
		if (!try_name(s, at, &matches[found], t)) {
			if (has(t, RULE_NAMED))
				return t->context.end[RULE_NAMED] - at;
			if (has(t, RULE_OTHER))
				return matches[found].length;
			continue;
		}
		/* 江阴市长 is a name and an office, 吉林省长春市 two names. */
		if (has(t, RULE_PART) && t->outside && found > 0 && !name_begins(s, t->end) &&
			try_name(s, at, &matches[found - 1], &shorter))
			*t = shorter;
		return t->end - t->start;
	}
	return 0;
}

static enum err_code
find_in_part(struct scan *s, const struct part *part, struct err *err)
{
	const struct names_filter *filter = names_filter(s->atlas->names);
	const struct letter *letters = s->reading->letters;
	bool all = names_has_singles(s->atlas->names);
	enum err_code rc = ERR_OK;

	for (uint32_t at = part->start; at < part->end && rc == ERR_OK;) {
		struct toponym t;
		uint32_t done = 0;

		t.entry = NULL;
		if (all || names_may_begin(filter, &letters[at]))
			done = place_at(s, at, part->end - at, &t);
		if (done > 0 && t.entry != NULL)
			rc = push(s->out, &t, s->arena, err);
		at += done > 0 ? done : 1;
	}
	return rc;
}

enum err_code
toponyms_find(const struct atlas *atlas, const struct reading *reading, struct arena *arena,
	struct toponyms *out, struct err *err)
{
	struct scan s = {atlas, reading, arena, out};
	enum err_code rc = ERR_OK;

	memset(out, 0, sizeof *out);
	for (uint32_t i = 0; i < reading->part_count && rc == ERR_OK; i++)
		rc = find_in_part(&s, &reading->parts[i], err);
	return rc;
}

enum err_code
toponyms_add_garbled(struct toponyms *toponyms, const struct atlas *atlas,
	const struct reading *reading, uint32_t start, uint32_t end, const struct entry *entry,
	struct arena *arena, struct err *err)
{
	struct toponym t = {.start = start, .end = end, .written = start, .entry = entry};

	memcpy(t.districts, entry->districts, sizeof t.districts);
	rules_look(atlas->rules, reading, start, end, scope_of(entry), &t.context);
	t.context.rules |= 1U << RULE_GARBLED;
	return push(toponyms, &t, arena, err);
}
