/* config: every option with its value, default, range and where it was set. */
#include "base/i18n.h"
#include "cli/out.h"
#include "config.h"
#include "paths.h"

#include <stdlib.h>

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

static enum err_code
print_table(struct invocation *inv, const struct config *config, struct err *err)
{
	const struct column columns[SET_FIELDS] = {
		{"name", _("option"), 14, COLUMN_TEXT},
		{"value", _("value"), 10, COLUMN_TEXT},
		{"default", _("default"), 8, COLUMN_TEXT},
		{"range", _("range"), 22, COLUMN_TEXT},
		{"set_in", _("set in"), 20, COLUMN_TEXT},
		{"help", _("meaning"), 0, COLUMN_TEXT},
	};
	struct out *out;
	enum err_code code = out_open(inv->format, out_color(inv), columns, SET_FIELDS, &out, err);

	for (int i = 0; i < CONFIG_COUNT && code == ERR_OK; i++) {
		const struct config_row *row = &config_rows[i];

		code = out_row(out,
			(const char *const[]){row->name, config_text(config, (enum config_id)i),
				row->fallback, range_text(row),
				config_origin(config, (enum config_id)i), _(row->help)},
			err);
	}
	if (out_close(out, code == ERR_OK ? err : NULL) != ERR_OK && code == ERR_OK)
		code = err->code;
	return code;
}

int
cli_config(struct invocation *inv)
{
	struct err err;
	int status = invocation_config(inv);

	if (status != EXIT_DONE)
		return status;
	if (inv->file) {
		print_file(inv->config);
		return EXIT_DONE;
	}
	if (print_table(inv, inv->config, &err) != ERR_OK)
		return cli_fail(&err);
	return EXIT_DONE;
}
