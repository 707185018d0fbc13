/*
 * map.h - from a number to a number.
 *
 * Open addressing over 64-bit keys.  Key 0 is as good as any other.  A zeroed
 * struct map is an empty one.
 *
 * Thread rule: a map belongs to one thread at a time.
 */
#ifndef BAOLAN_BASE_MAP_H
#define BAOLAN_BASE_MAP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct map_slot {
	uint64_t key;
	int64_t value;
	bool used;
};

struct map {
	struct map_slot *slot;
	size_t count, cap; /* cap: a power of two, or 0 */
};

void map_free(struct map *map);
void map_clear(struct map *map); /* keeps the memory */

/* The value of a key, or NULL; valid until the map changes. */
int64_t *map_find(const struct map *map, uint64_t key);

/* The value of a key, 0 where it is new; NULL without memory. */
int64_t *map_put(struct map *map, uint64_t key);

#endif
