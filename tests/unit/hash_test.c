/* core/base/hash: against values of an independent implementation of SipHash-2-4 that was itself
 * checked against the vector of the paper's appendix. */
#include "base/hash.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

static void
hashes_are_what_they_always_were(void **state)
{
	static const unsigned char counting[15] = {
		0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14};
	static const char name[] = "报栏报栏报栏报栏报栏";

	(void)state;
	assert_true(hash_bytes(0, "", 0) == 0x1e924b9d737700d7);
	assert_true(hash_bytes(7, NULL, 0) == 0x7cd0c8309a138d01);
	assert_true(hash_bytes(0, "a", 1) == 0x96c20860cd93a249);
	assert_true(hash_bytes(0, counting, 15) == 0xd0567cd44e891363);
	assert_true(hash_bytes(7, counting, 15) == 0x3d40ddff7c64f5ef);
	assert_true(hash_bytes(7, name, sizeof name - 1) == 0xf8f38e1edf44bbda);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(hashes_are_what_they_always_were),
	};

	return cmocka_run_group_tests_name("hash", tests, NULL, NULL);
}
