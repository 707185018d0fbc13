#include "warned.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>

void
warned(void *ctx, const struct err *err)
{
	struct warnings *w = ctx;

	assert_in_range(w->count, 0, WARNINGS_MAX - 1);
	snprintf(w->text[w->count++], ERR_TEXT_MAX, "%s", err->text);
}
