/*
 * paths.h - where baolan keeps its files (XDG Base Directory Specification).
 *
 * Every function returns a string that the caller frees, or NULL without
 * memory or where no home folder is known.  Thread rule: any thread.
 */
#ifndef BAOLAN_PATHS_H
#define BAOLAN_PATHS_H

/* The archive's name in the cache folder, where nothing says which archive. */
#define ARCHIVE_FILE "archive.db"

/* $BAOLAN_ARCHIVE; NULL where it is empty or unset.  Borrowed. */
const char *path_archive(void);

/* $XDG_CACHE_HOME/baolan/FILE, else ~/.cache/baolan/FILE: what can be found out again. */
char *path_cache(const char *file);

/* $XDG_DATA_HOME/baolan/marks.db: what the reader adds. */
char *path_marks(void);

/* A path that a person wrote into a file: "~/" at its front is the home folder. */
char *path_written(const char *text);

/* $XDG_STATE_HOME/baolan/FILE: what is remembered from one run to the next. */
char *path_state(const char *file);

/* $XDG_CONFIG_HOME/baolan, or a file in it. */
char *path_config(const char *file);

/* The same file in the first of $XDG_CONFIG_DIRS (/etc/xdg): what holds for everybody here. */
char *path_system_config(const char *file);

/* Makes the folders above a file that are not there, for the reader alone.  Where that fails, so
 * does what is then done with the file. */
void path_make_folders(const char *file);

/* The folder of message catalogues: beside the program in a build tree, else ../share/locale from
 * there, else under the prefix. */
char *path_locale(void);

#endif
