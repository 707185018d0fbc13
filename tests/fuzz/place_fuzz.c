/*
 * place_fuzz.c - articles and tables of the user's own, as anybody may write them.
 *
 * The first byte says what the rest is: T a table of places, W one of topics, anything else an
 * article: its first line the headline, each further one a paragraph.
 */
#include "topic/topic.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>
#include <unistr.h>

#define PARAGRAPHS_MAX 256

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct gazetteer *gazetteer;
static struct lexicon *lexicon;

static void
set_up(void)
{
	struct err err;

	if (gazetteer != NULL)
		return;
	if (gazetteer_new(NULL, NULL, NULL, &gazetteer, &err) != ERR_OK ||
		lexicon_new(NULL, NULL, NULL, &lexicon, &err) != ERR_OK)
		abort();
}

static struct rtext
text_of(const char *text, struct arena *arena)
{
	struct piece *piece = arena_calloc(arena, 1, sizeof *piece);
	struct rtext out = {text, (uint32_t)strlen(text), 1, piece};

	if (piece == NULL)
		abort();
	piece->text_step = piece->file_step = 1;
	return out;
}

static void
check(bool held)
{
	if (!held)
		abort();
}

static void
resolve(const struct article *article, size_t size, struct arena *arena)
{
	struct place_result places;
	struct topic_result topics;
	const struct person *people;
	struct err err;
	unsigned count;

	check(place_resolve(gazetteer, article, arena, &places, &err) == ERR_OK);
	check(places.primary < 0 || (unsigned)places.primary < places.hit_count);
	for (unsigned i = 0; i < places.hit_count; i++) {
		check(places.hits[i].evidence_count > 0);
		for (unsigned j = 0; j < places.hits[i].evidence_count; j++)
			check(places.hits[i].evidence[j].end <= size &&
				places.hits[i].evidence[j].start < places.hits[i].evidence[j].end);
	}
	check(topic_resolve(lexicon, article, arena, &topics, &err) == ERR_OK);
	for (unsigned i = 0; i < topics.hit_count; i++)
		check(topics.hits[i].evidence_count > 0);
	check(people_find(lexicon, article, arena, &people, &count, &err) == ERR_OK);
	for (unsigned i = 0; i < count; i++)
		check(people[i].start < people[i].end && people[i].end <= size);
}

static void
try_article(const char *text, size_t size)
{
	struct arena *arena = arena_new(0);
	struct article article = {0};
	char *copy, *line, *next;

	if (arena == NULL)
		abort();
	copy = arena_strndup(arena, text, size);
	article.blocks = arena_calloc(arena, PARAGRAPHS_MAX, sizeof *article.blocks);
	if (copy == NULL || article.blocks == NULL)
		abort();
	for (line = copy; line != NULL; line = next) {
		next = strchr(line, '\n');
		if (next != NULL)
			*next++ = '\0';
		if (line == copy) {
			article.title = text_of(line, arena);
		} else if (article.block_count < PARAGRAPHS_MAX) {
			struct block *b = &article.blocks[article.block_count++];

			b->type = (enum block_type)(strlen(line) % 4);
			b->text = text_of(line, arena);
		}
	}
	resolve(&article, size, arena);
	arena_free(arena);
}

static void
try_table(const uint8_t *data, size_t size, bool places)
{
	char path[64];
	struct gazetteer *own_places;
	struct lexicon *own_topics;
	struct err err;
	int fd = memfd_create("table", 0);

	if (fd < 0 || write(fd, data, size) != (ssize_t)size)
		abort();
	snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
	if (places && gazetteer_new(path, NULL, NULL, &own_places, &err) == ERR_OK)
		gazetteer_free(own_places);
	if (!places && lexicon_new(path, NULL, NULL, &own_topics, &err) == ERR_OK)
		lexicon_free(own_topics);
	close(fd);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	set_up();
	if (size == 0)
		return 0;
	if (*data == 'T' || *data == 'W')
		try_table(data + 1, size - 1, *data == 'T');
	else if (memchr(data, 0, size) == NULL && u8_check(data, size) == NULL)
		try_article((const char *)data, size);
	return 0;
}
