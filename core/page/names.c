/* The enumerations of page.h as words, for exports and for `show --explain`. */
#include "base/i18n.h"
#include "page/page.h"

#include <string.h>

const char *
encoding_name(enum encoding encoding)
{
	static const char *const names[ENC_COUNT] = {[ENC_UTF8] = "utf-8",
		[ENC_UTF16LE] = "utf-16le",
		[ENC_UTF16BE] = "utf-16be",
		[ENC_GB18030] = "gb18030",
		[ENC_BIG5] = "big5"};

	return (unsigned)encoding < ENC_COUNT ? names[encoding] : "";
}

const char *
block_type_name(enum block_type type)
{
	static const char *const names[] = {[BLOCK_PARA] = "para",
		[BLOCK_SUBHEAD] = "subhead",
		[BLOCK_CAPTION] = "caption",
		[BLOCK_CREDIT] = "credit"};

	return (unsigned)type < sizeof names / sizeof *names ? names[type] : "";
}

static const char *const kinds[KIND_COUNT] = {[KIND_NEWS] = N_("news"),
	[KIND_PHOTO] = N_("photo"),
	[KIND_BRIEF] = N_("brief"),
	[KIND_FEATURE] = N_("feature"),
	[KIND_NOTICE] = N_("notice")};

const char *
kind_name(enum article_kind kind)
{
	return (unsigned)kind < KIND_COUNT ? kinds[kind] : "";
}

enum article_kind
kind_from_name(const char *name)
{
	int kind = 0;

	while (kind < KIND_COUNT && strcmp(kinds[kind], name) != 0)
		kind++;
	return (enum article_kind)kind;
}
