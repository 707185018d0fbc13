/*
 * Completion for shells: `baolan help complete WORD...` prints what the last WORD may become,
 * one candidate a line, a tab, and what it means.  The scripts for bash, zsh and fish only ask;
 * bash takes "--kind=photo" for three words.
 */
#include "base/i18n.h"
#include "cli/cli.h"

#include <string.h>

/* What is being completed. */
struct wanted {
	const struct cli_command *command;
	const char *before; /* "--kind=" of the word, or "": stands before each candidate */
	int before_len;
	const char *beginning;
};

static void
offer(const struct wanted *wanted, const char *word, const char *meaning)
{
	if (strncmp(word, wanted->beginning, strlen(wanted->beginning)) == 0)
		printf("%.*s%s\t%s\n", wanted->before_len, wanted->before, word, meaning);
}

static void
offer_districts(struct invocation *inv, const struct wanted *wanted)
{
	unsigned count;
	const struct district *d;

	if (invocation_tables(inv) != EXIT_DONE)
		return;
	d = gazetteer_districts(inv->gazetteer, &count);
	for (unsigned i = 0; i < count; i++) {
		offer(wanted, d[i].name, d[i].english);
		offer(wanted, d[i].pinyin, d[i].name);
	}
	offer(wanted, "none", _("articles without a district"));
}

static void
offer_topics(struct invocation *inv, const struct wanted *wanted)
{
	unsigned count;
	const struct topic *t;

	if (invocation_tables(inv) != EXIT_DONE)
		return;
	t = lexicon_topics(inv->lexicon, &count);
	for (unsigned i = 0; i < count; i++) {
		offer(wanted, t[i].name, t[i].english);
		offer(wanted, t[i].pinyin, t[i].name);
	}
}

static void
offer_kinds(struct invocation *inv, const struct wanted *wanted)
{
	(void)inv;
	for (int i = 0; i < KIND_COUNT; i++)
		offer(wanted, kind_name((enum article_kind)i), _(kind_name((enum article_kind)i)));
}

static void
offer_sorts(struct invocation *inv, const struct wanted *wanted)
{
	(void)inv;
	for (int i = 0; i < SORT_COUNT; i++)
		offer(wanted, sort_name((enum sort)i), "");
}

static void
offer_facets(struct invocation *inv, const struct wanted *wanted)
{
	(void)inv;
	for (int i = 0; i < FACET_COUNT; i++)
		offer(wanted, facet_name((enum facet)i), _(facet_name((enum facet)i)));
}

static bool
has_format(unsigned command, enum format format)
{
	switch (format) {
	case FORMAT_JSONL:
		return true;
	case FORMAT_TABLE:
		return command != CMD_EXPORT;
	case FORMAT_CSV:
		return command != CMD_SHOW;
	default:
		return command == CMD_EXPORT;
	}
}

static void
offer_formats(struct invocation *inv, const struct wanted *wanted)
{
	(void)inv;
	for (int i = 0; i < FORMAT_COUNT; i++)
		if (has_format(wanted->command->bit, (enum format)i))
			offer(wanted, cli_format_names[i], "");
}

static void
offer_colors(struct invocation *inv, const struct wanted *wanted)
{
	(void)inv;
	for (int i = 0; i < COLOR_COUNT; i++)
		offer(wanted, cli_color_names[i], "");
}

/* Options whose argument is one of some words; the others' arguments are left to the shell. */
static const struct {
	const char *option;
	void (*offer)(struct invocation *inv, const struct wanted *wanted);
} arguments[] = {
	{"district", offer_districts},
	{"topic", offer_topics},
	{"kind", offer_kinds},
	{"sort", offer_sorts},
	{"by", offer_facets},
	{"format", offer_formats},
	{"color", offer_colors},
};

/* The option that the first len bytes of a word are, where it is one that takes an argument. */
static const struct option_row *
option_with_argument(const char *word, size_t len)
{
	for (const struct option_row *row = cli_options; row->name != NULL; row++) {
		if (row->argument == NULL || len < 2 || word[0] != '-')
			continue;
		if (word[1] == '-' ? strlen(row->name) == len - 2 &&
					     memcmp(word + 2, row->name, len - 2) == 0
				   : row->letter != 0 && word[1] == row->letter && len == 2)
			return row;
	}
	return NULL;
}

/* The option whose argument the last word is or holds; leaves in *wanted what of it is typed. */
static const struct option_row *
option_wanted(char *const *words, int count, struct wanted *wanted)
{
	const char *equals = strchr(wanted->beginning, '=');
	const struct option_row *row = NULL;

	if (count > 1 && strcmp(wanted->beginning, "=") == 0) {
		row = option_with_argument(words[count - 2], strlen(words[count - 2]));
		wanted->beginning = row != NULL ? "" : wanted->beginning;
	} else if (equals != NULL && strncmp(wanted->beginning, "--", 2) == 0) {
		row = option_with_argument(wanted->beginning, (size_t)(equals - wanted->beginning));
		wanted->before = wanted->beginning;
		wanted->before_len = (int)(equals + 1 - wanted->beginning);
		wanted->beginning = equals + 1;
	} else if (count > 2 && strcmp(words[count - 2], "=") == 0) {
		row = option_with_argument(words[count - 3], strlen(words[count - 3]));
	} else if (count > 1) {
		row = option_with_argument(words[count - 2], strlen(words[count - 2]));
	}
	return row;
}

static void
offer_argument(struct invocation *inv, const struct option_row *row, const struct wanted *wanted)
{
	for (size_t i = 0; i < sizeof arguments / sizeof *arguments; i++)
		if (strcmp(arguments[i].option, row->name) == 0)
			arguments[i].offer(inv, wanted);
}

static void
offer_options(const struct wanted *wanted)
{
	char word[64];

	for (const struct option_row *row = cli_options; row->name != NULL; row++) {
		if (!(row->commands & wanted->command->bit))
			continue;
		snprintf(word, sizeof word, "--%s", row->name);
		offer(wanted, word, _(row->help));
	}
}

/* Words that stand behind a command; nth counts those before it. */
static void
offer_words(struct invocation *inv, const struct wanted *wanted, int nth)
{
	static const char *const verbs[] = {"export", "undo", "import"};
	const unsigned bit = wanted->command->bit;

	if (bit == CMD_BROWSE || (bit == CMD_HELP && nth == 0)) {
		for (const struct cli_command *c = cli_commands + 1; c->name != NULL; c++)
			offer(wanted, c->name, _(c->summary));
	} else if (bit == CMD_MARKS && nth == 0) {
		for (size_t i = 0; i < sizeof verbs / sizeof *verbs; i++)
			offer(wanted, verbs[i], "");
	} else if (bit == CMD_CORRECT && nth == 1) {
		offer_districts(inv, wanted);
		offer(wanted, "auto", _("as the program says"));
	}
}

int
cli_complete(struct invocation *inv, char *const *words, int count)
{
	struct wanted wanted = {&cli_commands[0], "", 0, count > 0 ? words[count - 1] : ""};
	const struct option_row *row;
	int nth = 0;

	for (int i = 0; i + 1 < count; i++) {
		if (option_with_argument(words[i], strlen(words[i])) != NULL)
			i++;
		else if (words[i][0] == '-')
			continue;
		else if (wanted.command->bit != CMD_BROWSE)
			nth++;
		else if (cli_command_find(words[i]) != NULL)
			wanted.command = cli_command_find(words[i]);
	}
	row = option_wanted(words, count, &wanted);
	if (row != NULL)
		offer_argument(inv, row, &wanted);
	else if (wanted.beginning[0] == '-')
		offer_options(&wanted);
	else
		offer_words(inv, &wanted, nth);
	return EXIT_DONE;
}
