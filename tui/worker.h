/*
 * worker.h - threads that do what takes longer than a frame.
 *
 * A job runs on a worker's thread and comes back through the mailbox to the
 * thread of the user interface.  Jobs of one slot replace each other: posting
 * one drops what waits there, interrupts what runs there, and a result that
 * comes too late is thrown away.
 *
 * A caller that wants the answer in the same frame, if it comes that soon,
 * posts and then waits for a few milliseconds (mailbox_wait): no "loading" ever
 * flashes up for an answer that is ready in time.
 *
 * Ownership: worker_post() takes the job, which is freed by its `free` after
 * `done`, or instead of it where it was replaced.
 * Thread rule: `run` on the worker, everything else on the user interface's.
 */
#ifndef BAOLAN_WORKER_H
#define BAOLAN_WORKER_H

#include "session.h"

#include <pthread.h>

enum slot {
	SLOT_NONE, /* never replaced */
	SLOT_LIST,
	SLOT_ARTICLE,
	SLOT_FACETS,
	SLOT_SNIPPETS,
	SLOT_SUGGEST,
	SLOT_CHOICES,
	SLOT_STATS,
	SLOT_RELATED,
	SLOT_RAW,
	SLOT_MAP,
	SLOT_WATCH,
	SLOT_EXPORT,
	SLOTS
};

/* The first member of every job's own struct. */
struct job {
	void (*run)(struct job *job, struct session *session);
	void (*done)(struct job *job, void *ctx);
	void (*free)(struct job *job);
	enum slot slot;
	enum err_code code; /* set by run */
	struct err err;
	/* The module's own. */
	uint64_t generation;
	struct worker *worker;
	struct job *next;
};

struct mailbox;
struct worker;

/* wake_fd becomes readable when a job is done; ctx goes to `done`. */
struct mailbox *mailbox_new(void *ctx);
void mailbox_free(struct mailbox *mailbox);
int mailbox_wake_fd(const struct mailbox *mailbox);

/* Calls `done` for every job that has come back; whether there was one. */
bool mailbox_deliver(struct mailbox *mailbox);

/* Waits until the slot has nothing under way, at most ms milliseconds, and delivers. */
void mailbox_wait(struct mailbox *mailbox, enum slot slot, int ms);

/* Whether anything is under way. */
bool mailbox_busy(struct mailbox *mailbox);

/* Whether anything of that slot is under way. */
bool mailbox_awaits(struct mailbox *mailbox, enum slot slot);

/* Makes the wake_fd readable, from any thread. */
void mailbox_wake(struct mailbox *mailbox);

/* Takes the session; both are freed by worker_free(), which finishes the jobs of SLOT_NONE (they
 * keep something for the reader), drops the others, and joins. */
struct worker *worker_new(struct mailbox *mailbox, struct session *session);
void worker_free(struct worker *worker);

void worker_post(struct worker *worker, struct job *job);

/* pthread_create() for a thread that takes no signals; returns what that does. */
int thread_start(pthread_t *thread, void *(*run)(void *), void *arg);

#endif
