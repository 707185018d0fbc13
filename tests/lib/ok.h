/*
 * ok.h - a call that has to succeed, or the test fails with what it said.
 *
 * The call fills the variable `err` of where it stands.
 */
#ifndef BAOLAN_TESTS_OK_H
#define BAOLAN_TESTS_OK_H

#define OK(call)                                                                                   \
	do {                                                                                       \
		if ((call) != ERR_OK)                                                              \
			fail_msg("%s: %s", #call, err.text);                                       \
	} while (0)

#endif
