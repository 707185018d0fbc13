#include "press.h"
#include "base/utf8.h"

#include <string.h>
#include <time.h>

uint32_t
press_below(uint64_t *random, uint32_t n)
{
	*random = *random * 6364136223846793005u + 1442695040888963407u;
	return (uint32_t)((*random >> 33) % n);
}

int
press_date(unsigned day)
{
	time_t when = (time_t)(9131 + day) * 86400;
	struct tm tm = {0};

	gmtime_r(&when, &tm);
	return (tm.tm_year + 1900) * 10000 + (tm.tm_mon + 1) * 100 + tm.tm_mday;
}

/* ---- words ------------------------------------------------------------------------------ */

static const char *const surnames[] = {"王", "李", "张", "刘", "陈", "杨", "赵", "黄", "周", "吴",
	"徐", "孙", "胡", "朱", "高", "林", "何", "郭", "马", "罗", "梁", "宋", "郑", "谢"};
static const char *const given[] = {"伟", "芳", "敏", "静", "丽", "强", "磊", "军", "洋", "勇",
	"艳", "杰", "娟", "涛", "明", "超", "兰", "霞", "平", "刚", "桂", "英", "华", "玉"};
static const char *const places[] = {"东城区", "西城区", "朝阳区", "海淀区", "丰台区", "石景山区",
	"门头沟区", "房山区", "通州区", "顺义区", "昌平区", "大兴区", "怀柔区", "平谷区", "密云区",
	"延庆区"};
static const char *const alphabet[] = {"工", "会", "劳", "勞", "模", "职", "職", "技", "能", "北",
	"京", "市", "的", "的", "的", "一", "是", "在", "创", "新", "创", "新", "中", "国", "國",
	"共", "产", "党", "，", "。", "、", "“", "”", "2024", "88", "年", "月", "5G", "AI", "wifi",
	"Ａ", "３", " ", "《", "》", "龘", "𠮷"};

#define PICK(list, random) (list)[press_below((random), sizeof(list) / sizeof(list)[0])]

void
press_babble(uint64_t *random, unsigned chars, struct buf *out)
{
	while (chars-- > 0)
		buf_adds(out, PICK(alphabet, random));
}

static void
add_name(uint64_t *random, struct buf *out)
{
	buf_adds(out, PICK(surnames, random));
	buf_adds(out, PICK(given, random));
	if (press_below(random, 3) > 0)
		buf_adds(out, PICK(given, random));
}

/* ---- setting ---------------------------------------------------------------------------- */

/* Half-width punctuation, as Markdown files often have it. */
static void
add_half_width(struct buf *out, const char *text)
{
	static const struct {
		const char *from, *to;
	} signs[] = {{"，", ","}, {"（", "("}, {"）", ")"}, {"；", ";"}, {"：", ":"}};

	while (*text != '\0') {
		size_t n = utf8_len((unsigned char)*text);

		for (size_t i = 0; i < sizeof signs / sizeof *signs; i++) {
			if (strncmp(text, signs[i].from, strlen(signs[i].from)) == 0) {
				buf_adds(out, signs[i].to);
				text += n;
				n = 0;
				break;
			}
		}
		buf_add(out, text, n);
		text += n;
	}
}

/* Breaks a text after every `width` characters by `with`. */
static void
add_lines(struct buf *out, const char *text, unsigned width, const char *with)
{
	unsigned at = 0;

	while (*text != '\0') {
		size_t n = utf8_len((unsigned char)*text);

		if (at == width) {
			buf_adds(out, with);
			at = 0;
		}
		buf_add(out, text, n);
		text += n;
		at++;
	}
}

static void
add_paragraph(enum press_form form, const char *text, struct buf *out)
{
	switch (form) {
	case PRESS_MARKS:
		add_half_width(out, text);
		buf_adds(out, "\n\n");
		break;
	case PRESS_NOISY:
		add_lines(out, text, 24, " ");
		buf_adds(out, "\n\n");
		break;
	case PRESS_COLUMNS:
		buf_adds(out, "　　");
		add_lines(out, text, 22, "\n");
		buf_adds(out, "\n");
		break;
	default:
		buf_adds(out, text);
		buf_adds(out, "\n\n");
		break;
	}
}

static const char *
any_paragraph(struct press *press)
{
	return press->paragraph[press_below(&press->random, (uint32_t)press->count)];
}

/* The beginning of a paragraph up to its first sign makes a headline. */
static void
add_title(struct press *press, enum press_form form, struct buf *out)
{
	const char *text = any_paragraph(press);
	unsigned want = 8 + press_below(&press->random, 10);
	size_t end = 0, len = strlen(text);

	for (unsigned i = 0; i < want && end < len; i++) {
		if (strncmp(text + end, "，", 3) == 0 || strncmp(text + end, "。", 3) == 0)
			break;
		end += utf8_len((unsigned char)text[end]);
	}
	if (form == PRESS_MARKS)
		buf_adds(out, "## ");
	if (end < 12)
		buf_adds(out, PICK(places, &press->random));
	buf_add(out, text, end);
	buf_adds(out, "\n\n");
}

static void
add_article(struct press *press, enum press_form form, struct buf *out)
{
	unsigned want = press->chars != 0 ? press->chars : 618, have = 0;
	struct buf first = {0};

	want = want / 2 + press_below(&press->random, want + 1);
	add_title(press, form, out);
	buf_adds(&first, "本报讯（记者 ");
	add_name(&press->random, &first);
	if (press_below(&press->random, 2) == 0) {
		buf_adds(&first, " 通讯员 ");
		add_name(&press->random, &first);
	}
	buf_adds(&first, "）近日，");
	buf_adds(&first, PICK(places, &press->random));
	while (have < want) {
		const char *text = any_paragraph(press);

		buf_adds(&first, text);
		have += (unsigned)utf8_count(text, strlen(text));
		add_paragraph(form, buf_str(&first), out);
		buf_clear(&first);
	}
	buf_free(&first);
	buf_adds(out, "\n");
}

void
press_page(
	struct press *press, enum press_form form, unsigned articles, unsigned day, struct buf *out)
{
	int date = press_date(day);

	buf_addf(out, "%d年%d月%d日 第%02u版\n\n", date / 10000, date / 100 % 100, date % 100,
		1 + press_below(&press->random, 8));
	for (unsigned i = 0; i < articles; i++)
		add_article(press, form, out);
}
