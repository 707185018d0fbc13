/*
 * place_bench.c - what finding districts, topics and people costs.
 *
 * Usage: place_bench [PAGE...]   (the sample pages where none is named)
 * Prints how long the tables take to become ready, megabytes of article text a second for each of
 * the three, on one core, and what share of an import of the same pages finding places is.
 */
#include "../lib/clock.h"
#include "../lib/temp.h"

#include "archive/import.h"
#include "page/page.h"
#include "topic/topic.h"

#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SECONDS 1.0
/* Copies of the pages that are imported. */
#define COPIES 40

static void
check(enum err_code rc, const struct err *err)
{
	if (rc != ERR_OK) {
		fprintf(stderr, "place_bench: %s\n", err->text);
		exit(1);
	}
}

struct subject {
	struct page **pages;
	unsigned page_count;
	size_t bytes; /* of article text */
	struct gazetteer *gazetteer;
	struct lexicon *lexicon;
};

static void
read_page(struct subject *s, const struct parser *parser, const char *path)
{
	FILE *file = fopen(path, "rb");
	char *bytes;
	long size;
	struct err err;
	struct page *page;

	if (file == NULL || fseek(file, 0, SEEK_END) != 0 || (size = ftell(file)) < 0) {
		perror(path);
		exit(1);
	}
	rewind(file);
	bytes = malloc((size_t)size + 1);
	if (bytes == NULL || fread(bytes, 1, (size_t)size, file) != (size_t)size)
		exit(1);
	fclose(file);
	check(page_parse(parser, bytes, (size_t)size, path, &page, &err), &err);
	free(bytes);
	for (unsigned i = 0; i < page->article_count; i++) {
		const struct article *a = &page->articles[i];

		s->bytes += a->title.len;
		for (unsigned j = 0; j < a->block_count; j++)
			s->bytes += a->blocks[j].text.len;
	}
	s->pages[s->page_count++] = page;
}

typedef void (*work_fn)(const struct subject *s, const struct article *a, struct arena *arena);

static void
places(const struct subject *s, const struct article *a, struct arena *arena)
{
	struct place_result r;
	struct err err;

	check(place_resolve(s->gazetteer, a, arena, &r, &err), &err);
}

static void
topics(const struct subject *s, const struct article *a, struct arena *arena)
{
	struct topic_result r;
	struct err err;

	check(topic_resolve(s->lexicon, a, arena, &r, &err), &err);
}

static void
people(const struct subject *s, const struct article *a, struct arena *arena)
{
	const struct person *p;
	unsigned count;
	struct err err;

	check(people_find(s->lexicon, a, arena, &p, &count, &err), &err);
}

static double
processor_seconds(void)
{
	return clock_seconds(CLOCK_PROCESS_CPUTIME_ID);
}

/* Processor seconds that an article takes. */
static double
measure(const struct subject *s, const char *name, work_fn work)
{
	struct arena *arena = arena_new(0);
	double start = processor_seconds(), spent;
	unsigned rounds = 0, articles = 0;

	do {
		articles = 0;
		for (unsigned i = 0; i < s->page_count; i++) {
			for (unsigned j = 0; j < s->pages[i]->article_count; j++, articles++) {
				work(s, &s->pages[i]->articles[j], arena);
				arena_reset(arena);
			}
		}
		rounds++;
		spent = processor_seconds() - start;
	} while (spent < SECONDS);
	printf("%-8s %8.1f MB/s  %7.1f us an article\n", name,
		(double)s->bytes * rounds / spent * 1e-6, spent / rounds / articles * 1e6);
	arena_free(arena);
	return spent / rounds / articles;
}

/* Every copy ends with a line of its own, so that none is known already. */
static void
write_copies(const char *folder, const char *path, unsigned number)
{
	char name[64], line[64];
	size_t len, line_len;
	char *bytes = temp_read(path, &len), *whole;

	for (unsigned i = 0; i < COPIES; i++) {
		line_len = (size_t)snprintf(line, sizeof line, "\n\n%u-%u\n", number, i);
		whole = malloc(len + line_len);
		if (whole == NULL)
			exit(1);
		memcpy(whole, bytes, len);
		memcpy(whole + len, line, line_len);
		snprintf(name, sizeof name, "pages/%u-%u.txt", number, i);
		temp_write(folder, name, whole, len + line_len);
		free(whole);
	}
	free(bytes);
}

/* Processor seconds that importing an article takes, all threads together. */
static double
import_article(char *const *paths, unsigned count)
{
	struct import_options options = {.threads = 1};
	struct import_report report;
	struct archive *archive;
	char *folder = temp_new();
	const char *pages;
	struct err err;
	double start;

	for (unsigned i = 0; i < count; i++)
		write_copies(folder, paths[i], i);
	check(archive_open(temp_path(folder, "bench.db"), ARCHIVE_WRITE, &archive, &err), &err);
	pages = temp_path(folder, "pages");
	start = processor_seconds();
	check(import_run(archive, &pages, 1, &options, &report, &err), &err);
	start = processor_seconds() - start;
	archive_close(archive);
	temp_free(folder);
	return start / (double)(report.articles == 0 ? 1 : report.articles);
}

int
main(int argc, char **argv)
{
	struct subject s = {0};
	struct parser *parser;
	struct place_result r;
	struct article nothing = {0};
	struct arena *arena = arena_new(0);
	struct err err;
	glob_t seeds = {0};
	double start, place, whole;
	char **paths;
	unsigned path_count;

	if (argc == 1 && glob("seeds/*.txt", 0, NULL, &seeds) != 0)
		return 1;
	paths = argc == 1 ? seeds.gl_pathv : argv + 1;
	path_count = argc == 1 ? (unsigned)seeds.gl_pathc : (unsigned)argc - 1;
	s.pages = calloc(path_count, sizeof(struct page *));
	if (s.pages == NULL || arena == NULL)
		exit(1);
	check(parser_new(&parser, &err), &err);
	for (unsigned i = 0; i < path_count; i++)
		read_page(&s, parser, paths[i]);
	start = now_ms();
	check(gazetteer_new(NULL, NULL, NULL, &s.gazetteer, &err), &err);
	printf("districts ready after %.2f ms\n", now_ms() - start);
	start = now_ms();
	check(place_resolve(s.gazetteer, &nothing, arena, &r, &err), &err);
	printf("all names ready after %.2f ms\n", now_ms() - start);
	start = now_ms();
	check(lexicon_new(NULL, NULL, NULL, &s.lexicon, &err), &err);
	printf("topics ready after %.2f ms\n", now_ms() - start);
	place = measure(&s, "places", places);
	measure(&s, "topics", topics);
	measure(&s, "people", people);
	whole = import_article(paths, path_count);
	printf("import   %20.1f us an article, places %.1f %% of it\n", whole * 1e6,
		place / whole * 100);
	for (unsigned i = 0; i < s.page_count; i++)
		page_free(s.pages[i]);
	free(s.pages);
	lexicon_free(s.lexicon);
	gazetteer_free(s.gazetteer);
	parser_free(parser);
	globfree(&seeds);
	arena_free(arena);
	return 0;
}
