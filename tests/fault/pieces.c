/*
 * pieces.c - arenas whose every piece is asked of malloc() by itself.
 *
 * The program's own arenas ask once for many pieces, so that without memory nearly all of them are
 * given all the same.  The fault tests are linked with these instead: any piece may be the one that
 * there is no memory for, and a sanitizer sees who writes beyond a piece or reads one that is gone.
 */
#include "base/arena.h"

#include <stdalign.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

struct piece {
	struct piece *next;
	alignas(max_align_t) unsigned char data[];
};

struct arena {
	struct piece *last;
	size_t total;
};

struct arena *
arena_new(size_t block_size)
{
	(void)block_size;
	return calloc(1, sizeof(struct arena));
}

void
arena_reset(struct arena *arena)
{
	for (struct piece *p = arena->last, *next; p != NULL; p = next) {
		next = p->next;
		free(p);
	}
	arena->last = NULL;
}

void
arena_free(struct arena *arena)
{
	if (arena != NULL)
		arena_reset(arena);
	free(arena);
}

void *
arena_alloc(struct arena *arena, size_t size)
{
	struct piece *p = size < SIZE_MAX / 2 ? malloc(sizeof *p + size) : NULL;

	if (p == NULL)
		return NULL;
	p->next = arena->last;
	arena->last = p;
	arena->total += size;
	return p->data;
}

size_t
arena_size(const struct arena *arena)
{
	return arena->total;
}
