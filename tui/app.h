/*
 * app.h - the running browser: what all views and commands share.
 *
 * State is in three parts: what is wanted (filter, sort, focus), what the
 * workers have answered (listing, facets, reading), and a stack of views on
 * top of the main one.  A handler changes state and posts jobs; the loop paints
 * afterwards.  Nothing here waits for anything longer than ANSWER_MS.
 *
 * Thread rule: the user interface's thread.
 */
#ifndef BAOLAN_APP_H
#define BAOLAN_APP_H

#include "browser.h"
#include "command.h"
#include "facets.h"
#include "history.h"
#include "keymap.h"
#include "listing.h"
#include "reading.h"
#include "snippets.h"
#include "term/grid.h"
#include "term/input.h"
#include "term/probe.h"
#include "term/screen.h"
#include "worker.h"

/* Exit statuses of the program. */
#define STATUS_ARCHIVE 3
#define STATUS_TERMINAL 4

/* How long a key may wait for its answer before the screen is painted without it. */
#define ANSWER_MS 12

/* The article beside the list follows when the cursor has rested this long. */
#define REST_MS 80

/* Rows that will be needed are fetched after this. */
#define FILL_MS 15

enum move {
	MOVE_UP,
	MOVE_DOWN,
	MOVE_HALF_UP,
	MOVE_HALF_DOWN,
	MOVE_PAGE_UP,
	MOVE_PAGE_DOWN,
	MOVE_FIRST,
	MOVE_LAST,
	MOVE_LEFT,
	MOVE_RIGHT,
	MOVE_NEXT, /* article, hit, finding: what n and p go through */
	MOVE_PREVIOUS
};

struct view;

/* What a view does; members that are NULL do nothing. */
struct view_ops {
	enum context context;
	/* Drawn over the view below instead of in its place. */
	bool overlay;
	/* Characters are typed, unless they are bound in this very context. */
	bool typing;
	void (*draw)(struct app *app, struct view *view, struct area area);
	/* false: a movement that this view does not have. */
	bool (*move)(struct app *app, struct view *view, enum move move);
	void (*open)(struct app *app, struct view *view);
	/* A character, or a paste, for a view with a line to type in. */
	void (*type)(struct app *app, struct view *view, const char *text, size_t len);
	/* The button that was pressed on a cell of the view's area; pressed on what is chosen
	 * already, it opens that. */
	void (*click)(struct app *app, struct view *view, int x, int y);
	/* The mouse was moved with the button pressed; release: it is no more. */
	void (*drag)(struct app *app, struct view *view, int x, bool release);
	/* The wheel was turned above that cell; NULL: the view moves. */
	void (*wheel)(struct app *app, struct view *view, int x, int y, enum move move);
	void (*close)(struct app *app, struct view *view);
};

/* The first member of every view's own struct. */
struct view {
	const struct view_ops *ops;
	struct area area; /* where it was drawn last; to measure by, not to draw into */
};

#define VIEWS_MAX 12

enum pane {
	PANE_FACETS,
	PANE_LIST,
	PANE_TEXT,
	PANES
};

enum timer {
	TIMER_REST,    /* the cursor has rested: load the article beside the list */
	TIMER_FILL,    /* fetch rows that will be needed */
	TIMER_WATCH,   /* look whether the archive has changed */
	TIMER_FOLDERS, /* look whether there are new pages in the folders that were named */
	TIMERS
};

struct importer;

struct app {
	const struct browser_options *options;
	struct screen *screen;
	struct input *input;
	struct probe *probe;
	struct theme *theme;
	struct keymap *keymap;
	struct break_rules *breaks;
	struct gazetteer *gazetteer;
	struct lexicon *lexicon; /* see app_lexicon() */
	struct mailbox *mailbox;
	struct worker *fast, *slow; /* lists and articles; all else */
	struct importer *importer;  /* NULL: nothing is being imported */
	char *user_folder;          /* the reader's own tables, or NULL */
	bool imported;              /* the first import has ended */

	struct filter *filter;
	struct filter *noted; /* the last one in the research log, or NULL */
	enum sort sort;
	struct listing listing;
	struct snippets snippets;
	struct facets facets;
	struct reading reading;
	enum pane focus;

	struct view *stack[VIEWS_MAX];
	unsigned depth;
	struct history *commands; /* typed on the `:` line; NULL: it was not opened yet */
	char message[ERR_TEXT_MAX];
	bool message_bad;
	int64_t timers[TIMERS]; /* milliseconds of the monotonic clock; 0: not set */
	bool testing, quit;
	int status;
	struct err fatal; /* why the program ends with this status */
	int sync;         /* a test waits for this number, 0: none does */
};

/* ---- views --------------------------------------------------------------------------- */

struct view *app_top(struct app *app);
enum context app_context(struct app *app);
enum context app_main_context(struct app *app); /* of the main view: the pane that has the focus */

/* Takes the view; closes it at once where the stack is full. */
void app_push(struct app *app, struct view *view);
void app_pop(struct app *app);

/* The topics that there are, loaded when they are first needed; NULL without memory. */
struct lexicon *app_lexicon(struct app *app);

/* ---- saying something ---------------------------------------------------------------- */

void app_say(struct app *app, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
void app_complain(struct app *app, const struct err *err);

/* Whether a job has done what it was for; what went wrong is said, unless it was only cancelled. */
bool app_succeeded(struct app *app, const struct job *job);

/* ---- what is wanted has changed ------------------------------------------------------- */

/* After a change of app->filter or app->sort: list, counts and what else shows them follow. */
void app_refilter(struct app *app);

/* Looks for new pages in the folders that were named, and for what others have imported. */
void app_look(struct app *app);

/* The archive or the marks have changed: the same question anew, the cursor where it is. */
void app_refresh(struct app *app);

/* ---- the article one is at --------------------------------------------------------------- */

/* The one that is read full screen, else the one under the cursor; 0: none.  label (may be NULL)
 * gets what it is called, borrowed. */
article_key app_article(struct app *app, const char **label);

/* Loads it, if it is not there yet, and waits for a frame. */
void app_load(struct app *app);

/* The article beside the list is that of the cursor: asks for it where another one is shown, when
 * the cursor has rested (app_follow, after each screen) or now. */
void app_follow(struct app *app);
void app_preview(struct app *app);

/* Lights the words that decided its district, or puts them out. */
void app_explain(struct app *app);

/* Waits for an answer as long as a key may (ANSWER_MS), and delivers; in test mode until it is
 * there, so that what a test sees does not hang on the machine. */
void app_wait(struct app *app, enum slot slot);

/* ---- options --------------------------------------------------------------------------- */

/* Sets an option from what was typed, "NAME VALUE", and keeps it; a name alone says its value. */
void app_set_option(struct app *app, const char *text);

/* ---- time ---------------------------------------------------------------------------- */

int64_t app_now(void); /* milliseconds, monotonic */
void app_set_timer(struct app *app, enum timer timer, int ms);

/* Stops the program, as a shell's job control has it, and goes on when it is continued. */
void app_suspend(struct app *app);

const char *sort_label(enum sort sort);

#endif
