#include "page/feature.h"
#include "page/scene.h"

#include <stdio.h>
#include <string.h>

const char *const join_feature_names[F_JOINS] = {
#define X(id, name) name,
	JOIN_FEATURES(X)
#undef X
};

static const char *const fixed_names[F_FIXED] = {
#define X(id, name) name,
	BEGIN_FEATURES(X)
#undef X
};

/* Where a phrase stands gives it one of four names. */
#define PLACES 4U
static const char *const place_names[PLACES] = {"^", "$", "~", "="};

static const char *const stretch_names[STRETCH_COUNT] = {
	"heads-1", "heads-2", "heads-3", "heads-4", "heads-5"};

static const char *const sort_names[SORT_COUNT] = {"edge", "dateline", "byline", "name", "folio",
	"item", "head", "opening", "text", "sentence", "other"};

static const char *const mode_names[MODE_COUNT] = {
	"in-none", "in-dateline", "in-box", "in-credit", "in-folio"};

static const char *const build_names[BUILD_COUNT] = {
	"tiny", "short", "middle", "wide", "sentence", "other"};

/* Names that a feature's name is put together from. */
struct words {
	const char *const *word;
	size_t count;
};

/* Names the features from `at` on: each word of the left with each of the right behind it, so that
 * feature at + l * right.count + r is "l BETWEEN r".  False without memory. */
static bool
name_pairs(
	struct observer *o, size_t at, struct words left, const char *between, struct words right)
{
	for (size_t k = 0; k < left.count * right.count; k++) {
		const char *parts[] = {
			left.word[k / right.count], between, right.word[k % right.count]};
		size_t room = strlen(parts[0]) + strlen(parts[1]) + strlen(parts[2]) + 1;
		char *name = arena_alloc(o->arena, room);

		if (name == NULL)
			return false;
		snprintf(name, room, "%s%s%s", parts[0], parts[1], parts[2]);
		o->names[at + k] = name;
	}
	return true;
}

/* Names for all features; false without memory. */
static bool
name_features(struct observer *o, const struct phrasebook *book, unsigned classes)
{
	const char *class_names[PHRASE_CLASSES_MAX];
	const struct words sorts = {sort_names, SORT_COUNT}, modes = {mode_names, MODE_COUNT},
			   builds = {build_names, BUILD_COUNT},
			   stretches = {stretch_names, STRETCH_COUNT},
			   places = {place_names, PLACES}, phrases = {class_names, classes},
			   sort_pairs = {o->names + F_FIXED, (size_t)SORT_PAIRS};

	for (unsigned class = 0; class < classes; class ++)
		class_names[class] = phrasebook_class_name(book, class);
	memcpy(o->names, fixed_names, sizeof fixed_names);
	return name_pairs(o, F_FIXED, sorts, "..", sorts) &&
	       name_pairs(o, F_MODES, modes, ":", sorts) &&
	       name_pairs(o, F_BUILDS, builds, ":", sort_pairs) &&
	       name_pairs(o, F_STRETCHES, modes, ":", stretches) &&
	       name_pairs(o, F_PHRASES, phrases, "", places);
}

enum err_code
observer_init(struct observer *o, const struct viewer *viewer, struct err *err)
{
	const struct phrasebook *book = viewer->book;
	unsigned classes = phrasebook_classes(book);

	*o = (struct observer){
		.viewer = *viewer,
		.opening = phrasebook_class(book, "opening"),
		.hearing = phrasebook_class(book, "hearing"),
		.setting = phrasebook_class(book, "setting"),
		.question = phrasebook_class(book, "question"),
		.answer = phrasebook_class(book, "answer"),
		.salute = phrasebook_class(book, "salute"),
		.contact = phrasebook_class(book, "contact"),
		.number = phrasebook_class(book, "number"),
		.section = phrasebook_class(book, "section"),
		.section_row = phrasebook_class(book, "section-row"),
		.section_aside = phrasebook_class(book, "section-aside"),
		.caption = phrasebook_class(book, "caption"),
		.notice = phrasebook_class(book, "notice"),
		.unit = phrasebook_class(book, "unit"),
		.going = phrasebook_class(book, "going-on"),
		.closing = phrasebook_class(book, "closing"),
		.slogan = phrasebook_class(book, "slogan"),
		.verb = phrasebook_class(book, "headline-verb"),
		.name_count = F_PHRASES + PLACES * classes,
	};
	o->arena = arena_new(0);
	o->names =
		o->arena != NULL ? arena_calloc(o->arena, o->name_count, sizeof *o->names) : NULL;
	if (o->names == NULL || !name_features(o, book, classes)) {
		observer_free(o);
		return err_nomem(err);
	}
	return ERR_OK;
}

void
observer_free(struct observer *o)
{
	arena_free(o->arena);
	o->arena = NULL;
	o->names = NULL;
}

/* ---- views ------------------------------------------------------------------------------ */

/* The layout says that line i goes on with the one before: it stands below a full line of a
 * paragraph whose first line was indented. */
static bool
is_inner(const struct sheet_lines *sheet, const struct view *views, size_t i)
{
	const struct line *line = &sheet->line[i];

	return i != 0 && line->blank == 0 && line->heading == 0 && line->indent < 2 &&
	       sheet->layout.indented && is_full(sheet, i - 1) &&
	       (sheet->line[i - 1].indent >= 2 || view_has(&views[i - 1], VIEW_INNER));
}

/* How far a block that begins with line i could reach by its layout, from the last line back. */
static void
measure_runs(const struct sheet_lines *sheet, struct view *views)
{
	for (size_t i = sheet->count; i-- > 0;) {
		const struct line *next = &sheet->line[i + 1];
		struct view *v = &views[i];

		v->run_end = (uint32_t)i + 1;
		v->run_chars = v->chars;
		if (i + 1 == sheet->count || next->blank != 0 || next->indent >= 2 ||
			next->heading != 0 || !is_full(sheet, i))
			continue;
		v->run_chars += views[i + 1].run_chars;
		v->run_end = views[i + 1].run_end;
	}
	for (size_t i = 0; i < sheet->count; i++) {
		views[i].run_from =
			i != 0 && views[i - 1].run_end > i ? views[i - 1].run_from : (uint32_t)i;
		view_settle(&views[i]);
	}
}

static enum mode
mode_after(const struct view *views, size_t count, size_t i, enum mode mode)
{
	const struct view *v = &views[i];

	if (view_has(v, VIEW_INNER))
		return mode;
	if (view_has(v, VIEW_DATELINE))
		return MODE_DATELINE;
	if (v->folio > FOLIO_BARE_DATE)
		return MODE_FOLIO;
	if (!view_has(v, VIEW_ROLE | VIEW_PHOTO | VIEW_MARK | VIEW_TEXT))
		return mode;
	return i != 0 && view_is_headlike(&views[i - 1]) && i + 1 < count &&
			       !view_has(v, VIEW_PHOTO)
		       ? MODE_BOX
		       : MODE_CREDIT;
}

static void
find_modes(struct view *views, size_t count)
{
	enum mode mode = MODE_NONE;

	for (size_t i = 0; i < count; i++) {
		views[i].mode = (uint8_t)mode;
		mode = mode_after(views, count, i, mode);
	}
}

static void
count_verse(struct view *views, size_t count)
{
	for (size_t i = 0, end; i < count; i = end) {
		for (end = i; end < count && view_is_verse(&views[end]); end++)
			continue;
		for (size_t k = i; k < end; k++)
			views[k].verse_lines = (uint8_t)(end - i < VERSE_MAX ? end - i : VERSE_MAX);
		end += end == i;
	}
}

void
observe_views(const struct observer *o, const struct sheet_lines *sheet, struct view *views)
{
	for (size_t i = 0; i < sheet->count; i++)
		view_line(&o->viewer, sheet->text, &sheet->line[i], is_inner(sheet, views, i),
			&views[i]);
	measure_runs(sheet, views);
	find_modes(views, sheet->count);
	count_verse(views, sheet->count);
}

/* ---- features --------------------------------------------------------------------------- */

static void
add_length(struct features *f, uint32_t chars)
{
	static const unsigned limits[] = {2, 4, 8, 12, 18, 26, 40, 80};
	unsigned k = 0;

	while (k < sizeof limits / sizeof *limits && chars > limits[k])
		k++;
	add(f, F_LEN_2 + k);
}

static void
add_inside(const struct scene *s)
{
	const struct view *v = s->v;
	struct features *f = s->out;

	add_length(f, v->run_chars);
	if (v->parts >= 2 && v->chars <= 48) {
		bool single = v->part_max == 1;

		add(f, single ? F_LETTERSPACED : v->parts == 2 ? F_TWO_PARTS : F_MORE_PARTS);
		add_if(f, !single && v->part_min == v->part_max, F_EVEN_PARTS);
		add_if(f, v->parts == 2 && v->part_min == 4 && v->part_max == 4, F_FOUR_FOUR);
	}
	add_if(f, v->stops == 1, F_STOP_INSIDE);
	add_if(f, v->stops > 1, F_STOPS_INSIDE);
	add_if(f, v->points != 0, F_COMMA_INSIDE);
	add_if(f, v->colons != 0 && v->last != ':' && v->last != 0xFF1A, F_COLON_INSIDE);
	add_if(f, v->quotes != 0, F_QUOTE_INSIDE);
	add_if(f, v->digits != 0, F_DIGIT_INSIDE);
}

static void
add_ends(const struct scene *s)
{
	const struct view *v = s->v, *last = s->last;
	struct features *f = s->out;
	enum cclass first = (enum cclass)v->first_class;

	if (asks(last))
		add(f, F_ENDS_ASKING);
	else if (view_has(last, VIEW_COMPLETE))
		add(f, F_ENDS_STOP);
	else if (ends_colon(last))
		add(f, F_ENDS_COLON);
	else
		add(f, last->last_class == CC_POINT ? F_ENDS_COMMA : F_ENDS_BARE);
	add_if(f, view_has(last, VIEW_PARTICLE), F_ENDS_PARTICLE);
	add_if(f, view_has(last, VIEW_OPEN_QUOTE), F_OPEN_QUOTE);
	add_if(f, view_has(last, VIEW_CREDIT_TAIL), F_CREDIT_TAIL);
	add_if(f, first == CC_DIGIT, F_STARTS_DIGIT);
	add_if(f, first == CC_OPENQUOTE || first == CC_QUOTE, F_STARTS_QUOTE);
	add_if(f, first == CC_DASH, F_STARTS_DASH);
	add_if(f, first == CC_BULLET, F_STARTS_BULLET);
	add_if(f, first == CC_CIRCLED, F_STARTS_CIRCLED);
	add_if(f, first == CC_OPEN, F_STARTS_BRACKET);
	add_if(f,
		first == CC_CLOSE || first == CC_POINT || first == CC_STOP || first == CC_ENDQUOTE,
		F_STARTS_CLOSING);
	add_if(f, view_has(v, VIEW_WHOLE_QUOTE), F_WHOLE_QUOTE);
	if (first == CC_OPEN && last->last_class == CC_CLOSE)
		add(f, v->first == 0x3010    ? F_WHOLE_LENTICULAR /* 【 */
			: v->first == 0x300A ? F_WHOLE_TITLE_MARK /* 《 */
					     : F_WHOLE_BRACKET);
	add_if(f,
		v->first == 0x636E && is_long(v) && v->points != 0 &&
			(v->hits.start & s->o->hearing) == 0,
		F_CITES); /* 据 */
	add_if(f, view_has(v, VIEW_STARTER), F_STARTER);
}

static void
add_shapes(const struct scene *s)
{
	static const struct {
		uint32_t flag;
		unsigned id;
	} shapes[] = {{VIEW_DATELINE, F_DATELINE}, {VIEW_ROLE, F_BYLINE_ROLE},
		{VIEW_MARK, F_BYLINE_MARK}, {VIEW_PHOTO, F_BYLINE_PHOTO},
		{VIEW_TEXT, F_BYLINE_TEXT}, {VIEW_NAME, F_NAME_ONLY}, {VIEW_NAME_TAIL, F_NAME_TAIL},
		{VIEW_OTHER, F_BYLINE_OTHER}, {VIEW_CALLED, F_BYLINE_CALLED}};
	struct features *f = s->out;

	for (size_t i = 0; i < sizeof shapes / sizeof *shapes; i++)
		add_if(f, view_has(s->v, shapes[i].flag), shapes[i].id);
	if (s->v->folio != FOLIO_NONE)
		add(f, F_FOLIO_IS_BARE_DATE + (unsigned)s->v->folio - FOLIO_BARE_DATE);
	add_if(f,
		(s->i != 0 && s->prev->folio > FOLIO_BARE_DATE) ||
			(s->next != NULL && s->next->folio > FOLIO_BARE_DATE),
		F_BESIDE_FOLIO);
}

static unsigned
heading_of(const struct sheet_lines *sheet, size_t i)
{
	return i < sheet->count ? sheet->line[i].heading : 0;
}

static void
add_layout(const struct scene *s)
{
	const struct line *line = s->line;
	struct features *f = s->out;
	unsigned blank = line->blank, level = line->heading;
	unsigned prev_level = s->i != 0 ? heading_of(s->sheet, s->i - 1) : 0;
	unsigned next_level = heading_of(s->sheet, s->next_i);

	add_if(f, line->indent >= 2, F_INDENTED);
	add_if(f, line->indent < 2 && s->sheet->layout.indented, F_FLUSH);
	if (s->i != 0)
		add(f, F_GAP_0 + (blank < 3 ? blank : 3));
	add_if(f, (line->flags & LINE_RULE) != 0, F_RULE);
	if (s->next != NULL) {
		blank = s->sheet->line[s->next_i].blank;
		add(f, F_AFTER_0 + (blank < 3 ? blank : 3));
	}
	if (level == 7)
		add(f, F_HEADING_BOLD);
	else if (level != 0)
		add(f, F_HEADING_1 + (level < 4 ? level : 4) - 1);
	else
		add_if(f, s->sheet->layout.headed, F_UNMARKED);
	if (level != 0) {
		add_if(f, prev_level != 0 && level > prev_level, F_DEEPER);
		add_if(f, level == prev_level, F_SAME_LEVEL);
		add_if(f, next_level > level, F_NEXT_DEEPER);
		add_if(f, next_level == level, F_NEXT_SAME_LEVEL);
	}
	add_if(f, s->i == 0, F_FIRST);
	add_if(f, s->i < 6, F_TOP);
	add_if(f, s->i < 6 && (s->v->hits.any & s->o->slogan) != 0, F_TOP_SLOGAN);
	add_if(f, s->next == NULL, F_LAST);
	add_if(f, s->i + 5 >= s->sheet->count, F_BOTTOM);
}

static void
add_phrases(const struct scene *s)
{
	const struct phrase_hits *hits = &s->v->hits;
	const uint64_t sets[PLACES] = {hits->start, hits->end, hits->any, hits->whole};

	for (unsigned place = 0; place < PLACES; place++)
		for (uint64_t set = sets[place]; set != 0; set &= set - 1)
			add(s->out, F_PHRASES + (unsigned)__builtin_ctzll(set) * PLACES + place);
}

void
observe(const struct observer *o, const struct sheet_lines *sheet, const struct view *views,
	size_t i, struct observation *out)
{
	struct scene s = {.o = o,
		.sheet = sheet,
		.views = views,
		.i = i,
		.line = &sheet->line[i],
		.v = &views[i],
		.prev = i != 0 ? &views[i - 1] : NULL,
		.last = &views[views[i].run_end - 1],
		.next_i = views[i].run_end,
		.out = &out->begin};

	s.next = s.next_i < sheet->count ? &views[s.next_i] : NULL;
	out->begin.count = 0;
	out->inner = view_has(s.v, VIEW_INNER);
	out->join.count = 0;
	if (out->inner)
		return;
	add_join(&s, &out->join);
	add_inside(&s);
	add_ends(&s);
	add_shapes(&s);
	add_layout(&s);
	add_neighbours(&s);
	add_context(&s);
	add_phrases(&s);
}
