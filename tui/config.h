/*
 * config.h - the reader's settings: one table of options, one file.
 *
 * The file is $XDG_CONFIG_HOME/baolan/config, over that of the system: `name = value`, a line each,
 * '#' begins a comment.  A line that is wrong is reported with file and line, and the rest still
 * counts.  `baolan config` prints the table with the values in force and where each was set.
 *
 * Ownership: config_load/config_free; texts are borrowed until then.
 * Thread rule: read-only after loading, config_set() aside.
 */
#ifndef BAOLAN_CONFIG_H
#define BAOLAN_CONFIG_H

#include "base/err.h"
#include "place/place.h"

#include <stdbool.h>

enum config_id {
	CONFIG_ARCHIVE,
	CONFIG_THEME,
	CONFIG_AMBIGUOUS,
	CONFIG_MOUSE,
	CONFIG_MEASURE,
	CONFIG_INDENT,
	CONFIG_BREAK_LEVEL,
	CONFIG_HANG,
	CONFIG_SORT,
	CONFIG_LAYOUT,
	CONFIG_DISTRICT_PANE,
	CONFIG_LIST_PANE,
	CONFIG_READ_ON_OPEN,
	CONFIG_PAGER,
	CONFIG_CITATION,
	CONFIG_COUNT
};

enum config_type {
	CONFIG_BOOL,   /* yes or no */
	CONFIG_NUMBER, /* range: "20-200" */
	CONFIG_CHOICE, /* range: "auto|dark|light" */
	CONFIG_TEXT,
};

struct config_row {
	const char *name;
	enum config_type type;
	const char *fallback; /* the default, as it would stand in the file */
	const char *range;    /* "" where anything goes */
	const char *help;
};

extern const struct config_row config_rows[CONFIG_COUNT];

struct config;

/* The defaults, with what the file says over them; file may be NULL or missing. */
enum err_code config_load(
	const char *file, table_warn_fn warn, void *ctx, struct config **out, struct err *err);

/* What a further file says over that; it may be NULL or missing. */
enum err_code config_add(
	struct config *config, const char *file, table_warn_fn warn, void *ctx, struct err *err);
void config_free(struct config *config);

/* Sets one option from its written form; origin ("file:12", "--archive") is copied.
 * ERR_USAGE names what is wrong and what would be right. */
enum err_code config_set(struct config *config, const char *name, const char *value,
	const char *origin, struct err *err);

bool config_bool(const struct config *config, enum config_id id);
long config_number(const struct config *config, enum config_id id);
const char *config_text(const struct config *config, enum config_id id);   /* also a choice */
const char *config_origin(const struct config *config, enum config_id id); /* "" for a default */

/* Writes `name = value` into the file, in place of an older line of that name, all else
 * unchanged (what the browser remembers: pane sizes). */
enum err_code config_store(const char *file, const char *name, const char *value, struct err *err);

#endif
