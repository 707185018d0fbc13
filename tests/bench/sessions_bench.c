/*
 * sessions_bench.c - many readers of one archive at once.
 *
 * Usage: sessions_bench ARCHIVE [READERS [SECONDS]]
 *
 * So many processes, each with its own handle, do every tenth of a second what a key in the
 * browser does: open a search under a filter, read a screen of rows.  Prints the median and what
 * 99 of 100 stay below, of all.
 */
#include "../lib/clock.h"
#include "../lib/press.h"
#include "archive/archive.h"
#include "query/query.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#define KEYS_MAX 4096u

static struct err err;

static double
press_key(struct archive *archive, uint64_t *dice)
{
	static const char *const asked[] = {"--query 创新", "--query 工",
		"--query 劳模 --kind news", "--district 昌平区", "", "--query 发展会",
		"--query \"北京 经济\""};
	struct arena *arena = arena_new(0);
	struct filter *filter = NULL;
	struct query *query = NULL;
	const struct row *rows;
	unsigned n;
	double start = now_ms();

	if (filter_decode(asked[press_below(dice, 7)], &filter, &err) != ERR_OK ||
		query_open(archive, filter, &query, &err) != ERR_OK ||
		query_rows(query, SORT_NEWEST, 0, false, 50, arena, &rows, &n, &err) != ERR_OK) {
		fprintf(stderr, "sessions_bench: %s\n", err.text);
		_exit(1);
	}
	query_close(query);
	filter_free(filter);
	arena_free(arena);
	return now_ms() - start;
}

static void
read_along(const char *path, unsigned number, double seconds, double *times)
{
	uint64_t dice = number + 1;
	struct archive *archive;
	double end = now_ms() + seconds * 1e3;
	unsigned count = 0;

	if (archive_open(path, ARCHIVE_READ, &archive, &err) != ERR_OK) {
		fprintf(stderr, "sessions_bench: %s\n", err.text);
		_exit(1);
	}
	/* They do not all come at the same moment. */
	usleep(press_below(&dice, 2000000));
	while (now_ms() < end && count < KEYS_MAX) {
		times[count++] = press_key(archive, &dice);
		usleep(50000 + press_below(&dice, 100000));
	}
	archive_close(archive);
	_exit(0);
}

static int
rising(const void *a, const void *b)
{
	const double *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

int
main(int argc, char **argv)
{
	unsigned readers = argc > 2 ? (unsigned)strtoul(argv[2], NULL, 10) : 100;
	double seconds = argc > 3 ? strtod(argv[3], NULL) : 10;
	size_t room = (size_t)readers * KEYS_MAX * sizeof(double), count = 0;
	double *times;

	if (argc < 2 || readers == 0) {
		fprintf(stderr, "usage: sessions_bench ARCHIVE [READERS [SECONDS]]\n");
		return 2;
	}
	times = mmap(NULL, room, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (times == MAP_FAILED)
		return 1;
	for (unsigned i = 0; i < readers; i++) {
		if (fork() == 0)
			read_along(argv[1], i, seconds, times + (size_t)i * KEYS_MAX);
	}
	while (wait(NULL) > 0)
		;
	for (size_t i = 0; i < (size_t)readers * KEYS_MAX; i++) {
		if (times[i] > 0)
			times[count++] = times[i];
	}
	if (count == 0)
		return 1;
	qsort(times, count, sizeof *times, rising);
	printf("%u readers, %zu keys: median %.2f ms, 99 %% %.2f ms, most %.2f ms\n", readers,
		count, times[count / 2], times[count * 99 / 100], times[count - 1]);
	munmap(times, room);
	return 0;
}
