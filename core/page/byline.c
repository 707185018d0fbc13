#include "page/byline.h"
#include "page/chars.h"

#include <string.h>

#define WORDS_MAX 48

/* Characters of a name that no space or dot parts. */
#define LONG_NAME_MAX 6

/* Characters of a pen name. */
#define PEN_NAME_MIN 2
#define PEN_NAME_MAX 5

struct word {
	uint32_t from, to;
	unsigned chars;
	uint32_t c[4]; /* its first characters */
	bool han;      /* nothing but ideographs */
	bool dotted;   /* with a middle dot, as foreign and minority names have it */
	bool broken;   /* a line ends before it, and so perhaps in the midst of a name */
};

struct state {
	const struct newsroom *room;
	const char *text;
	size_t to;
	enum name_role role;
	bool named;                  /* a name of that role was found */
	struct word word[WORDS_MAX]; /* the run of words that only spaces part */
	unsigned word_count;
	bool in_word;
	bool line_end; /* since the last word */
	bool enclosed; /* all of it stands in brackets */
	struct byline *out;
};

void
newsroom_init(
	struct newsroom *room, const struct phrasebook *book, const struct surname_set *surnames)
{
	*room = (struct newsroom){
		.book = book,
		.surnames = surnames,
		.dateline = phrasebook_class(book, "dateline"),
		.agency = phrasebook_class(book, "agency"),
		.wire = phrasebook_class(book, "wire"),
		.role_reporter = phrasebook_class(book, "role-reporter"),
		.role_correspondent = phrasebook_class(book, "role-correspondent"),
		.role_other = phrasebook_class(book, "role-other"),
		.act_photo = phrasebook_class(book, "act-photo"),
		.act_text = phrasebook_class(book, "act-text"),
		.unit = phrasebook_class(book, "unit"),
		.calling = phrasebook_class(book, "calling"),
	};
}

static bool
is_middle_dot(uint32_t c)
{
	return c == 0xB7 || c == 0x2022 || c == 0x2027 || c == 0x30FB || c == 0xFF65;
}

/* ---- from words to names ---------------------------------------------------------------- */

/* How little the words [i, i + n) look like one name. */
static unsigned
name_cost(const struct state *s, unsigned i, unsigned n)
{
	const struct word *w = &s->word[i];
	unsigned chars = 0, single = 0, cost = 0, spaces = 0;
	uint32_t second;

	for (unsigned k = 0; k < n; k++) {
		if (!w[k].han || w[k].chars > 4)
			return 100;
		chars += w[k].chars;
		single += w[k].chars == 1;
		spaces += k != 0 && !w[k].broken;
	}
	second = w->chars > 1 ? w->c[1] : n > 1 ? w[1].c[0] : 0;
	if (chars < 2 || chars > 4)
		return 40;
	if (chars == 4)
		cost += surname_is_compound(s->room->surnames, w->c[0], second) ? 0 : n > 1 ? 8 : 5;
	else if (!surname_is(s->room->surnames, w->c[0]))
		cost += 2;
	/* Joined words: 李 明 and 郝丽 娜 are names, 李明 王芳 are two. */
	return cost + (n > 1 ? (single != 0 ? spaces : 10) : 0);
}

static void
add_name(struct state *s, unsigned i, unsigned n)
{
	struct byline *out = s->out;
	struct byline_name *name;

	if (out->name_count == BYLINE_NAMES_MAX)
		return;
	name = &out->name[out->name_count++];
	name->role = s->role;
	name->word_count = n;
	s->named = true;
	for (unsigned k = 0; k < n; k++) {
		name->word[k].from = s->word[i + k].from;
		name->word[k].to = s->word[i + k].to;
	}
}

/* 张三李四 without a space, 欧阳小明: splits a word of four characters and more into names. */
static bool
split_word(struct state *s, unsigned i)
{
	const struct word w = s->word[i];
	size_t p = w.from, begin[BYLINE_NAMES_MAX];
	unsigned left = w.chars, names = 0;

	while (left >= 2 && names < BYLINE_NAMES_MAX) {
		size_t len, step = 0;
		unsigned take = left == 2 || left == 4 || left == 5 ? 2 : 3;

		begin[names++] = p;
		if (!surname_is_common(s->room->surnames, utf8_get(s->text + p, &len)))
			return false;
		for (unsigned k = 0; k < take; k++)
			step += utf8_len((unsigned char)s->text[p + step]);
		p += step;
		left -= take;
	}
	if (left != 0 || names < 2)
		return false;
	for (unsigned k = 0; k < names; k++) {
		s->word[i].from = (uint32_t)begin[k];
		s->word[i].to = (uint32_t)(k + 1 < names ? begin[k + 1] : w.to);
		add_name(s, i, 1);
	}
	return true;
}

/* 律师, 主任医师: what somebody is. */
static bool
is_calling(const struct state *s, const struct word *w)
{
	return phrase_ends(s->room->book, s->text, w->from, w->to, s->room->calling);
}

/* All characters are those that names of other languages are written with. */
static bool
is_transliterated(const struct state *s, const struct word *w)
{
	for (size_t at = w->from, len; at < w->to; at += len)
		if (!surname_is_sound(s->room->surnames, utf8_get(s->text + at, &len)))
			return false;
	return true;
}

static bool
is_unit(const struct state *s, const struct word *w)
{
	const uint64_t units = s->room->unit | s->room->calling;

	if (w->chars < 4)
		return phrase_match(s->room->book, s->text, w->from, w->to, units, NULL) == w->to;
	return phrase_ends(s->room->book, s->text, w->from, w->to, units);
}

/* 阿依努尔, 哈斯其其格: minority names have no space or dot where a paper leaves it out.  Behind
 * 通讯员 such a word may be the name of a unit, unless all of it is written as such names are. */
static bool
is_long_name(const struct state *s, const struct word *w)
{
	if (!w->han || w->chars < 4 || w->chars > LONG_NAME_MAX || s->role == ROLE_OTHER)
		return false;
	if (is_transliterated(s, w))
		return true;
	return w->chars == 4 &&
	       (s->role == ROLE_REPORTER ||
		       (s->role == ROLE_CORRESPONDENT &&
			       (s->word_count == 1 || surname_is(s->room->surnames, w->c[0]))));
}

/* One word that is no short Chinese name: a unit, a name with a dot, several names run together. */
static void
take_long_word(struct state *s, unsigned i)
{
	const struct word *w = &s->word[i];
	bool unit = is_unit(s, w);
	bool compound =
		w->han && w->chars == 4 && surname_is_compound(s->room->surnames, w->c[0], w->c[1]);
	bool dotted = w->dotted && w->chars >= 3;

	if (!dotted && !unit && !compound && w->han && w->chars >= 4 && w->chars <= 12 &&
		split_word(s, i))
		return;
	/* 记者 郭小璐 律师 白景行: the second is none of the paper's. */
	if (unit && s->role == ROLE_REPORTER && s->named && is_calling(s, w))
		s->role = ROLE_OTHER;
	if (dotted || (!unit && (compound || is_long_name(s, w))))
		add_name(s, i, 1);
	else if (unit || s->role == ROLE_OTHER || (s->role == ROLE_CORRESPONDENT && w->chars > 4))
		s->out->unit_count++;
	else
		s->out->unexplained += w->chars;
}

/* Of two words behind a mark the first is what the second one is, where only that one begins as a
 * name does: □ 架子工 满堂红. */
static bool
is_trade(const struct state *s, unsigned first, unsigned end)
{
	const struct word *w = &s->word[first];

	return end - first == 2 && s->role == ROLE_UNKNOWN && s->out->has_mark && w->chars >= 2 &&
	       w[1].chars >= 2 && !surname_is(s->room->surnames, w->c[0]) &&
	       surname_is(s->room->surnames, w[1].c[0]);
}

/* A run of short words: the cheapest way to read it as names. */
static void
take_short_words(struct state *s, unsigned first, unsigned end)
{
	unsigned cost[WORDS_MAX + 1] = {0}, step[WORDS_MAX + 1] = {0};

	if (is_trade(s, first, end)) {
		s->out->unit_count++;
		first++;
	}
	for (unsigned i = end; i-- > first;) {
		cost[i - first] = 1000000;
		for (unsigned n = 1; n <= NAME_WORDS_MAX && i + n <= end; n++) {
			unsigned c = name_cost(s, i, n) + cost[i + n - first];

			if (c < cost[i - first]) {
				cost[i - first] = c;
				step[i - first] = n;
			}
		}
	}
	for (unsigned i = first; i < end; i += step[i - first]) {
		unsigned n = step[i - first], c = name_cost(s, i, n);

		/* Behind a mark or 整理 a name needs no surname that is known. */
		if (c >= 40 || (c >= 2 && s->role == ROLE_UNKNOWN && n == 1 && !s->out->has_mark &&
				       !s->out->has_text))
			s->out->unexplained += s->word[i].chars;
		else
			add_name(s, i, n);
	}
}

/* 拉 | 姆·扎西, 哈 | 斯其其格: words i and i + 1 are a name that the line's end parts. */
static bool
is_broken_name(const struct state *s, unsigned i)
{
	const struct word *w = &s->word[i], *next = w + 1;

	return next->broken && w->han && w->chars <= 3 &&
	       (next->dotted || (is_transliterated(s, w) && is_transliterated(s, next)));
}

/* The words since the last role, deed or hard separator become names. */
static void
flush(struct state *s)
{
	unsigned i = 0;

	s->in_word = false;
	while (i < s->word_count) {
		const struct word *w = &s->word[i];
		unsigned end = i;

		while (end < s->word_count && s->word[end].han && s->word[end].chars <= 3 &&
			!is_unit(s, &s->word[end]))
			end++;
		if (end != i && end < s->word_count && is_broken_name(s, end - 1)) {
			take_short_words(s, i, end - 1);
			add_name(s, end - 1, 2);
			i = end + 1;
			continue;
		}
		if (end == i) {
			if (w->chars != 0)
				take_long_word(s, i);
			i++;
			continue;
		}
		take_short_words(s, i, end);
		i = end;
	}
	s->word_count = 0;
}

/* ---- from text to words ----------------------------------------------------------------- */

/* A word may end here: the text's end, white space, a separator, a role. */
static bool
is_word_end(const struct state *s, size_t at)
{
	size_t len;
	enum cclass class;

	if (at >= s->to)
		return true;
	class = char_class(utf8_get(s->text + at, &len));
	return (class != CC_IDEOGRAPH && class != CC_LETTER && class != CC_DIGIT) ||
	       phrase_match(s->room->book, s->text, at, s->to,
		       s->room->role_reporter | s->room->role_correspondent, NULL) != 0;
}

/* A role that was found before `end`: 记者, 通讯员. */
static bool
take_role(struct state *s, uint64_t found)
{
	const struct newsroom *room = s->room;
	bool behind;

	if (found == room->role_other && s->in_word)
		return false;
	/* 关守义 口述: said of the one before, and of nobody behind it. */
	behind = found == room->role_other && s->role == ROLE_UNKNOWN && s->word_count != 0 &&
		 !s->out->has_mark;
	if (behind)
		s->role = ROLE_OTHER;
	flush(s);
	s->role = found == room->role_reporter        ? ROLE_REPORTER
		  : found == room->role_correspondent ? ROLE_CORRESPONDENT
		  : behind                            ? ROLE_UNKNOWN
						      : ROLE_OTHER;
	s->named = false;
	s->out->has_role |= s->role != ROLE_OTHER;
	s->out->has_other |= s->role == ROLE_OTHER;
	return true;
}

/* A deed [at, end): 摄影报道, 文/图.  A single character is one as a word of its own, 摄 at the
 * end of a name as well (张晨摄), but 文 and 图 are parts of names. */
static bool
take_act(struct state *s, size_t at, size_t end, uint64_t found)
{
	const struct word *w = s->in_word ? &s->word[s->word_count - 1] : NULL;

	if (!is_word_end(s, end))
		return false;
	if (end - at <= 4 && w != NULL && (memcmp(s->text + at, "摄", 3) != 0 || w->chars < 2))
		return false;
	/* 记者 文 心: nobody's deed stands where the name is to be. */
	if (end - at <= 4 && s->word_count == 0 && !s->named && s->role != ROLE_UNKNOWN &&
		s->role != ROLE_OTHER)
		return false;
	flush(s);
	/* 口述 邹大勇 整理 简一川: another one begins. */
	if (s->role == ROLE_OTHER)
		s->role = ROLE_UNKNOWN;
	if (found == s->room->act_photo)
		s->out->has_photo = true;
	else
		s->out->has_text = true;
	return true;
}

/* A role or a deed at this place: its end, 0 for none. */
static size_t
take_phrase(struct state *s, size_t at)
{
	const struct newsroom *room = s->room;
	const uint64_t roles = room->role_reporter | room->role_correspondent | room->role_other;
	const uint64_t acts = room->act_photo | room->act_text;
	uint64_t found;
	size_t end = phrase_match(room->book, s->text, at, s->to, roles | acts, &found);

	if (end == 0)
		return 0;
	return ((found & roles) != 0 ? take_role(s, found) : take_act(s, at, end, found)) ? end : 0;
}

static void
add_char(struct state *s, size_t at, size_t len, uint32_t c, enum cclass class)
{
	struct word *w;

	if (!s->in_word) {
		if (s->word_count == WORDS_MAX)
			flush(s);
		w = &s->word[s->word_count++];
		*w = (struct word){.from = (uint32_t)at, .han = true, .broken = s->line_end};
		s->in_word = true;
		s->line_end = false;
	}
	w = &s->word[s->word_count - 1];
	if (w->chars < 4)
		w->c[w->chars] = c;
	w->chars++;
	w->to = (uint32_t)(at + len);
	w->han &= class == CC_IDEOGRAPH;
	w->dotted |= is_middle_dot(c);
}

/* What is no part of a word: spaces part words, everything else parts runs of them. */
static void
take_separator(struct state *s, size_t at, size_t from, uint32_t c, enum cclass class)
{
	s->in_word = false;
	s->line_end |= c == '\n' || c == '\r';
	if (class == CC_SPACE || class == CC_IGNORE)
		return;
	flush(s);
	if (class == CC_BULLET || class == CC_CIRCLED || class == CC_OPEN ||
		(class == CC_DASH && at == from))
		s->out->has_mark |= at == from && (class != CC_OPEN || s->enclosed);
	else if (class == CC_STOP || class == CC_QUOTE || class == CC_OPENQUOTE ||
		 class == CC_ENDQUOTE ||
		 (class == CC_OTHER && c != '/' && c != '|' && c != 0xFF0F && c != 0xFF5C &&
			 c != '+' && c != '&'))
		s->out->unexplained++;
}

void
byline_parse(
	const struct newsroom *room, const char *text, size_t from, size_t to, struct byline *out)
{
	struct state s;
	unsigned chars = 0;

	/* Words are set where they are counted. */
	s.room = room;
	s.text = text;
	s.to = to;
	s.role = ROLE_UNKNOWN;
	s.word_count = 0;
	s.in_word = s.line_end = s.enclosed = s.named = false;
	s.out = out;
	if (from < to) {
		size_t len;

		s.enclosed = char_class(utf8_before(text + from, text + to, &len)) == CC_CLOSE;
	}
	out->name_count = out->unexplained = out->unit_count = 0;
	out->has_role = out->has_photo = out->has_text = out->has_mark = out->has_other = false;
	for (size_t at = from; at < to;) {
		size_t len, end;
		uint32_t c = utf8_get(text + at, &len);
		enum cclass class = char_class(c);

		if (++chars > BYLINE_CHARS_MAX) {
			out->unexplained += BYLINE_CHARS_MAX;
			break;
		}
		end = take_phrase(&s, at);
		if (end != 0) {
			at = end;
			continue;
		}
		if (is_word_class(class) || is_middle_dot(c))
			add_char(&s, at, len, c, class);
		else
			take_separator(&s, at, from, c, class);
		at += len;
	}
	flush(&s);
}

void
byline_take_pen_name(struct byline *byline, const char *text, size_t from, size_t to)
{
	struct byline_name *name = &byline->name[0];
	unsigned chars = 0, depth = 0;
	bool in_word = false;

	if (byline->name_count != 0 || byline->has_role || byline->has_other || byline->has_photo)
		return;
	for (size_t at = from, len; at < to; at += len) {
		enum cclass class = char_class(utf8_get(text + at, &len));
		bool is_word = class == CC_IDEOGRAPH && depth == 0;

		depth += class == CC_OPEN;
		depth -= class == CC_CLOSE && depth != 0;
		if (is_word && !in_word) {
			name->word[0].from = (uint32_t)at;
			chars = 0;
		}
		in_word = is_word;
		if (!is_word)
			continue;
		chars++;
		name->word[0].to = (uint32_t)(at + len);
	}
	name->role = ROLE_UNKNOWN;
	name->word_count = 1;
	byline->name_count = chars >= PEN_NAME_MIN && chars <= PEN_NAME_MAX;
}

bool
byline_is_shaped(const struct byline *b)
{
	if (b->unexplained != 0)
		return false;
	if (b->name_count != 0)
		return b->has_role || b->has_photo || b->has_text || b->has_mark;
	return b->has_photo;
}
