#include "log.h"

#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define LINE_MAX_BYTES 2048

struct log {
	int fd;
};

enum err_code
log_open(const char *path, struct log **out, struct err *err)
{
	struct log *log = malloc(sizeof *log);

	*out = NULL;
	if (log == NULL)
		return err_nomem(err);
	log->fd = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC | O_NOCTTY, 0600);
	if (log->fd < 0) {
		free(log);
		return err_errno(err, "%s", path);
	}
	*out = log;
	return ERR_OK;
}

void
log_close(struct log *log)
{
	if (log == NULL)
		return;
	close(log->fd);
	free(log);
}

void
log_line(struct log *log, const char *fmt, ...)
{
	char line[LINE_MAX_BYTES];
	struct timespec now;
	struct tm tm;
	size_t len, left;
	va_list ap;

	if (log == NULL)
		return;
	clock_gettime(CLOCK_REALTIME, &now);
	gmtime_r(&now.tv_sec, &tm);
	len = strftime(line, sizeof line, "%Y-%m-%dT%H:%M:%S", &tm);
	len += (size_t)snprintf(line + len, sizeof line - len, ".%03ldZ [%ld] ",
		now.tv_nsec / 1000000, (long)getpid());
	left = sizeof line - len - 1;
	va_start(ap, fmt);
	if (vsnprintf(line + len, left, fmt, ap) < 0)
		line[len] = '\0';
	va_end(ap);
	for (; line[len] != '\0'; len++)
		if ((unsigned char)line[len] < 0x20 || line[len] == 0x7F)
			line[len] = '?';
	line[len++] = '\n';
	if (write(log->fd, line, len) < 0)
		return; /* a log is no reason to stop */
}
