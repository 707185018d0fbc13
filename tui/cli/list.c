/* list and search: articles, one a line. */
#include "base/buf.h"
#include "base/i18n.h"
#include "base/json.h"
#include "cli/out.h"
#include "cli/walk.h"

#include <stdlib.h>
#include <string.h>

enum list_column {
	LIST_ID,
	LIST_DATE,
	LIST_PAGE,
	LIST_DISTRICT,
	LIST_KIND,
	LIST_TITLE,
	LIST_SNIPPET,
	LIST_COLUMNS
};

struct list {
	struct invocation *inv;
	struct out *out;
	struct column columns[LIST_COLUMNS];
	struct buf json;
	bool snippets;
};

/* A district's short name is enough in a table; other programs get the full one. */
static const char *
district_text(const struct list *list, const char *name)
{
	const struct district *d;

	if (name == NULL || list->inv->format != FORMAT_TABLE)
		return name;
	d = gazetteer_find(list->inv->gazetteer, name, NULL);
	return d != NULL ? d->short_name : name;
}

static enum err_code
json_line(struct list *list, struct query *query, const struct row *row, struct arena *arena,
	struct err *err)
{
	struct snippet snippet;
	enum err_code code;

	buf_clear(&list->json);
	code = article_json(list->inv->archive, row->key, &list->json, err);
	if (code == ERR_OK && list->snippets) {
		code = query_snippet(query, row->key, 80, arena, &snippet, err);
		if (code == ERR_OK && list->json.len > 0) {
			/* One field more at the object's end. */
			list->json.len--;
			buf_adds(&list->json, ",\"snippet\":");
			json_text(&list->json, snippet.text);
			buf_addc(&list->json, '}');
		}
	}
	if (code == ERR_OK && !buf_ok(&list->json))
		code = err_nomem(err);
	if (code != ERR_OK)
		return code;
	puts(list->json.data);
	return out_check(err);
}

static enum err_code
text_row(struct list *list, struct query *query, const struct row *row, struct arena *arena,
	struct err *err)
{
	const char *fields[LIST_COLUMNS] = {NULL};
	char date[16] = "", page[16] = "";
	struct snippet snippet = {0};
	enum err_code code = ERR_OK;

	if (row->date != 0)
		snprintf(date, sizeof date, "%04d-%02d-%02d", row->date / 10000,
			row->date / 100 % 100, row->date % 100);
	if (row->page_no != 0)
		snprintf(page, sizeof page, "%d", row->page_no);
	fields[LIST_ID] = row->id;
	fields[LIST_DATE] = date;
	fields[LIST_PAGE] = page;
	fields[LIST_DISTRICT] = district_text(list, row->district);
	fields[LIST_KIND] = _(kind_name(row->kind));
	fields[LIST_TITLE] = row->label;
	if (list->inv->format == FORMAT_CSV)
		fields[LIST_KIND] = kind_name(row->kind);
	if (list->snippets)
		code = query_snippet(query, row->key, out_width() > 8 ? out_width() - 4 : 120,
			arena, &snippet, err);
	fields[LIST_SNIPPET] = snippet.text;
	if (code == ERR_OK)
		code = out_row(list->out, fields, err);
	if (code != ERR_OK || !list->snippets || list->inv->format != FORMAT_TABLE)
		return code;
	out_snippet(&snippet, out_width(), out_color(list->inv));
	return out_check(err);
}

static enum err_code
list_row(
	void *ctx, struct query *query, const struct row *row, struct arena *arena, struct err *err)
{
	struct list *list = ctx;

	if (list->inv->format == FORMAT_JSONL)
		return json_line(list, query, row, arena, err);
	return text_row(list, query, row, arena, err);
}

static int
run_list(struct invocation *inv, bool snippets)
{
	struct list list = {.inv = inv,
		.snippets = snippets,
		.columns = {
			{"id", _("id"), STABLE_ID_LEN, COLUMN_TEXT, 0},
			{"date", _("date"), 10, COLUMN_TEXT, 2},
			{"page_no", _("page"), 4, COLUMN_NUMBER, 4},
			{"district", _("district"), 8, COLUMN_TEXT, 1},
			{"kind", _("kind"), 7, COLUMN_TEXT, 3},
			{"label", _("headline"), 0, COLUMN_TEXT, 0},
			{"snippet", _("snippet"), 0, COLUMN_TEXT, 0},
		}};
	/* In a table the snippet stands on a line of its own. */
	unsigned count = snippets && inv->format == FORMAT_CSV ? LIST_COLUMNS : LIST_SNIPPET;
	struct err err;
	int status = invocation_tables(inv);

	if (status != EXIT_DONE)
		return status;
	if (inv->format == FORMAT_MD || inv->format == FORMAT_TXT) {
		cli_say("%s", _("--format: md and txt are for export"));
		return EXIT_USAGE;
	}
	if (out_open(inv->format, out_color(inv), list.columns, count, &list.out, &err) != ERR_OK)
		return cli_fail(&err);
	status = walk_articles(inv, list_row, &list);
	buf_free(&list.json);
	if (out_close(list.out, &err) != ERR_OK && status == EXIT_DONE)
		status = cli_fail(&err);
	return status;
}

int
cli_list(struct invocation *inv)
{
	return run_list(inv, false);
}

/* The words of QUERY as one query; a word that the shell has kept together is a phrase already. */
int
cli_search(struct invocation *inv)
{
	struct buf query = {0};
	struct err err;
	enum err_code code;

	if (inv->operand_count == 0 && filter_query(inv->filter)[0] == '\0') {
		cli_say("%s", _("what is to be searched for? see: baolan help search"));
		return EXIT_USAGE;
	}
	buf_adds(&query, filter_query(inv->filter));
	for (int i = 0; i < inv->operand_count; i++)
		buf_addf(&query, "%s%s", query.len > 0 ? " " : "", inv->operands[i]);
	code = buf_ok(&query) ? filter_set_query(inv->filter, buf_str(&query), &err)
			      : err_nomem(&err);
	buf_free(&query);
	if (code != ERR_OK)
		return cli_fail(&err);
	if (!inv->sort_given)
		inv->sort = SORT_RELEVANCE;
	return run_list(inv, true);
}
