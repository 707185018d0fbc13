#include "sound.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

static void
finding(void *ctx, const char *sentence)
{
	(void)ctx;
	print_error("%s\n", sentence);
}

unsigned
sound_findings(struct archive *archive)
{
	unsigned findings = 0;
	struct err err;

	if (archive_check(archive, finding, NULL, &findings, &err) != ERR_OK)
		fail_msg("%s", err.text);
	return findings;
}

struct archive_info
sound_info(struct archive *archive)
{
	struct archive_info info = {0};
	struct err err;

	assert_int_equal(sound_findings(archive), 0);
	if (archive_info(archive, &info, &err) != ERR_OK)
		fail_msg("%s", err.text);
	return info;
}

struct archive_info
sound_file(const char *path, enum archive_mode mode)
{
	struct archive_info info;
	struct archive *archive;
	struct err err;

	if (archive_open(path, mode, &archive, &err) != ERR_OK)
		fail_msg("%s", err.text);
	info = sound_info(archive);
	archive_close(archive);
	return info;
}
