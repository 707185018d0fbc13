#include "view/match.h"
#include "base/buf.h"
#include "base/utf8.h"
#include "text/fold.h"
#include "text/pinyin.h"

#include <string.h>

enum {
	SCORE_INSIDE_PINYIN = 1000,
	SCORE_INSIDE = 2000,
	SCORE_PINYIN = 3000,
	SCORE_BEGINNING = 5000,
	SCORE_WHOLE = 6000
};

static unsigned
match_folded(const struct buf *typed, const struct buf *name)
{
	const char *found = strstr(buf_str(name), buf_str(typed));

	if (found == NULL)
		return 0;
	if (found != buf_str(name))
		return SCORE_INSIDE;
	return typed->len == name->len ? SCORE_WHOLE : SCORE_BEGINNING;
}

/* pinyin_match() gives at most this much. */
static unsigned
at_most(unsigned score, unsigned most)
{
	return score < most ? score : most;
}

static unsigned
match_pinyin(const char *typed, const char *name)
{
	const size_t len = strlen(name);
	unsigned score = pinyin_match(typed, name, len, NULL), best = 0;

	if (score > 0)
		return SCORE_PINYIN + at_most(score, 999);
	for (size_t i = 0; i < len; i += utf8_len((unsigned char)name[i])) {
		score = pinyin_match(typed, name + i, len - i, NULL);
		if (score > best)
			best = score;
	}
	return best > 0 ? SCORE_INSIDE_PINYIN + at_most(best, 999) : 0;
}

unsigned
match_name(const char *typed, const char *name)
{
	struct buf a = {0}, b = {0};
	unsigned score = 0;

	fold_text(&a, typed, strlen(typed));
	fold_text(&b, name, strlen(name));
	if (buf_ok(&a) && buf_ok(&b))
		score = match_folded(&a, &b);
	if (score == 0)
		score = match_pinyin(buf_str(&a), name);
	buf_free(&a);
	buf_free(&b);
	return score;
}
