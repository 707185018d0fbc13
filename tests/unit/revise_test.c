/* core/page/revise: the only sub-head of an article, as the labels might have it. */
#include "../lib/ok.h"
#include "page/revise.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#define LINES 6

static struct parser *parser;

static int
set_up(void **state)
{
	struct err err;

	(void)state;
	return parser_new(&parser, &err) == ERR_OK ? 0 : -1;
}

static int
tear_down(void **state)
{
	(void)state;
	parser_free(parser);
	return 0;
}

/* Two texts with a short line above each, and what stands at the end of the first paragraphs. */
static void
write_page(struct buf *out, const char *above, const char *below)
{
	buf_addf(out,
		"修车铺门口添了打气筒\n\n%"
		"s永定路街道的一家修车铺在门口放了一支打气筒，过路的人随手可用，铺主每天"
		"早晨给它上一遍油。\n\n用过的人在本子上画一道，三个月画了两千多道。\n\n",
		above);
	buf_addf(out,
		"楼前的槐树不用锯了\n\n翠微路一幢居民楼前的老槐树挡住了二层的窗户，园林工人量过以后"
		"只剪了三根侧枝。"
		"\n\n住在二层的居民说，夏天的阴凉留住了，屋里也亮堂了。%s\n",
		below);
}

/* The labels that are left of these, which the lines of the page are said to have. */
static void
revised(const char *above, const char *below, const unsigned said[LINES], unsigned out[LINES])
{
	struct arena *arena = arena_new(0);
	struct decision decision[LINES] = {{0}};
	struct reading reading;
	struct buf page = {0};
	struct text text;
	struct err err;
	bool more;

	write_page(&page, above, below);
	OK(text_open(page.data, page.len, arena, &text, &err));
	assert_true(reading_begin(&reading, parser, &text));
	OK(reading_next(&reading, false, &more, &err));
	assert_int_equal(reading.sheet.count, LINES);
	for (unsigned i = 0; i < LINES; i++)
		decision[i].state = (uint8_t)said[i];
	revise_labels(&reading, decision);
	for (unsigned i = 0; i < LINES; i++) {
		out[i] = decision[i].state;
		assert_int_equal(
			decision[i].revised, i == 3 && out[i] == ST_TITLE && said[i] != ST_TITLE);
	}
	reading_end(&reading);
	buf_free(&page);
	arena_free(arena);
}

static void
a_single_subhead_may_be_a_headline(void **state)
{
	static const char dateline[] = "本报讯（记者 林晓）", credit[] = "（林晓）";
	static const struct {
		const char *above, *below;
		unsigned said[LINES], left[2]; /* of the second short line and what follows it */
	} cases[] = {
		{"", "", {ST_TITLE, ST_LEAD, ST_BODY, ST_SUBHEAD, ST_BODY, ST_BODY},
			{ST_TITLE, ST_LEAD}},
		{"", credit, {ST_TITLE, ST_LEAD, ST_BODY, ST_SUBHEAD, ST_BODY, ST_BODY},
			{ST_TITLE, ST_LEAD}},
		{dateline, credit, {ST_TITLE, ST_LEAD, ST_BODY, ST_SUBHEAD, ST_BODY, ST_BODY},
			{ST_TITLE, ST_LEAD}},
		/* Signed at its head: a report with a sub-head. */
		{dateline, "", {ST_TITLE, ST_LEAD, ST_BODY, ST_SUBHEAD, ST_BODY, ST_BODY},
			{ST_SUBHEAD, ST_BODY}},
		/* Two of them. */
		{"", "", {ST_TITLE, ST_LEAD, ST_SUBHEAD, ST_SUBHEAD, ST_BODY, ST_BODY},
			{ST_SUBHEAD, ST_BODY}},
		/* Among lines of verse. */
		{"", "", {ST_TITLE, ST_LEAD, ST_LINE, ST_SUBHEAD, ST_BODY, ST_BODY},
			{ST_SUBHEAD, ST_BODY}},
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		unsigned labels[LINES];

		revised(cases[i].above, cases[i].below, cases[i].said, labels);
		if (labels[3] != cases[i].left[0] || labels[4] != cases[i].left[1])
			fail_msg("case %zu: %s, %s", i, state_name(labels[3]),
				state_name(labels[4]));
	}
}

/* A sub-head without a text has nothing that it could be the headline of. */
static void
nothing_follows(void **state)
{
	static const unsigned said[LINES] = {
		ST_TITLE, ST_LEAD, ST_BODY, ST_BODY, ST_BODY, ST_SUBHEAD};
	unsigned labels[LINES];

	(void)state;
	revised("", "", said, labels);
	assert_memory_equal(labels, said, sizeof said);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_single_subhead_may_be_a_headline),
		cmocka_unit_test(nothing_follows),
	};

	return cmocka_run_group_tests_name("revise", tests, set_up, tear_down);
}
