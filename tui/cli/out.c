#include "cli/out.h"
#include "base/buf.h"
#include "base/i18n.h"
#include "base/json.h"
#include "base/utf8.h"
#include "number.h"
#include "text/width.h"

#include <errno.h>
#include <poll.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#define COLUMNS_MAX 32

struct out {
	enum format format;
	bool color, headed, named;
	const struct column *columns;
	unsigned count, width, last; /* last: of the columns that are shown */
	unsigned cells[COLUMNS_MAX]; /* in a table; 0 of the last one: without an end */
	bool left_out[COLUMNS_MAX];
	sqlite3 *db; /* for its JSON functions alone */
	sqlite3_stmt *object;
};

unsigned
out_width(void)
{
	struct winsize size;
	const char *columns = getenv("COLUMNS");
	long width = columns != NULL ? strtol(columns, NULL, 10) : 0;

	if (!isatty(STDOUT_FILENO))
		return 0;
	if (width > 0 && width < 10000)
		return (unsigned)width;
	if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0)
		return size.ws_col;
	return 80;
}

bool
out_color(const struct invocation *inv)
{
	const char *no = getenv("NO_COLOR"), *term = getenv("TERM");

	if (inv->color != COLOR_AUTO)
		return inv->color == COLOR_ALWAYS;
	return isatty(STDOUT_FILENO) && (no == NULL || *no == '\0') &&
	       (term == NULL || strcmp(term, "dumb") != 0);
}

void
out_harmless(struct buf *out, const char *text, size_t len)
{
	const char *p = text, *end = text + len;
	struct glyph glyph;

	while (p < end) {
		if (*p == '\n' || *p == '\t') {
			buf_addc(out, *p++);
			continue;
		}
		glyph_next(&p, end, &glyph);
		for (unsigned i = 0; i < glyph.count; i++)
			buf_add_ucs4(out, glyph.c[i]);
	}
}

/* One glyph, as it is drawn. */
static void
put_glyph(const struct glyph *glyph)
{
	char bytes[4] = {0};

	for (unsigned i = 0; i < glyph->count; i++)
		fwrite(bytes, 1, utf8_put(bytes, glyph->c[i]), stdout);
}

/* At most `cells` cells (0: any number), the rest shown as "…"; returns how many there were. */
static size_t
put_text(const char *text, unsigned cells)
{
	const char *p = text, *end = text + strlen(text);
	size_t used = text_width(text, strlen(text));
	bool cut = cells != 0 && used > cells;
	struct glyph glyph;

	if (cut)
		end = text + text_fit(text, strlen(text), cells - 1, &used);
	while (glyph_next(&p, end, &glyph))
		put_glyph(&glyph);
	if (!cut)
		return used;
	fputs("…", stdout);
	return used + char_width(0x2026);
}

void
out_snippet(const struct snippet *snippet, unsigned cells, bool color)
{
	const char *p = snippet->text, *end = p + strlen(p);
	unsigned r = 0, used = 4;
	struct glyph glyph;
	bool lit = false;

	fputs("    ", stdout);
	while (p < end) {
		uint32_t at = (uint32_t)(p - snippet->text);

		while (r < snippet->range_count && at >= snippet->ranges[r].end)
			r++;
		if (lit != (r < snippet->range_count && at >= snippet->ranges[r].start)) {
			lit = !lit;
			if (color)
				fputs(lit ? "\033[1m" : "\033[0m", stdout);
		}
		glyph_next(&p, end, &glyph);
		used += glyph.width;
		if (cells != 0 && used > cells)
			break;
		put_glyph(&glyph);
	}
	fputs(lit && color ? "\033[0m\n" : "\n", stdout);
}

static enum err_code
json_failed(sqlite3 *db, struct err *err)
{
	return err_set(err, ERR_BUG, "JSON: %s", db != NULL ? sqlite3_errmsg(db) : "out of memory");
}

/* SELECT json_object('key', ?1, 'key', ?2 …) for the columns. */
static enum err_code
prepare_object(struct out *out, struct err *err)
{
	struct buf sql = {0};
	int rc;

	if (sqlite3_open_v2(":memory:", &out->db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_MEMORY,
		    NULL) != SQLITE_OK)
		return json_failed(out->db, err);
	buf_adds(&sql, "SELECT json_object(");
	for (unsigned i = 0; i < out->count; i++)
		buf_addf(&sql, "%s'%s', ?%u", i > 0 ? ", " : "", out->columns[i].key, i + 1);
	buf_adds(&sql, ")");
	rc = buf_ok(&sql) ? sqlite3_prepare_v2(out->db, sql.data, -1, &out->object, NULL)
			  : SQLITE_NOMEM;
	buf_free(&sql);
	return rc == SQLITE_OK ? ERR_OK : json_failed(out->db, err);
}

void
out_plain(const char *text, size_t len)
{
	struct buf safe = {0};

	if (!isatty(STDOUT_FILENO)) {
		fwrite(text, 1, len, stdout);
		return;
	}
	out_harmless(&safe, text, len);
	fputs(buf_str(&safe), stdout);
	buf_free(&safe);
}

/* A text between quotes, those in it doubled. */
static void
csv_quoted(const char *text)
{
	putchar('"');
	for (const char *quote; (quote = strchr(text, '"')) != NULL; text = quote + 1) {
		out_plain(text, (size_t)(quote - text) + 1);
		putchar('"');
	}
	out_plain(text, strlen(text));
	putchar('"');
}

static void
csv_field(const char *text)
{
	if (strpbrk(text, ",\"\r\n") == NULL)
		out_plain(text, strlen(text));
	else
		csv_quoted(text);
}

static void
csv_row(const struct out *out, const char *const *fields)
{
	for (unsigned i = 0; i < out->count; i++) {
		if (i > 0)
			putchar(',');
		csv_field(fields[i] != NULL ? fields[i] : "");
	}
	fputs("\r\n", stdout);
}

/* Cells of all columns that are shown and of the gaps between them. */
static unsigned
table_width(const struct out *out)
{
	unsigned sum = 0;

	for (unsigned i = 0; i < out->count; i++)
		if (!out->left_out[i])
			sum += out->cells[i] + 2;
	return sum - 2;
}

/* The column to leave out next, or -1. */
static int
most_spare(const struct out *out)
{
	int found = -1;

	for (unsigned i = 0; i < out->count; i++)
		if (!out->left_out[i] && out->columns[i].spare > 0 &&
			(found < 0 || out->columns[i].spare > out->columns[found].spare))
			found = (int)i;
	return found;
}

static unsigned
widest(const struct out *out)
{
	unsigned found = 0;

	for (unsigned i = 1; i < out->count; i++)
		if (!out->left_out[i] &&
			(out->left_out[found] || out->cells[i] > out->cells[found]))
			found = i;
	return found;
}

static void
fit(struct out *out)
{
	const bool open_end = out->columns[out->count - 1].cells == 0;
	int spare;

	out->last = out->count - 1;
	for (unsigned i = 0; i < out->count; i++)
		out->cells[i] = (unsigned)out->columns[i].cells;
	if (out->width == 0)
		return;
	if (open_end)
		out->cells[out->last] = OUT_REST;
	while (table_width(out) > out->width && (spare = most_spare(out)) >= 0)
		out->left_out[spare] = true;
	while (out->left_out[out->last])
		out->last--;
	while (table_width(out) > out->width && out->cells[widest(out)] > 1)
		out->cells[widest(out)]--;
	if (open_end && table_width(out) < out->width)
		out->cells[out->last] += out->width - table_width(out);
}

static void
blanks(size_t from, size_t to)
{
	for (; from < to; from++)
		putchar(' ');
}

static void
table_row(const struct out *out, const char *const *fields)
{
	struct number grouped;

	for (unsigned i = 0; i <= out->last; i++) {
		const bool number = out->columns[i].type == COLUMN_NUMBER;
		const char *text = fields[i] != NULL ? fields[i] : "";
		size_t indent = 0, used;

		if (out->left_out[i])
			continue;
		if (number) {
			/* Another program that reads a table reads plain digits. */
			grouped = number_group(text);
			text = out->width != 0 ? grouped.text : text;
			used = text_width(text, strlen(text));
			indent = used < out->cells[i] ? out->cells[i] - used : 0;
		}
		blanks(0, indent);
		used = indent + put_text(text, out->width != 0 ? out->cells[i] : 0);
		if (i < out->last)
			blanks(used, out->cells[i] + 2);
	}
}

static enum err_code
json_row(struct out *out, const char *const *fields, struct err *err)
{
	struct buf line = {0};

	sqlite3_reset(out->object);
	sqlite3_clear_bindings(out->object);
	for (unsigned i = 0; i < out->count; i++) {
		if (fields[i] == NULL)
			continue;
		if (out->columns[i].type == COLUMN_NUMBER)
			sqlite3_bind_int64(out->object, (int)i + 1, strtoll(fields[i], NULL, 10));
		else
			sqlite3_bind_text(out->object, (int)i + 1, fields[i], -1, SQLITE_STATIC);
	}
	if (sqlite3_step(out->object) != SQLITE_ROW)
		return json_failed(out->db, err);
	json_guard(&line, (const char *)sqlite3_column_text(out->object, 0),
		(size_t)sqlite3_column_bytes(out->object, 0));
	if (!buf_ok(&line)) {
		buf_free(&line);
		return err_nomem(err);
	}
	fputs(buf_str(&line), stdout);
	putchar('\n');
	buf_free(&line);
	return ERR_OK;
}

enum err_code
out_open(enum format format, bool color, const struct column *columns, unsigned count,
	struct out **result, struct err *err)
{
	struct out *out = calloc(1, sizeof *out);
	enum err_code code = ERR_OK;

	*result = NULL;
	if (out == NULL)
		return err_nomem(err);
	out->format = format;
	out->color = color;
	out->columns = columns;
	out->count = count;
	out->width = out_width();
	fit(out);
	if (format == FORMAT_JSONL)
		code = prepare_object(out, err);
	if (code != ERR_OK) {
		out_close(out, NULL);
		return code;
	}
	*result = out;
	return ERR_OK;
}

void
out_name_columns(struct out *out)
{
	out->named = true;
}

/* The heading comes with the first row: no row, no output. */
static void
heading(struct out *out)
{
	const char *titles[COLUMNS_MAX] = {NULL};

	if (out->headed || out->format == FORMAT_JSONL)
		return;
	out->headed = true;
	for (unsigned i = 0; i < out->count; i++)
		titles[i] = out->format == FORMAT_CSV ? out->columns[i].key : out->columns[i].title;
	if (out->format == FORMAT_CSV) {
		csv_row(out, titles);
	} else if (out->width != 0 || out->named) {
		fputs(out->color ? "\033[1m" : "", stdout);
		table_row(out, titles);
		fputs(out->color ? "\033[0m\n" : "\n", stdout);
	}
}

enum err_code
out_row(struct out *out, const char *const *fields, struct err *err)
{
	enum err_code code = ERR_OK;

	heading(out);
	switch (out->format) {
	case FORMAT_JSONL:
		code = json_row(out, fields, err);
		break;
	case FORMAT_CSV:
		csv_row(out, fields);
		break;
	default:
		table_row(out, fields);
		putchar('\n');
	}
	return code == ERR_OK ? out_check(err) : code;
}

/* Has the reader of the pipe gone?  errno says so only right after the write that failed. */
static bool
pipe_closed(void)
{
	struct pollfd output = {.fd = STDOUT_FILENO};

	return poll(&output, 1, 0) == 1 && (output.revents & POLLERR);
}

enum err_code
out_check(struct err *err)
{
	if (!ferror(stdout))
		return ERR_OK;
	/* Whoever read the result has seen enough. */
	if (pipe_closed())
		return err_set(err, ERR_CANCELLED, "%s", "");
	return err_errno(err, "%s", _("standard output"));
}

enum err_code
out_close(struct out *out, struct err *err)
{
	if (out != NULL) {
		sqlite3_finalize(out->object);
		sqlite3_close(out->db);
		free(out);
	}
	fflush(stdout);
	return out_check(err);
}
