/* Who a byline names, and as what: as papers set them, and as OCR breaks them. */
#include "page/byline.h"
#include "page/page.h"
#include "page/parser.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>

struct fixture {
	struct parser *parser;
};

static int
make_parser(void **state)
{
	static struct fixture fixture;
	struct err err;

	*state = &fixture;
	return parser_new(&fixture.parser, &err) == ERR_OK ? 0 : -1;
}

static int
free_parser(void **state)
{
	struct fixture *fixture = *state;

	parser_free(fixture->parser);
	return 0;
}

/* The names as "R张三 C李四": of reporters, correspondents, others, ? where it is not said. */
static void
list_names(const struct byline *byline, const char *text, char *out)
{
	for (unsigned i = 0; i < byline->name_count; i++) {
		const struct byline_name *name = &byline->name[i];

		if (i != 0)
			*out++ = ' ';
		*out++ = "?RCO"[name->role];
		for (unsigned k = 0; k < name->word_count; k++) {
			size_t len = name->word[k].to - name->word[k].from;

			memcpy(out, text + name->word[k].from, len);
			out += len;
		}
	}
	*out = '\0';
}

static void
test_names(void **state)
{
	static const struct {
		const char *text, *names;
	} cases[] = {
		{"本报记者 崔景行 通讯员 郝丽娜 石岩", "R崔景行 C郝丽娜 C石岩"},
		{"□本报记者 李 明", "R李明"},
		{"■陈晨 文/摄", "?陈晨"},
		/* A word that says what somebody is, known or not. */
		{"□ 架子工 满堂红", "?满堂红"},
		{"□青禾 雁回", "?青禾 ?雁回"},
		{"黄松峪乡 尹玉凤", "?尹玉凤"},
		{"本报特约撰稿 司徒青岩", "R司徒青岩"},
		{"主持人 本报记者 郭小璐 坐堂律师 白景行", "R郭小璐 O白景行"},
		/* One tells, another one writes. */
		{"口述：客运驾驶员 邹大勇 整理：简一川", "O邹大勇 ?简一川"},
		{"讲述 辛可 整理 宿雨", "O辛可 ?宿雨"},
		{"来信人：夔门 记者：呼延青", "O夔门 R呼延青"},
		{"（作者 林间路）", "R林间路"},
		{"作者：阿依夏木·肉孜", "R阿依夏木·肉孜"},
		{"（作者依次为 丁兆丰 左晓岚）", "R丁兆丰 R左晓岚"},
		/* Names of other languages. */
		{"记者 沐 阳 通讯员 哈斯其其格", "R沐阳 C哈斯其其格"},
		{"通讯员 何 苗 拉巴次仁", "C何苗 C拉巴次仁"},
		{"通讯员 区法宣", "C区法宣"},
		/* A line ends in the midst of a name. */
		{"通讯员 田广\n利 顾芳", "C田广利 C顾芳"},
		{"通讯员 迪\n丽拜尔·艾山 欧阳捷", "C迪丽拜尔·艾山 C欧阳捷"},
		{"通讯员 哈\n斯其其格", "C哈斯其其格"},
		/* 文 is a deed and a surname. */
		{"主持人：本报记者 文 心", "R文心"},
		{"通讯员 文\n静怡", "C文静怡"},
	};
	struct fixture *fixture = *state;

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		char names[1024];
		struct byline byline;

		byline_parse(
			&fixture->parser->room, cases[i].text, 0, strlen(cases[i].text), &byline);
		list_names(&byline, cases[i].text, names);
		assert_string_equal(names, cases[i].names);
	}
}

static void
test_pen_names(void **state)
{
	static const struct {
		const char *text, *names;
	} cases[] = {
		{"闲云", "?闲云"},
		{"二年级 沐言", "?沐言"},
		{"栗子妈妈（图书编辑）", "?栗子妈妈"},
		{"许三观察日记一则", ""},
		{"云", ""},
		{"编辑 明月", "O明月"},
		{"摄影报道", ""},
	};
	struct fixture *fixture = *state;

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		const size_t len = strlen(cases[i].text);
		char names[1024];
		struct byline byline;

		byline_parse(&fixture->parser->room, cases[i].text, 0, len, &byline);
		byline_take_pen_name(&byline, cases[i].text, 0, len);
		list_names(&byline, cases[i].text, names);
		assert_string_equal(names, cases[i].names);
	}
}

/* Where a report begins behind its dateline and byline. */
static void
test_datelines(void **state)
{
	static const struct {
		const char *text, *body;
	} cases[] = {
		{"本报讯（记者 李明）昨天，", "昨天，"},
		{"本报讯 记者 李明 报道：昨天，", "昨天，"},
		{"本报讯 记者 向 晚 通讯员 何其方 一颗螺丝钉，", "一颗螺丝钉，"},
		{"本报讯 特约记者樊江、通讯员吉祥报道：风雨桥修于清代，", "风雨桥修于清代，"},
		{"本报讯 昨天，记者 李明 报名参加了比赛。", "昨天，记者 李明 报名参加了比赛。"},
	};
	struct fixture *fixture = *state;

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct dateline found;

		assert_true(dateline_find(
			&fixture->parser->room, cases[i].text, 0, strlen(cases[i].text), &found));
		assert_string_equal(cases[i].text + found.body, cases[i].body);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_names),
		cmocka_unit_test(test_pen_names),
		cmocka_unit_test(test_datelines),
	};

	return cmocka_run_group_tests(tests, make_parser, free_parser);
}
