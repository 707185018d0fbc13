/* Nothing that a page, a file's name, a query or a setting holds acts on the terminal: the commands
 * on a pseudo-terminal print no control character at all, and the browser sends only its own. */
#include "../lib/temp.h"
#include "terminal.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <errno.h>
#include <pty.h>
#include <sys/wait.h>
#include <unistd.h>

/* One of each kind: CSI, OSC for title, clipboard and link, DCS, APC, PM, SOS, a reset, shifts, C1
 * in UTF-8, bidi overrides and isolates, joiners, tags, backspaces, a bell, DEL. */
#define EVIL                                                                                       \
	"\033[31;44;5mA\033]0;PWNED\aB\033]52;c;QkFE\033\\C\033]8;;http://"                        \
	"x.y\033\\D\033P+q544e\033\\"                                                              \
	"\033_Gq\033\\\033^pm\033\\\033Xsos\033\\\033c\016\017\302\23331mE\302\2350;PWNED\302\234" \
	"\302\220q\302\234\342\200\256F\342\201\246G\342\200\215\363\240\201\201\b\b\b\007\177"    \
	"\013"

static const char page[] =
	"2024年3月1日 星期五 A01版 社区\n\n小路通了" EVIL "灯\n\n本报讯（记者 何" EVIL
	"川）密云区果园街"
	"道的居民反映了两年的小路，" EVIL
	"本周装上了二十盏灯。夜里下班的人说，这一段路再也不用打着手电"
	"走了。\n\n老电影" EVIL "回来了\n\n本报讯（记者 林晓雨）昌平区回龙观街道的居民" EVIL
	"在院子里看了一场老电影，幕布挂在两棵树之间。\n";

/* ---- commands ---------------------------------------------------------------------------- */

/* The first byte that a terminal might act on, or NULL. */
static const unsigned char *
find_harm(const char *bytes, size_t len)
{
	const unsigned char *p = (const unsigned char *)bytes, *end = p + len;

	for (; p < end; p++) {
		/* The bar of an import clears its line. */
		if (end - p >= 3 && memcmp(p, "\033[K", 3) == 0) {
			p += 2;
			continue;
		}
		if ((*p < 0x20 && *p != '\n' && *p != '\r' && *p != '\t') || *p == 0x7F)
			return p;
		if (*p == 0xC2 && p + 1 < end && p[1] >= 0x80 && p[1] < 0xA0)
			return p;
		if (*p == 0xE2 && p + 2 < end &&
			((p[1] == 0x80 && p[2] >= 0xAA && p[2] <= 0xAE) ||
				(p[1] == 0x81 && p[2] >= 0xA6 && p[2] <= 0xA9)))
			return p;
		if (*p == 0xF3 && p + 1 < end && p[1] == 0xA0)
			return p;
	}
	return NULL;
}

static void
set_environment(void)
{
	setenv("HOME", temp_folder, 1);
	setenv("XDG_CACHE_HOME", temp_path(temp_folder, "cache"), 1);
	setenv("XDG_CONFIG_HOME", temp_path(temp_folder, "config"), 1);
	setenv("XDG_DATA_HOME", temp_path(temp_folder, "data"), 1);
	setenv("TERM", "xterm-256color", 1);
	setenv("LC_ALL", "C.UTF-8", 1);
	setenv("PAGER", "", 1);
	setenv("NO_COLOR", "1", 1);
	unsetenv("BAOLAN_ARCHIVE");
}

/* Runs a command on a terminal of its own; what it wrote, standard error included. */
static char *
run(const char *const *words, size_t *len)
{
	const char *program = getenv("BAOLAN");
	char *bytes = malloc(1 << 20);
	size_t n = 0;
	int terminal, status;
	pid_t child = forkpty(&terminal, NULL, NULL, NULL);

	if (child < 0 || bytes == NULL)
		exit(2);
	if (child == 0) {
		const char *arguments[12] = {program != NULL ? program : "build/baolan"};
		char **out;

		for (int i = 0; i < 10 && words[i] != NULL; i++)
			arguments[i + 1] = words[i];
		set_environment();
		memcpy(&out, &(const char **){arguments}, sizeof(void *)); /* execv()'s type */
		execv(out[0], out);
		_exit(127);
	}
	for (;;) {
		ssize_t got = read(terminal, bytes + n, ((size_t)1 << 20) - 1 - n);

		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0)
			break;
		n += (size_t)got;
	}
	close(terminal);
	assert_int_equal(waitpid(child, &status, 0), child);
	if (!WIFEXITED(status) || WEXITSTATUS(status) > 3)
		fail_msg("%s: status %x", words[0], (unsigned)status);
	bytes[n] = '\0';
	*len = n;
	return bytes;
}

/* The ids that list prints, the first word of each line. */
static char *
first_id(void)
{
	size_t len;
	char *bytes = run((const char *const[]){"list", "--format", "csv", "-n", "1", NULL}, &len);
	char *line = strchr(bytes, '\n'), *id;

	assert_non_null(line);
	id = strndup(line + 1, 12);
	free(bytes);
	return id;
}

static void
commands_print_no_control(void **state)
{
	char *id, *pages;
	const char *const commands[][8] = {
		{"import", NULL /* the pages */, NULL},
		{"import", "nowhere" EVIL, NULL},
		{"list", NULL},
		{"list", "--format", "csv", NULL},
		{"list", "--format", "jsonl", NULL},
		{"list", "--format", "jso" EVIL, NULL},
		{"list", "--district", EVIL, NULL},
		{"list", "--source", EVIL, NULL},
		{"list", "--archive", "/none/" EVIL, NULL},
		{"search", "小路", NULL},
		{"search", EVIL, NULL},
		{"search", "\"" EVIL, NULL},
		{"show", NULL /* an id */, NULL},
		{"show", "--raw", NULL /* an id */, NULL},
		{"show", "--explain", NULL /* an id */, NULL},
		{"show", "x" EVIL, NULL},
		{"cite", NULL /* an id */, NULL},
		{"cite", "--bibtex", NULL /* an id */, NULL},
		{"stats", "--by", "reporter", NULL},
		{"stats", "--by", "source", "--format", "csv", NULL},
		{"export", "--format", "txt", NULL},
		{"export", "--format", "md", NULL},
		{"export", "--format", "csv", NULL},
		{"export", "--format", "jsonl", NULL},
		{"check", NULL},
		{"config", NULL},
		{"config", "--file", NULL},
		{"help", EVIL, NULL},
		{EVIL, NULL},
		{"--" EVIL, NULL},
		{"log", NULL},
		{"marks", "export", NULL},
		{"marks", EVIL, NULL},
	};
	unsigned wrong = 0;

	(void)state;
	pages = strdup(temp_path(temp_folder, "pages"));
	free(run((const char *const[]){"import", pages, NULL}, &(size_t){0}));
	id = first_id();
	for (size_t i = 0; i < sizeof commands / sizeof *commands; i++) {
		const char *words[10] = {NULL};
		const unsigned char *harm;
		size_t n = 0, len;
		char *bytes;

		for (; commands[i][n] != NULL; n++)
			words[n] = commands[i][n];
		if (n == 1 && strcmp(words[0], "import") == 0)
			words[n] = pages;
		else if (strcmp(words[0], "show") == 0 || strcmp(words[0], "cite") == 0)
			words[n] = id;
		bytes = run(words, &len);
		harm = find_harm(bytes, len);
		if (harm != NULL) {
			print_error("command %zu: byte %02x %02x at %zu\n", i, harm[0], harm[1],
				(size_t)(harm - (const unsigned char *)bytes));
			wrong++;
		}
		free(bytes);
	}
	assert_int_equal(wrong, 0);
	free(id);
	free(pages);
}

/* ---- the browser ------------------------------------------------------------------------- */

static void
is_clean(struct terminal *t, const char *where)
{
	static const char *const harm[] = {"\033]0;P", "\033]52;c;Q", "\033]8;", "\033P+q544e",
		"\033_Gq", "\033^", "\033X", "\033c", "\016", "\302\233", "\302\235", "\302\220",
		"\342\200\256", "\342\201\246", "\363\240", "\033[31;44;5m"};
	size_t len;
	const char *bytes = terminal_bytes(t, &len);

	for (size_t i = 0; i < sizeof harm / sizeof *harm; i++) {
		if (memmem(bytes, len, harm[i], strlen(harm[i])) != NULL)
			fail_msg("%s: %zu. kind", where, i);
	}
}

static void
the_browser_sends_only_its_own(void **state)
{
	static const char *const keys[] = {"Enter", "Space", "o", "q", "w", "R", "q", "s", "q", "t",
		"Esc", "r", "Esc", "f", "Esc", "/ 灯 Enter", "Esc", "G", "Enter", "o", "q", "?",
		"q"};
	char *pages = strdup(temp_path(temp_folder, "pages"));
	struct terminal *t = terminal_start(&(struct terminal_options){.cols = 100,
		.rows = 30,
		.no_archive = true,
		.arguments = (const char *const[]){pages, NULL}});

	(void)state;
	is_clean(t, "start");
	for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
		terminal_keys(t, keys[i]);
		is_clean(t, keys[i]);
	}
	terminal_free(t);
	free(pages);
}

static int
set_up(void **state)
{
	temp_open(state);
	temp_puts(temp_folder, "pages/a.txt", page);
	temp_puts(temp_folder,
		"pages/b"
		"\033]0;PWNED\a\302\233\342\200\256"
		".txt",
		page);
	temp_puts(temp_folder, "config/baolan/config",
		"pager = x" EVIL "\nnothing" EVIL " = 1\n" EVIL "\n");
	temp_puts(temp_folder, "config/baolan/aliases.tsv", "x" EVIL "\ty\n");
	return 0;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(commands_print_no_control),
		cmocka_unit_test(the_browser_sends_only_its_own),
	};

	return cmocka_run_group_tests_name("escape", tests, set_up, temp_close);
}
