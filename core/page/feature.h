/*
 * feature.h - what the model is told of each line.
 *
 * A feature is true or false.  Some are of a line by itself (its length, its marks, what it
 * begins with), some of its neighbours, some of the sheet; each phrase class of
 * data/page-phrases.tsv gives four more, by where its phrase stands (class^ class$ class~ class=).
 */
#ifndef BAOLAN_PAGE_FEATURE_H
#define BAOLAN_PAGE_FEATURE_H

#include "page/model.h"
#include "page/view.h"

/* Of a line that begins a block. */
#define BEGIN_FEATURES(X)                                                                          \
	/* characters of its run */                                                                \
	X(LEN_2, "len-2")                                                                          \
	X(LEN_4, "len-4")                                                                          \
	X(LEN_8, "len-8")                                                                          \
	X(LEN_12, "len-12")                                                                        \
	X(LEN_18, "len-18")                                                                        \
	X(LEN_26, "len-26")                                                                        \
	X(LEN_40, "len-40")                                                                        \
	X(LEN_80, "len-80")                                                                        \
	X(LEN_MORE, "len-more")                                                                    \
	/* parts that white space makes */                                                         \
	X(TWO_PARTS, "two-parts")                                                                  \
	X(MORE_PARTS, "more-parts")                                                                \
	X(EVEN_PARTS, "even-parts")                                                                \
	X(FOUR_FOUR, "four-four")                                                                  \
	X(LETTERSPACED, "letterspaced")                                                            \
	/* inside */                                                                               \
	X(STOP_INSIDE, "stop-inside")                                                              \
	X(STOPS_INSIDE, "stops-inside")                                                            \
	X(COMMA_INSIDE, "comma-inside")                                                            \
	X(COLON_INSIDE, "colon-inside")                                                            \
	X(QUOTE_INSIDE, "quote-inside")                                                            \
	X(DIGIT_INSIDE, "digit-inside")                                                            \
	/* its end */                                                                              \
	X(ENDS_STOP, "ends-stop")                                                                  \
	X(ENDS_ASKING, "ends-asking")                                                              \
	X(ENDS_COLON, "ends-colon")                                                                \
	X(ENDS_COMMA, "ends-comma")                                                                \
	X(ENDS_BARE, "ends-bare")                                                                  \
	X(ENDS_PARTICLE, "ends-particle")                                                          \
	X(OPEN_QUOTE, "open-quote")                                                                \
	X(CREDIT_TAIL, "credit-tail")                                                              \
	/* its start */                                                                            \
	X(STARTS_DIGIT, "starts-digit")                                                            \
	X(STARTS_QUOTE, "starts-quote")                                                            \
	X(STARTS_DASH, "starts-dash")                                                              \
	X(STARTS_BULLET, "starts-bullet")                                                          \
	X(STARTS_CIRCLED, "starts-circled")                                                        \
	X(STARTS_BRACKET, "starts-bracket")                                                        \
	X(STARTS_CLOSING, "starts-closing")                                                        \
	X(WHOLE_QUOTE, "whole-quote")                                                              \
	X(SAME_BULLET_BEFORE, "same-bullet-before")                                                \
	X(SAME_BULLET_AFTER, "same-bullet-after")                                                  \
	/* shapes */                                                                               \
	X(DATELINE, "dateline")                                                                    \
	X(BYLINE_ROLE, "byline-role")                                                              \
	X(BYLINE_MARK, "byline-mark")                                                              \
	X(BYLINE_PHOTO, "byline-photo")                                                            \
	X(BYLINE_TEXT, "byline-text")                                                              \
	X(NAME_ONLY, "name-only")                                                                  \
	X(BYLINE_OTHER, "byline-other")                                                            \
	X(BYLINE_CALLED, "byline-called")                                                          \
	X(TOP_SLOGAN, "top-slogan")                                                                \
	X(NAME_TAIL, "name-tail")                                                                  \
	X(FOLIO_IS_BARE_DATE, "folio-bare-date")                                                   \
	X(FOLIO_IS_DATE, "folio-is-date")                                                          \
	X(FOLIO_IS_PAGE, "folio-is-page")                                                          \
	X(FOLIO_IS_WORDS, "folio-is-words")                                                        \
	/* layout */                                                                               \
	X(INDENTED, "indented")                                                                    \
	X(FLUSH, "flush")                                                                          \
	X(GAP_0, "gap-0")                                                                          \
	X(GAP_1, "gap-1")                                                                          \
	X(GAP_2, "gap-2")                                                                          \
	X(GAP_3, "gap-3")                                                                          \
	X(RULE, "rule")                                                                            \
	X(AFTER_0, "after-0")                                                                      \
	X(AFTER_1, "after-1")                                                                      \
	X(AFTER_2, "after-2")                                                                      \
	X(AFTER_3, "after-3")                                                                      \
	X(HEADING_1, "heading-1")                                                                  \
	X(HEADING_2, "heading-2")                                                                  \
	X(HEADING_3, "heading-3")                                                                  \
	X(HEADING_4, "heading-4")                                                                  \
	X(HEADING_BOLD, "heading-bold")                                                            \
	X(UNMARKED, "unmarked")                                                                    \
	X(DEEPER, "deeper")                                                                        \
	X(SAME_LEVEL, "same-level")                                                                \
	X(NEXT_DEEPER, "next-deeper")                                                              \
	X(NEXT_SAME_LEVEL, "next-same-level")                                                      \
	/* where it stands on the sheet */                                                         \
	X(FIRST, "first")                                                                          \
	X(TOP, "top")                                                                              \
	X(LAST, "last")                                                                            \
	X(BOTTOM, "bottom")                                                                        \
	X(BESIDE_FOLIO, "beside-folio")                                                            \
	/* neighbours */                                                                           \
	X(PREV_COMPLETE, "prev-complete")                                                          \
	X(PREV_UNFINISHED, "prev-unfinished")                                                      \
	X(PREV_HEADLIKE, "prev-headlike")                                                          \
	X(PREV_BYLINE, "prev-byline")                                                              \
	X(PREV_BULLET, "prev-bullet")                                                              \
	X(PREV_COLON, "prev-colon")                                                                \
	X(NEXT_DATELINE, "next-dateline")                                                          \
	X(NEXT_OPENING, "next-opening")                                                            \
	X(NEXT_BYLINE, "next-byline")                                                              \
	X(NEXT_NAME, "next-name")                                                                  \
	X(NEXT_CALLED, "next-called")                                                              \
	X(NEXT_PHOTO, "next-photo")                                                                \
	X(NEXT_LONG, "next-long")                                                                  \
	X(NEXT_SENTENCE, "next-sentence")                                                          \
	X(NEXT_HEADLIKE, "next-headlike")                                                          \
	X(NEXT_BULLET, "next-bullet")                                                              \
	X(NEXT_NUMBER, "next-number")                                                              \
	X(NEXT_DASH, "next-dash")                                                                  \
	X(NEXT_ASKS, "next-asks")                                                                  \
	X(NEXT_SALUTE, "next-salute")                                                              \
	X(NEXT_VERSE, "next-verse")                                                                \
	X(NEXT_DATE, "next-date")                                                                  \
	X(PREV_CONTACT, "prev-contact")                                                            \
	X(SOON_DATELINE, "soon-dateline")                                                          \
	X(SOON_BYLINE, "soon-byline")                                                              \
	X(SOON_PHOTO, "soon-photo")                                                                \
	X(THEN_HEADLIKE, "then-headlike")                                                          \
	X(LONGER_THAN_NEXT, "longer-than-next")                                                    \
	X(SHORTER_THAN_NEXT, "shorter-than-next")                                                  \
	X(LONGER_THAN_PREV, "longer-than-prev")                                                    \
	X(SHORTER_THAN_PREV, "shorter-than-prev")                                                  \
	/* its place among the short lines that stand together */                                  \
	X(GROUP_1_1, "group-1/1")                                                                  \
	X(GROUP_1_2, "group-1/2")                                                                  \
	X(GROUP_2_2, "group-2/2")                                                                  \
	X(GROUP_1_3, "group-1/3")                                                                  \
	X(GROUP_2_3, "group-2/3")                                                                  \
	X(GROUP_3_3, "group-3/3")                                                                  \
	X(GROUP_FIRST, "group-first")                                                              \
	X(GROUP_MIDDLE, "group-middle")                                                            \
	X(GROUP_LAST, "group-last")                                                                \
	X(VERSE_4, "verse-4")                                                                      \
	X(VERSE_8, "verse-8")                                                                      \
	X(ECHO, "echo")                                                                            \
	X(ECHO_LENGTH, "echo-length")                                                              \
	X(ECHO_PAIR, "echo-pair")                                                                  \
	X(VERSE_GOES_ON, "verse-goes-on")                                                          \
	X(VERSE_BREAKS, "verse-breaks")                                                            \
	X(WHOLE_BRACKET, "whole-bracket")                                                          \
	X(WHOLE_LENTICULAR, "whole-lenticular")                                                    \
	X(WHOLE_TITLE_MARK, "whole-title-mark")                                                    \
	X(CITES, "cites")                                                                          \
	X(ORG_ONLY, "org-only")                                                                    \
	/* what the lines above have begun */                                                      \
	X(SINCE_SALUTE, "since-salute")                                                            \
	X(SINCE_NOTICE, "since-notice")                                                            \
	X(SINCE_QUESTION, "since-question")                                                        \
	/* words shared with what stands above */                                                  \
	X(ABOVE_0, "above-0")                                                                      \
	X(ABOVE_1, "above-1")                                                                      \
	X(ABOVE_2, "above-2")                                                                      \
	X(ABOVE_3, "above-3")                                                                      \
	X(ABOVE_4, "above-4")                                                                      \
	X(TURN_0, "turn-0")                                                                        \
	X(TURN_1, "turn-1")                                                                        \
	X(TURN_2, "turn-2")                                                                        \
	X(TURN_3, "turn-3")                                                                        \
	X(TURN_4, "turn-4")                                                                        \
	X(HEAD_ABOVE_0, "head-above-0")                                                            \
	X(HEAD_ABOVE_1, "head-above-1")                                                            \
	X(HEAD_ABOVE_2, "head-above-2")                                                            \
	X(HEAD_ABOVE_3, "head-above-3")                                                            \
	X(HEAD_BELOW_0, "head-below-0")                                                            \
	X(HEAD_BELOW_1, "head-below-1")                                                            \
	X(HEAD_BELOW_2, "head-below-2")                                                            \
	X(HEAD_BELOW_3, "head-below-3")                                                            \
	X(NEXT_ABOVE_0, "next-above-0")                                                            \
	X(NEXT_ABOVE_1, "next-above-1")                                                            \
	X(NEXT_ABOVE_2, "next-above-2")                                                            \
	X(NEXT_ABOVE_3, "next-above-3")                                                            \
	X(NEXT_ABOVE_4, "next-above-4")                                                            \
	X(NEXT_TURN_0, "next-turn-0")                                                              \
	X(NEXT_TURN_1, "next-turn-1")                                                              \
	X(NEXT_TURN_2, "next-turn-2")                                                              \
	X(NEXT_TURN_3, "next-turn-3")                                                              \
	X(NEXT_TURN_4, "next-turn-4")                                                              \
	X(PLACE_NEW, "place-new")                                                                  \
	X(PLACE_KNOWN, "place-known")                                                              \
	X(REFERS, "refers")                                                                        \
	X(NEXT_PLACE_NEW, "next-place-new")                                                        \
	X(NEXT_PLACE_KNOWN, "next-place-known")                                                    \
	X(NEXT_REFERS, "next-refers")                                                              \
	X(PREV_GOING, "prev-going-on")                                                             \
	X(PREV_CLOSING, "prev-closing")                                                            \
	X(BLOCKS_1, "blocks-1")                                                                    \
	X(BLOCKS_2, "blocks-2")                                                                    \
	X(BLOCKS_3, "blocks-3")                                                                    \
	X(BLOCKS_4, "blocks-4")                                                                    \
	X(BLOCKS_MORE, "blocks-more")                                                              \
	/* combinations that a sum cannot express */                                               \
	X(OPENING_AFTER_GAP, "opening-after-gap")                                                  \
	X(OPENING_AFTER_CREDIT, "opening-after-credit")                                            \
	X(OPENING_AFTER_LIST, "opening-after-list")                                                \
	X(OPENING_FAR, "opening-far")                                                              \
	X(TEXT_FAR, "text-far")                                                                    \
	X(TEXT_NEW, "text-new")                                                                    \
	X(ROW_UNDER_LABEL, "row-under-label")                                                      \
	X(ROW_UNDER_TITLE, "row-under-title")                                                      \
	X(ROW_UNDER_TEXT, "row-under-text")                                                        \
	X(IN_ROW, "in-row")                                                                        \
	X(IN_ASIDE, "in-aside")                                                                    \
	X(SENTENCE_BEFORE_BYLINE, "sentence-before-byline")                                        \
	X(LONE_SENTENCE, "lone-sentence")                                                          \
	X(PROSE, "prose")                                                                          \
	X(SEAM_BEFORE, "seam-before")                                                              \
	X(STARTER, "starter")                                                                      \
	X(SEAM_AFTER, "seam-after")

/* Of a line that goes on with the block before. */
#define JOIN_FEATURES(X)                                                                           \
	X(J_BIAS, "always")                                                                        \
	X(J_GAP_0, "gap-0")                                                                        \
	X(J_GAP_1, "gap-1")                                                                        \
	X(J_GAP_2, "gap-2")                                                                        \
	X(J_GAP_3, "gap-3")                                                                        \
	X(J_RULE, "rule")                                                                          \
	X(J_FULL, "prev-full")                                                                     \
	X(J_NOT_FULL, "prev-not-full")                                                             \
	X(J_INDENTED, "indented")                                                                  \
	X(J_FLUSH, "flush")                                                                        \
	X(J_UNCUT, "uncut")                                                                        \
	X(J_PREV_STOP, "prev-stop")                                                                \
	X(J_PREV_COMMA, "prev-comma")                                                              \
	X(J_PREV_COLON, "prev-colon")                                                              \
	X(J_PREV_OPEN_QUOTE, "prev-open-quote")                                                    \
	X(J_PREV_OPEN_BRACKET, "prev-open-bracket")                                                \
	X(J_PREV_BARE, "prev-bare")                                                                \
	X(J_PREV_BARE_LONG, "prev-bare-long")                                                      \
	X(J_PREV_HEADLIKE, "prev-headlike")                                                        \
	X(J_PREV_SHORT, "prev-short")                                                              \
	X(J_PREV_PARTICLE, "prev-particle")                                                        \
	X(J_VERSE, "verse")                                                                        \
	X(J_SEAM, "seam")                                                                          \
	X(J_STARTER, "starter")                                                                    \
	X(J_CLOSING, "closing")                                                                    \
	X(J_CLOSED_EARLY, "closed-early")                                                          \
	X(J_HEADLIKE, "headlike")                                                                  \
	X(J_HEADING, "heading")                                                                    \
	X(J_DATELINE, "dateline")                                                                  \
	X(J_BYLINE, "byline")                                                                      \
	X(J_LIST, "list")                                                                          \
	X(J_FOLIO, "folio")                                                                        \
	X(J_SALUTE, "salute")                                                                      \
	X(J_OPENING, "opening")                                                                    \
	X(J_DIGITS, "digits")                                                                      \
	X(J_SENTENCE, "sentence")                                                                  \
	X(J_PROSE, "prose")                                                                        \
	X(J_DASH, "dash")

enum begin_feature {
#define X(id, name) F_##id,
	BEGIN_FEATURES(X)
#undef X
	F_FIXED
};

/* What a block looks like from afar: what stands before a line and behind it together is a feature
 * of its own (head..text). */
enum sort {
	SORT_EDGE,
	SORT_DATELINE,
	SORT_BYLINE,
	SORT_NAME,
	SORT_FOLIO,
	SORT_ITEM,
	SORT_HEAD,
	SORT_OPENING,
	SORT_TEXT,
	SORT_SENTENCE,
	SORT_OTHER,
	SORT_COUNT
};

#define SORT_PAIRS (SORT_COUNT * SORT_COUNT)
/* Short lines are told apart by their length too: short:head..text. */
enum build {
	BUILD_TINY,   /* up to 6 characters */
	BUILD_SHORT,  /* up to 12 */
	BUILD_MIDDLE, /* up to 20 */
	BUILD_WIDE,
	BUILD_SENTENCE, /* short, and ends as a sentence does */
	BUILD_OTHER,    /* short, and no headline by its shape */
	BUILD_COUNT
};

/* Short lines over plain text between two bylines are counted up to this: in-box:heads-3. */
#define STRETCH_COUNT 5

/* The features of phrases come behind these. */
#define F_MODES (F_FIXED + SORT_PAIRS)
#define F_BUILDS (F_MODES + MODE_COUNT * SORT_COUNT)
#define F_STRETCHES (F_BUILDS + BUILD_COUNT * SORT_PAIRS)
#define F_PHRASES (F_STRETCHES + MODE_COUNT * STRETCH_COUNT)

enum join_feature {
#define X(id, name) F_##id,
	JOIN_FEATURES(X)
#undef X
	F_JOINS
};

/* What is needed to see features; borrowed from the parser. */
struct observer {
	struct viewer viewer;
	/* classes of phrases that stand in combinations */
	uint64_t opening, hearing, setting, question, answer, salute, contact, number, section,
		section_row, section_aside, caption, notice, unit, verb, slogan, going, closing;
	struct arena *arena; /* holds the names */
	const char **names;  /* of all begin features */
	size_t name_count;
};

enum err_code observer_init(
	struct observer *observer, const struct viewer *viewer, struct err *err);
void observer_free(struct observer *observer);

extern const char *const join_feature_names[F_JOINS];

/* Views of all lines of a sheet, in order; views has room for them. */
void observe_views(
	const struct observer *observer, const struct sheet_lines *sheet, struct view *views);

/* The features of line i. */
void observe(const struct observer *observer, const struct sheet_lines *sheet,
	const struct view *views, size_t i, struct observation *out);

#endif
