/* kill -9 at any moment of every work, and nothing is lost, nothing is there twice, and the work
 * goes on.  BAOLAN_KILLS (8) of each scene, BAOLAN_SEED (1) for other moments. */
#include "../lib/clock.h"
#include "../lib/temp.h"
#include "play.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static uint32_t state_of_chance;

static long
number_from(const char *variable, long fallback)
{
	const char *value = getenv(variable);

	return value != NULL ? strtol(value, NULL, 10) : fallback;
}

/* From 0 to 1. */
static double
chance(void)
{
	state_of_chance = state_of_chance * 1664525 + 1013904223;
	return (double)(state_of_chance >> 8) / (1 << 24);
}

/* Does the work in a process of its own and kills it after some seconds; whether it was killed. */
static bool
kill_at(const struct scene *scene, const char *folder, double seconds)
{
	struct timespec wait = {(time_t)seconds, (long)((seconds - (double)(time_t)seconds) * 1e9)};
	pid_t child;
	int status;

	scene_reset(folder);
	child = fork();
	assert_true(child >= 0);
	if (child == 0) {
		struct err err;

		_exit(scene->run(folder, &err) == ERR_OK ? 0 : 1);
	}
	nanosleep(&wait, NULL);
	kill(child, SIGKILL);
	assert_int_equal(waitpid(child, &status, 0), child);
	if (WIFSIGNALED(status))
		assert_int_equal(WTERMSIG(status), SIGKILL);
	else
		assert_int_equal(WEXITSTATUS(status), 0);
	return WIFSIGNALED(status);
}

static void
killed_at_any_moment(void **state)
{
	const struct scene *scene = *state;
	char *folder = scene_open(scene);
	const long wanted = number_from("BAOLAN_KILLS", 8);
	double started = clock_seconds(CLOCK_MONOTONIC), takes;
	long killed = 0, tries = 0;
	struct err err;

	if (scene->run(folder, &err) != ERR_OK)
		fail_msg("%s", err.text);
	takes = clock_seconds(CLOCK_MONOTONIC) - started;
	while (killed < wanted && tries < 20 * wanted) {
		bool was = kill_at(scene, folder, takes * chance());

		tries++;
		/* One that came to its end before was fast, and the moments lie nearer. */
		if (!was)
			takes *= 0.95;
		killed += was;
		scene->verify(folder, !was);
		if (scene->run(folder, &err) != ERR_OK)
			fail_msg("kill %ld: %s", killed, err.text);
		scene->verify(folder, true);
	}
	print_message("# %s: %ld kills\n", scene->name, killed);
	assert_int_equal(killed, wanted);
	temp_free(folder);
}

int
main(void)
{
	state_of_chance = (uint32_t)number_from("BAOLAN_SEED", 1);
	return play_scenes("kill", false, killed_at_any_moment, NULL);
}
