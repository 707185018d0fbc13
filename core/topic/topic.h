/*
 * topic.h - what an article is about, and whom it names.
 *
 * A lexicon of weighted words (data/topics.tsv, and the user's own file) gives
 * the topics, the strongest first, with the words that decided; patterns of
 * office and verb of speech (昌平区总工会党组书记 … 说) give the people quoted.
 *
 * Ownership and thread rule: as in place.h.
 */
#ifndef BAOLAN_TOPIC_TOPIC_H
#define BAOLAN_TOPIC_TOPIC_H

#include "place/place.h"

struct topic {
	const char *name; /* 劳模与创新工作室, as it is stored and exported */
	const char *english;
	const char *pinyin, *initials; /* for typing, as in struct district */
	unsigned index;
};

struct lexicon;

enum err_code lexicon_new(const char *user_file, table_warn_fn warn, void *ctx,
	struct lexicon **out, struct err *err);
void lexicon_free(struct lexicon *lexicon);

const struct topic *lexicon_topics(const struct lexicon *lexicon, unsigned *count);

/* By name, English name, pinyin or initials; NULL where there is none, *nearest as in
 * gazetteer_find. */
const struct topic *lexicon_find(
	const struct lexicon *lexicon, const char *text, const struct topic *nearest[3]);

struct topic_evidence {
	uint32_t start, end; /* bytes of the page file */
	const char *text;
};

struct topic_hit {
	const struct topic *topic;
	int score;
	const struct topic_evidence *evidence; /* in the order of the text */
	unsigned evidence_count;
};

struct topic_result {
	const struct topic_hit *hits; /* strongest first */
	unsigned hit_count;
};

enum err_code topic_resolve(const struct lexicon *lexicon, const struct article *article,
	struct arena *arena, struct topic_result *out, struct err *err);
/* The same for an article that is laid out, as place_resolve_reading(). */
enum err_code topic_resolve_reading(const struct lexicon *lexicon, const struct reading *reading,
	struct arena *arena, struct topic_result *out, struct err *err);

/* Somebody whom the article quotes or names with an office. */
struct person {
	const char *name;    /* 关平 */
	const char *office;  /* 通州区总工会党组书记、常务副主席, may be "" */
	uint32_t start, end; /* bytes of the page file, the name alone */
};

enum err_code people_find(const struct lexicon *lexicon, const struct article *article,
	struct arena *arena, const struct person **out, unsigned *count, struct err *err);
enum err_code people_find_reading(const struct lexicon *lexicon, const struct reading *reading,
	struct arena *arena, const struct person **out, unsigned *count, struct err *err);

#endif
