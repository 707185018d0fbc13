/* New pages appear while one reads. */
#include "../lib/temp.h"
#include "terminal.h"
#include "terminal_parts.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

static const char first_page[] = "海淀区举办职工歌会\n\n"
				 "　　本报讯（记者 李明）近日，海淀区总工会举办职工歌会，"
				 "三百名职工登台。歌会持续两天，现场座无虚席。\n";
static const char second_page[] = "密云水库边种下新林\n\n"
				  "　　本报讯（记者 王芳）昨天，密云区职工在水库边种下新林，"
				  "两千株树苗当日全部落地。活动由密云区总工会举办。\n";

static void
test_new_pages(void **state)
{
	char *folder = temp_new();
	const char *const arguments[] = {folder, NULL};
	struct terminal *t;

	(void)state;
	temp_puts(folder, "one.txt", first_page);
	t = terminal_start(&(struct terminal_options){
		.cols = 80, .rows = 24, .arguments = arguments, .no_archive = true});
	assert_true(terminal_shows(t, "1/1"));
	assert_true(terminal_shows(t, "海淀区举办职工歌会"));
	terminal_keys(t, "Enter");
	temp_puts(folder, "two.txt", second_page);
	terminal_keys(t, "Ctrl-r");
	assert_true(terminal_shows(t, "1 new article."));
	assert_true(terminal_shows(t, "三百名职工登台")); /* one goes on reading */
	terminal_keys(t, "q");
	assert_true(terminal_shows(t, "/2"));
	assert_true(terminal_shows(t, "密云水库边种下新林"));
	terminal_check_repaint(t, "an import");
	terminal_free(t);
	temp_free(folder);
}

/* Starts with a page whose article will have another one above it. */
static struct terminal *
start_below(char *folder, const char *const *arguments)
{
	struct terminal *t;

	temp_puts(folder, "20240102_A01.txt", first_page);
	t = terminal_start(&(struct terminal_options){
		.cols = 80, .rows = 24, .arguments = arguments, .no_archive = true});
	assert_true(terminal_shows(t, "1/1"));
	return t;
}

/* Who has not moved yet looks at the head of the list, not at the article that happened to come
 * first into it. */
static void
test_new_pages_above_who_has_not_moved(void **state)
{
	char *folder = temp_new();
	const char *const arguments[] = {"--sort", "newest", folder, NULL};
	struct terminal *t = start_below(folder, arguments);

	(void)state;
	temp_puts(folder, "20240103_A01.txt", second_page);
	terminal_keys(t, "Ctrl-r");
	assert_true(terminal_shows(t, "1/2"));
	assert_true(terminal_shows(t, "▌• 密云水库边种下新林"));
	terminal_free(t);
	temp_free(folder);
}

static void
test_new_pages_above_who_has_moved(void **state)
{
	static const char *const moves[] = {"j", "Enter q", "m"};

	(void)state;
	for (size_t i = 0; i < sizeof moves / sizeof moves[0]; i++) {
		char *folder = temp_new();
		const char *const arguments[] = {"--sort", "newest", folder, NULL};
		struct terminal *t = start_below(folder, arguments);

		terminal_keys(t, moves[i]);
		temp_puts(folder, "20240103_A01.txt", second_page);
		terminal_keys(t, "Ctrl-r");
		assert_true(terminal_shows(t, "2/2"));
		terminal_free(t);
		temp_free(folder);
	}
}

/* A list that was asked for anew has seen the new pages before anybody looks after them: the counts
 * beside it follow all the same. */
static void
test_counts_follow_a_list_that_was_first(void **state)
{
	char *folder = temp_new(), command[512], archive[128], pages[128];
	const char *const arguments[] = {"--archive", archive, pages, NULL};
	struct terminal *t;

	(void)state;
	snprintf(archive, sizeof archive, "%s/archive.db", folder);
	snprintf(pages, sizeof pages, "%s/pages", folder);
	temp_puts(folder, "pages/one.txt", first_page);
	t = terminal_start(&(struct terminal_options){
		.cols = 80, .rows = 24, .arguments = arguments, .no_archive = true});
	assert_true(terminal_shows(t, "1/1"));
	temp_puts(folder, "pages/two.txt", second_page);
	snprintf(command, sizeof command, "%s import --archive %s %s >/dev/null 2>&1",
		sample_program(), archive, pages);
	assert_int_equal(system(command), 0);
	terminal_keys(t, "/");
	terminal_keys(t, "落");
	terminal_keys(t, "Enter");
	assert_true(terminal_shows(t, "密云水库边种下新林"));
	assert_false(terminal_shows(t, "密云区         1"));
	terminal_keys(t, "Ctrl-r");
	assert_true(terminal_shows(t, "密云区         1"));
	terminal_free(t);
	temp_free(folder);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_new_pages),
		cmocka_unit_test(test_new_pages_above_who_has_not_moved),
		cmocka_unit_test(test_new_pages_above_who_has_moved),
		cmocka_unit_test(test_counts_follow_a_list_that_was_first),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
