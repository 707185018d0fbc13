/* Values as a person writes them. */
#include "base/i18n.h"
#include "query/filter.h"

#include <string.h>

/* "A, B, C" of up to three names, or "" */
static void
list_names(struct buf *out, const char *const names[3])
{
	for (int i = 0; i < 3 && names[i] != NULL; i++) {
		/* TRANSLATORS: between the names of a list */
		buf_adds(out, i > 0 ? _(", ") : "");
		buf_adds(out, names[i]);
	}
}

static enum err_code
unknown(const char *what, const char *text, const char *const near[3], struct err *err)
{
	struct buf names = {0};

	list_names(&names, near);
	if (names.len > 0)
		err_set(err, ERR_USAGE, _("there is no %s “%s”; the nearest: %s"), what, text,
			buf_str(&names));
	else
		err_set(err, ERR_USAGE, _("there is no %s “%s”"), what, text);
	buf_free(&names);
	return ERR_USAGE;
}

enum err_code
district_named(const struct gazetteer *gazetteer, const char *text, const struct district **out,
	struct err *err)
{
	const struct district *nearest[3] = {NULL, NULL, NULL};
	const char *names[3];

	*out = gazetteer_find(gazetteer, text, nearest);
	if (*out != NULL)
		return ERR_OK;
	for (int i = 0; i < 3; i++)
		names[i] = nearest[i] != NULL ? nearest[i]->name : NULL;
	return unknown(_("district"), text, names, err);
}

static enum err_code
add_district(
	struct filter *filter, const char *text, const struct gazetteer *gazetteer, struct err *err)
{
	const struct district *d;
	enum err_code code = district_named(gazetteer, text, &d, err);

	return code == ERR_OK ? filter_add(filter, FACET_DISTRICT, d->name, err) : code;
}

static enum err_code
add_topic(struct filter *filter, const char *text, const struct lexicon *lexicon, struct err *err)
{
	const struct topic *nearest[3] = {NULL, NULL, NULL};
	const struct topic *t = lexicon_find(lexicon, text, nearest);
	const char *names[3];

	if (t != NULL)
		return filter_add(filter, FACET_TOPIC, t->name, err);
	for (int i = 0; i < 3; i++)
		names[i] = nearest[i] != NULL ? nearest[i]->name : NULL;
	return unknown(_("topic"), text, names, err);
}

static enum err_code
add_kind(struct filter *filter, const char *text, struct err *err)
{
	struct buf names = {0};

	if (kind_from_name(text) != KIND_COUNT)
		return filter_add(filter, FACET_KIND, text, err);
	for (unsigned k = 0; k < KIND_COUNT; k++) {
		buf_adds(&names, k > 0 ? _(", ") : "");
		buf_adds(&names, kind_name((enum article_kind)k));
	}
	err_set(err, ERR_USAGE, _("there is no kind “%s”; there are: %s"), text, buf_str(&names));
	buf_free(&names);
	return ERR_USAGE;
}

/* 2024; 2024-11, also written 202411 */
static enum err_code
add_period(struct filter *filter, enum facet facet, const char *text, struct err *err)
{
	static const char shape[] = "dddd-dd";
	size_t want = facet == FACET_YEAR ? 4 : 7;
	char value[8] = "";

	if (facet == FACET_MONTH && strlen(text) == 6 && strspn(text, "0123456789") == 6) {
		memcpy(value, text, 4);
		value[4] = '-';
		memcpy(value + 5, text + 4, 3);
		text = value;
	}
	for (size_t i = 0; i < want; i++) {
		bool digit = text[i] >= '0' && text[i] <= '9';

		if (shape[i] == 'd' ? !digit : text[i] != '-')
			return err_set(err, ERR_USAGE,
				facet == FACET_YEAR ? _("“%s” is no year")
						    : _("“%s” is no month; write 2024-11"),
				text);
	}
	if (text[want] != '\0')
		return err_set(err, ERR_USAGE,
			facet == FACET_YEAR ? _("“%s” is no year")
					    : _("“%s” is no month; write 2024-11"),
			text);
	return filter_add(filter, facet, text, err);
}

enum err_code
filter_add_named(struct filter *filter, enum facet facet, const char *text,
	const struct gazetteer *gazetteer, const struct lexicon *lexicon, struct err *err)
{
	if (strcmp(text, "none") == 0)
		return filter_add(filter, facet, "", err);
	switch (facet) {
	case FACET_DISTRICT:
		return add_district(filter, text, gazetteer, err);
	case FACET_TOPIC:
		return add_topic(filter, text, lexicon, err);
	case FACET_KIND:
		return add_kind(filter, text, err);
	case FACET_YEAR:
	case FACET_MONTH:
		return add_period(filter, facet, text, err);
	case FACET_REPORTER:
	case FACET_SECTION:
	case FACET_SOURCE:
	case FACET_PERSON:
	case FACET_COUNT:
		break;
	}
	return filter_add(filter, facet, text, err);
}
