/* What a command works with: tables, archive, marks; and how it speaks. */
#include "base/i18n.h"
#include "cli/cli.h"
#include "cli/out.h"
#include "paths.h"
#include "text/width.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

void
cli_say(const char *fmt, ...)
{
	char text[ERR_TEXT_MAX + 256];
	struct buf harmless = {0};
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(text, sizeof text, fmt, ap);
	va_end(ap);
	/* A file's name may hold anything; the terminal must not act on it.  One line stays one. */
	for (char *p = text; *p != '\0'; p++)
		if ((unsigned char)*p < 0x20 || *p == 0x7F)
			*p = '?';
	out_harmless(&harmless, text, strlen(text));
	fprintf(stderr, "baolan: %s\n", buf_str(&harmless));
	buf_free(&harmless);
}

static enum exit_status
status_of(enum err_code code)
{
	switch (code) {
	case ERR_OK:
		return EXIT_DONE;
	case ERR_REFUSED:
	case ERR_IO:
	case ERR_CANCELLED:
		return EXIT_REFUSED;
	case ERR_USAGE:
	case ERR_NOTFOUND:
	case ERR_LIMIT:
		return EXIT_USAGE;
	case ERR_NOMEM:
	case ERR_ARCHIVE:
	case ERR_DAMAGED:
	case ERR_BUG:
		break;
	}
	return EXIT_ARCHIVE;
}

int
cli_fail(const struct err *err)
{
	/* The reader of a pipe has gone: nothing to say, nothing wrong. */
	if (err->text[0] == '\0')
		return EXIT_DONE;
	cli_say("%s", err->text);
	return (int)status_of(err->code);
}

static void
warn(void *ctx, const struct err *err)
{
	(void)ctx;
	cli_say("%s", err->text);
}

int
invocation_config(struct invocation *inv)
{
	struct err err;
	char *everybody, *own;
	enum err_code code;

	if (inv->config != NULL)
		return EXIT_DONE;
	everybody = path_system_config("config");
	own = inv->restricted ? NULL : path_config("config");
	code = config_load(everybody, warn, NULL, &inv->config, &err);
	if (code == ERR_OK)
		code = config_add(inv->config, own, warn, NULL, &err);
	free(everybody);
	free(own);
	if (code != ERR_OK)
		return cli_fail(&err);
	/* The browser asks the terminal; a table cannot. */
	width_set_ambiguous(strcmp(config_text(inv->config, CONFIG_AMBIGUOUS), "wide") == 0);
	return EXIT_DONE;
}

int
invocation_tables(struct invocation *inv)
{
	struct err err;
	char *aliases, *topics;
	enum err_code code = ERR_OK;

	if (inv->gazetteer != NULL)
		return EXIT_DONE;
	aliases = inv->restricted ? NULL : path_config("aliases.tsv");
	topics = inv->restricted ? NULL : path_config("topics.tsv");
	code = gazetteer_new(aliases, warn, NULL, &inv->gazetteer, &err);
	if (code == ERR_OK)
		code = lexicon_new(topics, warn, NULL, &inv->lexicon, &err);
	free(aliases);
	free(topics);
	return code == ERR_OK ? EXIT_DONE : cli_fail(&err);
}

int
invocation_open_marks(struct invocation *inv)
{
	struct err err;
	char *path;
	enum err_code code;

	if (inv->marks != NULL)
		return EXIT_DONE;
	path = path_marks();
	if (path == NULL) {
		cli_say("%s",
			_("no home folder is known for your marks; set HOME or XDG_DATA_HOME"));
		return EXIT_ARCHIVE;
	}
	code = marks_open(path, &inv->marks, &err);
	free(path);
	return code == ERR_OK ? EXIT_DONE : cli_fail(&err);
}

int
invocation_path(struct invocation *inv)
{
	const char *variable = path_archive(), *set;
	int status;

	if (inv->archive_path != NULL)
		return EXIT_DONE;
	status = invocation_config(inv);
	if (status != EXIT_DONE)
		return status;
	set = config_text(inv->config, CONFIG_ARCHIVE);
	inv->default_path = variable != NULL ? strdup(variable)
			    : set[0] != '\0' ? path_written(set)
					     : path_cache(ARCHIVE_FILE);
	inv->archive_path = inv->default_path;
	if (inv->archive_path == NULL) {
		cli_say("%s",
			_("no home folder is known for the archive; name a file with --archive"));
		return EXIT_ARCHIVE;
	}
	return EXIT_DONE;
}

int
invocation_open(struct invocation *inv, enum archive_mode mode)
{
	struct err err;
	int status;

	if (inv->archive != NULL)
		return EXIT_DONE;
	status = invocation_path(inv);
	if (status != EXIT_DONE)
		return status;
	if (archive_open(inv->archive_path, mode, &inv->archive, &err) != ERR_OK) {
		log_line(inv->log, "%s", err.text);
		return cli_fail(&err);
	}
	log_line(inv->log, "archive %s opened%s", inv->archive_path,
		archive_note(inv->archive) != NULL ? ", read-only" : "");
	return EXIT_DONE;
}

void
invocation_close(struct invocation *inv)
{
	archive_close(inv->archive);
	marks_close(inv->marks);
	config_free(inv->config);
	lexicon_free(inv->lexicon);
	gazetteer_free(inv->gazetteer);
	filter_free(inv->filter);
	free(inv->words);
	free(inv->default_path);
	log_close(inv->log);
}
