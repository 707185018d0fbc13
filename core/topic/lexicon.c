#include "topic/lexicon.h"

#include "base/i18n.h"
#include "base/table.h"
#include "base/utf8.h"
#include "place/rules.h"
#include "place/typed.h"
#include "place/user_file.h"
#include "text/pinyin.h"

#include <stdlib.h>
#include <string.h>

#define TOPICS_FILE "topics.tsv"
#define WEIGHT_MAX 100

static const char *const limit_names[TOPIC_LIMITS] = {
	[TOPIC_HEADLINE] = "headline",
	[TOPIC_SECTION] = "section",
	[TOPIC_LEAD] = "lead",
	[TOPIC_SUBHEAD] = "subhead",
	[TOPIC_BODY] = "body",
	[TOPIC_REPEAT] = "repeat",
	[TOPIC_THRESHOLD] = "threshold",
	[TOPIC_SHARE] = "share",
	[TOPIC_MOST] = "most",
};

static const char *const office_kinds[OFFICE_KINDS] = {
	[OFFICE_OFFICE] = "office",
	[OFFICE_TITLE] = "title",
	[OFFICE_SAY] = "say",
	[OFFICE_MANNER] = "manner",
	[OFFICE_GOES] = "goes",
	[OFFICE_NOT] = "not",
	[OFFICE_FREQUENT] = "frequent",
	[OFFICE_CUT] = "cut",
	[OFFICE_HEAD] = "head",
	[OFFICE_POLITE] = "polite",
};

/* ---- rows ------------------------------------------------------------------------------- */

static bool
grow(void **array, uint32_t count, uint32_t *cap, size_t size)
{
	uint32_t want = *cap == 0 ? 64 : *cap * 2;
	void *larger;

	if (count < *cap)
		return true;
	larger = realloc(*array, want * size);
	if (larger == NULL)
		return false;
	*array = larger;
	*cap = want;
	return true;
}

static unsigned
find_topic(const struct lexicon *lexicon, struct field name)
{
	unsigned i = 0;

	while (i < lexicon->topic_count && !field_is(name, lexicon->topics[i].name))
		i++;
	return i;
}

static const char *
copy(struct lexicon *lexicon, struct field field)
{
	return arena_strndup(lexicon->arena, field.text, field.len);
}

/* As the row has it, else as the characters are read. */
static bool
add_pinyin(struct lexicon *lexicon, const struct table_row *row, struct topic *topic)
{
	struct buf full = {0}, initials = {0};

	pinyin_of(topic->name, strlen(topic->name), &full, &initials);
	topic->pinyin = row->field[3].len > 0 ? copy(lexicon, row->field[3])
					      : arena_strdup(lexicon->arena, buf_str(&full));
	topic->initials = row->field[4].len > 0 ? copy(lexicon, row->field[4])
						: arena_strdup(lexicon->arena, buf_str(&initials));
	buf_free(&full);
	buf_free(&initials);
	return topic->pinyin != NULL && topic->initials != NULL;
}

/* topic  NAME  ENGLISH  PINYIN  INITIALS */
static enum err_code
add_topic(struct lexicon *lexicon, const char *file, const struct table_row *row, struct err *err)
{
	struct topic *topic;

	if (row->count < 2 || row->field[1].len == 0)
		return err_set(err, ERR_USAGE, _("%s:%u: a topic needs a name"), file, row->line);
	if (find_topic(lexicon, row->field[1]) < lexicon->topic_count)
		return ERR_OK;
	if (!grow((void **)&lexicon->topics, lexicon->topic_count, &lexicon->topic_cap,
		    sizeof *lexicon->topics))
		return err_nomem(err);
	topic = &lexicon->topics[lexicon->topic_count];
	topic->name = copy(lexicon, row->field[1]);
	topic->english = copy(lexicon, row->field[2]);
	topic->index = lexicon->topic_count;
	if (topic->name == NULL || topic->english == NULL || !add_pinyin(lexicon, row, topic))
		return err_nomem(err);
	lexicon->topic_count++;
	return ERR_OK;
}

static enum err_code
add_word(struct lexicon *lexicon, unsigned topic, long weight, struct field word, struct err *err)
{
	struct topic_word *entry;

	if (!grow((void **)&lexicon->words, lexicon->word_count, &lexicon->word_cap,
		    sizeof *lexicon->words))
		return err_nomem(err);
	entry = &lexicon->words[lexicon->word_count];
	entry->topic = (uint16_t)topic;
	entry->weight = (uint16_t)weight;
	return names_add(lexicon->names, word.text, word.len, lexicon->word_count++, err);
}

/* word  NAME  WEIGHT  WORDS */
static enum err_code
add_words(struct lexicon *lexicon, const char *file, const struct table_row *row, struct err *err)
{
	unsigned topic = find_topic(lexicon, row->field[1]);
	struct field words = row->field[3], word;
	long weight;

	if (topic == lexicon->topic_count)
		return err_set(err, ERR_USAGE, _("%s:%u: %.*s is no topic"), file, row->line,
			(int)row->field[1].len, row->field[1].text);
	if (!field_long(row->field[2], &weight) || weight < 0 || weight > WEIGHT_MAX)
		return err_set(err, ERR_USAGE, _("%s:%u: a weight is a number from 0 to %d"), file,
			row->line, WEIGHT_MAX);
	while (field_word(&words, &word)) {
		enum err_code rc;

		if (utf8_count(word.text, word.len) > NAME_LETTERS_MAX)
			return err_set(
				err, ERR_USAGE, _("%s:%u: a word is too long"), file, row->line);
		rc = add_word(lexicon, topic, weight, word, err);
		if (rc != ERR_OK)
			return rc;
	}
	return ERR_OK;
}

static enum err_code
set_limit(struct lexicon *lexicon, const char *file, const struct table_row *row, struct err *err)
{
	long value;

	for (unsigned i = 0; i < TOPIC_LIMITS; i++) {
		if (!field_is(row->field[1], limit_names[i]))
			continue;
		if (!field_long(row->field[2], &value) || value < 0 ||
			value > (i == TOPIC_REPEAT ? 100 : 10000))
			break;
		lexicon->limit[i] = (int)value;
		return ERR_OK;
	}
	return err_set(err, ERR_USAGE, _("%s:%u: no such limit"), file, row->line);
}

static enum err_code
add_row(struct lexicon *lexicon, const char *file, const struct table_row *row, struct err *err)
{
	if (field_is(row->field[0], "topic"))
		return add_topic(lexicon, file, row, err);
	if (field_is(row->field[0], "word"))
		return add_words(lexicon, file, row, err);
	if (field_is(row->field[0], "limit"))
		return set_limit(lexicon, file, row, err);
	return err_set(err, ERR_USAGE, _("%s:%u: a row begins with topic, word or limit"), file,
		row->line);
}

/* warn NULL: a mistake ends it, as it must in our own table. */
static enum err_code
load(struct lexicon *lexicon, const char *file, const char *text, size_t len, bool own,
	table_warn_fn warn, void *ctx, struct err *err)
{
	struct table_reader reader;
	struct table_row row;
	struct err why;

	table_open(&reader, file, text, len);
	while (table_next(&reader, &row, &why)) {
		enum err_code rc = row.count == 0 ? ERR_USAGE : add_row(lexicon, file, &row, &why);

		if (rc == ERR_NOMEM || (rc != ERR_OK && own))
			return err_set(err, rc == ERR_NOMEM ? rc : ERR_BUG, "%s", why.text);
		if (rc != ERR_OK && warn != NULL)
			warn(ctx, &why);
	}
	return ERR_OK;
}

/* ---- making ----------------------------------------------------------------------------- */

static enum err_code
load_all(struct lexicon *lexicon, const char *user_file, table_warn_fn warn, void *ctx,
	struct err *err)
{
	const char *text;
	char *user;
	struct err why;
	size_t len;
	enum err_code rc;

	if (!table_builtin(TOPICS_FILE, &text, &len))
		return err_set(err, ERR_BUG, _("%s is missing"), TOPICS_FILE);
	rc = load(lexicon, TOPICS_FILE, text, len, true, NULL, NULL, err);
	if (rc != ERR_OK || user_file == NULL)
		return rc;
	rc = user_file_read(user_file, &user, &len, &why);
	if (rc == ERR_NOMEM)
		return err_nomem(err);
	if (rc != ERR_OK) {
		if (warn != NULL)
			warn(ctx, &why);
		return ERR_OK;
	}
	rc = load(lexicon, user_file, user, len, false, warn, ctx, err);
	free(user);
	return rc;
}

enum err_code
lexicon_new(
	const char *user_file, table_warn_fn warn, void *ctx, struct lexicon **out, struct err *err)
{
	struct lexicon *lexicon = calloc(1, sizeof *lexicon);
	enum err_code rc;

	*out = NULL;
	if (lexicon == NULL)
		return err_nomem(err);
	lexicon->arena = arena_new(0);
	lexicon->names = names_new();
	if (lexicon->arena == NULL || lexicon->names == NULL)
		rc = err_nomem(err);
	else
		rc = load_all(lexicon, user_file, warn, ctx, err);
	if (rc == ERR_OK)
		rc = names_build(lexicon->names, err);
	if (rc == ERR_OK)
		rc = surnames_new(&lexicon->surnames, err);
	if (rc == ERR_OK)
		rc = names_read("offices.tsv", office_kinds, OFFICE_KINDS, 1U << OFFICE_OFFICE,
			&lexicon->offices, err);
	if (rc == ERR_OK)
		rc = names_read("offices.tsv", office_kinds, OFFICE_KINDS, ~(1U << OFFICE_OFFICE),
			&lexicon->speech, err);
	if (rc != ERR_OK)
		lexicon_free(lexicon);
	else
		*out = lexicon;
	return rc;
}

void
lexicon_free(struct lexicon *lexicon)
{
	if (lexicon == NULL)
		return;
	names_free(lexicon->names);
	names_free(lexicon->surnames);
	names_free(lexicon->offices);
	names_free(lexicon->speech);
	free(lexicon->words);
	free(lexicon->topics);
	arena_free(lexicon->arena);
	free(lexicon);
}

const struct topic *
lexicon_topics(const struct lexicon *lexicon, unsigned *count)
{
	*count = lexicon->topic_count;
	return lexicon->topics;
}

const struct topic *
lexicon_find(const struct lexicon *lexicon, const char *text, const struct topic *nearest[3])
{
	struct typed typed;

	typed_begin(&typed, text);
	for (unsigned i = 0; i < lexicon->topic_count; i++) {
		const struct topic *t = &lexicon->topics[i];

		typed_spelling(&typed, i, t->name, false);
		typed_spelling(&typed, i, t->english, false);
		typed_spelling(&typed, i, t->pinyin, false);
		typed_sound(&typed, i, t->pinyin);
		typed_spelling(&typed, i, t->initials, false);
	}
	for (unsigned i = 0; nearest != NULL && i < 3; i++)
		nearest[i] = i < typed.nearest_count && !typed.exact
				     ? &lexicon->topics[typed.nearest[i]]
				     : NULL;
	return typed.exact ? &lexicon->topics[typed.found] : NULL;
}
