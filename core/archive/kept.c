#include "archive/kept.h"

#include <stdlib.h>
#include <string.h>

static void
drop(struct kept_set *item)
{
	free(item->name);
	keyset_free(&item->set);
	item->name = NULL;
}

void
kept_free(struct kept *kept)
{
	for (unsigned i = 0; kept != NULL && i < KEPT_MAX; i++)
		drop(&kept->item[i]);
	free(kept);
}

/* What was kept of another generation goes. */
static enum err_code
refresh(struct archive *archive, struct err *err)
{
	struct kept *kept = archive->kept;
	int64_t generation = 0;
	enum err_code code = meta_get(archive, "generation", &generation, err);

	if (code == ERR_OK && (kept == NULL || kept->generation != generation)) {
		kept_free(kept);
		archive->kept = kept = calloc(1, sizeof *kept);
		if (kept != NULL)
			kept->generation = generation;
	}
	return code;
}

enum err_code
kept_find(
	struct archive *archive, const char *name, struct keyset *out, bool *found, struct err *err)
{
	enum err_code code = refresh(archive, err);
	struct kept *kept = archive->kept;

	*found = false;
	if (code != ERR_OK)
		return code;
	for (unsigned i = 0; kept != NULL && !*found && i < KEPT_MAX; i++) {
		struct kept_set *item = &kept->item[i];

		if (item->name == NULL || item->set.words != out->words ||
			strcmp(item->name, name) != 0)
			continue;
		keyset_copy(out, &item->set);
		item->used = ++kept->clock;
		*found = true;
	}
	return ERR_OK;
}

void
kept_add(struct archive *archive, const char *name, const struct keyset *set)
{
	struct kept *kept = archive->kept;
	struct kept_set *oldest;

	if (kept == NULL)
		return;
	oldest = &kept->item[0];
	for (unsigned i = 1; i < KEPT_MAX; i++) {
		if (kept->item[i].name == NULL || kept->item[i].used < oldest->used)
			oldest = &kept->item[i];
	}
	drop(oldest);
	if (!keyset_new(&oldest->set, (article_key)set->words * 64))
		return;
	keyset_copy(&oldest->set, set);
	oldest->name = strdup(name);
	oldest->used = ++kept->clock;
	if (oldest->name == NULL)
		drop(oldest);
}

/* ---- spare sets ------------------------------------------------------------------------- */

#define SPARES_MAX 16u

struct spares {
	struct keyset set[SPARES_MAX];
	unsigned count;
};

bool
spare_take(struct archive *archive, article_key end, struct keyset *set)
{
	struct spares *spares = archive->spares;

	while (spares != NULL && spares->count > 0) {
		*set = spares->set[--spares->count];
		if (set->words == keyset_words(end)) {
			keyset_clear(set);
			return true;
		}
		keyset_free(set);
	}
	return keyset_new(set, end);
}

void
spare_give(struct archive *archive, struct keyset *set)
{
	struct spares *spares = archive->spares;

	if (set->word != NULL && spares == NULL)
		archive->spares = spares = calloc(1, sizeof *spares);
	if (set->word != NULL && spares != NULL && spares->count < SPARES_MAX)
		spares->set[spares->count++] = *set;
	else
		keyset_free(set);
	*set = KEYSET_NONE;
}

void
spares_free(struct archive *archive)
{
	for (unsigned i = 0; archive->spares != NULL && i < archive->spares->count; i++)
		keyset_free(&archive->spares->set[i]);
	free(archive->spares);
}
