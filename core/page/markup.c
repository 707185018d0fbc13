#include "page/markup.h"

#include <stdbool.h>
#include <string.h>

#define TAG_MAX 300
#define COMMENT_MAX 4096
#define ADDRESS_MAX 600

static bool
is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static size_t
min_size(size_t a, size_t b)
{
	return a < b ? a : b;
}

/* <br>, </p>, <font color="red">, <!-- … --> */
static size_t
tag_len(const char *text, size_t at, size_t to)
{
	size_t name = at + 1;
	const char *close;

	if (to - at >= 4 && memcmp(text + at, "<!--", 4) == 0) {
		close = memmem(text + at, min_size(to - at, COMMENT_MAX), "-->", 3);
		return close != NULL ? (size_t)(close - text) + 3 - at : 0;
	}
	if (name < to && text[name] == '/')
		name++;
	if (name >= to || !is_letter(text[name]))
		return 0;
	for (size_t i = name; i < to && i - at < TAG_MAX; i++) {
		if (text[i] == '>')
			return i + 1 - at;
		if (text[i] == '<' || text[i] == '\n')
			break;
	}
	return 0;
}

/* ](address) behind a link's text. */
static size_t
address_len(const char *text, size_t at, size_t to)
{
	if (to - at < 3 || text[at + 1] != '(')
		return 0;
	for (size_t i = at + 2; i < to && i - at < ADDRESS_MAX; i++) {
		if (text[i] == ')')
			return i + 1 - at;
		if (text[i] == ' ' || text[i] == '\n' || (unsigned char)text[i] >= 0x80)
			break;
	}
	return 0;
}

/* [ before a link's text, ![ with all that follows before a picture's. */
static size_t
link_len(const char *text, size_t at, size_t to)
{
	size_t open = at + (text[at] == '!');

	if (open >= to || text[open] != '[')
		return 0;
	for (size_t i = open + 1; i < to && i - at < ADDRESS_MAX; i++) {
		size_t address;

		if (text[i] == '\n' || text[i] == '[')
			break;
		if (text[i] != ']')
			continue;
		address = address_len(text, i, to);
		if (address == 0)
			break;
		return text[at] == '!' ? i + address - at : 1;
	}
	return 0;
}

size_t
markup_len(const char *text, size_t at, size_t to)
{
	switch (text[at]) {
	case '<':
		return tag_len(text, at, to);
	case '*':
		return to - at >= 2 && text[at + 1] == text[at] ? 2 : 0;
	case '!':
	case '[':
		return link_len(text, at, to);
	case ']':
		return address_len(text, at, to);
	case '\\':
		/* Markdown escapes its own marks. */
		return to - at >= 2 && strchr("\\*_#[]()<>`!|~+-.", text[at + 1]) != NULL &&
				       text[at + 1] != '\0'
			       ? 1
			       : 0;
	default:
		return 0;
	}
}

uint32_t
markup_entity(const char *text, size_t at, size_t to, size_t *len)
{
	static const struct {
		const char *name;
		uint32_t c;
	} named[] = {{"amp", '&'}, {"lt", '<'}, {"gt", '>'}, {"quot", '"'}, {"apos", '\''},
		{"nbsp", 0xA0}, {"ensp", 0x2002}, {"emsp", 0x2003}, {"ldquo", 0x201C},
		{"rdquo", 0x201D}, {"lsquo", 0x2018}, {"rsquo", 0x2019}, {"mdash", 0x2014},
		{"ndash", 0x2013}, {"hellip", 0x2026}, {"middot", 0xB7}, {"bull", 0x2022},
		{"times", 0xD7}, {"deg", 0xB0}, {"copy", 0xA9}};
	const char *semicolon = memchr(text + at, ';', min_size(to - at, 12));
	const char *name = text + at + 1;
	size_t n, i = 0;
	uint32_t c = 0;

	if (semicolon == NULL || semicolon <= name)
		return 0;
	n = (size_t)(semicolon - name);
	*len = n + 2;
	if (*name != '#') {
		for (i = 0; i < sizeof named / sizeof *named; i++)
			if (strlen(named[i].name) == n && memcmp(named[i].name, name, n) == 0)
				return named[i].c;
		return 0;
	}
	if (n > 1 && (name[1] == 'x' || name[1] == 'X')) {
		for (i = 2; i < n && c <= 0x10FFFF; i++) {
			char d = name[i];

			if (d >= '0' && d <= '9')
				c = c * 16 + (uint32_t)(d - '0');
			else if ((d | 32) >= 'a' && (d | 32) <= 'f')
				c = c * 16 + (uint32_t)((d | 32) - 'a' + 10);
			else
				return 0;
		}
	} else {
		for (i = 1; i < n && c <= 0x10FFFF; i++) {
			if (name[i] < '0' || name[i] > '9')
				return 0;
			c = c * 10 + (uint32_t)(name[i] - '0');
		}
	}
	return c > 0x10FFFF || (c >= 0xD800 && c < 0xE000) ? 0 : c;
}
