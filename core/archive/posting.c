/* The index, read. */
#include "archive/posting.h"

#include <stdlib.h>
#include <string.h>

/* ---- segments --------------------------------------------------------------------------- */

/* Keys are below this, so that no sum of one and all that a list can say is too large: its first
 * key is below 2^59, and a blob of SQLite's has less than 2^31 bytes for its gaps. */
#define KEY_END (INT64_MAX >> 2)

/* Whether a segment can follow those that are there. */
static bool
is_next(const struct segments *segments, const struct segment *s)
{
	article_key before = segments->count > 0 ? segments->item[segments->count - 1].end : 1;

	return s->id >= 0 && s->id < INT64_MAX >> (TERM_BITS + 1) && s->first >= before &&
	       s->end > s->first && s->end <= KEY_END;
}

enum err_code
segments_load(struct segments *segments, struct archive *archive, struct err *err)
{
	sqlite3_stmt *stmt;
	enum err_code code = archive_stmt(archive, SQL_SEGMENT_ALL, &stmt, err);

	segments->count = 0;
	while (db_next(&archive->db, stmt, &code, err)) {
		struct segment next = {sqlite3_column_int64(stmt, 0), sqlite3_column_int64(stmt, 1),
			sqlite3_column_int64(stmt, 2)};

		if (!is_next(segments, &next)) {
			sqlite3_reset(stmt);
			return db_fail(&archive->db, SQLITE_CORRUPT, err);
		}
		if (segments->count == segments->cap) {
			unsigned cap = segments->cap != 0 ? segments->cap * 2 : 32;
			struct segment *grown = realloc(segments->item, cap * sizeof *grown);

			if (grown == NULL) {
				sqlite3_reset(stmt);
				return err_nomem(err);
			}
			segments->item = grown;
			segments->cap = cap;
		}
		segments->item[segments->count++] = next;
	}
	return code;
}

void
segments_free(struct segments *segments)
{
	free(segments->item);
	memset(segments, 0, sizeof *segments);
}

void
segments_uncovered(const struct segments *segments, article_key end, struct keyset *out)
{
	article_key from = 1;

	for (unsigned i = 0; i < segments->count; i++) {
		if (segments->item[i].first > from)
			keyset_fill(out, from, segments->item[i].first);
		from = segments->item[i].end;
	}
	if (from < end)
		keyset_fill(out, from, end);
}

bool
segments_cover(const struct segments *segments, article_key end)
{
	article_key from = 1;

	for (unsigned i = 0; i < segments->count && segments->item[i].first <= from; i++)
		from = segments->item[i].end;
	return from >= end;
}

/* ---- lists ------------------------------------------------------------------------------ */

/* The next eight bytes as far as there are so many, the lowest first. */
static uint64_t
peek(const unsigned char *p, const unsigned char *end)
{
	uint64_t value = 0;

	if (end - p >= 8)
		return get_u64(p);
	for (unsigned i = 0; p + i < end; i++)
		value |= (uint64_t)p[i] << (8 * i);
	return value;
}

/* Room for `more` further keys in the row. */
static bool
sink_reserve(struct key_sink *sink, uint64_t more)
{
	article_key *grown;
	size_t cap = sink->cap != 0 ? sink->cap : 1024;

	if (sink->set != NULL || sink->count + more <= sink->cap)
		return true;
	while (cap < sink->count + more)
		cap *= 2;
	grown = realloc(sink->key, cap * sizeof *grown);
	sink->failed = grown == NULL;
	if (grown == NULL)
		return false;
	sink->key = grown;
	sink->cap = cap;
	return true;
}

static inline void
sink_add(struct key_sink *sink, article_key key)
{
	if (sink->set == NULL)
		sink->key[sink->count++] = key;
	else if (sink->mask == NULL || keyset_has(sink->mask, key))
		keyset_add(sink->set, key);
}

/* Bits that are taken one after the other: `have` of the window are good, the lowest first. */
struct bits_in {
	const unsigned char *p, *end;
	uint64_t window;
	unsigned have;
};

/* At least 56 good bits, as far as there are so many.  Bits above them may be there already; they
 * are those that the next refill brings again. */
static inline void
refill(struct bits_in *in)
{
	if (in->end - in->p >= 8) {
		in->window |= get_u64(in->p) << in->have;
		in->p += (63 - in->have) >> 3;
		in->have |= 56;
		return;
	}
	for (; in->have < 56 && in->p < in->end; in->have += 8)
		in->window |= (uint64_t)*in->p++ << in->have;
}

static inline void
take_bits(struct bits_in *in, unsigned count)
{
	in->window >>= count;
	in->have -= count;
}

/* A run of zeros that is longer than the window. */
static bool
skip_zeros(struct bits_in *in, uint64_t *count)
{
	while (in->have > 0 && (in->window & (((uint64_t)1 << in->have) - 1)) == 0) {
		*count += in->have;
		in->window = 0;
		in->have = 0;
		refill(in);
	}
	return in->have > 0;
}

/* The next number in Rice code; false at the end. */
static inline bool
take_rice(struct bits_in *in, unsigned k, uint64_t *value)
{
	uint64_t zeros = 0;
	unsigned more;

	refill(in);
	if ((uint32_t)in->window == 0 && !skip_zeros(in, &zeros))
		return false;
	more = (unsigned)__builtin_ctzll(in->window);
	if (more >= in->have)
		return false;
	take_bits(in, more + 1);
	if (in->have < k)
		refill(in);
	if (in->have < k)
		return false;
	*value = (zeros + more) << k | (in->window & (((uint64_t)1 << k) - 1));
	take_bits(in, k);
	return true;
}

/* Reads as many numbers as the window surely holds, at most `count`; gives how many are left. */
static inline uint64_t
take_window(struct bits_in *in, unsigned k, article_key *key, uint64_t count, struct key_sink *out)
{
	const uint64_t mask = ((uint64_t)1 << k) - 1;

	refill(in);
	/* The lowest 32 bits have the one that ends the quotient, and k bits are behind it. */
	for (; count > 0 && in->have >= 32 + k && (uint32_t)in->window != 0; count--) {
		unsigned zeros = (unsigned)__builtin_ctzll(in->window);
		uint64_t rest = in->window >> zeros >> 1;

		*key += (article_key)((uint64_t)zeros << k | (rest & mask)) + 1;
		sink_add(out, *key);
		in->window = rest >> k;
		in->have -= zeros + 1 + k;
	}
	return count;
}

static bool
decode_rice(const unsigned char *p, const unsigned char *end, unsigned k, article_key key,
	uint64_t count, struct key_sink *out)
{
	struct bits_in in = {p, end, 0, 0};
	uint64_t gap;

	while ((count = take_window(&in, k, &key, count, out)) > 0) {
		if (in.have >= 32 + k && (uint32_t)in.window != 0)
			continue;
		if (!take_rice(&in, k, &gap))
			return false;
		key += (article_key)gap + 1;
		sink_add(out, key);
		count--;
	}
	return true;
}

static void
decode_bitmap(const unsigned char *p, const unsigned char *end, article_key key, struct keyset *out)
{
	for (; p < end; p += 8, key += 64) {
		uint64_t bits = peek(p, end);
		size_t w = (size_t)key / 64;
		unsigned shift = (unsigned)(key % 64);

		if (w >= out->words)
			return;
		out->word[w] |= bits << shift;
		keyset_touch(out, w / BLOCK_WORDS);
		if (shift == 0 || ++w >= out->words)
			continue;
		out->word[w] |= bits >> (64 - shift);
		keyset_touch(out, w / BLOCK_WORDS);
	}
}

/* The bits of a bitmap that begins with `key` that stand for the keys of word w. */
static uint64_t
bitmap_word(const unsigned char *p, const unsigned char *end, article_key key, size_t w)
{
	article_key at = (article_key)w * 64 - key;
	uint64_t bits;

	if (at < 0)
		return at > -64 ? peek(p, end) << -at : 0;
	p += at / 8;
	if (p >= end)
		return 0;
	bits = peek(p, end) >> (at % 8);
	return at % 8 != 0 && end - p > 8 ? bits | (uint64_t)p[8] << (64 - at % 8) : bits;
}

/* Of a bitmap those keys that the mask has. */
static void
mask_bitmap(const unsigned char *p, const unsigned char *end, article_key key,
	const struct keyset *mask, struct keyset *out)
{
	article_key stop = key + (end - p) * 8, at = keyset_next(mask, key);

	while (at >= 0 && at < stop) {
		size_t w = (size_t)at / 64;

		out->word[w] |= mask->word[w] & bitmap_word(p, end, key, w);
		keyset_touch(out, w / BLOCK_WORDS);
		at = keyset_next(mask, ((article_key)w + 1) * 64);
	}
}

/* Bit by bit, the first key apart; count: how many there may be. */
static bool
list_bitmap(const unsigned char *p, const unsigned char *end, article_key key, uint64_t count,
	struct key_sink *out)
{
	for (; p < end; p += 8, key += 64) {
		for (uint64_t bits = peek(p, end); bits != 0; bits &= bits - 1) {
			if (count-- == 0)
				return false;
			sink_add(out, key + __builtin_ctzll(bits));
		}
	}
	return true;
}

static bool
decode_rest(const unsigned char *p, const unsigned char *end, article_key first, uint64_t count,
	struct key_sink *out)
{
	unsigned k = p[0];

	if (k == 255 && out->set != NULL && out->mask != NULL) {
		mask_bitmap(p + 1, end, first, out->mask, out->set);
		return true;
	}
	if (k == 255 && out->set != NULL) {
		decode_bitmap(p + 1, end, first, out->set);
		return true;
	}
	if (k == 255)
		return list_bitmap(p + 1, end, first, count, out);
	sink_add(out, first);
	return k <= 24 && decode_rice(p + 1, end, k, first, count - 1, out);
}

/* The head of a list: *count is 1 where there is no rest. */
static bool
list_head(const unsigned char **p, const unsigned char *end, uint64_t *first, uint64_t *count,
	uint64_t *rest)
{
	*count = 1;
	*rest = 0;
	if (!varint_get(p, end, first) || *first >> 60 != 0)
		return false;
	if ((*first & 1) != 0 &&
		(!varint_get(p, end, count) || !varint_get(p, end, rest) || *count < 2 ||
			*rest < 2 || *rest > (uint64_t)(end - *p) || *count > *rest * 8))
		return false;
	*first >>= 1;
	return true;
}

bool
list_decode(
	const unsigned char **p, const unsigned char *end, article_key first, struct key_sink *out)
{
	uint64_t offset, count, rest;
	const unsigned char *data;

	if (!list_head(p, end, &offset, &count, &rest) || !sink_reserve(out, count))
		return false;
	if (count == 1) {
		sink_add(out, first + (article_key)offset);
		return true;
	}
	data = *p;
	*p += rest;
	return decode_rest(data, data + rest, first + (article_key)offset, count, out);
}

/* Steps over a list; *count, where it is not NULL: how many keys it has. */
static bool
list_skip(const unsigned char **p, const unsigned char *end, uint64_t *count)
{
	uint64_t offset, keys, rest;

	if (!list_head(p, end, &offset, &keys, &rest))
		return false;
	*p += rest;
	if (count != NULL)
		*count = keys;
	return true;
}

/* ---- finding a term --------------------------------------------------------------------- */

/* The list of a term in a block that begins with `term`, NULL where it is not there; *goes_on: it
 * begins in the block before.  False where the block is damaged. */
static bool
find_in_block(const unsigned char *p, const unsigned char *end, uint64_t term, uint64_t wanted,
	const unsigned char **list, bool *goes_on)
{
	uint64_t step;

	*list = NULL;
	*goes_on = false;
	for (bool first = true; p < end && (first || term < wanted); first = false) {
		if (!varint_get(&p, end, &step) || (first && step > 1))
			return false;
		if (!first)
			term += step;
		if (term == wanted) {
			*list = p;
			*goes_on = first && step == 1;
			return true;
		}
		if (!list_skip(&p, end, NULL))
			return false;
	}
	return true;
}

/* What the last block that begins at `at` or before has of a term; *before is where the block
 * before it has to be looked for, 0 where it need not be. */
static enum err_code __attribute__((nonnull(4)))
read_in_block(struct archive *archive, const struct segment *segment, uint64_t term,
	struct keyset *out, const struct keyset *mask, int64_t at, int64_t *before, struct err *err)
{
	const int64_t low = segment->id << TERM_BITS, keys[] = {low, at};
	sqlite3_stmt *row;
	enum err_code code = archive_row(archive, SQL_POSTING_FIND, keys, 2, &row, err);
	struct key_sink sink = {.set = out, .mask = mask};
	const unsigned char *block, *end, *list;
	bool goes_on, ok;

	*before = 0;
	if (row == NULL)
		return code;
	block = sqlite3_column_blob(row, 1);
	end = block + sqlite3_column_bytes(row, 1);
	ok = find_in_block(
		block, end, (uint64_t)(sqlite3_column_int64(row, 0) - low), term, &list, &goes_on);
	ok = ok && (list == NULL || list_decode(&list, end, segment->first, &sink));
	if (goes_on)
		*before = sqlite3_column_int64(row, 0) - 1;
	sqlite3_reset(row);
	return ok ? ERR_OK : db_fail(&archive->db, SQLITE_CORRUPT, err);
}

/* mask: only these keys are wanted, where it is not NULL. */
static enum err_code
read_in_segment(struct archive *archive, const struct segment *segment, uint64_t term,
	struct keyset *out, const struct keyset *mask, struct err *err)
{
	int64_t at = segment->id << TERM_BITS | (int64_t)term, before;
	enum err_code code = read_in_block(archive, segment, term, out, mask, at, &before, err);

	return code == ERR_OK && before != 0
		       ? read_in_block(archive, segment, term, out, mask, before, &at, err)
		       : code;
}

enum err_code
posting_read(struct archive *archive, const struct segments *segments, uint64_t term,
	struct keyset *out, struct err *err)
{
	enum err_code code = ERR_OK;

	for (unsigned i = 0; code == ERR_OK && i < segments->count; i++)
		code = read_in_segment(archive, &segments->item[i], term, out, NULL, err);
	return code;
}

/* Takes from *set the keys of the segment that *with does not have, and empties *with; whether any
 * is left. */
static bool
intersect(const struct segment *segment, struct keyset *set, struct keyset *with)
{
	size_t first = (size_t)segment->first / 64, last = (size_t)(segment->end - 1) / 64;
	uint64_t left = 0;

	for (size_t w = first; w <= last && w < set->words; w++) {
		uint64_t own = ~(uint64_t)0;

		if (!keyset_touched(set, w / BLOCK_WORDS)) {
			w |= BLOCK_WORDS - 1;
			continue;
		}
		/* The words at both ends have keys of the neighbours as well. */
		if (w == first)
			own &= ~(uint64_t)0 << (segment->first % 64);
		if (w == last && segment->end % 64 != 0)
			own &= ((uint64_t)1 << (segment->end % 64)) - 1;
		set->word[w] &= with->word[w] | ~own;
		left |= set->word[w] & own;
	}
	keyset_clear(with);
	return left != 0;
}

enum err_code
posting_all(struct archive *archive, const struct segments *segments, const uint64_t *term,
	unsigned count, struct keyset *out, struct keyset *scratch, struct err *err)
{
	enum err_code code = ERR_OK;

	keyset_clear(out);
	keyset_clear(scratch);
	for (unsigned i = 0; code == ERR_OK && i < segments->count; i++) {
		const struct segment *segment = &segments->item[i];
		bool some = true;

		code = db_check(&archive->db, err);
		for (unsigned t = 0; code == ERR_OK && some && t < count; t++) {
			code = read_in_segment(archive, segment, term[t], t == 0 ? out : scratch,
				t == 0 ? NULL : out, err);
			if (code == ERR_OK && t > 0)
				some = intersect(segment, out, scratch);
		}
	}
	return code;
}

/* ---- all terms -------------------------------------------------------------------------- */

static enum err_code
next_block(struct cursor *cursor, struct archive *archive, struct err *err)
{
	sqlite3_stmt *stmt;
	enum err_code code = archive_stmt(archive, SQL_POSTING_NEXT, &stmt, err);
	bool row;

	if (code != ERR_OK)
		return code;
	sqlite3_bind_int64(stmt, 1, cursor->id);
	sqlite3_bind_int64(stmt, 2, (cursor->segment.id + 1) << TERM_BITS);
	code = db_step(&archive->db, stmt, &row, err);
	cursor->end = code != ERR_OK || !row;
	if (cursor->end)
		return code;
	buf_clear(&cursor->block);
	cursor->id = sqlite3_column_int64(stmt, 0);
	buf_add(&cursor->block, sqlite3_column_blob(stmt, 1),
		(size_t)sqlite3_column_bytes(stmt, 1));
	sqlite3_reset(stmt);
	cursor->at = 0;
	cursor->term = (uint64_t)(cursor->id - (cursor->segment.id << TERM_BITS));
	return buf_ok(&cursor->block) ? ERR_OK : err_nomem(err);
}

enum err_code
cursor_next(struct cursor *cursor, struct archive *archive, struct err *err)
{
	const unsigned char *p, *end;
	uint64_t step;
	bool first = false;

	if (cursor->at >= cursor->block.len) {
		enum err_code code = next_block(cursor, archive, err);

		if (code != ERR_OK || cursor->end)
			return code;
		first = true;
	}
	p = (const unsigned char *)buf_str(&cursor->block) + cursor->at;
	end = (const unsigned char *)buf_str(&cursor->block) + cursor->block.len;
	cursor->list_end = end;
	if (varint_get(&p, end, &step)) {
		cursor->term += first ? 0 : step;
		cursor->list = p;
		if ((!first || step <= 1) && list_skip(&p, end, NULL)) {
			cursor->at = cursor->block.len - (size_t)(end - p);
			return ERR_OK;
		}
	}
	cursor->end = true;
	return db_fail(&archive->db, SQLITE_CORRUPT, err);
}

enum err_code
cursor_start(struct cursor *cursor, struct archive *archive, const struct segment *segment,
	struct err *err)
{
	cursor->segment = *segment;
	cursor->id = (segment->id << TERM_BITS) - 1;
	cursor->at = 0;
	cursor->end = false;
	buf_clear(&cursor->block);
	return cursor_next(cursor, archive, err);
}

void
cursor_free(struct cursor *cursor)
{
	buf_free(&cursor->block);
}
