#include "place/gazetteer.h"

#include "base/i18n.h"
#include "base/utf8.h"
#include "place/user_file.h"

#include <stdlib.h>
#include <string.h>

#define DISTRICTS_FILE "home-districts.tsv"
#define DISTRICTS_MAX 128

/* ---- the districts ---------------------------------------------------------------------- */

static bool
has_word(struct field field, const char *word)
{
	size_t len = strlen(word);

	for (size_t i = 0; i + len <= field.len; i++) {
		bool begins = i == 0 || field.text[i - 1] == ' ';
		bool ends = i + len == field.len || field.text[i + len] == ' ';

		if (begins && ends && memcmp(field.text + i, word, len) == 0)
			return true;
	}
	return false;
}

static const char *
copy(struct gazetteer *g, struct field field)
{
	return arena_strndup(g->arena, field.text, field.len);
}

static enum err_code
add_district(struct gazetteer *g, const struct table_row *row, struct err *err)
{
	struct district *d = &g->districts[g->count];
	struct district_row *r = &g->rows[g->count];
	long map_row, map_column;

	if (has_word(row->field[8], "city")) {
		g->city = copy(g, row->field[0]);
		g->city_short = copy(g, row->field[1]);
		return g->city == NULL || g->city_short == NULL ? err_nomem(err) : ERR_OK;
	}
	if (row->count < 10 || g->count == DISTRICTS_MAX || !field_long(row->field[6], &map_row) ||
		!field_long(row->field[7], &map_column))
		return err_set(err, ERR_BUG, _("%s:%u: not understood"), DISTRICTS_FILE, row->line);
	d->name = copy(g, row->field[0]);
	d->short_name = copy(g, row->field[1]);
	d->adcode = copy(g, row->field[2]);
	d->pinyin = copy(g, row->field[3]);
	d->initials = copy(g, row->field[4]);
	d->english = copy(g, row->field[5]);
	d->row = (int)map_row;
	d->column = (int)map_column;
	d->index = g->count;
	r->typed = copy(g, row->field[9]);
	r->word = has_word(row->field[8], "word");
	r->given = has_word(row->field[8], "given");
	if (d->name == NULL || d->short_name == NULL || d->adcode == NULL || d->pinyin == NULL ||
		d->initials == NULL || d->english == NULL || r->typed == NULL)
		return err_nomem(err);
	g->count++;
	return ERR_OK;
}

static enum err_code
load_districts(struct gazetteer *g, struct err *err)
{
	struct table_reader reader;
	struct table_row row;

	g->districts = arena_calloc(g->arena, DISTRICTS_MAX, sizeof *g->districts);
	g->rows = arena_calloc(g->arena, DISTRICTS_MAX, sizeof *g->rows);
	if (g->districts == NULL || g->rows == NULL)
		return err_nomem(err);
	if (table_open_builtin(&reader, DISTRICTS_FILE, err) != ERR_OK)
		return ERR_BUG;
	while (table_next(&reader, &row, err)) {
		enum err_code rc = add_district(g, &row, err);

		if (rc != ERR_OK)
			return rc;
	}
	/* It also says which city that is. */
	return g->city != NULL ? ERR_OK
			       : err_set(err, ERR_BUG, _("%s:%u: not understood"), DISTRICTS_FILE,
					 reader.line);
}

uint8_t
gazetteer_index(const struct gazetteer *g, struct field name)
{
	for (unsigned i = 0; i < g->count; i++) {
		const struct district *d = &g->districts[i];

		if (field_is(name, d->name) || field_is(name, d->short_name) ||
			field_is(name, d->adcode))
			return (uint8_t)i;
	}
	return NO_DISTRICT;
}

/* ---- the user's file -------------------------------------------------------------------- */

/* The classes that a user can give to a name; the others need more than a row can say. */
static bool is_users_class(enum place_class class)
{
	switch (class) {
	case CLASS_FORMER:
	case CLASS_TOWN:
	case CLASS_AREA:
	case CLASS_QUARTER:
	case CLASS_BODY:
	case CLASS_VENUE:
	case CLASS_HINT:
		return true;
	default:
		return false;
	}
}

/* A row of the user's file: name, district, class (area where it is left out). */
static bool
read_user_row(const struct gazetteer *g, const char *path, const struct table_row *row,
	struct user_place *out, struct err *err)
{
	if (row->count == 0)
		return false;
	out->name = row->field[0];
	out->district = gazetteer_index(g, row->field[1]);
	out->class = row->field[2].len == 0 ? CLASS_AREA : place_class_from_name(row->field[2]);
	if (row->count < 2 || row->count > 3 || out->name.len == 0 ||
		utf8_count(out->name.text, out->name.len) > NAME_LETTERS_MAX) {
		err_set(err, ERR_USAGE,
			_("%s:%u: a name, a district and perhaps a class are needed"), path,
			row->line);
		return false;
	}
	if (out->class == CLASS_STOP)
		return true;
	if (!is_users_class(out->class)) {
		err_set(err, ERR_USAGE, _("%s:%u: %.*s is no class of places"), path, row->line,
			(int)row->field[2].len, row->field[2].text);
		return false;
	}
	if (out->district == NO_DISTRICT) {
		err_set(err, ERR_USAGE, _("%s:%u: %.*s is no district"), path, row->line,
			(int)row->field[1].len, row->field[1].text);
		return false;
	}
	return true;
}

static enum err_code
load_user(struct gazetteer *g, const char *path, table_warn_fn warn, void *ctx, struct err *err)
{
	struct table_reader reader;
	struct table_row row;
	struct err why;
	size_t len, lines = 1;
	enum err_code rc = user_file_read(path, &g->user_text, &len, &why);

	if (rc == ERR_NOMEM)
		return err_nomem(err);
	if (rc != ERR_OK) {
		/* Without the file there is nothing to add; whoever named it hears of it. */
		if (warn != NULL)
			warn(ctx, &why);
		return ERR_OK;
	}
	for (size_t i = 0; i < len; i++)
		lines += g->user_text[i] == '\n';
	g->user = calloc(lines, sizeof *g->user);
	if (g->user == NULL)
		return err_nomem(err);
	table_open(&reader, path, g->user_text, len);
	while (table_next(&reader, &row, &why)) {
		if (read_user_row(g, path, &row, &g->user[g->user_count], &why))
			g->user_count++;
		else if (warn != NULL)
			warn(ctx, &why);
	}
	return ERR_OK;
}

/* ---- making ----------------------------------------------------------------------------- */

static struct late *
late_new(void)
{
	struct late *late = calloc(1, sizeof *late);

	if (late == NULL || pthread_mutex_init(&late->lock, NULL) != 0) {
		free(late);
		return NULL;
	}
	atomic_init(&late->atlas, NULL);
	return late;
}

static void
late_free(struct late *late)
{
	if (late == NULL)
		return;
	atlas_free(atomic_load(&late->atlas));
	pthread_mutex_destroy(&late->lock);
	free(late);
}

enum err_code
gazetteer_new(const char *user_file, table_warn_fn warn, void *ctx, struct gazetteer **out,
	struct err *err)
{
	struct gazetteer *g = calloc(1, sizeof *g);
	enum err_code rc;

	*out = NULL;
	if (g == NULL)
		return err_nomem(err);
	g->arena = arena_new(0);
	g->late = late_new();
	rc = g->arena == NULL || g->late == NULL ? err_nomem(err) : load_districts(g, err);
	if (rc == ERR_OK && user_file != NULL)
		rc = load_user(g, user_file, warn, ctx, err);
	if (rc != ERR_OK)
		gazetteer_free(g);
	else
		*out = g;
	return rc;
}

void
gazetteer_free(struct gazetteer *g)
{
	if (g == NULL)
		return;
	late_free(g->late);
	free(g->user);
	free(g->user_text);
	arena_free(g->arena);
	free(g);
}

enum err_code
gazetteer_atlas(const struct gazetteer *gazetteer, const struct atlas **out, struct err *err)
{
	struct late *late = gazetteer->late;
	struct atlas *atlas = atomic_load_explicit(&late->atlas, memory_order_acquire);
	enum err_code rc = ERR_OK;

	if (atlas == NULL) {
		pthread_mutex_lock(&late->lock);
		atlas = atomic_load_explicit(&late->atlas, memory_order_relaxed);
		if (atlas == NULL) {
			rc = atlas_new(gazetteer, &atlas, err);
			if (rc == ERR_OK)
				atomic_store_explicit(&late->atlas, atlas, memory_order_release);
		}
		pthread_mutex_unlock(&late->lock);
	}
	*out = atlas;
	return rc;
}

const struct district *
gazetteer_districts(const struct gazetteer *gazetteer, unsigned *count)
{
	*count = gazetteer->count;
	return gazetteer->districts;
}

const char *
place_position_name(enum place_position position)
{
	static const char *const names[POS_COUNT] = {
		[POS_HEADLINE] = "headline",
		[POS_ORGANISER] = "organiser",
		[POS_LEAD] = "lead",
		[POS_OPENING] = "opening",
		[POS_EARLY] = "early",
		[POS_CAPTION] = "caption",
		[POS_BODY] = "body",
		[POS_QUOTE] = "quote",
		[POS_SECTION] = "section",
		[POS_CREDIT] = "credit",
	};

	return (unsigned)position < POS_COUNT ? names[position] : "";
}
