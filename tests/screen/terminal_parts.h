/*
 * terminal_parts.h - what the files behind terminal.h share.
 */
#ifndef BAOLAN_TESTS_TERMINAL_PARTS_H
#define BAOLAN_TESTS_TERMINAL_PARTS_H

#include "base/buf.h"
#include "terminal.h"

#include <sys/types.h>
#include <termios.h>

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
	struct buf answers; /* of a distant terminal, not yet sent */
	char folder[64];
	bool alt, cursor_seen, ended, distant;
	int status, asked, answered;
};

/* The archive of the seeds, or of our own pages, made by the program once a test program. */
const char *sample_archive(bool own_pages);
const char *sample_program(void);
void sample_remove(const char *folder);

/* libvterm, and what of the program's bytes is not for it. */
void wire_open(struct terminal *terminal);
void wire_feed(struct terminal *terminal, const char *bytes, size_t len);

#endif
