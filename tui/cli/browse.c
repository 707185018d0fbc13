/* baolan without a command: the browser. */
#include "base/i18n.h"
#include "browser.h"
#include "cli/cli.h"
#include "cli/out.h"
#include "paths.h"

#include <stdlib.h>
#include <unistd.h>

/* A word that names no file may be a command that was mistyped. */
static int
check_paths(const struct invocation *inv)
{
	for (int i = 0; i < inv->operand_count; i++) {
		const char *word = inv->operands[i];

		if (access(word, F_OK) == 0)
			continue;
		for (const struct cli_command *c = cli_commands + 1; c->name != NULL && i == 0;
			c++) {
			if (cli_edits(word, c->name, 2) > 2)
				continue;
			cli_say(_("there is no command and no file “%s”; did you mean “%s”?"), word,
				c->name);
			return EXIT_USAGE;
		}
		cli_say(_("there is no command and no file “%s”; see: baolan help"), word);
		return EXIT_USAGE;
	}
	return EXIT_DONE;
}

int
cli_browse(struct invocation *inv)
{
	struct browser_options options = {0};
	char *marks, *config_file, *keys, *themes;
	struct err err;
	int status = check_paths(inv);

	if (status == EXIT_DONE)
		status = invocation_path(inv);
	if (status == EXIT_DONE)
		status = invocation_config(inv);
	if (status != EXIT_DONE)
		return status;
	if (!isatty(STDIN_FILENO) || !isatty(STDOUT_FILENO)) {
		cli_say("%s", _("the browser needs a terminal; without one, try: baolan list"));
		return EXIT_TERMINAL;
	}
	marks = path_marks();
	config_file = path_config("config");
	keys = inv->restricted ? NULL : path_config("keys");
	themes = inv->restricted ? NULL : path_config("themes.tsv");
	options.archive = inv->archive_path;
	options.marks = marks;
	options.filter = inv->filter;
	options.sort = inv->sort_given ? inv->sort : SORT_COUNT;
	options.paths = (const char *const *)inv->operands;
	options.path_count = (size_t)inv->operand_count;
	options.config = inv->config;
	options.config_file = inv->restricted ? NULL : config_file;
	options.key_file = keys;
	options.theme_file = themes;
	options.colour = out_color(inv);
	options.restricted = inv->restricted;
	status = browser_main(&options, &err);
	if (status != EXIT_DONE)
		cli_say("%s", err.text);
	free(marks);
	free(config_file);
	free(keys);
	free(themes);
	return status;
}
