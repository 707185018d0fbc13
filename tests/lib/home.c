#include "home.h"
#include "archive/import.h"
#include "temp.h"

#include <stdio.h>

struct gazetteer *gazetteer;
struct lexicon *lexicon;
struct parser *parser;

/* What a set-up gives: 0, or -1 with what was wrong printed. */
static int
opened(enum err_code code, const struct err *err)
{
	if (code == ERR_OK)
		return 0;
	fprintf(stderr, "home: %s\n", err->text);
	return -1;
}

int
home_open(void **state)
{
	struct err err;

	(void)state;
	return opened(gazetteer_new(NULL, NULL, NULL, &gazetteer, &err), &err);
}

int
home_close(void **state)
{
	(void)state;
	gazetteer_free(gazetteer);
	return 0;
}

int
lexicon_open(void **state)
{
	struct err err;

	(void)state;
	return opened(lexicon_new(NULL, NULL, NULL, &lexicon, &err), &err);
}

int
lexicon_close(void **state)
{
	(void)state;
	lexicon_free(lexicon);
	return 0;
}

int
parser_open(void **state)
{
	struct err err;

	(void)state;
	return opened(parser_new(&parser, &err), &err);
}

int
parser_close(void **state)
{
	(void)state;
	parser_free(parser);
	return 0;
}

int
whole_open(void **state)
{
	const char *const pages = "tests/screen/pages";
	struct import_report report;
	struct archive *archive;
	struct err err;
	enum err_code code;

	if (temp_open(state) != 0)
		return -1;
	code = archive_open(temp_path(temp_folder, "whole.db"), ARCHIVE_WRITE, &archive, &err);
	if (code != ERR_OK)
		return opened(code, &err);
	code = import_run(archive, &pages, 1, NULL, &report, &err);
	archive_close(archive);
	return opened(code, &err);
}
