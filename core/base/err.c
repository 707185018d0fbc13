#include "base/err.h"
#include "base/i18n.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistr.h>

/* A sentence that was cut must not end in half a character. */
static void
trim_partial_char(char *text)
{
	size_t len = strlen(text), i = len;

	if (len + 1 < ERR_TEXT_MAX)
		return;
	while (i > 0 && ((unsigned char)text[i - 1] & 0xC0) == 0x80)
		i--;
	if (i > 0 && (unsigned char)text[i - 1] >= 0xC0)
		text[i - 1] = '\0';
}

/* One line of UTF-8, though the names in it may be anything. */
static void
tidy(char *text)
{
	uint8_t *p = (uint8_t *)text;

	trim_partial_char(text);
	for (const uint8_t *bad; (bad = u8_check(p, strlen((char *)p))) != NULL;)
		p[bad - p] = '?';
	for (; *p != '\0'; p++) {
		if (*p < 0x20 || *p == 0x7F)
			*p = '?';
	}
}

enum err_code
err_set(struct err *err, enum err_code code, const char *fmt, ...)
{
	va_list ap;

	if (err == NULL)
		return code;
	err->code = code;
	va_start(ap, fmt);
	vsnprintf(err->text, sizeof err->text, fmt, ap);
	va_end(ap);
	tidy(err->text);
	return code;
}

enum err_code
err_errno(struct err *err, const char *fmt, ...)
{
	int saved = errno;
	enum err_code code = saved == ENOMEM ? ERR_NOMEM : ERR_IO;
	size_t len;
	va_list ap;

	if (err == NULL)
		return code;
	err->code = code;
	va_start(ap, fmt);
	vsnprintf(err->text, sizeof err->text, fmt, ap);
	va_end(ap);
	len = strlen(err->text);
	snprintf(err->text + len, sizeof err->text - len, ": %s", strerror(saved));
	tidy(err->text);
	return code;
}

void
err_put_nomem(struct err *err)
{
	err_set(err, ERR_NOMEM, "%s", _("not enough memory"));
}

void
err_prefix(struct err *err, const char *fmt, ...)
{
	char old[ERR_TEXT_MAX];
	size_t len;
	va_list ap;

	if (err == NULL)
		return;
	memcpy(old, err->text, sizeof old);
	va_start(ap, fmt);
	vsnprintf(err->text, sizeof err->text, fmt, ap);
	va_end(ap);
	len = strlen(err->text);
	snprintf(err->text + len, sizeof err->text - len, ": %s", old);
	tidy(err->text);
}
