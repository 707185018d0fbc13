/*
 * page_bench.c - what reading a page costs: decoding, labels, repair.
 *
 * Usage: page_bench [PAGE...]   (the sample pages where none is named)
 * Prints megabytes of page text a second on one core: of the pages one by one, and of pages put
 * together to one file; and how the time grows where a file is ten times as long, for pages and for
 * what no page is like (one line, line ends alone, bytes at random).
 */
#include "../lib/clock.h"
#include "base/buf.h"
#include "page/page.h"

#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SECONDS 1.0
#define LONG_FILE ((size_t)10 << 20)

/* Of this thread: another program on the machine does not count. */
static double
now(void)
{
	return clock_seconds(CLOCK_THREAD_CPUTIME_ID);
}

static void
read_page(const char *path, struct buf *out)
{
	FILE *file = fopen(path, "rb");
	char chunk[65536];
	size_t n;

	if (file == NULL) {
		perror(path);
		exit(1);
	}
	while ((n = fread(chunk, 1, sizeof chunk, file)) > 0)
		buf_add(out, chunk, n);
	fclose(file);
}

/* The seconds that it takes; an input that is refused costs what it costs to refuse it. */
static double
parse(const struct parser *parser, const char *bytes, size_t size, unsigned *articles)
{
	double begin = now();
	struct page *page;
	struct err err;

	if (page_parse(parser, bytes, size, NULL, &page, &err) == ERR_OK) {
		*articles = page->article_count;
		page_free(page);
	} else if (err.code != ERR_REFUSED) {
		fprintf(stderr, "page_bench: %s\n", err.text);
		exit(1);
	}
	return now() - begin;
}

static void
each_page(const struct parser *parser, const struct buf *pages, size_t count)
{
	double spent = 0, bytes = 0;
	unsigned articles;

	while (spent < SECONDS) {
		for (size_t i = 0; i < count; i++) {
			spent += parse(parser, buf_str(&pages[i]), pages[i].len, &articles);
			bytes += (double)pages[i].len;
		}
	}
	printf("%-28s %8.1f MB/s\n", "pages, one by one", bytes / spent / 1e6);
}

/* At most so many bytes, and no part of a character. */
static size_t
whole_characters(const char *bytes, size_t size)
{
	while (size > 0 && ((unsigned char)bytes[size] & 0xC0) == 0x80)
		size--;
	return size;
}

static void
grow(const struct parser *parser, const char *name, const char *bytes)
{
	unsigned articles = 0;
	double tenth = parse(parser, bytes, whole_characters(bytes, LONG_FILE / 10), &articles);
	double whole = parse(parser, bytes, whole_characters(bytes, LONG_FILE), &articles);

	printf("%-28s %8.1f MB/s, %4.1f times as long for ten times as much, %u articles\n", name,
		(double)LONG_FILE / whole / 1e6, whole / tenth, articles);
}

static void
fill(struct buf *out, const struct buf *pages, size_t count, char between, bool lines)
{
	buf_clear(out);
	for (size_t i = 0; out->len < LONG_FILE; i = i + 1 < count ? i + 1 : 0) {
		for (size_t k = 0; k < pages[i].len; k++)
			if (lines || pages[i].data[k] != '\n')
				buf_addc(out, pages[i].data[k]);
		buf_addc(out, between);
	}
}

static void
long_files(const struct parser *parser, const struct buf *pages, size_t count)
{
	struct buf file = {0};
	uint64_t seed = 88172645463325252U;

	fill(&file, pages, count, '\f', true);
	grow(parser, "pages in one file", buf_str(&file));
	fill(&file, pages, count, '\n', true);
	grow(parser, "one page of them all", buf_str(&file));
	fill(&file, pages, count, ' ', false);
	grow(parser, "one line", buf_str(&file));
	memset(file.data, '\n', file.len);
	grow(parser, "line ends", buf_str(&file));
	for (size_t i = 0; i < file.len; i++) {
		seed = seed * 6364136223846793005U + 1442695040888963407U;
		file.data[i] = (char)(seed >> 56);
	}
	grow(parser, "bytes at random", buf_str(&file));
	buf_free(&file);
}

int
main(int argc, char **argv)
{
	struct parser *parser;
	struct buf *pages;
	glob_t found = {0};
	struct err err;
	size_t count;

	if (argc > 1) {
		found.gl_pathc = (size_t)argc - 1;
		found.gl_pathv = argv + 1;
	} else if (glob("seeds/*.txt", 0, NULL, &found) != 0) {
		fputs("page_bench: no pages in seeds/\n", stderr);
		return 1;
	}
	count = found.gl_pathc;
	pages = calloc(count + 1, sizeof *pages);
	if (count == 0 || pages == NULL || parser_new(&parser, &err) != ERR_OK) {
		free(pages);
		return 1;
	}
	for (size_t i = 0; i < count; i++)
		read_page(found.gl_pathv[i], &pages[i]);
	each_page(parser, pages, count);
	long_files(parser, pages, count);
	for (size_t i = 0; i < count; i++)
		buf_free(&pages[i]);
	free(pages);
	parser_free(parser);
	if (argc <= 1)
		globfree(&found);
	return 0;
}
