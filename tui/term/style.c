#include "term/style.h"
#include "base/i18n.h"
#include "base/table.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
	COLUMN_THEME,
	COLUMN_ROLE,
	COLUMN_FG,
	COLUMN_BG,
	COLUMN_FG8,
	COLUMN_BG8,
	COLUMN_ATTRS
};

/* Behind the roles come the two ways in which a row is set off. */
enum {
	ROW_SELECTED = ROLES,
	ROW_CURRENT,
	ROWS
};

struct theme {
	struct look deep[ROWS], plain[ROWS], mono[ROWS];
};

static const char *const names[ROWS] = {"text", "dim", "strong", "title", "kicker", "byline",
	"subhead", "caption", "brand", "bar", "chip", "rule", "key", "hint", "hit", "here", "mark",
	"count", "gauge", "alert", "prompt", "heat0", "heat1", "heat2", "heat3", "heat4",
	"selected", "current"};

static bool
read_colour(struct field field, long last, int16_t *out)
{
	long value = -1;

	if (field.len != 0 && (!field_long(field, &value) || value < 0 || value > last))
		return false;
	*out = (int16_t)value;
	return true;
}

static bool
read_attrs(struct field field, uint8_t *out)
{
	static const char letters[] = "bdiur";

	*out = 0;
	for (size_t i = 0; i < field.len; i++) {
		const char *at = strchr(letters, field.text[i]);

		if (at == NULL || *at == '\0')
			return false;
		*out |= (uint8_t)(1 << (at - letters));
	}
	return true;
}

static bool
read_row(struct theme *theme, const struct table_row *row, bool mono)
{
	struct look deep, plain;
	int i = 0;

	while (i < ROWS && !field_is(row->field[COLUMN_ROLE], names[i]))
		i++;
	if (i == ROWS || row->count <= COLUMN_ATTRS ||
		!read_colour(row->field[COLUMN_FG], 255, &deep.fg) ||
		!read_colour(row->field[COLUMN_BG], 255, &deep.bg) ||
		!read_colour(row->field[COLUMN_FG8], 7, &plain.fg) ||
		!read_colour(row->field[COLUMN_BG8], 7, &plain.bg) ||
		!read_attrs(row->field[COLUMN_ATTRS], &deep.attrs))
		return false;
	plain.attrs = deep.attrs;
	if (mono) {
		theme->mono[i] = (struct look){-1, -1, deep.attrs};
		return true;
	}
	theme->deep[i] = deep;
	/* Where colour says "less", the attribute need not. */
	if (deep.fg >= 0)
		theme->deep[i].attrs &= (uint8_t)~LOOK_DIM;
	theme->plain[i] = plain;
	return true;
}

/* A row of the theme that is wanted, or of mono, which stands for every terminal without colour,
 * is taken; one of another theme is only looked at.  False where it is wrong. */
static bool
take_row(struct theme *theme, const char *name, const struct table_row *row, unsigned *found)
{
	static const char *const themes[] = {"dark", "light", "mono"};
	struct theme other;
	bool known = false, ok = true;

	for (size_t i = 0; i < sizeof themes / sizeof *themes; i++)
		known |= field_is(row->field[COLUMN_THEME], themes[i]);
	if (!known)
		return false;
	if (field_is(row->field[COLUMN_THEME], name)) {
		++*found;
		ok = read_row(theme, row, false);
	} else if (!field_is(row->field[COLUMN_THEME], "mono")) {
		ok = read_row(&other, row, false);
	}
	if (field_is(row->field[COLUMN_THEME], "mono"))
		ok = read_row(theme, row, true);
	return ok;
}

/* Returns how many rows the theme has. */
static unsigned
read_theme(struct theme *theme, const char *name, const char *file, const char *text, size_t len,
	theme_warn_fn warn, void *ctx)
{
	struct table_reader reader;
	struct table_row row;
	struct err err;
	unsigned found = 0;

	table_open(&reader, file, text, len);
	while (table_next(&reader, &row, &err)) {
		if (row.count != 0 && take_row(theme, name, &row, &found))
			continue;
		if (row.count != 0)
			err_set(&err, ERR_REFUSED, _("%s:%u: not a row of a theme"), file,
				row.line);
		if (warn != NULL)
			warn(ctx, &err);
	}
	return found;
}

static unsigned
read_file(struct theme *theme, const char *name, const char *file, theme_warn_fn warn, void *ctx)
{
	static const size_t size_max = 65536;
	FILE *f = fopen(file, "re");
	char *text = f != NULL ? malloc(size_max) : NULL;
	unsigned found = 0;

	if (text != NULL)
		found = read_theme(theme, name, file, text, fread(text, 1, size_max, f), warn, ctx);
	free(text);
	if (f != NULL)
		fclose(f);
	return found;
}

enum err_code
theme_load(const char *name, const char *user_file, theme_warn_fn warn, void *ctx,
	struct theme **out, struct err *err)
{
	struct theme *theme = malloc(sizeof *theme);
	unsigned found = 0;
	const char *text;
	size_t len;

	*out = NULL;
	if (theme == NULL)
		return err_nomem(err);
	for (int i = 0; i < ROWS; i++)
		theme->deep[i] = theme->plain[i] = theme->mono[i] = (struct look){-1, -1, 0};
	if (table_builtin("themes.tsv", &text, &len))
		found = read_theme(theme, name, "themes.tsv", text, len, warn, ctx);
	if (user_file != NULL)
		found += read_file(theme, name, user_file, warn, ctx);
	if (found == 0) {
		free(theme);
		return err_set(err, ERR_USAGE, _("there is no theme \"%s\""), name);
	}
	*out = theme;
	return ERR_OK;
}

void
theme_free(struct theme *theme)
{
	free(theme);
}

struct look
theme_look(const struct theme *theme, enum depth depth, style_t style)
{
	const struct look *looks = depth == DEPTH_256 ? theme->deep
				   : depth == DEPTH_8 ? theme->plain
						      : theme->mono;
	struct look look = looks[STYLE_ROLE(style)];
	const struct look *under;

	if ((style & (STYLE_SELECTED | STYLE_CURRENT)) == 0)
		return look;
	under = &looks[(style & STYLE_SELECTED) != 0 ? ROW_SELECTED : ROW_CURRENT];
	if (look.bg < 0) {
		look.bg = under->bg;
		look.attrs ^= under->attrs & LOOK_REVERSE;
	}
	look.attrs |= under->attrs & (uint8_t)~LOOK_REVERSE;
	/* Faint text on a reversed row cannot be read. */
	if ((look.attrs & LOOK_REVERSE) != 0)
		look.attrs &= (uint8_t)~LOOK_DIM;
	return look;
}
