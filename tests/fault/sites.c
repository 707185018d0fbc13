#include "sites.h"

#include <dlfcn.h>
#include <errno.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unwind.h>

#define DEPTH 64
#define SLOTS (1u << 16)

extern const char __executable_start[], etext[];

static struct site {
	uint64_t way; /* 0: free */
	long first, last;
	bool is_new; /* leads through a call that none before led through */
} sites[SLOTS];
static unsigned used;
static uintptr_t known[SLOTS]; /* calls on the ways so far; 0: free */
static bool begun;
static long chosen[2 * SLOTS];
static atomic_flag busy = ATOMIC_FLAG_INIT;
static _Thread_local bool noting;

/* ---- numbers ----------------------------------------------------------------------------- */

static atomic_long threads;
static _Thread_local long thread, calls;

struct start {
	void *(*body)(void *);
	void *ctx;
	long thread;
};

static void *
run_numbered(void *ctx)
{
	struct start start = *(struct start *)ctx;

	free(ctx);
	thread = start.thread;
	return start.body(start.ctx);
}

int
pthread_create(pthread_t *id, const pthread_attr_t *how, void *(*body)(void *), void *ctx)
{
	int (*next)(pthread_t *, const pthread_attr_t *, void *(*)(void *), void *);
	struct start *start = malloc(sizeof *start);
	void *symbol = dlsym(RTLD_NEXT, "pthread_create");
	int rc;

	if (start == NULL)
		return ENOMEM;
	memcpy(&next, &symbol, sizeof next);
	*start = (struct start){body, ctx, atomic_fetch_add(&threads, 1) + 1};
	rc = next(id, how, run_numbered, start);
	if (rc != 0)
		free(start);
	return rc;
}

static long
next_number(void)
{
	return thread << 40 | ++calls;
}

/* ---- ways -------------------------------------------------------------------------------- */

bool
sites_is_ours(const void *address)
{
	const char *at = address;

	return at >= __executable_start && at < etext;
}

struct frames {
	void **frame;
	int count, room;
};

static _Unwind_Reason_Code
add_frame(struct _Unwind_Context *context, void *ctx)
{
	struct frames *frames = ctx;
	const uintptr_t address = (uintptr_t)_Unwind_GetIP(context);

	/* NOLINTNEXTLINE(performance-no-int-to-ptr): an address is all that the unwinder gives */
	frames->frame[frames->count++] = (void *)address;
	return frames->count == frames->room ? _URC_END_OF_STACK : _URC_NO_REASON;
}

/* As glibc's backtrace(); the compiler's own unwinder is there with every C library. */
static int
take_frames(void **frame, int room)
{
	struct frames frames = {frame, 0, room};

	_Unwind_Backtrace(add_frame, &frames);
	return frames.count;
}

void
sites_begin(void)
{
	void *warm[2];

	/* The unwinder may take memory the first time. */
	noting = true;
	take_frames(warm, 2);
	noting = false;
	memset(sites, 0, sizeof sites);
	used = 0;
	begun = true;
}

/* Puts the address to those that are known; whether it was not. */
static bool
is_news(uintptr_t address)
{
	unsigned slot = (unsigned)(address * 0x9E3779B97F4A7C15u >> 48) % SLOTS;

	while (known[slot] != 0 && known[slot] != address)
		slot = (slot + 1) % SLOTS;
	if (known[slot] == address)
		return false;
	known[slot] = address;
	return true;
}

/* A number for the program's own functions on the way here, count of them. */
static uint64_t
way_here(void *const *frame, int count)
{
	uint64_t way = 0xCBF29CE484222325u;

	for (int i = 0; i < count; i++) {
		if (sites_is_ours(frame[i]))
			way = (way ^ (uintptr_t)frame[i]) * 0x100000001B3u;
	}
	return way | 1;
}

/* The call with this number is made here. */
static void
note(long number)
{
	void *frame[DEPTH];
	uint64_t way;
	unsigned slot;
	int depth;

	if (noting || !begun)
		return;
	noting = true;
	depth = take_frames(frame, DEPTH);
	way = way_here(frame, depth);
	noting = false;
	while (atomic_flag_test_and_set(&busy))
		;
	for (slot = (unsigned)(way >> 40) % SLOTS; sites[slot].way != 0;
		slot = (slot + 1) % SLOTS) {
		if (sites[slot].way == way)
			break;
	}
	if (sites[slot].way == 0) {
		if (++used == SLOTS) {
			fprintf(stderr, "sites: there are too many ways\n");
			abort();
		}
		sites[slot].way = way;
		sites[slot].first = number;
		for (int i = 0; i < depth; i++) {
			if (sites_is_ours(frame[i]) && is_news((uintptr_t)frame[i]))
				sites[slot].is_new = true;
		}
	}
	sites[slot].last = number;
	atomic_flag_clear(&busy);
}

static int
rising(const void *a, const void *b)
{
	const long *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

static const long *
end(long *count, bool only_new)
{
	begun = false;
	*count = 0;
	for (unsigned i = 0; i < SLOTS; i++) {
		if (sites[i].way == 0 || (only_new && !sites[i].is_new))
			continue;
		chosen[(*count)++] = sites[i].first;
		if (sites[i].last != sites[i].first)
			chosen[(*count)++] = sites[i].last;
	}
	qsort(chosen, (size_t)*count, sizeof *chosen, rising);
	return chosen;
}

const long *
sites_end(long *count)
{
	return end(count, false);
}

const long *
sites_new_end(long *count)
{
	return end(count, true);
}

/* ---- failing ----------------------------------------------------------------------------- */

enum {
	CALM,
	NOTING,
	FAILING
};

static atomic_int mode;
static atomic_long planned;
static atomic_bool lasts, hit;

void
sites_plan(long number, bool lasting)
{
	atomic_store(&threads, 0);
	calls = 0;
	atomic_store(&hit, false);
	atomic_store(&lasts, lasting);
	atomic_store(&planned, number);
	atomic_store(&mode, number != 0 ? FAILING : NOTING);
}

void
sites_calm(void)
{
	atomic_store(&mode, CALM);
}

bool
sites_fails(void)
{
	int now = atomic_load(&mode);
	long number;

	if (now == CALM)
		return false;
	number = next_number();
	if (now == NOTING) {
		note(number);
		return false;
	}
	if (number != atomic_load(&planned) && !(atomic_load(&hit) && atomic_load(&lasts)))
		return false;
	atomic_store(&hit, true);
	return true;
}
