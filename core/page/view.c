#include "page/view.h"

/* Lines longer than this are looked at for phrases at their start alone. */
#define SCAN_CHARS 64

static void
bump(uint8_t *n)
{
	*n = (uint8_t)(*n + (*n < 255));
}

/* The counts of one pass over the characters. */
struct pass {
	struct view *out;
	unsigned part; /* characters since white space */
	int quotes, brackets;
	bool straight; /* a straight quote is open */
	bool early;
	uint8_t stop_pending, point_pending; /* at the end they are no inner ones */
};

static void
end_part(struct pass *p)
{
	struct view *v = p->out;

	if (p->part == 0)
		return;
	if (v->parts == 0 || p->part < v->part_min)
		v->part_min = (uint8_t)(p->part < 255 ? p->part : 255);
	if (p->part > v->part_max)
		v->part_max = (uint8_t)(p->part < 255 ? p->part : 255);
	bump(&v->parts);
	p->part = 0;
}

/* A mark counts as inner once something other than closing marks follows it. */
static void
settle_marks(struct pass *p)
{
	if (p->stop_pending)
		bump(&p->out->stops);
	if (p->point_pending)
		bump(&p->out->points);
	p->stop_pending = p->point_pending = 0;
}

static void
take_quote(struct pass *p, enum cclass class, uint32_t c)
{
	bump(&p->out->quotes);
	if (class == CC_OPENQUOTE) {
		p->quotes++;
	} else if (class == CC_ENDQUOTE) {
		p->early |= p->quotes == 0;
		p->quotes -= p->quotes > 0;
	} else if (c != '\'' && c != 0xFF07) {
		p->straight = !p->straight;
	}
}

static void
take(struct pass *p, uint32_t c, enum cclass class)
{
	struct view *v = p->out;

	if (class == CC_SPACE) {
		end_part(p);
		return;
	}
	if (class == CC_IGNORE)
		return;
	if (v->chars++ == 0) {
		v->first = c;
		v->first_class = (uint8_t) class;
	}
	p->part++;
	v->last = c;
	v->last_class = (uint8_t) class;
	switch (class) {
	case CC_STOP:
		p->stop_pending = c != '!' || v->chars > 1;
		return;
	case CC_POINT:
		p->point_pending = c == ',' || c == 0xFF0C || c == ';' || c == 0xFF1B;
		if (c == ':' || c == 0xFF1A)
			bump(&v->colons);
		return;
	case CC_OPENQUOTE:
	case CC_ENDQUOTE:
	case CC_QUOTE:
		take_quote(p, class, c);
		break;
	case CC_OPEN:
		p->brackets++;
		break;
	case CC_CLOSE:
		p->early |= p->brackets == 0;
		p->brackets -= p->brackets > 0;
		return;
	case CC_DIGIT:
		bump(&v->digits);
		break;
	default:
		break;
	}
	if (class != CC_ENDQUOTE && class != CC_QUOTE)
		settle_marks(p);
}

static void
count_chars(const char *text, const struct line *line, struct view *out)
{
	struct pass p = {.out = out};

	for (size_t at = line->from, len; at < line->to; at += len) {
		unsigned char byte = (unsigned char)text[at];

		if (is_ideograph_lead(byte) && out->chars != 0) {
			size_t run = 0;

			while (at + run < line->to &&
				is_ideograph_lead((unsigned char)text[at + run]))
				run += 3;
			settle_marks(&p);
			out->chars += (uint32_t)(run / 3);
			p.part += (unsigned)(run / 3);
			out->last = utf8_get(text + at + run - 3, &len);
			out->last_class = CC_IDEOGRAPH;
			len = run;
			continue;
		}
		{
			uint32_t c = utf8_get(text + at, &len);

			take(&p, c, char_class(c));
		}
	}
	end_part(&p);
	/* A dot or a star that opens a line is a bullet; inside it is a mark of its own. */
	if ((out->first == 0xB7 || out->first == 0x30FB || out->first == 0xFF0A) && out->chars > 8)
		out->first_class = CC_BULLET;
	if (p.quotes > 0 || p.straight)
		out->flags |= VIEW_OPEN_QUOTE;
	if (p.brackets > 0)
		out->flags |= VIEW_OPEN_BRACKET;
	if (p.early)
		out->flags |= VIEW_CLOSED_EARLY;
	if (p.stop_pending)
		out->flags |= VIEW_COMPLETE;
	if ((out->first_class == CC_OPENQUOTE || out->first_class == CC_QUOTE) &&
		(out->last_class == CC_ENDQUOTE || out->last_class == CC_QUOTE) && out->quotes == 2)
		out->flags |= VIEW_WHOLE_QUOTE;
}

/* Two or three characters that begin with a surname, maybe behind a mark. */
static bool
is_name(const struct newsroom *room, const char *text, const struct line *line)
{
	uint32_t c[4] = {0};
	unsigned n = 0;

	for (size_t at = line->from, len; at < line->to; at += len) {
		uint32_t ch = utf8_get(text + at, &len);
		enum cclass class = char_class(ch);

		if (class == CC_SPACE || (class == CC_BULLET && n == 0))
			continue;
		if (class != CC_IDEOGRAPH || n == 4)
			return false;
		c[n++] = ch;
	}
	return n == 4 ? surname_is_compound(room->surnames, c[0], c[1])
		      : n >= 2 && surname_is(room->surnames, c[0]);
}

/* 读者 申大勇, 退休教师 方圆, 居民 郑 明: the last of several words, or the last two or three of
 * one character each, are a name. */
static bool
has_name_tail(const struct newsroom *room, const char *text, const struct line *line)
{
	size_t at = line->to, len;
	uint32_t c[4] = {0};
	unsigned n = 0, word = 0;

	while (at > line->from && n < 4) {
		uint32_t ch = utf8_before(text + line->from, text + at, &len);
		enum cclass class = char_class(ch);

		if (class == CC_SPACE &&
			(word > 1 || (n >= 2 && surname_is(room->surnames, c[n - 1]))))
			break;
		if (class != CC_IDEOGRAPH && class != CC_SPACE)
			return false;
		word = class == CC_SPACE ? 0 : word + 1;
		if (class != CC_SPACE)
			c[n++] = ch;
		at -= len;
	}
	return at > line->from && n >= 2 && n <= 3 && surname_is(room->surnames, c[n - 1]);
}

/* Characters that link what stands before them with what follows. */
static bool
is_particle(uint32_t c)
{
	static const uint32_t particles[] = {U'与', U'且', U'为', U'之', U'从', U'以', U'但', U'使',
		U'其', U'和', U'在', U'向', U'及', U'对', U'将', U'把', U'或', U'既', U'是', U'更',
		U'由', U'的', U'给', U'而', U'让', U'被', U'还'};

	for (size_t i = 0; i < sizeof particles / sizeof *particles; i++)
		if (c == particles[i])
			return true;
	return false;
}

/* A byline has a mark before it, or a word that says who somebody is or what he did. */
static bool
may_be_byline(const struct newsroom *room, const struct view *v)
{
	const uint64_t words = room->role_reporter | room->role_correspondent | room->role_other |
			       room->act_photo | room->act_text | room->unit | room->calling;

	return (v->hits.any & words) != 0 || v->first_class == CC_BULLET ||
	       v->first_class == CC_CIRCLED || v->first_class == CC_OPEN ||
	       v->first_class == CC_DASH;
}

static void
look_for_people(
	const struct viewer *viewer, const char *text, const struct line *line, struct view *out)
{
	const struct newsroom *room = viewer->room;
	struct byline byline;
	uint64_t words = room->role_reporter | room->role_correspondent | room->role_other |
			 room->act_photo | room->act_text;

	if (out->chars > SCAN_CHARS ||
		((out->hits.any & words) == 0 && out->first_class != CC_BULLET && out->chars > 6 &&
			out->parts < 2))
		return;
	if (is_name(room, text, line))
		out->flags |= VIEW_NAME;
	if (out->parts >= 2 && out->chars <= 24 && has_name_tail(room, text, line))
		out->flags |= VIEW_NAME_TAIL;
	if (out->stops != 0 || view_has(out, VIEW_COMPLETE) || !may_be_byline(room, out))
		return;
	byline_parse(room, text, line->from, line->to, &byline);
	if (byline.has_other && byline.unexplained == 0 && byline.name_count != 0)
		out->flags |= VIEW_OTHER;
	if (byline.name_count == 1 && byline.unexplained == 0 && byline.unit_count != 0)
		out->flags |= VIEW_CALLED;
	if (!byline_is_shaped(&byline))
		return;
	out->flags |= (byline.has_role ? VIEW_ROLE : 0U) | (byline.has_photo ? VIEW_PHOTO : 0U) |
		      (byline.has_text ? VIEW_TEXT : 0U) | (byline.has_mark ? VIEW_MARK : 0U);
}

static bool
begins_sentence(const struct viewer *viewer, const char *text, const struct line *line,
	const struct view *v)
{
	size_t end, len;
	uint32_t c;

	if ((v->hits.start & viewer->starters) == 0)
		return false;
	end = phrase_match(viewer->book, text, line->from, line->to, viewer->starters, NULL);
	c = end < line->to ? utf8_get(text + end, &len) : 0;
	return c == ',' || c == 0xFF0C;
}

void
view_line(const struct viewer *viewer, const char *text, const struct line *line, bool inner,
	struct view *out)
{
	struct dateline dateline;
	struct folio folio;

	*out = (struct view){.flags = inner ? VIEW_INNER : 0};
	count_chars(text, line, out);
	out->run_chars = out->chars;
	if (inner || out->chars > SCAN_CHARS) {
		if (!inner)
			out->hits.start = phrase_starts(viewer->book, text, line->from, line->to);
		out->hits.any = out->hits.start;
	} else {
		out->hits = phrase_scan(viewer->book, text, line->from, line->to);
		out->flags |= VIEW_SCANNED;
	}
	if (!inner &&
		dateline_is_possible(viewer->room, out->hits.start, text, line->from, line->to) &&
		dateline_find(viewer->room, text, line->from, line->to, &dateline))
		out->flags |= VIEW_DATELINE;
	if (!inner)
		look_for_people(viewer, text, line, out);
	if (begins_sentence(viewer, text, line, out))
		out->flags |= VIEW_STARTER;
	if (is_particle(out->last))
		out->flags |= VIEW_PARTICLE;
	if (out->chars > 20 && credit_tail(viewer->room, text, line->from, line->to) < line->to)
		out->flags |= VIEW_CREDIT_TAIL;
	/* A folio has a number or a word of its own. */
	if (!inner && out->chars <= SCAN_CHARS &&
		(out->digits != 0 ||
			(out->hits.any & (viewer->folio->words | viewer->folio->date)) != 0)) {
		folio_parse(viewer->folio, text, line->from, line->to, &folio);
		out->folio = folio.shape;
	}
}

static bool
is_headlike(const struct view *v)
{
	if (v->run_chars < 2 || v->run_chars > 48 || v->stops > 1 || v->folio > FOLIO_BARE_DATE)
		return false;
	if (view_has(v, VIEW_DATELINE | VIEW_ROLE | VIEW_PHOTO | VIEW_MARK | VIEW_CREDIT_TAIL))
		return false;
	/* 外交部： is half a headline, but no comma ends one. */
	if (v->last_class == CC_POINT &&
		((v->last != ':' && v->last != 0xFF1A) || v->chars > 16 || v->points != 0))
		return false;
	if (v->first_class == CC_BULLET || v->first_class == CC_CLOSE ||
		v->first_class == CC_POINT || v->first_class == CC_STOP)
		return false;
	/* A headline may ask or exclaim, but it does not end in a full stop. */
	return v->last != 0x3002 && v->last != 0xFF61 &&
	       !(v->last_class == CC_ENDQUOTE && view_has(v, VIEW_COMPLETE) && v->stops > 0);
}

static bool
is_verse(const struct view *v)
{
	return v->chars >= 2 && v->chars <= 20 && v->run_chars == v->chars && v->stops == 0 &&
	       v->points <= 1 && v->folio == FOLIO_NONE && v->first_class != CC_BULLET &&
	       !view_has(v, VIEW_INNER | VIEW_ROLE | VIEW_PHOTO | VIEW_DATELINE);
}

void
view_settle(struct view *v)
{
	v->headlike = is_headlike(v);
	v->verse = is_verse(v);
}
