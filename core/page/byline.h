/*
 * byline.h - datelines, bylines and credits: who wrote and who photographed it.
 *
 *     本报讯（记者 崔景行 通讯员 郝丽娜 石岩）    新华社北京6月18日电（记者 李 明）
 *     □本报记者 宁远      ■陈晨 文/摄      通讯员 黄思亮 摄影报道
 *
 * A byline is made of roles (记者), names, deeds (摄影报道), units (西城区总工会) and marks;
 * a text all of whose words can be explained so is shaped like one.
 * All offsets are bytes of the text that is passed.
 */
#ifndef BAOLAN_PAGE_BYLINE_H
#define BAOLAN_PAGE_BYLINE_H

#include "page/phrase.h"
#include "page/surname.h"

/* What is needed to read a byline; borrowed from the parser. */
struct newsroom {
	const struct phrasebook *book;
	const struct surname_set *surnames;
	uint64_t dateline, agency, wire; /* classes of phrases */
	uint64_t role_reporter, role_correspondent, role_other, act_photo, act_text, unit, calling;
};

void newsroom_init(
	struct newsroom *room, const struct phrasebook *book, const struct surname_set *surnames);

enum name_role {
	ROLE_UNKNOWN, /* a name without a word that says what its bearer did */
	ROLE_REPORTER,
	ROLE_CORRESPONDENT,
	ROLE_OTHER /* an editor, a designer */
};

/* Longer texts are no bylines; it bounds the work. */
#define BYLINE_CHARS_MAX 160

#define BYLINE_NAMES_MAX 40
#define NAME_WORDS_MAX 3

/* A name; OCR and typesetters put spaces into it, so it is one to three words of the text. */
struct byline_name {
	enum name_role role;
	unsigned word_count;
	struct {
		uint32_t from, to;
	} word[NAME_WORDS_MAX];
};

struct byline {
	struct byline_name name[BYLINE_NAMES_MAX];
	unsigned name_count;
	unsigned unexplained; /* characters that are no part of a byline */
	unsigned unit_count;
	bool has_role, has_photo, has_text, has_mark; /* 记者; 摄; 文, 报道; □ before it */
	bool has_other;                               /* 编辑, 插图 */
};

void byline_parse(
	const struct newsroom *room, const char *text, size_t from, size_t to, struct byline *out);

/* 闲云, 二年级 沐言, 栗子妈妈（图书编辑）: where a line that is a byline holds neither a name nor a
 * word that says who did what, its last word that no bracket holds is the author's pen name, unless
 * it is too long or too short for one. */
void byline_take_pen_name(struct byline *byline, const char *text, size_t from, size_t to);

/* All of it is a byline or a credit. */
bool byline_is_shaped(const struct byline *byline);

/* A dateline at the beginning of a lead.  Ranges that are not there are empty. */
struct dateline {
	size_t from, to;               /* 本报讯 */
	size_t byline_from, byline_to; /* （记者 …）, with its brackets */
	size_t body;                   /* where the text begins */
};

/* False where the text does not begin with a dateline or with a byline in brackets. */
bool dateline_find(const struct newsroom *room, const char *text, size_t from, size_t to,
	struct dateline *out);

/* The same, sooner and by the beginning alone: true where dateline_find() may be.
 * starts: the classes of the phrases that the text begins with. */
bool dateline_is_possible(
	const struct newsroom *room, uint64_t starts, const char *text, size_t from, size_t to);

/* Where a credit begins that ends this paragraph (本报记者 张晨 摄, （通讯员 李明）); `to` for
 * none. */
size_t credit_tail(const struct newsroom *room, const char *text, size_t from, size_t to);

#endif
