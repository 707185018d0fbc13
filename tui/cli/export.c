/* export: whole articles as JSON lines, CSV, Markdown or plain text; in one stream, or a file each.
 */
#include "base/i18n.h"
#include "cli/out.h"
#include "cli/setting.h"
#include "cli/walk.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

struct export
{
	struct invocation *inv;
	struct out *out; /* CSV */
	struct buf text;
	int folder; /* -1: standard output */
	bool first;
};

/* A new file of this name in the folder; one that is there is written over, a link is not followed.
 */
static enum err_code
write_file(const struct export *export, const char *id, struct err *err)
{
	const char *suffix = export->inv->format == FORMAT_MD ? "md" : "txt";
	char name[STABLE_ID_LEN + 8];
	FILE *file;
	int fd, bad;

	snprintf(name, sizeof name, "%s.%s", id, suffix);
	fd = openat(
		export->folder, name, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0666);
	file = fd >= 0 ? fdopen(fd, "w") : NULL;
	if (file == NULL) {
		if (fd >= 0)
			close(fd);
		return err_errno(err, "%s/%s", export->inv->output, name);
	}
	bad = fwrite(export->text.data, 1, export->text.len, file) != export->text.len;
	if (fclose(file) != 0 || bad)
		return err_errno(err, "%s/%s", export->inv->output, name);
	return ERR_OK;
}

static enum err_code
write_text(struct export *export, const struct row *row, struct arena *arena, struct err *err)
{
	const struct stored_article *stored;
	enum err_code code = archive_article(export->inv->archive, row->key, arena, &stored, err);

	if (code != ERR_OK)
		return code;
	buf_clear(&export->text);
	code = export->inv->format == FORMAT_MD ? set_markdown(&export->text, stored, err)
						: set_article(&export->text, stored, 0, false, err);
	if (code != ERR_OK)
		return code;
	if (export->folder >= 0)
		return write_file(export, row->id, err);
	if (!export->first)
		putchar('\n');
	export->first = false;
	out_plain(export->text.data, export->text.len);
	return out_check(err);
}

static enum err_code
write_json(struct export *export, const struct row *row, struct err *err)
{
	enum err_code code;

	buf_clear(&export->text);
	code = article_json(export->inv->archive, row->key, &export->text, err);
	if (code != ERR_OK)
		return code;
	puts(buf_str(&export->text));
	return out_check(err);
}

static const char *
joined(struct arena *arena, const char *const *names, unsigned count)
{
	struct buf text = {0};
	char *copy;

	for (unsigned i = 0; i < count; i++)
		buf_addf(&text, "%s%s", i > 0 ? ";" : "", names[i]);
	copy = buf_ok(&text) ? arena_strndup(arena, buf_str(&text), text.len) : NULL;
	buf_free(&text);
	return copy;
}

enum {
	CSV_ID,
	CSV_SOURCE,
	CSV_ORDINAL,
	CSV_DATE,
	CSV_PAGE_NO,
	CSV_KIND,
	CSV_SECTION,
	CSV_KICKER,
	CSV_TITLE,
	CSV_DECK,
	CSV_REPORTERS,
	CSV_CORRESPONDENTS,
	CSV_DISTRICT,
	CSV_TOPICS,
	CSV_CHARS,
	CSV_TEXT,
	CSV_FIELDS
};

static const struct column csv_columns[CSV_FIELDS] = {{"id", "", 0, COLUMN_TEXT, 0},
	{"source", "", 0, COLUMN_TEXT, 0}, {"ordinal", "", 0, COLUMN_NUMBER, 0},
	{"date", "", 0, COLUMN_TEXT, 0}, {"page_no", "", 0, COLUMN_NUMBER, 0},
	{"kind", "", 0, COLUMN_TEXT, 0}, {"section", "", 0, COLUMN_TEXT, 0},
	{"kicker", "", 0, COLUMN_TEXT, 0}, {"title", "", 0, COLUMN_TEXT, 0},
	{"deck", "", 0, COLUMN_TEXT, 0}, {"reporters", "", 0, COLUMN_TEXT, 0},
	{"correspondents", "", 0, COLUMN_TEXT, 0}, {"district", "", 0, COLUMN_TEXT, 0},
	{"topics", "", 0, COLUMN_TEXT, 0}, {"chars", "", 0, COLUMN_NUMBER, 0},
	{"text", "", 0, COLUMN_TEXT, 0}};

/* The blocks as one field, a line each. */
static enum err_code
body_text(struct export *export, const struct article *article, struct err *err)
{
	buf_clear(&export->text);
	for (unsigned i = 0; i < article->block_count; i++) {
		if (i > 0)
			buf_addc(&export->text, '\n');
		buf_add(&export->text, article->blocks[i].text.text, article->blocks[i].text.len);
	}
	return buf_ok(&export->text) ? ERR_OK : err_nomem(err);
}

static enum err_code
write_csv(struct export *export, const struct row *row, struct arena *arena, struct err *err)
{
	const struct stored_article *stored;
	const char *fields[CSV_FIELDS] = {NULL}, *topics[16];
	char date[16], page[16] = "", ordinal[16], chars[16];
	unsigned n = 0;
	enum err_code code = archive_article(export->inv->archive, row->key, arena, &stored, err);

	if (code == ERR_OK)
		code = body_text(export, &stored->article, err);
	if (code != ERR_OK)
		return code;
	set_date(date, stored->sheet.date);
	if (stored->sheet.page_no != 0)
		snprintf(page, sizeof page, "%d", stored->sheet.page_no);
	snprintf(ordinal, sizeof ordinal, "%u", stored->article.ordinal);
	snprintf(chars, sizeof chars, "%" PRIu32, stored->article.chars);
	while (n < stored->topics.hit_count && n < sizeof topics / sizeof *topics) {
		topics[n] = stored->topics.hits[n].topic->name;
		n++;
	}
	fields[CSV_ID] = stored->id;
	fields[CSV_SOURCE] = stored->source;
	fields[CSV_ORDINAL] = ordinal;
	fields[CSV_DATE] = date;
	fields[CSV_PAGE_NO] = page;
	fields[CSV_KIND] = kind_name(stored->article.kind);
	fields[CSV_SECTION] = stored->article.section.text;
	fields[CSV_KICKER] = stored->article.kicker.text;
	fields[CSV_TITLE] = stored->article.title.text;
	fields[CSV_DECK] = stored->article.deck.text;
	fields[CSV_REPORTERS] =
		joined(arena, stored->article.reporters, stored->article.reporter_count);
	fields[CSV_CORRESPONDENTS] =
		joined(arena, stored->article.correspondents, stored->article.correspondent_count);
	if (stored->places.primary >= 0)
		fields[CSV_DISTRICT] = stored->places.hits[stored->places.primary].district->name;
	fields[CSV_TOPICS] = joined(arena, topics, n);
	fields[CSV_CHARS] = chars;
	fields[CSV_TEXT] = buf_str(&export->text);
	if (fields[CSV_REPORTERS] == NULL || fields[CSV_CORRESPONDENTS] == NULL ||
		fields[CSV_TOPICS] == NULL)
		return err_nomem(err);
	return out_row(export->out, fields, err);
}

static enum err_code
export_row(
	void *ctx, struct query *query, const struct row *row, struct arena *arena, struct err *err)
{
	struct export *export = ctx;

	(void)query;
	switch (export->inv->format) {
	case FORMAT_CSV:
		return write_csv(export, row, arena, err);
	case FORMAT_MD:
	case FORMAT_TXT:
		return write_text(export, row, arena, err);
	default:
		return write_json(export, row, err);
	}
}

static int
open_folder(struct export *export)
{
	const char *path = export->inv->output;
	struct err err;

	if (export->inv->format != FORMAT_MD && export->inv->format != FORMAT_TXT) {
		cli_say("%s", _("--output goes with --format md or txt"));
		return EXIT_USAGE;
	}
	if (mkdir(path, 0777) != 0 && errno != EEXIST) {
		err_errno(&err, "%s", path);
		return cli_fail(&err);
	}
	export->folder = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (export->folder < 0) {
		err_errno(&err, "%s", path);
		return cli_fail(&err);
	}
	return EXIT_DONE;
}

int
cli_export(struct invocation *inv)
{
	struct export export = {.inv = inv, .folder = -1, .first = true};
	struct err err = {0};
	int status = EXIT_DONE;

	if (!inv->format_given || inv->format == FORMAT_TABLE) {
		cli_say("%s", _("say how with --format jsonl, md, txt or csv"));
		return EXIT_USAGE;
	}
	if (inv->output != NULL)
		status = open_folder(&export);
	if (status == EXIT_DONE && inv->format == FORMAT_CSV &&
		out_open(FORMAT_CSV, false, csv_columns, CSV_FIELDS, &export.out, &err) != ERR_OK)
		status = cli_fail(&err);
	if (status == EXIT_DONE)
		status = walk_articles(inv, export_row, &export);
	if (out_close(export.out, &err) != ERR_OK && status == EXIT_DONE)
		status = cli_fail(&err);
	if (export.folder >= 0)
		close(export.folder);
	buf_free(&export.text);
	return status;
}
