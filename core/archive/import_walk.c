/* The walker: finds page files and passes on those that changed. */
#include "archive/import_parts.h"
#include "base/i18n.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Deeper than folders of newspapers are; each level holds a file descriptor. */
#define DEPTH_MAX 128

/* A batch is large enough to make switching threads cheap.  The first ones are small, so that
 * the first articles are there at once. */
#define BATCH_FILES 256u
#define BATCH_BYTES ((uint64_t)2 << 20)

struct walk {
	struct pipe *pipe;
	struct batch *batch;
	unsigned batches;
	int root;         /* index into known.root */
	struct buf path;  /* of the folder or file that is looked at */
	size_t source;    /* where the path inside the root begins */
	struct map added; /* names of new pages, where a file may be met twice */
};

struct entry {
	ino_t inode;
	char *name; /* a folder's ends with a slash, so that order is the order of paths */
	int64_t size, time;
};

struct entries {
	struct entry *item;
	size_t count, cap;
};

/* ---- batches ---------------------------------------------------------------------------- */

void
batch_free(struct batch *batch)
{
	if (batch == NULL)
		return;
	for (unsigned i = 0; i < batch->count; i++) {
		digest_free(batch->job[i].digest);
		free(batch->job[i].bytes);
	}
	arena_free(batch->arena);
	free(batch->job);
	free(batch);
}

static struct batch *
batch_new(void)
{
	struct batch *batch = calloc(1, sizeof *batch);

	if (batch == NULL)
		return NULL;
	batch->arena = arena_new(16384);
	batch->job = calloc(BATCH_FILES, sizeof *batch->job);
	if (batch->arena == NULL || batch->job == NULL) {
		batch_free(batch);
		return NULL;
	}
	return batch;
}

static bool
out_of_memory(struct walk *w)
{
	pthread_mutex_lock(&w->pipe->lock);
	w->pipe->nomem = true;
	pthread_mutex_unlock(&w->pipe->lock);
	pipe_stop(w->pipe);
	return false;
}

static bool
send_batch(struct walk *w)
{
	struct batch *batch = w->batch;

	w->batch = NULL;
	if (batch == NULL)
		return true;
	w->batches++;
	if (pipe_put(w->pipe, batch))
		return true;
	batch_free(batch);
	return false;
}

static bool
add_job(struct walk *w, struct known_page *known, int64_t size, int64_t time, bool named)
{
	unsigned most = w->batches < 4 ? 8u << w->batches : BATCH_FILES;
	struct job *job;
	char *path;

	if (w->batch == NULL)
		w->batch = batch_new();
	path = w->batch != NULL ? arena_strdup(w->batch->arena, w->path.data) : NULL;
	if (path == NULL)
		return out_of_memory(w);
	job = &w->batch->job[w->batch->count++];
	job->known = known;
	job->root = w->pipe->known->root[w->root].id;
	job->path = path;
	job->source = path + w->source;
	job->size = size;
	job->time = time;
	job->named = named;
	w->batch->bytes += (uint64_t)size;
	return (w->batch->count < most && w->batch->bytes < BATCH_BYTES) || send_batch(w);
}

/* ---- one file --------------------------------------------------------------------------- */

static void
count_found(struct walk *w, int64_t bytes)
{
	pthread_mutex_lock(&w->pipe->lock);
	w->pipe->progress.files_found++;
	w->pipe->progress.bytes_found += (uint64_t)bytes;
	pthread_mutex_unlock(&w->pipe->lock);
}

static void
count_unchanged(struct walk *w)
{
	pthread_mutex_lock(&w->pipe->lock);
	w->pipe->unchanged++;
	w->pipe->progress.files_done++;
	pthread_mutex_unlock(&w->pipe->lock);
}

static bool
visit_file(struct walk *w, int64_t size, int64_t time, bool named)
{
	const struct known *known = w->pipe->known;
	struct known_page *page =
		known_find(known, known->root[w->root].id, w->path.data + w->source);
	struct err err;

	/* Named twice on the command line, it is visited once. */
	if (page != NULL && atomic_exchange(&page->seen, true))
		return true;
	if (page == NULL && w->pipe->target_count > 1) {
		int64_t *added = map_put(
			&w->added, known_name(known->root[w->root].id, w->path.data + w->source));

		if (added == NULL)
			return out_of_memory(w);
		if ((*added)++ > 0)
			return true;
	}
	if (page == NULL || page->size != size || page->time != time) {
		count_found(w, size);
		return add_job(w, page, size, time, named);
	}
	count_found(w, 0);
	if (page->refused == NULL) {
		count_unchanged(w);
		return true;
	}
	err_set(&err, ERR_REFUSED, "%s", page->refused);
	pipe_refuse(w->pipe, w->path.data, &err);
	return true;
}

static int64_t
nanoseconds(const struct stat *st)
{
	return (int64_t)st->st_mtim.tv_sec * 1000000000 + st->st_mtim.tv_nsec;
}

/* ---- folders ---------------------------------------------------------------------------- */

/* Whether a name in a folder is a page's. */
static bool
is_page_name(const char *name)
{
	static const char *const endings[] = {".txt", ".text", ".md", ".markdown"};
	const char *dot = strrchr(name, '.');

	if (dot == NULL)
		return true;
	for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) {
		if (strcasecmp(dot, endings[i]) == 0)
			return true;
	}
	return false;
}

static void
entries_free(struct entries *entries)
{
	for (size_t i = 0; i < entries->count; i++)
		free(entries->item[i].name);
	free(entries->item);
}

static bool
add_entry(struct entries *entries, const struct dirent *d)
{
	size_t len = strlen(d->d_name);
	struct entry *entry;

	if (entries->count == entries->cap) {
		size_t cap = entries->cap != 0 ? entries->cap * 2 : 64;
		struct entry *grown = realloc(entries->item, cap * sizeof *grown);

		if (grown == NULL)
			return false;
		entries->item = grown;
		entries->cap = cap;
	}
	entry = &entries->item[entries->count];
	*entry = (struct entry){.inode = d->d_ino};
	/* Room for a slash. */
	entry->name = malloc(len + 2);
	if (entry->name == NULL)
		return false;
	memcpy(entry->name, d->d_name, len + 1);
	entries->count++;
	return true;
}

static int
by_inode(const void *a, const void *b)
{
	const struct entry *x = a, *y = b;

	return (x->inode > y->inode) - (x->inode < y->inode);
}

static int
by_name(const void *a, const void *b)
{
	const struct entry *x = a, *y = b;

	return strcmp(x->name, y->name);
}

/* Keeps what is a page file or a folder, with its size and time.  Asking in the order of inodes
 * is the order in which a disk has them. */
static void
stat_entries(int fd, struct entries *entries)
{
	size_t kept = 0;

	if (entries->count == 0)
		return;
	qsort(entries->item, entries->count, sizeof *entries->item, by_inode);
	for (size_t i = 0; i < entries->count; i++) {
		struct entry *e = &entries->item[i];
		struct stat st;
		bool keep = fstatat(fd, e->name, &st, AT_SYMLINK_NOFOLLOW) == 0;

		if (keep && S_ISDIR(st.st_mode)) {
			memcpy(e->name + strlen(e->name), "/", 2);
		} else if (keep && S_ISREG(st.st_mode) && is_page_name(e->name)) {
			e->size = (int64_t)st.st_size;
			e->time = nanoseconds(&st);
		} else {
			keep = false;
		}
		if (keep)
			entries->item[kept++] = *e;
		else
			free(e->name);
	}
	entries->count = kept;
	qsort(entries->item, entries->count, sizeof *entries->item, by_name);
}

/* errno says why.  One that is closed to the reader, or too deep, always was; what was moved into
 * another may be there yet. */
static void
refuse_folder(struct walk *w)
{
	bool unread = errno != EACCES && errno != ELOOP && errno != ENOENT;
	struct err err;

	err_errno(&err, "%s", w->path.data);
	pipe_refuse(w->pipe, w->path.data, &err);
	if (unread) {
		pthread_mutex_lock(&w->pipe->lock);
		w->pipe->unread_folder = true;
		pthread_mutex_unlock(&w->pipe->lock);
	}
}

static bool
read_entries(struct walk *w, int fd, struct entries *entries)
{
	int copy = dup(fd);
	DIR *dir = copy >= 0 ? fdopendir(copy) : NULL;
	struct dirent *d;
	bool ok = true;

	if (dir == NULL) {
		ok = errno != ENOMEM;
		if (ok)
			refuse_folder(w);
		if (copy >= 0)
			close(copy);
		return ok || out_of_memory(w);
	}
	while (ok && (errno = 0, d = readdir(dir)) != NULL) {
		if (d->d_name[0] != '.')
			ok = add_entry(entries, d);
	}
	if (ok && errno != 0)
		refuse_folder(w);
	closedir(dir);
	if (!ok)
		return out_of_memory(w);
	stat_entries(fd, entries);
	return true;
}

static bool visit_folder(struct walk *w, int parent, const char *name, unsigned depth);

static bool
visit_entry(struct walk *w, int fd, const struct entry *e, unsigned depth)
{
	size_t len = w->path.len, name = strlen(e->name);
	bool folder = name > 0 && e->name[name - 1] == '/', ok;

	if (len == 0 || w->path.data[len - 1] != '/')
		buf_addc(&w->path, '/');
	buf_add(&w->path, e->name, folder ? name - 1 : name);
	if (!buf_ok(&w->path))
		return out_of_memory(w);
	if (folder)
		ok = visit_folder(w, fd, w->path.data + w->path.len - (name - 1), depth + 1);
	else
		ok = visit_file(w, e->size, e->time, false);
	w->path.len = len;
	w->path.data[len] = '\0';
	return ok;
}

/* A folder inside that was imported by itself before keeps its pages. */
static void
enter_root(struct walk *w)
{
	const char *rest;
	int root = known_root(w->pipe->known, w->path.data, &rest);

	if (root >= 0) {
		w->root = root;
		w->source = (size_t)(rest - w->path.data) +
			    (*rest == '\0' && w->path.data[w->path.len - 1] != '/' ? 1 : 0);
	}
}

static bool
visit_folder(struct walk *w, int parent, const char *name, unsigned depth)
{
	struct entries entries = {0};
	int root = w->root;
	size_t source = w->source;
	bool ok = true;
	int fd = depth < DEPTH_MAX
			 ? openat(parent, name, O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW)
			 : -1;

	if (fd < 0) {
		if (depth >= DEPTH_MAX)
			errno = ELOOP;
		refuse_folder(w);
		return true;
	}
	enter_root(w);
	ok = read_entries(w, fd, &entries);
	for (size_t i = 0; ok && i < entries.count; i++)
		ok = visit_entry(w, fd, &entries.item[i], depth);
	close(fd);
	entries_free(&entries);
	w->root = root;
	w->source = source;
	return ok;
}

/* ---- all of it -------------------------------------------------------------------------- */

static bool
visit_target(struct walk *w, const struct target *target)
{
	struct stat st;
	struct err err;

	buf_clear(&w->path);
	buf_adds(&w->path, target->path);
	if (!buf_ok(&w->path))
		return out_of_memory(w);
	w->root = target->root;
	w->source = (size_t)(target->source - target->path);
	if (target->folder)
		return visit_folder(w, AT_FDCWD, target->path, 0);
	if (stat(target->path, &st) != 0) {
		err_errno(&err, "%s", target->path);
		pipe_refuse(w->pipe, target->path, &err);
		return true;
	}
	return visit_file(w, (int64_t)st.st_size, nanoseconds(&st), true);
}

void *
import_walk(void *arg)
{
	struct pipe *pipe = arg;
	struct walk w = {.pipe = pipe};
	bool ok = true;

	for (size_t i = 0; ok && i < pipe->target_count; i++)
		ok = visit_target(&w, &pipe->target[i]);
	if (ok)
		send_batch(&w);
	batch_free(w.batch);
	map_free(&w.added);
	buf_free(&w.path);
	pthread_mutex_lock(&pipe->lock);
	pipe->walk_done = true;
	pthread_cond_broadcast(&pipe->changed);
	pthread_mutex_unlock(&pipe->lock);
	return NULL;
}
