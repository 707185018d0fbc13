#include "charset.h"

#include <iconv.h>
#include <stdint.h>

bool
charset_is_written(const char *name)
{
	const iconv_t to = iconv_open(name, "UTF-8");

	if ((intptr_t)to == -1)
		return false;
	iconv_close(to);
	return true;
}
