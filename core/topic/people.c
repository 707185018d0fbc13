/*
 * people.c - whom an article quotes or names with an office.
 *
 * A name is a surname and one or two characters more, or several parts with
 * middle dots, and something behind it that ends a name.  Who speaks is named
 * by a verb of speech behind the name; who does not, only by an office before it
 * and a frequent surname.  Where a name's end cannot be told, nobody is named:
 * a facet of people is worth something only if they are people.
 */
#include "place/reading.h"
#include "place/rules.h"
#include "topic/lexicon.h"

#include <string.h>

#define OFFICE_MAX 36 /* letters of an office that are given */
#define GIVEN_MAX 2   /* letters of a given name */
#define FIRST_MAX 6   /* letters of the first part of a name with middle dots */
#define DOTTED_MAX 9  /* letters of the others */
#define PEOPLE_MAX 64 /* in one article */
#define MIDDLE_DOT 0xB7U
#define DE 0x7684U /* 的 */
#define ENUMERATION_COMMA 0x3001U

struct search {
	const struct lexicon *lexicon;
	const struct reading *reading;
	struct arena *arena;
	struct person *people;
	unsigned count;
};

/* ---- words ------------------------------------------------------------------------------ */

/* The longest word of this kind that begins at a letter; its length or 0. */
static uint32_t
word_at(const struct search *s, uint32_t at, enum office_kind kind)
{
	struct name_match m[NAME_MATCHES_MAX];
	unsigned found = names_at(
		s->lexicon->speech, &s->reading->letters[at], reading_room(s->reading, at), 1, m);

	while (found-- > 0) {
		for (uint32_t v = 0; v < m[found].count; v++) {
			if (m[found].values[v] == kind)
				return m[found].length;
		}
	}
	return 0;
}

static bool
is_han(uint32_t c)
{
	return (c >= 0x4E00 && c <= 0x9FFF) || (c >= 0x3400 && c <= 0x4DBF) || c >= 0x20000;
}

static bool
all_han(const struct search *s, uint32_t start, uint32_t length)
{
	for (uint32_t i = 0; i < length; i++) {
		if (!is_han(s->reading->letters[start + i].c))
			return false;
	}
	return true;
}

/* Does somebody speak here, perhaps after some words on how? */
static bool
speaks_at(const struct search *s, uint32_t at)
{
	uint32_t room = reading_room(s->reading, at), manner;

	if (room == 0)
		return false;
	if (word_at(s, at, OFFICE_SAY) > 0)
		return true;
	manner = word_at(s, at, OFFICE_MANNER);
	return manner > 0 && room > manner && word_at(s, at + manner, OFFICE_SAY) > 0;
}

/* Can a name of this part end before letter `at`? */
static bool
ends_before(const struct search *s, uint32_t at, uint32_t part)
{
	const struct reading *r = s->reading;

	return at >= r->count || r->letters[at].part != part || letter_is_stop(r->letters[at].c) ||
	       word_at(s, at, OFFICE_GOES) > 0;
}

/* ---- names ------------------------------------------------------------------------------ */

/* Letters of the surname that begins here, 0: none. */
static uint32_t
surname_at(const struct search *s, uint32_t at)
{
	struct name_match m[NAME_MATCHES_MAX];
	unsigned found = names_at(
		s->lexicon->surnames, &s->reading->letters[at], reading_room(s->reading, at), 1, m);

	if (found == 0 || word_at(s, at, OFFICE_NOT) > 0)
		return 0;
	return m[found - 1].length;
}

/* 艾力·吐尔洪: the letters before its last dot and that dot, 0: no dot. */
static uint32_t
to_last_dot(const struct search *s, uint32_t at)
{
	const struct reading *r = s->reading;
	uint32_t room = reading_room(r, at), dot = 0, run = 0;

	for (uint32_t i = 0; i < room && run <= DOTTED_MAX; i++, run++) {
		if (r->letters[at + i].c == MIDDLE_DOT) {
			if (run == 0 || (dot == 0 && run > FIRST_MAX))
				return 0;
			dot = i + 1;
			run = 0;
		} else if (!is_han(r->letters[at + i].c)) {
			break;
		}
	}
	return dot;
}

/* The length of a name that begins here with `head` letters that are sure and ends after `least`
 * to `most` more: where somebody speaks behind it, else (unless `speech` is asked for) where
 * something else ends it; 0: nowhere. */
static uint32_t
close_name(const struct search *s, uint32_t at, uint32_t head, uint32_t most, bool speech)
{
	uint32_t part = s->reading->letters[at].part, room = reading_room(s->reading, at);

	for (uint32_t n = 1; n <= most && head + n < room; n++) {
		if (all_han(s, at + head, n) && speaks_at(s, at + head + n))
			return head + n;
	}
	for (uint32_t n = 1; !speech && n <= most && head + n <= room; n++) {
		if (all_han(s, at + head, n) && ends_before(s, at + head + n, part))
			return head + n;
	}
	return 0;
}

/* Letters of the name that begins here, 0: none, or its end cannot be told.  speech: only one who
 * speaks. */
static uint32_t
name_at(const struct search *s, uint32_t at, bool speech)
{
	uint32_t dotted, surname;

	if (word_at(s, at, OFFICE_NOT) > 0)
		return 0;
	dotted = to_last_dot(s, at);
	if (dotted > 0)
		return close_name(s, at, dotted, DOTTED_MAX, speech);
	surname = surname_at(s, at);
	if (surname == 0 || word_at(s, at + surname, OFFICE_POLITE) > 0)
		return 0;
	if (surname == 1 && word_at(s, at, OFFICE_FREQUENT) == 0)
		speech = true;
	return close_name(s, at, surname, GIVEN_MAX, speech);
}

/* ---- offices ---------------------------------------------------------------------------- */

/* Where the office begins that ends at `end`: behind the last mark (、 may stand inside), 的 or
 * word that cuts. */
static uint32_t
office_start(const struct search *s, uint32_t end, uint32_t last)
{
	const struct reading *r = s->reading;
	uint32_t room = reading_room_before(r, end - 1) + 1, length = 0, start;

	while (length < room && length < OFFICE_MAX) {
		uint32_t c = r->letters[end - 1 - length].c;

		if (c == DE || (letter_is_stop(c) && c != ENUMERATION_COMMA))
			break;
		length++;
	}
	start = end - length;
	/* Cut in the middle, no office is better than half of one. */
	if (length == OFFICE_MAX)
		start = last;
	for (uint32_t i = start; i < last; i++) {
		uint32_t cut = word_at(s, i, OFFICE_CUT);

		if (cut > 0 && i + cut <= last)
			start = i + cut;
	}
	while (start < last && r->letters[start].c == ENUMERATION_COMMA)
		start++;
	length = word_at(s, start, OFFICE_HEAD);
	return start + length <= last ? start + length : start;
}

static enum err_code
add_person(struct search *s, uint32_t name, uint32_t name_end, uint32_t office, uint32_t office_end,
	struct err *err)
{
	const struct reading *r = s->reading;
	const char *text = reading_text(r, name, name_end, s->arena);
	const char *title = reading_text(r, office, office_end, s->arena);
	struct person *p;

	if (text == NULL || title == NULL)
		return err_nomem(err);
	for (unsigned i = 0; i < s->count; i++) {
		if (strcmp(s->people[i].name, text) == 0) {
			if (strlen(title) > strlen(s->people[i].office))
				s->people[i].office = title;
			return ERR_OK;
		}
	}
	if (s->count == PEOPLE_MAX)
		return ERR_OK;
	p = &s->people[s->count++];
	p->name = text;
	p->office = title;
	reading_bytes(r, name, name_end, &p->start, &p->end);
	return ERR_OK;
}

/* An office and a name behind it: 组长邓岚说.  *done: letters that are done with. */
static enum err_code
try_office(struct search *s, uint32_t at, uint32_t room, uint32_t *done, struct err *err)
{
	struct name_match m[NAME_MATCHES_MAX];
	unsigned found = names_at(s->lexicon->offices, &s->reading->letters[at], room, 1, m);
	uint32_t name, letters;

	*done = 0;
	if (found == 0 || m[found - 1].length >= room)
		return ERR_OK;
	name = at + m[found - 1].length;
	letters = name_at(s, name, false);
	if (letters == 0)
		return ERR_OK;
	*done = name + letters - at;
	return add_person(s, name, name + letters, office_start(s, name, at), name, err);
}

/* A name at the beginning of a clause, whose bearer speaks: 沈玉兰说, 王冰书记表示. */
static enum err_code
try_name(struct search *s, uint32_t at, uint32_t *done, struct err *err)
{
	const struct reading *r = s->reading;
	uint32_t letters, surname = surname_at(s, at), part = r->letters[at].part;

	*done = 0;
	if (surname == 0 || (surname == 1 && word_at(s, at, OFFICE_FREQUENT) == 0))
		return ERR_OK;
	for (uint32_t given = GIVEN_MAX; given >= 1; given--) {
		uint32_t end = at + surname + given, title;

		if (end >= r->count || r->letters[end].part != part ||
			!all_han(s, at, surname + given))
			continue;
		title = word_at(s, end, OFFICE_TITLE);
		if (title > 0 && speaks_at(s, end + title)) {
			*done = surname + given + title;
			return add_person(s, at, end, end, end + title, err);
		}
	}
	letters = name_at(s, at, true);
	*done = letters;
	return letters == 0 ? ERR_OK : add_person(s, at, at + letters, at, at, err);
}

/* A name with middle dots, whose bearer speaks, behind 的. */
static enum err_code
try_dotted(struct search *s, uint32_t at, uint32_t *done, struct err *err)
{
	*done = to_last_dot(s, at) > 0 ? name_at(s, at, true) : 0;
	return *done == 0 ? ERR_OK : add_person(s, at, at + *done, at, at, err);
}

static enum err_code
find_in_part(struct search *s, const struct part *part, struct err *err)
{
	const struct names_filter *filter = names_filter(s->lexicon->offices);
	const struct letter *letters = s->reading->letters;
	enum err_code rc = ERR_OK;

	for (uint32_t at = part->start; at < part->end && rc == ERR_OK;) {
		bool first = at == part->start;
		uint32_t done = 0;

		if (names_may_begin(filter, &letters[at]))
			rc = try_office(s, at, part->end - at, &done, err);
		if (rc == ERR_OK && done == 0 && (first || letter_is_stop(letters[at - 1].c)))
			rc = try_name(s, at, &done, err);
		else if (rc == ERR_OK && done == 0 && letters[at - 1].c == DE)
			rc = try_dotted(s, at, &done, err);
		at += done > 0 ? done : 1;
	}
	return rc;
}

enum err_code
people_find_reading(const struct lexicon *lexicon, const struct reading *reading,
	struct arena *arena, const struct person **out, unsigned *count, struct err *err)
{
	struct search s = {.lexicon = lexicon, .reading = reading, .arena = arena};
	enum err_code rc = ERR_OK;

	*out = NULL;
	*count = 0;
	s.people = arena_calloc(arena, PEOPLE_MAX, sizeof *s.people);
	if (s.people == NULL)
		return err_nomem(err);
	for (uint32_t i = 0; i < reading->part_count && rc == ERR_OK; i++) {
		enum part_kind kind = reading->parts[i].kind;

		if (kind != PART_CREDIT && kind != PART_DATELINE && kind != PART_SECTION)
			rc = find_in_part(&s, &reading->parts[i], err);
	}
	if (rc != ERR_OK)
		return rc;
	*out = s.people;
	*count = s.count;
	return ERR_OK;
}

enum err_code
people_find(const struct lexicon *lexicon, const struct article *article, struct arena *arena,
	const struct person **out, unsigned *count, struct err *err)
{
	struct reading reading;
	enum err_code rc = reading_make(article, arena, &reading, err);

	*out = NULL;
	*count = 0;
	return rc == ERR_OK ? people_find_reading(lexicon, &reading, arena, out, count, err) : rc;
}
