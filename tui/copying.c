#include "copying.h"
#include "base/i18n.h"
#include "base/utf8.h"
#include "cite.h"
#include "number.h"

#include <stdlib.h>
#include <string.h>

/* GNU screen takes no longer piece of a sequence that it hands on. */
#define SCREEN_PIECE 700

/* Many terminals drop what is longer than this. */
#define CLIPBOARD_SAFE 74994

static void
base64(struct buf *out, const char *text, size_t len)
{
	static const char digits[] =
		"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

	for (size_t i = 0; i < len; i += 3) {
		const size_t n = len - i < 3 ? len - i : 3;
		uint32_t v = 0;

		for (size_t k = 0; k < 3; k++)
			v = v << 8 | (k < n ? (unsigned char)text[i + k] : 0);
		for (size_t k = 0; k < 4; k++)
			buf_addc(out, k <= n ? digits[v >> (18 - 6 * k) & 63] : '=');
	}
}

/* What is between the program and the terminal, and takes sequences for itself. */
enum relay {
	RELAY_NONE,
	RELAY_TMUX,
	RELAY_SCREEN
};

/* The sequence that puts a text into the clipboard. */
static void
add_sequence(struct buf *out, const char *text, size_t len, enum relay relay)
{
	struct buf plain = {0};

	buf_adds(&plain, "\033]52;c;");
	base64(&plain, text, len);
	buf_adds(&plain, "\a");
	if (!buf_ok(&plain)) {
		out->failed = true;
	} else if (relay == RELAY_SCREEN) {
		for (size_t i = 0; i < plain.len; i += SCREEN_PIECE) {
			const size_t n =
				plain.len - i < SCREEN_PIECE ? plain.len - i : SCREEN_PIECE;

			buf_adds(out, "\033P");
			buf_add(out, plain.data + i, n);
			buf_adds(out, "\033\\");
		}
	} else {
		buf_add(out, plain.data, plain.len);
	}
	/* tmux takes the plain one where it is told to (set-clipboard on), else hands the wrapped
	 * one on (allow-passthrough on). */
	if (relay == RELAY_TMUX && buf_ok(&plain)) {
		buf_adds(out, "\033Ptmux;\033");
		buf_add(out, plain.data, plain.len);
		buf_adds(out, "\033\\");
	}
	buf_free(&plain);
}

static enum relay
find_relay(void)
{
	const char *term = getenv("TERM");

	if (getenv("TMUX") != NULL)
		return RELAY_TMUX;
	return term != NULL && strncmp(term, "screen", 6) == 0 ? RELAY_SCREEN : RELAY_NONE;
}

static void
copy(struct app *app, const struct buf *text, const char *what)
{
	struct buf sequence = {0};
	struct err err;

	add_sequence(&sequence, buf_str(text), text->len, find_relay());
	if (!buf_ok(text) || !buf_ok(&sequence)) {
		err_nomem(&err);
		app_complain(app, &err);
	} else {
		screen_send(app->screen, sequence.data, sequence.len);
		app_say(app,
			text->len > CLIPBOARD_SAFE
				? _("Copied %s, %s characters: more than some terminals take.")
				: _("Copied %s, %s characters."),
			what, number_of(utf8_count(text->data, text->len)).text);
	}
	buf_free(&sequence);
}

void
copy_article(struct app *app)
{
	const struct reading *r = &app->reading;
	struct buf text = {0};

	app_load(app);
	if (r->article == NULL || r->err.code != ERR_OK)
		return;
	for (unsigned i = 0; i < r->passage_count; i++) {
		const struct passage *p = &r->passages[i];

		if (p->kind == PASSAGE_META || p->kind == PASSAGE_NOTE)
			continue;
		buf_add(&text, p->text, p->len);
		buf_addc(&text, '\n');
	}
	copy(app, &text, r->article->article.label);
	buf_free(&text);
}

void
copy_citation(struct app *app)
{
	const struct reading *r = &app->reading;
	const enum cite_form form =
		cite_form_from_name(config_text(app->options->config, CONFIG_CITATION));
	struct buf text = {0};
	struct err err;

	app_load(app);
	if (r->article == NULL || r->err.code != ERR_OK)
		return;
	if (cite(form, r->article, &text, &err) != ERR_OK)
		app_complain(app, &err);
	else
		copy(app, &text, _("the citation"));
	buf_free(&text);
}
