/* Unicode's own tests of line breaks and graphemes, where the package unicode-data is
 * installed.  Every difference has a reason that stands here. */
#include "text/linebreak.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unigbrk.h>
#include <unistr.h>

#include <cmocka.h>

#define FOLDER "/usr/share/unicode/auxiliary/"
#define CHARS_MAX 64

/* A line of a test file: characters, and for each whether a break may be before it, with the
 * number of the rule that says so. */
struct sample {
	char text[CHARS_MAX * 4];
	size_t len;
	uint32_t c[CHARS_MAX + 1];
	size_t at[CHARS_MAX + 1]; /* byte where it starts */
	bool may[CHARS_MAX + 1];
	char rule[CHARS_MAX + 1][8];
	unsigned count;
};

static bool
is_break_sign(const char *token, bool *may)
{
	if (strcmp(token, "÷") != 0 && strcmp(token, "×") != 0)
		return false;
	*may = strcmp(token, "÷") == 0;
	return true;
}

static void
read_rules(struct sample *s, const char *comment)
{
	unsigned i = 0;

	while (i <= s->count && (comment = strchr(comment, '[')) != NULL) {
		sscanf(comment, "[%7[0-9.]", s->rule[i]);
		comment++;
		i++;
	}
}

/* false: no sample, or one with a surrogate, which valid text does not have. */
static bool
read_sample(char *line, struct sample *s)
{
	char *comment = strchr(line, '#'), *save = NULL;

	*s = (struct sample){0};
	if (comment == NULL || comment == line)
		return false;
	*comment++ = '\0';
	for (char *t = strtok_r(line, " \t", &save); t != NULL; t = strtok_r(NULL, " \t", &save)) {
		int n;

		if (is_break_sign(t, &s->may[s->count]))
			continue;
		assert_true(s->count < CHARS_MAX);
		s->c[s->count] = (uint32_t)strtoul(t, NULL, 16);
		s->at[s->count] = s->len;
		n = u8_uctomb((uint8_t *)s->text + s->len, s->c[s->count], 4);
		if (n <= 0)
			return false;
		s->len += (size_t)n;
		s->count++;
	}
	read_rules(s, comment);
	return s->count > 0;
}

static bool
one_of(uint32_t c, const uint32_t *list, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (list[i] == c)
			return true;
	return false;
}

/* Our own rules (data/linebreak.tsv) differ on purpose. */
static bool
is_tailored(const struct sample *s, unsigned i)
{
	static const uint32_t first[] = {',', '.', ':', ';', '!', '?', ')', ']', '}', 0xB7, 0x2019,
		0x201D, 0x2013, 0x2032, 0x3002, 0x3001, '%'};
	static const uint32_t last[] = {'(', '[', '{', 0x201C, 0x2018, 0x300C};

	for (unsigned k = 0; k < s->count;
		k++) /* quotes count as brackets, also for their neighbours */
		if (one_of(s->c[k], (uint32_t[]){0x2018, 0x2019, 0x201C, 0x201D}, 4))
			return true;
	return one_of(s->c[i], first, sizeof first / sizeof first[0]) ||
	       one_of(s->c[i - 1], last, sizeof last / sizeof last[0]);
}

/* libunistring glues spaces at the beginning of a paragraph to what follows. */
static bool
is_after_leading_space(const struct sample *s, unsigned i)
{
	unsigned k = i;

	while (k > 0 && s->c[k - 1] == ' ')
		k--;
	return k < i &&
	       (k == 0 || one_of(s->c[k - 1], (uint32_t[]){'\n', '\r', '\v', '\f', 0x85}, 5));
}

/* What libunistring 1.0 does otherwise than UAX #14, none of it in newspaper text. */
static const char *
known_difference(const struct sample *s, unsigned i)
{
	static const struct {
		const char *rule, *reason;
	} known[] = {
		{"20.01", "no break before an object replacement character"},
		{"20.02", "no break after an object replacement character"},
		{"29.0", "a comma or stop at the beginning of the text"},
		{"999.0", "numbers by rule LB25 itself, without the test file's own tailoring"},
		{"16.0", "a non-starter after a closing bracket and a space"},
		{"30.11", "regional indicators with a combining mark between them"},
		{"14.0", "a combining mark after an opening bracket and a space"},
	};

	if (is_tailored(s, i))
		return "tailored";
	if (strcmp(s->rule[i], "18.0") == 0 && is_after_leading_space(s, i))
		return "leading space";
	for (size_t k = 0; k < sizeof known / sizeof known[0]; k++)
		if (strcmp(s->rule[i], known[k].rule) == 0)
			return known[k].reason;
	return NULL;
}

static FILE *
open_samples(const char *name)
{
	FILE *f = fopen(name, "r");

	if (f == NULL)
		skip();
	return f;
}

static void
test_line_breaks(void **state)
{
	FILE *f = open_samples(FOLDER "LineBreakTest.txt");
	struct break_rules *rules;
	struct sample s;
	char line[4096];
	unsigned samples = 0, different = 0, unknown = 0;

	(void)state;
	assert_int_equal(break_rules_new(BREAK_BASIC, &rules, NULL), ERR_OK);
	while (fgets(line, sizeof line, f) != NULL) {
		char work[CHARS_MAX * 4], map[CHARS_MAX * 4 + 1];

		if (!read_sample(line, &s))
			continue;
		samples++;
		break_map(rules, s.text, s.len, work, map);
		for (unsigned i = 1; i < s.count; i++) {
			if ((map[s.at[i]] != BREAK_NO) == s.may[i])
				continue;
			different++;
			if (known_difference(&s, i) != NULL)
				continue;
			unknown++;
			print_message("# rule %s before U+%04X\n", s.rule[i], s.c[i]);
		}
	}
	fclose(f);
	break_rules_free(rules);
	assert_true(samples > 7000);
	assert_int_equal(unknown, 0);
	assert_true(different < samples / 5);
}

static void
test_graphemes(void **state)
{
	FILE *f = open_samples(FOLDER "GraphemeBreakTest.txt");
	struct sample s;
	char line[4096];
	unsigned samples = 0;

	(void)state;
	while (fgets(line, sizeof line, f) != NULL) {
		char map[CHARS_MAX * 4];

		if (!read_sample(line, &s))
			continue;
		samples++;
		u8_grapheme_breaks((const uint8_t *)s.text, s.len, map);
		for (unsigned i = 1; i < s.count; i++)
			assert_int_equal(map[s.at[i]], s.may[i]);
	}
	fclose(f);
	assert_true(samples > 500);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_line_breaks),
		cmocka_unit_test(test_graphemes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
