#include "place/own.h"

#include <string.h>

/* 区 and 县 begin a body's name that goes without its district's. */
#define DISTRICT_LETTER 0x533AU
#define COUNTY_LETTER 0x53BFU
/* So many articles of a page must be one district's, and so many in ten. */
#define PAGE_ARTICLES 3U
#define PAGE_SHARE 7U
/* What "our district" weighs, in percent of its position. */
#define OWN_WEIGHT 30

/* ---- one article ------------------------------------------------------------------------ */

/* A clause begins at a letter, or a word behind which a name can begin stands before it. */
static bool
begins(const struct tally *tally, uint32_t at)
{
	const struct reading *r = tally->reading;
	struct context around;

	if (reading_room_before(r, at) == 0 || letter_is_stop(r->letters[at - 1].c))
		return true;
	rules_look(tally->atlas->rules, r, at, at + 1, SCOPE_FULL, &around);
	return (around.rules & 1U << RULE_BEGIN) != 0;
}

/* The length of an own word at a letter, or 0. */
static uint32_t
own_at(const struct tally *tally, uint32_t at)
{
	const struct reading *r = tally->reading;
	uint32_t c = r->letters[at].c;
	uint32_t length = rules_own_at(tally->atlas->rules, r, at);

	if (length == 0 || r->letters[at].position == POS_CREDIT)
		return 0;
	if ((c == DISTRICT_LETTER || c == COUNTY_LETTER) && !begins(tally, at))
		return 0;
	return length;
}

static enum err_code
make_evidence(const struct tally *tally, uint32_t at, uint32_t length,
	const struct place_evidence **out, struct err *err)
{
	const struct reading *r = tally->reading;
	struct place_evidence *e = arena_calloc(tally->arena, 1, sizeof *e);

	if (e == NULL)
		return err_nomem(err);
	reading_bytes(r, at, at + length, &e->start, &e->end);
	e->text = reading_text(r, at, at + length, tally->arena);
	e->entry = e->text;
	e->position = (enum place_position)r->letters[at].position;
	e->weight = tally->atlas->rules->position[e->position] * OWN_WEIGHT / 100;
	*out = e;
	return e->text != NULL ? ERR_OK : err_nomem(err);
}

enum err_code
own_find(const struct tally *tally, const struct place_evidence **out, struct err *err)
{
	const struct names_filter *filter = names_filter(tally->atlas->rules->own);
	const struct reading *r = tally->reading;

	*out = NULL;
	for (uint32_t i = 0; i < r->count; i++) {
		uint32_t length = names_may_begin(filter, &r->letters[i]) ? own_at(tally, i) : 0;

		if (length > 0)
			return make_evidence(tally, i, length, out, err);
	}
	return ERR_OK;
}

/* ---- a page ----------------------------------------------------------------------------- */

/* The articles of one sheet. */
struct sheet_view {
	const struct gazetteer *gazetteer;
	const struct sheet *sheet; /* NULL: nothing is known of it */
	struct place_result *results;
	unsigned count;
	struct arena *arena;
};

/* The district of nearly all articles that have one; NULL. */
static const struct district *
district_of_most(const struct sheet_view *v)
{
	unsigned same[NO_DISTRICT + 1] = {0}, decided = 0, most = 0;
	const struct district *best = NULL;

	for (unsigned i = 0; i < v->count; i++) {
		const struct place_result *r = &v->results[i];
		const struct district *d;

		if (r->primary < 0)
			continue;
		d = r->hits[r->primary].district;
		decided++;
		if (++same[d->index] > most) {
			most = same[d->index];
			best = d;
		}
	}
	return most >= PAGE_ARTICLES && most * 10 >= decided * PAGE_SHARE ? best : NULL;
}

/* The district that a paper or page is called after (昌平报); NULL. */
static enum err_code
district_of_name(
	const struct sheet_view *v, const char *name, const struct district **out, struct err *err)
{
	const struct piece piece = {0, 0, 1, 1};
	struct article article = {0};
	struct place_result result;
	enum err_code rc;

	*out = NULL;
	if (name == NULL)
		return ERR_OK;
	article.title = (struct rtext){name, (uint32_t)strlen(name), 1, &piece};
	rc = place_resolve(v->gazetteer, &article, v->arena, &result, err);
	if (rc == ERR_OK && result.primary >= 0)
		*out = result.hits[result.primary].district;
	return rc;
}

static enum err_code
sheet_district(const struct sheet_view *v, const struct district **out, struct err *err)
{
	enum err_code rc = ERR_OK;

	*out = district_of_most(v);
	if (*out == NULL && v->sheet != NULL)
		rc = district_of_name(v, v->sheet->paper, out, err);
	if (rc == ERR_OK && *out == NULL && v->sheet != NULL)
		rc = district_of_name(v, v->sheet->page_name, out, err);
	return rc;
}

/* Puts the page's district before the ones that the article mentions. */
static enum err_code
settle(const struct sheet_view *v, struct place_result *r, const struct district *district,
	struct err *err)
{
	struct place_hit *hits = arena_calloc(v->arena, r->hit_count + 1, sizeof *hits);
	unsigned count = 1;

	if (hits == NULL)
		return err_nomem(err);
	hits[0] = (struct place_hit){district, r->own->weight, r->own, 1};
	for (unsigned i = 0; i < r->hit_count; i++) {
		if (r->hits[i].district == district)
			hits[0] = r->hits[i];
		else
			hits[count++] = r->hits[i];
	}
	r->hits = hits;
	r->hit_count = count;
	r->primary = 0;
	r->margin = hits[0].score;
	return ERR_OK;
}

/* Does it say "our district", and name nothing that stands against the sheet's? */
static bool
is_open(const struct place_result *r, const struct district *district)
{
	return r->primary < 0 && r->own != NULL &&
	       (r->hit_count == 0 || (r->hit_count == 1 && r->hits[0].district == district));
}

static enum err_code
settle_sheet(const struct sheet_view *v, struct err *err)
{
	const struct district *district = NULL;
	enum err_code rc = ERR_OK;
	bool asked = false;

	for (unsigned i = 0; i < v->count && rc == ERR_OK; i++) {
		if (v->results[i].primary >= 0 || v->results[i].own == NULL)
			continue;
		if (!asked)
			rc = sheet_district(v, &district, err);
		asked = true;
		if (rc == ERR_OK && district != NULL && is_open(&v->results[i], district))
			rc = settle(v, &v->results[i], district, err);
	}
	return rc;
}

enum err_code
place_settle_page(const struct gazetteer *gazetteer, const struct page *page,
	struct place_result *results, struct arena *arena, struct err *err)
{
	enum err_code rc = ERR_OK;

	for (unsigned i = 0, end; i < page->article_count && rc == ERR_OK; i = end) {
		unsigned sheet = page->articles[i].sheet;
		struct sheet_view v = {gazetteer, NULL, &results[i], 0, arena};

		for (end = i; end < page->article_count && page->articles[end].sheet == sheet;)
			end++;
		v.count = end - i;
		if (sheet < page->sheet_count)
			v.sheet = &page->sheets[sheet];
		rc = settle_sheet(&v, err);
	}
	return rc;
}
