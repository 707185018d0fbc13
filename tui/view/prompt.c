#include "view/prompt.h"

static void
draw(struct app *app, struct view *view, struct area area)
{
	struct prompt *p = (struct prompt *)view;
	const int y = area.h - 1;
	int x;

	area_fill(area, 0, y, area.w, ROLE_TEXT);
	x = area_text(area, 1, y, ROLE_KEY, p->label) + 1;
	x = line_draw(&p->line, area, x, y, ROLE_PROMPT);
	screen_set_cursor(app->screen, area.x + (x < area.w ? x : area.w - 1), area.y + y);
	if (p->ops->draw_above != NULL && area.h > 1)
		p->ops->draw_above(app, p, area_sub(area, 0, 0, area.w, area.h - 1));
}

static void
changed(struct app *app, struct prompt *p)
{
	if (p->ops->changed != NULL)
		p->ops->changed(app, p);
}

static void
type(struct app *app, struct view *view, const char *text, size_t len)
{
	struct prompt *p = (struct prompt *)view;

	if (p->ops->take != NULL && p->ops->take(app, p, text, len))
		return;
	line_insert(&p->line, text, len);
	changed(app, p);
}

static void
close_view(struct app *app, struct view *view)
{
	struct prompt *p = (struct prompt *)view;

	(void)app;
	if (p->ops->free != NULL)
		p->ops->free(p);
	for (unsigned i = 0; i < p->history_count; i++)
		free(p->history[i]);
	free(p->history);
	free(p->typed);
	free(p);
}

static const struct view_ops ops = {.context = CONTEXT_PROMPT,
	.overlay = true,
	.typing = true,
	.draw = draw,
	.type = type,
	.close = close_view};

void
prompt_open(struct app *app, struct prompt *prompt, const struct prompt_ops *prompt_ops,
	const char *label, const char *text)
{
	prompt->view.ops = &ops;
	prompt->ops = prompt_ops;
	snprintf(prompt->label, sizeof prompt->label, "%s", label);
	line_set(&prompt->line, text);
	app_push(app, &prompt->view);
}

void
prompt_set_history(struct prompt *p, const char *const *lines, unsigned count)
{
	p->history = calloc(count ? count : 1, sizeof *p->history);
	if (p->history == NULL)
		return;
	for (unsigned i = 0; i < count; i++) {
		char *copy = strdup(lines[i]);

		if (copy != NULL)
			p->history[p->history_count++] = copy;
	}
}

static struct prompt *
top_prompt(struct app *app)
{
	struct view *view = app_top(app);

	return view->ops == &ops ? (struct prompt *)view : NULL;
}

void
prompt_edit(struct app *app, enum line_edit edit)
{
	struct prompt *p = top_prompt(app);
	const size_t before = p != NULL ? p->line.len : 0;

	if (p == NULL)
		return;
	/* Erasing in an empty line leaves it, as everywhere. */
	if (edit == EDIT_ERASE && p->line.len == 0) {
		prompt_cancel(app);
		return;
	}
	line_edit(&p->line, edit);
	if (p->line.len != before)
		changed(app, p);
}

void
prompt_accept(struct app *app)
{
	struct prompt *p = top_prompt(app);

	if (p == NULL)
		return;
	/* What is accepted may open another view: the prompt goes first. */
	app->depth--;
	p->ops->accept(app, p, p->line.text);
	close_view(app, &p->view);
}

void
prompt_cancel(struct app *app)
{
	struct prompt *p = top_prompt(app);

	if (p == NULL)
		return;
	app->depth--;
	if (p->ops->cancel != NULL)
		p->ops->cancel(app, p);
	close_view(app, &p->view);
}

void
prompt_complete(struct app *app)
{
	struct prompt *p = top_prompt(app);

	if (p != NULL && p->ops->complete != NULL)
		p->ops->complete(app, p);
}

void
prompt_walk(struct app *app, int step)
{
	struct prompt *p = top_prompt(app);
	const unsigned at = p != NULL ? p->history_at : 0;

	if (p == NULL || (step > 0 && at == p->history_count) || (step < 0 && at == 0))
		return;
	if (at == 0) {
		free(p->typed);
		p->typed = strdup(p->line.text);
	}
	p->history_at = at + (step > 0 ? 1u : -1u);
	if (p->history_at > 0)
		line_set(&p->line, p->history[p->history_at - 1]);
	else
		line_set(&p->line, p->typed != NULL ? p->typed : "");
	changed(app, p);
}
