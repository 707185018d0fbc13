#include "place/atlas.h"

#include "base/i18n.h"
#include "base/utf8.h"
#include "place/garbled.h"
#include "place/gazetteer.h"

#include <stdlib.h>
#include <string.h>

static const char *const class_names[CLASS_COUNT] = {
	[CLASS_STOP] = "stop",
	[CLASS_DISTRICT] = "district",
	[CLASS_SHORT] = "short",
	[CLASS_FORMER] = "former",
	[CLASS_TOWN] = "town",
	[CLASS_TOWN_SHORT] = "town-short",
	[CLASS_STEM] = "stem",
	[CLASS_COMMUNITY] = "community",
	[CLASS_AREA] = "area",
	[CLASS_SIGNED] = "signed",
	[CLASS_QUARTER] = "quarter",
	[CLASS_BODY] = "body",
	[CLASS_VENUE] = "venue",
	[CLASS_HINT] = "hint",
	[CLASS_GENERIC] = "generic",
	[CLASS_CITY] = "city",
	[CLASS_OUTSIDE] = "outside",
	[CLASS_OUTSIDE_SHORT] = "outside-short",
	[CLASS_OUTSIDE_CHAINED] = "outside-chained",
};

enum place_class
place_class_from_name(struct field name)
{
	unsigned i = 0;

	while (i < CLASS_COUNT && !field_is(name, class_names[i]))
		i++;
	return (enum place_class)i;
}

bool
code_lies_in(uint32_t code, uint32_t ancestor)
{
	if (ancestor % 10000 == 0)
		return code / 10000 == ancestor / 10000;
	if (ancestor % 100 == 0)
		return code / 100 == ancestor / 100;
	return code == ancestor;
}

/* ---- adding ----------------------------------------------------------------------------- */

static const uint8_t no_districts[ENTRY_DISTRICTS_MAX] = {NO_DISTRICT, NO_DISTRICT, NO_DISTRICT};

static enum err_code
add(struct atlas *atlas, struct field name, const struct entry *like, struct err *err)
{
	struct entry *entry;

	if (name.len == 0)
		return ERR_OK;
	if (name.len > UINT8_MAX)
		return err_set(err, ERR_BUG, _("a name of %zu bytes"), name.len);
	if (atlas->count == atlas->cap) {
		uint32_t cap = atlas->cap == 0 ? 4096 : atlas->cap * 2;
		struct entry *larger = realloc(atlas->entries, cap * sizeof *larger);

		if (larger == NULL)
			return err_nomem(err);
		atlas->entries = larger;
		atlas->cap = cap;
	}
	entry = &atlas->entries[atlas->count];
	*entry = *like;
	entry->text = name.text;
	entry->len = (uint8_t)name.len;
	return names_add(atlas->names, name.text, name.len, atlas->count++, err);
}

static enum err_code
add_words(struct atlas *atlas, struct field words, const struct entry *like, struct err *err)
{
	struct field word;

	while (field_word(&words, &word)) {
		enum err_code rc = add(atlas, word, like, err);

		if (rc != ERR_OK)
			return rc;
	}
	return ERR_OK;
}

static struct field
field_of(const char *text)
{
	struct field field = {text, strlen(text)};

	return field;
}

/* ---- the tables ------------------------------------------------------------------------- */

struct loader {
	const struct gazetteer *gazetteer;
	struct atlas *atlas;
	const char *file;
};

typedef enum err_code (*row_fn)(
	struct loader *loader, const struct table_row *row, struct err *err);

static enum err_code
bad_row(const struct loader *loader, const struct table_row *row, struct err *err)
{
	return err_set(err, ERR_BUG, _("%s:%u: not understood"), loader->file, row->line);
}

/* The districts that a field names, at most three. */
static bool
read_districts(const struct loader *loader, struct field field, struct entry *entry)
{
	struct field word;
	unsigned count = 0;

	memcpy(entry->districts, no_districts, sizeof no_districts);
	while (field_word(&field, &word)) {
		uint8_t district = gazetteer_index(loader->gazetteer, word);

		if (district == NO_DISTRICT || count == ENTRY_DISTRICTS_MAX)
			return false;
		entry->districts[count++] = district;
	}
	return true;
}

static enum err_code
add_districts(struct loader *loader, struct err *err)
{
	const struct gazetteer *g = loader->gazetteer;
	struct entry city = {.class = CLASS_CITY};
	enum err_code rc;

	memcpy(city.districts, no_districts, sizeof no_districts);
	rc = add(loader->atlas, field_of(g->city), &city, err);
	if (rc == ERR_OK)
		rc = add(loader->atlas, field_of(g->city_short), &city, err);
	for (unsigned i = 0; rc == ERR_OK && i < g->count; i++) {
		const struct district *d = &g->districts[i];
		struct entry e = {.class = CLASS_DISTRICT,
			.districts = {(uint8_t)i, NO_DISTRICT, NO_DISTRICT}};

		rc = add(loader->atlas, field_of(d->name), &e, err);
		/* A short name that is no part of the full one is a generic word (经开区). */
		e.class = strncmp(d->name, d->short_name, strlen(d->short_name)) == 0
				  ? CLASS_SHORT
				  : CLASS_GENERIC;
		e.flags = (uint8_t)((g->rows[i].word ? ENTRY_WORD : 0) |
				    (g->rows[i].given ? ENTRY_GIVEN : 0));
		if (rc == ERR_OK)
			rc = add(loader->atlas, field_of(d->short_name), &e, err);
	}
	return rc;
}

/* Adds every word with `kind` behind it. */
static enum err_code
add_with(struct atlas *atlas, struct field words, const char *kind, const struct entry *like,
	struct err *err)
{
	struct field word, ending = field_of(kind);

	while (field_word(&words, &word)) {
		size_t keep = word.len;
		char *name = arena_alloc(atlas->arena, word.len + ending.len);
		struct field whole = {name, word.len + ending.len};
		enum err_code rc;

		if (name == NULL)
			return err_nomem(err);
		/* 新宫村 has it already. */
		if (keep > ending.len &&
			memcmp(word.text + keep - ending.len, ending.text, ending.len) == 0)
			keep -= ending.len;
		memcpy(name, word.text, keep);
		memcpy(name + keep, ending.text, ending.len);
		whole.len = keep + ending.len;
		rc = add(atlas, whole, like, err);
		if (rc != ERR_OK)
			return rc;
	}
	return ERR_OK;
}

/* The districts of a row: by its code, or as a column says, the first of them then the default. */
static bool
row_districts(const struct loader *loader, const struct table_row *row, unsigned column,
	struct entry *entry)
{
	struct field code = {row->field[0].text, 6};

	if (row->field[0].len < 6)
		return false;
	if (row->field[column].len == 0)
		return read_districts(loader, code, entry);
	entry->flags |= ENTRY_DEFAULT;
	return read_districts(loader, row->field[column], entry);
}

/* A community that is called after its town: where several towns have that name, or another town's
 * community, all are candidates (八里庄社区). */
static enum err_code
add_namesakes(
	struct atlas *atlas, const struct table_row *row, const struct entry *town, struct err *err)
{
	struct entry e = *town;
	enum err_code rc;

	e.class = CLASS_COMMUNITY;
	rc = add_with(atlas, row->field[3], "社区", &e, err);
	return rc == ERR_OK ? add_with(atlas, row->field[4], "社区", &e, err) : rc;
}

/* home-towns.tsv: code, name, forms, short names, stem, elsewhere, districts */
static enum err_code
add_town(struct loader *loader, const struct table_row *row, struct err *err)
{
	struct entry e = {.class = CLASS_TOWN};
	enum err_code rc;

	if (row->count < 6 || !row_districts(loader, row, 6, &e))
		return bad_row(loader, row, err);
	if (row->field[5].len > 0)
		e.flags |= ENTRY_ELSEWHERE;
	/* 张镇 is found in 主张镇静 as well. */
	if (utf8_count(row->field[1].text, row->field[1].len) <= 2)
		e.class = CLASS_STEM;
	rc = add(loader->atlas, row->field[1], &e, err);
	e.class = CLASS_TOWN;
	if (rc == ERR_OK)
		rc = add_words(loader->atlas, row->field[2], &e, err);
	e.class = CLASS_TOWN_SHORT;
	if (rc == ERR_OK)
		rc = add_words(loader->atlas, row->field[3], &e, err);
	e.class = CLASS_STEM;
	if (rc == ERR_OK)
		rc = add_words(loader->atlas, row->field[4], &e, err);
	return rc == ERR_OK ? add_namesakes(loader->atlas, row, &e, err) : rc;
}

/* home-communities.tsv: code, communities, villages, districts */
static enum err_code
add_communities(struct loader *loader, const struct table_row *row, struct err *err)
{
	struct entry e = {.class = CLASS_COMMUNITY};
	enum err_code rc;

	if (row->count < 3 || !row_districts(loader, row, 3, &e))
		return bad_row(loader, row, err);
	rc = add_with(loader->atlas, row->field[1], "社区", &e, err);
	return rc == ERR_OK ? add_with(loader->atlas, row->field[2], "村", &e, err) : rc;
}

/* home-places.tsv: names, districts, class, reason */
static enum err_code
add_place(struct loader *loader, const struct table_row *row, struct err *err)
{
	struct entry e = {0};

	e.class = (uint8_t)place_class_from_name(row->field[2]);
	if (row->count < 3 || e.class == CLASS_COUNT || !read_districts(loader, row->field[1], &e))
		return bad_row(loader, row, err);
	return add_words(loader->atlas, row->field[0], &e, err);
}

static enum err_code
add_stop(struct loader *loader, const struct table_row *row, struct err *err)
{
	struct entry e = {.class = CLASS_STOP};

	memcpy(e.districts, no_districts, sizeof no_districts);
	return add(loader->atlas, row->field[0], &e, err);
}

/* china.tsv: code, name, short, use of the short name */
static enum err_code
add_outside(struct loader *loader, const struct table_row *row, struct err *err)
{
	struct entry e = {.class = CLASS_OUTSIDE};
	enum err_code rc;
	long code;

	memcpy(e.districts, no_districts, sizeof no_districts);
	if (row->count < 4 || !field_long(row->field[0], &code) || code < 0 || code > 999999)
		return bad_row(loader, row, err);
	e.code = (uint32_t)code;
	if (field_is(row->field[3], "only-chained"))
		e.class = CLASS_OUTSIDE_CHAINED;
	rc = add(loader->atlas, row->field[1], &e, err);
	e.class = field_is(row->field[3], "alone") ? CLASS_OUTSIDE_SHORT : CLASS_OUTSIDE_CHAINED;
	return rc == ERR_OK ? add_words(loader->atlas, row->field[2], &e, err) : rc;
}

static enum err_code
add_user(struct loader *loader, struct err *err)
{
	const struct gazetteer *g = loader->gazetteer;

	for (unsigned i = 0; i < g->user_count; i++) {
		const struct user_place *u = &g->user[i];
		struct entry e = {.class = (uint8_t)u->class,
			.districts = {u->district, NO_DISTRICT, NO_DISTRICT}};
		enum err_code rc = add(loader->atlas, u->name, &e, err);

		if (rc != ERR_OK)
			return rc;
	}
	return ERR_OK;
}

static enum err_code
load(struct loader *loader, const char *file, row_fn add_row, struct err *err)
{
	struct table_reader reader;
	struct table_row row;

	loader->file = file;
	if (table_open_builtin(&reader, file, err) != ERR_OK)
		return ERR_BUG;
	while (table_next(&reader, &row, err)) {
		enum err_code rc =
			row.count == 0 ? bad_row(loader, &row, err) : add_row(loader, &row, err);

		if (rc != ERR_OK)
			return rc;
	}
	return ERR_OK;
}

static enum err_code
load_all(struct loader *loader, struct err *err)
{
	static const struct {
		const char *file;
		row_fn add_row;
	} tables[] = {
		{"home-towns.tsv", add_town},
		{"home-communities.tsv", add_communities},
		{"home-places.tsv", add_place},
		{"home-stops.tsv", add_stop},
		{"place-stops.tsv", add_stop},
		{"china.tsv", add_outside},
	};
	enum err_code rc = add_districts(loader, err);

	for (size_t i = 0; rc == ERR_OK && i < sizeof tables / sizeof *tables; i++)
		rc = load(loader, tables[i].file, tables[i].add_row, err);
	return rc == ERR_OK ? add_user(loader, err) : rc;
}

enum err_code
atlas_new(const struct gazetteer *gazetteer, struct atlas **out, struct err *err)
{
	struct atlas *atlas = calloc(1, sizeof *atlas);
	struct loader loader = {gazetteer, atlas, NULL};
	enum err_code rc;

	*out = NULL;
	if (atlas == NULL)
		return err_nomem(err);
	atlas->names = names_new();
	atlas->arena = arena_new(0);
	rc = atlas->names == NULL || atlas->arena == NULL ? err_nomem(err) : load_all(&loader, err);
	if (rc == ERR_OK)
		rc = names_build(atlas->names, err);
	if (rc == ERR_OK)
		rc = rules_new(&atlas->rules, err);
	if (rc == ERR_OK)
		rc = garbled_new(atlas, &atlas->garbled, err);
	if (rc != ERR_OK)
		atlas_free(atlas);
	else
		*out = atlas;
	return rc;
}

void
atlas_free(struct atlas *atlas)
{
	if (atlas == NULL)
		return;
	names_free(atlas->names);
	rules_free(atlas->rules);
	garbled_free(atlas->garbled);
	arena_free(atlas->arena);
	free(atlas->entries);
	free(atlas);
}
