/*
 * schema.h - the tables of an archive and of a reader's file, version by version.
 *
 * Internal to core/archive.  A file is ours when its application_id says so; its
 * user_version is the number of steps that were applied to it.  What the file's
 * schema says must be, word for word, what the steps make: a file in which
 * somebody put a trigger, a view or another type is refused.
 */
#ifndef BAOLAN_ARCHIVE_SCHEMA_H
#define BAOLAN_ARCHIVE_SCHEMA_H

#include "archive/db.h"

struct schema_step {
	const char *const *sql; /* statements, the last NULL */
	/* What SQL alone cannot do, inside the same transaction; or NULL. */
	enum err_code (*migrate)(struct db *db, struct err *err);
	/* What an earlier step made and `migrate` drops, word for word; the last NULL; or NULL. */
	const char *const *dropped;
};

struct schema {
	int application_id;
	const struct schema_step *steps;
	int step_count;
	int page_size; /* bytes, of a new file */
};

extern const struct schema archive_schema, marks_schema;

enum schema_state {
	SCHEMA_CURRENT,
	SCHEMA_OLD,  /* ours, made by an older program: schema_update() */
	SCHEMA_EMPTY /* nothing in it yet: schema_update() */
};

/* Looks at what the file is.  ERR_ARCHIVE: foreign or newer; ERR_DAMAGED: tampered with. */
enum err_code schema_look(
	struct db *db, const struct schema *schema, enum schema_state *out, struct err *err);

/* Applies the steps that are missing, all in one transaction. */
enum err_code schema_update(struct db *db, const struct schema *schema, struct err *err);

#endif
