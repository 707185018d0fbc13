/*
 * key.h - keys as numbers and as names.
 *
 * A key is a code point, or one of enum key_code, with modifier bits.  Enter is
 * '\r', Tab '\t', Esc 0x1B, Backspace 0x7F.  Names are what a key file, the
 * help and the manual write: j, G, /, Space, Enter, Ctrl-d, Shift-Tab, PgDn.
 *
 * Thread rule: pure.
 */
#ifndef BAOLAN_TERM_KEY_H
#define BAOLAN_TERM_KEY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef uint32_t tkey;

enum key_code {
	KEYC_UP = 0x110000,
	KEYC_DOWN,
	KEYC_LEFT,
	KEYC_RIGHT,
	KEYC_HOME,
	KEYC_END,
	KEYC_PGUP,
	KEYC_PGDN,
	KEYC_INSERT,
	KEYC_DELETE,
	KEYC_F1,
	KEYC_F12 = KEYC_F1 + 11,
	KEYC_LIMIT
};

#define KEYM_CTRL 0x01000000u
#define KEYM_ALT 0x02000000u
#define KEYM_SHIFT 0x04000000u
#define KEYM_ALL (KEYM_CTRL | KEYM_ALT | KEYM_SHIFT)

#define KEY_ESC 0x1Bu
#define KEY_BACKSPACE 0x7Fu

#define KEY_NAME_MAX 32

/* Writes the key's name to out (KEY_NAME_MAX bytes). */
void key_name(tkey key, char *out);

/* The key with this name; 0 where there is none. */
tkey key_from_name(const char *name, size_t len);

/* The plain key for what a Chinese input method sends for it: full-width forms, and the
 * punctuation of data/fullwidth.tsv; other keys as they are. */
tkey key_plain(tkey key);

/* Whether it writes a character. */
bool key_is_text(tkey key);

#endif
