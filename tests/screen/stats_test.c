/* How the articles of a bar lie over time: by months, and by years where there are many. */
#include "../lib/temp.h"
#include "terminal.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static void
put_pages(const char *folder, const char *const *days, size_t count)
{
	char name[32], text[1024];

	for (size_t i = 0; i < count; i++) {
		snprintf(name, sizeof name, "pages/%zu.txt", i);
		snprintf(text, sizeof text,
			"%s 星期一 A01版 社区\n\n小路第%zu次通了灯\n\n本报讯（记者 何川）"
			"密云区果园街道的居民反映了两年的小路，本周装上了二十盏灯。夜里下班的人说，"
			"这一段路再也不用打着手电走了。\n",
			days[i], i + 1);
		temp_puts(folder, name, text);
	}
}

static void
assert_bar(const char *const *days, size_t count, const char *above, const char *beside)
{
	char *folder = temp_new(), *pages = strdup(temp_path(folder, "pages")), *row;
	struct terminal *t;

	put_pages(folder, days, count);
	t = terminal_start(&(struct terminal_options){.cols = 80,
		.rows = 24,
		.no_archive = true,
		.arguments = (const char *const[]){pages, NULL}});
	terminal_keys(t, "s");
	row = terminal_row(t, 5);
	if (strstr(row, "密云区") == NULL || strstr(row, "100.0%") == NULL ||
		strcmp(strstr(row, "100.0%") + strlen("100.0%"), beside) != 0)
		fail_msg("the bar is \"%s\"", row);
	free(row);
	row = terminal_row(t, 3);
	assert_string_equal(row, above);
	free(row);
	terminal_free(t);
	free(pages);
	temp_free(folder);
}

/* A month without an article has its place. */
static void
test_months(void **state)
{
	static const char *const days[] = {"2010年3月1日", "2010年5月2日", "2010年5月3日"};

	(void)state;
	assert_bar(days, 3, " ▄ █", "  ▄ █");
}

/* Fifteen of them: above there is room for all, beside the bar for twelve. */
static void
test_years(void **state)
{
	static const char *const days[] = {"2010年3月1日", "2011年8月5日", "2024年5月6日"};

	(void)state;
	assert_bar(days, 3, " ██            █", "  ██         █");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_months),
		cmocka_unit_test(test_years),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
