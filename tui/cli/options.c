/* The table of options, and argv by it. */
#include "base/i18n.h"
#include "cli/cli.h"

#include <getopt.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

static int take_named(struct invocation *inv, const struct option_row *row, const char *word);
static int take_facet(struct invocation *inv, const struct option_row *row, const char *word);
static int take_kind(struct invocation *inv, const struct option_row *row, const char *word);
static int take_date(struct invocation *inv, const struct option_row *row, const char *word);
static int take_query(struct invocation *inv, const struct option_row *row, const char *word);
static int take_mark(struct invocation *inv, const struct option_row *row, const char *word);
static int take_format(struct invocation *inv, const struct option_row *row, const char *word);
static int take_color(struct invocation *inv, const struct option_row *row, const char *word);
static int take_sort(struct invocation *inv, const struct option_row *row, const char *word);
static int take_by(struct invocation *inv, const struct option_row *row, const char *word);
static int take_number(struct invocation *inv, const struct option_row *row, const char *word);
static int take_flag(struct invocation *inv, const struct option_row *row, const char *word);
static int take_string(struct invocation *inv, const struct option_row *row, const char *word);

#define FIELD(name) offsetof(struct invocation, name)
#define LISTS (CMD_LIST | CMD_SEARCH | CMD_EXPORT)
#define TABLES (CMD_LIST | CMD_SEARCH | CMD_STATS | CMD_LOG | CMD_CONFIG)

const struct option_row cli_options[] = {
	{"district", N_("D"), N_("about this district: name, pinyin, initials, adcode; none"), 'd',
		CMD_FILTERS, take_named, FACET_DISTRICT},
	{"mentions", NULL, N_("a mention of the district counts as well"), 'm', CMD_FILTERS,
		take_mark, FILTER_MENTIONS},
	{"topic", N_("T"), N_("about this topic"), 't', CMD_FILTERS, take_named, FACET_TOPIC},
	{"reporter", N_("R"), N_("by this reporter or correspondent"), 'r', CMD_FILTERS, take_facet,
		FACET_REPORTER},
	{"kind", N_("K"), N_("news, photo, brief, feature or notice"), 'k', CMD_FILTERS, take_kind,
		FACET_KIND},
	{"section", N_("S"), N_("under this section label"), 0, CMD_FILTERS, take_facet,
		FACET_SECTION},
	{"source", N_("GLOB"), N_("from page files whose name matches"), 0, CMD_FILTERS, take_facet,
		FACET_SOURCE},
	{"since", N_("DATE"), N_("printed on this day, month or year, or later"), 0, CMD_FILTERS,
		take_date, 0},
	{"until", N_("DATE"), N_("printed on this day, month or year, or earlier"), 0, CMD_FILTERS,
		take_date, 1},
	{"unread", NULL, N_("not yet marked as read"), 0, CMD_FILTERS, take_mark, FILTER_UNREAD},
	{"starred", NULL, N_("marked with a star"), 0, CMD_FILTERS, take_mark, FILTER_STARRED},
	{"query", N_("Q"), N_("that match this search"), 'q', CMD_FILTERS, take_query, 0},
	{"format", N_("F"), N_("table, jsonl or csv; export: jsonl, md, txt or csv"), 'f',
		TABLES | CMD_SHOW | CMD_EXPORT, take_format, 0},
	{"limit", N_("N"), N_("at most this many"), 'n', LISTS | CMD_STATS | CMD_LOG, take_number,
		FIELD(limit)},
	{"offset", N_("N"), N_("without the first N"), 0, LISTS | CMD_STATS, take_number,
		FIELD(offset)},
	{"sort", N_("S"), N_("page, newest, oldest, relevance, title or length"), 's',
		LISTS | CMD_BROWSE, take_sort, 0},
	{"by", N_("FACET"),
		N_("district, topic, reporter, kind, section, source, year, month or person; "
		   "twice: a "
		   "cross table"),
		'b', CMD_STATS, take_by, 0},
	{"output", N_("FOLDER"), N_("one file an article into this folder (md, txt)"), 'o',
		CMD_EXPORT, take_string, FIELD(output)},
	{"prune", NULL, N_("drop pages whose file is gone"), 0, CMD_IMPORT, take_flag,
		FIELD(prune)},
	{"watch", NULL, N_("go on and import what changes"), 'w', CMD_IMPORT, take_flag,
		FIELD(watch)},
	{"raw", NULL, N_("the article's own bytes of the page"), 0, CMD_SHOW, take_flag,
		FIELD(raw)},
	{"explain", NULL, N_("why each part of the page got its label"), 0, CMD_SHOW, take_flag,
		FIELD(explain)},
	{"rebuild", NULL, N_("make the archive afresh from the pages"), 0, CMD_CHECK, take_flag,
		FIELD(rebuild)},
	{"bibtex", NULL, N_("as a BibTeX entry"), 0, CMD_CITE, take_flag, FIELD(bibtex)},
	{"run", N_("NUMBER"), N_("make this search again"), 0, CMD_LOG, take_number, FIELD(run)},
	{"file", NULL, N_("as a file to start from"), 0, CMD_CONFIG, take_flag, FIELD(file)},
	{"archive", N_("FILE"), N_("the archive to use"), 'a', CMD_ANY, take_string,
		FIELD(archive_path)},
	{"color", N_("WHEN"), N_("auto, always or never"), 0, CMD_ANY, take_color, 0},
	{"log", N_("FILE"), N_("write a log"), 0, CMD_ANY, take_string, FIELD(log_file)},
	{"restricted", NULL, N_("no shell and no files: for a shared reading room"), 0, CMD_ANY,
		take_flag, FIELD(restricted)},
	{"help", NULL, N_("show help and end"), 'h', CMD_ANY, take_flag, FIELD(want_help)},
	{"version", NULL, N_("show the version and end"), 'V', CMD_ANY, take_flag,
		FIELD(want_version)},
	{NULL, NULL, NULL, 0, 0, NULL, 0},
};

enum {
	OPTION_COUNT = sizeof cli_options / sizeof *cli_options - 1
};

static void *
field_of(struct invocation *inv, const struct option_row *row)
{
	return (char *)inv + row->value;
}

const char *const cli_format_names[FORMAT_COUNT] = {"table", "jsonl", "csv", "md", "txt"};
const char *const cli_color_names[COLOR_COUNT] = {"auto", "always", "never"};

/* The index of word among names, or -1 after saying which there are. */
static int
choose(const struct option_row *row, const char *word, const char *const *names, int count)
{
	char list[256] = "";
	size_t len = 0;

	for (int i = 0; i < count; i++)
		if (strcmp(names[i], word) == 0)
			return i;
	for (int i = 0; i < count && len < sizeof list; i++)
		len += (size_t)snprintf(
			list + len, sizeof list - len, "%s%s", i > 0 ? _(", ") : "", names[i]);
	cli_say(_("--%s: “%s” is none of: %s"), row->name, word, list);
	return -1;
}

static int
take_named(struct invocation *inv, const struct option_row *row, const char *word)
{
	struct err err;
	int status = invocation_tables(inv);

	if (status == EXIT_DONE && filter_add_named(inv->filter, (enum facet)row->value, word,
					   inv->gazetteer, inv->lexicon, &err) != ERR_OK)
		status = cli_fail(&err);
	return status;
}

static int
take_facet(struct invocation *inv, const struct option_row *row, const char *word)
{
	struct err err;

	if (filter_add(inv->filter, (enum facet)row->value, word, &err) != ERR_OK)
		return cli_fail(&err);
	return EXIT_DONE;
}

static int
take_kind(struct invocation *inv, const struct option_row *row, const char *word)
{
	const char *kinds[KIND_COUNT];

	for (int k = 0; k < KIND_COUNT; k++)
		kinds[k] = kind_name((enum article_kind)k);
	return choose(row, word, kinds, KIND_COUNT) < 0 ? EXIT_USAGE : take_facet(inv, row, word);
}

static int
take_date(struct invocation *inv, const struct option_row *row, const char *word)
{
	struct err err;
	enum err_code code = row->value ? filter_until(inv->filter, word, &err)
					: filter_since(inv->filter, word, &err);

	return code == ERR_OK ? EXIT_DONE : cli_fail(&err);
}

static int
take_query(struct invocation *inv, const struct option_row *row, const char *word)
{
	struct err err;

	(void)row;
	return filter_set_query(inv->filter, word, &err) == ERR_OK ? EXIT_DONE : cli_fail(&err);
}

static int
take_mark(struct invocation *inv, const struct option_row *row, const char *word)
{
	struct err err;

	(void)word;
	if (filter_set_flag(inv->filter, (enum filter_flag)row->value, true, &err) != ERR_OK)
		return cli_fail(&err);
	return EXIT_DONE;
}

static int
take_format(struct invocation *inv, const struct option_row *row, const char *word)
{
	int i = choose(row, word, cli_format_names, FORMAT_COUNT);

	if (i < 0)
		return EXIT_USAGE;
	inv->format = (enum format)i;
	inv->format_given = true;
	return EXIT_DONE;
}

static int
take_color(struct invocation *inv, const struct option_row *row, const char *word)
{
	int i = choose(row, word, cli_color_names, COLOR_COUNT);

	if (i < 0)
		return EXIT_USAGE;
	inv->color = (enum color_when)i;
	return EXIT_DONE;
}

static int
take_sort(struct invocation *inv, const struct option_row *row, const char *word)
{
	const char *names[SORT_COUNT];
	int i;

	for (int s = 0; s < SORT_COUNT; s++)
		names[s] = sort_name((enum sort)s);
	i = choose(row, word, names, SORT_COUNT);
	if (i < 0)
		return EXIT_USAGE;
	inv->sort = (enum sort)i;
	inv->sort_given = true;
	return EXIT_DONE;
}

static int
take_by(struct invocation *inv, const struct option_row *row, const char *word)
{
	const char *names[FACET_COUNT];
	int i;

	for (int f = 0; f < FACET_COUNT; f++)
		names[f] = facet_name((enum facet)f);
	if (inv->by_count == 2) {
		cli_say("%s", _("--by: a table has two sides at most"));
		return EXIT_USAGE;
	}
	i = choose(row, word, names, FACET_COUNT);
	if (i < 0)
		return EXIT_USAGE;
	inv->by[inv->by_count++] = (enum facet)i;
	return EXIT_DONE;
}

static int
take_number(struct invocation *inv, const struct option_row *row, const char *word)
{
	char *end;
	long value = strtol(word, &end, 10);

	if (*word == '\0' || *end != '\0' || value < 0 || value == LONG_MAX) {
		cli_say(_("--%s: “%s” is not a number"), row->name, word);
		return EXIT_USAGE;
	}
	*(long *)field_of(inv, row) = value;
	return EXIT_DONE;
}

static int
take_flag(struct invocation *inv, const struct option_row *row, const char *word)
{
	(void)word;
	*(bool *)field_of(inv, row) = true;
	return EXIT_DONE;
}

static int
take_string(struct invocation *inv, const struct option_row *row, const char *word)
{
	const char **field = field_of(inv, row);

	/* The administrator's comes first. */
	if (inv->restricted && *field != NULL) {
		cli_say(_("--%s is set already"), row->name);
		return EXIT_USAGE;
	}
	*field = word;
	return EXIT_DONE;
}

/* getopt's own tables from ours; a long option's value is its index from 256 on. */
static void
make_getopt_tables(struct option *options, char *letters)
{
	/* "-": words that are no options come in their place; ":": a missing argument is told. */
	*letters++ = '-';
	*letters++ = ':';
	for (int i = 0; i < OPTION_COUNT; i++) {
		const struct option_row *row = &cli_options[i];

		options[i] = (struct option){row->name,
			row->argument != NULL ? required_argument : no_argument, NULL, 256 + i};
		if (row->letter != 0) {
			*letters++ = row->letter;
			if (row->argument != NULL)
				*letters++ = ':';
		}
	}
	options[OPTION_COUNT] = (struct option){0};
	*letters = '\0';
}

static const struct option_row *
row_of(int value)
{
	if (value >= 256)
		return &cli_options[value - 256];
	for (int i = 0; i < OPTION_COUNT; i++)
		if (cli_options[i].letter == value)
			return &cli_options[i];
	return NULL;
}

/* After all words are known: does each option belong to the command? */
static int
check_scope(const struct invocation *inv, const bool *seen)
{
	for (int i = 0; i < OPTION_COUNT; i++) {
		if (!seen[i] || (cli_options[i].commands & inv->command->bit))
			continue;
		if (inv->command->name[0] == '\0')
			cli_say(_("--%s needs a command; see: baolan help"), cli_options[i].name);
		else
			cli_say(_("--%s does not go with “%s”; see: baolan help %s"),
				cli_options[i].name, inv->command->name, inv->command->name);
		return EXIT_USAGE;
	}
	return EXIT_DONE;
}

static int
check_operands(const struct invocation *inv)
{
	const struct cli_command *c = inv->command;

	if (c->operands_max < 0 || inv->operand_count <= c->operands_max)
		return EXIT_DONE;
	if (c->bit == CMD_LIST)
		cli_say(_("list takes no words; to look for “%s”: baolan search %s%s"),
			inv->operands[0], inv->operands[0][0] == '-' ? "-- " : "",
			inv->operands[0]);
	else
		cli_say(_("%s: what is “%s” for? see: baolan help %s"), c->name,
			inv->operands[c->operands_max], c->name);
	return EXIT_USAGE;
}

/* What a restricted session is not for: everything that names a file besides the archive. */
static int
check_restricted(const struct invocation *inv)
{
	const unsigned bit = inv->command->bit;
	const bool names_files =
		bit == CMD_IMPORT || inv->rebuild || inv->output != NULL || inv->log_file != NULL ||
		(bit == CMD_BROWSE && inv->operand_count > 0) ||
		(bit == CMD_MARKS && inv->operand_count > 1 && strcmp(inv->operands[1], "-") != 0);

	if (!inv->restricted || !names_files)
		return EXIT_DONE;
	cli_say("%s", _("a restricted session reads its archive and no other files"));
	return EXIT_USAGE;
}

/* A long option that there is not, or the beginning of several. */
static int
no_option(const struct invocation *inv, const char *word)
{
	const struct cli_command *command =
		inv->operand_count > 0 ? cli_command_find(inv->operands[0]) : NULL;
	char name[64], several[256] = "";
	const struct option_row *nearest = NULL;
	size_t len = 0;

	snprintf(name, sizeof name, "%.*s", (int)strcspn(word + 2, "="), word + 2);
	for (const struct option_row *row = cli_options; row->name != NULL; row++) {
		if (nearest == NULL && cli_edits(name, row->name, 2) <= 2)
			nearest = row;
		if (strncmp(row->name, name, strlen(name)) == 0 && len < sizeof several)
			len += (size_t)snprintf(several + len, sizeof several - len, "%s--%s",
				len > 0 ? _(", ") : "", row->name);
	}
	if (len > 0)
		cli_say(_("--%s may be any of %s"), name, several);
	else if (nearest != NULL)
		cli_say(_("there is no option --%s; did you mean “--%s”?"), name, nearest->name);
	else if (command != NULL)
		cli_say(_("there is no option --%s; see: baolan help %s"), name, command->name);
	else
		cli_say(_("there is no option %s; see: baolan help"), word);
	return EXIT_USAGE;
}

static int
bad_option(const struct invocation *inv, int value, char **argv)
{
	const struct option_row *row = row_of(optopt);
	const char *word = argv[optind - 1];

	if (value == ':' && row != NULL)
		cli_say(_("--%s needs an argument (%s)"), row->name, _(row->argument));
	else if (optopt > 0 && optopt < 256)
		cli_say(_("there is no option -%c; see: baolan help"), optopt);
	else if (optopt >= 256 && row != NULL)
		cli_say(_("--%s takes no argument"), row->name);
	else
		return no_option(inv, word);
	return EXIT_USAGE;
}

/* "-word" in Chinese is part of a query (none of it), not a bundle of options. */
static bool
is_query_word(const char *word)
{
	return word != NULL && word[0] == '-' && (unsigned char)word[1] >= 0x80;
}

static int
parse_words(struct invocation *inv, int argc, char **argv, bool *seen)
{
	struct option options[OPTION_COUNT + 1];
	char letters[3 * OPTION_COUNT + 3];

	make_getopt_tables(options, letters);
	opterr = 0;
	for (;;) {
		const struct option_row *row;
		int value, status;

		if (optind < argc && is_query_word(argv[optind])) {
			inv->operands[inv->operand_count++] = argv[optind++];
			continue;
		}
		value = getopt_long(argc, argv, letters, options, NULL);
		if (value == -1)
			break;
		if (value == 1) {
			inv->operands[inv->operand_count++] = optarg;
			continue;
		}
		row = value == '?' || value == ':' ? NULL : row_of(value);
		if (row == NULL)
			return bad_option(inv, value, argv);
		status = row->take(inv, row, optarg);
		if (status != EXIT_DONE)
			return status;
		seen[row - cli_options] = true;
	}
	while (optind < argc)
		inv->operands[inv->operand_count++] = argv[optind++];
	return EXIT_DONE;
}

int
invocation_parse(struct invocation *inv, int argc, char **argv, bool restricted)
{
	bool seen[OPTION_COUNT] = {false};
	int status;

	*inv = (struct invocation){
		.limit = -1, .run = -1, .command = &cli_commands[0], .restricted = restricted};
	inv->filter = filter_new();
	inv->words = calloc((size_t)argc + 1, sizeof *inv->words);
	if (inv->filter == NULL || inv->words == NULL) {
		cli_say("%s", _("not enough memory"));
		return EXIT_ARCHIVE;
	}
	inv->operands = inv->words;
	status = parse_words(inv, argc, argv, seen);
	if (status != EXIT_DONE)
		return status;
	if (inv->operand_count > 0 && cli_command_find(inv->operands[0]) != NULL) {
		inv->command = cli_command_find(inv->operands[0]);
		inv->operands++;
		inv->operand_count--;
	}
	status = check_scope(inv, seen);
	if (status == EXIT_DONE)
		status = check_operands(inv);
	return status == EXIT_DONE ? check_restricted(inv) : status;
}
