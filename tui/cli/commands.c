/* The table of commands, and the help that is made from it. */
#include "base/i18n.h"
#include "cli/cli.h"
#include "text/width.h"

#include <string.h>

const struct cli_command cli_commands[] = {
	{"", N_("[FILTER...] [PATH...]"),
		N_("open the browser; PATHs are imported or refreshed first"), CMD_BROWSE, -1,
		cli_browse},
	{"import", N_("[--prune] [--watch] PATH..."),
		N_("read files and folders into the archive (only what changed)"), CMD_IMPORT, -1,
		cli_import},
	{"list", N_("[FILTER...]"), N_("articles, one a line"), CMD_LIST, 0, cli_list},
	{"search", N_("[FILTER...] QUERY..."), N_("articles that match QUERY, with a snippet"),
		CMD_SEARCH, -1, cli_search},
	{"show", N_("[--raw | --explain] ID..."), N_("one article, set for reading"), CMD_SHOW, -1,
		cli_show},
	{"stats", N_("[FILTER...] [--by FACET [--by FACET]]"), N_("how many articles, by what"),
		CMD_STATS, 0, cli_stats},
	{"export", N_("[FILTER...] --format jsonl|md|txt|csv"),
		N_("whole articles for other programs"), CMD_EXPORT, 0, cli_export},
	{"check", N_("[--rebuild]"), N_("verify the archive, or make it afresh from the pages"),
		CMD_CHECK, -1, cli_check},
	{"cite", N_("[--bibtex] ID..."), N_("how an article is cited (GB/T 7714, or BibTeX)"),
		CMD_CITE, -1, cli_cite},
	{"correct", N_("ID DISTRICT|none|auto"),
		N_("say which district an article is about, where the program is wrong"),
		CMD_CORRECT, 2, cli_correct},
	{"marks", N_("export | undo | import FILE"),
		N_("what you added (marks, notes, corrections, filters) as JSON lines, and back"),
		CMD_MARKS, 2, cli_marks},
	{"log", N_("[--run NUMBER]"), N_("the searches made so far, or one of them again"), CMD_LOG,
		0, cli_log},
	{"config", N_("[--file]"), N_("every setting, its value and where it was set"), CMD_CONFIG,
		0, cli_config},
	{"help", N_("[COMMAND]"), N_("this help, or a command's"), CMD_HELP, -1, cli_help},
	{NULL, NULL, NULL, 0, 0, NULL},
};

const struct cli_command *
cli_command_find(const char *name)
{
	for (const struct cli_command *c = cli_commands + 1; c->name != NULL; c++)
		if (strcmp(c->name, name) == 0)
			return c;
	return NULL;
}

unsigned
cli_edits(const char *a, const char *b, unsigned most)
{
	unsigned best;

	while (*a != '\0' && *a == *b) {
		a++;
		b++;
	}
	if (*a == '\0' && *b == '\0')
		return 0;
	if (most == 0)
		return 1;
	best = *a != '\0' && *b != '\0' ? cli_edits(a + 1, b + 1, most - 1) : most;
	if (*a != '\0' && cli_edits(a + 1, b, most - 1) < best)
		best = cli_edits(a + 1, b, most - 1);
	if (*b != '\0' && cli_edits(a, b + 1, most - 1) < best)
		best = cli_edits(a, b + 1, most - 1);
	return best + 1;
}

/* Blanks up to the column of the explanations. */
static int
pad(const char *left)
{
	const size_t cells = text_width(left, strlen(left));

	return cells < 24 ? (int)(24 - cells) : 0;
}

static void
print_options(unsigned commands)
{
	for (const struct option_row *row = cli_options; row->name != NULL; row++) {
		char left[64];

		if (!(row->commands & commands))
			continue;
		snprintf(left, sizeof left, "%s%c%s --%s%s%s", row->letter ? "-" : " ",
			row->letter ? row->letter : ' ', row->letter ? "," : " ", row->name,
			row->argument != NULL ? " " : "",
			row->argument != NULL ? _(row->argument) : "");
		printf("  %s%*s %s\n", left, pad(left), "", _(row->help));
	}
}

static void
print_command(const struct cli_command *command)
{
	printf("baolan %s %s\n\n", command->name, _(command->usage));
	/* TRANSLATORS: a sentence, with its full stop */
	printf(_("%s."), _(command->summary));
	printf("\n\n%s\n", _("Options:"));
	print_options(command->bit);
}

static void
print_overview(void)
{
	printf("%s\n\n", _("baolan reads pages of newspapers and lets you browse their articles."));
	for (const struct cli_command *c = cli_commands; c->name != NULL; c++)
		printf("  baolan %s%s%s\n      %s\n", c->name, c->name[0] ? " " : "", _(c->usage),
			_(c->summary));
	printf("\n%s\n", _("Options (baolan help COMMAND lists those of one command):"));
	print_options(CMD_ANY);
}

int
cli_print_help(const struct cli_command *command)
{
	if (command->name[0] == '\0')
		print_overview();
	else
		print_command(command);
	return EXIT_DONE;
}

int
cli_help(struct invocation *inv)
{
	const struct cli_command *command;

	if (inv->operand_count == 0)
		return cli_print_help(&cli_commands[0]);
	if (strcmp(inv->operands[0], "complete") == 0)
		return cli_complete(inv, inv->operands + 1, inv->operand_count - 1);
	command = cli_command_find(inv->operands[0]);
	if (command == NULL) {
		cli_say(_("there is no command “%s”; see: baolan help"), inv->operands[0]);
		return EXIT_USAGE;
	}
	return cli_print_help(command);
}
