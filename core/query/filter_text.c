#include "query/filter.h"
#include "base/i18n.h"

#include <stdlib.h>
#include <string.h>

/* ---- as text ---------------------------------------------------------------------------- */

static const struct {
	enum filter_flag flag;
	const char *name;
} flags[] = {
	{FILTER_MENTIONS, "mentions"},
	{FILTER_UNREAD, "unread"},
	{FILTER_STARRED, "starred"},
};

static void
add_value(struct buf *out, const char *value)
{
	bool plain = *value != '\0' && value[strcspn(value, " \t\r\n\"\\'")] == '\0';

	buf_addc(out, ' ');
	if (plain) {
		buf_adds(out, value);
		return;
	}
	buf_addc(out, '"');
	for (; *value != '\0'; value++) {
		if (*value == '"' || *value == '\\')
			buf_addc(out, '\\');
		buf_addc(out, *value);
	}
	buf_addc(out, '"');
}

static void
encode_part(struct buf *out, const struct filter_part *part)
{
	if (part->kind == PART_FLAG) {
		for (size_t i = 0; i < sizeof flags / sizeof *flags; i++) {
			if (flags[i].flag == part->flag)
				buf_addf(out, "--%s", flags[i].name);
		}
		return;
	}
	buf_addf(out, "--%s",
		part->kind == PART_FACET   ? facet_name(part->facet)
		: part->kind == PART_SINCE ? "since"
		: part->kind == PART_UNTIL ? "until"
					   : "query");
	if (part->kind == PART_FACET && *part->value == '\0')
		buf_adds(out, " none");
	else
		add_value(out, part->value);
}

void
filter_encode(const struct filter *filter, struct buf *out)
{
	for (unsigned i = 0; i < filter_parts(filter); i++) {
		struct filter_part part = filter_part(filter, i);

		if (i > 0)
			buf_addc(out, ' ');
		encode_part(out, &part);
	}
}

/* The next word, without its quotes; *found is false at the end.  An unfinished quotation ends with
 * the text. */
static enum err_code
next_word(const char **text, struct buf *word, bool *found, struct err *err)
{
	const char *p = *text;
	bool quoted = false;

	buf_clear(word);
	p += strspn(p, " \t\r\n");
	*found = *p != '\0';
	for (; *p != '\0' && (quoted || strchr(" \t\r\n", *p) == NULL); p++) {
		if (*p == '"')
			quoted = !quoted;
		else if (*p == '\\' && p[1] != '\0')
			buf_addc(word, *++p);
		else
			buf_addc(word, *p);
	}
	*text = p;
	return buf_ok(word) ? ERR_OK : err_nomem(err);
}

static enum err_code
decode_option(struct filter *filter, const char *name, const char **text, struct buf *word,
	struct err *err)
{
	enum facet facet = facet_from_name(name);
	enum err_code code;
	bool found;

	for (size_t i = 0; i < sizeof flags / sizeof *flags; i++) {
		if (strcmp(name, flags[i].name) == 0)
			return filter_set_flag(filter, flags[i].flag, true, err);
	}
	if (facet == FACET_COUNT && strcmp(name, "since") != 0 && strcmp(name, "until") != 0 &&
		strcmp(name, "query") != 0)
		return err_set(err, ERR_USAGE, _("a filter has no “--%s”"), name);
	code = next_word(text, word, &found, err);
	if (code != ERR_OK)
		return code;
	if (!found)
		return err_set(err, ERR_USAGE, _("“--%s” wants a value"), name);
	if (facet != FACET_COUNT)
		return filter_add(filter, facet,
			strcmp(buf_str(word), "none") == 0 ? "" : buf_str(word), err);
	if (*name == 'q')
		return filter_set_query(filter, buf_str(word), err);
	return *name == 's' ? filter_since(filter, buf_str(word), err)
			    : filter_until(filter, buf_str(word), err);
}

static enum err_code
decode(struct filter *filter, const char *text, struct buf *word, struct err *err)
{
	enum err_code code;
	bool found;

	while ((code = next_word(&text, word, &found, err)) == ERR_OK && found) {
		char name[16];

		if (word->len < 3 || strncmp(word->data, "--", 2) != 0 || word->len > sizeof name)
			return err_set(
				err, ERR_USAGE, _("“%s” is no part of a filter"), buf_str(word));
		memcpy(name, word->data + 2, word->len - 1);
		code = decode_option(filter, name, &text, word, err);
		if (code != ERR_OK)
			return code;
	}
	return code;
}

enum err_code
filter_decode(const char *text, struct filter **out, struct err *err)
{
	struct filter *filter = filter_new();
	struct buf word = {0};
	enum err_code code = filter != NULL ? decode(filter, text, &word, err) : err_nomem(err);

	buf_free(&word);
	if (code != ERR_OK) {
		filter_free(filter);
		filter = NULL;
	}
	*out = filter;
	return code;
}
