/* A disk that fails at every single operation in turn: once, for good, by being full, by the power
 * going off.  BAOLAN_FAULTS=all tries all of them, else some are tried. */
#include "../lib/temp.h"
#include "play.h"
#include "vfs.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <string.h>

/* Tries of each scene and fault where not all are made. */
#define FEW 4

static const struct {
	const char *name;
	enum vfs_fault fault;
	bool lasting;
} ways[] = {
	{"an error", VFS_ERROR, false},
	{"errors from there on", VFS_ERROR, true},
	{"a full disk, once", VFS_FULL, false},
	{"a full disk", VFS_FULL, true},
	{"the power going off", VFS_POWER, true},
};

/* One try; false where the work ended before the fault could happen. */
static bool
try(const struct scene *scene, const char *folder, unsigned way, long at)
{
	struct err err = {0};
	enum err_code code;
	bool hit;

	scene_reset(folder);
	vfs_plan(ways[way].fault, at, ways[way].lasting, (uint32_t)at);
	code = scene->run(folder, &err);
	hit = vfs_calm();
	if (ways[way].fault == VFS_POWER) {
		vfs_power_on();
		scene_forget_shared(folder);
	}
	if (code != ERR_OK && (err.code != code || err.text[0] == '\0'))
		fail_msg("error %d without a sentence", (int)code);
	if (code != ERR_OK && code != ERR_NOMEM && strstr(err.text, folder) == NULL)
		fail_msg("“%s” does not name the file", err.text);
	if (code == ERR_BUG)
		fail_msg("%s", err.text);
	scene->verify(folder, code == ERR_OK);
	if (!hit)
		assert_int_equal(code, ERR_OK);
	return hit;
}

/* What was tried last; said where a test ends too early. */
static char last[128];

static void
play(const struct scene *scene, unsigned way)
{
	char *folder = scene_open(scene);
	struct err err;
	long tries = 0, all, step;

	/* How many operations there are is seen where none fails. */
	vfs_plan(ways[way].fault, 1000000000, false, 1);
	if (scene->run(folder, &err) != ERR_OK)
		fail_msg("%s", err.text);
	all = vfs_count();
	vfs_calm();
	vfs_power_on();
	scene->verify(folder, true);
	step = scene_step(all, FEW);
	for (long at = 1; at <= all; at += step) {
		tries++;
		snprintf(last, sizeof last, "%s, %s at %ld", scene->name, ways[way].name, at);
		if (!try(scene, folder, way, at))
			break;
		/* It goes on as if nothing had been. */
		if (scene->run(folder, &err) != ERR_OK)
			fail_msg("%s", err.text);
		scene->verify(folder, true);
	}
	print_message("# %s: %s: %ld of %ld operations\n", scene->name, ways[way].name, tries, all);
	temp_free(folder);
}

static void
disk_fails(void **state)
{
	const struct scene *scene = *state;

	for (unsigned way = 0; way < sizeof ways / sizeof *ways; way++)
		play(scene, way);
	last[0] = '\0';
}

static int
say_last(void **state)
{
	(void)state;
	if (last[0] != '\0')
		print_error("%s\n", last);
	return 0;
}

int
main(void)
{
	vfs_install();
	return play_scenes("disk", true, disk_fails, say_last);
}
