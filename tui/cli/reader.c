/* cite, correct, marks, log: what a reader takes from the archive and adds to it. */
#include "base/i18n.h"
#include "cite.h"
#include "cli/out.h"
#include "cli/walk.h"
#include "number.h"

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

int
cli_cite(struct invocation *inv)
{
	struct arena *arena = NULL;
	struct buf text = {0};
	struct err err;
	enum err_code code;
	int status;

	if (inv->operand_count == 0) {
		cli_say("%s", _("which article? give its id; see: baolan help cite"));
		return EXIT_USAGE;
	}
	status = invocation_open(inv, ARCHIVE_READ);
	if (status != EXIT_DONE)
		return status;
	arena = arena_new(0);
	code = arena != NULL ? ERR_OK : err_nomem(&err);
	for (int i = 0; i < inv->operand_count && code == ERR_OK; i++) {
		const struct stored_article *stored;
		article_key key;

		code = archive_find(inv->archive, inv->operands[i], &key, &err);
		if (code == ERR_OK)
			code = archive_article(inv->archive, key, arena, &stored, &err);
		if (code == ERR_OK)
			code = cite(inv->bibtex ? CITE_BIBTEX : CITE_GBT7714, stored, &text, &err);
	}
	if (code == ERR_OK) {
		fputs(buf_str(&text), stdout);
		code = out_check(&err);
	}
	buf_free(&text);
	arena_free(arena);
	return code == ERR_OK ? EXIT_DONE : cli_fail(&err);
}

/* The full name of the district a person wrote; "" for none, NULL for the program's own decision.
 */
static int
corrected_name(struct invocation *inv, const char *word, const char **name)
{
	const struct district *district;
	struct err err;
	int status = invocation_tables(inv);

	*name = NULL;
	if (status != EXIT_DONE || strcmp(word, "auto") == 0)
		return status;
	*name = "";
	if (strcmp(word, "none") == 0)
		return EXIT_DONE;
	if (district_named(inv->gazetteer, word, &district, &err) != ERR_OK)
		return cli_fail(&err);
	*name = district->name;
	return EXIT_DONE;
}

int
cli_correct(struct invocation *inv)
{
	struct arena *arena;
	const struct stored_article *stored = NULL;
	const char *district;
	article_key key = 0;
	struct err err;
	enum err_code code;
	int status;

	if (inv->operand_count != 2) {
		cli_say("%s", _("give an id and a district, “none” or “auto”; see: baolan help "
				"correct"));
		return EXIT_USAGE;
	}
	status = corrected_name(inv, inv->operands[1], &district);
	if (status == EXIT_DONE)
		status = invocation_open(inv, ARCHIVE_READ);
	if (status == EXIT_DONE)
		status = invocation_open_marks(inv);
	if (status != EXIT_DONE)
		return status;
	arena = arena_new(0);
	code = arena != NULL ? archive_find(inv->archive, inv->operands[0], &key, &err)
			     : err_nomem(&err);
	if (code == ERR_OK)
		code = archive_article(inv->archive, key, arena, &stored, &err);
	if (code == ERR_OK)
		code = marks_correct(inv->marks, stored->id, district, &err);
	arena_free(arena);
	return code == ERR_OK ? EXIT_DONE : cli_fail(&err);
}

static enum err_code
put_line(void *ctx, const char *line, size_t len, struct err *err)
{
	(void)ctx;
	fwrite(line, 1, len, stdout);
	putchar('\n');
	return out_check(err);
}

/* Lines of a file or of standard input; one that is wrong is named, and the rest counts. */
static int
import_marks(struct invocation *inv, const char *path)
{
	FILE *f = strcmp(path, "-") == 0 ? stdin : fopen(path, "re");
	char *line = NULL;
	size_t room = 0;
	ssize_t len;
	unsigned number = 0;
	int status = EXIT_DONE;
	struct err err;

	if (f == NULL) {
		err_errno(&err, "%s", path);
		return cli_fail(&err);
	}
	while ((len = getline(&line, &room, f)) >= 0) {
		number++;
		if (len > 0 && line[len - 1] == '\n')
			len--;
		if (len == 0 || marks_import_line(inv->marks, line, (size_t)len, &err) == ERR_OK)
			continue;
		cli_say("%s:%u: %s", path, number, err.text);
		status = EXIT_REFUSED;
	}
	if (ferror(f)) {
		err_errno(&err, "%s", path);
		status = cli_fail(&err);
	}
	free(line);
	if (f != stdin)
		fclose(f);
	return status;
}

static int
undo_mark(struct invocation *inv)
{
	struct arena *arena = arena_new(0);
	char id[STABLE_ID_LEN + 1];
	const char *what = NULL;
	struct err err;
	enum err_code code =
		arena != NULL ? marks_undo(inv->marks, arena, &what, id, &err) : err_nomem(&err);

	if (code == ERR_OK)
		cli_say("%s", what != NULL ? what : _("there is nothing to undo"));
	arena_free(arena);
	return code == ERR_OK ? EXIT_DONE : cli_fail(&err);
}

int
cli_marks(struct invocation *inv)
{
	const char *verb = inv->operand_count > 0 ? inv->operands[0] : "export";
	struct err err;
	int status = EXIT_USAGE;

	if (strcmp(verb, "import") == 0
			? inv->operand_count == 2
			: inv->operand_count <= 1 &&
				  (strcmp(verb, "export") == 0 || strcmp(verb, "undo") == 0))
		status = invocation_open_marks(inv);
	else
		cli_say("%s", _("export, undo, or import FILE; see: baolan help marks"));
	if (status != EXIT_DONE)
		return status;
	if (*verb == 'u')
		return undo_mark(inv);
	if (*verb == 'i')
		return import_marks(inv, inv->operands[1]);
	if (marks_export(inv->marks, put_line, NULL, &err) != ERR_OK)
		return cli_fail(&err);
	return EXIT_DONE;
}

enum {
	LOG_NUMBER,
	LOG_TIME,
	LOG_FILTER,
	LOG_COUNT,
	LOG_FINGERPRINT,
	LOG_FIELDS
};

/* As the reader's clock had it; other programs learn from which zone (RFC 3339). */
static void
write_time(char when[32], int64_t time, enum format format)
{
	const time_t seconds = (time_t)time;
	char zone[8] = "";
	struct tm tm;

	*when = '\0';
	if (localtime_r(&seconds, &tm) == NULL)
		return;
	strftime(when, 32, "%Y-%m-%dT%H:%M:%S", &tm);
	if (format != FORMAT_TABLE && strftime(zone, sizeof zone, "%z", &tm) == 5)
		snprintf(when + strlen(when), 32 - strlen(when), "%.3s:%s", zone, zone + 3);
}

static enum err_code
print_log(struct invocation *inv, struct arena *arena, struct err *err)
{
	const struct column columns[LOG_FIELDS] = {
		{"number", _("number"), 6, COLUMN_NUMBER, 0},
		{"time", _("time"), 20, COLUMN_TEXT, 1},
		{"count", _("articles"), 8, COLUMN_NUMBER, 0},
		{"archive", _("archive"), 16, COLUMN_TEXT, 2},
		{"search", _("search"), 0, COLUMN_TEXT, 0},
	};
	unsigned limit = inv->limit >= 0 && inv->limit < 1000000 ? (unsigned)inv->limit : 1000000;
	const struct log_entry *entries;
	unsigned count;
	struct out *out;
	enum err_code code = marks_log_list(inv->marks, limit, arena, &entries, &count, err);

	if (code == ERR_OK)
		code = out_open(inv->format, out_color(inv), columns, LOG_FIELDS, &out, err);
	if (code != ERR_OK)
		return code;
	for (unsigned i = 0; i < count && code == ERR_OK; i++) {
		char number[24], when[32], hits[24];

		snprintf(number, sizeof number, "%" PRId64, entries[i].number);
		snprintf(hits, sizeof hits, "%" PRIu64, entries[i].count);
		write_time(when, entries[i].time, inv->format);
		code = out_row(out,
			(const char *const[]){
				number, when, hits, entries[i].fingerprint, entries[i].filter},
			err);
	}
	if (out_close(out, code == ERR_OK ? err : NULL) != ERR_OK && code == ERR_OK)
		code = err->code;
	return code;
}

/* The same search again: says what it found then and now, and lists what it finds. */
static int
run_again(struct invocation *inv, struct arena *arena)
{
	const struct log_entry *entries, *entry = NULL;
	struct archive_info info;
	struct filter *filter;
	unsigned count;
	struct err err;

	if (marks_log_list(inv->marks, 1000000, arena, &entries, &count, &err) != ERR_OK)
		return cli_fail(&err);
	for (unsigned i = 0; i < count; i++)
		if (entries[i].number == inv->run)
			entry = &entries[i];
	if (entry == NULL) {
		cli_say(_("there is no search %ld in the log"), inv->run);
		return EXIT_USAGE;
	}
	if (filter_decode(entry->filter, &filter, &err) != ERR_OK)
		return cli_fail(&err);
	filter_free(inv->filter);
	inv->filter = filter;
	if (invocation_open(inv, ARCHIVE_READ) != EXIT_DONE)
		return EXIT_ARCHIVE;
	if (archive_info(inv->archive, &info, &err) != ERR_OK)
		return cli_fail(&err);
	cli_say(strcmp(info.fingerprint, entry->fingerprint) == 0
			? _("%s articles then; the archive is the same")
			: _("%s articles then; the archive has changed since"),
		number_of(entry->count).text);
	return cli_list(inv);
}

int
cli_log(struct invocation *inv)
{
	struct arena *arena;
	struct err err;
	int status = invocation_open_marks(inv);

	if (status != EXIT_DONE)
		return status;
	arena = arena_new(0);
	if (arena == NULL)
		err_nomem(&err), status = cli_fail(&err);
	else if (inv->run >= 0)
		status = run_again(inv, arena);
	else if (print_log(inv, arena, &err) != ERR_OK)
		status = cli_fail(&err);
	arena_free(arena);
	return status;
}
