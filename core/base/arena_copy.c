/* What is made of arena_alloc(), whichever it is: zeros and copies. */
#include "base/arena.h"

#include <stdint.h>
#include <string.h>

void *
arena_calloc(struct arena *arena, size_t count, size_t size)
{
	void *p;

	if (size != 0 && count > SIZE_MAX / size)
		return NULL;
	p = arena_alloc(arena, count * size);
	if (p != NULL)
		memset(p, 0, count * size);
	return p;
}

char *
arena_strndup(struct arena *arena, const char *text, size_t len)
{
	char *copy = len == SIZE_MAX ? NULL : arena_alloc(arena, len + 1);

	if (copy != NULL) {
		memcpy(copy, text, len);
		copy[len] = '\0';
	}
	return copy;
}

char *
arena_strdup(struct arena *arena, const char *text)
{
	return arena_strndup(arena, text, strlen(text));
}
