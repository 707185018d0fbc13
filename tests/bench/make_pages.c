/*
 * make_pages.c - a folder of page files to measure with.
 *
 * Usage: make_pages FOLDER ARTICLES [TEXT]
 *
 * TEXT has a paragraph a line, or an article a line as JSON with the paragraphs in "body".
 * Without it the paragraphs are clauses of the sample pages, put together at random.  Six or
 * seven articles make a page, a thousand pages a folder; the same numbers make the same files.
 */
#include "../lib/press.h"

#include <errno.h>
#include <glob.h>
#include <sqlite3.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#define PARAGRAPHS_MAX 400000u
#define PAGES_PER_FOLDER 1000u

/* Shorter lines are headlines and names. */
#define PARAGRAPH_MIN 60u

static char *paragraph[PARAGRAPHS_MAX];
static size_t count;

static void
die(const char *what)
{
	fprintf(stderr, "make_pages: %s: %s\n", what, strerror(errno));
	exit(1);
}

static void
keep(const char *text, size_t len)
{
	if (len < PARAGRAPH_MIN || count == PARAGRAPHS_MAX)
		return;
	paragraph[count] = strndup(text, len);
	if (paragraph[count] == NULL)
		die("strndup");
	count++;
}

static void
keep_lines(const char *text)
{
	while (*text != '\0') {
		size_t len = strcspn(text, "\r\n");

		keep(text, len);
		text += len + (text[len] != '\0');
	}
}

/* ---- real text -------------------------------------------------------------------------- */

static void
read_text(const char *path)
{
	FILE *file = fopen(path, "r");
	sqlite3 *db = NULL;
	sqlite3_stmt *stmt = NULL;
	char *line = NULL;
	size_t cap = 0;
	ssize_t len;

	if (file == NULL)
		die(path);
	sqlite3_open(":memory:", &db);
	sqlite3_prepare_v2(db, "SELECT json_extract(?1,'$.body')", -1, &stmt, NULL);
	while ((len = getline(&line, &cap, file)) > 0) {
		if (*line != '{') {
			keep_lines(line);
			continue;
		}
		sqlite3_bind_text(stmt, 1, line, (int)len, SQLITE_STATIC);
		if (sqlite3_step(stmt) == SQLITE_ROW && sqlite3_column_text(stmt, 0) != NULL)
			keep_lines((const char *)sqlite3_column_text(stmt, 0));
		sqlite3_reset(stmt);
	}
	sqlite3_finalize(stmt);
	sqlite3_close(db);
	free(line);
	fclose(file);
}

/* ---- made-up text ----------------------------------------------------------------------- */

static void
read_page(const char *path)
{
	FILE *file = fopen(path, "r");
	char *line = NULL;
	size_t cap = 0;

	if (file == NULL)
		die(path);
	while (getline(&line, &cap, file) > 0)
		keep_lines(line);
	free(line);
	fclose(file);
}

/* A clause of a paragraph: what stands between two commas. */
static void
add_clause(uint64_t *random, size_t sources, struct buf *out)
{
	const char *text = paragraph[press_below(random, (uint32_t)sources)], *p = text;
	unsigned skip = press_below(random, 8);
	const char *end;

	for (; skip > 0 && (end = strstr(p, "，")) != NULL; skip--)
		p = end + strlen("，");
	end = strstr(p, "，");
	buf_add(out, p, end != NULL ? (size_t)(end - p) : strlen(p));
	buf_adds(out, "，");
}

static void
make_text(void)
{
	uint64_t random = 5;
	struct buf text = {0};
	size_t sources;
	glob_t found;

	if (glob("seeds/*", 0, NULL, &found) != 0)
		die("seeds");
	for (size_t i = 0; i < found.gl_pathc; i++)
		read_page(found.gl_pathv[i]);
	globfree(&found);
	sources = count;
	while (count < 20000) {
		buf_clear(&text);
		for (unsigned n = 4 + press_below(&random, 8); n > 0; n--)
			add_clause(&random, sources, &text);
		buf_adds(&text, "记者了解到。");
		keep(text.data, text.len);
	}
	buf_free(&text);
}

/* ---- pages ------------------------------------------------------------------------------ */

static const char *const endings[] = {"txt", "md", "txt", "text"};

static void
write_page(
	const char *folder, struct press *press, unsigned page, unsigned articles, unsigned pages)
{
	enum press_form form = (enum press_form)(page % PRESS_FORMS);
	struct buf text = {0};
	char path[4096];
	FILE *file;

	snprintf(path, sizeof path, "%s/%03u", folder, page / PAGES_PER_FOLDER);
	if (mkdir(path, 0777) != 0 && errno != EEXIST)
		die(path);
	/* Thirty years of pages, in their order. */
	press_page(press, form, articles, (unsigned)((uint64_t)page * 10957 / pages), &text);
	snprintf(path, sizeof path, "%s/%03u/%06u.%s", folder, page / PAGES_PER_FOLDER, page,
		endings[form]);
	file = fopen(path, "w");
	if (file == NULL || fwrite(text.data, 1, text.len, file) != text.len || fclose(file) != 0)
		die(path);
	buf_free(&text);
}

int
main(int argc, char **argv)
{
	struct press press = {.random = 1};
	unsigned articles, pages;

	if (argc < 3) {
		fprintf(stderr, "usage: make_pages FOLDER ARTICLES [TEXT]\n");
		return 2;
	}
	articles = (unsigned)strtoul(argv[2], NULL, 10);
	pages = articles * 4 / 25 + 1;
	if (argc > 3)
		read_text(argv[3]);
	else
		make_text();
	if (count == 0) {
		fprintf(stderr, "make_pages: no paragraphs\n");
		return 1;
	}
	press.paragraph = (const char *const *)paragraph;
	press.count = count;
	if (mkdir(argv[1], 0777) != 0 && errno != EEXIST)
		die(argv[1]);
	for (unsigned page = 0; articles > 0; page++) {
		unsigned n = page % 4 == 3 ? 7 : 6;

		n = n < articles ? n : articles;
		write_page(argv[1], &press, page, n, pages);
		articles -= n;
	}
	for (size_t i = 0; i < count; i++)
		free(paragraph[i]);
	return 0;
}
