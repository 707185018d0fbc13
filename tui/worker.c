#include "worker.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

struct mailbox {
	pthread_mutex_t lock; /* over everything here and in the workers' queues */
	pthread_cond_t changed;
	struct job *first, **last; /* done, to be delivered */
	uint64_t newest[SLOTS];    /* generation of the slot's latest job */
	unsigned under_way[SLOTS]; /* posted and not yet in the list */
	int wake[2];
	void *ctx;
};

struct worker {
	struct mailbox *mailbox;
	struct session *session;
	struct job *first, **last; /* waiting */
	struct job *running;
	pthread_t thread;
	bool stop;
};

struct mailbox *
mailbox_new(void *ctx)
{
	struct mailbox *m = calloc(1, sizeof *m);
	pthread_condattr_t attr;

	if (m == NULL)
		return NULL;
	if (pipe2(m->wake, O_CLOEXEC | O_NONBLOCK) != 0) {
		free(m);
		return NULL;
	}
	pthread_mutex_init(&m->lock, NULL);
	pthread_condattr_init(&attr);
	pthread_condattr_setclock(&attr, CLOCK_MONOTONIC);
	pthread_cond_init(&m->changed, &attr);
	pthread_condattr_destroy(&attr);
	m->last = &m->first;
	m->ctx = ctx;
	return m;
}

static void
free_jobs(struct job *job)
{
	while (job != NULL) {
		struct job *next = job->next;

		job->free(job);
		job = next;
	}
}

void
mailbox_free(struct mailbox *m)
{
	if (m == NULL)
		return;
	free_jobs(m->first);
	close(m->wake[0]);
	close(m->wake[1]);
	pthread_cond_destroy(&m->changed);
	pthread_mutex_destroy(&m->lock);
	free(m);
}

int
mailbox_wake_fd(const struct mailbox *m)
{
	return m->wake[0];
}

void
mailbox_wake(struct mailbox *m)
{
	/* A full pipe wakes as well. */
	if (write(m->wake[1], "", 1) < 0 && errno != EAGAIN)
		return;
}

/* Takes what is done out of the list, and the bytes out of the pipe. */
static struct job *
collect(struct mailbox *m)
{
	char bytes[64];
	struct job *jobs;

	while (read(m->wake[0], bytes, sizeof bytes) == (ssize_t)sizeof bytes)
		;
	pthread_mutex_lock(&m->lock);
	jobs = m->first;
	m->first = NULL;
	m->last = &m->first;
	pthread_mutex_unlock(&m->lock);
	return jobs;
}

bool
mailbox_deliver(struct mailbox *m)
{
	struct job *job = collect(m);
	bool any = false;

	while (job != NULL) {
		struct job *next = job->next;
		bool stale;

		pthread_mutex_lock(&m->lock);
		stale = job->slot != SLOT_NONE && job->generation != m->newest[job->slot];
		pthread_mutex_unlock(&m->lock);
		if (!stale) {
			job->done(job, m->ctx);
			any = true;
		}
		job->free(job);
		job = next;
	}
	return any;
}

void
mailbox_wait(struct mailbox *m, enum slot slot, int ms)
{
	struct timespec until;

	clock_gettime(CLOCK_MONOTONIC, &until);
	until.tv_nsec += (long)ms * 1000000;
	until.tv_sec += until.tv_nsec / 1000000000;
	until.tv_nsec %= 1000000000;
	pthread_mutex_lock(&m->lock);
	while (m->under_way[slot] != 0)
		if (pthread_cond_timedwait(&m->changed, &m->lock, &until) == ETIMEDOUT)
			break;
	pthread_mutex_unlock(&m->lock);
	mailbox_deliver(m);
}

bool
mailbox_busy(struct mailbox *m)
{
	bool busy = false;

	pthread_mutex_lock(&m->lock);
	busy = m->first != NULL;
	for (int i = 0; i < SLOTS; i++)
		busy |= m->under_way[i] != 0;
	pthread_mutex_unlock(&m->lock);
	return busy;
}

bool
mailbox_awaits(struct mailbox *m, enum slot slot)
{
	bool any;

	pthread_mutex_lock(&m->lock);
	any = m->under_way[slot] != 0;
	pthread_mutex_unlock(&m->lock);
	return any;
}

/* Under the lock. */
static void
finish(struct mailbox *m, struct job *job)
{
	job->next = NULL;
	*m->last = job;
	m->last = &job->next;
	m->under_way[job->slot]--;
	pthread_cond_broadcast(&m->changed);
	mailbox_wake(m);
}

/* The next job; where the worker has to stop, only of those that must not be lost. */
static struct job *
next_job(struct worker *w)
{
	struct job **link = &w->first, *job;

	while (*link != NULL && w->stop && (*link)->slot != SLOT_NONE)
		link = &(*link)->next;
	job = *link;
	if (job != NULL) {
		*link = job->next;
		if (*link == NULL)
			w->last = link;
	}
	return job;
}

static void *
work(void *arg)
{
	struct worker *w = arg;
	struct mailbox *m = w->mailbox;

	pthread_mutex_lock(&m->lock);
	for (;;) {
		struct job *job = next_job(w);

		if (job == NULL && w->stop)
			break;
		if (job == NULL) {
			pthread_cond_wait(&m->changed, &m->lock);
			continue;
		}
		w->running = job;
		session_resume(w->session); /* an interrupt was meant for the job before */
		pthread_mutex_unlock(&m->lock);
		job->run(job, w->session);
		pthread_mutex_lock(&m->lock);
		w->running = NULL;
		finish(m, job);
	}
	pthread_mutex_unlock(&m->lock);
	return NULL;
}

int
thread_start(pthread_t *thread, void *(*run)(void *), void *arg)
{
	/* Signals are the main thread's, those of a fault aside. */
	static const int faults[] = {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT};
	sigset_t all, before;
	int failed;

	sigfillset(&all);
	for (size_t i = 0; i < sizeof faults / sizeof faults[0]; i++)
		sigdelset(&all, faults[i]);
	pthread_sigmask(SIG_SETMASK, &all, &before);
	failed = pthread_create(thread, NULL, run, arg);
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	return failed;
}

struct worker *
worker_new(struct mailbox *mailbox, struct session *session)
{
	struct worker *w = session != NULL ? calloc(1, sizeof *w) : NULL;

	if (w != NULL) {
		w->mailbox = mailbox;
		w->session = session;
		w->last = &w->first;
	}
	if (w == NULL || thread_start(&w->thread, work, w) != 0) {
		session_free(session);
		free(w);
		return NULL;
	}
	return w;
}

void
worker_free(struct worker *w)
{
	if (w == NULL)
		return;
	pthread_mutex_lock(&w->mailbox->lock);
	w->stop = true;
	if (w->running != NULL && w->running->slot != SLOT_NONE)
		session_interrupt(w->session);
	pthread_cond_broadcast(&w->mailbox->changed);
	pthread_mutex_unlock(&w->mailbox->lock);
	pthread_join(w->thread, NULL);
	free_jobs(w->first);
	session_free(w->session);
	free(w);
}

/* Drops what waits in the slot; under the lock. */
static void
drop_waiting(struct worker *w, enum slot slot)
{
	struct job **link = &w->first, *dropped = NULL;

	while (*link != NULL) {
		struct job *job = *link;

		if (job->slot != slot) {
			link = &job->next;
			continue;
		}
		*link = job->next;
		job->next = dropped;
		dropped = job;
		w->mailbox->under_way[slot]--;
	}
	w->last = link;
	free_jobs(dropped);
}

void
worker_post(struct worker *w, struct job *job)
{
	struct mailbox *m = w->mailbox;

	job->worker = w;
	job->next = NULL;
	pthread_mutex_lock(&m->lock);
	if (job->slot != SLOT_NONE) {
		drop_waiting(w, job->slot);
		if (w->running != NULL && w->running->slot == job->slot)
			session_interrupt(w->session);
	}
	job->generation = ++m->newest[job->slot];
	m->under_way[job->slot]++;
	*w->last = job;
	w->last = &job->next;
	pthread_cond_broadcast(&m->changed);
	pthread_mutex_unlock(&m->lock);
}
