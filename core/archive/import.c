#include "archive/import.h"
#include "archive/import_parts.h"
#include "base/i18n.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#define WORKERS_MAX 16u

/* A commit makes what was read visible: the first one soon, later ones less often, because each
 * costs writing the ends of all columns again. */
#define COMMIT_FIRST 0.3
#define COMMIT_LATER 2.0
#define COMMIT_BYTES ((size_t)96 << 20)

#define PROGRESS_MS 100

struct run {
	struct archive *archive;
	const struct import_options *options;
	struct import_report *report;
	struct known known;
	struct target *target;
	size_t target_count;
	struct knowledge knowledge;
	bool knows; /* knowledge is made, and its tables are stored */
	struct store store;
	struct pipe pipe;
	pthread_t thread[WORKERS_MAX + 1];
	unsigned thread_count;
	double started, committed, reported;
	unsigned commits;
	struct map unread; /* sizes of files that could not be read */
	bool missing;      /* a path that was named does not exist */
	struct err missing_err;
	int lock;
};

static double
now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static bool
cancelled(const struct run *run)
{
	return (run->options->cancel != NULL && atomic_load(run->options->cancel)) ||
	       db_check(&run->archive->db, NULL) != ERR_OK;
}

/* ---- targets ---------------------------------------------------------------------------- */

static void
path_missing(struct run *run, const char *path)
{
	err_errno(&run->missing_err, "%s", path);
	if (run->options->on_refused != NULL)
		run->options->on_refused(run->options->ctx, path, &run->missing_err);
	run->report->refused++;
	run->missing = true;
}

/* The root that the folder belongs to, a new one where no other holds it. */
static enum err_code
root_for(struct run *run, const char *folder, int *root, struct err *err)
{
	const char *rest;
	int64_t id;
	enum err_code code;

	*root = known_root(&run->known, folder, &rest);
	if (*root >= 0)
		return ERR_OK;
	code = store_root(&run->store, folder, &id, err);
	if (code == ERR_OK)
		code = known_add_root(&run->known, id, folder, err);
	*root = (int)run->known.root_count - 1;
	return code;
}

static enum err_code
add_path(struct run *run, const char *path, bool folder, struct err *err)
{
	struct target *t = &run->target[run->target_count];
	char *holder = strdup(path);
	enum err_code code;

	t->path = arena_strdup(run->known.arena, path);
	t->folder = folder;
	if (holder == NULL || t->path == NULL) {
		free(holder);
		return err_nomem(err);
	}
	if (!folder) {
		char *slash = strrchr(holder, '/');

		slash[slash == holder ? 1 : 0] = '\0';
	}
	code = root_for(run, holder, &t->root, err);
	free(holder);
	if (code != ERR_OK)
		return code;
	t->root = known_root(&run->known, t->path, &t->source);
	run->target_count++;
	return ERR_OK;
}

static enum err_code
add_targets(struct run *run, const char *const *paths, size_t count, struct err *err)
{
	enum err_code code = ERR_OK;

	run->target = calloc(count + 1, sizeof *run->target);
	if (run->target == NULL)
		return err_nomem(err);
	for (size_t i = 0; code == ERR_OK && i < count; i++) {
		char *path = realpath(paths[i], NULL);
		struct stat st;

		if (path == NULL || stat(path, &st) != 0)
			path_missing(run, paths[i]);
		else
			code = add_path(run, path, S_ISDIR(st.st_mode), err);
		free(path);
	}
	return code;
}

/* ---- threads ---------------------------------------------------------------------------- */

static enum err_code
start_thread(struct run *run, void *(*body)(void *), struct err *err)
{
	int failed = pthread_create(&run->thread[run->thread_count], NULL, body, &run->pipe);

	if (failed != 0) {
		errno = failed;
		return err_errno(err, _("no thread could be started"));
	}
	run->thread_count++;
	return ERR_OK;
}

static void
warn(void *ctx, const struct err *what)
{
	const struct run *run = ctx;

	if (run->options->on_warning != NULL)
		run->options->on_warning(run->options->ctx, what);
}

/* Only an import that has something to read needs to know how pages are read. */
static enum err_code
start_workers(struct run *run, struct err *err)
{
	long processors = sysconf(_SC_NPROCESSORS_ONLN);
	unsigned count = run->options->threads;
	enum err_code code =
		knowledge_new(&run->knowledge, run->options->user_folder, warn, run, err);

	if (code != ERR_OK)
		return code;
	run->knows = true;
	code = store_tables(&run->store, &run->knowledge, err);
	if (count == 0)
		count = processors > 0 ? (unsigned)processors : 1;
	if (count > WORKERS_MAX)
		count = WORKERS_MAX;
	for (unsigned i = 0; code == ERR_OK && i < count; i++) {
		code = start_thread(run, import_work, err);
		/* One worker is enough to go on. */
		if (code != ERR_OK && i > 0)
			return ERR_OK;
	}
	return code;
}

static void
join_threads(struct run *run)
{
	for (unsigned i = 0; i < run->thread_count; i++)
		pthread_join(run->thread[i], NULL);
	run->thread_count = 0;
	for (size_t i = 0; i < RING; i++)
		batch_free(run->pipe.ring[i]);
}

/* ---- telling ---------------------------------------------------------------------------- */

static void
hand_on_messages(struct run *run)
{
	struct message *m, *next, *turned = NULL;

	pthread_mutex_lock(&run->pipe.lock);
	m = run->pipe.messages;
	run->pipe.messages = NULL;
	pthread_mutex_unlock(&run->pipe.lock);
	/* They were put down last first. */
	for (; m != NULL; m = next) {
		next = m->next;
		m->next = turned;
		turned = m;
	}
	for (m = turned; m != NULL; m = next) {
		next = m->next;
		if (run->options->on_refused != NULL)
			run->options->on_refused(
				run->options->ctx, m->path != NULL ? m->path : "", &m->err);
		free(m->path);
		free(m);
	}
}

static void
tell(struct run *run, bool now_please)
{
	struct import_progress progress;
	double time = now();

	hand_on_messages(run);
	if (!now_please && time - run->reported < PROGRESS_MS / 1000.0)
		return;
	run->reported = time;
	pthread_mutex_lock(&run->pipe.lock);
	run->pipe.progress.walking = !run->pipe.walk_done;
	progress = run->pipe.progress;
	pthread_mutex_unlock(&run->pipe.lock);
	progress.seconds = time - run->started;
	if (run->options->on_progress != NULL)
		run->options->on_progress(run->options->ctx, &progress);
}

/* ---- writing ---------------------------------------------------------------------------- */

static enum err_code
write_page(struct run *run, const struct job *job, struct err *err)
{
	struct page_file file = {job->root, job->source, job->size, job->time, NULL};
	/* What this page takes the place of: what was read of the file before, or a page of the
	 * same content whose file is gone, which is this one under a new name. */
	struct known_page *old = job->known != NULL && !job->known->replaced ? job->known : NULL;
	enum err_code code = ERR_OK;

	if (old == NULL && job->digest->code == ERR_OK)
		code = known_gone(&run->known, job->digest->hash, job->size, &old, err);
	if (code == ERR_OK && old != NULL) {
		const char *named = old->named != NULL ? old->named : old->source;

		file.named = strcmp(named, job->source) != 0 ? named : NULL;
		run->report->renamed += old != job->known;
		old->replaced = true;
		atomic_store(&old->seen, true);
		code = store_page_drop(&run->store, old->id, err);
	}
	return code == ERR_OK ? store_page_add(&run->store, &file, job->digest, err) : code;
}

static void
refuse(struct run *run, const struct job *job)
{
	run->report->refused++;
	if (run->options->on_refused != NULL)
		run->options->on_refused(run->options->ctx, job->path, &job->digest->why);
}

static enum err_code
write_job(struct run *run, const struct job *job, struct err *err)
{
	const struct digest *digest = job->digest;

	if (job->gone) {
		if (job->known != NULL)
			atomic_store(&job->known->seen, false);
		return ERR_OK;
	}
	if (job->same) {
		run->report->unchanged++;
		return store_page_touch(&run->store, job->known->id, job->size, job->time, err);
	}
	if (digest->code != ERR_OK)
		refuse(run, job);
	/* What could not be read is tried again next time, and what was known of it stays. */
	if (digest->code != ERR_OK && digest->code != ERR_REFUSED)
		return map_put(&run->unread, (uint64_t)job->size) != NULL ? ERR_OK : err_nomem(err);
	if (digest->code == ERR_OK) {
		run->report->read++;
		run->report->articles += digest->count;
		run->report->bytes += digest->size;
	}
	return write_page(run, job, err);
}

static enum err_code
write_batch(struct run *run, struct batch *batch, struct err *err)
{
	enum err_code code = ERR_OK;

	for (unsigned i = 0; code == ERR_OK && i < batch->count; i++) {
		code = write_job(run, &batch->job[i], err);
		if (code == ERR_OK && cancelled(run))
			code = err_set(err, ERR_CANCELLED, _("cancelled"));
	}
	pthread_mutex_lock(&run->pipe.lock);
	run->pipe.progress.files_done += batch->count;
	run->pipe.progress.bytes_done += batch->bytes;
	run->pipe.progress.articles = run->report->articles;
	pthread_mutex_unlock(&run->pipe.lock);
	pipe_written(&run->pipe, batch);
	return code;
}

static enum err_code
commit_if_due(struct run *run, struct err *err)
{
	double due = run->commits == 0 ? COMMIT_FIRST : COMMIT_LATER;
	size_t bytes = run->options->commit_bytes != 0 ? run->options->commit_bytes : COMMIT_BYTES;

	if (!run->store.open || (now() - run->committed < due && run->store.pending_bytes < bytes))
		return ERR_OK;
	run->commits++;
	run->committed = now();
	return store_commit(&run->store, err);
}

static enum err_code
run_pipe(struct run *run, struct err *err)
{
	enum err_code code = start_thread(run, import_walk, err);
	bool end = false;

	while (code == ERR_OK && !end) {
		struct batch *batch = pipe_get(&run->pipe, PROGRESS_MS, &end);

		if (cancelled(run))
			code = err_set(err, ERR_CANCELLED, _("cancelled"));
		if (code == ERR_OK && !run->knows && pipe_has_work(&run->pipe))
			code = start_workers(run, err);
		if (code == ERR_OK && batch != NULL)
			code = write_batch(run, batch, err);
		if (code == ERR_OK)
			code = commit_if_due(run, err);
		tell(run, false);
	}
	pipe_stop(&run->pipe);
	join_threads(run);
	tell(run, true);
	if (code == ERR_OK && run->pipe.nomem)
		code = err_nomem(err);
	return code;
}

/* ---- what is gone ----------------------------------------------------------------------- */

/* Whether a page lies in what was named. */
static bool
in_scope(const struct run *run, const struct known_page *page, const char *root)
{
	for (size_t i = 0; i < run->target_count; i++) {
		const struct target *t = &run->target[i];
		size_t len = strlen(t->path);

		if (!t->folder)
			continue;
		/* A whole root, or one inside the target. */
		if (len == 1 || (strncmp(root, t->path, len) == 0 &&
					(root[len] == '/' || root[len] == '\0')))
			return true;
		len = strlen(t->source);
		if (run->known.root[t->root].id == page->root &&
			strncmp(page->source, t->source, len) == 0 && page->source[len] == '/')
			return true;
	}
	return false;
}

/* Whether the page may be there under another name, in a file or folder that could not be read: its
 * articles would lose their ids. */
static bool
may_be_unread(const struct run *run, const struct known_page *page)
{
	return run->pipe.unread_folder || map_find(&run->unread, (uint64_t)page->size) != NULL;
}

static enum err_code
look_for_vanished(struct run *run, struct err *err)
{
	enum err_code code = ERR_OK;

	for (size_t i = 0; code == ERR_OK && i < run->known.count; i++) {
		struct known_page *page = &run->known.page[i];
		const char *root = known_root_path(&run->known, page->root);
		bool gone;

		if (atomic_load(&page->seen) || page->replaced || root == NULL ||
			!in_scope(run, page, root))
			continue;
		code = known_is_gone(&run->known, page, &gone, err);
		if (!gone)
			continue;
		run->report->vanished++;
		if (!run->options->prune || may_be_unread(run, page))
			continue;
		run->report->pruned++;
		code = store_page_drop(&run->store, page->id, err);
		if (code == ERR_OK && cancelled(run))
			code = err_set(err, ERR_CANCELLED, _("cancelled"));
	}
	return code;
}

/* ---- older archives ---------------------------------------------------------------------- */

/* An archive that an older program made has articles that are not in the index. */
static enum err_code
complete_index(struct run *run, struct err *err)
{
	bool complete;
	enum err_code code = index_complete(run->archive, run->store.columns.next, &complete, err);

	if (code != ERR_OK || complete)
		return code;
	code = store_begin(&run->store, err);
	if (code == ERR_OK)
		code = index_missing(&run->store.index, run->archive, run->store.columns.next, err);
	return code;
}

/* ---- all of it -------------------------------------------------------------------------- */

static enum err_code
run_all(struct run *run, const char *const *paths, size_t count, struct err *err)
{
	enum err_code code = import_lock(archive_path(run->archive), &run->lock, err), committed;

	if (code == ERR_OK)
		code = known_load(&run->known, run->archive, err);
	if (code == ERR_OK)
		code = store_start(&run->store, run->archive, err);
	if (code == ERR_OK)
		code = complete_index(run, err);
	if (code == ERR_OK)
		code = add_targets(run, paths, count, err);
	if (code != ERR_OK)
		return code;
	run->pipe.known = &run->known;
	run->pipe.target = run->target;
	run->pipe.target_count = run->target_count;
	run->pipe.knowledge = &run->knowledge;
	code = run_pipe(run, err);
	if (code == ERR_OK)
		code = look_for_vanished(run, err);
	/* What was read before somebody cancelled is kept: that came between two pages. */
	if (code == ERR_OK || code == ERR_CANCELLED) {
		committed = store_commit(&run->store, code == ERR_OK ? err : NULL);
		code = code == ERR_OK ? committed : code;
	}
	/* Joining segments and dropping pages left room in the file. */
	if (code == ERR_OK && run->commits + run->report->pruned > 0)
		code = db_exec(&run->archive->db, "PRAGMA incremental_vacuum", err);
	return code;
}

enum err_code
import_run(struct archive *archive, const char *const *paths, size_t path_count,
	const struct import_options *options, struct import_report *report, struct err *err)
{
	static const struct import_options defaults;
	struct run run = {.archive = archive,
		.options = options != NULL ? options : &defaults,
		.report = report,
		.lock = -1};
	enum err_code code;

	memset(report, 0, sizeof *report);
	if (archive->readonly)
		return err_set(err, ERR_ARCHIVE, _("%s was opened for reading only"),
			archive_path(archive));
	pthread_mutex_init(&run.pipe.lock, NULL);
	pthread_cond_init(&run.pipe.changed, NULL);
	run.started = run.committed = now();
	/* A page that was begun is finished; write_batch() looks between them. */
	db_let_interrupt(&archive->db, false);
	code = run_all(&run, paths, path_count, err);
	report->files = run.pipe.progress.files_found;
	report->unchanged += run.pipe.unchanged;
	report->refused += run.pipe.refused;
	report->seconds = now() - run.started;
	store_end(&run.store);
	db_let_interrupt(&archive->db, true);
	if (run.knows)
		knowledge_free(&run.knowledge);
	known_free(&run.known);
	map_free(&run.unread);
	free(run.target);
	pthread_cond_destroy(&run.pipe.changed);
	pthread_mutex_destroy(&run.pipe.lock);
	if (run.lock >= 0)
		close(run.lock);
	if (code == ERR_OK && run.missing) {
		if (err != NULL)
			*err = run.missing_err;
		code = run.missing_err.code;
	}
	return code;
}
