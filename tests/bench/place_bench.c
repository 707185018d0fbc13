/*
 * place_bench.c - what finding districts, topics and people costs.
 *
 * Usage: place_bench [PAGE...]   (the sample pages where none is named)
 * Prints how long the tables take to become ready, and megabytes of article text a second for
 * each of the three, on one core.
 */
#include "page/page.h"
#include "topic/topic.h"

#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define SECONDS 1.0

static double
now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

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

static void
measure(const struct subject *s, const char *name, work_fn work)
{
	struct arena *arena = arena_new(0);
	double start = now(), spent;
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
		spent = now() - start;
	} while (spent < SECONDS);
	printf("%-8s %8.1f MB/s  %7.1f us an article\n", name,
		(double)s->bytes * rounds / spent * 1e-6, spent / rounds / articles * 1e6);
	arena_free(arena);
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
	double start;

	if (argc == 1 && glob("seeds/*.txt", 0, NULL, &seeds) != 0)
		return 1;
	s.pages = calloc((size_t)argc + seeds.gl_pathc, sizeof(struct page *));
	if (s.pages == NULL || arena == NULL)
		exit(1);
	check(parser_new(&parser, &err), &err);
	for (int i = 1; i < argc; i++)
		read_page(&s, parser, argv[i]);
	for (size_t i = 0; argc == 1 && i < seeds.gl_pathc; i++)
		read_page(&s, parser, seeds.gl_pathv[i]);
	start = now();
	check(gazetteer_new(NULL, NULL, NULL, &s.gazetteer, &err), &err);
	printf("districts ready after %.2f ms\n", (now() - start) * 1e3);
	start = now();
	check(place_resolve(s.gazetteer, &nothing, arena, &r, &err), &err);
	printf("all names ready after %.2f ms\n", (now() - start) * 1e3);
	start = now();
	check(lexicon_new(NULL, NULL, NULL, &s.lexicon, &err), &err);
	printf("topics ready after %.2f ms\n", (now() - start) * 1e3);
	measure(&s, "places", places);
	measure(&s, "topics", topics);
	measure(&s, "people", people);
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
