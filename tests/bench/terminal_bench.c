/*
 * terminal_bench.c - how long a program in a terminal lets one wait.
 *
 * Usage: terminal_bench [-c COLS] [-r ROWS] [-n RUNS] [-q MS] [-u TEXT] [-t NAME] [-d] [STEP ...]
 * -- COMMAND ...
 *
 * The command runs in a pseudo-terminal that libvterm reads and answers for.  Measured are the
 * first screen, from the fork to its last byte, and then the keys of each step, one after the
 * other, each from its write to the last byte that it caused, and to the first (counts may come
 * later than what is counted): medians, what 99 of 100 stay below, and bytes, over all runs; and
 * the most memory that the process took.
 *
 * A step is NAME=KEYS or NAME=KEYS=SEEN: words parted by blanks, each one write, WORD*N for N of
 * them; <enter> <esc> <down> <up> <pgdn> <pgup> <space> <tab> and <c-x> are keys.  SEEN has to
 * stand on the screen after it; a step whose name begins with "." is typed and not measured.
 *
 * An update has ended when nothing came for MS milliseconds (-q, 60) in which the process neither
 * ran nor waited for a disk; the silence is in no figure.  Where the command only stands for a
 * program elsewhere (ssh), MS has to be longer than the way there.  -u: the first screen is not
 * there before this text.  -d: the last screen is printed as well.
 */
#include "../lib/clock.h"

#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>
#include <vterm.h>

#define SAMPLES_MAX 20000
#define STEPS_MAX 64
#define TIMEOUT_MS 60000

struct samples {
	double ms[SAMPLES_MAX], soonest[SAMPLES_MAX]; /* to the last byte, and to the first */
	double bytes[SAMPLES_MAX];
	unsigned count;
};

struct step {
	char *name, *keys, *seen;
	struct samples samples;
};

static char empty[1], *nothing[] = {empty, NULL};

static struct options {
	int cols, rows, runs;
	double quiet;
	const char *until, *title;
	bool show;
	char **command;
} o = {.cols = 80, .rows = 24, .runs = 5, .quiet = 60, .command = nothing};

static struct step steps[STEPS_MAX];
static unsigned step_count;
static struct samples first;
static double memory[64], processor[64];

/* The program under way. */
static struct {
	pid_t pid;
	int fd;
	VTerm *vterm;
	VTermScreen *screen;
	double soonest; /* of the last update: when its first byte came */
	bool ended;
} run;

static void
fail(const char *what, const char *which)
{
	fprintf(stderr, "terminal_bench: %s: %s\n", what, which);
	if (run.pid > 0)
		kill(run.pid, SIGKILL);
	exit(1);
}

/* ---- what the process does ------------------------------------------------------------------- */

/* Milliseconds of processor that its threads have used; *busy: one runs, or waits for a disk. */
static double
used(bool *busy)
{
	char path[320], text[512];
	double sum = 0;
	struct dirent *entry;
	DIR *dir;

	*busy = false;
	snprintf(path, sizeof path, "/proc/%d/task", (int)run.pid);
	dir = opendir(path);
	while (dir != NULL && (entry = readdir(dir)) != NULL) {
		FILE *f;

		if (!isdigit((unsigned char)entry->d_name[0]))
			continue;
		snprintf(path, sizeof path, "/proc/%d/task/%s/schedstat", (int)run.pid,
			entry->d_name);
		f = fopen(path, "re");
		if (f != NULL && fgets(text, sizeof text, f) != NULL)
			sum += strtod(text, NULL) / 1e6;
		if (f != NULL)
			fclose(f);
		snprintf(path, sizeof path, "/proc/%d/task/%s/stat", (int)run.pid, entry->d_name);
		f = fopen(path, "re");
		if (f != NULL && fgets(text, sizeof text, f) != NULL && strrchr(text, ')') != NULL)
			*busy |= strchr("RD", strrchr(text, ')')[2]) != NULL;
		if (f != NULL)
			fclose(f);
	}
	if (dir != NULL)
		closedir(dir);
	return sum;
}

static double
most_memory(void)
{
	char path[64], line[256];
	double mb = 0;
	FILE *f;

	snprintf(path, sizeof path, "/proc/%d/status", (int)run.pid);
	f = fopen(path, "re");
	while (f != NULL && fgets(line, sizeof line, f) != NULL)
		if (strncmp(line, "VmHWM:", 6) == 0)
			mb = strtod(line + 6, NULL) / 1024;
	if (f != NULL)
		fclose(f);
	return mb;
}

/* ---- the terminal ---------------------------------------------------------------------------- */

static void
answer(const char *bytes, size_t len, void *user)
{
	(void)user;
	while (len > 0) {
		const ssize_t n = write(run.fd, bytes, len);

		if (n <= 0)
			return;
		bytes += n;
		len -= (size_t)n;
	}
}

/* The screen's text, in one line. */
static const char *
read_screen(int from_row, int to_row)
{
	const VTermRect rows = {.start_row = from_row, .end_row = to_row, .end_col = o.cols};
	static char text[1 << 18];

	text[vterm_screen_get_text(run.screen, text, sizeof text - 1, rows)] = '\0';
	return text;
}

static bool
shows(const char *text)
{
	return strstr(read_screen(0, o.rows), text) != NULL;
}

static void
start(void)
{
	const struct winsize size = {
		.ws_row = (unsigned short)o.rows, .ws_col = (unsigned short)o.cols};

	run.vterm = vterm_new(o.rows, o.cols);
	vterm_set_utf8(run.vterm, 1);
	vterm_output_set_callback(run.vterm, answer, NULL);
	run.screen = vterm_obtain_screen(run.vterm);
	vterm_screen_enable_altscreen(run.screen, 1);
	vterm_screen_reset(run.screen, 1);
	run.ended = false;
	run.pid = forkpty(&run.fd, NULL, NULL, &size);
	if (run.pid < 0)
		fail("forkpty", strerror(errno));
	if (run.pid == 0) {
		setenv("TERM", "xterm-256color", 1);
		unsetenv("COLUMNS");
		unsetenv("LINES");
		execvp(o.command[0], o.command);
		_exit(127);
	}
	fcntl(run.fd, F_SETFL, O_NONBLOCK);
}

static void
end(void)
{
	kill(run.pid, SIGHUP);
	close(run.fd);
	for (int i = 0; i < 200 && waitpid(run.pid, NULL, WNOHANG) == 0; i++)
		usleep(10000);
	kill(run.pid, SIGKILL);
	waitpid(run.pid, NULL, 0);
	vterm_free(run.vterm);
}

/* Reads what is there; when it came, or a negative number. */
static double
take(int timeout, size_t *bytes)
{
	struct pollfd fd = {.fd = run.fd, .events = POLLIN};
	static char buffer[1 << 16];
	double when;
	ssize_t n;

	if (poll(&fd, 1, timeout) <= 0)
		return -1;
	n = read(run.fd, buffer, sizeof buffer);
	when = now_ms();
	if (n <= 0) {
		run.ended = n == 0 || errno != EAGAIN;
		return -1;
	}
	*bytes += (size_t)n;
	vterm_input_write(run.vterm, buffer, (size_t)n);
	return when;
}

/* Waits until an update has ended; milliseconds from `since` to its last byte, 0 without one. */
static double
settle(double since, const char *until, size_t *bytes)
{
	double last = 0, mark = now_ms(), before;
	bool busy, there = until == NULL;

	*bytes = 0;
	run.soonest = 0;
	before = used(&busy);
	while (now_ms() - since < TIMEOUT_MS && !run.ended) {
		const double left = o.quiet - (now_ms() - mark);
		const double when = take(left > 0 ? (int)left + 1 : 0, bytes);

		if (when >= 0) {
			last = when - since;
			if (run.soonest <= 0)
				run.soonest = last;
			mark = when;
			before = -1;
			there = there || shows(until);
		} else if (now_ms() - mark >= o.quiet) {
			const double sum = used(&busy);

			if (there && !busy && before >= 0 && sum - before < o.quiet / 4)
				return last;
			before = sum;
			mark = now_ms();
		}
	}
	if (!there)
		fail("never on the screen", until);
	return last;
}

/* ---- keys ---------------------------------------------------------------------------------------
 */

/* One word as the bytes of its keys. */
static size_t
to_bytes(const char *word, size_t len, char *out)
{
	static const struct {
		const char *name, *bytes;
	} names[] = {{"<enter>", "\r"}, {"<esc>", "\033"}, {"<down>", "\033[B"}, {"<up>", "\033[A"},
		{"<pgdn>", "\033[6~"}, {"<pgup>", "\033[5~"}, {"<space>", " "}, {"<tab>", "\t"},
		{"<star>", "*"}};
	size_t n = 0;

	for (size_t i = 0; i < len;) {
		size_t skip = 0;

		for (size_t k = 0; k < sizeof names / sizeof *names && skip == 0; k++) {
			if (strncmp(word + i, names[k].name, strlen(names[k].name)) != 0)
				continue;
			skip = strlen(names[k].name);
			n += (size_t)sprintf(out + n, "%s", names[k].bytes);
		}
		if (skip == 0 && len - i >= 5 && strncmp(word + i, "<c-", 3) == 0) {
			out[n++] = (char)(word[i + 3] & 0x1F);
			skip = 5;
		}
		if (skip == 0)
			out[n++] = word[i++];
		i += skip;
	}
	return n;
}

static void
add(struct samples *s, double ms, size_t bytes)
{
	if (s->count == SAMPLES_MAX)
		return;
	s->ms[s->count] = ms;
	s->soonest[s->count] = run.soonest;
	s->bytes[s->count++] = (double)bytes;
}

static void
press(struct step *step, const char *word, size_t len)
{
	char bytes[256];
	size_t n, came;
	double since, ms;

	if (len > 200)
		fail("too long", word);
	n = to_bytes(word, len, bytes);
	since = now_ms();
	answer(bytes, n, NULL);
	ms = settle(since, NULL, &came);
	if (run.ended)
		fail("the program has ended in", step->keys);
	if (step->name[0] != '.')
		add(&step->samples, ms, came);
}

static void
do_step(struct step *step)
{
	const char *p = step->keys;

	while (*p != '\0') {
		const size_t len = strcspn(p, " ");
		const char *times = memrchr(p, '*', len);
		long count = times != NULL && times > p ? strtol(times + 1, NULL, 10) : 0;

		for (long i = 0; i < (count > 0 ? count : 1); i++)
			press(step, p, count > 0 ? (size_t)(times - p) : len);
		p += len;
		p += strspn(p, " ");
	}
	if (step->seen != NULL && !shows(step->seen))
		fail("not on the screen", step->seen);
}

/* ---- figures ----------------------------------------------------------------------------------
 */

static int
compare(const void *a, const void *b)
{
	const double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

/* The value that `percent` of 100 do not exceed; sorts. */
static double
rank(double *values, unsigned count, unsigned percent)
{
	unsigned i = (count * percent + 99) / 100;

	if (count == 0)
		return 0;
	qsort(values, count, sizeof *values, compare);
	return values[i > 0 ? i - 1 : 0];
}

static void
print_figures(void)
{
	if (o.title != NULL)
		printf("%s, %dx%d:\n", o.title, o.cols, o.rows);
	printf("  %-26s %8.2f ms (best %.2f), processor %.1f ms, %.0f bytes, memory %.1f MB\n",
		"first screen", rank(first.ms, first.count, 50), rank(first.ms, first.count, 0),
		rank(processor, (unsigned)o.runs, 50), rank(first.bytes, first.count, 50),
		rank(memory, (unsigned)o.runs, 100));
	for (unsigned i = 0; i < step_count; i++) {
		struct samples *s = &steps[i].samples;

		if (s->count > 0)
			printf("  %-26s %8.2f ms, 99 %% %8.2f ms, %6.0f bytes, %u keys; "
			       "first byte %.2f ms, 99 %% %.2f ms\n",
				steps[i].name, rank(s->ms, s->count, 50), rank(s->ms, s->count, 99),
				rank(s->bytes, s->count, 50), s->count,
				rank(s->soonest, s->count, 50), rank(s->soonest, s->count, 99));
	}
}

static void
read_step(char *text)
{
	struct step *step = &steps[step_count];

	if (step_count == STEPS_MAX || strchr(text, '=') == NULL)
		fail("a step is NAME=KEYS[=SEEN]", text);
	step_count++;
	step->name = strsep(&text, "=");
	step->keys = strsep(&text, "=");
	step->seen = text;
}

static void
read_arguments(int argc, char **argv)
{
	int c;

	while ((c = getopt(argc, argv, "+c:r:n:q:u:t:d")) != -1) {
		if (c == 'c')
			o.cols = atoi(optarg);
		else if (c == 'r')
			o.rows = atoi(optarg);
		else if (c == 'n')
			o.runs = atoi(optarg);
		else if (c == 'q')
			o.quiet = atof(optarg);
		else if (c == 'u')
			o.until = optarg;
		else if (c == 't')
			o.title = optarg;
		else if (c == 'd')
			o.show = true;
		else
			exit(2);
	}
	if (strcmp(argv[optind - 1], "--") == 0)
		optind--; /* no step */
	for (; optind < argc && strcmp(argv[optind], "--") != 0; optind++)
		read_step(argv[optind]);
	if (optind + 1 >= argc || o.runs < 1 || o.runs > 64)
		fail("wrong usage", "see the comment at its beginning");
	o.command = argv + optind + 1;
}

int
main(int argc, char **argv)
{
	read_arguments(argc, argv);
	for (int r = 0; r < o.runs; r++) {
		const double since = now_ms();
		size_t bytes;
		double ms;
		bool busy;

		start();
		ms = settle(since, o.until, &bytes);
		if (run.ended)
			fail("ended at once", o.command[0]);
		add(&first, ms, bytes);
		processor[r] = used(&busy);
		for (unsigned i = 0; i < step_count; i++)
			do_step(&steps[i]);
		memory[r] = most_memory();
		for (int y = 0; o.show && r + 1 == o.runs && y < o.rows; y++)
			printf("  | %s\n", read_screen(y, y + 1));
		end();
	}
	print_figures();
	return 0;
}
