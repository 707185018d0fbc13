#include "terminal_parts.h"
#include "base/utf8.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static int
on_property(VTermProp prop, VTermValue *value, void *user)
{
	struct terminal *t = user;

	if (prop == VTERM_PROP_ALTSCREEN)
		t->alt = value->boolean;
	if (prop == VTERM_PROP_CURSORVISIBLE)
		t->cursor_seen = value->boolean;
	return 1;
}

static void
on_output(const char *bytes, size_t len, void *user)
{
	struct terminal *t = user;

	if (t->distant)
		buf_add(&t->answers, bytes, len);
	else
		terminal_send(t, bytes, len);
}

static int
base64_value(char c)
{
	static const char digits[] =
		"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
	const char *at = c != '\0' ? strchr(digits, c) : NULL;

	return at != NULL ? (int)(at - digits) : -1;
}

/* The clipboard: OSC 52;c;BASE64. */
static void
take_clipboard(struct terminal *t, const char *text, size_t len)
{
	uint32_t bits = 0;
	int count = 0;

	buf_clear(&t->clipboard);
	for (size_t i = 0; i < len && base64_value(text[i]) >= 0; i++) {
		bits = bits << 6 | (uint32_t)base64_value(text[i]);
		count += 6;
		if (count >= 8) {
			count -= 8;
			buf_addc(&t->clipboard, (char)(bits >> count & 0xFF));
		}
	}
}

/* How much of it ends with a whole character: libvterm decodes what begins with ASCII in one place
 * and all else in another, so that a character in two pieces is lost on it. */
static size_t
whole_characters(const char *p, size_t len)
{
	size_t lead = len;

	while (lead > 0 && len - lead < 3 && ((unsigned char)p[lead - 1] & 0xC0) == 0x80)
		lead--;
	if (lead == 0 || (unsigned char)p[lead - 1] < 0xC0)
		return len;
	return lead - 1 + utf8_len((unsigned char)p[lead - 1]) > len ? lead - 1 : len;
}

/* Sequences that libvterm does not know are taken out before it reads: the answer to a sync, and
 * the clipboard.  Returns how many bytes at the front of the pending ones are for libvterm, and in
 * *skip how many behind them are not; what may be the beginning of one waits. */
static size_t
split(struct terminal *t, size_t *skip)
{
	static const char clipboard[] = "\033]52;c;";
	const char *p = buf_str(&t->pending);
	const size_t len = t->pending.len;

	for (size_t i = 0; i < len; i++) {
		const char *end;
		const size_t left = len - i;
		const bool sync = left >= sizeof SYNC_MARK - 1
					  ? memcmp(p + i, SYNC_MARK, sizeof SYNC_MARK - 1) == 0
					  : memcmp(p + i, SYNC_MARK, left) == 0;
		const bool copy = left >= sizeof clipboard - 1
					  ? memcmp(p + i, clipboard, sizeof clipboard - 1) == 0
					  : memcmp(p + i, clipboard, left) == 0;

		if (!sync && !copy)
			continue;
		end = sync ? memmem(p + i, left, "\033\\", 2) : memchr(p + i, '\a', left);
		*skip = 0;
		if (end == NULL)
			return i;
		*skip = (size_t)(end - (p + i)) + (sync ? 2 : 1);
		if (sync)
			t->answered = atoi(p + i + sizeof SYNC_MARK - 1);
		else
			take_clipboard(t, p + i + sizeof clipboard - 1, *skip);
		return i;
	}
	*skip = 0;
	return whole_characters(p, len);
}

void
wire_feed(struct terminal *t, const char *bytes, size_t len)
{
	size_t n, skip;

	buf_add(&t->log, bytes, len);
	buf_add(&t->pending, bytes, len);
	do {
		n = split(t, &skip);
		vterm_input_write(t->vterm, buf_str(&t->pending), n);
		n += skip;
		memmove(t->pending.data, t->pending.data + n, t->pending.len - n);
		t->pending.len -= n;
	} while (skip > 0);
	assert_true(buf_ok(&t->log) && buf_ok(&t->pending));
}

void
wire_open(struct terminal *t)
{
	static const VTermScreenCallbacks callbacks = {.settermprop = on_property};

	t->vterm = vterm_new(t->rows, t->cols);
	vterm_set_utf8(t->vterm, 1);
	vterm_output_set_callback(t->vterm, on_output, t);
	t->screen = vterm_obtain_screen(t->vterm);
	vterm_screen_enable_altscreen(t->screen, 1);
	vterm_screen_set_callbacks(t->screen, &callbacks, t);
	vterm_screen_reset(t->screen, 1);
}
