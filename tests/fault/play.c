#include "play.h"
#include "../lib/temp.h"
#include "sites.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#define TESTS_MAX 16

int
play_scenes(const char *group, bool more, void (*test)(void **state), int (*after)(void **state))
{
	const char *pattern = getenv("BAOLAN_SCENE");
	struct CMUnitTest tests[TESTS_MAX];
	unsigned count = scene_count + (more ? more_scene_count : 0);

	if (count > TESTS_MAX) {
		print_error("there are more scenes than there is room for\n");
		return 1;
	}
	for (unsigned n = 0; n < count; n++) {
		const struct scene *scene =
			n < scene_count ? &scenes[n] : &more_scenes[n - scene_count];

		tests[n] = (struct CMUnitTest){scene->name, test, NULL, after, NULL};
		memcpy(&tests[n].initial_state, &scene, sizeof(void *)); /* not const there */
	}
	if (pattern != NULL)
		cmocka_set_test_filter(pattern);
	return _cmocka_run_group_tests(group, tests, count, NULL, NULL);
}

void
play_calls(const struct scene *scene, const char *call, long few, bool lasting, play_try *try)
{
	char *folder = scene_open(scene);
	long tries = 0, all, step;
	const long *number;
	const char *want = getenv("BAOLAN_FAULTS");
	bool each = want != NULL && strcmp(want, "each") == 0;
	struct err err;

	/* What is made once and kept is made in the first run. */
	try(scene, folder, 0, false);
	sites_begin();
	try(scene, folder, 0, false);
	number = each ? sites_new_end(&all) : sites_end(&all);
	step = each ? 1 : scene_step(all, few);
	for (long i = 0; i < all; i += step, tries++) {
		try(scene, folder, number[i], lasting);
		/* What is no news in the second pass is tried both ways in the first. */
		if (each)
			try(scene, folder, number[i], !lasting);
		/* It goes on as if nothing had been. */
		if (scene->run(folder, &err) != ERR_OK)
			fail_msg("%s %ld, and again: %s", call, number[i], err.text);
		scene->verify(folder, true);
	}
	print_message("# %s%s: %ld of %ld ways to %s\n", scene->name,
		lasting ? ", all from there on" : "", tries, all, call);
	temp_free(folder);
}
