/*
 * prompt.h - asking for a line at the bottom of the screen.
 *
 * Ownership: prompt_open() pushes a view; `data` is the caller's and goes with
 * prompt->free_data.
 * Thread rule: the user interface's thread.
 */
#ifndef BAOLAN_VIEW_PROMPT_H
#define BAOLAN_VIEW_PROMPT_H

#include "view/line.h"
#include "view/view.h"

#include <stdio.h>

struct prompt;

struct prompt_ops {
	void (*changed)(struct app *app, struct prompt *prompt);
	void (*accept)(struct app *app, struct prompt *prompt, const char *text);
	void (*cancel)(struct app *app, struct prompt *prompt);
	/* Tab: completes what stands before the cursor. */
	void (*complete)(struct app *app, struct prompt *prompt);
	/* Draws something above the line, into an area that ends just above it. */
	void (*draw_above)(struct app *app, struct prompt *prompt, struct area area);
	/* A character that means something else than itself here; true: it was taken. */
	bool (*take)(struct app *app, struct prompt *prompt, const char *text, size_t len);
	void (*free)(struct prompt *prompt);
};

struct prompt {
	struct view view;
	const struct prompt_ops *ops;
	char label[64];
	struct line line;
	char **history; /* the latest first; owned */
	unsigned history_count, history_at;
	char *typed; /* what was being typed before history was walked; owned */
};

/* Fills a prompt that is the first member of the caller's struct (calloc) and pushes it. */
void prompt_open(struct app *app, struct prompt *prompt, const struct prompt_ops *ops,
	const char *label, const char *text);

/* The history, as copies; the latest first. */
void prompt_set_history(struct prompt *prompt, const char *const *lines, unsigned count);

/* What the keys of a prompt do. */
void prompt_edit(struct app *app, enum line_edit edit);
void prompt_accept(struct app *app);
void prompt_cancel(struct app *app);
void prompt_complete(struct app *app);
void prompt_walk(struct app *app, int step);

/* The prompts of the program. */
void search_open(struct app *app);
bool search_offers(struct app *app); /* words to choose from stand above the line */
void command_line_open(struct app *app);
void note_open(struct app *app);
void export_open(struct app *app);
void save_filter_open(struct app *app);

#endif
