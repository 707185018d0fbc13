/*
 * marks.h - what a reader adds: read, starred, notes, corrections, saved
 * filters, positions, history, the log of searches.
 *
 * It lives in a SQLite file of the reader's own in the XDG data folder, keyed
 * by stable ids, and survives re-import, rebuild and the loss of the archive.
 * Every change is one transaction and can be undone (positions, history and
 * log aside).
 *
 * Ownership: marks_open() gives a handle that marks_close() frees; NULL is
 * fine for marks_close().
 * Thread rule: a handle belongs to one thread at a time; several handles, also
 * of several processes, may be open on one file.
 */
#ifndef BAOLAN_ARCHIVE_MARKS_H
#define BAOLAN_ARCHIVE_MARKS_H

#include "base/arena.h"
#include "base/err.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct marks;

/* Opens or makes the reader's file (mode 0600, its folder 0700). */
enum err_code marks_open(const char *path, struct marks **out, struct err *err);
void marks_close(struct marks *marks);

/* A number that changes with every change of marks or corrections, whoever made it. */
uint64_t marks_generation(struct marks *marks);

struct mark {
	bool read, starred;
	const char *note;     /* "" for none */
	const char *district; /* the correction: a full name, "" for "no district"; NULL: none */
	uint32_t position;    /* byte of the article's text that was at the screen's top */
};

enum err_code marks_get(struct marks *marks, const char *id, struct arena *arena, struct mark *out,
	struct err *err);
enum err_code marks_set_read(struct marks *marks, const char *id, bool read, struct err *err);
enum err_code marks_set_starred(struct marks *marks, const char *id, bool starred, struct err *err);
enum err_code marks_set_note(
	struct marks *marks, const char *id, const char *note, struct err *err);
enum err_code marks_set_position(
	struct marks *marks, const char *id, uint32_t position, struct err *err);

/* district: a full name, "" for none; NULL takes the correction back. */
enum err_code marks_correct(
	struct marks *marks, const char *id, const char *district, struct err *err);

/* Takes back the last change (positions do not count); *what is a sentence for a person, NULL
 * where there is nothing to undo; id gets the article's id, "" where the change was no mark. */
enum err_code marks_undo(
	struct marks *marks, struct arena *arena, const char **what, char id[13], struct err *err);

/* Saved filters and search history; the text is what filter_encode() made. */
struct saved_filter {
	const char *name, *text;
};
enum err_code marks_save_filter(
	struct marks *marks, const char *name, const char *text, struct err *err);
enum err_code marks_drop_filter(struct marks *marks, const char *name, struct err *err);
enum err_code marks_filters(struct marks *marks, struct arena *arena,
	const struct saved_filter **out, unsigned *count, struct err *err); /* by name */

enum err_code marks_remember_search(struct marks *marks, const char *query, struct err *err);
enum err_code marks_searches(struct marks *marks, unsigned limit, struct arena *arena,
	const char *const **out, unsigned *count,
	struct err *err); /* the latest first, each once */

/* The research log: what was asked, when, of which archive, and how many articles answered. */
struct log_entry {
	int64_t number;
	int64_t time;       /* seconds since 1970 */
	const char *filter; /* filter_encode() */
	uint64_t count;
	const char *fingerprint; /* of the archive, struct archive_info */
};
enum err_code marks_log(struct marks *marks, const char *filter, uint64_t count,
	const char *fingerprint, struct err *err);
enum err_code marks_log_list(struct marks *marks, unsigned limit, struct arena *arena,
	const struct log_entry **out, unsigned *count, struct err *err); /* the latest first */

/* Everything as JSON lines, and back.  Importing adds to what is there; where both say
 * something of the same article, the line that comes in counts. */
typedef enum err_code (*marks_line_fn)(void *ctx, const char *line, size_t len, struct err *err);
enum err_code marks_export(struct marks *marks, marks_line_fn line, void *ctx, struct err *err);
enum err_code marks_import_line(struct marks *marks, const char *line, size_t len, struct err *err);

#endif
