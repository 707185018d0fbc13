#include "archive/check_index.h"
#include "archive/column.h"
#include "archive/follow.h"
#include "archive/sorted.h"

#include <string.h>

static uint64_t
pair_hash(uint64_t term, article_key key)
{
	uint64_t h = (term ^ (uint64_t)key << TERM_BITS) * 0x9e3779b97f4a7c15;

	h = (h ^ h >> 32) * 0xc4ceb9fe1a85ec53;
	return h ^ h >> 29;
}

enum err_code
index_sum_start(struct index_sum *sum, struct archive *archive, article_key end, struct err *err)
{
	enum err_code code;

	memset(sum, 0, sizeof *sum);
	sum->archive = archive;
	sum->sorted = true;
	if (!keyset_new(&sum->live, end) || !keyset_new(&sum->uncovered, end))
		return err_nomem(err);
	code = segments_load(&sum->segments, archive, err);
	if (code == ERR_OK)
		segments_uncovered(&sum->segments, end, &sum->uncovered);
	return code;
}

enum err_code
index_sum_add(
	struct index_sum *sum, article_key key, const struct article *article, struct err *err)
{
	enum err_code code;

	if (keyset_has(&sum->uncovered, key))
		return ERR_OK;
	keyset_add(&sum->live, key);
	code = terms_of(&sum->terms, article, err);
	for (size_t i = 0; code == ERR_OK && i < sum->terms.count; i++)
		sum->texts += pair_hash(sum->terms.item[i], key);
	if (code == ERR_OK)
		code = facet_terms_read(&sum->facets, sum->archive, key, err);
	for (size_t i = 0; code == ERR_OK && i < sum->facets.count; i++)
		sum->texts += pair_hash(sum->facets.item[i], key);
	return code;
}

/* The keys that a list puts into the segment's part of *set, which is empty again afterwards. */
static void
add_list(struct index_sum *sum, const struct cursor *cursor, struct keyset *set)
{
	article_key key = keyset_next(set, cursor->segment.first);

	for (; key >= 0 && key < cursor->segment.end; key = keyset_next(set, key + 1)) {
		keyset_remove(set, key);
		if (follow_counts(cursor->term))
			sum->pairs += follow_hash(cursor->term);
		if (keyset_has(&sum->live, key))
			sum->index += pair_hash(cursor->term, key);
	}
}

static enum err_code
add_segment(
	struct index_sum *sum, const struct segment *segment, struct keyset *set, struct err *err)
{
	struct cursor cursor = {.end = false};
	struct key_sink sink = {.set = set};
	enum err_code code = cursor_start(&cursor, sum->archive, segment, err);

	while (code == ERR_OK && !cursor.end) {
		const unsigned char *list = cursor.list;

		if (!list_decode(&list, cursor.list_end, segment->first, &sink)) {
			code = db_fail(&sum->archive->db, SQLITE_CORRUPT, err);
			break;
		}
		add_list(sum, &cursor, set);
		code = cursor_next(&cursor, sum->archive, err);
	}
	cursor_free(&cursor);
	return code;
}

enum err_code
index_sum_finish(struct index_sum *sum, struct err *err)
{
	struct keyset set = KEYSET_NONE;
	bool sorted = true;
	enum err_code code =
		keyset_new(&set, (article_key)sum->live.words * 64) ? ERR_OK : err_nomem(err);

	for (unsigned i = 0; code == ERR_OK && i < sum->segments.count; i++) {
		code = db_check(&sum->archive->db, err);
		if (code == ERR_OK)
			code = add_segment(sum, &sum->segments.item[i], &set, err);
		if (code == ERR_OK)
			code = sorted_check(sum->archive, &sum->segments.item[i], &sorted, err);
		sum->sorted = sum->sorted && sorted;
	}
	if (code == ERR_OK)
		code = follow_sum(sum->archive, &sum->follow, err);
	keyset_free(&set);
	return code;
}

void
index_sum_free(struct index_sum *sum)
{
	segments_free(&sum->segments);
	keyset_free(&sum->live);
	keyset_free(&sum->uncovered);
	terms_free(&sum->terms);
	facet_terms_free(&sum->facets);
}
