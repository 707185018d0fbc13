/*
 * exporting.h - what is listed, or a table of the stats view, into a file.
 *
 * The name's ending says the form: .jsonl .csv .md .txt for articles, .csv
 * .svg for a table.  A file that is there is not overwritten.
 *
 * Thread rule: the user interface's thread; the work is a worker's.
 */
#ifndef BAOLAN_EXPORTING_H
#define BAOLAN_EXPORTING_H

#include "app.h"

void export_start(struct app *app, const char *path);

#endif
