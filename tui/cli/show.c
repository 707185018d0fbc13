/* show: one article, set for reading; its own bytes; why its page was labelled so. */
#include "base/i18n.h"
#include "cli/out.h"
#include "cli/setting.h"
#include "cli/walk.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define MEASURE_MAX 80 /* cells of a line that reads well */

/* The reader's pager (the configuration's, else $PAGER, else less) on a pipe, where standard output
 * is a terminal and a pager is wanted and allowed. */
static FILE *
open_pager(const struct invocation *inv)
{
	const char *pager = config_text(inv->config, CONFIG_PAGER);

	if (inv->restricted || !isatty(STDOUT_FILENO))
		return NULL;
	if (*pager == '\0')
		pager = getenv("PAGER");
	if (pager == NULL)
		pager = "less";
	if (*pager == '\0')
		return NULL;
	/* less shows colours, and ends at once where the text fits the screen, as git has it. */
	setenv("LESS", "FRX", 0);
	setenv("LESSCHARSET", "utf-8", 0);
	fflush(stdout);
	return popen(pager, "w");
}

/* A pager that is missing or was left early is no failure: the text is then shown without it. */
static enum err_code
page_out(const struct invocation *inv, const struct buf *text, struct err *err)
{
	FILE *pager = open_pager(inv);
	int status = 127;

	if (pager != NULL) {
		fwrite(buf_str(text), 1, text->len, pager);
		status = pclose(pager);
		if (status != -1 && !(WIFEXITED(status) && WEXITSTATUS(status) == 127))
			return ERR_OK;
	}
	fwrite(buf_str(text), 1, text->len, stdout);
	fflush(stdout);
	return out_check(err);
}

static enum err_code
explain(struct invocation *inv, article_key key, struct arena *arena, struct buf *text,
	struct err *err)
{
	struct parser *parser;
	enum encoding encoding;
	const char *bytes, *why;
	uint32_t start, end;
	size_t size;
	enum err_code code =
		archive_raw(inv->archive, key, arena, &bytes, &size, &start, &end, &encoding, err);

	if (code == ERR_OK)
		code = parser_new(&parser, err);
	if (code != ERR_OK)
		return code;
	code = page_explain(parser, bytes, size, NULL, arena, &why, err);
	parser_free(parser);
	if (code == ERR_OK)
		buf_adds(text, why);
	return code;
}

static enum err_code
show_one(struct invocation *inv, const char *id, struct arena *arena, struct buf *text,
	struct err *err)
{
	unsigned width = out_width();
	const struct stored_article *stored;
	enum encoding encoding;
	const char *bytes;
	uint32_t start, end;
	article_key key;
	size_t size;
	enum err_code code = archive_find(inv->archive, id, &key, err);

	if (code != ERR_OK)
		return code;
	if (inv->explain)
		return explain(inv, key, arena, text, err);
	if (inv->raw) {
		code = archive_raw(
			inv->archive, key, arena, &bytes, &size, &start, &end, &encoding, err);
		if (code == ERR_OK)
			buf_add(text, bytes + start, end - start);
		return code;
	}
	if (inv->format == FORMAT_JSONL) {
		code = article_json(inv->archive, key, text, err);
		buf_addc(text, '\n');
		return code;
	}
	code = archive_article(inv->archive, key, arena, &stored, err);
	if (code == ERR_OK)
		code = set_article(text, stored, width > MEASURE_MAX ? MEASURE_MAX : width,
			out_color(inv), err);
	return code;
}

/* The page's own bytes may hold anything, also what a terminal acts upon: they go out as they are
 * only where no terminal reads them. */
static enum err_code
put_out(struct invocation *inv, struct buf *text, struct err *err)
{
	struct buf safe = {0};
	enum err_code code;

	if (!buf_ok(text))
		return err_nomem(err);
	if (inv->format == FORMAT_JSONL || (inv->raw && !isatty(STDOUT_FILENO))) {
		fwrite(buf_str(text), 1, text->len, stdout);
		return out_check(err);
	}
	if (!inv->raw)
		return page_out(inv, text, err);
	out_harmless(&safe, buf_str(text), text->len);
	code = buf_ok(&safe) ? page_out(inv, &safe, err) : err_nomem(err);
	buf_free(&safe);
	return code;
}

int
cli_show(struct invocation *inv)
{
	struct arena *arena;
	struct buf text = {0};
	struct err err;
	enum err_code code = ERR_OK;
	int status;

	if (inv->operand_count == 0) {
		cli_say("%s", _("which article? give its id; see: baolan help show"));
		return EXIT_USAGE;
	}
	if (inv->raw + inv->explain + (inv->format != FORMAT_TABLE) > 1 ||
		(inv->format != FORMAT_TABLE && inv->format != FORMAT_JSONL)) {
		cli_say("%s", _("show sets articles for reading, or prints them with one of --raw, "
				"--explain and --format jsonl"));
		return EXIT_USAGE;
	}
	status = invocation_config(inv);
	if (status == EXIT_DONE)
		status = invocation_open(inv, ARCHIVE_READ);
	if (status == EXIT_DONE)
		status = walk_marks(inv);
	if (status != EXIT_DONE)
		return status;
	arena = arena_new(0);
	if (arena == NULL)
		code = err_nomem(&err);
	for (int i = 0; i < inv->operand_count && code == ERR_OK; i++) {
		if (i > 0 && !inv->raw && inv->format == FORMAT_TABLE)
			buf_adds(&text, "\n\n");
		code = show_one(inv, inv->operands[i], arena, &text, &err);
	}
	if (code == ERR_OK)
		code = put_out(inv, &text, &err);
	buf_free(&text);
	arena_free(arena);
	return code == ERR_OK ? EXIT_DONE : cli_fail(&err);
}
