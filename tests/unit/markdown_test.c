/* cli/setting: an article as Markdown. */
#include "cli/setting.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <string.h>

static struct rtext
rtext_of(const char *text)
{
	return (struct rtext){.text = text, .len = (uint32_t)strlen(text)};
}

static void
assert_markdown(const struct stored_article *a, const char *expected)
{
	struct buf out = {0};
	struct err err;

	assert_int_equal(set_markdown(&out, a, &err), ERR_OK);
	assert_string_equal(buf_str(&out), expected);
	buf_free(&out);
}

static void
front_matter_has_what_is_known(void **state)
{
	static const struct topic topic = {.name = "文化"};
	static struct topic_hit hit = {.topic = &topic};
	static const char *const names[] = {"甲", "乙"};
	struct stored_article a = {.id = "abcd2345efgh",
		.source = "20241107_A03.txt",
		.sheet = {.banner = "要闻",
			.page_name = "工会",
			.paper = "某报",
			.date = 20241107,
			.page_no = 3},
		.places.primary = -1,
		.topics = {.hits = &hit, .hit_count = 1}};

	(void)state;
	a.article.title = rtext_of("他说\"好\"");
	a.article.label = a.article.title.text;
	a.article.reporters = names;
	a.article.reporter_count = 2;
	a.article.ordinal = 4;
	a.article.chars = 9;
	assert_markdown(&a, "---\n"
			    "id: \"abcd2345efgh\"\n"
			    "title: \"他说\\\"好\\\"\"\n"
			    "kind: \"news\"\n"
			    "paper: \"某报\"\n"
			    "date: \"2024-11-07\"\n"
			    "page_no: 3\n"
			    "page_name: \"工会\"\n"
			    "banner: \"要闻\"\n"
			    "topics: [\"文化\"]\n"
			    "reporters: [\"甲\", \"乙\"]\n"
			    "source: \"20241107_A03.txt\"\n"
			    "ordinal: 4\n"
			    "chars: 9\n"
			    "---\n"
			    "\n# 他说\"好\"\n");
}

static void
markup_in_a_text_is_escaped(void **state)
{
	static const struct {
		enum block_type type;
		const char *text, *expected;
	} cases[] = {
		{BLOCK_PARA, "甲乙", "\n甲乙\n"},
		{BLOCK_PARA, "# 甲", "\n\\# 甲\n"},
		{BLOCK_PARA, "- 甲", "\n\\- 甲\n"},
		{BLOCK_PARA, "1. 甲", "\n1\\. 甲\n"},
		{BLOCK_PARA, "2024) 甲", "\n2024\\) 甲\n"},
		{BLOCK_PARA, "11月3日", "\n11月3日\n"},
		{BLOCK_PARA, "2024", "\n2024\n"},
		{BLOCK_PARA, "甲 - 1. 乙", "\n甲 - 1. 乙\n"},
		{BLOCK_PARA, "*甲* _乙_ `丙` <b> [丁](x) AT&T a\\b",
			"\n\\*甲\\* \\_乙\\_ \\`丙\\` \\<b> \\[丁\\](x) AT\\&T a\\\\b\n"},
		{BLOCK_SUBHEAD, "1. 甲", "\n## 1. 甲\n"},
		{BLOCK_CAPTION, "- 甲", "\n> \\- 甲\n"},
		{BLOCK_CREDIT, "+甲", "\n\\+甲\n"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct block block = {.type = cases[i].type, .text = rtext_of(cases[i].text)};
		struct stored_article a = {
			.id = "abcd2345efgh", .source = "a.txt", .places.primary = -1};
		char expected[256];

		a.article.label = "甲";
		a.article.ordinal = 1;
		a.article.blocks = &block;
		a.article.block_count = 1;
		snprintf(expected, sizeof expected,
			"---\nid: \"abcd2345efgh\"\ntitle: \"甲\"\nkind: \"news\"\n"
			"source: \"a.txt\"\nordinal: 1\n---\n%s",
			cases[i].expected);
		assert_markdown(&a, expected);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(front_matter_has_what_is_known),
		cmocka_unit_test(markup_in_a_text_is_escaped),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
