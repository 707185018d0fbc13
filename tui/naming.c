#include "naming.h"
#include "language.h"

#include <stdlib.h>
#include <string.h>

/* A value and where it was. */
struct place {
	struct facet_count value;
	enum collation collation;
	unsigned at;
};

static int
by_count_and_name(const void *a, const void *b)
{
	const struct place *x = a, *y = b;
	const bool none = x->value.value[0] == '\0', other_none = y->value.value[0] == '\0';

	if (x->value.count != y->value.count)
		return x->value.count < y->value.count ? 1 : -1;
	if (none != other_none) /* "(none)" is no name, and stands behind them */
		return none ? 1 : -1;
	return text_collate(x->collation, x->value.value, y->value.value);
}

/* The values in their new order; NULL where they stay as they are. */
static const struct place *
sort(enum facet facet, const struct facet_count *counts, unsigned count, struct arena *arena)
{
	struct place *places;

	if (count < 2 || facet == FACET_DISTRICT || facet == FACET_KIND || facet == FACET_MONTH ||
		facet == FACET_YEAR)
		return NULL;
	places = arena_calloc(arena, count, sizeof *places);
	if (places == NULL)
		return NULL;
	for (unsigned i = 0; i < count; i++)
		places[i] = (struct place){counts[i], language_collation(), i};
	qsort(places, count, sizeof *places, by_count_and_name);
	return places;
}

static bool
take_values(const struct place *places, const struct facet_count **counts, unsigned count,
	struct arena *arena)
{
	struct facet_count *sorted = arena_calloc(arena, count, sizeof *sorted);

	if (sorted == NULL)
		return false;
	for (unsigned i = 0; i < count; i++)
		sorted[i] = places[i].value;
	*counts = sorted;
	return true;
}

void
naming_sort(
	enum facet facet, const struct facet_count **counts, unsigned count, struct arena *arena)
{
	const struct place *places = sort(facet, *counts, count, arena);

	if (places != NULL)
		take_values(places, counts, count, arena);
}

void
naming_sort_cross(enum facet rows, enum facet columns, struct cross *cross, struct arena *arena)
{
	const unsigned n = cross->row_count, m = cross->column_count;
	const struct place *down = sort(rows, cross->rows, n, arena);
	const struct place *across = sort(columns, cross->columns, m, arena);
	uint64_t *cells = arena_calloc(arena, (size_t)n * m + 1, sizeof *cells);

	if (cells == NULL || (down != NULL && !take_values(down, &cross->rows, n, arena)))
		return;
	if (across != NULL && !take_values(across, &cross->columns, m, arena))
		across = NULL;
	for (size_t r = 0; r < n; r++)
		for (size_t c = 0; c < m; c++)
			cells[r * m + c] = cross->cells[(down != NULL ? down[r].at : r) * m +
							(across != NULL ? across[c].at : c)];
	cross->cells = cells;
}
