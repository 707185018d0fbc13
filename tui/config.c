#include "config.h"
#include "base/buf.h"
#include "base/i18n.h"
#include "paths.h"

#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

const struct config_row config_rows[CONFIG_COUNT] = {
	[CONFIG_ARCHIVE] = {"archive", CONFIG_TEXT, "", "",
		N_("the archive to open; empty: in the cache folder")},
	[CONFIG_THEME] = {"theme", CONFIG_CHOICE, "auto", "auto|dark|light|mono",
		N_("colours; auto asks the terminal for its background")},
	[CONFIG_AMBIGUOUS] = {"ambiguous", CONFIG_CHOICE, "auto", "auto|narrow|wide",
		N_("cells of “ ” — … ○; auto asks the terminal")},
	[CONFIG_MOUSE] = {"mouse", CONFIG_BOOL, "no", "",
		N_("wheel, clicks and dragging of dividers")},
	[CONFIG_MEASURE] = {"measure", CONFIG_NUMBER, "76", "20-200",
		N_("cells of a line of text on a wide screen, at most")},
	[CONFIG_INDENT] = {"indent", CONFIG_NUMBER, "4", "0-8", N_("cells before a paragraph")},
	[CONFIG_BREAK_LEVEL] = {"break", CONFIG_CHOICE, "basic", "loose|basic|gb|strict",
		N_("how strictly punctuation is kept from a line's ends")},
	[CONFIG_HANG] = {"hang", CONFIG_BOOL, "yes", "", N_("a stop may hang into the margin")},
	[CONFIG_SORT] = {"sort", CONFIG_CHOICE, "newest", "page|newest|oldest|title|length",
		N_("the order of the list at the start")},
	[CONFIG_LAYOUT] = {"layout", CONFIG_CHOICE, "auto", "auto|one|two|three",
		N_("how many panes stand side by side")},
	[CONFIG_DISTRICT_PANE] = {"district-pane", CONFIG_NUMBER, "0", "0-60",
		N_("cells of the pane of districts; 0: what suits")},
	[CONFIG_LIST_PANE] = {"list-pane", CONFIG_NUMBER, "0", "0-200",
		N_("cells of the list of articles; 0: what suits")},
	[CONFIG_READ_ON_OPEN] = {"read-on-open", CONFIG_BOOL, "yes", "",
		N_("an article that was opened is marked as read")},
	[CONFIG_PAGER] = {"pager", CONFIG_TEXT, "", "", N_("for show; empty: $PAGER, else less")},
	[CONFIG_CITATION] = {"citation", CONFIG_CHOICE, "gbt7714", "gbt7714|bibtex",
		N_("the form of a citation")},
};

struct config {
	char *value[CONFIG_COUNT];
	char *origin[CONFIG_COUNT];
};

static int
find(const char *name)
{
	for (int i = 0; i < CONFIG_COUNT; i++)
		if (strcmp(config_rows[i].name, name) == 0)
			return i;
	return -1;
}

static bool
is_choice(const char *range, const char *value)
{
	size_t len = strlen(value);

	for (const char *p = range; *p != '\0'; p += strcspn(p, "|"), p += *p == '|')
		if (strcspn(p, "|") == len && strncmp(p, value, len) == 0)
			return true;
	return false;
}

static bool
in_range(const char *range, const char *value)
{
	char *end;
	long low = strtol(range, &end, 10), high = strtol(end + 1, NULL, 10);
	long v = strtol(value, &end, 10);

	return *value != '\0' && *end == '\0' && v >= low && v <= high;
}

static enum err_code
check(const struct config_row *row, const char *value, struct err *err)
{
	switch (row->type) {
	case CONFIG_BOOL:
		if (is_choice("yes|no|true|false|on|off|1|0", value))
			return ERR_OK;
		return err_set(
			err, ERR_USAGE, _("%s: “%s” is neither yes nor no"), row->name, value);
	case CONFIG_NUMBER:
		if (in_range(row->range, value))
			return ERR_OK;
		return err_set(err, ERR_USAGE, _("%s: “%s” is no number in %s"), row->name, value,
			row->range);
	case CONFIG_CHOICE:
		if (is_choice(row->range, value))
			return ERR_OK;
		return err_set(
			err, ERR_USAGE, _("%s: “%s” is none of %s"), row->name, value, row->range);
	case CONFIG_TEXT:
		for (const char *p = value; *p != '\0'; p++) {
			if ((unsigned char)*p < 0x20 || *p == 0x7F)
				return err_set(
					err, ERR_USAGE, _("%s: a control character"), row->name);
		}
		break;
	}
	return ERR_OK;
}

/* A copy in place of what *slot had. */
static enum err_code
replace(char **slot, const char *text, struct err *err)
{
	char *copy = strdup(text);

	if (copy == NULL)
		return err_nomem(err);
	free(*slot);
	*slot = copy;
	return ERR_OK;
}

enum err_code
config_set(struct config *config, const char *name, const char *value, const char *origin,
	struct err *err)
{
	int i = find(name);
	enum err_code code;

	if (i < 0)
		return err_set(
			err, ERR_USAGE, _("there is no option “%s”; see: baolan config"), name);
	code = check(&config_rows[i], value, err);
	if (code == ERR_OK)
		code = replace(&config->value[i], value, err);
	return code == ERR_OK ? replace(&config->origin[i], origin, err) : code;
}

/* Cuts white space off both ends, in place. */
static char *
trim(char *text)
{
	char *end = text + strlen(text);

	while (isspace((unsigned char)*text))
		text++;
	while (end > text && isspace((unsigned char)end[-1]))
		end--;
	*end = '\0';
	return text;
}

static enum err_code
take_line(struct config *config, const char *file, unsigned number, char *line, struct err *err)
{
	char *equals, origin[ERR_TEXT_MAX];
	enum err_code code;

	line = trim(line);
	if (*line == '\0' || *line == '#')
		return ERR_OK;
	snprintf(origin, sizeof origin, "%s:%u", file, number);
	equals = strchr(line, '=');
	if (equals == NULL)
		return err_set(err, ERR_USAGE, _("%s: not of the form name = value"), origin);
	*equals = '\0';
	code = config_set(config, trim(line), trim(equals + 1), origin, err);
	if (code == ERR_USAGE)
		err_prefix(err, "%s", origin);
	return code;
}

enum err_code
config_add(struct config *config, const char *file, table_warn_fn warn, void *ctx, struct err *err)
{
	FILE *f = file != NULL ? fopen(file, "re") : NULL;
	char *line = NULL;
	size_t room = 0;
	unsigned number = 0;
	enum err_code code = ERR_OK;
	struct err mistake;

	if (file == NULL)
		return ERR_OK;
	if (f == NULL)
		return errno == ENOENT || errno == ENOTDIR ? ERR_OK : err_errno(err, "%s", file);
	while (code == ERR_OK && getline(&line, &room, f) >= 0) {
		code = take_line(config, file, ++number, line, &mistake);
		if (code == ERR_USAGE) {
			warn(ctx, &mistake);
			code = ERR_OK;
		} else if (code != ERR_OK) {
			*err = mistake;
		}
	}
	if (code == ERR_OK && ferror(f))
		code = err_errno(err, "%s", file);
	free(line);
	fclose(f);
	return code;
}

enum err_code
config_load(const char *file, table_warn_fn warn, void *ctx, struct config **out, struct err *err)
{
	struct config *config = calloc(1, sizeof *config);
	enum err_code code = config != NULL ? ERR_OK : err_nomem(err);

	*out = NULL;
	for (int i = 0; config != NULL && i < CONFIG_COUNT && code == ERR_OK; i++) {
		code = replace(&config->value[i], config_rows[i].fallback, err);
		if (code == ERR_OK)
			code = replace(&config->origin[i], "", err);
	}
	if (code == ERR_OK)
		code = config_add(config, file, warn, ctx, err);
	if (code != ERR_OK) {
		config_free(config);
		return code;
	}
	*out = config;
	return ERR_OK;
}

void
config_free(struct config *config)
{
	if (config == NULL)
		return;
	for (int i = 0; i < CONFIG_COUNT; i++) {
		free(config->value[i]);
		free(config->origin[i]);
	}
	free(config);
}

bool
config_bool(const struct config *config, enum config_id id)
{
	return is_choice("yes|true|on|1", config->value[id]);
}

long
config_number(const struct config *config, enum config_id id)
{
	return strtol(config->value[id], NULL, 10);
}

const char *
config_text(const struct config *config, enum config_id id)
{
	return config->value[id];
}

const char *
config_origin(const struct config *config, enum config_id id)
{
	return config->origin[id];
}

/* Is this line the setting of name? */
static bool
sets(const char *line, const char *name)
{
	size_t len = strlen(name);

	line += strspn(line, " \t");
	return strncmp(line, name, len) == 0 && line[len + strspn(line + len, " \t")] == '=';
}

static enum err_code
rewrite(const char *file, const char *name, const char *value, struct buf *text, struct err *err)
{
	FILE *f = fopen(file, "re");
	char *line = NULL;
	size_t room = 0;
	bool done = false;

	if (f == NULL && errno != ENOENT)
		return err_errno(err, "%s", file);
	while (f != NULL && getline(&line, &room, f) >= 0) {
		if (!sets(line, name)) {
			buf_adds(text, line);
			if (text->len > 0 && text->data[text->len - 1] != '\n')
				buf_addc(text, '\n');
		} else if (!done) {
			buf_addf(text, "%s = %s\n", name, value);
			done = true;
		}
	}
	if (!done)
		buf_addf(text, "%s = %s\n", name, value);
	free(line);
	if (f != NULL)
		fclose(f);
	return buf_ok(text) ? ERR_OK : err_nomem(err);
}

/* The new text stands beside the old file until it is whole. */
static enum err_code
put_in_place(const char *file, const struct buf *text, struct err *err)
{
	char *beside;
	FILE *f;
	bool bad;

	if (asprintf(&beside, "%s.new", file) < 0)
		return err_nomem(err);
	f = fopen(beside, "we");
	bad = f == NULL || fwrite(text->data, 1, text->len, f) != text->len;
	if (f != NULL && (fflush(f) != 0 || fsync(fileno(f)) != 0))
		bad = true;
	if (f != NULL && fclose(f) != 0)
		bad = true;
	if (bad || rename(beside, file) != 0) {
		err_errno(err, "%s", file);
		unlink(beside);
		free(beside);
		return ERR_IO;
	}
	free(beside);
	return ERR_OK;
}

enum err_code
config_store(const char *file, const char *name, const char *value, struct err *err)
{
	struct buf text = {0};
	/* Where a link stands, as with settings that are kept elsewhere, it stays. */
	char *real = realpath(file, NULL);
	const char *target = real != NULL ? real : file;
	enum err_code code = rewrite(target, name, value, &text, err);

	path_make_folders(target);
	if (code == ERR_OK)
		code = put_in_place(target, &text, err);
	buf_free(&text);
	free(real);
	return code;
}
