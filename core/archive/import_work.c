/* The ring between walker, workers and writer, and the workers. */
#include "archive/import_parts.h"
#include "base/i18n.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

/* What SQLite takes as one value, with room for the rest of the row. */
#define FILE_SIZE_MAX (1000000000 - 4096)

/* Bytes that may be read and not written yet; parsed, they take several times as much. */
#define UNDER_WAY_MAX ((uint64_t)24 << 20)

/* ---- the ring --------------------------------------------------------------------------- */

void
pipe_refuse(struct pipe *pipe, const char *path, const struct err *err)
{
	struct message *m = calloc(1, sizeof *m);

	if (m != NULL) {
		m->path = strdup(path);
		m->err = *err;
	}
	pthread_mutex_lock(&pipe->lock);
	pipe->refused++;
	if (m != NULL) {
		m->next = pipe->messages;
		pipe->messages = m;
	}
	pthread_cond_broadcast(&pipe->changed);
	pthread_mutex_unlock(&pipe->lock);
}

bool
pipe_put(struct pipe *pipe, struct batch *batch)
{
	bool ok;

	pthread_mutex_lock(&pipe->lock);
	while (!pipe->stop && pipe->walked - pipe->written == RING)
		pthread_cond_wait(&pipe->changed, &pipe->lock);
	ok = !pipe->stop;
	if (ok)
		pipe->ring[pipe->walked++ % RING] = batch;
	pthread_cond_broadcast(&pipe->changed);
	pthread_mutex_unlock(&pipe->lock);
	return ok;
}

/* The batch to work on next, NULL at the end.  The one that the writer waits for is never kept
 * back, or all would wait for each other. */
static struct batch *
pipe_take(struct pipe *pipe)
{
	struct batch *batch = NULL;

	pthread_mutex_lock(&pipe->lock);
	for (;;) {
		bool some = pipe->taken < pipe->walked;

		if (pipe->stop || (!some && pipe->walk_done))
			break;
		if (some && (pipe->under_way < UNDER_WAY_MAX || pipe->taken == pipe->written)) {
			batch = pipe->ring[pipe->taken++ % RING];
			batch->state = BATCH_TAKEN;
			pipe->under_way += batch->bytes;
			break;
		}
		pthread_cond_wait(&pipe->changed, &pipe->lock);
	}
	pthread_mutex_unlock(&pipe->lock);
	return batch;
}

static void
pipe_done(struct pipe *pipe, struct batch *batch)
{
	pthread_mutex_lock(&pipe->lock);
	batch->state = BATCH_DONE;
	pthread_cond_broadcast(&pipe->changed);
	pthread_mutex_unlock(&pipe->lock);
}

struct batch *
pipe_get(struct pipe *pipe, unsigned milliseconds, bool *end)
{
	struct batch *batch = NULL;
	struct timespec until;

	clock_gettime(CLOCK_REALTIME, &until);
	until.tv_nsec += (long)milliseconds * 1000000;
	until.tv_sec += until.tv_nsec / 1000000000;
	until.tv_nsec %= 1000000000;
	*end = false;
	pthread_mutex_lock(&pipe->lock);
	for (;;) {
		bool some = pipe->written < pipe->taken;

		if (some && pipe->ring[pipe->written % RING]->state == BATCH_DONE) {
			batch = pipe->ring[pipe->written % RING];
			break;
		}
		*end = pipe->stop || (pipe->walk_done && pipe->written == pipe->walked);
		/* The first batch wakes the writer, which starts the workers. */
		if (*end || (pipe->taken == 0 && pipe->walked > 0) ||
			pthread_cond_timedwait(&pipe->changed, &pipe->lock, &until) == ETIMEDOUT)
			break;
	}
	pthread_mutex_unlock(&pipe->lock);
	return batch;
}

bool
pipe_has_work(struct pipe *pipe)
{
	bool some;

	pthread_mutex_lock(&pipe->lock);
	some = pipe->walked > 0;
	pthread_mutex_unlock(&pipe->lock);
	return some;
}

void
pipe_written(struct pipe *pipe, struct batch *batch)
{
	pthread_mutex_lock(&pipe->lock);
	pipe->under_way -= batch->bytes;
	pipe->ring[pipe->written++ % RING] = NULL;
	pthread_cond_broadcast(&pipe->changed);
	pthread_mutex_unlock(&pipe->lock);
	batch_free(batch);
}

void
pipe_stop(struct pipe *pipe)
{
	pthread_mutex_lock(&pipe->lock);
	pipe->stop = true;
	pthread_cond_broadcast(&pipe->changed);
	pthread_mutex_unlock(&pipe->lock);
}

/* ---- reading ---------------------------------------------------------------------------- */

static int64_t
nanoseconds(const struct stat *st)
{
	return (int64_t)st->st_mtim.tv_sec * 1000000000 + st->st_mtim.tv_nsec;
}

/* Up to `size` bytes; *got says how many there were. */
static enum err_code
read_all(int fd, const char *path, char *bytes, size_t size, size_t *got, struct err *err)
{
	*got = 0;
	while (*got < size) {
		ssize_t n = read(fd, bytes + *got, size - *got);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return err_errno(err, "%s", path);
		if (n == 0)
			break;
		*got += (size_t)n;
	}
	return ERR_OK;
}

/* Reads a file of which the size is known.  One that grew or shrank while it was read keeps no
 * time, so that the next import reads it again. */
static enum err_code
read_open(struct job *job, int fd, const struct stat *before, size_t *size, struct err *err)
{
	size_t want = (size_t)before->st_size;
	struct stat after;
	enum err_code code;

	job->bytes = malloc(want != 0 ? want : 1);
	if (job->bytes == NULL)
		return err_nomem(err);
	code = read_all(fd, job->path, job->bytes, want, size, err);
	if (code != ERR_OK)
		return code;
	job->size = (int64_t)*size;
	job->time = nanoseconds(before);
	if (*size != want || fstat(fd, &after) != 0 || after.st_size != before->st_size ||
		nanoseconds(&after) != job->time)
		job->time = 0;
	return ERR_OK;
}

static enum err_code
read_file(struct job *job, size_t *size, struct err *err)
{
	int fd = open(job->path,
		O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY | (job->named ? 0 : O_NOFOLLOW));
	enum err_code code = ERR_OK;
	struct stat st;

	if (fd < 0 && errno == ENOENT) {
		job->gone = true;
		return ERR_OK;
	}
	if (fd < 0 || fstat(fd, &st) != 0)
		code = err_errno(err, "%s", job->path);
	else if (!S_ISREG(st.st_mode))
		code = err_set(err, ERR_REFUSED, _("not a file"));
	else if (st.st_size > FILE_SIZE_MAX)
		code = err_set(err, ERR_REFUSED, _("larger than a page can be"));
	else
		code = read_open(job, fd, &st, size, err);
	if (fd >= 0)
		close(fd);
	return code;
}

/* A page that could not even be read. */
static struct digest *
refused_digest(enum err_code code, const struct err *err)
{
	struct arena *arena = arena_new(1024);
	struct digest *d = arena != NULL ? arena_calloc(arena, 1, sizeof *d) : NULL;

	if (d == NULL) {
		arena_free(arena);
		return NULL;
	}
	d->arena = arena;
	d->code = code;
	d->why = *err;
	return d;
}

static bool
work_on(const struct knowledge *knowledge, struct job *job)
{
	struct err err;
	size_t size = 0;
	enum err_code code = read_file(job, &size, &err);

	if (code == ERR_NOMEM)
		return false;
	if (job->gone)
		return true;
	if (code != ERR_OK) {
		job->digest = refused_digest(code, &err);
		return job->digest != NULL;
	}
	job->same = job->known != NULL && job->known->refused == NULL &&
		    job->known->size == job->size &&
		    job->known->hash == page_hash(job->bytes, size);
	if (job->same)
		return true;
	job->digest = digest_make(knowledge, job->bytes, size, job->source);
	return job->digest != NULL && job->digest->code != ERR_NOMEM;
}

void *
import_work(void *arg)
{
	struct pipe *pipe = arg;
	struct batch *batch;

	while ((batch = pipe_take(pipe)) != NULL) {
		bool ok = true;

		for (unsigned i = 0; ok && i < batch->count; i++)
			ok = work_on(pipe->knowledge, &batch->job[i]);
		if (ok) {
			pipe_done(pipe, batch);
			continue;
		}
		/* It is never done: some of its jobs have no digest. */
		pthread_mutex_lock(&pipe->lock);
		pipe->nomem = true;
		pthread_mutex_unlock(&pipe->lock);
		pipe_stop(pipe);
	}
	return NULL;
}
