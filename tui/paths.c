#include "paths.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#ifndef BAOLAN_PREFIX
#define BAOLAN_PREFIX "/usr/local"
#endif

static char *
join(const char *folder, const char *file)
{
	char *path;

	return asprintf(&path, "%s/%s", folder, file) < 0 ? NULL : path;
}

/* The specification has a relative path in such a variable ignored. */
static char *
xdg(const char *variable, const char *below_home, const char *file)
{
	const char *folder = getenv(variable);
	const char *home = getenv("HOME");
	char *base, *path;

	if (folder != NULL && folder[0] == '/')
		return join(folder, file);
	if (home == NULL || home[0] != '/')
		return NULL;
	base = join(home, below_home);
	path = base != NULL ? join(base, file) : NULL;
	free(base);
	return path;
}

const char *
path_archive(void)
{
	const char *given = getenv("BAOLAN_ARCHIVE");

	return given != NULL && given[0] != '\0' ? given : NULL;
}

char *
path_written(const char *text)
{
	const char *home = getenv("HOME");

	if (strncmp(text, "~/", 2) == 0 && home != NULL && home[0] == '/')
		return join(home, text + 2);
	return strdup(text);
}

char *
path_marks(void)
{
	return xdg("XDG_DATA_HOME", ".local/share", "baolan/marks.db");
}

/* The same for a file of ours. */
static char *
xdg_ours(const char *variable, const char *below_home, const char *file)
{
	char *name = join("baolan", file);
	char *path = name != NULL ? xdg(variable, below_home, name) : NULL;

	free(name);
	return path;
}

char *
path_cache(const char *file)
{
	return xdg_ours("XDG_CACHE_HOME", ".cache", file);
}

char *
path_state(const char *file)
{
	return xdg_ours("XDG_STATE_HOME", ".local/state", file);
}

char *
path_config(const char *file)
{
	if (file == NULL)
		return xdg("XDG_CONFIG_HOME", ".config", "baolan");
	return xdg_ours("XDG_CONFIG_HOME", ".config", file);
}

char *
path_system_config(const char *file)
{
	const char *folders = getenv("XDG_CONFIG_DIRS");
	char *path;

	if (folders == NULL || folders[0] != '/')
		folders = "/etc/xdg";
	if (asprintf(&path, "%.*s/baolan/%s", (int)strcspn(folders, ":"), folders, file) < 0)
		return NULL;
	return path;
}

/* A folder relative to that of the program itself; NULL where there is none. */
static char *
beside_program(const char *folder)
{
	char exe[4096], *slash, *path = NULL;
	struct stat st;
	const ssize_t len = readlink("/proc/self/exe", exe, sizeof exe - 1);

	if (len <= 0)
		return NULL;
	exe[len] = '\0';
	slash = strrchr(exe, '/');
	if (slash == NULL)
		return NULL;
	*slash = '\0';
	path = join(exe, folder);
	/* In /usr/bin there is a program of this name. */
	if (path != NULL && (stat(path, &st) != 0 || !S_ISDIR(st.st_mode))) {
		free(path);
		path = NULL;
	}
	return path;
}

char *
path_locale(void)
{
	char *path = beside_program("locale");

	if (path == NULL)
		path = beside_program("../share/locale");
	return path != NULL ? path : strdup(BAOLAN_PREFIX "/share/locale");
}

void
path_make_folders(const char *file)
{
	char *path = strdup(file);

	for (char *p = path; p != NULL && (p = strchr(p + 1, '/')) != NULL; *p = '/') {
		*p = '\0';
		mkdir(path, 0700);
	}
	free(path);
}
