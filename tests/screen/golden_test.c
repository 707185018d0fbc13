/* Every pane, view and prompt as a picture in characters, at four sizes. */
#include "terminal.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static const struct size {
	int cols, rows;
} sizes[] = {{40, 12}, {80, 24}, {120, 40}, {200, 50}};

/* A name for the golden screen, and the keys that lead there from the first screen. */
static const struct scene {
	const char *name, *keys;
} scenes[] = {
	{"start", ""},
	{"list-moved", "j j j G k"},
	{"districts", "Shift-Tab j j Enter"},
	{"chooser", "f"},
	{"chooser-typed", "f c p"},
	{"chooser-marked", "f c p Space t z Space"},
	{"topics", "t"},
	{"reporters", "r l"},
	{"kinds", "K"},
	{"map", "F Right"},
	{"search", "/ 师傅"},
	{"search-done", "/ 街道 Enter j"},
	{"search-nothing", "/ 火星基地 Enter"},
	{"search-pinyin", "/ s h i f u"},
	{"article", "Enter"},
	{"article-page", "Enter Space"},
	{"article-hits", "/ 师徒 Enter Enter n n"},
	{"why", "Enter w"},
	{"raw", "o j j j"},
	{"related", "R"},
	{"stats", "s"},
	{"stats-cross", "s Tab Tab"},
	{"help", "?"},
	{"help-article", "Enter ?"},
	{"command", ":"},
	{"command-typed", ": s o"},
	{"note", "a"},
	{"starred", "* j * u"},
	{"filtered", "f c p Enter t Enter"},
	{"message", "S"},
};

#define SCENES (sizeof scenes / sizeof scenes[0])

static void
check_scene(const struct size *size, const struct scene *scene)
{
	struct terminal *t = terminal_start(&(struct terminal_options){
		.cols = size->cols, .rows = size->rows, .own_pages = true});
	char name[64];

	terminal_keys(t, scene->keys);
	snprintf(name, sizeof name, "%s-%dx%d", scene->name, size->cols, size->rows);
	terminal_golden(t, name);
	terminal_free(t);
}

static void
check_size(const struct size *size)
{
	for (size_t i = 0; i < SCENES; i++)
		check_scene(size, &scenes[i]);
}

static void
test_40x12(void **state)
{
	(void)state;
	check_size(&sizes[0]);
}

static void
test_80x24(void **state)
{
	(void)state;
	check_size(&sizes[1]);
}

static void
test_120x40(void **state)
{
	(void)state;
	check_size(&sizes[2]);
}

static void
test_200x50(void **state)
{
	(void)state;
	check_size(&sizes[3]);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_40x12),
		cmocka_unit_test(test_80x24),
		cmocka_unit_test(test_120x40),
		cmocka_unit_test(test_200x50),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
