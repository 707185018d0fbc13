/*
 * place_judge - what is said about the places of gold articles, and where it is wrong.
 *
 * usage: place_judge [--all] GOLD.json...
 * The articles are taken as gold has them, so that nothing depends on how the page is cut.
 * Prints the articles that are not wholly right (--all: every one), then the figures.
 */
#include "../lib/gold_place.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void
check(enum err_code rc, const struct err *err)
{
	if (rc != ERR_OK) {
		fprintf(stderr, "place_judge: %s\n", err->text);
		exit(1);
	}
}

static void
judge(const struct gazetteer *gazetteer, const char *path, bool all, struct gold_figures *figures)
{
	struct arena *arena = arena_new(0);
	const struct place_result *results;
	const struct golden_page *page;
	const char *why;

	if (arena == NULL)
		exit(1);
	page = golden_load(path, arena, &why);
	if (page == NULL) {
		fprintf(stderr, "place_judge: %s %s\n", path, why);
		exit(1);
	}
	results = gold_resolve(gazetteer, page, arena);
	for (unsigned i = 0; i < page->article_count; i++) {
		if (!gold_count(&page->articles[i], &results[i], figures) || all)
			gold_print(page->source, i + 1, &page->articles[i], &results[i]);
	}
	arena_free(arena);
}

int
main(int argc, char **argv)
{
	bool all = argc > 1 && strcmp(argv[1], "--all") == 0;
	struct gold_figures figures = {0};
	struct gazetteer *gazetteer;
	struct err err;

	if (argc < (all ? 3 : 2)) {
		fprintf(stderr, "usage: place_judge [--all] GOLD.json...\n");
		return 2;
	}
	check(gazetteer_new(NULL, NULL, NULL, &gazetteer, &err), &err);
	for (int i = all ? 2 : 1; i < argc; i++)
		judge(gazetteer, argv[i], all, &figures);
	gold_print_figures("all", &figures);
	gazetteer_free(gazetteer);
	return 0;
}
