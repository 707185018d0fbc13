/*
 * replay.c - what fuzzers found worth keeping, once more, without a fuzzer.
 *
 * NAME_replay gives every file of tests/fuzz/corpus/NAME to the fuzz target NAME, which ends the
 * program where something does not hold.
 */
#include <dirent.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../lib/temp.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
replay(const char *path)
{
	size_t len;
	char *bytes = temp_read(path, &len);
	/* Of its own size, so that a sanitizer sees what is read beyond it. */
	uint8_t *input = malloc(len + 1);

	if (input == NULL)
		abort();
	if (len > 0)
		memcpy(input, bytes, len);
	free(bytes);
	LLVMFuzzerTestOneInput(input, len);
	free(input);
}

int
main(int argc, char **argv)
{
	const char *slash = strrchr(argv[0], '/'), *name = slash != NULL ? slash + 1 : argv[0];
	char folder[256];
	struct dirent *entry;
	unsigned count = 0;
	DIR *dir;

	(void)argc;
	snprintf(folder, sizeof folder, "tests/fuzz/corpus/%.*s", (int)strcspn(name, "_"), name);
	printf("1..1\n");
	dir = opendir(folder);
	while (dir != NULL && (entry = readdir(dir)) != NULL) {
		char path[1024];

		if (entry->d_name[0] == '.')
			continue;
		snprintf(path, sizeof path, "%s/%s", folder, entry->d_name);
		replay(path);
		count++;
	}
	printf("%s 1 - %s: %u inputs\n", count > 0 ? "ok" : "not ok", folder, count);
	return dir == NULL || closedir(dir) != 0 || count == 0;
}
