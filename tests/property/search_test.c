/* A search gives what reading every article gives: random queries with random filters over random
 * pages, against a scan that knows nothing of the index.  A number as argument (or in
 * DIFFERENTIAL_N) runs so many queries. */
#include "../lib/press.h"
#include "../lib/temp.h"
#include "archive/archive.h"
#include "archive/digest.h"
#include "archive/import.h"
#include "query/query.h"
#include "text/fold.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <fnmatch.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static struct err err;
static unsigned long wanted_queries = 1500;

#define OK(call)                                                                                   \
	do {                                                                                       \
		if ((call) != ERR_OK)                                                              \
			fail_msg("%s: %s", #call, err.text);                                       \
	} while (0)

/* ---- what a reader sees ------------------------------------------------------------------ */

enum where {
	HEADLINE,
	BODY,
	REPORTER,
	WHERES
};

struct seen {
	const struct stored_article *article;
	char *plain[WHERES];  /* all texts, each between two bars */
	char *folded[WHERES]; /* as unify() has them */
	uint64_t title[3];
};

static struct seen *seen;
static unsigned seen_count;

static bool
is_word(const char *p)
{
	return (*p >= 'a' && *p <= 'z') || (*p >= '0' && *p <= '9');
}

static bool
is_han(const char *p)
{
	unsigned char c = (unsigned char)*p;

	return (c >= 0xE4 && c <= 0xE9) || c == 0xF0;
}

/* Folds, puts every word between two marks, drops white space, makes every run of signs a bar. */
static void
unify(const char *text, struct buf *out)
{
	struct buf folded = {0};
	const char *p;
	bool space = false;

	fold_text(&folded, text, strlen(text));
	for (p = buf_str(&folded); *p != '\0';) {
		size_t n = 1;

		if (is_word(p)) {
			buf_addc(out, '<');
			while (is_word(p))
				buf_addc(out, *p++);
			buf_addc(out, '>');
			continue;
		}
		while (((unsigned char)p[n] & 0xC0) == 0x80)
			n++;
		space = *p == ' ' || *p == '\n' || *p == '\t' || strncmp(p, "　", 3) == 0;
		if (is_han(p))
			buf_add(out, p, n);
		else if (!space && (out->len == 0 || out->data[out->len - 1] != '|'))
			buf_addc(out, '|');
		p += n;
	}
	buf_free(&folded);
}

static void
see_text(struct seen *s, enum where where, const char *text)
{
	struct buf plain = {0}, folded = {0};

	if (text == NULL)
		return;
	buf_adds(&plain, s->plain[where] != NULL ? s->plain[where] : "\n");
	buf_adds(&plain, text);
	buf_adds(&plain, "\n");
	buf_adds(&folded, s->folded[where] != NULL ? s->folded[where] : "#");
	unify(text, &folded);
	buf_adds(&folded, "#");
	free(s->plain[where]);
	free(s->folded[where]);
	s->plain[where] = plain.data;
	s->folded[where] = folded.data;
}

static void
see(struct seen *s, const struct stored_article *stored)
{
	const struct article *a = &stored->article;

	s->article = stored;
	see_text(s, HEADLINE, a->kicker.text);
	see_text(s, HEADLINE, a->title.text);
	see_text(s, HEADLINE, a->deck.text);
	see_text(s, BODY, a->section.text);
	see_text(s, BODY, a->dateline.text);
	for (unsigned i = 0; i < a->block_count; i++)
		see_text(s, BODY, a->blocks[i].text.text);
	for (unsigned i = 0; i < a->reporter_count; i++)
		see_text(s, REPORTER, a->reporters[i]);
	for (unsigned i = 0; i < a->correspondent_count; i++)
		see_text(s, REPORTER, a->correspondents[i]);
	title_order(a->label, s->title);
}

static void
see_all(struct archive *archive, struct arena *arena)
{
	struct archive_info info;

	OK(archive_info(archive, &info, &err));
	seen = calloc(info.articles + 1, sizeof *seen);
	seen_count = 0;
	for (article_key key = 1; seen_count < info.articles && key < 1000000; key++) {
		const struct stored_article *article;
		enum err_code code = archive_article(archive, key, arena, &article, &err);

		if (code == ERR_OK)
			see(&seen[seen_count++], article);
		else
			assert_int_equal(code, ERR_NOTFOUND);
	}
	assert_int_equal(seen_count, info.articles);
}

static void
forget_all(void)
{
	for (unsigned i = 0; i < seen_count; i++) {
		for (unsigned w = 0; w < WHERES; w++) {
			free(seen[i].plain[w]);
			free(seen[i].folded[w]);
		}
	}
	free(seen);
}

/* ---- questions -------------------------------------------------------------------------- */

#define WORDS_MAX 6

/* A question both as a filter and as what it means. */
struct question {
	struct filter *filter;
	struct buf query;
	struct one {
		bool negative, exact, joined; /* joined: OR with the one before */
		int where;                    /* -1: anywhere */
		char plain[256], folded[512];
	} word[WORDS_MAX];
	unsigned words;
};

static uint64_t dice = 7;

static uint32_t
below(uint32_t n)
{
	return press_below(&dice, n);
}

/* Some characters of an article's text, or babble. */
static void
pick_text(char out[256])
{
	const struct seen *s = &seen[below(seen_count)];
	const char *text = s->plain[below(WHERES)];
	unsigned chars = 1 + below(8);
	size_t at, n = 0;

	if (below(6) == 0 || text == NULL) {
		struct buf babble = {0};

		press_babble(&dice, 1 + below(3), &babble);
		snprintf(out, 256, "%s", buf_str(&babble));
		buf_free(&babble);
		return;
	}
	at = below((uint32_t)strlen(text));
	while (((unsigned char)text[at] & 0xC0) == 0x80)
		at++;
	for (; chars > 0 && text[at] != '\0' && text[at] != '\n'; chars--) {
		do
			out[n++] = text[at++];
		while (((unsigned char)text[at] & 0xC0) == 0x80);
	}
	out[n] = '\0';
}

/* Whether it can stand in quotes, and has something that can be looked for; folded gets it
 * unified, without the signs at its ends. */
static bool
is_askable(const char *text, char folded[512])
{
	struct buf buf = {0};
	const char *start;
	size_t len;

	unify(text, &buf);
	start = buf_str(&buf);
	start += *start == '|';
	len = strlen(start);
	len -= len > 0 && start[len - 1] == '|';
	snprintf(folded, 512, "%.*s", (int)len, start);
	buf_free(&buf);
	return *folded != '\0' && strpbrk(text, "\"") == NULL && strstr(text, "“") == NULL &&
	       strstr(text, "”") == NULL;
}

static void
ask_word(struct question *q)
{
	static const char *const zones[] = {"headline:", "body:", "记者："};
	struct one *w = &q->word[q->words];

	do
		pick_text(w->plain);
	while (!is_askable(w->plain, w->folded));
	w->negative = below(6) == 0;
	w->exact = below(6) == 0;
	w->where = below(4) == 0 ? (int)below(WHERES) : -1;
	w->joined = q->words > 0 && below(4) == 0;
	buf_adds(&q->query, w->joined ? " OR " : " ");
	buf_adds(&q->query, w->negative ? "-" : "");
	buf_adds(&q->query, w->where >= 0 ? zones[w->where] : "");
	buf_adds(&q->query, w->exact ? "＝" : "");
	buf_addf(&q->query, "\"%s\"", w->plain);
	q->words++;
}

static void
ask_facet(struct question *q, enum facet facet)
{
	const struct stored_article *a = seen[below(seen_count)].article;
	char text[64];
	int date = a->sheet.date;

	switch (facet) {
	case FACET_DISTRICT:
		OK(filter_add(q->filter, facet,
			a->places.primary >= 0 ? a->places.hits[a->places.primary].district->name
					       : "",
			&err));
		OK(filter_set_flag(q->filter, FILTER_MENTIONS, below(2) == 0, &err));
		break;
	case FACET_TOPIC:
		OK(filter_add(q->filter, facet,
			a->topics.hit_count > 0 ? a->topics.hits[0].topic->name : "", &err));
		break;
	case FACET_REPORTER:
		OK(filter_add(q->filter, facet,
			a->article.reporter_count > 0 ? a->article.reporters[0] : "", &err));
		break;
	case FACET_KIND:
		OK(filter_add(q->filter, facet, kind_name(a->article.kind), &err));
		break;
	case FACET_SOURCE:
		snprintf(text, sizeof text, "*%u.txt", below(10));
		OK(filter_add(q->filter, facet, text, &err));
		break;
	case FACET_YEAR:
		snprintf(text, sizeof text, "%d", date / 10000);
		OK(filter_add(q->filter, facet, text, &err));
		break;
	case FACET_MONTH:
		snprintf(text, sizeof text, "%d-%02d", date / 10000, date / 100 % 100);
		OK(filter_add(q->filter, facet, text, &err));
		break;
	default:
		snprintf(text, sizeof text, "%08d", date);
		OK(below(2) == 0 ? filter_since(q->filter, text, &err)
				 : filter_until(q->filter, text, &err));
		break;
	}
}

static void
ask(struct question *q)
{
	static const enum facet facets[] = {FACET_DISTRICT, FACET_TOPIC, FACET_REPORTER, FACET_KIND,
		FACET_SOURCE, FACET_YEAR, FACET_MONTH, FACET_COUNT};
	unsigned words = below(8) == 0 ? 0 : 1 + below(3);

	memset(q, 0, sizeof *q);
	q->filter = filter_new();
	assert_non_null(q->filter);
	while (q->words < words)
		ask_word(q);
	OK(filter_set_query(q->filter, buf_str(&q->query), &err));
	for (unsigned n = below(3); n > 0; n--)
		ask_facet(q, facets[below(sizeof facets / sizeof *facets)]);
}

static void
question_free(struct question *q)
{
	filter_free(q->filter);
	buf_free(&q->query);
}

/* ---- the scan --------------------------------------------------------------------------- */

static bool
trim_sign(const char **start, size_t *len)
{
	struct buf unified = {0};
	char one[8] = "";
	size_t n = 1;
	bool sign;

	while (n < *len && ((unsigned char)(*start)[n] & 0xC0) == 0x80)
		n++;
	memcpy(one, *start, n);
	unify(one, &unified);
	sign = strcmp(buf_str(&unified), "|") == 0 || *buf_str(&unified) == '\0';
	if (sign) {
		*start += n;
		*len -= n;
	}
	buf_free(&unified);
	return sign;
}

/* What was typed, without signs and spaces at its ends. */
static void
trim(const char *text, char out[256])
{
	const char *start = text;
	size_t len = strlen(text), last;

	while (len > 0 && trim_sign(&start, &len))
		;
	for (bool sign = true; len > 0 && sign;) {
		const char *tail;
		size_t tail_len;

		last = len - 1;
		while (((unsigned char)start[last] & 0xC0) == 0x80)
			last--;
		tail = start + last;
		tail_len = len - last;
		sign = trim_sign(&tail, &tail_len);
		len = sign ? last : len;
	}
	memcpy(out, start, len);
	out[len] = '\0';
}

/* As it was typed, where the text read as folded has it as well: at a word's borders. */
static bool
has_exactly(const char *plain, const char *typed)
{
	size_t len = strlen(typed);
	struct buf want = {0};
	bool found = false;

	unify(typed, &want);
	for (const char *p = plain; !found && (p = strstr(p, typed)) != NULL; p++) {
		struct buf with = {0};
		char before[8] = "", after[8] = "";
		size_t back = 1, on = 1;

		while (((unsigned char)p[-(ptrdiff_t)back] & 0xC0) == 0x80)
			back++;
		while (((unsigned char)p[len + on] & 0xC0) == 0x80)
			on++;
		memcpy(before, p - back, back);
		memcpy(after, p + len, on);
		buf_adds(&with, before);
		buf_adds(&with, typed);
		buf_adds(&with, after);
		{
			struct buf unified = {0};

			unify(with.data, &unified);
			found = strstr(buf_str(&unified), buf_str(&want)) != NULL;
			buf_free(&unified);
		}
		buf_free(&with);
	}
	buf_free(&want);
	return found;
}

static bool
has_word(const struct seen *s, const struct one *w)
{
	char typed[256];

	trim(w->plain, typed);
	for (int where = 0; where < WHERES; where++) {
		if ((w->where >= 0 && w->where != where) || s->folded[where] == NULL)
			continue;
		if (w->exact ? has_exactly(s->plain[where], typed)
			     : strstr(s->folded[where], w->folded) != NULL)
			return true;
	}
	return false;
}

static bool
answers_text(const struct seen *s, const struct question *q)
{
	bool all = true, one = true;

	for (unsigned i = 0; i < q->words; i++) {
		bool has = has_word(s, &q->word[i]) != q->word[i].negative;

		if (q->word[i].joined) {
			one = one || has;
		} else {
			all = all && one;
			one = has;
		}
	}
	return all && one;
}

static bool
any_of(const struct filter *filter, enum facet facet, const char *value)
{
	return filter_has(filter, facet, value);
}

static bool
answers_district(const struct stored_article *a, const struct filter *f)
{
	bool has = any_of(f, FACET_DISTRICT,
		a->places.primary >= 0 ? a->places.hits[a->places.primary].district->name : "");

	if (!filter_flag(f, FILTER_MENTIONS))
		return has;
	if (a->places.hit_count == 0)
		return any_of(f, FACET_DISTRICT, "");
	has = false;
	for (unsigned i = 0; i < a->places.hit_count; i++)
		has = has || any_of(f, FACET_DISTRICT, a->places.hits[i].district->name);
	return has;
}

static bool
answers_names(const struct article *a, const struct filter *f)
{
	bool has = a->reporter_count + a->correspondent_count == 0 && any_of(f, FACET_REPORTER, "");

	for (unsigned i = 0; i < a->reporter_count; i++)
		has = has || any_of(f, FACET_REPORTER, a->reporters[i]);
	for (unsigned i = 0; i < a->correspondent_count; i++)
		has = has || any_of(f, FACET_REPORTER, a->correspondents[i]);
	return has;
}

static bool
answers_facet(const struct stored_article *a, const struct filter *f, enum facet facet)
{
	bool has = false;
	char text[32];

	if (filter_count(f, facet) == 0)
		return true;
	switch (facet) {
	case FACET_DISTRICT:
		return answers_district(a, f);
	case FACET_TOPIC:
		has = a->topics.hit_count == 0 && any_of(f, facet, "");
		for (unsigned i = 0; i < a->topics.hit_count; i++)
			has = has || any_of(f, facet, a->topics.hits[i].topic->name);
		return has;
	case FACET_REPORTER:
		return answers_names(&a->article, f);
	case FACET_KIND:
		return any_of(f, facet, kind_name(a->article.kind));
	case FACET_SOURCE:
		for (unsigned i = 0; i < filter_count(f, facet); i++)
			has = has || fnmatch(filter_value(f, facet, i), a->source, 0) == 0;
		return has;
	case FACET_YEAR:
		snprintf(text, sizeof text, "%d", a->sheet.date / 10000);
		return any_of(f, facet, text);
	case FACET_MONTH:
		snprintf(text, sizeof text, "%d-%02d", a->sheet.date / 10000,
			a->sheet.date / 100 % 100);
		return any_of(f, facet, text);
	default:
		return true;
	}
}

static bool
answers(const struct seen *s, const struct question *q)
{
	const struct stored_article *a = s->article;
	int since = filter_since_date(q->filter), until = filter_until_date(q->filter);
	bool ok = answers_text(s, q);

	for (unsigned f = 0; ok && f < FACET_COUNT; f++)
		ok = answers_facet(a, q->filter, (enum facet)f);
	if (since != 0 || until != 0)
		ok = ok && a->sheet.date != 0 && a->sheet.date >= since &&
		     (until == 0 || a->sheet.date <= until);
	return ok;
}

/* ---- orders ----------------------------------------------------------------------------- */

static enum sort sorted_by;

static int
compare_numbers(uint64_t a, uint64_t b)
{
	return (a > b) - (a < b);
}

static int
in_order(const void *a, const void *b)
{
	const struct seen *x = *(const struct seen *const *)a, *y = *(const struct seen *const *)b;
	int dx = x->article->sheet.date, dy = y->article->sheet.date, c = 0;

	if (sorted_by == SORT_NEWEST || sorted_by == SORT_OLDEST) {
		c = compare_numbers(dx == 0, dy == 0);
		if (c == 0)
			c = sorted_by == SORT_NEWEST ? compare_numbers((uint64_t)dy, (uint64_t)dx)
						     : compare_numbers((uint64_t)dx, (uint64_t)dy);
	} else if (sorted_by == SORT_LENGTH) {
		c = compare_numbers(y->article->article.chars, x->article->article.chars);
	}
	for (unsigned i = 0; sorted_by == SORT_TITLE && c == 0 && i < 3; i++)
		c = compare_numbers(x->title[i], y->title[i]);
	if (c == 0)
		c = strcmp(x->article->source, y->article->source);
	return c != 0 ? c
		      : compare_numbers(x->article->article.ordinal, y->article->article.ordinal);
}

/* Windows forwards and backwards from everywhere, against the whole list. */
static void
check_windows(struct query *query, const struct seen **list, unsigned count, enum sort sort)
{
	struct arena *arena = arena_new(0);
	unsigned at = count > 0 ? below(count) : 0, limit = 1 + below(20), n;
	const struct row *rows;

	sorted_by = sort;
	qsort(list, count, sizeof(struct seen *), in_order);
	OK(query_rows(query, sort, 0, false, limit, arena, &rows, &n, &err));
	assert_int_equal(n, count < limit ? count : limit);
	for (unsigned i = 0; i < n; i++)
		assert_int_equal(rows[i].key, list[i]->article->key);
	OK(query_rows(query, sort, 0, true, limit, arena, &rows, &n, &err));
	for (unsigned i = 0; i < n; i++)
		assert_int_equal(rows[i].key, list[count - n + i]->article->key);
	if (count > 0) {
		OK(query_rows(
			query, sort, list[at]->article->key, false, limit, arena, &rows, &n, &err));
		assert_int_equal(n, count - at - 1 < limit ? count - at - 1 : limit);
		for (unsigned i = 0; i < n; i++)
			assert_int_equal(rows[i].key, list[at + 1 + i]->article->key);
		OK(query_rows(
			query, sort, list[at]->article->key, true, limit, arena, &rows, &n, &err));
		assert_int_equal(n, at < limit ? at : limit);
		for (unsigned i = 0; i < n; i++)
			assert_int_equal(rows[i].key, list[at - n + i]->article->key);
	}
	arena_free(arena);
}

/* Positions count hits that are not certain, so they are asked after settling. */
static void
check_positions(struct query *query, const struct seen **list, unsigned count, enum sort sort)
{
	unsigned at = count > 0 ? below(count) : 0;
	uint64_t position;
	article_key key;

	if (count == 0)
		return;
	OK(query_position(query, sort, list[at]->article->key, &position, &err));
	assert_int_equal(position, at);
	OK(query_at(query, sort, at, &key, &err));
	assert_int_equal(key, list[at]->article->key);
}

/* ---- counts ----------------------------------------------------------------------------- */

static void
check_counts(
	struct query *query, const struct seen **list, unsigned count, const struct filter *filter)
{
	struct arena *arena = arena_new(0);
	const struct facet_count *counts;
	unsigned n, sum = 0;

	OK(query_facets(query, FACET_KIND, false, 100, arena, &counts, &n, &err));
	for (unsigned i = 0; i < n; i++) {
		unsigned have = 0;

		for (unsigned k = 0; k < count; k++)
			have += strcmp(kind_name(list[k]->article->article.kind),
					counts[i].value) == 0;
		assert_int_equal(counts[i].count, have);
		sum += have;
	}
	assert_int_equal(sum, count);
	OK(query_facets(query, FACET_DISTRICT, false, 100, arena, &counts, &n, &err));
	sum = 0;
	/* With mentions an article counts for each of its districts. */
	for (unsigned i = 0; i < n && !filter_flag(filter, FILTER_MENTIONS); i++) {
		unsigned have = 0;

		for (unsigned k = 0; k < count; k++) {
			const struct place_result *p = &list[k]->article->places;

			have += strcmp(p->primary >= 0 ? p->hits[p->primary].district->name : "",
					counts[i].value) == 0;
		}
		assert_int_equal(counts[i].count, have);
		sum += have;
	}
	if (!filter_flag(filter, FILTER_MENTIONS))
		assert_int_equal(sum, count);
	arena_free(arena);
}

static void
check_summary(struct query *query, const struct seen **list, unsigned count)
{
	struct summary summary;
	uint64_t chars = 0;

	for (unsigned i = 0; i < count; i++)
		chars += list[i]->article->article.chars;
	OK(query_summary(query, &summary, &err));
	assert_int_equal(summary.articles, count);
	assert_int_equal(summary.chars, chars);
}

/* ---- all of it -------------------------------------------------------------------------- */

static void
tell_question(const struct question *q, const char *what, unsigned expected, uint64_t got)
{
	struct buf text = {0};

	filter_encode(q->filter, &text);
	print_error("%s: %s: %u expected, %llu there\n", buf_str(&text), what, expected,
		(unsigned long long)got);
	buf_free(&text);
}

static void
check_question(struct archive *archive, const struct question *q)
{
	static const enum sort sorts[] = {
		SORT_PAGE, SORT_NEWEST, SORT_OLDEST, SORT_TITLE, SORT_LENGTH};
	const struct seen **list = calloc(seen_count + 1, sizeof(struct seen *));
	enum sort sort = sorts[below(sizeof sorts / sizeof *sorts)];
	unsigned count = 0;
	struct query *query;
	uint64_t bound;
	bool exact;

	for (unsigned i = 0; i < seen_count; i++) {
		if (answers(&seen[i], q))
			list[count++] = &seen[i];
	}
	OK(query_open(archive, q->filter, &query, &err));
	bound = query_count(query, &exact);
	if (bound < count || (exact && bound != count)) {
		tell_question(q, exact ? "count" : "bound", count, bound);
		fail();
	}
	/* What is shown is right before everything has been looked at as well. */
	check_windows(query, list, count, sort);
	OK(query_settle(query, &err));
	bound = query_count(query, &exact);
	if (!exact || bound != count) {
		tell_question(q, "settled", count, bound);
		fail();
	}
	check_positions(query, list, count, sort);
	for (unsigned i = 0; i < count; i++)
		assert_true(query_has(query, list[i]->article->key));
	check_counts(query, list, count, q->filter);
	check_summary(query, list, count);
	query_close(query);
	free(list);
}

static void
write_pages(const char *folder, unsigned count)
{
	const char *paragraph[64];
	struct buf text = {0};
	struct press press = {.paragraph = paragraph, .count = 64, .random = 3, .chars = 120};

	for (unsigned i = 0; i < 64; i++) {
		struct buf babble = {0};

		press_babble(&press.random, 20 + press_below(&press.random, 60), &babble);
		paragraph[i] = babble.data;
	}
	for (unsigned i = 0; i < count; i++) {
		char name[64];

		buf_clear(&text);
		press_page(&press, (enum press_form)(i % PRESS_FORMS), 1 + i % 5,
			10000 + press_below(&press.random, 700), &text);
		snprintf(name, sizeof name, "pages/%u/%03u.txt", i % 3, i);
		temp_write(folder, name, text.data, text.len);
	}
	for (unsigned i = 0; i < 64; i++)
		free((char *)paragraph[i]);
	buf_free(&text);
}

static void
a_search_gives_what_reading_gives(void **state)
{
	char *folder = temp_new();
	const char *paths[] = {temp_path(folder, "pages")};
	struct arena *arena = arena_new(0);
	struct import_report report;
	struct archive *archive;

	(void)state;
	write_pages(folder, 60);
	OK(archive_open(temp_path(folder, "archive.db"), ARCHIVE_WRITE, &archive, &err));
	OK(import_run(archive, paths, 1, NULL, &report, &err));
	see_all(archive, arena);
	for (unsigned long i = 0; i < wanted_queries; i++) {
		struct question q;

		ask(&q);
		check_question(archive, &q);
		question_free(&q);
	}
	forget_all();
	archive_close(archive);
	arena_free(arena);
	temp_free(folder);
}

int
main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(a_search_gives_what_reading_gives)};

	if (argc > 1)
		wanted_queries = strtoul(argv[1], NULL, 10);
	return cmocka_run_group_tests_name("search", tests, NULL, NULL);
}
