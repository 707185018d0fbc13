/* An import that somebody stops at any moment: what is in the archive is whole, and the next one
 * goes on. */
#include "../lib/sound.h"
#include "../lib/temp.h"
#include "archive/archive.h"
#include "archive/import.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define PAGES 40

static void
write_page(const char *folder, int number)
{
	char name[32], text[512];

	snprintf(name, sizeof name, "pages/%02d.txt", number);
	snprintf(text, sizeof text,
		"2024年3月1日 星期五 A%02d版 社区\n\n第%d条小路通了灯\n\n本报讯（记者 何川）密云区"
		"果园街道的居民反映了两年的小路，本周装上了%d盏灯。夜里下班的人说，这一段路再也不"
		"用打着手电走了。\n",
		number, number, number);
	temp_puts(folder, name, text);
}

/* Called while the batch is written that holds the page that is refused. */
static void
interrupt(void *ctx, const char *path, const struct err *why)
{
	(void)path;
	(void)why;
	archive_interrupt(ctx);
}

static void
interrupted_between_pages_of_a_batch(void **state)
{
	(void)state;
	for (int at = 0; at < PAGES; at++) {
		char *folder = temp_new(), pages[4096];
		const char *paths[] = {pages};
		struct import_options options = {.threads = 1, .on_refused = interrupt};
		struct import_report report;
		struct archive *archive;
		struct err err;
		enum err_code code;

		for (int i = 0; i < PAGES; i++)
			write_page(folder, i);
		snprintf(pages, sizeof pages, "pages/%02d.txt", at);
		temp_write(folder, pages, "\0\1\2\3\0\0\0", 7);
		snprintf(pages, sizeof pages, "%s/pages", folder);
		if (archive_open(temp_path(folder, "archive.db"), ARCHIVE_WRITE, &archive, &err) !=
			ERR_OK)
			fail_msg("%s", err.text);
		options.ctx = archive;
		code = import_run(archive, paths, 1, &options, &report, &err);
		assert_int_equal(report.refused, 1);
		assert_true(code == ERR_OK || code == ERR_CANCELLED);
		archive_resume(archive);
		sound_info(archive);
		options.on_refused = NULL;
		if (import_run(archive, paths, 1, &options, &report, &err) != ERR_OK)
			fail_msg("%s", err.text);
		assert_int_equal(sound_info(archive).pages, PAGES);
		archive_close(archive);
		temp_free(folder);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(interrupted_between_pages_of_a_batch),
	};

	return cmocka_run_group_tests_name("stop", tests, NULL, NULL);
}
