/*
 * browser.h - the browser as a whole.
 *
 * Thread rule: the main thread.
 */
#ifndef BAOLAN_BROWSER_H
#define BAOLAN_BROWSER_H

#include "config.h"
#include "query/filter.h"
#include "query/query.h"

#include <stddef.h>

struct browser_options {
	const char *archive;         /* its path */
	const char *marks;           /* the reader's file, or NULL */
	const struct filter *filter; /* what is shown at first, or NULL */
	enum sort sort;              /* SORT_COUNT: as the configuration has it */
	const char *const *paths;    /* imported or refreshed in the background */
	size_t path_count;
	struct config *config; /* changes of pane sizes are stored in config_file */
	const char *config_file, *key_file, *theme_file; /* each may be NULL */
	bool colour;                                     /* false: NO_COLOR, --color never */
	bool restricted; /* nothing is written outside of the reader's own file: no export */
};

/* Runs until the reader leaves; returns the exit status of the program: 0, 3 (the archive cannot
 * be used), 4 (the terminal cannot); then *err says why. */
int browser_main(const struct browser_options *options, struct err *err);

#endif
