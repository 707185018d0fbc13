#include "base/arena.h"

#include <stdalign.h>
#include <stdint.h>
#include <stdlib.h>

#define DEFAULT_BLOCK ((size_t)64 * 1024)

struct block {
	struct block *next;
	size_t size, used; /* bytes after the header */
	alignas(max_align_t) unsigned char data[];
};

struct arena {
	struct block *first, *current;
	size_t block_size, total;
};

struct arena *
arena_new(size_t block_size)
{
	struct arena *arena = calloc(1, sizeof *arena);

	if (arena != NULL)
		arena->block_size = block_size ? block_size : DEFAULT_BLOCK;
	return arena;
}

void
arena_free(struct arena *arena)
{
	struct block *b, *next;

	if (arena == NULL)
		return;
	for (b = arena->first; b != NULL; b = next) {
		next = b->next;
		free(b);
	}
	free(arena);
}

void
arena_reset(struct arena *arena)
{
	for (struct block *b = arena->first; b != NULL; b = b->next)
		b->used = 0;
	arena->current = arena->first;
}

/* Makes the current block one with room for size bytes. */
static int
make_room(struct arena *arena, size_t size)
{
	struct block *b = arena->current, **link;
	size_t want = size > arena->block_size ? size : arena->block_size;

	while (b != NULL && b->size - b->used < size && b->next != NULL)
		b = b->next;
	if (b != NULL && b->size - b->used >= size) {
		arena->current = b;
		return 0;
	}
	if (want > SIZE_MAX - sizeof *b)
		return -1;
	link = b == NULL ? &arena->first : &b->next;
	b = malloc(sizeof *b + want);
	if (b == NULL)
		return -1;
	b->next = NULL;
	b->size = want;
	b->used = 0;
	*link = b;
	arena->current = b;
	arena->total += sizeof *b + want;
	return 0;
}

void *
arena_alloc(struct arena *arena, size_t size)
{
	const size_t mask = alignof(max_align_t) - 1;
	struct block *b;
	void *p;

	if (size > SIZE_MAX - mask)
		return NULL;
	size = (size + mask) & ~mask;
	b = arena->current;
	if (b == NULL || b->size - b->used < size) {
		if (make_room(arena, size) != 0)
			return NULL;
		b = arena->current;
	}
	p = b->data + b->used;
	b->used += size;
	return p;
}

size_t
arena_size(const struct arena *arena)
{
	return arena->total;
}
