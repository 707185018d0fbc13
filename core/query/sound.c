#include "query/sound.h"
#include "archive/follow.h"
#include "base/utf8.h"
#include "text/pinyin.h"

#include <stdlib.h>
#include <string.h>

#define TYPED_MAX 30u
#define CHARS_MAX 4u

/* Beginnings of words that are followed further: the most frequent. */
#define FOLLOWED 48u

/* Han characters that have readings in everyday use (CJK Unified Ideographs). */
#define FIRST_CHAR 0x4E00u
#define LAST_CHAR 0x9FFFu

/* The beginning of a word, and up to where in what was typed it may go: a bit for each letter. */
struct start {
	uint32_t c[CHARS_MAX];
	unsigned chars;
	uint32_t reached;
	uint64_t count;
};

struct sound {
	struct archive *archive;
	const char *typed;
	unsigned len;
	bool unfinished, initials;
	enum zone zone;
	struct start *start, *next; /* FOLLOWED each, but the first characters: all */
	unsigned start_count, next_count;
	struct buf row; /* what follows a character */
	struct start *best;
	unsigned best_count, limit;
};

/* ---- first letters ---------------------------------------------------------------------- */

/* For each character, a bit for each letter that a reading of it begins with; made once for a
 * handle, as every word that is typed asks for all characters. */
static enum err_code
load_letters(struct archive *archive, struct err *err)
{
	uint32_t *letters;

	if (archive->letters != NULL)
		return ERR_OK;
	letters = calloc(LAST_CHAR - FIRST_CHAR + 1, sizeof *letters);
	if (letters == NULL)
		return err_nomem(err);
	for (uint32_t c = FIRST_CHAR; c <= LAST_CHAR; c++) {
		const char *reading[PINYIN_READINGS];
		unsigned count = pinyin_readings(c, reading);

		for (unsigned i = 0; i < count; i++)
			letters[c - FIRST_CHAR] |= 1u << (reading[i][0] - 'a');
	}
	archive->letters = letters;
	return ERR_OK;
}

static bool
begins_with(const struct archive *archive, char letter, uint32_t c)
{
	return (archive->letters[c - FIRST_CHAR] >> (letter - 'a') & 1) != 0;
}

enum err_code
sound_begins(struct archive *archive, char letter, const char *text, bool *out, struct err *err)
{
	enum err_code code = load_letters(archive, err);
	size_t len;
	uint32_t c = utf8_get(text, &len);

	*out = code != ERR_OK || letter < 'a' || letter > 'z' || c < FIRST_CHAR || c > LAST_CHAR ||
	       begins_with(archive, letter, c);
	return code;
}

/* ---- readings --------------------------------------------------------------------------- */

/* v stands for ü, and most people type u. */
static bool
same_letter(char typed, char letter)
{
	return typed == letter || (letter == 'v' && typed == 'u');
}

static uint32_t
step_reading(const struct sound *s, unsigned at, const char *reading)
{
	unsigned n = 0;
	uint32_t reached = 0;

	while (at + n < s->len && reading[n] != '\0' && same_letter(s->typed[at + n], reading[n]))
		n++;
	if (n > 0 && (reading[n] == '\0' || (s->unfinished && at + n == s->len)))
		reached |= 1u << (at + n);
	if (n > 0 && s->initials)
		reached |= 1u << (at + 1);
	if (n > 1 && s->initials && reading[1] == 'h')
		reached |= 1u << (at + 2);
	return reached;
}

/* Where one more character can lead to. */
static uint32_t
step(const struct sound *s, uint32_t reached, uint32_t c)
{
	const char *reading[PINYIN_READINGS];
	unsigned count = pinyin_readings(c, reading);
	uint32_t next = 0;

	for (unsigned at = 0; at < s->len; at++) {
		for (unsigned i = 0; (reached >> at & 1) != 0 && i < count; i++)
			next |= step_reading(s, at, reading[i]);
	}
	return next;
}

/* ---- keeping the most frequent ---------------------------------------------------------- */

static void
keep(struct start *list, unsigned *count, unsigned limit, const struct start *what)
{
	unsigned at;

	if (*count == limit && (limit == 0 || list[limit - 1].count >= what->count))
		return;
	if (*count < limit)
		++*count;
	for (at = *count - 1; at > 0 && list[at - 1].count < what->count; at--)
		list[at] = list[at - 1];
	list[at] = *what;
}

static bool
is_listed(const struct sound *s, const struct start *what)
{
	for (unsigned i = 0; i < s->best_count; i++) {
		if (s->best[i].chars == what->chars &&
			memcmp(s->best[i].c, what->c, what->chars * sizeof *what->c) == 0)
			return true;
	}
	return false;
}

/* ---- following -------------------------------------------------------------------------- */

/* The letters that may come next, a bit each. */
static uint32_t
next_letters(const struct sound *s, uint32_t reached)
{
	uint32_t letters = 0;

	for (unsigned at = 0; at < s->len; at++) {
		if ((reached >> at & 1) != 0)
			letters |= 1u << (s->typed[at] - 'a');
	}
	return letters;
}

static void
follow_with(struct sound *s, const struct start *start, uint32_t c, uint64_t count)
{
	struct start next = *start;
	uint64_t articles = count < start->count ? count : start->count;
	uint32_t reached;

	/* Most are too rare for either list, and need not be pronounced. */
	if (s->best_count == s->limit && s->best[s->limit - 1].count >= articles &&
		s->next_count == FOLLOWED && s->next[FOLLOWED - 1].count >= articles)
		return;
	reached = step(s, start->reached, c);
	if (reached == 0)
		return;
	next.c[next.chars++] = c;
	next.reached = reached;
	next.count = articles;
	if ((reached >> s->len & 1) != 0 && !is_listed(s, &next))
		keep(s->best, &s->best_count, s->limit, &next);
	if ((reached & ((1u << s->len) - 1)) != 0)
		keep(s->next, &s->next_count, FOLLOWED, &next);
}

static enum err_code
follow(struct sound *s, const struct start *start, struct err *err)
{
	enum err_code code = db_check(&s->archive->db, err);
	const unsigned char *p, *end;
	uint32_t c = 0;
	uint32_t letters = next_letters(s, start->reached);
	uint64_t count;

	if (code == ERR_OK)
		code = follow_get(s->archive, s->zone, start->c[start->chars - 1], &s->row, err);
	if (code != ERR_OK)
		return code;
	p = (const unsigned char *)buf_str(&s->row);
	end = p + s->row.len;
	while (p < end && follow_next(&p, end, &c, &count)) {
		/* Most begin with another letter, and are known by that alone. */
		if (c < FIRST_CHAR || c > LAST_CHAR ||
			(s->archive->letters[c - FIRST_CHAR] & letters) != 0)
			follow_with(s, start, c, count);
	}
	return ERR_OK;
}

static enum err_code
search(struct sound *s, struct err *err)
{
	enum err_code code = ERR_OK;

	s->start_count = 0;
	for (uint32_t c = FIRST_CHAR; c <= LAST_CHAR; c++) {
		uint32_t reached;

		if (!begins_with(s->archive, s->typed[0], c))
			continue;
		reached = step(s, 1, c) & ((1u << s->len) - 1);
		if (reached != 0)
			s->start[s->start_count++] = (struct start){{c}, 1, reached, UINT64_MAX};
	}
	for (unsigned chars = 2; code == ERR_OK && chars <= CHARS_MAX; chars++) {
		s->next_count = 0;
		for (unsigned i = 0; code == ERR_OK && i < s->start_count; i++)
			code = follow(s, &s->start[i], err);
		memcpy(s->start, s->next, s->next_count * sizeof *s->start);
		s->start_count = s->next_count;
	}
	return code;
}

/* ---- all of it -------------------------------------------------------------------------- */

static enum err_code
search_zones(struct sound *s, struct err *err)
{
	enum err_code code = load_letters(s->archive, err);

	s->start = calloc(LAST_CHAR - FIRST_CHAR + 1, sizeof *s->start);
	s->next = calloc(FOLLOWED, sizeof *s->next);
	s->best = calloc((size_t)s->limit + 1, sizeof *s->best);
	if (code == ERR_OK && (s->start == NULL || s->next == NULL || s->best == NULL))
		code = err_nomem(err);
	s->zone = ZONE_ANY;
	if (code == ERR_OK)
		code = search(s, err);
	s->zone = ZONE_HEADLINE;
	s->initials = true;
	if (code == ERR_OK && s->best_count < s->limit)
		code = search(s, err);
	/* A small archive has few headlines. */
	s->zone = ZONE_ANY;
	if (code == ERR_OK && s->best_count < s->limit)
		code = search(s, err);
	return code;
}

enum err_code
sound_words(struct archive *archive, const char *typed, bool unfinished, unsigned limit,
	struct arena *arena, struct sound_word *out, unsigned *count, struct err *err)
{
	struct sound s = {.archive = archive,
		.typed = typed,
		.len = (unsigned)strlen(typed),
		.unfinished = unfinished,
		.limit = limit};
	enum err_code code = ERR_OK;

	*count = 0;
	if (s.len < 2 || s.len > TYPED_MAX || !pinyin_typed(typed, s.len) || limit == 0)
		return ERR_OK;
	code = search_zones(&s, err);
	for (unsigned i = 0; code == ERR_OK && i < s.best_count; i++) {
		char text[CHARS_MAX * 4 + 1];
		size_t n = 0;

		for (unsigned k = 0; k < s.best[i].chars; k++)
			n += utf8_put(text + n, s.best[i].c[k]);
		out[i] = (struct sound_word){arena_strndup(arena, text, n), s.best[i].count};
		if (out[i].text == NULL)
			code = err_nomem(err);
		++*count;
	}
	buf_free(&s.row);
	free(s.start);
	free(s.next);
	free(s.best);
	return code;
}
