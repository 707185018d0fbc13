#include "exercise.h"
#include "archive/archive.h"
#include "archive/marks.h"
#include "base/hash.h"
#include "query/query.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistr.h>

#define ROWS 40

struct exercise {
	struct archive *archive;
	struct query *query;
	struct arena *arena;
	struct err first; /* the first error, code ERR_OK: none */
	uint64_t answer;
};

static void
broken(const char *what)
{
	fprintf(stderr, "exercise: %s\n", what);
	abort();
}

/* Takes note of an error; false where there was one. */
static bool
took(struct exercise *e, enum err_code code, const struct err *err)
{
	if (code == ERR_OK)
		return true;
	if (code == ERR_BUG || code != err->code || err->text[0] == '\0')
		broken(err->text);
	if (u8_check((const uint8_t *)err->text, strlen(err->text)) != NULL)
		broken("a sentence that is no UTF-8");
	if (e->first.code == ERR_OK)
		e->first = *err;
	return false;
}

static void
number(struct exercise *e, uint64_t number)
{
	e->answer = hash_bytes(e->answer, &number, sizeof number);
}

static void
text(struct exercise *e, const char *text)
{
	if (text == NULL) {
		number(e, 0);
		return;
	}
	if (u8_check((const uint8_t *)text, strlen(text)) != NULL)
		broken("a text that is no UTF-8");
	e->answer = hash_bytes(e->answer, text, strlen(text));
}

static void
rtext(struct exercise *e, const struct rtext *r)
{
	text(e, r->text);
	if (r->text != NULL && strlen(r->text) != r->len)
		broken("a text of another length");
}

static void
article(struct exercise *e, article_key key)
{
	const struct stored_article *a;
	const struct related *related;
	struct buf json = {0};
	uint32_t start, end;
	enum encoding encoding;
	const char *bytes;
	struct err err;
	unsigned count;
	size_t size;

	if (took(e, archive_article(e->archive, key, e->arena, &a, &err), &err)) {
		text(e, a->source);
		text(e, a->article.label);
		rtext(e, &a->article.title);
		rtext(e, &a->article.section);
		for (unsigned i = 0; i < a->article.block_count; i++)
			rtext(e, &a->article.blocks[i].text);
		for (unsigned i = 0; i < a->article.reporter_count; i++)
			text(e, a->article.reporters[i]);
		for (unsigned i = 0; i < a->people_count; i++)
			text(e, a->people[i].name);
	}
	if (took(e,
		    archive_raw(e->archive, key, e->arena, &bytes, &size, &start, &end, &encoding,
			    &err),
		    &err)) {
		if (start > end || end > size)
			broken("an article outside of its page");
		number(e, start);
		number(e, end);
		number(e, encoding);
		e->answer = hash_bytes(e->answer, bytes, size);
	}
	if (took(e, article_json(e->archive, key, &json, &err), &err))
		text(e, buf_str(&json));
	buf_free(&json);
	if (took(e, related_find(e->archive, key, 5, e->arena, &related, &count, &err), &err)) {
		for (unsigned i = 0; i < count; i++)
			text(e, related[i].shared);
	}
}

static enum err_code
each_hit(void *ctx, article_key key, struct err *err)
{
	(void)err;
	number(ctx, (uint64_t)key);
	return ERR_OK;
}

/* From the beginning, from a row on, and before it. */
static void
windows(struct exercise *e, enum sort sort, article_key from)
{
	const struct row *row;
	struct err err;
	unsigned count;

	for (int before = 0; before < 2; before++) {
		if (took(e,
			    query_rows(
				    e->query, sort, from, before, 5, e->arena, &row, &count, &err),
			    &err))
			number(e, count);
	}
	if (took(e, query_row(e->query, from, e->arena, &row, &err), &err))
		text(e, row->label);
	took(e, query_each(e->query, sort, 1, 20, each_hit, e, &err), &err);
}

static void
rows(struct exercise *e, enum sort sort)
{
	const struct row *row;
	struct snippet snippet;
	uint64_t position;
	article_key key;
	struct err err;
	unsigned count;

	if (!took(e, query_rows(e->query, sort, 0, false, ROWS, e->arena, &row, &count, &err),
		    &err))
		return;
	for (unsigned i = 0; i < count; i++) {
		text(e, row[i].label);
		text(e, row[i].district);
		text(e, row[i].source);
		text(e, row[i].reporter);
		number(e, (uint64_t)row[i].key);
		if (took(e, query_position(e->query, sort, row[i].key, &position, &err), &err))
			number(e, position);
		if (took(e, query_snippet(e->query, row[i].key, 40, e->arena, &snippet, &err),
			    &err))
			text(e, snippet.text);
		if (sort == SORT_PAGE)
			article(e, row[i].key);
	}
	if (count > 1 && took(e, query_at(e->query, sort, 1, &key, &err), &err))
		number(e, (uint64_t)key);
	if (count > 0)
		windows(e, sort, row[count / 2].key);
}

static void
ask(struct exercise *e, const char *words)
{
	const struct facet_count *counts;
	const struct query_word *word;
	struct summary summary;
	struct filter *filter;
	struct cross cross;
	struct err err;
	unsigned count;

	if (!took(e, filter_decode(words, &filter, &err), &err))
		return;
	e->query = NULL;
	if (took(e, query_open(e->archive, filter, &e->query, &err), &err)) {
		took(e, query_settle(e->query, &err), &err);
		for (unsigned sort = 0; sort < SORT_COUNT; sort++)
			rows(e, (enum sort)sort);
		for (unsigned f = 0; f < FACET_COUNT; f++) {
			if (!took(e,
				    query_facets(e->query, (enum facet)f, f % 2 == 0, 20, e->arena,
					    &counts, &count, &err),
				    &err))
				continue;
			for (unsigned i = 0; i < count; i++) {
				text(e, counts[i].value);
				number(e, counts[i].count);
			}
		}
		if (took(e,
			    query_cross(e->query, FACET_DISTRICT, FACET_YEAR, 5, 5, e->arena,
				    &cross, &err),
			    &err)) {
			for (unsigned i = 0; i < cross.row_count * cross.column_count; i++)
				number(e, cross.cells[i]);
		}
		if (took(e, query_summary(e->query, &summary, &err), &err)) {
			number(e, summary.articles);
			number(e, summary.chars);
			number(e, summary.reporters);
			number(e, summary.without_district);
		}
		if (took(e, query_words(e->query, e->arena, &word, &count, &err), &err)) {
			for (unsigned i = 0; i < count; i++) {
				text(e, word[i].near);
				number(e, word[i].count);
			}
		}
		query_close(e->query);
	}
	filter_free(filter);
}

static void
finding(void *ctx, const char *sentence)
{
	text(ctx, sentence);
}

enum err_code
exercise_archive_answer(const char *path, uint64_t *answer, struct err *err)
{
	static const char *const words[] = {"", "--query 阅览", "--query \"中 OR 阅\"",
		"--district 昌平区 --mentions", "--source \"*0*\" --since 2024"};
	struct exercise e = {.first = {.code = ERR_OK}, .answer = 1};
	const struct suggestion *suggestion;
	struct archive_info info;
	unsigned count;

	e.arena = arena_new(0);
	if (e.arena == NULL)
		return err_nomem(err);
	if (took(&e, archive_open(path, ARCHIVE_READ, &e.archive, err), err)) {
		if (took(&e, archive_info(e.archive, &info, err), err))
			text(&e, info.fingerprint);
		archive_generation(e.archive);
		for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
			ask(&e, words[i]);
			arena_reset(e.arena);
		}
		if (took(&e, suggest_pinyin(e.archive, "lm", 5, e.arena, &suggestion, &count, err),
			    err)) {
			for (unsigned i = 0; i < count; i++)
				text(&e, suggestion[i].word);
		}
		/* What a check finds is told, as an error is: also a disk that fails under it. */
		if (took(&e, archive_check(e.archive, finding, &e, &count, err), err) && count > 0)
			took(&e, err_set(err, ERR_DAMAGED, "%s: %u findings", path, count), err);
		archive_close(e.archive);
	}
	arena_free(e.arena);
	*answer = e.answer;
	*err = e.first;
	return e.first.code;
}

enum err_code
exercise_archive(const char *path, struct err *err)
{
	uint64_t answer;

	return exercise_archive_answer(path, &answer, err);
}

/* ---- an archive with marks --------------------------------------------------------------- */

static void
narrow(struct exercise *e, const char *words)
{
	const struct facet_count *counts;
	const struct range *ranges;
	const struct row *row;
	struct filter *filter;
	uint64_t position;
	struct err err;
	unsigned count, hits;

	if (!took(e, filter_decode(words, &filter, &err), &err))
		return;
	e->query = NULL;
	if (took(e, query_open(e->archive, filter, &e->query, &err), &err)) {
		for (unsigned sort = 0; sort < SORT_COUNT; sort++) {
			if (!took(e,
				    query_rows(e->query, (enum sort)sort, 0, false, 4, e->arena,
					    &row, &count, &err),
				    &err))
				continue;
			for (unsigned i = 0; i < count; i++) {
				number(e, (uint64_t)row[i].key);
				text(e, row[i].district);
				if (took(e,
					    query_hits(e->query, row[i].label, strlen(row[i].label),
						    9, e->arena, &ranges, &hits, &err),
					    &err))
					number(e, hits);
				if (took(e,
					    query_position(e->query, (enum sort)sort, row[i].key,
						    &position, &err),
					    &err))
					number(e, position);
			}
		}
		for (unsigned f = 0; f < FACET_COUNT; f++) {
			if (!took(e,
				    query_facets(e->query, (enum facet)f, true, 5, e->arena,
					    &counts, &count, &err),
				    &err))
				continue;
			for (unsigned i = 0; i < count; i++)
				number(e, counts[i].count);
		}
		query_close(e->query);
	}
	filter_free(filter);
	arena_reset(e->arena);
}

enum err_code
exercise_marked(const char *path, const char *marks_path, uint64_t *answer, struct err *err)
{
	static const char *const words[] = {"--unread", "--starred", "--unread --starred",
		"--district 昌平区 --mentions", "--district 昌平区 --district none",
		"--district 密云区 --query 灯", "--year 2024 --month 2024-03",
		"--topic 无 --reporter 无 --person 无", "--kind photo --kind news --section 要闻",
		"--source \"*.md\" --source gb.txt", "--until 2024-03 --query \"职工 -北京\"",
		"--query \"\\\"北京市总工会\\\" OR headline:工会\"",
		"--query \"=工会 工 reporter:李\"", "--query lm", "--query zzzz --district 朝阳区"};
	struct exercise e = {.first = {.code = ERR_OK}, .answer = 1};
	struct marks *marks;

	e.arena = arena_new(0);
	if (e.arena == NULL)
		return err_nomem(err);
	if (took(&e, marks_open(marks_path, &marks, err), err)) {
		if (took(&e, archive_open(path, ARCHIVE_READ, &e.archive, err), err)) {
			archive_set_marks(e.archive, marks);
			for (size_t i = 0; i < sizeof words / sizeof *words; i++)
				narrow(&e, words[i]);
			archive_close(e.archive);
		}
		marks_close(marks);
	}
	arena_free(e.arena);
	*answer = e.answer;
	*err = e.first;
	return e.first.code;
}

/* ---- marks ------------------------------------------------------------------------------- */

static enum err_code
line(void *ctx, const char *bytes, size_t len, struct err *err)
{
	struct exercise *e = ctx;

	(void)err;
	if (u8_check((const uint8_t *)bytes, len) != NULL)
		broken("a line that is no UTF-8");
	e->answer = hash_bytes(e->answer, bytes, len);
	return ERR_OK;
}

static void
change(struct exercise *e, struct marks *marks)
{
	static const char id[] = "0123456789ab";
	static const char *const lines[] = {
		"{\"type\":\"mark\",\"id\":\"0123456789ac\",\"note\":\"a\",\"district\":\"b\"}",
		"{\"type\":\"filter\",\"name\":\"a\",\"text\":\"--unread\"}",
		"{\"type\":\"search\",\"query\":\"a\"}",
		"{\"type\":\"log\",\"time\":1,\"filter\":\"\",\"count\":2,\"fingerprint\":\"c\"}"};
	struct mark mark;
	struct err err;

	for (size_t i = 0; i < sizeof lines / sizeof *lines; i++)
		took(e, marks_import_line(marks, lines[i], strlen(lines[i]), &err), &err);
	took(e, marks_set_note(marks, id, "note", &err), &err);
	took(e, marks_set_read(marks, id, true, &err), &err);
	took(e, marks_set_position(marks, id, 5, &err), &err);
	took(e, marks_remember_search(marks, "word", &err), &err);
	took(e, marks_save_filter(marks, "name", "--unread", &err), &err);
	if (took(e, marks_get(marks, id, e->arena, &mark, &err), &err)) {
		text(e, mark.note);
		text(e, mark.district);
	}
}

enum err_code
exercise_marks(const char *path, struct err *err)
{
	struct exercise e = {.first = {.code = ERR_OK}, .answer = 1};
	const struct saved_filter *filters;
	const struct log_entry *log;
	const char *const *searches, *what;
	struct marks *marks;
	unsigned count;
	char id[13];

	e.arena = arena_new(0);
	if (e.arena == NULL)
		return err_nomem(err);
	if (took(&e, marks_open(path, &marks, err), err)) {
		marks_generation(marks);
		took(&e, marks_export(marks, line, &e, err), err);
		change(&e, marks);
		if (took(&e, marks_filters(marks, e.arena, &filters, &count, err), err)) {
			for (unsigned i = 0; i < count; i++)
				text(&e, filters[i].text);
		}
		if (took(&e, marks_searches(marks, 10, e.arena, &searches, &count, err), err)) {
			for (unsigned i = 0; i < count; i++)
				text(&e, searches[i]);
		}
		if (took(&e, marks_log_list(marks, 10, e.arena, &log, &count, err), err)) {
			for (unsigned i = 0; i < count; i++)
				text(&e, log[i].filter);
		}
		for (int i = 0; i < 6; i++) {
			if (took(&e, marks_undo(marks, e.arena, &what, id, err), err))
				text(&e, what);
		}
		marks_close(marks);
	}
	arena_free(e.arena);
	*err = e.first;
	return e.first.code;
}
