#include "scan.h"
#include "archive/digest.h"
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

/* ---- what a reader sees ------------------------------------------------------------------ */

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

void
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
}

struct seen *
see_all(struct archive *archive, struct arena *arena, unsigned *count)
{
	struct archive_info info;
	struct seen *seen;
	struct err err;

	if (archive_info(archive, &info, &err) != ERR_OK)
		fail_msg("%s", err.text);
	seen = calloc(info.articles + 1, sizeof *seen);
	assert_non_null(seen);
	*count = 0;
	for (article_key key = 1; *count < info.articles && key < 1000000; key++) {
		const struct stored_article *article;
		enum err_code code = archive_article(archive, key, arena, &article, &err);

		if (code == ERR_OK)
			see(&seen[(*count)++], article);
		else
			assert_int_equal(code, ERR_NOTFOUND);
	}
	assert_int_equal(*count, info.articles);
	return seen;
}

void
seen_free(struct seen *seen, unsigned count)
{
	for (unsigned i = 0; i < count; i++) {
		for (unsigned w = 0; w < WHERES; w++) {
			free(seen[i].plain[w]);
			free(seen[i].folded[w]);
		}
	}
	free(seen);
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

bool
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
