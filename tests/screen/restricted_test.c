/* The browser in a restricted session: ways out that are known from pagers, editors and shells. */
#include "terminal.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <sys/stat.h>
#include <unistd.h>

static const char *const arguments[] = {"--restricted", NULL};

/* Typed in the list; each would leave a file, or end the session for
 * whatever stands behind it, or show a file of the system.  @ stands for the file's path. */
static const char *const tricks[] = {
	": ! t o u c h Space @ Enter",
	"! t o u c h Space @ Enter",
	"| t e e Space @ Enter",
	": e x p o r t Space @ Enter",
	": e x p o r t Space @ . j s o n l Enter",
	"e @ . j s o n l Enter",
	"s e @ . c s v Enter",
	"s : e x p o r t Space @ . s v g Enter",
	": i m p o r t Space / e t c Enter",
	": o p e n Space / e t c / p a s s w d Enter",
	": e d i t Space / e t c / p a s s w d Enter",
	": r Space / e t c / p a s s w d Enter",
	": w Space @ Enter",
	": s h e l l Enter",
	": s h Enter",
	": s e t Space p a g e r = t o u c h Enter",
	": s o u r c e Space @ Enter",
	": l o g Space @ Enter",
	": p i p e Space t e e Space @ Enter",
	": s u s p e n d Enter",
	"Ctrl-z",
	"v",
	"Enter v",
	"Enter ! Enter",
	"Enter s @ Enter",
	"Enter o : ! i d Enter",
	"F 1",
	"w R",
	"/ ! i d Enter",
	"a ! i d Enter",
};

/* Keys with the path in place of @. */
static void
with_path(char *out, size_t size, const char *keys, const char *path)
{
	size_t n = 0;

	for (; *keys != '\0' && n + 1 < size; keys++) {
		if (*keys != '@') {
			out[n++] = *keys;
			continue;
		}
		for (const char *p = path; *p != '\0' && n + 2 < size; p++) {
			out[n++] = *p;
			out[n++] = p[1] != '\0' ? ' ' : '\0';
		}
		if (n > 0 && out[n - 1] == '\0')
			n--;
	}
	out[n] = '\0';
}

static bool
anything_in(const char *folder)
{
	return rmdir(folder) != 0;
}

static void
test_no_way_leads_out(void **state)
{
	const struct terminal_options options = {.cols = 80, .rows = 24, .arguments = arguments};

	(void)state;
	for (size_t i = 0; i < sizeof tricks / sizeof *tricks; i++) {
		char folder[] = "/tmp/baolan-room-XXXXXX", path[64], keys[512];
		struct terminal *t;

		assert_non_null(mkdtemp(folder));
		snprintf(path, sizeof path, "%s/out", folder);
		with_path(keys, sizeof keys, tricks[i], path);
		t = terminal_start(&options);
		terminal_keys(t, keys);
		if (terminal_shows(t, "root:") || terminal_shows(t, "uid="))
			fail_msg("%s shows what is not the archive's", tricks[i]);
		terminal_free(t);
		if (anything_in(folder))
			fail_msg("%s wrote a file", tricks[i]);
	}
}

/* A trick must not end the session either: what stands behind it might be a shell. */
static void
test_the_session_goes_on(void **state)
{
	const struct terminal_options options = {.cols = 80, .rows = 24, .arguments = arguments};
	struct terminal *t = terminal_start(&options);
	bool restored;

	(void)state;
	terminal_keys(t, "Ctrl-z");
	terminal_keys(t, ": s u s p e n d Enter");
	terminal_keys(t, "f c p Enter");
	assert_true(terminal_shows(t, "1/3"));
	terminal_send(t, "q", 1);
	assert_int_equal(terminal_end(t, &restored), 0);
	assert_true(restored);
	terminal_free(t);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_no_way_leads_out),
		cmocka_unit_test(test_the_session_goes_on),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
