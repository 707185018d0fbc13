/* Articles that share phrases with one: candidates come from the index, by fingerprints of the
 * text and by the names of persons, and are then compared shingle by shingle. */
#include "archive/follow.h"
#include "archive/posting.h"
#include "base/i18n.h"
#include "base/map.h"
#include "query/query_parts.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define RELATED_MAX 32u

/* Candidates that are compared word by word: those that share most. */
#define COMPARED 48u

/* A fingerprint or a name that more articles have tells nothing. */
#define COMMON 256u

/* So few articles are all compared. */
#define SMALL_ARCHIVE 64

/* Persons that are looked for, and so much of their names. */
#define NAMES_MAX 8u
#define NAME_PAIRS 8u

/* Articles of one day that are looked through for the other half. */
#define DAY_MAX 4096u

/* The shingles of the article, each with the candidate that had it last. */
struct shingles {
	struct map seen;
	int64_t candidates;
};

typedef bool (*shingle_fn)(struct shingles *shingles, uint64_t shingle, void *ctx);

/* Calls each with every shingle of the article's text. */
static bool
each_shingle(struct shingles *shingles, struct symbols *symbols, const struct article *a,
	shingle_fn each, void *ctx)
{
	bool ok = true;

	for (unsigned b = 0; ok && b < a->block_count; b++) {
		symbols_clear(symbols);
		symbols_add(symbols, a->blocks[b].text.text, a->blocks[b].text.len);
		ok = !symbols->failed;
		for (size_t i = 0; ok && i + SHINGLE <= symbols->count; i++)
			ok = each(shingles, shingle_hash(&symbols->item[i]), ctx);
	}
	return ok;
}

static bool
learn(struct shingles *shingles, uint64_t shingle, void *ctx)
{
	(void)ctx;
	return map_put(&shingles->seen, shingle) != NULL;
}

struct overlap {
	uint64_t shared, all;
};

/* What is shared counts once, however often a candidate has it. */
static bool
compare(struct shingles *shingles, uint64_t shingle, void *ctx)
{
	struct overlap *o = ctx;
	int64_t *last = map_find(&shingles->seen, shingle);

	o->all++;
	if (last != NULL && *last != shingles->candidates) {
		*last = shingles->candidates;
		o->shared++;
	}
	return true;
}

struct search {
	struct archive *archive;
	struct arena *arena; /* of the result */
	const struct stored_article *article;
	struct shingles own;
	struct buf row; /* of table follow */
	struct symbols symbols;
	struct segments segments;
	struct keyset set, scratch;
	struct map weight; /* key: how much it shares */
	struct map name;   /* key: index + 1 of a person that both name */
	article_key half;  /* the other half of the article, 0: none */
	struct related best[RELATED_MAX];
	unsigned count, limit;
};

static void
keep(struct search *s, struct related r)
{
	double score = r.score;
	unsigned at;

	if (s->count == s->limit && s->best[s->count - 1].score >= score)
		return;
	at = s->count < s->limit ? s->count++ : s->count - 1;
	for (; at > 0 && s->best[at - 1].score < score; at--)
		s->best[at] = s->best[at - 1];
	s->best[at] = r;
}

/* ---- candidates ------------------------------------------------------------------------- */

/* Counts the articles of s->set, unless they are too many. */
static enum err_code
weigh(struct search *s, int64_t weight, unsigned name, struct err *err)
{
	article_key key = keyset_next(&s->set, 0);

	if (keyset_count(&s->set) > COMMON)
		return ERR_OK;
	for (; key >= 0; key = keyset_next(&s->set, key + 1)) {
		int64_t *w = map_put(&s->weight, (uint64_t)key);
		int64_t *n = name > 0 ? map_put(&s->name, (uint64_t)key) : NULL;

		if (w == NULL || (name > 0 && n == NULL))
			return err_nomem(err);
		*w += weight;
		if (n != NULL && *n == 0)
			*n = name;
	}
	return ERR_OK;
}

static enum err_code
by_prints(struct search *s, struct err *err)
{
	uint64_t print[PRINTS_MAX];
	unsigned count = prints_of(&s->symbols, &s->article->article, print);
	enum err_code code = s->symbols.failed ? err_nomem(err) : ERR_OK;

	for (unsigned i = 0; code == ERR_OK && i < count; i++) {
		keyset_clear(&s->set);
		code = posting_read(s->archive, &s->segments, print[i], &s->set, err);
		if (code == ERR_OK)
			code = weigh(s, 2, 0, err);
	}
	return code;
}

/* The articles that have a name's characters in pairs. */
static enum err_code
find_name(struct search *s, const char *name, struct err *err)
{
	uint64_t term[NAME_PAIRS];
	unsigned count = 0;

	symbols_clear(&s->symbols);
	symbols_add(&s->symbols, name, strlen(name));
	if (s->symbols.failed)
		return err_nomem(err);
	for (size_t i = 0; i + 1 < s->symbols.count && count < NAME_PAIRS; i++) {
		uint64_t a = s->symbols.item[i].value, b = s->symbols.item[i + 1].value;

		if (symbol_is_char(a) && symbol_is_char(b))
			term[count++] = term_pair(ZONE_ANY, a, b);
	}
	keyset_clear(&s->set);
	return count > 0 ? posting_all(
				   s->archive, &s->segments, term, count, &s->set, &s->scratch, err)
			 : ERR_OK;
}

static enum err_code
by_names(struct search *s, struct err *err)
{
	const struct stored_article *a = s->article;
	enum err_code code = ERR_OK;

	for (unsigned i = 0; code == ERR_OK && i < a->people_count && i < NAMES_MAX; i++) {
		code = find_name(s, a->people[i].name, err);
		if (code == ERR_OK)
			code = weigh(s, 1, i + 1, err);
	}
	return code;
}

/* The articles that have a pair of characters, where they are few enough to tell anything: how
 * many they are is known without their list. */
static enum err_code
by_pair(struct search *s, uint64_t pair, struct err *err)
{
	uint64_t articles;
	enum err_code code = follow_articles(s->archive, pair, &s->row, &articles, err);

	if (code != ERR_OK || articles > COMMON)
		return code;
	keyset_clear(&s->set);
	code = posting_read(s->archive, &s->segments, pair, &s->set, err);
	return code == ERR_OK ? weigh(s, 1, 0, err) : code;
}

/* Rare pairs of characters in the headline. */
static enum err_code
by_headline(struct search *s, struct err *err)
{
	const struct rtext *title = &s->article->article.title;
	struct symbols *symbols = &s->symbols;
	enum err_code code = ERR_OK;

	if (title->text == NULL)
		return ERR_OK;
	symbols_clear(symbols);
	symbols_add(symbols, title->text, title->len);
	if (symbols->failed)
		return err_nomem(err);
	for (size_t i = 0; code == ERR_OK && i + 1 < symbols->count; i++) {
		uint64_t a = symbols->item[i].value, b = symbols->item[i + 1].value;

		if (symbol_is_char(a) && symbol_is_char(b))
			code = by_pair(s, term_pair(ZONE_ANY, a, b), err);
	}
	return code;
}

/* In a small archive every article is a candidate. */
static enum err_code
by_neighbourhood(struct search *s, article_key end, struct err *err)
{
	keyset_clear(&s->set);
	if (end <= SMALL_ARCHIVE)
		keyset_fill(&s->set, 1, end);
	return weigh(s, 0, 0, err);
}

/* ---- comparing -------------------------------------------------------------------------- */

static bool
has_name(const struct stored_article *a, const char *name)
{
	for (unsigned i = 0; i < a->people_count; i++) {
		if (strcmp(a->people[i].name, name) == 0)
			return true;
	}
	return false;
}

static enum err_code
judge(struct search *s, const struct stored_article *other, struct err *err)
{
	const int64_t *name = map_find(&s->name, (uint64_t)other->key);
	struct related r = {.key = other->key, .shared = "", .relation = RELATION_SHARED};
	struct overlap o = {0, 0};

	s->own.candidates++;
	if (!each_shingle(&s->own, &s->symbols, &other->article, compare, &o))
		return err_nomem(err);
	/* Of the shorter one. */
	if (o.all > s->own.seen.count)
		o.all = s->own.seen.count;
	if (o.shared >= 2)
		r.score = o.shared < o.all ? (double)o.shared / (double)o.all : 1;
	if (r.score > 0.5)
		r.relation = RELATION_REPRINT;
	if (name != NULL && has_name(other, s->article->people[*name - 1].name)) {
		r.shared = s->article->people[*name - 1].name;
		r.score = r.score < 0.05 ? 0.05 : r.score;
	}
	if (r.score > 0)
		keep(s, r);
	return ERR_OK;
}

static enum err_code
compare_with(struct search *s, article_key key, struct err *err)
{
	const struct stored_article *article = NULL;
	struct arena *arena = arena_new(0);
	enum err_code code = arena != NULL ? archive_article(s->archive, key, arena, &article, err)
					   : err_nomem(err);

	if (code == ERR_OK)
		code = judge(s, article, err);
	arena_free(arena);
	return code == ERR_NOTFOUND ? ERR_OK : code;
}

static int
heaviest(const void *a, const void *b)
{
	const struct map_slot *x = a, *y = b;

	if (x->value != y->value)
		return x->value < y->value ? 1 : -1;
	return (x->key > y->key) - (x->key < y->key);
}

static enum err_code
compare_candidates(struct search *s, struct err *err)
{
	struct map_slot *slot = calloc(s->weight.count + 1, sizeof *slot);
	size_t count = 0;
	enum err_code code = slot != NULL ? ERR_OK : err_nomem(err);

	for (size_t i = 0; code == ERR_OK && i < s->weight.cap; i++) {
		if (s->weight.slot[i].used && s->weight.slot[i].key != (uint64_t)s->article->key)
			slot[count++] = s->weight.slot[i];
	}
	if (count > 0)
		qsort(slot, count, sizeof *slot, heaviest);
	for (size_t i = 0; code == ERR_OK && i < count && i < COMPARED; i++) {
		code = db_check(&s->archive->db, err);
		if (code == ERR_OK && (article_key)slot[i].key != s->half)
			code = compare_with(s, (article_key)slot[i].key, err);
	}
	free(slot);
	return code;
}

/* ---- the other half --------------------------------------------------------------------- */

struct half {
	struct search *search;
	article_key found;
};

/* 下转 and 上接 name each other's pages. */
static enum err_code
is_half(void *ctx, article_key key, struct err *err)
{
	struct half *h = ctx;
	const struct stored_article *own = h->search->article, *other = NULL;
	enum jump wanted = own->article.jump == JUMP_TO ? JUMP_FROM : JUMP_TO;
	struct arena *arena;
	enum err_code code;

	if (key == own->key || h->found != 0)
		return ERR_OK;
	arena = arena_new(0);
	code = arena != NULL ? archive_article(h->search->archive, key, arena, &other, err)
			     : err_nomem(err);
	if (code == ERR_OK && other->article.jump == wanted &&
		other->sheet.page_no == own->article.jump_page &&
		other->article.jump_page == own->sheet.page_no)
		h->found = key;
	arena_free(arena);
	return code == ERR_NOTFOUND ? ERR_OK : code;
}

static enum err_code
find_half(struct search *s, struct err *err)
{
	struct half half = {.search = s};
	struct filter *filter = filter_new();
	struct query *query = NULL;
	char date[16];
	enum err_code code = filter != NULL ? ERR_OK : err_nomem(err);

	snprintf(date, sizeof date, "%08d", s->article->sheet.date);
	if (code == ERR_OK)
		code = filter_since(filter, date, err);
	if (code == ERR_OK)
		code = filter_until(filter, date, err);
	if (code == ERR_OK)
		code = query_open(s->archive, filter, &query, err);
	if (code == ERR_OK)
		code = query_each(query, SORT_PAGE, 0, DAY_MAX, is_half, &half, err);
	s->half = half.found;
	if (code == ERR_OK && half.found != 0)
		keep(s, (struct related){half.found, RELATION_JUMP, 1, ""});
	query_close(query);
	filter_free(filter);
	return code;
}

/* ---- all of it -------------------------------------------------------------------------- */

static enum err_code
find_all(struct search *s, article_key key, struct err *err)
{
	article_key end = 0;
	enum err_code code = archive_article(s->archive, key, s->arena, &s->article, err);

	if (code == ERR_OK)
		code = column_end(s->archive, &end, err);
	if (code == ERR_OK)
		code = segments_load(&s->segments, s->archive, err);
	if (code != ERR_OK)
		return code;
	if (!each_shingle(&s->own, &s->symbols, &s->article->article, learn, NULL) ||
		!keyset_new(&s->set, end) || !keyset_new(&s->scratch, end))
		return err_nomem(err);
	code = by_prints(s, err);
	if (code == ERR_OK)
		code = by_names(s, err);
	if (code == ERR_OK)
		code = by_headline(s, err);
	if (code == ERR_OK)
		code = by_neighbourhood(s, end, err);
	if (code == ERR_OK && s->article->article.jump != JUMP_NONE &&
		s->article->article.jump_page != 0 && s->article->sheet.date != 0)
		code = find_half(s, err);
	return code == ERR_OK ? compare_candidates(s, err) : code;
}

static void
search_free(struct search *s)
{
	map_free(&s->own.seen);
	buf_free(&s->row);
	symbols_free(&s->symbols);
	segments_free(&s->segments);
	keyset_free(&s->set);
	keyset_free(&s->scratch);
	map_free(&s->weight);
	map_free(&s->name);
}

enum err_code
related_find(struct archive *archive, article_key key, unsigned limit, struct arena *arena,
	const struct related **out, unsigned *count, struct err *err)
{
	struct search s = {.archive = archive,
		.arena = arena,
		.limit = limit < RELATED_MAX ? limit : RELATED_MAX};
	struct related *list = arena_calloc(arena, RELATED_MAX, sizeof *list);
	enum err_code code = list != NULL ? ERR_OK : err_nomem(err);

	*out = NULL;
	*count = 0;
	if (code == ERR_OK && limit > 0)
		code = db_read(&archive->db, err);
	if (code == ERR_OK && limit > 0) {
		code = find_all(&s, key, err);
		db_read_end(&archive->db);
	}
	if (code == ERR_OK) {
		memcpy(list, s.best, s.count * sizeof *list);
		*out = list;
		*count = s.count;
	}
	search_free(&s);
	return code;
}
