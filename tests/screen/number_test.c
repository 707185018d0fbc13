/* Digits are grouped as the reader's locale has it, wherever the browser says a number. */
#include "../lib/charset.h"
#include "../lib/temp.h"
#include "terminal.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define PAGES 1003

/* A folder with so many pages, and beside them a locale, as this machine may have none. */
static char *
make_folder(const char *locale)
{
	char *folder = temp_new(), name[32];

	if (!charset_make_locale(folder, locale, "UTF-8")) {
		print_message("# there are no locales with numbers in groups here\n");
		temp_free(folder);
		return NULL;
	}
	for (int i = 0; i < PAGES; i++) {
		snprintf(name, sizeof name, "pages/%d.txt", i);
		temp_puts(folder, name,
			"2010年3月1日 星期一 A01版 社区\n\n小路通了灯\n\n　　本报讯（记者 "
			"何川）密云区果园街道的居民反映了两年的小路，本周装上了二十盏灯。\n");
	}
	return folder;
}

static struct terminal *
start(char *folder, const char *locale)
{
	char *const pages = strdup(temp_path(folder, "pages"));
	char numeric[64], path[128];
	const char *const variables[] = {"LC_ALL=", "LC_CTYPE=C.UTF-8", numeric, path, NULL};
	struct terminal *t;

	snprintf(numeric, sizeof numeric, "LC_NUMERIC=%s", locale);
	snprintf(path, sizeof path, "LOCPATH=%s", folder);
	t = terminal_start(&(struct terminal_options){.cols = 120,
		.rows = 40,
		.no_archive = true,
		.variables = variables,
		.arguments = (const char *const[]){pages, NULL}});
	free(pages);
	return t;
}

static void
check_shows(struct terminal *t, const char *keys, const char *text)
{
	terminal_keys(t, keys);
	if (!terminal_shows(t, text)) {
		char *screen = terminal_screen(t);

		print_message("%s\n", screen);
		free(screen);
		fail_msg("after \"%s\" there is no \"%s\"", keys, text);
	}
}

/* The number of a row ends at that column, grouped or not. */
static void
check_right(struct terminal *t, const char *name, const char *number, int end)
{
	const int len = (int)strlen(number);

	for (int y = 1; y < 39; y++) {
		char *row = terminal_row(t, y);
		const bool is = strstr(row, name) != NULL;

		free(row);
		for (int i = 0; is && i < len; i++)
			assert_int_equal(
				terminal_cell(t, end - len + i, y).chars[0], (uint32_t)number[i]);
		if (is)
			return;
	}
	fail_msg("there is no row of %s", name);
}

static void
check_everywhere(struct terminal *t, const char *number)
{
	char total[32], summary[64];

	snprintf(total, sizeof total, "1/%s", number);
	snprintf(summary, sizeof summary, "%s articles  %s pages", number, number);
	check_shows(t, "", total);
	check_right(t, "密云区", number, 23);
	check_shows(t, "f m y", number);
	check_shows(t, "Esc Esc F", number);
	check_shows(t, "q / m y", number);
	check_shows(t, "Esc Esc s", summary);
	check_right(t, "密云区", number, 119 - (int)strlen(" 100.0%"));
	check_shows(t, "Tab Tab", number); /* the cross table */
	terminal_check_repaint(t, "numbers");
}

static void
test_grouped(void **state)
{
	char *folder = make_folder("zh_CN");
	struct terminal *t;

	(void)state;
	if (folder == NULL)
		skip();
	t = start(folder, "zh_CN.UTF-8");
	check_everywhere(t, "1,003");
	terminal_free(t);
	t = start(folder, "C");
	check_everywhere(t, "1003");
	terminal_free(t);
	temp_free(folder);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(test_grouped)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
