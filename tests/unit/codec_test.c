/* An article's record: what comes back is what was stored, and of one that was cut or changed
 * anywhere nothing that makes no sense. */
#include "../lib/ok.h"
#include "archive/codec.h"
#include "base/utf8.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

/* ---- an article -------------------------------------------------------------------------- */

/* 11 letters of three bytes. */
static const char page[] = "昌平区青松里的阅览室灯\n";
#define PAGE_SIZE (sizeof page - 1)

/* By the number in the archive; in the gazetteer and the lexicon the first has index 0. */
static const struct district districts[3] = {[2] = {.name = "昌平区"}};
static const struct topic topics[3] = {[1] = {.name = "阅读"}};
static const uint32_t district_number[] = {2}, topic_number[] = {1};

static const struct place_evidence evidence[] = {
	{0, 9, "昌平区", "昌平区", POS_HEADLINE, 300},
	{9, 18, "青松裡", "青松里", POS_COUNT - 1, -7}, /* repaired, found by another name */
	{9, 17, "青松", NULL, POS_HEADLINE, 1},         /* of another length */
	{30, 90, "灯", "灯", POS_HEADLINE, 1},          /* beyond the article */
	{3, 9, "平区", "平区", POS_HEADLINE, 1},        /* above it */
};
static const struct place_hit places[] = {{&(const struct district){.index = 0}, 301, evidence, 5}};
static const char *const outside[] = {"天津", ""};
static const struct topic_evidence reading[] = {{21, 30, "阅览室"}};
static const struct topic_hit subjects[] = {{&(const struct topic){.index = 0}, 12, reading, 1}};
static const struct person people[] = {{"灯", "主任", 30, 33}, {"李明", "", 0, 6}};
static const char *const names[] = {"林晓雨", "李明"};
static const struct span spans[] = {{.start = 3, .end = 9, .label = LABEL_SECTION},
	{.start = 9, .end = 33, .label = LABEL_COUNT - 1, .flags = 2},
	{.start = 33, .end = 40, .label = 0}};

static const struct article stored = {.start = 9,
	.end = 33,
	.sheet = 2,
	.jump = JUMP_FROM,
	.jump_page = -1,
	.reporters = names,
	.reporter_count = 2,
	.correspondents = names,
	.correspondent_count = 1};

static void
encode(struct buf *out, enum encoding encoding)
{
	static const struct place_result where = {.primary = 0,
		.margin = -5,
		.hits = places,
		.hit_count = 1,
		.outside = outside,
		.outside_count = 2};
	static const struct topic_result what = {subjects, 1};
	const struct article_parts parts = {&stored, spans, 3, &where, &what, people, 2};
	const struct numbers numbers = {district_number, topic_number};

	article_encode(out, &parts, &numbers, page, PAGE_SIZE, encoding);
	assert_true(buf_ok(out));
}

/* ---- reading it -------------------------------------------------------------------------- */

struct read {
	struct arena *arena;
	struct stored_article article;
	struct span *spans;
	uint32_t count, low, high;
};

static enum err_code
decode(struct read *r, const char *blob, size_t len)
{
	struct article_source source = {
		.district = districts, .topic = topics, .district_count = 3, .topic_count = 3};
	struct article head = {0};
	struct err err;
	enum err_code code, of_head;

	r->arena = arena_new(0);
	memset(&r->article, 0, sizeof r->article);
	code = article_decode_range(blob, len, &r->low, &r->high, &err);
	assert_true(r->low <= r->high);
	if (code != ERR_OK)
		return code;
	source.base = r->low < PAGE_SIZE ? r->low : (uint32_t)PAGE_SIZE;
	source.part = page + source.base;
	source.size = (r->high < PAGE_SIZE ? r->high : PAGE_SIZE) - source.base;
	of_head = article_decode_spans(blob, len, r->arena, &head, &r->spans, &r->count, &err);
	code = article_decode(
		blob, len, &source, r->arena, &r->article, &r->spans, &r->count, &err);
	/* The head is read in the same way whether the rest is or not. */
	if (code == ERR_OK) {
		assert_int_equal(of_head, ERR_OK);
		assert_int_equal(head.start, r->article.article.start);
		assert_int_equal(head.reporter_count, r->article.article.reporter_count);
	}
	return code;
}

static void
is_text(const char *text)
{
	assert_non_null(text);
	assert_true(utf8_is_valid(text, strlen(text)));
}

static void
are_texts(const char *const *list, unsigned count)
{
	for (unsigned i = 0; i < count; i++)
		is_text(list[i]);
}

static void
hits_make_sense(const struct stored_article *a)
{
	assert_in_range(a->places.primary + 1, 0, a->places.hit_count);
	for (unsigned i = 0; i < a->places.hit_count; i++) {
		const struct place_hit *hit = &a->places.hits[i];

		assert_ptr_equal(hit->district, &districts[2]);
		for (unsigned k = 0; k < hit->evidence_count; k++) {
			is_text(hit->evidence[k].text);
			is_text(hit->evidence[k].entry);
			assert_true(hit->evidence[k].start <= hit->evidence[k].end);
			assert_in_range(hit->evidence[k].position, 0, POS_COUNT - 1);
		}
	}
	for (unsigned i = 0; i < a->topics.hit_count; i++) {
		assert_ptr_equal(a->topics.hits[i].topic, &topics[1]);
		for (unsigned k = 0; k < a->topics.hits[i].evidence_count; k++)
			is_text(a->topics.hits[i].evidence[k].text);
	}
	for (unsigned i = 0; i < a->people_count; i++) {
		is_text(a->people[i].name);
		is_text(a->people[i].office);
	}
}

/* Whatever was read: an error that says damage, or an article that can be shown. */
static bool
makes_sense(const char *blob, size_t len)
{
	struct read r;
	enum err_code code = decode(&r, blob, len);
	const struct article *a = &r.article.article;

	if (code == ERR_OK) {
		assert_true(a->start <= a->end && r.low <= a->start && a->end <= r.high);
		assert_in_range(a->jump, JUMP_NONE, JUMP_FROM);
		are_texts(a->reporters, a->reporter_count);
		are_texts(a->correspondents, a->correspondent_count);
		are_texts(r.article.places.outside, r.article.places.outside_count);
		for (uint32_t i = 0; i < r.count; i++) {
			assert_true(r.spans[i].start <= r.spans[i].end);
			assert_in_range(r.spans[i].label, 0, LABEL_COUNT - 1);
		}
		hits_make_sense(&r.article);
	} else {
		assert_int_equal(code, ERR_DAMAGED);
	}
	arena_free(r.arena);
	return code == ERR_OK;
}

/* ---- tests ------------------------------------------------------------------------------- */

static void
comes_back(enum encoding encoding)
{
	struct buf blob = {0};
	const struct place_hit *hit;
	struct read r;

	encode(&blob, encoding);
	assert_int_equal(decode(&r, blob.data, blob.len), ERR_OK);
	/* The section's name stands above the article; the last span ends behind the page. */
	assert_int_equal(r.low, 3);
	assert_int_equal(r.high, PAGE_SIZE);
	assert_int_equal(r.article.article.start, 9);
	assert_int_equal(r.article.article.end, 33);
	assert_int_equal(r.article.article.sheet, 2);
	assert_int_equal(r.article.article.jump, JUMP_FROM);
	assert_int_equal(r.article.article.jump_page, -1);
	assert_int_equal(r.count, 3);
	for (unsigned i = 0; i < 3; i++) {
		assert_int_equal(r.spans[i].start, spans[i].start);
		assert_int_equal(r.spans[i].end, spans[i].end);
		assert_int_equal(r.spans[i].label, spans[i].label);
		assert_int_equal(r.spans[i].flags, spans[i].flags);
	}
	assert_int_equal(r.article.article.reporter_count, 2);
	assert_string_equal(r.article.article.reporters[1], "李明");
	assert_int_equal(r.article.article.correspondent_count, 1);
	hit = &r.article.places.hits[0];
	assert_int_equal(hit->evidence_count, 5);
	for (unsigned i = 0; i < 5; i++) {
		const char *entry =
			evidence[i].entry != NULL ? evidence[i].entry : evidence[i].text;

		assert_int_equal(hit->evidence[i].start, evidence[i].start);
		assert_int_equal(hit->evidence[i].end, evidence[i].end);
		assert_string_equal(hit->evidence[i].text, evidence[i].text);
		assert_string_equal(hit->evidence[i].entry, entry);
		assert_int_equal(hit->evidence[i].weight, evidence[i].weight);
	}
	assert_int_equal(r.article.places.margin, -5);
	assert_string_equal(r.article.places.outside[0], "天津");
	assert_string_equal(r.article.topics.hits[0].evidence[0].text, "阅览室");
	assert_string_equal(r.article.people[0].office, "主任");
	assert_string_equal(r.article.people[1].name, "李明");
	arena_free(r.arena);
	buf_free(&blob);
}

static void
what_was_stored_comes_back(void **state)
{
	(void)state;
	comes_back(ENC_UTF8);
	comes_back(ENC_GB18030);
}

static void
a_cut_record_is_damaged(void **state)
{
	struct buf blob = {0};

	(void)state;
	encode(&blob, ENC_UTF8);
	for (size_t len = 0; len < blob.len; len++) {
		/* Of its own size, so that a sanitizer sees what is read beyond it. */
		char *cut = malloc(len + 1);

		memcpy(cut, blob.data, len);
		assert_false(makes_sense(cut, len));
		free(cut);
	}
	assert_true(makes_sense(blob.data, blob.len));
	buf_free(&blob);
}

/* Every byte gives way to each of these numbers, and to bytes that are none. */
static const uint64_t numbers[] = {0, 1, 2, 3, 9, 33, 64, 127, 300, 4097, 70000, INT32_MAX,
	(uint64_t)1 << 31, UINT32_MAX - 40, UINT32_MAX, (uint64_t)UINT32_MAX + 1, (uint64_t)1 << 40,
	INT64_MAX, UINT64_MAX - 1, UINT64_MAX};

static void
change(struct buf *out, const struct buf *blob, size_t at, size_t which)
{
	buf_clear(out);
	buf_add(out, blob->data, at);
	if (which < sizeof numbers / sizeof *numbers)
		buf_add_varint(out, numbers[which]);
	else
		buf_add(out, "\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF", 11);
	buf_add(out, blob->data + at + 1, blob->len - at - 1);
}

static void
a_changed_record_makes_sense(void **state)
{
	struct buf blob = {0}, changed = {0};
	unsigned fit = 0, all = 0;

	(void)state;
	for (enum encoding e = ENC_UTF8; e <= ENC_GB18030; e++) {
		buf_clear(&blob);
		encode(&blob, e);
		for (size_t at = 0; at < blob.len; at++) {
			for (size_t i = 0; i <= sizeof numbers / sizeof *numbers; i++, all++) {
				change(&changed, &blob, at, i);
				fit += makes_sense(changed.data, changed.len);
			}
		}
	}
	/* Most are seen; some change a number to another that can be. */
	assert_in_range(fit, all / 100, all / 2);
	buf_free(&changed);
	buf_free(&blob);
}

static void
sheets_come_back_or_are_damaged(void **state)
{
	static const struct sheet sheets[] = {
		{"报头", "要闻", NULL, 20240318, 2}, {NULL, NULL, "日报", 0, -1}};
	struct arena *arena = arena_new(0);
	struct buf blob = {0}, changed = {0};
	struct sheet sheet;
	struct err err;

	(void)state;
	sheets_encode(&blob, sheets, 2);
	OK(sheet_decode(blob.data, blob.len, 0, arena, &sheet, &err));
	assert_string_equal(sheet.page_name, "要闻");
	assert_null(sheet.paper);
	assert_int_equal(sheet.date, 20240318);
	OK(sheet_decode(blob.data, blob.len, 1, arena, &sheet, &err));
	assert_null(sheet.banner);
	assert_string_equal(sheet.paper, "日报");
	assert_int_equal(sheet.page_no, -1);
	/* One that is not there is empty. */
	OK(sheet_decode(blob.data, blob.len, 2, arena, &sheet, &err));
	assert_null(sheet.paper);
	assert_int_equal(sheet.date, 0);
	for (size_t at = 0; at < blob.len; at++) {
		for (size_t i = 0; i <= sizeof numbers / sizeof *numbers; i++) {
			enum err_code code;

			change(&changed, &blob, at, i);
			code = sheet_decode(changed.data, changed.len, 1, arena, &sheet, &err);
			if (code != ERR_OK)
				assert_int_equal(code, ERR_DAMAGED);
			else if (sheet.paper != NULL)
				is_text(sheet.paper);
		}
	}
	buf_free(&changed);
	buf_free(&blob);
	arena_free(arena);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_was_stored_comes_back),
		cmocka_unit_test(a_cut_record_is_damaged),
		cmocka_unit_test(a_changed_record_makes_sense),
		cmocka_unit_test(sheets_come_back_or_are_damaged),
	};

	return cmocka_run_group_tests_name("codec", tests, NULL, NULL);
}
