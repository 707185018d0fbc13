/*
 * cli.h - the command line: what was asked for, and the commands that do it.
 *
 * main() parses the words into one struct invocation by two tables, the
 * options' (options.c) and the commands' (commands.c); help, completions and
 * the manual are made from the same tables.
 *
 * Standard output carries the result alone; everything else goes to standard
 * error through cli_say().
 */
#ifndef BAOLAN_CLI_CLI_H
#define BAOLAN_CLI_CLI_H

#include "archive/archive.h"
#include "archive/marks.h"
#include "base/err.h"
#include "config.h"
#include "log.h"
#include "query/filter.h"
#include "query/query.h"

#include <stdbool.h>
#include <stdio.h>

enum exit_status {
	EXIT_DONE = 0,
	EXIT_REFUSED = 1, /* done, but some input was refused */
	EXIT_USAGE = 2,
	EXIT_ARCHIVE = 3,
	EXIT_TERMINAL = 4,
};

enum format {
	FORMAT_TABLE,
	FORMAT_JSONL,
	FORMAT_CSV,
	FORMAT_MD,
	FORMAT_TXT,
	FORMAT_COUNT
};

enum color_when {
	COLOR_AUTO,
	COLOR_ALWAYS,
	COLOR_NEVER,
	COLOR_COUNT
};

extern const char *const cli_format_names[FORMAT_COUNT], *const cli_color_names[COLOR_COUNT];

/* The kinds of work, as bits: an option says to which it applies. */
enum cli_command_bit {
	CMD_BROWSE = 1 << 0,
	CMD_IMPORT = 1 << 1,
	CMD_LIST = 1 << 2,
	CMD_SEARCH = 1 << 3,
	CMD_SHOW = 1 << 4,
	CMD_STATS = 1 << 5,
	CMD_EXPORT = 1 << 6,
	CMD_CHECK = 1 << 7,
	CMD_CITE = 1 << 8,
	CMD_CORRECT = 1 << 9,
	CMD_MARKS = 1 << 10,
	CMD_LOG = 1 << 11,
	CMD_CONFIG = 1 << 12,
	CMD_HELP = 1 << 13,
	CMD_ANY = (1 << 14) - 1,
	CMD_FILTERS = CMD_BROWSE | CMD_LIST | CMD_SEARCH | CMD_STATS | CMD_EXPORT,
};

struct invocation;

struct cli_command {
	const char *name; /* "" for the browser */
	const char *usage;
	const char *summary;
	enum cli_command_bit bit;
	int operands_max;                   /* words that are no options; -1: any number */
	int (*run)(struct invocation *inv); /* gives the exit status */
};

struct invocation {
	const struct cli_command *command;
	char **operands; /* the words that are no options; argv's own strings */
	char **words;    /* owned: the array behind operands */
	int operand_count;

	const char *archive_path; /* from --archive; invocation_open() fills in the default */
	char *default_path;       /* owned */
	enum format format;
	bool format_given;
	long limit, offset; /* limit -1: all */
	enum sort sort;
	bool sort_given;
	enum color_when color;
	const char *log_file, *output;
	struct log *log; /* owned; NULL without --log */
	enum facet by[2];
	unsigned by_count;
	long run; /* of the log; -1: none */
	bool bibtex, file;
	bool prune, watch, raw, explain, rebuild, restricted, want_help, want_version;
	struct filter *filter;

	/* Opened when they are needed, closed by invocation_close(). */
	struct config *config;
	struct gazetteer *gazetteer;
	struct lexicon *lexicon;
	struct archive *archive;
	struct marks *marks;
};

/* Parses argv; on failure says why on standard error and gives EXIT_USAGE, else EXIT_DONE.
 * restricted: a restricted session, whatever the options say. */
int invocation_parse(struct invocation *inv, int argc, char **argv, bool restricted);
void invocation_close(struct invocation *inv);

/* Fills in where the archive is, without opening it. */
int invocation_path(struct invocation *inv);

/* Opens inv->archive (and, where a filter or a display wants them, the marks); on failure says
 * why and gives the exit status. */
int invocation_open(struct invocation *inv, enum archive_mode mode);
int invocation_open_marks(struct invocation *inv);
int invocation_tables(struct invocation *inv);
int invocation_config(struct invocation *inv);

/* The table of commands; the last row has no name.  cli_command_find gives NULL for an unknown one.
 */
extern const struct cli_command cli_commands[];
const struct cli_command *cli_command_find(const char *name);

/* Letters to change, add or leave out to make one word of the other, at most `most` + 1. */
unsigned cli_edits(const char *a, const char *b, unsigned most);

/* What option help and completions are made from; the last row has no name. */
struct option_row {
	const char *name;
	const char *argument; /* NULL: takes none */
	const char *help;
	char letter;       /* 0: none */
	unsigned commands; /* enum cli_command_bit */
	/* Takes the option's word (NULL without argument) and gives an exit status; value is a
	 * facet, a filter flag or the offset of a field of struct invocation, as take wants it. */
	int (*take)(struct invocation *inv, const struct option_row *row, const char *word);
	size_t value;
};
extern const struct option_row cli_options[];

int cli_browse(struct invocation *inv);
int cli_import(struct invocation *inv);
int cli_list(struct invocation *inv);
int cli_search(struct invocation *inv);
int cli_show(struct invocation *inv);
int cli_stats(struct invocation *inv);
int cli_export(struct invocation *inv);
int cli_check(struct invocation *inv);
int cli_cite(struct invocation *inv);
int cli_correct(struct invocation *inv);
int cli_marks(struct invocation *inv);
int cli_log(struct invocation *inv);
int cli_config(struct invocation *inv);
int cli_help(struct invocation *inv);

/* The help of one command; of all where it is the browser. */
int cli_print_help(const struct cli_command *command);

/* What the last of words may become, for shells; see complete.c. */
int cli_complete(struct invocation *inv, char *const *words, int count);

/* What import and check --rebuild share is in import.c. */
int cli_rebuild(struct invocation *inv);

/* "baolan: …" on standard error, one line; control characters in it are made harmless. */
void cli_say(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

/* Says the error and gives the exit status that belongs to it. */
int cli_fail(const struct err *err);

#endif
