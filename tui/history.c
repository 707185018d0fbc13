#include "history.h"
#include "base/buf.h"
#include "paths.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <unistr.h>

#define KEPT 100
#define FILE_MAX_BYTES (1L << 18) /* one that somebody has blown up is not read */
#define FILE_LINES_MAX (4 * KEPT) /* more of them, and it is cut to those that are kept */

struct history {
	char *path;
	char *lines[KEPT]; /* the latest first */
	unsigned count;
};

/* Takes the line, which was allocated. */
static void
remember(struct history *h, char *line)
{
	unsigned at = 0; /* where it stood, or the end */

	while (at < h->count && strcmp(h->lines[at], line) != 0)
		at++;
	if (at == h->count && h->count < KEPT)
		h->count++;
	else if (at == h->count)
		at--; /* the oldest goes */
	free(h->lines[at]);
	memmove(h->lines + 1, h->lines, at * sizeof h->lines[0]);
	h->lines[0] = line;
}

/* Whether somebody could have typed it: a file may hold anything. */
static bool
is_line(const char *text, size_t len)
{
	for (size_t i = 0; i < len; i++)
		if ((unsigned char)text[i] < ' ' || text[i] == 0x7F)
			return false;
	return len > 0 && u8_check((const uint8_t *)text, len) == NULL;
}

/* The file anew, with the lines that are kept; beside it first, so that no reader finds half. */
static void
cut_file(const struct history *h)
{
	struct buf text = {0};
	char *name = NULL;
	int fd = -1;

	for (unsigned i = h->count; i-- > 0;)
		buf_addf(&text, "%s\n", h->lines[i]);
	if (buf_ok(&text) && asprintf(&name, "%s.%ld", h->path, (long)getpid()) > 0)
		fd = open(name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
	if (fd >= 0) {
		const bool ok = write(fd, buf_str(&text), text.len) == (ssize_t)text.len;

		if (close(fd) != 0 || !ok || rename(name, h->path) != 0)
			unlink(name);
	}
	free(name);
	buf_free(&text);
}

static void
read_file(struct history *h)
{
	const int fd = open(h->path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
	struct stat st;
	FILE *f = NULL;
	char *line = NULL;
	size_t room = 0;
	ssize_t len;
	unsigned lines = 0;

	if (fd >= 0 && fstat(fd, &st) == 0 && S_ISREG(st.st_mode) && st.st_size <= FILE_MAX_BYTES)
		f = fdopen(fd, "r");
	if (f == NULL) {
		if (fd >= 0)
			close(fd);
		return;
	}
	while ((len = getline(&line, &room, f)) > 0) {
		char *copy;

		lines++;
		if (line[len - 1] == '\n')
			line[--len] = '\0';
		if (is_line(line, (size_t)len) && (copy = strdup(line)) != NULL)
			remember(h, copy);
	}
	free(line);
	fclose(f);
	if (lines > FILE_LINES_MAX)
		cut_file(h);
}

struct history *
history_new(const char *path)
{
	struct history *h = calloc(1, sizeof *h);

	if (h == NULL || path == NULL)
		return h;
	h->path = strdup(path);
	if (h->path != NULL)
		read_file(h);
	return h;
}

void
history_free(struct history *h)
{
	if (h == NULL)
		return;
	for (unsigned i = 0; i < h->count; i++)
		free(h->lines[i]);
	free(h->path);
	free(h);
}

static void
append(const struct history *h, const char *line)
{
	int fd;

	path_make_folders(h->path);
	fd = open(h->path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC | O_NOCTTY | O_NONBLOCK, 0600);
	if (fd < 0)
		return; /* what cannot be kept is no reason not to run the command */
	dprintf(fd, "%s\n", line);
	close(fd);
}

void
history_add(struct history *h, const char *line)
{
	const bool again = h->count > 0 && strcmp(h->lines[0], line) == 0;
	char *copy;

	if (again || !is_line(line, strlen(line)) || (copy = strdup(line)) == NULL)
		return;
	remember(h, copy);
	if (h->path != NULL)
		append(h, line);
}

const char *const *
history_lines(const struct history *h, unsigned *count)
{
	*count = h->count;
	return (const char *const *)h->lines;
}
