/*
 * plain_list.c - the least that a list over SQLite can be: what the browser is measured against.
 *
 * Usage: plain_list ARCHIVE
 *
 * The labels of an archive's articles in the order of their keys, a screen of them fetched by key,
 * one highlighted; j k, PgDn PgUp, q.  No filter, no width but curses' own, no thread.
 */
#include <curses.h>
#include <locale.h>
#include <sqlite3.h>
#include <stdio.h>
#include <string.h>

#define ROWS_MAX 200

static sqlite3_stmt *rows;
static sqlite3_int64 count;

static void
draw(sqlite3_int64 top, sqlite3_int64 cursor)
{
	int y = 0;

	erase();
	sqlite3_reset(rows);
	sqlite3_bind_int64(rows, 1, top);
	sqlite3_bind_int(rows, 2, LINES - 1);
	for (; y < LINES - 1 && sqlite3_step(rows) == SQLITE_ROW; y++) {
		const char *label = (const char *)sqlite3_column_text(rows, 1);

		if (top + y == cursor)
			attron(A_REVERSE);
		/* A character is one byte at least and two cells at most. */
		mvaddnstr(y, 1, label != NULL ? label : "", COLS);
		clrtoeol();
		attroff(A_REVERSE);
	}
	mvprintw(LINES - 1, 0, "%lld/%lld", (long long)cursor + 1, (long long)count);
	refresh();
}

static void
browse(void)
{
	sqlite3_int64 top = 0, cursor = 0;
	int key = 0;

	while (key != 'q') {
		const sqlite3_int64 page = LINES - 1;

		draw(top, cursor);
		key = getch();
		cursor += key == 'j'         ? 1
			  : key == 'k'       ? -1
			  : key == KEY_NPAGE ? page
			  : key == KEY_PPAGE ? -page
					     : 0;
		cursor = cursor < 0 ? 0 : cursor >= count ? count - 1 : cursor;
		if (cursor < top)
			top = cursor > page ? cursor - page + 1 : 0;
		if (cursor >= top + page)
			top = cursor;
	}
}

int
main(int argc, char **argv)
{
	sqlite3 *db;
	sqlite3_stmt *total;

	setlocale(LC_ALL, "C.UTF-8");
	if (argc != 2 || sqlite3_open_v2(argv[1], &db, SQLITE_OPEN_READONLY, NULL) != SQLITE_OK ||
		sqlite3_prepare_v2(db, "SELECT max(key)+1 FROM article", -1, &total, NULL) !=
			SQLITE_OK ||
		sqlite3_step(total) != SQLITE_ROW ||
		sqlite3_prepare_v2(db,
			"SELECT key,label FROM article WHERE key>=? ORDER BY key LIMIT ?", -1,
			&rows, NULL) != SQLITE_OK) {
		fprintf(stderr, "plain_list: no archive\n");
		return 2;
	}
	count = sqlite3_column_int64(total, 0);
	initscr();
	raw();
	noecho();
	keypad(stdscr, TRUE);
	browse();
	endwin();
	return 0;
}
