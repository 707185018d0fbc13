/*
 * kind.h - news, photo, brief, feature or notice.
 *
 * A linear classifier over what is known of a finished article: every kind's score is the sum of
 * the weights of what is true of the article, the best score wins.  The weights stand in
 * data/kind-weights.tsv and are fitted by `make tune-kinds` (multinomial logistic regression); a
 * weight is a natural logarithm times 20.
 *
 * Thread rule: read-only once made.
 */
#ifndef BAOLAN_PAGE_KIND_H
#define BAOLAN_PAGE_KIND_H

#include "page/page.h"
#include "page/phrase.h"

/* What can be true of an article; the table names it in lower case, with hyphens. */
#define KIND_FEATURES(X)                                                                           \
	/* how it is signed */                                                                     \
	X(ALWAYS, "always")                                                                        \
	X(DATELINE, "dateline")                                                                    \
	X(BOX, "byline-box")                                                                       \
	X(CREDIT, "byline-end")                                                                    \
	X(CREDIT_UNDATED, "byline-end-undated")                                                    \
	X(PHOTO_CREDIT, "photo-credit")                                                            \
	X(UNSIGNED, "unsigned")                                                                    \
	/* how it is made */                                                                       \
	X(SUBHEAD, "subhead")                                                                      \
	X(SUBHEADS, "subheads")                                                                    \
	X(CAPTION, "caption")                                                                      \
	X(CAPTIONS, "captions")                                                                    \
	X(PARAS_0, "paragraphs-0")                                                                 \
	X(PARAS_1, "paragraphs-1")                                                                 \
	X(PARAS_2, "paragraphs-2")                                                                 \
	X(PARAS_3, "paragraphs-3")                                                                 \
	X(PARAS_4, "paragraphs-4")                                                                 \
	X(PARAS_7, "paragraphs-7")                                                                 \
	X(CHARS_0, "chars-0")                                                                      \
	X(CHARS_60, "chars-60")                                                                    \
	X(CHARS_120, "chars-120")                                                                  \
	X(CHARS_160, "chars-160")                                                                  \
	X(CHARS_250, "chars-250")                                                                  \
	X(CHARS_400, "chars-400")                                                                  \
	X(CHARS_700, "chars-700")                                                                  \
	X(SHORT_PARAS, "short-paragraphs")                                                         \
	X(VERSE, "verse")                                                                          \
	X(LINE, "lines")                                                                           \
	X(NUMBER, "number")                                                                        \
	X(NUMBERS, "numbers")                                                                      \
	X(COLONS, "colons")                                                                        \
	/* where it stands */                                                                      \
	X(ROW, "row")                                                                              \
	X(BELOW_NOTICE, "below-notice")                                                            \
	X(SECTION, "section")                                                                      \
	X(SECTION_ESSAY, "section-essay")                                                          \
	X(SECTION_ROW, "section-row")                                                              \
	X(SECTION_NOTICE, "section-notice")                                                        \
	/* its headline */                                                                         \
	X(UNTITLED, "untitled")                                                                    \
	X(TITLE_SHORT, "title-short")                                                              \
	X(TITLE_NOTICE, "title-notice")                                                            \
	X(TITLE_NOTICE_END, "title-notice-end")                                                    \
	X(TITLE_NOTHING_ELSE, "title-notice-only")                                                 \
	X(TITLE_VERB, "title-verb")                                                                \
	X(TITLE_QUESTION, "title-question")                                                        \
	/* its text */                                                                             \
	X(OPENING, "opening")                                                                      \
	X(DATED, "dated")                                                                          \
	X(DATED_LATER, "dated-later")                                                              \
	X(QUESTION, "question")                                                                    \
	X(SALUTE, "salute")                                                                        \
	X(SIGNED_READER, "reader")                                                                 \
	X(NOTE, "note")                                                                            \
	X(CONTACT, "contact")                                                                      \
	X(NOTICE_WORD, "notice-word")                                                              \
	X(NOTICE_WORDS, "notice-words")                                                            \
	X(ORG, "organisation")                                                                     \
	X(I_FIRST, "i-first")                                                                      \
	X(I_LAST, "i-last")                                                                        \
	X(YOU, "you")                                                                              \
	X(PAPER, "paper")                                                                          \
	X(REPORTER_WORD, "reporter-word")                                                          \
	X(UNSTOPPED, "unstopped")

enum kind_feature {
#define X(id, name) KF_##id,
	KIND_FEATURES(X)
#undef X
	KF_COUNT
};

struct kind_features {
	bool is[KF_COUNT];
};

struct kind_model;

/* Reads the table; it must have a row for every feature.
 * Errors: ERR_BUG with file and line where it is wrong, ERR_NOMEM. */
enum err_code kind_model_new(const char *name, const char *table, size_t len,
	const struct phrasebook *book, struct kind_model **out, struct err *err);
void kind_model_free(struct kind_model *model);

/* What is true of an article, from its finished texts and its spans; before: the article above it
 * on its sheet, or NULL.  Borrows nothing. */
void kind_observe(const struct kind_model *model, const struct span *spans, size_t count,
	const struct article *before, const struct article *article, struct kind_features *out);

enum article_kind kind_best(const struct kind_model *model, const struct kind_features *features);

/* For the table: a feature's name, a kind's name. */
const char *kind_feature_name(unsigned feature);

/* The weights, for fitting: [KF_COUNT][KIND_COUNT]. */
int16_t (*kind_weights(struct kind_model *model))[KIND_COUNT];

#endif
