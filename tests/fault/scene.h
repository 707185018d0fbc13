/*
 * scene.h - work that can be disturbed, and what must hold after it was.
 *
 * A scene has a state that is made once and copied for every try.  Its work is
 * then disturbed (a failing disk, no memory, a kill), and what is left must be
 * sound: the archive opens, nothing is wrong with it, no page is there in part,
 * nothing that was there before or was acknowledged is lost.  Done again
 * without a disturbance, the work ends as if there had been none.
 *
 * Failures are cmocka's.
 */
#ifndef BAOLAN_TESTS_SCENE_H
#define BAOLAN_TESTS_SCENE_H

#include "base/err.h"

#include <stdbool.h>

struct scene {
	const char *name;
	/* Makes the state in FOLDER/state, beside page files in FOLDER/pages. */
	void (*prepare)(const char *folder);
	/* The work, on FOLDER/copy. */
	enum err_code (*run)(const char *folder, struct err *err);
	/* What must hold afterwards; done: the work came to its end. */
	void (*verify)(const char *folder, bool done);
};

extern const struct scene scenes[];
extern const unsigned scene_count;

/* Scenes that change less: reading above all. */
extern const struct scene more_scenes[];
extern const unsigned more_scene_count;

/* A folder with the scene's state; temp_free() it. */
char *scene_open(const struct scene *scene);

/* FOLDER/copy becomes what FOLDER/state is. */
void scene_reset(const char *folder);

/* What is shared between two programs only, and does not outlive a power cut. */
void scene_forget_shared(const char *folder);

/* Writes page NUMBER, with two articles, as FOLDER/pages/NUMBER.txt (two digits at least): one of a
 * shed (车棚) in Changping, one of a path (小路) in Miyun.  Each version reads a little
 * differently. */
void scene_page(const char *folder, int number, int version);

/* How many tries of `all` shall be made: every one where BAOLAN_FAULTS is "all", about as many as
 * it says where it is a number, else `few` of them; gives the distance from one to the next. */
long scene_step(long all, long few);

#endif
