#include "page/byline.h"
#include "page/chars.h"

static size_t
skip_spaces(const char *text, size_t at, size_t to)
{
	size_t len;

	while (at < to) {
		enum cclass class = char_class(utf8_get(text + at, &len));

		if (class != CC_SPACE && class != CC_IGNORE)
			break;
		at += len;
	}
	return at;
}

/* The end of the bracket that opens at `at`, behind it; 0 where none closes within reach. */
static size_t
bracket_end(const char *text, size_t at, size_t to)
{
	unsigned chars = 0, depth = 0;

	for (size_t len; at < to && chars < BYLINE_CHARS_MAX; at += len, chars++) {
		enum cclass class = char_class(utf8_get(text + at, &len));

		if (class == CC_OPEN)
			depth++;
		else if (class == CC_CLOSE && --depth == 0)
			return at + len;
		else if (class == CC_STOP)
			return 0;
	}
	return 0;
}

/* （记者 …） at this place: its end, 0 where there is none. */
static size_t
match_bracket(const struct newsroom *room, const char *text, size_t at, size_t to)
{
	struct byline byline;
	size_t len, end;

	if (at >= to || char_class(utf8_get(text + at, &len)) != CC_OPEN)
		return 0;
	end = bracket_end(text, at, to);
	if (end == 0)
		return 0;
	byline_parse(room, text, at, end, &byline);
	return byline.has_role && byline.name_count != 0 && byline.unexplained <= 4 ? end : 0;
}

/* 记者 向 晚 通讯员 何其方 一颗螺丝钉，…: short words that nothing but spaces parts from the
 * report. Their end, 0 where they are no byline. */
static size_t
match_words(const struct newsroom *room, const char *text, size_t at, size_t to)
{
	struct byline byline;
	size_t end = at, word = at, len;
	unsigned chars = 0;

	for (size_t p = at; p < to && p - at < BYLINE_CHARS_MAX; p += len) {
		enum cclass class = char_class(utf8_get(text + p, &len));

		if (class == CC_SPACE) {
			end = p > word ? p : end;
			word = p + len;
			chars = 0;
		} else if (class != CC_IDEOGRAPH || ++chars > 5) {
			break;
		}
	}
	byline_parse(room, text, at, end, &byline);
	return byline.has_role && byline.name_count != 0 && byline.unexplained == 0 ? end : 0;
}

/* 记者 崔景行 报道： without brackets: its end, 0 where there is none. */
static size_t
match_plain_byline(const struct newsroom *room, const char *text, size_t at, size_t to)
{
	const uint64_t roles = room->role_reporter | room->role_correspondent;
	size_t role = phrase_match(room->book, text, at, to, roles, NULL);
	unsigned chars = 0;

	if (role == 0)
		return 0;
	/* As far as 报道 or a colon, and everything before it a byline. */
	for (size_t p = role, len; p < to && chars < 60; p += len, chars++) {
		uint32_t c = utf8_get(text + p, &len);
		struct byline byline;
		size_t end = phrase_match(room->book, text, p, to, room->act_text, NULL);
		size_t next = phrase_match(room->book, text, p, to, roles, NULL);

		if (char_class(c) == CC_STOP)
			break;
		/* 通讯 is what was done, 通讯员 is who did it. */
		if (next > end) {
			len = next - p;
			continue;
		}
		if (end == 0 && full_width(c) != 0xFF1A && c != 0xFF1A)
			continue;
		byline_parse(room, text, at, p, &byline);
		if (byline.name_count == 0 || byline.unexplained > 6)
			continue;
		end = end == 0 ? p + len : end;
		end = skip_spaces(text, end, to);
		if (end < to) {
			c = utf8_get(text + end, &len);
			if (c == 0xFF1A || full_width(c) == 0xFF1A)
				end += len;
		}
		return end;
	}
	return 0;
}

/* 新华社北京6月18日电: a head, a place and a date, 电 or 讯.  Its end, 0 for none. */
static size_t
match_wire(const struct newsroom *room, const char *text, size_t at, size_t to)
{
	size_t head = phrase_match(room->book, text, at, to, room->agency, NULL);
	unsigned chars = 0;

	if (head == 0)
		return 0;
	for (size_t p = head, len; p < to && chars < 16; p += len, chars++) {
		enum cclass class = char_class(utf8_get(text + p, &len));
		size_t end = phrase_match(room->book, text, p, to, room->wire, NULL), next_len;

		if (class == CC_STOP || class == CC_POINT || class == CC_OPENQUOTE)
			return 0;
		if (end == 0)
			continue;
		/* 电 inside a word (电视台) is no wire. */
		if (end >= to || !is_word_class(char_class(utf8_get(text + end, &next_len))) ||
			phrase_match(room->book, text, end, to,
				room->role_reporter | room->role_correspondent, NULL) != 0)
			return end;
	}
	return 0;
}

bool
dateline_is_possible(
	const struct newsroom *room, uint64_t starts, const char *text, size_t from, size_t to)
{
	const uint64_t heads =
		room->dateline | room->agency | room->role_reporter | room->role_correspondent;
	enum cclass class;
	size_t len;

	if ((starts & heads) != 0 || from >= to)
		return (starts & heads) != 0;
	class = char_class(utf8_get(text + from, &len));
	return class == CC_OPEN || class == CC_SPACE || class == CC_IGNORE;
}

bool
dateline_find(
	const struct newsroom *room, const char *text, size_t from, size_t to, struct dateline *out)
{
	const uint64_t starts = phrase_starts(room->book, text, from, to);
	const uint64_t roles = room->role_reporter | room->role_correspondent;
	size_t end = 0, at, byline;

	if ((starts & room->dateline) != 0)
		end = phrase_match(room->book, text, from, to, room->dateline, NULL);
	if (end == 0 && (starts & room->agency) != 0)
		end = match_wire(room, text, from, to);
	*out = (struct dateline){.from = from, .to = end != 0 ? end : from};
	at = skip_spaces(text, out->to, to);
	byline = match_bracket(room, text, at, to);
	if (byline == 0 && (at != from || (starts & roles) != 0))
		byline = match_plain_byline(room, text, at, to);
	if (byline == 0 && end != 0)
		byline = match_words(room, text, at, to);
	out->byline_from = out->byline_to = at;
	if (byline != 0)
		out->byline_to = byline;
	out->body = skip_spaces(text, out->byline_to, to);
	/* A byline with nothing behind it stands in a line of its own. */
	return end != 0 || (byline != 0 && out->body < to);
}

/* ---- credits at the end of a paragraph -------------------------------------------------- */

/* A bracket that ends the paragraph and holds a byline: where it opens, `to` for none. */
static size_t
bracket_tail(const struct newsroom *room, const char *text, size_t from, size_t to)
{
	size_t at = to;

	for (unsigned chars = 0; at > from && chars < 60; chars++) {
		struct byline byline;
		size_t len;
		enum cclass class = char_class(utf8_before(text + from, text + at, &len));

		at -= len;
		if (class != CC_OPEN)
			continue;
		byline_parse(room, text, at, to, &byline);
		if (byline.unexplained == 0 && (byline.name_count != 0 || byline.has_photo))
			return at;
		break;
	}
	return to;
}

size_t
credit_tail(const struct newsroom *room, const char *text, size_t from, size_t to)
{
	size_t at = to, len;

	if (from == to)
		return to;
	if (char_class(utf8_before(text + from, text + to, &len)) == CC_CLOSE)
		return bracket_tail(room, text, from, to);
	for (unsigned chars = 0; at > from && chars < 60; chars++) {
		struct byline byline;
		enum cclass class = char_class(utf8_before(text + from, text + at, &len));

		if (class != CC_STOP && class != CC_ENDQUOTE && class != CC_QUOTE &&
			class != CC_CLOSE) {
			at -= len;
			continue;
		}
		/* Most tails say nothing of who did what, which is found out sooner. */
		if (at == to ||
			!phrase_occurs(room->book, text, at, to,
				room->role_reporter | room->role_correspondent | room->act_photo))
			return to;
		byline_parse(room, text, at, to, &byline);
		if (byline_is_shaped(&byline) && (byline.has_role || byline.has_photo))
			return skip_spaces(text, at, to);
		return to;
	}
	return to;
}
