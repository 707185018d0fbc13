/* core/archive/marks: several threads (and so programs) that open a new file at once. */
#include "../lib/temp.h"
#include "archive/marks.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <pthread.h>
#include <stdio.h>

#define OPENERS 4
#define ROUNDS 40

struct opener {
	const char *path;
	pthread_barrier_t *barrier;
	pthread_t thread;
	enum err_code code;
	struct err err;
};

static void *
open_one(void *arg)
{
	struct opener *o = arg;
	struct marks *marks;

	pthread_barrier_wait(o->barrier);
	o->code = marks_open(o->path, &marks, &o->err);
	if (o->code == ERR_OK)
		o->code = marks_set_read(marks, "0123456789abcdef", true, &o->err);
	marks_close(marks);
	return NULL;
}

static void
open_round(const char *path)
{
	struct opener openers[OPENERS];
	pthread_barrier_t barrier;

	pthread_barrier_init(&barrier, NULL, OPENERS);
	for (int i = 0; i < OPENERS; i++) {
		openers[i] = (struct opener){.path = path, .barrier = &barrier};
		assert_int_equal(
			pthread_create(&openers[i].thread, NULL, open_one, &openers[i]), 0);
	}
	for (int i = 0; i < OPENERS; i++)
		pthread_join(openers[i].thread, NULL);
	pthread_barrier_destroy(&barrier);
	for (int i = 0; i < OPENERS; i++)
		if (openers[i].code != ERR_OK)
			fail_msg("%s", openers[i].err.text);
}

static void
test_new_file(void **state)
{
	char *folder = temp_new(), name[32];

	(void)state;
	for (int i = 0; i < ROUNDS; i++) {
		snprintf(name, sizeof name, "marks-%d.db", i);
		open_round(temp_path(folder, name));
	}
	temp_free(folder);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(test_new_file)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
