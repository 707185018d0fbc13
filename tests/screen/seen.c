#include "terminal_parts.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define LINES_SHOWN 4 /* of a difference */

VTermScreenCell
terminal_cell(const struct terminal *t, int x, int y)
{
	VTermScreenCell cell = {0};

	vterm_screen_get_cell(t->screen, (VTermPos){.row = y, .col = x}, &cell);
	return cell;
}

static void
add_row(const struct terminal *t, int y, struct buf *out)
{
	size_t end = out->len;

	for (int x = 0; x < t->cols; x++) {
		const VTermScreenCell cell = terminal_cell(t, x, y);

		if (cell.chars[0] == (uint32_t)-1)
			continue; /* the second half of a wide one */
		if (cell.chars[0] == 0)
			buf_addc(out, ' ');
		for (int i = 0; i < VTERM_MAX_CHARS_PER_CELL && cell.chars[i] != 0; i++)
			buf_add_ucs4(out, cell.chars[i]);
		if (cell.chars[0] != 0 && cell.chars[0] != ' ')
			end = out->len;
	}
	out->len = end;
	if (out->data != NULL)
		out->data[end] = '\0';
}

char *
terminal_row(const struct terminal *t, int y)
{
	struct buf out = {0};
	char *copy;

	add_row(t, y, &out);
	copy = strdup(buf_str(&out));
	assert_non_null(copy);
	buf_free(&out);
	return copy;
}

bool
terminal_row_has(const struct terminal *t, int y, const char *text)
{
	char *row = terminal_row(t, y);
	const bool found = strstr(row, text) != NULL;

	free(row);
	return found;
}

/* A letter for how a cell looks: a blank for plain text, b B u r for bold, faint …, and for colour
 * a letter of its own. */
static char
look_of(const VTermScreenCell *cell)
{
	const unsigned fg = VTERM_COLOR_IS_INDEXED(&cell->fg) ? cell->fg.indexed.idx : 0;
	const unsigned bg = VTERM_COLOR_IS_INDEXED(&cell->bg) ? cell->bg.indexed.idx : 0;
	const bool plain_fg = VTERM_COLOR_IS_DEFAULT_FG(&cell->fg);
	const bool plain_bg = VTERM_COLOR_IS_DEFAULT_BG(&cell->bg);
	const unsigned mix = (cell->attrs.bold ? 1u : 0) + (cell->attrs.underline ? 2u : 0) +
			     (cell->attrs.reverse ? 4u : 0);

	if (plain_fg && plain_bg)
		return " bu?r???"[mix];
	if (plain_bg)
		return (char)('a' + (fg * 7 + mix) % 26);
	return (char)('A' + (fg * 5 + bg * 3 + mix) % 26);
}

static void
add_looks(const struct terminal *t, int y, struct buf *out)
{
	size_t end = out->len;
	char look = ' ';

	for (int x = 0; x < t->cols; x++) {
		const VTermScreenCell cell = terminal_cell(t, x, y);

		/* Of the second half of a wide character only the first is ever painted. */
		if (cell.chars[0] != (uint32_t)-1)
			look = look_of(&cell);
		buf_addc(out, look);
		if (look != ' ')
			end = out->len;
	}
	out->len = end;
	if (out->data != NULL)
		out->data[end] = '\0';
}

char *
terminal_screen(const struct terminal *t)
{
	struct buf out = {0};
	char *copy;

	for (int y = 0; y < t->rows; y++) {
		add_row(t, y, &out);
		buf_addc(&out, '\n');
	}
	buf_addf(&out, "---- looks\n");
	for (int y = 0; y < t->rows; y++) {
		add_looks(t, y, &out);
		buf_addc(&out, '\n');
	}
	assert_true(buf_ok(&out));
	copy = strdup(out.data);
	assert_non_null(copy);
	buf_free(&out);
	return copy;
}

bool
terminal_shows(const struct terminal *t, const char *text)
{
	for (int y = 0; y < t->rows; y++) {
		char *row = terminal_row(t, y);
		const bool found = strstr(row, text) != NULL;

		free(row);
		if (found)
			return true;
	}
	return false;
}

static char *
read_file(const char *path)
{
	FILE *f = fopen(path, "r");
	struct buf text = {0};
	char block[4096], *copy;
	size_t n;

	if (f == NULL)
		return NULL;
	while ((n = fread(block, 1, sizeof block, f)) > 0)
		buf_add(&text, block, n);
	fclose(f);
	copy = strdup(buf_str(&text));
	buf_free(&text);
	return copy;
}

/* The first lines in which two screens differ. */
static void
show_difference(const char *a, const char *b)
{
	unsigned line = 0, shown = 0;

	while (*a != '\0' && *b != '\0' && shown < LINES_SHOWN) {
		const size_t n = strcspn(a, "\n"), m = strcspn(b, "\n");

		if (n != m || memcmp(a, b, n) != 0) {
			shown++;
			print_message("# line %u is \"%.*s\"\n# should be \"%.*s\"\n", line, (int)n,
				a, (int)m, b);
		}
		a += n + (a[n] != '\0');
		b += m + (b[m] != '\0');
		line++;
	}
}

void
terminal_golden(const struct terminal *t, const char *name)
{
	char path[256], *have = terminal_screen(t), *want;
	bool same;
	FILE *f;

	snprintf(path, sizeof path, "tests/screen/golden/%s.txt", name);
	if (getenv("BLESS") != NULL) {
		f = fopen(path, "w");
		assert_non_null(f);
		fputs(have, f);
		fclose(f);
	}
	want = read_file(path);
	same = want != NULL && strcmp(want, have) == 0;
	if (want == NULL)
		print_message("# there is no %s; BLESS=1 writes it\n", path);
	else if (!same)
		show_difference(have, want);
	free(have);
	free(want);
	if (!same)
		fail_msg("%s differs", name);
}

void
terminal_check_repaint(struct terminal *t, const char *after_what)
{
	char *before = terminal_screen(t), *after;
	bool same;

	terminal_keys(t, "Ctrl-l");
	after = terminal_screen(t);
	same = strcmp(before, after) == 0;
	if (!same)
		show_difference(before, after);
	free(before);
	free(after);
	if (!same)
		fail_msg("after %s the screen differs from a full repaint", after_what);
}

const char *
terminal_bytes(struct terminal *t, size_t *len)
{
	static struct buf last;

	buf_clear(&last);
	buf_add(&last, buf_str(&t->log), t->log.len);
	buf_clear(&t->log);
	*len = last.len;
	return buf_str(&last);
}

const char *
terminal_clipboard(const struct terminal *t)
{
	return buf_str(&t->clipboard);
}
