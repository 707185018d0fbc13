#include "query/filter.h"
#include "base/i18n.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistr.h>

/* More than a person can mean; bounds the work that a hostile saved filter makes. */
#define PARTS_MAX 256u
#define VALUE_MAX 4096u

struct part {
	enum part_kind kind;
	unsigned which;    /* facet or flag */
	int date;          /* of PART_SINCE and PART_UNTIL: yyyymmdd */
	const char *value; /* owned in a filter, borrowed while it is looked for */
};

struct filter {
	struct part *part;
	unsigned count, cap;
};

struct filter *
filter_new(void)
{
	return calloc(1, sizeof(struct filter));
}

void
filter_free(struct filter *filter)
{
	if (filter == NULL)
		return;
	for (unsigned i = 0; i < filter->count; i++)
		free((char *)filter->part[i].value);
	free(filter->part);
	free(filter);
}

static enum err_code
append(struct filter *filter, const struct part *what, struct err *err)
{
	struct part part = *what;

	if (filter->count == PARTS_MAX)
		return err_set(err, ERR_LIMIT, _("a filter has at most %u parts"), PARTS_MAX);
	if (strlen(part.value) > VALUE_MAX)
		return err_set(
			err, ERR_USAGE, _("a filter's value has at most %u bytes"), VALUE_MAX);
	if (u8_check((const uint8_t *)part.value, strlen(part.value)) != NULL)
		return err_set(err, ERR_USAGE, _("a filter's value is not UTF-8"));
	if (filter->count == filter->cap) {
		unsigned cap = filter->cap != 0 ? filter->cap * 2 : 4;
		struct part *grown = realloc(filter->part, cap * sizeof *grown);

		if (grown == NULL)
			return err_nomem(err);
		filter->part = grown;
		filter->cap = cap;
	}
	part.value = strdup(part.value);
	if (part.value == NULL)
		return err_nomem(err);
	filter->part[filter->count++] = part;
	return ERR_OK;
}

struct filter *
filter_copy(const struct filter *filter)
{
	struct filter *copy = filter_new();

	for (unsigned i = 0; copy != NULL && i < filter->count; i++) {
		if (append(copy, &filter->part[i], NULL) != ERR_OK) {
			filter_free(copy);
			return NULL;
		}
	}
	return copy;
}

static bool
same_part(const struct part *a, const struct part *b)
{
	return a->kind == b->kind && a->which == b->which && strcmp(a->value, b->value) == 0;
}

/* The index of an equal part, filter->count where there is none. */
static unsigned
find(const struct filter *filter, const struct part *part)
{
	unsigned i = 0;

	while (i < filter->count && !same_part(&filter->part[i], part))
		i++;
	return i;
}

static unsigned
find_kind(const struct filter *filter, enum part_kind kind)
{
	unsigned i = 0;

	while (i < filter->count && filter->part[i].kind != kind)
		i++;
	return i;
}

bool
filter_equal(const struct filter *a, const struct filter *b)
{
	/* No part is there twice, so inclusion in one direction is enough. */
	if (a->count != b->count)
		return false;
	for (unsigned i = 0; i < a->count; i++) {
		if (find(b, &a->part[i]) == b->count)
			return false;
	}
	return true;
}

bool
filter_empty(const struct filter *filter)
{
	return filter->count == 0;
}

void
filter_remove_part(struct filter *filter, unsigned i)
{
	if (i >= filter->count)
		return;
	free((char *)filter->part[i].value);
	filter->count--;
	memmove(&filter->part[i], &filter->part[i + 1], (filter->count - i) * sizeof *filter->part);
}

/* The part i, if there is one, gives way to another, which is then the latest. */
static enum err_code
replace(struct filter *filter, unsigned i, const struct part *part, struct err *err)
{
	enum err_code code = append(filter, part, err);

	if (code == ERR_OK && i + 1 < filter->count)
		filter_remove_part(filter, i);
	return code;
}

bool
filter_pop(struct filter *filter)
{
	if (filter->count == 0)
		return false;
	filter_remove_part(filter, filter->count - 1);
	return true;
}

/* ---- facets ----------------------------------------------------------------------------- */

static struct part
facet_part(enum facet facet, const char *value)
{
	return (struct part){PART_FACET, (unsigned)facet, 0, value};
}

enum err_code
filter_add(struct filter *filter, enum facet facet, const char *value, struct err *err)
{
	struct part part = facet_part(facet, value);

	return find(filter, &part) < filter->count ? ERR_OK : append(filter, &part, err);
}

void
filter_remove(struct filter *filter, enum facet facet, const char *value)
{
	struct part part = facet_part(facet, value);

	filter_remove_part(filter, find(filter, &part));
}

bool
filter_has(const struct filter *filter, enum facet facet, const char *value)
{
	struct part part = facet_part(facet, value);

	return find(filter, &part) < filter->count;
}

static bool
is_facet(const struct part *part, enum facet facet)
{
	return part->kind == PART_FACET && part->which == (unsigned)facet;
}

void
filter_clear(struct filter *filter, enum facet facet)
{
	for (unsigned i = filter->count; i-- > 0;) {
		if (is_facet(&filter->part[i], facet))
			filter_remove_part(filter, i);
	}
}

unsigned
filter_count(const struct filter *filter, enum facet facet)
{
	unsigned n = 0;

	for (unsigned i = 0; i < filter->count; i++)
		n += is_facet(&filter->part[i], facet);
	return n;
}

const char *
filter_value(const struct filter *filter, enum facet facet, unsigned i)
{
	for (unsigned k = 0; k < filter->count; k++) {
		if (is_facet(&filter->part[k], facet) && i-- == 0)
			return filter->part[k].value;
	}
	return NULL;
}

/* ---- dates ------------------------------------------------------------------------------ */

static int
days_in(int year, int month)
{
	static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
	bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);

	return days[month - 1] + (month == 2 && leap ? 1 : 0);
}

static bool
digits(const char **text, int count, int *value)
{
	*value = 0;
	for (int i = 0; i < count; i++, (*text)++) {
		if (**text < '0' || **text > '9')
			return false;
		*value = *value * 10 + (**text - '0');
	}
	return true;
}

/* 2024, 2024-11, 2024-11-07, 202411, 20241107; a part that is missing is 0. */
static bool
read_date(const char *text, int *year, int *month, int *day)
{
	*month = *day = 0;
	if (!digits(&text, 4, year) || *year == 0)
		return false;
	if (*text == '\0')
		return true;
	text += *text == '-';
	if (!digits(&text, 2, month) || *month < 1 || *month > 12)
		return false;
	if (*text == '\0')
		return true;
	text += *text == '-';
	return digits(&text, 2, day) && *text == '\0' && *day >= 1 &&
	       *day <= days_in(*year, *month);
}

static enum err_code
set_date(struct filter *filter, enum part_kind kind, const char *date, struct err *err)
{
	unsigned i = find_kind(filter, kind);
	struct part part = {kind, 0, 0, NULL};
	bool last = kind == PART_UNTIL;
	int year, month, day;
	char text[32];

	if (*date == '\0') {
		filter_remove_part(filter, i);
		return ERR_OK;
	}
	if (!read_date(date, &year, &month, &day))
		return err_set(err, ERR_USAGE,
			_("“%s” is no date; write 2024, 2024-11 or 2024-11-07"), date);
	if (month == 0)
		month = last ? 12 : 1;
	if (day == 0)
		day = last ? days_in(year, month) : 1;
	part.date = year * 10000 + month * 100 + day;
	snprintf(text, sizeof text, "%04d-%02d-%02d", year, month, day);
	part.value = text;
	return replace(filter, i, &part, err);
}

enum err_code
filter_since(struct filter *filter, const char *date, struct err *err)
{
	return set_date(filter, PART_SINCE, date, err);
}

enum err_code
filter_until(struct filter *filter, const char *date, struct err *err)
{
	return set_date(filter, PART_UNTIL, date, err);
}

static int
date_of(const struct filter *filter, enum part_kind kind)
{
	unsigned i = find_kind(filter, kind);

	return i < filter->count ? filter->part[i].date : 0;
}

int
filter_since_date(const struct filter *filter)
{
	return date_of(filter, PART_SINCE);
}

int
filter_until_date(const struct filter *filter)
{
	return date_of(filter, PART_UNTIL);
}

/* ---- flags and the query ---------------------------------------------------------------- */

enum err_code
filter_set_flag(struct filter *filter, enum filter_flag flag, bool on, struct err *err)
{
	struct part part = {PART_FLAG, flag, 0, ""};
	unsigned i = find(filter, &part);

	if (on && i == filter->count)
		return append(filter, &part, err);
	if (!on)
		filter_remove_part(filter, i);
	return ERR_OK;
}

bool
filter_flag(const struct filter *filter, enum filter_flag flag)
{
	struct part part = {PART_FLAG, flag, 0, ""};

	return find(filter, &part) < filter->count;
}

enum err_code
filter_set_query(struct filter *filter, const char *query, struct err *err)
{
	unsigned i = find_kind(filter, PART_QUERY);
	struct part part = {PART_QUERY, 0, 0, query};

	if (i < filter->count && strcmp(filter->part[i].value, query) == 0)
		return ERR_OK;
	if (*query != '\0')
		return replace(filter, i, &part, err);
	filter_remove_part(filter, i);
	return ERR_OK;
}

const char *
filter_query(const struct filter *filter)
{
	unsigned i = find_kind(filter, PART_QUERY);

	return i < filter->count ? filter->part[i].value : "";
}

/* ---- parts ------------------------------------------------------------------------------ */

unsigned
filter_parts(const struct filter *filter)
{
	return filter->count;
}

struct filter_part
filter_part(const struct filter *filter, unsigned i)
{
	const struct part *part = &filter->part[i];

	return (struct filter_part){
		part->kind, (enum facet)part->which, (enum filter_flag)part->which, part->value};
}

static const char *const facet_names[FACET_COUNT] = {N_("district"), N_("topic"), N_("reporter"),
	N_("kind"), N_("section"), N_("source"), N_("year"), N_("month"), N_("person")};

const char *
facet_name(enum facet facet)
{
	return facet_names[facet];
}

enum facet
facet_from_name(const char *name)
{
	unsigned facet = 0;

	while (facet < FACET_COUNT && strcmp(facet_names[facet], name) != 0)
		facet++;
	return (enum facet)facet;
}
