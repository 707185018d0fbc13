#include "browser.h"
#include "actions.h"
#include "app.h"
#include "base/i18n.h"
#include "importer.h"
#include "mouse.h"
#include "options.h"
#include "paths.h"
#include "research.h"
#include "view/prompt.h"
#include "watching.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#define COLS_MIN 20
#define ROWS_MIN 5
#define ANSWERS_MS 500        /* a terminal that has not answered by then does not */
#define ANSWERS_TEST_MS 50000 /* under a sanitizer it may be slow */

/* ---- signals ---------------------------------------------------------------------------- */

static struct {
	volatile sig_atomic_t resized, stop, leave;
	struct mailbox *mailbox;
} caught;

static void
on_signal(int number)
{
	const int kept = errno;

	if (number == SIGWINCH)
		caught.resized = 1;
	else if (number == SIGTSTP)
		caught.stop = 1;
	else
		caught.leave = 1;
	mailbox_wake(caught.mailbox);
	errno = kept;
}

static void
on_fault(int number)
{
	screen_emergency();
	signal(number, SIG_DFL);
	raise(number);
}

static void
set_handler(int number, void (*handler)(int))
{
	struct sigaction action = {.sa_handler = handler};

	sigemptyset(&action.sa_mask);
	sigaction(number, &action, NULL);
}

static void
set_handlers(bool on)
{
	static const int asked[] = {SIGWINCH, SIGTSTP, SIGTERM, SIGHUP, SIGINT, SIGQUIT};
	static const int faults[] = {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT};

	for (size_t i = 0; i < sizeof asked / sizeof asked[0]; i++)
		set_handler(asked[i], on ? on_signal : SIG_DFL);
	for (size_t i = 0; i < sizeof faults / sizeof faults[0]; i++)
		set_handler(faults[i], on ? on_fault : SIG_DFL);
	set_handler(SIGPIPE, SIG_IGN);
}

void
app_suspend(struct app *app)
{
	if (app->options->restricted) /* there is no shell to go to */
		return;
	screen_leave(app->screen);
	set_handler(SIGTSTP, SIG_DFL);
	kill(0, SIGTSTP);
	set_handler(SIGTSTP, on_signal);
	screen_return(app->screen);
}

/* ---- painting --------------------------------------------------------------------------- */

static void
draw_view(struct app *app, unsigned i, struct area whole)
{
	struct view *view = app->stack[i];
	struct area area = area_sub(whole, 0, 1, whole.w, whole.h - 2);

	if (view->ops->context == CONTEXT_PROMPT) /* stands in the place of the key bar */
		area = area_sub(whole, 0, 1, whole.w, whole.h - 1);
	view->area = area;
	view->ops->draw(app, view, area);
}

static void
draw(struct app *app)
{
	struct area whole = grid_area(screen_grid(app->screen));
	unsigned first = app->depth - 1;

	screen_set_cursor(app->screen, -1, -1);
	if (whole.w < COLS_MIN || whole.h < ROWS_MIN) {
		area_clear(whole, ROLE_TEXT);
		draw_notice(whole, ROLE_TEXT, _("The window is too small."));
		return;
	}
	while (first > 0 && app->stack[first]->ops->overlay)
		first--;
	/* Which pane has the focus, and so which keys there are, may hang on the size. */
	main_view_measure(app, area_sub(whole, 0, 1, whole.w, whole.h - 2));
	bar_draw_bottom(app, area_sub(whole, 0, whole.h - 1, whole.w, 1));
	for (unsigned i = first; i < app->depth; i++)
		draw_view(app, i, whole);
	bar_draw_top(app, area_sub(whole, 0, 0, whole.w, 1));
}

/* ---- events ------------------------------------------------------------------------------ */

static void
type(struct app *app, struct view *view, tkey key)
{
	struct buf text = {0};

	buf_add_ucs4(&text, key);
	if (buf_ok(&text))
		view->ops->type(app, view, text.data, text.len);
	buf_free(&text);
}

static void
on_key(struct app *app, tkey key)
{
	struct view *view = app_top(app);
	const enum context context = app_context(app);
	const bool typed = key_is_text(key) && view->ops->typing;
	const struct command *command = keymap_find(app->keymap, context, key, typed);

	if (command == NULL && !typed)
		command = keymap_find(app->keymap, context, key_plain(key), false);
	if (command == NULL || command->run != act_redraw)
		app->message[0] = '\0';
	if (command != NULL)
		command->run(app, command->arg, NULL);
	else if (key_is_text(key) && view->ops->type != NULL)
		type(app, view, key);
}

static void
on_news(struct app *app, unsigned news)
{
	if ((news & PROBE_WIDTHS) != 0) {
		probe_apply_widths(app->probe);
		app->reading.setting.width = 0; /* lines are made anew */
		screen_forget(app->screen);
	}
	if ((news & PROBE_BACKGROUND) != 0)
		options_theme(app);
	if ((news & PROBE_SYNC) != 0)
		screen_set_synchronized(app->screen, true);
}

static void
on_event(struct app *app, const struct event *event)
{
	struct view *view = app_top(app);
	bool mine;

	switch (event->type) {
	case EVENT_KEY:
		on_key(app, event->key);
		break;
	case EVENT_PASTE:
		if (view->ops->typing)
			view->ops->type(app, view, event->text, event->len);
		break;
	case EVENT_MOUSE:
		mouse_event(app, event);
		break;
	case EVENT_SYNC:
		if (app->testing)
			app->sync = event->value;
		break;
	case EVENT_CURSOR:
	case EVENT_MODE:
	case EVENT_COLOUR:
		on_news(app, probe_answer(app->probe, event, &mine));
		break;
	}
}

/* ---- time -------------------------------------------------------------------------------- */

static void
on_timer(struct app *app, enum timer timer)
{
	app->timers[timer] = 0;
	switch (timer) {
	case TIMER_REST:
		app_preview(app);
		break;
	case TIMER_FILL:
		listing_fill(app, true);
		break;
	case TIMER_WATCH:
		watching_look(app);
		break;
	case TIMER_FOLDERS:
		watching_import(app);
		break;
	case TIMERS:
		break;
	}
}

/* Until the next timer, or until a lone Esc is a key; -1: no end. */
static int
time_left(const struct app *app)
{
	int64_t next = INT64_MAX, now = app_now();

	for (int i = 0; i < TIMERS; i++)
		if (app->timers[i] != 0 && app->timers[i] < next)
			next = app->timers[i];
	if (input_waits(app->input) && next > now + KEY_ESC_MS)
		next = now + KEY_ESC_MS;
	return next == INT64_MAX ? -1 : next > now ? (int)(next - now) : 0;
}

/* ---- the loop ---------------------------------------------------------------------------- */

/* In test mode: everything that was asked for is on the screen. */
static void
tell_idle(struct app *app)
{
	char text[32];

	if (app->sync == 0 || mailbox_busy(app->mailbox) || app->importer != NULL ||
		app->timers[TIMER_REST] != 0 || app->timers[TIMER_FILL] != 0)
		return;
	screen_send(app->screen, text,
		(size_t)snprintf(text, sizeof text, "\033_baolan;%d\033\\", app->sync));
	screen_flush(app->screen);
	app->sync = 0;
}

static void
on_signals(struct app *app)
{
	if (caught.leave)
		app->quit = true;
	if (caught.stop) {
		caught.stop = 0;
		app_suspend(app);
	}
	if (caught.resized) {
		caught.resized = 0;
		screen_fit(app->screen);
	}
}

/* False where the line is gone. */
static bool
read_input(struct app *app)
{
	char bytes[4096];
	const ssize_t n = read(STDIN_FILENO, bytes, sizeof bytes);

	if (n > 0)
		input_feed(app->input, bytes, (size_t)n);
	return n > 0 || (n < 0 && (errno == EINTR || errno == EAGAIN));
}

static void
loop(struct app *app)
{
	struct pollfd fds[2] = {{.fd = STDIN_FILENO, .events = POLLIN},
		{.fd = mailbox_wake_fd(app->mailbox), .events = POLLIN}};

	while (!app->quit) {
		struct event event;
		bool flush;

		draw(app);
		screen_paint(app->screen);
		listing_fill(app, false);
		app_follow(app);
		tell_idle(app);
		flush = poll(fds, 2, time_left(app)) == 0 && input_waits(app->input);
		if ((fds[0].revents & (POLLIN | POLLHUP | POLLERR)) != 0 && !read_input(app))
			app->quit = true;
		fds[0].revents = 0;
		on_signals(app);
		while (!app->quit && input_next(app->input, &event, flush)) {
			const struct view *top = app_top(app);

			on_event(app, &event);
			/* Keys that were typed ahead find a new view as if they came later. */
			if (app_top(app) != top)
				draw(app);
		}
		mailbox_deliver(app->mailbox);
		watching_imported(app);
		for (enum timer t = 0; t < TIMERS; t++)
			if (app->timers[t] != 0 && app->timers[t] <= app_now())
				on_timer(app, t);
	}
}

/* ---- beginning and end ------------------------------------------------------------------- */

static void
warn(void *ctx, const struct err *err)
{
	app_complain(ctx, err);
}

static enum err_code
load_knowledge(struct app *app, struct err *err)
{
	const struct config *config = app->options->config;
	enum break_level level = break_level_from_name(config_text(config, CONFIG_BREAK_LEVEL));
	enum err_code code = break_rules_new(level, &app->breaks, err);

	if (code == ERR_OK)
		code = keymap_new(app->options->key_file, warn, app, &app->keymap, err);
	if (code == ERR_OK)
		code = gazetteer_new(NULL, NULL, NULL, &app->gazetteer, err);
	return code;
}

static struct worker *
start_worker(struct app *app)
{
	return worker_new(app->mailbox, session_new(app->options->archive, app->options->marks));
}

static enum err_code
start(struct app *app, struct err *err)
{
	const struct browser_options *o = app->options;
	enum err_code code = load_knowledge(app, err);
	char *cache = path_cache("terminals.tsv");

	app->filter = o->filter != NULL ? filter_copy(o->filter) : filter_new();
	app->sort = o->sort != SORT_COUNT ? o->sort
					  : sort_from_name(config_text(o->config, CONFIG_SORT));
	app->focus = PANE_LIST;
	app->user_folder = o->restricted ? NULL : path_config(NULL);
	app->input = input_new();
	app->probe = probe_new(cache);
	free(cache);
	app->stack[0] = main_view_new();
	app->depth = 1;
	app->mailbox = mailbox_new(app);
	if (code != ERR_OK)
		return code;
	if (app->filter == NULL || app->input == NULL || app->probe == NULL ||
		app->stack[0] == NULL || app->mailbox == NULL)
		return err_nomem(err);
	app->fast = start_worker(app);
	app->slow = start_worker(app);
	return app->fast == NULL || app->slow == NULL ? err_nomem(err) : ERR_OK;
}

static void
stop(struct app *app)
{
	importer_stop(app->importer);
	if (app->mailbox != NULL && app->slow != NULL)
		reading_keep_place(app);
	worker_free(app->fast);
	worker_free(app->slow);
	while (app->depth > 1)
		app_pop(app);
	if (app->stack[0] != NULL)
		app->stack[0]->ops->close(app, app->stack[0]);
	mailbox_free(app->mailbox);
	listing_free(&app->listing);
	snippets_free(&app->snippets);
	facets_free(&app->facets);
	reading_free(&app->reading);
	filter_free(app->filter);
	filter_free(app->noted);
	input_free(app->input);
	probe_free(app->probe);
	keymap_free(app->keymap);
	break_rules_free(app->breaks);
	lexicon_free(app->lexicon);
	gazetteer_free(app->gazetteer);
	history_free(app->commands);
	free(app->user_folder);
}

/* What the first screen shows, as far as it comes in time. */
static void
first_answers(struct app *app)
{
	struct area whole = grid_area(screen_grid(app->screen));

	app_wait(app, SLOT_LIST);
	main_view_measure(app, area_sub(whole, 0, 1, whole.w, whole.h - 2));
	app_preview(app);
	app_wait(app, SLOT_FACETS);
	if (app_article(app, NULL) == app->reading.key)
		app->timers[TIMER_REST] = 0;
}

/* The list asks for as many rows as the screen has. */
static void
guess_height(struct app *app)
{
	struct winsize size;

	if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_row > 2)
		app->listing.height = size.ws_row;
}

/* Who leaves at once is gone before a distant terminal has answered: the shell would take that as
 * typed.  Its answers are waited for, and what is typed meanwhile is lost, as curses has it. */
static void
await_answers(struct app *app, int64_t until)
{
	struct pollfd line = {.fd = STDIN_FILENO, .events = POLLIN};
	bool there = true;

	screen_uncover(app->screen);
	while (there && probe_waits(app->probe) && app_now() < until &&
		poll(&line, 1, (int)(until - app_now())) == 1) {
		struct event event;
		bool mine;

		there = read_input(app);
		while (input_next(app->input, &event, false))
			probe_answer(app->probe, &event, &mine);
	}
}

static enum err_code
run(struct app *app, struct err *err)
{
	const struct browser_options *o = app->options;
	const struct screen_options screen = {
		.mouse = config_bool(o->config, CONFIG_MOUSE), .colour = o->colour};
	enum err_code code;
	int64_t asked;

	caught.mailbox = app->mailbox;
	guess_height(app);
	listing_ask(app, ANCHOR_FIRST, 0); /* while the terminal is being set up */
	facets_ask(app, true);
	watching_import(app);
	code = screen_open(&screen, &app->screen, err);
	if (code != ERR_OK) {
		app->status = STATUS_TERMINAL;
		return code;
	}
	set_handlers(true);
	options_theme(app);
	options_ask_terminal(app);
	asked = app_now();
	watching_start(app);
	first_answers(app);
	research_note(app);
	loop(app);
	await_answers(app, asked + (app->testing ? ANSWERS_TEST_MS : ANSWERS_MS));
	screen_close(app->screen);
	theme_free(app->theme);
	set_handlers(false);
	return ERR_OK;
}

int
browser_main(const struct browser_options *options, struct err *err)
{
	struct app app = {.options = options, .testing = getenv("BAOLAN_TESTING") != NULL};
	enum err_code code = start(&app, err);

	if (code == ERR_OK)
		code = run(&app, err);
	if (code == ERR_OK && app.fatal.code != ERR_OK)
		*err = app.fatal;
	stop(&app);
	return code != ERR_OK && app.status == 0 ? 1 : app.status;
}
