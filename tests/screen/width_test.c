/* The program, curses and libvterm agree on how wide characters are: all of the sample pages, and
 * every line of Unicode's EastAsianWidth that is wide. */
#include "base/utf8.h"
#include "text/width.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <dirent.h>
#include <vterm.h>
#include <wchar.h>

#define TABLE "/usr/share/unicode/EastAsianWidth.txt"

static VTerm *vterm;

/* Cells by which the cursor moves. */
static int
vterm_width(uint32_t c)
{
	char bytes[16] = "\033[H\033[2K";
	VTermPos at;
	size_t n = strlen(bytes);

	n += utf8_put(bytes + n, c);
	vterm_input_write(vterm, bytes, n);
	vterm_state_get_cursorpos(vterm_obtain_state(vterm), &at);
	return at.col;
}

static void
check(uint32_t c, const char *where)
{
	const int ours = (int)char_width(c);

	/* curses asks wcwidth(), which screen.c defines anew. */
	if (wcwidth((wchar_t)c) != ours)
		fail_msg("U+%04X of %s: %d cells, curses has %d", c, where, ours,
			wcwidth((wchar_t)c));
	if (vterm_width(c) != ours)
		fail_msg("U+%04X of %s: %d cells, libvterm has %d", c, where, ours, vterm_width(c));
}

static void
check_file(const char *name, unsigned char *seen)
{
	char path[512], *text;
	FILE *f;
	size_t n, len;

	snprintf(path, sizeof path, "seeds/%s", name);
	f = fopen(path, "r");
	text = calloc(1, 1 << 20);
	assert_true(f != NULL && text != NULL);
	n = fread(text, 1, (1 << 20) - 1, f);
	fclose(f);
	for (size_t at = 0; at < n; at += len) {
		const uint32_t c = utf8_get(text + at, &len);

		if (c < 0x20 || c >= 0x110000 || (seen[c >> 3] >> (c & 7) & 1) != 0)
			continue;
		seen[c >> 3] |= (unsigned char)(1 << (c & 7));
		check(c, name);
	}
	free(text);
}

static void
test_sample_pages(void **state)
{
	unsigned char *seen = calloc(1, 0x110000 / 8);
	DIR *folder = opendir("seeds");
	unsigned files = 0;

	(void)state;
	if (seen == NULL || folder == NULL) {
		free(seen);
		fail_msg("seeds cannot be read");
		return;
	}
	for (struct dirent *e = readdir(folder); e != NULL; e = readdir(folder)) {
		if (e->d_name[0] == '.')
			continue;
		check_file(e->d_name, seen);
		files++;
	}
	closedir(folder);
	free(seen);
	assert_true(files > 0);
}

/* Blocks of Chinese, Japanese and Korean writing: ideographs, kana, Hangul, bopomofo, radicals,
 * their marks and full-width forms.  Emoji and dead scripts, where tables differ by their age, are
 * not. */
static bool
is_cjk(uint32_t c)
{
	return (c >= 0x1100 && c <= 0x115F) || (c >= 0x2E80 && c <= 0xA4CF) ||
	       (c >= 0xA960 && c <= 0xA97F) || (c >= 0xAC00 && c <= 0xD7A3) ||
	       (c >= 0xF900 && c <= 0xFAFF) || (c >= 0xFE30 && c <= 0xFE6F) ||
	       (c >= 0xFF01 && c <= 0xFFE6) || (c >= 0x20000 && c <= 0x3FFFD);
}

/* The exceptions: marks that stand on the character before them have no width of their own,
 * whatever the table says of their column. */
static bool
is_mark(uint32_t c)
{
	return (c >= 0x302A && c <= 0x302D) || c == 0x3099 || c == 0x309A;
}

static void
check_wide(uint32_t c)
{
	if (is_mark(c)) {
		if (char_width(c) != 0)
			fail_msg("U+%04X is %u cells wide", c, char_width(c));
		return;
	}
	check(c, TABLE);
	if (char_width(c) != 2)
		fail_msg("U+%04X is %u cells wide", c, char_width(c));
}

static void
test_wide_characters(void **state)
{
	FILE *f = fopen(TABLE, "r");
	char line[512];
	unsigned lines = 0;

	(void)state;
	if (f == NULL)
		skip();
	while (fgets(line, sizeof line, f) != NULL) {
		char *rest;
		const uint32_t first = (uint32_t)strtoul(line, &rest, 16);
		uint32_t last = first;

		if (rest == line)
			continue;
		if (strncmp(rest, "..", 2) == 0)
			last = (uint32_t)strtoul(rest + 2, &rest, 16);
		rest += strspn(rest, " ;");
		if ((*rest != 'W' && *rest != 'F') || !is_cjk(first))
			continue;
		lines++;
		for (uint32_t c = first; c <= last; c += last > first ? last - first : 1)
			check_wide(c);
	}
	fclose(f);
	assert_true(lines > 80);
}

static int
start(void **state)
{
	(void)state;
	vterm = vterm_new(2, 10);
	vterm_set_utf8(vterm, 1);
	vterm_screen_reset(vterm_obtain_screen(vterm), 1);
	return 0;
}

static int
end(void **state)
{
	(void)state;
	vterm_free(vterm);
	return 0;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_sample_pages),
		cmocka_unit_test(test_wide_characters),
	};

	return cmocka_run_group_tests(tests, start, end);
}
