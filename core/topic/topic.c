/* topic.c - which topics an article's words speak for. */
#include "topic/topic.h"

#include "place/reading.h"
#include "topic/lexicon.h"

#include <stdlib.h>
#include <string.h>

/* Scores are kept in hundredths while they are added up. */
#define SCALE 100

struct find {
	uint32_t start, end; /* letters */
	uint16_t topic;
};

struct count {
	const struct lexicon *lexicon;
	const struct reading *reading;
	struct arena *arena;
	struct find *finds;
	uint32_t find_count, find_cap;
	uint8_t *left;  /* by word: what the next time counts, in percent */
	long *score;    /* by topic */
	uint32_t *hits; /* by topic: finds */
};

static int
factor_at(const struct lexicon *lexicon, const struct reading *r, uint32_t at)
{
	const struct letter *letter = &r->letters[at];

	switch (r->parts[letter->part].kind) {
	case PART_KICKER:
	case PART_TITLE:
	case PART_DECK:
		return lexicon->limit[TOPIC_HEADLINE];
	case PART_SECTION:
		return lexicon->limit[TOPIC_SECTION];
	case PART_SUBHEAD:
		return lexicon->limit[TOPIC_SUBHEAD];
	case PART_CREDIT:
	case PART_DATELINE:
		return 0;
	default:
		return letter->position == POS_LEAD ? lexicon->limit[TOPIC_LEAD]
						    : lexicon->limit[TOPIC_BODY];
	}
}

static enum err_code
add_find(struct count *c, uint32_t start, uint32_t end, uint16_t topic, struct err *err)
{
	if (c->find_count == c->find_cap) {
		uint32_t cap = c->find_cap == 0 ? 64 : c->find_cap * 2;
		struct find *larger = arena_calloc(c->arena, cap, sizeof *larger);

		if (larger == NULL)
			return err_nomem(err);
		if (c->find_count > 0)
			memcpy(larger, c->finds, c->find_count * sizeof *larger);
		c->finds = larger;
		c->find_cap = cap;
	}
	c->finds[c->find_count++] = (struct find){start, end, topic};
	c->hits[topic]++;
	return ERR_OK;
}

static enum err_code
count_word(struct count *c, uint32_t at, const struct name_match *m, struct err *err)
{
	const struct lexicon *lexicon = c->lexicon;
	int factor = factor_at(lexicon, c->reading, at);

	for (uint32_t v = 0; v < m->count && factor > 0; v++) {
		const struct topic_word *word = &lexicon->words[m->values[v]];
		uint8_t *left = &c->left[m->values[v]];
		enum err_code rc;

		if (word->weight == 0)
			continue;
		c->score[word->topic] += (long)word->weight * factor * (long)*left / 100;
		*left = (uint8_t)(*left * lexicon->limit[TOPIC_REPEAT] / 100);
		rc = add_find(c, at, at + m->length, word->topic, err);
		if (rc != ERR_OK)
			return rc;
	}
	return ERR_OK;
}

static enum err_code
count_part(struct count *c, const struct part *part, struct err *err)
{
	const struct names_filter *filter = names_filter(c->lexicon->names);
	bool all = names_has_singles(c->lexicon->names);

	for (uint32_t at = part->start; at < part->end;) {
		const struct letter *letter = &c->reading->letters[at];
		struct name_match matches[NAME_MATCHES_MAX];
		unsigned found = 0;
		enum err_code rc;

		if (all || names_may_begin(filter, letter))
			found = names_at(c->lexicon->names, letter, part->end - at, 1, matches);
		if (found == 0) {
			at++;
			continue;
		}
		rc = count_word(c, at, &matches[found - 1], err);
		if (rc != ERR_OK)
			return rc;
		at += matches[found - 1].length;
	}
	return ERR_OK;
}

static enum err_code
fill_evidence(const struct count *c, uint16_t topic, struct topic_hit *hit, struct err *err)
{
	struct topic_evidence *list = arena_calloc(c->arena, c->hits[topic], sizeof *list);

	if (list == NULL)
		return err_nomem(err);
	for (uint32_t i = 0; i < c->find_count; i++) {
		const struct find *f = &c->finds[i];
		struct topic_evidence *e = &list[hit->evidence_count];

		if (f->topic != topic)
			continue;
		reading_bytes(c->reading, f->start, f->end, &e->start, &e->end);
		e->text = reading_text(c->reading, f->start, f->end, c->arena);
		if (e->text == NULL)
			return err_nomem(err);
		hit->evidence_count++;
	}
	hit->evidence = list;
	return ERR_OK;
}

static int
higher(const void *a, const void *b)
{
	const struct topic_hit *x = a, *y = b;

	if (x->score != y->score)
		return x->score > y->score ? -1 : 1;
	return x->topic->index < y->topic->index ? -1 : 1;
}

static enum err_code
fill_result(const struct count *c, struct topic_result *out, struct err *err)
{
	const struct lexicon *lexicon = c->lexicon;
	struct topic_hit *hits = arena_calloc(c->arena, lexicon->topic_count + 1U, sizeof *hits);
	unsigned count = 0, most = (unsigned)lexicon->limit[TOPIC_MOST];

	if (hits == NULL)
		return err_nomem(err);
	for (unsigned i = 0; i < lexicon->topic_count; i++) {
		int score = (int)(c->score[i] / SCALE);

		if (score < lexicon->limit[TOPIC_THRESHOLD] || score == 0)
			continue;
		hits[count].topic = &lexicon->topics[i];
		hits[count++].score = score;
	}
	qsort(hits, count, sizeof *hits, higher);
	if (count > most)
		count = most;
	while (count > 1 &&
		hits[count - 1].score * 100 < hits[0].score * lexicon->limit[TOPIC_SHARE])
		count--;
	for (unsigned i = 0; i < count; i++) {
		enum err_code rc = fill_evidence(c, (uint16_t)hits[i].topic->index, &hits[i], err);

		if (rc != ERR_OK)
			return rc;
	}
	out->hits = hits;
	out->hit_count = count;
	return ERR_OK;
}

enum err_code
topic_resolve_reading(const struct lexicon *lexicon, const struct reading *reading,
	struct arena *arena, struct topic_result *out, struct err *err)
{
	struct count c = {.lexicon = lexicon, .reading = reading, .arena = arena};
	enum err_code rc = ERR_OK;

	memset(out, 0, sizeof *out);
	c.score = arena_calloc(arena, lexicon->topic_count + 1U, sizeof *c.score);
	c.hits = arena_calloc(arena, lexicon->topic_count + 1U, sizeof *c.hits);
	c.left = arena_alloc(arena, (lexicon->word_count + 1U) * sizeof *c.left);
	if (c.score == NULL || c.hits == NULL || c.left == NULL)
		return err_nomem(err);
	memset(c.left, 100, lexicon->word_count + 1U);
	for (uint32_t i = 0; i < reading->part_count && rc == ERR_OK; i++)
		rc = count_part(&c, &reading->parts[i], err);
	return rc == ERR_OK ? fill_result(&c, out, err) : rc;
}

enum err_code
topic_resolve(const struct lexicon *lexicon, const struct article *article, struct arena *arena,
	struct topic_result *out, struct err *err)
{
	struct reading reading;
	enum err_code rc = reading_make(article, arena, &reading, err);

	memset(out, 0, sizeof *out);
	return rc == ERR_OK ? topic_resolve_reading(lexicon, &reading, arena, out, err) : rc;
}
