#include "page/glance.h"
#include "page/chars.h"
#include "page/markup.h"

/* One character that is no plain ideograph; gives the bytes that it took. */
static size_t
take_char(struct symbols *out, const char *text, size_t at, size_t to)
{
	char bytes[4];
	size_t len, markup = markup_len(text, at, to);
	uint32_t c = utf8_get(text + at, &len), entity;
	enum cclass class;

	if (c < 128 && markup != 0)
		return markup;
	if (c == '&') {
		size_t entity_len;

		entity = markup_entity(text, at, to, &entity_len);
		len = entity != 0 ? entity_len : len;
		c = entity != 0 ? entity : c;
	}
	class = char_class(c);
	if (class == CC_SPACE || class == CC_IGNORE)
		return len;
	if (c < 128)
		symbols_gap(out);
	else
		symbols_add(out, bytes, utf8_put(bytes, c));
	return len;
}

void
glance(struct symbols *out, const struct text *text, const struct stretch *stretches, size_t count)
{
	const char *data = text->data;

	for (size_t i = 0; i < count; i++) {
		size_t at = stretches[i].from, to = stretches[i].to;

		while (at < to) {
			size_t end = at;

			while (end < to && is_ideograph_lead((unsigned char)data[end]))
				end += 3;
			if (end > at)
				symbols_add(out, data + at, end - at);
			at = end;
			if (at < to)
				at += take_char(out, data, at, to);
		}
	}
}
