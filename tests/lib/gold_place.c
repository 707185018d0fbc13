#include "gold_place.h"
#include "plain.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <string.h>

/* Words of evidence that are printed for a district. */
#define EVIDENCE_PRINTED 6
/* Bytes of a headline that are printed. */
#define LABEL_PRINTED 60U

void
gold_article(const struct golden_article *gold, struct arena *arena, struct article *out)
{
	memset(out, 0, sizeof *out);
	out->kind = gold->kind;
	out->section = plain_text(gold->section, arena);
	out->kicker = plain_text(gold->head_text[GOLD_KICKER], arena);
	out->title = plain_text(gold->head_text[GOLD_TITLE], arena);
	out->deck = plain_text(gold->head_text[GOLD_DECK], arena);
	out->blocks = arena_calloc(arena, gold->block_count + 1, sizeof *out->blocks);
	assert_non_null(out->blocks);
	for (unsigned i = 0; i < gold->block_count; i++) {
		out->blocks[i].type = gold->blocks[i].type;
		out->blocks[i].text = plain_text(gold->blocks[i].text, arena);
	}
	out->block_count = gold->block_count;
}

const struct place_result *
gold_resolve_page(const struct gazetteer *gazetteer, const struct page *page, struct arena *arena)
{
	struct place_result *results =
		arena_calloc(arena, page->article_count + 1, sizeof *results);
	struct err err;

	assert_non_null(results);
	for (unsigned i = 0; i < page->article_count; i++)
		assert_int_equal(
			place_resolve(gazetteer, &page->articles[i], arena, &results[i], &err),
			ERR_OK);
	assert_int_equal(place_settle_page(gazetteer, page, results, arena, &err), ERR_OK);
	return results;
}

const struct place_result *
gold_resolve(const struct gazetteer *gazetteer, const struct golden_page *gold, struct arena *arena)
{
	struct sheet sheet = {.banner = gold->banner, .page_name = gold->page_name};
	struct page page = {
		.sheets = &sheet, .sheet_count = 1, .article_count = gold->article_count};

	page.articles = arena_calloc(arena, gold->article_count + 1, sizeof *page.articles);
	assert_non_null(page.articles);
	for (unsigned i = 0; i < gold->article_count; i++)
		gold_article(&gold->articles[i], arena, &page.articles[i]);
	return gold_resolve_page(gazetteer, &page, arena);
}

static bool
has(const struct golden_names *names, const char *name)
{
	for (unsigned i = 0; i < names->count; i++) {
		const char *x = names->name[i];

		if (x == name || (x != NULL && name != NULL && strcmp(x, name) == 0))
			return true;
	}
	return false;
}

static const char *
primary(const struct place_result *r)
{
	return r->primary < 0 ? NULL : r->hits[r->primary].district->name;
}

bool
gold_count(const struct golden_article *gold, const struct place_result *r, struct gold_figures *f)
{
	unsigned found = 0, right = 0, outside = 0;
	bool district = has(&gold->districts, primary(r));

	for (unsigned i = 0; i < r->hit_count; i++) {
		const char *name = r->hits[i].district->name;

		if ((int)i == r->primary || has(&gold->districts, name))
			continue;
		found++;
		right += has(&gold->mentions, name);
	}
	for (unsigned i = 0; i < r->outside_count; i++)
		outside += has(&gold->outside, r->outside[i]);
	f->articles++;
	f->district += district;
	f->mentions_found += found;
	f->mentions_right += right;
	f->mentions_gold += gold->mentions.count;
	f->outside_found += r->outside_count;
	f->outside_right += outside;
	f->outside_gold += gold->outside.count;
	return district && right == found && right == gold->mentions.count &&
	       outside == r->outside_count && outside == gold->outside.count;
}

static void
print_names(const char *what, const struct golden_names *names)
{
	print_message("%s", what);
	for (unsigned i = 0; i < names->count; i++)
		print_message(" %s", names->name[i] == NULL ? "none" : names->name[i]);
}

/* Bytes of the beginning of a text that is printed, a whole number of characters. */
static int
beginning(const char *text)
{
	size_t len = strlen(text), at = len < LABEL_PRINTED ? len : LABEL_PRINTED;

	while (at < len && at > 0 && (text[at] & 0xC0) == 0x80)
		at--;
	return (int)at;
}

void
gold_print(const char *source, unsigned ordinal, const struct golden_article *gold,
	const struct place_result *r)
{
	const char *label = gold->head_text[GOLD_TITLE];

	if (label == NULL)
		label = gold->block_count > 0 ? gold->blocks[0].text : "";
	print_message("# %s#%u %.*s\n#   wanted", source, ordinal, beginning(label), label);
	print_names("", &gold->districts);
	print_names(" | mentions", &gold->mentions);
	print_names(" | outside", &gold->outside);
	print_message(
		"\n#   got %s | margin %d |", primary(r) == NULL ? "none" : primary(r), r->margin);
	for (unsigned i = 0; i < r->outside_count; i++)
		print_message(" %s", r->outside[i]);
	print_message("\n");
	for (unsigned i = 0; i < r->hit_count; i++) {
		const struct place_hit *hit = &r->hits[i];

		print_message("#     %s %d:", hit->district->name, hit->score);
		for (unsigned j = 0; j < hit->evidence_count && j < EVIDENCE_PRINTED; j++) {
			const struct place_evidence *e = &hit->evidence[j];

			print_message(
				" %s/%s/%d", e->text, place_position_name(e->position), e->weight);
		}
		print_message("\n");
	}
}

void
gold_print_figures(const char *name, const struct gold_figures *f)
{
	print_message("# %s: %u articles, district right %u; right/found/gold: mentions %u/%u/%u, "
		      "outside %u/%u/%u\n",
		name, f->articles, f->district, f->mentions_right, f->mentions_found,
		f->mentions_gold, f->outside_right, f->outside_found, f->outside_gold);
}
