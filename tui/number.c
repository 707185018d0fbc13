#include "number.h"
#include "base/utf8.h"

#include <inttypes.h>
#include <limits.h>
#include <locale.h>
#include <stdio.h>
#include <string.h>

#define SEPARATOR_ROOM 6 /* of one character, and the NUL */
#define GROUPS_ROOM 8

/* Of the whole process, as the locale itself is. */
static struct {
	char separator[SEPARATOR_ROOM];
	char groups[GROUPS_ROOM]; /* as in struct lconv: sizes from the right, the last one again
				     and again; CHAR_MAX: no more groups */
} rule;

static void
take(const struct lconv *from)
{
	const size_t len = strlen(from->thousands_sep);

	rule.separator[0] = '\0';
	if (len >= SEPARATOR_ROOM || !utf8_is_valid(from->thousands_sep, len))
		return;
	memcpy(rule.separator, from->thousands_sep, len + 1);
	snprintf(rule.groups, sizeof rule.groups, "%s", from->grouping);
}

void
number_use_locale(void)
{
	const locale_t locale = newlocale(LC_NUMERIC_MASK, "", (locale_t)0);
	locale_t before;

	rule.separator[0] = rule.groups[0] = '\0';
	if (locale == (locale_t)0)
		return;
	before = uselocale(locale);
	take(localeconv());
	uselocale(before);
	freelocale(locale);
}

/* The size of the group that begins after `done` of them; 0: all that is left is one. */
static size_t
group_size(size_t done)
{
	const size_t known = strlen(rule.groups);
	char size;

	if (known == 0)
		return 0;
	size = rule.groups[done < known ? done : known - 1];
	return size <= 0 || size == CHAR_MAX ? 0 : (size_t)size;
}

/* Before which digits a separator stands, as a bit each, counted from the left. */
static uint64_t
find_gaps(size_t len)
{
	uint64_t gaps = 0;
	size_t left = len, size;

	for (size_t done = 0; (size = group_size(done)) != 0 && size < left; done++) {
		left -= size;
		gaps |= (uint64_t)1 << left;
	}
	return gaps;
}

struct number
number_group(const char *digits)
{
	const size_t len = strlen(digits);
	struct number number;
	char *p = number.text;
	uint64_t gaps;

	snprintf(number.text, sizeof number.text, "%s", digits);
	if (rule.separator[0] == '\0' || len * SEPARATOR_ROOM >= NUMBER_ROOM ||
		digits[strspn(digits, "0123456789")] != '\0')
		return number;
	gaps = find_gaps(len);
	for (size_t i = 0; i < len; i++) {
		if ((gaps >> i & 1) != 0)
			p = stpcpy(p, rule.separator);
		*p++ = digits[i];
	}
	*p = '\0';
	return number;
}

struct number
number_of(uint64_t value)
{
	char digits[24];

	snprintf(digits, sizeof digits, "%" PRIu64, value);
	return number_group(digits);
}
