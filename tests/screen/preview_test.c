/* The article beside the list is the one that the cursor is on, whatever brought it there. */
#include "terminal.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static const struct terminal_options wide = {.cols = 120, .rows = 40, .own_pages = true};

static const char bar[] = "▌", divider[] = "│";

/* The headline in the list's row that the cursor is on; the caller frees it. */
static char *
chosen(const struct terminal *t)
{
	for (int y = 0; y < 40; y++) {
		char *row = terminal_row(t, y), *at = strstr(row, bar), *title = NULL;

		/* Behind the bar stands a mark, or nothing where it has been read. */
		if (at != NULL) {
			at += strlen(bar);
			at += strspn(at, " ");
			if (strncmp(at, "•", strlen("•")) == 0)
				at += strlen("•");
			at += strspn(at, " ");
			title = strndup(at, strcspn(at, " "));
		}
		free(row);
		if (title != NULL)
			return title;
	}
	fail_msg("the list has no cursor");
	return NULL;
}

/* Whether the pane behind the last divider begins with the headline of the list's cursor. */
static void
check_follows(const struct terminal *t, const char *after_what)
{
	char *title = chosen(t), *row = terminal_row(t, 1), *last = row;

	for (char *p = row; (p = strstr(p, divider)) != NULL; p += strlen(divider))
		last = p;
	if (strstr(last, title) == NULL)
		fail_msg("after %s the list is at %s, the text beside it is \"%s\"", after_what,
			title, last + strlen(divider));
	free(title);
	free(row);
}

static void
test_after_filters(void **state)
{
	struct terminal *t = terminal_start(&wide);

	(void)state;
	check_follows(t, "the start");
	terminal_keys(t, "f d x Enter");
	check_follows(t, "a district");
	terminal_keys(t, "Esc");
	check_follows(t, "taking it back");
	terminal_keys(t, "G / 职工 Enter");
	check_follows(t, "a search");
	terminal_keys(t, "X");
	check_follows(t, "taking back all");
	terminal_keys(t, "j f Down Down Space Down Space Enter");
	check_follows(t, "two districts");
	terminal_keys(t, "x Space Enter");
	check_follows(t, "taking back one of two");
	terminal_free(t);
}

/* An article that was opened from elsewhere does not stay beside the list. */
static void
test_after_other_views(void **state)
{
	struct terminal *t = terminal_start(&wide);

	(void)state;
	terminal_keys(t, "R");
	assert_true(terminal_shows(t, "Related to"));
	terminal_keys(t, "Enter");
	terminal_keys(t, "q q");
	check_follows(t, "a related article");
	terminal_keys(t, "g Enter n n q");
	check_follows(t, "going on in the article");
	terminal_keys(t, "s Enter");
	check_follows(t, "a bar of the statistics");
	terminal_free(t);
}

static void
resize(struct terminal *t, int cols)
{
	terminal_resize(t, cols, 40);
	assert_true(terminal_sync(t));
}

static void
test_after_a_resize(void **state)
{
	struct terminal *t = terminal_start(&wide);

	(void)state;
	resize(t, 80);
	terminal_keys(t, "j j");
	resize(t, 120);
	check_follows(t, "a wider window");
	terminal_keys(t, "Enter");
	resize(t, 80);
	terminal_keys(t, "q j f Down Space Enter");
	terminal_keys(t, "Esc");
	resize(t, 200);
	check_follows(t, "a filter in a narrow one");
	terminal_free(t);
}

/* While a search is typed the list changes, and so does what stands beside it. */
static void
test_while_typing(void **state)
{
	struct terminal *t = terminal_start(&wide);

	(void)state;
	terminal_keys(t, "G / 职");
	check_follows(t, "one character");
	terminal_keys(t, "工");
	check_follows(t, "another");
	terminal_keys(t, "Esc");
	check_follows(t, "leaving the search");
	terminal_free(t);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_after_filters),
		cmocka_unit_test(test_after_other_views),
		cmocka_unit_test(test_after_a_resize),
		cmocka_unit_test(test_while_typing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
