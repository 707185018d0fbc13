#include "base/map.h"
#include "base/hash.h"

#include <stdlib.h>
#include <string.h>

void
map_free(struct map *map)
{
	free(map->slot);
	*map = (struct map){0};
}

void
map_clear(struct map *map)
{
	if (map->cap > 0)
		memset(map->slot, 0, map->cap * sizeof *map->slot);
	map->count = 0;
}

/* The slot of the key, or the free one where it would go. */
static struct map_slot *
look(const struct map *map, uint64_t key)
{
	size_t i = (size_t)hash_spread(key) & (map->cap - 1);

	while (map->slot[i].used && map->slot[i].key != key)
		i = (i + 1) & (map->cap - 1);
	return &map->slot[i];
}

int64_t *
map_find(const struct map *map, uint64_t key)
{
	struct map_slot *slot = map->cap > 0 ? look(map, key) : NULL;

	return slot != NULL && slot->used ? &slot->value : NULL;
}

static bool
grow(struct map *map)
{
	struct map bigger = {.count = map->count, .cap = map->cap > 0 ? map->cap * 2 : 64};

	bigger.slot = calloc(bigger.cap, sizeof *bigger.slot);
	if (bigger.slot == NULL)
		return false;
	for (size_t i = 0; i < map->cap; i++) {
		if (map->slot[i].used)
			*look(&bigger, map->slot[i].key) = map->slot[i];
	}
	free(map->slot);
	*map = bigger;
	return true;
}

int64_t *
map_put(struct map *map, uint64_t key)
{
	struct map_slot *slot;

	/* At most two thirds full. */
	if (map->count * 3 >= map->cap * 2 && !grow(map))
		return NULL;
	slot = look(map, key);
	if (!slot->used) {
		*slot = (struct map_slot){key, 0, true};
		map->count++;
	}
	return &slot->value;
}
