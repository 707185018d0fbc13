/*
 * play.h - the scenes as tests of a program, each disturbed at one place after the other.
 *
 * Failures are cmocka's.
 */
#ifndef BAOLAN_TESTS_PLAY_H
#define BAOLAN_TESTS_PLAY_H

#include "scene.h"

/* Runs a group with a test for each scene, whose *state is the scene; more: those that change less
 * as well.  `after` may be NULL.  Where BAOLAN_SCENE is set, a pattern with *, only scenes whose
 * name fits it are played.  Gives what main() shall give. */
int play_scenes(
	const char *group, bool more, void (*test)(void **state), int (*after)(void **state));

/* The work of a scene, with the call of this number failing, and all from there on where it lasts;
 * 0: none fails.  See sites_plan(). */
typedef void play_try(const struct scene *scene, const char *folder, long number, bool lasting);

/* Plays a scene once for each call that sites.h chooses, or for some of them (scene_step; where
 * BAOLAN_FAULTS is "each": for those of sites_new_end()), and after each try again without a
 * disturbance.  `call` is what is said of them. */
void play_calls(const struct scene *scene, const char *call, long few, bool lasting, play_try *try);

#endif
