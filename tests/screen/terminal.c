#include "terminal.h"
#include "base/buf.h"
#include "term/key.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <termios.h>
#include <utmp.h>
#include <unistd.h>

#define ANSWER_SECONDS                                                                             \
	60 /* a slow machine under a sanitizer; no test waits this long if all is well */
#define POLL_MS 20
#define LINES_SHOWN 4 /* of a difference */
#define SYNC_MARK "\033_baolan;"

struct terminal {
	int fd, slave; /* the slave stays open, so that its modes can be looked at after the end */
	int rows, cols;
	pid_t pid;
	VTerm *vterm;
	VTermScreen *screen;
	struct termios before;
	struct buf pending; /* read, not yet given to libvterm */
	struct buf log;     /* all since the last terminal_bytes() */
	struct buf clipboard;
	char folder[64];
	bool alt, cursor_seen, ended;
	int status, asked, answered;
};

/* ---- the archive ----------------------------------------------------------------------- */

/* Two archives are made when they are first needed: of the sample pages, and of our own pages. */
enum {
	FROM_SEEDS,
	FROM_PAGES,
	ARCHIVES
};

static const char *const folders[ARCHIVES] = {"seeds", "tests/screen/pages"};
static char archive_paths[ARCHIVES][64];

static void
remove_folder(const char *folder)
{
	char command[256];

	snprintf(command, sizeof command, "rm -rf '%s'", folder);
	if (system(command) != 0)
		print_message("# cannot remove %s\n", folder);
}

static void
remove_archives(void)
{
	for (int i = 0; i < ARCHIVES; i++) {
		char *slash = strrchr(archive_paths[i], '/');

		if (slash != NULL) {
			*slash = '\0';
			remove_folder(archive_paths[i]);
		}
	}
}

static const char *
program(void)
{
	const char *path = getenv("BAOLAN");

	return path != NULL ? path : "build/baolan";
}

/* Made once a test program, by the program itself. */
static const char *
archive(int which)
{
	char command[512], folder[] = "/tmp/baolan-test-XXXXXX", *path = archive_paths[which];
	static bool registered;

	if (path[0] != '\0')
		return path;
	assert_non_null(mkdtemp(folder));
	snprintf(path, sizeof archive_paths[0], "%s/archive.db", folder);
	snprintf(command, sizeof command, "%s import --archive %s %s >/dev/null 2>&1", program(),
		path, folders[which]);
	assert_int_equal(system(command), 0);
	if (!registered)
		atexit(remove_archives);
	registered = true;
	return path;
}

/* ---- libvterm -------------------------------------------------------------------------- */

static int
on_property(VTermProp prop, VTermValue *value, void *user)
{
	struct terminal *t = user;

	if (prop == VTERM_PROP_ALTSCREEN)
		t->alt = value->boolean;
	if (prop == VTERM_PROP_CURSORVISIBLE)
		t->cursor_seen = value->boolean;
	return 1;
}

static void
on_output(const char *bytes, size_t len, void *user)
{
	terminal_send(user, bytes, len);
}

static int
base64_value(char c)
{
	static const char digits[] =
		"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
	const char *at = c != '\0' ? strchr(digits, c) : NULL;

	return at != NULL ? (int)(at - digits) : -1;
}

/* The clipboard: OSC 52;c;BASE64. */
static void
take_clipboard(struct terminal *t, const char *text, size_t len)
{
	uint32_t bits = 0;
	int count = 0;

	buf_clear(&t->clipboard);
	for (size_t i = 0; i < len && base64_value(text[i]) >= 0; i++) {
		bits = bits << 6 | (uint32_t)base64_value(text[i]);
		count += 6;
		if (count >= 8) {
			count -= 8;
			buf_addc(&t->clipboard, (char)(bits >> count & 0xFF));
		}
	}
}

/* Sequences that libvterm does not know are taken out before it reads: the answer to a sync, and
 * the clipboard.  Returns how many bytes at the front of the pending ones are for libvterm, and in
 * *skip how many behind them are not; what may be the beginning of one waits. */
static size_t
split(struct terminal *t, size_t *skip)
{
	static const char clipboard[] = "\033]52;c;";
	const char *p = buf_str(&t->pending);
	const size_t len = t->pending.len;

	for (size_t i = 0; i < len; i++) {
		const char *end;
		const size_t left = len - i;
		const bool sync = left >= sizeof SYNC_MARK - 1
					  ? memcmp(p + i, SYNC_MARK, sizeof SYNC_MARK - 1) == 0
					  : memcmp(p + i, SYNC_MARK, left) == 0;
		const bool copy = left >= sizeof clipboard - 1
					  ? memcmp(p + i, clipboard, sizeof clipboard - 1) == 0
					  : memcmp(p + i, clipboard, left) == 0;

		if (!sync && !copy)
			continue;
		end = sync ? memmem(p + i, left, "\033\\", 2) : memchr(p + i, '\a', left);
		*skip = 0;
		if (end == NULL)
			return i;
		*skip = (size_t)(end - (p + i)) + (sync ? 2 : 1);
		if (sync)
			t->answered = atoi(p + i + sizeof SYNC_MARK - 1);
		else
			take_clipboard(t, p + i + sizeof clipboard - 1, *skip);
		return i;
	}
	*skip = 0;
	return len;
}

static void
feed(struct terminal *t, const char *bytes, size_t len)
{
	size_t n, skip;

	buf_add(&t->log, bytes, len);
	buf_add(&t->pending, bytes, len);
	do {
		n = split(t, &skip);
		vterm_input_write(t->vterm, buf_str(&t->pending), n);
		n += skip;
		memmove(t->pending.data, t->pending.data + n, t->pending.len - n);
		t->pending.len -= n;
	} while (skip > 0);
	assert_true(buf_ok(&t->log) && buf_ok(&t->pending));
}

/* Reads what comes; false where the program has ended and all of it is read. */
static bool
pump(struct terminal *t)
{
	struct pollfd fd = {.fd = t->fd, .events = POLLIN};
	char bytes[8192];
	ssize_t n;

	for (int tries = 0; poll(&fd, 1, t->ended ? 0 : POLL_MS) == 0; tries++) {
		if (t->ended)
			return false;
		t->ended = waitpid(t->pid, &t->status, WNOHANG) == t->pid;
		if (tries * POLL_MS > ANSWER_SECONDS * 1000)
			fail_msg("no answer in %d seconds", ANSWER_SECONDS);
	}
	n = read(t->fd, bytes, sizeof bytes);
	if (n <= 0)
		return false;
	feed(t, bytes, (size_t)n);
	return true;
}

/* ---- starting -------------------------------------------------------------------------- */

static void
run_program(const struct terminal *t, const struct terminal_options *o)
{
	const char *path = strdup(program());
	const char *arguments[16] = {path, "--archive", NULL};
	char home[80], archive_file[96];
	int n = 3;

	snprintf(home, sizeof home, "%s", t->folder);
	snprintf(archive_file, sizeof archive_file, "%s/none.db", t->folder);
	arguments[2] = o->no_archive ? archive_file
				     : archive_paths[o->own_pages ? FROM_PAGES : FROM_SEEDS];
	for (int i = 0; o->arguments != NULL && o->arguments[i] != NULL && n < 15; i++)
		arguments[n++] = o->arguments[i];
	arguments[n] = NULL;
	clearenv();
	setenv("HOME", home, 1);
	setenv("PATH", "/usr/bin:/bin", 1);
	setenv("LC_ALL", "C.UTF-8", 1);
	setenv("TERM", o->term != NULL ? o->term : "xterm-256color", 1);
	setenv("BAOLAN_TESTING", "1", 1);
	setenv("ASAN_OPTIONS", "detect_leaks=1:exitcode=99", 1);
	for (int i = 0; o->variables != NULL && o->variables[i] != NULL; i++)
		putenv((char *)(uintptr_t)o->variables[i]);
	execv(path, (char *const *)(uintptr_t)arguments);
	_exit(127);
}

static void
make_screen(struct terminal *t)
{
	static const VTermScreenCallbacks callbacks = {.settermprop = on_property};

	t->vterm = vterm_new(t->rows, t->cols);
	vterm_set_utf8(t->vterm, 1);
	vterm_output_set_callback(t->vterm, on_output, t);
	t->screen = vterm_obtain_screen(t->vterm);
	vterm_screen_enable_altscreen(t->screen, 1);
	vterm_screen_set_callbacks(t->screen, &callbacks, t);
	vterm_screen_reset(t->screen, 1);
}

struct terminal *
terminal_start(const struct terminal_options *o)
{
	const struct winsize size = {
		.ws_row = (unsigned short)o->rows, .ws_col = (unsigned short)o->cols};
	struct terminal *t = calloc(1, sizeof *t);

	assert_non_null(t);
	archive(o->own_pages ? FROM_PAGES : FROM_SEEDS);
	t->rows = o->rows;
	t->cols = o->cols;
	t->cursor_seen = true;
	snprintf(t->folder, sizeof t->folder, "/tmp/baolan-home-XXXXXX");
	assert_non_null(mkdtemp(t->folder));
	make_screen(t);
	assert_int_equal(openpty(&t->fd, &t->slave, NULL, NULL, &size), 0);
	tcgetattr(t->slave, &t->before);
	t->pid = fork();
	assert_true(t->pid >= 0);
	if (t->pid == 0) {
		close(t->fd);
		login_tty(t->slave);
		run_program(t, o);
	}
	fcntl(t->fd, F_SETFD, FD_CLOEXEC);
	fcntl(t->slave, F_SETFD, FD_CLOEXEC);
	if (!terminal_sync(t))
		fail_msg("the program ended at once: %s", buf_str(&t->log));
	return t;
}

void
terminal_free(struct terminal *t)
{
	if (t == NULL)
		return;
	if (!t->ended) {
		kill(t->pid, SIGKILL);
		waitpid(t->pid, NULL, 0);
	}
	close(t->fd);
	close(t->slave);
	vterm_free(t->vterm);
	buf_free(&t->pending);
	buf_free(&t->log);
	buf_free(&t->clipboard);
	remove_folder(t->folder);
	free(t);
}

/* ---- typing ---------------------------------------------------------------------------- */

void
terminal_send(struct terminal *t, const char *bytes, size_t len)
{
	while (len > 0) {
		const ssize_t n = write(t->fd, bytes, len);

		if (n < 0 && errno != EINTR)
			return; /* it has ended; who waits will see */
		if (n > 0) {
			bytes += n;
			len -= (size_t)n;
		}
	}
}

static void
send_key(struct terminal *t, const char *name, size_t len)
{
	static const struct {
		tkey key;
		const char *bytes;
	} sent[] = {{KEYC_UP, "\033[A"}, {KEYC_DOWN, "\033[B"}, {KEYC_RIGHT, "\033[C"},
		{KEYC_LEFT, "\033[D"}, {KEYC_HOME, "\033[H"}, {KEYC_END, "\033[F"},
		{KEYC_PGUP, "\033[5~"}, {KEYC_PGDN, "\033[6~"}, {'\t' | KEYM_SHIFT, "\033[Z"},
		{KEYC_F1, "\033OP"}, {KEYC_DELETE, "\033[3~"}};
	const tkey key = key_from_name(name, len);
	char byte;

	for (size_t i = 0; i < sizeof sent / sizeof sent[0]; i++) {
		if (key != 0 && sent[i].key == key) {
			terminal_send(t, sent[i].bytes, strlen(sent[i].bytes));
			return;
		}
	}
	if ((key & KEYM_CTRL) != 0) {
		byte = (char)(key & 0x1F);
		terminal_send(t, &byte, 1);
	} else if (key != 0 && key < 0x80) {
		byte = (char)key;
		terminal_send(t, &byte, 1);
		/* What followed it at once would make it the beginning of a sequence. */
		if (key == KEY_ESC)
			terminal_sync(t);
	} else {
		terminal_send(t, name, len);
	}
}

void
terminal_keys(struct terminal *t, const char *keys)
{
	while (*keys != '\0') {
		const size_t len = strcspn(keys, " ");

		send_key(t, keys, len);
		keys += len;
		keys += strspn(keys, " ");
	}
	if (!terminal_sync(t))
		fail_msg("the program has ended");
}

bool
terminal_sync(struct terminal *t)
{
	char mark[32];
	const int n = snprintf(mark, sizeof mark, SYNC_MARK "%d\033\\", ++t->asked);

	terminal_send(t, mark, (size_t)n);
	while (t->answered != t->asked)
		if (!pump(t))
			return false;
	return true;
}

void
terminal_resize(struct terminal *t, int cols, int rows)
{
	const struct winsize size = {
		.ws_row = (unsigned short)rows, .ws_col = (unsigned short)cols};

	t->cols = cols;
	t->rows = rows;
	vterm_set_size(t->vterm, rows, cols);
	ioctl(t->fd, TIOCSWINSZ, &size);
}

void
terminal_signal(struct terminal *t, int number)
{
	kill(t->pid, number);
}

/* ---- reading --------------------------------------------------------------------------- */

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
	FILE *f;

	snprintf(path, sizeof path, "tests/screen/golden/%s.txt", name);
	if (getenv("BLESS") != NULL) {
		f = fopen(path, "w");
		assert_non_null(f);
		fputs(have, f);
		fclose(f);
	}
	want = read_file(path);
	if (want == NULL || strcmp(want, have) != 0) {
		if (want != NULL)
			show_difference(have, want);
		else
			print_message("# there is no %s; BLESS=1 writes it\n", path);
		free(have);
		free(want);
		fail_msg("%s differs", name);
	}
	free(have);
	free(want);
}

void
terminal_check_repaint(struct terminal *t, const char *after_what)
{
	char *before = terminal_screen(t), *after;

	terminal_keys(t, "Ctrl-l");
	after = terminal_screen(t);
	if (strcmp(before, after) != 0) {
		show_difference(before, after);
		free(before);
		free(after);
		fail_msg("after %s the screen differs from a full repaint", after_what);
	}
	free(before);
	free(after);
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

/* ---- the end --------------------------------------------------------------------------- */

/* What the program would find if it looked now: libvterm's side and the line's. */
static bool
is_restored(struct terminal *t)
{
	struct termios after;
	VTermScreenCell cell;
	VTermPos at;

	/* What is written now has the terminal's own look. */
	vterm_input_write(t->vterm, "x", 1);
	vterm_state_get_cursorpos(vterm_obtain_state(t->vterm), &at);
	cell = terminal_cell(t, at.col > 0 ? at.col - 1 : 0, at.row);
	tcgetattr(t->slave, &after);
	return !t->alt && t->cursor_seen && !cell.attrs.bold && !cell.attrs.reverse &&
	       VTERM_COLOR_IS_DEFAULT_BG(&cell.bg) && after.c_lflag == t->before.c_lflag &&
	       after.c_iflag == t->before.c_iflag && after.c_oflag == t->before.c_oflag;
}

int
terminal_end(struct terminal *t, bool *restored)
{
	while (pump(t))
		;
	assert_true(t->ended);
	if (restored != NULL)
		*restored = is_restored(t);
	return WIFEXITED(t->status) ? WEXITSTATUS(t->status) : 128 + WTERMSIG(t->status);
}
