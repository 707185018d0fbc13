/*
 * The tutorials' tables, row by row: what stands in code style is typed, what stands in bold has to
 * be on the screen then.
 */
#include "terminal.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define KEYS_MAX 256

/* The next text between two marks; moves *p behind it.  NULL where there is none. */
static char *
between(const char **p, const char *mark)
{
	const char *from = strstr(*p, mark), *to;

	if (from == NULL)
		return NULL;
	from += strlen(mark);
	to = strstr(from, mark);
	if (to == NULL)
		return NULL;
	*p = to + strlen(mark);
	return strndup(from, (size_t)(to - from));
}

/* "| `f` `c` | what is **there** |" */
static void
do_row(struct terminal *terminal, char *row)
{
	char keys[KEYS_MAX] = "", *see = strstr(row, " | "), *word;
	const char *p = row;

	assert_non_null(see);
	*see = '\0';
	while ((word = between(&p, "`")) != NULL) {
		const size_t used = strlen(keys);

		assert_true(used + strlen(word) + 2 < sizeof keys);
		snprintf(keys + used, sizeof keys - used, "%s%s", used > 0 ? " " : "", word);
		free(word);
	}
	terminal_keys(terminal, keys);
	p = see + 1;
	while ((word = between(&p, "**")) != NULL) {
		if (!terminal_shows(terminal, word)) {
			char *screen = terminal_screen(terminal);

			print_message("%s\n", screen);
			free(screen);
			fail_msg("after %s there is no %s", keys, word);
		}
		free(word);
	}
}

/* The last row's key leaves the program. */
static void
follow(const char *path, const char *const *variables)
{
	const struct terminal_options options = {.cols = 100, .rows = 30, .variables = variables};
	FILE *f = fopen(path, "re");
	struct terminal *terminal;
	char *line = NULL, *row = NULL;
	unsigned rows = 0;
	size_t room = 0;
	bool restored;

	assert_non_null(f);
	terminal = terminal_start(&options);
	while (getline(&line, &room, f) >= 0) {
		if (strncmp(line, "| `", 3) != 0)
			continue;
		if (row != NULL)
			do_row(terminal, row);
		free(row);
		row = strdup(line);
		assert_non_null(row);
		rows++;
	}
	assert_true(rows > 20);
	assert_memory_equal(row, "| `q` ", 6);
	terminal_send(terminal, "q", 1);
	assert_int_equal(terminal_end(terminal, &restored), 0);
	assert_true(restored);
	terminal_free(terminal);
	free(row);
	free(line);
	fclose(f);
}

static void
test_every_row_of_the_tutorial(void **state)
{
	(void)state;
	follow("docs/tutorial.md", NULL);
}

static void
test_every_row_of_the_chinese_tutorial(void **state)
{
	static const char *const variables[] = {"LANGUAGE=zh_CN", NULL};

	(void)state;
	follow("docs/tutorial.zh.md", variables);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_every_row_of_the_tutorial),
		cmocka_unit_test(test_every_row_of_the_chinese_tutorial),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
