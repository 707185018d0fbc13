/*
 * keymap.h - which key does what where.
 *
 * The bindings come from data/keys.tsv and then from the user's key file of
 * the same form: context, key, command, separated by tabs.  A later row takes
 * the place of an earlier one; the command "none" frees a key.  Mistakes and
 * conflicts inside one file are reported with file and line.
 *
 * Ownership: keymap_new/keymap_free.
 * Thread rule: the user interface's thread.
 */
#ifndef BAOLAN_KEYMAP_H
#define BAOLAN_KEYMAP_H

#include "base/err.h"
#include "command.h"
#include "term/key.h"

struct binding {
	enum context context;
	tkey key;
	const struct command *command; /* NULL: the key does nothing here */
	unsigned line;                 /* of the file it came from; 0: built in */
};

struct keymap;

typedef void (*keymap_warn_fn)(void *ctx, const struct err *err);

/* user_file may be NULL or missing. */
enum err_code keymap_new(const char *user_file, keymap_warn_fn warn, void *ctx, struct keymap **out,
	struct err *err);
void keymap_free(struct keymap *keymap);

/* What the key does in this context; NULL: nothing.  strict: without what it does everywhere. */
const struct command *keymap_find(
	const struct keymap *keymap, enum context context, tkey key, bool strict);

/* The bindings in the order of the files. */
const struct binding *keymap_bindings(const struct keymap *keymap, size_t *count);

/* Writes the names of up to `max` keys of a command in this context, joined by " " (NULL-ended);
 * returns how many there were. */
unsigned keymap_keys(const struct keymap *keymap, enum context context,
	const struct command *command, unsigned max, char *out, size_t size);

#endif
