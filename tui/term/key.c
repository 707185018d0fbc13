#include "term/key.h"
#include "base/table.h"
#include "base/utf8.h"

#include <stdio.h>
#include <string.h>
#include <unistr.h>

static const struct {
	const char *name;
	tkey key;
} named[] = {{"Up", KEYC_UP}, {"Down", KEYC_DOWN}, {"Left", KEYC_LEFT}, {"Right", KEYC_RIGHT},
	{"Home", KEYC_HOME}, {"End", KEYC_END}, {"PgUp", KEYC_PGUP}, {"PgDn", KEYC_PGDN},
	{"Insert", KEYC_INSERT}, {"Delete", KEYC_DELETE}, {"Enter", '\r'}, {"Tab", '\t'},
	{"Esc", KEY_ESC}, {"Space", ' '}, {"Backspace", KEY_BACKSPACE}};

static const struct {
	const char *prefix;
	tkey bit;
} modifiers[] = {{"Ctrl-", KEYM_CTRL}, {"Alt-", KEYM_ALT}, {"Shift-", KEYM_SHIFT}};

void
key_name(tkey key, char *out)
{
	const tkey base = key & ~KEYM_ALL;
	int n = 0;

	for (size_t i = 0; i < sizeof modifiers / sizeof modifiers[0]; i++)
		if ((key & modifiers[i].bit) != 0)
			n += snprintf(out + n, KEY_NAME_MAX - (size_t)n, "%s", modifiers[i].prefix);
	for (size_t i = 0; i < sizeof named / sizeof named[0]; i++) {
		if (named[i].key == base) {
			snprintf(out + n, KEY_NAME_MAX - (size_t)n, "%s", named[i].name);
			return;
		}
	}
	if (base >= KEYC_F1 && base <= KEYC_F12)
		snprintf(out + n, KEY_NAME_MAX - (size_t)n, "F%u", base - KEYC_F1 + 1);
	else if (base < ' ' || base >= KEYC_UP)
		snprintf(out + n, KEY_NAME_MAX - (size_t)n, "?");
	else
		out[(size_t)n + utf8_put(out + n, base)] = '\0';
}

static tkey
base_from_name(const char *name, size_t len)
{
	ucs4_t c;
	unsigned f;

	for (size_t i = 0; i < sizeof named / sizeof named[0]; i++)
		if (strlen(named[i].name) == len && memcmp(named[i].name, name, len) == 0)
			return named[i].key;
	if (len >= 2 && len <= 3 && name[0] == 'F' && name[1] >= '1' && name[1] <= '9') {
		f = (unsigned)(name[1] - '0');
		if (len == 3)
			f = f * 10 + (unsigned)(name[2] - '0');
		return f <= 12 ? KEYC_F1 + f - 1 : 0;
	}
	if (len == 0 || u8_strmbtouc(&c, (const uint8_t *)name) != (int)len || c <= ' ')
		return 0;
	return c;
}

tkey
key_from_name(const char *name, size_t len)
{
	char copy[KEY_NAME_MAX];
	const char *p = copy;
	tkey bits = 0, base;

	if (len >= sizeof copy)
		return 0;
	memcpy(copy, name, len);
	copy[len] = '\0';
	for (size_t i = 0; i < sizeof modifiers / sizeof modifiers[0]; i++) {
		size_t n = strlen(modifiers[i].prefix);

		if (strncmp(p, modifiers[i].prefix, n) == 0 && p[n] != '\0') {
			bits |= modifiers[i].bit;
			p += n;
		}
	}
	base = base_from_name(p, strlen(p));
	return base != 0 ? base | bits : 0;
}

tkey
key_plain(tkey key)
{
	struct table_reader reader;
	struct table_row row;
	char bytes[4];
	size_t n;

	if (key < 0x80 || key > 0x10FFFF)
		return key;
	if (key >= 0xFF01 && key <= 0xFF5E)
		return key - 0xFF01 + '!';
	if (table_open_builtin(&reader, "fullwidth.tsv", NULL) != ERR_OK)
		return key;
	n = utf8_put(bytes, key);
	while (table_next(&reader, &row, NULL))
		if (row.field[0].len == n && memcmp(row.field[0].text, bytes, n) == 0)
			return key_from_name(row.field[1].text, row.field[1].len);
	return key;
}

bool
key_is_text(tkey key)
{
	return key >= ' ' && key != KEY_BACKSPACE && key < 0x110000;
}
