/* check: verify the archive, or make it afresh. */
#include "base/i18n.h"
#include "cli/cli.h"

static void
report(void *ctx, const char *sentence)
{
	(void)ctx;
	printf("%s\n", sentence);
}

int
cli_check(struct invocation *inv)
{
	unsigned findings = 0;
	struct err err;
	enum err_code code;
	int status;

	if (inv->rebuild)
		return cli_rebuild(inv);
	if (inv->operand_count > 0) {
		cli_say("%s", _("check takes folders with --rebuild only; see: baolan help check"));
		return EXIT_USAGE;
	}
	status = invocation_open(inv, ARCHIVE_READ);
	if (status != EXIT_DONE)
		return status;
	code = archive_check(inv->archive, report, NULL, &findings, &err);
	if (code != ERR_OK)
		return cli_fail(&err);
	if (findings == 0) {
		cli_say(_("%s: nothing wrong"), inv->archive_path);
		return EXIT_DONE;
	}
	cli_say(P_("%s: %u finding; “baolan check --rebuild” makes it afresh from the pages",
			"%s: %u findings; “baolan check --rebuild” makes it afresh from the "
			"pages",
			findings),
		inv->archive_path, findings);
	return EXIT_ARCHIVE;
}
