/* No memory for the first and the last allocation on every way through the program, once and from
 * there on: an error that says so, no crash, no leak, nothing lost.  All of the program's
 * allocations are met, those of SQLite and of the C library included.  BAOLAN_FAULTS=all tries all
 * of the ways, else some are tried. */
#include "../lib/temp.h"
#include "scene.h"
#include "sites.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <errno.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FEW 4

/* ---- the allocator ----------------------------------------------------------------------- */

/* What stands behind malloc(): a sanitizer's or the C library's own. */
#if defined(__SANITIZE_ADDRESS__)
#define BEHIND(name) __interceptor_##name
#else
#define BEHIND(name) __libc_##name
#endif
void *BEHIND(malloc)(size_t size);
void *BEHIND(calloc)(size_t count, size_t size);
void *BEHIND(realloc)(void *memory, size_t size);
void BEHIND(free)(void *memory);

enum {
	CALM,
	NOTING,
	FAILING
};

static atomic_long planned, live;
static atomic_int mode;
static atomic_bool lasting, hit;

static bool
fails(void)
{
	int now = atomic_load(&mode);
	long number;

	if (now == CALM)
		return false;
	number = sites_number();
	if (now == NOTING) {
		sites_note(number);
		return false;
	}
	if (number != atomic_load(&planned) && !(atomic_load(&hit) && atomic_load(&lasting)))
		return false;
	atomic_store(&hit, true);
	errno = ENOMEM;
	return true;
}

void *
malloc(size_t size)
{
	void *memory = fails() ? NULL : BEHIND(malloc)(size);

	atomic_fetch_add(&live, memory != NULL);
	return memory;
}

void *
calloc(size_t n, size_t size)
{
	void *memory = fails() ? NULL : BEHIND(calloc)(n, size);

	atomic_fetch_add(&live, memory != NULL);
	return memory;
}

void *
realloc(void *old, size_t size)
{
	void *memory;

	/* One that becomes smaller never fails; which it is, is not known here. */
	if (fails())
		return NULL;
	memory = BEHIND(realloc)(old, size);
	atomic_fetch_add(&live, memory != NULL && old == NULL);
	return memory;
}

void
free(void *memory)
{
	atomic_fetch_sub(&live, memory != NULL);
	BEHIND(free)(memory);
}

#if defined(__SANITIZE_ADDRESS__)
/* The C library keeps a list for good where it has no memory while it loads a converter. */
const char *__lsan_default_suppressions(void);
const char *
__lsan_default_suppressions(void)
{
	return "leak:_dl_map_object_deps\n";
}
#endif

/* ---- trying ------------------------------------------------------------------------------ */

static void
plan(long at, bool from_there_on)
{
	sites_restart();
	atomic_store(&hit, false);
	atomic_store(&lasting, from_there_on);
	atomic_store(&planned, at);
	atomic_store(&mode, at != 0 ? FAILING : NOTING);
}

static unsigned wrong;

/* The work with the at-th allocation failing; gives how many blocks were not given back. */
static long
run_without(const struct scene *scene, const char *folder, long at, bool from_there_on)
{
	struct err err = {0};
	enum err_code code;
	long before;

	scene_reset(folder);
	before = atomic_load(&live);
	plan(at, from_there_on);
	code = scene->run(folder, &err);
	atomic_store(&mode, CALM);
	before = atomic_load(&live) - before;
	if (code != ERR_OK && (code != err.code || err.text[0] == '\0'))
		fail_msg("error %d without a sentence", (int)code);
	if (code != ERR_OK && code != ERR_NOMEM) {
		print_error("allocation %ld: error %d: %s\n", at, (int)code, err.text);
		wrong++;
	}
	scene->verify(folder, code == ERR_OK);
	return before;
}

static void
try(const struct scene *scene, const char *folder, long at, bool from_there_on)
{
	/* What is kept for good, the C library's tables say, is kept once. */
	for (int i = 0; run_without(scene, folder, at, from_there_on) > 0; i++) {
		if (i < 3)
			continue;
		print_error("allocation %ld: something is not given back\n", at);
		wrong++;
		break;
	}
}

static void
play(const struct scene *scene, bool from_there_on)
{
	char *folder = scene_open(scene);
	long tries = 0, all, step;
	const long *at;
	struct err err;

	wrong = 0;
	/* What is made once and kept is made in the first run. */
	run_without(scene, folder, 0, false);
	sites_begin();
	run_without(scene, folder, 0, false);
	at = sites_end(&all);
	step = scene_step(all, FEW);
	for (long i = 0; i < all; i += step, tries++) {
		try(scene, folder, at[i], from_there_on);
		/* It goes on as if nothing had been. */
		if (scene->run(folder, &err) != ERR_OK)
			fail_msg("allocation %ld, and again: %s", at[i], err.text);
		scene->verify(folder, true);
	}
	print_message("# %s%s: %ld of %ld ways to an allocation\n", scene->name,
		from_there_on ? ", all from there on" : "", tries, all);
	temp_free(folder);
	assert_int_equal(wrong, 0);
}

static void
no_memory(void **state)
{
	const struct scene *scene = *state;

	play(scene, false);
	play(scene, true);
}

int
main(void)
{
	struct CMUnitTest tests[16];
	unsigned n = 0;

	for (; n < scene_count + more_scene_count && n < sizeof tests / sizeof *tests; n++) {
		const struct scene *scene =
			n < scene_count ? &scenes[n] : &more_scenes[n - scene_count];

		tests[n] = (struct CMUnitTest){scene->name, no_memory, NULL, NULL, NULL};
		memcpy(&tests[n].initial_state, &scene, sizeof(void *)); /* not const there */
	}
	scene_choose();
	return _cmocka_run_group_tests("memory", tests, n, NULL, NULL);
}
