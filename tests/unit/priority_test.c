/* tui/priority: a thread gives way, with those that it starts; the others do not. */
#include "priority.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <pthread.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

static int
niceness(void)
{
#ifdef __linux__
	return getpriority(PRIO_PROCESS, (id_t)syscall(SYS_gettid));
#else
	return PRIORITY_BACKGROUND;
#endif
}

static void *
see(void *out)
{
	*(int *)out = niceness();
	return NULL;
}

static void *
lower(void *out)
{
	pthread_t child;
	int *seen = out;

	priority_lower();
	seen[0] = niceness();
	if (pthread_create(&child, NULL, see, &seen[1]) == 0)
		pthread_join(child, NULL);
	return NULL;
}

static void
a_thread_gives_way_and_those_it_starts(void **state)
{
	const int before = niceness(),
		  wanted = before > PRIORITY_BACKGROUND ? before : PRIORITY_BACKGROUND;
	int seen[2] = {-100, -100};
	pthread_t thread;

	(void)state;
	assert_int_equal(pthread_create(&thread, NULL, lower, seen), 0);
	pthread_join(thread, NULL);
	assert_int_equal(seen[0], wanted);
	assert_int_equal(seen[1], wanted);
	assert_int_equal(niceness(), before);
}

/* Whoever was started as nicer stays so. */
static void *
lower_the_lowest(void *out)
{
#ifdef __linux__
	setpriority(PRIO_PROCESS, (id_t)syscall(SYS_gettid), 19);
#endif
	priority_lower();
	*(int *)out = niceness();
	return NULL;
}

static void
who_is_nicer_stays_so(void **state)
{
	pthread_t thread;
	int seen = -100;

	(void)state;
	assert_int_equal(pthread_create(&thread, NULL, lower_the_lowest, &seen), 0);
	pthread_join(thread, NULL);
#ifdef __linux__
	assert_int_equal(seen, 19);
#endif
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_thread_gives_way_and_those_it_starts),
		cmocka_unit_test(who_is_nicer_stays_so),
	};

	return cmocka_run_group_tests_name("priority", tests, NULL, NULL);
}
