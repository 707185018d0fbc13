#include "archive/bounds.h"

#include <stdlib.h>

static void
widen(struct bound *b, const struct unit *unit, bool first)
{
	if (unit->date == 0)
		b->undated = true;
	else if (b->first_date == 0 || unit->date < b->first_date)
		b->first_date = unit->date;
	if (unit->date > b->last_date)
		b->last_date = unit->date;
	if (first || unit->place < b->first_place)
		b->first_place = unit->place;
	if (first || unit->place > b->last_place)
		b->last_place = unit->place;
}

static enum err_code
make(struct archive *archive, article_key end, uint32_t chunks, struct bound *out, struct err *err)
{
	struct buf units = {0};
	enum err_code code = ERR_OK;

	for (uint32_t c = 0; code == ERR_OK && c < chunks; c++) {
		struct unit unit;
		bool first = true;
		size_t at = 0;

		code = column_get(archive, COL_UNIT, c, &units, err);
		while (code == ERR_OK && unit_next((const unsigned char *)buf_str(&units),
						 units.len, c, end, &at, &unit)) {
			widen(&out[c], &unit, first);
			first = false;
		}
	}
	buf_free(&units);
	return code;
}

enum err_code
bounds_get(struct archive *archive, article_key end, const struct bound **out, uint32_t *chunks,
	struct err *err)
{
	uint32_t count = (uint32_t)((end + CHUNK_KEYS - 1) / CHUNK_KEYS);
	int64_t generation = 0;
	struct bound *made;
	enum err_code code = meta_get(archive, "generation", &generation, err);

	if (code == ERR_OK && (archive->bounds == NULL || archive->bounds_of != generation ||
				      archive->bounds_count != count)) {
		made = calloc((size_t)count + 1, sizeof *made);
		code = made != NULL ? make(archive, end, count, made, err) : err_nomem(err);
		if (code != ERR_OK) {
			free(made);
			return code;
		}
		free(archive->bounds);
		archive->bounds = made;
		archive->bounds_count = count;
		archive->bounds_of = generation;
	}
	*out = archive->bounds;
	*chunks = count;
	return code;
}
