/* Clicks, the wheel and dragging, where the mouse is wanted. */
#include "../lib/temp.h"
#include "terminal.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum {
	LEFT = 0,
	DRAG = 32,
	WHEEL_DOWN = 65
};

struct place {
	char *folder;
	struct terminal *t;
};

static void
start(struct place *p, int cols)
{
	p->folder = temp_new();
	temp_puts(p->folder, "baolan/config", "mouse = yes\n");
	p->t = terminal_start(&(struct terminal_options){
		.cols = cols, .rows = 24, .own_pages = true, .folder = p->folder});
}

static void
end(struct place *p)
{
	terminal_free(p->t);
	temp_free(p->folder);
}

/* Cells count from 0 here. */
static void
mouse(struct place *p, int button, int x, int y, bool release)
{
	char bytes[48];
	const int n = snprintf(
		bytes, sizeof bytes, "\033[<%d;%d;%d%c", button, x + 1, y + 1, release ? 'm' : 'M');

	terminal_send(p->t, bytes, (size_t)n);
	assert_true(terminal_sync(p->t));
}

static void
test_rows(void **state)
{
	struct place p;

	(void)state;
	start(&p, 80);
	mouse(&p, LEFT, 40, 3, false);
	mouse(&p, LEFT, 40, 3, true);
	assert_true(terminal_row_has(p.t, 0, " 3/"));
	mouse(&p, WHEEL_DOWN, 40, 3, false);
	assert_true(terminal_row_has(p.t, 0, " 6/"));
	/* What is chosen already is opened. */
	mouse(&p, LEFT, 40, 6, false);
	assert_false(terminal_shows(p.t, "Districts"));
	terminal_keys(p.t, "q");
	/* The wheel moves what is below it. */
	mouse(&p, WHEEL_DOWN, 5, 3, false);
	assert_true(terminal_row_has(p.t, 0, " 6/"));
	end(&p);
}

static void
test_words_of_the_filter(void **state)
{
	struct place p;

	(void)state;
	start(&p, 80);
	terminal_keys(p.t, "f c p Enter K Enter");
	assert_true(terminal_row_has(p.t, 0, "昌平区"));
	mouse(&p, LEFT, 9, 0, false);
	assert_false(terminal_row_has(p.t, 0, "昌平区"));
	assert_true(terminal_row_has(p.t, 0, "News"));
	end(&p);
}

/* Of a search that means nothing there are no statistics. */
static void
test_statistics_that_are_not_there(void **state)
{
	static const char search[] = "/\"\r";
	struct place p;

	(void)state;
	start(&p, 80);
	terminal_send(p.t, search, sizeof search - 1);
	terminal_keys(p.t, "s");
	mouse(&p, LEFT, 10, 5, false);
	mouse(&p, LEFT, 10, 5, false);
	mouse(&p, LEFT, 10, 1, false);
	terminal_keys(p.t, "q X");
	assert_true(terminal_shows(p.t, "Districts"));
	end(&p);
}

/* A divider follows the mouse, and the width is there again the next time. */
static void
test_dividers(void **state)
{
	struct place p;
	char *config;
	size_t len;

	(void)state;
	start(&p, 120);
	assert_int_equal(terminal_cell(p.t, 24, 5).chars[0], 0x2502);
	mouse(&p, LEFT, 24, 5, false);
	mouse(&p, DRAG, 28, 6, false);
	mouse(&p, DRAG, 30, 6, false);
	assert_int_equal(terminal_cell(p.t, 30, 5).chars[0], 0x2502);
	mouse(&p, LEFT, 30, 6, true);
	mouse(&p, DRAG, 50, 6, false);
	assert_int_equal(terminal_cell(p.t, 30, 5).chars[0], 0x2502);
	terminal_check_repaint(p.t, "dragging");
	config = temp_read(temp_path(p.folder, "baolan/config"), &len);
	assert_non_null(strstr(config, "district-pane = 30"));
	free(config);
	end(&p);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_rows),
		cmocka_unit_test(test_words_of_the_filter),
		cmocka_unit_test(test_statistics_that_are_not_there),
		cmocka_unit_test(test_dividers),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
