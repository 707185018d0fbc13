#include "language.h"
#include "base/i18n.h"
#include "number.h"
#include "paths.h"

#include <langinfo.h>
#include <locale.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define CHARSET_ROOM 32

/* Of the whole process, as the locale itself is. */
static enum collation collation;

/* What the environment asks for in a category, whether or not it is installed. */
static const char *
wanted(const char *category)
{
	const char *const variables[] = {"LC_ALL", category, "LANG"};

	for (size_t i = 0; i < sizeof variables / sizeof *variables; i++) {
		const char *value = getenv(variables[i]);

		if (value != NULL && *value != '\0')
			return value;
	}
	return "C";
}

/* Where characters are traditional, and names are looked for by strokes. */
static bool
is_traditional(const char *name)
{
	static const char *const names[] = {"zh_TW", "zh_HK", "zh_MO", "zh_Hant"};

	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (strncmp(name, names[i], strlen(names[i])) == 0)
			return true;
	return false;
}

/* Hong Kong, Macau, Singapore and the rest read one of two Chinese catalogues; NULL for who has one
 * of his own, and for all other languages. */
static const char *
other_catalogue(const char *name)
{
	const char *catalogue = is_traditional(name) ? "zh_TW" : "zh_CN";

	return strncmp(name, "zh", 2) != 0 || strncmp(name, catalogue, 5) == 0 ? NULL : catalogue;
}

/* The catalogue is found by LANGUAGE also where the locale itself is missing, or has another's. */
static void
keep_language(const char *name)
{
	const char *other = other_catalogue(name);
	char language[48];
	const size_t len = strcspn(name, ".@");

	if (len == 0 || len >= 32 || getenv("LANGUAGE") != NULL)
		return;
	snprintf(language, sizeof language, "%.*s%s%s", (int)len, name, other != NULL ? ":" : "",
		other != NULL ? other : "");
	if (strcmp(language, "C") != 0 && strcmp(language, "POSIX") != 0)
		setenv("LANGUAGE", language, 1);
}

static void
bind_catalogue(void)
{
	char *folder = path_locale();

	if (folder != NULL)
		bindtextdomain(BAOLAN_DOMAIN, folder);
	bind_textdomain_codeset(BAOLAN_DOMAIN, "UTF-8");
	textdomain(BAOLAN_DOMAIN);
	free(folder);
}

/* What stands behind the dot of a locale's name: zh_CN.GB18030@x */
static void
charset_of(const char *name, char out[CHARSET_ROOM])
{
	const char *dot = strchr(name, '.');
	const size_t len = dot != NULL ? strcspn(dot + 1, "@") : 0;

	if (len > 0 && len < CHARSET_ROOM && strncasecmp(dot + 1, "utf", 3) != 0) {
		memcpy(out, dot + 1, len);
		out[len] = '\0';
	}
}

const char *
language_set(void)
{
	static char set[CHARSET_ROOM];
	const char *messages = wanted("LC_MESSAGES"), *other = other_catalogue(messages);

	/* musl takes every name, and calls all of them UTF-8. */
	charset_of(messages, set);
	if (setlocale(LC_ALL, "") == NULL) {
		keep_language(messages);
		setlocale(LC_ALL, "C.UTF-8");
	} else if (other != NULL) {
		keep_language(messages);
		setlocale(LC_MESSAGES, other); /* musl goes by the name alone */
	}
	if (strcmp(nl_langinfo(CODESET), "UTF-8") != 0) {
		snprintf(set, sizeof set, "%s", nl_langinfo(CODESET));
		if (setlocale(LC_CTYPE, "C.UTF-8") == NULL)
			setlocale(LC_CTYPE, "en_US.UTF-8");
	}
	if (strncmp(set, "ANSI_X3.4", 9) == 0 || strcasecmp(set, "ASCII") == 0 ||
		strcasecmp(set, "US-ASCII") == 0)
		set[0] = '\0'; /* part of UTF-8 */
	if (set[0] != '\0') {
		setlocale(LC_MESSAGES, "C"); /* English, of which most can be read there */
		setenv("LANGUAGE", "C", 1);  /* GNU's gettext beside musl asks the environment */
	}
	/* What other programs read has the same numbers everywhere. */
	setlocale(LC_NUMERIC, "C");
	number_use_locale();
	collation = is_traditional(wanted("LC_COLLATE")) ? COLLATE_STROKES : COLLATE_PINYIN;
	bind_catalogue();
	return set[0] != '\0' ? set : NULL;
}

enum collation
language_collation(void)
{
	return collation;
}
