#include "keymap.h"
#include "base/i18n.h"
#include "base/table.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FILE_MAX 65536

struct keymap {
	struct binding *bindings;
	size_t count, cap;
};

static struct binding *
find(const struct keymap *keymap, enum context context, tkey key)
{
	for (size_t i = 0; i < keymap->count; i++)
		if (keymap->bindings[i].context == context && keymap->bindings[i].key == key)
			return &keymap->bindings[i];
	return NULL;
}

static enum err_code
bind(struct keymap *keymap, const struct binding *binding, struct err *err)
{
	struct binding *old = find(keymap, binding->context, binding->key), *more;

	if (old != NULL) {
		*old = *binding;
		return ERR_OK;
	}
	if (keymap->count == keymap->cap) {
		size_t cap = keymap->cap ? keymap->cap * 2 : 128;

		more = realloc(keymap->bindings, cap * sizeof *more);
		if (more == NULL)
			return err_nomem(err);
		keymap->bindings = more;
		keymap->cap = cap;
	}
	keymap->bindings[keymap->count++] = *binding;
	return ERR_OK;
}

/* Reads a row into *out; ERR_REFUSED says what is wrong with it. */
static enum err_code
read_row(const char *file, const struct table_row *row, struct binding *out, struct err *err)
{
	const struct field *f = row->field;

	*out = (struct binding){.line = row->line};
	if (row->count != 3)
		return err_set(err, ERR_REFUSED, _("%s:%u: a row is context, key and command"),
			file, row->line);
	out->context = context_from_name(f[0].text, f[0].len);
	if (out->context == CONTEXTS)
		return err_set(err, ERR_REFUSED, _("%s:%u: there is no context \"%.*s\""), file,
			row->line, (int)f[0].len, f[0].text);
	out->key = key_from_name(f[1].text, f[1].len);
	if (out->key == 0)
		return err_set(err, ERR_REFUSED, _("%s:%u: there is no key \"%.*s\""), file,
			row->line, (int)f[1].len, f[1].text);
	if (field_is(f[2], "none"))
		return ERR_OK;
	out->command = command_find(f[2].text, f[2].len);
	if (out->command == NULL)
		return err_set(err, ERR_REFUSED, _("%s:%u: there is no command \"%.*s\""), file,
			row->line, (int)f[2].len, f[2].text);
	if (out->context != CONTEXT_ALL && (out->command->where & IN(out->context)) == 0)
		return err_set(err, ERR_REFUSED, _("%s:%u: \"%s\" means nothing in %s"), file,
			row->line, out->command->name, context_name(out->context));
	return ERR_OK;
}

static enum err_code
read_text(struct keymap *keymap, const char *file, const char *text, size_t len, bool user,
	keymap_warn_fn warn, void *ctx, struct err *err)
{
	struct table_reader reader;
	struct table_row row;
	struct err why;

	table_open(&reader, file, text, len);
	while (table_next(&reader, &row, &why)) {
		struct binding binding, *old;
		enum err_code code =
			row.count == 0 ? ERR_REFUSED : read_row(file, &row, &binding, &why);

		if (code == ERR_OK) {
			old = find(keymap, binding.context, binding.key);
			if (old != NULL && old->line != 0)
				err_set(&why, ERR_REFUSED,
					_("%s:%u: this key was already given in line %u"), file,
					row.line, old->line);
			if (old != NULL && old->line != 0 && warn != NULL)
				warn(ctx, &why);
			if (!user)
				binding.line = 0;
			if (bind(keymap, &binding, err) != ERR_OK)
				return ERR_NOMEM;
		} else if (warn != NULL) {
			warn(ctx, &why);
		}
	}
	return ERR_OK;
}

static enum err_code
read_file(struct keymap *keymap, const char *file, keymap_warn_fn warn, void *ctx, struct err *err)
{
	FILE *f = fopen(file, "re");
	char *text;
	enum err_code code;

	if (f == NULL)
		return ERR_OK;
	text = malloc(FILE_MAX);
	code = text == NULL ? err_nomem(err)
			    : read_text(keymap, file, text, fread(text, 1, FILE_MAX, f), true, warn,
				      ctx, err);
	free(text);
	fclose(f);
	return code;
}

enum err_code
keymap_new(
	const char *user_file, keymap_warn_fn warn, void *ctx, struct keymap **out, struct err *err)
{
	struct keymap *keymap = calloc(1, sizeof *keymap);
	enum err_code code = ERR_OK;
	const char *text;
	size_t len;

	*out = NULL;
	if (keymap == NULL)
		return err_nomem(err);
	if (table_builtin("keys.tsv", &text, &len))
		code = read_text(keymap, "keys.tsv", text, len, false, warn, ctx, err);
	if (code == ERR_OK && user_file != NULL)
		code = read_file(keymap, user_file, warn, ctx, err);
	if (code != ERR_OK)
		keymap_free(keymap);
	else
		*out = keymap;
	return code;
}

void
keymap_free(struct keymap *keymap)
{
	if (keymap == NULL)
		return;
	free(keymap->bindings);
	free(keymap);
}

const struct command *
keymap_find(const struct keymap *keymap, enum context context, tkey key, bool strict)
{
	const struct binding *b = find(keymap, context, key);

	if (b == NULL && !strict) {
		b = find(keymap, CONTEXT_ALL, key);
		if (b != NULL && b->command != NULL && (b->command->where & IN(context)) == 0)
			b = NULL;
	}
	return b != NULL ? b->command : NULL;
}

const struct binding *
keymap_bindings(const struct keymap *keymap, size_t *count)
{
	*count = keymap->count;
	return keymap->bindings;
}

unsigned
keymap_keys(const struct keymap *keymap, enum context context, const struct command *command,
	unsigned max, char *out, size_t size)
{
	unsigned found = 0;
	size_t n = 0;

	out[0] = '\0';
	for (size_t i = 0; i < keymap->count && found < max; i++) {
		const struct binding *b = &keymap->bindings[i];
		char name[KEY_NAME_MAX];

		if (b->command != command ||
			keymap_find(keymap, context, b->key, false) != command ||
			(b->context != context && b->context != CONTEXT_ALL))
			continue;
		key_name(b->key, name);
		if (n + strlen(name) + 2 > size)
			break;
		n += (size_t)snprintf(out + n, size - n, "%s%s", found > 0 ? " " : "", name);
		found++;
	}
	return found;
}
