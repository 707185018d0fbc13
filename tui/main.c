/* baolan: reads the words of the command line and hands over to the command. */
#include "base/i18n.h"
#include "cli/cli.h"
#include "cli/out.h"
#include "language.h"
#include "paths.h"
#include "restricted.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>

static int
open_log(struct invocation *inv)
{
	struct err err;

	if (inv->log_file == NULL)
		return EXIT_DONE;
	if (log_open(inv->log_file, &inv->log, &err) != ERR_OK)
		return cli_fail(&err);
	log_line(inv->log, "baolan %s %s", BAOLAN_VERSION, inv->command->name);
	return EXIT_DONE;
}

/* From here on the session is among its own. */
static int
enter_room(struct invocation *inv)
{
	char *marks = path_marks();
	const char *note;
	struct err err;
	int status = invocation_path(inv);

	if (status == EXIT_DONE &&
		restricted_enter(inv->archive_path, marks, &note, &err) != ERR_OK)
		status = cli_fail(&err);
	else if (status == EXIT_DONE && note != NULL)
		cli_say("%s", note);
	free(marks);
	return status;
}

static int
run(struct invocation *inv)
{
	int status;

	if (inv->want_version) {
		printf("baolan %s\n", BAOLAN_VERSION);
		return EXIT_DONE;
	}
	if (inv->want_help)
		return cli_print_help(inv->command);
	status = inv->restricted ? enter_room(inv) : open_log(inv);
	if (status != EXIT_DONE)
		return status;
	status = inv->command->run(inv);
	log_line(inv->log, "ended with status %d", status);
	return status;
}

/* Unlike SIG_IGN this is not handed on to a pager. */
static void
on_pipe(int sig)
{
	(void)sig;
}

int
main(int argc, char **argv)
{
	struct invocation inv;
	struct err err;
	const char *charset;
	bool restricted = restricted_asked(argc, argv);
	int status;

	if (restricted)
		restricted_environment();
	/* A closed pipe is seen where something is written to it. */
	signal(SIGPIPE, on_pipe);
	charset = language_set();
	/* In letters that can be read in every character set. */
	if (charset != NULL)
		fprintf(stderr,
			"baolan: this locale writes %s, baolan writes UTF-8; try LANG=C.UTF-8\n",
			charset);
	status = invocation_parse(&inv, argc, argv, restricted);
	if (status == EXIT_DONE)
		status = run(&inv);
	invocation_close(&inv);
	fflush(stdout);
	if (out_check(&err) == ERR_IO && status == EXIT_DONE)
		status = cli_fail(&err);
	return status;
}
