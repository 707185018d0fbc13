#include "query/parse.h"
#include "base/i18n.h"
#include "base/utf8.h"
#include "text/fold.h"
#include "text/pinyin.h"
#include "text/symbol.h"

#include <string.h>
#include <unistr.h>

/* What a person can mean; bounds what a hostile query costs. */
#define TERMS_MAX 64u
#define SYMBOLS_MAX 256u

struct parser_state {
	const char *text, *p;
	struct arena *arena;
	struct err *err;
	unsigned terms;
};

/* ---- signs ------------------------------------------------------------------------------ */

/* The sign that a character stands for, 0 for none. */
static char
sign(const char *p, size_t *len)
{
	switch (utf8_get(p, len)) {
	case '"':
	case 0x201C:
	case 0x201D:
	case 0xFF02:
		return '"';
	case '-':
	case 0xFF0D:
	case 0x2212:
		return '-';
	case '=':
	case 0xFF1D:
		return '=';
	case ':':
	case 0xFF1A:
		return ':';
	case ' ':
	case '\t':
	case '\n':
	case '\r':
	case 0x3000:
		return ' ';
	default:
		return '\0';
	}
}

static bool
take_sign(struct parser_state *s, char which)
{
	size_t len;

	if (*s->p == '\0' || sign(s->p, &len) != which)
		return false;
	s->p += len;
	return true;
}

static unsigned
place(const struct parser_state *s)
{
	return (unsigned)utf8_count(s->text, (size_t)(s->p - s->text)) + 1;
}

static enum zone
take_zone(struct parser_state *s)
{
	static const struct {
		const char *name;
		enum zone zone;
	} names[] = {{"headline", ZONE_HEADLINE}, {"body", ZONE_BODY}, {"reporter", ZONE_REPORTER},
		{"标题", ZONE_HEADLINE}, {"正文", ZONE_BODY}, {"记者", ZONE_REPORTER}};

	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		size_t len = strlen(names[i].name);
		const char *start = s->p;

		if (strncmp(s->p, names[i].name, len) != 0)
			continue;
		s->p += len;
		if (take_sign(s, ':'))
			return names[i].zone;
		s->p = start;
	}
	return ZONE_ANY;
}

/* ---- words ------------------------------------------------------------------------------ */

static enum err_code
copy_symbols(const struct symbols *list, struct arena *arena, struct phrase *out, struct err *err)
{
	size_t first = 0, end = list->count;
	uint64_t *symbol;

	/* Signs at the ends of what was typed are not looked for. */
	while (first < end && list->item[first].value == SYMBOL_GAP)
		first++;
	while (end > first && list->item[end - 1].value == SYMBOL_GAP)
		end--;
	if (first == end)
		return err_set(
			err, ERR_USAGE, _("“%s” has nothing that could be looked for"), out->text);
	if (end - first > SYMBOLS_MAX)
		return err_set(
			err, ERR_USAGE, _("a phrase has at most %u characters"), SYMBOLS_MAX);
	symbol = arena_calloc(arena, end - first, sizeof *symbol);
	if (symbol == NULL)
		return err_nomem(err);
	for (size_t i = first; i < end; i++)
		symbol[i - first] = list->item[i].value;
	out->symbol = symbol;
	out->count = (unsigned)(end - first);
	return ERR_OK;
}

enum err_code
phrase_make(const char *text, size_t len, struct arena *arena, struct phrase *out, struct err *err)
{
	struct symbols list = {0};
	enum err_code code;

	out->text = arena_strndup(arena, text, len);
	if (out->text == NULL)
		return err_nomem(err);
	symbols_add(&list, text, len);
	code = list.failed ? err_nomem(err) : copy_symbols(&list, arena, out, err);
	symbols_free(&list);
	return code;
}

/* Whether the word, folded, is letters a to z alone. */
static bool
is_latin(const char *text, size_t len)
{
	struct buf folded = {0};
	bool latin;

	fold_text(&folded, text, len);
	latin = buf_ok(&folded) && pinyin_typed(buf_str(&folded), folded.len);
	buf_free(&folded);
	return latin;
}

/* The end of the word or quotation that begins at s->p. */
static const char *
word_end(const struct parser_state *s, bool quoted)
{
	const char *p = s->p;

	while (*p != '\0') {
		size_t len;
		char c = sign(p, &len);

		if (c == '"' || (c == ' ' && !quoted))
			break;
		p += len;
	}
	return p;
}

static enum err_code
take_term(struct parser_state *s, struct term *term)
{
	const char *end;
	bool quoted;
	size_t len;
	enum err_code code;

	term->negative = take_sign(s, '-');
	term->zone = take_zone(s);
	term->exact = take_sign(s, '=');
	quoted = take_sign(s, '"');
	end = word_end(s, quoted);
	len = (size_t)(end - s->p);
	if (len == 0)
		return err_set(s->err, ERR_USAGE, _("a word is missing at character %u"), place(s));
	if (++s->terms > TERMS_MAX)
		return err_set(s->err, ERR_USAGE, _("a query has at most %u words"), TERMS_MAX);
	term->phrase = arena_calloc(s->arena, 1, sizeof *term->phrase);
	if (term->phrase == NULL)
		return err_nomem(s->err);
	term->count = 1;
	code = phrase_make(s->p, len, s->arena, term->phrase, s->err);
	term->latin = !quoted && !term->exact && is_latin(s->p, len);
	s->p = end;
	if (quoted)
		take_sign(s, '"');
	return code;
}

/* ---- clauses ---------------------------------------------------------------------------- */

static void
skip_spaces(struct parser_state *s)
{
	while (take_sign(s, ' '))
		;
}

static bool
take_or(struct parser_state *s)
{
	size_t len;

	if (strncmp(s->p, "OR", 2) != 0 || (s->p[2] != '\0' && sign(s->p + 2, &len) != ' '))
		return false;
	s->p += 2;
	return true;
}

/* Terms are gathered in a row that is large enough for all. */
static enum err_code
take_clause(struct parser_state *s, struct clause *clause)
{
	struct term gathered[TERMS_MAX + 1] = {0};
	enum err_code code;

	clause->count = 0;
	do {
		skip_spaces(s);
		if (*s->p == '\0' || take_or(s))
			return err_set(s->err, ERR_USAGE,
				_("“OR” wants a word on either side, at character %u"), place(s));
		code = take_term(s, &gathered[clause->count++]);
		if (code != ERR_OK)
			return code;
		skip_spaces(s);
	} while (take_or(s));
	clause->term = arena_calloc(s->arena, clause->count, sizeof *clause->term);
	if (clause->term == NULL)
		return err_nomem(s->err);
	memcpy(clause->term, gathered, clause->count * sizeof *clause->term);
	return ERR_OK;
}

enum err_code
query_parse(const char *text, struct arena *arena, struct parsed *out, struct err *err)
{
	struct parser_state s = {.text = text, .p = text, .arena = arena, .err = err};

	out->count = 0;
	if (u8_check((const uint8_t *)text, strlen(text)) != NULL)
		return err_set(err, ERR_USAGE, "%s", _("the search is not UTF-8"));
	out->clause = arena_calloc(arena, TERMS_MAX + 1, sizeof *out->clause);
	if (out->clause == NULL)
		return err_nomem(err);
	for (skip_spaces(&s); *s.p != '\0'; skip_spaces(&s)) {
		enum err_code code = take_clause(&s, &out->clause[out->count]);

		if (code != ERR_OK)
			return code;
		out->count++;
	}
	return ERR_OK;
}
