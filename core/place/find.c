/* The district that a person means. */
#include "place/gazetteer.h"
#include "place/typed.h"

#include <string.h>

const struct district *
gazetteer_find(
	const struct gazetteer *gazetteer, const char *text, const struct district *nearest[3])
{
	struct typed typed;

	typed_begin(&typed, text);
	for (unsigned i = 0; i < gazetteer->count; i++) {
		const struct district *d = &gazetteer->districts[i];

		typed_spelling(&typed, i, d->name, false);
		typed_spelling(&typed, i, d->short_name, false);
		typed_spelling(&typed, i, d->adcode, false);
		typed_spelling(&typed, i, d->pinyin, false);
		typed_sound(&typed, i, d->pinyin);
		typed_spelling(&typed, i, d->initials, false);
		typed_spelling(&typed, i, d->english, false);
		typed_spelling(&typed, i, gazetteer->rows[i].typed, true);
	}
	for (unsigned i = 0; nearest != NULL && i < 3; i++)
		nearest[i] = i < typed.nearest_count && !typed.exact
				     ? &gazetteer->districts[typed.nearest[i]]
				     : NULL;
	return typed.exact ? &gazetteer->districts[typed.found] : NULL;
}
