/*
 * actions.h - what the commands of the table do.
 *
 * arg is the command's; text is what the `:` line gave it, or NULL.
 *
 * Thread rule: the user interface's thread.
 */
#ifndef BAOLAN_ACTIONS_H
#define BAOLAN_ACTIONS_H

#include "app.h"

enum prompt_action {
	PROMPT_ACCEPT,
	PROMPT_CANCEL,
	PROMPT_COMPLETE,
	PROMPT_OLDER,
	PROMPT_NEWER
};

typedef void action_fn(struct app *app, int arg, const char *text);

action_fn act_choose, act_search, act_stats, act_map, act_date, act_flag, act_filters,
	act_save_filter, act_forget_filter, act_unfilter, act_take_back, act_also;
action_fn act_open, act_page, act_move, act_raw, act_why, act_related, act_mark_read, act_star,
	act_note, act_correct, act_undo, act_copy, act_export, act_sort, act_set;
action_fn act_turn, act_chooser, act_pane, act_widen, act_help, act_command_line, act_redraw,
	act_look, act_suspend, act_back, act_quit, act_prompt, act_edit;

#endif
