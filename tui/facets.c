#include "app.h"
#include "base/i18n.h"
#include "naming.h"

#include <stdlib.h>
#include <string.h>

/* More values of one facet than this are not shown in the pane; the choosers have all. */
#define VALUES_MAX 64

static const enum facet shown[] = {FACET_DISTRICT, FACET_TOPIC};
#define SHOWN (sizeof shown / sizeof shown[0])

struct counts {
	const struct facet_count *item;
	unsigned count;
};

struct facets_job {
	struct job job;
	struct filter *filter;
	bool anew;
	uint64_t generation; /* if anew: of the archive, before it was counted */
	struct arena *arena;
	struct counts all[SHOWN], now[SHOWN];
};

static enum err_code
count(struct session *session, const struct filter *filter, bool other, struct arena *arena,
	struct counts out[SHOWN], struct err *err)
{
	struct query *query;
	enum err_code code = session_query(session, filter, &query, err);

	if (code == ERR_OK)
		code = query_settle(query, err);
	for (size_t i = 0; i < SHOWN && code == ERR_OK; i++)
		if ((code = query_facets(query, shown[i], other, VALUES_MAX, arena, &out[i].item,
			     &out[i].count, err)) == ERR_OK)
			naming_sort(shown[i], &out[i].item, out[i].count, arena);
	return code;
}

static void
run(struct job *job, struct session *session)
{
	struct facets_job *j = (struct facets_job *)job;
	struct filter *none = filter_new();
	struct archive *archive;

	j->arena = arena_new(0);
	if (j->arena == NULL || none == NULL)
		job->code = err_nomem(&job->err);
	else
		job->code = session_archive(session, &archive, &job->err);
	if (job->code == ERR_OK)
		j->generation = archive_generation(archive);
	if (job->code == ERR_OK && j->anew)
		job->code = count(session, none, false, j->arena, j->all, &job->err);
	/* Without a filter that is it: a large archive is not counted twice. */
	if (job->code == ERR_OK && j->anew && filter_empty(j->filter))
		memcpy(j->now, j->all, sizeof j->now);
	else if (job->code == ERR_OK)
		job->code = count(session, j->filter, true, j->arena, j->now, &job->err);
	filter_free(none);
}

/* ---- the answer ----------------------------------------------------------------------- */

static const char *
head_name(enum facet facet)
{
	return facet == FACET_DISTRICT ? _("Districts") : _("Topics");
}

const char *
facet_label(struct app *app, enum facet facet, const char *value)
{
	(void)app;
	if (facet == FACET_KIND) {
		static const char *const kinds[KIND_COUNT] = {
			N_("News"), N_("Photo"), N_("In brief"), N_("Feature"), N_("Notice")};
		enum article_kind kind = kind_from_name(value);

		return kind < KIND_COUNT ? _(kinds[kind]) : value;
	}
	if (value[0] != '\0')
		return value;
	return facet == FACET_DISTRICT ? _("(no district)") : _("(none)");
}

const char *
district_short_name(struct app *app, const char *name)
{
	unsigned count;
	const struct district *d = gazetteer_districts(app->gazetteer, &count);

	for (unsigned i = 0; i < count; i++)
		if (strcmp(d[i].name, name) == 0)
			return d[i].short_name;
	return name;
}

static bool
add_entry(struct app *app, struct facets *f, enum facet facet, const char *value)
{
	struct facet_entry *e = &f->entries[f->count];

	*e = (struct facet_entry){.facet = facet, .value = arena_strdup(f->arena, value)};
	if (e->value == NULL)
		return false;
	e->name = facet_label(app, facet, e->value);
	f->count++;
	return true;
}

static bool
has(const struct counts *counts, const char *value)
{
	for (unsigned i = 0; i < counts->count; i++)
		if (strcmp(counts->item[i].value, value) == 0)
			return true;
	return false;
}

/* Districts in the order of the gazetteer, other values by how many articles they have. */
static void
add_facet(struct app *app, struct facets *f, enum facet facet, const struct counts *all)
{
	unsigned n = 0;

	f->entries[f->count++] = (struct facet_entry){
		.head = true, .facet = facet, .value = "", .name = head_name(facet)};
	if (facet == FACET_DISTRICT) {
		const struct district *d = gazetteer_districts(app->gazetteer, &n);

		for (unsigned i = 0; i < n; i++)
			if (has(all, d[i].name))
				add_entry(app, f, facet, d[i].name);
	} else {
		for (unsigned i = 0; i < all->count; i++)
			if (all->item[i].value[0] != '\0')
				add_entry(app, f, facet, all->item[i].value);
	}
	if (has(all, ""))
		add_entry(app, f, facet, "");
}

static void
build(struct app *app, const struct facets_job *j)
{
	struct facets fresh = {.arena = arena_new(4096)};
	struct facets *f = &app->facets;

	if (fresh.arena == NULL)
		return;
	fresh.entries = arena_calloc(fresh.arena, SHOWN * (VALUES_MAX + 2), sizeof *fresh.entries);
	if (fresh.entries == NULL) {
		arena_free(fresh.arena);
		return;
	}
	for (size_t i = 0; i < SHOWN; i++)
		add_facet(app, &fresh, shown[i], &j->all[i]);
	fresh.cursor = f->known && f->cursor < fresh.count ? f->cursor : 1;
	fresh.top = f->top;
	fresh.known = true;
	facets_free(f);
	*f = fresh;
}

static uint64_t
find_count(const struct counts *counts, const char *value)
{
	for (unsigned i = 0; i < counts->count; i++)
		if (strcmp(counts->item[i].value, value) == 0)
			return counts->item[i].count;
	return 0;
}

static void
done(struct job *job, void *ctx)
{
	struct facets_job *j = (struct facets_job *)job;
	struct app *app = ctx;
	struct facets *f = &app->facets;

	if (job->code != ERR_OK)
		return; /* the list says why */
	if (j->anew) {
		build(app, j);
		f->generation = j->generation;
	}
	f->most = 0;
	for (unsigned i = 0; i < f->count; i++) {
		struct facet_entry *e = &f->entries[i];

		if (e->head)
			continue;
		e->count = find_count(&j->now[e->facet == shown[0] ? 0 : 1], e->value);
		if (e->count > f->most)
			f->most = e->count;
	}
}

static void
free_job(struct job *job)
{
	struct facets_job *j = (struct facets_job *)job;

	filter_free(j->filter);
	arena_free(j->arena);
	free(j);
}

void
facets_ask(struct app *app, bool anew)
{
	struct facets_job *j = calloc(1, sizeof *j);

	if (j == NULL)
		return;
	j->job = (struct job){.run = run, .done = done, .free = free_job, .slot = SLOT_FACETS};
	j->anew = anew || !app->facets.known;
	j->filter = filter_copy(app->filter);
	if (j->filter == NULL) {
		free(j);
		return;
	}
	worker_post(app->slow, &j->job);
}

/* ---- the pane's cursor ---------------------------------------------------------------- */

void
facets_move(struct facets *f, int delta, unsigned height)
{
	int at = (int)f->cursor + delta;
	const int step = delta < 0 ? -1 : 1;

	if (f->count < 2)
		return;
	at = at < 1 ? 1 : at >= (int)f->count ? (int)f->count - 1 : at;
	while (at >= 0 && at < (int)f->count && f->entries[at].head)
		at += step;
	if (at < 0 || at >= (int)f->count)
		at = (int)f->cursor; /* only a heading is there */
	f->cursor = (unsigned)at;
	/* The heading above the first value stays in sight. */
	if (f->cursor <= 1)
		f->top = 0;
	else if (f->cursor < f->top)
		f->top = f->cursor;
	else if (height > 0 && f->cursor >= f->top + height)
		f->top = f->cursor - height + 1;
}

void
facets_choose(struct app *app, bool also)
{
	const struct facets *f = &app->facets;
	const struct facet_entry *e;
	bool chosen;
	struct err err;

	if (f->cursor >= f->count || f->entries[f->cursor].head)
		return;
	e = &f->entries[f->cursor];
	chosen = filter_has(app->filter, e->facet, e->value);
	if (chosen && (also || filter_count(app->filter, e->facet) == 1)) {
		filter_remove(app->filter, e->facet, e->value);
	} else {
		if (!also)
			filter_clear(app->filter, e->facet);
		if (filter_add(app->filter, e->facet, e->value, &err) != ERR_OK)
			app_complain(app, &err);
	}
	app_refilter(app);
}

void
facets_free(struct facets *f)
{
	arena_free(f->arena);
	*f = (struct facets){0};
}
