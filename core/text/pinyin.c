#include "text/pinyin.h"
#include "base/table.h"
#include "base/utf8.h"
#include "text/fold.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#define HAN_FIRST 0x3400u
#define HAN_END 0xA000u
#define ROWS_MAX 2048
#define EXTRA_MAX 4096

/* A reading without its tone; row 0 is "none". */
static char syllables[ROWS_MAX][8];
static unsigned row_count;

/* The usual reading and the rank of characters of the main range. */
static uint16_t usual[HAN_END - HAN_FIRST], rank[HAN_END - HAN_FIRST];

/* Other readings, and all of characters outside the main range (those have a rank). */
struct extra {
	uint32_t c;
	uint16_t row, rank, order;
};
static struct extra extras[EXTRA_MAX];
static size_t extra_count;
static pthread_once_t once = PTHREAD_ONCE_INIT;

static int
by_char(const void *a, const void *b)
{
	const struct extra *x = a, *y = b;

	if (x->c != y->c)
		return x->c > y->c ? 1 : -1;
	return (x->order > y->order) - (x->order < y->order);
}

static void
add_extra(uint32_t c, unsigned row, unsigned char_rank)
{
	if (extra_count == EXTRA_MAX)
		return;
	extras[extra_count] = (struct extra){c, (uint16_t)row, (uint16_t)char_rank,
		(uint16_t)(char_rank != 0 ? 0 : 1 + extra_count)};
	extra_count++;
}

static void
load_row(const struct table_row *table_row, unsigned *next_rank)
{
	const struct field reading = table_row->field[0];
	const struct field first = table_row->field[1], others = table_row->field[2];
	unsigned row = row_count;
	size_t n;

	/* The last letter is the tone. */
	if (reading.len < 2 || reading.len > sizeof *syllables || row == ROWS_MAX)
		return;
	memcpy(syllables[row], reading.text, reading.len - 1);
	row_count++;
	for (size_t i = 0; i < first.len; i += n) {
		uint32_t c = utf8_get(first.text + i, &n);

		if (c >= HAN_FIRST && c < HAN_END) {
			usual[c - HAN_FIRST] = (uint16_t)row;
			rank[c - HAN_FIRST] = (uint16_t)++ * next_rank;
		} else {
			add_extra(c, row, ++*next_rank);
		}
	}
	for (size_t i = 0; i < others.len; i += n)
		add_extra(utf8_get(others.text + i, &n), row, 0);
}

static void
load(void)
{
	struct table_reader reader;
	struct table_row row;
	unsigned next_rank = 0;

	row_count = 1;
	if (table_open_builtin(&reader, "pinyin.tsv", NULL) != ERR_OK)
		return;
	while (table_next(&reader, &row, NULL))
		load_row(&row, &next_rank);
	qsort(extras, extra_count, sizeof *extras, by_char);
}

static const struct extra *
first_extra(uint32_t c)
{
	size_t low = 0, high = extra_count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (extras[middle].c < c)
			low = middle + 1;
		else
			high = middle;
	}
	return extras + low;
}

unsigned
pinyin_readings(uint32_t c, const char *out[PINYIN_READINGS])
{
	unsigned n = 0;

	if (c < HAN_FIRST)
		return 0;
	pthread_once(&once, load);
	if (c < HAN_END && usual[c - HAN_FIRST] != 0)
		out[n++] = syllables[usual[c - HAN_FIRST]];
	for (const struct extra *e = first_extra(c);
		e < extras + extra_count && e->c == c && n < PINYIN_READINGS; e++)
		out[n++] = syllables[e->row];
	return n;
}

unsigned
pinyin_rank(uint32_t c)
{
	const struct extra *e;

	if (c < HAN_FIRST)
		return 0;
	pthread_once(&once, load);
	if (c < HAN_END)
		return rank[c - HAN_FIRST];
	e = first_extra(c);
	return e < extras + extra_count && e->c == c ? e->rank : 0;
}

void
pinyin_of(const char *text, size_t len, struct buf *full, struct buf *initials)
{
	uint32_t folded[FOLD_MAX];
	const char *readings[PINYIN_READINGS];
	size_t n;

	for (size_t i = 0; i < len; i += n) {
		unsigned count = fold_char(utf8_get(text + i, &n), folded);

		for (unsigned k = 0; k < count; k++) {
			if (pinyin_readings(folded[k], readings) > 0) {
				if (full != NULL)
					buf_adds(full, readings[0]);
				if (initials != NULL)
					buf_addc(initials, readings[0][0]);
				continue;
			}
			if (full != NULL)
				buf_add_ucs4(full, folded[k]);
			if (initials != NULL)
				buf_add_ucs4(initials, folded[k]);
		}
	}
}

bool
pinyin_typed(const char *typed, size_t len)
{
	for (size_t i = 0; i < len; i++) {
		if (typed[i] < 'a' || typed[i] > 'z')
			return false;
	}
	return len > 0;
}

/* ---- matching --------------------------------------------------------------------------- */

/* What was typed is short, so the places that can be reached in it are the bits of a word. */
#define TYPED_MAX 63

struct matcher {
	char typed[TYPED_MAX + 1];
	unsigned len;
	uint64_t reached;
	unsigned score[TYPED_MAX + 1]; /* the best way to each place */
};

/* v stands for ü, and most people type u. */
static bool
same_letter(char typed, char letter)
{
	return typed == letter || (letter == 'v' && typed == 'u');
}

/* Letters of a syllable that are typed from `at` on. */
static unsigned
common(const struct matcher *m, unsigned at, const char *syllable)
{
	unsigned n = 0;

	while (at + n < m->len && syllable[n] != '\0' && same_letter(m->typed[at + n], syllable[n]))
		n++;
	return n;
}

static void
reach(struct matcher *next, unsigned place, unsigned score)
{
	if ((next->reached >> place & 1) == 0 || next->score[place] < score)
		next->score[place] = score;
	next->reached |= (uint64_t)1 << place;
}

/* A whole syllable is worth more than its letters, a part of one less. */
static void
step_reading(const struct matcher *m, unsigned at, const char *syllable, struct matcher *next)
{
	unsigned n = common(m, at, syllable), score = m->score[at];
	bool retroflex = n >= 2 && syllable[1] == 'h';

	if (n == 0)
		return;
	if (syllable[n] == '\0')
		reach(next, at + n, score + 4 * n + 4);
	else if (at + n == m->len)
		reach(next, at + n, score + 2 * n);
	reach(next, at + 1, score + 2);
	if (retroflex)
		reach(next, at + 2, score + 3);
}

static void
step_char(const struct matcher *m, uint32_t c, struct matcher *next)
{
	const char *readings[PINYIN_READINGS];
	unsigned count = pinyin_readings(c, readings);
	char bytes[4];
	unsigned n = (unsigned)utf8_put(bytes, c);

	next->reached = 0;
	for (unsigned at = 0; at < m->len; at++) {
		if ((m->reached >> at & 1) == 0)
			continue;
		if (n <= m->len - at && memcmp(m->typed + at, bytes, n) == 0)
			reach(next, at + n, m->score[at] + 4 * n + 4);
		for (unsigned i = 0; i < count; i++)
			step_reading(m, at, readings[i], next);
	}
}

static bool
take_typed(struct matcher *m, const char *typed)
{
	struct buf folded = {0};
	bool fits;

	fold_text(&folded, typed, strlen(typed));
	for (size_t i = 0; i < folded.len && m->len <= TYPED_MAX; i++) {
		char c = folded.data[i];

		if (c == ' ' || c == '\'')
			continue;
		if (m->len < TYPED_MAX)
			m->typed[m->len] = c;
		m->len++;
	}
	fits = buf_ok(&folded) && m->len > 0 && m->len <= TYPED_MAX;
	buf_free(&folded);
	return fits;
}

unsigned
pinyin_match(const char *typed, const char *text, size_t len, size_t *taken)
{
	struct matcher m = {.reached = 1}, next = {.reached = 0};
	uint32_t folded[FOLD_MAX];
	unsigned best = 0;
	size_t n;

	if (taken != NULL)
		*taken = 0;
	if (!take_typed(&m, typed))
		return 0;
	memcpy(next.typed, m.typed, sizeof m.typed);
	next.len = m.len;
	for (size_t i = 0; i < len && m.reached != 0; i += n) {
		unsigned count = fold_char(utf8_get(text + i, &n), folded);

		for (unsigned k = 0; k < count; k++) {
			step_char(&m, folded[k], &next);
			m.reached = next.reached;
			memcpy(m.score, next.score, sizeof m.score);
		}
		if ((m.reached >> m.len & 1) != 0) {
			unsigned score = 2 * m.score[m.len] + (i + n == len ? 1 : 0);

			if (score > best) {
				best = score;
				if (taken != NULL)
					*taken = i + n;
			}
		}
	}
	return best;
}
