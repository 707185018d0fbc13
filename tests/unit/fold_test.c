/* core/text/fold, symbol, pinyin. */
#include "text/fold.h"
#include "base/utf8.h"
#include "text/pinyin.h"
#include "text/symbol.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <string.h>

static void
folds_to(const char *text, const char *expected)
{
	struct buf buf = {0};

	fold_text(&buf, text, strlen(text));
	assert_string_equal(buf_str(&buf), expected);
	buf_free(&buf);
}

static void
forms_of_one_character_are_the_same(void **state)
{
	(void)state;
	folds_to("ＧＤＰ　１２３％", "gdp 123%");
	folds_to("勞動模範", "劳动模范");
	folds_to("後勤 發展 頭髮 乾淨 臺灣 裏面 爲了 綫路",
		"后勤 发展 头发 干净 台湾 里面 为了 线路");
	folds_to("Café CAFÉ Straße Ⅷ ①㎡㈱", "cafe cafe strasse viii 1m2(株)");
	folds_to("Cafe\u0301", "cafe");
	folds_to("ガか\u200bﾊﾟ", "ガかハ");
	folds_to("한글 Ёлка Ἀθήνα", "한글 елка αθηνα");
	folds_to("哪吒玛瑙大阪么", "哪吒玛瑙大阪么");
	folds_to("", "");
}

static void
folding_twice_is_folding_once(void **state)
{
	uint32_t once[FOLD_MAX], twice[FOLD_MAX];

	(void)state;
	for (uint32_t c = 1; c < 0x110000; c++) {
		unsigned n;

		if (c >= 0xD800 && c < 0xE000)
			continue;
		n = fold_char(c, once);
		assert_true(n <= FOLD_MAX);
		for (unsigned i = 0; i < n; i++) {
			unsigned m = fold_char(once[i], twice);

			if (m != 1 || twice[0] != once[i])
				fail_msg(
					"U+%04X gives U+%04X, and that something else", c, once[i]);
		}
	}
}

/* Characters as themselves, words as "w", gaps as ".". */
static void
symbols_are(const char *text, const char *expected)
{
	struct symbols list = {0};
	struct buf buf = {0};
	uint32_t end = 0;

	symbols_add(&list, text, strlen(text));
	for (size_t i = 0; i < list.count; i++) {
		const struct symbol *s = &list.item[i];

		assert_true(s->start < s->end && s->end <= strlen(text));
		assert_true(s->end >= end);
		end = s->end;
		if (s->value == SYMBOL_GAP)
			buf_addc(&buf, '.');
		else if (symbol_is_char(s->value))
			buf_add_ucs4(&buf, (uint32_t)s->value);
		else
			buf_addc(&buf, 'w');
	}
	assert_string_equal(buf_str(&buf), expected);
	buf_free(&buf);
	symbols_free(&list);
}

static void
texts_become_symbols(void **state)
{
	(void)state;
	symbols_are("“劳模”，李 明！", ".劳模.李明.");
	symbols_are("２０２４年GDP增长5.2%", "w年w增长w.w.");
	symbols_are("5G网络\n新基建", "w网络新基建");
	symbols_are("——……", ".");
	symbols_are("two words", "ww");
	symbols_are("トウキョウ・한국", "トウキョウ.한국");
	symbols_are("𠮷野家", "𠮷野家");
	symbols_are("", "");
}

static void
words_are_told_apart(void **state)
{
	struct symbols a = {0}, b = {0};
	char word[2000];

	(void)state;
	symbols_add(&a, "GDP gdp ＧＤＰ gdq", strlen("GDP gdp ＧＤＰ gdq"));
	assert_int_equal(a.count, 4);
	assert_true(a.item[0].value == a.item[1].value && a.item[1].value == a.item[2].value);
	assert_true(a.item[2].value != a.item[3].value);
	/* The hashes are stored, so they may never change. */
	assert_true(a.item[0].value == (SYMBOL_WORD | 0x19b0e77b38d));
	memset(word, 'x', sizeof word);
	symbols_clear(&a);
	symbols_add(&a, word, sizeof word);
	symbols_add(&b, word, sizeof word - 1);
	assert_int_equal(a.count, 1);
	assert_true(a.item[0].value != b.item[0].value);
	symbols_clear(&a);
	symbols_gap(&a);
	assert_int_equal(a.count, 0);
	symbols_add(&a, "报", 3);
	symbols_gap(&a);
	symbols_gap(&a);
	assert_int_equal(a.count, 2);
	symbols_free(&a);
	symbols_free(&b);
}

static void
characters_have_readings(void **state)
{
	const char *r[PINYIN_READINGS];
	struct buf full = {0}, initials = {0};

	(void)state;
	assert_int_equal(pinyin_readings(0x8D77, r), 1);
	assert_string_equal(r[0], "qi");
	assert_true(pinyin_readings(0x884C, r) >= 2);
	assert_string_equal(r[0], "xing");
	assert_string_equal(r[1], "hang");
	assert_int_equal(pinyin_readings('a', r), 0);
	assert_true(pinyin_rank(0x963F) > 0);                   /* 阿 */
	assert_true(pinyin_rank(0x963F) < pinyin_rank(0x5DE5)); /* 工 */
	assert_true(pinyin_rank(0x5DE5) < pinyin_rank(0x5EA7)); /* 座 */
	assert_int_equal(pinyin_rank('a'), 0);
	pinyin_of("昌平区2024年", strlen("昌平区2024年"), &full, &initials);
	assert_string_equal(full.data, "changpingqu2024nian");
	assert_string_equal(initials.data, "cpq2024n");
	buf_free(&full);
	buf_free(&initials);
}

static unsigned
match(const char *typed, const char *text)
{
	size_t taken;
	unsigned score = pinyin_match(typed, text, strlen(text), &taken);

	assert_true(taken <= strlen(text));
	assert_true((score > 0) == (taken > 0));
	return score;
}

static void
typed_pinyin_finds_names(void **state)
{
	static const char *const ways[] = {"changping", "cp", "chp", "changp", "cping", "CP", "昌p",
		"昌平", "changpin", "chang'ping", "ｃｐ", "c"};

	(void)state;
	for (size_t i = 0; i < sizeof ways / sizeof *ways; i++) {
		if (match(ways[i], "昌平区") == 0)
			fail_msg("%s does not find it", ways[i]);
	}
	assert_int_equal(match("pc", "昌平区"), 0);
	assert_int_equal(match("changpingx", "昌平区"), 0);
	assert_int_equal(match("", "昌平区"), 0);
	assert_int_equal(match("cp", ""), 0);
	assert_true(match("laomo", "劳模") > match("lm", "联盟"));
	assert_true(match("laom", "劳模") > 0);
	assert_true(match("lm", "劳模") > match("lm", "劳模精神"));
	assert_true(match("lvse", "绿色") > 0 && match("luse", "绿色") > 0);
	assert_true(match("yinhang", "银行") > 0);
	assert_true(match("5g", "5G网络") > 0);
	assert_int_equal(
		pinyin_match("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
			     "aaaaaaaaaa",
			"啊", 3, NULL),
		0);
	assert_true(pinyin_typed("laomo", 5));
	assert_false(pinyin_typed("lao mo", 6));
	assert_false(pinyin_typed("", 0));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(forms_of_one_character_are_the_same),
		cmocka_unit_test(folding_twice_is_folding_once),
		cmocka_unit_test(texts_become_symbols),
		cmocka_unit_test(words_are_told_apart),
		cmocka_unit_test(characters_have_readings),
		cmocka_unit_test(typed_pinyin_finds_names),
	};

	return cmocka_run_group_tests_name("fold", tests, NULL, NULL);
}
