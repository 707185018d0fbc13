#include "page/folio.h"
#include "page/chars.h"

#include <string.h>
#include <unistr.h>

/* Longer lines are no folios. */
#define FOLIO_CHARS_MAX 90

void
folio_words_init(struct folio_words *words, const struct phrasebook *book)
{
	words->book = book;
	words->words = phrasebook_class(book, "folio");
	words->page = phrasebook_class(book, "folio-page");
	words->date = phrasebook_class(book, "folio-date");
	words->paper = phrasebook_class(book, "paper");
}

/* ---- numbers and dates ------------------------------------------------------------------ */

/* A number in digits or in Chinese (二〇二四, 十一, 廿三); false where there is none. */
static bool
read_number(const char *text, size_t *at, size_t to, int *value)
{
	int total = 0, digits = 0;
	size_t p = *at, len;
	bool ten = false;

	while (p < to) {
		uint32_t c = utf8_get(text + p, &len);
		int v = numeral_value(c);

		if (v < 0 && char_class(c) == CC_SPACE && digits != 0) {
			p += len;
			continue;
		}
		if (v < 0 || digits >= 4)
			break;
		/* 十一 is 11, 二十 is 20, 一一 is 11, 二〇 is 20. */
		if (v == 10)
			total = total == 0 ? 10 : total * 10;
		else
			total = ten ? total + v : total * 10 + v;
		ten = v == 10;
		digits++;
		p += len;
		*at = p;
	}
	*value = total;
	return digits != 0;
}

static bool
valid_date(int year, int month, int day)
{
	return year >= 1850 && year < 2200 && month >= 1 && month <= 12 && day >= 1 && day <= 31;
}

static bool
is_date_separator(uint32_t c, int which)
{
	static const uint32_t han[] = {U'年', U'月', U'日'};

	return c == han[which] || (which < 2 && (c == '.' || c == '-' || c == '/' || c == 0xFF0E));
}

/* 2024年11月7日, 2024-11-07, 二〇二四年十一月七日: its end, 0 for none. */
static size_t
match_date(const char *text, size_t at, size_t to, int *date)
{
	int part[3];
	size_t len, end = at;

	for (int i = 0; i < 3; i++) {
		if (!read_number(text, &end, to, &part[i]))
			return 0;
		while (end < to && char_class(utf8_get(text + end, &len)) == CC_SPACE)
			end += len;
		if (end < to && is_date_separator(utf8_get(text + end, &len), i))
			end += len;
		else if (i < 2)
			return 0;
	}
	if (!valid_date(part[0], part[1], part[2]))
		return 0;
	*date = part[0] * 10000 + part[1] * 100 + part[2];
	return end;
}

/* ---- tokens ----------------------------------------------------------------------------- */

/* Words that may be the page's name or the paper's. */
#define NAMES_MAX 4

struct name {
	size_t from, to;
	unsigned place;  /* among the tokens */
	bool paper_like; /* ends as papers' names do */
};

struct tokens {
	const struct folio_words *words;
	const char *text;
	size_t at, to;
	struct folio *out;
	struct name names[NAMES_MAX];
	unsigned name_count, place, page_place;
	bool editors;     /* names of editors follow */
	bool has_page;    /* a page number that says so (第3版, A02) or stands beside a name */
	bool has_word;    /* a word of folios */
	unsigned unknown; /* tokens that nothing explains */
	unsigned known;
};

static bool
is_folio_separator(enum cclass class, uint32_t c)
{
	return class == CC_SPACE || class == CC_IGNORE || class == CC_BULLET || class == CC_OPEN ||
	       class == CC_CLOSE || class == CC_DASH || class == CC_POINT || c == '|' || c == '/' ||
	       c == 0xFF5C || c == 0xFF0F || c == 0xB7;
}

static size_t
token_end(const struct tokens *t)
{
	size_t at = t->at, len;

	while (at < t->to) {
		uint32_t c = utf8_get(t->text + at, &len);

		if (is_folio_separator(char_class(c), c))
			break;
		at += len;
	}
	return at;
}

static bool
is_word(const struct tokens *t, size_t end, const char *word)
{
	return end - t->at == strlen(word) && memcmp(t->text + t->at, word, end - t->at) == 0;
}

/* 第03版, 3版, A02, A02版, 07, 头版: the token's end where it is a page number, else 0. */
static size_t
match_page(const struct tokens *t, size_t end, int *number, bool *sure)
{
	size_t at = t->at, len;
	uint32_t c = utf8_get(t->text + at, &len);

	/* 头版 is the first page, and behind its number the name of it. */
	*sure = is_word(t, end, "头版");
	if (*sure) {
		*number = 1;
		return t->out->page_no == 0 ? end : 0;
	}
	if (c == U'第') {
		at += len;
		*sure = true;
		c = at < t->to ? utf8_get(t->text + at, &len) : 0;
	}
	if (c >= 'A' && c <= 'Z') {
		at += len;
		*sure = true;
	}
	if (!read_number(t->text, &at, t->to, number) || *number <= 0 || *number > 999)
		return 0;
	if (at < t->to && utf8_get(t->text + at, &len) == U'版') {
		*sure = true;
		return at + len;
	}
	if (at != end || (*sure && utf8_get(t->text + t->at, &len) == U'第'))
		return 0;
	return at;
}

/* A word that nothing explains.  A middle dot joins it to the one before: 综合·公告. */
static void
take_unknown(struct tokens *t, size_t end)
{
	size_t n = utf8_count(t->text + t->at, end - t->at), len;
	struct name *last = t->name_count != 0 ? &t->names[t->name_count - 1] : NULL;
	bool paper_like;

	if (t->editors)
		return;
	if (last != NULL && utf8_get(t->text + last->to, &len) == 0xB7 && last->to + len == t->at) {
		last->to = end;
		return;
	}
	paper_like = n >= 3 && n <= 10 &&
		     phrase_ends(t->words->book, t->text, t->at, end, t->words->paper);
	t->unknown += !paper_like || (last != NULL && last->paper_like);
	if (n >= 2 && n <= 10 && t->name_count < NAMES_MAX &&
		char_class(utf8_get(t->text + t->at, &len)) == CC_IDEOGRAPH)
		t->names[t->name_count++] = (struct name){t->at, end, t->place, paper_like};
}

/* 报 is what a paper is called, and no page of one. */
static bool
is_surely_paper(const struct tokens *t, const struct name *name)
{
	size_t len;

	return name->paper_like &&
	       utf8_before(t->text + name->from, t->text + name->to, &len) == U'报';
}

/* The page's name is the word closest to its number, behind it rather than before; without a number
 * it is the one word of the line.  Another word is the paper's name. */
static void
settle_names(struct tokens *t)
{
	struct folio *out = t->out;
	const struct name *page = NULL, *paper = NULL;
	unsigned best = 0;

	for (unsigned i = 0; i < t->name_count; i++) {
		const struct name *n = &t->names[i];
		unsigned distance = n->place > t->page_place ? 2 * (n->place - t->page_place)
							     : 2 * (t->page_place - n->place) + 1;

		if (is_surely_paper(t, n) || utf8_count(t->text + n->from, n->to - n->from) > 8 ||
			(page != NULL && distance >= best))
			continue;
		page = n;
		best = distance;
	}
	for (unsigned i = 0; i < t->name_count && paper == NULL; i++)
		if (&t->names[i] != page && t->names[i].paper_like)
			paper = &t->names[i];
	if (paper != NULL) {
		out->paper_from = paper->from;
		out->paper_to = paper->to;
	}
	if (page != NULL && (out->page_no != 0 || t->name_count == 1)) {
		out->name_from = page->from;
		out->name_to = page->to;
	}
}

static void
take_token(struct tokens *t)
{
	size_t end = token_end(t), date_end, page_end, word_end;
	int value;
	bool sure;

	date_end = match_date(t->text, t->at, t->to, &value);
	if (date_end != 0) {
		t->out->date = t->out->date != 0 ? t->out->date : value;
		t->known++;
		t->editors = false;
		t->at = date_end;
		return;
	}
	page_end = match_page(t, end, &value, &sure);
	/* What follows 电话 is no page. */
	if (page_end != 0 && (sure || (t->out->page_no == 0 && !t->editors))) {
		t->page_place = t->place;
		t->out->page_no = t->out->page_no != 0 && !sure ? t->out->page_no : value;
		t->has_page |= sure;
		t->known++;
		t->editors = false;
		t->at = page_end;
		return;
	}
	word_end = phrase_match(t->words->book, t->text, t->at, t->to, t->words->words, NULL);
	/* 责任编辑杜若 is one; a headline that begins with such a word goes on for longer, and a
	 * page's name may begin as a weekday does: 星期刊. */
	if (word_end >= end || (word_end != 0 && !is_word(t, word_end, "星期") &&
				       utf8_count(t->text + word_end, end - word_end) <= 4)) {
		t->has_word = true;
		/* What follows a weekday is not an editor's name. */
		t->editors = memcmp(t->text + t->at, "星期", 6) != 0 &&
			     memcmp(t->text + t->at, "周", 3) != 0;
		t->known++;
		t->at = word_end;
		return;
	}
	take_unknown(t, end);
	t->at = end;
}

static enum folio_shape
judge(const struct tokens *t)
{
	const struct folio *out = t->out;

	if (t->unknown > 2 || t->known == 0)
		return FOLIO_NONE;
	if (out->date != 0 && t->known == 1 && t->unknown == 0 && t->name_count == 0)
		return FOLIO_BARE_DATE;
	if (out->date != 0)
		return FOLIO_DATE;
	if (out->page_no != 0 && t->unknown <= 1)
		return FOLIO_PAGE;
	return t->has_word && t->unknown == 0 ? FOLIO_WORDS : FOLIO_NONE;
}

void
folio_parse(const struct folio_words *words, const char *text, size_t from, size_t to,
	struct folio *out)
{
	struct tokens t = {.words = words, .text = text, .at = from, .to = to, .out = out};

	*out = (struct folio){.shape = FOLIO_NONE};
	if (to - from > (size_t)FOLIO_CHARS_MAX * 4 ||
		utf8_count(text + from, to - from) > FOLIO_CHARS_MAX)
		return;
	for (; t.at < to; t.place++) {
		size_t len;
		uint32_t c = utf8_get(text + t.at, &len);
		enum cclass class = char_class(c);

		if (class == CC_STOP || c == ',' || c == 0xFF0C || c == ';' || c == 0xFF1B)
			return;
		if (is_folio_separator(class, c))
			t.at += len;
		else
			take_token(&t);
	}
	settle_names(&t);
	out->shape = judge(&t);
}

/* ---- the file's name -------------------------------------------------------------------- */

/* Decimal digits at p, at most `most`; returns how many. */
static size_t
digits_at(const char *p, size_t most, int *value)
{
	size_t n = 0;

	*value = 0;
	while (n < most && p[n] >= '0' && p[n] <= '9')
		*value = *value * 10 + (p[n++] - '0');
	return n;
}

/* A date that begins at p: behind it, NULL for none. */
static const char *
name_date(const char *p, int *date)
{
	int all;
	size_t n = digits_at(p, 9, &all), end;

	if (n == 8 && valid_date(all / 10000, all / 100 % 100, all % 100)) {
		*date = all;
		return p + 8;
	}
	end = n == 4 ? match_date(p, 0, strlen(p), date) : 0;
	return end != 0 ? p + end : NULL;
}

void
folio_from_name(const char *source, int *date, int *page_no)
{
	const char *slash = strrchr(source, '/'), *name = slash != NULL ? slash + 1 : source;
	const char *p = name, *after = NULL;
	int found, page;

	*date = *page_no = 0;
	if (u8_check((const uint8_t *)name, strlen(name)) != NULL)
		return;
	for (; *p != '\0' && after == NULL; p++) {
		if (p != name && p[-1] >= '0' && p[-1] <= '9')
			continue;
		after = name_date(p, &found);
	}
	if (after == NULL)
		return;
	*date = found;
	while (*after == '_' || *after == '-' || *after == '.' || *after == ' ')
		after++;
	if (strncmp(after, "第", 3) == 0)
		after += 3;
	else
		for (int i = 0; i < 4 && ((*after | 32) >= 'a' && (*after | 32) <= 'z'); i++)
			after++;
	if (digits_at(after, 4, &page) != 0 && page > 0 && page < 1000)
		*page_no = page;
}
