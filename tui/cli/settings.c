/* config: every option with its value, default, range and where it was set. */
#include "base/i18n.h"
#include "cli/out.h"
#include "config.h"
#include "keymap.h"
#include "paths.h"
#include "term/style.h"
#include "text/width.h"

#include <stdlib.h>
#include <string.h>

enum {
	SET_NAME,
	SET_VALUE,
	SET_DEFAULT,
	SET_RANGE,
	SET_ORIGIN,
	SET_HELP,
	SET_FIELDS
};

static const char *
range_text(const struct config_row *row)
{
	return row->type == CONFIG_BOOL ? "yes|no" : row->type == CONFIG_TEXT ? "" : row->range;
}

/* A file to start from: every option with its default, commented out. */
static void
print_file(const struct config *config)
{
	printf("# %s\n", _("baolan's settings; take the # from a line to change it"));
	for (int i = 0; i < CONFIG_COUNT; i++) {
		const struct config_row *row = &config_rows[i];
		const char *range = range_text(row),
			   *value = config_text(config, (enum config_id)i);
		bool set = config_origin(config, (enum config_id)i)[0] != '\0';

		printf("\n# %s%s%s%s\n%s%s = %s\n", _(row->help), *range ? " (" : "", range,
			*range ? ")" : "", set ? "" : "#", row->name, value);
	}
}

/* Where the archive is, and what says so: the command line, the environment, a file, or nobody. */
static void
set_archive(const struct invocation *inv, const char *usual, const char *fields[SET_FIELDS])
{
	const char *variable = path_archive();

	fields[SET_DEFAULT] = usual;
	if (inv->archive_path != NULL) {
		fields[SET_VALUE] = inv->archive_path;
		fields[SET_ORIGIN] = "--archive";
	} else if (variable != NULL) {
		fields[SET_VALUE] = variable;
		fields[SET_ORIGIN] = "BAOLAN_ARCHIVE";
	} else if (fields[SET_VALUE][0] == '\0') {
		fields[SET_VALUE] = usual;
	}
}

static void
set_fields(const struct invocation *inv, enum config_id id, const char *usual_archive,
	const char *fields[SET_FIELDS])
{
	const struct config *config = inv->config;
	const struct config_row *row = &config_rows[id];

	fields[SET_NAME] = row->name;
	fields[SET_VALUE] = config_text(config, id);
	fields[SET_DEFAULT] = row->fallback;
	fields[SET_RANGE] = range_text(row);
	fields[SET_ORIGIN] = config_origin(config, id);
	fields[SET_HELP] = _(row->help);
	if (id == CONFIG_ARCHIVE)
		set_archive(inv, usual_archive, fields);
}

/* The table is small: its columns are as wide as what is in them. */
static void
widen(struct column *column, const char *field)
{
	const size_t title = text_width(column->title, strlen(column->title));
	const size_t width = text_width(field, strlen(field));

	if ((size_t)column->cells < title)
		column->cells = (int)title;
	if ((size_t)column->cells < width)
		column->cells = (int)width;
}

static enum err_code
print_table(const struct invocation *inv, struct err *err)
{
	char *archive = path_cache(ARCHIVE_FILE);
	const char *usual = archive != NULL ? archive : "";
	struct column columns[SET_FIELDS] = {
		{"name", _("option"), 0, COLUMN_TEXT, 0},
		{"value", _("value"), 0, COLUMN_TEXT, 0},
		{"default", _("default"), 0, COLUMN_TEXT, 3},
		{"range", _("range"), 0, COLUMN_TEXT, 2},
		{"set_in", _("set in"), 0, COLUMN_TEXT, 1},
		{"help", _("meaning"), 0, COLUMN_TEXT, 4},
	};
	struct out *out;
	enum err_code code;

	for (int i = 0; i < CONFIG_COUNT; i++) {
		const char *fields[SET_FIELDS];

		set_fields(inv, (enum config_id)i, usual, fields);
		for (unsigned c = 0; c < SET_HELP; c++)
			widen(&columns[c], fields[c]);
	}
	code = out_open(inv->format, out_color(inv), columns, SET_FIELDS, &out, err);
	for (int i = 0; i < CONFIG_COUNT && code == ERR_OK; i++) {
		const char *fields[SET_FIELDS];

		set_fields(inv, (enum config_id)i, usual, fields);
		code = out_row(out, fields, err);
	}
	if (out_close(out, code == ERR_OK ? err : NULL) != ERR_OK && code == ERR_OK)
		code = err->code;
	free(archive);
	return code;
}

static void
warn(void *ctx, const struct err *err)
{
	(void)ctx;
	cli_say("%s", err->text);
}

/* Who asks for the settings hears of every mistake in any of their files. */
static int
check_files(struct invocation *inv)
{
	char *keys = path_config("keys"), *themes = path_config("themes.tsv");
	struct keymap *keymap = NULL;
	struct theme *theme = NULL;
	struct err err;
	enum err_code code = keymap_new(keys, warn, NULL, &keymap, &err);

	if (code == ERR_OK)
		code = theme_load("dark", themes, warn, NULL, &theme, &err);
	keymap_free(keymap);
	theme_free(theme);
	free(keys);
	free(themes);
	return code == ERR_OK ? invocation_tables(inv) : cli_fail(&err);
}

int
cli_config(struct invocation *inv)
{
	struct err err;
	int status = invocation_config(inv);

	if (status == EXIT_DONE && !inv->restricted)
		status = check_files(inv);
	if (status != EXIT_DONE)
		return status;
	if (inv->file) {
		print_file(inv->config);
		return EXIT_DONE;
	}
	if (print_table(inv, &err) != ERR_OK)
		return cli_fail(&err);
	return EXIT_DONE;
}
