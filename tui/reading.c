#include "app.h"

#include <stdlib.h>
#include <string.h>

#define HITS_MAX 4096

struct article_job {
	struct job job;
	article_key key;
	enum landing landing;
	struct filter *filter;
	struct reading out; /* arena, article, mark, passages */
};

/* ---- on the worker -------------------------------------------------------------------- */

static enum err_code
find_hits(struct article_job *j, struct query *query, struct err *err)
{
	enum err_code code = ERR_OK;

	for (unsigned i = 0; i < j->out.passage_count && code == ERR_OK; i++) {
		struct passage *p = &j->out.passages[i];

		if (p->source != NULL)
			code = query_hits(query, p->text, p->len, HITS_MAX, j->out.arena, &p->hits,
				&p->hit_count, err);
	}
	return code;
}

static enum err_code
load(struct article_job *j, struct session *session, struct err *err)
{
	struct archive *archive;
	struct marks *marks = session_marks(session, NULL);
	struct query *query;
	enum err_code code = session_archive(session, &archive, err);

	/* Also an article that cannot be shown is there then, and not asked for again. */
	j->out.query = arena_strdup(j->out.arena, filter_query(j->filter));
	if (j->out.query == NULL)
		return err_nomem(err);
	if (code == ERR_OK)
		code = archive_article(archive, j->key, j->out.arena, &j->out.article, err);
	if (code != ERR_OK)
		return code;
	if (marks == NULL ||
		marks_get(marks, j->out.article->id, j->out.arena, &j->out.mark, NULL) != ERR_OK)
		j->out.mark = (struct mark){.note = ""};
	code = passages_make(j->out.article, j->out.mark.note, j->out.arena, &j->out.passages,
		&j->out.passage_count, err);
	if (code != ERR_OK || filter_query(j->filter)[0] == '\0')
		return code;
	code = session_query(session, j->filter, &query, err);
	return code == ERR_OK ? find_hits(j, query, err) : code;
}

static void
run(struct job *job, struct session *session)
{
	struct article_job *j = (struct article_job *)job;

	j->out.arena = arena_new(0);
	job->code = j->out.arena == NULL ? err_nomem(&job->err) : load(j, session, &job->err);
}

/* ---- the answer ----------------------------------------------------------------------- */

static uint32_t
bytes_above(const struct reading *r)
{
	for (unsigned i = r->top; i < r->line_count; i++)
		if (r->lines[i].passage != NO_PASSAGE)
			return r->passages[r->lines[i].passage].before + r->lines[i].start;
	return 0;
}

static void
go_to_byte(struct reading *r, uint32_t byte)
{
	unsigned top = 0;

	for (unsigned i = 0; i < r->line_count; i++) {
		const struct text_line *line = &r->lines[i];

		if (line->passage == NO_PASSAGE)
			continue;
		if (r->passages[line->passage].before + line->start > byte)
			break;
		top = i;
	}
	r->top = byte == 0 ? 0 : top;
	reading_scroll(r, 0);
}

static void
set_lines(struct reading *r)
{
	r->lines = NULL;
	r->line_count = 0;
	if (r->lines_arena == NULL)
		r->lines_arena = arena_new(0);
	if (r->lines_arena == NULL)
		return;
	arena_reset(r->lines_arena);
	if (passages_set(r->passages, r->passage_count, &r->setting, r->lines_arena, &r->lines,
		    &r->line_count, &r->err) != ERR_OK) {
		r->lines = NULL;
		r->line_count = 0;
	}
}

static uint32_t
place_left(const struct reading *r)
{
	for (unsigned i = 0; i < PLACES_KEPT; i++)
		if (r->left[i].key == r->key)
			return r->left[i].byte;
	return r->mark.position;
}

const struct range *
reading_here(const struct reading *r, unsigned *passage)
{
	unsigned hit = r->hit - 1;

	*passage = 0;
	if (r->hit == 0)
		return NULL;
	while (*passage < r->passage_count && hit >= r->passages[*passage].hit_count)
		hit -= r->passages[(*passage)++].hit_count;
	return *passage < r->passage_count ? &r->passages[*passage].hits[hit] : NULL;
}

/* The line on which it begins. */
static unsigned
line_here(const struct reading *r)
{
	unsigned passage, line = 0;
	const struct range *here = reading_here(r, &passage);

	for (unsigned i = 0; i < r->line_count && here != NULL; i++)
		if (r->lines[i].passage == passage && r->lines[i].start <= here->start)
			line = i;
	return line;
}

static unsigned
hit_count(const struct reading *r)
{
	unsigned n = 0;

	for (unsigned i = 0; i < r->passage_count; i++)
		n += r->passages[i].hit_count;
	return n;
}

/* Brings it into sight. */
static void
show_here(struct reading *r)
{
	const unsigned line = line_here(r);

	if (line < r->top || line >= r->top + r->height)
		reading_scroll(r, (int64_t)line - (int64_t)r->top - (int64_t)(r->height / 3));
}

static void
land(struct reading *r, enum landing landing, uint32_t there)
{
	const unsigned hits = hit_count(r);

	r->top = 0;
	r->hit = 0;
	if (landing == LAND_THERE) {
		go_to_byte(r, there);
		return;
	}
	if (landing == LAND_WHERE_LEFT || hits == 0) {
		go_to_byte(r, place_left(r));
		return;
	}
	if (landing == LAND_LAST_HIT)
		r->hit = hits - 1;
	reading_next_hit(r, true);
}

static void
done(struct job *job, void *ctx)
{
	struct article_job *j = (struct article_job *)job;
	struct app *app = ctx;
	struct reading *r = &app->reading;
	const uint32_t there = bytes_above(r);

	if (job->code == ERR_CANCELLED)
		return;
	arena_free(r->arena);
	r->arena = j->out.arena;
	j->out.arena = NULL;
	r->key = j->key;
	r->query = j->out.query;
	r->article = j->out.article;
	r->mark = j->out.mark;
	r->passages = j->out.passages;
	r->passage_count = job->code == ERR_OK ? j->out.passage_count : 0;
	r->explained = false;
	r->lines = NULL;
	r->line_count = 0;
	r->err = job->err;
	r->err.code = job->code;
	if (job->code == ERR_OK && r->setting.width > 0)
		set_lines(r);
	land(r, j->landing, there);
}

static void
free_job(struct job *job)
{
	struct article_job *j = (struct article_job *)job;

	filter_free(j->filter);
	arena_free(j->out.arena);
	free(j);
}

void
reading_ask(struct app *app, article_key key, enum landing landing)
{
	struct article_job *j = calloc(1, sizeof *j);

	if (j == NULL)
		return;
	j->job = (struct job){.run = run, .done = done, .free = free_job, .slot = SLOT_ARTICLE};
	j->key = key;
	j->landing = landing;
	j->filter = filter_copy(app->filter);
	if (j->filter == NULL) {
		free(j);
		return;
	}
	worker_post(app->fast, &j->job);
}

bool
reading_has(const struct app *app, article_key key)
{
	const struct reading *r = &app->reading;

	return key == r->key && r->query != NULL &&
	       strcmp(r->query, filter_query(app->filter)) == 0;
}

void
reading_reload(struct app *app)
{
	if (app->reading.key != 0)
		reading_ask(app, app->reading.key, LAND_THERE);
}

/* ---- setting and moving --------------------------------------------------------------- */

static bool
same_setting(const struct setting *a, const struct setting *b)
{
	return a->breaks == b->breaks && a->width == b->width && a->indent == b->indent &&
	       a->hang == b->hang;
}

void
reading_fit(struct app *app, const struct setting *setting, unsigned height)
{
	struct reading *r = &app->reading;
	const uint32_t byte = bytes_above(r);

	r->height = height;
	if (r->passage_count == 0)
		r->setting = *setting;
	if (!same_setting(setting, &r->setting) || r->lines == NULL) {
		const bool first = r->lines == NULL;

		r->setting = *setting;
		set_lines(r);
		if (first && r->hit > 0)
			show_here(r); /* it was chosen before there were lines */
		else if (first && r->top == 0)
			land(r, hit_count(r) > 0 ? LAND_FIRST_HIT : LAND_WHERE_LEFT, 0);
		else
			go_to_byte(r, byte);
	}
	reading_scroll(r, 0);
}

void
reading_scroll(struct reading *r, int64_t lines)
{
	const int64_t last = r->line_count > r->height ? (int64_t)(r->line_count - r->height) : 0;
	int64_t top = (int64_t)r->top + lines;

	r->top = (unsigned)(top < 0 ? 0 : top > last ? last : top);
}

bool
reading_at_end(const struct reading *r)
{
	return r->top + r->height >= r->line_count;
}

unsigned
reading_percent(const struct reading *r)
{
	const unsigned shown = r->top + r->height;

	return r->line_count == 0 || shown >= r->line_count ? 100 : shown * 100 / r->line_count;
}

bool
reading_next_hit(struct reading *r, bool forward)
{
	const unsigned hits = hit_count(r);

	if (forward ? r->hit >= hits : r->hit <= 1)
		return false;
	r->hit += forward ? 1u : -1u;
	show_here(r);
	return true;
}

/* ---- the place where it was left ------------------------------------------------------- */

struct place_job {
	struct job job;
	char id[STABLE_ID_LEN + 1];
	uint32_t position;
};

static void
run_place(struct job *job, struct session *session)
{
	struct place_job *j = (struct place_job *)job;
	struct marks *marks = session_marks(session, NULL);

	if (marks != NULL)
		job->code = marks_set_position(marks, j->id, j->position, &job->err);
}

static void
done_place(struct job *job, void *ctx)
{
	(void)job;
	(void)ctx; /* a place that was not kept is no loss worth a word */
}

static void
free_place(struct job *job)
{
	free(job);
}

void
reading_keep_place(struct app *app)
{
	const struct reading *r = &app->reading;
	const uint32_t byte = r->top == 0 || reading_at_end(r) ? 0 : bytes_above(r);
	struct place_job *j;

	if (r->key == 0 || r->article == NULL || r->line_count == 0 || byte == r->mark.position)
		return;
	j = calloc(1, sizeof *j);
	if (j == NULL)
		return;
	j->job = (struct job){.run = run_place, .done = done_place, .free = free_place};
	memcpy(j->id, r->article->id, sizeof j->id);
	j->position = byte;
	app->reading.mark.position = byte;
	memmove(app->reading.left + 1, app->reading.left,
		(PLACES_KEPT - 1) * sizeof app->reading.left[0]);
	app->reading.left[0].key = r->key;
	app->reading.left[0].byte = byte;
	worker_post(app->slow, &j->job);
}

void
reading_free(struct reading *r)
{
	arena_free(r->arena);
	arena_free(r->lines_arena);
	*r = (struct reading){0};
}
