#include "term/screen.h"
#include "base/buf.h"
#include "base/i18n.h"

/* Wide characters, also where no switch of the C library asks for them (musl). */
#ifndef NCURSES_WIDECHAR
#define NCURSES_WIDECHAR 1
#endif
#include <curses.h>
#include <term.h>

#include <errno.h>
#include <langinfo.h>
#include <locale.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <termios.h>
#include <unistd.h>
#include <wchar.h>

/* Paints of more rows than this are bracketed, where the terminal can hold them back. */
#define SYNC_ROWS 3

#define MODES_ON "\033[?2004h" /* bracketed paste */
#define MODES_OFF "\033[?2004l"
#define MOUSE_ON "\033[?1002h\033[?1006h"
#define MOUSE_OFF "\033[?1006l\033[?1002l"
#define SYNC_ON "\033[?2026h"
#define SYNC_OFF "\033[?2026l"

struct screen {
	SCREEN *curses;
	FILE *frame;               /* where curses writes: a file in memory */
	struct buf bytes;          /* what goes to the terminal with the next send_frame() */
	struct grid *grid, *shown; /* what is wanted; what is on the terminal */
	const struct theme *theme;
	enum depth depth;
	struct { /* what curses calls the style that was asked for last */
		style_t style;
		attr_t attrs;
		int pair;
		bool known;
	} pen;
	int cursor_x, cursor_y;
	bool cursor_seen, fresh, synchronized, mouse, uncovered;
};

/* For screen_emergency(): the modes before, and what undoes ours. */
static struct {
	volatile sig_atomic_t active;
	struct termios before;
	char undo[256];
	size_t undo_len;
} rescue;

/* curses asks this function for every character's width; the program's own comes before that
 * of the C library. */
int
wcwidth(wchar_t c)
{
	return (int)char_width((uint32_t)c);
}

static void
send(const char *bytes, size_t len)
{
	while (len > 0) {
		ssize_t n = write(STDOUT_FILENO, bytes, len);

		if (n < 0 && errno != EINTR)
			return; /* the line is gone; a signal says so as well */
		if (n > 0) {
			bytes += n;
			len -= (size_t)n;
		}
	}
}

/* curses flushes at every movement of the cursor.  It writes into a file in memory instead of to
 * the terminal, so that a frame is one write: over a network one packet, on the screen one step. */
static FILE *
open_frame(void)
{
	const int fd = memfd_create("frame", MFD_CLOEXEC);

	return fd >= 0 ? fdopen(fd, "w") : tmpfile();
}

/* Takes what curses has written. */
static void
collect_frame(struct screen *screen)
{
	const int fd = fileno(screen->frame);
	const off_t len = lseek(fd, 0, SEEK_CUR);

	if (len <= 0 || !buf_reserve(&screen->bytes, (size_t)len))
		return;
	if (pread(fd, screen->bytes.data + screen->bytes.len, (size_t)len, 0) == len)
		screen->bytes.len += (size_t)len;
	if (lseek(fd, 0, SEEK_SET) != 0 || ftruncate(fd, 0) != 0)
		screen->bytes.failed = true;
}

static void
send_frame(struct screen *screen)
{
	collect_frame(screen);
	send(buf_str(&screen->bytes), screen->bytes.len);
	buf_clear(&screen->bytes);
}

void
screen_send(struct screen *screen, const char *bytes, size_t len)
{
	collect_frame(screen);
	buf_add(&screen->bytes, bytes, len);
}

void
screen_flush(struct screen *screen)
{
	send_frame(screen);
}

void
screen_emergency(void)
{
	if (!rescue.active)
		return;
	rescue.active = 0;
	send(rescue.undo, rescue.undo_len);
	tcsetattr(STDIN_FILENO, TCSANOW, &rescue.before);
}

/* What the terminal's description says; "" where it has nothing.  tigetstr() gives -1 for a name
 * that is no string. */
static const char *
capability(const char *name)
{
	const char *text = tigetstr(name);

	return text != NULL && (intptr_t)text != -1 ? text : "";
}

static void
add_undo(const char *text)
{
	const size_t len = strlen(text);

	if (rescue.undo_len + len <= sizeof rescue.undo) {
		memcpy(rescue.undo + rescue.undo_len, text, len);
		rescue.undo_len += len;
	}
}

static void
prepare_rescue(bool mouse)
{
	rescue.undo_len = 0;
	add_undo(SYNC_OFF);
	add_undo(MODES_OFF);
	if (mouse)
		add_undo(MOUSE_OFF);
	add_undo(capability("sgr0"));
	add_undo(capability("op"));
	add_undo(capability("rmcup"));
	add_undo(capability("cnorm")); /* some restore a hidden cursor with the screen */
	add_undo("\r\n");
}

static void
set_modes(struct screen *screen, bool on)
{
	screen_send(screen, on ? MODES_ON : MODES_OFF, sizeof MODES_ON - 1);
	if (screen->mouse)
		screen_send(screen, on ? MOUSE_ON : MOUSE_OFF, sizeof MOUSE_ON - 1);
}

static enum depth
find_depth(bool colour)
{
	if (!colour || !has_colors() || start_color() == ERR)
		return DEPTH_MONO;
	use_default_colors();
	return COLORS >= 256 ? DEPTH_256 : COLORS >= 8 ? DEPTH_8 : DEPTH_MONO;
}

static enum err_code
check_terminal(struct err *err)
{
	if (!isatty(STDIN_FILENO) || !isatty(STDOUT_FILENO))
		return err_set(err, ERR_IO, _("standard input and output are no terminal"));
	if (strcmp(nl_langinfo(CODESET), "UTF-8") != 0 &&
		(setlocale(LC_CTYPE, "C.UTF-8") == NULL ||
			strcmp(nl_langinfo(CODESET), "UTF-8") != 0))
		return err_set(err, ERR_IO, _("no locale with UTF-8 is installed"));
	if (tcgetattr(STDIN_FILENO, &rescue.before) != 0)
		return err_errno(err, _("the terminal"));
	return ERR_OK;
}

/* Every key as it is, every byte as it is: curses does not know the terminal's line. */
static void
set_line(bool ours)
{
	struct termios modes = rescue.before;

	if (ours)
		cfmakeraw(&modes);
	tcsetattr(STDIN_FILENO, TCSADRAIN, &modes);
}

static void
start_curses(void)
{
	raw();
	noecho();
	nonl();
	leaveok(stdscr, TRUE);
	idlok(stdscr, TRUE);
	typeahead(-1);
	curs_set(0);
}

/* Some terminals' descriptions have no size (linux): curses then asks the line, so that its file is
 * the terminal for this moment. */
static SCREEN *
start_terminal(FILE *frame)
{
	const int fd = fileno(frame), file = dup(fd);
	SCREEN *curses = NULL;

	if (file < 0)
		return NULL;
	use_env(FALSE);
	use_tioctl(TRUE);
	if (dup2(STDOUT_FILENO, fd) >= 0)
		curses = newterm(NULL, frame, stdin);
	if (dup2(file, fd) < 0 && curses != NULL) {
		delscreen(curses);
		curses = NULL;
	}
	close(file);
	return curses;
}

enum err_code
screen_open(const struct screen_options *options, struct screen **out, struct err *err)
{
	struct screen *screen;
	enum err_code code = check_terminal(err);
	const char *name = getenv("TERM");

	*out = NULL;
	if (code != ERR_OK)
		return code;
	screen = calloc(1, sizeof *screen);
	if (screen == NULL)
		return err_nomem(err);
	screen->frame = open_frame();
	if (screen->frame == NULL) {
		free(screen);
		return err_errno(err, _("a file for the screen"));
	}
	screen->curses = start_terminal(screen->frame);
	if (screen->curses == NULL || cursor_address == NULL) {
		if (screen->curses != NULL) {
			endwin();
			delscreen(screen->curses);
		}
		fclose(screen->frame);
		free(screen);
		return err_set(err, ERR_IO, _("the terminal \"%s\" (TERM) cannot be used"),
			name != NULL ? name : "");
	}
	screen->mouse = options->mouse;
	screen->depth = find_depth(options->colour);
	start_curses();
	prepare_rescue(screen->mouse);
	rescue.active = 1;
	set_line(true);
	set_modes(screen, true);
	screen->cursor_x = -1;
	if (!screen_fit(screen)) {
		screen_close(screen);
		return err_nomem(err);
	}
	*out = screen;
	return ERR_OK;
}

/* Terminals built on libvterm keep with the saved cursor whether it is seen, and curses may have
 * saved it when it was not. */
void
screen_uncover(struct screen *screen)
{
	const char *seen = capability("cnorm");

	set_modes(screen, false);
	endwin();
	if (seen[0] != '\0')
		screen_send(screen, seen, strlen(seen));
	send_frame(screen);
	screen->uncovered = true;
}

static void
end_curses(struct screen *screen)
{
	if (!screen->uncovered)
		screen_uncover(screen);
	screen->uncovered = false;
	set_line(false);
	rescue.active = 0;
}

void
screen_close(struct screen *screen)
{
	if (screen == NULL)
		return;
	end_curses(screen);
	delscreen(screen->curses);
	fclose(screen->frame);
	buf_free(&screen->bytes);
	grid_free(screen->grid);
	grid_free(screen->shown);
	free(screen);
}

struct grid *
screen_grid(struct screen *screen)
{
	return screen->grid;
}

enum depth
screen_depth(const struct screen *screen)
{
	return screen->depth;
}

void
screen_set_theme(struct screen *screen, const struct theme *theme)
{
	screen->theme = theme;
	screen->pen.known = false;
	screen_forget(screen);
}

void
screen_set_cursor(struct screen *screen, int x, int y)
{
	screen->cursor_x = x;
	screen->cursor_y = y;
}

void
screen_set_mouse(struct screen *screen, bool wanted)
{
	if (wanted == screen->mouse)
		return;
	screen->mouse = wanted;
	prepare_rescue(wanted);
	screen_send(screen, wanted ? MOUSE_ON : MOUSE_OFF, sizeof MOUSE_ON - 1);
}

void
screen_set_synchronized(struct screen *screen, bool known)
{
	screen->synchronized = known;
}

void
screen_forget(struct screen *screen)
{
	screen->fresh = true;
	clearok(curscr, TRUE);
}

/* ---- painting ------------------------------------------------------------------------ */

static attr_t
curses_attrs(uint8_t attrs)
{
	return ((attrs & LOOK_BOLD) ? A_BOLD : A_NORMAL) | ((attrs & LOOK_DIM) ? A_DIM : A_NORMAL) |
	       ((attrs & LOOK_ITALIC) ? A_ITALIC : A_NORMAL) |
	       ((attrs & LOOK_UNDERLINE) ? A_UNDERLINE : A_NORMAL) |
	       ((attrs & LOOK_REVERSE) ? A_REVERSE : A_NORMAL);
}

static int
colour_pair(enum depth depth, struct look look)
{
	int pair;

	if (depth == DEPTH_MONO || (look.fg < 0 && look.bg < 0))
		return 0;
	pair = alloc_pair(look.fg, look.bg);
	return pair > 0 ? pair : 0;
}

static void
take_pen(struct screen *screen, style_t style)
{
	struct look look;

	if (screen->pen.known && screen->pen.style == style)
		return;
	look = theme_look(screen->theme, screen->depth, style);
	screen->pen.style = style;
	screen->pen.attrs = curses_attrs(look.attrs);
	screen->pen.pair = colour_pair(screen->depth, look);
	screen->pen.known = true;
}

static void
add_cell(struct screen *screen, int y, int x, const struct cell *cell)
{
	wchar_t text[GLYPH_MAX + 1] = {0};
	cchar_t c;

	take_pen(screen, cell->style);
	for (int i = 0; i < GLYPH_MAX; i++)
		text[i] = (wchar_t)cell->c[i];
	if (setcchar(&c, text, screen->pen.attrs, (short)screen->pen.pair, &screen->pen.pair) == OK)
		mvadd_wch(y, x, &c); /* fails in the last corner, and has then done it */
}

static bool
same_cell(const struct cell *a, const struct cell *b)
{
	return a->style == b->style && a->width == b->width && memcmp(a->c, b->c, sizeof a->c) == 0;
}

/* Gives curses the cells of a row from the first that differs to the last; whether any did. */
static bool
paint_row(struct screen *screen, int y)
{
	const int cols = screen->grid->cols;
	const size_t start = (size_t)y * (size_t)cols;
	const struct cell *want = screen->grid->cells + start;
	struct cell *have = screen->shown->cells + start;
	int first = 0, last = cols - 1;

	if (!screen->fresh) {
		while (first < cols && same_cell(&want[first], &have[first]))
			first++;
		while (last > first && same_cell(&want[last], &have[last]))
			last--;
	}
	if (first >= cols)
		return false;
	if (want[first].width == 0 && first > 0)
		first--;
	for (int x = first; x <= last; x++)
		if (want[x].width != 0)
			add_cell(screen, y, x, &want[x]);
	memcpy(have + first, want + first, (size_t)(last - first + 1) * sizeof *have);
	return true;
}

static void
place_cursor(struct screen *screen)
{
	const bool seen = screen->cursor_x >= 0;

	if (seen != screen->cursor_seen) {
		leaveok(stdscr, !seen);
		curs_set(seen);
		screen->cursor_seen = seen;
	}
	if (seen)
		move(screen->cursor_y, screen->cursor_x);
}

void
screen_paint(struct screen *screen)
{
	int rows = 0;
	bool hold;

	for (int y = 0; y < screen->grid->rows; y++)
		rows += paint_row(screen, y);
	hold = screen->synchronized && (rows > SYNC_ROWS || screen->fresh);
	screen->fresh = false;
	place_cursor(screen);
	if (hold)
		screen_send(screen, SYNC_ON, sizeof SYNC_ON - 1);
	refresh();
	if (hold)
		screen_send(screen, SYNC_OFF, sizeof SYNC_OFF - 1);
	send_frame(screen);
}

/* curses takes it that the scrolling region follows the size; not every terminal does that. */
static void
widen_region(struct screen *screen, int rows)
{
	const char *region =
		change_scroll_region != NULL ? tparm(change_scroll_region, 0, rows - 1) : NULL;

	if (region != NULL)
		screen_send(screen, region, strlen(region));
}

/* A line that does not tell its size has what LINES and COLUMNS or its description say. */
static struct winsize
find_size(void)
{
	struct winsize size;

	if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_col == 0 || size.ws_row == 0)
		size = (struct winsize){
			.ws_row = (unsigned short)LINES, .ws_col = (unsigned short)COLS};
	return size;
}

bool
screen_fit(struct screen *screen)
{
	const struct winsize size = find_size();
	struct grid *grid, *shown;

	if (size.ws_col == 0 || size.ws_row == 0)
		return false;
	if (screen->grid != NULL && size.ws_col == screen->grid->cols &&
		size.ws_row == screen->grid->rows)
		return false;
	grid = grid_new(size.ws_col, size.ws_row);
	shown = grid_new(size.ws_col, size.ws_row);
	if (grid == NULL || shown == NULL) {
		grid_free(grid);
		grid_free(shown);
		return false;
	}
	grid_free(screen->grid);
	grid_free(screen->shown);
	screen->grid = grid;
	screen->shown = shown;
	resizeterm(size.ws_row, size.ws_col);
	widen_region(screen, size.ws_row);
	screen_forget(screen);
	return true;
}

void
screen_leave(struct screen *screen)
{
	end_curses(screen);
}

void
screen_return(struct screen *screen)
{
	rescue.active = 1;
	set_line(true);
	set_modes(screen, true);
	screen_fit(screen);
	screen_forget(screen);
	if (screen->cursor_seen)
		curs_set(1);
}
