/* Sets of keys against rows of truths, with blocks that are empty, sparse and full. */
#include "../lib/press.h"
#include "archive/keyset.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define END 200000u
#define SETS 4u

static uint64_t dice = 5;
static struct keyset set[SETS];
static bool *plain[SETS];

/* Runs and single keys, more of them in one set than in the other. */
static void
fill(unsigned i)
{
	for (unsigned n = press_below(&dice, 8); n > 0; n--) {
		uint32_t from = press_below(&dice, END), len = press_below(&dice, 20000);
		uint32_t to = from + len < END ? from + len : END;

		keyset_fill(&set[i], from, to);
		memset(plain[i] + from, true, to - from);
	}
	for (unsigned n = press_below(&dice, 2) * press_below(&dice, 300); n > 0; n--) {
		uint32_t key = press_below(&dice, END);

		keyset_add(&set[i], key);
		plain[i][key] = true;
	}
	for (unsigned n = press_below(&dice, 100); n > 0; n--) {
		uint32_t key = press_below(&dice, END);

		keyset_remove(&set[i], key);
		plain[i][key] = false;
	}
}

static void
join(unsigned a, unsigned b, unsigned how)
{
	switch (how) {
	case 0:
		keyset_copy(&set[a], &set[b]);
		break;
	case 1:
		keyset_and(&set[a], &set[b]);
		break;
	case 2:
		keyset_or(&set[a], &set[b]);
		break;
	case 3:
		keyset_without(&set[a], &set[b]);
		break;
	default:
		keyset_clear(&set[a]);
		break;
	}
	for (uint32_t k = 0; k < END; k++) {
		bool x = plain[a][k], y = plain[b][k];

		plain[a][k] = how == 0   ? y
			      : how == 1 ? x && y
			      : how == 2 ? x || y
			      : how == 3 ? x && !y
					 : false;
	}
}

static void
are_same(unsigned a)
{
	uint32_t from = press_below(&dice, END), to = press_below(&dice, END + 1);
	uint64_t count = 0, inside = 0;
	article_key next = keyset_next(&set[a], 0);

	for (uint32_t k = 0; k < END; k++) {
		assert_true(keyset_has(&set[a], k) == plain[a][k]);
		count += plain[a][k];
		inside += plain[a][k] && k >= from && k < to;
		if (!plain[a][k])
			continue;
		assert_int_equal(next, k);
		next = keyset_next(&set[a], (article_key)k + 1);
	}
	assert_int_equal(next, -1);
	assert_int_equal(keyset_count(&set[a]), count);
	assert_int_equal(keyset_count_range(&set[a], from, to), inside);
}

static void
sets_do_what_truths_do(void **state)
{
	(void)state;
	for (unsigned i = 0; i < SETS; i++) {
		plain[i] = calloc(END, sizeof *plain[i]);
		assert_non_null(plain[i]);
		assert_true(keyset_new(&set[i], END));
	}
	for (unsigned round = 0; round < 200; round++) {
		unsigned a = press_below(&dice, SETS), b = press_below(&dice, SETS);

		if (press_below(&dice, 3) == 0)
			fill(a);
		else if (a != b)
			join(a, b, press_below(&dice, 5));
		are_same(a);
	}
	for (unsigned i = 0; i < SETS; i++) {
		free(plain[i]);
		keyset_free(&set[i]);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(sets_do_what_truths_do)};

	return cmocka_run_group_tests_name("keyset", tests, NULL, NULL);
}
