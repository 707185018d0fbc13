/*
 * page_dump - the articles of page files as JSON lines, without an archive.
 *
 * usage: page_dump [--explain] [--weights TABLE] FILE...
 * The fields are those of `baolan export --format jsonl` that the page alone decides.
 */
#include "base/buf.h"
#include "base/json.h"
#include "page/parser.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void
add_field(struct buf *out, const char *name, const char *value)
{
	buf_addf(out, ",\"%s\":", name);
	json_text(out, value);
}

static void
add_list(struct buf *out, const char *name, const char *const *list, unsigned count)
{
	buf_addf(out, ",\"%s\":[", name);
	for (unsigned i = 0; i < count; i++) {
		if (i != 0)
			buf_addc(out, ',');
		json_text(out, list[i]);
	}
	buf_addc(out, ']');
}

static void
add_sheet(struct buf *out, const struct sheet *sheet)
{
	char date[16];

	snprintf(date, sizeof date, "%04d-%02d-%02d", sheet->date / 10000 % 10000,
		sheet->date / 100 % 100, sheet->date % 100);
	add_field(out, "banner", sheet->banner);
	add_field(out, "date", sheet->date != 0 ? date : NULL);
	if (sheet->page_no != 0)
		buf_addf(out, ",\"page_no\":%d", sheet->page_no);
	add_field(out, "page_name", sheet->page_name);
	add_field(out, "paper", sheet->paper);
}

static void
add_article(struct buf *out, const char *source, const struct page *page, const struct article *a)
{
	buf_addf(out, "{\"ordinal\":%u,\"start\":%u,\"end\":%u", a->ordinal, a->start, a->end);
	add_field(out, "source", source);
	add_field(out, "kind", kind_name(a->kind));
	add_field(out, "section", a->section.text);
	add_field(out, "kicker", a->kicker.text);
	add_field(out, "title", a->title.text);
	add_field(out, "deck", a->deck.text);
	add_field(out, "label", a->label);
	add_field(out, "dateline", a->dateline.text);
	add_list(out, "reporters", a->reporters, a->reporter_count);
	add_list(out, "correspondents", a->correspondents, a->correspondent_count);
	add_sheet(out, &page->sheets[a->sheet]);
	buf_addf(out,
		",\"chars\":%u,\"hash\":\"%016llx\",\"jump\":%d,\"jump_page\":%d,\"blocks\":[",
		a->chars, (unsigned long long)a->text_hash, (int)a->jump, a->jump_page);
	for (unsigned i = 0; i < a->block_count; i++) {
		buf_addf(out, "%s{\"type\":\"%s\"", i != 0 ? "," : "",
			block_type_name(a->blocks[i].type));
		add_field(out, "text", a->blocks[i].text.text);
		buf_addc(out, '}');
	}
	buf_adds(out, "]}\n");
}

static bool
read_file(const char *path, struct buf *out)
{
	FILE *f = fopen(path, "rb");
	char chunk[65536];
	size_t n;

	if (f == NULL)
		return false;
	while ((n = fread(chunk, 1, sizeof chunk, f)) > 0)
		buf_add(out, chunk, n);
	fclose(f);
	return buf_ok(out);
}

static int
explain(const struct parser *parser, const char *name, const struct buf *bytes, struct err *err)
{
	struct arena *arena = arena_new(0);
	const char *text;

	if (arena == NULL)
		return 1;
	if (page_explain(parser, buf_str(bytes), bytes->len, name, arena, &text, err) == ERR_OK)
		fputs(text, stdout);
	else
		fprintf(stderr, "page_dump: %s: %s\n", name, err->text);
	arena_free(arena);
	return 0;
}

static int
dump(const struct parser *parser, const char *path, bool explains)
{
	const char *slash = strrchr(path, '/'), *name = slash != NULL ? slash + 1 : path;
	struct buf bytes = {0}, out = {0};
	struct page *page = NULL;
	struct err err;
	int failed = 1;

	if (!read_file(path, &bytes)) {
		perror(path);
	} else if (explains) {
		failed = explain(parser, name, &bytes, &err);
	} else if (page_parse(parser, buf_str(&bytes), bytes.len, name, &page, &err) != ERR_OK) {
		fprintf(stderr, "page_dump: %s: %s\n", path, err.text);
	} else {
		for (unsigned i = 0; i < page->article_count; i++)
			add_article(&out, name, page, &page->articles[i]);
		failed = fwrite(buf_str(&out), 1, out.len, stdout) != out.len;
	}
	page_free(page);
	buf_free(&bytes);
	buf_free(&out);
	return failed;
}

/* A parser with the weights of a file, or with its own where path is NULL. */
static enum err_code
make_parser(const char *path, struct parser **out, struct err *err)
{
	struct buf table = {0};
	enum err_code code;

	if (path == NULL)
		return parser_new(out, err);
	if (!read_file(path, &table))
		return err_errno(err, "%s", path);
	code = parser_new_with(path, buf_str(&table), table.len, out, err);
	buf_free(&table);
	return code;
}

int
main(int argc, char **argv)
{
	const char *weights_path = NULL;
	struct parser *parser = NULL;
	bool explains = false;
	struct err err;
	int failed = 0, i = 1;

	for (; i < argc && strncmp(argv[i], "--", 2) == 0; i++) {
		if (strcmp(argv[i], "--explain") == 0)
			explains = true;
		else if (strcmp(argv[i], "--weights") == 0 && i + 1 < argc)
			weights_path = argv[++i];
	}
	if (make_parser(weights_path, &parser, &err) != ERR_OK) {
		fprintf(stderr, "page_dump: %s\n", err.text);
		return 1;
	}
	for (; i < argc; i++)
		failed |= dump(parser, argv[i], explains);
	parser_free(parser);
	return failed;
}
