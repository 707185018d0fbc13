#include "command.h"
#include "actions.h"
#include "base/i18n.h"
#include "view/line.h"

#include <string.h>

#define MOVING (IN_VIEWS | IN(CONTEXT_CHOOSER))
#define ARTICLES (IN_MAIN | IN(CONTEXT_RELATED))
#define TYPING (IN(CONTEXT_PROMPT) | IN(CONTEXT_CHOOSER))
#define IN_BROWSE (IN(CONTEXT_FACETS) | IN(CONTEXT_LIST))
#define ANYWHERE (IN_VIEWS | IN(CONTEXT_CHOOSER) | IN(CONTEXT_PROMPT))

/* name, where, in which key bars, label there, help, run, arg, takes.  A key bar has its commands
 * in this order. */
const struct command commands[] = {
	{"district", IN_MAIN, IN_BROWSE, N_("district"),
		N_("choose districts by typing: 昌平, changping, cp"), act_choose, FACET_DISTRICT,
		NULL},
	{"topic", IN_MAIN, IN_BROWSE, N_("topic"), N_("choose topics"), act_choose, FACET_TOPIC,
		NULL},
	{"search", IN_MAIN | IN(CONTEXT_STATS), IN_BROWSE, N_("search"),
		N_("search; the list follows what is typed"), act_search, 0, N_("QUERY")},
	{"stats", IN_MAIN, IN_BROWSE, N_("statistics"),
		N_("how many, when, where, about what, by whom"), act_stats, 0, NULL},
	{"open", MOVING & ~(IN(CONTEXT_RAW) | IN(CONTEXT_HELP)),
		IN_BROWSE | IN(CONTEXT_CHOOSER) | IN(CONTEXT_MAP) | IN(CONTEXT_STATS) |
			IN(CONTEXT_RELATED),
		N_("open"), N_("open the article; filter by a district, a topic, a bar"), act_open,
		0, NULL},
	{"page", IN(CONTEXT_TEXT), IN(CONTEXT_TEXT), N_("on"),
		N_("a page on; at the end the next article"), act_page, 0, NULL},
	{"map", IN_MAIN, IN_BROWSE, N_("map"), N_("the district map"), act_map, 0, NULL},
	{"reporter", IN_MAIN, 0, NULL, N_("choose reporters"), act_choose, FACET_REPORTER, NULL},
	{"kind", IN_MAIN, 0, NULL, N_("choose kinds: news, photo, in brief …"), act_choose,
		FACET_KIND, NULL},
	{"section", IN_MAIN, 0, NULL, N_("choose sections"), act_choose, FACET_SECTION, NULL},
	{"person", IN_MAIN, 0, NULL, N_("choose people who are quoted"), act_choose, FACET_PERSON,
		NULL},
	{"year", IN_MAIN, 0, NULL, N_("choose years"), act_choose, FACET_YEAR, NULL},
	{"month", IN_MAIN, 0, NULL, N_("choose months"), act_choose, FACET_MONTH, NULL},
	{"since", IN_MAIN, 0, NULL, N_("only from this date on"), act_date, 0, N_("DATE")},
	{"until", IN_MAIN, 0, NULL, N_("only up to this date"), act_date, 1, N_("DATE")},
	{"unread", IN_MAIN, 0, NULL, N_("only unread articles, or all"), act_flag, FILTER_UNREAD,
		NULL},
	{"starred", IN_MAIN, 0, NULL, N_("only starred articles, or all"), act_flag, FILTER_STARRED,
		NULL},
	{"mentions", IN_MAIN, 0, NULL, N_("a mention of the district counts, or not"), act_flag,
		FILTER_MENTIONS, NULL},
	{"filters", IN_MAIN, 0, NULL, N_("choose a saved filter"), act_filters, 0, NULL},
	{"save-filter", IN_MAIN, 0, NULL, N_("save the filter under a name"), act_save_filter, 0,
		N_("NAME")},
	{"forget-filter", IN_MAIN, 0, NULL, N_("forget a saved filter"), act_forget_filter, 0,
		N_("NAME")},
	{"unfilter", IN_VIEWS, 0, NULL,
		N_("back; from the start screen: take the last filter back"), act_unfilter, 0,
		NULL},
	{"take-back", IN_MAIN, 0, NULL, N_("choose which filters to take back"), act_take_back, 0,
		NULL},
	{"unfilter-all", IN_MAIN, 0, NULL, N_("take all filters back"), act_unfilter, 1, NULL},
	{"also", IN(CONTEXT_FACETS), IN(CONTEXT_FACETS), N_("also this"),
		N_("add it to the filter, or take it out"), act_also, 0, NULL},

	{"next", ARTICLES, IN(CONTEXT_TEXT), N_("next"),
		N_("next article; in a search the next hit"), act_move, MOVE_NEXT, NULL},
	{"previous", ARTICLES, 0, NULL, N_("previous article; in a search the previous hit"),
		act_move, MOVE_PREVIOUS, NULL},
	{"raw", IN_MAIN, IN(CONTEXT_TEXT), N_("original"),
		N_("the page's own text beside the article"), act_raw, 0, NULL},
	{"why", IN_MAIN, IN(CONTEXT_TEXT), N_("why"), N_("the words that decided the district"),
		act_why, 0, NULL},
	{"related", IN_MAIN, IN(CONTEXT_TEXT), N_("related"), N_("related articles"), act_related,
		0, NULL},
	{"mark-read", ARTICLES, 0, NULL, N_("mark as read, or unread"), act_mark_read, 0, NULL},
	{"star", ARTICLES, IN(CONTEXT_TEXT), N_("star"), N_("star it, or take the star away"),
		act_star, 0, NULL},
	{"note", IN_MAIN, 0, NULL, N_("write a note"), act_note, 0, N_("TEXT")},
	{"correct", IN_MAIN, 0, NULL, N_("correct the article's district"), act_correct, 0, NULL},
	{"undo", IN_MAIN, 0, NULL, N_("undo the last mark"), act_undo, 0, NULL},
	{"copy", IN_MAIN, 0, NULL, N_("copy the article"), act_copy, 0, NULL},
	{"cite", IN_MAIN, 0, NULL, N_("copy the article's citation"), act_copy, 1, NULL},
	{"export", IN_MAIN | IN(CONTEXT_STATS), 0, NULL, N_("write what is listed to a file"),
		act_export, 0, N_("FILE")},
	{"sort", IN_MAIN, 0, NULL, N_("the next sort order, or the one named"), act_sort, 0,
		N_("ORDER")},

	{"set", IN_VIEWS, 0, NULL, N_("set an option, and keep it"), act_set, 0, N_("NAME VALUE")},

	{"turn", IN(CONTEXT_STATS), IN(CONTEXT_STATS), N_("next table"), N_("the next table"),
		act_turn, 1, NULL},
	{"turn-back", IN(CONTEXT_STATS), 0, NULL, N_("the table before"), act_turn, -1, NULL},
	{"mark", IN(CONTEXT_CHOOSER), IN(CONTEXT_CHOOSER), N_("mark"), N_("mark several"),
		act_chooser, 0, NULL},
	{"all", IN(CONTEXT_CHOOSER), IN(CONTEXT_CHOOSER), N_("all"),
		N_("all: no filter of this kind"), act_chooser, 1, NULL},
	{"forget", IN(CONTEXT_CHOOSER), 0, NULL, N_("forget the saved filter"), act_chooser, 2,
		NULL},

	{"down", MOVING, 0, NULL, N_("down"), act_move, MOVE_DOWN, NULL},
	{"up", MOVING, 0, NULL, N_("up"), act_move, MOVE_UP, NULL},
	{"half-down", MOVING, 0, NULL, N_("half a page down"), act_move, MOVE_HALF_DOWN, NULL},
	{"half-up", MOVING, 0, NULL, N_("half a page up"), act_move, MOVE_HALF_UP, NULL},
	{"page-down", MOVING, 0, NULL, N_("a page down"), act_move, MOVE_PAGE_DOWN, NULL},
	{"page-up", MOVING, 0, NULL, N_("a page up"), act_move, MOVE_PAGE_UP, NULL},
	{"first", MOVING, 0, NULL, N_("to the beginning"), act_move, MOVE_FIRST, NULL},
	{"last", MOVING, 0, NULL, N_("to the end"), act_move, MOVE_LAST, NULL},
	{"left", IN_MAIN | IN(CONTEXT_MAP) | IN(CONTEXT_STATS), 0, NULL,
		N_("left: the pane, tile or table before"), act_move, MOVE_LEFT, NULL},
	{"right", IN_MAIN | IN(CONTEXT_MAP) | IN(CONTEXT_STATS), 0, NULL,
		N_("right: the next pane, tile or table"), act_move, MOVE_RIGHT, NULL},
	{"pane-next", IN_MAIN, 0, NULL, N_("next pane"), act_pane, 1, NULL},
	{"pane-previous", IN_MAIN, 0, NULL, N_("previous pane"), act_pane, -1, NULL},
	{"wider", IN_MAIN, 0, NULL, N_("make the pane wider"), act_widen, 2, NULL},
	{"narrower", IN_MAIN, 0, NULL, N_("make the pane narrower"), act_widen, -2, NULL},

	{"help", IN_VIEWS, IN_VIEWS, N_("help"), N_("every key of this place"), act_help, 0, NULL},
	{"command", IN_VIEWS, 0, NULL, N_("type a command"), act_command_line, 0, NULL},
	{"redraw", ANYWHERE, 0, NULL, N_("paint the screen anew"), act_redraw, 0, NULL},
	{"look", IN_MAIN, 0, NULL, N_("look for new pages now"), act_look, 0, NULL},
	{"suspend", IN_VIEWS, 0, NULL, N_("stop, to go on with fg"), act_suspend, 0, NULL},
	{"back", IN_VIEWS | IN(CONTEXT_CHOOSER), IN_VIEWS | IN(CONTEXT_CHOOSER), N_("back"),
		N_("back; from the start screen: leave"), act_back, 0, NULL},
	{"quit", ANYWHERE, 0, NULL, N_("leave"), act_quit, 0, NULL},

	{"accept", IN(CONTEXT_PROMPT), 0, NULL, N_("take what is typed"), act_prompt, PROMPT_ACCEPT,
		NULL},
	{"cancel", IN(CONTEXT_PROMPT), 0, NULL, N_("leave the line"), act_prompt, PROMPT_CANCEL,
		NULL},
	{"complete", IN(CONTEXT_PROMPT), 0, NULL, N_("complete the word"), act_prompt,
		PROMPT_COMPLETE, NULL},
	{"older", IN(CONTEXT_PROMPT), 0, NULL, N_("the line typed before"), act_prompt,
		PROMPT_OLDER, NULL},
	{"newer", IN(CONTEXT_PROMPT), 0, NULL, N_("the line typed after"), act_prompt, PROMPT_NEWER,
		NULL},
	{"char-left", TYPING, 0, NULL, N_("one character left"), act_edit, EDIT_LEFT, NULL},
	{"char-right", TYPING, 0, NULL, N_("one character right"), act_edit, EDIT_RIGHT, NULL},
	{"line-start", TYPING, 0, NULL, N_("to the line's beginning"), act_edit, EDIT_START, NULL},
	{"line-end", TYPING, 0, NULL, N_("to the line's end"), act_edit, EDIT_END, NULL},
	{"erase", TYPING, 0, NULL, N_("erase the character before the cursor"), act_edit,
		EDIT_ERASE, NULL},
	{"erase-word", TYPING, 0, NULL, N_("erase the word before the cursor"), act_edit,
		EDIT_ERASE_WORD, NULL},
	{"erase-all", TYPING, 0, NULL, N_("erase the line"), act_edit, EDIT_ERASE_ALL, NULL},
};

const size_t command_count = sizeof commands / sizeof commands[0];

static const char *const context_names[CONTEXTS] = {"all", "facets", "list", "text", "raw",
	"chooser", "map", "stats", "related", "help", "prompt"};

const struct command *
command_find(const char *name, size_t len)
{
	for (size_t i = 0; i < command_count; i++)
		if (strlen(commands[i].name) == len && memcmp(commands[i].name, name, len) == 0)
			return &commands[i];
	return NULL;
}

const char *
context_name(enum context context)
{
	return context_names[context];
}

enum context
context_from_name(const char *name, size_t len)
{
	enum context context = CONTEXT_ALL;

	while (context < CONTEXTS && (strlen(context_names[context]) != len ||
					     memcmp(context_names[context], name, len) != 0))
		context++;
	return context;
}
