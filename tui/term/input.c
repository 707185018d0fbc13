#include "term/input.h"
#include "base/buf.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistr.h>

#define ESC 0x1B
#define SEQUENCE_MAX 4096           /* longer ones are none */
#define PASTE_MAX ((size_t)1 << 20) /* a longer paste is cut */
#define PARAMS_MAX 8

struct input {
	struct buf bytes; /* not yet read from `at` on */
	size_t at;
	struct buf paste;
	bool pasting;
};

struct input *
input_new(void)
{
	return calloc(1, sizeof(struct input));
}

void
input_free(struct input *input)
{
	if (input == NULL)
		return;
	buf_free(&input->bytes);
	buf_free(&input->paste);
	free(input);
}

void
input_feed(struct input *input, const char *bytes, size_t len)
{
	struct buf *b = &input->bytes;

	if (input->at > 0 && b->data != NULL) {
		memmove(b->data, b->data + input->at, b->len - input->at);
		b->len -= input->at;
		input->at = 0;
	}
	buf_add(b, bytes, len);
	if (!buf_ok(b))
		buf_clear(b);
}

bool
input_waits(const struct input *input)
{
	return input->at < input->bytes.len && !input->pasting;
}

/* How a sequence was read: its length in bytes; INCOMPLETE where more must come. */
#define INCOMPLETE 0

/* A control sequence: ESC [ private? parameters intermediate? final */
struct csi {
	char private, intermediate, final;
	int param[PARAMS_MAX];
	int count;
};

static size_t
scan_csi(const char *p, size_t len, struct csi *csi)
{
	size_t i = 2;

	*csi = (struct csi){0};
	if (i < len && p[i] >= '<' && p[i] <= '?')
		csi->private = p[i++];
	for (; i < len && ((p[i] >= '0' && p[i] <= '9') || p[i] == ';' || p[i] == ':'); i++) {
		if (csi->count == 0)
			csi->count = 1;
		if (p[i] == ';' || p[i] == ':') {
			if (csi->count < PARAMS_MAX)
				csi->count++;
		} else if (csi->param[csi->count - 1] < 100000) {
			csi->param[csi->count - 1] = csi->param[csi->count - 1] * 10 + (p[i] - '0');
		}
	}
	for (; i < len && p[i] >= ' ' && p[i] <= '/'; i++)
		csi->intermediate = p[i];
	if (i == len)
		return INCOMPLETE;
	csi->final = p[i];
	return i + 1;
}

/* ESC ] … or ESC P … or ESC _ … up to BEL or ESC \ */
static size_t
scan_string(const char *p, size_t len, size_t *text_len)
{
	for (size_t i = 2; i < len; i++) {
		*text_len = i - 2;
		if (p[i] == '\a')
			return i + 1;
		if (p[i] == ESC && i + 1 < len)
			return p[i + 1] == '\\' ? i + 2 : i;
	}
	return INCOMPLETE;
}

static tkey
with_modifiers(tkey key, int param)
{
	const int bits = param > 0 ? param - 1 : 0;

	return key | ((bits & 1) ? KEYM_SHIFT : 0) | ((bits & 2) ? KEYM_ALT : 0) |
	       ((bits & 4) ? KEYM_CTRL : 0);
}

/* The key of a final letter, as cursor and application mode send it; 0: none. */
static tkey
letter_key(char final)
{
	static const struct {
		char final;
		tkey key;
	} keys[] = {{'A', KEYC_UP}, {'B', KEYC_DOWN}, {'C', KEYC_RIGHT}, {'D', KEYC_LEFT},
		{'H', KEYC_HOME}, {'F', KEYC_END}, {'P', KEYC_F1}, {'Q', KEYC_F1 + 1},
		{'R', KEYC_F1 + 2}, {'S', KEYC_F1 + 3}, {'M', '\r'}, {'Z', '\t' | KEYM_SHIFT}};

	for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++)
		if (keys[i].final == final)
			return keys[i].key;
	return 0;
}

static tkey
tilde_key(int number)
{
	static const tkey keys[] = {0, KEYC_HOME, KEYC_INSERT, KEYC_DELETE, KEYC_END, KEYC_PGUP,
		KEYC_PGDN, KEYC_HOME, KEYC_END};
	static const int f_keys[] = {11, 12, 13, 14, 15, 17, 18, 19, 20, 21, 23, 24};

	if (number > 0 && number < (int)(sizeof keys / sizeof keys[0]))
		return keys[number];
	for (unsigned i = 0; i < sizeof f_keys / sizeof f_keys[0]; i++)
		if (f_keys[i] == number)
			return KEYC_F1 + i;
	return 0;
}

static bool
mouse_event(const struct csi *csi, struct event *event)
{
	const int code = csi->param[0];

	if (csi->count < 3 || csi->param[1] < 1 || csi->param[2] < 1)
		return false;
	event->type = EVENT_MOUSE;
	event->x = csi->param[1] - 1;
	event->y = csi->param[2] - 1;
	if ((code & 64) != 0)
		event->button = (code & 1) != 0 ? MOUSE_WHEEL_DOWN : MOUSE_WHEEL_UP;
	else if (csi->final == 'm')
		event->button = MOUSE_RELEASE;
	else if ((code & 32) != 0)
		event->button = MOUSE_DRAG;
	else
		event->button = (enum mouse_button)(code & 3);
	return true;
}

/* false: nothing that concerns us. */
static bool
csi_event(struct input *input, const struct csi *csi, struct event *event)
{
	event->type = EVENT_KEY;
	event->key = 0;
	if (csi->private == '<')
		return mouse_event(csi, event);
	if (csi->private == '?' && csi->intermediate == '$' && csi->final == 'y') {
		event->type = EVENT_MODE;
		event->mode = csi->param[0];
		event->value = csi->param[1];
		return true;
	}
	if (csi->private != 0 || csi->intermediate != 0)
		return false;
	if (csi->final == '~' && csi->param[0] == 200) {
		input->pasting = true;
		buf_clear(&input->paste);
		return false;
	}
	if (csi->final == 'R' && csi->count == 2) {
		/* Also F3 with a modifier; who has not asked for the cursor takes it for that. */
		event->type = EVENT_CURSOR;
		event->y = csi->param[0] - 1;
		event->x = csi->param[1] - 1;
		return true;
	}
	if (csi->final == '~')
		event->key = tilde_key(csi->param[0]);
	else
		event->key = letter_key(csi->final);
	if (event->key != 0 && csi->count >= 2)
		event->key = with_modifiers(event->key, csi->param[1]);
	return event->key != 0;
}

/* The brightness in an answer "11;rgb:RRRR/GGGG/BBBB". */
static bool
colour_event(const char *text, size_t len, struct event *event)
{
	char copy[64];
	unsigned r, g, b;

	if (len >= sizeof copy)
		return false;
	memcpy(copy, text, len);
	copy[len] = '\0';
	if (sscanf(copy, "11;rgb:%2x%*[0-9a-fA-F]/%2x%*[0-9a-fA-F]/%2x", &r, &g, &b) != 3 &&
		sscanf(copy, "11;rgb:%2x/%2x/%2x", &r, &g, &b) != 3)
		return false;
	event->type = EVENT_COLOUR;
	event->value = (int)((r * 30 + g * 59 + b * 11) / 100);
	return true;
}

static bool
string_event(char kind, const char *text, size_t len, struct event *event)
{
	static const char sync[] = "baolan;";

	if (kind == ']')
		return colour_event(text, len, event);
	if (kind != '_' || len < sizeof sync - 1 || len > 32 ||
		memcmp(text, sync, sizeof sync - 1) != 0)
		return false;
	event->type = EVENT_SYNC;
	event->value = atoi(text + sizeof sync - 1);
	return true;
}

static tkey
control_key(unsigned char byte)
{
	switch (byte) {
	case '\r':
	case '\n':
		return '\r';
	case '\t':
		return '\t';
	case 0x08:
	case 0x7F:
		return KEY_BACKSPACE;
	case 0:
		return KEYM_CTRL | ' ';
	default:
		return KEYM_CTRL | (tkey)(byte < 27 ? byte + 'a' - 1 : byte + '@');
	}
}

/* A character or a control key. */
static size_t
scan_plain(const char *p, size_t len, bool flush, tkey *key)
{
	const unsigned char byte = (unsigned char)*p;
	ucs4_t c;
	int n;

	if (byte < ' ' || byte == 0x7F) {
		*key = control_key(byte);
		return 1;
	}
	n = u8_mbtoucr(&c, (const uint8_t *)p, len);
	if (n == -2 && !flush)
		return INCOMPLETE;
	*key = n > 0 ? c : 0;
	return n > 0 ? (size_t)n : 1;
}

/* Reads one sequence that begins with ESC; *found where it is an event. */
static size_t
scan_escape(struct input *input, const char *p, size_t len, bool flush, struct event *event,
	bool *found)
{
	struct csi csi;
	size_t n, text_len;

	*found = false;
	if (len >= 3 && p[1] == '[' && p[2] == '[') { /* F1 to F5 of the Linux console */
		n = len >= 4 ? 4 : INCOMPLETE;
		event->key = n != INCOMPLETE ? KEYC_F1 + (tkey)(p[3] - 'A') : 0;
		*found = n != INCOMPLETE && p[3] >= 'A' && p[3] <= 'E';
	} else if (len >= 2 && p[1] == '[') {
		n = scan_csi(p, len, &csi);
		*found = n != INCOMPLETE && csi_event(input, &csi, event);
	} else if (len >= 2 && (p[1] == ']' || p[1] == 'P' || p[1] == '_')) {
		n = scan_string(p, len, &text_len);
		*found = n != INCOMPLETE && string_event(p[1], p + 2, text_len, event);
	} else if (len >= 3 && p[1] == 'O') {
		event->key = letter_key(p[2]);
		*found = event->key != 0;
		n = 3;
	} else if (len >= 2 && p[1] != 'O' && p[1] != ESC) {
		n = scan_plain(p + 1, len - 1, flush, &event->key);
		if (n != INCOMPLETE)
			n++;
		event->key |= KEYM_ALT;
		*found = event->key != KEYM_ALT;
	} else {
		n = len >= 2 && p[1] == ESC ? 1 : INCOMPLETE;
		event->key = KEY_ESC;
		*found = n == 1;
	}
	if (n == INCOMPLETE && (flush || len > SEQUENCE_MAX)) {
		/* No rest came: it was the key, or Alt with a key; what is longer is noise. */
		event->type = EVENT_KEY;
		event->key = len == 2 ? KEYM_ALT | (unsigned char)p[1] : KEY_ESC;
		*found = len <= 2;
		return len;
	}
	return n;
}

/* Collects up to the end of a paste; true where it is complete. */
static bool
take_paste(struct input *input, struct event *event)
{
	static const char end[] = "\x1b[201~";
	const char *p = input->bytes.data + input->at;
	size_t len = input->bytes.len - input->at, n;
	const char *found = memmem(p, len, end, sizeof end - 1);

	/* The mark may come in pieces: its possible beginning stays. */
	n = found != NULL ? (size_t)(found - p) : len > sizeof end - 2 ? len - (sizeof end - 2) : 0;
	if (input->paste.len + n <= PASTE_MAX)
		buf_add(&input->paste, p, n);
	input->at += n;
	if (found == NULL)
		return false;
	input->at += sizeof end - 1;
	input->pasting = false;
	event->type = EVENT_PASTE;
	event->text = buf_str(&input->paste);
	event->len = input->paste.len;
	return true;
}

bool
input_next(struct input *input, struct event *event, bool flush)
{
	while (input->at < input->bytes.len) {
		const char *p = input->bytes.data + input->at;
		size_t len = input->bytes.len - input->at, n;
		bool found;

		*event = (struct event){.type = EVENT_KEY};
		if (input->pasting) {
			if (take_paste(input, event))
				return true;
			return false;
		}
		if (*p == ESC) {
			n = scan_escape(input, p, len, flush, event, &found);
		} else {
			n = scan_plain(p, len, flush, &event->key);
			found = event->key != 0;
		}
		if (n == INCOMPLETE)
			return false;
		input->at += n;
		if (found)
			return true;
	}
	return false;
}
