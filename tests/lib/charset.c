#include "charset.h"

#include <iconv.h>
#include <locale.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

bool
charset_is_written(const char *name)
{
	const iconv_t to = iconv_open(name, "UTF-8");

	if ((intptr_t)to == -1)
		return false;
	iconv_close(to);
	return true;
}

static bool
has_groups(const char *name)
{
	const locale_t locale = newlocale(LC_NUMERIC_MASK, name, (locale_t)0);
	locale_t before;
	bool any;

	if (locale == (locale_t)0)
		return false;
	before = uselocale(locale);
	any = localeconv()->thousands_sep[0] != '\0';
	uselocale(before);
	freelocale(locale);
	return any;
}

bool
charset_make_locale(const char *folder, const char *language, const char *charset)
{
	char command[512], name[64];

	snprintf(command, sizeof command, "localedef -i %s -f %s '%s/%s.%s' >/dev/null 2>&1",
		language, charset, folder, language, charset);
	snprintf(name, sizeof name, "%s.%s", language, charset);
	setenv("LOCPATH", folder, 1);
	return system(command) == 0 && has_groups(name);
}
