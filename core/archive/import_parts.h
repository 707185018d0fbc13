/*
 * import_parts.h - what the importer's files share: the walker, the workers, the writer.
 *
 *	walker ──batches of changed files──► workers ──digests, in the same order──► writer
 *
 * Three kinds of threads over one ring of batches under one lock.  The walker
 * claims slots, workers fill them in any order, the writer (the caller's
 * thread) empties them in the order of the walk, so that keys follow the pages'
 * order.  The bytes that are under way are bounded.
 *
 * Internal to core/archive.
 */
#ifndef BAOLAN_ARCHIVE_IMPORT_PARTS_H
#define BAOLAN_ARCHIVE_IMPORT_PARTS_H

#include "archive/digest.h"
#include "archive/import.h"
#include "archive/store.h"
#include "base/map.h"

#include <pthread.h>

/* One import into an archive at a time: holds the file PATH-lock until *out is closed. */
enum err_code import_lock(const char *path, int *out, struct err *err);

/* ---- what the archive knows before ------------------------------------------------------ */

struct known_page {
	int64_t id, root, size, time;
	uint64_t hash;
	const char *source;
	const char *named;   /* the source that its ids are made with, NULL: source */
	const char *refused; /* why, or NULL */
	atomic_bool seen;
	bool replaced;    /* this run has put another page in its place */
	size_t same_hash; /* index + 1 of another page of this content, 0: none */
};

struct known {
	struct arena *arena;
	struct known_page *page;
	size_t count;
	struct map by_name; /* hash of root and source: index */
	struct map by_hash; /* content: index + 1 of its first page; made when it is needed */
	bool has_hashes;
	struct known_root {
		int64_t id;
		const char *path;
	} * root;
	size_t root_count, root_cap;
};

enum err_code known_load(struct known *known, struct archive *archive, struct err *err);
void known_free(struct known *known);
/* A number for the name of a page. */
uint64_t known_name(int64_t root, const char *source);
/* The page of this name, or NULL. */
struct known_page *known_find(const struct known *known, int64_t root, const char *source);
/* Whether there is no such file any more.  Errors: ERR_NOMEM. */
enum err_code known_is_gone(
	const struct known *known, const struct known_page *page, bool *gone, struct err *err);
/* A page of this content whose file is gone, or NULL; none is given twice. */
enum err_code known_gone(
	struct known *known, uint64_t hash, int64_t size, struct known_page **out, struct err *err);
/* The deepest folder that was imported and holds the path: its index, or -1; *rest is where the
 * path goes on inside it. */
int known_root(const struct known *known, const char *path, const char **rest);
const char *known_root_path(const struct known *known, int64_t root); /* NULL: no such root */
enum err_code known_add_root(struct known *known, int64_t id, const char *path, struct err *err);

/* ---- what a damaged archive still tells -------------------------------------------------- */

#define SALVAGE_ROOTS_MAX 256

/* The folders that it names, at most SALVAGE_ROOTS_MAX; none where that cannot be read. */
enum err_code salvage_roots(const char *path, struct arena *arena, const char *const **out,
	size_t *count, struct err *err);
/* Adds the pages whose bytes are whole in it and that the new archive does not have. */
enum err_code salvage_pages(struct archive *fresh, const char *path,
	const struct import_options *options, struct import_report *report, struct err *err);

/* ---- what has to be read ---------------------------------------------------------------- */

/* A path that was named, made absolute. */
struct target {
	const char *path;
	int root;           /* index into known.root */
	const char *source; /* the path inside the root, "" for the root itself */
	bool folder;
};

struct job {
	struct known_page *known; /* NULL: new */
	int64_t root;
	const char *path, *source; /* in the batch's arena; source points into path */
	int64_t size, time;        /* as the walker saw them; then as the worker read them */
	bool named;                /* on the command line: a link is followed */
	/* What the worker made of it. */
	bool gone; /* it vanished meanwhile: as if it had never been there */
	bool same; /* the content is the one that is known */
	char *bytes;
	struct digest *digest;
};

struct batch {
	struct arena *arena;
	struct job *job;
	unsigned count;
	uint64_t bytes;
	enum {
		BATCH_WAITING,
		BATCH_TAKEN,
		BATCH_DONE
	} state;
};

/* Batches that are under way at most. */
#define RING 64u

struct pipe {
	struct known *known;
	const struct target *target;
	size_t target_count;
	const struct knowledge *knowledge;

	pthread_mutex_t lock;
	pthread_cond_t changed; /* any of what follows */
	struct batch *ring[RING];
	uint64_t walked, taken, written; /* batches, ever; written <= taken <= walked */
	uint64_t under_way;              /* bytes read and not written yet */
	bool walk_done, stop, nomem;
	bool unread_folder; /* there is one whose files nobody has seen */
	struct import_progress progress;
	uint64_t unchanged;

	/* Messages of the walker and the workers for the caller's thread. */
	struct message {
		struct message *next;
		char *path;
		struct err err;
	} * messages;
	uint64_t refused;
};

/* Thread bodies. */
void *import_walk(void *pipe);
void *import_work(void *pipe);

/* Leaves word for the caller's thread that a path could not be read. */
void pipe_refuse(struct pipe *pipe, const char *path, const struct err *err);
/* Gives a batch to the workers; false when the run is to end. */
bool pipe_put(struct pipe *pipe, struct batch *batch);
/* The next batch in order once it is done, NULL at the end or after `milliseconds`; *end tells. */
struct batch *pipe_get(struct pipe *pipe, unsigned milliseconds, bool *end);
/* Whether there is anything to read. */
bool pipe_has_work(struct pipe *pipe);
void pipe_written(struct pipe *pipe, struct batch *batch);
void pipe_stop(struct pipe *pipe);

void batch_free(struct batch *batch);

#endif
