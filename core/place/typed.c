#include "place/typed.h"

#include "place/reading.h"
#include "text/pinyin.h"

#include <string.h>
#include <unistr.h>

/* Adds the letters of text to out, folded, white space left out. */
static size_t
fold(const char *text, size_t len, uint32_t out[TYPED_MAX])
{
	size_t count = 0;

	for (size_t i = 0; i < len && count < TYPED_MAX;) {
		ucs4_t c;
		int n = u8_mbtoucr(&c, (const uint8_t *)text + i, len - i);

		if (n <= 0) {
			c = 0xFFFD;
			n = 1;
		}
		i += (size_t)n;
		c = letter_fold(c);
		if (c >= 'A' && c <= 'Z')
			c += 'a' - 'A';
		if (c != ' ')
			out[count++] = c;
	}
	return count;
}

void
typed_begin(struct typed *typed, const char *text)
{
	struct buf pinyin = {0};

	memset(typed, 0, sizeof *typed);
	typed->count = fold(text, strlen(text), typed->text);
	pinyin_of(text, strlen(text), &pinyin, NULL);
	typed->sound_count = fold(buf_str(&pinyin), pinyin.len, typed->sound);
	if (typed->sound_count == typed->count &&
		memcmp(typed->sound, typed->text, typed->count * sizeof *typed->text) == 0)
		typed->sound_count = 0;
	buf_free(&pinyin);
}

/* Levenshtein's distance. */
static unsigned
distance(const uint32_t *a, size_t m, const uint32_t *b, size_t n)
{
	unsigned row[TYPED_MAX + 1];

	for (size_t j = 0; j <= n; j++)
		row[j] = (unsigned)j;
	for (size_t i = 1; i <= m; i++) {
		unsigned corner = row[0];

		row[0] = (unsigned)i;
		for (size_t j = 1; j <= n; j++) {
			unsigned best = corner + (a[i - 1] != b[j - 1]);

			corner = row[j];
			if (row[j] + 1 < best)
				best = row[j] + 1;
			if (row[j - 1] + 1 < best)
				best = row[j - 1] + 1;
			row[j] = best;
		}
	}
	return row[n];
}

static void
offer(struct typed *typed, unsigned index, unsigned far)
{
	unsigned i;

	for (i = 0; i < typed->nearest_count; i++) {
		if (typed->nearest[i] == index) {
			if (typed->distance[i] <= far)
				return;
			memmove(&typed->nearest[i], &typed->nearest[i + 1],
				(typed->nearest_count - i - 1) * sizeof typed->nearest[0]);
			memmove(&typed->distance[i], &typed->distance[i + 1],
				(typed->nearest_count - i - 1) * sizeof typed->distance[0]);
			typed->nearest_count--;
			break;
		}
	}
	for (i = 0; i < typed->nearest_count && typed->distance[i] <= far;)
		i++;
	if (i == TYPED_NEAREST)
		return;
	if (typed->nearest_count < TYPED_NEAREST)
		typed->nearest_count++;
	for (unsigned j = typed->nearest_count - 1; j > i; j--) {
		typed->nearest[j] = typed->nearest[j - 1];
		typed->distance[j] = typed->distance[j - 1];
	}
	typed->nearest[i] = index;
	typed->distance[i] = far;
}

static void
compare(struct typed *typed, unsigned index, const char *spelling, size_t len)
{
	uint32_t letters[TYPED_MAX];
	size_t count = fold(spelling, len, letters);
	unsigned far;

	if (count == 0 || typed->count == 0)
		return;
	far = distance(typed->text, typed->count, letters, count);
	if (far == 0 && !typed->exact) {
		typed->exact = true;
		typed->found = index;
	}
	/* Nothing in common is not near. */
	if (far < (count > typed->count ? count : typed->count))
		offer(typed, index, far);
}

void
typed_spelling(struct typed *typed, unsigned index, const char *spelling, bool words)
{
	const char *p = spelling;

	while (*p != '\0') {
		size_t len = words ? strcspn(p, " ") : strlen(p);

		compare(typed, index, p, len);
		p += len;
		p += strspn(p, " ");
	}
}

/* A syllable has about three letters: as many count as one edit of a character. */
#define SYLLABLE 3

void
typed_sound(struct typed *typed, unsigned index, const char *pinyin)
{
	uint32_t letters[TYPED_MAX];
	size_t count = fold(pinyin, strlen(pinyin), letters);
	unsigned far;

	if (count == 0 || typed->sound_count == 0)
		return;
	far = distance(typed->sound, typed->sound_count, letters, count);
	if (far < (count > typed->sound_count ? count : typed->sound_count))
		offer(typed, index, (far + SYLLABLE - 1) / SYLLABLE);
}
