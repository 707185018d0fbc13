/* Reading: marks and their undoing, notes, the place where it was left, hits, copying. */
#include "../lib/temp.h"
#include "terminal.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static const struct terminal_options standard = {.cols = 80, .rows = 24};

static void
test_marks_are_undone_one_by_one(void **state)
{
	struct terminal *t = terminal_start(&standard);

	(void)state;
	terminal_keys(t, "* j m j a 值得一读 Enter");
	assert_true(terminal_row_has(t, 1, "★"));
	assert_false(terminal_row_has(t, 2, "•"));
	assert_true(terminal_row_has(t, 3, "✎"));
	terminal_keys(t, "u");
	assert_true(terminal_row_has(t, 3, "•"));
	terminal_keys(t, "u");
	assert_true(terminal_row_has(t, 2, "•"));
	terminal_keys(t, "u");
	assert_true(terminal_row_has(t, 1, "•"));
	terminal_keys(t, "u");
	assert_true(terminal_shows(t, "There is nothing to undo."));
	terminal_free(t);
}

static void
test_a_note_stands_in_the_article(void **state)
{
	struct terminal *t = terminal_start(&standard);

	(void)state;
	terminal_keys(t, "a 值得一读 Enter Enter");
	assert_true(terminal_shows(t, "值得一读"));
	terminal_keys(t, "a Ctrl-u 另一句 Enter");
	assert_true(terminal_shows(t, "另一句"));
	assert_false(terminal_shows(t, "值得一读"));
	terminal_free(t);
}

static void
test_the_place_is_remembered(void **state)
{
	struct terminal *t = terminal_start(&(struct terminal_options){.cols = 80, .rows = 12});
	char *before, *after, beginning[16];

	(void)state;
	terminal_keys(t, "Enter Space");
	before = terminal_row(t, 1);
	terminal_keys(t, "q j Enter q k Enter");
	after = terminal_row(t, 1);
	assert_string_equal(before, after);
	free(after);
	terminal_resize(t, 60, 20);
	terminal_sync(t);
	/* Other lines, the same place. */
	snprintf(beginning, sizeof beginning, "%.9s", before + 1);
	assert_true(terminal_row_has(t, 1, beginning) || terminal_row_has(t, 2, beginning));
	free(before);
	terminal_free(t);
}

/* n goes through all hits of one article and on into the next, p all the way back. */
static void
test_hits_across_articles(void **state)
{
	struct terminal *t = terminal_start(&standard);
	unsigned steps = 0;

	(void)state;
	terminal_keys(t, "/ 创新 Enter Enter");
	assert_true(terminal_row_has(t, 0, " 1/"));
	for (; steps < 60 && !terminal_row_has(t, 0, " 3/"); steps++)
		terminal_keys(t, "n");
	assert_true(steps > 2 && steps < 60);
	for (unsigned i = 0; i < steps; i++)
		terminal_keys(t, "p");
	assert_true(terminal_row_has(t, 0, " 1/"));
	terminal_keys(t, "p p");
	assert_true(terminal_row_has(t, 0, " 1/"));
	terminal_free(t);
}

/* Two hits on one screen: the one that n has come to looks different, also without colour. */
static void
test_the_hit_one_is_at(void **state)
{
	static const char *const terms[] = {"xterm-256color", "xterm", "vt100"};

	(void)state;
	for (size_t i = 0; i < sizeof terms / sizeof terms[0]; i++) {
		struct terminal *t = terminal_start(
			&(struct terminal_options){.cols = 80, .rows = 50, .term = terms[i]});
		char *first, *second, *again;

		terminal_keys(t, "/ 创新 Enter Enter");
		first = terminal_screen(t);
		terminal_keys(t, "n");
		second = terminal_screen(t);
		terminal_keys(t, "p");
		again = terminal_screen(t);
		assert_string_not_equal(first, second);
		assert_string_equal(first, again);
		free(first);
		free(second);
		free(again);
		terminal_free(t);
	}
}

/* An article that stood beside the list before the search has its hits as well. */
static void
test_hits_of_what_is_open(void **state)
{
	struct terminal *t = terminal_start(&(struct terminal_options){.cols = 120, .rows = 12});
	bool found = false;

	(void)state;
	terminal_keys(t, "/ 蒋亚娟 Enter Enter");
	for (int y = 1; y < 11; y++)
		found = found || terminal_row_has(t, y, "蒋亚娟");
	assert_true(found);
	terminal_free(t);
}

/* Space reads on through the list; what was opened is read. */
static void
test_space_reads_on(void **state)
{
	struct terminal *t = terminal_start(&standard);

	(void)state;
	terminal_keys(t, "Enter");
	for (int i = 0; i < 20 && !terminal_row_has(t, 0, " 2/"); i++)
		terminal_keys(t, "Space");
	assert_true(terminal_row_has(t, 0, " 2/"));
	terminal_keys(t, "q");
	assert_false(terminal_row_has(t, 1, "•"));
	assert_false(terminal_row_has(t, 2, "•"));
	assert_true(terminal_row_has(t, 3, "•"));
	terminal_free(t);
}

static void
test_copying(void **state)
{
	static const char *const variables[] = {"TMUX=/tmp/none,1,0", NULL};
	struct terminal_options in_tmux = standard;
	struct terminal *t = terminal_start(&standard);
	const char *bytes;
	size_t len;

	(void)state;
	terminal_keys(t, "y");
	assert_non_null(strstr(terminal_clipboard(t), "昌平区已成立9家职工创新工作室联盟"));
	assert_true(terminal_shows(t, "Copied"));
	terminal_keys(t, "Y");
	assert_non_null(strstr(terminal_clipboard(t), "[N]"));
	terminal_free(t);
	in_tmux.variables = variables;
	t = terminal_start(&in_tmux);
	terminal_bytes(t, &len);
	terminal_keys(t, "y");
	bytes = terminal_bytes(t, &len);
	assert_non_null(memmem(bytes, len, "\033Ptmux;\033\033]52;c;", 14));
	terminal_free(t);
}

/* Whether the right column has these words in one of its first lines. */
static bool
right_has(const struct terminal *t, const char *words)
{
	bool found = false;

	for (int y = 2; y < 6 && !found; y++) {
		char *row = terminal_row(t, y);
		const char *right = strstr(row, "│");

		found = right != NULL && strstr(right, words) != NULL;
		free(row);
	}
	return found;
}

/* The page's own text follows the repaired one. */
static void
test_raw_follows(void **state)
{
	struct terminal *t = terminal_start(&standard);
	unsigned looked = 0;

	(void)state;
	terminal_keys(t, "o");
	assert_true(right_has(t, "探索打造三种联盟"));
	for (int i = 0; i < 30; i++) {
		char *row, words[8];

		terminal_keys(t, "j");
		row = terminal_row(t, 2);
		if (strlen(row) < 40 || row[1] == ' ' || (row[1] & 0x80) == 0) {
			free(row);
			continue; /* a paragraph's first line, or what has no source */
		}
		snprintf(words, sizeof words, "%.6s", row + 1);
		free(row);
		looked++;
		if (!right_has(t, words))
			fail_msg("at step %d the right column has no \"%s\"", i, words);
	}
	assert_true(looked > 10);
	terminal_free(t);
}

static void
test_export(void **state)
{
	char *folder = temp_new(), keys[256], *text;
	struct terminal *t = terminal_start(&standard);
	size_t len;

	(void)state;
	snprintf(keys, sizeof keys, "f c p Enter e Ctrl-u %s/out.jsonl Enter", folder);
	terminal_keys(t, keys);
	assert_true(terminal_shows(t, "3 articles written"));
	text = temp_read(temp_path(folder, "out.jsonl"), &len);
	assert_non_null(strstr(text, "\"district\":\"昌平区\""));
	free(text);
	snprintf(keys, sizeof keys, "s e Ctrl-u %s/out.svg Enter", folder);
	terminal_keys(t, keys);
	text = temp_read(temp_path(folder, "out.svg"), &len);
	assert_non_null(strstr(text, "<svg"));
	free(text);
	terminal_free(t);
	temp_free(folder);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_marks_are_undone_one_by_one),
		cmocka_unit_test(test_a_note_stands_in_the_article),
		cmocka_unit_test(test_the_place_is_remembered),
		cmocka_unit_test(test_hits_across_articles),
		cmocka_unit_test(test_the_hit_one_is_at),
		cmocka_unit_test(test_hits_of_what_is_open),
		cmocka_unit_test(test_space_reads_on),
		cmocka_unit_test(test_copying),
		cmocka_unit_test(test_raw_follows),
		cmocka_unit_test(test_export),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
