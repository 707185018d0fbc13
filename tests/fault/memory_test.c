/* No memory for the first and the last allocation on every way through the program, once and from
 * there on: an error that says so, no crash, no leak, nothing lost.  All of the program's
 * allocations are met, those of SQLite and of the C library included.  BAOLAN_FAULTS=all tries all
 * of the ways, BAOLAN_FAULTS=each as many as lead through every call, else some are tried. */
#include "play.h"
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

static atomic_long live;

static bool
fails(void)
{
	if (!sites_fails())
		return false;
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

static unsigned wrong;

/* The work with an allocation failing; gives how many blocks were not given back. */
static long
run_without(const struct scene *scene, const char *folder, long number, bool lasting)
{
	struct err err = {0};
	enum err_code code;
	long before;

	scene_reset(folder);
	before = atomic_load(&live);
	sites_plan(number, lasting);
	code = scene->run(folder, &err);
	sites_calm();
	before = atomic_load(&live) - before;
	if (code != ERR_OK && (code != err.code || err.text[0] == '\0'))
		fail_msg("error %d without a sentence", (int)code);
	if (code != ERR_OK && code != ERR_NOMEM) {
		print_error("allocation %ld: error %d: %s\n", number, (int)code, err.text);
		wrong++;
	}
	scene->verify(folder, code == ERR_OK);
	return before;
}

static void
try(const struct scene *scene, const char *folder, long number, bool lasting)
{
	/* What is kept for good, the C library's tables say, is kept once. */
	for (int i = 0; run_without(scene, folder, number, lasting) > 0 && number != 0; i++) {
		if (i < 3)
			continue;
		print_error("allocation %ld: something is not given back\n", number);
		wrong++;
		break;
	}
}

static void
no_memory(void **state)
{
	wrong = 0;
	play_calls(*state, "an allocation", FEW, false, try);
	play_calls(*state, "an allocation", FEW, true, try);
	assert_int_equal(wrong, 0);
}

int
main(void)
{
	return play_scenes("memory", true, no_memory, NULL);
}
