#include "term/sign.h"
#include "text/width.h"

#include <string.h>

static const struct {
	const char *fine, *plain;
} signs[SIGNS] = {
	[SIGN_CURSOR] = {"▌", ">"},
	[SIGN_VERTICAL] = {"│", "|"},
	[SIGN_HORIZONTAL] = {"─", "-"},
	[SIGN_CORNER_1] = {"┌", "+"},
	[SIGN_CORNER_2] = {"┐", "+"},
	[SIGN_CORNER_3] = {"└", "+"},
	[SIGN_CORNER_4] = {"┘", "+"},
	[SIGN_STAR] = {"★", "*"},
	[SIGN_UNREAD] = {"•", "o"},
	[SIGN_NOTE] = {"✎", "n"},
	[SIGN_TICK] = {"✓", "x"},
	[SIGN_MORE] = {"…", "~"},
	[SIGN_DOT] = {"·", "."},
	[SIGN_FULL] = {"█", "#"},
	[SIGN_QUOTE_BAR] = {"▏", "|"},
	[SIGN_SHADE0] = {" ", " "},
	[SIGN_SHADE1] = {"░", "."},
	[SIGN_SHADE2] = {"▒", ":"},
	[SIGN_SHADE3] = {"▓", "+"},
	[SIGN_SHADE4] = {"█", "#"},
};

static const char *
narrow(const char *fine, const char *plain)
{
	return text_width(fine, strlen(fine)) == 1 ? fine : plain;
}

const char *
sign(enum sign which)
{
	return narrow(signs[which].fine, signs[which].plain);
}

const char *
sign_eighth(unsigned eighths)
{
	static const char *const fine[] = {" ", "▏", "▎", "▍", "▌", "▋", "▊", "▉", "█"};

	return narrow(fine[eighths], eighths >= 4 ? "#" : " ");
}

const char *
sign_column(unsigned eighths)
{
	static const char *const fine[] = {" ", "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"};
	static const char *const plain[] = {" ", ".", ".", ":", ":", "+", "+", "#", "#"};

	return narrow(fine[eighths], plain[eighths]);
}
