/*
 * Completion for shells: `baolan help complete WORD...` prints what the last WORD may become,
 * one candidate a line, a tab, and what it means.  The scripts for bash, zsh and fish only ask.
 */
#include "base/i18n.h"
#include "cli/cli.h"

#include <string.h>

static void
offer(const char *beginning, const char *word, const char *meaning)
{
	if (strncmp(word, beginning, strlen(beginning)) == 0)
		printf("%s\t%s\n", word, meaning);
}

static void
offer_districts(struct invocation *inv, const char *beginning)
{
	unsigned count;
	const struct district *d;

	if (invocation_tables(inv) != EXIT_DONE)
		return;
	d = gazetteer_districts(inv->gazetteer, &count);
	for (unsigned i = 0; i < count; i++) {
		offer(beginning, d[i].name, d[i].english);
		offer(beginning, d[i].pinyin, d[i].name);
	}
	offer(beginning, "none", _("articles without a district"));
}

static void
offer_topics(struct invocation *inv, const char *beginning)
{
	unsigned count;
	const struct topic *t;

	if (invocation_tables(inv) != EXIT_DONE)
		return;
	t = lexicon_topics(inv->lexicon, &count);
	for (unsigned i = 0; i < count; i++) {
		offer(beginning, t[i].name, t[i].english);
		offer(beginning, t[i].pinyin, t[i].name);
	}
}

static void
offer_kinds(struct invocation *inv, const char *beginning)
{
	(void)inv;
	for (int i = 0; i < KIND_COUNT; i++)
		offer(beginning, kind_name((enum article_kind)i),
			_(kind_name((enum article_kind)i)));
}

static void
offer_sorts(struct invocation *inv, const char *beginning)
{
	(void)inv;
	for (int i = 0; i < SORT_COUNT; i++)
		offer(beginning, sort_name((enum sort)i), "");
}

static void
offer_facets(struct invocation *inv, const char *beginning)
{
	(void)inv;
	for (int i = 0; i < FACET_COUNT; i++)
		offer(beginning, facet_name((enum facet)i), _(facet_name((enum facet)i)));
}

static void
offer_formats(struct invocation *inv, const char *beginning)
{
	(void)inv;
	for (int i = 0; i < FORMAT_COUNT; i++)
		offer(beginning, cli_format_names[i], "");
}

static void
offer_colors(struct invocation *inv, const char *beginning)
{
	(void)inv;
	for (int i = 0; i < COLOR_COUNT; i++)
		offer(beginning, cli_color_names[i], "");
}

/* Options whose argument is one of some words; the others' arguments are left to the shell. */
static const struct {
	const char *option;
	void (*offer)(struct invocation *inv, const char *beginning);
} arguments[] = {
	{"district", offer_districts},
	{"topic", offer_topics},
	{"kind", offer_kinds},
	{"sort", offer_sorts},
	{"by", offer_facets},
	{"format", offer_formats},
	{"color", offer_colors},
};

/* The option that a word is, where it is one that takes an argument. */
static const struct option_row *
option_with_argument(const char *word)
{
	for (const struct option_row *row = cli_options; row->name != NULL; row++) {
		if (row->argument == NULL || word[0] != '-')
			continue;
		if (word[1] == '-' ? strcmp(word + 2, row->name) == 0
				   : row->letter != 0 && word[1] == row->letter && word[2] == '\0')
			return row;
	}
	return NULL;
}

static void
offer_argument(struct invocation *inv, const struct option_row *row, const char *beginning)
{
	for (size_t i = 0; i < sizeof arguments / sizeof *arguments; i++)
		if (strcmp(arguments[i].option, row->name) == 0)
			arguments[i].offer(inv, beginning);
}

static void
offer_options(const struct cli_command *command, const char *beginning)
{
	char word[64];

	for (const struct option_row *row = cli_options; row->name != NULL; row++) {
		if (!(row->commands & command->bit))
			continue;
		snprintf(word, sizeof word, "--%s", row->name);
		offer(beginning, word, _(row->help));
	}
}

int
cli_complete(struct invocation *inv, char *const *words, int count)
{
	const struct cli_command *command = &cli_commands[0];
	const char *last = count > 0 ? words[count - 1] : "";
	const struct option_row *row;

	for (int i = 0; i + 1 < count && command->name[0] == '\0'; i++) {
		if (option_with_argument(words[i]) != NULL)
			i++;
		else if (words[i][0] != '-' && cli_command_find(words[i]) != NULL)
			command = cli_command_find(words[i]);
	}
	row = count > 1 ? option_with_argument(words[count - 2]) : NULL;
	if (row != NULL)
		offer_argument(inv, row, last);
	else if (last[0] == '-')
		offer_options(command, last);
	else if (command->name[0] == '\0' || command->bit == CMD_HELP)
		for (const struct cli_command *c = cli_commands + 1; c->name != NULL; c++)
			offer(last, c->name, _(c->summary));
	return EXIT_DONE;
}
