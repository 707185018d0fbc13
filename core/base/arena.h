/*
 * arena.h - memory that lives and dies together.
 *
 * A result (a parsed page, a window of rows) owns an arena; everything it
 * points to was taken from that arena and is freed at once with it.  There is
 * no free for one piece.
 *
 * Thread rule: an arena belongs to one thread at a time.
 */
#ifndef BAOLAN_BASE_ARENA_H
#define BAOLAN_BASE_ARENA_H

#include <stddef.h>

struct arena;

/* A new, empty arena, or NULL without memory.  block_size is the number of
 * bytes asked of malloc at a time (0: a default that suits one page). */
struct arena *arena_new(size_t block_size);
void arena_free(struct arena *arena);

/* Forgets everything taken so far and keeps the memory for the next use. */
void arena_reset(struct arena *arena);

/* size bytes, aligned for any object, not initialised; NULL without memory. */
void *arena_alloc(struct arena *arena, size_t size);

/* count * size zeroed bytes; NULL without memory or where the product overflows. */
void *arena_calloc(struct arena *arena, size_t count, size_t size);

/* A copy of len bytes followed by a NUL. */
char *arena_strndup(struct arena *arena, const char *text, size_t len);
char *arena_strdup(struct arena *arena, const char *text);

/* Bytes asked of malloc so far, for tests and limits. */
size_t arena_size(const struct arena *arena);

#endif
