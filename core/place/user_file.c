#include "place/user_file.h"

#include "base/i18n.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

#define USER_FILE_MAX ((long)16 << 20)

static enum err_code
read_open(FILE *file, const char *path, char **text, size_t *len, struct err *err)
{
	long size = -1;

	if (fseek(file, 0, SEEK_END) == 0)
		size = ftell(file);
	if (size < 0 || fseek(file, 0, SEEK_SET) != 0)
		return err_errno(err, "%s", path);
	if (size > USER_FILE_MAX)
		return err_set(err, ERR_LIMIT, _("%s: too large for a table"), path);
	*text = malloc((size_t)size + 1);
	if (*text == NULL)
		return err_nomem(err);
	*len = fread(*text, 1, (size_t)size, file);
	(*text)[*len] = '\0';
	if (ferror(file)) {
		free(*text);
		*text = NULL;
		return err_errno(err, "%s", path);
	}
	return ERR_OK;
}

enum err_code
user_file_read(const char *path, char **text, size_t *len, struct err *err)
{
	FILE *file = fopen(path, "rb");
	enum err_code rc;

	*text = NULL;
	*len = 0;
	if (file == NULL && errno != ENOENT && errno != ENOTDIR)
		return err_errno(err, "%s", path);
	if (file == NULL) {
		*text = calloc(1, 1);
		return *text != NULL ? ERR_OK : err_nomem(err);
	}
	rc = read_open(file, path, text, len, err);
	fclose(file);
	return rc;
}
