#include "cli/setting.h"
#include "base/i18n.h"
#include "base/json.h"
#include "text/width.h"
#include "text/wrap.h"

#include <stdio.h>
#include <string.h>

#define BOLD "\033[1m"
#define DIM "\033[2m"
#define PLAIN "\033[0m"

struct setter {
	struct buf *text;
	unsigned width;
	bool color;
	struct break_rules *rules;
	struct arena *arena;
};

void
set_date(char out[16], int date)
{
	out[0] = '\0';
	if (date > 0)
		snprintf(out, 16, "%04d-%02d-%02d", date / 10000 % 10000, date / 100 % 100,
			date % 100);
}

void
set_date_for_reading(char out[48], int date)
{
	out[0] = '\0';
	if (date > 0)
		/* TRANSLATORS: a date: year, month, day */
		snprintf(out, 48, _("%04d-%02d-%02d"), date / 10000 % 10000, date / 100 % 100,
			date % 100);
}

/* What is drawn for a text: nothing in it can harm a terminal. */
static void
add_glyphs(struct buf *text, const char *p, size_t len)
{
	const char *end = p + len;
	struct glyph glyph;

	while (glyph_next(&p, end, &glyph))
		for (unsigned i = 0; i < glyph.count; i++)
			buf_add_ucs4(text, glyph.c[i]);
}

static enum err_code
add_lines(struct setter *set, const char *text, size_t len, unsigned indent, const char *style,
	struct err *err)
{
	struct wrap_options options = {set->rules, set->width, indent, 0};
	struct wrap_line line;
	struct wrap wrap;
	enum err_code code;

	style = set->color ? style : "";
	if (set->width == 0) {
		buf_adds(set->text, style);
		add_glyphs(set->text, text, len);
		buf_adds(set->text, *style != '\0' ? PLAIN "\n" : "\n");
		return ERR_OK;
	}
	arena_reset(set->arena);
	code = wrap_begin(&wrap, text, len, &options, set->arena, err);
	if (code != ERR_OK)
		return code;
	while (wrap_next(&wrap, &line)) {
		buf_addf(set->text, "%*s%s", (int)line.indent, "", style);
		add_glyphs(set->text, text + line.start, line.end - line.start);
		buf_adds(set->text, *style != '\0' ? PLAIN "\n" : "\n");
	}
	return ERR_OK;
}

static enum err_code
add_part(struct setter *set, const struct rtext *part, const char *style, struct err *err)
{
	return part->text != NULL ? add_lines(set, part->text, part->len, 0, style, err) : ERR_OK;
}

/* "记者 甲 乙": the role, then the names. */
static void
add_names(struct buf *line, const char *role, const char *const *names, unsigned count)
{
	if (count == 0)
		return;
	buf_addf(line, "%s%s", line->len > 0 ? "  " : "", role);
	for (unsigned i = 0; i < count; i++)
		buf_addf(line, " %s", names[i]);
}

/* "2024-11-07  第3版 工会  昌平区  000_149b.txt" */
static void
add_facts(struct buf *line, const struct stored_article *stored)
{
	const struct sheet *sheet = &stored->sheet;
	const struct place_result *places = &stored->places;
	char date[48];

	set_date_for_reading(date, sheet->date);
	if (date[0] != '\0')
		buf_addf(line, "%s  ", date);
	if (sheet->page_no != 0) {
		buf_addf(line, _("page %d"), sheet->page_no);
		buf_addf(line, "%s%s  ", sheet->page_name != NULL ? " " : "",
			sheet->page_name != NULL ? sheet->page_name : "");
	}
	if (places->primary >= 0)
		buf_addf(line, "%s  ", places->hits[places->primary].district->name);
	buf_addf(line, "%s#%u  %s", stored->source, stored->article.ordinal, stored->id);
}

static enum err_code
add_blocks(struct setter *set, const struct article *article, struct err *err)
{
	static const struct {
		unsigned indent;
		const char *style;
	} looks[] = {
		[BLOCK_PARA] = {2 * 2, ""},
		[BLOCK_SUBHEAD] = {0, BOLD},
		[BLOCK_CAPTION] = {0, DIM},
		[BLOCK_CREDIT] = {0, DIM},
	};
	enum err_code code = ERR_OK;

	for (unsigned i = 0; i < article->block_count && code == ERR_OK; i++) {
		const struct block *block = &article->blocks[i];

		buf_addc(set->text, '\n');
		code = add_lines(set, block->text.text, block->text.len, looks[block->type].indent,
			looks[block->type].style, err);
	}
	return code;
}

static enum err_code
add_all(struct setter *set, const struct stored_article *stored, struct err *err)
{
	const struct article *article = &stored->article;
	struct buf byline = {0}, facts = {0};
	enum err_code code = add_part(set, &article->section, DIM, err);

	if (code == ERR_OK)
		code = add_part(set, &article->kicker, "", err);
	if (code == ERR_OK)
		code = add_part(set, &article->title, BOLD, err);
	if (code == ERR_OK)
		code = add_part(set, &article->deck, "", err);
	add_names(&byline, _("Reporters:"), article->reporters, article->reporter_count);
	add_names(&byline, _("Correspondents:"), article->correspondents,
		article->correspondent_count);
	add_facts(&facts, stored);
	if (!buf_ok(&byline) || !buf_ok(&facts))
		code = err_nomem(err);
	if (code == ERR_OK && byline.len > 0)
		code = add_lines(set, byline.data, byline.len, 0, DIM, err);
	if (code == ERR_OK)
		code = add_lines(set, facts.data, facts.len, 0, DIM, err);
	if (code == ERR_OK)
		code = add_blocks(set, article, err);
	buf_free(&byline);
	buf_free(&facts);
	return code == ERR_OK && !buf_ok(set->text) ? err_nomem(err) : code;
}

enum err_code
set_article(struct buf *text, const struct stored_article *stored, unsigned width, bool color,
	struct err *err)
{
	struct setter set = {.text = text, .width = width, .color = color};
	enum err_code code = break_rules_new(BREAK_BASIC, &set.rules, err);

	if (code != ERR_OK)
		return code;
	set.arena = arena_new(0);
	code = set.arena != NULL ? add_all(&set, stored, err) : err_nomem(err);
	arena_free(set.arena);
	break_rules_free(set.rules);
	return code;
}

/* A line of front matter; a JSON string is a YAML string, and a JSON array a YAML one. */
static void
yaml_text(struct buf *text, const char *key, const char *value)
{
	if (value == NULL)
		return;
	buf_addf(text, "%s: ", key);
	json_text(text, value);
	buf_addc(text, '\n');
}

static void
yaml_names(struct buf *text, const char *key, const char *const *names, unsigned count)
{
	if (count == 0)
		return;
	buf_addf(text, "%s: [", key);
	for (unsigned i = 0; i < count; i++) {
		buf_adds(text, i > 0 ? ", " : "");
		json_text(text, names[i]);
	}
	buf_adds(text, "]\n");
}

/* Digits and then a stop, or a sign of lists, headings, rules, quotations and tables: markup where
 * a line begins with it.  The length of what stands before the character that is escaped, or -1. */
static int
line_mark(const char *p, size_t len)
{
	size_t n = 0;

	while (n < len && p[n] >= '0' && p[n] <= '9')
		n++;
	if (n == len || p[n] == '\0' || strchr(n > 0 ? ".)" : "#+->=|~", p[n]) == NULL)
		return -1;
	return (int)n;
}

/* What Markdown would take for markup is escaped. */
static void
markdown_text(struct buf *text, const char *prefix, const struct rtext *part)
{
	const char *p = part->text, *end;
	struct glyph glyph;
	int mark;

	if (part->text == NULL)
		return;
	end = p + part->len;
	mark = *prefix == '#' ? -1 : line_mark(p, part->len);
	buf_addf(text, "\n%s", prefix);
	for (int i = 0; glyph_next(&p, end, &glyph); i++) {
		if (i == mark ||
			(glyph.c[0] < 0x80 && strchr("\\`*_[]<&", (int)glyph.c[0]) != NULL))
			buf_addc(text, '\\');
		for (unsigned g = 0; g < glyph.count; g++)
			buf_add_ucs4(text, glyph.c[g]);
	}
	buf_adds(text, "\n");
}

static void
yaml_number(struct buf *text, const char *key, long value)
{
	if (value > 0)
		buf_addf(text, "%s: %ld\n", key, value);
}

/* All that is known of an article but for its text and its evidence, by the names of the JSON. */
static void
front_matter(struct buf *text, const struct stored_article *stored)
{
	const struct article *article = &stored->article;
	const struct place_result *places = &stored->places;
	const char *topics[16];
	unsigned n = 0;
	char date[16];

	set_date(date, stored->sheet.date);
	while (n < stored->topics.hit_count && n < sizeof topics / sizeof *topics) {
		topics[n] = stored->topics.hits[n].topic->name;
		n++;
	}
	buf_adds(text, "---\n");
	yaml_text(text, "id", stored->id);
	yaml_text(text, "title", article->label);
	yaml_text(text, "kicker", article->kicker.text);
	yaml_text(text, "deck", article->deck.text);
	yaml_text(text, "section", article->section.text);
	yaml_text(text, "kind", kind_name(article->kind));
	yaml_text(text, "paper", stored->sheet.paper);
	yaml_text(text, "date", date[0] != '\0' ? date : NULL);
	yaml_number(text, "page_no", stored->sheet.page_no);
	yaml_text(text, "page_name", stored->sheet.page_name);
	yaml_text(text, "banner", stored->sheet.banner);
	yaml_text(text, "district",
		places->primary >= 0 ? places->hits[places->primary].district->name : NULL);
	yaml_names(text, "topics", topics, n);
	yaml_names(text, "reporters", article->reporters, article->reporter_count);
	yaml_names(text, "correspondents", article->correspondents, article->correspondent_count);
	yaml_text(text, "source", stored->source);
	yaml_number(text, "ordinal", (long)article->ordinal);
	yaml_number(text, "chars", (long)article->chars);
	buf_adds(text, "---\n");
}

enum err_code
set_markdown(struct buf *text, const struct stored_article *stored, struct err *err)
{
	static const char *const prefix[] = {[BLOCK_PARA] = "",
		[BLOCK_SUBHEAD] = "## ",
		[BLOCK_CAPTION] = "> ",
		[BLOCK_CREDIT] = ""};
	const struct article *article = &stored->article;

	front_matter(text, stored);
	markdown_text(text, "", &article->kicker);
	markdown_text(text, "# ", &article->title);
	markdown_text(text, "", &article->deck);
	markdown_text(text, "", &article->dateline);
	for (unsigned i = 0; i < article->block_count; i++)
		markdown_text(text, prefix[article->blocks[i].type], &article->blocks[i].text);
	return buf_ok(text) ? ERR_OK : err_nomem(err);
}
