#include "terminal_parts.h"
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
#include <sys/wait.h>
#include <utmp.h>
#include <unistd.h>

#define ANSWER_SECONDS                                                                             \
	60 /* a slow machine under a sanitizer; no test waits this long if all is well */
#define POLL_MS 20

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
	wire_feed(t, bytes, (size_t)n);
	return true;
}

/* ---- starting -------------------------------------------------------------------------- */

static void
run_shell(const char *name, char *const *words)
{
	char *arguments[24] = {strdup(name), strdup("-m"), strdup("-c"),
		strdup("\"$@\"; echo '(stopped)'; read x; fg >/dev/null; echo \"(left $?)\"; read "
		       "x"),
		strdup(name)};

	for (int i = 0; i < 18 && words[i] != NULL; i++)
		arguments[5 + i] = words[i];
	execvp(name, arguments);
}

static void
run_program(const struct terminal *t, const struct terminal_options *o)
{
	/* Copies, for the functions that take them may write; they go with the process. */
	char *path = strdup(sample_program());
	char *arguments[16] = {path, strdup("--archive"), NULL};
	char home[80], archive_file[96];
	const char *leaks = getenv("LSAN_OPTIONS");
	int n = 3;

	snprintf(home, sizeof home, "%s", t->folder);
	snprintf(archive_file, sizeof archive_file, "%s/none.db", t->folder);
	arguments[2] = strdup(o->no_archive ? archive_file : sample_archive(o->own_pages));
	for (int i = 0; o->arguments != NULL && o->arguments[i] != NULL && n < 15; i++)
		arguments[n++] = strdup(o->arguments[i]);
	arguments[n] = NULL;
	leaks = leaks != NULL ? strdup(leaks) : NULL;
	clearenv();
	if (leaks != NULL)
		setenv("LSAN_OPTIONS", leaks, 1);
	setenv("HOME", home, 1);
	setenv("PATH", "/usr/bin:/bin", 1);
	setenv("LC_ALL", "C.UTF-8", 1);
	setenv("TERM", o->term != NULL ? o->term : "xterm-256color", 1);
	setenv("BAOLAN_TESTING", "1", 1);
	setenv("ASAN_OPTIONS", "detect_leaks=1:exitcode=99", 1);
	if (o->folder != NULL) {
		setenv("XDG_CONFIG_HOME", o->folder, 1);
		setenv("XDG_DATA_HOME", o->folder, 1);
		setenv("XDG_STATE_HOME", o->folder, 1);
		setenv("XDG_CACHE_HOME", o->folder, 1);
	}
	for (int i = 0; o->variables != NULL && o->variables[i] != NULL; i++)
		putenv(strdup(o->variables[i]));
	if (o->shell != NULL)
		run_shell(o->shell, arguments);
	execv(path, arguments);
	_exit(127);
}

struct terminal *
terminal_start(const struct terminal_options *o)
{
	const struct winsize size = {
		.ws_row = (unsigned short)o->rows, .ws_col = (unsigned short)o->cols};
	struct terminal *t = calloc(1, sizeof *t);

	assert_non_null(t);
	sample_archive(o->own_pages);
	t->rows = o->rows;
	t->cols = o->cols;
	t->cursor_seen = true;
	t->distant = o->distant;
	snprintf(t->folder, sizeof t->folder, "/tmp/baolan-home-XXXXXX");
	assert_non_null(mkdtemp(t->folder));
	wire_open(t);
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
	buf_free(&t->answers);
	sample_remove(t->folder);
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

bool
terminal_wait(struct terminal *t, const char *text)
{
	while (!terminal_shows(t, text))
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

/* ---- the end --------------------------------------------------------------------------- */

/* What the program would find if it looked now: libvterm's side and the line's. */
bool
terminal_restored(struct terminal *t)
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

size_t
terminal_answer(struct terminal *t)
{
	struct termios raw;
	int unread = 0;

	while (t->alt && pump(t))
		;
	terminal_send(t, buf_str(&t->answers), t->answers.len);
	while (pump(t))
		;
	/* A line that is not edited says what is there although no Enter was typed. */
	tcgetattr(t->slave, &raw);
	cfmakeraw(&raw);
	tcsetattr(t->slave, TCSANOW, &raw);
	ioctl(t->slave, FIONREAD, &unread);
	tcsetattr(t->slave, TCSANOW, &t->before);
	return (size_t)unread;
}

int
terminal_end(struct terminal *t, bool *restored)
{
	while (pump(t))
		;
	assert_true(t->ended);
	if (restored != NULL)
		*restored = terminal_restored(t);
	return WIFEXITED(t->status) ? WEXITSTATUS(t->status) : 128 + WTERMSIG(t->status);
}

int
terminal_hang_up(struct terminal *t)
{
	/* Other ends of the line that a test holds would keep it up. */
	close(t->slave);
	close(t->fd);
	t->slave = t->fd = open("/dev/null", O_RDWR | O_CLOEXEC);
	for (int tries = 0; waitpid(t->pid, &t->status, WNOHANG) != t->pid; tries++) {
		if (tries * POLL_MS > ANSWER_SECONDS * 1000)
			fail_msg("it did not end in %d seconds", ANSWER_SECONDS);
		poll(NULL, 0, POLL_MS);
	}
	t->ended = true;
	return WIFEXITED(t->status) ? WEXITSTATUS(t->status) : 128 + WTERMSIG(t->status);
}
