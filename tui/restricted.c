#include "restricted.h"
#include "paths.h"
#include "sandbox.h"

#include <fcntl.h>
#include <libgen.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* "--res" is the shortest beginning that getopt takes for this option alone. */
static bool
is_option(const char *word)
{
	return strncmp(word, "--res", 5) == 0 && strncmp(word, "--restricted", strlen(word)) == 0;
}

bool
restricted_asked(int argc, char *const *argv)
{
	if (argc > 0 && argv[0][0] == '-')
		return true;
	for (int i = 1; i < argc; i++)
		if (is_option(argv[i]))
			return true;
	return false;
}

/* What may stay; a name that ends with '_' stands for all that begin so. */
static const char *const harmless[] = {"HOME", "USER", "LOGNAME", "LANG", "LANGUAGE", "LC_", "TERM",
	"COLORTERM", "TERM_PROGRAM", "TERM_PROGRAM_VERSION", "VTE_VERSION", "KONSOLE_VERSION",
	"XTERM_VERSION", "COLUMNS", "LINES", "NO_COLOR", "BAOLAN_TESTING"};

/* HOME comes from the system's list of users.  A language or a terminal with a path in its name
 * would be read from a file of the reader's making. */
static bool
may_stay(const char *variable)
{
	const char *value = strchr(variable, '=');
	size_t len;

	if (value == NULL)
		return false;
	len = (size_t)(value - variable);
	for (size_t i = 0; i < sizeof harmless / sizeof *harmless; i++) {
		const char *name = harmless[i];
		const size_t n = strlen(name);

		if (name[n - 1] == '_' ? len > n && strncmp(variable, name, n) == 0
				       : len == n && strncmp(variable, name, n) == 0)
			return strcmp(name, "HOME") == 0 || strchr(value, '/') == NULL;
	}
	return false;
}

void
restricted_environment(void)
{
	char **kept = NULL;
	size_t count = 0;

	for (char **e = environ; e != NULL && *e != NULL; e++)
		count++;
	kept = calloc(count + 1, sizeof *kept);
	count = 0;
	for (char **e = environ; kept != NULL && e != NULL && *e != NULL; e++)
		if (may_stay(*e))
			kept[count++] = *e;
	clearenv();
	for (size_t i = 0; i < count; i++)
		putenv(kept[i]); /* the process's own words, which stay where they are */
	free(kept);
}

/* The folder of a file; the caller frees. */
static char *
folder_of(const char *file)
{
	char *copy = file != NULL ? strdup(file) : NULL;
	char *folder = copy != NULL ? strdup(dirname(copy)) : NULL;

	free(copy);
	return folder;
}

/* The reader's file and its folders have to be there before the walls are.  Where one cannot be
 * made, whoever opens the file says so. */
static void
make_file(const char *file)
{
	int fd;

	path_make_folders(file);
	fd = open(file, O_RDONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
	if (fd >= 0)
		close(fd);
}

enum err_code
restricted_enter(const char *archive, const char *marks, const char **note, struct err *err)
{
	char *shelf = folder_of(archive), *desk = folder_of(marks);
	const char *readable[] = {shelf, NULL};
	const char *writable[] = {desk, NULL, NULL};
	const struct sandbox_paths paths = {readable, writable};
	struct sandbox sandbox;
	enum err_code code;

	*note = NULL;
	if (shelf == NULL || (marks != NULL && desk == NULL)) {
		free(shelf);
		free(desk);
		return err_nomem(err);
	}
	if (marks != NULL)
		make_file(marks);
	/* SQLite locks where it may write. */
	if (access(shelf, W_OK) == 0)
		writable[desk != NULL ? 1 : 0] = shelf;
	code = sandbox_enter(&paths, &sandbox, err);
	if (code == ERR_OK)
		*note = sandbox_note(&sandbox);
	free(shelf);
	free(desk);
	return code;
}
